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

ANSWERS = (
    {"confirmed a match", "refused a match"},
    {"added to a topic", "removed from a topic"},
    {"added a reading", "took off a reading"},
    {"saved a search", "removed a search"},
    {"added a scale", "withdrew a scale"},
    {"recorded a verdict", "revised a verdict", "withdrew a verdict"},
)
"""Decisions that answer one question: to take an earlier one back would undo a later one with it."""


def undo(db: store.Database, event_id: int, *, who: str) -> int:
    """Take one decision back; return the event that records it.

    Raises ``TrackerError`` for what cannot be undone, was undone already, or has been decided anew since.
    """
    event = events.get(db, event_id)
    if event is None:
        raise NotFoundError(f"There is no event {event_id}.")
    if event["what"] not in UNDO:
        raise TrackerError(f"An event “{event['what']}” cannot be undone; decisions can.")
    if event["undone_by"] is not None:
        raise TrackerError("This was undone already.")
    kinds = {event["what"]}.union(*(answers for answers in ANSWERS if event["what"] in answers))
    if any(_subject(later) == _subject(event) for later in events.later_of_kinds(db, event, kinds)):
        raise TrackerError("This was decided anew since; undo the later decision first.")
    with store.transaction(db):
        UNDO[event["what"]](db, event)
        return events.record(
            db, at=clock.now(), who=who, what=f"undid: {event['what']}", noun=event["noun"], noun_id=event["noun_id"],
            old=event["new"], new=event["old"], undoes=event_id,
        )  # fmt: skip


def _subject(event: Row) -> object:
    """Return what a decision on a row concerns beside the row: the other claim of a pair, a topic or a note."""
    return event["new"].get("with", event["new"].get("note_id"))
