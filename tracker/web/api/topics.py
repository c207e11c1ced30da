"""The operations on topics and their reading lists, on saved searches, and on verdicts and the scales they use."""

from __future__ import annotations

from typing import Annotated, Any, ClassVar, Literal

import msgspec
from msgspec import UNSET, Meta, UnsetType

from tracker.models.threads import Ruling, VerdictFilters, Work, WorkStatus
from tracker.services import filters, topics, verdicts
from tracker.services.filters import LONGEST_SEARCH_NAME
from tracker.services.topics import (
    LONGEST_ADDRESS,
    LONGEST_DESCRIPTION,
    LONGEST_NAME,
    LONGEST_REMARK,
    LONGEST_TITLE,
    TAGGED,
)
from tracker.services.verdicts import (
    LEAST_RATINGS,
    LONGEST_LABEL,
    LONGEST_LINE,
    LONGEST_SHOWN,
    LONGEST_SUMMARY,
    MOST_EVIDENCE,
    MOST_RATINGS,
)
from tracker.web.api.description import (
    PAGE,
    Body,
    Call,
    Changed,
    Made,
    Number,
    Operation,
    changed,
    decides,
    given,
    line,
    listing,
    made,
    newest_event,
    one_of,
    paged,
    ref,
    words,
)
from tracker.web.api.lists import CLAIM_FILTERS, VERDICT_FILTERS
from tracker.web.api.writes import Merger
from tracker.web.request import db
from tracker.web.views.claims import query_of

ADDRESS = Meta(min_length=1, max_length=LONGEST_ADDRESS, description="… a web address.")


class TopicName(Body, frozen=True):
    """The name of a topic."""

    name: Annotated[str, words(LONGEST_NAME)]


class Tagged(Body, frozen=True):
    """What a topic is taken off."""

    noun: Annotated[str, one_of(TAGGED)]
    noun_id: Number


class Tag(Body, frozen=True):
    """A topic, and what it is put on."""

    noun: Annotated[str, one_of(TAGGED)]
    noun_id: Number
    name: Annotated[str, words(LONGEST_NAME, "The topic's name.")]


class Description(Body, frozen=True):
    """The description of a topic."""

    markdown: Annotated[str, line(LONGEST_DESCRIPTION)]


class NewReading(Body, frozen=True):
    """An entry of a reading list."""

    document_id: Annotated[Number, Meta(description="The number of a stored document, or …")] | UnsetType = UNSET
    url: Annotated[str, ADDRESS] | UnsetType = UNSET
    title: Annotated[str, line(LONGEST_TITLE, "The title of an outside page.")] | UnsetType = UNSET
    remark: Annotated[str, line(LONGEST_REMARK, "Why to read it.")] | UnsetType = UNSET
    either: ClassVar = (("document_id",), ("url",))


class Remark(Body, frozen=True):
    """The remark beside an entry."""

    remark: Annotated[str, line(LONGEST_REMARK, "Why to read it.")]


class Move(Body, frozen=True):
    """Where an entry is moved."""

    by: Literal[-1, 1]


def _make(call: Call[TopicName]) -> Made:
    return made("topic", *topics.make(db(), call.body.name, who=call.who))


def _tag(call: Call[Tag]) -> Changed:
    sent = call.body
    return changed(topics.tag(db(), sent.noun, sent.noun_id, sent.name, who=call.who))


def _untag(call: Call[Tagged]) -> Changed:
    sent = call.body
    return changed(topics.untag(db(), sent.noun, sent.noun_id, call.path["topic_id"], who=call.who))


def _add_reading(call: Call[NewReading]) -> Changed:
    sent = given(call.body, "document_id", "url", "title", "remark")
    return changed(topics.add_reading(db(), call.path["topic_id"], **sent, who=call.who))


def _entry(call: Call[Any]) -> tuple[int, int]:
    return call.path["topic_id"], call.path["reading_id"]


TOPIC = "/topics/{topic_id}"
READING = TOPIC + "/readings/{reading_id}"
OPERATIONS = (
    paged("topic", "List topics by name.", topics.listed),
    Operation[None](
        "get_topic", "GET", TOPIC, "Give one topic with its reading list and what is in it.",
        "topics", lambda call: topics.shown(db(), call.path["topic_id"]), ref("Topic"),
    ),
    Operation(
        "make_topic", "POST", "/topics", "Make a topic; one of that name is never made twice.", "topics",
        _make, Made, body=TopicName, writes=True,
    ),
    Operation(
        "tag", "POST", "/topics/tag", "Put a topic, made where it is new, on a claim, thread or document.", "topics",
        _tag, Changed, body=Tag, writes=True,
    ),
    Operation(
        "untag", "POST", TOPIC + "/untag", "Take a topic off a claim, thread or document.", "topics",
        _untag, Changed, body=Tagged, writes=True,
    ),
    decides("rename_topic", "PUT", TOPIC + "/name", "Give a topic another name.", "topics", topics.rename, TopicName),
    decides(
        "describe_topic", "PUT", TOPIC + "/description", "Write a topic's description, in Markdown.", "topics",
        topics.describe, Description,
    ),
    decides(
        "merge_topics", "POST", TOPIC + "/merge", "Say that this topic is another one.", "topics", topics.merge,
        Merger,
    ),
    Operation(
        "add_reading", "POST", TOPIC + "/readings", "Put a document or an outside page on a topic's reading list.",
        "topics", _add_reading, Changed, body=NewReading, writes=True, adds=True,
    ),
    decides(
        "remark_on_reading", "PUT", READING + "/remark", "Write the remark beside an entry.", "topics",
        topics.remark_on_reading, Remark,
    ),
    decides(
        "move_reading", "POST", READING + "/move", "Move an entry up (-1) or down (1).", "topics", topics.move_reading,
        Move,
    ),
    decides("take_off_reading", "DELETE", READING, "Take an entry off its list.", "topics", topics.remove_reading),
)  # fmt: skip
"""The operations on topics."""


