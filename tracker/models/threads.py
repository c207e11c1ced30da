"""Threads as stored, and the statements of speakers, documents and claims in them side by side."""

from __future__ import annotations

from typing import Literal, NamedTuple

from tracker.models import ClaimKind, Stance
from tracker.models.claims import SpeakerKind
from tracker.models.record import Record


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
