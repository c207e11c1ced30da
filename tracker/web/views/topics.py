"""Topics: the list, one with all that belongs to it, its reading list and dossier, and what a person does with them."""

from __future__ import annotations

import re
import unicodedata

from flask import Blueprint, Response, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from tracker.cite.notes import Dossier, as_html, as_markdown, safe_html
from tracker.models import TrackerError
from tracker.services import notes, topics
from tracker.services.nouns import need
from tracker.web.request import LIST, db, finished, form_number, page_of
from tracker.web.views.export import CitedSources, cited_sources, streamed
from tracker.web.views.history import address_of, page_of_noun
from tracker.web.views.home import who
from tracker.web.words import figure

pages = Blueprint("topics", __name__)

MOST_SHOWN = 20
"""Entries of each list on a topic's page; the rest stand behind a link, or in the JSON."""


@pages.get("/topics")
def every() -> ResponseReturnValue:
    """Show the topics by name, and the links of notes that are broken."""
    listed = topics.listed(db())
    page = page_of(listed.count)
    rows = listed.rows(limit=page.size, offset=page.offset)
    return render_template("topics.html", rows=rows, page=page, broken=notes.broken_places(db(), limit=MOST_SHOWN))


pages.add_url_rule("/topics." + LIST, "every_list", lambda form: streamed("topics", form))


@pages.get("/topics/<int:topic_id>")
def show(topic_id: int) -> ResponseReturnValue:
    """Show one topic; the address of one that was merged leads to the one it was merged into."""
    topic = topics.shown(db(), topic_id, most=MOST_SHOWN)
    if topic.merged_into is not None:
        return redirect(url_for("topics.show", topic_id=topic.merged_into))
    return render_template("topic.html", topic=topic, others=topics.others(db(), topic_id), most=MOST_SHOWN)


pages.add_url_rule("/topics/<int:topic_id>.json", "show_json", lambda topic_id: jsonify(topics.shown(db(), topic_id)))


@pages.post("/topics")
def make() -> ResponseReturnValue:
    """Make a topic."""
    topic_id, event = topics.make(db(), request.form.get("name", ""), who=who())
    return finished("The topic was made.", event, url_for("topics.show", topic_id=topic_id))


@pages.post("/topics/tag")
def tag() -> ResponseReturnValue:
    """Put a topic on a claim, thread or document."""
    noun, noun_id = request.form.get("noun", ""), form_number("noun_id", "What a topic is put on")
    name = " ".join(request.form.get("name", "").split())
    event = topics.tag(db(), noun, noun_id, name, who=who())
    return finished(f"{noun.capitalize()} {noun_id} is now under “{name}”.", event, _about(noun, noun_id))


@pages.post("/topics/<int:topic_id>/untag")
def untag(topic_id: int) -> ResponseReturnValue:
    """Take a topic off a claim, thread or document."""
    noun, noun_id = request.form.get("noun", ""), form_number("noun_id", "What a topic is taken off")
    event = topics.untag(db(), noun, noun_id, topic_id, who=who())
    return finished(f"{noun.capitalize()} {noun_id} is no longer under this topic.", event, _about(noun, noun_id))


def _about(noun: str, noun_id: int) -> str:
    return page_of_noun(noun, noun_id) or url_for("topics.every")


@pages.post("/topics/<int:topic_id>/name")
def rename(topic_id: int) -> ResponseReturnValue:
    """Give a topic another name."""
    event = topics.rename(db(), topic_id, request.form.get("name", ""), who=who())
    return finished("The topic has a new name; its address stays.", event, _page(topic_id))


@pages.post("/topics/<int:topic_id>/description")
def describe(topic_id: int) -> ResponseReturnValue:
    """Write a topic's description."""
    event = topics.describe(db(), topic_id, request.form.get("markdown", ""), who=who())
    return finished("The description was written.", event, _page(topic_id))


@pages.post("/topics/<int:topic_id>/merge")
def merge(topic_id: int) -> ResponseReturnValue:
    """Say that this topic is another one."""
    into = form_number("into", "The other topic")
    return finished("The two topics are now one.", topics.merge(db(), topic_id, into, who=who()), _page(into))


