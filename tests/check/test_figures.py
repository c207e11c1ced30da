"""A figure of a draft beside stored ones that measure the same."""

import pytest

from tracker.check.figures import Agreement, Match, best_match
from tracker.check.sentences import Sentence, sentences_of

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


def test_the_marks_of_notes_are_no_figures_and_powers_are_none_of_them() -> None:
    ((_, powered),) = sentences_of("The works clean 10⁶ litres.")
    ((_, tagged),) = sentences_of("The works clean 10<sup>6</sup> litres.")
    ((_, noted),) = sentences_of("The works clean 10<sup>[6]</sup> litres.¹")
    ((_, plain),) = sentences_of("The works clean 10 litres.")
    assert noted.keys == plain.keys != powered.keys == tagged.keys


FLOODS = "Fire crews in Marlow rescued 240 sheep and 35 dogs during the floods in 2019."
HELD = [
    (FLOODS, "Fire crews in Marlow rescued 240 sheep during the floods in 2019.", "240", True),
    (FLOODS, "Fire crews in Marlow rescued 35 sheep during the floods in 2019.", "35", False),
    (FLOODS, "Fire crews in Marlow rescued 240 goats during the floods in 2019.", "240", False),
    (FLOODS, "Fire crews in Marlow rescued 240 sheep during the floods in 2016.", "240", False),
    (FLOODS, "Fire crews in Henley rescued 240 sheep during the floods in 2019.", "240", False),
    (FLOODS, "Fire crews in Marlow rescued more than 200 sheep during the floods in 2019.", "200", True),
    (FLOODS, "Fire crews in Marlow rescued more than 250 sheep during the floods in 2019.", "250", False),
    (FLOODS, "Fire crews in Marlow rescued up to 220 sheep during the floods in 2019.", "220", False),
    (FLOODS, "Fire crews in Marlow rescued nearly 250 sheep during the floods in 2019.", "250", True),
    (FLOODS, "Fire crews in Marlow rescued fewer than 240 sheep during the floods in 2019.", "240", False),
    (FLOODS, "Fire crews in Henley rescued 80 sheep during the floods in 2016.", "80", None),
    ("Rents rose by 12 per cent in 2021.", "Rents rose by 12 percentage points in 2021.", "12", False),
    ("The tram cost £18.6 million to build.", "The tram cost over £19 million to build.", "£19 million", False),
    ("The tram cost £18.6 million to build.", "The tram cost almost £19 million to build.", "£19 million", True),
    ("Thefts fell by 18 per cent in the north.", "Thefts fell by 18 per cent in the south.", "18 per cent", False),
    (
        "Ferry crews found 62 seals in the northern district.",
        "Ferry crews found 62 seals in the southern district.",
        "62",
        False,
    ),
    ("Ferry crews found 62 seals in the north.", "Ferry crews found 62 seals in the northern district.", "62", True),
    ("The ward saw 300 patients a week.", "The ward saw 300 patients a day.", "300", False),
    ("In spring 2021 the ferry carried 41,200 cars.", "In April 2021 the ferry carried 41,200 cars.", "41,200", True),
    ("In spring 2021 the ferry carried 41,200 cars.", "In autumn 2021 the ferry carried 41,200 cars.", "41,200", False),
    (
        "In October 2021 the ferry carried 41,200 cars.",
        "In spring 2021 the ferry carried 41,200 cars.",
        "41,200",
        False,
    ),
    (
        "The ferry carried 41,200 cars in the second quarter of 2021.",
        "The ferry carried 41,200 cars in Q2 2021.",
        "41,200",
        True,
    ),
    (
        "The ferry carried 41,200 cars in the second quarter of 2021.",
        "The ferry carried 41,200 cars in the third quarter of 2021.",
        "41,200",
        False,
    ),
    (
        "The ferry carried 41,200 cars in the first half of 2021.",
        "The ferry carried 41,200 cars in the second half of 2021.",
        "41,200",
        False,
    ),
    (
        "Falls on the wards rose by 12 per cent over the winter of 2022-23.",
        "Falls on the wards rose by 12 per cent in January 2023.",
        "12 per cent",
        True,
    ),
    ("Milk prices fell to 29 pence last year.", "Milk prices fell by 29 pence last year.", "29 pence", False),
    ("Seventeen schools in Marlow will close.", "Seventy schools in Marlow will close.", "Seventy", False),
    ("A poll found 62 per cent oppose the new tram.", "A poll found 62 per cent support the new tram.", "62", False),
]


@pytest.mark.parametrize(("stored", "sentence", "words", "holds"), HELD)
def test_a_figure_holds_where_all_that_both_sentences_say_of_it_agrees(
    stored: str, sentence: str, words: str, holds: bool | None
) -> None:
    found = match(sentence, words, [stored])
    assert (found.agreement.holds if found else None) is holds


def test_another_period_is_said_and_never_mended() -> None:
    found = match("Fire crews in Marlow rescued 240 sheep during the floods in 2016.", "240", [FLOODS])
    assert found is not None and (found.mend, found.why) == ("", ("Another period: the source says so of “2019”.",))
