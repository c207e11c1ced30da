"""Claims that a person made: their rows beside those the program found."""

from __future__ import annotations

from msgspec.structs import asdict
from sqlite_utils import Database

from tracker.models.claims import HandMadeClaim, StoredClaim
from tracker.store.claims import COLUMNS, JOINS, LIVE
from tracker.store.found import ClaimDate
from tracker.store.rows import Columns, insert, select, to_json, update


def at(db: Database, document_id: int, start: int, end: int) -> list[StoredClaim]:
    """Return the claims that stand exactly at a place of a document, live ones first; also some that no longer live."""
    return select(
        db,
        f'SELECT {COLUMNS} {JOINS} WHERE c.document_id = ? AND c.start = ? AND c."end" = ? ORDER BY {LIVE} DESC, c.id',
        [document_id, start, end],
        StoredClaim,
    )


def put(db: Database, claim_id: int | None, claim: HandMadeClaim, date: ClaimDate) -> int:
    """Write a claim made by hand, as a new row or (``claim_id``) in one that no longer lived; return its id."""
    row = {
        **asdict(claim),
        **_date_columns(date),
        "found_start": claim.start,
        "found_end": claim.end,
        "span_picked": 1,
        "found": 0,
        "touched": 1,
        "hand_made": 1,
    }
    if claim_id is None:
        return insert(db, "claims", row)
    update(db, "claims", claim_id, row | {"attribution_id": None, "label": None, "found_speaker_id": None})
    return claim_id


def take_back(db: Database, claim_id: int, *, found: bool) -> None:
    """Take back that a person made a claim; it stays on the pages only where the program finds it too."""
    values = {"hand_made": 0, "span_picked": 0, "speaker_picked": 0}
    update(db, "claims", claim_id, values if found else values | {"touched": 0})


def put_dates(db: Database, document_id: int, date: ClaimDate) -> None:
    """Date the claims of a document that only a person made: the program reads no date of saying for them."""
    columns = _date_columns(date)
    marks = ", ".join(f"{name} = ?" for name in columns)
    db.execute(
        f"UPDATE claims SET {marks} WHERE document_id = ? AND hand_made AND NOT found",
        [*columns.values(), document_id],
    )


def _date_columns(date: ClaimDate) -> Columns:
    return {
        "date": date.value,
        "date_kind": date.kind,
        "date_basis": date.basis,
        "date_words": date.words,
        "date_candidates": to_json(date.candidates),
        "date_why": date.why,
    }
