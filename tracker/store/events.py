"""The append-only record of changes, and people's notes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlite_utils import Database

from tracker.store.rows import Row, first, insert, select, to_json, update

LISTED = """
    SELECT e.*, u.id AS undone_by FROM events e LEFT JOIN events u ON u.undoes = e.id
"""


def record(
    db: Database,
    *,
    at: str,
    who: str,
    what: str,
    noun: str,
    noun_id: int,
    old: Mapping[str, Any] | None = None,
    new: Mapping[str, Any] | None = None,
    undoes: int | None = None,
) -> int:
    """Append one event and return its id."""
    return insert(
        db,
        "events",
        {
            "at": at,
            "who": who,
            "what": what,
            "noun": noun,
            "noun_id": noun_id,
            "old": to_json(old or {}),
            "new": to_json(new or {}),
            "undoes": undoes,
        },
    )


def get(db: Database, event_id: int) -> Row | None:
    """Return one event with the id of the event that undid it, or ``None``."""
    return first(db, LISTED + "WHERE e.id = ?", [event_id])


def latest(db: Database, limit: int) -> list[Row]:
    """Return the newest events first."""
    return select(db, LISTED + "ORDER BY e.id DESC LIMIT ?", [limit])


def every(db: Database) -> list[Row]:
    """Return all events in the order they happened."""
    return select(db, LISTED + "ORDER BY e.id")


def about(db: Database, noun: str, noun_id: int) -> list[Row]:
    """Return the events of one document, claim, pair, speaker or thread, newest first."""
    return select(db, LISTED + "WHERE e.noun = ? AND e.noun_id = ? ORDER BY e.id DESC", [noun, noun_id])


def later_of_same_kind(db: Database, event: Row) -> Row | None:
    """Return a later event that changed the same thing and still stands; it has to be undone first."""
    return first(
        db,
        LISTED
        + "WHERE e.id > ? AND e.noun = ? AND e.noun_id = ? AND e.what = ? AND u.id IS NULL AND e.undoes IS NULL"
        + " ORDER BY e.id DESC",
        [event["id"], event["noun"], event["noun_id"], event["what"]],
    )


def add_note(db: Database, *, noun: str, noun_id: int, markdown: str, who: str, at: str) -> int:
    """Store a Markdown note and return its id."""
    return insert(db, "notes", {"noun": noun, "noun_id": noun_id, "markdown": markdown, "who": who, "at": at})


def set_note_withdrawn(db: Database, note_id: int, withdrawn: bool) -> None:
    """Withdraw a note, or bring it back; its words are kept."""
    update(db, "notes", note_id, {"withdrawn": int(withdrawn)})


def notes_about(db: Database, noun: str, noun_id: int) -> list[Row]:
    """Return the notes that stand, oldest first."""
    return select(
        db,
        "SELECT * FROM notes WHERE noun = ? AND noun_id = ? AND NOT withdrawn ORDER BY id",
        [noun, noun_id],
    )
