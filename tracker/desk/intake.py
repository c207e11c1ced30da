"""Taking documents in: read, date, extract, link, store, in one transaction a document."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from tracker import read, store
from tracker.desk import clock
from tracker.desk.extracting import store_extraction
from tracker.desk.linking import link_claims
from tracker.models import TrackerError
from tracker.store import documents, events

SUFFIXES = frozenset({".txt", ".md", ".markdown", ".html", ".htm", ".pdf", ".docx"})
"""Files of a folder with other endings are passed over; a file named outright is always tried."""


@dataclass(frozen=True, slots=True)
class TakenIn:
    """What became of one file: ``already`` means that the very same bytes were stored before."""

    name: str
    document_id: int
    already: bool
    claims: int
    notes: tuple[str, ...] = ()

    @property
    def sentence(self) -> str:
        """One sentence for a person."""
        if self.already:
            return f"{self.name} is stored already, byte for byte, as document {self.document_id}."
        found = {0: "no claims found in it", 1: "1 claim"}.get(self.claims, f"{self.claims} claims")
        return f"{self.name} was stored as document {self.document_id}: {found}."


@dataclass(frozen=True, slots=True)
class Refused:
    """One file that was not taken in, with the reason in one sentence."""

    name: str
    reason: str


def take_in(db: store.Database, data: bytes, name: str, *, who: str) -> TakenIn:
    """Store one document with its claims and their matches; all of it or nothing.

    Raises ``ReadError`` for bytes that cannot be read.
    """
    document = read.read(data, name)
    captured = clock.today()
    ledger = read.ledger(document, captured)
    with store.transaction(db):
        known = documents.find_by_hash(db, document.sha256)
        if known is not None:
            return TakenIn(name, known["id"], already=True, claims=known["claims"])
        at = clock.now()
        document_id = documents.add(db, document, ledger, captured=captured.isoformat(), stored_at=at)
        outcome = store_extraction(db, document_id)
        link_claims(db, outcome.relink, outcome.unindexed)
        events.record(
            db, at=at, who=who, what="took in", noun="document", noun_id=document_id, new={"name": document.name}
        )
    return TakenIn(name, document_id, already=False, claims=len(outcome.live), notes=document.notes)


def files_of(paths: Iterable[Path]) -> list[Path]:
    """Return the files named, and for folders the files in them that can be read, in order of their names."""
    files: list[Path] = []
    for path in paths:
        if path.is_dir():
            files += sorted(f for f in path.rglob("*") if f.suffix.lower() in SUFFIXES and f.is_file())
        else:
            files.append(path)
    return files


def take_in_bytes(db: store.Database, data: bytes, name: str, *, who: str) -> TakenIn | Refused:
    """Take in what came without a file (standard input, an upload, pasted text); a bad one is returned as refused."""
    try:
        return take_in(db, data, name, who=who)
    except TrackerError as error:
        return Refused(name, error.message)


def take_in_file(db: store.Database, path: Path, *, who: str) -> TakenIn | Refused:
    """Take in one file; a bad one is returned as refused, so that it never stops a batch."""
    try:
        read.check_size(path.name, path.stat().st_size)
        data = path.read_bytes()
    except TrackerError as error:
        return Refused(str(path), error.message)
    except OSError as error:
        return Refused(str(path), f"{path} cannot be opened: {(error.strerror or 'unknown reason').lower()}.")
    return take_in_bytes(db, data, path.name, who=who)


def take_in_files(db: store.Database, files: Iterable[Path], *, who: str) -> Iterator[TakenIn | Refused]:
    """Take in files one by one, each in its own transaction, giving the outcome of each as it comes."""
    for path in files:
        yield take_in_file(db, path, who=who)
