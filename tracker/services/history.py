"""Events in words and as rows for other programs: one place for the page, the JSON and the CSV."""

from __future__ import annotations

from functools import cache
from typing import Any, Final

from tracker import models
from tracker.db import events
from tracker.db.rows import Database
from tracker.models import Listed, NotFoundError
from tracker.models.events import Event, EventKind
from tracker.text.lexicon import rows


@cache
def _sentences() -> dict[EventKind, str]:
    return {EventKind(kind): sentence for kind, sentence in rows("services", "event_kinds.tsv")}


def sentence_of(kind: EventKind) -> str:
    """Return what somebody did, as a sentence goes on after the name.

    >>> sentence_of(EventKind.MATCH_REFUSED)
    'refused a match'
    """
    return _sentences()[kind]


def sentence(event: Event) -> str:
    """Return what was done in an event; of one that takes another back, what that one did.

    >>> event = Event(id=2, at="", who="", kind=EventKind.DECISION_UNDONE, noun="claim", noun_id=1,
    ...               undid=EventKind.MATCH_REFUSED)
    >>> sentence(event)
    'undid: refused a match'
    """
    if event.kind is EventKind.UNKNOWN:
        return str(event.new.get("sentence", ""))
    return sentence_of(event.kind).format(sentence_of(event.undid) if event.undid else "")


COLUMNS: Final = ("id", "at", "who", "what", "noun", "noun_id", "old", "new", "undoes", "undone_by", "kind")
"""What an event leaves with, in order."""


def row(event: Event) -> dict[str, Any]:
    """Return an event as it leaves in JSON and CSV: its sentence as ``what``, its kind at the end."""
    old, new = dict(event.old), dict(event.new)
    cells = (event.id, event.at, event.who, sentence(event), event.noun, event.noun_id, old, new, event.undoes,
             event.undone_by, event.kind.value)  # fmt: skip
    return dict(zip(COLUMNS, cells, strict=True))


def plain(value: object) -> dict[str, Any]:
    """Return a record as a JSON encoder can write it (its ``default``): an event with its sentence."""
    return row(value) if isinstance(value, Event) else models.plain(value)


def newest_first(db: Database) -> Listed[Event]:
    """Return every event, the newest first."""

    def rows(*, limit: int, offset: int) -> list[Event]:
        return events.latest(db, limit, offset)

    return Listed(events.count(db), rows)


def listed(db: Database) -> Listed[dict[str, Any]]:
    """Return every event as it leaves, the oldest first."""

    def rows(*, limit: int = -1, offset: int = 0) -> list[dict[str, Any]]:
        return [*map(row, events.every(db, limit=limit, offset=offset))]

    return Listed(events.count(db), rows)


def about(db: Database, noun: str, noun_id: int) -> list[Event]:
    """Return the events of one thing, the newest first."""
    return events.about(db, noun, noun_id)


def event(db: Database, event_id: int) -> Event:
    """Return one event, or raise ``NotFoundError``."""
    found = events.get(db, event_id)
    if found is None:
        raise NotFoundError(f"There is no event {event_id}.")
    return found
