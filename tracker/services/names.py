"""What a reader can pick from by name or words: speakers, documents, claims and threads, and those near a choice."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from tracker.db import alignment, claims, names
from tracker.db.rows import Database
from tracker.models.claims import StoredClaim
from tracker.models.documents import DocumentFound
from tracker.models.speakers import Name, SpeakerFound
from tracker.models.threads import ThreadLead
from tracker.services.search import search

FOUND = 12
"""Answers of a search to pick from; better words find what is further down."""
NEAR = 6
"""Suggestions of what to put beside what is chosen."""

Found = SpeakerFound | Name | DocumentFound | StoredClaim | ThreadLead


def found(
    db: Database, noun: str, words: str, without: Collection[int] = (), *, start: bool = False
) -> Sequence[Found]:
    """Return what a search finds to pick: ``speakers``, ``documents``, ``claims`` or ``threads``.

    With ``start`` a search for nothing finds the speakers with most claims, or the newest documents.
    """
    every: Sequence[Found] = ()
    if noun in ("speakers", "documents"):
        if words or start:
            named = names.speakers_named if noun == "speakers" else names.documents_named
            every = named(db, words, limit=FOUND)
    elif words:
        ids = [row.claim_id for row in search(db, words, limit=FOUND)]
        every = _threads_of(db, ids) if noun == "threads" else claims.several(db, ids)
    return [one for one in every if (one.thread_id if isinstance(one, ThreadLead) else one.id) not in without]


def _threads_of(db: Database, claim_ids: Sequence[int]) -> list[ThreadLead]:
    ids = names.threads_of_claims(db, claim_ids, limit=FOUND)
    leads = alignment.leads(db, ids)
    return [leads[thread_id] for thread_id in ids]


def near(db: Database, noun: str, ids: Sequence[int]) -> Sequence[Found]:
    """Return what shares most threads with what is chosen; of claims, their likeliest matches."""
    others = names.near(db, noun, ids, limit=NEAR) if ids else []
    if noun == "claims":
        return claims.several(db, others)
    return names.speakers_of(db, others) if noun == "speakers" else names.documents_of(db, others)
