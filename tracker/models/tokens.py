"""Tokens of the API as stored."""

from __future__ import annotations

from tracker.models.record import Record


class ApiToken(Record, frozen=True):
    """A token of a program that writes, without the token; ``ended_at`` is ``None`` while it is in force."""

    id: int
    holder: str
    made_at: str
    ended_at: str | None
