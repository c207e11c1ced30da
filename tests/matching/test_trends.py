"""What a claim says has moved, and which way."""

import pytest

from tracker.matching.features import features
from tracker.matching.trends import Trend

MOVED = (
    # text, the words that name what moved, which way
    ("Knife crime in the port has fallen.", {"knife", "crime"}, -1),
    ("There has been a 40 per cent rise in bus fares.", {"bus", "fares"}, 1),
    ("The council cut the number of wardens.", {"wardens"}, -1),
    ("The board is reducing waiting lists.", {"waiting", "lists"}, -1),
    ("Ferry crossings are down.", {"ferry", "crossings"}, -1),
    ("Ferry crossings have not fallen.", {"ferry", "crossings"}, 1),
    ("It is wrong to say that ferry crossings have fallen.", {"ferry", "crossings"}, 1),
    ("Net arrivals are expected to fall sharply next year.", {"net", "arrivals"}, -1),
    ("Visits to libraries have dropped.", {"visits", "libraries"}, -1),
    ("Deaths caused by smoke have dropped.", {"deaths"}, -1),
    ("Profit before tax rose.", {"profit"}, 1),
    ("The number of tenants who have waited over two years fell.", {"tenants"}, -1),
    ("Ferry crossings have, in fact, “significantly increased this spring”.", {"ferry", "crossings"}, 1),
)

STILL = (
    "Rising rents closed the mill.",
    "The figures do not include the rise in rents.",
    "It has fallen.",
    "The ferry sailed at noon.",
)


def named(text: str, trend: Trend) -> set[str]:
    printed = features(text).printed
    return {printed[name].lower() for name in trend.subject}


@pytest.mark.parametrize(("text", "words", "sign"), MOVED)
def test_a_trend_is_what_moved_and_which_way(text: str, words: set[str], sign: int) -> None:
    (trend,) = features(text).trends
    assert (named(text, trend), trend.sign) == (words, sign)


@pytest.mark.parametrize("text", STILL)
def test_what_is_taken_for_granted_or_has_no_subject_is_no_trend(text: str) -> None:
    assert features(text).trends == ()


def test_each_clause_has_its_own_trend_and_it_stands_for_what_moved_before() -> None:
    first, second = features("Ferry crossings fell last year, but they have risen since.").trends
    assert (first.subject, first.sign, second.sign) == (second.subject, -1, 1)


def test_a_list_moves_as_one() -> None:
    text = "Ferry crossings, tram journeys and parking have all fallen."
    (trend,) = features(text).trends
    assert named(text, trend) == {"ferry", "crossings", "tram", "journeys", "parking"}


def test_a_trend_has_the_place_it_is_told_of() -> None:
    (trend,) = features("Ferry crossings fell in Porton.").trends
    assert trend.places == {"porton"}
