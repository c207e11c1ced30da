"""Extracting the claims of a stored document, the first time and again; what people picked is kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tracker.db import claims, documents, indexes, speakers
from tracker.db import extraction as stored
from tracker.db.extraction import ClaimDate, WrittenClaims
from tracker.db.rows import Database
from tracker.extract.turns import OFFICE_LINE
from tracker.models import (
    Attribution,
    Basis,
    Claim,
    DatedWords,
    DateLedger,
    Document,
    DocumentDate,
    Extraction,
    Quantity,
    Span,
)
from tracker.models.documents import StoredDocument
from tracker.services import nouns
from tracker.services.originals import Prepared, extracted, whole
from tracker.services.retrieval import index, reindex
from tracker.text.names import speaker_key


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an extraction made of a document's claims.

    ``live`` are all its claims; ``relink`` those whose matches must be looked for again; ``unindexed`` the claims that
    changed or left the lists, with the words they had before.
    """

    live: tuple[int, ...]
    relink: tuple[int, ...]
    unindexed: Mapping[int, str]


def document_date(document: StoredDocument) -> DocumentDate:
    """Return a stored document's date: the one a person picked, else what the program found."""
    if document.picked_date:
        return DocumentDate(document.picked_date, Basis.ENTERED, why="Picked by a person.")
    return DocumentDate(
        document.found_date,
        document.date_basis,
        document.date_candidates,
        bool(document.date_conflict),
        document.date_why,
    )


def extract_bytes(data: bytes, name: str) -> tuple[Document, DateLedger, Extraction]:
    """Read and extract a document without storing anything."""
    found = whole(data, name, {}, nouns.today(), stored=False)
    return found.document, found.prepared.ledger, found.prepared.extraction


def store_extraction(db: Database, document_id: int, prepared: Prepared | None = None) -> Outcome:
    """Write what is extracted of a stored document; to be called inside a transaction.

    What was ``prepared`` is that of a document without claims so far.
    """
    if prepared is None:
        return _extract_again(db, document_id)
    outcome = _write(db, document_id, prepared.extraction, prepared.ledger.date)
    indexes.put_features(db, zip(outcome.new, prepared.packed, strict=True))
    live = claims.of_document(db, document_id)
    index(db, live)
    return Outcome(tuple(claim.id for claim in live), outcome.new, {})


def _extract_again(db: Database, document_id: int) -> Outcome:
    row = documents.get(db, document_id)
    assert row is not None
    date = document_date(row)
    before = dict(claims.texts_of_document(db, document_id))
    found = extracted(row.name, documents.text_of(db, document_id), date, documents.speeches_of(db, document_id))
    documents.put_record(db, document_id, found.record)
    outcome = _write(db, document_id, found, date)
    stored.put_dates(db, document_id, dated_like(date))
    live = tuple(claim_id for claim_id, _ in claims.texts_of_document(db, document_id))
    left = before.keys() - live
    reindex(db, live, left)
    unindexed = {claim_id: before[claim_id] for claim_id in (*outcome.changed, *left) if claim_id in before}
    return Outcome(live, (*outcome.new, *outcome.changed), unindexed)


def _write(db: Database, document_id: int, extraction: Extraction, date: DocumentDate) -> WrittenClaims:
    ids = _speaker_ids(db, document_id, extraction)
    attribution_ids = stored.replace_attributions(db, document_id, extraction.attributions, ids)
    dated = [(claim, claim_date(claim, date)) for claim in extraction.claims]
    speakers.replace_roles(db, document_id, extraction.roles, ids)
    return stored.replace_claims(db, document_id, dated, ids, attribution_ids)


