"""Which known word somebody may have meant (pure)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from rapidfuzz import process
from rapidfuzz.distance import DamerauLevenshtein

LETTERS_A_SLIP: Final = 4
"""One letter in so many may be wrong, missing, doubled or swapped; in shorter words a slip makes another word."""


def nearest(word: str, known: Iterable[tuple[str, int]]) -> str | None:
    """Return the known word with the fewest slips from ``word``, of equal ones the commonest; ``None`` if all are far.

    ``known`` gives each word with how often it occurs.

    >>> nearest("patrlo", [("patron", 9), ("patrol", 5), ("pat", 1)])
    'patrol'
    """
    often = dict(known)
    most = len(word) // LETTERS_A_SLIP
    if not most:
        return None
    near = process.extract(word, list(often), scorer=DamerauLevenshtein.distance, score_cutoff=most, limit=None)
    return min(near, key=lambda found: (found[1], -often[found[0]], found[0]))[0] if near else None
