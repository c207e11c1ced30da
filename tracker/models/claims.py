"""Claims as stored, in the place they stand in, with what hangs on them; their figures and what these measure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal, NamedTuple

from tracker.models import Basis, ClaimKind, Direction, Record, Stance, Taken

SpeakerKind = Literal["person", "body"]
Judgement = Literal["confirmed", "rejected"]
ClaimDateKind = Literal["said", "document"]
"""Whether a claim is dated by its own words or by its document."""


class StoredClaim(Record, frozen=True):
    """A claim with its speaker and document; ``live`` says that it is shown.

    ``alone`` is what it reads alone as (``cite.snippets``), ``None`` where that is just its words; ``leaning`` says
    that it leans on a word of which nobody can tell what it stands for.
    """

    id: int
    document_id: int
    attribution_id: int | None
    kind: ClaimKind
    start: int
    end: int
    text: str
    stance: Stance
    polarity: int
    label: str | None
    speaker_id: int | None
    speaker: str | None
    speaker_kind: SpeakerKind | None
    speaker_picked: int
    span_picked: int
    stance_picked: int
    found: int
    touched: int
    hand_made: int
    judgement: Judgement | None
    date: str | None
    date_kind: ClaimDateKind
    date_basis: Basis
    date_words: str
    date_candidates: tuple[str, ...]
    date_why: str
    notes: tuple[str, ...]
    document: str
    document_title: str | None
    publisher: str | None
    url: str | None
    live: int
    alone: str | None
    leaning: int


class StoredReferent(Record, frozen=True):
    """A word that a claim leans on, by its place in the document, and what it stands for; blank where nobody can tell.

    ``sentence`` are the words of the sentence around ``meant``. Two of one word are two that fit alike.
    """

    start: int
    end: int
    meant_start: int | None
    meant_end: int | None
    meant: str | None
    sentence: str | None


class ClaimInPlace(StoredClaim, frozen=True):
    """A claim with what its document tells of it to other programs, and the characters around it."""

    sha256: str
    media_type: str
    captured: str
    byline: str | None
    prefix: str
    suffix: str


class StoredQuantity(Record, frozen=True):
    """A quantity of a claim; ``value`` is a number, or the two of a range.

    ``taken`` names the fields whose words stand outside the figure's clause, with where: ``sentence`` or ``before``.
    """

    id: int
    claim_id: int
    unit: str
    direction: Direction
    approximator: str | None
    measured: str | None
    period: str | None
    place: str | None
    comparison: str | None
    denominator: str | None
    owner: str | None
    taken: dict[str, Taken]
    start: int
    end: int
    text: str
    value: float | tuple[float, float]


class ClaimWithQuantities(StoredClaim, frozen=True):
    """A claim as lists of other programs have it."""

    quantities: tuple[StoredQuantity, ...]


class ClaimInBrief(Record, frozen=True):
    """What threads ask of a claim."""

    id: int
    date: str | None
    text: str
    speaker: str | None
    stance: Stance
    document_id: int


class ClaimText(Record, frozen=True):
    """What tells which claims resemble one another."""

    id: int
    kind: ClaimKind
    text: str


class ComparedClaim(Record, frozen=True):
    """What a comparison asks of a claim; ``packed`` are its features (``tracker.matching.features``), or ``None``."""

    id: int
    text: str
    kind: ClaimKind
    stance: Stance
    document_id: int
    attribution_id: int | None
    speaker: str | None
    live: int
    packed: bytes | None


class SaidClaim(Record, frozen=True):
    """What is asked of a claim to tell what became of it in another document."""

    id: int
    text: str
    kind: ClaimKind
    speaker: str | None
    turn: int | None


class HandMadeClaim(Record, frozen=True):
    """A claim that a person makes."""

    document_id: int
    kind: ClaimKind
    start: int
    end: int
    text: str
    stance: Stance
    speaker_id: int | None
    speaker_picked: int


class ClaimToPlace(Record, frozen=True):
    """What is asked of a claim when its document gets another text; ``earlier_text_id`` where it lost its place."""

    id: int
    start: int
    end: int
    text: str
    found_start: int
    found_end: int
    found: int
    touched: int
    hand_made: int
    span_picked: int
    judgement: Judgement | None
    earlier_text_id: int | None
    stance: Stance


class EarlierDecision(Record, frozen=True):
    """A claim of an earlier version that people decided on, and the place of its words in the later one."""

    claim_id: int
    document_id: int
    start: int
    end: int
    answer: str | None


class StoredAttribution(Record, frozen=True):
    """An attribution of a document, ``ordinal`` its number there; ``spans`` are pairs of offsets."""

    id: int
    document_id: int
    ordinal: int
    kind: ClaimKind
    spans: tuple[tuple[int, int], ...]
    source_start: int | None
    source_end: int | None
    cue_start: int | None
    cue_end: int | None
    speaker_id: int | None
    label: str | None
    rule: str
    confidence: float
    why: str
    speaker_rule: str
    turn: int | None
    stance: Stance
    polarity: int
    speaker: str | None


class AttributionInText(StoredAttribution, frozen=True):
    """An attribution as a draft is held against it."""

    speaker_kind: SpeakerKind | None


class FactCheck(Record, frozen=True):
    """What a fact-check that somebody else published found of a claim: the rating in its own words, and by whom."""

    claim_id: int
    document_id: int
    rating: str
    rated_by: str | None
    url: str | None


class StoredSpeech(Record, frozen=True):
    """What a record that says itself who speaks tells of one speech; blank where it does not tell."""

    start: int
    end: int
    speaker: str | None
    speech_id: str | None
    member_id: str | None
    column: str | None
    time: str | None
    date: str | None
    url: str | None
    heading: str | None


class Neighbours(NamedTuple):
    """The live claims before and after one in its document."""

    previous: int | None
    following: int | None


class ClaimsBefore(NamedTuple):
    """How many live claims begin before a place, and the last of them."""

    claims: int
    last: int | None


class MatchCounts(Record, frozen=True):
    """How many matches of a claim are confirmed, and how many only suggested."""

    confirmed: int
    suggested: int


class PrintedRole(Record, frozen=True):
    """A role as a document prints it."""

    speaker_id: int
    title: str
    organisation: str | None


class SpeakerInDocument(Record, frozen=True):
    """Who speaks in a document, with how many claims, from which place on, and the roles it prints."""

    id: int
    name: str
    claims: int
    place: int
    roles: tuple[PrintedRole, ...]


class QuotedDocument(Record, frozen=True):
    """The date of a document, and how many of its characters are direct quotations."""

    id: int
    date: str | None
    quoted: int


class FacetValue(Record, frozen=True):
    """A value of a facet with the claims it would leave; ``values`` is how many values the facet has in all."""

    value: str | int
    name: str
    claims: int
    values: int


class ClaimFacets(NamedTuple):
    """How many claims a filter leaves, and by facet the values they have."""

    claims: int
    values: dict[str, list[FacetValue]]


class IndexedClaim(NamedTuple):
    """A claim's terms in the full-text index, each field with blanks between them."""

    claim_id: int
    text: str
    title: str
    speaker: str
    figures: str


