"""Threads: the same claim over time; verdicts on them: recorded, listed, with their versions, revised, withdrawn."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from flask import Blueprint, flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from msgspec.structs import asdict, replace

from tracker.models import TrackerError
from tracker.models.threads import Evidence, Ruling, Scale, ThreadSummary, Verdict, VerdictFilters, Work
from tracker.services import decisions, nouns, threads, topics, undo, verdicts
from tracker.services.filters import thread_filters, verdict_filters
from tracker.services.nouns import need
from tracker.services.threads import MemberRow, ThreadPage
from tracker.web.charts import panels, thread_entries, timeline
from tracker.web.request import (
    LIST,
    Chip,
    address_with,
    csv_of,
    db,
    finished,
    form_number,
    list_in,
    page_facts,
    page_of,
    site_address,
)
from tracker.web.views.export import IN_PAGE, streamed
from tracker.web.views.home import NOBODY_NAMED, who

pages = Blueprint("threads", __name__)

MANY = 12
"""Wordings beyond which a page of a thread shows fewer of them, and of what stands beside it, to stay light."""
PER_PAGE, PER_LONG_PAGE = 5, 3
"""Wordings a page: each stands with its uses, what it changed, and the means to decide."""
MOST_BESIDE, MOST_BESIDE_LONG = 3, 2
"""Wordings that revise or reverse a thread which its page shows; the page of its main wording has them all."""


@pages.get("/threads")
def every() -> ResponseReturnValue:
    """Show the threads, those over most documents first; those that a speaker takes part in where one is chosen."""
    number = thread_filters(db(), request.args).speaker
    found = threads.listed(db(), speaker=number)
    page = page_of(found.count)
    rows = found.rows(limit=page.size, offset=page.offset)
    speaker = None if number is None else need(db(), "speaker", number)
    return render_template("threads.html", rows=rows, page=page, speaker=speaker)


pages.add_url_rule("/threads." + LIST, "every_list", lambda form: streamed("threads", form))


@pages.get("/threads/<int:thread_id>")
def show(thread_id: int) -> ResponseReturnValue:
    """Show one thread: when and where it was said, its wordings as a ladder, and what revises or reverses it."""
    thread = threads.read(db(), thread_id, lambda count: page_of(count, _per_page(count)).window)
    is_long = thread.wording_count > MANY
    by = "documents" if request.args.get("by") == "documents" else "speakers"
    return render_template(
        "thread.html",
        thread=thread,
        title_seen=undo.title_seen(thread),
        tags=topics.tags(db(), "thread", thread_id),
        **beside_thread(thread),
        page=page_of(thread.wording_count, _per_page(thread.wording_count)),
        by=by,
        chart=timeline(thread_entries(thread, by)),
        panels=panels(thread.figures),
        most_beside=MOST_BESIDE_LONG if is_long else MOST_BESIDE,
        most_uses=threads.MOST_USES,
    )


def _per_page(count: int) -> int:
    return PER_LONG_PAGE if count > MANY else PER_PAGE


pages.add_url_rule(
    "/threads/<int:thread_id>.json", "show_json", lambda thread_id: jsonify(threads.shown(db(), thread_id))
)


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


ratings = Blueprint("verdicts", __name__)

VERSIONS: Final = 10
"""Versions of a verdict a page, each whole."""
BLANK_ROWS: Final = 2
"""Empty rows for evidence that a form offers; more come with the next edit."""
EVIDENCE_FIELDS: Final = Evidence.__struct_fields__


@ratings.get("/verdicts", endpoint="every")
def every_verdict() -> ResponseReturnValue:
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
        working=verdicts.every_working(db()),
    )


ratings.add_url_rule("/verdicts." + LIST, "every_list", lambda form: streamed("verdicts", form))


def _chips(filters: VerdictFilters) -> list[Chip]:
    found = []
    if filters.organisation:
        found.append(Chip(f"by {filters.organisation}", address_with(organisation=None, rating=None)))
    if filters.rating:
        found.append(Chip(f"rated {filters.rating}", address_with(rating=None)))
    if filters.thread is not None:
        found.append(Chip(f"on thread {filters.thread}", address_with(thread=None)))
    return found


@ratings.get("/verdicts/<int:verdict_id>", endpoint="show")
def show_verdict(verdict_id: int) -> ResponseReturnValue:
    """Show one verdict with its evidence, its versions and the form that revises it."""
    return _verdict_page(verdict_id)


def _verdict_page(verdict_id: int, problem: str = "") -> str:
    verdict = verdicts.shown(db(), verdict_id)
    filled = _typed() if problem else {**asdict(verdict.ruling), "rating": f"{verdict.scale_id}:{verdict.rating}"}
    page = page_of(len(verdict.versions), VERSIONS)
    return render_template(
        "verdict.html",
        verdict=verdict,
        versions=verdict.versions[page.offset :][: page.size],
        page=page,
        filled=filled,
        problem=problem,
        **_form_values(verdict, verdict.evidence),
    )


def _typed() -> dict[str, str]:
    """Return what the form holds that was sent, but for its evidence."""
    return {
        name: request.form.get(name, "") for name in ("rating", "organisation", "url", "date", "reviewer", "summary")
    }


ratings.add_url_rule(
    "/verdicts/<int:verdict_id>.json", "show_json", lambda verdict_id: jsonify(verdicts.shown(db(), verdict_id))
)


@ratings.get("/threads/<int:thread_id>/verdicts")
def of_thread(thread_id: int) -> ResponseReturnValue:
    """Show a thread's verdicts and the form that records one."""
    return _record_page(need(db(), "thread", thread_id))


