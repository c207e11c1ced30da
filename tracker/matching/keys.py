"""What claims are found by: their readings (sorted words, for the fuzzy score) and their keys (hashed words).

A *reading* is the fuzzy normal form of a claim: case folded; typographic and straight marks alike; words that a line
break split joined again ("al- lowing"); thousands separators dropped, decimal points kept; "%", "per cent" and
"percent" one word; every other mark a blank; the words sorted. ``rapidfuzz.fuzz.ratio`` of two readings is therefore
their token-sort ratio. It is plainer and far quicker than ``tracker.text.normal``, which decides; this only
nominates.

>>> readings("“Crime fell 7,140 times”, 19.1 per cent")
('19.1 7140 crime fell percent times',)
>>> readings("pre- and post-war, al- lowing")
('allowing and post pre war', 'al and lowing post pre war')
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from hashlib import blake2b
from itertools import repeat
from typing import Final

from tracker.text.normal import normal_tokens
from tracker.text.words import BROKEN_WORD, DECIMAL_POINT, THOUSANDS

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
