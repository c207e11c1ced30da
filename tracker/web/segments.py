"""Cutting a text where marked stretches begin and end, so that overlapping and nested ones can be shown (pure)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from tracker.models import Span


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch of a text to be shown, with the id of what stands there."""

    id: int
    span: Span


@dataclass(frozen=True, slots=True)
class Segment:
    """A run of characters under the same marks: their ids, the shortest mark first (it is the most exact one)."""

    start: int
    end: int
    ids: tuple[int, ...]


def segments(parts: Sequence[Span], marks: Sequence[Mark]) -> tuple[tuple[Segment, ...], ...]:
    """Return each part cut into segments.

    ``parts`` are stretches of the text in order, not overlapping (its paragraphs). The segments of a part join up to
    exactly the part; a mark that crosses parts is cut at their edges, empty marks are passed over.

    >>> [s.ids for s in segments([Span(0, 9)], [Mark(1, Span(2, 8)), Mark(2, Span(4, 6))])[0]]
    [(), (1,), (2, 1), (1,), ()]
    """
    waiting = sorted((m for m in marks if m.span.start < m.span.end), key=lambda m: m.span, reverse=True)
    open_marks: list[Mark] = []
    cut = []
    for part in parts:
        while waiting and waiting[-1].span.start < part.end:
            open_marks.append(waiting.pop())
        open_marks = [mark for mark in open_marks if mark.span.end > part.start]
        cut.append(_segments_of(part, open_marks))
    return tuple(cut)


def _segments_of(part: Span, marks: Sequence[Mark]) -> tuple[Segment, ...]:
    edges = {part.start, part.end}
    for mark in marks:
        edges |= {edge for edge in (mark.span.start, mark.span.end) if part.start < edge < part.end}
    places = sorted(edges)
    shortest_first = sorted(marks, key=lambda mark: (mark.span.end - mark.span.start, mark.id))
    return tuple(
        Segment(start, end, tuple(m.id for m in shortest_first if m.span.start <= start and end <= m.span.end))
        for start, end in pairwise(places)
    )
