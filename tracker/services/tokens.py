"""Tokens for programs that write through the API: made once, shown once, kept as a hash, and ended at any time."""

from __future__ import annotations

import hashlib
import secrets

from tracker.db import events, tokens
from tracker.db.connection import transaction
from tracker.db.rows import Database
from tracker.models import NotFoundError, TrackerError
from tracker.models.events import EventKind
from tracker.models.tokens import ApiToken
from tracker.services import nouns

PREFIX = "claims_"
"""Tells people and secret scanners what a leaked token belongs to."""
RANDOM_BYTES = 32
LONGEST_NAME = 80
"""Characters of the holder's name, which every event of the token carries."""


def make(db: Database, holder: str, *, who: str) -> tuple[int, str]:
    """Make a token; return its number and the token itself, which is stored nowhere and cannot be shown again."""
    holder = " ".join(holder.split())
    if not holder or len(holder) > LONGEST_NAME:
        raise TrackerError(f"Say who the token is for, in at most {LONGEST_NAME} characters.")
    token = PREFIX + secrets.token_urlsafe(RANDOM_BYTES)
    with transaction(db):
        at = nouns.now()
        token_id = tokens.add(db, holder=holder, sha256=_hash(token), at=at)
        events.record(
            db, at=at, who=who, kind=EventKind.TOKEN_MADE, noun="token", noun_id=token_id, new={"holder": holder}
        )
    return token_id, token


def end(db: Database, token_id: int, *, who: str) -> int | None:
    """End a token for good; return the event, ``None`` where it was ended before."""
    token = tokens.get(db, token_id)
    if token is None:
        raise NotFoundError(f"There is no token {token_id}.")
    if token.ended_at is not None:
        return None
    with transaction(db):
        at = nouns.now()
        tokens.end(db, token_id, at)
        return events.record(
            db, at=at, who=who, kind=EventKind.TOKEN_ENDED, noun="token", noun_id=token_id, new={"holder": token.holder}
        )


def holder(db: Database, token: str) -> str | None:
    """Return the name a token was made for, ``None`` for one that is not in force."""
    found = tokens.in_force(db, _hash(token)) if token else None
    return found.holder if found else None


def every(db: Database) -> list[ApiToken]:
    """Return every token's number, holder and dates, never the token."""
    return tokens.every(db)


def _hash(token: str) -> str:
    """A plain hash will do: the token is 256 random bits, which no list of guesses can hold."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()
