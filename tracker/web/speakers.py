"""Speakers: who they are and what they said."""

from __future__ import annotations

from flask import Blueprint, jsonify, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from tracker.desk import deciding, showing
from tracker.store import speakers
from tracker.web.acting import finished, form_number
from tracker.web.connection import db
from tracker.web.formats import LIST, list_in
from tracker.web.paging import page_of
from tracker.web.who import who

pages = Blueprint("speakers", __name__)


@pages.get("/speakers")
def every() -> ResponseReturnValue:
    """Show the speakers, most claims first."""
    page = page_of(speakers.count(db()))
    return render_template("speakers.html", rows=speakers.every(db(), limit=page.size, offset=page.offset), page=page)


@pages.get("/speakers." + LIST)
def every_list(form: str) -> ResponseReturnValue:
    """Give every speaker as JSON or CSV."""
    return list_in(form, "speakers", speakers.every(db()))


@pages.get("/speakers/<int:speaker_id>")
def show(speaker_id: int) -> ResponseReturnValue:
    """Show one speaker; the address of one who was merged leads to whom it was merged into."""
    speaker = showing.speaker(db(), speaker_id)
    if speaker["merged_into"] is not None:
        return redirect(url_for("speakers.show", speaker_id=speaker["merged_into"]))
    others = [row for row in speakers.every(db()) if row["id"] != speaker_id]
    return render_template("speaker.html", speaker=speaker, others=others)


@pages.get("/speakers/<int:speaker_id>.json")
def show_json(speaker_id: int) -> ResponseReturnValue:
    """Give one speaker as JSON."""
    return jsonify(showing.speaker(db(), speaker_id))


@pages.post("/speakers/<int:speaker_id>/merge")
def merge(speaker_id: int) -> ResponseReturnValue:
    """Say that this speaker is another one, under another name."""
    into = form_number("into", "The other speaker")
    event = deciding.merge_speakers(db(), speaker_id, into, who=who())
    return finished("The two speakers are now one.", event, url_for("speakers.show", speaker_id=into))
