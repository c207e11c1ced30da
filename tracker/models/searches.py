"""Saved searches and tokens of the API, as stored."""

from __future__ import annotations

from tracker.models.record import Record


class SavedSearch(Record, frozen=True):
    """A search as an address asks for it, under a name, with the last claim there was when somebody looked."""

    id: int
    name: str
    query: str
    seen_claim: int
    seen_at: str
    removed: int


class ApiToken(Record, frozen=True):
    """A token of a program that writes, without the token; ``ended_at`` is ``None`` while it is in force."""

    id: int
    holder: str
    made_at: str
    ended_at: str | None
