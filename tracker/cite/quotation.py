"""One quotation of a draft, made ready to be compared: its words, its ellipses, its editor's words in brackets."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from tracker.cite.quoted import Quoted
from tracker.cite.source_words import Word, editors_words, without, words
from tracker.models import Span

_PARAGRAPH: Final = re.compile(r"\n[\s>]*\n")
ELLIPSIS: Final = re.compile(r"\[\s*(?:…|\.\s?\.\s?\.)\s*\]|…|\.\s?\.\s?\.(?:\s?\.)?")


@dataclass(frozen=True, slots=True)
class Quotation:
    """A quotation's text and words; ``ellipses`` are the numbers of the words that an ellipsis stands before.

    ``groups`` are the places of words in brackets, which are not among ``words``. ``single`` says that the draft sets
    it in single marks.
    """

    text: str
    words: tuple[Word, ...]
    groups: tuple[Span, ...]
    ellipses: tuple[int, ...]
    opens_with_ellipsis: bool
    closes_with_ellipsis: bool
    closing: str
    single: bool

    @property
    def segments(self) -> list[list[str]]:
        """The keys of the words between the ellipses."""
        return self._cut(self.ellipses)

    @property
    def paragraphs(self) -> list[list[str]]:
        """The keys of the words between the ellipses and the ends of paragraphs, where something may be left out."""
        new = (at for at in range(1, len(self.words)) if _PARAGRAPH.search(self._before(at)))
        return self._cut((*self.ellipses, *new))

    def _before(self, at: int) -> str:
        return self.text[self.words[at - 1].end : self.words[at].start]

    def _cut(self, places: Sequence[int]) -> list[list[str]]:
        bounds = sorted({0, *places, len(self.words)})
        return [[word.key for word in self.words[low:high]] for low, high in pairwise(bounds)]


def prepared(quoted: Quoted, *, single: bool = False, editors: bool = False) -> Quotation | None:
    """Return a quotation ready to be compared; ``None`` where it holds nothing but words in brackets.

    With ``editors`` the words in brackets count like any others: a source may print them so.
    """
    text = quoted.text
    groups: Sequence[Span] = () if editors else editors_words(text)
    found = without(words(text), groups)
    if not found:
        return None
    starts = [word.start for word in found]
    opened = [group.start for group in groups]
    marks = [
        mark.start()
        for mark in ELLIPSIS.finditer(text)
        if (at := bisect_right(opened, mark.start()) - 1) < 0 or mark.start() >= groups[at].end
    ]
    before = [bisect_left(starts, mark) for mark in marks]
    inner = tuple(dict.fromkeys(at for at in before if 0 < at < len(found)))
    return Quotation(
        text, tuple(found), tuple(groups), inner, 0 in before, len(found) in before, quoted.closing, single
    )
