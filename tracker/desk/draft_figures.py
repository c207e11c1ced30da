"""The figures of a draft outside its quotations, each beside the stored figure that measures the same."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tracker import store
from tracker.cite.findings import Finding
from tracker.desk import retrieval
from tracker.language.quantities import quantities
from tracker.language.quotes import quotations
from tracker.language.sentences import sentences
from tracker.match.draft_figures import Match, Standing, best_match
from tracker.models import Span
from tracker.store import claims
from tracker.store.rows import Row

MOST_FIGURES = 200
"""Figures of one draft that are looked up: more than any article prints."""
CLAIMS_TRIED = 40
"""Stored claims that each is held against, the likeliest first."""
LONGEST_SENTENCE = 1_000
"""Characters of a sentence that are looked at; a longer one is a table or a list."""
WITH_FIGURES = "SELECT DISTINCT claim_id AS id FROM quantities"
_FINDINGS = {
    Standing.SAME: Finding.EXACT,
    Standing.NOTATION: Finding.TYPOGRAPHY,
    Standing.ROUNDED: Finding.TYPOGRAPHY,
    Standing.OPPOSED: Finding.FIGURE,
    Standing.OTHER: Finding.FIGURE,
}


@dataclass(frozen=True, slots=True)
class CheckedFigure:
    """A figure of a draft at ``start``/``end``, what became of it, and the stored claim (a row) it was held against."""

    start: int
    end: int
    text: str
    finding: Finding
    why: str
    stored: str = ""
    claim: Row | None = None


def check_figures(db: store.Database, draft: str) -> list[CheckedFigure]:
    """Return the figures of ``draft`` that stand in its own voice, in order."""
    return list(_checked(db, draft))


def _checked(db: store.Database, draft: str) -> Iterator[CheckedFigure]:
    outside = _outside(draft)
    spans = sentences(draft)
    starts = [span.start for span in spans]
    asked: dict[Span, Sequence[tuple[int, str]]] = {}
    for quantity in [found for found in quantities(draft) if outside(found.start)][:MOST_FIGURES]:
        at = bisect_right(starts, quantity.start) - 1
        if at < 0 or quantity.unit.endswith("of age"):
            continue
        sentence = spans[at]
        if sentence.end - sentence.start > LONGEST_SENTENCE:
            continue
        if sentence not in asked:
            asked[sentence] = _stored(db, sentence.of(draft))
        found = best_match(
            sentence.of(draft), quantity.start - sentence.start, quantity.end - sentence.start, asked[sentence]
        )
        yield _told(db, quantity.start, quantity.end, quantity.text, found)


def _outside(draft: str) -> _Outside:
    return _Outside([quotation.span for quotation in quotations(draft)])


class _Outside:
    """Says whether a character stands outside quotation marks."""

    def __init__(self, spans: Sequence[Span]) -> None:
        self._spans, self._starts = spans, [span.start for span in spans]

    def __call__(self, position: int) -> bool:
        at = bisect_right(self._starts, position) - 1
        return at < 0 or position >= self._spans[at].end


def _stored(db: store.Database, sentence: str) -> list[tuple[int, str]]:
    """Return the stored claims with figures that share most with a sentence."""
    found = retrieval.search(db, sentence, limit=CLAIMS_TRIED, where=WITH_FIGURES)
    return claims.live_texts(db, [claim_id for claim_id, _ in found])


def _told(db: store.Database, start: int, end: int, text: str, found: Match | None) -> CheckedFigure:
    if found is None:
        return CheckedFigure(start, end, text, Finding.NOT_FOUND, "Nothing is stored about this figure.")
    claim = claims.get(db, found.claim)
    why = {
        Standing.SAME: "Stored so.",
        Standing.NOTATION: f"The same figure in another notation: “{found.text}” is stored.",
        Standing.ROUNDED: f"It holds for the stored “{found.text}”, rounded or as a bound.",
        Standing.OPPOSED: f"The stored “{found.text}” points the other way.",
        Standing.OTHER: f"“{found.text}” is stored, not “{text}”.",
    }[found.standing]
    return CheckedFigure(start, end, text, _FINDINGS[found.standing], why, found.text, claim)
