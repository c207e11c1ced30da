"""Which claims of a whole database are compared with one another, when all of them are linked anew.

Named are all pairs at the fuzzy cutoff (``tracker.match.bulk``), and for each claim and each quotation in it the few
that share its rarest words most (``tracker.match.nominate_stored``), as if it came last.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import numpy as np
import numpy.typing as npt

from tracker.match import bulk
from tracker.match.bulk import Pairs
from tracker.match.bulk_decide import groups
from tracker.match.keys import keys, reading_lines
from tracker.match.nominate import CUTOFF, Ints
from tracker.match.nominate_stored import BEST, LEAST_COSINE, candidates, cosine, worth_comparing
from tracker.match.nominate_stored import roots as roots_of

Ids = npt.NDArray[np.int32]
Progress = Callable[[int, int], None]

KEYS_KEPT: Final = 1 << 14
"""Claims whose nominees and roots are remembered: repeats word for word have the same."""

COSINE_SCORE: Final = CUTOFF - 1
"""What a cosine of 1 counts beside fuzzy scores: those named for their words alone come after all at the cutoff."""


_NOBODY: Final[Ids] = np.zeros(0, np.int32)


class HeldKeys:
    """A ``KeyIndex`` in memory: claims are known by their places, 12 bytes for every key of every claim."""

    def __init__(self, entries: Iterable[Sequence[int]]) -> None:
        own = [np.fromiter(one, np.int64, len(one)) for one in entries]
        self._total = len(own)
        owners = np.repeat(np.arange(len(own), dtype=np.int32), [len(one) for one in own])
        held = np.concatenate([*own, np.zeros(0, np.int64)])
        order = np.argsort(held, kind="stable")
        self._owners = owners[order]
        distinct, starts = np.unique(held[order], return_index=True)
        # One key more than any can be, so that every key sought has a place.
        self._keys = np.append(distinct, np.iinfo(np.int64).max)
        self._starts = np.concatenate((starts, [len(held), len(held)]))

    def total(self) -> int:
        """Return how many claims the index holds."""
        return self._total

    def frequencies(self, wanted: Sequence[int]) -> list[int]:
        """Return how many claims hold each key."""
        keys = np.array(wanted, np.int64)
        places = np.searchsorted(self._keys, keys)
        held = self._starts[places + 1] - self._starts[places]
        counts: list[int] = np.where(self._keys[places] == keys, held, 0).tolist()
        return counts

    def holders(self, key: int) -> Ids:
        """Return the places of the claims that hold a key."""
        place = np.searchsorted(self._keys, key)
        return self._owners[self._starts[place] : self._starts[place + 1]] if self._keys[place] == key else _NOBODY


@dataclass(frozen=True, slots=True)
class Company:
    """For each claim those it is compared with, the likeliest first: ``others[starts[c]:starts[c + 1]]``.

    ``order`` holds all claims so that those alike stand side by side.
    """

    starts: Ints
    others: Ids
    order: Ints

    def of(self, claim: int) -> list[int]:
        """Return the company of one claim."""
        found: list[int] = self.others[self.starts[claim] : self.starts[claim + 1]].tolist()
        return found


def company(
    texts: Sequence[str], quoted: Callable[[int], Sequence[str]], *, threads: int, progress: Progress
) -> Company:
    """Name the pairs of ``texts`` to compare; ``quoted`` gives the quotations inside the claim at a place."""
    work = bulk.comparison(texts)
    steps = len(work.parts) + len(texts)
    found = []
    for done, (_, pairs) in enumerate(bulk.compared(work, range(len(work.parts)), threads), 1):
        found.append(pairs)
        progress(done, steps)
    alike = bulk.claim_pairs(work.rows, bulk.with_same_reading(work.rows, bulk.joined(found)))
    done = len(work.parts)
    del work, found
    named = bulk.joined([alike, _by_words(texts, quoted, lambda at: progress(done + at, steps))])
    group = groups(len(texts), alike.a, alike.b)
    return _by_claim(named, len(texts), np.argsort(group, kind="stable"))


def _by_words(texts: Sequence[str], quoted: Callable[[int], Sequence[str]], progress: Callable[[int], None]) -> Pairs:
    """Return the pairs named for the words they share, each claim with the best for it and for its quotations."""
    index = HeldKeys(map(keys, texts))
    roots = lru_cache(KEYS_KEPT)(roots_of)
    known: dict[tuple[int, ...], list[int]] = {}

    def nominees(own: tuple[int, ...]) -> list[int]:
        if own not in known:
            if len(known) >= KEYS_KEPT:
                known.pop(next(iter(known)))
            known[own] = candidates(own, index)
        return known[own]

    def of_claim(place: int) -> Iterator[tuple[int, float]]:
        own = roots(texts[place])
        others = [other for other in nominees(keys(texts[place]))[: BEST + 1] if other != place]
        for other in others[:BEST]:
            if (likeness := cosine(own, roots(texts[other]))) >= LEAST_COSINE:
                yield other, likeness
        for words in quoted(place):
            near = [other for other in nominees(keys(words)) if other != place]
            lines = reading_lines([texts[other] for other in near])
            yield from ((other, 1.0) for other in worth_comparing(words, [*zip(near, lines, strict=True)]))

    ones: list[int] = []
    others: list[int] = []
    scores: list[float] = []
    for place in range(len(texts)):
        for other, likeness in of_claim(place):
            ones.append(place)
            others.append(other)
            scores.append(COSINE_SCORE * likeness)
        progress(place + 1)
    a, b = np.array(ones, np.int64), np.array(others, np.int64)
    return Pairs(np.minimum(a, b), np.maximum(a, b), np.array(scores, np.float32))


def _by_claim(pairs: Pairs, size: int, together: Ints) -> Company:
    """Sort pairs by their claims, both ways round, each pair once."""
    one, other = np.concatenate((pairs.a, pairs.b)), np.concatenate((pairs.b, pairs.a)).astype(np.int32)
    score = np.concatenate((pairs.score, pairs.score))
    order = np.lexsort((-score, other, one))
    one, other, score = one[order], other[order], score[order]
    first = np.ones(len(one), bool)
    first[1:] = (one[1:] != one[:-1]) | (other[1:] != other[:-1])
    one, other, score = one[first], other[first], score[first]
    order = np.lexsort((other, -score, one))
    return Company(np.searchsorted(one, np.arange(size + 1)), other[order], together)