ASKED = Meta(
    description="The filters of “list_claims”, as they are asked there.",
    extra_json_schema={"properties": CLAIM_FILTERS, "additionalProperties": False, "minProperties": 1},
)


class SearchName(Body, frozen=True):
    """The name of a saved search."""

    name: Annotated[str, words(LONGEST_SEARCH_NAME)]


class NewSearch(SearchName, frozen=True):
    """A search to be saved."""

    search: Annotated[dict[str, Any], ASKED]


def _save(call: Call[NewSearch]) -> Made:
    asked = {name: "1" if value is True else str(value) for name, value in call.body.search.items() if value}
    return made("search", *filters.save(db(), call.body.name, query_of(asked), who=call.who))


SEARCH = "/searches/{search_id}"
SEARCHES = (
    paged("search", "List the saved searches by name.", filters.saved, plural="searches"),
    Operation(
        "save_search", "POST", "/searches", "Save a search; all it finds now counts as seen.", "searches",
        _save, Made, body=NewSearch, writes=True, status=201,
    ),
    decides(
        "rename_search", "PUT", f"{SEARCH}/name", "Give a saved search another name.", "searches",
        filters.rename_saved, SearchName,
    ),
    decides(
        "look_at_search", "POST", f"{SEARCH}/seen", "Record that all a search finds now was seen.", "searches",
        filters.look_at_saved,
    ),
    decides("remove_search", "DELETE", SEARCH, "Take a saved search off the list.", "searches", filters.remove_saved),
)  # fmt: skip
"""The operations on saved searches."""


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


def _list_verdicts(call: Call[None]) -> Any:
    query = call.query
    filters = VerdictFilters(query.get("organisation"), query.get("rating"), query.get("thread"))
    listed = verdicts.listed(db(), filters)
    return {"verdicts": listed.rows(limit=query["limit"], offset=query["offset"]), "count": listed.count}


def _record_verdict(call: Call[NewVerdict]) -> Made:
    verdict_id = verdicts.record(db(), call.path["thread_id"], _ruling(call.body), who=call.who)
    return made("verdict", verdict_id, newest_event("verdict", verdict_id))


def _revise_verdict(call: Call[NewVerdict]) -> Changed:
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
    scale_id = verdicts.add_scale(db(), sent.organisation, sent.name, ratings, who=call.who)
    return made("scale", scale_id, newest_event("scale", scale_id))


OPERATIONS_ON_VERDICTS = (
    Operation[None]("list_verdicts", "GET", "/verdicts", "List verdicts, the last published first.", "verdicts",
              _list_verdicts, listing("verdicts", "Verdict"), VERDICT_FILTERS | PAGE),
    Operation[None]("get_verdict", "GET", "/verdicts/{verdict_id}", "Give one verdict with its versions.", "verdicts",
              lambda call: verdicts.shown(db(), call.path["verdict_id"]), ref("Verdict")),
    Operation("record_verdict", "POST", "/threads/{thread_id}/verdicts", "Record a published verdict on a thread.",
              "verdicts", _record_verdict, Made, body=NewVerdict, writes=True, status=201),
    Operation("revise_verdict", "PUT", "/verdicts/{verdict_id}", "Store a new version of a verdict.", "verdicts",
              _revise_verdict, Changed, body=NewVerdict, writes=True),
    decides(
        "withdraw_verdict", "POST", "/verdicts/{verdict_id}/withdraw", "Withdraw a verdict.", "verdicts",
        verdicts.withdraw,
    ),
    Operation[None]("list_working_verdicts", "GET", "/working", "List the work on verdicts, what is checked first.",
                    "verdicts", _working, listing("working", "WorkingVerdict")),
    Operation("work_on_verdict", "PUT", "/threads/{thread_id}/working",
              "Keep what is known so far of a verdict on a thread.", "verdicts", _work_on, Changed, body=NewWork,
              writes=True),
    paged("scale", "List the rating scales on offer, by organisation.", verdicts.scales),
    Operation("add_scale", "POST", "/scales", "Add an organisation's rating scale.", "scales", _add_scale, Made,
              body=NewScale, writes=True, status=201),
    decides(
        "withdraw_scale", "POST", "/scales/{scale_id}/withdraw", "Offer a scale no longer.", "scales",
        verdicts.withdraw_scale,
    ),
)  # fmt: skip
"""The operations on verdicts and scales."""
