"""The ladder of wordings, and the qualifiers that each step dropped or added."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tracker.matching.features import Narrowing, narrowing
from tracker.matching.threads import Statement, wordings

NARROWED = (
    ("We would only arm them in extreme circumstances", "We would arm them", ("only", "in extreme circumstances"), ()),
    ("Officers may patrol the quay", "Officers patrol the quay", ("may",), ()),
    ("The ferry is safe", "The ferry is mostly safe", (), ("mostly",)),
    ("In some cases the ferry is late", "Some of the ferries are late", ("In some cases",), ("Some",)),
    ("The ferry is usually late", "Usually the ferry is late", (), ()),
    ("The ferry is late", "The ferry was cancelled", (), ()),
)

DAY, LATER = "2022-03-14", "2022-03-21"


@pytest.mark.parametrize(("before", "after", "dropped", "added"), NARROWED)
def test_dropped_and_added_qualifiers_are_named_as_printed(
    before: str, after: str, dropped: tuple[str, ...], added: tuple[str, ...]
) -> None:
    assert narrowing(before, after) == Narrowing(dropped, added)


def test_each_wording_stands_once_by_its_first_dated_use() -> None:
    found = wordings(
        [
            Statement(1, None, "The patrols will stay"),
            Statement(2, LATER, "The patrols will go"),
            Statement(3, DAY, "The patrols will stay"),
            Statement(4, LATER, "“The patrols  will stay”"),
        ]
    )
    assert [one.uses for one in found] == [(3, 4, 1), (2,)]


def test_what_has_no_date_stands_after_all_that_has_one() -> None:
    found = wordings([Statement(1, None, "The patrols will stay"), Statement(2, DAY, "The patrols will go")])
    assert [(one.uses, one.dated) for one in found] == [((2,), True), ((1,), False)]


def test_words_denied_are_another_wording() -> None:
    found = wordings([Statement(1, DAY, "It is safe"), Statement(2, DAY, "It is safe", stance="denies")])
    assert [one.uses for one in found] == [(1,), (2,)]


@pytest.mark.parametrize(
    ("first", "other", "rivals", "undated"),
    [(DAY, LATER, 0, 0), (DAY, DAY, 1, 0), ("2022", LATER, 1, 0), ("2022-02", LATER, 0, 0), (DAY, None, 0, 1)],
)
def test_what_may_be_as_early_as_the_first_use_is_counted(
    first: str, other: str | None, rivals: int, undated: int
) -> None:
    (one,) = wordings([Statement(1, first, "The patrols will stay"), Statement(2, other, "The patrols will stay")])
    assert (one.rivals, one.undated) == (rivals, undated)


@settings(deadline=None)
@given(
    st.lists(st.tuples(st.sampled_from(["A b c", "a B c.", "d e"]), st.sampled_from([DAY, LATER, None])), max_size=8)
)
def test_no_statement_is_lost_or_told_twice(given_: list[tuple[str, str | None]]) -> None:
    statements = [Statement(number, date, text) for number, (text, date) in enumerate(given_)]
    uses = [use for one in wordings(statements) for use in one.uses]
    assert sorted(uses) == list(range(len(statements)))
