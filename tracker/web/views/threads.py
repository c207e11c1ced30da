"""Threads: the same claim over time."""

from __future__ import annotations

from flask import Blueprint, jsonify, render_template, request, url_for
from flask.typing import ResponseReturnValue

from tracker.services import decisions, threads, topics
from tracker.services.filters import thread_filters
from tracker.services.nouns import need
from tracker.services.threads import MemberRow
from tracker.web.charts import panels, thread_entries, timeline
from tracker.web.request import LIST, csv_of, db, finished, form_number, page_of
from tracker.web.views.export import streamed
from tracker.web.views.home import who
from tracker.web.views.verdicts import beside_thread

pages = Blueprint("threads", __name__)

PER_PAGE = 6
"""Wordings a page: each stands with its uses, what it changed, and the means to decide."""
MOST_BESIDE = 6
"""Wordings that revise or reverse a thread which its page shows; its JSON has them all."""
MOST_DECIDED = 1
"""Uses of one wording that can be decided in place; the others are on their claims' own pages."""


@pages.get("/threads")
def every() -> ResponseReturnValue:
    """Show the threads, those over most documents first; those that a speaker takes part in where one is chosen."""
    number = thread_filters(db(), request.args).speaker
    found = threads.listed(db(), speaker=number)
    page = page_of(found.count)
    rows = found.rows(limit=page.size, offset=page.offset)
    speaker = None if number is None else need(db(), "speaker", number)
    return render_template("threads.html", rows=rows, page=page, speaker=speaker)


@pages.get("/threads." + LIST)
def every_list(form: str) -> ResponseReturnValue:
    """Give the threads that the filter leaves with their claims' numbers, as JSON or CSV."""
    return streamed("threads", form)


@pages.get("/threads/<int:thread_id>")
def show(thread_id: int) -> ResponseReturnValue:
    """Show one thread: when and where it was said, its wordings as a ladder, and what revises or reverses it."""
    thread = threads.read(db(), thread_id, lambda count: page_of(count, PER_PAGE).window)
    by = "documents" if request.args.get("by") == "documents" else "speakers"
    return render_template(
        "thread.html",
        thread=thread,
        tags=topics.tags(db(), "thread", thread_id),
        **beside_thread(thread),
        page=page_of(thread.wording_count, PER_PAGE),
        by=by,
        chart=timeline(thread_entries(thread, by)),
        panels=panels(thread.figures),
        most_beside=MOST_BESIDE,
        most_uses=threads.MOST_USES,
        most_decided=MOST_DECIDED,
    )


@pages.get("/threads/<int:thread_id>.json")
def show_json(thread_id: int) -> ResponseReturnValue:
    """Give one thread as JSON."""
    return jsonify(threads.shown(db(), thread_id))


@pages.get("/threads/<int:thread_id>.csv")
def show_csv(thread_id: int) -> ResponseReturnValue:
    """Give one thread as CSV, a row a claim."""
    return csv_of(f"thread-{thread_id}", threads.table(db(), thread_id), MemberRow)


@pages.post("/threads/<int:thread_id>/lead")
def pick_lead(thread_id: int) -> ResponseReturnValue:
    """Make one claim the lead of its thread."""
    claim_id = form_number("claim", "A claim's number")
    event = decisions.pick_lead(db(), thread_id, claim_id, who=who())
    return finished(
        f"Claim {claim_id} is the main wording of the thread now.", event, url_for("threads.show", thread_id=thread_id)
    )
