"""A checked draft cut into pieces, so that its quotations and figures are marked in place (pure)."""

from __future__ import annotations

from dataclasses import dataclass

from tracker.desk.checking import Report


@dataclass(frozen=True, slots=True)
class Piece:
    """Characters of a draft shown alike: plain, or those of an item, whose ``name`` is that of its entry on the page.

    ``finding`` is the worst finding; ``passed`` is why words in quotation marks were passed over.
    """

    text: str
    name: str = ""
    finding: str = ""
    fails: bool = False
    passed: str = ""


def marked(report: Report) -> list[Piece]:
    """Return the pieces of a report's draft in order."""
    text = report.draft.text
    places: list[tuple[int, int, Piece]] = []
    for item in report.items:
        start, end = item.checked.start, item.checked.end
        places.append((start, end, Piece(text[start:end], item.name, item.findings[0].value, item.fails)))
    for found in report.passed_over:
        places.append((found.start, found.end, Piece(found.text, passed=f"{found.reason}: {found.why}")))
    pieces: list[Piece] = []
    at = 0
    for start, end, piece in sorted(places, key=lambda place: place[:2]):
        if start < at:
            continue
        pieces += [Piece(text[at:start]), piece]
        at = end
    return [piece for piece in [*pieces, Piece(text[at:])] if piece.text]
