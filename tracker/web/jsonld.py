"""Threads, claims and verdicts as JSON-LD: in the pages as data, and at addresses of their own."""

from __future__ import annotations

from typing import Any, Final

from flask import Blueprint, Response, current_app, url_for
from flask.typing import ResponseReturnValue

from tracker.cite.claimreview import (
    Appearance,
    Source,
    Verdict,
    claim_review,
    graph,
    quotation,
    thread_claim,
)
from tracker.desk.nouns import need
from tracker.models import ClaimKind
from tracker.store import claims, threads, verdicts
from tracker.store.rows import Row
from tracker.web.connection import db

pages = Blueprint("jsonld", __name__)

MIMETYPE: Final = "application/ld+json"
IN_PAGE: Final = 20
"""Appearances told inside a page; the export has them all."""


@pages.get("/threads/<int:thread_id>.jsonld")
def thread(thread_id: int) -> ResponseReturnValue:
    """Give a thread as a schema.org Claim, with each of its verdicts as a ClaimReview."""
    return _answer(thread_data(thread_id))


@pages.get("/claims/<int:claim_id>.jsonld")
def claim(claim_id: int) -> ResponseReturnValue:
    """Give a claim as a schema.org Quotation or Claim, with the verdicts that may be shown on it."""
    return _answer(claim_data(claim_id))


def thread_data(thread_id: int, most: int | None = None) -> dict[str, Any]:
    """Return a thread's Claim and ClaimReviews; of the appearances at most so many."""
    row = need(db(), "thread", thread_id)
    members = threads.members(db(), thread_id)
    same = verdicts.joined(db(), row["lead_id"])
    certain = same | verdicts.repeats(db(), row["lead_id"], members)
    shown = [claim_id for claim_id in members if claim_id in certain][:most]
    address = url_for("threads.show", thread_id=thread_id, _external=True)
    things = [_claim(address, row["lead_id"], shown)] if members else []
    things += [_review(verdict, most) for verdict in verdicts.of_thread(db(), thread_id, row["lead_id"])]
    return graph(things)


def claim_data(claim_id: int, most: int | None = None) -> dict[str, Any]:
    """Return a claim as Quotation (the words are the speaker's own) or as Claim, and the verdicts shown on it."""
    row = need(db(), "claim", claim_id)
    appearance = _appearance(row)
    if row["kind"] == ClaimKind.DIRECT and row["speaker"]:
        things = [quotation(appearance)]
    else:
        things = [thread_claim(appearance.link, appearance, [appearance])]
    for shown in verdicts.shown_on_claims(db()).get(claim_id, []):
        verdict = verdicts.get(db(), shown["id"])
        if verdict is not None:
            things.append(_review(verdict, most))
    return graph(things)


def _claim(address: str, lead_id: int, members: list[int]) -> dict[str, Any]:
    rows = {row["id"]: _appearance(row) for row in claims.several(db(), sorted({lead_id, *members}))}
    return thread_claim(address, rows[lead_id], [rows[member] for member in members if member in rows])


def _review(row: Row, most: int | None) -> dict[str, Any]:
    """Return a verdict as a ClaimReview of the very words it was given on.

    Only places that people confirmed to be the same claim count as its appearances: a suggestion is not under review.
    """
    same = sorted(verdicts.joined(db(), row["claim_id"]))[:most]
    address = url_for("threads.show", thread_id=row["thread_id"], _external=True)
    values = {rating["label"]: rating["value"] for rating in row["ratings"]}
    numbers = [value for value in values.values() if value is not None]
    return claim_review(
        _claim(address, row["claim_id"], same),
        Verdict(
            author=row["organisation"],
            rating=row["rating"],
            url=row["url"],
            date=row["date"],
            value=values.get(row["rating"]),
            worst=min(numbers, default=None),
            best=max(numbers, default=None),
            summary=row["summary"],
            reviewer=row["reviewer"],
            evidence=tuple(
                Source(piece["title"], piece["link"], piece["archive"], piece["shows"]) for piece in row["evidence"]
            ),
        ),
    )


def _appearance(row: Row) -> Appearance:
    published = row["date"] if row["date_kind"] != "said" else None
    return Appearance(
        text=row["text"],
        link=url_for("claims.show", claim_id=row["id"], _external=True),
        title=row["document_title"] or row["document"],
        date=published,
        url=row["url"],
        publisher=row["publisher"],
        speaker=row["speaker"],
        speaker_is_body=row["speaker_kind"] == "body",
        said=row["date"] if row["date_kind"] == "said" else None,
    )


def _answer(data: dict[str, Any]) -> Response:
    return Response(current_app.json.dumps(data, indent=2) + "\n", mimetype=MIMETYPE)
