"""Which stored claims are compared: for one new claim those that share its rare words, or pairs among all of them.

The stored claims are known through a ``KeyIndex`` (``tracker.db.indexes`` is one, a dictionary will do): how many
claims hold a key, and which. Only the rarest keys of the new claim are read, until they have named enough claims; each
claim named is given the sum of ``idf`` of the keys it shares, and the best few are handed on. So repeats are found, and
so are paraphrases, which share few words but rare ones; ``tracker.matching.relation`` decides on each.

Nothing depends on how common a key was when a claim was stored, and the work for one claim is bounded whatever the size
of the index.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from itertools import count
from math import log1p, sqrt
from typing import Final, Protocol

import numpy as np
import numpy.typing as npt
from rapidfuzz import fuzz, process

from tracker.matching import bulk
from tracker.matching.bulk import Pairs, groups
from tracker.matching.candidates import (
    CLAIMS_AT_ONCE,
    CUTOFF,
    Ints,
    all_readings,
    keys,
    of_lines,
    reading_lines,
    readings,
)

Ids = npt.NDArray[np.int32]
Weights = npt.NDArray[np.float64]

ENOUGH_READ: Final = 4_000
"""Claim ids read from the rarest keys before the rest is left unread: keys in more claims tell little more."""

LEAST_KEYS_READ: Final = 6
"""So many of the rarest keys are read in any case: a slip may have changed two or three of them."""

MOST_READ: Final = 200_000
"""A key that would bring the ids read beyond this is passed over; some milliseconds of work."""

LEAST_SHARED: Final = 0.3
"""Share of the weight (of keys read, and keys unknown) that a stored claim must hold; labelled paraphrases hold .36."""

NEAR_REPEAT: Final = 0.4
"""Claims that hold this share are all named, since repeats must not be cut short; of the others only the best."""

BEST: Final = 20
"""Stored claims compared for their words alone: among 20,000, every labelled paraphrase was among the first twenty."""

LEAST_COSINE: Final = 0.22
"""Likeness of the roots of two claims, both ways: a third of those named fall short, of labelled repeats none."""

ROOT_LETTERS: Final = 5
"""A word's first letters stand for its stem where a stem is too dear: "deplo" for "deploy" and "deployments"."""

SHORTEST_ROOT: Final = 4
"""Shorter words are mostly those that claims have in common by grammar alone; figures count whatever their length."""

MOST_NAMED: Final = 1_000
"""Stored claims named at most: the text of each is read, and a claim repeated more often needs no more company."""

KEYS_REMEMBERED: Final = 10_000
"""Keys whose holders are remembered: those of a thousand claims, which hold a few thousand ids each at most."""

MERGING: Final = "stable"
"""The kind of sort (Timsort for whole numbers) that merges lists sorted already, in a tenth of the time of another."""

_ROUNDING: Final = 1e-9
"""More than what the order of adding changes of a sum of weights."""

_NOBODY: Final = (np.empty(0, np.int32), np.empty(0))


FEW_HELD: Final = 64
"""A key that so many claims hold at most is read together with others; a commoner one only where it is needed."""


class KeyIndex(Protocol):
    """What is asked of the index of stored claims."""

    def total(self) -> int:
        """Return how many claims the index holds."""

    def frequencies(self, keys: Sequence[int]) -> list[int]:
        """Return how many claims hold each key."""

    def holders(self, key: int) -> Ids:
        """Return the ids of the claims that hold a key, in rising order."""


class ReadAtOnce(KeyIndex, Protocol):
    """An index that can also be asked for many keys in one go."""

    def several(self, keys: Sequence[int]) -> dict[int, Ids]:
        """Return for each key what ``holders`` does."""


