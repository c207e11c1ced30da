"""Quotations that join parts of a fuller stored source which stand apart in it."""

from __future__ import annotations

from collections.abc import Iterable

from tracker import match, store
from tracker.language.quotes import quotations
from tracker.models import ClaimKind, Relation, RelationKind, Span
from tracker.store import claims
from tracker.store.rows import Row

MARKS = "“”\"‘’'«»"
"""Quotation marks at the ends of a quotation, which are not its words."""


def quoted_words(row: Row) -> list[str]:
    """Return the quotations inside a claim, without their marks; a wholly quoted claim is its own words."""
    if row["kind"] != ClaimKind.MIXED:
        return []
    return [row["text"][q.start : q.end].strip(MARKS) for q in quotations(row["text"])]


def stitched(db: store.Database, one: Row, other: Row, score: float) -> Relation | None:
    """Return the relation ``spliced`` where one claim's quotation joins parts of the other's turn that stand apart."""
    for quoting, source in ((one, other), (other, one)):
        if source["attribution_id"] is None:
            continue
        turn = claims.turn_text(db, source["attribution_id"])
        for words in [*quoted_words(quoting), quoting["text"]]:
            splice = match.splice(words, turn)
            if splice is None or not any(part.source.of(turn) in source["text"] for part in splice.parts):
                continue
            parts = " and ".join(f"“{part.quoted.of(words)}”" for part in splice.parts)
            hidden = " … ".join(" ".join(span.of(turn).split()) for span in splice.hidden)
            reasons = (f"{parts} stand apart in the fuller source", f"between them it says: “{hidden}”")
            differences = tuple(
                pair if quoting is one else (pair[1], pair[0])
                for pair in _places(quoting["text"], source["text"], words, turn, splice)
            )
            return Relation(RelationKind.SPLICED, score, reasons, differences, match.RULES_VERSION)
    return None


def _places(quoting: str, source: str, words: str, turn: str, splice: match.Splice) -> Iterable[tuple[Span, Span]]:
    """Yield where each part of a splice stands in the two claims' own words."""
    offset = quoting.find(words)
    for part in splice.parts:
        start = source.find(part.source.of(turn))
        if start >= 0 and offset >= 0:
            length = part.source.end - part.source.start
            yield Span(offset + part.quoted.start, offset + part.quoted.end), Span(start, start + length)
