"""What would mend a draft: the source's wording, its own speaker, role and date, and the draft with that put in."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import accumulate

from cydifflib import SequenceMatcher

from tracker.check.findings import CheckedQuotation, Finding, Remark
from tracker.models import Record
from tracker.text.characters import POINTS


class Change(Record, frozen=True):
    """One change to a draft: the characters ``[start, end)`` become ``new``; ``why`` in a few words."""

    start: int
    end: int
    old: str
    new: str
    why: str

    @property
    def words(self) -> str:
        """What becomes of the words, on one line: the new ones, or that the old ones are left out."""
        told = " ".join((self.new or self.old).split())
        return told if self.new else f"leave out “{told}”"


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


WORDING_OF_SOURCE = "the wording of the source"
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
        if not {Finding.ALTERED, Finding.FIGURE} & set(found.findings):  # other words are wrong without marks as well
            yield from _without_marks(draft, found)
    elif place.corrected and WORDING & set(found.findings):
        yield from _smallest(draft, found.start, found.end, place.corrected)
    for remark in found.remarks:
        if remark.old is not None and remark.new and not remark.unchecked and _stands_alone(draft, remark):
            old = remark.old.of(draft)
            new = remark.new[0].upper() + remark.new[1:] if old[:1].isupper() else remark.new
            yield Change(remark.old.start, remark.old.end, old, new, f"the {remark.about} of the source")


def whole_sentences(draft: str, found: CheckedQuotation) -> Change | None:
    """Return the change of a quotation into the whole sentences that hold its words, where there is one."""
    if found.place is None or not found.place.whole:
        return None
    new, end = found.place.whole, _end_of(draft, found.end, found.place.whole)
    return Change(found.start, end, draft[found.start : end], new, "the whole sentence of the source")


def _end_of(draft: str, end: int, new: str) -> int:
    """Return the end of what a wording replaces: its question mark takes the place of the point behind."""
    return end + 1 if new[-1:] in ("?", "!") and draft[end : end + 1] in (",", ".") else end


FEW_WORDS, FEW_RUNS = 3, 3
"""Words in a row, and such rows in a quotation, that are changed by themselves; where more are, all of it is."""
WHOLE_WORD = re.compile(r"\S+\s*")


def _smallest(draft: str, start: int, end: int, new: str) -> Iterator[Change]:
    """Yield the changes of a quotation into the source's wording: of words and figures alone where few differ.

    A word that is put in is shown with one beside it; one that is left out takes the blank beside it along.
    """
    end = _end_of(draft, end, new)
    ours, theirs = WHOLE_WORD.findall(draft[start:end]), WHOLE_WORD.findall(new)
    steps = SequenceMatcher(None, [*map(str.strip, ours)], [*map(str.strip, theirs)], autojunk=False).get_opcodes()
    runs = [step[1:] for step in steps if step[0] != "equal"]
    kept = len(ours) - sum(b - a for a, b, _, _ in runs)
    longest = max((max(b - a, d - c) for a, b, c, d in runs), default=0)
    if not runs or len(runs) > FEW_RUNS or longest > FEW_WORDS or kept < len(runs):
        yield Change(start, end, draft[start:end], new, WORDING_OF_SOURCE)
        return
    places = [*accumulate(map(len, ours), initial=0)]
    for a, b, c, d in runs:
        if a == b:  # words are only put in
            a, b, c, d = (a - 1, b, c - 1, d) if a else (a, b + 1, c, d + 1)
        low, high = start + places[a], start + places[b]
        words = "".join(theirs[c:d]).rstrip()
        if words or b == len(ours):
            high -= len(ours[b - 1]) - len(ours[b - 1].rstrip())
        if not words and b == len(ours):
            low -= len(ours[a - 1]) - len(ours[a - 1].rstrip())
        yield Change(low, high, draft[low:high], words, WORDING_OF_SOURCE)


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
