"""Threads, claims and verdicts as JSON-LD: in the pages as data, and at addresses of their own."""

from __future__ import annotations

from typing import Any, Final

from flask import Blueprint, Response, current_app, request
from flask.typing import ResponseReturnValue

from tracker.cite.claimreview import graph, quotation, thread_claim
from tracker.desk import reviewed
from tracker.desk.nouns import need
from tracker.models import ClaimKind
from tracker.store import threads, verdicts
from tracker.web.connection import db

pages = Blueprint("jsonld", __name__)

MIMETYPE: Final = "application/ld+json"
IN_PAGE: Final = 6
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
    things = [reviewed.reviewed(db(), thread_id, row["lead_id"], shown, _address())] if members else []
    things += [
        reviewed.review(db(), verdict, _address(), most)
        for verdict in verdicts.of_thread(db(), thread_id, row["lead_id"])
    ]
    return graph(things)


def claim_data(claim_id: int, most: int | None = None) -> dict[str, Any]:
    """Return a claim as Quotation (the words are the speaker's own) or as Claim, and the verdicts shown on it."""
    row = need(db(), "claim", claim_id)
    appearance = reviewed.appearance(row, _address())
    if row["kind"] == ClaimKind.DIRECT and row["speaker"]:
        things = [quotation(appearance)]
    else:
        things = [thread_claim(appearance.link, appearance, [appearance])]
    for shown in verdicts.shown_on_claims(db()).get(claim_id, []):
        verdict = verdicts.get(db(), shown.id)
        if verdict is not None:
            things.append(reviewed.review(db(), verdict, _address(), most))
    return graph(things)


def _address() -> str:
    return request.url_root.rstrip("/")


def _answer(data: dict[str, Any]) -> Response:
    return Response(current_app.json.dumps(data, indent=2) + "\n", mimetype=MIMETYPE)