@dataclass
class AskedOnce:
    """An index that asks another one each thing once: for a batch of claims, while nothing is written to it.

    The claims of a document share most of their commoner keys.
    """

    index: ReadAtOnce
    counted: dict[int, int] = field(default_factory=dict)
    held: dict[int, Ids] = field(default_factory=dict)

    @cached_property
    def claims(self) -> int:
        """How many claims the index holds."""
        return self.index.total()

    def total(self) -> int:
        """Return how many claims the index holds."""
        return self.claims

    def frequencies(self, keys: Sequence[int]) -> list[int]:
        """Return how many claims hold each key."""
        counted = self.counted
        if missing := [*dict.fromkeys([key for key in keys if key not in counted])]:
            counted |= zip(missing, self.index.frequencies(missing), strict=True)
        return [counted[key] for key in keys]

    def holders(self, key: int) -> Ids:
        """Return the ids of the claims that hold a key, in rising order; not to be changed."""
        if key not in self.held:
            if len(self.held) >= KEYS_REMEMBERED:
                self.held.clear()
            self.held[key] = self.index.holders(key)
        return self.held[key]

    def read(self, keys: Sequence[int]) -> None:
        """Ask in one go for what the claims of a batch will ask one by one: of their rarer keys."""
        rare = [key for key, count in zip(keys, self.frequencies(keys), strict=True) if 0 < count <= FEW_HELD]
        self.held |= self.index.several(rare[:KEYS_REMEMBERED])


def idf(total: int, frequency: int) -> float:
    """Return the weight of a key that ``frequency`` of ``total`` claims hold, above zero: the fewer the more."""
    return log1p(max(total - frequency + 0.5, 0.5) / (frequency + 0.5))


def candidates(own: Sequence[int], index: KeyIndex) -> list[int]:
    """Return the ids of the stored claims that share enough of the keys ``own``, as ``shares`` orders them."""
    ids: list[int] = shares(own, index)[0].tolist()
    return ids


def shares(own: Sequence[int], index: KeyIndex) -> tuple[Ids, Weights]:
    """Return the stored claims that share enough of the keys ``own``, those that share most first, then by id.

    In parallel arrays: their ids, and what share in [0, 1] of the weight of ``own`` each holds. A key that no stored
    claim holds counts as the rarest, so that a claim is not found by a common word alone.
    """
    return _shares(sorted(zip(index.frequencies(own), own, strict=True)), index.total(), index.holders)


def _shares(counted: Sequence[tuple[int, int]], total: int, holders: Callable[[int], Ids]) -> tuple[Ids, Weights]:
    """Do as ``shares`` for keys with their frequencies, the rarest first."""
    unknown = sum(idf(total, 0) for frequency, _ in counted if not frequency)
    named: list[Ids] = []
    weights: list[float] = []
    read = 0
    # The rarest first: each says most and costs least to read. Those left unread count neither for nor against a claim.
    for frequency, key in counted:
        if not frequency or read + frequency > MOST_READ:
            continue
        if read >= ENOUGH_READ and len(named) >= LEAST_KEYS_READ:
            break
        named.append(holders(key))
        weights.append(idf(total, frequency))
        read += frequency
    return _best(named, np.array(weights) / (unknown + sum(weights))) if read else _NOBODY


def _best(named: list[Ids], weights: Weights) -> tuple[Ids, Weights]:
    """Return the claims named most weightily; ``weights`` has one share of the weight for each array of ids.

    The commonest keys hold most ids, and a claim that holds only them may hold too little: such keys name nobody, and
    are looked up for the claims that rarer ones name.
    """
    naming = int((weights[::-1].cumsum()[::-1] >= LEAST_SHARED - _ROUNDING).sum())
    if not naming:
        return _NOBODY
    ids, shared = _added_up(named[:naming], weights[:naming])
    outstanding = weights[naming:].sum()
    for others, weight in zip(named[naming:], weights[naming:].tolist(), strict=True):
        may = (shared >= LEAST_SHARED - outstanding - _ROUNDING).nonzero()[0]
        ids, shared = ids[may], shared[may]
        if len(others):
            shared[others.take(others.searchsorted(ids), mode="clip") == ids] += weight
        outstanding -= weight
    enough = (shared >= LEAST_SHARED).nonzero()[0]
    ids, shared = ids[enough], shared[enough]
    best = (-shared).argsort(kind="stable")[: max(BEST, min(MOST_NAMED, int((shared >= NEAR_REPEAT).sum())))]
    return ids[best], shared[best]


_FIRST: Final = np.ones(1, bool)


def _added_up(named: list[Ids], weights: Weights) -> tuple[Ids, Weights]:
    """Return each id that stands in any of the arrays, and the sum of the weights of those it stands in."""
    ids = np.concatenate(named)
    order = ids.argsort(kind=MERGING)
    ids = ids[order]
    first = np.concatenate((_FIRST, ids[1:] != ids[:-1])).nonzero()[0]
    shared = np.add.reduceat(weights.repeat([*map(len, named)])[order], first)
    return ids[first], shared


