"""What the check of a draft finds: the names of the findings, and the values it returns."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from tracker.cite.diffs import Difference
from tracker.cite.foldings import Folded
from tracker.models import ClaimKind, DatedWords, Span


class Finding(StrEnum):
    """What became of a quotation or a figure, from the best to the worst."""

    EXACT = "exact"
    TYPOGRAPHY = "typography only"
    TRIMMED = "trimmed fairly"
    NOT_FOUND = "not found here"
    HIDES = "ellipsis or splice hides words"
    REPORTED = "only as reported speech"
    WRONG_SPEAKER = "wrong speaker, role or date"
    ALTERED = "altered"
    FIGURE = "figure differs"

    @property
    def rank(self) -> int:
        """0 for the best."""
        return _ORDER[self]

    @property
    def fails(self) -> bool:
        """Whether it is worse than typography: words are hidden, other, or not there. A fair trim hides none."""
        return self.rank > _ORDER[Finding.TRIMMED]


_ORDER: Final = {finding: rank for rank, finding in enumerate(Finding)}


def worst_first(found: Iterable[Finding]) -> tuple[Finding, ...]:
    """Return findings without repeats, the worst first."""
    return tuple(sorted(set(found), key=lambda finding: -finding.rank))


@dataclass(frozen=True, slots=True)
class Speech:
    """Words of a draft or a source that are given to somebody.

    ``roles`` are the titles printed for the speaker at that time, ``said`` the date of saying as the text gives it or
    ``None``. ``where`` are the places in the text of the name, of the role and of the date, where they are printed.
    ``claim`` is the number of the stored claim.
    """

    spans: tuple[Span, ...]
    kind: ClaimKind
    speaker: str | None = None
    is_body: bool = False
    roles: tuple[str, ...] = ()
    said: DatedWords | None = None
    claim: int | None = None
    where: dict[str, Span] = field(default_factory=dict)

    def holds(self, place: Span) -> bool:
        """Say whether any of its words stand in ``place``."""
        return any(span.start < place.end and place.start < span.end for span in self.spans)


@dataclass(frozen=True, slots=True)
class Source:
    """A stored text: its words, its date (ISO, ``None`` while open, with ``open_date`` saying why), and who says what.

    ``speech`` is ``None`` where nobody has looked for it; then quotation marks and verbs of saying have to do.
    ``newer`` is the key of the version that supersedes it.
    """

    text: str
    date: str | None = None
    open_date: str = "nothing dates it"
    speech: tuple[Speech, ...] | None = None
    newer: str | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """Where a source has the words of a quotation, or words like them.

    ``parts`` are their spans in the source, ``hidden`` the source's words that the quotation passes over, ``changes``
    the rows of the word difference from the source to the draft (empty where there is none), ``corrected`` the
    source's wording to copy, ``goes_on`` how the speaker's sentence goes on where the quotation stops.
    """

    source: str
    findings: tuple[Finding, ...]
    parts: tuple[Span, ...]
    foldings: tuple[Folded, ...] = ()
    hidden: tuple[str, ...] = ()
    negation: str | None = None
    changes: tuple[Difference, ...] = ()
    said: tuple[str, ...] = ()
    corrected: str = ""
    goes_on: str = ""
    speech: Speech | None = None

    @property
    def finding_fails(self) -> bool:
        """Whether the worst of its findings is worse than typography."""
        return self.findings[0].fails


@dataclass(frozen=True, slots=True)
class Remark:
    """A sentence about speaker, role or date; ``unchecked`` where it says that nothing could be compared."""

    about: str
    sentence: str
    unchecked: bool = False
    old: Span | None = None
    new: str = ""


@dataclass(frozen=True, slots=True)
class CheckedQuotation:
    """A quotation of a draft at ``start``/``end`` (without its marks and closing point) and what became of it.

    ``findings`` hold the worst first. ``place`` is the source it follows; ``wordings`` are the different wordings that
    sources print, the earliest first, where there is more than one. ``nearest`` is the nearest passage of a quotation
    that is not found: another statement.
    """

    start: int
    end: int
    text: str
    findings: tuple[Finding, ...]
    why: tuple[str, ...] = ()
    place: Place | None = None
    wordings: tuple[Place, ...] = ()
    also: tuple[str, ...] = ()
    remarks: tuple[Remark, ...] = ()
    nearest: Place | None = None

    @property
    def finding(self) -> Finding:
        """The worst of the findings."""
        return self.findings[0]


@dataclass(frozen=True, slots=True)
class PassedOver:
    """Words in quotation marks that are no quotation, and why they were passed over."""

    start: int
    end: int
    text: str
    reason: str
    why: str


@dataclass(frozen=True, slots=True)
class Checked:
    """The quotations of a draft in its order, and what was passed over."""

    quotations: tuple[CheckedQuotation, ...]
    passed_over: tuple[PassedOver, ...]
