"""Finding a golden file's quotations in their seed, and comparing stretches of text by their words."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from tracker.models import Span

ELISION: Final = " … "
"""Stands in a golden quotation for the words between its two ends."""

_WORD: Final = re.compile(r"\w+")


class MisquotedError(Exception):
    """Words that a golden file quotes and its seed does not print, or prints more than once."""


def occurrences(text: str, quoted: str) -> list[Span]:
    """Return every place where ``text`` prints ``quoted``; any blank matches any other (NBSP, line end)."""
    parts = (r"\s+".join(map(re.escape, part.split())) for part in quoted.split(ELISION))
    return [Span(*hit.span()) for hit in re.finditer(r"\b.*?\b".join(parts), text, re.DOTALL)]


def find(text: str, quoted: str) -> Span:
    """Return the one place where ``text`` prints ``quoted``."""
    found = occurrences(text, quoted)
    if len(found) != 1:
        raise MisquotedError(f"printed {len(found)} times, not once: {quoted!r}")
    return found[0]


def find_inside(text: str, where: str, quoted: str) -> Span:
    """Return the first place where ``text`` prints ``quoted`` as whole words inside the one place of ``where``."""
    outer = find(text, where)
    for place in occurrences(text, quoted):
        if outer.start <= place.start and place.end <= outer.end and places(text, [place]) <= places(text, [outer]):
            return place
    raise MisquotedError(f"not printed inside {where!r}: {quoted!r}")


def places(text: str, spans: Iterable[Span]) -> frozenset[int]:
    """Return where the words inside ``spans`` start; quotation marks, blanks and punctuation have no place.

    Nor has a "that" which opens a span: whether it belongs to the content or to the cue is a matter of convention.
    """
    starts: set[int] = set()
    for span in spans:
        words = list(_WORD.finditer(text, span.start, span.end))
        if words and words[0].group().lower() == "that":
            words = words[1:]
        starts.update(word.start() for word in words)
    return frozenset(starts)


def likeness(a: frozenset[int], b: frozenset[int]) -> float:
    """Return the share of the words in either that are in both (intersection over union)."""
    return len(a & b) / len(a | b) if a | b else 0.0
