"""Verdicts: recorded on a thread, listed, shown with their versions, revised and withdrawn."""

from __future__ import annotations

from typing import Any, Final

from flask import Blueprint, flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from tracker.models import TrackerError
from tracker.models.verdicts import Evidence, Ruling, Scale, Verdict, VerdictFilters
from tracker.services import history, scales, verdicts
from tracker.services.filters import verdict_filters
from tracker.services.nouns import need
from tracker.services.threads import ThreadPage
from tracker.web.claim_list import Chip, address_with
from tracker.web.request import LIST, db, finished, list_in, page_facts, page_of, site_address
from tracker.web.views.export import IN_PAGE, streamed
from tracker.web.views.home import who

pages = Blueprint("verdicts", __name__)

BLANK_ROWS: Final = 2
"""Empty rows for evidence that a form offers; more come with the next edit."""
EVIDENCE_FIELDS: Final = Evidence.__struct_fields__


@pages.get("/verdicts")
def every() -> ResponseReturnValue:
    """Show the verdicts, the last published first."""
    filters = verdict_filters(request.args)
    listed = verdicts.listed(db(), filters)
    page = page_of(listed.count)
    return render_template(
        "verdicts.html",
        rows=listed.rows(limit=page.size, offset=page.offset),
        page=page,
        filters=filters,
        chips=_chips(filters),
        used=verdicts.used(db()),
    )


@pages.get("/verdicts." + LIST)
def every_list(form: str) -> ResponseReturnValue:
    """Give the verdicts that the filters leave, as JSON or CSV."""
    return streamed("verdicts", form)


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
    ruled = verdicts.of_thread(db(), thread_id)
    return render_template("thread_verdicts.html", thread=thread, ruled=ruled, **_form_values(None))


@pages.get("/threads/<int:thread_id>/verdicts." + LIST)
def of_thread_list(thread_id: int, form: str) -> ResponseReturnValue:
    """Give a thread's verdicts as JSON or CSV."""
    return list_in(form, "verdicts", verdicts.of_thread(db(), thread_id), Verdict)


@pages.post("/threads/<int:thread_id>/verdicts")
def record(thread_id: int) -> ResponseReturnValue:
    """Record a verdict on a thread."""
    verdict_id = verdicts.record(db(), thread_id, _ruling(), who=who())
    event = history.about(db(), "verdict", verdict_id)[0].id
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
    filled = verdict.evidence if verdict is not None else ()
    return {"scales": scales.offered(db(), verdict), "evidence": [*filled, *(Evidence() for _ in range(BLANK_ROWS))]}


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
    return render_template("scales.html", rows=scales.offered(db()))


@pages.get("/scales." + LIST)
def scale_list_list(form: str) -> ResponseReturnValue:
    """Give the rating scales as JSON or CSV."""
    return list_in(form, "scales", scales.offered(db()), Scale)


@pages.post("/scales")
def add_scale() -> ResponseReturnValue:
    """Add an organisation's scale."""
    form = request.form
    scales.add_scale(db(), form.get("organisation", ""), form.get("name", ""), form.get("ratings", ""), who=who())
    flash("The scale was added; it can be chosen for verdicts now.")
    return redirect(url_for("verdicts.scale_list"), code=303)


@pages.post("/scales/<int:scale_id>/withdraw")
def withdraw_scale(scale_id: int) -> ResponseReturnValue:
    """Offer a scale no longer."""
    event = scales.withdraw_scale(db(), scale_id, who=who())
    return finished("The scale is offered no longer; verdicts on it stay.", event, url_for("verdicts.scale_list"))


def beside_thread(thread: ThreadPage) -> dict[str, Any]:
    """Return what a thread's page shows of verdicts: those on it, and its JSON-LD."""
    data = verdicts.thread_graph(db(), thread.id, thread.lead_id, thread.ids, thread.ruled, site_address(), IN_PAGE)
    return {
        "ruled": thread.ruled,
        "linked_data": data,
    }


def beside_claim(claim_id: int) -> dict[str, Any]:
    """Return what a claim's page shows of verdicts: those on it, the threads with one it may not show, its JSON-LD."""
    shown = page_facts().verdicts.get(claim_id, [])
    return {
        "ruled": shown,
        "suggested_threads": verdicts.suggested_threads(db(), claim_id, shown),
        "linked_data": verdicts.claim_data(db(), claim_id, site_address(), IN_PAGE),
    }