def _record_page(thread: ThreadSummary, problem: str = "") -> str:
    """Return the page that records a verdict, filled with what was sent, else with what is known so far."""
    work = verdicts.working(db(), thread.id)
    filled = {"rating": _choice(work), "summary": work.note} if work else {}
    return render_template(
        "thread_verdicts.html",
        thread=thread,
        ruled=verdicts.of_thread(db(), thread.id),
        work=work,
        filled=_typed() if problem else filled,
        problem=problem,
        **_form_values(None, _sent_evidence() if problem else work.evidence if work else ()),
    )


def _choice(work: Work) -> str:
    """Return how a form names the rating so far, blank where there is none."""
    return f"{work.scale_id}:{work.rating}" if work.scale_id is not None else ""


@ratings.get("/threads/<int:thread_id>/verdicts." + LIST)
def of_thread_list(thread_id: int, form: str) -> ResponseReturnValue:
    """Give a thread's verdicts as JSON or CSV."""
    return list_in(form, "verdicts", verdicts.of_thread(db(), thread_id), Verdict)


@ratings.post("/threads/<int:thread_id>/verdicts")
def record(thread_id: int) -> ResponseReturnValue:
    """Record a verdict on a thread."""
    thread = need(db(), "thread", thread_id)
    try:
        verdict_id = verdicts.record(db(), thread_id, _ruling(), who=who())
    except TrackerError as error:
        return _record_page(thread, error.message), 422
    event = nouns.events_about(db(), "verdict", verdict_id)[0].id
    return finished("The verdict was recorded.", event, url_for("threads.show", thread_id=thread_id) + "#verdicts")


@ratings.get("/threads/<int:thread_id>/working")
def working(thread_id: int) -> ResponseReturnValue:
    """Show what is known so far of a verdict on a thread, to work on it."""
    return _working_form(thread_id, verdicts.working(db(), thread_id) or Work(assignee=_worker()))


def _worker() -> str:
    """Return who is likely to check what is opened: the reader, where named."""
    return "" if who() == NOBODY_NAMED else who()


def _working_form(thread_id: int, work: Work, chosen: str | None = None, problem: str = "") -> str:
    last = verdicts.working(db(), thread_id)
    return render_template(
        "working.html",
        thread=need(db(), "thread", thread_id),
        work=work,
        last=last,
        problem=problem,
        chosen=_choice(work) if chosen is None else chosen,
        organisation=request.form.get("organisation", ""),
        **_form_values(None, work.evidence),
    )


ratings.add_url_rule(
    "/working." + LIST, "working_list", lambda form: list_in(form, "working", verdicts.every_working(db()))
)


@ratings.post("/threads/<int:thread_id>/working")
def work_on(thread_id: int) -> ResponseReturnValue:
    """Keep what is known so far of a verdict on a thread; what cannot be is told above the form, which stays filled."""
    need(db(), "thread", thread_id)
    form, chosen = request.form, request.form.get("rating", "")
    work = Work(
        status=form.get("status", "open"),  # type: ignore[arg-type]  # the service says what it may be
        assignee=form.get("assignee", ""),
        note=form.get("note", "").replace("\r\n", "\n"),
        evidence=_sent_evidence(),
    )
    try:
        scale_id, rating = _rating(chosen) if chosen else (None, "")
        event = verdicts.work_on(db(), thread_id, replace(work, scale_id=scale_id, rating=rating), who=who())
    except TrackerError as error:
        return _working_form(thread_id, work, chosen, error.message), 422
    said = "Kept: what is known so far stands on the thread."
    return finished(said, event, url_for("threads.show", thread_id=thread_id) + "#verdicts")


