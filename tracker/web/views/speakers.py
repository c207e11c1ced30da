"""Speakers: who they are and what they said."""

from __future__ import annotations

from flask import Blueprint, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from msgspec.structs import asdict

from tracker.models.claims import ClaimWithQuantities
from tracker.services import decisions, speakers
from tracker.services.filters import NUMBER, speaker_filters
from tracker.services.nouns import need
from tracker.web.charts import role_entries, timeline
from tracker.web.request import LIST, csv_of, db, finished, page_of
from tracker.web.views.export import streamed
from tracker.web.views.home import who

pages = Blueprint("speakers", __name__)


@pages.get("/speakers")
def every() -> ResponseReturnValue:
    """Show the speakers, most claims first or as the address asks, narrowed to a name where it does."""
    asked = speaker_filters(request.args)
    listed = speakers.listed(db(), words=asked.words, order=asked.order)
    page = page_of(listed.count)
    rows = listed.rows(limit=page.size, offset=page.offset)
    return render_template("speakers.html", rows=rows, page=page, words=asked.words, order=asked.order)


pages.add_url_rule("/speakers." + LIST, "every_list", lambda form: streamed("speakers", form))


@pages.get("/speakers/<int:speaker_id>")
def show(speaker_id: int) -> ResponseReturnValue:
    """Show one speaker; the address of one who was merged leads to whom it was merged into.

    Further pages of the claims leave the rest out.
    """
    read = speakers.read(db(), speaker_id, lambda count: page_of(count).window)
    if read.speaker.merged_into is not None:
        return redirect(url_for("speakers.show", speaker_id=read.speaker.merged_into))
    profile = read.profile
    return render_template(
        "speaker.html",
        **asdict(read),
        page=page_of(read.speaker.claims),
        chart=timeline(role_entries(read.speaker.name, profile.roles)) if profile else None,
    )


pages.add_url_rule(
    "/speakers/<int:speaker_id>.json", "show_json", lambda speaker_id: jsonify(speakers.shown(db(), speaker_id))
)


@pages.get("/speakers/<int:speaker_id>.csv")
def show_csv(speaker_id: int) -> ResponseReturnValue:
    """Give a speaker's claims as CSV, a row a claim, in date order."""
    need(db(), "speaker", speaker_id)
    return csv_of(f"speaker-{speaker_id}", speakers.claims_of(db(), speaker_id), ClaimWithQuantities)


@pages.post("/speakers/<int:speaker_id>/merge")
def merge(speaker_id: int) -> ResponseReturnValue:
    """Say that this speaker is another one, under another name: given by its number, or by its name exactly."""
    given = request.form.get("into", "").strip()
    into = int(given) if NUMBER.fullmatch(given) else speakers.called(db(), given)
    event = decisions.merge_speakers(db(), speaker_id, into, who=who())
    return finished("The two speakers are now one.", event, url_for("speakers.show", speaker_id=into))
