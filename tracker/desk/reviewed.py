"""Verdicts as schema.org ``ClaimReview``: of the words each was given on, with the places that are the same claim."""

from __future__ import annotations

from typing import Any

from tracker import store
from tracker.cite import claimreview
from tracker.cite.claimreview import Appearance, Source, claim_review, thread_claim
from tracker.models.verdicts import Verdict
from tracker.store import claims, verdicts
from tracker.store.rows import Row


def review(db: store.Database, verdict: Verdict, address: str, most: int | None = None) -> dict[str, Any]:
    """Return a verdict as a ClaimReview; ``address`` is put before its links, of the appearances at most so many.

    Only places that people confirmed to be the same claim count as its appearances: a suggestion is not under review.
    """
    same = sorted(verdicts.joined(db, verdict.claim_id))[:most]
    values = {rating.label: rating.value for rating in verdict.ratings}
    numbers = [value for value in values.values() if value is not None]
    return claim_review(
        reviewed(db, verdict.thread_id, verdict.claim_id, same, address),
        claimreview.Verdict(
            author=verdict.organisation,
            rating=verdict.rating,
            url=verdict.url,
            date=verdict.date,
            value=values.get(verdict.rating),
            worst=min(numbers, default=None),
            best=max(numbers, default=None),
            summary=verdict.summary,
            reviewer=verdict.reviewer,
            evidence=tuple(Source(piece.title, piece.link, piece.archive, piece.shows) for piece in verdict.evidence),
        ),
    )


def reviewed(db: store.Database, thread_id: int, lead_id: int, members: list[int], address: str) -> dict[str, Any]:
    """Return a thread as a schema.org Claim in the words of one claim, with these of its claims as appearances."""
    rows = {row["id"]: appearance(row, address) for row in claims.several(db, sorted({lead_id, *members}))}
    shown = [rows[member] for member in members if member in rows]
    return thread_claim(f"{address}/threads/{thread_id}", rows[lead_id], shown)


def appearance(row: Row, address: str) -> Appearance:
    """Return a claim as the appearance schema.org wants; the day of saying is no day of publication."""
    return Appearance(
        text=row["text"],
        link=f"{address}/claims/{row['id']}",
        title=row["document_title"] or row["document"],
        date=row["date"] if row["date_kind"] != "said" else None,
        url=row["url"],
        publisher=row["publisher"],
        speaker=row["speaker"],
        speaker_is_body=row["speaker_kind"] == "body",
        said=row["date"] if row["date_kind"] == "said" else None,
    )
