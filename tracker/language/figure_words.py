"""Where a text says what was read of a figure: how exact, which way, what it measures, when and where."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from typing import Final

from tracker.language.lexicon import rows
from tracker.models import Span

NEAR: Final = 300
"""Characters to either side of a figure within which words that belong to it are looked for: about its sentence."""
BESIDE: Final = 24
"""Characters between a figure and its approximator: "more than an estimated" leaves a few words between."""


@cache
def _forms(name: str, column: int, words_in: int) -> dict[str, tuple[str, ...]]:
    """Return the forms of a word list by the value in ``column``, longest first."""
    found: dict[str, list[str]] = {}
    for row in rows("language", name):
        found.setdefault(row[column], []).extend(row[words_in].split("|"))
    return {value: tuple(sorted(forms, key=len, reverse=True)) for value, forms in found.items()}


def approximator_words(text: str, start: int, end: int, name: str) -> Span | None:
    """Return the words that make a figure "about", "more than" and so on; they stand beside it.

    >>> text = "There were well over 1,200 of them"
    >>> approximator_words(text, 21, 26, "more than").of(text)
    'well over'
    """
    return _nearest(text, start, end, _forms("approximators.tsv", 1, 0).get(name, ()), BESIDE)


def direction_words(text: str, start: int, end: int, name: str) -> Span | None:
    """Return the nearest words that tell of a rise or a fall, which may be the figure's own ("doubled")."""
    growing = {form for row in rows("language", "growth_verbs.tsv") for form in row[0].split("|")}
    if text[start:end].lower() in growing:
        return Span(start, end)
    return _nearest(text, start, end, _forms("direction_words.tsv", 0, 2).get(name, ()), NEAR)


def words_as_stated(text: str, start: int, end: int, words: str) -> Span | None:
    """Return where words taken from a text stand in it, nearest to a figure, however they are broken into lines."""
    return _nearest(text, start, end, (words,), NEAR)


def _nearest(text: str, start: int, end: int, forms: Iterable[str], reach: int) -> Span | None:
    """Return the place of one of the forms nearest to a figure, in its own paragraph; of two as near the longer."""
    patterns = [r"\s+".join(map(re.escape, form.split())) for form in forms]
    if not patterns:
        return None
    low = max(start - reach, text.rfind("\n\n", 0, start) + 1, 0)
    cut = text.find("\n\n", end)
    high = min(end + reach, cut if cut >= 0 else len(text))
    pattern = re.compile(rf"(?<!\w)(?:{'|'.join(patterns)})(?!\w)", re.IGNORECASE)
    found = [match.span() for match in pattern.finditer(text, low, high)]
    apart = [(max(start - b, a - end, 0), a - b, (a, b)) for a, b in found if b <= start or a >= end]
    return Span(*min(apart)[2]) if apart else None
