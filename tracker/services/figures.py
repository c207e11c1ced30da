"""Figures: what is listed of them and of their measures, one as a card with its words; what people say of measures."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Final

from msgspec.structs import asdict

from tracker.db import claims, events, figures, speakers, threads
from tracker.db.connection import in_transaction
from tracker.db.rows import Database
from tracker.models import Direction, Listed, NotFoundError, Record, TrackerError
from tracker.models.claims import BLANK, STATED, Figure, FigureFacetValue, FigureFilters, Measure
from tracker.models.documents import StoredSpeaker
from tracker.models.events import Event, EventKind
from tracker.models.threads import ThreadSummary
from tracker.services import nouns
from tracker.services.claims import Cut
from tracker.services.nouns import need, need_claim, text_of_claim
from tracker.text import quantities
from tracker.text.layout import file_header
from tracker.text.quantities import measure as measure_of

MOST_FACETS: Final = 12
"""Values of a facet that are listed; a search finds the others."""
MOST_SORTED: Final = 300
"""Figures of a measure of which the first are shown in the list; to find the first of thousands takes too long."""
MOST_PARTS: Final = 40
"""Measures listed on the page of one: those it is made of, and those it may be joined with."""
MOST_OF_A_MEASURE: Final = 6
"""Figures of a measure shown in the list of measures; its own page has them all."""
AROUND: Final = 220
"""Characters of the document shown before and after the claim and the words of its figure."""
OF_ITS_MEASURE: Final = 8
"""Other figures of the same measure that a card shows; the list of figures has them all."""
PARTS: Final = ("measured", "denominator", "owner", "comparison", "period", "place")
"""What a figure's words may state besides the figure."""


def listed(db: Database, filters: FigureFilters) -> Listed[Figure]:
    """Return the figures a filter leaves, dated ones first by date."""
    return Listed(figures.counted(db, filters), partial(figures.listed, db, filters))


class MeasureShown(Measure, frozen=True):
    """A measure with its first figures in date order."""

    shown: list[Figure]


class FiguresPage(Record, frozen=True):
    """A page of the ``count`` figures or measures that filters leave, and what filters narrow them further.

    They are figures (``of_figures``) where the filters name a measure or ask for blanks. Of one measure there are also
    the ``wordings`` it is printed in, and as ``drawn`` figures of its whole length in time; ``parts`` are the measures
    it is made of, ``others`` those of its unit that one measure may be joined with. ``blank`` counts the
    figures beside the measures that state none, ``speaker`` is the one the filters name.
    """

    of_figures: bool
    count: int
    rows: list[Figure]
    measures: list[MeasureShown]
    wordings: list[str]
    parts: list[Measure]
    others: list[Measure]
    drawn: list[Figure]
    facets: dict[str, list[FigureFacetValue]]
    blank: int
    speaker: StoredSpeaker | None


def read(db: Database, wanted: FigureFilters, cut: Cut, *, draw: int) -> FiguresPage:
    """Return what a page of figures shows; ``draw`` is how many figures of one measure a chart has room for."""
    filters = figures.with_words_aside(db, wanted)
    of_measure = filters.measure is not None or filters.counted is not None
    of_figures = of_measure or filters.saying == BLANK
    count = figures.counted(db, filters) if of_figures else figures.measures_counted(db, filters)
    limit, offset = cut(count)
    facets = figures.facets(db, filters, most=MOST_FACETS)
    return FiguresPage(
        of_figures=of_figures,
        count=count,
        rows=figures.listed(db, filters, limit=limit, offset=offset) if of_figures else [],
        measures=[] if of_figures else _measures(db, filters, limit, offset),
        wordings=figures.wordings(db, filters) if of_measure else [],
        parts=figures.measures(db, filters, limit=MOST_PARTS) if of_measure else [],
        others=_others(db, filters),
        drawn=figures.spread(db, filters, most=draw) if of_measure else [],
        facets=facets,
        blank=0 if of_figures else sum(row.figures for row in facets["saying"] if row.value == BLANK),
        speaker=speakers.get(db, filters.speaker) if filters.speaker is not None else None,
    )


