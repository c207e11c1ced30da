"""Taking one recorded decision back, whichever module of the desk made it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from tracker import store
from tracker.desk import (
    clock,
    deciding,
    hand_made,
    history,
    judging,
    noting,
    reading_list,
    saved_searches,
    scales,
    topics,
    verdicts,
)
from tracker.models import NotFoundError, TrackerError
from tracker.models.events import Event, EventKind
from tracker.store import events

UNDO: Mapping[EventKind, Callable[[store.Database, Event], None]] = {
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
"""How each kind of decision is taken back."""

ANSWERS: Sequence[frozenset[EventKind]] = (
    frozenset({EventKind.MATCH_CONFIRMED, EventKind.MATCH_REFUSED}),
    frozenset({EventKind.TAG_ADDED, EventKind.TAG_REMOVED}),
    frozenset({EventKind.READING_ADDED, EventKind.READING_REMOVED}),
    frozenset({EventKind.SEARCH_SAVED, EventKind.SEARCH_REMOVED}),
    frozenset({EventKind.SCALE_ADDED, EventKind.SCALE_WITHDRAWN}),
    frozenset({EventKind.VERDICT_RECORDED, EventKind.VERDICT_REVISED, EventKind.VERDICT_WITHDRAWN}),
)
"""Decisions that answer one question: to take an earlier one back would undo a later one with it."""


def undo(db: store.Database, event_id: int, *, who: str) -> int:
    """Take one decision back; return the event that records it.

    Raises ``TrackerError`` for what cannot be undone, was undone already, or has been decided anew since.
    """
    event = events.get(db, event_id)
    if event is None:
        raise NotFoundError(f"There is no event {event_id}.")
    if event.kind not in UNDO:
        raise TrackerError(f"An event “{history.sentence(event)}” cannot be undone; decisions can.")
    if event.undone_by is not None:
        raise TrackerError("This was undone already.")
    kinds = {event.kind}.union(*(answers for answers in ANSWERS if event.kind in answers))
    if any(_subject(later) == _subject(event) for later in events.later_of_kinds(db, event, kinds)):
        raise TrackerError("This was decided anew since; undo the later decision first.")
    with store.transaction(db):
        UNDO[event.kind](db, event)
        return events.record(
            db, at=clock.now(), who=who, kind=EventKind.DECISION_UNDONE, noun=event.noun, noun_id=event.noun_id,
            old=event.new, new=event.old, undoes=event_id,
        )  # fmt: skip


def can_undo(event: Event) -> bool:
    """Whether an event is a decision that still stands."""
    return event.kind in UNDO and event.undone_by is None


def _subject(event: Event) -> object:
    """Return what a decision on a row concerns beside the row: the other claim of a pair, a topic or a note."""
    return event.new.get("with", event.new.get("note_id"))
