"""The sentences of a source around a quotation: where they begin and end, and what the reporter put between."""

from __future__ import annotations

from typing import Final

from tracker.cite.quotation import ELLIPSIS
from tracker.cite.source_words import SourceWords

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
