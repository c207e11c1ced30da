"""Where a speaker stands on a thread's proposition, how that moved, and who stands together (pure)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations
from typing import Final

from tracker.models import RelationKind


class Stance(StrEnum):
    """What a statement is to the proposition that a thread's lead states."""

    HOLDS = "holds"
    OPPOSES = "opposes"
    FIGURE = "another figure"


class Ground(StrEnum):
    """What a stance rests on: the lead's own words, a match that a person confirmed, or one that is suggested."""

    OWN = "own words"
    CONFIRMED = "confirmed"
    SUGGESTED = "suggested"


class Between(StrEnum):
    """How two speakers stand to each other on one question."""

    TOGETHER = "together"
    AGAINST = "against"
    FIGURES = "other figures"


OF_RELATION: Final = {RelationKind.REVERSED: Stance.OPPOSES, RelationKind.REVISED: Stance.FIGURE}
"""The stance of a claim whose relation to the lead is one of these; every other member of a thread holds it."""


@dataclass(frozen=True, slots=True)
class Position:
    """Where one statement stands: its stance, what that rests on, why, and in which thread it stands."""

    stance: Stance
    ground: Ground
    reasons: tuple[str, ...]
    thread: int


def of_member(
    thread: int, kind: str | None, reasons: Iterable[str], decision: str | None, *, is_lead: bool
) -> Position:
    """Return where a member of a thread stands, by its relation to the lead (``kind`` is ``None`` where there is none).

    >>> of_member(1, "variant", ["the same said in other words"], None, is_lead=False).stance.value
    'holds'
    >>> of_member(1, "reversed", ["“not” on one side alone"], "confirmed", is_lead=False).stance.value
    'opposes'
    """
    if is_lead:
        return Position(Stance.HOLDS, Ground.OWN, ("these words lead the thread",), thread)
    if kind is None:
        return Position(Stance.HOLDS, Ground.CONFIRMED, ("joined to the thread by a person",), thread)
    stance = OF_RELATION.get(RelationKind(kind), Stance.HOLDS)
    return Position(stance, _ground(decision), tuple(reasons), thread)


def of_other_side(side: int, kind: str, reasons: Iterable[str], decision: str | None) -> Position:
    """Return where a claim of another thread stands that itself revises or reverses a claim of this one."""
    return Position(OF_RELATION[RelationKind(kind)], _ground(decision), tuple(reasons), side)


def by_way_of(side: Position, member: Position, lead: str) -> Position | None:
    """Return where a claim stands that says the same as ``lead``, which stands as ``side`` does.

    It rests on two matches, so it is as sure as the less sure of the two. ``None`` for a claim that does not hold what
    ``lead`` says: the opposite of an opposite is no proof of agreement.
    """
    if member.stance is not Stance.HOLDS:
        return None
    if member.ground is Ground.OWN:
        return side
    sure = Ground.SUGGESTED not in (side.ground, member.ground)
    ground = Ground.CONFIRMED if sure else Ground.SUGGESTED
    return Position(side.stance, ground, (f"says the same as “{lead}”", *side.reasons), side.thread)


def _ground(decision: str | None) -> Ground:
    return Ground.CONFIRMED if decision == "confirmed" else Ground.SUGGESTED


def between(one: Position, other: Position) -> Between:
    """Return how two positions on one question stand to each other.

    Two that both give another figure than the lead stand together only inside one thread: else their figures differ.
    """
    if Stance.FIGURE in (one.stance, other.stance):
        return Between.TOGETHER if one.thread == other.thread and one.stance is other.stance else Between.FIGURES
    return Between.TOGETHER if one.stance is other.stance else Between.AGAINST


@dataclass(frozen=True, slots=True)
class Agreement:
    """On how many questions two speakers stand together, against each other, or give different figures.

    ``suggested`` counts those of them that rest on a match nobody has confirmed.
    """

    one: int
    other: int
    together: int
    against: int
    figures: int
    suggested: int

    @property
    def shared(self) -> int:
        """On how many questions both have a statement."""
        return self.together + self.against + self.figures


def agreements(questions: Iterable[Mapping[int, Position]]) -> list[Agreement]:
    """Count for each pair of speakers how they stand to each other; those with most questions in common first.

    ``questions`` maps speakers to where they stand; a speaker without a statement is left out of that question.
    """
    counts: dict[tuple[int, int], dict[str, int]] = {}
    for positions in questions:
        for one, other in combinations(sorted(positions), 2):
            count = counts.setdefault((one, other), dict.fromkeys([*Between, "suggested"], 0))
            count[between(positions[one], positions[other])] += 1
            count["suggested"] += Ground.SUGGESTED in (positions[one].ground, positions[other].ground)
    found = [
        Agreement(
            one, other, count[Between.TOGETHER], count[Between.AGAINST], count[Between.FIGURES], count["suggested"]
        )
        for (one, other), count in counts.items()
    ]
    return sorted(found, key=lambda pair: (-pair.shared, -pair.against, pair.one, pair.other))
