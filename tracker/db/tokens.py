"""Tokens of the API, as hashes."""

from __future__ import annotations

from tracker.db.rows import Database, first, insert, select, update
from tracker.models.searches import ApiToken

COLUMNS = "SELECT id, holder, scope, made_at, expires_at, used_at, ended_at FROM tokens"


def add(db: Database, *, holder: str, scope: str, expires_at: str | None, sha256: str, at: str) -> int:
    """Store a token's hash and return its number."""
    row = {"holder": holder, "scope": scope, "expires_at": expires_at, "sha256": sha256, "made_at": at}
    return insert(db, "tokens", row)


def get(db: Database, token_id: int) -> ApiToken | None:
    """Return one token, or ``None``."""
    return first(db, f"{COLUMNS} WHERE id = ?", [token_id], ApiToken)


def of_hash(db: Database, sha256: str) -> ApiToken | None:
    """Return the token with this hash, in force or not, or ``None``."""
    return first(db, f"{COLUMNS} WHERE sha256 = ?", [sha256], ApiToken)


def use(db: Database, token_id: int, at: str) -> None:
    """Note when a token was used last."""
    update(db, "tokens", token_id, {"used_at": at})


def end(db: Database, token_id: int, at: str) -> None:
    """End a token."""
    update(db, "tokens", token_id, {"ended_at": at})


def every(db: Database) -> list[ApiToken]:
    """Return all tokens, the newest first."""
    return select(db, f"{COLUMNS} ORDER BY id DESC", (), ApiToken)
