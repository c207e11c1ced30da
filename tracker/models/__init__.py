"""The frozen values every room shares: documents, attributions, claims, speakers, dates, quantities, relations.

Offsets are Unicode code points into ``Document.text``, half-open ``[start, end)``, everywhere in the program.
Blanks (``None``) mean "not stated" or "not known"; nothing here is ever a guess without a ``basis`` or ``rule``."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final, Generic, Literal, TypeVar, get_args

import msgspec
from msgspec.structs import asdict

_UNPRINTED = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
"""What a sentence repeats of somebody's input must steer neither a terminal nor the direction of a line."""


class TrackerError(Exception):
    """A problem a person can mend: one clear sentence, shown alike by the pages and the command line.

    ``status`` is the HTTP status a page answers with; the command line exits with 1.
    """

    status = 400

    def __init__(self, message: str) -> None:
        self.message = " ".join(_UNPRINTED.sub("�", message).split())
        super().__init__(self.message)


class UnavailableError(TrackerError):
    """A database that is missing, empty or damaged; the command line exits with 2.

    The sentence names the file and is for whoever keeps it; the pages show another one.
    """

    status = 503


class ReadError(TrackerError):
    """Bytes that cannot be taken in as a document (empty, binary, broken, encrypted, too large)."""

    status = 422


class NotFoundError(TrackerError):
    """No such document, claim, thread or speaker."""

    status = 404


class DeletedError(NotFoundError):
    """What is asked for is in the trash."""


class ClaimKind(StrEnum):
    """How a claim stands in its document; ``STATISTIC`` is the document's own voice, without speaker."""

    DIRECT = "direct"
    MIXED = "mixed"
    INDIRECT = "indirect"
    STATISTIC = "statistic"


Stance = Literal["asserts", "denies", "withholds", "asks", "supposes", "plans", "accuses", "withdraws", "reports"]
"""What the source does with the words of a claim.

It says that they are so, or that they are not; is said not to have said them ("did not say", "would not confirm"); asks
whether they are so; says what would be if they were ("if"); says what is to be done ("will", "hopes to"); says that
somebody did a wrong that is not proved ("alleged", "charged with"); takes back what it said; or passes on what others
say ("is said to").
"""
STANCES: Final[tuple[Stance, ...]] = get_args(Stance)
TURNED: Final[frozenset[Stance]] = frozenset({"denies", "withdraws"})
"""The stances that stand against the words."""


def polarity_of(stance: Stance) -> Literal[1, -1]:
    """Return the sign of a stance: -1 where the source stands against the words, else 1."""
    return -1 if stance in TURNED else 1


class RecordKind(StrEnum):
    """How near a document's words stand to those that were spoken.

    Word for word (broadcasts, courts, hearings, subtitles); an official report of a house, which is substantially
    verbatim, repetitions and slips left out (Erskine May, on Hansard); or another's report, as news and minutes are.
    """

    VERBATIM = "verbatim"
    EDITED = "edited record"
    REPORT = "report"

    @property
    def remark(self) -> str:
        """What whoever cites such a record should say of it where wording matters, blank for nothing."""
        return f"{self}: the official report is substantially verbatim" if self is RecordKind.EDITED else ""


class DateKind(StrEnum):
    """What a date dates. ``CAPTION`` is a picture's date, never the document's."""

    SAID = "said"
    PUBLISHED = "published"
    UPDATED = "updated"
    EVENT = "event"
    CAPTURED = "captured"
    CAPTION = "caption"


class Basis(StrEnum):
    """Where a value comes from: printed so, worked out, entered by a person, or not known."""

    STATED = "stated"
    INFERRED = "inferred"
    ENTERED = "entered"
    UNKNOWN = "unknown"


class Precision(StrEnum):
    """How exact a date is: "in 2009" is a year, not its first of January."""

    DAY = "day"
    MONTH = "month"
    YEAR = "year"


class Direction(StrEnum):
    """Which way a quantity moves."""

    INCREASE = "increase"
    DECREASE = "decrease"
    NONE = "none"


class Taken(StrEnum):
    """Where words that a figure's own clause does not have were taken from: its sentence, or the sentence before."""

    SENTENCE = "sentence"
    BEFORE = "before"

    @property
    def words(self) -> str:
        """Where it is, for a reader."""
        return "sentence before" if self is Taken.BEFORE else "rest of its sentence"


class RelationKind(StrEnum):
    """What kind of pair two claims are (docs/how-matching-works.md has an example of each)."""

    REPEAT = "repeat"
    VARIANT = "variant"
    EXCERPT = "excerpt"
    SPLICED = "spliced"
    REVISED = "revised"
    REVERSED = "reversed"
    RELATED = "related"
    NONE = "none"


SAME_CLAIM = frozenset({RelationKind.REPEAT, RelationKind.VARIANT, RelationKind.EXCERPT, RelationKind.SPLICED})
"""The relations that let two claims share a thread."""


