"""What a figure states: what is counted, whose, by what, and where that was taken from; sentences of the tests' own."""

from __future__ import annotations

from pathlib import Path

import pytest

from tracker.models import Direction, Quantity, Taken
from tracker.text.quantities import quantities

MEASURED = [
    ("There was a 12 per cent fall in shoplifting in May.", "shoplifting"),
    ("A rise in bicycle thefts of 30 per cent followed.", "bicycle thefts"),
    ("Unemployment stood at 4.2 per cent.", "Unemployment"),
    ("Net exports were 728,000 in June.", "Net exports"),
    ("The number of nurses fell to 40,000.", "nurses"),
    ("The unemployment rate fell to 4 per cent.", "unemployment rate"),
    ("The town spent £5m on new buses.", "new buses"),
    ("Prices have been cut by 5 per cent.", "Prices"),
    ("More than one in four children live there.", "children"),
    ("Applications have more than tripled.", "Applications"),
    ("A litre of milk costs 143p.", "litre of milk"),
    ("Turnout is thought to have peaked at 60 per cent.", "Turnout"),
    ("Deaths per 100,000 people fell to 198.", "Deaths"),
    ("The fund, which stood at £12m, is safe.", "fund"),
    ("More than half (54 per cent) of the drovers agreed.", "drovers"),
    ("One goose in ten limped.", "goose"),
    ("Exports of wool were worth R34.8bn.", "Exports of wool"),
    ("Two thirds of the 1,018 drovers agreed.", "drovers"),
    ("It stood at 12 per cent.", None),
    ("The figure was 40.", None),
]
OWNERS = [
    ("There were 40 assaults on prison officers.", "prison officers"),
    ("Some 30 complaints against the council were upheld.", "council"),
    ("Kent Police recorded 40 burglaries.", "Kent Police"),
    ("The hospital treated 400 patients.", "hospital"),
    ("They were Kent Police (19%) and the Navy (12%).", "Kent Police"),
    ("Dorset's murder rate rose by 5 per cent.", "Dorset"),
    ("The council's budget was cut by £3m.", "council"),
    ("51 per cent of respondents opposed the plan.", "respondents"),
    ("40 per cent of burglaries were solved.", None),
    ("Last year's 40 burglaries were solved.", None),
    ("They recorded 40 burglaries.", None),
]
DENOMINATORS = [
    ("It costs £300 a week.", "week"),
    ("It costs £3 per household.", "household"),
    ("It costs £3 a head.", "person"),
    ("There are 15,700 flights a year.", "year"),
    ("There are 40 lorries on the bridge each night.", "night"),
    ("Each year 40 otters die.", "year"),
    ("The rate was 12 per 100,000 people.", "100,000 people"),
    ("It pays 5 per cent a year.", "year"),
    ("They pay £38 a year from 2025.", "year"),
    ("They spend £3m a year on nets.", "year"),
    ("The rate was 49.1 per 1,000 live births.", "1,000 live births"),
    ("Growth of 3 per cent per annum", "year"),
    ("It cost £300 a week ago.", None),
    ("There were 40 otters.", None),
]


LISTS = [
    ("Turnout was 54 per cent in the town, 61 per cent in the hills and 70 in the bay.", ["Turnout"] * 3),
    ("Fares fell to 61,300 in August from 66,950 in July.", ["Fares", "Fares"]),
    ("Ewe and lamb prices rose 4 and 7 per cent respectively.", ["Ewe prices", "lamb prices"]),
    ("Thefts were down 11%, fires down 6% and frauds up 23%.", ["Thefts", "fires", "frauds"]),
    ("The yield on ten-year bonds rose to 4 per cent.", [None, "yield on ten-year bonds"]),
]


@pytest.mark.parametrize(("text", "measured"), LISTS)
def test_each_figure_of_a_list_counts_what_the_list_is_of_or_its_own(text: str, measured: list[str | None]) -> None:
    assert [each.measured for each in quantities(text)] == measured


@pytest.mark.parametrize(("text", "measured"), MEASURED)
def test_what_is_counted_is_taken_from_the_clause(text: str, measured: str | None) -> None:
    assert quantities(text)[0].measured == measured


@pytest.mark.parametrize(("text", "owner"), OWNERS)
def test_whose_figure_it_is_is_told_where_the_words_say_so(text: str, owner: str | None) -> None:
    assert quantities(text)[0].owner == owner


@pytest.mark.parametrize(("text", "denominator"), DENOMINATORS)
def test_what_a_figure_is_counted_by_stands_apart_from_its_unit(text: str, denominator: str | None) -> None:
    (quantity,) = quantities(text, durations=False)[:1]
    assert quantity.denominator == denominator
    assert " per " not in quantity.unit


