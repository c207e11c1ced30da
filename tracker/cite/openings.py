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
REACH: Final = 300
"""Characters of the draft's sentence, before and after the quotation, in which it may negate the words itself."""


def with_lost_negation(place: Place, source: SourceWords, draft: str, quotation: Quoted) -> Place:
    """Return a place whose words follow a negation in the source, with that word shown as hidden.

    “We are not planning patrols” quoted as were “planning patrols” says the opposite. A draft that denies the words in
    its own sentence hides nothing. The wording to copy begins with the negation either way.
    """
    before = _negation_before(source, place.parts)
    if before is None:
        return place
    word = before.of(source.text)
    if _negates(draft, quotation):
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


def _negates(draft: str, quotation: Quoted) -> bool:
    """Tell whether the draft's own sentence, or the quotation itself, holds a negation or a verb that denies."""
    before = _SENTENCE_END.split(draft[max(0, quotation.start - REACH) : quotation.start])[-1]
    after = _SENTENCE_END.split(draft[quotation.end : quotation.end + REACH])[0]
    said = f"{before} {quotation.text} {after}"
    return negation(said) is not None or _denial().search(said) is not None


@cache
def _denial() -> re.Pattern[str]:
    words = "|".join(re.escape(row[0]).replace(r"\ ", r"\s+") for row in rows("cite", "denials.txt"))
    return re.compile(rf"\b(?:{words})\b", re.IGNORECASE)
