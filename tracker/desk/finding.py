"""Search in the database: the ranked claims with what a list shows of them."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from tracker import store
from tracker.desk import retrieval
from tracker.desk.asking import LONGEST_QUERY, Asked, asked
from tracker.desk.retrieval import Found, Within
from tracker.match.highlights import holds
from tracker.store import claim_lists, claims
from tracker.store.claim_lists import Filters
from tracker.store.rows import Row

__all__ = ["LONGEST_QUERY", "SEARCH_DEPTH", "found", "narrowed", "ranked", "search"]

SEARCH_DEPTH: Final = 300
"""Most claims that words find: nobody reads further, and better words find it sooner."""


def search(db: store.Database, query: str, *, limit: int, filters: Filters | None = None) -> list[Row]:
    """Return the claims that answer a query (``match.search_query``), best first; without words, in order of date.

    Each row is ``{"claim_id", "text", "speaker", "document", "date", "score"}``.
    """
    wanted = asked(db, query, filters)
    if wanted.words:
        scores = dict(ranked(db, wanted, limit=limit))
    elif query.strip():
        scores = dict.fromkeys(claim_lists.ordered_ids(db, wanted.filters, limit=limit), 0.0)
    else:
        scores = {}
    return [
        {
            "claim_id": row["id"],
            "text": row["text"],
            "speaker": row["speaker"],
            "document": row["document_title"] or row["document"],
            "date": row["date"],
            "score": round(scores[row["id"]], 4),
        }
        for row in claims.several(db, list(scores))
    ]


def ranked(db: store.Database, wanted: Asked, *, limit: int = SEARCH_DEPTH) -> list[tuple[int, float]]:
    """Return the ids of the claims that answer the words of a search, with scores, best first."""
    return found(db, wanted, limit=limit).ranked


def found(db: store.Database, wanted: Asked, *, limit: int = SEARCH_DEPTH) -> Found:
    """Return what answers the words of a search, and what would without its filters where that was read."""
    where, values = claim_lists.ids_query(replace(wanted.filters, phrases=(), without=()))
    within = Within(where, values, wanted.filters.phrases, wanted.filters.without)
    answers = retrieval.found(db, wanted.words, limit, within, retrieval.by_speaker)
    if not wanted.query.phrases:
        return answers
    every = {claim_id for claim_id, _ in answers.ranked} | set(answers.anywhere)
    held = {one for one, text in claims.live_texts(db, list(every)) if holds(text, wanted.query.phrases)}
    return Found([each for each in answers.ranked if each[0] in held], [one for one in answers.anywhere if one in held])


def narrowed(db: store.Database, query: str, filters: Filters) -> Filters:
    """Return the filters of a list with all that a query asks; words narrow it to the claims they find."""
    wanted = asked(db, query, filters)
    if not wanted.words:
        return wanted.filters
    return replace(wanted.filters, ids=tuple(claim_id for claim_id, _ in ranked(db, wanted)))
