"""What would mend a draft: the source's wording, its own speaker, role and date, and the draft with that put in."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from tracker.check.findings import CheckedQuotation, Finding, Remark
from tracker.models.record import Record
from tracker.text.characters import POINTS


class Change(Record, frozen=True):
    """One change to a draft: the characters ``[start, end)`` become ``new``; ``why`` in a few words."""

    start: int
    end: int
    old: str
    new: str
    why: str


def apply(draft: str, changes: Iterable[Change]) -> tuple[str, tuple[Change, ...]]:
    """Return the draft with its changes made, and those that were made; of two that overlap the first counts.

    >>> apply("up 40 per cent", [Change(3, 5, "40", "60", "figure")])[0]
    'up 60 per cent'
    """
    made: list[Change] = []
    for change in sorted(changes, key=lambda change: (change.start, change.end)):
        if change.old != change.new and (not made or change.start >= made[-1].end):
            made.append(change)
    for change in reversed(made):
        draft = draft[: change.start] + change.new + draft[change.end :]
    return draft, tuple(made)


MARKS = frozenset("“”„\"«»‘’'‚`")
"""What may open a quotation; a block quotation has none to take off."""
WORDING = frozenset({Finding.ALTERED, Finding.FIGURE, Finding.HIDES, Finding.HOUSE})
"""Findings that are mended by the source's own wording."""


def changes(draft: str, found: CheckedQuotation) -> Iterator[Change]:
    """Yield what would mend a quotation: the source's wording, its own speaker, role and date, or no marks at all."""
    place = found.place
    if place is None:
        return
    if Finding.REPORTED in found.findings:
        yield from _without_marks(draft, found)
    elif place.corrected and WORDING & set(found.findings):
        yield _smallest(draft, found.start, found.end, place.corrected)
    for remark in found.remarks:
        if remark.old is not None and remark.new and not remark.unchecked and _stands_alone(draft, remark):
            old = remark.old.of(draft)
            new = remark.new[0].upper() + remark.new[1:] if old[:1].isupper() else remark.new
            yield Change(remark.old.start, remark.old.end, old, new, f"the {remark.about} of the source")


FEW_WORDS = 3
"""Words that are changed by themselves; where more are, the whole quotation is."""
WHOLE_WORD = re.compile(r"\S+\s*")


def _smallest(draft: str, start: int, end: int, new: str) -> Change:
    """Return the change of a quotation into the source's wording: of a word or a figure alone where no more differs.

    A question mark takes the place of the point behind the quotation.
    """
    if new[-1:] in ("?", "!") and draft[end : end + 1] in (",", "."):
        end += 1
    ours, theirs = WHOLE_WORD.findall(draft[start:end]), WHOLE_WORD.findall(new)
    alike = [one.strip() == other.strip() for one, other in zip(ours, theirs, strict=False)]
    turned = [one.strip() == other.strip() for one, other in zip(reversed(ours), reversed(theirs), strict=False)]
    low = alike.index(False) if False in alike else len(alike)
    high = min(turned.index(False) if False in turned else len(turned), min(len(ours), len(theirs)) - low)
    if low and len(ours) - high == low:
        low -= 1  # a word is only put in: it is shown with the one before it
    if not low < len(ours) - high or max(len(ours), len(theirs)) - low - high > FEW_WORDS or not low + high:
        return Change(start, end, draft[start:end], new, "the wording of the source")
    first = start + sum(map(len, ours[:low]))
    last = start + len("".join(ours[: len(ours) - high]).rstrip())
    words = "".join(theirs[low : len(theirs) - high]).rstrip()
    return Change(first, last, draft[first:last], words, "the wording of the source")


def _stands_alone(draft: str, remark: Remark) -> bool:
    """Say whether what a remark replaces is all of its phrase: of "Senior fellow" a part alone is no role."""
    if remark.about != "role" or remark.old is None:
        return True
    before = draft[: remark.old.start].rstrip(" ").rsplit(None, 1)[-1:]
    return not before or before[0][-1:] in POINTS or before[0].lower() in ("the", "a", "an", "as", "and", "is", "was")


def _without_marks(draft: str, found: CheckedQuotation) -> Iterator[Change]:
    """Yield the change that takes the quotation marks off words that the source only reports."""
    start, end = found.start, found.end
    while start and draft[start - 1].isspace():
        start -= 1
    while end < len(draft) and draft[end] in ",.;: ":
        end += 1
    if start == 0 or end >= len(draft) or draft[start - 1] not in MARKS:
        return
    old = draft[start - 1 : end + 1]
    yield Change(
        start - 1, end + 1, old, old[1:-1].strip(), "no quotation marks: the source reports it in its own words"
    )
