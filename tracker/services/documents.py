"""Documents: what is shown of one, whole or in part; what each is called, as people enter it; delete, restore, erase.

What was entered, title, publisher, author, date and address, stands above what the reader found, which is kept beside
it; each is one event and can be undone. A list (``sources.csv``) only fills what nobody has entered by hand. Into the
trash and out are decisions, which can be undone. Erasing is the one deed that cannot: words and bytes are gone from the
file of the database, and the history keeps that something was done, not what."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache, partial
from pathlib import Path
from typing import Final

from msgspec.structs import asdict

from tracker.check.places import document_keys
from tracker.cite.anchors import address_of_words
from tracker.cite.snippets import links_in
from tracker.cite.sources import page_at, printed_date
from tracker.db import claims, documents, events, figures, indexes, relations, threads, trash
from tracker.db.connection import in_transaction
from tracker.db.rows import Database
from tracker.models import FACTS, FactName, Listed, NotFoundError, ReadError, Span, TrackerError
from tracker.models.claims import ClaimWithQuantities, MatchCounts, SpeakerInDocument
from tracker.models.documents import Capture, Copy, Deleted, LedgerEntry, StoredDocument, StoredFact, ThreadBefore
from tracker.models.events import Event, EventKind, Note
from tracker.models.relations import SaidBeforeIn, SaidInShort
from tracker.models.threads import ThreadOfClaim
from tracker.services import claims as all_claims
from tracker.services import nouns, versions
from tracker.services.extraction import store_extraction
from tracker.services.linking import link_claims, refresh_threads
from tracker.services.nouns import LIST_NAME, Given, need, talk
from tracker.services.retrieval import reindex
from tracker.services.topics import WEB_ADDRESS
from tracker.text.dates import written_dates

MOST_SPEAKERS = 60
"""Speakers listed beside a text; the claims list has the rest."""

Cut = Callable[[str, Sequence[int]], Sequence[Span]]
"""Cuts a text into the parts it is read in; told where its claims begin."""


class DocumentShown(StoredDocument, frozen=True):
    """A document with its text, date ledger, captures, copies, claims, notes and events, and what was said before."""

    text: str
    dates: list[LedgerEntry]
    captures: list[Capture]
    copies: list[Copy]
    earliest_print: int | None
    facts: list[StoredFact]
    claims_in_text: list[ClaimWithQuantities]
    said_before: SaidBeforeIn
    notes_on: list[Note]
    events: list[Event]


def shown(db: Database, document_id: int) -> DocumentShown:
    """Return a document with all that is told of it."""
    document = need(db, "document", document_id)
    return DocumentShown(
        **asdict(document),
        text=documents.text_of(db, document_id),
        dates=documents.dates_of(db, document_id),
        captures=documents.captures_of(db, document_id),
        **versions.copies_shown(db, document_id, document.date),
        facts=documents.facts_of(db, document_id),
        claims_in_text=claims.with_quantities(db, claims.of_document(db, document_id)),
        said_before=all_claims.said_before(db, document_id).told,
        **talk(db, "document", document_id),
    )


class ClaimOfPart(ClaimWithQuantities, frozen=True):
    """A claim of the part that is read: its number in the whole text, its threads, and how many matches it has.

    ``page`` is that of the original, ``web_address`` leads to its words in the published page; either may not be known.
    ``said`` tells what it is to the earliest claim that says it in another document, ``None`` where none does.
    """

    n: int
    threads: list[ThreadOfClaim]
    matches: MatchCounts
    page: int | None
    web_address: str | None
    said: SaidInShort | None


class PartOfDocument(StoredDocument, frozen=True):
    """A document with the part of its text that is read, from 1, and what stands in it.

    ``page_starts`` are the places where the pages of the original begin; ``claim_before`` and ``claim_after`` are the
    claims nearest to the part outside it. ``newer`` is the version that supersedes the document. ``times`` are the
    places of the part where a new minute of its record begins, each with the time as the record has it.
    """

    text: str
    part: Span
    part_number: int
    parts: int
    page_starts: list[int]
    times: list[tuple[int, str]]
    claims_here: list[ClaimOfPart]
    said_before: SaidBeforeIn
    claim_before: int | None
    claim_after: int | None
    speakers_in: list[SpeakerInDocument]
    dates: list[LedgerEntry]
    captures: list[Capture]
    copies: list[Copy]
    earliest_print: int | None
    facts: list[StoredFact]
    newer: int | None
    notes_on: list[Note]
    events: list[Event]


def part(
    db: Database, document_id: int, cut: Cut, *, number: int | None = None, claim_id: int | None = None
) -> PartOfDocument:
    """Return a document with one part of its text: that with a claim, else the ``number``-th from 1, else the first."""
    document = need(db, "document", document_id)
    text = documents.text_of(db, document_id)
    starts = claims.starts(db, document_id)
    spans = cut(text, starts)
    place = min(max(1, number or 1), len(spans)) - 1
    wanted = claims.get(db, claim_id) if claim_id is not None else None
    if wanted is not None and wanted.document_id == document_id:
        place = next((n for n, span in enumerate(spans) if wanted.start < span.end), len(spans) - 1)
    here = spans[place]
    earlier, last = claims.before(db, document_id, here.start)
    newer = documents.newer_than(db, document_id)
    page_starts = documents.page_starts_of(db, document_id)
    most_said = all_claims.ON_SHORT_PAGE if len(starts) <= all_claims.FEW else all_claims.ON_PAGE
    said = all_claims.said_before(db, document_id, limit=most_said)
    return PartOfDocument(
        **asdict(document),
        text=text,
        part=here,
        part_number=place + 1,
        parts=len(spans),
        page_starts=page_starts,
        times=documents.speech_times(db, document_id, here.start, here.end),
        claims_here=_claims(db, document, text, here, earlier, page_starts, said.in_short),
        said_before=said.told,
        claim_before=last,
        claim_after=claims.after(db, document_id, here.end),
        speakers_in=claims.speakers_in(db, document_id, limit=MOST_SPEAKERS),
        dates=documents.dates_of(db, document_id),
        captures=documents.captures_of(db, document_id),
        **versions.copies_shown(db, document_id, document.date),
        facts=documents.facts_of(db, document_id),
        newer=newer.id if newer else None,
        **talk(db, "document", document_id),
    )


def _claims(
    db: Database,
    document: StoredDocument,
    text: str,
    here: Span,
    earlier: int,
    page_starts: Sequence[int],
    said: Mapping[int, SaidInShort],
) -> list[ClaimOfPart]:
    rows = claims.with_quantities(db, claims.between(db, document.id, here.start, here.end))
    ids = [row.id for row in rows]
    threads, matches = claims.threads_of(db, ids), relations.matches_of(db, ids)
    told = documents.speeches_at(db, document.id, [row.start for row in rows])
    reaching = sum(row.start < here.start for row in rows)
    return [
        ClaimOfPart(
            **asdict(row),
            n=earlier - reaching + place,
            threads=threads.get(row.id, []),
            matches=matches.get(row.id, MatchCounts(0, 0)),
            page=page_at(page_starts, row.start),
            web_address=(row.start in told and told[row.start].url)
            or address_of_words(document.url, text, row.start, row.end),
            said=said.get(row.id),
        )
        for place, row in enumerate(rows, 1)
    ]


def listed(db: Database) -> Listed[StoredDocument]:
    """Return the documents, dated ones first."""
    return Listed(documents.count(db), partial(documents.every, db))


ids = documents.ids


def superseded(db: Database, shown: Iterable[StoredDocument]) -> dict[int, int]:
    """Return of these documents those that a newer version supersedes, each with that version."""
    return documents.replaced(db, [document.id for document in shown])


def original(db: Database, document_id: int) -> tuple[StoredDocument, bytes]:
    """Return a document with the bytes it was made from."""
    document = need(db, "document", document_id)
    return document, documents.original_of(db, document.sha256)


deleted = trash.every


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
    return nouns.record(
        db, EventKind.DOCUMENT_DELETED, "document", document_id, who=who, old={"deleted": 0, "name": document.name},
        new={"deleted": 1, "name": document.name},
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
    return nouns.record(
        db, EventKind.DOCUMENT_RESTORED, "document", document_id, who=who, old={"deleted": 1, "name": deleted.name},
        new={"deleted": 0, "name": deleted.name},
    )  # fmt: skip


def _restore(db: Database, document_id: int) -> None:
    back = trash.take_out(db, document_id)
    live = [row.id for row in claims.several(db, [claim.id for claim in back.claims]) if row.live]
    figures.refresh_claims(db, live)
    reindex(db, live)
    link_claims(db, live, {})
    for thread in back.threads:
        _lead_as_before(db, thread)
    refresh_threads(db, live)
    for note in back.notes:
        events.write_links(db, "note", note.id, links_in(note.markdown))
    indexes.add_words(db, [(document_id, document_keys(documents.text_of(db, document_id)))])
    versions.renew_copies(db, document_id)


def _lead_as_before(db: Database, before: ThreadBefore) -> None:
    """Let a thread be led and named as when the document went, unless a person has picked another lead since."""
    thread, members = threads.get(db, before.id), threads.members(db, before.id)
    if thread is None or thread.lead_picked:
        return
    picked = bool(before.lead_picked) and before.lead_id in members
    if picked or before.title_id in members:
        lead = before.lead_id if picked else thread.lead_id
        title = before.title_id if before.title_id in members else None
        threads.pick_lead(db, before.id, lead, picked=picked, title_id=title)


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
    return nouns.record(db, EventKind.DOCUMENT_ERASED, "document", document_id, who=who, new={"events": told})


def _undo_added(db: Database, event: Event) -> None:
    need(db, "document", event.noun_id)
    _delete(db, event.noun_id, who=event.who)


def _undo_deleted(db: Database, event: Event) -> None:
    need_deleted(db, event.noun_id)
    _restore(db, event.noun_id)


DATE: Final = "date"
FIELDS: Final = (*FACTS, DATE)
LONGEST_FACT: Final = 1_000
"""Characters of a title or a name; addresses are seldom longer than this either."""
_BY: Final = re.compile(r"^by:?\s+", re.IGNORECASE)
MOST_BYTES: Final = 5 * 2**20
"""A list with a line for each of ten thousand files has a tenth of this."""
_COLUMNS: Final[Mapping[str, str]] = {
    "title": "title",
    "publisher": "publisher",
    "author": "byline",
    "byline": "byline",
    "date": DATE,
    "url": "url",
    "address": "url",
}
"""The columns of a list, by the names that are understood."""


@in_transaction
def describe(db: Database, document_id: int, given: Given, *, who: str) -> list[int]:
    """Enter what a person says of a document; return the events, none for what was so already.

    All of it is entered or nothing. Raises ``TrackerError`` where a value cannot be, ``UnclearDateError`` where a date
    may be two days.
    """
    need(db, "document", document_id)
    wanted = checked(given)
    batch = events.next_id(db) if len(wanted) > 1 else None
    found = [_enter(db, document_id, name, value, who=who, batch=batch) for name, value in wanted.items()]
    return [event for event in found if event is not None]


def fill(db: Database, document_id: int, given: Given, *, who: str) -> list[int]:
    """Enter what a list says of a document, but for what a person entered before."""
    document = need(db, "document", document_id)
    entered = {*document.entered, *((DATE,) if document.picked_date else ())}
    return _amend(db, document, {name: value for name, value in given.items() if name not in entered}, who=who)


def amend(db: Database, document_id: int, given: Given, *, who: str) -> list[int]:
    """Enter what differs from what is shown of a document, as a form gives it: most of its fields as they were."""
    return _amend(db, need(db, "document", document_id), given, who=who)


def _amend(db: Database, document: StoredDocument, given: Given, *, who: str) -> list[int]:
    new = {name: value for name, value in checked(given).items() if value != (getattr(document, name) or "")}
    return describe(db, document.id, new, who=who) if new else []


def checked(given: Given) -> dict[str, str]:
    """Return what is given on one line each, dates as ISO 8601; raises ``TrackerError`` in one sentence."""
    values = {}
    for name, words in given.items():
        value = " ".join(words.split())
        if name not in FIELDS:
            raise TrackerError(f"A document has no “{name}”; it has {', '.join(FIELDS)}.")
        if len(value) > LONGEST_FACT:
            raise TrackerError(f"A title, a name or an address has at most {LONGEST_FACT:,} characters.")
        if name == "url" and value and not WEB_ADDRESS.fullmatch(value):
            raise TrackerError(f"“{value}” is no web address; it begins with http:// or https://.")
        values[name] = need_date(value) if name == DATE else _BY.sub("", value) if name == "byline" else value
    return values


def _enter(db: Database, document_id: int, name: str, value: str, *, who: str, batch: int | None) -> int | None:
    if name == DATE:
        return pick_date(db, document_id, value, who=who, batch=batch)
    fact: FactName = next(one for one in FACTS if one == name)
    before = documents.picked_facts(db, document_id)[fact]
    shown = getattr(need(db, "document", document_id), fact)
    if value == before or (before is None and not value and shown is None):
        return None
    _put(db, document_id, fact, value)
    return nouns.record(
        db, EventKind.FACT_PICKED, "document", document_id, who=who,
        old={"fact": fact, "value": before, "shown": shown}, new={"fact": fact, "value": value}, batch=batch,
    )  # fmt: skip


def _put(db: Database, document_id: int, fact: FactName, value: str | None) -> None:
    """Write what a person entered, ``None`` for what was found; claims are found by title and publisher."""
    documents.pick_fact(db, document_id, fact, value)
    if fact in ("title", "publisher"):
        reindex(db, [claim.id for claim in claims.of_document(db, document_id)])


@lru_cache(maxsize=8)
def _read_file(path: Path, changed: int, size: int) -> dict[str, dict[str, str]]:
    """Return what a list tells; it is read once for all the files it stands beside, until it is ``changed``."""
    return read_list(path.read_text(encoding="utf-8-sig"), path.name)


def list_of(path: Path) -> Mapping[str, Given]:
    """Return what the list beside a file tells, by the names of files; empty where there is no list.

    Raises ``ReadError`` where there is one that cannot be read.
    """
    try:
        if not path.is_file():
            return {}
        found = path.stat()
        if found.st_size > MOST_BYTES:
            raise ReadError(f"{path.name} is too large for a list of documents.")
        return _read_file(path, found.st_mtime_ns, found.st_size)
    except (OSError, UnicodeDecodeError):
        raise ReadError(f"{path.name} beside the files cannot be read; it is kept as CSV in UTF-8.") from None


def read_list(text: str, name: str = LIST_NAME) -> dict[str, dict[str, str]]:
    """Return what each line of a list gives, by the name in its column ``file``; blanks say nothing.

    >>> read_list("file,title,author\\na.txt,Patrols double,Ada Merrow\\nb.txt,,\\n")
    {'a.txt': {'title': 'Patrols double', 'byline': 'Ada Merrow'}, 'b.txt': {}}
    """
    try:
        rows = list(csv.reader(io.StringIO(text), strict=True))
    except csv.Error:
        raise ReadError(f"{name} is no list that could be read: its quotation marks do not fit.") from None
    head = [cell.strip().lower() for cell in rows[0]] if rows else []
    if "file" not in head:
        raise ReadError(f"{name} has no column “file”, so that nobody can tell which documents it is about.")
    return {_cell(row, head.index("file")): _told(row, head) for row in rows[1:] if _cell(row, head.index("file"))}


def _told(row: Sequence[str], head: Sequence[str]) -> dict[str, str]:
    told: dict[str, str] = {}
    for at, column in enumerate(head):
        if column in _COLUMNS and _cell(row, at):
            told.setdefault(_COLUMNS[column], _cell(row, at))
    return told


def _cell(row: Sequence[str], at: int) -> str:
    return " ".join(row[at].split()) if at < len(row) else ""


class UnclearDateError(TrackerError):
    """A date that may be two days, as 03/04/2018 may; ``days`` are these in ISO 8601."""

    def __init__(self, words: str, days: tuple[str, ...]) -> None:
        self.words, self.days = words, days
        either = " or ".join(printed_date(day) for day in days)
        super().__init__(f"“{words}” may be {either}; write {' or '.join(days)}.")


def need_date(words: str) -> str:
    """Return a date that a person wrote, as ISO 8601: a day, a month or a year, in any form the reader understands.

    Raises ``TrackerError`` where it is none, ``UnclearDateError`` where it may be two days.
    """
    words = " ".join(words.split())
    found = written_dates(words)
    if len(found) > 1:
        raise UnclearDateError(words, found)
    if not found:
        given = f"“{words}” is no date; write it" if words else "A date is wanted; write it"
        raise TrackerError(f"{given} as 14 January 2018, 2018-01-14, 2018-01 or 2018.")
    return found[0]


@in_transaction
def pick_date(db: Database, document_id: int, value: str, *, who: str, batch: int | None = None) -> int | None:
    """Set the date of a document to what a person wrote (``need_date``); the dates of saying follow from it."""
    document = need(db, "document", document_id)
    value = need_date(value)
    if value == document.picked_date:
        return None
    _put_date(db, document_id, value)
    return nouns.record(
        db, EventKind.DATE_PICKED, "document", document_id, who=who, old={"date": document.picked_date},
        new={"date": value}, batch=batch,
    )  # fmt: skip


def _put_date(db: Database, document_id: int, value: str | None) -> None:
    """Write a picked date, and read the dates of saying again in its light."""
    documents.pick_date(db, document_id, value)
    outcome = store_extraction(db, document_id)
    link_claims(db, outcome.relink, outcome.unindexed)
    refresh_threads(db, outcome.live)


UNDO: dict[EventKind, Callable[[Database, Event], None]] = {
    EventKind.DOCUMENT_ADDED: _undo_added,
    EventKind.DOCUMENT_DELETED: _undo_deleted,
    EventKind.DOCUMENT_RESTORED: _undo_added,
    EventKind.FACT_PICKED: lambda db, event: _put(db, event.noun_id, event.new["fact"], event.old["value"]),
    EventKind.DATE_PICKED: lambda db, event: _put_date(db, event.noun_id, event.old["date"]),
}
"""How taking in, deleting and restoring are taken back."""
