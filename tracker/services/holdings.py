"""What people do with documents that are held: enter what each is called; delete, restore and erase it.

What was entered, title, publisher, author, date and address, stands above what the reader found, which is kept beside
it; each is one event and can be undone. A list (``sources.csv``) only fills what nobody has entered by hand. Into the
trash and out are decisions, which can be undone. Erasing is the one deed that cannot: words and bytes are gone from the
file of the database, and the history keeps that something was done, not what."""

from __future__ import annotations

from collections.abc import Callable

from tracker.check.places import document_keys
from tracker.cite.notes import links_in
from tracker.db import claims, documents, events, indexes, measures, threads, trash
from tracker.db.connection import in_transaction
from tracker.db.rows import Columns, Database
from tracker.models import NotFoundError, TrackerError
from tracker.models.documents import Deleted
from tracker.models.events import Event, EventKind
from tracker.services import copies, nouns
from tracker.services.linking import link_claims, refresh_threads
from tracker.services.nouns import need
from tracker.services.retrieval import reindex


def deleted(db: Database) -> list[Deleted]:
    """Return the documents in the trash, the last deleted first."""
    return trash.every(db)


def need_deleted(db: Database, document_id: int) -> Deleted:
    """Return a document in the trash, or raise ``NotFoundError``."""
    found = trash.get(db, document_id)
    if found is None:
        raise NotFoundError(f"There is no document {document_id} in the trash.")
    return found


@in_transaction
def delete(db: Database, document_id: int, *, who: str) -> int:
    """Put a document with its claims, notes, matches and verdicts into the trash; return the event."""
    document = need(db, "document", document_id)
    _delete(db, document_id, who=who)
    return events.record(
        db, at=nouns.now(), who=who, kind=EventKind.DOCUMENT_DELETED, noun="document", noun_id=document_id,
        old={"deleted": 0, "name": document.name}, new={"deleted": 1, "name": document.name},
    )  # fmt: skip


def _delete(db: Database, document_id: int, *, who: str) -> None:
    every_claim = claims.ids_in(db, document_id)
    live = {row.id: row.text for row in claims.several(db, every_claim) if row.live}
    rows = trash.rows_of(db, document_id, every_claim)
    for claim_id in live:
        for thread_id in claims.led_by_choice(db, claim_id):
            threads.pick_lead(db, thread_id, claim_id, picked=False)
    claims.let_all_go(db, document_id)
    reindex(db, [], live)
    link_claims(db, [], live)
    indexes.remove_words(db, document_id, document_keys(documents.text_of(db, document_id)))
    trash.put(db, document_id, rows, every_claim, who=who, at=nouns.now())


@in_transaction
def restore(db: Database, document_id: int, *, who: str) -> int:
    """Take a document out of the trash, with all that went with it, under the numbers it had; return the event."""
    deleted = need_deleted(db, document_id)
    _restore(db, document_id)
    return events.record(
        db, at=nouns.now(), who=who, kind=EventKind.DOCUMENT_RESTORED, noun="document", noun_id=document_id,
        old={"deleted": 1, "name": deleted.name}, new={"deleted": 0, "name": deleted.name},
    )  # fmt: skip


def _restore(db: Database, document_id: int) -> None:
    rows = trash.take_out(db, document_id)
    live = [row.id for row in claims.several(db, [row["id"] for row in rows["claims"]]) if row.live]
    measures.refresh_claims(db, live)
    reindex(db, live)
    link_claims(db, live, {})
    for row in rows["threads"]:
        _lead_as_before(db, row)
    refresh_threads(db, live)
    for row in rows["notes"]:
        events.write_links(db, "note", row["id"], links_in(row["markdown"]))
    indexes.add_words(db, [(document_id, document_keys(documents.text_of(db, document_id)))])
    copies.renew(db, document_id)


def _lead_as_before(db: Database, row: Columns) -> None:
    """Let a thread be led and named as when the document went, unless a person has picked another lead since."""
    thread, members = threads.get(db, row["id"]), threads.members(db, row["id"])
    if thread is None or thread.lead_picked:
        return
    picked = bool(row["lead_picked"]) and row["lead_id"] in members
    if picked or row["title_id"] in members:
        lead = row["lead_id"] if picked else thread.lead_id
        title = row["title_id"] if row["title_id"] in members else None
        threads.pick_lead(db, row["id"], lead, picked=picked, title_id=title)


def erase(db: Database, document_id: int, typed: str, *, who: str) -> int:
    """Erase a document for good, from the trash or from the lists, once its name was ``typed``; return the event.

    Its words, its bytes and what the history says of it leave the file of the database; backups hold them still.
    """
    event = _erase(db, document_id, typed, who=who)
    trash.scrub(db)
    return event


@in_transaction
def _erase(db: Database, document_id: int, typed: str, *, who: str) -> int:
    deleted = trash.get(db, document_id)
    name = deleted.name if deleted is not None else need(db, "document", document_id).name
    if " ".join(typed.split()) != " ".join(name.split()):
        raise TrackerError(f"To erase document {document_id} for good its name must be typed exactly; it is “{name}”.")
    if deleted is None:
        _delete(db, document_id, who=who)
    told = trash.forget(db, document_id)
    return events.record(
        db, at=nouns.now(), who=who, kind=EventKind.DOCUMENT_ERASED, noun="document", noun_id=document_id,
        new={"events": told},
    )  # fmt: skip


def _undo_added(db: Database, event: Event) -> None:
    need(db, "document", event.noun_id)
    _delete(db, event.noun_id, who=event.who)


def _undo_deleted(db: Database, event: Event) -> None:
    need_deleted(db, event.noun_id)
    _restore(db, event.noun_id)


UNDO: dict[EventKind, Callable[[Database, Event], None]] = {
    EventKind.DOCUMENT_ADDED: _undo_added,
    EventKind.DOCUMENT_DELETED: _undo_deleted,
    EventKind.DOCUMENT_RESTORED: _undo_added,
}
"""How taking in, deleting and restoring are taken back."""
