"""Turns: runs of quoted speech, how they go on after a cue, over paragraphs, and without any cue of their own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tracker.extract.drafts import Draft, Tokens
from tracker.extract.tokens import Prose

SHORTEST_TURN = 5
"""A quotation without cue and with fewer words is a name, a title or a word held at arm's length."""


@dataclass(frozen=True, slots=True)
class Carried:
    """A quotation without a cue of its own, and the draft whose speaker it takes (``None``: nobody spoke before)."""

    piece: Tokens
    draft: Draft | None


def ranges(prose: Prose) -> list[Tokens]:
    """Return the tokens of each quotation, marks included."""
    found: list[Tokens] = [(0, 0)] * len(prose.quotations)
    start = 0
    for index, number in enumerate(prose.quotation):
        if number < 0:
            continue
        if index == 0 or prose.quotation[index - 1] != number:
            start = index
        found[number] = (start, index + 1)
    return found


def carried(prose: Prose, kept: Sequence[Draft]) -> list[Carried]:
    """Return the quotations that stand as sentences of their own without a cue, with the draft they go on from."""
    covered = [False] * len(prose.starts)
    for draft in kept:
        for start, end in draft.pieces:
            covered[start:end] = [True] * (end - start)
    found = []
    upcoming = sorted(kept, key=lambda draft: draft.cue)
    number = 0
    last: Draft | None = None
    for quotation, (start, end) in zip(prose.quotations, ranges(prose), strict=True):
        while number < len(upcoming) and upcoming[number].cue < start:
            last = upcoming[number]
            number += 1
        if end <= start or covered[start] or covered[end - 1]:
            continue
        if quotation.goes_on or _stands_alone(prose, start, end):
            found.append(Carried((start, end), last))
    return found


def _stands_alone(prose: Prose, start: int, end: int) -> bool:
    first, last = prose.sentences[prose.sentence[start]]
    words = sum(1 for at in range(start, end) if prose.lower[at][0].isalnum())
    ended = end >= last or not any(prose.lower[at][0].isalnum() for at in range(end, last))
    return start == first and ended and words >= SHORTEST_TURN
