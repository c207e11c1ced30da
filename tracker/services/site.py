"""What a published site is made from: a copy of the database, and what no other pages ask of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from tracker.db import claims, connection, documents, exports
from tracker.db.rows import Database
from tracker.models import Span
from tracker.models.claims import ClaimInPlace, StoredClaim
from tracker.models.documents import Totals
from tracker.models.searches import Filters
from tracker.models.speakers import DatedSpeaker


def copy(database: Path, target: Path, *, stand_in: str | None) -> None:
    """Write a copy that shows one moment; with ``stand_in``, that name stands for all people and their record is left
    out.
    """
    db = connection.open_database(database, create=False)
    try:
        connection.back_up(db, target)
    finally:
        db.close()
    if stand_in is not None:
        own = connection.open_database(target)
        connection.forget_people(own, stand_in)
        own.close()


def totals(db: Database) -> Totals:
    """Return how much there is of each noun."""
    return documents.totals(db)


def speakers(db: Database) -> Iterator[DatedSpeaker]:
    """Return every speaker."""
    yield from exports.listed_speakers(db)


def searched(db: Database) -> Iterator[ClaimInPlace]:
    """Return every claim, for the index that a published site is searched by."""
    yield from exports.claims_in_place(db, Filters())


def claim(db: Database, claim_id: int) -> StoredClaim | None:
    """Return a claim that a link names, ``None`` where there is none."""
    return claims.get(db, claim_id)


def cut(db: Database, document_id: int, parts: Callable[[str, Sequence[int]], Sequence[Span]]) -> Sequence[Span]:
    """Return the parts that the text of a document is read in, told where its claims begin."""
    return parts(documents.text_of(db, document_id), claims.starts(db, document_id))
