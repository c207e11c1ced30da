"""Extracting the claims of a stored document, the first time and again; what people picked is kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from tracker import extract, match, read, store
from tracker.desk import clock
from tracker.desk.retrieval import reindex
from tracker.language.personal_names import speaker_key
from tracker.match.keys import keys
from tracker.match.packed import pack
from tracker.match.search_terms import claim_terms
from tracker.models import Basis, Claim, DateLedger, Document, DocumentDate, Extraction
from tracker.models.documents import StoredDocument
from tracker.store import claim_features, claims, documents, found, hand_made, speakers
from tracker.store.found import ClaimDate


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an extraction made of a document's claims.

    ``live`` are all its claims; ``relink`` those whose matches must be looked for again; ``unindexed`` the claims that
    changed or left the lists, with the words they had before.
    """

    live: tuple[int, ...]
    relink: tuple[int, ...]
    unindexed: Mapping[int, str]


@dataclass(frozen=True, slots=True)
class Prepared:
    """What a document can be read for before anything of it is stored: its extraction, and its claims' features."""

    extraction: Extraction
    packed: tuple[bytes, ...]


def prepare(text: str, date: DocumentDate) -> Prepared:
    """Read a text for all that needs no database, so that the transaction that stores it is short.

    The keys and search terms of claims are made as well: those two are remembered.
    """
    extraction = extract.extract(text, date)
    packed = []
    for claim in extraction.claims:
        made = match.features(claim.text, kind=claim.kind, polarity=claim.polarity)
        packed.append(pack(made))
        claim_terms(claim.text)
        for words in (claim.text, *(span.of(claim.text) for span, _ in made.quoted)):
            keys(words)
    return Prepared(extraction, tuple(packed))


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
    document = read.read(data, name)
    ledger = read.ledger(document, clock.today())
    return document, ledger, extract.extract(document.text, ledger.date)


def store_extraction(db: store.Database, document_id: int, prepared: Prepared | None = None) -> Outcome:
    """Write what is extracted of a stored document; to be called inside a transaction.

    What was ``prepared`` is that of a document without claims so far.
    """
    row = documents.get(db, document_id)
    assert row is not None
    date = document_date(row)
    extraction = prepared.extraction if prepared else extract.extract(documents.text_of(db, document_id), date)
    ids = _speaker_ids(db, document_id, extraction)
    attribution_ids = found.replace_attributions(db, document_id, extraction.attributions, ids)
    dated = [(claim, claim_date(claim, date)) for claim in extraction.claims]
    before = {claim["id"]: claim["text"] for claim in claims.of_document(db, document_id)}
    outcome = found.replace_claims(db, document_id, dated, ids, attribution_ids)
    if prepared:
        claim_features.put(db, zip(outcome["new"], prepared.packed, strict=True))
    hand_made.put_dates(db, document_id, dated_like(date))
    speakers.replace_roles(db, document_id, extraction.roles, ids)
    live = [claim["id"] for claim in claims.of_document(db, document_id)]
    left = before.keys() - live
    reindex(db, live, left)
    unindexed = {claim_id: before[claim_id] for claim_id in (*outcome["changed"], *left) if claim_id in before}
    return Outcome(tuple(live), (*outcome["new"], *outcome["changed"]), unindexed)


def _speaker_ids(db: store.Database, document_id: int, extraction: Extraction) -> dict[str, int]:
    """Return the speaker row of every name the extraction uses.

    A description without a name ("a neighbour", "officials") is somebody else in every document.
    """
    kinds = {mention.name: mention.kind for mention in extraction.speakers}
    names = {a.speaker for a in extraction.attributions} | {c.speaker for c in extraction.claims}
    ids = {}
    for name in sorted(name for name in names if name):
        key = speaker_key(name) if name != name.lower() else f"document {document_id}: {name}"
        ids[name] = speakers.find_or_add(db, name, kinds.get(name, "person"), key)
    return ids


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
