"""Quotations joined from parts that stand apart in a fuller source: where the parts stand, and what lies between."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from tracker.matching.features import INSERTED, Features
from tracker.models import Span
from tracker.text.normal import Word, words

LEAST_RUN: Final = 2
"""Words in a part; single words can be found in any text."""

MOST_PARTS: Final = 4
"""More parts than this are a new sentence out of common words, and no quotation."""

WIDEST_GAP: Final = 60
"""Words that may lie between two parts: three or four sentences; parts further apart are two quotations."""


@dataclass(frozen=True, slots=True)
class Part:
    """One unbroken part of a spliced quotation: where it stands in the quotation and in the fuller text."""

    quoted: Span
    source: Span


@dataclass(frozen=True, slots=True)
class Splice:
    """The parts of a spliced quotation, in order, and the stretches of the fuller text that it leaves out between."""

    parts: tuple[Part, ...]
    hidden: tuple[Span, ...]


Run = tuple[int, int, int]
"""A part as word places: where it begins in the quotation, where in the source, and how many words it has."""


def runs(short: Sequence[str], long: Sequence[str], telling: Sequence[bool] | None = None) -> tuple[Run, ...] | None:
    """Return the fewest parts of ``long``, in order and at least two, that make up ``short``, or ``None``.

    ``telling`` marks the words of ``short`` that are no stop words: a part must hold one of them.
    """
    best: list[tuple[Run, ...]] = []

    def extend(at: int, after: int, so_far: tuple[Run, ...]) -> None:
        if at == len(short):
            if not best or len(so_far) < len(best[0]):
                best[:] = [so_far]
            return
        if len(so_far) == (len(best[0]) if best else MOST_PARTS):
            return
        stop = len(long) if not so_far else min(len(long), after + WIDEST_GAP)
        for place in range(after, stop):
            if long[place] != short[at]:
                continue
            length = 1
            while (
                at + length < len(short) and place + length < len(long) and long[place + length] == short[at + length]
            ):
                length += 1
            if length >= LEAST_RUN and (telling is None or any(telling[at : at + length])):
                extend(at + length, place + length, (*so_far, (at, place, length)))

    extend(0, 0, ())
    return best[0] if best and len(best[0]) > 1 else None


def _without_insertions(text: str) -> tuple[Word, ...]:
    inserted = [match.span() for match in INSERTED.finditer(text)]
    return tuple(word for word in words(text) if not any(start <= word.start < end for start, end in inserted))


def splice(quotation: str, source_text: str) -> Splice | None:
    """Find the parts of a quotation that stand apart in a fuller text; ``None`` where it is whole there, or not there.

    Words that the quotation adds in brackets are passed over; an ellipsis is a place where it may leave words out.

    >>> found = splice("a calm night with few calls", "It was a calm night, they said, with few calls.")
    >>> [part.source.of("It was a calm night, they said, with few calls.") for part in found.parts]
    ['a calm night', 'with few calls']
    """
    quoted, source = _without_insertions(quotation), words(source_text)
    found = runs([word.normal for word in quoted], [word.normal for word in source], [not word.stop for word in quoted])
    if found is None:
        return None
    parts = tuple(
        Part(
            Span(quoted[at].start, quoted[at + length - 1].end),
            Span(source[place].start, source[place + length - 1].end),
        )
        for at, place, length in found
    )
    hidden = tuple(Span(one.source.end, other.source.start) for one, other in pairwise(parts))
    return Splice(parts, hidden)


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
