"""Words of a source and of a draft side by side: which are equal, and what a change is in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from tracker.cite.diffs import Difference
from tracker.cite.findings import Finding
from tracker.cite.surfaces import Token


@dataclass(frozen=True, slots=True)
class Row:
    """Tokens ``[a, b)`` of the source beside tokens ``[c, d)`` of the draft; ``op`` is difflib's."""

    op: str
    a: int
    b: int
    c: int
    d: int


def aligned(ours: Sequence[Token], theirs: Sequence[Token]) -> list[Row]:
    """Return two sides as rows, read from the front or from the back, whichever takes fewer."""
    keys = [token.key for token in ours], [token.key for token in theirs]
    if keys[0] == keys[1]:
        return [Row("equal", 0, len(ours), 0, len(theirs))]
    forward = [Row(*code) for code in SequenceMatcher(None, *keys, autojunk=False).get_opcodes()]
    backward = SequenceMatcher(None, keys[0][::-1], keys[1][::-1], autojunk=False).get_opcodes()
    m, n = len(ours), len(theirs)
    turned = [Row(op, m - b, m - a, n - d, n - c) for op, a, b, c, d in reversed(backward)]
    return min(forward, turned, key=len)


def differences(
    source: str, draft: str, ours: Sequence[Token], theirs: Sequence[Token], rows: Sequence[Row]
) -> list[Difference]:
    """Return the rows as words of either side, with the blanks and points that follow them."""

    def cut(text: str, side: Sequence[Token], first: int, end: int) -> str:
        if first == end:
            return ""
        until = side[end].start if end < len(side) else side[-1].end
        return " ".join(text[side[first].start : until].split()) + (" " if end < len(side) else "")

    return [Difference(row.op, cut(source, ours, row.a, row.b), cut(draft, theirs, row.c, row.d)) for row in rows]


def kinds(ours: Sequence[Token], theirs: Sequence[Token]) -> set[Finding]:
    """Say whether a change is one of a figure, of words, or of both."""
    figures = [[token.key for token in side if token.is_figure] for side in (ours, theirs)]
    others = [[token.key for token in side if not token.is_figure] for side in (ours, theirs)]
    if figures[0] and figures[1] and figures[0] != figures[1]:
        return {Finding.FIGURE} | ({Finding.ALTERED} if others[0] != others[1] else set())
    return {Finding.ALTERED}


def letters(side: Sequence[Token]) -> str:
    """Return the keys of tokens as one word, in which hyphens and blanks do not count."""
    return "".join(token.key for token in side)


def change_in_words(before: str, after: str) -> str:
    """Return a change in words.

    >>> change_in_words("not", ""), change_in_words("40", "60")
    ('“not” was left out.', '“40” became “60”.')
    """
    before, after = " ".join(before.split()), " ".join(after.split())
    if not before:
        return f"“{after}” was added."
    return f"“{before}” became “{after}”." if after else f"“{before}” was left out."
