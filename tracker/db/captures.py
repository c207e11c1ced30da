"""Captures: each time that a document was fetched from the web, from where, and what the server said of it."""

from __future__ import annotations

from msgspec.structs import asdict

from tracker.db.rows import Database, first, insert, number, select
from tracker.models.documents import Capture

_AT = "address = :address OR final_address = :address OR final_address = :final_address"


def add(db: Database, capture: Capture) -> int:
    """Store one capture, whose own ``id`` is passed over; return the id that it was given."""
    columns = asdict(capture)
    del columns["id"]
    return insert(db, "captures", columns)


def newest_at(db: Database, address: str, final_address: str | None = None) -> Capture | None:
    """Return the last capture of what stands at an address, or of what it led to; ``None`` where there is none."""
    sql = f"SELECT * FROM captures WHERE {_AT} ORDER BY id DESC LIMIT 1"
    return first(db, sql, {"address": address, "final_address": final_address}, Capture)


def newest_document_at(db: Database, address: str, final_address: str) -> int | None:
    """Return the newest document that was fetched from an address, also where the page went back to an earlier one."""
    sql = f"SELECT max(document_id) FROM captures WHERE {_AT}"
    return number(db, sql, {"address": address, "final_address": final_address}) or None


def of_document(db: Database, document_id: int) -> list[Capture]:
    """Return the captures of a document, the first one first."""
    return select(db, "SELECT * FROM captures WHERE document_id = ? ORDER BY id", [document_id], Capture)
