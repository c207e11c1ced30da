"""What stands around a quotation in its source: the sentences, a negation that turns it round, speech only reported."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from typing import Final

from tracker.check.findings import Finding, Folded, Place, Speech, worst_first
from tracker.check.quotations import ELLIPSIS, Quoted
from tracker.check.words import SourceWords
from tracker.models import ClaimKind, Span
from tracker.text import sentences
from tracker.text.lexicon import rows
from tracker.text.negation import denies, lost, turned_by

_CLAUSE_END: Final = re.compile(r"[,;:()–—”\"]\s")
OPENING_REACH: Final = 300
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
    before = sentences.opening(draft, quotation.start, OPENING_REACH)
    after = sentences.rest(draft, quotation.end, OPENING_REACH)
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


REPORT_REACH: Final = 120
"""Characters before and after the words, in their sentence, in which a verb of saying makes them reported."""
_ARTICLE: Final = re.compile(r"(?:a|an|the)\s+[“‘\"']", re.IGNORECASE)


def is_reported(source: SourceWords, parts: Sequence[Span], speech: Sequence[Speech] | None) -> bool:
    """Say whether any of the words at ``parts`` stand outside quotation marks and are somebody's reported speech.

    Where nobody has looked for the source's speech (``None``), a verb of saying in the same sentence tells. Words in
    the source's own voice, as in a statement that somebody published, are not reported.
    """
    bare = [part for part in parts if not _is_quoted(source, part)]
    if not bare:
        return False
    if speech is None:
        return any(_has_verb(source.text, part) for part in bare)
    reporting = [each for each in speech if each.kind in (ClaimKind.INDIRECT, ClaimKind.MIXED)]
    return any(each.holds(part) for part in bare for each in reporting)


def without_article(source: SourceWords, parts: Sequence[Span]) -> tuple[Span, ...]:
    """Return the parts without an article that stands just before the source's own quotation marks.

    The source prints: a “small change”; the draft: “a small change”. The marks are moved, nothing is reported.
    """
    if not parts or not (article := _ARTICLE.match(parts[0].of(source.text))):
        return tuple(parts)
    inner = Span(parts[0].start + article.end(), parts[0].end)
    outside = source.quotation_at(parts[0].start) is None and source.quotation_at(inner.start) is not None
    return (inner, *parts[1:]) if outside else tuple(parts)


def with_article(place: Place, source: SourceWords, inside: Sequence[Span]) -> Place:
    """Return a place whose quotation holds an article from outside the source's marks, with that named."""
    if tuple(inside) == place.parts:
        return place
    article = source.text[place.parts[0].start : inside[0].start]
    mark = article.split()[-1][-1:]
    moved = Folded("article", " ".join(article.split()), f"{mark}{article.split()[0]}")
    foldings = (moved, *(folded for folded in place.foldings if folded.name != "quotation marks"))
    findings = {Finding.TYPOGRAPHY if found is Finding.EXACT else found for found in place.findings}
    return replace(place, foldings=foldings, findings=worst_first(findings))


def _is_quoted(source: SourceWords, part: Span) -> bool:
    """Say whether a part begins and ends in quotation marks."""
    return (
        source.quotation_at(part.start) is not None and source.quotation_at(max(part.start, part.end - 1)) is not None
    )


def _has_verb(text: str, part: Span) -> bool:
    around = sentences.opening(text, part.start, REPORT_REACH), sentences.rest(text, part.end, REPORT_REACH)
    return any(_verb().search(words) is not None for words in around)


@cache
def _verb() -> re.Pattern[str]:
    verbs = (row[0] for row in rows("text", "saying_verbs.tsv") if row[1] in ("hearer", "place"))
    return re.compile(rf"\b(?:{'|'.join(verbs)})\b", re.IGNORECASE)


LONGEST_TAIL: Final = 40
"""Words after which a bracket at the end of a quotation no longer stands for the rest of the sentence."""


def is_cue(source: SourceWords, first: int, end: int) -> bool:
    """Say whether source words ``[first, end)`` are the reporter's, between two stretches of the speaker's."""
    if not 0 < first < end < len(source.words) or not source.quoted(first - 1) or not source.quoted(end):
        return False
    return not any(source.quoted(at) for at in range(first, end))


def prints_ellipsis(source: SourceWords, at: int) -> bool:
    """Say whether the source itself prints an ellipsis before its word ``at``."""
    start = source.words[at - 1].end if at else 0
    end = source.words[at].start if at < len(source.words) else len(source.text)
    return ELLIPSIS.search(source.text, start, end) is not None


def sentence_end(source: SourceWords, end: int) -> int:
    """Return the end of the sentence that words up to ``end`` belong to, as the number of a word."""
    at = end
    while at < len(source.words) and at - end < LONGEST_TAIL and not source.ends_sentence(at - 1, at):
        if source.quoted(at) != source.quoted(end - 1):
            break
        at += 1
    return at


def sentence_start(source: SourceWords, first: int) -> int:
    """Return the number of the word that begins the sentence of word ``first``."""
    at = first
    while at and first - at < LONGEST_TAIL and not source.ends_sentence(at - 1, at):
        if source.quoted(at - 1) != source.quoted(first):
            break
        at -= 1
    return at
