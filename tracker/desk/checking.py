"""Checking a draft against all stored documents: every quotation and every figure, and the draft put right."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from tracker import store
from tracker.cite import check
from tracker.cite.correcting import Change, apply
from tracker.cite.findings import CheckedQuotation, Finding, PassedOver
from tracker.desk.draft_figures import CheckedFigure, check_figures
from tracker.desk.drafts import Draft
from tracker.desk.library import StoredLibrary
from tracker.desk.word_indexing import keep_in_step

MARKS = frozenset("“”„\"«»‘’'‚`")
"""What may open a quotation; a block quotation has none to take off."""
WORDING = frozenset({Finding.ALTERED, Finding.FIGURE, Finding.HIDES})
"""Findings that are mended by the source's own wording."""


@dataclass(frozen=True, slots=True)
class Item:
    """One quotation or figure of a draft under its name on the page, with the changes that would mend it."""

    name: str
    checked: CheckedQuotation | CheckedFigure
    changes: tuple[Change, ...]

    @property
    def findings(self) -> tuple[Finding, ...]:
        """The findings, the worst first."""
        checked = self.checked
        return checked.findings if isinstance(checked, CheckedQuotation) else (checked.finding,)

    @property
    def fails(self) -> bool:
        """Whether it is worse than typography; a figure of which nothing is stored is not."""
        unknown = isinstance(self.checked, CheckedFigure) and self.checked.finding is Finding.NOT_FOUND
        return self.findings[0].fails and not unknown


@dataclass(frozen=True, slots=True)
class Report:
    """What the check of a draft found; ``corrected`` is the draft with ``changes`` made, to be taken or left."""

    draft: Draft
    quotations: tuple[Item, ...]
    figures: tuple[Item, ...]
    passed_over: tuple[PassedOver, ...]
    corrected: str
    changes: tuple[Change, ...]
    documents: int
    library: StoredLibrary

    @property
    def items(self) -> list[Item]:
        """Quotations and figures in order of the draft."""
        return sorted([*self.quotations, *self.figures], key=lambda item: (item.checked.start, item.checked.end))

    @property
    def worst_first(self) -> list[Item]:
        """Quotations and figures, the worst first; figures of which nothing is stored come last."""
        return sorted(self.items, key=lambda item: (not item.fails, -item.findings[0].rank))

    @property
    def fails(self) -> bool:
        """Whether anything is worse than typography."""
        return any(item.fails for item in self.items)

    def item(self, name: str) -> Item | None:
        """Return the item of a name."""
        return next((item for item in self.items if item.name == name), None)


def check_draft(db: store.Database, draft: Draft) -> Report:
    """Check a draft; nothing of it is stored."""
    keep_in_step(db)
    library = StoredLibrary(db)
    checked = check(draft.text, library, speech=draft.speech)
    quotations = tuple(
        Item(f"quotation-{number}", found, tuple(_changes(draft.text, found)))
        for number, found in enumerate(checked.quotations, 1)
    )
    figures = tuple(
        Item(f"figure-{number}", found, tuple(_figure_change(found)))
        for number, found in enumerate(check_figures(db, draft.text), 1)
    )
    every = [change for item in (*quotations, *figures) for change in item.changes]
    corrected, made = apply(draft.text, every)
    return Report(draft, quotations, figures, checked.passed_over, corrected, made, library.count, library)


def _changes(draft: str, found: CheckedQuotation) -> Iterator[Change]:
    """Yield what would mend a quotation: the source's wording, its own speaker, role and date, or no marks at all."""
    place = found.place
    if place is None:
        return
    if Finding.REPORTED in found.findings:
        yield from _without_marks(draft, found)
    elif place.corrected and WORDING & set(found.findings):
        yield Change(found.start, found.end, found.text, place.corrected, "the wording of the source")
    for remark in found.remarks:
        if remark.old is not None and remark.new and not remark.unchecked:
            old = remark.old.of(draft)
            new = remark.new[0].upper() + remark.new[1:] if old[:1].isupper() else remark.new
            yield Change(remark.old.start, remark.old.end, old, new, f"the {remark.about} of the source")


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


def _figure_change(found: CheckedFigure) -> Iterator[Change]:
    if found.finding is Finding.FIGURE and found.stored:
        yield Change(found.start, found.end, found.text, found.stored, "the stored figure")
