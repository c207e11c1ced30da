"""The operations on topics and their reading lists."""

from __future__ import annotations

from typing import Annotated, Any, ClassVar, Literal

from msgspec import UNSET, Meta, UnsetType

from tracker.desk import reading_list, topic_showing
from tracker.desk import topics as desk
from tracker.desk.reading_list import LONGEST_ADDRESS, LONGEST_REMARK, LONGEST_TITLE
from tracker.desk.topics import LONGEST_DESCRIPTION, LONGEST_NAME, TAGGED
from tracker.store import topics
from tracker.web.api.lists import LONGEST_PAGE, Changed, Made, changed, given, made, paged
from tracker.web.api.operations import Body, Call, Number, Operation, line, one_of, ref, words
from tracker.web.api.writes import Merger
from tracker.web.connection import db

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
    return made("topic", *desk.make(db(), call.body.name, who=call.who))


def _tag(call: Call[Tag]) -> Changed:
    sent = call.body
    return changed(desk.tag(db(), sent.noun, sent.noun_id, sent.name, who=call.who))


def _untag(call: Call[Tagged]) -> Changed:
    sent = call.body
    return changed(desk.untag(db(), sent.noun, sent.noun_id, call.path["topic_id"], who=call.who))


def _add_reading(call: Call[NewReading]) -> Changed:
    sent = given(call.body, "document_id", "url", "title", "remark")
    return changed(reading_list.add(db(), call.path["topic_id"], **sent, who=call.who))


def _entry(call: Call[Any]) -> tuple[int, int]:
    return call.path["topic_id"], call.path["reading_id"]


TOPIC = "/topics/{topic_id}"
READING = TOPIC + "/readings/{reading_id}"
OPERATIONS = (
    paged("topic", "List topics by name.", topics.every, topics.counted),
    Operation[None](
        "get_topic", "GET", TOPIC, f"Give one topic with its reading list and what is in it, {LONGEST_PAGE} of each.",
        "topics", lambda call: topic_showing.topic(db(), call.path["topic_id"], most=LONGEST_PAGE), ref("Topic"),
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
    Operation(
        "rename_topic", "PUT", TOPIC + "/name", "Give a topic another name.", "topics",
        lambda call: changed(desk.rename(db(), call.path["topic_id"], call.body.name, who=call.who)),
        Changed, body=TopicName, writes=True,
    ),
    Operation(
        "describe_topic", "PUT", TOPIC + "/description", "Write a topic's description, in Markdown.", "topics",
        lambda call: changed(desk.describe(db(), call.path["topic_id"], call.body.markdown, who=call.who)),
        Changed, body=Description, writes=True,
    ),
    Operation(
        "merge_topics", "POST", TOPIC + "/merge", "Say that this topic is another one.", "topics",
        lambda call: changed(desk.merge(db(), call.path["topic_id"], call.body.into, who=call.who)),
        Changed, body=Merger, writes=True,
    ),
    Operation(
        "add_reading", "POST", TOPIC + "/readings", "Put a document or an outside page on a topic's reading list.",
        "topics", _add_reading, Changed, body=NewReading, writes=True,
    ),
    Operation(
        "remark_on_reading", "PUT", READING + "/remark", "Write the remark beside an entry.", "topics",
        lambda call: changed(reading_list.remark(db(), *_entry(call), call.body.remark, who=call.who)),
        Changed, body=Remark, writes=True,
    ),
    Operation(
        "move_reading", "POST", READING + "/move", "Move an entry up (-1) or down (1).", "topics",
        lambda call: changed(reading_list.move(db(), *_entry(call), call.body.by, who=call.who)),
        Changed, body=Move, writes=True,
    ),
    Operation[None](
        "take_off_reading", "DELETE", READING, "Take an entry off its list.", "topics",
        lambda call: changed(reading_list.remove(db(), *_entry(call), who=call.who)), Changed, writes=True,
    ),
)  # fmt: skip
"""The operations on topics."""
