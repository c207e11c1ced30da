"""Notes after they are written: a new version in place of the one before, and back."""

from __future__ import annotations

from collections.abc import Callable

from tracker import store
from tracker.cite.links import links_in
from tracker.desk import clock
from tracker.desk.deciding import LONGEST_NOTE
from tracker.models import NotFoundError, TrackerError
from tracker.models.events import Event, EventKind, Note
from tracker.store import events, note_links


def versions(db: store.Database, note_id: int) -> list[Note]:
    """Return all versions of a note, the first one first; raises ``NotFoundError`` where there is no such note."""
    found = events.versions_of(db, note_id)
    if not found:
        raise NotFoundError(f"There is no note {note_id}.")
    return found


def edit(db: store.Database, note_id: int, markdown: str, *, who: str) -> int | None:
    """Write a new version of a note; the one before is kept. Return the event."""
    note = events.note(db, note_id)
    if note is None:
        raise NotFoundError(f"There is no note {note_id}.")
    if not events.note_stands(db, note_id):
        raise TrackerError("This version of the note was replaced or withdrawn; edit the one that stands.")
    markdown = markdown.replace("\r\n", "\n").strip()
    if not markdown:
        raise TrackerError("A note needs at least one word; to take it back, undo it in the history.")
    if len(markdown) > LONGEST_NOTE:
        raise TrackerError(f"A note has at most {LONGEST_NOTE:,} characters.")
    if markdown == note.markdown:
        return None
    with store.transaction(db):
        at = clock.now()
        noun, noun_id = note.noun, note.noun_id
        new_id = events.add_note(db, noun=noun, noun_id=noun_id, markdown=markdown, who=who, at=at, replaces=note_id)
        note_links.write(db, "note", new_id, links_in(markdown))
        return events.record(
            db, at=at, who=who, kind=EventKind.NOTE_EDITED, noun=noun, noun_id=noun_id,
            old={"note_id": note_id}, new={"note_id": new_id, "with": note_id},
        )  # fmt: skip


def _undo_edit(db: store.Database, event: Event) -> None:
    if not events.note_stands(db, event.new["note_id"]):
        raise TrackerError("The note was edited again since; undo the later version first.")
    events.set_note_withdrawn(db, event.new["note_id"], True)


UNDO: dict[EventKind, Callable[[store.Database, Event], None]] = {EventKind.NOTE_EDITED: _undo_edit}
"""How an edit is taken back."""
