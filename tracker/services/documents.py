"""What is shown of a document: whole, a part of its text set for reading, or beside the version before it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial

from msgspec.structs import asdict

from tracker.cite.anchors import address_of_words
from tracker.cite.sources import page_at
from tracker.db import claims, documents, relations
from tracker.db.rows import Database
from tracker.models import Listed, Span
from tracker.models.claims import ClaimWithQuantities, MatchCounts, SpeakerInDocument
from tracker.models.documents import Capture, Copy, LedgerEntry, StoredDocument, StoredFact
from tracker.models.events import Event, Note
from tracker.models.relations import SaidBeforeIn, SaidInShort
from tracker.models.threads import ThreadOfClaim
from tracker.services import claims as all_claims
from tracker.services import versions
from tracker.services.nouns import need, talk

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
    spans = cut(text, claims.starts(db, document_id))
    place = min(max(1, number or 1), len(spans)) - 1
    wanted = claims.get(db, claim_id) if claim_id is not None else None
    if wanted is not None and wanted.document_id == document_id:
        place = next((n for n, span in enumerate(spans) if wanted.start < span.end), len(spans) - 1)
    here = spans[place]
    earlier, last = claims.before(db, document_id, here.start)
    newer = documents.newer_than(db, document_id)
    page_starts = documents.page_starts_of(db, document_id)
    said = all_claims.said_before(db, document_id, limit=all_claims.ON_PAGE)
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


def ids(db: Database) -> list[int]:
    """Return the numbers of all documents in order of intake."""
    return documents.ids(db)


def superseded(db: Database, shown: Iterable[StoredDocument]) -> dict[int, int]:
    """Return of these documents those that a newer version supersedes, each with that version."""
    return documents.replaced(db, [document.id for document in shown])


def original(db: Database, document_id: int) -> tuple[StoredDocument, bytes]:
    """Return a document with the bytes it was made from."""
    document = need(db, "document", document_id)
    return document, documents.original_of(db, document.sha256)
