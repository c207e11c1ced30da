"""Figures: the measures with their figures over time, and one figure as a card."""

from __future__ import annotations

from dataclasses import replace

from flask import Blueprint, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from tracker.desk import figure_card
from tracker.desk.narrowing import figure_filters
from tracker.models.speakers import StoredSpeaker
from tracker.store import figures, speakers
from tracker.store.figures import BLANK, STATED, FigureFilters
from tracker.store.rows import Row
from tracker.web.connection import db
from tracker.web.figure_chart import MOST_POINTS, panels
from tracker.web.figure_filters import SAYING, chips
from tracker.web.figure_marks import marked
from tracker.web.formats import LIST
from tracker.web.paging import page_of
from tracker.web.taking import streamed

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
    filters = figures.with_words_aside(db(), wanted)
    lists_figures = filters.measure is not None or filters.saying == BLANK
    page = page_of(figures.counted(db(), filters) if lists_figures else figures.measures_counted(db(), filters))
    facets = figures.facets(db(), filters, most=MOST_FACETS)
    measures = [] if lists_figures else _measures(filters, page.size, page.offset)
    return render_template(
        "figures.html",
        rows=figures.listed(db(), filters, limit=page.size, offset=page.offset) if lists_figures else [],
        measures=measures,
        lists_figures=lists_figures,
        wordings=figures.wordings(db(), filters.measure) if filters.measure else [],
        panels=panels(figures.spread(db(), filters, most=MOST_POINTS)) if filters.measure else (),
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
    rows = figures.measures(db(), filters, limit=limit, offset=offset)
    return [
        row
        | {
            "shown": figures.listed(
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
    card = figure_card.card(db(), claim_id, place)
    if card["start"] != place:
        return redirect(url_for("figures.show", claim_id=claim_id, place=card["start"]))
    return render_template("figure.html", figure=card, segments=marked(card))


@pages.get("/claims/<int:claim_id>/figures/<int:place>.json")
def show_json(claim_id: int, place: int) -> ResponseReturnValue:
    """Give one figure as JSON."""
    return jsonify(figure_card.card(db(), claim_id, place))
