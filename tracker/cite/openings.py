"""What turns the words of a quotation round in its source: a negation that the draft has left out."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from tracker.cite.findings import Finding, Place, worst_first
from tracker.cite.quoted import Quoted
from tracker.cite.source_words import SourceWords
from tracker.language import sentences
from tracker.language.negation import denies, lost, turned_by
from tracker.models import Span

_CLAUSE_END: Final = re.compile(r"[,;:()–—”\"]\s")
REACH: Final = 300
"""Characters of the draft's sentence, before and after the quotation, in which it may negate the words itself."""


def with_lost_negation(place: Place, source: SourceWords, draft: str, quotation: Quoted) -> Place:
    """Return a place whose words are negated in the source from outside the quotation, with that word shown as hidden.

    “We are not planning patrols” quoted as were “planning patrols” says the opposite, and so does “We have not been
    planning patrols”. A draft that denies the words in its own sentence hides nothing. The wording to copy begins with
    the negation, but where the draft's clause says it before the quotation: “they do not ‘not plan’” would deny what
    the source says.
    """
    negator = _before(source, place.parts) or _around(source, place.parts)
    if negator is None:
        return place
    before = sentences.opening(draft, quotation.start, REACH)
    after = sentences.rest(draft, quotation.end, REACH)
    if denies(_CLAUSE_END.split(before)[-1]):
        return place
    first, last = place.parts[0], place.parts[-1]
    ahead = " ".join(source.text[negator.start : first.start].split()) if negator.start < first.start else ""
    behind = " ".join(source.text[last.end : negator.end].split()) if negator.end > last.end else ""
    if denies(before) or denies(after):
        corrected = place.corrected and " ".join(filter(None, (ahead, place.corrected, behind)))
        return replace(place, corrected=corrected)
    spoken = place.corrected or " … ".join(" ".join(part.of(source.text).split()) for part in place.parts)
    parts = list(place.parts)
    parts[0] = Span(min(negator.start, first.start), parts[0].end)
    parts[-1] = Span(parts[-1].start, max(negator.end, last.end))
    word = negator.of(source.text)
    return replace(
        place,
        findings=worst_first({Finding.HIDES, *(found for found in place.findings if found.fails)}),
        parts=tuple(parts),
        hidden=(word, *place.hidden),
        negation=word,
        corrected=" ".join(filter(None, (ahead, spoken, behind))),
    )


def _before(source: SourceWords, parts: Sequence[Span]) -> Span | None:
    """Return the word before the first part where it negates or weakens, in the same sentence and by the same voice."""
    first = bisect_left(source.words, parts[0].start, key=lambda word: word.start) if parts else 0
    if not 0 < first < len(source.words):
        return None
    span = Span(source.words[first - 1].start, source.words[first - 1].end)
    if lost(span.of(source.text)) is None or source.ends_sentence(first - 1, first):
        return None
    return span if source.quotation_at(span.start) == source.quotation_at(source.words[first].start) else None


def _around(source: SourceWords, parts: Sequence[Span]) -> Span | None:
    """Return what negates the first part from elsewhere in its sentence, by the same voice."""
    if not parts:
        return None
    sentence = source.sentence_at(parts[0].start)
    # What stands between the parts is hidden, or changed, and told as that.
    first, end = min(part.start for part in parts), max(part.end for part in parts)
    negator = turned_by(sentence.of(source.text), Span(first - sentence.start, end - sentence.start))
    if negator is None:
        return None
    span = Span(sentence.start + negator.start, sentence.start + negator.end)
    return span if source.quotation_at(span.start) == source.quotation_at(parts[0].start) else None
