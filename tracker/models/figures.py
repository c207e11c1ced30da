"""Figures: quantities of claims as a list of their own, and the measures they are of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from tracker.models import Basis, ClaimKind, Direction
from tracker.models.claims import ClaimDateKind, SpeakerKind
from tracker.models.record import Record

STATED: Final = "stated"
BLANK: Final = "blank"
"""Whether a figure says what it measures."""


@dataclass(frozen=True, slots=True)
class FigureFilters:
    """What a list of figures is narrowed to; ``None`` and empty mean "any".

    ``measure`` is in normal form, ``words`` are normal tokens that must all stand in it (a number may be the value
    instead); ``words_aside`` says that the figures with them are set aside (``db.figures.with_words_aside``).
    ``saying`` is ``STATED`` or ``BLANK``. ``claims`` narrows to the figures of given claims.
    """

    measure: str | None = None
    unit: str | None = None
    direction: str | None = None
    speaker: int | None = None
    saying: str | None = None
    words: tuple[str, ...] = ()
    claims: tuple[int, ...] | None = None
    words_aside: bool = False


class Figure(Record, frozen=True):
    """A figure with claim, speaker and document; its address is its claim and ``start``, its place in the document.

    ``value`` is a number, or the two of a range; ``measure`` the words measured in normal form.
    """

    claim_id: int
    unit: str
    direction: Direction
    approximator: str | None
    measured: str | None
    period: str | None
    place: str | None
    comparison: str | None
    start: int
    end: int
    text: str
    date: str | None
    date_kind: ClaimDateKind
    date_basis: Basis
    kind: ClaimKind
    polarity: int
    speaker_id: int | None
    speaker: str | None
    speaker_kind: SpeakerKind | None
    claim: str
    document_id: int
    document: str
    document_title: str | None
    publisher: str | None
    url: str | None
    published: str | None
    value: float | tuple[float, float]
    measure: str | None


class FigureInPlace(Figure, frozen=True):
    """A figure with what its document tells of it to other programs, and the characters around it."""

    sha256: str
    media_type: str
    captured: str
    byline: str | None
    prefix: str
    suffix: str


class Measure(Record, frozen=True):
    """What several figures measure: in normal form, as one prints it, and in how many ways it is printed."""

    measure: str
    unit: str
    figures: int
    measured: str
    printed: int
    documents: int
    speakers: int
    first: str | None
    last: str | None


class FigureFacetValue(Record, frozen=True):
    """A value of a facet with the figures it would leave."""

    value: str | int
    name: str
    figures: int
