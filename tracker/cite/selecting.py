"""Which of many stored texts may have the words of a quotation: found by an index of words, before any text is read.

A text that the comparison (``tracker.cite.passages``) would find is among those selected, up to ``MOST_CANDIDATES`` of
them: it has the words in a row, or enough of those that tell what the quotation is about close together, or all of the
words somewhere. A property test holds the selection to the comparison of every text.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from functools import lru_cache
from hashlib import blake2b
from math import ceil
from typing import Final, Protocol

import numpy as np
import numpy.typing as npt

from tracker.cite.passages import LEAST_CONTENT, LEAST_LIKENESS, MEAN_PART, SHORTEST_ALTERED, WORD_OR_TWO
from tracker.cite.source_words import MEMO_SIZE, is_content, words

Places = npt.NDArray[np.int64]

MOST_CANDIDATES: Final = 32
"""Texts compared with one quotation: those with the most of its words in one place."""
BRACKETS: Final = 24
"""Words in brackets that a source may hold among those quoted; they count in the index and not in the comparison."""
MOST_NEARBY: Final = 3
NEAR_WORDS: Final = 3
"""Rarest words of a quotation around which the nearest passage is looked for."""
KEY_BITS: Final = 47
KEY_BYTES: Final = 8


class WordIndex(Protocol):
    """The index as the selection asks it: words numbered through over all documents, document by document."""

    documents: Places
    firsts: Places
    ends: Places

    def frequency(self, key: int) -> int:
        """Return how many places a word has."""

    def places(self, key: int) -> Places:
        """Return the places of a word, in rising order."""


@lru_cache(maxsize=MEMO_SIZE)
def word_key(word: str) -> int:
    """Return the number of one word: a hash, the same on every machine and in every run."""
    digest = blake2b(word.encode("utf-8", "surrogatepass"), digest_size=KEY_BYTES).digest()
    return int.from_bytes(digest, "little") & ((1 << KEY_BITS) - 1)


def document_keys(text: str) -> list[int]:
    """Return the numbers of a text's words, in order: what the index holds of it."""
    return [word_key(word.key) for word in words(text)]


def select(index: WordIndex, segments: Sequence[Sequence[str]]) -> list[int]:
    """Return the ids of the documents that may hold a quotation (its words by segments), the likeliest first."""
    if not segments or not len(index.documents):
        return []
    wanted = max(segments, key=len)
    scores: Counter[int] = Counter()
    for document in _in_a_row(index, wanted):
        scores[document] = len(wanted) + 1
    for document, score in _close_together(index, wanted):
        scores[document] = max(scores[document], score)
    if len(wanted) >= 2 * MEAN_PART:
        for document in _somewhere(index, wanted):
            scores[document] = max(scores[document], 1)
    best = sorted(scores, key=lambda document: (-scores[document], document))[:MOST_CANDIDATES]
    return [int(index.documents[document]) for document in best]


def nearby(index: WordIndex, segments: Sequence[Sequence[str]]) -> list[int]:
    """Return the ids of the few documents with the most of a quotation's words in one place, though not enough.

    They only serve to show the nearest passage of what is not found, so that its rarest words have to do.
    """
    if not segments or not len(index.documents):
        return []
    wanted = max(segments, key=len)
    telling = [word for word in wanted if is_content(word)]
    asked = Counter(telling or wanted)
    known = [each for each in _rarest_first(index, asked) if index.frequency(each[1])]
    if not known:
        return []
    counts = _counted(index, len(wanted), asked, known[:NEAR_WORDS], ceil(asked.total() / 3))
    best = sorted(counts, key=lambda document: (-counts[document], document))[:MOST_NEARBY]
    return [int(index.documents[document]) for document in best]


def _rarest_first(index: WordIndex, wanted: Iterable[str]) -> list[tuple[str, int]]:
    keys = ((word, word_key(word)) for word in dict.fromkeys(wanted))
    return sorted(keys, key=lambda each: (index.frequency(each[1]), each[0]))


def _in_a_row(index: WordIndex, wanted: Sequence[str]) -> list[int]:
    """Return the numbers of the documents that have the words in a row."""
    offsets: dict[str, list[int]] = {}
    for at, word in enumerate(wanted):
        offsets.setdefault(word, []).append(at)
    starts: Places | None = None
    for word, key in _rarest_first(index, wanted):
        places = index.places(key)
        for offset in offsets[word]:
            starts = places - offset if starts is None else starts[_holds(places, starts + offset)]
            if not len(starts):
                return []
    return [] if starts is None else list(dict.fromkeys(_document_of(index, starts).tolist()))


def _close_together(index: WordIndex, wanted: Sequence[str]) -> list[tuple[int, int]]:
    """Return the documents that have enough of the telling words within reach of one another, and how many."""
    telling = [word for word in wanted if is_content(word)]
    asked = Counter(telling or wanted)
    least = LEAST_CONTENT if telling else LEAST_LIKENESS / 2
    need = max(1, ceil(least * asked.total()))
    rarest = _rarest_first(index, asked)
    seeds, rest = [], asked.total()
    for word, key in rarest:  # a stretch with enough of the words has one of these: all others are not enough
        seeds.append((word, key))
        rest -= asked[word]
        if rest < need:
            break
    return list(_counted(index, len(wanted), asked, seeds, need).items())


def _counted(
    index: WordIndex, length: int, asked: Counter[str], seeds: Sequence[tuple[str, int]], need: int
) -> dict[int, int]:
    """Return how many of the words asked for stand within reach of one of the seeds, by document, if enough do."""
    longest = ceil(length * (2 / LEAST_LIKENESS - 1)) if length >= SHORTEST_ALTERED else length
    reach = longest + 2 * WORD_OR_TWO + BRACKETS
    places = np.unique(np.concatenate([index.places(key) for _, key in seeds]))
    if not len(places):
        return {}
    document = _document_of(index, places)
    low = np.maximum(places - reach, index.firsts[document])
    high = np.minimum(places + reach, index.ends[document])
    there = np.zeros(len(places), np.int64)
    for word in asked:
        own = index.places(word_key(word))
        found = np.searchsorted(own, low, "left") < np.searchsorted(own, high, "right")
        there += found * asked[word]
    good = there >= need
    best: dict[int, int] = {}
    for number, count in zip(document[good].tolist(), there[good].tolist(), strict=True):
        best[number] = max(best.get(number, 0), count)
    return best


def _somewhere(index: WordIndex, wanted: Sequence[str]) -> list[int]:
    """Return the documents that have all of the words."""
    found: Places | None = None
    for _, key in _rarest_first(index, wanted):
        places = index.places(key)
        if found is None:
            found = np.unique(_document_of(index, places)) if len(places) else places
        else:
            first = np.searchsorted(places, index.firsts[found], "left")
            found = found[first < np.searchsorted(places, index.ends[found], "left")]
        if not len(found):
            return []
    return [] if found is None else [int(number) for number in found.tolist()]


def _document_of(index: WordIndex, places: Places) -> Places:
    """Return the numbers of the documents (not their ids) that places lie in."""
    return np.searchsorted(index.firsts, places, "right") - 1


def _holds(places: Places, asked: Places) -> npt.NDArray[np.bool_]:
    """Say which of the places asked for are among ``places``."""
    at = np.searchsorted(places, asked)
    at[at == len(places)] = 0
    return places[at] == asked if len(places) else np.zeros(len(asked), bool)
