"""Turns: runs of quoted speech, how they go on after a cue, over paragraphs, and without any cue of their own."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from tracker.extract.drafts import Draft, Tokens
from tracker.extract.tokens import Prose

SHORTEST_TURN = 5
"""A quotation without cue and with fewer words is a name, a title or a word held at arm's length."""


@dataclass(frozen=True, slots=True)
class Turn:
    """A quotation without a cue of its own, and the draft before it whose speaker it takes, if any."""

    piece: Tokens
    draft: Draft | None


def runs(prose: Prose) -> list[Tokens]:
    """Return the tokens of each run of quoted speech: a quotation with the paragraphs that go on with it."""
    found: list[Tokens] = []
    previous = -1
    for index, number in enumerate(prose.quotation):
        if number < 0:
            continue
        if number == previous or (found and prose.quotations[number].goes_on and number == previous + 1):
            found[-1] = (found[-1][0], index + 1)
        else:
            found.append((index, index + 1))
        previous = number
    return found


def over_paragraphs(piece: Tokens, quoted: Iterable[Tokens]) -> Tokens:
    """Return a content piece with the rest of the run of quoted speech it ends in, where that goes on below."""
    start, end = piece
    for first, last in quoted:
        if first < end < last and first >= start:
            return start, last
    return piece


def without_cue(prose: Prose, kept: Sequence[Draft], quoted: Sequence[Tokens]) -> list[Turn]:
    """Return the runs of quoted speech that stand as sentences without a cue, each with the draft it goes on from."""
    covered = bytearray(len(prose.starts))
    for draft in kept:
        for start, end in draft.pieces:
            covered[start:end] = b"\1" * (end - start)
    found = []
    upcoming = sorted(kept, key=lambda draft: draft.cue)
    number = 0
    before: Draft | None = None
    for start, end in quoted:
        while number < len(upcoming) and upcoming[number].cue < start:
            before = upcoming[number]
            number += 1
        if not covered[start] and not covered[end - 1] and _stands_alone(prose, start, end):
            found.append(Turn((start, end), before))
    return found


def _stands_alone(prose: Prose, start: int, end: int) -> bool:
    first = prose.sentences[prose.sentence[start]][0]
    last = prose.sentences[prose.sentence[end - 1]][1]
    words = sum(1 for at in range(start, end) if prose.lower[at][0].isalnum())
    ended = not any(prose.lower[at][0].isalnum() for at in range(end, last))
    return start == first and ended and words >= SHORTEST_TURN
