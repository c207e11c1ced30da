"""The words of a stored text with their places, so that the words of a quotation can be found in it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from typing import Final

from tracker.cite.typography import fold
from tracker.models import Span

_WORD: Final = re.compile(r"[$£€]?\d+(?:[.,:/]\d+)*%?|[^\W\d_]\w*(?:'\w+)*")


def words(text: str) -> list[str]:
    """Return the words and figures of ``text``, typography and capitals evened out; punctuation is none.

    >>> words("He’d seen 7,140 “well-known” cases.")
    ["he'd", 'seen', '7,140', 'well', 'known', 'cases']
    """
    return _WORD.findall(fold(text).lower())


class SourceWords:
    """The words of one text in order, and where each of them stands."""

    def __init__(self, text: str) -> None:
        matches = list(_WORD.finditer(fold(text)))
        self.text = text
        self.words = [match.group().lower() for match in matches]
        self._spans = [match.span() for match in matches]
        self.where: dict[str, list[int]] = defaultdict(list)
        for at, word in enumerate(self.words):
            self.where[word].append(at)

    def span(self, first: int, end: int) -> Span:
        """Return where words ``[first, end)`` stand in the text."""
        return Span(self._spans[first][0], self._spans[end - 1][1])

    def between(self, end: int, first: int) -> str:
        """Return the text between word ``end - 1`` and word ``first``, blanks evened out."""
        return " ".join(self.text[self._spans[end - 1][1] : self._spans[first][0]].split())

    def find(self, wanted: Sequence[str], start: int = 0) -> int | None:
        """Return the first place at or after word ``start`` where ``wanted`` stand in a row."""
        rarest = min(range(len(wanted)), key=lambda at: len(self.where.get(wanted[at], ())))
        for place in self.where.get(wanted[rarest], ()):
            first = place - rarest
            if first >= start and self.words[first : first + len(wanted)] == list(wanted):
                return first
        return None

    def longest_run(self, wanted: Sequence[str], at: int) -> tuple[int, int]:
        """Return where the longest run of words from ``wanted[at]`` on stands, and its length (0 for none)."""
        best = (0, 0)
        for place in self.where.get(wanted[at], ()):
            length = 1
            while (
                at + length < len(wanted)
                and place + length < len(self.words)
                and self.words[place + length] == wanted[at + length]
            ):
                length += 1
            if length > best[1]:
                best = (place, length)
        return best
