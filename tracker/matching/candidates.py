"""What claims are found by, and which pairs of many may be alike enough: rare words in common, found by sorting.

A *reading* is the fuzzy normal form of a claim: case folded; typographic and straight marks alike; words that a line
break split joined again ("al- lowing"); thousands separators dropped, decimal points kept; "%", "per cent" and
"percent" one word; every other mark a blank; the words sorted. ``rapidfuzz.fuzz.ratio`` of two readings is therefore
their token-sort ratio. It is plainer and far quicker than ``tracker.text.normal``, which decides; this only
nominates. *Keys* are hashed words.

>>> readings("“Crime fell 7,140 times”, 19.1 per cent")
('19.1 7140 crime fell percent times',)
>>> readings("pre- and post-war, al- lowing")
('allowing and post pre war', 'al and lowing post pre war')

The steps, each a function on numpy arrays (rows are readings in order of their length):

1. ``rarest_words``: for each row its ``KEY_WORDS`` rarest words that any other row holds too. A word that stands in one
   row alone can bring nothing together, so a slip of the pen never takes a place among them.
2. ``pair_keys``: the keys of a row are the pairs of these words, hashed. A pair that more than ``COMMON`` rows share is
   replaced by the triples that hold it (``triple_keys``). Rows of few words are keyed by their single words besides
   (``single_keys``).
3. ``runs_of``: rows that share a key stand side by side once keys are sorted. Runs longer than ``LONGEST_RUN`` are left
   out and counted.
4. ``candidates``: every pair inside a run, as far as the lengths allow the cutoff; each pair once.
5. ``alike_words``: a 256-bit sketch of each row's words drops pairs with too few words in common, at a tenth of the
   cost of comparing them letter by letter.
6. ``rapidfuzz.process.cpdist`` decides (in ``tracker.matching.bulk``).

The number of rows that share a word, and therefore all keys, are known without regard to the order of the rows: the
pairs found do not depend on it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b
from itertools import chain, combinations, count, pairwise, repeat
from typing import Final

import numpy as np
import numpy.typing as npt

from tracker.text.normal import normal_tokens
from tracker.text.words import BROKEN_WORD, DECIMAL_POINT, THOUSANDS

Hashes = npt.NDArray[np.uint64]
Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]

CUTOFF: Final = 80
"""Two claims are nominated when the fuzzy ratio of their sorted words, in [0, 100], reaches this."""

KEY_WORDS: Final = 7
"""Rarest words that make a row's keys: six lose ten times as many of the pairs sought, eight cost a third more."""

LEAST_ROWS: Final = 2
"""A word must stand in as many rows to be of use."""

COMMON: Final = 250
"""A pair of words that more rows share is too common to be a key: pairs grow with the square of the rows."""

LONGEST_RUN: Final = 2_000
"""A key that more rows share is left out (and counted): it alone would give two million pairs."""

FEW_WORDS: Final = 4
"""Rows of fewer useful words are keyed by single words too: one slip would leave them no pair in common."""

LEAST_ALIKE: Final = 0.44
"""Dice likeness of word sketches under which 2 in 100,000 of the pairs at the cutoff lie (under .48: 6 in 100,000)."""

SKETCH_WORDS: Final = 4
"""Integers of 64 bits in a sketch: half of them let a tenth more pairs through, twice as many gain nothing."""

READINGS_AT_ONCE: Final = 4_096
"""Readings joined into one text to be cut into words."""

CANDIDATES_AT_ONCE: Final = 4_000_000
"""Pairs worked on at a time, before each is kept once; bounds the memory (some 30 bytes a pair)."""

SETTINGS: Final = (CUTOFF, KEY_WORDS, LEAST_ROWS, COMMON, LONGEST_RUN, FEW_WORDS, LEAST_ALIKE, CANDIDATES_AT_ONCE)
"""Everything that decides which pairs are found, and in which parts: work kept under other settings is of no use."""

_PAIRS: Final = tuple(combinations(range(KEY_WORDS), 2))
_TRIPLES: Final = tuple(combinations(range(KEY_WORDS), 3))
PAIR_COUNT: Final = len(_PAIRS)
_PAIR_BITS: Final = PAIR_COUNT.bit_length()
_WORD_BITS: Final = 64
_NO_WORD: Final = np.uint64(0)
_HALF: Final = np.uint64(32)
_LOW_HALF: Final = np.uint64(0xFFFFFFFF)
_ODD: Final = np.uint64(0x9E3779B97F4A7C15)
_MULTIPLIERS: Final = (np.uint64(0x7FB5D329728EA185), np.uint64(0x81DADEF4BC2DD44D))
_SHIFTS: Final = (np.uint64(31), np.uint64(27), np.uint64(33))


