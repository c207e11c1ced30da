"""The two ends of a quotation beside its source: inner marks, question marks, and brackets for words left out."""

from __future__ import annotations

from tracker.cite.noticed import MOST_REPLACED, Noticed
from tracker.cite.quotation import Quotation
from tracker.cite.source_sentences import sentence_end, sentence_start
from tracker.cite.source_words import SourceWords, words
from tracker.cite.surfaces import gap, groups_between
from tracker.models import Span


def compare_head(source: SourceWords, quotation: Quotation, first: int, noticed: Noticed) -> None:
    """Compare what stands before the first word, which is source word ``first``."""
    head = quotation.text[: quotation.words[0].start]
    groups = groups_between(quotation.text, quotation.groups, 0, quotation.words[0].start)
    if groups:
        asked = sum(len(words(group.of(quotation.text))) for group in groups)
        opening = sentence_start(source, first)
        start = opening if first - opening <= MOST_REPLACED else first - max(1, asked)
        text = source.span(start, first).of(source.text) if start < first else ""
        noticed.replaced(" ".join(group.of(quotation.text) for group in groups), text)
    elif head and not quotation.opens_with_ellipsis:
        start = source.words[first].start
        _edge(source.text[max(0, start - len(head)) : start], head, noticed)


def compare_tail(source: SourceWords, quotation: Quotation, end: int, noticed: Noticed) -> None:
    """Compare what stands behind the last word, before source word ``end``."""
    after, last = source.words[end - 1].end, quotation.words[-1].end
    if groups := tail_groups(quotation):
        rest = sentence_end(source, end)
        text = source.span(end, rest).of(source.text) if end < rest else ""
        noticed.replaced(" ".join(group.of(quotation.text) for group in groups), text)
        return
    tail = quotation.text[last:]
    if quotation.closes_with_ellipsis:
        return
    theirs = source.text[after : after + max(1, len(tail))]
    if not tail and theirs[:1] in ("?", "!") and quotation.closing:
        noticed.points((theirs[:1], quotation.closing))
    elif tail:
        _edge(theirs, tail, noticed)


def tail_groups(quotation: Quotation) -> list[Span]:
    """Return the words in brackets behind the last word, which stand for the rest of the source's sentence."""
    return list(groups_between(quotation.text, quotation.groups, quotation.words[-1].end, len(quotation.text)))


def _edge(source: str, draft: str, noticed: Noticed) -> None:
    found = gap(source.strip(), draft.strip())
    asked = found.asks if found.asks and any(mark in "?!" for mark in draft + source[:1]) else None
    if asked is not None and asked[0] not in ("?", "!"):
        asked = ("", asked[1])  # the source's point is its sentence's, as the draft's closing point is
    noticed.points(asked)
    noticed.foldings += [folding for folding in found.foldings if folding.name in ("marks", "quotation marks")]
