"""The operations on verdicts and on the scales they are given on."""

from __future__ import annotations

from typing import Annotated, Any

import msgspec
from msgspec import Meta

from tracker.models.threads import Ruling, VerdictFilters, Work, WorkStatus
from tracker.services import scales, verdicts
from tracker.services.scales import LEAST_RATINGS, LONGEST_LABEL, MOST_RATINGS
from tracker.services.verdicts import LONGEST_LINE, LONGEST_SHOWN, LONGEST_SUMMARY, MOST_EVIDENCE
from tracker.web.api.description import (
    PAGE,
    Body,
    Call,
    Changed,
    Empty,
    Made,
    Number,
    Operation,
    Schema,
    changed,
    line,
    listing,
    made,
    newest_event,
    number,
    paged,
    ref,
    text,
    words,
)
from tracker.web.request import db

FILTERS: dict[str, Schema] = {
    "organisation": text(LONGEST_LABEL, "Only verdicts of this organisation."),
    "rating": text(LONGEST_LABEL, "Only verdicts with this rating."),
    "thread": number("The number of a thread."),
}


RATINGS = Meta(
    min_length=LEAST_RATINGS,
    max_length=MOST_RATINGS,
    description="The worst first; with the organisation's number as “False = 1”.",
)


class NewEvidence(Body, frozen=True):
    """One piece of evidence."""

    link: Annotated[str, line(LONGEST_LINE, "Where it is.")] = ""
    title: Annotated[str, line(LONGEST_LINE, "What it is called.")] = ""
    shows: Annotated[str, line(LONGEST_SHOWN, "What it shows.")] = ""
    archive: Annotated[str, line(LONGEST_LINE, "Its archived copy.")] = ""
    accessed: Annotated[str, line(LONGEST_LINE, "The day it was read, as 2024-05-03.")] = ""


class NewVerdict(Body, frozen=True):
    """A published verdict."""

    scale_id: Annotated[Number, Meta(description="The number of the organisation's scale.")]
    rating: Annotated[str, words(LONGEST_LABEL, "One of its ratings.")]
    url: Annotated[str, words(LONGEST_LINE, "The address of the published review.")]
    summary: Annotated[str, line(LONGEST_SUMMARY, "Why, in Markdown.")] = ""
    evidence: Annotated[tuple[NewEvidence, ...], Meta(max_length=MOST_EVIDENCE)] = ()
    reviewer: Annotated[str, line(LONGEST_LINE, "Who gave it.")] = ""
    date: Annotated[str, line(LONGEST_LINE, "The day it was published, as 2024-05-03.")] = ""


class NewWork(Body, frozen=True):
    """What is known so far of a verdict that is not published."""

    status: WorkStatus = "open"
    assignee: Annotated[str, line(LONGEST_LINE, "Who checks it.")] = ""
    scale_id: Annotated[Number | None, Meta(description="The number of a scale, with a rating of it.")] = None
    rating: Annotated[str, line(LONGEST_LABEL, "One of its ratings.")] = ""
    note: Annotated[str, line(LONGEST_SUMMARY, "Why, in Markdown.")] = ""
    evidence: Annotated[tuple[NewEvidence, ...], Meta(max_length=MOST_EVIDENCE)] = ()


class NewScale(Body, frozen=True):
    """An organisation's rating scale."""

    organisation: Annotated[str, words(LONGEST_LABEL)]
    ratings: Annotated[list[Annotated[str, words(2 * LONGEST_LABEL)]], RATINGS]
    name: Annotated[str, line(LONGEST_LABEL, "The name of the scale.")] = ""


def _ruling(sent: NewVerdict) -> Ruling:
    return msgspec.convert(sent, Ruling, from_attributes=True)


def _list(call: Call[None]) -> Any:
    query = call.query
    filters = VerdictFilters(query.get("organisation"), query.get("rating"), query.get("thread"))
    listed = verdicts.listed(db(), filters)
    return {"verdicts": listed.rows(limit=query["limit"], offset=query["offset"]), "count": listed.count}


def _record(call: Call[NewVerdict]) -> Made:
    verdict_id = verdicts.record(db(), call.path["thread_id"], _ruling(call.body), who=call.who)
    return made("verdict", verdict_id, newest_event("verdict", verdict_id))


def _revise(call: Call[NewVerdict]) -> Changed:
    return changed(verdicts.revise(db(), call.path["verdict_id"], _ruling(call.body), who=call.who))


def _work_on(call: Call[NewWork]) -> Changed:
    work = msgspec.convert(call.body, Work, from_attributes=True)
    return changed(verdicts.work_on(db(), call.path["thread_id"], work, who=call.who))


def _working(call: Call[None]) -> Any:
    found = verdicts.every_working(db())
    return {"working": found, "count": len(found)}


def _add_scale(call: Call[NewScale]) -> Made:
    sent = call.body
    ratings = "\n".join(sent.ratings)
    scale_id = scales.add_scale(db(), sent.organisation, sent.name, ratings, who=call.who)
    return made("scale", scale_id, newest_event("scale", scale_id))


OPERATIONS = (
    Operation[None]("list_verdicts", "GET", "/verdicts", "List verdicts, the last published first.", "verdicts",
              _list, listing("verdicts", "Verdict"), FILTERS | PAGE),
    Operation[None]("get_verdict", "GET", "/verdicts/{verdict_id}", "Give one verdict with its versions.", "verdicts",
              lambda call: verdicts.shown(db(), call.path["verdict_id"]), ref("Verdict")),
    Operation("record_verdict", "POST", "/threads/{thread_id}/verdicts", "Record a published verdict on a thread.",
              "verdicts", _record, Made, body=NewVerdict, writes=True, status=201),
    Operation("revise_verdict", "PUT", "/verdicts/{verdict_id}", "Store a new version of a verdict.", "verdicts",
              _revise, Changed, body=NewVerdict, writes=True),
    Operation("withdraw_verdict", "POST", "/verdicts/{verdict_id}/withdraw", "Withdraw a verdict.", "verdicts",
              lambda call: changed(verdicts.withdraw(db(), call.path["verdict_id"], who=call.who)),
              Changed, body=Empty, writes=True),
    Operation[None]("list_working_verdicts", "GET", "/working", "List the work on verdicts, what is checked first.",
                    "verdicts", _working, listing("working", "WorkingVerdict")),
    Operation("work_on_verdict", "PUT", "/threads/{thread_id}/working",
              "Keep what is known so far of a verdict on a thread.", "verdicts", _work_on, Changed, body=NewWork,
              writes=True),
    paged("scale", "List the rating scales on offer, by organisation.", scales.listed),
    Operation("add_scale", "POST", "/scales", "Add an organisation's rating scale.", "scales", _add_scale, Made,
              body=NewScale, writes=True, status=201),
    Operation("withdraw_scale", "POST", "/scales/{scale_id}/withdraw", "Offer a scale no longer.", "scales",
              lambda call: changed(scales.withdraw_scale(db(), call.path["scale_id"], who=call.who)),
              Changed, body=Empty, writes=True),
)  # fmt: skip
"""The operations on verdicts and scales."""