@dataclass(frozen=True, slots=True)
class Words:
    """The words of many rows: row r holds ``hashes[codes[starts[r]:starts[r + 1]]]``.

    ``rows_with`` says of each code in how many rows its word stands.
    """

    starts: Ints
    codes: npt.NDArray[np.int32]
    hashes: Hashes
    rows_with: Ints

    @property
    def rows(self) -> npt.NDArray[np.int32]:
        """The row of each word."""
        return np.repeat(np.arange(len(self.starts) - 1, dtype=np.int32), np.diff(self.starts))


def words_of(readings: Sequence[str]) -> Words:
    """Number the words of all readings; a word is counted once a row, however often the row has it."""
    numbers: defaultdict[str, int] = defaultdict(count().__next__)
    lengths = np.fromiter((reading.count(" ") + 1 if reading else 0 for reading in readings), np.int64, len(readings))
    starts = np.concatenate((np.zeros(1, np.int64), np.cumsum(lengths)))
    codes = np.fromiter(map(numbers.__getitem__, _each_word(readings)), np.int32, int(starts[-1]))
    hashes = np.fromiter(map(word_key, numbers), np.uint64, len(numbers))
    # Words are sorted within a row, so that a repeated word stands beside itself.
    again = np.zeros(len(codes), bool)
    again[1:] = codes[1:] == codes[:-1]
    again[starts[:-1][lengths > 0]] = False
    return Words(starts, codes, hashes, np.bincount(codes[~again], minlength=len(numbers)))


def _each_word(readings: Sequence[str]) -> Iterator[str]:
    blocks = range(0, len(readings), READINGS_AT_ONCE)
    return chain.from_iterable(" ".join(readings[start : start + READINGS_AT_ONCE]).split() for start in blocks)


def rarest_words(words: Words) -> Hashes:
    """Return for each row the hashes of its rarest useful words, rarest first; shape (rows, ``KEY_WORDS``).

    Words equally rare are taken in order of their hash. Zero fills the places of rows with fewer words.
    """
    size = len(words.starts) - 1
    found = np.zeros((size, KEY_WORDS), np.uint64)
    order = np.lexsort((words.hashes, words.rows_with))
    rank = np.empty(len(order), np.uint64)
    rank[order] = np.arange(len(order), dtype=np.uint64)
    useful = (words.rows_with >= LEAST_ROWS)[words.codes]
    packed = words.rows[useful].astype(np.uint64)
    packed <<= _HALF
    packed |= rank[words.codes[useful]]
    packed.sort()
    packed = packed[first_of_equals(packed)]
    rows = (packed >> _HALF).astype(np.int64)
    place = np.arange(len(packed)) - np.searchsorted(rows, np.arange(size))[rows]
    kept = place < KEY_WORDS
    found[rows[kept], place[kept]] = words.hashes[order][(packed[kept] & _LOW_HALF).astype(np.int64)]
    return found


def first_of_equals(ordered: Hashes) -> Bools:
    """Say of each place of a sorted array whether its value stands there for the first time."""
    first = np.ones(len(ordered), bool)
    np.not_equal(ordered[1:], ordered[:-1], out=first[1:])
    return first


def _hashed(words: Sequence[Hashes]) -> Hashes:
    """Return one key for each place of some parallel arrays of word hashes, whatever the order of the words."""
    total = np.zeros_like(words[0])
    for word in words:
        mixed = word * _ODD
        mixed ^= mixed >> _SHIFTS[0]
        mixed *= _MULTIPLIERS[0]
        total += mixed
    total ^= total >> _SHIFTS[1]
    total *= _MULTIPLIERS[1]
    total ^= total >> _SHIFTS[2]
    return total


def pair_keys(rarest: Hashes) -> Iterator[tuple[int, npt.NDArray[np.int64], Hashes]]:
    """Yield, for each pair of places among the rarest words, its number, the rows that have it, and their keys."""
    for number, (i, j) in enumerate(_PAIRS):
        rows = np.flatnonzero(rarest[:, j])
        yield number, rows, _hashed([rarest[rows, i], rarest[rows, j]])


