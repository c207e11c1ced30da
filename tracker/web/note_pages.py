"""One note with all its versions, and editing it."""

from __future__ import annotations

from flask import Blueprint, jsonify, render_template, request, url_for
from flask.typing import ResponseReturnValue

from tracker.desk import noting
from tracker.web.acting import finished
from tracker.web.connection import db
from tracker.web.history import page_of_noun
from tracker.web.who import who

pages = Blueprint("notes", __name__)


@pages.get("/notes/<int:note_id>")
def show(note_id: int) -> ResponseReturnValue:
    """Show a note, the form that edits it, and every version it had."""
    versions = noting.versions(db(), note_id)
    standing = [note for note in versions if not note.withdrawn]
    return render_template(
        "note.html",
        note=standing[-1] if standing else versions[-1],
        stands=bool(standing),
        versions=versions,
        about=page_of_noun(versions[0].noun, versions[0].noun_id),
    )


@pages.get("/notes/<int:note_id>.json")
def show_json(note_id: int) -> ResponseReturnValue:
    """Give every version of a note as JSON."""
    return jsonify({"versions": noting.versions(db(), note_id)})


@pages.post("/notes/<int:note_id>")
def edit(note_id: int) -> ResponseReturnValue:
    """Write a new version of a note."""
    event = noting.edit(db(), note_id, request.form.get("markdown", ""), who=who())
    note = noting.versions(db(), note_id)[-1]
    about = page_of_noun(note.noun, note.noun_id) or url_for("history.every")
    return finished("The note has a new version; the one before is kept.", event, f"{about}#notes")