def _speaker_ids(db: Database, document_id: int, extraction: Extraction) -> dict[str, int]:
    """Return the speaker row of every name the extraction uses.

    A description without a name ("a neighbour", "officials") is somebody else in every document, and so is an office
    that a transcript prints in place of a name ("The Chair").
    """
    offices = {a.speaker for a in extraction.attributions if a.speaker_rule == OFFICE_LINE}
    kinds = {mention.name: mention.kind for mention in extraction.speakers}
    names = {a.speaker for a in extraction.attributions} | {c.speaker for c in extraction.claims}
    keys_of = {
        name: f"document {document_id}: {name}" if name == name.lower() or name in offices else speaker_key(name)
        for name in sorted(name for name in names if name)
    }
    named = [(name, kinds.get(name, "person"), key) for name, key in keys_of.items()]
    ids = speakers.find_or_add_all(db, named)
    return {name: ids[key] for name, key in keys_of.items()}


def claim_date(claim: Claim, date: DocumentDate) -> ClaimDate:
    """Return when a claim was made: the date of saying where the text gives one, else the document's date.

    An open date stays open; its candidates and the reason go with it.
    """
    said = claim.said
    if said is not None and said.value is not None:
        return ClaimDate(said.value, "said", said.basis, said.text, (), said.why)
    if said is not None and date.value is None:
        return ClaimDate(None, "said", Basis.UNKNOWN, said.text, said.candidates or date.candidates, said.why)
    return dated_like(date)


def dated_like(date: DocumentDate) -> ClaimDate:
    """Return the date of a claim of which only the document's date is known."""
    return ClaimDate(date.value, "document", date.basis, "", date.candidates, date.why)


def number(value: float) -> int | float:
    """Return a whole number as an int, so that JSON shows ``73`` and not ``73.0``."""
    return int(value) if float(value).is_integer() else value


def _fields(told: object, *names: str) -> dict[str, Any]:
    """Return fields by their names as JSON has them: lists for tuples."""
    values = ((name, getattr(told, name)) for name in names)
    return {name: list(value) if isinstance(value, tuple) else value for name, value in values}


def quantity(q: Quantity) -> dict[str, Any]:
    """Return one quantity: ``value`` is a number, or ``[low, high]`` for a range."""
    return {
        "value": [number(v) for v in q.value] if isinstance(q.value, tuple) else number(q.value),
        **_fields(q, "unit", "measured", "direction", "approximator", "period", "place", "comparison", "denominator"),
        "owner": q.owner,
        "taken": dict(q.taken),
        **_fields(q, "start", "end", "text"),
    }


def dated(entry: DatedWords) -> dict[str, Any]:
    """Return one entry of a date ledger."""
    return _fields(entry, "kind", "value", "precision", "basis", "candidates", "start", "end", "text", "why")


def place(span: Span | None, text: str) -> dict[str, Any] | None:
    """Return a span with its words, or ``None``."""
    return None if span is None else {"start": span.start, "end": span.end, "text": span.of(text)}


def attribution(a: Attribution, text: str) -> dict[str, Any]:
    """Return one attribution."""
    return {
        **_fields(a, "id", "kind"),
        "spans": [[span.start, span.end] for span in a.spans],
        "source": place(a.source, text),
        "cue": place(a.cue, text),
        **_fields(a, "speaker", "label", "stance", "polarity", "turn", "rule", "speaker_rule"),
        "confidence": round(a.confidence, 3),
        "why": a.why,
    }


def claim(c: Claim) -> dict[str, Any]:
    """Return one claim."""
    return {
        **_fields(c, "start", "end", "text", "kind", "speaker", "label", "attribution", "stance", "polarity"),
        "said": None if c.said is None else dated(c.said),
        "quantities": [quantity(q) for q in c.quantities],
        "notes": list(c.notes),
    }


def extraction(document: Document, ledger: DateLedger, found: Extraction) -> dict[str, Any]:
    """Return all that one document yields."""
    return {
        "doc": document.name,
        "record": document.record or found.record,
        "dates": [dated(entry) for entry in ledger.dates],
        "date": _fields(ledger.date, "value", "basis", "candidates", "conflict", "why"),
        "attributions": [attribution(a, document.text) for a in found.attributions],
        "claims": [claim(c) for c in found.claims],
        "speakers": [_fields(s, "name", "kind", "labels") for s in found.speakers],
        "roles": [_fields(r, "speaker", "title", "organisation", "start", "end") for r in found.roles],
    }
