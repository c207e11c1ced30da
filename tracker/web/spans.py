"""Moving the ends of a claim by words and sentences (pure)."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass

from tracker.models import ClaimKind, Span
from tracker.text.layout import file_header, paragraphs
from tracker.text.quotes import quotations
from tracker.text.sentences import sentences
from tracker.text.words import PRINTED, cut
from tracker.web.marks import Mark, segments

AROUND = 1_500
"""Characters before and after a claim in which its ends may be moved step by step; further off, it is another claim."""
SHOWN_AROUND = 600
"""Characters shown before and after it, to select from."""


@dataclass(frozen=True, slots=True)
class Step:
    """One move of an end: what it is called, the place that follows, and the words it takes in or drops."""

    name: str
    label: str
    span: Span
    words: str

    @property
    def is_mark(self) -> bool:
        """Whether the words are punctuation alone, which quotation marks around it would hide."""
        return not any(char.isalnum() for char in self.words)


def steps(text: str, place: Span) -> dict[str, tuple[Step, ...]]:
    """Return how the ``start`` and the ``end`` of a place can move, by a word and to the edge of the sentence.

    >>> moves = steps("He said no. It rained.", Span(3, 10))
    >>> [(step.name, step.span.of("He said no. It rained.")) for step in moves["end"]]
    [('shorter', 'said'), ('longer', 'said no.'), ('sentence', 'said no.')]
    """
    low, high = max(0, place.start - AROUND), min(len(text), place.end + AROUND)
    tokens = [Span(low + token.start, low + token.end) for token in cut(text[low:high], PRINTED)]
    starts, ends = [token.start for token in tokens], [token.end for token in tokens]
    inside = [Span(low + span.start, low + span.end) for span in sentences(text[low:high])]
    earlier = _at(starts, bisect_left(starts, place.start) - 1)
    later = _at(starts, bisect_right(starts, place.start))
    shorter = _at(ends, bisect_left(ends, place.end) - 1)
    longer = _at(ends, bisect_right(ends, place.end))
    opening = max((span.start for span in inside if span.start <= place.start), default=None)
    closing = min((span.end for span in inside if span.end >= place.end), default=None)
    return {
        "start": tuple(
            _made(text, place, (
                ("longer", "one word earlier", earlier, place.end),
                ("shorter", "one word later", later, place.end),
                ("sentence", "at the start of the sentence", opening, place.end),
            ))
        ),
        "end": tuple(
            _made(text, place, (
                ("shorter", "one word earlier", place.start, shorter),
                ("longer", "one word later", place.start, longer),
                ("sentence", "at the end of the sentence", place.start, closing),
            ))
        ),
    }  # fmt: skip


def _at(places: list[int], index: int) -> int | None:
    return places[index] if 0 <= index < len(places) else None


def _made(text: str, place: Span, moves: Iterable[tuple[str, str, int | None, int | None]]) -> Iterable[Step]:
    for name, label, start, end in moves:
        if start is None or end is None or start >= end or (start, end) == (place.start, place.end):
            continue
        moved = {place.start, start} if start != place.start else {place.end, end}
        yield Step(name, label, Span(start, end), " ".join(text[min(moved) : max(moved)].split()))


def to_whole_words(text: str, place: Span) -> Span:
    """Return a place whose ends cut no word: a hand that selects is seldom exact.

    >>> to_whole_words("We are not planning", Span(4, 9)).of("We are not planning")
    'are not'
    """
    start, end = place.start, place.end
    while 0 < start < len(text) and text[start].isalnum() and text[start - 1].isalnum():
        start -= 1
    while 0 < end < len(text) and text[end].isalnum() and text[end - 1].isalnum():
        end += 1
    return Span(start, end)


def likely_kind(text: str, place: Span) -> ClaimKind:
    """Return how words probably stand in their text, to be offered and never stored unasked.

    Inside quotation marks they are direct, with some marks in them mixed, else indirect.
    """
    low, high = max(0, place.start - AROUND), min(len(text), place.end + AROUND)
    here = Span(place.start - low, place.end - low)
    spans = [quotation.span for quotation in quotations(text[low:high])]
    if any(span.start <= here.start and here.end <= span.end for span in spans):
        return ClaimKind.DIRECT
    overlaps = any(span.start < here.end and here.start < span.end for span in spans)
    return ClaimKind.MIXED if overlaps else ClaimKind.INDIRECT


@dataclass(frozen=True, slots=True)
class Shown:
    """A paragraph around a place: its first character, and its pieces with whether each is inside the place.

    ``cut`` is ``before``, ``after`` or ``both`` where the paragraph goes on beyond what is shown, else ``""``.
    """

    start: int
    pieces: tuple[tuple[str, bool], ...]
    cut: str


def in_paragraphs(text: str, place: Span) -> tuple[Shown, ...]:
    """Return the paragraphs around a place, whole words only, without what a Markdown file says of itself."""
    body = file_header(text)
    low = max(0, place.start - SHOWN_AROUND, body if body <= place.start else 0)
    high = min(len(text), place.end + SHOWN_AROUND)
    while low < place.start and low > body and not text[low - 1].isspace():
        low += 1
    while place.end < high < len(text) and not text[high].isspace():
        high -= 1
    spans = [Span(low + span.start, low + span.end) for span in paragraphs(text[low:high])]
    cut = segments(spans, [Mark(1, place)])
    whole = paragraphs(text[max(0, low - AROUND) : high + AROUND])
    edges = {max(0, low - AROUND) + edge for span in whole for edge in (span.start, span.end)}
    found = []
    for span, parts in zip(spans, cut, strict=True):
        begins, ends = span.start not in edges, span.end not in edges
        sides = "both" if begins and ends else "before" if begins else "after" if ends else ""
        found.append(Shown(span.start, tuple((text[part.start : part.end], bool(part.ids)) for part in parts), sides))
    return tuple(found)
