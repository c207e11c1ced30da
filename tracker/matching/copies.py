"""Copies: texts that print the same passages, such as one agency report in ten papers, and which print came first.

Texts come as the keys of their words in order (``tracker.check.places.document_keys``). A *passage* is a run of
``RUN`` words, hashed; two texts share the words of the passages that stand in both. Every ``SAMPLED``-th passage, by
its hash, is stored, so that the documents worth comparing are found by a few rows of a table.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

import numpy as np
import numpy.typing as npt

RUN: Final = 12
"""Words of a passage: no two writers put so many in a row alike, but where both quote."""
SAMPLED: Final = 8
"""One passage of so many is stored: of sixty words in common, six, and none of them once in seven hundred times."""
LEAST_WORDS: Final = 60
"""Words that a copy shares: a long quotation is shorter."""
LEAST_SHARE: Final = 0.6
"""Share of the shorter text's words: two articles about one statement have less of it in common."""
LEAST_CLAIMS: Final = 0.5
"""Share of the shorter text's claims: where only a template is the same, what it was filled in with differs."""

_FACTOR: Final = np.uint64(0x9E3779B97F4A7C15)
"""An odd number near 2**64 / golden ratio, as Fibonacci hashing takes it (Knuth, volume 3, 6.4)."""

Hashes = npt.NDArray[np.int64]


def passages(keys: Sequence[int]) -> Hashes:
    """Return the hashes of a text's passages, that which begins with each word; empty for fewer than ``RUN`` words."""
    count = max(0, len(keys) - RUN + 1)
    words = np.array(keys, np.uint64)
    hashes = np.zeros(count, np.uint64)
    for at in range(RUN if count else 0):
        hashes = (hashes ^ words[at : at + count]) * _FACTOR
        hashes ^= hashes >> np.uint64(29)
    return (hashes >> np.uint64(1)).astype(np.int64)


def sample(hashes: Hashes) -> list[int]:
    """Return those of a text's passages that are stored, each once: the same ones of every text that has them."""
    return [int(each) for each in np.unique(hashes[hashes % SAMPLED == 0])]


def shared(one: Sequence[int], other: Sequence[int]) -> tuple[int, float]:
    """Return how many words two texts share, and what share of the shorter one's words these are, 0 to 1.

    >>> shared(range(100), range(20, 70))
    (50, 1.0)
    >>> shared(range(100), [*range(40), *range(200, 240)])
    (40, 0.5)
    """
    mine, theirs = passages(one), passages(other)
    words = min(_covered(np.isin(mine, theirs)), _covered(np.isin(theirs, mine)))
    return words, words / max(1, min(len(one), len(other)))


def _covered(begins: npt.NDArray[np.bool_]) -> int:
    """Return how many words stand in the passages that begin at some words."""
    changes = np.zeros(len(begins) + RUN, np.int64)
    changes[: len(begins)] += begins
    changes[RUN:] -= begins
    return int(np.count_nonzero(np.cumsum(changes)))


def is_copy(words: int, share: float) -> bool:
    """Say whether texts that share so much may be copies; ``hold_claims`` has to agree.

    >>> is_copy(400, 0.82), is_copy(45, 0.82), is_copy(400, 0.4)
    (True, False, False)
    """
    return words >= LEAST_WORDS and share >= LEAST_SHARE


def hold_claims(claims: Sequence[Sequence[int]], other: Sequence[int]) -> bool:
    """Say whether enough of the shorter text's claims, as the keys of their words, stand word for word in the other.

    >>> hold_claims([(1, 2), (3, 4)], [0, 1, 2, 3]), hold_claims([(1, 2), (3, 4), (4, 5)], [0, 1, 2, 3])
    (True, False)
    """
    text = _line(other)
    return sum(_line(claim) in text for claim in claims) >= LEAST_CLAIMS * len(claims)


def _line(keys: Sequence[int]) -> str:
    return f" {' '.join(map(str, keys))} "


def date_order(document_id: int, date: str | None) -> tuple[bool, str, int]:
    """Return what documents are put in order by: their dates, then their numbers; undated ones come last."""
    return (date is None, date or "", document_id)


def sources(
    dates: Mapping[int, str | None], supersedes: Mapping[int, int], pairs: Iterable[tuple[int, int]]
) -> dict[int, int]:
    """Return for each document the one that it comes from: the earliest print of its text, by its first version.

    ``dates`` has every document, ``supersedes`` the version before it, ``pairs`` those that are copies. Only prints
    before a document lead on from it, so that a digest that printed two reports makes no one source of these.

    >>> sources({1: "2021", 2: "2020", 3: "2022"}, {}, [(1, 3), (2, 3)])
    {1: 1, 2: 2, 3: 2}
    """
    first = {}
    for document in dates:
        at = document
        while at in supersedes:
            at = supersedes[at]
        first[document] = at
    ordered = sorted({*first.values()}, key=lambda one: date_order(one, dates[one]))
    place = {document: at for at, document in enumerate(ordered)}
    found = {document: document for document in ordered}
    earlier: dict[int, set[int]] = {}
    for pair in pairs:
        before, after = sorted((first[one] for one in pair), key=place.__getitem__)
        earlier.setdefault(after, set()).add(before)
    for document in ordered:
        # Those before it have their source by now; with itself it is none of its own prints.
        befores = [found[one] for one in earlier.get(document, ()) if one != document]
        found[document] = min([document, *befores], key=place.__getitem__)
    return {document: found[start] for document, start in first.items()}