def _page(topic_id: int) -> str:
    return url_for("topics.show", topic_id=topic_id)


STEPS = {"up": -1, "down": 1}


@pages.post("/topics/<int:topic_id>/readings")
def add_reading(topic_id: int) -> ResponseReturnValue:
    """Put a stored document (by its number) or an outside link on the list."""
    wanted, url = request.form.get("document", "").strip(), request.form.get("url", "").strip()
    if wanted and not wanted.isdecimal():
        raise TrackerError("A document is named by its number, as in the address of its page.")
    event = topics.add_reading(
        db(),
        topic_id,
        document_id=int(wanted) if wanted else None,
        url=url,
        title=request.form.get("title", ""),
        remark=request.form.get("remark", ""),
        who=who(),
    )
    return finished("It stands at the end of the reading list.", event, _list(topic_id))


@pages.post("/topics/<int:topic_id>/readings/<int:reading_id>")
def change_reading(topic_id: int, reading_id: int) -> ResponseReturnValue:
    """Move an entry, take it off, or write the remark beside it."""
    act = request.form.get("act", "remark")
    if act in STEPS:
        event = topics.move_reading(db(), topic_id, reading_id, STEPS[act], who=who())
        return finished("The list is in a new order.", event, _list(topic_id))
    if act == "remove":
        event = topics.remove_reading(db(), topic_id, reading_id, who=who())
        return finished("It was taken off the list.", event, _list(topic_id))
    event = topics.remark_on_reading(db(), topic_id, reading_id, request.form.get("remark", ""), who=who())
    return finished("The remark was written.", event, _list(topic_id))


def _list(topic_id: int) -> str:
    return url_for("topics.show", topic_id=topic_id, _anchor="reading-list")


@pages.get("/topics/<int:topic_id>/dossier")
def dossier(topic_id: int) -> ResponseReturnValue:
    """Show a topic's dossier to be read or printed."""
    topic = need(db(), "topic", topic_id)
    if topic.merged_into is not None:
        return redirect(url_for("topics.dossier", topic_id=topic.merged_into))
    cited_in = cited_sources(notes.DEFAULT_STYLE)
    text = as_markdown(_dossier(topic_id, cited_in, whole=False))
    return render_template(
        "dossier.html",
        topic=topic,
        body=Markup(safe_html(text, page=True)),  # noqa: S704 - cleaned by safe_html
        styles=cited_in.names,
        style=cited_in.style,
    )


@pages.get("/topics/<int:topic_id>/dossier.json")
def dossier_json(topic_id: int) -> ResponseReturnValue:
    """Give a dossier as JSON: its Markdown, and the citations of its sources."""
    dossier = _dossier(topic_id, cited_sources(notes.DEFAULT_STYLE), whole=True)
    return jsonify({"title": dossier.title, "made": dossier.made, "sources": dict(dossier.sources),
                    "markdown": as_markdown(dossier)})  # fmt: skip


@pages.get("/topics/<int:topic_id>/dossier.<any(md,html):form>")
def take_dossier(topic_id: int, form: str) -> ResponseReturnValue:
    """Give a dossier as a file to keep."""
    dossier = _dossier(topic_id, cited_sources(notes.DEFAULT_STYLE), whole=True)
    text = as_markdown(dossier)
    if form == "html":
        response = Response(as_html(dossier.title, text), mimetype="text/html")
    else:
        response = Response(text, mimetype="text/markdown")
    response.headers["Content-Disposition"] = f'attachment; filename="{file_name(dossier.title)}.{form}"'
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


def _dossier(topic_id: int, cited_in: CitedSources, *, whole: bool) -> Dossier:
    """Return a dossier; one that leaves the site names its pages by their full addresses."""

    def address(noun: str, number: int) -> str:
        path = address_of(noun, number)
        return request.host_url.rstrip("/") + path if whole else path

    return notes.dossier(db(), topic_id, style=cited_in.style, added=cited_in.added, figure=figure, address=address)


def file_name(title: str) -> str:
    """Return a title as a file's name in plain letters.

    >>> file_name("Armed patrols: Café £5")
    'armed-patrols-cafe-5'
    """
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-") or "dossier"
