"""Words that narrow a claim ("in extreme circumstances", "most"): which a wording has, and as it prints them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from tracker.language.lexicon import rows
from tracker.language.normal import Word, words
from tracker.language.senses import Phrases, stems_of

_QUALIFIERS: Final = Phrases({stems_of(row[0]): row[0] for row in rows("match", "qualifiers.tsv")})


@dataclass(frozen=True, slots=True)
class Narrowing:
    """How one wording narrows a claim more or less than another: qualifiers as printed, in order of the text."""

    dropped: tuple[str, ...]
    added: tuple[str, ...]


def among(found: Sequence[Word]) -> dict[str, tuple[int, int]]:
    """Return the qualifiers among the words of a text, each with the places of its first and its last word."""
    stems = [word.stem for word in found]
    placed: dict[str, tuple[int, int]] = {}
    for place, stem in enumerate(stems):
        entry = _QUALIFIERS.at(stems, place) if stem in _QUALIFIERS else None
        if entry is not None:
            placed.setdefault(entry[0], (place, place + entry[1] - 1))
    return placed


def narrowing(before: str, after: str) -> Narrowing:
    """Return the qualifiers that ``after`` dropped from ``before``, and those it added.

    >>> narrowing("We would only arm them in extreme circumstances", "We would arm most of them")
    Narrowing(dropped=('only', 'in extreme circumstances'), added=('most',))
    """
    one, other = _printed(before), _printed(after)
    return Narrowing(
        tuple(printed for name, printed in one.items() if name not in other),
        tuple(printed for name, printed in other.items() if name not in one),
    )


def _printed(text: str) -> Mapping[str, str]:
    """Return the qualifiers of a text by name, each as printed; of two that share words the longer one."""
    found = words(text)
    kept: dict[str, tuple[int, int]] = {}
    for name, (first, last) in among(found).items():
        if not any(start <= first and last <= end for start, end in kept.values()):
            kept[name] = (first, last)
    return {name: " ".join(text[found[i].start : found[j].end].split()) for name, (i, j) in kept.items()}
