"""What notes and the descriptions of topics link to, as stored."""

from __future__ import annotations

from tracker.models.record import Record


class NoteLink(Record, frozen=True):
    """What a link leads to: a noun and its number."""

    noun: str
    noun_id: int


class BrokenLink(Record, frozen=True):
    """A link that leads to nothing now; ``on_noun`` and ``on_id`` are what the note that holds it is about."""

    holder: str
    holder_id: int
    noun: str
    noun_id: int
    on_noun: str
    on_id: int


class LinkedFrom(Record, frozen=True):
    """Where something is linked from; ``note_id`` is ``None`` for a topic's description."""

    on_noun: str
    on_id: int
    note_id: int | None
