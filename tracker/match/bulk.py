"""All pairs of claims at or above the fuzzy cutoff, among many: readings, nominating, scoring.

The slow obvious way compares every pair of claims (``rapidfuzz.process.cdist``); ``tests/match`` and ``make bench``
hold this to it. Claims whose readings are the same are one row until the very end, since repeats word for word are the
most common kind.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
from rapidfuzz import fuzz, process

from tracker.match import keys, nominate
from tracker.match.nominate import CUTOFF, Hashes, Ints, Runs

Scores = npt.NDArray[np.float32]
PAIRS_AT_ONCE: Final = 50_000
"""Pairs worked on at a time: enough to make the calls' own cost vanish, few enough to stay near the processor."""

SAME_READING: Final = 100.0
"""The score of two claims with the same reading."""


@dataclass(frozen=True, slots=True)
class Pairs:
    """Pairs of positions (a < b) with their fuzzy score in [0, 100]: three parallel arrays."""

    a: Ints
    b: Ints
    score: Scores

    def __len__(self) -> int:
        return len(self.a)


HUNDREDTHS: Final = 100
"""Scores are written to two decimals."""

NO_PAIRS: Final = Pairs(np.zeros(0, np.int64), np.zeros(0, np.int64), np.zeros(0, np.float32))


@dataclass(frozen=True, slots=True)
class Rows:
    """Distinct readings in order of length; those of reading r are the claims ``claims[starts[r]:starts[r + 1]]``."""

    readings: list[str]
    lengths: Ints
    starts: Ints
    claims: Ints


def rows_of(texts: Sequence[str]) -> Rows:
    """Return the distinct readings of ``texts``; claims without a word have none."""
    readings, owners = keys.all_readings(texts)
    numbers = dict.fromkeys(readings, 0)
    numbers.pop("", None)
    distinct = sorted(numbers, key=len)
    numbers = dict(zip(distinct, range(len(distinct)), strict=True))
    row = np.fromiter((numbers.get(reading, -1) for reading in readings), np.int64, len(readings))
    owner = np.array(owners, np.int64)
    row, owner = row[row >= 0], owner[row >= 0]
    order = np.argsort(row, kind="stable")
    starts = np.searchsorted(row[order], np.arange(len(distinct) + 1))
    lengths = np.fromiter(map(len, distinct), np.int64, len(distinct))
    return Rows(distinct, lengths, starts, owner[order])


@dataclass(frozen=True, slots=True)
class Comparison:
    """Everything that is needed to compare rows part by part; ``left_out`` counts keys that too many rows share.

    ``parts`` are ranges of rows, to be compared in any order.
    """

    rows: Rows
    runs: tuple[Runs, ...]
    sketches: Hashes
    limits: Ints
    strings: npt.NDArray[np.object_]
    parts: tuple[tuple[int, int], ...]
    left_out: int


def comparison(texts: Sequence[str]) -> Comparison:
    """Read ``texts`` and sort out which of their rows share keys."""
    rows = rows_of(texts)
    words = nominate.words_of(rows.readings)
    runs, left_out = nominate.runs_of(nominate.rarest_words(words))
    return Comparison(
        rows=rows,
        runs=tuple(runs),
        sketches=nominate.sketches(words),
        limits=nominate.partner_limits(rows.lengths),
        strings=np.array(rows.readings, dtype=object),
        parts=tuple(nominate.parts_of(runs, len(rows.readings))),
        left_out=left_out,
    )


def compare(work: Comparison, part: int) -> Pairs:
    """Return the pairs of rows at or above the cutoff whose first row lies in one part."""
    a, b = nominate.candidates(work.runs, work.limits, *work.parts[part])
    return joined([_reached(work, a[block], b[block]) for block in _blocks(len(a))])


def _blocks(size: int) -> Iterator[slice]:
    return (slice(start, start + PAIRS_AT_ONCE) for start in range(0, size, PAIRS_AT_ONCE))


def _reached(work: Comparison, a: Ints, b: Ints) -> Pairs:
    alike = nominate.alike_words(work.sketches, a, b)
    return scored(work.strings, a[alike], b[alike])


def compared(work: Comparison, parts: Iterable[int], threads: int) -> Iterator[tuple[int, Pairs]]:
    """Yield each of ``parts`` with its pairs, several at a time: numpy and rapidfuzz let go of Python's lock."""
    with ThreadPoolExecutor(threads) as pool:
        waiting = {pool.submit(compare, work, part): part for part in parts}
        for future in as_completed(waiting):
            yield waiting.pop(future), future.result()


def scored(strings: npt.NDArray[np.object_], a: Ints, b: Ints) -> Pairs:
    """Return the pairs of rows that reach the cutoff, with their scores."""
    scores = process.cpdist(
        strings.take(a).tolist(), strings.take(b).tolist(), scorer=fuzz.ratio, score_cutoff=CUTOFF, dtype=np.float32
    )
    kept = scores >= CUTOFF
    return Pairs(a[kept], b[kept], scores[kept])


def hundredths(scores: npt.NDArray[np.float32]) -> npt.NDArray[np.int64]:
    """Return scores as they are written, in hundredths, by every engine alike."""
    return np.rint(scores * HUNDREDTHS).astype(np.int64)


def joined(parts: Sequence[Pairs]) -> Pairs:
    """Return several lots of pairs as one."""
    parts = [NO_PAIRS, *parts]
    return Pairs(*(np.concatenate([getattr(part, name) for part in parts]) for name in ("a", "b", "score")))


def claim_pairs(rows: Rows, pairs: Pairs) -> Pairs:
    """Return the pairs of claims that pairs of rows stand for, each once with its best score, ordered by (a, b).

    A row paired with itself stands for the pairs among its own claims (``with_same_reading``).
    """
    sizes = np.diff(rows.starts)
    wide, tall = sizes[pairs.a], sizes[pairs.b]
    products = wide * tall
    pair = np.repeat(np.arange(len(pairs)), products)
    within = np.arange(len(pair)) - np.repeat(np.cumsum(products) - products, products)
    i, j = np.divmod(within, tall[pair])
    first, second = rows.claims[rows.starts[pairs.a][pair] + i], rows.claims[rows.starts[pairs.b][pair] + j]
    # The two readings of one claim are no pair, and of a row with itself each pair comes twice.
    kept = (first != second) & ((pairs.a != pairs.b)[pair] | (i < j))
    first, second, pair = first[kept], second[kept], pair[kept]
    if not len(pair):
        return NO_PAIRS
    packed = np.minimum(first, second).astype(np.uint64) << np.uint64(32) | np.maximum(first, second).astype(np.uint64)
    order = np.argsort(packed)
    packed = packed[order]
    starts = np.flatnonzero(nominate.first_of_equals(packed))
    best = np.maximum.reduceat(pairs.score[pair][order], starts)
    a, b = np.divmod(packed[starts].astype(np.int64), 1 << 32)
    return Pairs(a, b, best)


def with_same_reading(rows: Rows, pairs: Pairs) -> Pairs:
    """Return ``pairs`` and, for each row of several claims, the row paired with itself."""
    shared = np.flatnonzero(np.diff(rows.starts) > 1)
    return joined([pairs, Pairs(shared, shared, np.full(len(shared), SAME_READING, np.float32))])


def all_pairs(texts: Sequence[str], *, threads: int = 1) -> Pairs:
    """Return every pair of ``texts`` whose fuzzy score reaches the cutoff, ordered by (a, b)."""
    work = comparison(texts)
    found = joined([pairs for _, pairs in compared(work, range(len(work.parts)), threads)])
    return claim_pairs(work.rows, with_same_reading(work.rows, found))