def _others(db: Database, filters: FigureFilters) -> list[Measure]:
    """Return the measures of the same unit that a measure may be joined with, those that share a word first."""
    if filters.measure is None or filters.unit is None:
        return []
    words = set(filters.measure.split())
    found = figures.measures(db, FigureFilters(unit=filters.unit), limit=MOST_SORTED)
    found = [one for one in found if one.measure != filters.measure]
    return sorted(found, key=lambda one: -len(words.intersection(one.measure.split())))[:MOST_PARTS]


def _measures(db: Database, filters: FigureFilters, limit: int, offset: int) -> list[MeasureShown]:
    if filters.saying == STATED:  # those of a measure state one
        filters = replace(filters, saying=None)

    def first(of: Measure) -> list[Figure]:
        if of.figures > MOST_SORTED:
            return []
        return figures.listed(db, replace(filters, measure=of.measure, unit=of.unit), limit=MOST_OF_A_MEASURE)

    measures = figures.measures(db, filters, limit=limit, offset=offset)
    return [MeasureShown(**asdict(measure), shown=first(measure)) for measure in measures]


class Part(Record, frozen=True):
    """What was read of a figure under one name, and where the words stand that say so.

    ``value`` is ``None`` for what is not stated, the ends where the words that state it cannot be told.
    """

    name: str
    value: str | None
    start: int | None
    end: int | None


class FigureShown(Figure, frozen=True):
    """A figure with its parts, its context, the threads of its claim and other figures of its measure.

    ``context`` is the document's text from ``context_start`` on.
    """

    parts: list[Part]
    context: str
    context_start: int
    threads: list[ThreadSummary]
    of_its_measure: list[Figure]
    measure_count: int | None


def need_at(db: Database, claim_id: int, place: int) -> Figure:
    """Return the figure of a claim at a character of its document, or raise ``NotFoundError`` where none is read."""
    figure = figures.at(db, claim_id, place)
    if figure is None:
        raise NotFoundError(
            f"Claim {claim_id} has no figure at character {place} now; its page shows those that are read in it."
        )
    return figure


def shown(db: Database, claim_id: int, place: int) -> FigureShown:
    """Return the figure of a claim at a character of its document.

    Raises ``NotFoundError`` where no figure is read there.
    """
    claim = need(db, "claim", claim_id)
    figure = need_at(db, claim_id, place)
    text = text_of_claim(db, claim)
    parts = _parts(figure, text)
    first = min(part.start for part in parts if part.start is not None)
    last = max(part.end for part in parts if part.end is not None)
    body = file_header(text)
    low = _at_a_blank(text, max(first - AROUND, body if body <= first else 0))
    high = _at_a_blank(text, last + AROUND)
    same = FigureFilters(measure=figure.measure, unit=figure.unit)
    others = figures.listed(db, same, limit=OF_ITS_MEASURE + 1) if figure.measure else []
    return FigureShown(
        **asdict(figure),
        parts=parts,
        context=text[low:high],
        context_start=low,
        threads=threads.of_claim(db, claim_id),
        of_its_measure=[row for row in others if (row.claim_id, row.start) != (claim_id, figure.start)][
            :OF_ITS_MEASURE
        ],
        measure_count=figures.counted(db, same) if figure.measure else None,
    )


def _parts(figure: Figure, text: str) -> list[Part]:
    start, end = figure.start, figure.end
    approximator = figure.approximator
    way = None if figure.direction == Direction.NONE else figure.direction
    told = [
        (
            "approximator",
            approximator,
            quantities.approximator_words(text, start, end, approximator) if approximator else None,
        ),
        ("direction", way, quantities.direction_words(text, start, end, way) if way else None),
    ]
    for name in PARTS:
        words: str | None = getattr(figure, name)
        told.append((name, words, quantities.words_as_stated(text, start, end, words) if words else None))
    return [Part("figure", figure.text, start, end)] + [
        Part(name, value, span.start if span else None, span.end if span else None) for name, value, span in told
    ]


