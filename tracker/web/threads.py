"""Threads: the same claim over time."""

from __future__ import annotations

from flask import Blueprint, jsonify, render_template, url_for
from flask.typing import ResponseReturnValue

from tracker.desk import deciding, showing
from tracker.store import threads
from tracker.web.acting import finished, form_number
from tracker.web.connection import db
from tracker.web.formats import LIST, list_in
from tracker.web.paging import page_of
from tracker.web.timeline import timeline
from tracker.web.who import who

pages = Blueprint("threads", __name__)


@pages.get("/threads")
def every() -> ResponseReturnValue:
    """Show the threads, those over most documents first."""
    page = page_of(threads.count(db()))
    return render_template("threads.html", rows=threads.every(db(), limit=page.size, offset=page.offset), page=page)


@pages.get("/threads." + LIST)
def every_list(form: str) -> ResponseReturnValue:
    """Give every thread with its claims' numbers, as JSON or CSV."""
    return list_in(
        form, "threads", [row | {"members": threads.members(db(), row["id"])} for row in threads.every(db())]
    )


@pages.get("/threads/<int:thread_id>")
def show(thread_id: int) -> ResponseReturnValue:
    """Show one thread as a time line: dated claims in order, then those whose date is open."""
    thread = showing.thread(db(), thread_id)
    members = thread["members"]
    named = [(row, "lead" if row["id"] == thread["lead_id"] else _kind(row)) for row in members]
    chart = timeline(named + [(match["other"], match["kind"]) for match in thread["opposed"]])
    return render_template(
        "thread.html",
        thread=thread,
        dated=[row for row in members if row["date"]],
        undated=[row for row in members if not row["date"]],
        chart=chart,
    )


def _kind(member: dict[str, object]) -> str:
    relation = member["relation"]
    return str(relation["kind"]) if isinstance(relation, dict) else "related"


@pages.get("/threads/<int:thread_id>.json")
def show_json(thread_id: int) -> ResponseReturnValue:
    """Give one thread as JSON."""
    return jsonify(showing.thread(db(), thread_id))


@pages.post("/threads/<int:thread_id>/lead")
def pick_lead(thread_id: int) -> ResponseReturnValue:
    """Make one claim the lead of its thread."""
    claim_id = form_number("claim", "A claim's number")
    event = deciding.pick_lead(db(), thread_id, claim_id, who=who())
    return finished(f"Claim {claim_id} now leads the thread.", event, url_for("threads.show", thread_id=thread_id))
