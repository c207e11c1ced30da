"""Deciding the relation of many nominated pairs, in lots that hang together, each in a process of its own.

A lot is made of whole groups: rows that pairs connect, directly or through others. So each claim is in one lot, and its
features, which cost far more than a comparison, are made once.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import numpy as np

from tracker.match.bulk import Pairs, Rows, claim_pairs, joined
from tracker.match.features import Features, features
from tracker.match.nominate import Ints
from tracker.match.relating import relation
from tracker.models import RelationKind

PAIRS_IN_A_LOT: Final = 20_000
"""Pairs of rows a lot holds, about: a few seconds of work, so that little is lost when work is interrupted."""


@dataclass(frozen=True, slots=True)
class Lot:
    """Pairs of claims to be decided together: positions in the whole, the claims' texts by position, and the pairs."""

    texts: dict[int, str]
    pairs: Pairs


def groups(size: int, a: Ints, b: Ints) -> Ints:
    """Return for each of ``size`` rows the lowest row that the pairs (a, b) connect it with."""
    lowest = np.arange(size)
    while True:
        before = lowest.copy()
        low = np.minimum(lowest[a], lowest[b])
        np.minimum.at(lowest, lowest[a], low)
        np.minimum.at(lowest, lowest[b], low)
        while not np.array_equal(lowest, lowest[lowest]):
            lowest = lowest[lowest]
        if np.array_equal(before, lowest):
            return lowest


def _read_twice(rows: Rows) -> Pairs:
    """Return the pairs of rows that are two readings of one claim."""
    row = np.repeat(np.arange(len(rows.readings)), np.diff(rows.starts))
    order = np.argsort(rows.claims, kind="stable")
    claims, row = rows.claims[order], row[order]
    again = np.flatnonzero(claims[1:] == claims[:-1])
    return Pairs(row[again], row[again + 1], np.zeros(len(again), np.float32))


def lots(rows: Rows, pairs: Pairs) -> list[Pairs]:
    """Cut pairs of rows into lots of whole groups, in an order that depends on ``rows`` and ``pairs`` alone."""
    connected = joined([pairs, _read_twice(rows)])
    group = groups(len(rows.readings), connected.a, connected.b)[pairs.a]
    order = np.lexsort((pairs.b, pairs.a, group))
    pairs, group = Pairs(pairs.a[order], pairs.b[order], pairs.score[order]), group[order]
    if not len(pairs):
        return []
    begins = np.flatnonzero(np.concatenate(([True], group[1:] != group[:-1])))
    numbers = begins // PAIRS_IN_A_LOT
    cuts = begins[np.concatenate(([True], numbers[1:] != numbers[:-1]))].tolist()
    return [
        Pairs(pairs.a[start:end], pairs.b[start:end], pairs.score[start:end])
        for start, end in pairwise([*cuts, len(pairs)])
    ]


def lot(texts: Sequence[str], rows: Rows, pairs: Pairs) -> Lot:
    """Return the lot of some pairs of rows: the pairs of claims they stand for, and the texts of those claims."""
    of_claims = claim_pairs(rows, pairs)
    members = np.unique(np.concatenate((of_claims.a, of_claims.b))).tolist()
    return Lot({position: texts[position] for position in members}, of_claims)


def decided(work: Lot) -> list[RelationKind]:
    """Return the relation of each pair of a lot, in the pairs' order; the features of each claim are made once."""
    made: dict[str, Features] = {text: features(text) for text in set(work.texts.values())}
    of = {position: made[text] for position, text in work.texts.items()}
    return [relation(of[a], of[b]).kind for a, b in zip(work.pairs.a.tolist(), work.pairs.b.tolist(), strict=True)]