def _at_a_blank(text: str, place: int) -> int:
    """Return the nearest place inside the text that cuts no word."""
    place = min(max(place, 0), len(text))
    while 0 < place < len(text) and not text[place - 1].isspace():
        place += 1
    return place


LONGEST_NAME = 200
"""Characters of what a person says a figure measures."""


@in_transaction
def join(db: Database, measure: str, unit: str, into: str, *, who: str) -> int:
    """Say that two measures of one unit are one, under the second's name; return the event.

    Both are named by their keys, or by words that are all of a key. Raises ``NotFoundError`` where no figure is of one.
    """
    measure, into = _need_measure(db, measure, unit), _need_measure(db, into, unit)
    if measure == into:
        raise TrackerError("A measure cannot be joined with itself; choose another one.")
    at = nouns.now()
    row = {"measure": measure, "unit": unit, "counted_as": into, "who": who, "at": at}
    number = figures.add_decision(db, row)
    figures.refresh_counted(db, unit, measure)
    return nouns.record(
        db, EventKind.MEASURES_JOINED, "measure", number, who=who, at=at,
        new={"measure": measure, "unit": unit, "into": into},
    )  # fmt: skip


def _need_measure(db: Database, measure: str, unit: str) -> str:
    for key in (measure, measure_of(measure)):
        if key and figures.counted(db, FigureFilters(measure=key, unit=unit)):
            return key
    raise NotFoundError(
        f"No figure measures “{measure}” in that unit ({unit}); the list of figures has those there are."
    )


@in_transaction
def part(db: Database, claim_id: int, place: int, name: str, *, who: str) -> int | None:
    """Say what the figure of a claim at a character of its document measures; return the event, ``None`` for no change.

    It counts to the measure of that name, and leaves the one of its words.
    """
    need_claim(db, claim_id)
    figure = need_at(db, claim_id, place)
    name = " ".join(name.split())
    key = name if name and figures.counted(db, FigureFilters(measure=name, unit=figure.unit)) else measure_of(name)
    if not key:
        raise TrackerError("Say in a few words what the figure measures, as “arrests on the quay”.")
    if len(name) > LONGEST_NAME:
        raise TrackerError(f"What a figure measures is said in at most {LONGEST_NAME} characters.")
    if key == figure.measure:
        return None
    at = nouns.now()
    before = figures.standing_on(db, claim_id, figure.text)
    if before is not None:
        events.set_withdrawn(db, "measure", before, True)
    row = {
        "claim_id": claim_id, "figure": figure.text, "unit": figure.unit, "counted_as": key,
        "name": None if name == key else name, "who": who, "at": at,
    }  # fmt: skip
    number = figures.add_decision(db, row)
    figures.refresh_claims(db, [claim_id])
    claims.touch(db, claim_id)
    return nouns.record(
        db, EventKind.FIGURE_PARTED, "claim", claim_id, who=who, at=at,
        old={"measure": figure.measure, "decision": before},
        new={"figure": figure.text, "name": name, "decision": number},
    )  # fmt: skip


def _undo_join(db: Database, event: Event) -> None:
    events.set_withdrawn(db, "measure", event.noun_id, True)
    unit, into = event.new["unit"], event.new["into"]
    figures.refresh_counted(db, unit, figures.decided(db).of(0, "", unit, into) or into)


def _undo_part(db: Database, event: Event) -> None:
    events.set_withdrawn(db, "measure", event.new["decision"], True)
    if event.old["decision"] is not None:
        events.set_withdrawn(db, "measure", event.old["decision"], False)
    figures.refresh_claims(db, [event.noun_id])


UNDO: dict[EventKind, Callable[[Database, Event], None]] = {
    EventKind.MEASURES_JOINED: _undo_join,
    EventKind.FIGURE_PARTED: _undo_part,
}
"""How each is taken back."""
