"""The sense of a word: one name for words that say the same, and which of two contrary senses it has.

Read from ``data/opposites.tsv``, ``synonyms.tsv``, ``same_names.tsv`` and ``same_roots.tsv``, in this order; the lists
stand in for a language model. "rose" is the sense ``increas`` with sign +1 and "fell" the same with -1; "dispatch" and
"send" are one sense of sign 0. ``opposites_in_place.tsv`` holds contraries that count in one and the same place alone.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cache, cached_property, lru_cache
from typing import Final, Generic, NamedTuple, TypeVar

from tracker.text.lexicon import rows
from tracker.text.normal import MEMO_SIZE, Word, words

IN_PLACE_NAME: Final = "in place"
"""How the names of senses begin that have a contrary in one and the same place alone."""

T = TypeVar("T")
Stems = tuple[str, ...]


class Sense(NamedTuple):
    """One sense of a word: its name, and +1 or -1 where it has a contrary, else 0."""

    name: str
    sign: int


class Item(NamedTuple):
    """A word or listed phrase of a claim under its senses; ``first`` and ``last`` are its places among the words."""

    senses: tuple[Sense, ...]
    first: int
    last: int


def stems_of(phrase: str) -> Stems:
    """Return the stems of a phrase from a list, in which underscores stand for blanks."""
    return tuple(word.stem for word in words(phrase.replace("_", " ")))


class Phrases(Generic[T]):
    """A table of phrases (as stems), looked up at a place in a text; the longest that fits wins.

    ``listed`` gives the table when it is first looked into: to find the stems of a long list takes its time.
    """

    def __init__(self, listed: Callable[[], Mapping[Stems, T]]) -> None:
        self._listed = listed

    @cached_property
    def _entries(self) -> Mapping[Stems, T]:
        return self._listed()

    @cached_property
    def lengths(self) -> Mapping[str, Sequence[int]]:
        """The lengths of the phrases by their first stem, the longest first."""
        lengths: dict[str, set[int]] = {}
        for phrase in self._entries:
            lengths.setdefault(phrase[0], set()).add(len(phrase))
        return {first: sorted(found, reverse=True) for first, found in lengths.items()}

    def at(self, stems: Sequence[str], place: int) -> tuple[T, int] | None:
        """Return the entry of the longest phrase that begins at ``place`` and its length in words, or ``None``."""
        for length in self.lengths.get(stems[place], ()):
            entry = self._entries.get(tuple(stems[place : place + length]))
            if entry is not None and place + length <= len(stems):
                return entry, length
        return None


def _sense_table() -> dict[Stems, tuple[Sense, ...]]:
    table: dict[Stems, tuple[Sense, ...]] = {}

    def add(phrase: Stems, sense: Sense) -> None:
        known = table.get(phrase, ())
        if all(sense.name != other.name for other in known):
            table[phrase] = (*known, sense)

    for plus, minus in (row[:2] for row in rows("text", "opposites.tsv")):
        name = "_".join(stems_of(plus.split()[0]))
        for sign, side in ((1, plus), (-1, minus)):
            for word in side.split():
                add(stems_of(word), Sense(name, sign))
    for (line,) in (row for name in ("synonyms", "same_names", "same_roots") for row in rows("text", f"{name}.tsv")):
        phrases = [stems_of(word) for word in line.split()]
        known = [table[phrase][0] for phrase in phrases if phrase in table]
        plain = [sense for sense in known if not sense.sign]
        sense = table[phrases[0]][0] if phrases[0] in table else next(iter(plain), Sense("_".join(phrases[0]), 0))
        for phrase in phrases:
            if phrase not in table:
                add(phrase, sense)
    return table


@cache
def _in_place() -> Mapping[str, tuple[Sense, ...]]:
    """Return for the stem of a word the senses in which another word may reverse it in its very place."""
    found: dict[str, tuple[Sense, ...]] = {}
    for number, (plus, minus) in enumerate(row[:2] for row in rows("text", "opposites_in_place.tsv")):
        for sign, side in ((1, plus), (-1, minus)):
            for word in side.split():
                first = stems_of(word)[0]
                found[first] = (*found.get(first, ()), Sense(f"{IN_PLACE_NAME} {number}", sign))
    return found


_SENSES: Final = Phrases(_sense_table)


@lru_cache(maxsize=MEMO_SIZE)
def senses_of(stem: str) -> tuple[Sense, ...]:
    """Return the senses with a contrary that a word has of its own, in place or anywhere."""
    entry = _SENSES.at((stem,), 0)
    signed = tuple(sense for sense in entry[0] if sense.sign) if entry else ()
    return signed + _in_place().get(stem, ())


def items(found: Sequence[Word]) -> tuple[Item, ...]:
    """Return the words of a claim under their senses, listed phrases as one; a word on no list is its own sense."""
    stems = [word.stem for word in found]
    begins = _SENSES.lengths
    result: list[Item] = []
    free = 0
    for place, own in enumerate(stems):
        if place < free:
            continue
        if own in begins and (entry := _SENSES.at(stems, place)) is not None:
            free = place + entry[1]
            result.append(Item(entry[0], place, free - 1))
        else:
            result.append(Item(_unlisted(own), place, place))
    return tuple(result)


@lru_cache(maxsize=MEMO_SIZE)
def _unlisted(stem: str) -> tuple[Sense, ...]:
    """Return the one sense of a word on no list: itself."""
    return (Sense(stem, 0),)
