"""A figure of a draft beside stored ones that measure the same."""

import pytest

from tracker.check.figures import Agreement, Match, Sentence, best_match

STORED = [
    "There were 1,240 recorded assaults on officers in 2021, an increase of 12.5% on the previous year",
    "Recorded thefts on the quays fell by 18 per cent in the year to May",
    "The board spent £2.5m on lighting the quays",
    "more than 120 officers guard the harbour at night",
]
FIGURES = [
    ("There were 1,240 recorded assaults on officers in 2021.", "1,240", Agreement.SAME, 0),
    ("There were 1,420 recorded assaults on officers in 2021.", "1,420", Agreement.OTHER, 0),
    ("Recorded assaults on officers increased by 12.5 per cent.", "12.5 per cent", Agreement.NOTATION, 0),
    ("Recorded assaults on officers increased by 13 per cent.", "13 per cent", Agreement.ROUNDED, 0),
    ("Recorded thefts on the quays rose by 18 per cent.", "18 per cent", Agreement.OPPOSED, 1),
    ("Recorded thefts on the quays fell by 28 per cent.", "28 per cent", Agreement.OTHER, 1),
    ("The board spent £2.5 million on lighting the quays.", "£2.5 million", Agreement.NOTATION, 2),
    ("At night 127 officers guard the harbour.", "127", Agreement.ROUNDED, 3),
]
UNKNOWN = [
    ("Some 600 gulls nest on the old lighthouse.", "600"),
    ("There were 990 recorded assaults on officers in 2014.", "990"),
    ("The board spent £9m on a new pier.", "£9m"),
    ("About 18 per cent of the ferries were late.", "18 per cent"),
]


def match(sentence: str, words: str, stored: list[str]) -> Match | None:
    start = sentence.index(words)
    return best_match(Sentence(sentence), start, start + len(words), [*map(Sentence, stored)])


@pytest.mark.parametrize(("sentence", "words", "agreement", "number"), FIGURES)
def test_a_figure_is_held_against_what_measures_the_same(
    sentence: str, words: str, agreement: Agreement, number: int
) -> None:
    found = match(sentence, words, STORED)
    assert found is not None
    assert (found.agreement, found.sentence) == (agreement, number)


@pytest.mark.parametrize(("sentence", "words"), UNKNOWN)
def test_a_figure_of_another_thing_or_year_is_not_called_wrong(sentence: str, words: str) -> None:
    assert match(sentence, words, STORED) is None


def test_a_sentence_that_agrees_counts_before_one_that_differs() -> None:
    stored = [*STORED, "There were 1,420 recorded assaults on officers in 2021"]
    found = match("There were 1,420 recorded assaults on officers in 2021.", "1,420", stored)
    assert found is not None and (found.agreement, found.sentence) == (Agreement.SAME, 4)
