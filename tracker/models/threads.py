"""What claims are gathered by, as stored: threads with verdicts, scales; topics, reading lists, filters, searches."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal, NamedTuple

from tracker.models import ClaimKind, Record, Stance
from tracker.models.claims import SpeakerKind


class ThreadSummary(Record, frozen=True):
    """A thread with its main wording, how much it spans, and the first and the last date of its claims.

    ``lead`` are the words that name it, those of claim ``title_id``: the lead when the thread began, until a person
    picks another or the claim leaves. ``lead_alone`` is what they read alone as, ``None`` where that is just the words.
    """

    id: int
    lead_id: int
    lead_picked: int
    title_id: int
    lead: str
    lead_alone: str | None
    stance: Stance
    polarity: int
    speaker_id: int | None
    speaker: str | None
    claims: int
    documents: int
    speakers: int
    first: str | None
    last: str | None


class ThreadWithMembers(ThreadSummary, frozen=True):
    """A thread with the ids of its claims in date order."""

    members: tuple[int, ...]


class ThreadMembers(Record, frozen=True):
    """Who leads a thread and who is in it, for gathering threads anew."""

    id: int
    lead_id: int
    lead_picked: int
    title_id: int | None
    members: tuple[int, ...]


class LedThread(NamedTuple):
    """The thread a claim leads, and whether it has no members now."""

    thread_id: int
    empty: bool


class ThreadOfClaim(Record, frozen=True):
    """A thread that a claim stands in, and how many claims it has."""

    thread_id: int
    claims: int


class ThreadLead(Record, frozen=True):
    """The lead of a thread, and how many claims and known speakers stand in it."""

    thread_id: int
    lead_id: int
    lead: str
    lead_alone: str | None
    stance: Stance
    speaker_id: int | None
    speaker: str | None
    date: str | None
    claims: int
    speakers: int


class SideStatement(Record, frozen=True):
    """One statement of a side on a question; ``first`` and ``latest`` number that side's from either end."""

    question: int
    side: int
    claim_id: int
    thread_id: int
    place: int
    statements: int
    first: int
    latest: int


class SideCounts(Record, frozen=True):
    """How many live claims a side has, and how many of them stand in a thread."""

    side: int
    claims: int
    threaded: int


class OutsideThreads(Record, frozen=True):
    """A claim of a speaker that stands in no thread, and how many such claims the speaker has."""

    speaker: int
    claims: int
    claim_id: int


class ThreadTotals(Record, frozen=True):
    """How many threads have a known speaker in them, and how many speakers have a word in a thread."""

    threads: int
    speakers: int


class Position(Record, frozen=True):
    """What a claim says of a thread: ``agrees`` is 1 for a member, 0 for a claim that reverses one.

    ``relation`` is what it is to the lead, or ``lead``.
    """

    thread_id: int
    lead: str
    lead_alone: str | None
    lead_stance: Stance
    claim_id: int
    speaker_id: int
    speaker: str
    speaker_kind: SpeakerKind
    document_id: int
    document: str
    date: str | None
    kind: ClaimKind
    stance: Stance
    relation: str
    decision: Literal["confirmed", "suggested", "lead"]
    agrees: int


class Rating(Record, frozen=True):
    """One rating of a scale in the organisation's words, with its number where the organisation gives one."""

    label: str
    value: float | None


class Scale(Record, frozen=True):
    """An organisation's rating scale, the worst rating first; ``verdicts`` are how many stand on it."""

    id: int
    organisation: str
    name: str
    ratings: tuple[Rating, ...]
    withdrawn: int
    verdicts: int

    @property
    def labels(self) -> list[str]:
        """The ratings in words."""
        return [rating.label for rating in self.ratings]


class Evidence(Record, frozen=True):
    """One piece of evidence: where it is, what it is called and shows, its archived copy, the day it was read."""

    link: str = ""
    title: str = ""
    shows: str = ""
    archive: str = ""
    accessed: str = ""


class Ruling(Record, frozen=True):
    """What a verdict says: a rating of one scale, why, on what evidence, by whom, when and where it was published.

    A blank ``reviewer`` or ``date`` is stored as ``None``.
    """

    scale_id: int
    rating: str
    url: str
    summary: str = ""
    evidence: tuple[Evidence, ...] = ()
    reviewer: str | None = None
    date: str | None = None


class Verdict(Record, frozen=True):
    """One version of a verdict with the claim it was given on, its scale, and who entered it when."""

    id: int
    thread_id: int
    claim_id: int
    claim: str
    kind: ClaimKind
    stance: Stance
    polarity: int
    speaker_id: int | None
    speaker: str | None
    speaker_kind: str | None
    organisation: str
    scale: str
    ratings: tuple[Rating, ...]
    scale_id: int
    rating: str
    summary: str
    evidence: tuple[Evidence, ...]
    reviewer: str | None
    date: str | None
    url: str
    version: int
    withdrawn: int
    who: str
    at: str

    @property
    def ruling(self) -> Ruling:
        """What this version says."""
        return Ruling(**{name: getattr(self, name) for name in Ruling.__struct_fields__})


