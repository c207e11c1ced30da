"""Quotations inside claims that join parts of a fuller source which stand apart in it.

A mixed claim ("officers would take a “short walk … in emergencies”") is likened to others by all of its words, most of
them the writer's. Its quotation alone tells whether it was stitched: ``relation`` asks that of two claims, and whoever
knows the whole turns the claims belong to can ask it of these.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from tracker.match.features import Features
from tracker.match.splicing import LEAST_RUN, Splice, splice
from tracker.models import RelationKind, Span

OUTRANKED: Final = frozenset({RelationKind.NONE, RelationKind.RELATED, RelationKind.VARIANT, RelationKind.EXCERPT})
"""What a claim with a stitched quotation may look like by its other words; the stitching explains more."""

Stitching = tuple[tuple[str, str], tuple[tuple[Span, Span], ...]]
"""The two reasons for a reader, and where each part stands in the quoting claim and in the source."""


Turn = str | Callable[[], str | None] | None
"""The words of a whole run of speech, or what gives them when they are asked for; ``None`` where there is none."""


def stitching(one: Features, source: Features, turn: Turn = None) -> Stitching | None:
    """Return how a quotation of ``one`` joins parts that stand apart in a turn, one of them in ``source``.

    ``turn`` is the whole run of speech that ``source`` belongs to; without it the source's own words are searched.
    """
    for span, own in one.quoted:
        if len(own & source.vocabulary) < LEAST_RUN:
            continue
        if callable(turn):
            turn = turn()
        if turn is None and not own <= source.vocabulary:
            continue
        found = splice(span.of(one.text), source.text if turn is None else turn)
        if found is not None:
            explained = _explained(span, one.text, source.text, source.text if turn is None else turn, found)
            if explained[1]:
                return explained
    return None


def _explained(span: Span, quoting: str, source: str, turn: str, found: Splice) -> Stitching:
    words = span.of(quoting)
    parts = " and ".join(f"“{part.quoted.of(words)}”" for part in found.parts)
    hidden = " … ".join(" ".join(left_out.of(turn).split()) for left_out in found.hidden)
    places = []
    for part in found.parts:
        start = source.find(part.source.of(turn))
        if start >= 0:
            here = Span(span.start + part.quoted.start, span.start + part.quoted.end)
            places.append((here, Span(start, start + part.source.end - part.source.start)))
    return (f"{parts} stand apart in the fuller source", f"between them it says: “{hidden}”"), tuple(places)
