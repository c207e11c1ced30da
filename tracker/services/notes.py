"""Notes once written: a new version in place of the one before, and what their links lead to."""

from __future__ import annotations

from collections.abc import Callable

from msgspec.structs import asdict

from tracker.cite.snippets import Linked, Resolve, links_in, stances, within_marks
from tracker.cite.sources import UNDATED, printed_date
from tracker.db import claims, documents, events, threads
from tracker.db.connection import in_transaction
from tracker.db.rows import Database
from tracker.models import NotFoundError, TrackerError
from tracker.models.events import Event, EventKind, Note
from tracker.models.threads import ThreadSummary
from tracker.models.topics import BrokenLink
from tracker.services import nouns
from tracker.services.decisions import LONGEST_NOTE


def versions(db: Database, note_id: int) -> list[Note]:
    """Return all versions of a note, the first one first; raises ``NotFoundError`` where there is no such note."""
    found = events.versions_of(db, note_id)
    if not found:
        raise NotFoundError(f"There is no note {note_id}.")
    return found


@in_transaction
def edit(db: Database, note_id: int, markdown: str, *, who: str) -> int | None:
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
    at = nouns.now()
    noun, noun_id = note.noun, note.noun_id
    new_id = events.add_note(db, noun=noun, noun_id=noun_id, markdown=markdown, who=who, at=at, replaces=note_id)
    events.write_links(db, "note", new_id, links_in(markdown))
    return events.record(
        db, at=at, who=who, kind=EventKind.NOTE_EDITED, noun=noun, noun_id=noun_id,
        old={"note_id": note_id}, new={"note_id": new_id, "with": note_id},
    )  # fmt: skip


def _undo_edit(db: Database, event: Event) -> None:
    if not events.note_stands(db, event.new["note_id"]):
        raise TrackerError("The note was edited again since; undo the later version first.")
    events.set_note_withdrawn(db, event.new["note_id"], True)


UNDO: dict[EventKind, Callable[[Database, Event], None]] = {EventKind.NOTE_EDITED: _undo_edit}
"""How an edit is taken back."""


Address = Callable[[str, int], str]
"""Gives the address of a claim's, thread's or document's page."""


def resolver(db: Database, address: Address) -> Resolve:
    """Return a function that finds what links lead to, each looked up once."""
    known: dict[tuple[str, int], Linked] = {}

    def resolve(noun: str, number: int) -> Linked:
        if (noun, number) not in known:
            known[noun, number] = SHOWN[noun](db, number, address)
        return known[noun, number]

    return resolve


class BrokenPlace(BrokenLink, frozen=True):
    """A broken link with where it stands and why it leads to nothing, in words."""

    where: str
    why: str


def broken_places(db: Database, *, limit: int = -1) -> list[BrokenPlace]:
    """Return the links of notes and descriptions that lead to nothing now."""
    found = []
    for link in events.broken_links(db, limit=limit):
        where = "the description of topic" if link.holder == "topic" else f"a note on {link.on_noun}"
        why = SHOWN[link.noun](db, link.noun_id, lambda *_: "").broken
        found.append(BrokenPlace(**asdict(link), where=f"{where} {link.on_id}", why=why))
    return found


def broken_links(db: Database) -> list[str]:
    """Return a sentence for each broken link."""
    return [f"There is a broken link in {place.where}: {place.why}" for place in broken_places(db)]


def _claim(db: Database, number: int, address: Address) -> Linked:
    row = claims.get(db, number)
    if row is None:
        return Linked("claim", number, broken=f"there is no claim {number}.")
    if not row.live:
        return Linked("claim", number, broken=f"claim {number} is no longer found in its document.")
    who = row.speaker or ("" if row.kind == "statistic" else "speaker not known")
    if row.stance != "asserts":
        who = _joined(who, stances()[row.stance].doing)
    place = _in_source(row.document_title or row.document, row.publisher, row.date)
    return Linked("claim", number, within_marks(row.text), _joined(who, place), address("claim", number))


def _thread(db: Database, number: int, address: Address) -> Linked:
    row = threads.get(db, number)
    if row is None:
        return Linked("thread", number, broken=f"there is no thread {number}.")
    if not row.claims:
        return Linked("thread", number, broken=f"no claim belongs to thread {number} now.")
    size = f"thread {number}: {row.claims} claims in {row.documents} documents"
    size = size.replace(" 1 claims", " 1 claim").replace(" 1 documents", " 1 document")
    told = None if row.stance == "asserts" else stances()[row.stance].label
    shown = _joined(told, size, _span(row))
    return Linked("thread", number, within_marks(row.lead), shown, address("thread", number))


def _document(db: Database, number: int, address: Address) -> Linked:
    row = documents.get(db, number)
    if row is None:
        return Linked("document", number, broken=f"there is no document {number}.")
    place = _in_source(row.heading, row.publisher, row.date)
    return Linked("document", number, "", place, address("document", number))


SHOWN: dict[str, Callable[[Database, int, Address], Linked]] = {
    "claim": _claim,
    "thread": _thread,
    "document": _document,
}
"""How each noun that can be linked to is shown."""


def _in_source(title: str, publisher: str | None, date: str | None) -> str:
    """Return title, publisher and date of a document, or of a claim in it, as a source is named."""
    return _joined(f"“{title}”", publisher, printed_date(date) if date else UNDATED)


def _span(thread: ThreadSummary) -> str:
    days = dict.fromkeys(day for day in (thread.first, thread.last) if day)
    return " to ".join(map(printed_date, days)) or UNDATED


def _joined(*parts: str | None) -> str:
    return ", ".join(part for part in parts if part)
