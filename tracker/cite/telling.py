"""What a finding says to a reader: one sentence for each thing that is not as in the source."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from tracker.cite.findings import CheckedQuotation, Finding

MOST_FOLDINGS: Final = 8
"""Foldings that are told one by one."""


def why(checked: CheckedQuotation) -> tuple[str, ...]:
    """Return the reasons for the findings of a quotation, the gravest first, without repeats."""
    return tuple(dict.fromkeys(_reasons(checked)))


def _reasons(checked: CheckedQuotation) -> Iterator[str]:
    place, found = checked.place, checked.findings
    if place is None:
        yield "No stored document has these words."
        return
    yield from place.said
    yield from (remark.sentence for remark in checked.remarks if not remark.unchecked)
    if Finding.REPORTED in found:
        yield "The source reports this in its own words: it prints no quotation marks there."
    if Finding.HIDES in found:
        yield from (f"Hidden: “{words}”." for words in place.hidden)
    if place.negation:
        yield f"The hidden words hold a negation: “{place.negation}”."
    if Finding.TRIMMED in found:
        yield "Cut at its ends or joined over the source's own words; nothing the speaker said in between is hidden."
    if Finding.EXACT in found:
        yield "Character for character as in the source."
    elif Finding.TYPOGRAPHY in found:
        yield "Word for word as in the source; what is evened out is named."
    told = list(dict.fromkeys(folded.sentence for folded in place.foldings))
    yield from (f"{sentence[0].upper()}{sentence[1:]}." for sentence in told[:MOST_FOLDINGS])
    if len(told) > MOST_FOLDINGS:
        yield f"And {len(told) - MOST_FOLDINGS} more of the like."
    if place.goes_on and Finding.REPORTED not in found:
        yield f"The sentence goes on in the source: “{place.goes_on}”."
    yield from (remark.sentence for remark in checked.remarks if remark.unchecked)
