"""One figure as a card: everything read of it, each with its words in the document; blanks stay blank."""

from __future__ import annotations

from typing import Final

from tracker.db import documents, figures, threads
from tracker.db.figures import FigureFilters
from tracker.db.rows import Database, Row
from tracker.models import Direction, NotFoundError, Span
from tracker.services.nouns import need
from tracker.text import quantities
from tracker.text.layout import file_header

AROUND: Final = 220
"""Characters of the document shown before and after the claim and the words of its figure."""
OF_ITS_MEASURE: Final = 8
"""Other figures of the same measure that a card shows; the list of figures has them all."""
STATED: Final = ("measured", "comparison", "period", "place")
"""What a figure's words may state besides the figure."""


def card(db: Database, claim_id: int, place: int) -> Row:
    """Return a figure with its ``parts``, its context, the threads of its claim and other figures of its measure.

    ``place`` is a character of the figure in its document. Each part is ``{"name", "value", "start", "end"}``, with
    ``None`` for what is not stated, or where the words that state it cannot be told. ``context`` is the document's
    text from ``context_start`` on. Raises ``NotFoundError`` where no figure is read there.
    """
    need(db, "claim", claim_id)
    figure = figures.at(db, claim_id, place)
    if figure is None:
        raise NotFoundError(
            f"Claim {claim_id} has no figure at character {place} now; its page shows those that are read in it."
        )
    text = documents.text_of(db, figure["document_id"])
    parts = _parts(figure, text)
    marked = [part for part in parts if part["start"] is not None]
    first = min(part["start"] for part in marked)
    body = file_header(text)
    low = _at_a_blank(text, max(first - AROUND, body if body <= first else 0))
    high = _at_a_blank(text, max(part["end"] for part in marked) + AROUND)
    same = FigureFilters(measure=figure["measure"], unit=figure["unit"])
    others = figures.listed(db, same, limit=OF_ITS_MEASURE + 1) if figure["measure"] else []
    return figure | {
        "parts": parts,
        "context": text[low:high],
        "context_start": low,
        "threads": threads.of_claim(db, claim_id),
        "of_its_measure": [row for row in others if (row["claim_id"], row["start"]) != (claim_id, figure["start"])][
            :OF_ITS_MEASURE
        ],
        "measure_count": figures.counted(db, same) if figure["measure"] else None,
    }


def _parts(figure: Row, text: str) -> list[Row]:
    start, end = figure["start"], figure["end"]
    approximator, way = figure["approximator"], figure["direction"]
    moves = way != Direction.NONE
    found: list[tuple[str, str | None, Span | None]] = [
        ("figure", figure["text"], Span(start, end)),
        (
            "approximator",
            approximator,
            quantities.approximator_words(text, start, end, approximator) if approximator else None,
        ),
        ("direction", way if moves else None, quantities.direction_words(text, start, end, way) if moves else None),
    ]
    found += [
        (name, figure[name], quantities.words_as_stated(text, start, end, figure[name]) if figure[name] else None)
        for name in STATED
    ]
    return [
        {"name": name, "value": value, "start": span.start if span else None, "end": span.end if span else None}
        for name, value, span in found
    ]


def _at_a_blank(text: str, place: int) -> int:
    """Return the nearest place inside the text that cuts no word."""
    place = min(max(place, 0), len(text))
    while 0 < place < len(text) and not text[place - 1].isspace():
        place += 1
    return place
