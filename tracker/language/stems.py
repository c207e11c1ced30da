"""The stem of an English word: endings taken off so that "routinely" meets "routine" and "deployments" "deploy".

A light stemmer of our own in three steps: irregular forms by list, inflections (-s, -ed, -ing) by rule, then the
derivational endings of ``data/suffixes.tsv``. It leaves roots alone: "reduction" meets "reduce" in the lexicons of the
matcher, not here.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from tracker.language.lexicon import rows

SHORTEST_INFLECTED: Final = 4
"""Words shorter than this keep their ending: "gas", "bus" and "his" are no plurals."""

DERIVATIONAL_ROUNDS: Final = 2
""""helpfulness" loses two endings; no common English word carries more that matter here."""

KEEP_AFTER_UNDOUBLING: Final = "lsz"
""""falling" keeps its double l, "stopping" gives up a p."""

MEMO_SIZE: Final = 1 << 17
"""Distinct words remembered: more than any English vocabulary in use."""

_VOWELS: Final = frozenset("aeiouy")
_NO_PLURAL_ENDINGS: Final = ("ss", "us", "is")


def _irregular() -> dict[str, str]:
    return {row[0]: row[1] for row in rows("language", "irregular_forms.tsv")}


def _suffixes() -> tuple[tuple[str, str, int], ...]:
    return tuple((row[0], row[1], int(row[2])) for row in rows("language", "suffixes.tsv"))


_IRREGULAR: Final = _irregular()
_SUFFIXES: Final = _suffixes()


def _has_vowel(text: str) -> bool:
    return not _VOWELS.isdisjoint(text)


def _is_short(text: str) -> bool:
    """Say whether a stem is one short syllable that a final e keeps long: "hop" of "hope", "car" of "care"."""
    if len(text) < 2 or text[-1] in "aeiouywx" or text[-2] not in _VOWELS:
        return False
    return len(text) == 2 or not _has_vowel(text[:-2])


def _singular(word: str) -> str:
    if not word.endswith("s") or word.endswith(_NO_PLURAL_ENDINGS):
        return word
    if word.endswith("ies"):
        return word[:-3] + ("y" if len(word) > SHORTEST_INFLECTED else "ie")
    if word.endswith(("sses", "shes", "ches", "xes", "zzes")):
        return word[:-2]
    return word[:-1]


def _bare_verb(word: str) -> str:
    for ending in ("ing", "ed"):
        base = word[: -len(ending)]
        if not word.endswith(ending) or len(base) < 2 or not _has_vowel(base):
            continue
        if word.endswith("eed"):
            return word
        if ending == "ed" and base.endswith("i"):
            return base[:-1] + "y"
        if base.endswith(("at", "bl", "iz", "uc", "rg", "dg", "lv", "rv")) or _is_short(base):
            return base + "e"
        if (
            len(base) > SHORTEST_INFLECTED - 1
            and base[-1] == base[-2]
            and base[-1] not in KEEP_AFTER_UNDOUBLING + "aeiou"
        ):
            return base[:-1]
        return base
    return word


def _root(word: str) -> str:
    for _ in range(DERIVATIONAL_ROUNDS):
        for ending, instead, least in _SUFFIXES:
            if word.endswith(ending) and len(word) - len(ending) >= least:
                word = word[: -len(ending)] + instead
                break
        else:
            break
    return word


def _without_final_e(word: str) -> str:
    base = word[:-1]
    return base if word.endswith("e") and len(base) > 2 and not _is_short(base) and not base.endswith("e") else word


@lru_cache(maxsize=MEMO_SIZE)
def stem(word: str) -> str:
    """Return the stem of a lower-case word.

    >>> [stem(word) for word in ("routinely", "routine", "deployments", "deploy", "armed", "carrying", "fell")]
    ['routin', 'routin', 'deploy', 'deploy', 'arm', 'carry', 'fall']
    """
    if len(word) < SHORTEST_INFLECTED or not word.isalpha():
        return _IRREGULAR.get(word, word)
    if (base := _IRREGULAR.get(word)) is not None:
        return _without_final_e(base)
    singular = _singular(word)
    if (base := _IRREGULAR.get(singular)) is not None:
        return _without_final_e(base)
    return _without_final_e(_root(_bare_verb(singular)))