@ratings.post("/verdicts/<int:verdict_id>")
def revise(verdict_id: int) -> ResponseReturnValue:
    """Store a new version of a verdict."""
    need(db(), "verdict", verdict_id)
    try:
        event = verdicts.revise(db(), verdict_id, _ruling(), who=who())
    except TrackerError as error:
        return _verdict_page(verdict_id, error.message), 422
    said = "The verdict was changed; the earlier version stays below."
    return finished(said, event, url_for("verdicts.show", verdict_id=verdict_id))


@ratings.post("/verdicts/<int:verdict_id>/withdraw")
def withdraw(verdict_id: int) -> ResponseReturnValue:
    """Withdraw a verdict."""
    event = verdicts.withdraw(db(), verdict_id, who=who())
    said = "The verdict was withdrawn; it keeps its address."
    return finished(said, event, url_for("verdicts.show", verdict_id=verdict_id))


def _form_values(verdict: Verdict | None, evidence: Sequence[Evidence]) -> dict[str, Any]:
    """Return what a form shows: the scales on offer, with that of the verdict, and rows for evidence."""
    return {
        "scales": verdicts.offered_scales(db(), verdict),
        "presets": verdicts.scale_presets(),
        "evidence": [*evidence, *(Evidence() for _ in range(BLANK_ROWS))],
    }


def _rating(chosen: str) -> tuple[int, str]:
    """Return the scale and the rating of a choice, as ``3:False``; a preset, as ``five points:False``, is made one."""
    scale, _, rating = chosen.partition(":")
    if scale in verdicts.scale_presets():
        return verdicts.scale_from_preset(db(), scale, request.form.get("organisation", ""), who=who()), rating
    if not scale.isdecimal() or not rating:
        raise TrackerError("Choose a rating of one of the scales.")
    return int(scale), rating


def _sent_evidence() -> tuple[Evidence, ...]:
    """Return the rows of evidence that were sent, blank ones left out; an incomplete form has none."""
    columns = [request.form.getlist(name) for name in EVIDENCE_FIELDS]
    if len({len(column) for column in columns}) > 1:
        return ()
    rows = (Evidence(*(cell.replace("\r\n", "\n") for cell in row)) for row in zip(*columns, strict=True))
    return tuple(row for row in rows if row != Evidence())


def _ruling() -> Ruling:
    """Return what the form says."""
    form = request.form
    if len({len(form.getlist(name)) for name in EVIDENCE_FIELDS}) > 1:
        raise TrackerError("The rows of evidence are incomplete; open the form again.")
    scale_id, rating = _rating(form.get("rating", ""))
    return Ruling(
        scale_id=scale_id,
        rating=rating,
        url=form.get("url", ""),
        summary=form.get("summary", "").replace("\r\n", "\n"),
        evidence=_sent_evidence(),
        reviewer=form.get("reviewer", ""),
        date=form.get("date", ""),
    )


@ratings.get("/scales")
def scale_list() -> ResponseReturnValue:
    """Show the organisations' rating scales and the form that adds one."""
    return render_template("scales.html", rows=verdicts.offered_scales(db()))


ratings.add_url_rule(
    "/scales." + LIST, "scale_list_list", lambda form: list_in(form, "scales", verdicts.offered_scales(db()), Scale)
)


@ratings.post("/scales")
def add_scale() -> ResponseReturnValue:
    """Add an organisation's scale."""
    form = request.form
    verdicts.add_scale(db(), form.get("organisation", ""), form.get("name", ""), form.get("ratings", ""), who=who())
    flash("The scale was added; it can be chosen for verdicts now.")
    return redirect(url_for("verdicts.scale_list"), code=303)


@ratings.post("/scales/<int:scale_id>/withdraw")
def withdraw_scale(scale_id: int) -> ResponseReturnValue:
    """Offer a scale no longer."""
    event = verdicts.withdraw_scale(db(), scale_id, who=who())
    return finished("The scale is offered no longer; verdicts on it stay.", event, url_for("verdicts.scale_list"))


def beside_thread(thread: ThreadPage) -> dict[str, Any]:
    """Return what a thread's page shows of verdicts: those on it, and its JSON-LD."""
    data = verdicts.thread_graph(db(), thread.id, thread.lead_id, thread.ids, thread.ruled, site_address(), IN_PAGE)
    return {
        "ruled": thread.ruled,
        "work": verdicts.working(db(), thread.id),
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
