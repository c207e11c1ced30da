"""Search in the database: the ranked claims with what a list shows of them."""

from __future__ import annotations

from tracker import store
from tracker.desk import retrieval
from tracker.store import claim_lists, claims
from tracker.store.claim_lists import Filters
from tracker.store.rows import Row

LONGEST_QUERY = 1_000
"""Characters of a query that are read; a longer one is a document, and belongs on the page that checks drafts."""


def search(db: store.Database, query: str, *, limit: int, filters: Filters | None = None) -> list[Row]:
    """Return the claims that answer a query, best first.

    Each row is ``{"claim_id", "text", "speaker", "document", "date", "score"}``.
    """
    where, values = claim_lists.ids_query(filters or Filters())
    found = retrieval.search(db, query[:LONGEST_QUERY], limit=limit, where=where, args=values)
    scores = dict(found)
    return [
        {
            "claim_id": row["id"],
            "text": row["text"],
            "speaker": row["speaker"],
            "document": row["document_title"] or row["document"],
            "date": row["date"],
            "score": round(scores[row["id"]], 4),
        }
        for row in claims.several(db, [claim_id for claim_id, _ in found])
    ]
