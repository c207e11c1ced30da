"""What waits for a person, as stored."""

from __future__ import annotations

from tracker.models import RelationKind
from tracker.models.record import Record


class UnsureAttribution(Record, frozen=True):
    """A claim whose attribution is unsure, with the rules that made it and why."""

    id: int
    confidence: float
    why: str
    rule: str
    speaker_rule: str


class Decided(Record, frozen=True):
    """How many suggestions of one kind and whole score people confirmed and refused."""

    kind: RelationKind
    score: int
    confirmed: int
    refused: int
