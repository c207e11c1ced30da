"""Figures: the measures over time, the list with its filters, and one figure as a card with its words marked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import pairwise

from flask import Blueprint, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from tracker.db import figures as stored_figures
from tracker.db import speakers
from tracker.db.figures import BLANK, STATED, FigureFilters
from tracker.db.rows import Row
from tracker.models.speakers import StoredSpeaker
from tracker.services import figures
from tracker.services.filters import figure_filters
from tracker.web.charts.figures import MOST_POINTS, panels
from tracker.web.claim_list import Chip, address_with
from tracker.web.request import LIST, db, page_of
from tracker.web.views.export import streamed
from tracker.web.words import term, unit_name

SAYING = {STATED: "says what it measures", BLANK: "does not say what it measures"}


def chips(filters: FigureFilters, args: Mapping[str, str], speaker: StoredSpeaker | None) -> list[Chip]:
    """Return the filters in force, in words."""
    found = []
    if filters.words:
        found.append(Chip(f"words: {args['q'].strip()}", address_with(q=None)))
    if filters.measure:
        found.append(Chip(f"measures: {args['measured'].strip()}", address_with(measured=None)))
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


def marked(card: Row) -> list[Stretch]:
    """Return the context of a figure's card as stretches; joined, they are the context."""
    offset, context = card["context_start"], card["context"]
    spans = [
        (part["start"] - offset, part["end"] - offset, part["name"])
        for part in card["parts"]
        if part["start"] is not None
    ]
    edges = sorted({0, len(context), *(edge for start, end, _ in spans for edge in (start, end))})
    return [
        Stretch(context[low:high], tuple(name for start, end, name in spans if start <= low and high <= end))
        for low, high in pairwise(edges)
        if low < high
    ]


pages = Blueprint("figures", __name__)

MOST_FACETS = 12
"""Values of a facet that are listed; a search finds the others."""
MOST_SORTED = 300
"""Figures of a measure of which the first are shown in the list; to find the first of thousands takes too long."""
MOST_OF_A_MEASURE = 6
"""Figures of a measure shown in the list of measures; its own page has them all."""


@pages.get("/figures")
def every() -> ResponseReturnValue:
    """Show the measures with their figures; one measure as charts and a list; or the figures that state none."""
    wanted = figure_filters(request.args)
    filters = stored_figures.with_words_aside(db(), wanted)
    lists_figures = filters.measure is not None or filters.saying == BLANK
    page = page_of(
        stored_figures.counted(db(), filters) if lists_figures else stored_figures.measures_counted(db(), filters)
    )
    facets = stored_figures.facets(db(), filters, most=MOST_FACETS)
    measures = [] if lists_figures else _measures(filters, page.size, page.offset)
    return render_template(
        "figures.html",
        rows=stored_figures.listed(db(), filters, limit=page.size, offset=page.offset) if lists_figures else [],
        measures=measures,
        lists_figures=lists_figures,
        wordings=stored_figures.wordings(db(), filters.measure) if filters.measure else [],
        panels=panels(stored_figures.spread(db(), filters, most=MOST_POINTS)) if filters.measure else (),
        most_points=MOST_POINTS,
        page=page,
        facets=facets,
        filters=filters,
        saying=SAYING,
        blank=0 if lists_figures else sum(row["figures"] for row in facets["saying"] if row["value"] == BLANK),
        chips=chips(wanted, request.args, _speaker(filters)),
    )


def _speaker(filters: FigureFilters) -> StoredSpeaker | None:
    return speakers.get(db(), filters.speaker) if filters.speaker is not None else None


def _measures(filters: FigureFilters, limit: int, offset: int) -> list[Row]:
    """Return a page of measures, each with its first figures in date order."""
    if filters.saying == STATED:
        filters = replace(filters, saying=None)
    rows = stored_figures.measures(db(), filters, limit=limit, offset=offset)
    return [
        row
        | {
            "shown": stored_figures.listed(
                db(), replace(filters, measure=row["measure"], unit=row["unit"]), limit=MOST_OF_A_MEASURE
            )
            if row["figures"] <= MOST_SORTED
            else []
        }
        for row in rows
    ]


@pages.get("/figures." + LIST)
def every_list(form: str) -> ResponseReturnValue:
    """Give every figure that the filters leave, as JSON or CSV: also of the page that lists the measures."""
    return streamed("figures", form)


@pages.get("/claims/<int:claim_id>/figures/<int:place>")
def show(claim_id: int, place: int) -> ResponseReturnValue:
    """Show one figure; an address inside it leads to the one of its first character."""
    card = figures.card(db(), claim_id, place)
    if card["start"] != place:
        return redirect(url_for("figures.show", claim_id=claim_id, place=card["start"]))
    return render_template("figure.html", figure=card, segments=marked(card))


@pages.get("/claims/<int:claim_id>/figures/<int:place>.json")
def show_json(claim_id: int, place: int) -> ResponseReturnValue:
    """Give one figure as JSON."""
    return jsonify(figures.card(db(), claim_id, place))
