"""Everything that was changed, newest first, with undo; and people's notes with their versions."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, g, jsonify, render_template, request, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from tracker.cite.notes import safe_html
from tracker.cite.snippets import Resolve
from tracker.models import DeletedError, TrackerError
from tracker.services import decisions, notes, nouns
from tracker.services import undo as services_undo
from tracker.services.notes import resolver
from tracker.services.nouns import need
from tracker.web.request import LIST, db, finished, form_number, list_in, page_of
from tracker.web.views.home import who

pages = Blueprint("history", __name__)

NOUNS = ("claim", "document", "speaker", "thread", "topic", "verdict")
"""What an event or a note can be about; each has a page of its own."""


def page_of_noun(noun: str, noun_id: int) -> str | None:
    """Return the address of what an event or a note is about, ``None`` for what has no page."""
    values: dict[str, Any] = {f"{noun}_id": noun_id}
    return url_for(f"{noun}s.show", **values) if noun in NOUNS else None


@pages.get("/history")
def every() -> ResponseReturnValue:
    """Show what was changed, newest first."""
    listed = nouns.events_newest_first(db())
    page = page_of(listed.count)
    return render_template("history.html", events=listed.rows(limit=page.size, offset=page.offset), page=page)


@pages.get("/history." + LIST)
def every_list(form: str) -> ResponseReturnValue:
    """Give every event, oldest first, as JSON or CSV."""
    return list_in(form, "events", nouns.events_listed(db()).rows(), nouns.EVENT_COLUMNS)


@pages.get(f"/history/<any({','.join(NOUNS)}):noun>-<int:noun_id>")
def of_one(noun: str, noun_id: int) -> ResponseReturnValue:
    """Show what was changed of one thing, newest first."""
    need(db(), noun, noun_id)
    found = nouns.events_about(db(), noun, noun_id)
    page = page_of(len(found))
    shown = found[page.offset : page.offset + page.size]
    return render_template("history.html", events=shown, page=page, one=(noun, noun_id))


@pages.get(f"/history/<any({','.join(NOUNS)}):noun>-<int:noun_id>." + LIST)
def of_one_list(noun: str, noun_id: int, form: str) -> ResponseReturnValue:
    """Give the events of one thing, oldest first, as JSON or CSV."""
    need(db(), noun, noun_id)
    return list_in(
        form, "events", map(nouns.event_row, reversed(nouns.events_about(db(), noun, noun_id))), nouns.EVENT_COLUMNS
    )


@pages.post("/history/<int:event_id>/undo")
def undo(event_id: int) -> ResponseReturnValue:
    """Take one decision back."""
    done = services_undo.undo(db(), event_id, who=who())
    event = nouns.need_event(db(), done)
    about = page_of_noun(event.noun, event.noun_id)
    if event.noun == "document":
        try:
            need(db(), "document", event.noun_id)
        except DeletedError:  # it was undone that the document was added, or restored
            about = url_for("documents.deleted")
    return finished("Undone: it is as it was before.", done, about or url_for("history.every"))


@pages.post("/notes")
def add_note() -> ResponseReturnValue:
    """Add a note to a document, claim, speaker, thread or topic."""
    noun, noun_id = request.form.get("noun", ""), form_number("noun_id", "What a note is about")
    event = decisions.add_note(db(), noun, noun_id, request.form.get("markdown", ""), who=who())
    address = page_of_noun(noun, noun_id)
    if address is None:
        raise TrackerError("A note belongs to a document, a claim, a speaker, a thread or a topic.")
    return finished("The note was added.", event, f"{address}#notes")


@pages.get("/notes/<int:note_id>")
def note(note_id: int) -> ResponseReturnValue:
    """Show a note, the form that edits it, and every version it had."""
    versions = notes.versions(db(), note_id)
    standing = [note for note in versions if not note.withdrawn]
    return render_template(
        "note.html",
        note=standing[-1] if standing else versions[-1],
        stands=bool(standing),
        versions=versions,
        about=page_of_noun(versions[0].noun, versions[0].noun_id),
    )


pages.add_url_rule(
    "/notes/<int:note_id>.json", "note_json", lambda note_id: jsonify({"versions": notes.versions(db(), note_id)})
)


@pages.post("/notes/<int:note_id>")
def edit_note(note_id: int) -> ResponseReturnValue:
    """Write a new version of a note."""
    event = notes.edit(db(), note_id, request.form.get("markdown", ""), who=who())
    note = notes.versions(db(), note_id)[-1]
    about = page_of_noun(note.noun, note.noun_id) or url_for("history.every")
    return finished("The note has a new version; the one before is kept.", event, f"{about}#notes")


def note_html(source: str, prefix: int = 0) -> Markup:
    """Return a note's Markdown as HTML that holds no script, style, picture or form.

    ``prefix``, the note's number, keeps its footnotes apart from those of other notes on the page.
    """
    return Markup(safe_html(source, links(), prefix=prefix))  # noqa: S704 - cleaned by safe_html


def links() -> Resolve:
    """Return what finds the links of notes, shared by all notes of a page."""
    if "note_links" not in g:
        g.note_links = resolver(db(), address_of)
    return g.note_links  # type: ignore[no-any-return]


def address_of(noun: str, number: int) -> str:
    """Return the address of a claim's, thread's or document's page."""
    values: dict[str, Any] = {f"{noun}_id": number}
    return url_for(f"{noun}s.show", **values)