def triple_keys(rarest: Hashes, common: Bools) -> Iterator[tuple[npt.NDArray[np.int64], Hashes]]:
    """Yield rows and keys for each triple that holds a common pair; ``common`` has a row a row, a column a pair."""
    for i, j, k in _TRIPLES:
        holds = common[:, _PAIRS.index((i, j))] | common[:, _PAIRS.index((i, k))] | common[:, _PAIRS.index((j, k))]
        rows = np.flatnonzero(holds & (rarest[:, k] != _NO_WORD))
        yield rows, _hashed([rarest[rows, i], rarest[rows, j], rarest[rows, k]])


def single_keys(rarest: Hashes) -> Iterator[tuple[npt.NDArray[np.int64], Hashes]]:
    """Yield rows of few useful words and the keys of their single words."""
    few = rarest[:, FEW_WORDS - 1] == _NO_WORD
    for i in range(FEW_WORDS - 1):
        rows = np.flatnonzero(few & (rarest[:, i] != _NO_WORD))
        yield rows, _hashed([rarest[rows, i]])


@dataclass(frozen=True, slots=True)
class Runs:
    """Rows that share a key, side by side: ``rows[p]`` and ``rows[p + d]`` share one where ``ends[p] > p + d``."""

    rows: npt.NDArray[np.int32]
    ends: npt.NDArray[np.int64]

    @property
    def pairs(self) -> int:
        """How many pairs the runs hold, a pair once for each key it shares."""
        return int((self.ends - np.arange(len(self.ends)) - 1).sum())


def _packed(keys: Hashes, low: Ints, bits: int) -> Hashes:
    """Put the upper bits of the keys and the whole of ``low`` into one integer: one sort then orders by both."""
    return (keys >> np.uint64(bits) << np.uint64(bits)) | low.astype(np.uint64)


def _run_lengths(packed: Hashes, bits: int) -> npt.NDArray[np.int64]:
    """Return for each place of a sorted array of packed keys how many places share its key."""
    first = np.flatnonzero(first_of_equals(packed >> np.uint64(bits)))
    lengths = np.diff(np.append(first, len(packed)))
    return np.repeat(lengths, lengths)


def _runs(packed: Hashes, lengths: npt.NDArray[np.int64], kept: Bools, bits: int, shift: int) -> Runs:
    """Return the runs of the places kept; whole runs are kept or left out, so that their lengths still hold."""
    packed, lengths = packed[kept], lengths[kept]
    rows = ((packed & np.uint64((1 << bits) - 1)) >> np.uint64(shift)).astype(np.int32)
    first = np.flatnonzero(first_of_equals(packed >> np.uint64(bits)))
    ends = np.repeat(first, lengths[first]) + lengths
    return Runs(rows, ends)


def runs_of(rarest: Hashes) -> tuple[list[Runs], int]:
    """Return the runs of rows that share a key, and how many keys were left out because too many rows share them."""
    # The number of the pair is packed behind its row, so that a key that turns out to be too common tells which pair of
    # which row has to give way to triples. What is packed takes the place of the key's lowest bits: keys that fall
    # together by that bring some more candidates, which are compared and dropped.
    row_bits = max(1, len(rarest).bit_length())
    bits = row_bits + _PAIR_BITS
    packed = np.concatenate(
        [_packed(keys, rows << _PAIR_BITS | number, bits) for number, rows, keys in pair_keys(rarest)]
    )
    packed.sort()
    lengths = _run_lengths(packed, bits)
    runs = [_runs(packed, lengths, (lengths > 1) & (lengths <= COMMON), bits, _PAIR_BITS)]
    common = np.zeros((len(rarest), PAIR_COUNT), bool)
    too_common = packed[lengths > COMMON] & np.uint64((1 << bits) - 1)
    common[
        (too_common >> np.uint64(_PAIR_BITS)).astype(np.int64),
        (too_common & np.uint64((1 << _PAIR_BITS) - 1)).astype(np.int64),
    ] = True
    left_out = 0
    for further in (triple_keys(rarest, common), single_keys(rarest)):
        packed = np.concatenate([_packed(keys, rows, row_bits) for rows, keys in further])
        packed.sort()
        lengths = _run_lengths(packed, row_bits)
        runs.append(_runs(packed, lengths, (lengths > 1) & (lengths <= LONGEST_RUN), row_bits, 0))
        # Every place of a run of n counts for one n-th, so a run counts for one.
        left_out += int((1 / lengths[lengths > LONGEST_RUN]).sum().round())
    return runs, left_out


