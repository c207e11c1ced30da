"""The nouns with pages of their own, looked up by their number; and the one place that asks what time it is."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from typing import Any, Literal, overload

from tracker.db import claims, documents, events, speakers, threads, topics, verdicts
from tracker.db.rows import Database
from tracker.models import NotFoundError, TrackerError
from tracker.models.claims import StoredClaim
from tracker.models.documents import StoredDocument
from tracker.models.speakers import StoredSpeaker
from tracker.models.threads import ThreadSummary
from tracker.models.topics import Topic
from tracker.models.verdicts import Verdict

NOUNS: Mapping[str, Callable[[Database, int], Any]] = {
    "claim": claims.get,
    "document": documents.get,
    "speaker": speakers.get,
    "thread": threads.get,
    "topic": topics.get,
    "verdict": verdicts.get,
}
"""How each is read from the database."""


@overload
def need(db: Database, noun: Literal["claim"], noun_id: int) -> StoredClaim: ...
@overload
def need(db: Database, noun: Literal["thread"], noun_id: int) -> ThreadSummary: ...
@overload
def need(db: Database, noun: Literal["document"], noun_id: int) -> StoredDocument: ...
@overload
def need(db: Database, noun: Literal["speaker"], noun_id: int) -> StoredSpeaker: ...
@overload
def need(db: Database, noun: Literal["topic"], noun_id: int) -> Topic: ...
@overload
def need(db: Database, noun: Literal["verdict"], noun_id: int) -> Verdict: ...
@overload
def need(db: Database, noun: str, noun_id: int) -> Any: ...
def need(db: Database, noun: str, noun_id: int) -> Any:
    """Return a claim, document, speaker, thread, topic or verdict, or raise ``NotFoundError``."""
    found = NOUNS[noun](db, noun_id)
    if found is None:
        raise NotFoundError(f"There is no {noun} {noun_id}.")
    return found


def talk(db: Database, noun: str, noun_id: int) -> dict[str, Any]:
    """Return the notes and events of a noun."""
    return {"notes_on": events.notes_about(db, noun, noun_id), "events": events.about(db, noun, noun_id)}


def need_claim(db: Database, claim_id: int) -> StoredClaim:
    """Return a claim to decide about; raises ``TrackerError`` where a person has rejected it."""
    claim = need(db, "claim", claim_id)
    if claim.judgement == "rejected":
        raise TrackerError(f"Claim {claim_id} was rejected as no claim; undo that first.")
    return claim


def now() -> str:
    """Return the present moment in UTC, ISO 8601 to the second."""
    return datetime.now(UTC).isoformat(timespec="seconds")


def today() -> date:
    """Return today's date in UTC: the day of capture of what is taken in now, never a document's own date."""
    return datetime.now(UTC).date()
