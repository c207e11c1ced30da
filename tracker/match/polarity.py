"""Which words of a claim stand under a negation: "not", "never", "far from", "deny" and what each of them reaches.

A negator reaches the clause that follows it (``data/negators.tsv`` says so; "is false" reaches back), up to the next
mark of punctuation or the next word of ``data/clause_ends.tsv``. Two negators over one word undo each other.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

from tracker.language.lexicon import rows
from tracker.language.normal import Word
from tracker.match.senses import Item, Phrases, stems_of

BREAKS: Final = frozenset(",;:.!?()[]—–…")
"""Marks at which the reach of a negator ends; quotation marks do not end it."""

_NEGATORS: Final = Phrases({stems_of(row[0]): (row[0], row[1]) for row in rows("match", "negators.tsv")})
_CLAUSE_ENDS: Final = frozenset(stem for row in rows("match", "clause_ends.tsv") for stem in stems_of(row[0]))
_FORMS_OF_BE: Final = frozenset({"is", "are", "was", "were", "be", "been", "being"})


class Negation(NamedTuple):
    """One negator: its words as printed, and the names of the senses it reaches, the nearest first."""

    words: str
    reach: tuple[str, ...]


class Polarity(NamedTuple):
    """The sign of every item (+1, or -1 under an odd number of negators), its negators, and the items that are cues."""

    signs: tuple[int, ...]
    negations: tuple[Negation, ...]
    cues: frozenset[int]


def _clauses(text: str, found: Sequence[Word]) -> list[int]:
    """Return for every word the number of its clause."""
    numbers: list[int] = []
    number = 0
    for place, word in enumerate(found):
        gap = text[found[place - 1].end : word.start] if place else ""
        if word.stem in _CLAUSE_ENDS or not BREAKS.isdisjoint(gap) or " - " in gap or "--" in gap:
            number += 1
        numbers.append(number)
    return numbers


def read_polarity(text: str, found: Sequence[Word], read: Sequence[Item], denied: bool = False) -> Polarity:
    """Read the negations of a claim; ``denied`` is true where the cue of its attribution denies the whole of it."""
    stems = [word.stem for word in found]
    clauses = _clauses(text, found)
    signs = [-1 if denied else 1] * len(read)
    negations: list[Negation] = []
    cues: set[int] = set()
    bare = [number for number, item in enumerate(read) if not found[item.first].stop]
    if denied:
        negations.append(Negation("denied", tuple(read[number].senses[0].name for number in bare)))
    free = 0
    for place in range(len(stems)):
        if place < free or (entry := _NEGATORS.at(stems, place)) is None:
            continue
        (listed, reach), length = entry
        if listed.endswith("ly") and found[place + length - 1].normal != listed.split()[-1]:
            continue
        free = place + length
        if reach == "before" and not (place and found[place - 1].normal in _FORMS_OF_BE | {"not"}):
            continue
        cues |= {number for number, item in enumerate(read) if place <= item.first < free and length == 1}
        if reach == "none":
            continue
        clause = clauses[place]
        if reach == "before":
            under = [
                number
                for number in reversed(bare)
                if clauses[read[number].first] == clause and read[number].last < place
            ]
        else:
            under = [number for number in bare if clauses[read[number].first] == clause and read[number].first >= free]
        for number in under:
            signs[number] = -signs[number]
        printed = text[found[place].start : found[free - 1].end]
        negations.append(Negation(printed, tuple(read[number].senses[0].name for number in under)))
    return Polarity(tuple(signs), tuple(negations), frozenset(cues))
