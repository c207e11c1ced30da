"""The operations on topics and their reading lists."""

from __future__ import annotations

from typing import Any

from tracker.desk import reading_list, topic_showing
from tracker.desk import topics as desk
from tracker.desk.reading_list import LONGEST_ADDRESS, LONGEST_REMARK, LONGEST_TITLE
from tracker.desk.topics import LONGEST_DESCRIPTION, LONGEST_NAME, TAGGED
from tracker.store import topics
from tracker.web.api.lists import CHANGED, LONGEST_PAGE, MADE, changed, given, made, paged
from tracker.web.api.operations import Call, Operation, Schema, body, number, ref, text
from tracker.web.connection import db

NAME: Schema = body({"name": text(LONGEST_NAME)})
ON: dict[str, Schema] = {"noun": {"type": "string", "enum": list(TAGGED)}, "noun_id": number()}
REMARK: Schema = {"type": "string", "maxLength": LONGEST_REMARK, "description": "Why to read it."}
READING_BODY: Schema = {
    "oneOf": [{"required": ["document_id"]}, {"required": ["url"]}],
    **body(
        {},
        {
            "document_id": number("The number of a stored document, or …"),
            "url": {"type": "string", "minLength": 1, "maxLength": LONGEST_ADDRESS, "description": "… a web address."},
            "title": {"type": "string", "maxLength": LONGEST_TITLE, "description": "The title of an outside page."},
            "remark": REMARK,
        },
    ),
}


def _make(call: Call) -> Any:
    return made("topic", *desk.make(db(), call.body["name"], who=call.who))


def _tag(call: Call) -> Any:
    sent = call.body
    return changed(desk.tag(db(), sent["noun"], sent["noun_id"], sent["name"], who=call.who))


def _untag(call: Call) -> Any:
    sent = call.body
    return changed(desk.untag(db(), sent["noun"], sent["noun_id"], call.path["topic_id"], who=call.who))


def _add_reading(call: Call) -> Any:
    sent = given(call.body, "document_id", "url", "title", "remark")
    return changed(reading_list.add(db(), call.path["topic_id"], **sent, who=call.who))


def _entry(call: Call) -> tuple[int, int]:
    return call.path["topic_id"], call.path["reading_id"]


TOPIC = "/topics/{topic_id}"
READING = TOPIC + "/readings/{reading_id}"
OPERATIONS = (
    paged("topic", "List topics by name.", topics.every, topics.counted),
    Operation(
        "get_topic", "GET", TOPIC, f"Give one topic with its reading list and what is in it, {LONGEST_PAGE} of each.",
        "topics", lambda call: topic_showing.topic(db(), call.path["topic_id"], most=LONGEST_PAGE), ref("Topic"),
    ),
    Operation(
        "make_topic", "POST", "/topics", "Make a topic; one of that name is never made twice.", "topics",
        _make, MADE, body=NAME, writes=True,
    ),
    Operation(
        "tag", "POST", "/topics/tag", "Put a topic, made where it is new, on a claim, thread or document.", "topics",
        _tag, CHANGED, body=body({**ON, "name": text(LONGEST_NAME, "The topic's name.")}), writes=True,
    ),
    Operation(
        "untag", "POST", TOPIC + "/untag", "Take a topic off a claim, thread or document.", "topics",
        _untag, CHANGED, body=body(ON), writes=True,
    ),
    Operation(
        "rename_topic", "PUT", TOPIC + "/name", "Give a topic another name.", "topics",
        lambda call: changed(desk.rename(db(), call.path["topic_id"], call.body["name"], who=call.who)),
        CHANGED, body=NAME, writes=True,
    ),
    Operation(
        "describe_topic", "PUT", TOPIC + "/description", "Write a topic's description, in Markdown.", "topics",
        lambda call: changed(desk.describe(db(), call.path["topic_id"], call.body["markdown"], who=call.who)),
        CHANGED, body=body({"markdown": {"type": "string", "maxLength": LONGEST_DESCRIPTION}}), writes=True,
    ),
    Operation(
        "merge_topics", "POST", TOPIC + "/merge", "Say that this topic is another one.", "topics",
        lambda call: changed(desk.merge(db(), call.path["topic_id"], call.body["into"], who=call.who)),
        CHANGED, body=body({"into": number("The number of the topic that is kept.")}), writes=True,
    ),
    Operation(
        "add_reading", "POST", TOPIC + "/readings", "Put a document or an outside page on a topic's reading list.",
        "topics", _add_reading, CHANGED, body=READING_BODY, writes=True,
    ),
    Operation(
        "remark_on_reading", "PUT", READING + "/remark", "Write the remark beside an entry.", "topics",
        lambda call: changed(reading_list.remark(db(), *_entry(call), call.body["remark"], who=call.who)),
        CHANGED, body=body({"remark": REMARK}), writes=True,
    ),
    Operation(
        "move_reading", "POST", READING + "/move", "Move an entry up (-1) or down (1).", "topics",
        lambda call: changed(reading_list.move(db(), *_entry(call), call.body["by"], who=call.who)),
        CHANGED, body=body({"by": {"type": "integer", "enum": [-1, 1]}}), writes=True,
    ),
    Operation(
        "take_off_reading", "DELETE", READING, "Take an entry off its list.", "topics",
        lambda call: changed(reading_list.remove(db(), *_entry(call), who=call.who)), CHANGED, writes=True,
    ),
)  # fmt: skip
"""The operations on topics."""
