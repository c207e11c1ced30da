"""Two printings of words beside each other: words and figures in step, and what is evened out between them."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, NamedTuple

from cydifflib import SequenceMatcher

from tracker.check.findings import Finding, Folded
from tracker.check.words import MEMO_SIZE, PERCENT, Word
from tracker.models import Span
from tracker.text.differences import Difference
from tracker.text.numbers import STARTERS, figure_at
from tracker.text.words import DASHES, QUOTATION_MARKS, SHARE, fold

_QUOTES: Final = re.compile(rf"[{QUOTATION_MARKS}]")
_DOUBLE: Final = frozenset('“”„"«»')
_BLANKS: Final = re.compile(r"\s+")
_PARAGRAPH: Final = re.compile(r"\n\s*\n|\n\s*[“\"‘']")
_EMPHASIS: Final = re.compile(r"[*_#]+")
_BLOCK: Final = re.compile(r"(?<=\n)[ \t]*>[ \t>]*")
"""What marks each line of a block quotation, and is no part of it."""
_DASHES: Final = re.compile(rf"-{{2,}}|[{re.escape(DASHES)}]")
_DOTS: Final = re.compile(r"\[\s*(?:…|\.\s?\.\s?\.)\s*\]|…|\.\s?\.\s?\.")
_ASKS: Final = re.compile(r"[?!]+")
_LINE_BREAK: Final = re.compile(r"[-‐\u00ad]\s*\n")


QUOTATIONS_KEPT: Final = 16
"""Quotations whose tokens are remembered: each is compared at all its places before the next one."""
_BARE: Final = {"hundred": "100", "thousand": "1000"}
"""Number words that make a figure without "a" before them: "another hundred years"."""


class Token(NamedTuple):
    """A word, or a figure of several words, with its place in its text and its key."""

    start: int
    end: int
    key: str
    words: int

    @property
    def is_figure(self) -> bool:
        """Whether it is a number or a share."""
        return self.key[0].isdigit() or self.key == PERCENT


def tokens(text: str, found: Sequence[Word]) -> list[Token]:
    """Return words with figures of several words read as one: "seventy-three per cent", "£2.5 million".

    >>> from tracker.check.words import words
    >>> text = "about two hundred boats"
    >>> [token.key for token in tokens(text, words(text))]
    ['about', '200', 'boats']
    """
    low = [_low(text[word.start : word.end]) for word in found]
    made: list[Token] = []
    at = 0
    while at < len(found):
        starts = low[at] in STARTERS or low[at][0] in "$£€" or low[at][0].isdigit()
        figure = figure_at(low[at : at + 8], 0) if starts else None
        used = figure.used if figure else 1
        key = figure.normal if figure else _BARE.get(low[at], found[at].key)
        made.append(Token(found[at].start, found[at + used - 1].end, key, used))
        at += used
    return made


@lru_cache(maxsize=MEMO_SIZE)
def _low(word: str) -> str:
    return " ".join(fold(word).lower().split())


@lru_cache(maxsize=QUOTATIONS_KEPT)
def tokens_of(text: str, found: tuple[Word, ...]) -> list[Token]:
    """Return the tokens of a quotation, which are compared at place after place."""
    return tokens(text, found)


def spelling(source: str, draft: str, *, first: bool) -> Iterator[Folded]:
    """Yield the foldings between two printings of one word or figure; ``first`` where it opens its part."""
    if source == draft:
        return
    plain_source, plain_draft = fold(source), fold(draft)
    if plain_source == plain_draft:
        yield Folded("marks", source, draft)
        return
    percent = [SHARE.search(side) for side in (source, draft)]
    if any(side[0].isdigit() or side[0] in "$£€" for side in (source, draft)) or all(percent):
        numbers = [
            side[: found.start()] if found else side for side, found in zip((source, draft), percent, strict=True)
        ]
        if all(percent) and percent[0] and percent[1] and percent[0].group() != percent[1].group():
            yield Folded("per cent", source, draft)
        if numbers[0] != numbers[1]:
            clock = numbers[0].replace(":", ".") == numbers[1].replace(":", ".")
            yield Folded("times" if clock else "figures", source, draft)
        return
    letters = [unicodedata.normalize("NFKC", side.replace("\u00ad", "")) for side in (plain_source, plain_draft)]
    if letters[0] == letters[1]:
        yield Folded("letters", source, draft)
        return
    bare = [side.replace("[", "").replace("]", "") for side in letters]
    if bare[0].casefold() != bare[1].casefold():
        yield Folded("spelling" if bare[0].isalpha() or "'" in bare[0] else "figures", source, draft)
    if bare[0][0].isupper() != bare[1][0].isupper() or "[" in draft + source:
        yield Folded("first letter" if first or "[" in draft + source else "capitals", source, draft)
    elif bare[0].casefold() == bare[1].casefold():
        yield Folded("capitals", source, draft)


def joined(source: str, draft: str) -> Folded | None:
    """Return the folding between a word and its two halves ("ar-¶rived", "well-being"), or ``None``."""
    if _LINE_BREAK.search(source) or _LINE_BREAK.search(draft) or "\u00ad" in source:
        return Folded("line-break hyphen", source, draft)
    if _DASHES.search(source) or _DASHES.search(draft):
        return Folded("hyphens", source, draft)
    return None


class Gap(NamedTuple):
    """What differs between two words: foldings, and the marks where they change a sentence's kind ("?" for ".")."""

    foldings: tuple[Folded, ...]
    asks: tuple[str, str] | None = None


