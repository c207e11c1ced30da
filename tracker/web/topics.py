"""Topics: the list, one with all that belongs to it, and what a person does with them."""

from __future__ import annotations

from flask import Blueprint, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from tracker.desk import linked, topic_showing
from tracker.desk import topics as desk
from tracker.models.names import Name
from tracker.store import topics
from tracker.web.acting import finished, form_number
from tracker.web.connection import db
from tracker.web.formats import LIST
from tracker.web.history import page_of_noun
from tracker.web.paging import page_of
from tracker.web.taking import streamed
from tracker.web.who import who

pages = Blueprint("topics", __name__)

MOST_SHOWN = 40
"""Entries of each list on a topic's page; the rest stand behind a link, or in the JSON."""
SUGGESTED = 200
"""Topics a form suggests: a longer list is typed into, not read."""


@pages.get("/topics")
def every() -> ResponseReturnValue:
    """Show the topics by name, and the links of notes that are broken."""
    page = page_of(topics.counted(db()))
    rows = topics.every(db(), limit=page.size, offset=page.offset)
    return render_template("topics.html", rows=rows, page=page, broken=linked.broken_places(db(), limit=MOST_SHOWN))


@pages.get("/topics." + LIST)
def every_list(form: str) -> ResponseReturnValue:
    """Give every topic as JSON or CSV."""
    return streamed("topics", form)


@pages.get("/topics/<int:topic_id>")
def show(topic_id: int) -> ResponseReturnValue:
    """Show one topic; the address of one that was merged leads to the one it was merged into."""
    topic = topic_showing.topic(db(), topic_id, most=MOST_SHOWN)
    if topic.merged_into is not None:
        return redirect(url_for("topics.show", topic_id=topic.merged_into))
    others = [other for other in topics.names(db(), limit=SUGGESTED) if other.id != topic_id]
    return render_template("topic.html", topic=topic, others=others, most=MOST_SHOWN)


@pages.get("/topics/<int:topic_id>.json")
def show_json(topic_id: int) -> ResponseReturnValue:
    """Give one topic with everything in it as JSON."""
    return jsonify(topic_showing.topic(db(), topic_id))


@pages.post("/topics")
def make() -> ResponseReturnValue:
    """Make a topic."""
    topic_id, event = desk.make(db(), request.form.get("name", ""), who=who())
    return finished("The topic was made.", event, url_for("topics.show", topic_id=topic_id))


@pages.post("/topics/tag")
def tag() -> ResponseReturnValue:
    """Put a topic on a claim, thread or document."""
    noun, noun_id = request.form.get("noun", ""), form_number("noun_id", "What a topic is put on")
    name = " ".join(request.form.get("name", "").split())
    event = desk.tag(db(), noun, noun_id, name, who=who())
    return finished(f"{noun.capitalize()} {noun_id} is now under “{name}”.", event, _about(noun, noun_id))


@pages.post("/topics/<int:topic_id>/untag")
def untag(topic_id: int) -> ResponseReturnValue:
    """Take a topic off a claim, thread or document."""
    noun, noun_id = request.form.get("noun", ""), form_number("noun_id", "What a topic is taken off")
    event = desk.untag(db(), noun, noun_id, topic_id, who=who())
    return finished(f"{noun.capitalize()} {noun_id} is no longer under this topic.", event, _about(noun, noun_id))


def _about(noun: str, noun_id: int) -> str:
    return page_of_noun(noun, noun_id) or url_for("topics.every")


@pages.post("/topics/<int:topic_id>/name")
def rename(topic_id: int) -> ResponseReturnValue:
    """Give a topic another name."""
    event = desk.rename(db(), topic_id, request.form.get("name", ""), who=who())
    return finished("The topic has a new name; its address stays.", event, _page(topic_id))


@pages.post("/topics/<int:topic_id>/description")
def describe(topic_id: int) -> ResponseReturnValue:
    """Write a topic's description."""
    event = desk.describe(db(), topic_id, request.form.get("markdown", ""), who=who())
    return finished("The description was written.", event, _page(topic_id))


@pages.post("/topics/<int:topic_id>/merge")
def merge(topic_id: int) -> ResponseReturnValue:
    """Say that this topic is another one."""
    into = form_number("into", "The other topic")
    event = desk.merge(db(), topic_id, into, who=who())
    return finished("The two topics are now one.", event, _page(into))


def _page(topic_id: int) -> str:
    return url_for("topics.show", topic_id=topic_id)


def topics_on(noun: str, noun_id: int) -> list[Name]:
    """Return the topics on a claim, thread or document, for templates."""
    return topics.of(db(), noun, noun_id)


def topic_names() -> list[str]:
    """Return the names of topics that a form suggests, for templates."""
    return [topic.name for topic in topics.names(db(), limit=SUGGESTED)]
