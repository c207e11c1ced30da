"""What a draft quotes, and what only stands in quotation marks: scare quotes, titles, nicknames, single words."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

from tracker.cite.findings import PassedOver, Speech
from tracker.cite.source_words import Word, words
from tracker.language import sentences
from tracker.language.characters import QUOTATION_MARKS
from tracker.language.lexicon import rows
from tracker.language.quotes import quotations
from tracker.models import Span

LONGEST_SCARE: Final = 3
"""Words: longer ones that nobody is named as saying may still be a quotation whose speaker stands elsewhere."""
LONGEST_NICKNAME: Final = 3
LONGEST_TITLE: Final = 12
"""Words; headlines are longer and are sentences."""
AROUND: Final = 80
"""Characters looked at before and after the marks."""
_REASONS: Final = {
    "single word": "A single word is nobody's statement.",
    "nickname": "It stands inside a name.",
    "title": "It is written like the title of a work.",
    "scare quotes": "A few words held at arm's length: nobody is named as saying them.",
}
_ELLIPSIS: Final = re.compile(r"(?:…|\.\s?\.\s?\.)\Z")
_CLOSING_POINT: Final = re.compile(r"\s*[.,;:—–-]+\Z")
_MARKS: Final = frozenset(QUOTATION_MARKS)
_BLOCK: Final = re.compile(r"^[ \t]*>[ \t>]*[^\s>].*(?:\n[ \t]*>[ \t>]*[^\s>].*)*", re.MULTILINE)
"""A paragraph whose every line begins with the mark of a block quotation."""
_SIGNED: Final = re.compile(r"(?:\A|\n)[ \t>]*(?:[—–―]|--)[ \t]*[*_]*[A-ZÀ-Þ].*\Z")
"""The last line of a block quotation, or the one below it, that names whose words they are: "— Ida Marlow"."""
_CUE_BEFORE: Final = re.compile(r"[:,]\s*\Z")
_NAME_BEFORE: Final = re.compile(r"[A-Z][\w’'-]+\s\Z")
_NAME_AFTER: Final = re.compile(r"\s[A-Z][a-z]")


@dataclass(frozen=True, slots=True)
class Quoted:
    """A quotation of a draft without its marks: its place, its text, and the point that closed it ("," or "")."""

    start: int
    end: int
    text: str
    closing: str


def quoted(draft: str, speech: Sequence[Speech] = ()) -> tuple[list[Quoted], list[PassedOver]]:
    """Return the quotations of ``draft`` and what was passed over, each in its order.

    A quotation that goes on in the next paragraph is one; quotations inside another belong to it, and a block quotation
    needs no marks. The comma or full stop before the closing mark is the sentence's around it and no part of the
    quotation.
    """
    starts = sorted((span.start, span.end) for part in speech for span in part.spans)
    found: list[Quoted] = []
    passed: list[PassedOver] = []
    blocks = set(_blocks(draft))
    for outer in sorted([*_turns(draft), *blocks], key=lambda span: span.start):
        quotation = _inside(draft, outer)
        inner = words(quotation.text)
        if not inner:
            continue
        given = _overlaps(starts, outer)
        reason = None if outer in blocks else _reason(draft, outer, quotation, inner, attributed=given)
        if reason:
            passed.append(PassedOver(quotation.start, quotation.end, quotation.text, reason, _REASONS[reason]))
        else:
            found.append(quotation)
    return found, passed


def _turns(draft: str) -> list[Span]:
    """Return the outermost quotations, marks included; those left open join what goes on with them."""
    found: list[Span] = []
    open_turn = False
    for quotation in quotations(draft):
        if open_turn and quotation.goes_on:
            found[-1] = Span(found[-1].start, quotation.end)
        else:
            found.append(quotation.span)
        open_turn = not quotation.closed
    return found


def _blocks(draft: str) -> list[Span]:
    """Return the paragraphs of block quotations ("> ") that stand without quotation marks."""
    found: list[Span] = []
    for block in _BLOCK.finditer(draft):
        text = _SIGNED.sub("", block.group())
        if not quotations(text) and len(words(text)) > LONGEST_SCARE:
            start = block.start() + len(text) - len(text.lstrip("> \t"))
            found.append(Span(start, block.start() + len(text)))
    return found


def _inside(draft: str, outer: Span) -> Quoted:
    """Strip the outer marks, the blanks inside them, and the closing point, which is kept beside."""
    start, end = outer.start, outer.end
    mark = draft[start]
    if mark in _MARKS:
        start += 2 if draft.startswith(("``", "''"), start) and outer.end - start > 1 else 1
    if end > start and draft[end - 1] in "”\"»’'" and (mark in "“„\"«‘'‚`"):
        end -= 2 if draft.endswith("''", start, end) and mark in "`'" and end - start > 1 else 1
    while start < end and draft[start].isspace():
        start += 1
    while end > start and draft[end - 1].isspace():
        end -= 1
    text = draft[start:end]
    point = None if _ELLIPSIS.search(text[-5:]) else _CLOSING_POINT.search(text, max(0, len(text) - 5))
    if point is None:
        return Quoted(start, end, text, "")
    return Quoted(start, start + point.start(), text[: point.start()], point.group().strip())


def _overlaps(starts: Sequence[tuple[int, int]], outer: Span) -> bool:
    """Say whether any attributed words stand in the quotation; the spans hardly ever overlap one another."""
    at = bisect_left(starts, (outer.start, 0))
    near = starts[max(0, at - 2) : at + 1]
    return any(start < outer.end and outer.start < end for start, end in near)


def _reason(draft: str, outer: Span, quotation: Quoted, inner: Sequence[Word], *, attributed: bool) -> str | None:
    """Return why words in quotation marks are no quotation, or ``None``."""
    before = draft[max(0, outer.start - AROUND) : outer.start]
    after = draft[outer.end : outer.end + AROUND]
    announced = _CUE_BEFORE.search(before) is not None or quotation.closing == ","
    if len(inner) <= LONGEST_NICKNAME and not quotation.closing and _inside_name(quotation.text, before, after):
        return "nickname"
    if len(inner) == 1:
        return "single word"
    if not announced and not sentences.is_closed(quotation.text) and _is_title(quotation.text, inner, before):
        return "title"
    last = " ".join(before.lower().split())
    if len(inner) <= LONGEST_TITLE and last.endswith(tuple(f" {phrase}" for phrase in _listed("scare before"))):
        return "scare quotes"
    spoken = attributed or announced or quotation.closing or _says(draft, outer) or _is_line(draft, outer)
    return None if spoken or len(inner) > LONGEST_SCARE else "scare quotes"


def _inside_name(text: str, before: str, after: str) -> bool:
    written = text[0].isupper() or text.startswith("the ")
    return written and _NAME_BEFORE.search(before) is not None and _NAME_AFTER.match(after) is not None


def _is_title(text: str, inner: Sequence[Word], before: str) -> bool:
    """Say whether all words that a title writes with a capital have one, and another sign agrees: a noun or length."""
    if len(inner) > LONGEST_TITLE:
        return False
    small = _listed("small")
    principal = [text[w.start : w.end] for w in inner if text[w.start : w.end].lower() not in small]
    if len(principal) < 2 or not all(word[0].isupper() or word[0].isdigit() for word in principal):
        return False
    return text[:1].isupper() or before.lower().split()[-1:] in ([noun] for noun in _listed("title before"))


def _says(draft: str, outer: Span) -> bool:
    """Say whether a verb of saying stands beside the quotation in its own sentence."""
    before, after = sentences.opening(draft, outer.start, AROUND), sentences.rest(draft, outer.end, AROUND)
    near = [*before.split(), *after.split()]
    return any(word.strip(",:;.()“”\"'‘’").lower() in _verbs() for word in near)


def _is_line(draft: str, outer: Span) -> bool:
    """Say whether the quotation is a paragraph of its own."""
    before = draft[max(0, outer.start - AROUND) : outer.start].rstrip(" ")
    after = draft[outer.end : outer.end + AROUND].lstrip(" ")
    return (not before or before.endswith("\n")) and (not after or after.startswith("\n"))


@cache
def _listed(kind: str) -> frozenset[str]:
    return frozenset(row[1] for row in rows("cite", "passed_over.tsv") if row[0] == kind)


@cache
def _verbs() -> frozenset[str]:
    return frozenset(row[0] for row in rows("language", "saying_verbs.tsv") if row[1] in ("hearer", "place"))
