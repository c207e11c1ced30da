"""Speakers: who they are and what they said."""

from __future__ import annotations

from flask import Blueprint, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from tracker.db import claim_lists
from tracker.db import claims as stored_claims
from tracker.db import speakers as stored_speakers
from tracker.db.claim_lists import Filters
from tracker.models import TrackerError
from tracker.models.speakers import DatedSpeaker, StoredSpeaker
from tracker.services import decisions, speakers
from tracker.services.filters import NUMBER, speaker_filters
from tracker.services.nouns import need
from tracker.web.charts.timeline import role_entries, timeline
from tracker.web.request import LIST, csv_of, db, finished, page_of
from tracker.web.views.export import streamed
from tracker.web.views.home import who

pages = Blueprint("speakers", __name__)


MOST_LIKE_IT = 20
"""Names that the form for merging offers; any other can be typed."""


@pages.get("/speakers")
def every() -> ResponseReturnValue:
    """Show the speakers, most claims first or as the address asks, narrowed to a name where it does."""
    words, order = _asked()
    page = page_of(stored_speakers.named(db(), words) if words else stored_speakers.count(db()))
    rows = stored_speakers.sorted_by(db(), order, words=words, limit=page.size, offset=page.offset)
    return render_template("speakers.html", rows=rows, page=page, words=words, order=order)


def _asked() -> tuple[str, str]:
    asked = speaker_filters(request.args)
    return asked.words, asked.order


@pages.get("/speakers." + LIST)
def every_list(form: str) -> ResponseReturnValue:
    """Give every speaker that the search leaves as JSON or CSV."""
    return streamed("speakers", form)


@pages.get("/speakers/<int:speaker_id>")
def show(speaker_id: int) -> ResponseReturnValue:
    """Show one speaker; the address of one who was merged leads to whom it was merged into.

    Further pages of the claims leave the rest out.
    """
    speaker = need(db(), "speaker", speaker_id)
    if speaker.merged_into is not None:
        return redirect(url_for("speakers.show", speaker_id=speaker.merged_into))
    page = page_of(speaker.claims)
    said = claim_lists.listed(db(), Filters(speaker=speaker_id), limit=page.size, offset=page.offset)
    profile = speakers.profile(db(), speaker_id) if page.number == 1 else None
    return render_template(
        "speaker.html",
        speaker=speaker,
        profile=profile,
        said=stored_claims.with_quantities(db(), said),
        page=page,
        chart=timeline(role_entries(speaker.name, profile.roles)) if profile else None,
        alike=_alike(speaker) if profile else [],
    )


def _alike(speaker: StoredSpeaker) -> list[DatedSpeaker]:
    """Return the speakers who share the last word of a name, the likeliest to be the same."""
    last = speaker.name.split()[-1]
    found = stored_speakers.sorted_by(db(), "claims", words=last, limit=MOST_LIKE_IT)
    return [other for other in found if other.id != speaker.id]


@pages.get("/speakers/<int:speaker_id>.json")
def show_json(speaker_id: int) -> ResponseReturnValue:
    """Give one speaker as JSON, with every claim."""
    return jsonify(speakers.shown(db(), speaker_id))


@pages.get("/speakers/<int:speaker_id>.csv")
def show_csv(speaker_id: int) -> ResponseReturnValue:
    """Give a speaker's claims as CSV, a row a claim, in date order."""
    need(db(), "speaker", speaker_id)
    rows = claim_lists.listed(db(), Filters(speaker=speaker_id), limit=-1)
    return csv_of(f"speaker-{speaker_id}", stored_claims.with_quantities(db(), rows))


@pages.post("/speakers/<int:speaker_id>/merge")
def merge(speaker_id: int) -> ResponseReturnValue:
    """Say that this speaker is another one, under another name: given by its number, or by its name exactly."""
    into = _other(request.form.get("into", "").strip())
    event = decisions.merge_speakers(db(), speaker_id, into, who=who())
    return finished("The two speakers are now one.", event, url_for("speakers.show", speaker_id=into))


def _other(given: str) -> int:
    """Return the speaker that a form names, or raise ``TrackerError`` where it names none or several."""
    if NUMBER.fullmatch(given):
        return int(given)
    found = stored_speakers.with_name(db(), given) if given else []
    if len(found) != 1:
        several = f"{len(found)} speakers are called “{given}”; give the number of the one that is meant."
        nobody = (
            f"No speaker is called “{given}”; give a name as it is listed, or a number."
            if given
            else "The other speaker is wanted: a name or a number."
        )
        raise TrackerError(several if found else nobody)
    return found[0].id
