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


def test_few_right_ones_say_less_than_many() -> None:
    few, many = shares(seen("variant", 95, 2, 0)), shares(seen("variant", 95, 20, 0))
    assert few["variant", 9] == pytest.approx(3 / 4)
    assert many["variant", 9] == pytest.approx(21 / 22)


def test_what_words_decide_is_as_sure_at_every_score() -> None:
    table = shares([*seen("excerpt", 95, 2, 0), *seen("excerpt", 35, 0, 1)])
    assert {table["excerpt", tenth] for tenth in TENTHS} == {3 / 5}


def test_a_score_lower_than_any_that_was_seen_is_unsure() -> None:
    table = shares(seen("reversed", 65, 9, 0))
    assert table["reversed", 5] < 0.5 < table["reversed", 6] == table["reversed", 9]


def test_a_table_is_judged_on_what_it_was_not_learnt_from() -> None:
    table = shares([*seen("reversed", 95, 9, 1), *seen("reversed", 5, 0, 10)])
    assert held(table, [*seen("reversed", 92, 1, 1), *seen("reversed", 1, 0, 3)]) == "sure 1/2 .50, unsure 0/3 .00"


def test_a_score_that_was_never_seen_has_the_share_of_the_one_below_it() -> None:
    table = shares([*seen("variant", 55, 2, 8), *seen("variant", 95, 9, 1)])
    assert table["variant", 5] == table["variant", 8] < 0.5 < table["variant", 9]
