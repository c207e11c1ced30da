"""Tokens of the API, as hashes."""

from __future__ import annotations

from tracker.store.rows import Row, first, insert, select, update
from tracker.store.sqlite import Database

COLUMNS = "SELECT id, holder, made_at, ended_at FROM tokens"


def add(db: Database, *, holder: str, sha256: str, at: str) -> int:
    """Store a token's hash and return its number."""
    return insert(db, "tokens", {"holder": holder, "sha256": sha256, "made_at": at})


def get(db: Database, token_id: int) -> Row | None:
    """Return one token, or ``None``."""
    return first(db, f"{COLUMNS} WHERE id = ?", [token_id])


def in_force(db: Database, sha256: str) -> Row | None:
    """Return the token with this hash that has not been ended, or ``None``."""
    return first(db, f"{COLUMNS} WHERE sha256 = ? AND ended_at IS NULL", [sha256])


def end(db: Database, token_id: int, at: str) -> None:
    """End a token."""
    update(db, "tokens", token_id, {"ended_at": at})


def every(db: Database) -> list[Row]:
    """Return all tokens, the newest first."""
    return select(db, f"{COLUMNS} ORDER BY id DESC")