def sketches(words: Words) -> Hashes:
    """Return a sketch of each row's words: shape (rows, 4), one bit of 256 set for each word. No row may be empty."""
    bit = np.uint64(1) << (words.hashes & np.uint64(_WORD_BITS - 1))
    column = (words.hashes >> np.uint64(_WORD_BITS.bit_length())) % np.uint64(SKETCH_WORDS)
    columns = [np.where(column == c, bit, _NO_WORD)[words.codes] for c in range(SKETCH_WORDS)]
    return np.stack([np.bitwise_or.reduceat(bits, words.starts[:-1]) for bits in columns], axis=1)


def alike_words(sketch: Hashes, a: Ints, b: Ints) -> Bools:
    """Say of each pair of rows whether their words are alike enough for the cutoff to be in reach."""
    one, other = sketch.take(a, axis=0), sketch.take(b, axis=0)
    return _bits(one & other) >= (_bits(one) + _bits(other)) * np.float32(LEAST_ALIKE / 2)


def _bits(sketch: Hashes) -> npt.NDArray[np.int16]:
    """Return how many bits of each row are set; column by column, since numpy is slow along short rows."""
    counts = np.bitwise_count(sketch)
    total = counts[:, 0].astype(np.int16)
    for column in range(1, SKETCH_WORDS):
        total += counts[:, column]
    return total


