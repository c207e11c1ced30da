"""The reading list of a topic: adding, remarking, ordering and taking off; one transaction and one event each."""

from __future__ import annotations

import re
from collections.abc import Callable

from tracker.db import events, topics
from tracker.db.connection import in_transaction
from tracker.db.rows import Database
from tracker.models import NotFoundError, TrackerError
from tracker.models.events import Event, EventKind
from tracker.models.topics import ReadingEntry
from tracker.services import nouns
from tracker.services.nouns import need
from tracker.services.topics import standing

LONGEST_REMARK = 2_000
"""Characters: why to read it, in a few sentences."""
LONGEST_TITLE = 300
"""Characters of an outside link's title."""
LONGEST_ADDRESS = 2_000
"""Characters; browsers take little more."""
WEB_ADDRESS = re.compile(r"https?://[^\s/]+\.?[^\s]*", re.IGNORECASE)


@in_transaction
def add(
    db: Database,
    topic_id: int,
    *,
    document_id: int | None = None,
    url: str | None = None,
    title: str = "",
    remark: str = "",
    who: str,
) -> int | None:
    """Put a stored document or an outside link at the end of a topic's list; return the event."""
    standing(db, topic_id)
    url, title, remark = (url or "").strip() or None, " ".join(title.split()), _checked_remark(remark)
    if (document_id is None) == (url is None):
        raise TrackerError("A reading is a stored document or a web address, one of the two.")
    if document_id is not None:
        document = need(db, "document", document_id)
        title = document.title or document.name
    elif url is not None and (not WEB_ADDRESS.fullmatch(url) or len(url) > LONGEST_ADDRESS):
        raise TrackerError(f"“{url[:80]}” is no web address; it begins with https:// or http://.")
    if len(title) > LONGEST_TITLE:
        raise TrackerError(f"A title has at most {LONGEST_TITLE} characters.")
    if topics.find_reading(db, topic_id, document_id, url) is not None:
        return None
    own = None if document_id is not None else title or None
    reading_id = topics.add_reading(db, topic_id, document_id=document_id, url=url, title=own, remark=remark)
    return events.record(
        db, at=nouns.now(), who=who, kind=EventKind.READING_ADDED, noun="topic", noun_id=topic_id,
        new={"with": reading_id, "title": title or url},
    )  # fmt: skip


def _checked_remark(remark: str) -> str:
    remark = remark.replace("\r\n", "\n").strip()
    if len(remark) > LONGEST_REMARK:
        raise TrackerError(f"A remark has at most {LONGEST_REMARK:,} characters.")
    return remark


def _need_reading(db: Database, topic_id: int, reading_id: int) -> ReadingEntry:
    row = topics.reading_entry(db, reading_id)
    if row is None or row.topic_id != topic_id or row.removed:
        raise NotFoundError(f"There is no entry {reading_id} on the reading list of topic {topic_id}.")
    return row


def remark_of(db: Database, reading_id: int) -> str:
    """Return the remark beside an entry of a reading list; raises ``NotFoundError`` where there is none."""
    row = topics.reading_entry(db, reading_id)
    if row is None or row.removed:
        raise NotFoundError(f"There is no entry {reading_id} on a reading list.")
    return row.remark


@in_transaction
def remark(db: Database, topic_id: int, reading_id: int, text: str, *, who: str) -> int | None:
    """Write the remark beside an entry; return the event."""
    row, text = _need_reading(db, topic_id, reading_id), _checked_remark(text)
    if text == row.remark:
        return None
    topics.set_reading_remark(db, reading_id, text)
    return events.record(
        db, at=nouns.now(), who=who, kind=EventKind.READING_REMARKED, noun="topic", noun_id=topic_id,
        old={"remark": row.remark}, new={"with": reading_id, "remark": text, "title": row.heading},
    )  # fmt: skip


@in_transaction
def move(db: Database, topic_id: int, reading_id: int, by: int, *, who: str) -> int | None:
    """Move an entry up (-1) or down (1); at the end of the list nothing changes. Return the event."""
    row = _need_reading(db, topic_id, reading_id)
    before = [entry.id for entry in topics.reading_list(db, topic_id)]
    after = [entry for entry in before if entry != reading_id]
    after.insert(max(0, min(len(after), before.index(reading_id) + by)), reading_id)
    if after == before:
        return None
    topics.reorder_readings(db, after)
    return events.record(
        db, at=nouns.now(), who=who, kind=EventKind.READING_MOVED, noun="topic", noun_id=topic_id,
        old={"order": before}, new={"order": after, "title": row.heading},
    )  # fmt: skip


@in_transaction
def remove(db: Database, topic_id: int, reading_id: int, *, who: str) -> int:
    """Take an entry off its list; return the event."""
    row = _need_reading(db, topic_id, reading_id)
    topics.remove_reading(db, reading_id, True)
    return events.record(
        db, at=nouns.now(), who=who, kind=EventKind.READING_REMOVED, noun="topic", noun_id=topic_id,
        old={"title": row.heading}, new={"with": reading_id},
    )  # fmt: skip


def _undo_add(db: Database, event: Event) -> None:
    topics.remove_reading(db, event.new["with"], True)


def _undo_remark(db: Database, event: Event) -> None:
    topics.set_reading_remark(db, event.new["with"], event.old["remark"])


def _undo_move(db: Database, event: Event) -> None:
    topics.reorder_readings(db, event.old["order"])


def _undo_remove(db: Database, event: Event) -> None:
    topics.remove_reading(db, event.new["with"], False)


UNDO: dict[EventKind, Callable[[Database, Event], None]] = {
    EventKind.READING_ADDED: _undo_add,
    EventKind.READING_REMARKED: _undo_remark,
    EventKind.READING_MOVED: _undo_move,
    EventKind.READING_REMOVED: _undo_remove,
}
"""How each of these is taken back."""
