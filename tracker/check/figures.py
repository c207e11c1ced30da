"""A figure of a draft beside stored figures that measure the same: does it agree?"""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from typing import Final, NamedTuple

from tracker.matching.comparison import compare
from tracker.matching.figures import YEAR, Figure, figures
from tracker.text.normal import Word, words

LEAST_SHARED: Final = 2
"""Words two sentences must share beside the figure: one may stand in both by chance."""
LEAST_OVERLAP: Final = 0.5
"""Share of the shorter sentence's words that the other must have for their figures to be one figure told twice."""
SURE_OVERLAP: Final = 0.6
"""The same, for figures that differ: that two sentences tell of one thing must be surer before one is called wrong."""


class Agreement(StrEnum):
    """How a draft's figure agrees with a stored one."""

    SAME = "same"
    NOTATION = "notation"
    ROUNDED = "rounded"
    OPPOSED = "opposed"
    OTHER = "other"


class Match(NamedTuple):
    """The stored figure beside a draft's: its claim, its words, how it agrees, and how alike the sentences are."""

    claim: int
    text: str
    agreement: Agreement
    overlap: float


def best_match(sentence: str, start: int, end: int, stored: Iterable[tuple[int, str]]) -> Match | None:
    """Return the stored figure that the draft's figure at ``sentence[start:end]`` answers; ``None`` where none does.

    ``stored`` are claims with their words. A figure that agrees with any claim on the same thing agrees; else the
    likeliest claim with another figure is returned, and only where both sentences surely tell of one thing: enough
    words in common, the same thing counted, no different year.
    """
    found = words(sentence)
    mine = next((figure for figure in figures(sentence, found) if figure.start < end and start < figure.end), None)
    if mine is None:
        return None
    topic, years = _topic(found), _years(figures(sentence, found))
    matches = [
        match for claim, text in stored if (match := _match(mine, topic, years, claim, text, sentence)) is not None
    ]
    agreed = [match for match in matches if match.agreement in (Agreement.SAME, Agreement.NOTATION, Agreement.ROUNDED)]
    order = list(Agreement)
    if agreed:
        return min(agreed, key=lambda match: (order.index(match.agreement), -match.overlap, match.claim))
    return max(matches, key=lambda match: (match.overlap, -match.claim), default=None)


def _match(
    mine: Figure, topic: frozenset[str], years: frozenset[float], claim: int, text: str, sentence: str
) -> Match | None:
    found = words(text)
    theirs = figures(text, found)
    other = _topic(found)
    shared = len(topic & other)
    overlap = shared / max(1, min(len(topic), len(other)))
    if shared < LEAST_SHARED or overlap < LEAST_OVERLAP:
        return None
    if years and (others := _years(theirs)) and years.isdisjoint(others):
        return None
    for figure in theirs:
        compared = compare([mine], [figure])
        if compared.opposed:
            return Match(claim, figure.printed, Agreement.OPPOSED, overlap)
        if compared.agreed:
            return Match(claim, _printed(text, figure), _agreement(sentence, mine, text, figure), overlap)
    alike = [
        figure
        for figure in theirs
        if compare([mine], [figure]).rivals
        and figure.unit == mine.unit
        and mine.direction * figure.direction >= 0
        and (not mine.measured or not figure.measured or not mine.measured.isdisjoint(figure.measured))
    ]
    if len(alike) != 1 or overlap < SURE_OVERLAP:
        return None
    return Match(claim, _printed(text, alike[0]), Agreement.OTHER, overlap)


def _agreement(sentence: str, mine: Figure, text: str, other: Figure) -> Agreement:
    if sentence[mine.start : mine.end] == text[other.start : other.end] and mine.approximator == other.approximator:
        return Agreement.SAME
    exact = mine.low == other.low and mine.high == other.high and mine.approximator == other.approximator
    return Agreement.NOTATION if exact else Agreement.ROUNDED


def _printed(text: str, figure: Figure) -> str:
    return " ".join(text[figure.start : figure.end].split())


def _topic(found: Iterable[Word]) -> frozenset[str]:
    """Return the stems that tell what a sentence is about, figures left out."""
    return frozenset(word.stem for word in found if not word.stop and not word.normal[0].isdigit())


def _years(found: Iterable[Figure]) -> frozenset[float]:
    return frozenset(figure.low for figure in found if figure.family == YEAR)