def test_a_change_beside_its_level_counts_the_same_and_says_that_it_was_taken_from_the_sentence() -> None:
    level, change = quantities(
        "There were 1,140 recorded attacks on anglers – an increase of 19.1% on the year before."
    )
    assert (level.measured, level.owner, level.taken) == ("recorded attacks", "anglers", ())
    assert (change.measured, change.owner) == ("recorded attacks", "anglers")
    assert dict(change.taken) == {"measured": Taken.SENTENCE, "owner": Taken.SENTENCE}


GOES_ON = [
    ("Thefts in Dunmore fell by a fifth to 75.", ["Thefts", "Thefts"]),
    ("Net debt fell by 30 per cent, from £90m to £61m.", ["Net debt", "Net debt"]),
    ("The wage bill is 78 per cent of turnover, up from 71 per cent.", ["wage bill", "wage bill"]),
    ("Some 340 replies came, of which 82 per cent were hostile.", ["replies", "replies"]),
    ("Of the 300 complaints, 45 were upheld.", ["complaints", "complaints"]),
    ("They moved 40 boxes to 12 shops.", ["boxes", "shops"]),
    ("She wrote of 300 complaints, 45 in all.", ["complaints", None]),
    ("Turnout was 40 per cent, to 12 guests in the hall.", ["Turnout", "guests"]),
]


@pytest.mark.parametrize(("text", "measured"), GOES_ON)
def test_the_end_of_a_move_and_a_part_count_what_the_figure_before_counts(text: str, measured: list[str]) -> None:
    first, second = quantities(text)
    assert [first.measured, second.measured] == measured
    taken = ("measured", Taken.SENTENCE) in second.taken
    assert taken is (second.measured is not None and first.measured == second.measured)


SEEDS = Path(__file__).parent.parent.parent / "seeds"


def sample(name: str, figure: str) -> Quantity:
    """The figure of one of the sample documents, read with all around it."""
    found = quantities((SEEDS / name).read_text(encoding="utf-8"), durations=False)
    return next(quantity for quantity in found if quantity.text == figure)


def test_the_figures_of_the_sample_documents_say_what_they_count_and_whose_it_is() -> None:
    change = sample("met-police-appeal-grahame-park.txt", "19.1%")
    assert (change.value, change.unit, change.direction) == (19.1, "percent", Direction.INCREASE)
    assert (change.measured, change.owner) == ("recorded assaults", "Met Police officers")
    assert (change.period, change.comparison) == ("In the past 12 months", "on the previous year")
    fall = sample("mps-shooting-park-lane.txt", "73 per cent")
    assert (fall.value, fall.direction, fall.measured) == (73, Direction.DECREASE, "firearms discharges")
    assert (fall.period, fall.place) == ("over the past year", "in the North Area boroughs")
    assert fall.taken == (("measured", Taken.BEFORE),)


BEFORE = [
    ("Knife attacks are rare. We have seen a 73 per cent reduction in the past year.", "Knife attacks"),
    ("“Luckily, oil spills are extremely rare.\n\n“We have seen a 73 per cent reduction.", "oil spills"),
    ("There were 500 arson attacks in May. This is an increase of 12 per cent.", "arson attacks"),
    ("The county had 40 wardens. That is a fall of 4.7 per cent.", "wardens"),
    ("It had 40 wardens for three weeks. That is a fall of 4.7 per cent.", "wardens"),
    ("The number of wardens fell last year. They went down from 60 to 40.", "wardens"),
    ("There were 40 fires in May. The figure was 60 in June.", "fires"),
]
NOT_BEFORE = [
    "Officers are working hard. We have seen a 12 per cent reduction.",
    "Knife attacks are rare. Ministers promised a 12 per cent reduction.",
    "Knife attacks are rare. The chair was painted. It fell by 12 per cent.",
    "There were 500 arson attacks in May. This street has 40 homes.",
]


@pytest.mark.parametrize(("text", "measured"), BEFORE)
def test_what_a_sentence_does_not_name_is_taken_from_the_one_before_and_marked(text: str, measured: str) -> None:
    change = quantities(text)[-1] if "past year" not in text else quantities(text, durations=False)[-1]
    assert change.measured == measured
    assert dict(change.taken)["measured"] is Taken.BEFORE


@pytest.mark.parametrize("text", NOT_BEFORE)
def test_nothing_is_taken_from_a_sentence_before_that_names_no_measure(text: str) -> None:
    assert all(field != "measured" for quantity in quantities(text) for field, _ in quantity.taken)


def test_a_place_of_another_clause_says_that_it_was_taken_from_the_sentence() -> None:
    first, second = quantities("In Leeds burglary fell by 5 per cent, but robbery rose by 3 per cent.")
    assert (first.place, first.taken) == ("In Leeds", ())
    assert (second.place, second.taken) == ("In Leeds", (("place", Taken.SENTENCE),))
