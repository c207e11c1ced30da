"""Tokens of the API, as hashes."""

from __future__ import annotations

from tracker.db.rows import Database, first, insert, select, update
from tracker.models.searches import ApiToken

COLUMNS = "SELECT id, holder, made_at, ended_at FROM tokens"


def add(db: Database, *, holder: str, sha256: str, at: str) -> int:
    """Store a token's hash and return its number."""
    return insert(db, "tokens", {"holder": holder, "sha256": sha256, "made_at": at})


def get(db: Database, token_id: int) -> ApiToken | None:
    """Return one token, or ``None``."""
    return first(db, f"{COLUMNS} WHERE id = ?", [token_id], ApiToken)


def in_force(db: Database, sha256: str) -> ApiToken | None:
    """Return the token with this hash that has not been ended, or ``None``."""
    return first(db, f"{COLUMNS} WHERE sha256 = ? AND ended_at IS NULL", [sha256], ApiToken)


def end(db: Database, token_id: int, at: str) -> None:
    """End a token."""
    update(db, "tokens", token_id, {"ended_at": at})


def every(db: Database) -> list[ApiToken]:
    """Return all tokens, the newest first."""
    return select(db, f"{COLUMNS} ORDER BY id DESC", (), ApiToken)