def told_as(kind: str) -> RelationKind:
    """Return what readers are told of two claims that are of some kind: one claim (``VARIANT``), or what it says."""
    return RelationKind.VARIANT if kind in SAME_CLAIM else RelationKind(kind)


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Half-open stretch of a text, in code points; ``Span(0, 3).of("abcd") == "abc"``."""

    start: int
    end: int

    def of(self, text: str) -> str:
        """Return the characters of ``text`` inside the span."""
        return text[self.start : self.end]


@dataclass(frozen=True, slots=True)
class DatedWords:
    """One date a document shows: an entry of its date ledger.

    ``value`` is ISO 8601 (``2018-01-14``, ``2009-11``, ``2009``) or ``None`` while several years fit; then
    ``candidates`` holds the ISO dates that fit, oldest first. ``start``/``end`` are ``None`` for a date that stands
    in the file's metadata and not in the text; ``text`` holds its words either way.
    """

    kind: DateKind
    value: str | None
    basis: Basis
    text: str
    start: int | None = None
    end: int | None = None
    precision: Precision = Precision.DAY
    candidates: tuple[str, ...] = ()
    why: str = ""


FactName = Literal["title", "publisher", "byline", "url"]
"""What a document tells of itself beside its date."""
FACTS: Final[tuple[FactName, ...]] = get_args(FactName)


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing a document says of itself, or may say: its title, who published or wrote it, its address.

    ``basis`` is ``STATED`` where a label or the file's own fields name it so, ``INFERRED`` where its place does, and
    ``UNKNOWN`` for words that may be it as well, or instead: a choice for a person.
    ``text`` are its words; ``start`` and ``end`` are ``None`` where they stand outside the text.
    """

    name: FactName
    value: str
    basis: Basis
    text: str
    start: int | None = None
    end: int | None = None
    why: str = ""


@dataclass(frozen=True, slots=True)
class DocumentDate:
    """The date of a document as far as it can be known: a value with its basis, or candidates and why it is open."""

    value: str | None
    basis: Basis
    candidates: tuple[str, ...] = ()
    conflict: bool = False
    why: str = ""


@dataclass(frozen=True, slots=True)
class DateLedger:
    """Every date a document shows, in order of the text, and what they say of the document's own date."""

    dates: tuple[DatedWords, ...]
    date: DocumentDate


@dataclass(frozen=True, slots=True)
class Speech:
    """What one person says without a break, in a record that itself says who speaks; blanks where it does not say.

    ``span`` are the words spoken; ``label`` is where the text prints who speaks, ``role`` the office printed there.
    The rest is the record's own: the full name of the speaker, the ids of speech and member, the column of the
    report, the time of day or of the recording as printed, the date (ISO 8601) where each speech has one, its address
    on the web, the heading it stands under, and what the speaker does with the words (``asserts`` unless it says so).
    ``whole`` is true where the words were picked as a statement, so that they are a claim however short. ``rating`` is
    what a fact-check found of them in its own words, ``rated_by`` who published that.
    """

    span: Span
    speaker: str | None = None
    label: Span | None = None
    role: Span | None = None
    speech_id: str | None = None
    member_id: str | None = None
    column: str | None = None
    time: str | None = None
    date: str | None = None
    url: str | None = None
    heading: str | None = None
    stance: Stance = "asserts"
    whole: bool = False
    rating: str | None = None
    rated_by: str | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """One source text as read: ``text`` is what offsets count in, ``original`` the bytes as they came.

    For plain text, ``text`` is the decoded file exactly. ``metadata_dates`` are dates the format itself carries (HTML
    meta tags, a Markdown header). ``notes`` are sentences a reader should see ("read as Windows-1252"). ``page_starts``
    are the places in the text where the pages of a PDF begin. ``record`` is the kind of record that the format itself
    makes of the text, ``None`` where the text alone can tell. ``speeches`` are those of a record that says who speaks,
    in order of the text and apart; all else in such a text is nobody's speech. ``facts`` tell where title, publisher,
    byline and address come from, and what else the document prints that may be one of them.
    """

    name: str
    text: str
    original: bytes
    sha256: str
    media_type: str
    title: str | None = None
    publisher: str | None = None
    byline: str | None = None
    url: str | None = None
    metadata_dates: tuple[DatedWords, ...] = ()
    notes: tuple[str, ...] = ()
    page_starts: tuple[int, ...] = ()
    record: RecordKind | None = None
    speeches: tuple[Speech, ...] = ()
    facts: tuple[Fact, ...] = ()


@dataclass(frozen=True, slots=True)
class Quantity:
    """One figure with everything the words say of it; blanks are "not stated".

    ``value`` is a number or a ``(low, high)`` range, in ones (``£2.5m`` is 2500000 gbp). ``unit`` is ``percent``,
    ``percentage_point``, ``count``, an ISO currency in lower case (``gbp``), or a unit's singular name (``mile``).
    ``approximator`` is one of ``about``, ``more than``, ``at least``, ``less than``, ``at most``, ``nearly``.
    ``denominator`` is what it is counted by, without its "per" or "a": ``week``, ``household``, ``100,000 people``;
    ``owner`` is whose figure it is, or of whom it tells (a force, a borough, respondents). ``taken`` names the fields
    whose words stand outside the figure's own clause, each with where; what it does not name is from the clause.
    """

    value: int | float | tuple[int | float, int | float]
    unit: str
    start: int
    end: int
    text: str
    direction: Direction = Direction.NONE
    approximator: str | None = None
    measured: str | None = None
    period: str | None = None
    place: str | None = None
    comparison: str | None = None
    denominator: str | None = None
    owner: str | None = None
    taken: tuple[tuple[str, Taken], ...] = ()


