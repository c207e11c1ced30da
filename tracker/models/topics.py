"""What claims are gathered by, as stored: topics, reading lists, filters, saved searches; and tokens of programs."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from tracker.models import Record


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


class NoteLink(Record, frozen=True):
    """What a link leads to: a noun and its number."""

    noun: str
    noun_id: int


class BrokenLink(Record, frozen=True):
    """A link that leads to nothing now; ``on_noun`` and ``on_id`` are what the note that holds it is about."""

    holder: str
    holder_id: int
    noun: str
    noun_id: int
    on_noun: str
    on_id: int


class LinkedFrom(Record, frozen=True):
    """Where something is linked from; ``note_id`` is ``None`` for a topic's description."""

    on_noun: str
    on_id: int
    note_id: int | None


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


class Scope(StrEnum):
    """What a token may: each what the one before it may, and more."""

    READ = "read"
    ADD = "add"
    DECIDE = "decide"


class ApiToken(Record, frozen=True):
    """A token of a program, without its secret; times are UTC, ``None`` for what has not been or never will be."""

    id: int
    holder: str
    scope: Scope
    made_at: str
    expires_at: str | None
    used_at: str | None
    ended_at: str | None

    def is_in_force(self, at: str) -> bool:
        """Whether it has neither ended nor expired at a moment."""
        return self.ended_at is None and (self.expires_at is None or at < self.expires_at)

    def may(self, needed: Scope) -> bool:
        """Whether its scope holds another."""
        return [*Scope].index(self.scope) >= [*Scope].index(needed)