class BestClaims(NamedTuple):
    """The claims that answer a query best, and those that would without its filter, where these were read."""

    ids: list[int]
    anywhere: list[int]


class UnsureAttribution(Record, frozen=True):
    """A claim whose attribution is unsure, with the rules that made it and why."""

    id: int
    confidence: float
    why: str
    rule: str
    speaker_rule: str


class Decided(Record, frozen=True):
    """How many suggestions of one kind and whole score people confirmed and refused in a ``month`` ("2026-11").

    ``kind`` is that of a match, or ``attribution``: who said something, where the program was unsure.
    """

    kind: str
    score: int
    confirmed: int
    refused: int
    month: str = ""


STATED: Final = "stated"
BLANK: Final = "blank"
"""Whether a figure says what it measures."""


@dataclass(frozen=True, slots=True)
class FigureFilters:
    """What a list of figures is narrowed to; ``None`` and empty mean "any".

    ``measure`` is in normal form, ``counted`` what is counted alone, whoever's and wherever; ``words`` are normal
    tokens that must all stand in the measure (a number may be the value instead); ``words_aside`` says that the figures
    with them are set aside (``db.figures.with_words_aside``).
    ``saying`` is ``STATED`` or ``BLANK``. ``claims`` narrows to the figures of given claims.
    """

    measure: str | None = None
    counted: str | None = None
    unit: str | None = None
    direction: str | None = None
    speaker: int | None = None
    saying: str | None = None
    words: tuple[str, ...] = ()
    claims: tuple[int, ...] | None = None
    words_aside: bool = False


class Figure(Record, frozen=True):
    """A figure with claim, speaker and document; its address is its claim and ``start``, its place in the document.

    ``value`` is a number, or the two of a range; ``measure`` the words measured in normal form; ``taken`` as of a
    quantity.
    """

    claim_id: int
    unit: str
    direction: Direction
    approximator: str | None
    measured: str | None
    period: str | None
    place: str | None
    comparison: str | None
    denominator: str | None
    owner: str | None
    taken: dict[str, Taken]
    start: int
    end: int
    text: str
    date: str | None
    date_kind: ClaimDateKind
    date_basis: Basis
    kind: ClaimKind
    stance: Stance
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
    """What several figures measure: in normal form, as one prints it, and in how many ways it is printed.

    ``owner``, ``denominator`` and ``place`` are given where all print the same; ``name`` is what a person calls it.
    """

    measure: str
    unit: str
    figures: int
    measured: str | None
    printed: int
    owner: str | None
    denominator: str | None
    place: str | None
    name: str | None
    documents: int
    speakers: int
    first: str | None
    last: str | None

    @property
    def in_words(self) -> str:
        """What is counted, of whom, by what and where, as it is printed; or what a person calls it."""
        per = f"per {self.denominator}" if self.denominator else None
        parts = (self.measured, None if self.owner == self.measured else self.owner, per, self.place)
        return self.name or ", ".join(filter(None, parts))


class FigureFacetValue(Record, frozen=True):
    """A value of a facet with the figures it would leave."""

    value: str | int
    name: str
    figures: int
