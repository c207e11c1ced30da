"""Taking one recorded decision back, whichever module of the desk made it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from tracker import store
from tracker.desk import (
    clock,
    deciding,
    hand_made,
    judging,
    noting,
    reading_list,
    saved_searches,
    scales,
    topics,
    verdicts,
)
from tracker.models import NotFoundError, TrackerError
from tracker.store import events
from tracker.store.rows import Row

UNDO: Mapping[str, Callable[[Any, Row], None]] = {
    **deciding.UNDO,
    **hand_made.UNDO,
    **judging.UNDO,
    **noting.UNDO,
    **reading_list.UNDO,
    **saved_searches.UNDO,
    **scales.UNDO,
    **topics.UNDO,
    **verdicts.UNDO,
}
"""How each decision is taken back, by what its event says was done."""


def undo(db: store.Database, event_id: int, *, who: str) -> int:
    """Take one decision back; return the event that records it.

    Raises ``TrackerError`` for what cannot be undone, was undone already, or has been decided anew since.
    """
    event = events.get(db, event_id)
    if event is None:
        raise NotFoundError(f"There is no event {event_id}.")
    if event["what"] not in UNDO:
        raise TrackerError(f"“{event['what']}” cannot be undone.")
    if event["undone_by"] is not None:
        raise TrackerError("This was undone already.")
    later = events.later_of_same_kind(db, event)
    if later is not None and event["what"] != "added a note" and _same_subject(event, later):
        raise TrackerError("This was decided anew since; undo the later decision first.")
    with store.transaction(db):
        UNDO[event["what"]](db, event)
        return events.record(
            db, at=clock.now(), who=who, what=f"undid: {event['what']}", noun=event["noun"], noun_id=event["noun_id"],
            old=event["new"], new=event["old"], undoes=event_id,
        )  # fmt: skip


def _same_subject(event: Row, later: Row) -> bool:
    """Whether a later event of the same claim concerns the same pair."""
    return bool(event["new"].get("with") == later["new"].get("with"))
