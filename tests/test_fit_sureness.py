"""How sure suggestions are is learnt from what was right, by kind and score; where little was seen, from its like."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.accuracy import Suggestion
from tools.fit_sureness import KINDS, TENTHS, held, rising, shares

PARTS = st.lists(st.tuples(st.integers(0, 9), st.integers(1, 9)).map(lambda two: (min(two), max(two))), min_size=1)


def seen(kind: str, score: float, right: int, wrong: int) -> list[Suggestion]:
    return [Suggestion(kind, score, at < right) for at in range(right + wrong)]


@given(PARTS)
def test_shares_never_fall_and_keep_how_many_were_right_in_all(parts: list[tuple[int, int]]) -> None:
    found = rising(parts)
    assert found == sorted(found)
    assert sum(share * of for share, (_, of) in zip(found, parts, strict=True)) == pytest.approx(
        sum(right for right, _ in parts)
    )


def test_what_rises_already_is_left_as_it_is() -> None:
    assert rising([(1, 4), (2, 4), (3, 4)]) == [0.25, 0.5, 0.75]


def test_a_kind_and_score_that_was_mostly_right_is_surer_than_one_that_was_mostly_wrong() -> None:
    table = shares([*seen("reversed", 95, 9, 1), *seen("reversed", 25, 1, 9), *seen("variant", 95, 1, 9)])
    assert table["reversed", 9] > 0.5 > table["reversed", 2]
    assert table["variant", 9] < 0.5
    assert table.keys() == {(kind, tenth) for kind in KINDS for tenth in TENTHS}


def test_of_a_kind_that_was_never_seen_the_share_of_all_is_taken() -> None:
    table = shares(seen("variant", 95, 30, 10))
    assert table["spliced", 4] == pytest.approx((30 + 1) / 42)


def test_a_table_is_judged_on_what_it_was_not_learnt_from() -> None:
    table = shares([*seen("reversed", 95, 9, 1), *seen("reversed", 5, 0, 10)])
    assert held(table, [*seen("reversed", 92, 1, 1), *seen("reversed", 1, 0, 3)]) == "sure 1/2 .50, unsure 0/3 .00"


def test_a_score_that_was_never_seen_has_the_share_of_the_one_below_it() -> None:
    table = shares([*seen("variant", 55, 2, 8), *seen("variant", 95, 9, 1)])
    assert table["variant", 0] == table["variant", 5] == table["variant", 8] < 0.5 < table["variant", 9]
