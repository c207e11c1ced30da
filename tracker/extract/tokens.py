"""A text cut into words and marks, each with its coarse word class, its sentence and the quotation around it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from tracker.language.lexicon import rows
from tracker.language.quotes import Quotation, quotations
from tracker.language.sentences import joined, sentences
from tracker.language.words import PROSE
from tracker.models import Span

OPEN_TAGS = frozenset(("WORD", "S", "ED", "ING", "LY", "NAME", "CAP", "NUM", "GEN"))
"""Word classes of open-ended membership: of these the tag is looked at rather than the word."""
_BREAK = re.compile(r"-\s")


@dataclass(frozen=True, slots=True)
class Prose:
    """One text as the extractor reads it: parallel tuples over its tokens, and its outer sentences.

    ``lower`` are the tokens in lower case with straight apostrophes and broken words mended, ``tags`` their coarse word
    classes, ``quotation`` the number of the quotation a token stands in or -1, ``sentence`` the number of its sentence.
    ``quoted`` are the token bounds of each quotation, ``sentences`` those of each sentence, half open. Possessive
    endings stay with their noun and tag it ``GEN``.
    """

    text: str
    starts: list[int]
    ends: list[int]
    words: list[str]
    lower: list[str]
    tags: list[str]
    quotation: list[int]
    quoted: list[tuple[int, int]]
    sentence: list[int]
    sentences: list[tuple[int, int]]
    sentence_spans: tuple[Span, ...]
    quotations: tuple[Quotation, ...]


def prose(text: str) -> Prose:
    """Return ``text`` cut into tokens, sentences and quotations."""
    quotes = quotations(text)
    spans = joined(sentences(text), quotes)
    starts: list[int] = []
    ends: list[int] = []
    words: list[str] = []
    bounds: list[tuple[int, int]] = []
    sentence: list[int] = []
    for number, span in enumerate(spans):
        first = len(starts)
        for match in PROSE.finditer(text, span.start, span.end):
            starts.append(match.start())
            ends.append(match.end())
            words.append(match.group())
        sentence.extend([number] * (len(starts) - first))
        bounds.append((first, len(starts)))
    inside, quoted = _inside(starts, quotes)
    lower = [_BREAK.sub("", word.lower().replace("’", "'")) for word in words]
    return Prose(
        text,
        starts,
        ends,
        words,
        lower,
        _tags(words, lower, bounds),
        inside,
        quoted,
        sentence,
        bounds,
        spans,
        quotes,
    )


def _inside(starts: list[int], quotes: tuple[Quotation, ...]) -> tuple[list[int], list[tuple[int, int]]]:
    """Return for each token the quotation it stands in, and for each quotation its tokens."""
    inside = [-1] * len(starts)
    quoted = []
    index = 0
    for number, quote in enumerate(quotes):
        while index < len(starts) and starts[index] < quote.start:
            index += 1
        first = index
        while index < len(starts) and starts[index] < quote.end:
            inside[index] = number
            index += 1
        quoted.append((first, index))
    return inside, quoted


def _tags(words: list[str], lower: list[str], bounds: list[tuple[int, int]]) -> list[str]:
    closed = _closed()
    tags = [closed.get(low) or _shape(word, low) for word, low in zip(words, lower, strict=True)]
    for first, last in bounds:
        for index in range(first, last):
            if tags[index][0].isalnum():
                if tags[index] == "NAME" and not _name_goes_on(words, index, last):
                    tags[index] = "CAP"
                break
    return tags


def _name_goes_on(words: list[str], index: int, last: int) -> bool:
    return index + 1 < last and words[index + 1][0].isupper()


def _shape(word: str, low: str) -> str:
    first = word[0]
    if not first.isalnum():
        return first
    if first.isdigit():
        return "NUM"
    if low.endswith(("'s", "s'")):
        return "GEN"
    if first.isupper():
        return "NAME"
    for ending, tag in _ENDINGS:
        if low.endswith(ending) and len(low) > len(ending) + 1:
            return tag
    return "WORD"


_ENDINGS = (("ly", "LY"), ("ing", "ING"), ("ed", "ED"), ("ss", "WORD"), ("s", "S"))


@cache
def _closed() -> dict[str, str]:
    return {row[0]: row[1] for row in rows("extract", "closed_class.tsv")}
