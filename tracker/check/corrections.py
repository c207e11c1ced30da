"""The right words to copy: a quotation as its source has it, and a draft with every change made and listed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from tracker.check.words import SourceWords
from tracker.text.characters import POINTS
from tracker.text.quotes import quotations

_POINTS: Final = re.compile(rf"[{POINTS}]+")
_OTHER_MARKS: Final = {"‘": "“", "’": "”", "'": '"', "“": "‘", "”": "’", '"': "'"}


@dataclass(frozen=True, slots=True)
class Change:
    """One change to a draft: the characters ``[start, end)`` become ``new``; ``why`` in a few words."""

    start: int
    end: int
    old: str
    new: str
    why: str


def wording_of(source: SourceWords, stretches: Sequence[tuple[int, int]], single: bool) -> str:
    """Return the words of some stretches of a source as they are quoted: parts that stand apart get an ellipsis.

    What the source prints between two quotations of the speaker ("she said") is left out. Inner quotation marks are
    turned so that they differ from the draft's outer ones (``single``).
    """
    text = " … ".join(_spoken(source, first, end) for first, end in stretches)
    return _turned(text, single)


def _spoken(source: SourceWords, first: int, end: int) -> str:
    text = source.text
    voices = [
        (found, list(numbers))
        for found, numbers in groupby(range(first, end), key=lambda at: source.quotation_at(source.words[at].start))
    ]
    if any(found for found, _ in voices):
        voices = [(found, numbers) for found, numbers in voices if found]
    parts = []
    for number, (_, numbers) in enumerate(voices):
        start, stop = source.words[numbers[0]].start, source.words[numbers[-1]].end
        spoken = text[start:stop]
        if number < len(voices) - 1 and (point := _POINTS.match(text, stop)):
            # Where the cue ends its sentence, the comma before it stood for the speaker's full stop.
            ended = source.ends_sentence(numbers[-1], voices[number + 1][1][0])
            spoken += "." if point.group() == "," and ended else point.group()
        parts.append(" ".join(spoken.split()))
    return " ".join(parts)


def _turned(text: str, single: bool) -> str:
    family = "single" if single else "double"
    letters = list(text)
    for inner in quotations(text):
        if inner.family == family and inner.closed:
            for at in (inner.start, inner.end - 1):
                letters[at] = _OTHER_MARKS.get(letters[at], letters[at])
    return "".join(letters)


def apply(draft: str, changes: Iterable[Change]) -> tuple[str, tuple[Change, ...]]:
    """Return the draft with its changes made, and those that were made; of two that overlap the first counts.

    >>> apply("up 40 per cent", [Change(3, 5, "40", "60", "figure")])[0]
    'up 60 per cent'
    """
    made: list[Change] = []
    for change in sorted(changes, key=lambda change: (change.start, change.end)):
        if change.old != change.new and (not made or change.start >= made[-1].end):
            made.append(change)
    for change in reversed(made):
        draft = draft[: change.start] + change.new + draft[change.end :]
    return draft, tuple(made)
