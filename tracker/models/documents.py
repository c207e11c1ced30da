"""Documents as stored, with their dates; and the speakers in them, with their roles and labels."""

from __future__ import annotations

from tracker.models import Basis, DateKind, FactName, Precision, Record, RecordKind


class StoredDocument(Record, frozen=True):
    """A document without its text; ``date`` is the one a person picked, else the one the program found.

    ``record`` is the kind of record that its format makes it, else the one its text shows. Title, publisher, byline and
    address are those a person entered, else those found; ``entered`` names those that a person gave.
    """

    id: int
    name: str
    media_type: str
    title: str | None
    publisher: str | None
    byline: str | None
    url: str | None
    sha256: str
    captured: str
    stored_at: str
    supersedes: int | None
    read_notes: tuple[str, ...]
    characters: int
    date: str | None
    date_basis: Basis
    picked_date: str | None
    found_date: str | None
    date_candidates: tuple[str, ...]
    date_conflict: int
    date_why: str
    record: RecordKind | None
    claims: int
    entered: tuple[str, ...]

    @property
    def heading(self) -> str:
        """What the document is called: its title, else the name of its file."""
        return self.title or self.name


class LedgerEntry(Record, frozen=True):
    """One date that a document shows, as ``DatedWords`` stores it."""

    id: int
    document_id: int
    kind: DateKind
    value: str | None
    precision: Precision
    basis: Basis
    candidates: tuple[str, ...]
    words: str
    start: int | None
    end: int | None
    why: str


class Capture(Record, frozen=True):
    """One time that a document was fetched from the web.

    ``address`` is where it was asked for and ``final_address`` where it was, without what stands behind ``#``;
    ``status`` 304 means that the server said that it had not changed. ``sha256`` is that of the bytes that came, which
    are other ones than the document's where only what is around its text had changed. ``archive`` is an address in a
    web archive that a person put beside.
    """

    id: int
    document_id: int
    address: str
    final_address: str
    captured_at: str
    status: int
    content_type: str
    etag: str | None
    last_modified: str | None
    sha256: str
    archive: str | None


class EarlierText(Record, frozen=True):
    """A text of a document that a later reading of its original replaced at a time; ``event_id`` names that event."""

    id: int
    document_id: int
    text: str
    facts: str
    rows: str
    event_id: int
    at: str


class StoredFact(Record, frozen=True):
    """One thing that a document says of itself, or may say, as ``Fact`` stores it."""

    id: int
    document_id: int
    name: FactName
    value: str
    basis: Basis
    words: str
    start: int | None
    end: int | None
    why: str


class DocumentFound(Record, frozen=True):
    """A document to be picked from: its title or file name, who published it, and its date."""

    id: int
    name: str
    publisher: str | None
    date: str | None


class Copy(Record, frozen=True):
    """A document that prints the same text as another; ``share`` is that of the shorter one's words, 0 to 1."""

    id: int
    name: str
    title: str | None
    publisher: str | None
    date: str | None
    share: float

    @property
    def heading(self) -> str:
        """What the document is called: its title, else the name of its file."""
        return self.title or self.name


class ClaimBefore(Record, frozen=True):
    """A claim of a document that was deleted, as it comes back."""

    id: int


class ThreadBefore(Record, frozen=True):
    """A thread as it was led and named when a document of its claims was deleted."""

    id: int
    lead_id: int
    title_id: int | None
    lead_picked: int


class NoteBefore(Record, frozen=True):
    """A note on a document that was deleted, or on one of its claims."""

    id: int
    markdown: str


class Restored(Record, frozen=True):
    """What came back with a document out of the trash, as it was when it went."""

    claims: tuple[ClaimBefore, ...]
    threads: tuple[ThreadBefore, ...]
    notes: tuple[NoteBefore, ...]


class Deleted(Record, frozen=True):
    """A document in the trash: who deleted it and when, and how many claims went with it."""

    document_id: int
    name: str
    title: str | None
    who: str
    at: str
    claims: int

    @property
    def heading(self) -> str:
        """What it is called."""
        return self.title or self.name


class Totals(Record, frozen=True):
    """How much a database holds."""

    documents: int
    claims: int
    speakers: int
    threads: int


class CitationForm(Record, frozen=True):
    """A form of citation that a house added: a ``line`` with named blanks, or a style in ``csl``."""

    id: int
    key: str
    name: str
    line: str | None
    csl: str | None
    removed: int


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