def worth_comparing(text: str, stored: Sequence[tuple[int, str]], best: Collection[int] | None = None) -> list[int]:
    """Return the ids that ``tracker.matching.relation`` should decide on, of candidates in their order, best first.

    ``stored`` holds the id of each with its readings (``tracker.matching.candidates.reading_lines``).

    Worth it are those whose fuzzy score reaches the cutoff; and of the ``best`` (by default the first ``BEST``) those
    that have words enough in common, seen from both sides. Either costs a hundredth of making the features of a claim.
    """
    if not stored:
        return []
    if best is None:
        best = [claim_id for claim_id, _ in stored[:BEST]]
    own = readings(text)
    scores = _fuzzy_scores(own, *of_lines([lines for _, lines in stored]), len(stored))
    own_roots = _roots(own[0])
    return [
        claim_id
        for (claim_id, lines), score in zip(stored, scores, strict=True)
        if score >= CUTOFF or (claim_id in best and cosine(own_roots, _roots(lines.partition("\n")[0])) >= LEAST_COSINE)
    ]


def roots_of(text: str) -> frozenset[str]:
    """Return the first letters of a claim's longer words, and its figures; of all its words where it has neither."""
    return _roots(readings(text)[0])


def _roots(reading: str) -> frozenset[str]:
    words = reading.split()
    telling = {word[:ROOT_LETTERS] for word in words if len(word) >= SHORTEST_ROOT or word[0].isdigit()}
    return frozenset(telling or words)


def cosine(one: frozenset[str], other: frozenset[str]) -> float:
    """Return the likeness of two sets: what they share over the geometric mean of their sizes."""
    return len(one & other) / sqrt(len(one) * len(other)) if one and other else 0.0


def fuzzy_scores(text: str, others: Sequence[str]) -> list[float]:
    """Return the fuzzy score of a claim with each of some others, by their most alike readings; 0 under the cutoff."""
    return _fuzzy_scores(readings(text), *all_readings(others), len(others))


def _fuzzy_scores(own: Sequence[str], theirs: list[str], owners: list[int], size: int) -> list[float]:
    best = np.zeros(size, np.float32)
    own = [reading for reading in own if reading]
    if not theirs or not own:
        return best.tolist()
    scores = process.cdist(own, theirs, scorer=fuzz.ratio, score_cutoff=CUTOFF, dtype=np.float32)
    np.maximum.at(best, owners, scores.max(axis=0))
    return best.tolist()


Progress = Callable[[int, int], None]

KEYS_KEPT: Final = 1 << 14
"""Claims whose nominees are remembered: repeats word for word have the same."""

COSINE_SCORE: Final = CUTOFF - 1
"""What a cosine of 1 counts beside fuzzy scores: those named for their words alone come after all at the cutoff."""


_NO_IDS: Final[Ids] = np.zeros(0, np.int32)


class HeldKeys:
    """A ``KeyIndex`` in memory: claims are known by their places, 20 bytes for every key of every claim."""

    def __init__(self, entries: Iterable[Sequence[int]]) -> None:
        own = [np.fromiter(one, np.int64, len(one)) for one in entries]
        self._total = len(own)
        sizes = [len(one) for one in own]
        owners = np.repeat(np.arange(len(own), dtype=np.int32), sizes)
        held = np.concatenate([*own, np.zeros(0, np.int64)])
        del own
        order = np.argsort(held, kind="stable")
        self._owners = owners[order]
        distinct, starts, numbers = np.unique(held[order], return_index=True, return_inverse=True)
        # One key more than any can be, so that every key sought has a place.
        self._keys = np.append(distinct, np.iinfo(np.int64).max)
        self._starts = np.concatenate((starts, [len(held), len(held)]))
        # The keys of each claim by their numbers, the rarest first: rising keys have rising numbers.
        own_numbers = np.empty(len(held), np.int32)
        own_numbers[order] = numbers
        counts = np.diff(self._starts)[own_numbers]
        self._own = own_numbers[np.lexsort((own_numbers, counts, owners))]
        self._ends = np.cumsum([0, *sizes])

    def own(self, place: int) -> bytes:
        """Return the keys of the claim at a place in the form that ``best`` takes."""
        return self._own[self._ends[place] : self._ends[place + 1]].tobytes()

    def best(self, own: bytes) -> list[int]:
        """Return the first of what ``candidates`` returns for the keys of a claim, itself most likely among them."""
        numbers = np.frombuffer(own, np.int32)
        counts = (self._starts[numbers + 1] - self._starts[numbers]).tolist()
        found: list[int] = _shares([*zip(counts, numbers.tolist(), strict=True)], self._total, self._held)[0][
            : BEST + 1
        ].tolist()
        return found

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
        number = int(np.searchsorted(self._keys, key))
        return self._held(number) if self._keys[number] == key else _NO_IDS

    def _held(self, number: int) -> Ids:
        return self._owners[self._starts[number] : self._starts[number + 1]]


