"""Verdicts: recorded on a thread, listed, shown with their versions, revised and withdrawn."""

from __future__ import annotations

from typing import Any, Final

from flask import Blueprint, current_app, flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from tracker.db import events, scales
from tracker.db import verdicts as stored_verdicts
from tracker.db.rows import Row
from tracker.db.verdicts import VerdictFilters
from tracker.models import TrackerError
from tracker.models.verdicts import Evidence, Ruling, Verdict, VerdictInBrief
from tracker.services import scales as scale_desk
from tracker.services import verdicts
from tracker.services.filters import verdict_filters
from tracker.services.nouns import need
from tracker.services.scales import need_scale
from tracker.web.claim_list import Chip, address_with
from tracker.web.request import LIST, db, finished, list_in, page_of
from tracker.web.views.export import IN_PAGE, claim_data, streamed, thread_data
from tracker.web.views.home import who

pages = Blueprint("verdicts", __name__)

BLANK_ROWS: Final = 2
"""Empty rows for evidence that a form offers; more come with the next edit."""
KEPT_UNDER: Final = "tracker-verdicts"
EVIDENCE_FIELDS: Final = Evidence.__struct_fields__


@pages.get("/verdicts")
def every() -> ResponseReturnValue:
    """Show the verdicts, the last published first."""
    filters = _filters()
    page = page_of(stored_verdicts.counted(db(), filters))
    return render_template(
        "verdicts.html",
        rows=stored_verdicts.listed(db(), filters, limit=page.size, offset=page.offset),
        page=page,
        filters=filters,
        chips=_chips(filters),
        used=stored_verdicts.ratings_used(db()),
    )


@pages.get("/verdicts." + LIST)
def every_list(form: str) -> ResponseReturnValue:
    """Give the verdicts that the filters leave, as JSON or CSV."""
    return streamed("verdicts", form)


def _filters() -> VerdictFilters:
    return verdict_filters(request.args)


def _chips(filters: VerdictFilters) -> list[Chip]:
    found = []
    if filters.organisation:
        found.append(Chip(f"by {filters.organisation}", address_with(organisation=None, rating=None)))
    if filters.rating:
        found.append(Chip(f"rated {filters.rating}", address_with(rating=None)))
    if filters.thread is not None:
        found.append(Chip(f"on thread {filters.thread}", address_with(thread=None)))
    return found


@pages.get("/verdicts/<int:verdict_id>")
def show(verdict_id: int) -> ResponseReturnValue:
    """Show one verdict with its evidence, its versions and the form that revises it."""
    verdict = verdicts.shown(db(), verdict_id)
    return render_template("verdict.html", verdict=verdict, **_form_values(verdict))


@pages.get("/verdicts/<int:verdict_id>.json")
def show_json(verdict_id: int) -> ResponseReturnValue:
    """Give one verdict with its versions as JSON."""
    return jsonify(verdicts.shown(db(), verdict_id))


@pages.get("/threads/<int:thread_id>/verdicts")
def of_thread(thread_id: int) -> ResponseReturnValue:
    """Show a thread's verdicts and the form that records one."""
    thread = need(db(), "thread", thread_id)
    return render_template("thread_verdicts.html", thread=thread, **_form_values(None))


@pages.get("/threads/<int:thread_id>/verdicts." + LIST)
def of_thread_list(thread_id: int, form: str) -> ResponseReturnValue:
    """Give a thread's verdicts as JSON or CSV."""
    thread = need(db(), "thread", thread_id)
    return list_in(form, "verdicts", stored_verdicts.of_thread(db(), thread_id, thread["lead_id"]))


@pages.post("/threads/<int:thread_id>/verdicts")
def record(thread_id: int) -> ResponseReturnValue:
    """Record a verdict on a thread."""
    verdict_id = verdicts.record(db(), thread_id, _ruling(), who=who())
    event = events.about(db(), "verdict", verdict_id)[0].id
    return finished("The verdict was recorded.", event, url_for("threads.show", thread_id=thread_id) + "#verdicts")


@pages.post("/verdicts/<int:verdict_id>")
def revise(verdict_id: int) -> ResponseReturnValue:
    """Store a new version of a verdict."""
    event = verdicts.revise(db(), verdict_id, _ruling(), who=who())
    said = "The verdict was revised; the earlier version stays below."
    return finished(said, event, url_for("verdicts.show", verdict_id=verdict_id))


