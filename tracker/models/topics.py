"""Topics as stored: what belongs to one, the entries of its reading list, and what descriptions link to."""

from __future__ import annotations

from tracker.models.record import Record


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
