"""Speakers as stored, their roles and labels, and what they have a part in."""

from __future__ import annotations

from tracker.models import Basis
from tracker.models.record import Record


class StoredSpeaker(Record, frozen=True):
    """A speaker with the number of its live claims and of the documents they stand in."""

    id: int
    name: str
    kind: str
    key: str
    merged_into: int | None
    claims: int
    documents: int


class DatedSpeaker(StoredSpeaker, frozen=True):
    """A speaker of a list, with the dates of the first and the last of its claims."""

    first: str | None
    last: str | None


class SpeakerFound(Record, frozen=True):
    """A speaker to be picked from."""

    id: int
    name: str
    claims: int


class SpeakerIdentity(Record, frozen=True):
    """A speaker who is not merged into another; ``key`` is the name without titles, in lower case.

    See ``personal_names.speaker_key``.
    """

    id: int
    name: str
    kind: str
    key: str


class MergedName(Record, frozen=True):
    """A speaker that was merged into another."""

    id: int
    name: str
    key: str


class StoredRole(Record, frozen=True):
    """A role of a speaker with the document that shows it and that document's date."""

    title: str
    organisation: str | None
    start: int
    end: int
    document_id: int
    document: str
    document_title: str | None
    date: str | None
    date_basis: Basis


class PrintedTitle(Record, frozen=True):
    """A title that a document prints for a speaker, with the date of that document."""

    speaker_id: int
    title: str
    document_id: int
    date: str | None


class PrintedLabel(Record, frozen=True):
    """A label printed for a speaker, with the number of claims it stands at."""

    label: str
    claims: int


class NamelessLabel(Record, frozen=True):
    """A label that stands for nobody known by name in one document; ``claim_id`` is the first of its claims.

    ``speaker_id`` is the description the program made a speaker of ("a neighbour"), if it made one.
    """

    document_id: int
    label: str
    speaker_id: int | None
    claims: int
    claim_id: int


class ClaimsOfYear(Record, frozen=True):
    """How many claims of a speaker are dated in one year."""

    year: str
    claims: int


class SpeakerDates(Record, frozen=True):
    """The first and the last date of a speaker's claims, how many have none, and the claims of each year in order."""

    first: str | None
    last: str | None
    undated: int
    years: tuple[ClaimsOfYear, ...]


class PartInThread(Record, frozen=True):
    """A thread in which a speaker has ``own`` claims; ``leads`` is 1 where the lead is one of them."""

    thread_id: int
    own: int
    leads: int
    first: str | None
    last: str | None


class ThreadsOfSpeaker(Record, frozen=True):
    """In how many threads a speaker takes part, and how many of them one of its claims leads."""

    threads: int
    led: int


class Name(Record, frozen=True):
    """The number and the name of a speaker or a topic."""

    id: int
    name: str