@dataclass(frozen=True, slots=True)
class Nominations:
    """For each claim those it is compared with, the likeliest first: ``others[starts[c]:starts[c + 1]]``.

    ``order`` holds all claims so that those alike stand side by side.
    """

    starts: Ints
    others: Ids
    order: Ints

    def of(self, claim: int) -> list[int]:
        """Return those nominated for one claim."""
        found: list[int] = self.others[self.starts[claim] : self.starts[claim + 1]].tolist()
        return found


def nominations(
    texts: Sequence[str], quoted: Callable[[int], Sequence[str]], *, threads: int, progress: Progress
) -> Nominations:
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


class _Roots:
    """The roots of many claims (``roots_of``), by numbers: claims are known by their places."""

    def __init__(self, texts: Sequence[str]) -> None:
        numbers: defaultdict[str, int] = defaultdict(count().__next__)
        own: list[Ids] = []
        for start in range(0, len(texts), CLAIMS_AT_ONCE):
            found, owners = all_readings(texts[start : start + CLAIMS_AT_ONCE])
            for at, (reading, owner) in enumerate(zip(found, owners, strict=True)):
                if not at or owners[at - 1] != owner:  # a claim that is read in two ways is known by the first
                    roots = _roots(reading)
                    own.append(np.fromiter(map(numbers.__getitem__, roots), np.int32, len(roots)))
        self._own = own
        self._sizes = np.array([len(one) for one in own], np.int64)
        self._marked = np.zeros(len(numbers), bool)

    def cosines(self, place: int, others: Sequence[int]) -> list[float]:
        """Return the cosine of a claim with each of some others."""
        own, sizes = self._own[place], self._sizes[others]
        if not len(own):
            return [0.0] * len(others)
        self._marked[own] = True
        held = np.append(self._marked[np.concatenate([self._own[other] for other in others])], False)
        self._marked[own] = False
        starts = np.cumsum(sizes) - sizes
        shared = np.add.reduceat(held, starts, dtype=np.int64) * (sizes > 0)
        found: list[float] = (shared / np.sqrt(np.maximum(sizes * len(own), 1))).tolist()
        return found


def _by_words(texts: Sequence[str], quoted: Callable[[int], Sequence[str]], progress: Callable[[int], None]) -> Pairs:
    """Return the pairs named for the words they share, each claim with the best for it and for its quotations."""
    index, roots = HeldKeys(map(keys, texts)), _Roots(texts)
    best = lru_cache(KEYS_KEPT)(index.best)

    def of_claim(place: int) -> Iterator[tuple[int, float]]:
        others = [other for other in best(index.own(place)) if other != place][:BEST]
        if others:
            for other, likeness in zip(others, roots.cosines(place, others), strict=True):
                if likeness >= LEAST_COSINE:
                    yield other, likeness
        for words in quoted(place):
            near = [other for other in candidates(keys(words), index) if other != place]
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


def _by_claim(pairs: Pairs, size: int, together: Ints) -> Nominations:
    """Sort pairs by their claims, both ways round, each pair once."""
    one, other = np.concatenate((pairs.a, pairs.b)), np.concatenate((pairs.b, pairs.a)).astype(np.int32)
    score = np.concatenate((pairs.score, pairs.score))
    order = np.lexsort((-score, other, one))
    one, other, score = one[order], other[order], score[order]
    first = np.ones(len(one), bool)
    first[1:] = (one[1:] != one[:-1]) | (other[1:] != other[:-1])
    one, other, score = one[first], other[first], score[first]
    order = np.lexsort((other, -score, one))
    return Nominations(np.searchsorted(one, np.arange(size + 1)), other[order], together)
