"""What people decided of the program's suggestions."""

from __future__ import annotations

from tracker.models import RelationKind
from tracker.models.record import Record


class Decided(Record, frozen=True):
    """How many suggestions of one kind and whole score people confirmed and refused."""

    kind: RelationKind
    score: int
    confirmed: int
    refused: int