def partner_limits(lengths: Ints) -> Ints:
    """Return for each row the first row too long to reach the cutoff with it; ``lengths`` (in characters) ascend.

    The ratio of two strings is at most ``200 * shorter / (shorter + longer)``.
    """
    return np.searchsorted(lengths, lengths * (200 - CUTOFF) // CUTOFF, side="right")


def _pairs_from(runs: Runs, limits: Ints, low: int, high: int) -> Iterator[Hashes]:
    """Yield the pairs of a run whose first row lies in [low, high), packed into one integer each, once for each key."""
    left = np.flatnonzero((runs.rows >= low) & (runs.rows < high))
    distance = 1
    while len(left):
        left = left[left + distance < runs.ends.take(left)]
        a, b = runs.rows.take(left), runs.rows.take(left + distance)
        # Rows of a run stand in order of their length: if the partner is too long, all further ones are too.
        near = b < limits.take(a)
        if not near.all():
            left, a, b = left[near], a[near], b[near]
        packed = a.astype(np.uint64)
        packed <<= _HALF
        packed |= b.astype(np.uint64)
        yield packed
        distance += 1


def parts_of(all_runs: Sequence[Runs], size: int) -> list[tuple[int, int]]:
    """Cut the rows into ranges whose runs hold about ``CANDIDATES_AT_ONCE`` pairs each."""
    work = np.zeros(size)
    for runs in all_runs:
        work += np.bincount(runs.rows, runs.ends - np.arange(len(runs.ends)) - 1, minlength=size)
    part = (np.cumsum(work) // CANDIDATES_AT_ONCE).astype(np.int64)
    bounds = [0, *(np.flatnonzero(np.diff(part)) + 1).tolist(), size]
    return list(pairwise(bounds))


def candidates(all_runs: Sequence[Runs], limits: Ints, low: int, high: int) -> tuple[Ints, Ints]:
    """Return the pairs (a, b), a < b, of rows that share a key, with a in [low, high), each pair once and in order."""
    found = [packed for runs in all_runs for packed in _pairs_from(runs, limits, low, high)]
    packed = np.concatenate(found) if found else np.zeros(0, np.uint64)
    packed.sort()
    packed = packed[first_of_equals(packed)]
    return (packed >> _HALF).astype(np.int64), (packed & _LOW_HALF).astype(np.int64)


CLAIMS_AT_ONCE: Final = 8_192
"""Claims joined into one text for the steps that run on whole texts; more gains nothing, less costs calls."""

KEY_BITS: Final = 47
"""Bits of a key: room for 16 more in a row id of SQLite, and two of a million words share one once in 300 corpora."""

KEY_BYTES: Final = 8

MEMO_SIZE: Final = 1 << 17
"""Words whose key is remembered: more than any English vocabulary in use."""

CLAIMS_KEPT: Final = 1 << 10
"""Claims whose keys are remembered, those of some documents: they are made before a document is stored, and asked for
then."""

_JOIN: Final = "\x1e"
_POINT: Final = "\x1f"
_FIELD_MARKS: Final = f"{_JOIN}{_POINT}\n"

_PER_CENT: Final = re.compile(r"per cent(?!\w)")
_ASCII: Final = re.compile(r"[\x00-\x7f]+")


def _byte_table() -> bytes:
    table = bytearray(range(256))
    for byte in range(128):
        if not chr(byte).isalnum() and chr(byte) not in _FIELD_MARKS:
            table[byte] = ord(" ")
    table[ord(_POINT)] = ord(".")
    return bytes(table)


_TABLE: Final = _byte_table()


def _evened_out(text: str) -> str:
    """Return many claims, one a line, in lower case with blanks for marks, and ``_JOIN`` where a word may be broken."""
    for mark in (_JOIN, _POINT):
        text = text.replace(mark, " ")
    text = text.casefold()
    text = THOUSANDS.sub("", text)
    text = DECIMAL_POINT.sub(_POINT, text)
    text = BROKEN_WORD.sub(_JOIN, text)
    text = _PER_CENT.sub("percent", text.replace("%", " percent "))
    if not text.isascii():
        for character in set(_ASCII.sub("", text)):
            if not character.isalnum():
                text = text.replace(character, " ")
    return text.encode("utf-8", "surrogatepass").translate(_TABLE).decode("utf-8", "surrogatepass")


def _sorted_words(line: str) -> str:
    words = line.split()
    words.sort()
    return " ".join(words)


def all_readings(texts: Sequence[str]) -> tuple[list[str], list[int]]:
    """Return the readings of many claims, and for each the position of its claim: one a claim, or two.

    A hyphen before a blank is either a word that a line break split or a real one, and only the other claim can tell:
    such a claim is read both ways. A claim without any letter or figure has the empty reading.
    """
    readings: list[str] = []
    owners: list[int] = []
    for start in range(0, len(texts), CLAIMS_AT_ONCE):
        part = texts[start : start + CLAIMS_AT_ONCE]
        text = _evened_out("\n".join([text.replace("\n", " ") for text in part]))
        for position, line in enumerate(text.split("\n"), start):
            if _JOIN in line:
                joined, apart = _sorted_words(line.replace(_JOIN, "")), _sorted_words(line.replace(_JOIN, " "))
                readings += (joined, apart)
                owners += repeat(position, 2)
            else:
                readings.append(_sorted_words(line))
                owners.append(position)
    return readings, owners


def reading_lines(texts: Sequence[str]) -> list[str]:
    """Return the readings of many claims, those of each as the lines of one text: the form they are stored in."""
    lines: list[str] = []
    for reading, owner in zip(*all_readings(texts), strict=True):
        if owner == len(lines):
            lines.append(reading)
        else:
            lines[owner] += f"\n{reading}"
    return lines


def of_lines(lines: Sequence[str]) -> tuple[list[str], list[int]]:
    """Return as ``all_readings`` does the readings that ``reading_lines`` gave."""
    readings: list[str] = []
    owners: list[int] = []
    for position, own in enumerate(lines):
        if "\n" in own:
            both = own.split("\n")
            readings += both
            owners += repeat(position, len(both))
        else:
            readings.append(own)
            owners.append(position)
    return readings, owners


def readings(text: str) -> tuple[str, ...]:
    """Return the one or two readings of a claim (see the module's docstring)."""
    return tuple(all_readings([text])[0])


@lru_cache(maxsize=MEMO_SIZE)
def word_key(word: str) -> int:
    """Return the key of one word: a hash, the same on every machine and in every run."""
    digest = blake2b(word.encode("utf-8", "surrogatepass"), digest_size=KEY_BYTES).digest()
    return int.from_bytes(digest, "little") & ((1 << KEY_BITS) - 1)


def word_keys(words: Iterable[str]) -> tuple[int, ...]:
    """Return the distinct keys of some words, in the words' order."""
    return tuple(dict.fromkeys(map(word_key, words)))


@lru_cache(maxsize=CLAIMS_KEPT)
def keys(text: str) -> tuple[int, ...]:
    """Return the keys a stored claim is found by: those of its normal words (stems and figures), each once.

    A pure function of the text alone: no frequency enters, so that keys stored years ago still meet those made today.
    """
    return word_keys(normal_tokens(text))
