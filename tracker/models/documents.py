"""Documents as stored, their dates, and how many there are."""

from __future__ import annotations

from tracker.models import Basis, DateKind, FactName, Precision
from tracker.models.record import Record


class StoredDocument(Record, frozen=True):
    """A document without its text; ``date`` is the one a person picked, else the one the program found.

    So are title, publisher, byline and address; ``entered`` names those that a person gave.
    """

    id: int
    name: str
    media_type: str
    title: str | None
    publisher: str | None
    byline: str | None
    url: str | None
    sha256: str
    captured: str
    stored_at: str
    supersedes: int | None
    read_notes: tuple[str, ...]
    characters: int
    date: str | None
    date_basis: Basis
    picked_date: str | None
    found_date: str | None
    date_candidates: tuple[str, ...]
    date_conflict: int
    date_why: str
    claims: int
    entered: tuple[str, ...]

    @property
    def heading(self) -> str:
        """What the document is called: its title, else the name of its file."""
        return self.title or self.name


class LedgerEntry(Record, frozen=True):
    """One date that a document shows, as ``DatedWords`` stores it."""

    id: int
    document_id: int
    kind: DateKind
    value: str | None
    precision: Precision
    basis: Basis
    candidates: tuple[str, ...]
    words: str
    start: int | None
    end: int | None
    why: str


class StoredFact(Record, frozen=True):
    """One thing that a document says of itself, or may say, as ``Fact`` stores it."""

    id: int
    document_id: int
    name: FactName
    value: str
    basis: Basis
    words: str
    start: int | None
    end: int | None
    why: str


class DocumentFound(Record, frozen=True):
    """A document to be picked from: its title or file name, who published it, and its date."""

    id: int
    name: str
    publisher: str | None
    date: str | None


class Totals(Record, frozen=True):
    """How much a database holds."""

    documents: int
    claims: int
    speakers: int
    threads: int
