"""What is known by its number and its name."""

from __future__ import annotations

from tracker.models.record import Record


class Name(Record, frozen=True):
    """The number and the name of a speaker or a topic."""

    id: int
    name: str
