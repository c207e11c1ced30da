"""Texts cut where marked stretches begin and end, and long documents cut into parts between paragraphs (pure)."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from tracker.models import Span
from tracker.text.layout import paragraphs


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


PART = 12_000
"""Characters of a part: four times a press release, twice a long newspaper article."""
CLAIMS = 50
"""Claims of a part: each takes about 1.2 KB of HTML with its note in the margin, and a page stays under 100 KB."""
_LAST_BLANK = re.compile(r"\s+(?=\S*\Z)")


def parts(text: str, claim_starts: Sequence[int] = (), size: int = PART, claims: int = CLAIMS) -> tuple[Span, ...]:
    """Return the stretches a text is read in: whole paragraphs, as many as fit; an empty text has one empty part.

    ``claim_starts`` are the places where claims begin, in order: a part holds at most ``size`` characters and
    ``claims`` claims, though one paragraph is never cut for its claims.

    >>> [span.of("One.\\n\\nTwo.\\n\\nThree.") for span in parts("One.\\n\\nTwo.\\n\\nThree.", size=12)]
    ['One.\\n\\nTwo.', 'Three.']
    """
    found: list[Span] = []
    for paragraph in pieces(text, paragraphs(text), size):
        start = found[-1].start if found else 0
        begun = bisect_left(claim_starts, paragraph.end) - bisect_left(claim_starts, start)
        if found and paragraph.end - start <= size and begun <= claims:
            found[-1] = Span(start, paragraph.end)
        else:
            found.append(paragraph)
    return tuple(found) or (Span(0, 0),)


def pieces(text: str, spans: Sequence[Span], size: int = PART) -> Iterator[Span]:
    """Yield paragraphs, one that is longer than a part cut between words."""
    for span in spans:
        start = span.start
        while span.end - start > size:
            blank = _LAST_BLANK.search(text, start, start + size)
            cut = blank.start() if blank and blank.start() > start else start + size
            yield Span(start, cut)
            start = blank.end() if blank and blank.start() > start else cut
        if start < span.end:
            yield Span(start, span.end)
