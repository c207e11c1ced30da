"""What stands just before the words of a quotation in its source: a negation that the draft has left out."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from typing import Final

from tracker.cite.findings import Finding, Place, worst_first
from tracker.cite.quoted import Quoted
from tracker.cite.source_words import SourceWords, negation
from tracker.language.lexicon import rows
from tracker.models import Span

_SENTENCE_END: Final = re.compile(r"[.!?][”\"’']?\s|\n\s*\n")
_CLAUSE_END: Final = re.compile(r"[,;:()–—”\"]\s")
REACH: Final = 300
"""Characters of the draft's sentence, before and after the quotation, in which it may negate the words itself."""


def with_lost_negation(place: Place, source: SourceWords, draft: str, quotation: Quoted) -> Place:
    """Return a place whose words follow a negation in the source, with that word shown as hidden.

    “We are not planning patrols” quoted as were “planning patrols” says the opposite. A draft that denies the words in
    its own sentence hides nothing. The wording to copy begins with the negation, but where the draft's clause says it
    before the quotation: “they do not ‘not plan’” would deny what the source says.
    """
    before = _negation_before(source, place.parts)
    if before is None:
        return place
    word = before.of(source.text)
    before_marks, after_marks = _around(draft, quotation)
    if _denies(_CLAUSE_END.split(before_marks)[-1]):
        return place
    if _denies(f"{before_marks} {quotation.text} {after_marks}"):
        return replace(place, corrected=f"{word} {place.corrected}") if place.corrected else place
    spoken = place.corrected or " … ".join(" ".join(part.of(source.text).split()) for part in place.parts)
    return replace(
        place,
        findings=worst_first({Finding.HIDES, *(found for found in place.findings if found.fails)}),
        parts=(Span(before.start, place.parts[0].end), *place.parts[1:]),
        hidden=(word, *place.hidden),
        negation=word,
        corrected=f"{word} {spoken}",
    )


def _negation_before(source: SourceWords, parts: Sequence[Span]) -> Span | None:
    """Return the word before the first part where it negates, in the same sentence and by the same voice."""
    first = bisect_left(source.words, parts[0].start, key=lambda word: word.start) if parts else 0
    if not 0 < first < len(source.words):
        return None
    span = Span(source.words[first - 1].start, source.words[first - 1].end)
    if negation(span.of(source.text)) is None or source.ends_sentence(first - 1, first):
        return None
    return span if source.quotation_at(span.start) == source.quotation_at(source.words[first].start) else None


def _around(draft: str, quotation: Quoted) -> tuple[str, str]:
    """Return what the sentence of the draft says before the quotation and after it."""
    before = _SENTENCE_END.split(draft[max(0, quotation.start - REACH) : quotation.start])[-1]
    return before, _SENTENCE_END.split(draft[quotation.end : quotation.end + REACH])[0]


def _denies(said: str) -> bool:
    """Tell whether words hold a negation or a verb that denies."""
    return negation(said) is not None or _denial().search(said) is not None


@cache
def _denial() -> re.Pattern[str]:
    words = "|".join(re.escape(row[0]).replace(r"\ ", r"\s+") for row in rows("cite", "denials.txt"))
    return re.compile(rf"\b(?:{words})\b", re.IGNORECASE)
