"""The reading list of a topic: documents and outside links in an order that a person sets."""

from __future__ import annotations

from collections.abc import Sequence

from tracker.db.rows import Database, first, insert, number, select, update
from tracker.models.topics import ReadingEntry

LISTED = """
    SELECT r.id, r.topic_id, r.document_id, r.url, r.title, r.remark, r.place, r.removed,
           d.name AS document, d.title AS document_title, d.publisher, d.byline, d.url AS document_url,
           coalesce(d.picked_date, d.date_value) AS date
    FROM readings r LEFT JOIN documents d ON d.id = r.document_id
"""


def of(db: Database, topic_id: int) -> list[ReadingEntry]:
    """Return the entries of a topic's reading list in their order."""
    sql = LISTED + "WHERE r.topic_id = ? AND NOT r.removed ORDER BY r.place, r.id"
    return select(db, sql, [topic_id], ReadingEntry)


def get(db: Database, reading_id: int) -> ReadingEntry | None:
    """Return one entry, or ``None``; also one that was taken off its list."""
    return first(db, LISTED + "WHERE r.id = ?", [reading_id], ReadingEntry)


def find(db: Database, topic_id: int, document_id: int | None, url: str | None) -> ReadingEntry | None:
    """Return the entry of a document or address on a topic's list, if it stands."""
    sql = LISTED + "WHERE r.topic_id = ? AND NOT r.removed AND r.document_id IS ? AND r.url IS ?"
    return first(db, sql, [topic_id, document_id, url], ReadingEntry)


def add(
    db: Database, topic_id: int, *, document_id: int | None, url: str | None, title: str | None, remark: str
) -> int:
    """Put an entry at the end of a topic's list; return its id."""
    last = number(db, "SELECT max(place) FROM readings WHERE topic_id = ?", [topic_id])
    values = {"topic_id": topic_id, "document_id": document_id, "url": url, "title": title, "remark": remark}
    return insert(db, "readings", values | {"place": last + 1})


def remark(db: Database, reading_id: int, text: str) -> None:
    """Write the remark beside an entry."""
    update(db, "readings", reading_id, {"remark": text})


def remove(db: Database, reading_id: int, removed: bool) -> None:
    """Take an entry off its list, or put it back in its place."""
    update(db, "readings", reading_id, {"removed": int(removed)})


def reorder(db: Database, reading_ids: Sequence[int]) -> None:
    """Number entries in the order given."""
    for place, reading_id in enumerate(reading_ids, 1):
        update(db, "readings", reading_id, {"place": place})