@dataclass(frozen=True, slots=True)
class Attribution:
    """Reported speech: source words + cue words + content spans (PARC 3, PolNeAR, Citron).

    ``speaker`` is the full name the source resolves to inside the document, or ``None``; ``label`` the words as
    printed. ``stance`` is what the cue says the source does with the content. ``rule`` names the construction,
    ``speaker_rule`` the resolution; ``confidence`` is in [0, 1]; ``why`` is a sentence for a reader. ``turn`` numbers
    the uninterrupted run of speech the attribution belongs to, ``None`` for indirect speech.
    """

    id: int
    kind: ClaimKind
    spans: tuple[Span, ...]
    source: Span | None
    cue: Span | None
    speaker: str | None
    label: str | None
    stance: Stance
    rule: str
    confidence: float
    why: str
    speaker_rule: str = ""
    turn: int | None = None

    @property
    def polarity(self) -> Literal[1, -1]:
        """The sign of the stance."""
        return polarity_of(self.stance)


@dataclass(frozen=True, slots=True)
class Referent:
    """A word that a claim leans on, and what it stands for in the same document, with the sentence around that.

    Two of one word are two that fit alike; one without ``meant`` cannot be told. ``words`` are those of ``meant``,
    ``context`` those of ``sentence``, with single blanks.
    """

    word: Span
    meant: Span | None = None
    sentence: Span | None = None
    words: str = ""
    context: str = ""


@dataclass(frozen=True, slots=True)
class Claim:
    """One checkable statement, about a sentence, at one place in one document.

    ``attribution`` is the ``id`` of the attribution it belongs to, ``None`` for a statistic. ``said`` is when it was
    said, where the text says so. ``notes`` are computed remarks, each marked as computed in its words. ``referents``
    are the words that the claim leans on, none where it leans on nothing.
    """

    start: int
    end: int
    text: str
    kind: ClaimKind
    speaker: str | None
    label: str | None
    attribution: int | None
    stance: Stance
    quantities: tuple[Quantity, ...]
    said: DatedWords | None = None
    notes: tuple[str, ...] = ()
    referents: tuple[Referent, ...] = ()

    @property
    def polarity(self) -> Literal[1, -1]:
        """The sign of the stance."""
        return polarity_of(self.stance)


@dataclass(frozen=True, slots=True)
class Role:
    """Title and organisation of a speaker as one document prints it ("Detective Inspector"; "the Met")."""

    speaker: str
    title: str
    organisation: str | None
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class SpeakerMention:
    """A person or body a document names: the fullest name, its kind (``person`` or ``body``) and every label used."""

    name: str
    kind: str
    labels: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Extraction:
    """All that one text yields, each part in order of the text, and what kind of record the text shows itself to be."""

    attributions: tuple[Attribution, ...]
    claims: tuple[Claim, ...]
    speakers: tuple[SpeakerMention, ...]
    roles: tuple[Role, ...]
    record: RecordKind | None = None


@dataclass(frozen=True, slots=True)
class Relation:
    """What two claims are to each other, with the reasons in words and the spans that differ on both sides.

    ``score`` is the nominating likeness in [0, 100]; it never decides alone. ``differences`` are pairs of spans into
    text a and text b (an empty span where one side has nothing). ``rules`` is the version of the rules that decided.
    """

    kind: RelationKind
    score: float
    reasons: tuple[str, ...]
    differences: tuple[tuple[Span, Span], ...] = ()
    rules: str = ""


class Record(msgspec.Struct, frozen=True):
    """One row as the database gives it: the fields stand in the order of its columns, which is that of its JSON.

    A column that holds 0 or 1 is an ``int``, as it is stored and told.
    """


T = TypeVar("T")


@dataclass(frozen=True)  # without slots, which Python 3.11 does not bear beside a type that is named: Listed[Topic]
class Listed(Generic[T]):
    """A list that is read a page at a time: its entries, and what reads ``limit`` of them from ``offset`` on."""

    count: int
    read: Callable[..., Iterable[T]]

    def rows(self, *, limit: int = -1, offset: int = 0) -> list[T]:
        """Return ``limit`` entries from ``offset`` on; all of them where nothing is said."""
        return [*self.read(limit=limit, offset=offset)]


def plain(value: object) -> dict[str, Any]:
    """Return a record as a dict, for the JSON encoders' ``default``."""
    if isinstance(value, Record):
        return asdict(value)
    raise TypeError(f"Object of type {type(value).__name__} is not JSON serializable")
