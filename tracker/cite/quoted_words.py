"""The words of quotations in a row, turn by turn, so that a later quotation can be found among them (pure)."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from tracker.cite import source_words
from tracker.language.characters import QUOTATION_MARKS
from tracker.language.quotes import quotations
from tracker.models import ClaimKind, Span

LEAST_PIECE: Final = 3
"""Words that quotation marks inside a reported sentence must hold to be traced: “big” is said by everybody."""
SHORTEST_PART: Final = 2
"""Words of each part of a joined quotation; single words can be found in any text."""
MEAN_PART: Final = 3
"""Words its parts must have on average: pairs such as "of the" stand in every text."""

_MARKS: Final = re.compile(r"\[\s*(?:\.\s*\.\s*\.|…)\s*\]|…|\.\s?\.\s?\.|\[[^\]]*\]")
_CHANGED_CAPITAL: Final = re.compile(r"\[(\w)\](?=\w)")

Run = tuple[int, int]
"""Words ``[first, end)`` of a turn."""


@dataclass(frozen=True, slots=True)
class Said:
    """One claim: its id, words, kind, speaker (``None``: not known), and the turn it belongs to in its document."""

    id: int
    text: str
    kind: ClaimKind = ClaimKind.DIRECT
    speaker: str | None = None
    turn: int | None = None


@dataclass(frozen=True, slots=True)
class Token:
    """One word of a turn: its key, where it stands in its claim, and that claim's id."""

    word: str
    span: Span
    owner: int


@dataclass(frozen=True, slots=True)
class Turn:
    """The quoted words of one turn in order, and where each stands."""

    tokens: tuple[Token, ...]
    where: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))

    @classmethod
    def of(cls, claims: Sequence[Said]) -> Turn:
        """Return the turn that some claims make up, in order of their text."""
        turn = cls(tuple(token for said in claims for token in _tokens(said)))
        for place, token in enumerate(turn.tokens):
            turn.where[token.word].append(place)
        return turn

    def length_at(self, first: int, wanted: Sequence[str]) -> int:
        """Return how many of the wanted words stand from a place on."""
        length = 0
        for token, word in zip(self.tokens[first : first + len(wanted)], wanted, strict=False):
            if token.word != word:
                break
            length += 1
        return length


def words(text: str) -> list[str]:
    """Return the words and figures of a text as the check compares them; punctuation is none.

    >>> words("He’d seen 7,140 cases.")
    ["he'd", 'seen', '7140', 'cases']
    """
    return [word.key for word in source_words.words(text)]


def pieces(said: Said) -> list[str]:
    """Return the words that a claim gives as its speaker's own: all of a direct one, those in marks of a mixed one."""
    if said.kind is ClaimKind.DIRECT:
        return [said.text] if words(said.text) else []
    return [span.of(said.text) for span in _marked(said)] if said.kind is ClaimKind.MIXED else []


def segments(piece: str) -> list[list[str]]:
    """Return the words of a quotation between the ellipses and brackets that say where something was left out."""
    parts = _MARKS.split(_CHANGED_CAPITAL.sub(r"\1", piece))
    return [found for part in parts if (found := words(part))]


def in_order(turn: Turn, wanted: Sequence[Sequence[str]]) -> list[Run]:
    """Return where segments stand in a turn one after the other, or nothing where one of them does not."""
    runs: list[Run] = []
    for segment in wanted:
        after = runs[-1][1] if runs else 0
        places = turn.where.get(segment[0], ())
        first = next((at for at in places if at >= after and turn.length_at(at, segment) == len(segment)), None)
        if first is None:
            return []
        runs.append((first, first + len(segment)))
    return runs


def joined(turn: Turn, wanted: Sequence[str]) -> list[Run]:
    """Return the runs of a turn that make up a whole quotation though they stand apart; or nothing."""
    runs: list[Run] = []
    at = 0
    while at < len(wanted):
        lengths = ((turn.length_at(place, wanted[at:]), -place) for place in turn.where.get(wanted[at], ()))
        length, place = max(lengths, default=(0, 0))
        if length < SHORTEST_PART or len(wanted) < MEAN_PART * (len(runs) + 1):
            return []
        runs.append((-place, length - place))
        at += length
    return runs if len(runs) > 1 else []


def stretches(turn: Turn, places: Sequence[int]) -> list[Span]:
    """Return the stretches of one claim that neighbouring words of it make up."""
    groups: list[list[int]] = []
    for place in places:
        if groups and groups[-1][-1] == place - 1:
            groups[-1].append(place)
        else:
            groups.append([place])
    return [Span(turn.tokens[group[0]].span.start, turn.tokens[group[-1]].span.end) for group in groups]


def _tokens(said: Said) -> Iterator[Token]:
    spans = [Span(0, len(said.text))] if said.kind is ClaimKind.DIRECT else _marked(said)
    for word in source_words.words(said.text):
        if any(span.start <= word.start < span.end for span in spans):
            yield Token(word.key, Span(word.start, word.end), said.id)


def _marked(said: Said) -> list[Span]:
    """Return the stretches between quotation marks inside a claim that are long enough to be traced."""
    found = []
    for quotation in quotations(said.text):
        inside = quotation.span.of(said.text)
        start = quotation.start + len(inside) - len(inside.lstrip(QUOTATION_MARKS))
        span = Span(start, start + len(inside.strip(QUOTATION_MARKS)))
        if len(words(span.of(said.text))) >= LEAST_PIECE:
            found.append(span)
    return found
