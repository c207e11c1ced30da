"""Threads: the same claim over time."""

from __future__ import annotations

from collections.abc import Sequence

from flask import Blueprint, jsonify, render_template, request, url_for
from flask.typing import ResponseReturnValue

from tracker.desk import deciding, thread_history, thread_page
from tracker.desk.narrowing import thread_filters
from tracker.desk.nouns import need
from tracker.models.speakers import StoredSpeaker
from tracker.store import figures, threads
from tracker.store.figures import FigureFilters
from tracker.store.rows import Row
from tracker.web.acting import finished, form_number
from tracker.web.connection import db
from tracker.web.figure_chart import Panel, panels
from tracker.web.formats import LIST, csv_of
from tracker.web.paging import page_of
from tracker.web.taking import streamed
from tracker.web.thread_chart import thread_entries
from tracker.web.timeline import timeline
from tracker.web.who import who

pages = Blueprint("threads", __name__)

PER_PAGE = 6
"""Wordings a page: each stands with its uses, what it changed, and the means to decide."""
MOST_BESIDE = 6
"""Wordings that revise or reverse a thread which its page shows; its JSON has them all."""
MOST_DECIDED = 1
"""Uses of one wording that can be decided in place; the others are on their claims' own pages."""
MOST_POINTS = 16
"""Figures its charts draw."""


@pages.get("/threads")
def every() -> ResponseReturnValue:
    """Show the threads, those over most documents first; those that a speaker takes part in where one is chosen."""
    speaker = _speaker()
    number = speaker.id if speaker else None
    page = page_of(threads.count(db(), speaker=number))
    rows = threads.every(db(), limit=page.size, offset=page.offset, speaker=number)
    return render_template("threads.html", rows=rows, page=page, speaker=speaker)


def _speaker() -> StoredSpeaker | None:
    """Return the speaker that the address chooses, if any."""
    chosen = thread_filters(db(), request.args).speaker
    return None if chosen is None else need(db(), "speaker", chosen)


@pages.get("/threads." + LIST)
def every_list(form: str) -> ResponseReturnValue:
    """Give the threads that the filter leaves with their claims' numbers, as JSON or CSV."""
    return streamed("threads", form)


@pages.get("/threads/<int:thread_id>")
def show(thread_id: int) -> ResponseReturnValue:
    """Show one thread: when and where it was said, its wordings as a ladder, and what revises or reverses it."""
    whole = thread_page.read(db(), thread_id)
    page = page_of(len(whole.wordings), PER_PAGE)
    thread = thread_page.page(db(), whole, offset=page.offset, size=page.size)
    by = "documents" if request.args.get("by") == "documents" else "speakers"
    return render_template(
        "thread.html",
        thread=thread,
        page=page,
        by=by,
        chart=timeline(thread_entries(thread, by)),
        panels=_panels(thread) if page.number == 1 else (),
        most_beside=MOST_BESIDE,
        most_uses=thread_page.MOST_USES,
        most_decided=MOST_DECIDED,
    )


def _panels(thread: Row) -> Sequence[Panel]:
    """Return the charts of a thread's figures: of its own claims, and of those that revise or reverse it."""
    ids = (*thread["ids"], *(match["other"]["id"] for match in thread["opposed"]))
    return panels(figures.spread(db(), FigureFilters(claims=ids), most=MOST_POINTS))


@pages.get("/threads/<int:thread_id>.json")
def show_json(thread_id: int) -> ResponseReturnValue:
    """Give one thread as JSON."""
    return jsonify(thread_history.history(db(), thread_id))


@pages.get("/threads/<int:thread_id>.csv")
def show_csv(thread_id: int) -> ResponseReturnValue:
    """Give one thread as CSV, a row a claim."""
    return csv_of(f"thread-{thread_id}", thread_history.members_table(db(), thread_id))


@pages.post("/threads/<int:thread_id>/lead")
def pick_lead(thread_id: int) -> ResponseReturnValue:
    """Make one claim the lead of its thread."""
    claim_id = form_number("claim", "A claim's number")
    event = deciding.pick_lead(db(), thread_id, claim_id, who=who())
    return finished(f"Claim {claim_id} now leads the thread.", event, url_for("threads.show", thread_id=thread_id))
