"""Where a statement stands on a thread's proposition, and who stands together."""

from __future__ import annotations

import pytest

from tracker.matching.threads import Attitude, Between, Ground, Position, agreements, between, by_way_of, of_member

HOLDS, OPPOSES, FIGURE = Attitude.HOLDS, Attitude.OPPOSES, Attitude.FIGURE
OWN, SURE, MAYBE = Ground.OWN, Ground.CONFIRMED, Ground.SUGGESTED


def at(attitude: Attitude, ground: Ground = SURE, thread: int = 1) -> Position:
    return Position(attitude, ground, (), thread)


# relation to the lead, decision on it, whether the claim is the lead, where it stands and on what ground
MEMBERS = [
    (None, None, True, HOLDS, OWN),
    ("repeat", None, False, HOLDS, MAYBE),
    ("variant", "confirmed", False, HOLDS, SURE),
    ("spliced", None, False, HOLDS, MAYBE),
    ("reversed", "confirmed", False, OPPOSES, SURE),
    ("revised", "confirmed", False, FIGURE, SURE),
    (None, None, False, HOLDS, SURE),
]


@pytest.mark.parametrize(("kind", "decision", "is_lead", "attitude", "ground"), MEMBERS)
def test_a_member_stands_as_its_relation_to_the_lead_says(
    kind: str | None, decision: str | None, is_lead: bool, attitude: Attitude, ground: Ground
) -> None:
    found = of_member(1, kind, ["a reason"], decision, is_lead=is_lead)
    assert (found.attitude, found.ground) == (attitude, ground)
    assert found.reasons


# the other side's lead, a member of that side, where the member stands
BY_WAY = [
    (at(OPPOSES, SURE), at(HOLDS, SURE), (OPPOSES, SURE)),
    (at(OPPOSES, SURE), at(HOLDS, MAYBE), (OPPOSES, MAYBE)),
    (at(OPPOSES, MAYBE), at(HOLDS, SURE), (OPPOSES, MAYBE)),
    (at(FIGURE, SURE), at(HOLDS, OWN), (FIGURE, SURE)),
]


@pytest.mark.parametrize(("side", "member", "expected"), BY_WAY)
def test_a_member_of_the_other_side_is_as_sure_as_the_less_sure_of_two_matches(
    side: Position, member: Position, expected: tuple[Attitude, Ground]
) -> None:
    found = by_way_of(side, member, "the lead")
    assert found is not None
    assert (found.attitude, found.ground) == expected


def test_the_opposite_of_an_opposite_is_not_taken_for_agreement() -> None:
    assert by_way_of(at(OPPOSES), at(OPPOSES), "the lead") is None


STANDING = [
    (at(HOLDS), at(HOLDS), Between.TOGETHER),
    (at(OPPOSES, thread=2), at(OPPOSES, thread=3), Between.TOGETHER),
    (at(HOLDS), at(OPPOSES, thread=2), Between.AGAINST),
    (at(HOLDS), at(FIGURE, thread=2), Between.FIGURES),
    (at(FIGURE, thread=2), at(FIGURE, thread=2), Between.TOGETHER),
    (at(FIGURE, thread=2), at(FIGURE, thread=3), Between.FIGURES),
    (at(OPPOSES, thread=2), at(FIGURE, thread=3), Between.FIGURES),
]


@pytest.mark.parametrize(("one", "other", "expected"), STANDING)
def test_two_positions_on_one_question_stand_to_each_other_alike_both_ways(
    one: Position, other: Position, expected: Between
) -> None:
    assert between(one, other) is expected
    assert between(other, one) is expected


def test_agreement_is_counted_where_both_speak_and_suggestions_apart() -> None:
    questions = [
        {1: at(HOLDS), 2: at(HOLDS)},
        {1: at(HOLDS), 2: at(OPPOSES, MAYBE)},
        {1: at(HOLDS), 3: at(FIGURE, thread=2)},
        {2: at(HOLDS)},
    ]
    found = agreements(questions)
    assert [(pair.one, pair.other, pair.shared) for pair in found] == [(1, 2, 2), (1, 3, 1)]
    assert (found[0].together, found[0].against, found[0].suggested) == (1, 1, 1)
    assert (found[1].figures, found[1].suggested) == (1, 0)
