"""The operations on verdicts and on the scales they are given on."""

from __future__ import annotations

from typing import Any

from tracker import store
from tracker.desk import scales as scale_desk
from tracker.desk import showing
from tracker.desk import verdicts as desk
from tracker.desk.scales import LEAST_RATINGS, LONGEST_LABEL, MOST_RATINGS
from tracker.desk.verdicts import LONGEST_LINE, LONGEST_SHOWN, LONGEST_SUMMARY, MOST_EVIDENCE
from tracker.models.verdicts import Evidence, Ruling, Scale
from tracker.store import scales, verdicts
from tracker.store.rows import Row
from tracker.store.verdicts import VerdictFilters
from tracker.web.api.lists import CHANGED, MADE, PAGE, changed, made, newest_event, paged
from tracker.web.api.operations import Call, Operation, Schema, body, listing, number, ref, text
from tracker.web.connection import db

FILTERS: dict[str, Schema] = {
    "organisation": text(LONGEST_LABEL, "Only verdicts of this organisation."),
    "rating": text(LONGEST_LABEL, "Only verdicts with this rating."),
    "thread": number("The number of a thread."),
}


def _line(description: str, longest: int = LONGEST_LINE) -> Schema:
    return {"type": "string", "maxLength": longest, "description": description}


EVIDENCE: Schema = body({}, {
    "link": _line("Where it is."),
    "title": _line("What it is called."),
    "shows": _line("What it shows.", LONGEST_SHOWN),
    "archive": _line("Its archived copy."),
    "accessed": _line("The day it was read, as 2024-05-03."),
})  # fmt: skip
RULING: Schema = body(
    {
        "scale_id": number("The number of the organisation's scale."),
        "rating": text(LONGEST_LABEL, "One of its ratings."),
        "url": text(LONGEST_LINE, "The address of the published review."),
    },
    {
        "summary": _line("Why, in Markdown.", LONGEST_SUMMARY),
        "evidence": {"type": "array", "items": EVIDENCE, "maxItems": MOST_EVIDENCE},
        "reviewer": _line("Who gave it."),
        "date": _line("The day it was published, as 2024-05-03."),
    },
)


def _ruling(sent: Row) -> Ruling:
    known = {name: sent[name] for name in Ruling.__struct_fields__ if name in sent}
    evidence = tuple(Evidence(**piece) for piece in sent.get("evidence", ()))
    return Ruling(**{**known, "evidence": evidence})


def _list(call: Call) -> Any:
    query = call.query
    filters = VerdictFilters(query.get("organisation"), query.get("rating"), query.get("thread"))
    rows = verdicts.listed(db(), filters, limit=query["limit"], offset=query["offset"])
    return {"verdicts": rows, "count": verdicts.counted(db(), filters)}


def _record(call: Call) -> Any:
    verdict_id = desk.record(db(), call.path["thread_id"], _ruling(dict(call.body)), who=call.who)
    return made("verdict", verdict_id, newest_event("verdict", verdict_id))


def _revise(call: Call) -> Any:
    return changed(desk.revise(db(), call.path["verdict_id"], _ruling(dict(call.body)), who=call.who))


def _add_scale(call: Call) -> Any:
    sent = call.body
    ratings = "\n".join(sent["ratings"])
    scale_id = scale_desk.add_scale(db(), sent["organisation"], sent.get("name", ""), ratings, who=call.who)
    return made("scale", scale_id, newest_event("scale", scale_id))


def _scales(database: store.Database, *, limit: int, offset: int) -> list[Scale]:
    """There are a dozen at most, so a page is cut from all."""
    return scales.every(database)[offset : offset + limit]


OPERATIONS = (
    Operation("list_verdicts", "GET", "/verdicts", "List verdicts, the last published first.", "verdicts",
              _list, listing("verdicts", "Verdict"), FILTERS | PAGE),
    Operation("get_verdict", "GET", "/verdicts/{verdict_id}", "Give one verdict with its versions.", "verdicts",
              lambda call: showing.verdict(db(), call.path["verdict_id"]), ref("Verdict")),
    Operation("record_verdict", "POST", "/threads/{thread_id}/verdicts", "Record a published verdict on a thread.",
              "verdicts", _record, MADE, body=RULING, writes=True, status=201),
    Operation("revise_verdict", "PUT", "/verdicts/{verdict_id}", "Store a new version of a verdict.", "verdicts",
              _revise, CHANGED, body=RULING, writes=True),
    Operation("withdraw_verdict", "POST", "/verdicts/{verdict_id}/withdraw", "Withdraw a verdict.", "verdicts",
              lambda call: changed(desk.withdraw(db(), call.path["verdict_id"], who=call.who)),
              CHANGED, body=body({}), writes=True),
    paged("scale", "List the rating scales on offer, by organisation.", _scales, lambda d: len(scales.every(d))),
    Operation("add_scale", "POST", "/scales", "Add an organisation's rating scale.", "scales", _add_scale, MADE,
              body=body(
                  {
                      "organisation": text(LONGEST_LABEL),
                      "ratings": {
                          "type": "array", "minItems": LEAST_RATINGS, "maxItems": MOST_RATINGS,
                          "items": text(2 * LONGEST_LABEL),
                          "description": "The worst first; with the organisation's number as “False = 1”.",
                      },
                  },
                  {"name": _line("The name of the scale.", LONGEST_LABEL)},
              ), writes=True, status=201),
    Operation("withdraw_scale", "POST", "/scales/{scale_id}/withdraw", "Offer a scale no longer.", "scales",
              lambda call: changed(scale_desk.withdraw_scale(db(), call.path["scale_id"], who=call.who)),
              CHANGED, body=body({}), writes=True),
)  # fmt: skip
"""The operations on verdicts and scales."""