NO_GAP: Final = Gap(())


def gap(source: str, draft: str) -> Gap:
    """Compare what stands between two words, an editor's words in brackets already taken out."""
    source, draft = _BLOCK.sub("", source), _BLOCK.sub("", draft)
    if source == draft:
        return NO_GAP
    asks = tuple("".join(_ASKS.findall(side)) for side in (source, draft))
    if asks[0] != asks[1]:
        return Gap((), (asks[0] or _point(source), asks[1] or _point(draft)))
    found: list[Folded] = []
    new_paragraph = bool(_PARAGRAPH.search(source)) != bool(_PARAGRAPH.search(draft))
    if new_paragraph:
        found.append(Folded("paragraphs", source, draft))
    quotes = [_QUOTES.findall(side) for side in (source, draft)]
    if quotes[0] != quotes[1] and not new_paragraph:
        same = [mark in _DOUBLE for mark in quotes[0]] == [mark in _DOUBLE for mark in quotes[1]]
        found.append(Folded("marks" if same else "quotation marks", source, draft))
    if _EMPHASIS.findall(source) != _EMPHASIS.findall(draft):
        found.append(Folded("emphasis", source, draft))
    rest = [_BLANKS.sub("", _EMPHASIS.sub("", _QUOTES.sub("", side))) for side in (source, draft)]
    if rest[0] != rest[1]:
        found.append(Folded(_points(*rest), source, draft))
    if not found:
        found.append(Folded("spaces", source, draft))
    return Gap(tuple(found))


def _points(source: str, draft: str) -> str:
    dots = [_DOTS.sub("…", side) for side in (source, draft)]
    if dots[0] == dots[1]:
        return "dots"
    if _DASHES.sub("-", dots[0]) == _DASHES.sub("-", dots[1]):
        return "dashes"
    return "hyphens" if {dots[0], dots[1]} in ({"-", ""}, {"‐", ""}, {"‑", ""}) else "punctuation"


def _point(text: str) -> str:
    return next((char for char in text if char in ".,;:"), "")


def groups_between(text: str, groups: Sequence[Span], start: int, end: int) -> list[Span]:
    """Return an editor's words that stand between two characters of a text."""
    first = bisect_left(groups, start, key=lambda group: group.start)
    last = bisect_left(groups, end, lo=first, key=lambda group: group.start)
    return [group for group in groups[first:last] if group.end <= end]


def stripped(text: str, start: int, end: int, groups: Sequence[Span]) -> str:
    """Return a stretch of a text without an editor's words in it, one blank left where two would meet."""
    parts, at = [], start
    for group in groups_between(text, groups, start, end):
        parts.append(text[at : group.start])
        at = group.end
    parts.append(text[at:end])
    if len(parts) == 1:
        return parts[0]
    return (
        parts[0].rstrip()
        + (" " if any(part[:1].isspace() or part[-1:].isspace() for part in parts) else "")
        + "".join(part.strip() for part in parts[1:-1])
        + parts[-1].lstrip()
    )


@dataclass(frozen=True, slots=True)
class Row:
    """Tokens ``[a, b)`` of the source beside tokens ``[c, d)`` of the draft; ``op`` is difflib's."""

    op: str
    a: int
    b: int
    c: int
    d: int


def aligned(ours: Sequence[Token], theirs: Sequence[Token]) -> list[Row]:
    """Return two sides as rows, read from the front or from the back, whichever takes fewer."""
    keys = [token.key for token in ours], [token.key for token in theirs]
    if keys[0] == keys[1]:
        return [Row("equal", 0, len(ours), 0, len(theirs))]
    forward = [Row(*code) for code in SequenceMatcher(None, *keys, autojunk=False).get_opcodes()]
    backward = SequenceMatcher(None, keys[0][::-1], keys[1][::-1], autojunk=False).get_opcodes()
    m, n = len(ours), len(theirs)
    turned = [Row(op, m - b, m - a, n - d, n - c) for op, a, b, c, d in reversed(backward)]
    return min(forward, turned, key=len)


def differences(
    source: str, draft: str, ours: Sequence[Token], theirs: Sequence[Token], rows: Sequence[Row]
) -> list[Difference]:
    """Return the rows as words of either side, with the blanks and points that follow them."""

    def cut(text: str, side: Sequence[Token], first: int, end: int) -> str:
        if first == end:
            return ""
        until = side[end].start if end < len(side) else side[-1].end
        return " ".join(text[side[first].start : until].split()) + (" " if end < len(side) else "")

    return [Difference(row.op, cut(source, ours, row.a, row.b), cut(draft, theirs, row.c, row.d)) for row in rows]


def kinds(ours: Sequence[Token], theirs: Sequence[Token]) -> set[Finding]:
    """Say whether a change is one of a figure, of words, or of both."""
    figures = [[token.key for token in side if token.is_figure] for side in (ours, theirs)]
    others = [[token.key for token in side if not token.is_figure] for side in (ours, theirs)]
    if figures[0] and figures[1] and figures[0] != figures[1]:
        return {Finding.FIGURE} | ({Finding.ALTERED} if others[0] != others[1] else set())
    return {Finding.ALTERED}


def letters(side: Sequence[Token]) -> str:
    """Return the keys of tokens as one word, in which hyphens and blanks do not count."""
    return "".join(token.key for token in side)
