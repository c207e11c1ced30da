"""Checks a draft: is each quotation in it exactly what a stored document says?"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from enum import StrEnum
from itertools import pairwise
from typing import Final

from tracker.cite.diffs import Difference, differences, in_words
from tracker.cite.source_words import SourceWords, words
from tracker.language.lexicon import words as listed
from tracker.language.quotes import quotations
from tracker.models import Span

SHORTEST_PART: Final = 2
"""Words each part of a stitched quotation must have: a single word stands anywhere."""
MEAN_PART: Final = 3
"""Words its parts must have on average: pairs such as "of the" stand in every text."""
DROPPED_WORDS: Final = 3
"""Words that may be missing between two parts of one sentence before they count as standing apart."""
LONGEST_HIDDEN: Final = 150
"""Words between two spliced parts that count as hidden; parts further apart come from different passages."""
LEAST_LIKENESS: Final = 0.6
"""How alike an altered quotation and its source must be (difflib's ratio); below, it is another statement."""
SHORTEST_ALTERED: Final = 3
LONGEST_ALTERED: Final = 1000
"""Words; outside these, comparing word by word tells nothing."""
MOST_PLACES: Final = 4
"""Places in a source that are compared word by word: those with the most words in step."""
COMMON_WORD: Final = 200
"""A word that a source has more often than this helps to find no place."""
STEP: Final = 4
"""Words by which places may be out of step and still count as one; also the slack of the compared stretch."""

_MARKS: Final = re.compile(r"\[\s*(?:\.\s*\.\s*\.|…)\s*\]|…|\.\s?\.\s?\.|\[[^\]]*\]")
_CHANGED_CAPITAL: Final = re.compile(r"\[(\w)\](?=\w)")
_SENTENCE_END: Final = re.compile(r"[.!?]")
_KEPT_AT_START: Final = "[…$£€"
_KEPT_AT_END: Final = "]…%"

Run = tuple[int, int]
"""Words ``[first, end)`` of a source."""


class Finding(StrEnum):
    """What became of a quotation's words, from the best to the worst."""

    EXACT = "exact"
    SHORTENED = "shortened"
    STITCHED = "stitched"
    ALTERED = "altered"
    NOT_FOUND = "not found"


@dataclass(frozen=True, slots=True)
class CheckedQuotation:
    """A quotation of a draft, at ``start``/``end`` without its marks, and what became of its source's words.

    ``source`` is the key of the document, ``parts`` where its words stand there. ``hidden`` are the words that an
    ellipsis or bracket leaves out or replaces, or that a stitched quotation passes over; ``warning`` is a sentence
    where they hold a negation. ``changes`` are the word differences from the source to the draft.
    """

    start: int
    end: int
    text: str
    finding: Finding
    source: str | None = None
    parts: tuple[Span, ...] = ()
    hidden: tuple[str, ...] = ()
    changes: tuple[Difference, ...] = ()
    why: str = ""
    warning: str = ""


def check(draft: str, sources: Mapping[str, str]) -> tuple[CheckedQuotation, ...]:
    """Check every quotation of ``draft`` against ``sources``, texts by key; the best finding over all of them counts.

    Typography, capitals and punctuation are no difference. A quotation whose parts stand apart in the source, with no
    ellipsis to say so, is stitched; one with other words is altered, and they are shown. A quotation with an ellipsis
    or a bracket is at best shortened.
    """
    indexed = {key: SourceWords(text) for key, text in sources.items()}
    return tuple(_checked(draft, span, indexed) for span in _quoted(draft))


def _quoted(draft: str) -> Iterator[Span]:
    """Yield where the words of each quotation stand, marks and outer punctuation left out."""
    for quotation in quotations(draft):
        start, end = quotation.start, quotation.end
        while start < end and not draft[start].isalnum() and draft[start] not in _KEPT_AT_START:
            start += 1
        while end > start and not draft[end - 1].isalnum() and draft[end - 1] not in _KEPT_AT_END:
            end -= 1
        if words(draft[start:end]):
            yield Span(start, end)


def _checked(draft: str, span: Span, sources: Mapping[str, SourceWords]) -> CheckedQuotation:
    quoted = CheckedQuotation(
        span.start, span.end, span.of(draft), Finding.NOT_FOUND, why="No stored document has these words."
    )
    found = [each for key, source in sources.items() if (each := _against(replace(quoted, source=key), source))]
    return min(found, key=_rank, default=quoted)


def _rank(found: CheckedQuotation) -> tuple[int, int]:
    changed = sum(len(row.a) + len(row.b) for row in found.changes if row.op != "equal")
    return list(Finding).index(found.finding), changed


def _against(quoted: CheckedQuotation, source: SourceWords) -> CheckedQuotation | None:
    """Compare a quotation with one source: as a whole, around its marks, in parts, then word by word."""
    text = _CHANGED_CAPITAL.sub(r"\1", quoted.text)
    segments = [segment for piece in _MARKS.split(text) if (segment := words(piece))]
    if not segments:
        return None
    if _MARKS.search(text):
        runs = _in_order(source, segments)
        if runs:
            return _joined(quoted, Finding.SHORTENED, "Word for word around an ellipsis or a bracket.", source, runs)
    elif (first := source.find(segments[0])) is not None:
        place = source.span(first, first + len(segments[0]))
        return replace(quoted, finding=Finding.EXACT, parts=(place,), why="Word for word.")
    elif stitched := _stitched(source, segments[0]):
        why = f"Joined from {len(stitched)} parts that stand apart in the source, with no ellipsis to say so."
        return _joined(quoted, Finding.STITCHED, why, source, stitched)
    return _altered(quoted, source, [word for segment in segments for word in segment])


def _in_order(source: SourceWords, segments: Sequence[Sequence[str]]) -> list[Run]:
    """Return where the segments stand in the source one after the other, as close together as they do; or nothing."""
    runs: list[Run] = []
    for segment in segments:
        first = source.find(segment, runs[-1][1] if runs else 0)
        if first is None:
            return []
        runs.append((first, first + len(segment)))
    for at in range(len(runs) - 2, -1, -1):
        segment = segments[at]
        while (later := source.find(segment, runs[at][0] + 1)) is not None and later + len(segment) <= runs[at + 1][0]:
            runs[at] = (later, later + len(segment))
    return runs


def _joined(
    quoted: CheckedQuotation, finding: Finding, why: str, source: SourceWords, runs: Sequence[Run]
) -> CheckedQuotation:
    """Return a quotation made of several runs, with the words hidden between those that follow one another."""
    marked = finding is Finding.SHORTENED
    gaps = [
        source.between(before[1], after[0]).strip(" ,;:.")
        for before, after in pairwise(runs)
        if after[0] - before[1] >= 0 and (marked or after[0] - before[1] <= LONGEST_HIDDEN)
    ]
    hidden = tuple(gap for gap in gaps if gap)
    negations = [word for gap in hidden for word in words(gap) if _negates(word)]
    return replace(
        quoted,
        finding=finding,
        parts=tuple(source.span(*run) for run in runs),
        hidden=hidden,
        why=" ".join([why, *(f"Hidden: “{gap}”." for gap in hidden)]),
        warning=f"The hidden words hold a negation: “{negations[0]}”." if negations else "",
    )


def _negates(word: str) -> bool:
    return word.endswith("n't") or word in listed("cite", "negators.txt")


def _stitched(source: SourceWords, wanted: Sequence[str]) -> list[Run]:
    """Return the runs of the source that make up the whole quotation, if some of them stand apart; or nothing."""
    runs: list[Run] = []
    at = 0
    while at < len(wanted):
        first, length = source.longest_run(wanted, at)
        if length < SHORTEST_PART or len(wanted) < MEAN_PART * (len(runs) + 1):
            return []
        runs.append((first, first + length))
        at += length
    return runs if any(_apart(source, *pair) for pair in pairwise(runs)) else []


def _apart(source: SourceWords, before: Run, after: Run) -> bool:
    """Say whether two runs stand apart: out of order, more than a few words on, or in another sentence."""
    if not 0 <= after[0] - before[1] <= DROPPED_WORDS:
        return True
    return _SENTENCE_END.search(source.between(before[1], after[0])) is not None


def _altered(quoted: CheckedQuotation, source: SourceWords, wanted: Sequence[str]) -> CheckedQuotation | None:
    """Compare word by word with the places of the source that have the most words in step."""
    if not SHORTEST_ALTERED <= len(wanted) <= LONGEST_ALTERED:
        return None
    steps = Counter(
        (place - at) // STEP
        for at, word in enumerate(wanted)
        if len(source.where.get(word, ())) <= COMMON_WORD
        for place in source.where.get(word, ())
    )
    best: tuple[float, Run] = (LEAST_LIKENESS, (0, 0))
    for step, _ in steps.most_common(MOST_PLACES):
        best = max(best, _likeness(source, wanted, step * STEP))
    first, end = best[1]
    if first == end:
        return None
    place = source.span(first, end)
    changes = tuple(
        replace(row, op="equal") if words(row.a) == words(row.b) else row
        for row in differences(place.of(source.text), quoted.text)
    )
    why = " ".join(["Other words than the source has.", *in_words(changes)])
    return replace(quoted, finding=Finding.ALTERED, parts=(place,), changes=changes, why=why)


def _likeness(source: SourceWords, wanted: Sequence[str], around: int) -> tuple[float, Run]:
    """Return how alike the quotation is to the source around a place, and the run of the source that answers it."""
    low = max(0, around - STEP)
    window = source.words[low : around + len(wanted) + 2 * STEP]
    blocks = SequenceMatcher(None, window, list(wanted), autojunk=False).get_matching_blocks()[:-1]
    if not blocks:
        return 0.0, (0, 0)
    first, last = blocks[0], blocks[-1]
    start = max(0, low + first.a - first.b)
    end = min(len(source.words), low + last.a + last.size + len(wanted) - last.b - last.size)
    matched = sum(block.size for block in blocks)
    return 2 * matched / (end - start + len(wanted)), (start, end)
