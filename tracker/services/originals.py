"""What files hold: read, dated and extracted, by a worker wherever that may take long or break down.

Small plain text is read in this process: its readers are this program's own and grow with its length alone, and a
worker takes half a second to start. Whatever else comes (PDF, Word, web pages, archives, long texts) goes to a worker;
one is kept for a whole folder, or for as long as pages are served.
"""

from __future__ import annotations

import datetime
import stat
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import BinaryIO, Final

from tracker.extract import extract
from tracker.ingest.dates import ledger as date_ledger
from tracker.ingest.reader import MAX_BYTES, check_size, is_plain_text, read
from tracker.matching.candidates import keys
from tracker.matching.features import features, pack
from tracker.models import Claim, DateLedger, Document, DocumentDate, Extraction, ReadError, Speech
from tracker.search.terms import claim_terms
from tracker.services.worker import run
from tracker.text.sentences import words_before
from tracker.text.words import printable

SMALL: Final = 65_536
"""Bytes, or characters, of a text that is read in this process: some twenty pages, a second at most."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """What a document can be read for before it is stored: its day of capture, dates, claims and their features."""

    captured: datetime.date
    ledger: DateLedger
    extraction: Extraction
    packed: tuple[bytes, ...]


@dataclass(frozen=True, slots=True)
class Whole:
    """A document with what it was read for."""

    document: Document
    prepared: Prepared


def document_in(
    data: bytes,
    name: str,
    media_type: str | None = None,
    content_type: str | None = None,
    columns: Mapping[str, str] | None = None,
    people: Mapping[str, str] | None = None,
) -> Document:
    """Return the document that a file holds, as ``ingest.reader.read`` does; raises ``ReadError`` beyond the limits."""
    check_size(name, len(data))
    if _is_small(data, name, media_type, content_type):
        return read(data, name, media_type, content_type)
    found = run(name, _read, data, name, media_type, content_type, dict(columns or {}), dict(people or {}))
    return replace(found, original=data)


def whole(
    data: bytes,
    name: str,
    columns: Mapping[str, str],
    captured: datetime.date,
    people: Mapping[str, str] | None = None,
    *,
    stored: bool = True,
) -> Whole:
    """Return the document that a file holds with all that it is read for before it is stored.

    One that is not to be ``stored`` is read for what is extracted of it alone.
    """
    check_size(name, len(data))
    if _is_small(data, name):
        document = read(data, name)
        return Whole(document, _prepared(document, captured, stored))
    found = run(name, _whole, data, name, dict(columns), captured, dict(people or {}), stored)
    return Whole(replace(found.document, original=data), _remembered(found.prepared) if stored else found.prepared)


def people_in(data: bytes, name: str) -> dict[str, str]:
    """Return the names of the people in a list beside the files of a corpus, by their ids."""
    check_size(name, len(data))
    return run(name, _people, data, name)


def prepared(document: Document, captured: datetime.date) -> Prepared:
    """Return what a document that was read is read for besides before it is stored."""
    if len(document.text) <= SMALL:
        return _prepared(document, captured)
    return _remembered(run(document.name, _prepared, replace(document, original=b""), captured))


def extracted(name: str, text: str, date: DocumentDate, speeches: Sequence[Speech] = ()) -> Extraction:
    """Return what is extracted of the text of a document."""
    if len(text) <= SMALL:
        return extract(text, date, speeches)
    return run(name, _extracted, text, date, tuple(speeches))


def _is_small(data: bytes, name: str, media_type: str | None = None, content_type: str | None = None) -> bool:
    return len(data) <= SMALL and content_type is None and is_plain_text(data, name, media_type)


def _read(
    data: bytes,
    name: str,
    media_type: str | None,
    content_type: str | None,
    columns: dict[str, str],
    people: dict[str, str],
) -> Document:
    document = read(data, name, media_type, content_type, columns, people)
    return replace(document, original=b"")  # whoever asks has the bytes


def _whole(
    data: bytes, name: str, columns: dict[str, str], captured: datetime.date, people: dict[str, str], stored: bool
) -> Whole:
    document = _read(data, name, None, None, columns, people)
    return Whole(document, _prepared(document, captured, stored))


def _people(data: bytes, name: str) -> dict[str, str]:
    from tracker.ingest import debates  # with it comes lxml, which the worker alone needs

    return debates.people_in(data, name)


def _extracted(text: str, date: DocumentDate, speeches: tuple[Speech, ...]) -> Extraction:
    return extract(text, date, speeches)


def _prepared(document: Document, captured: datetime.date, stored: bool = True) -> Prepared:
    ledger = date_ledger(document, captured)
    extraction = extract(document.text, ledger.date, document.speeches)
    if not stored:
        return Prepared(captured, ledger, extraction, ())
    packed = tuple(_packed(document.text, claim) for claim in extraction.claims)
    return _remembered(Prepared(captured, ledger, extraction, packed))


def _packed(text: str, claim: Claim) -> bytes:
    before = partial(words_before, text, claim.start, claim.text)
    made = features(claim.text, kind=claim.kind, stance=claim.stance, before=before)
    for span, _ in made.quoted:
        keys(span.of(claim.text))
    return pack(made)


def _remembered(prepared: Prepared) -> Prepared:
    """Return what was prepared; the keys and search terms of its claims are remembered for the time it is stored."""
    for claim in prepared.extraction.claims:
        claim_terms(claim.text)
        keys(claim.text)
    return prepared


def bytes_of(path: Path) -> bytes:
    """Return the bytes of a file; raises ``TrackerError`` in one sentence where it cannot be read, or is none.

    A pipe or a device is refused, since it may never end.
    """
    try:
        found = path.stat()
        if not stat.S_ISREG(found.st_mode) and not stat.S_ISDIR(found.st_mode):
            raise ReadError(f"{printable(str(path))} is no file but a pipe or a device; “-” reads standard input.")
        check_size(path.name, found.st_size)
        return path.read_bytes()
    except OSError as error:
        reason = (error.strerror or "unknown reason").lower()
        raise ReadError(f"{printable(str(path))} cannot be opened: {reason}.") from error


def bytes_from(stream: BinaryIO) -> bytes:
    """Return what a stream holds, no more than is needed to see that it is too large."""
    return stream.read(MAX_BYTES + 1)
