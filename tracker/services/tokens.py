"""The tokens of programs: made, ended, proved by each call; wrong ones are recorded, and slowed where they are many."""

from __future__ import annotations

import hashlib
import secrets
import threading
from collections import OrderedDict
from collections.abc import Callable
from datetime import datetime, timedelta
from time import monotonic
from typing import Final

from tracker.db import events
from tracker.db.connection import Failure, transaction
from tracker.db.rows import Database
from tracker.models import NotFoundError, TrackerError
from tracker.models.events import ApiToken, EventKind, Scope
from tracker.services import nouns

PREFIX: Final = "claims_"
"""Tells people and secret scanners what a leaked token belongs to."""
RANDOM_BYTES: Final = 32
LONGEST_NAME: Final = 80
"""Characters of the holder's name, which every event of the token carries."""
USUAL_DAYS: Final = 365
MOST_DAYS: Final = 3650
"""Days that a token is good for, unless asked and at most; one made for good says so."""
FREE: Final = 10
WINDOW: Final = 60.0
"""So many wrong tokens from one address in so many seconds are answered and recorded; more are put off."""
MOST_SENDERS: Final = 1000
"""Addresses that are remembered; the one heard of longest ago is forgotten first."""
TO_THE_MINUTE: Final = len("2018-01-14T09:30")
"""The last use is written once a minute, so that reading with a token is not writing all the time."""
NEVER: Final = "never"
DAY: Final = len("2018-01-14")
NOBODY_KNOWN: Final = "nobody known"
"""In whose name a token that was never made is refused."""


class TokenError(TrackerError):
    """A call without a token that is in force."""

    status = 401


class ScopeError(TrackerError):
    """A call with a token that may less."""

    status = 403


class SlowedError(TrackerError):
    """A call with a wrong token, after many others from the same address."""

    status = 429


class Brake:
    """How many wrong tokens came from each address of late; of one process, and forgotten with it."""

    def __init__(self, clock: Callable[[], float] = monotonic) -> None:
        self._clock = clock
        self._senders: OrderedDict[str, tuple[float, int]] = OrderedDict()
        self._lock = threading.Lock()

    def count(self, sender: str) -> int:
        """Count one more from an address, and return how many there were since its window began."""
        with self._lock:
            now = self._clock()
            began, so_far = self._senders.pop(sender, (now, 0))
            if now - began >= WINDOW:
                began, so_far = now, 0
            self._senders[sender] = began, so_far + 1
            if len(self._senders) > MOST_SENDERS:
                self._senders.popitem(last=False)
            return so_far + 1


def make(
    db: Database, holder: str, *, who: str, scope: str = Scope.DECIDE, days: int | None = USUAL_DAYS
) -> tuple[int, str]:
    """Make a token; return its number and the token itself, which is stored nowhere and cannot be shown again.

    It is good for ``days``, or until it is ended where that is ``None``.
    """
    holder = " ".join(holder.split())
    if not holder or len(holder) > LONGEST_NAME:
        raise TrackerError(f"Say who the token is for, in at most {LONGEST_NAME} characters.")
    if scope not in [*Scope]:
        raise TrackerError(f"“{scope}” is no scope; a token may {', '.join(Scope)}.")
    if days is not None and not 1 <= days <= MOST_DAYS:
        raise TrackerError(f"A token has to be good for 1 to {MOST_DAYS:,} days, or until it is ended.")
    token = PREFIX + secrets.token_urlsafe(RANDOM_BYTES)
    with transaction(db):
        at = nouns.now()
        expires = (datetime.fromisoformat(at) + timedelta(days)).isoformat() if days is not None else None
        token_id = events.add_token(db, holder=holder, scope=scope, expires_at=expires, sha256=_hash(token), at=at)
        given = {"holder": holder, "scope": str(scope), "expires_at": expires}
        nouns.record(db, EventKind.TOKEN_MADE, "token", token_id, who=who, at=at, new=given)
    return token_id, token


def end(db: Database, token_id: int, *, who: str) -> int | None:
    """End a token for good; return the event, ``None`` where it was ended before."""
    with transaction(db):
        token = events.token(db, token_id)
        if token is None:
            raise NotFoundError(f"There is no token {token_id}.")
        if token.ended_at is not None:
            return None
        at = nouns.now()
        events.end_token(db, token_id, at)
        return nouns.record(db, EventKind.TOKEN_ENDED, "token", token_id, who=who, at=at, new={"holder": token.holder})


every = events.tokens


def days_of(written: str | None) -> int | None:
    """Return how long a token shall be good for, from what a person wrote: days, “never” or nothing.

    >>> days_of("30"), days_of("never"), days_of("") == USUAL_DAYS
    (30, None, True)
    """
    written = (written or "").strip().lower()
    if written == NEVER:
        return None
    if written and not (written.isascii() and written.isdigit() and len(written) <= len(str(MOST_DAYS))):
        raise TrackerError(
            f"Say for how many days the token is good, 1 to {MOST_DAYS:,}, or “{NEVER}” if it never expires."
        )
    return int(written or USUAL_DAYS)


def told(token: ApiToken) -> tuple[str, str]:
    """Return whether a token is in force now, and its last use, each in words and to the day."""
    used = f"used {token.used_at[:DAY]}" if token.used_at else "never used"
    if token.ended_at is not None:
        return f"ended {token.ended_at[:DAY]}", used
    if token.expires_at is None:
        return "in force until it is ended", used
    return f"{'in force until' if token.is_in_force(nouns.now()) else 'expired'} {token.expires_at[:DAY]}", used


def proved(db: Database, secret: str, needed: Scope, *, sender: str, brake: Brake) -> ApiToken:
    """Return the token whose secret this is, if it may do what is needed; its last use is noted.

    Raises ``TokenError`` for one that was never made, has ended or expired; ``ScopeError`` for one that may less; both
    are recorded without the secret. After many from one address ``SlowedError``, and nothing is recorded.
    """
    token, at = events.token_of_hash(db, _hash(secret)), nouns.now()
    if token is None or not token.is_in_force(at):
        why = "unknown" if token is None else "ended" if token.ended_at else "expired"
        _refuse(db, token, why, at, sender, brake)
        was = "" if token is None else f", and the one that was sent has {why}"
        raise TokenError(f"This needs a token that is in force{was}; “tracker tokens --new NAME” makes one.")
    if not token.may(needed):
        _refuse(db, token, f"may {token.scope}", at, sender, brake)
        raise ScopeError(
            f"This token may {token.scope} and not {needed}; “tracker tokens --new NAME” makes one that may."
        )
    if token.used_at is None or token.used_at[:TO_THE_MINUTE] != at[:TO_THE_MINUTE]:
        _note(db, lambda: events.use_token(db, token.id, at))
    return token


def _refuse(db: Database, token: ApiToken | None, why: str, at: str, sender: str, brake: Brake) -> None:
    if brake.count(sender) > FREE:
        raise SlowedError("Too many wrong tokens came from your address; wait a minute, and send one that is in force.")
    _note(
        db,
        lambda: nouns.record(
            db, EventKind.TOKEN_REFUSED, "token", token.id if token else 0, who=token.holder if token else NOBODY_KNOWN,
            at=at, new={"why": why, "from": sender},
        ),
    )  # fmt: skip


def _note(db: Database, write: Callable[[], object]) -> None:
    """Write what is worth knowing and stops nothing: a call is answered where the database cannot be written, too."""
    try:
        with transaction(db):
            write()
    except Failure:
        return


def _hash(token: str) -> str:
    """A plain hash will do: the token is 256 random bits, which no list of guesses can hold."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()