WorkStatus = Literal["open", "checking", "done"]


class Work(Record, frozen=True):
    """What is known so far of a verdict that is not published: how far the work is, whose it is, what it may say.

    ``scale_id`` is ``None`` and ``rating`` blank where it is not rated yet.
    """

    status: WorkStatus = "open"
    assignee: str = ""
    scale_id: int | None = None
    rating: str = ""
    note: str = ""
    evidence: tuple[Evidence, ...] = ()


class WorkingVerdict(Work, frozen=True, kw_only=True):
    """The work on a verdict with the claim it is about, its scale, and who changed it last."""

    thread_id: int
    claim_id: int
    claim: str
    stance: Stance
    speaker_id: int | None
    speaker: str | None
    kind: ClaimKind
    organisation: str | None
    scale: str | None
    who: str
    at: str

    @property
    def work(self) -> Work:
        """What is known so far."""
        return Work(**{name: getattr(self, name) for name in Work.__struct_fields__})


class VerdictInBrief(Record, frozen=True):
    """A verdict as lists of claims show it beside a claim."""

    id: int
    thread_id: int
    organisation: str
    rating: str


class RatingUsed(Record, frozen=True):
    """How many verdicts that stand give one rating."""

    organisation: str
    rating: str
    verdicts: int


@dataclass(frozen=True, slots=True)
class VerdictFilters:
    """What the list of verdicts is narrowed to; ``None`` is "any"."""

    organisation: str | None = None
    rating: str | None = None
    thread: int | None = None


class Topic(Record, frozen=True):
    """A topic with what it is on: ``claims`` counts those of its threads too."""

    id: int
    name: str
    description: str
    merged_into: int | None
    withdrawn: int
    threads: int
    claims: int
    documents: int
    readings: int
    notes_count: int


class SpeakerOfTopic(Record, frozen=True):
    """Who speaks in the claims of a topic, in how many of them, and from when to when."""

    id: int
    name: str
    kind: str
    claims: int
    first: str | None
    last: str | None


class DocumentOfTopic(Record, frozen=True):
    """A document that is ``tagged`` (1) with a topic, or holds ``claims`` of it."""

    id: int
    name: str
    title: str | None
    publisher: str | None
    date: str | None
    claims: int
    tagged: int


class ReadingEntry(Record, frozen=True):
    """An entry of a topic's reading list: a stored document, or a web address with its own title.

    ``document`` is the file's name; it and the columns after it are ``None`` for a web address.
    """

    id: int
    topic_id: int
    document_id: int | None
    url: str | None
    title: str | None
    remark: str
    place: int
    removed: int
    document: str | None
    document_title: str | None
    publisher: str | None
    byline: str | None
    document_url: str | None
    date: str | None

    @property
    def heading(self) -> str:
        """What the entry is called: its title, else the file's name or the address."""
        return self.title or self.document_title or self.document or self.url or ""


OLDEST: Final = "oldest"
NEWEST: Final = "newest"
ADDED: Final = "added"
"""The orders of a list: by date, undated ones last; the newest first; the last taken in first."""


@dataclass(frozen=True, slots=True)
class Filters:
    """What a list of claims is narrowed to; ``None`` and empty mean "any".

    ``since``, ``until`` and ``before`` are ISO dates (a year or month will do), the last one exclusive; ``figure``
    keeps claims with a quantity, ``unit`` those with one in that unit. ``ids`` narrows to given claims, as a search
    does; ``speakers`` and ``publishers`` to any of several; ``phrases`` and ``without`` are expressions of the
    full-text index that a claim must, or must not, answer; ``aside`` says that the claims of the topic, and those
    left out, are set aside (``db.claim_lists``). ``stored_after`` keeps the claims with a higher number.
    """

    kind: str | None = None
    speaker: int | None = None
    document: int | None = None
    since: str | None = None
    until: str | None = None
    figure: bool = False
    relation: str | None = None
    topic: int | None = None
    ids: tuple[int, ...] | None = None
    publisher: str | None = None
    status: str | None = None
    before: str | None = None
    unit: str | None = None
    dated: bool = False
    named: bool = False
    speakers: tuple[int, ...] | None = None
    publishers: tuple[str, ...] | None = None
    phrases: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    stored_after: int | None = None
    aside: bool = False


class SavedSearch(Record, frozen=True):
    """A search as an address asks for it, under a name, with the last claim there was when somebody looked."""

    id: int
    name: str
    query: str
    seen_claim: int
    seen_at: str
    removed: int
