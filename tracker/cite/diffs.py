"""Differences between two wordings, word by word: for ``<ins>`` and ``<del>``, and in words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Final

from tracker.cite.typography import fold

_TOKEN: Final = re.compile(r"[$£€]?\d+(?:[.,:/]\d+)*(?:%|[^\W\d_]+)?|[^\W\d_]+(?:['’\-‐‑][^\W\d_]+)*|\S")
"""A figure with its sign and unit, a word with its hyphens and apostrophes, or one mark: none of them is ever split."""


@dataclass(frozen=True, slots=True)
class Difference:
    """One row of a word-level difference: ``op`` is ``equal``, ``insert``, ``delete`` or ``replace``.

    ``a`` and ``b`` are the words of either side with the blanks that follow; the rows of a side, joined, are its text.
    """

    op: str
    a: str
    b: str


def differences(a: str, b: str) -> tuple[Difference, ...]:
    """Return the word-level differences from ``a`` to ``b``; typography and blanks make none.

    A side of blanks alone counts as empty.

    >>> [(row.op, row.a, row.b) for row in differences("up 40 per cent", "up 60 per cent")]
    [('equal', 'up ', 'up '), ('replace', '40 ', '60 '), ('equal', 'per cent', 'per cent')]
    """
    a, b = (side if side.strip() else "" for side in (a, b))
    starts_a, keys_a = _tokens(a)
    starts_b, keys_b = _tokens(b)
    rows = SequenceMatcher(None, keys_a, keys_b, autojunk=False).get_opcodes()
    if not rows:
        return (Difference("equal", a, b),) if a or b else ()
    return tuple(Difference(op, a[starts_a[i] : starts_a[j]], b[starts_b[k] : starts_b[m]]) for op, i, j, k, m in rows)


def in_words(rows: tuple[Difference, ...]) -> tuple[str, ...]:
    """Return each difference as a sentence, for readers who see no colour.

    >>> in_words(differences("up 40 per cent", "up 60 per cent"))
    ('“40” became “60”.',)
    """
    return tuple(_sentence(row) for row in rows if row.op != "equal")


def _sentence(row: Difference) -> str:
    before, after = " ".join(row.a.split()), " ".join(row.b.split())
    if row.op == "insert":
        return f"“{after}” was added."
    if row.op == "delete":
        return f"“{before}” was left out."
    return f"“{before}” became “{after}”."


def _tokens(text: str) -> tuple[list[int], list[str]]:
    """Return where tokens start, with the ends of the text so that slices cover all of it, and their folded forms."""
    found = list(_TOKEN.finditer(text))
    starts = [match.start() for match in found]
    return [0, *starts[1:], len(text)] if found else [0], [fold(match.group()) for match in found]
