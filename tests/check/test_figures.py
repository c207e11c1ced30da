"""A figure of a draft beside stored ones that measure the same."""

import pytest

from tracker.check.figures import Agreement, best_match

STORED = [
    (1, "There were 1,240 recorded assaults on officers in 2021, an increase of 12.5% on the previous year"),
    (2, "Recorded thefts on the quays fell by 18 per cent in the year to May"),
    (3, "The board spent £2.5m on lighting the quays"),
    (4, "more than 120 officers guard the harbour at night"),
]
FIGURES = [
    ("There were 1,240 recorded assaults on officers in 2021.", "1,240", Agreement.SAME, 1),
    ("There were 1,420 recorded assaults on officers in 2021.", "1,420", Agreement.OTHER, 1),
    ("Recorded assaults on officers increased by 12.5 per cent.", "12.5 per cent", Agreement.NOTATION, 1),
    ("Recorded assaults on officers increased by 13 per cent.", "13 per cent", Agreement.ROUNDED, 1),
    ("Recorded thefts on the quays rose by 18 per cent.", "18 per cent", Agreement.OPPOSED, 2),
    ("Recorded thefts on the quays fell by 28 per cent.", "28 per cent", Agreement.OTHER, 2),
    ("The board spent £2.5 million on lighting the quays.", "£2.5 million", Agreement.NOTATION, 3),
    ("At night 127 officers guard the harbour.", "127", Agreement.ROUNDED, 4),
]
UNKNOWN = [
    ("Some 600 gulls nest on the old lighthouse.", "600"),
    ("There were 990 recorded assaults on officers in 2014.", "990"),
    ("The board spent £9m on a new pier.", "£9m"),
    ("About 18 per cent of the ferries were late.", "18 per cent"),
]


def place(sentence: str, words: str) -> tuple[int, int]:
    start = sentence.index(words)
    return start, start + len(words)


@pytest.mark.parametrize(("sentence", "words", "agreement", "claim"), FIGURES)
def test_a_figure_is_held_against_what_measures_the_same(
    sentence: str, words: str, agreement: Agreement, claim: int
) -> None:
    found = best_match(sentence, *place(sentence, words), STORED)
    assert found is not None
    assert (found.agreement, found.claim) == (agreement, claim)


@pytest.mark.parametrize(("sentence", "words"), UNKNOWN)
def test_a_figure_of_another_thing_or_year_is_not_called_wrong(sentence: str, words: str) -> None:
    assert best_match(sentence, *place(sentence, words), STORED) is None


def test_a_claim_that_agrees_counts_before_one_that_differs() -> None:
    stored = [*STORED, (9, "There were 1,420 recorded assaults on officers in 2021")]
    sentence = "There were 1,420 recorded assaults on officers in 2021."
    found = best_match(sentence, *place(sentence, "1,420"), stored)
    assert found is not None and (found.agreement, found.claim) == (Agreement.SAME, 9)
