"""Statistics in the document's own voice: sentences outside all speech that state a total, a share or a change."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache

from tracker.extract.claims import Cutter
from tracker.extract.notes import notes
from tracker.language.lexicon import rows, words
from tracker.models import Claim, ClaimKind, Direction, Quantity, Span

TOTAL = 100
"""A bare count below this is the number of a story ("ten officers"), unless words give it a period or a comparison."""
MONEY = 1_000_000
"""A sum below this is a price or a fine, unless words give it a period or a comparison."""
SHARES = frozenset(("percent", "percentage_point"))


def statistics(text: str, sentences: Sequence[Span], taken: Sequence[Span], cutter: Cutter) -> Iterator[Claim]:
    """Yield a claim for each sentence that touches no span of ``taken`` (in order) and holds a statistic."""
    number = 0
    for sentence in sentences:
        while number < len(taken) and taken[number].end <= sentence.start:
            number += 1
        if number < len(taken) and taken[number].start < sentence.end:
            continue
        figures = cutter.quantities(sentence)
        if any(is_statistic(text, figure) for figure in figures):
            yield Claim(
                sentence.start,
                sentence.end,
                sentence.of(text),
                ClaimKind.STATISTIC,
                None,
                None,
                None,
                1,
                figures,
                None,
                notes(text, figures),
            )


def is_statistic(text: str, quantity: Quantity) -> bool:
    """Tell whether a quantity measures a state of affairs rather than a detail of a story.

    Shares and changes do; so do counts and sums that are large, or that words give a period or a comparison. Ages,
    durations, distances and other measures of one thing do not, nor does "100% anonymously".
    """
    if quantity.unit in SHARES:
        following = text[quantity.end :].split(maxsplit=1)[:1]
        return not (following and following[0].lower().strip(".,") in words("extract", "idle_shares.txt"))
    value = quantity.value if isinstance(quantity.value, int | float) else max(quantity.value)
    related = quantity.direction is not Direction.NONE or quantity.period is not None or quantity.comparison is not None
    if quantity.unit == "count":
        return quantity.measured is not None and (related or value >= TOTAL)
    return quantity.unit in _currencies() and (related or value >= MONEY)


@cache
def _currencies() -> frozenset[str]:
    return frozenset(row[0] for row in rows("language", "currencies.tsv"))
