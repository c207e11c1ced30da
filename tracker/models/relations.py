"""Relations between two claims as stored, with people's decisions on the pairs."""

from __future__ import annotations

from typing import Literal, NamedTuple

from tracker.models import RelationKind
from tracker.models.record import Record

Decision = Literal["confirmed", "refused"]
ConfirmedAs = Literal["revised", "reversed", "same"]
Offsets = tuple[int, int]


class StoredRelation(Record, frozen=True):
    """What two claims are to each other, and what a person decided.

    ``differences`` are pairs of spans into the texts of ``a`` and of ``b``.
    """

    a: int
    b: int
    kind: RelationKind
    score: float
    reasons: tuple[str, ...]
    differences: tuple[tuple[Offsets, Offsets], ...]
    rules: str
    decision: Decision | None
    confirmed_as: ConfirmedAs | None
    decided_by: str | None
    decided_at: str | None


class OpposingRelation(Record, frozen=True):
    """A relation between a claim of a thread (``inside``) and another one."""

    a: int
    b: int
    kind: RelationKind
    score: float
    reasons: tuple[str, ...]
    differences: tuple[tuple[Offsets, Offsets], ...]
    rules: str
    waits: int
    inside: int
    outside: int
    decision: Decision | None
    decided_by: str | None
    decided_at: str | None


class PairRelation(Record, frozen=True):
    """What two claims are to each other, as a person confirmed it, else as the program found it."""

    a: int
    b: int
    kind: RelationKind
    score: float
    reasons: tuple[str, ...]
    decision: Decision | None


class OpposedPair(Record, frozen=True):
    """A pair by which a thread is revised or reversed: ``far`` stands in the thread ``side``, ``near`` in this one."""

    thread_id: int
    near: int
    far: int
    side: int
    of_leads: int
    kind: RelationKind
    score: float
    reasons: tuple[str, ...]
    decision: Decision | None


class RelationBetween(Record, frozen=True):
    """A relation from a claim of one document to one of another."""

    near: int
    far: int
    kind: RelationKind


class RelationCounts(NamedTuple):
    """How many matches a claim has, and to how many others it is merely related."""

    matches: int
    related: int


class DecisionCounts(NamedTuple):
    """On how many pairs nobody has decided, and on how many somebody has."""

    suggested: int
    decided: int
