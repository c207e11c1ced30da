"""Figures: the measures over time, the list with its filters, and one figure as a card with its words marked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise

from flask import Blueprint, Response, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from tracker.models import NotFoundError
from tracker.models.claims import BLANK, STATED, FigureFilters
from tracker.models.documents import StoredSpeaker
from tracker.services import figures
from tracker.services.figures import FigureShown
from tracker.services.filters import figure_filters
from tracker.services.nouns import need
from tracker.web.charts import MOST_POINTS, panels
from tracker.web.request import LIST, Chip, address_with, db, finished, page_of
from tracker.web.views.export import streamed
from tracker.web.views.home import who
from tracker.web.words import term, unit_name

SAYING = {STATED: "says what it measures", BLANK: "does not say what it measures"}


def chips(
    filters: FigureFilters, args: Mapping[str, str], speaker: StoredSpeaker | None, named: str = ""
) -> list[Chip]:
    """Return the filters in force, in words; ``named`` is what the measure is called."""
    found = []
    if filters.words:
        found.append(Chip(f"words: {args['q'].strip()}", address_with(q=None)))
    if filters.counted:
        found.append(Chip(f"counts: {args['measured'].strip()}", address_with(measured=None)))
    if filters.measure:
        found.append(Chip(f"measures: {named}", address_with(measure=None)))
    if filters.unit:
        found.append(Chip(unit_name(filters.unit), address_with(unit=None)))
    if filters.direction:
        found.append(Chip(term("direction", filters.direction).label, address_with(direction=None)))
    if filters.saying:
        found.append(Chip(SAYING[filters.saying], address_with(saying=None)))
    if filters.speaker is not None:
        name = speaker.name if speaker else f"speaker {filters.speaker}"
        found.append(Chip(f"by {name}", address_with(speaker=None)))
    return found


@dataclass(frozen=True, slots=True)
class Stretch:
    """Characters of the document, with the names of the parts whose words they are; none for the words between."""

    text: str
    parts: tuple[str, ...]


def marked(card: FigureShown) -> list[Stretch]:
    """Return the context of a figure's card as stretches; joined, they are the context."""
    offset, context = card.context_start, card.context
    spans = [
        (part.start - offset, part.end - offset, part.name)
        for part in card.parts
        if part.start is not None and part.end is not None
    ]
    edges = sorted({0, len(context), *(edge for start, end, _ in spans for edge in (start, end))})
    return [
        Stretch(context[low:high], tuple(name for start, end, name in spans if start <= low and high <= end))
        for low, high in pairwise(edges)
        if low < high
    ]


pages = Blueprint("figures", __name__)


@pages.get("/figures")
def every() -> ResponseReturnValue:
    """Show the measures with their figures; one measure as charts and a list; or the figures that state none."""
    wanted = figure_filters(request.args)
    shown = figures.read(db(), wanted, lambda count: page_of(count).window, draw=MOST_POINTS)
    named = shown.parts[0].in_words if wanted.measure and shown.parts else request.args.get("measured", "").strip()
    return render_template(
        "figures.html",
        shown=shown,
        named=named,
        panels=panels(shown.drawn),
        most_points=MOST_POINTS,
        page=page_of(shown.count),
        filters=wanted,
        saying=SAYING,
        chips=chips(wanted, request.args, shown.speaker, named or (wanted.measure or "")),
    )


pages.add_url_rule("/figures." + LIST, "every_list", lambda form: streamed("figures", form))


@pages.get("/figures.svg")
def picture() -> ResponseReturnValue:
    """Give the chart of one measure as a picture: of the levels, the changes, or what may be either (``tell``)."""
    shown = figures.read(db(), figure_filters(request.args), lambda count: (0, 0), draw=MOST_POINTS)
    told = request.args.get("tell")
    chosen = next((panel for panel in panels(shown.drawn) if told in (None, panel.tell)), None)
    if chosen is None:
        raise NotFoundError("A chart needs two figures of one measure; choose one on the page of figures.")
    drawn = render_template("figure_picture.html", panel=chosen)
    policy = {"Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'"}  # it brings its own style
    return Response(drawn.strip(), mimetype="image/svg+xml", headers=policy)


@pages.post("/figures/join")
def join() -> ResponseReturnValue:
    """Say that two measures of one unit are one."""
    measure, unit, into = (request.form.get(name, "").strip() for name in ("measure", "unit", "into"))
    event = figures.join(db(), measure, unit, into, who=who())
    return finished("The two measures are one now.", event, url_for("figures.every", measure=into, unit=unit))


@pages.post("/claims/<int:claim_id>/figures/<int:place>/measure")
def part(claim_id: int, place: int) -> ResponseReturnValue:
    """Say what one figure measures."""
    event = figures.part(db(), claim_id, place, request.form.get("name", ""), who=who())
    return finished(
        "The figure counts to that measure now.", event, url_for("figures.show", claim_id=claim_id, place=place)
    )


@pages.get("/claims/<int:claim_id>/figures/<int:place>")
def show(claim_id: int, place: int) -> ResponseReturnValue:
    """Show one figure; an address inside it leads to the one of its first character."""
    figure = figures.shown(db(), claim_id, place)
    if figure.start != place:
        return redirect(url_for("figures.show", claim_id=claim_id, place=figure.start))
    return render_template("figure.html", figure=figure, claim=need(db(), "claim", claim_id), segments=marked(figure))


@pages.get("/claims/<int:claim_id>/figures/<int:place>.json")
def show_json(claim_id: int, place: int) -> ResponseReturnValue:
    """Give one figure as JSON."""
    return jsonify(figures.shown(db(), claim_id, place))
