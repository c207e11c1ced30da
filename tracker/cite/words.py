"""A claim's words as readers are told them: with what the source does with them, and alone, with what they lean on.

Alone is for titles and lists only. No citation, quotation or check has these words: what stands in brackets was put
there by the program, and is the document's, but not the claim's."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from typing import Final, NamedTuple

from tracker.models import Stance
from tracker.models.claims import StoredReferent
from tracker.text.lexicon import rows
from tracker.text.names import ARTICLES


@dataclass(frozen=True, slots=True)
class StanceWords:
    """A stance in words: what stands before words told in it, what stands behind a speaker's name, what it means."""

    label: str
    doing: str
    meaning: str


@cache
def stances() -> Mapping[str, StanceWords]:
    """Return every stance in words, by its name."""
    return {name: StanceWords(*words) for name, *words in rows("cite", "stances.tsv")}


def as_told(text: str, stance: Stance) -> str:
    """Return the words of a claim; those that are not asserted say so, for a bare "author" would affirm them.

    >>> as_told("Crime fell.", "denies"), as_told("Crime fell.", "asserts")
    ('denied: Crime fell.', 'Crime fell.')
    """
    return text if stance == "asserts" else f"{stances()[stance].label}: {text}"


REPLACED: Final = frozenset(("it", "they", "he", "she"))
"""Words that a bracket stands in place of; behind all others ("this figure", "the plan") it is added."""


class Piece(NamedTuple):
    """A stretch of a claim read alone; ``sentence`` is where the words of a bracket come from, else ``None``."""

    words: str
    sentence: str | None


def alone(text: str, start: int, referents: Iterable[StoredReferent]) -> list[Piece]:
    """Return a claim that begins at ``start`` in pieces; one piece where nothing is known of the words it leans on.

    >>> plan = StoredReferent(9, 11, 0, 8, "The plan", "The plan was dropped.")
    >>> "".join(piece.words for piece in alone("it was late", 9, [plan]))
    '[the plan] was late'
    """
    pieces: list[Piece] = []
    done = 0
    known = sorted((one for one in referents if one.meant), key=lambda one: (one.start, one.meant_start or 0))
    for (begin, end), several in groupby(known, key=lambda one: (one.start - start, one.end - start)):
        found = [*several]
        if begin < done or end > len(text):
            continue  # a person picked other bounds since
        word = text[begin:end]
        replaced = word.lower() in REPLACED or _is_named_again(word, found)
        bracket = _bracket(word, found, replaced=replaced)
        pieces += [Piece(text[done : begin if replaced else end] + ("" if replaced else " "), None)]
        pieces.append(Piece(bracket, " … ".join(dict.fromkeys(one.sentence or "" for one in found))))
        done = end
    pieces.append(Piece(text[done:], None))
    return [Piece(" ".join(f"|{piece.words}|".split())[1:-1], piece.sentence) for piece in pieces if piece.words]


def plainly(pieces: Sequence[Piece]) -> str | None:
    """Return pieces as one text, ``None`` where no bracket is among them."""
    return "".join(piece.words for piece in pieces) if len(pieces) > 1 else None


def _is_named_again(word: str, found: Sequence[StoredReferent]) -> bool:
    """Tell whether words have the noun that they stand for: "these schools" for "twelve schools"."""
    return " " in word and all((one.meant or "").lower().split()[-1] == word.lower().split()[-1] for one in found)


def _bracket(word: str, found: Sequence[StoredReferent], *, replaced: bool) -> str:
    words = [" ".join((one.meant or "").split()) for one in found]
    if len(words) > 1:
        return f"[unclear: {' or '.join(map(_small, words))}]"
    return f"[{_capital(words[0]) if replaced and word[0].isupper() else _small(words[0])}]"


def _small(words: str) -> str:
    """Return words with a small article, as they stand inside a sentence."""
    first = words.partition(" ")[0].lower()
    return words[:1].lower() + words[1:] if first in ARTICLES else words


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
