"""The nouns with pages of their own, looked up by their number."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from tracker import store
from tracker.models import NotFoundError, TrackerError
from tracker.store import claims, documents, speakers, threads, topics, verdicts
from tracker.store.rows import Row

NOUNS: Mapping[str, Callable[[store.Database, int], Row | None]] = {
    "claim": claims.get,
    "document": documents.get,
    "speaker": speakers.get,
    "thread": threads.get,
    "topic": topics.get,
    "verdict": verdicts.get,
}
"""How each is read from the store."""


def need(db: store.Database, noun: str, noun_id: int) -> Row:
    """Return a claim, document, speaker, thread, topic or verdict, or raise ``NotFoundError``."""
    row = NOUNS[noun](db, noun_id)
    if row is None:
        raise NotFoundError(f"There is no {noun} {noun_id}.")
    return row


def need_claim(db: store.Database, claim_id: int) -> Row:
    """Return a claim to decide about; raises ``TrackerError`` where a person has rejected it."""
    claim = need(db, "claim", claim_id)
    if claim["judgement"] == "rejected":
        raise TrackerError(f"Claim {claim_id} was rejected as no claim; undo that first.")
    return claim
