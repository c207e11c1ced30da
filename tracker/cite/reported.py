"""Whether a source has words only as reported speech, and so prints no quotation of them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from typing import Final

from tracker.cite.findings import Finding, Place, Speech, worst_first
from tracker.cite.foldings import Folded
from tracker.cite.source_words import SourceWords
from tracker.language import sentences
from tracker.language.lexicon import rows
from tracker.models import ClaimKind, Span

REACH: Final = 120
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
    around = sentences.opening(text, part.start, REACH), sentences.rest(text, part.end, REACH)
    return any(_verb().search(words) is not None for words in around)


@cache
def _verb() -> re.Pattern[str]:
    verbs = (row[0] for row in rows("language", "saying_verbs.tsv") if row[1] in ("hearer", "place"))
    return re.compile(rf"\b(?:{'|'.join(verbs)})\b", re.IGNORECASE)