@pages.post("/verdicts/<int:verdict_id>/withdraw")
def withdraw(verdict_id: int) -> ResponseReturnValue:
    """Withdraw a verdict."""
    event = verdicts.withdraw(db(), verdict_id, who=who())
    said = "The verdict was withdrawn; it keeps its address."
    return finished(said, event, url_for("verdicts.show", verdict_id=verdict_id))


def _form_values(verdict: Verdict | None) -> dict[str, Any]:
    """Return what the form shows: the scales on offer, with that of the verdict, and rows for its evidence."""
    offered = scales.every(db())
    if verdict is not None and verdict.scale_id not in [scale.id for scale in offered]:
        offered = [*offered, need_scale(db(), verdict.scale_id)]
    filled = verdict.evidence if verdict is not None else ()
    return {"scales": offered, "evidence": [*filled, *(Evidence() for _ in range(BLANK_ROWS))]}


def _ruling() -> Ruling:
    """Return what the form says; the choice of a rating names its scale too, as ``3:False``."""
    form = request.form
    scale, _, rating = form.get("rating", "").partition(":")
    if not scale.isdecimal() or not rating:
        raise TrackerError("Choose a rating of one of the scales.")
    columns = [form.getlist(name) for name in EVIDENCE_FIELDS]
    if len({len(column) for column in columns}) > 1:
        raise TrackerError("The rows of evidence are incomplete; open the form again.")
    return Ruling(
        scale_id=int(scale),
        rating=rating,
        url=form.get("url", ""),
        summary=form.get("summary", "").replace("\r\n", "\n"),
        evidence=tuple(Evidence(*(cell.replace("\r\n", "\n") for cell in row)) for row in zip(*columns, strict=True)),
        reviewer=form.get("reviewer", ""),
        date=form.get("date", ""),
    )


@pages.get("/scales")
def scale_list() -> ResponseReturnValue:
    """Show the organisations' rating scales and the form that adds one."""
    return render_template("scales.html", rows=scales.every(db()))


@pages.get("/scales." + LIST)
def scale_list_list(form: str) -> ResponseReturnValue:
    """Give the rating scales as JSON or CSV."""
    return list_in(form, "scales", scales.every(db()))


@pages.post("/scales")
def add_scale() -> ResponseReturnValue:
    """Add an organisation's scale."""
    form = request.form
    scale_desk.add_scale(db(), form.get("organisation", ""), form.get("name", ""), form.get("ratings", ""), who=who())
    flash("The scale was added; it can be chosen for verdicts now.")
    return redirect(url_for("verdicts.scale_list"), code=303)


@pages.post("/scales/<int:scale_id>/withdraw")
def withdraw_scale(scale_id: int) -> ResponseReturnValue:
    """Offer a scale no longer."""
    event = scale_desk.withdraw_scale(db(), scale_id, who=who())
    return finished("The scale is offered no longer; verdicts on it stay.", event, url_for("verdicts.scale_list"))


def verdicts_of(thread: Row) -> list[Verdict]:
    """Return the verdicts at the head of a thread's page."""
    return stored_verdicts.of_thread(db(), thread["id"], thread["lead_id"])


def verdicts_on(claim_id: int) -> list[VerdictInBrief]:
    """Return the verdicts that may be shown on a claim, in a few words each.

    They are looked up for all claims at once and kept until something is recorded: lists ask for every row.
    """
    newest = events.newest_event(db())
    kept = current_app.extensions.get(KEPT_UNDER)
    if kept is None or kept[0] != newest:
        kept = (newest, stored_verdicts.shown_on_claims(db()))
        current_app.extensions[KEPT_UNDER] = kept
    found: list[VerdictInBrief] = kept[1].get(claim_id, [])
    return found


def threads_with_verdict(claim_id: int) -> list[int]:
    """Return the threads that have a verdict and to which a claim is merely suggested to belong."""
    shown = {verdict.thread_id for verdict in verdicts_on(claim_id)}
    return [thread_id for thread_id in stored_verdicts.threads_rated(db(), claim_id) if thread_id not in shown]


def thread_jsonld(thread_id: int) -> dict[str, Any]:
    """Return a thread's JSON-LD for its page."""
    return thread_data(thread_id, IN_PAGE)


def claim_jsonld(claim_id: int) -> dict[str, Any]:
    """Return a claim's JSON-LD for its page."""
    return claim_data(claim_id, IN_PAGE)
