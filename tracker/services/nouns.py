"""The nouns with pages of their own, by number or by name for a reader to pick from; their events told; the clock."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import UTC, date, datetime
from functools import cache
from typing import Any, Final, Literal, overload

from tracker import models
from tracker.db import alignment, claims, documents, earlier_texts, events, speakers, threads, topics, trash
from tracker.db.rows import Database
from tracker.models import DeletedError, Listed, NotFoundError, TrackerError
from tracker.models.claims import StoredClaim
from tracker.models.documents import DocumentFound, Name, SpeakerFound, StoredDocument, StoredSpeaker
from tracker.models.events import Event, EventKind
from tracker.models.threads import ThreadLead, ThreadSummary, Topic, Verdict
from tracker.services.search import search
from tracker.text.lexicon import rows

Given = Mapping[str, str]
"""What a person gives of a document: title, publisher, byline, url, date; a blank says that it has none."""
LIST_NAME = "sources.csv"
"""What a list is called that stands beside files and tells of them."""

NOUNS: Mapping[str, Callable[[Database, int], Any]] = {
    "claim": claims.get,
    "document": documents.get,
    "speaker": speakers.get,
    "thread": threads.get,
    "topic": topics.get,
    "verdict": threads.verdict,
}
"""How each is read from the database."""


@overload
def need(db: Database, noun: Literal["claim"], noun_id: int) -> StoredClaim: ...
@overload
def need(db: Database, noun: Literal["thread"], noun_id: int) -> ThreadSummary: ...
@overload
def need(db: Database, noun: Literal["document"], noun_id: int) -> StoredDocument: ...
@overload
def need(db: Database, noun: Literal["speaker"], noun_id: int) -> StoredSpeaker: ...
@overload
def need(db: Database, noun: Literal["topic"], noun_id: int) -> Topic: ...
@overload
def need(db: Database, noun: Literal["verdict"], noun_id: int) -> Verdict: ...
@overload
def need(db: Database, noun: str, noun_id: int) -> Any: ...
def need(db: Database, noun: str, noun_id: int) -> Any:
    """Return a claim, document, speaker, thread, topic or verdict, or raise ``NotFoundError``."""
    found = NOUNS[noun](db, noun_id)
    if found is None:
        holder = trash.holding(db, noun, noun_id)
        if holder is not None:
            with_it = "" if noun == "document" else f" with document {holder}"
            raise DeletedError(f"{noun.capitalize()} {noun_id} is in the trash{with_it}; restore it there to see it.")
        raise NotFoundError(f"There is no {noun} {noun_id}.")
    return found


def talk(db: Database, noun: str, noun_id: int) -> dict[str, Any]:
    """Return the notes and events of a noun."""
    return {"notes_on": events.notes_about(db, noun, noun_id), "events": events.about(db, noun, noun_id)}


def need_claim(db: Database, claim_id: int) -> StoredClaim:
    """Return a claim to decide about; raises ``TrackerError`` where a person has rejected it."""
    claim = need(db, "claim", claim_id)
    if claim.judgement == "rejected":
        raise TrackerError(f"Claim {claim_id} was rejected as no claim; undo that first.")
    return claim


def text_of_claim(db: Database, claim: StoredClaim) -> str:
    """Return the text a claim stands in: its document's, or an earlier reading's where it lost its place since."""
    kept = earlier_texts.of_claim(db, claim.id)
    return kept.text if kept is not None else documents.text_of(db, claim.document_id)


def now() -> str:
    """Return the present moment in UTC, ISO 8601 to the second."""
    return datetime.now(UTC).isoformat(timespec="seconds")


def record(
    db: Database,
    kind: EventKind,
    noun: str,
    noun_id: int,
    *,
    who: str,
    at: str | None = None,
    old: Mapping[str, Any] | None = None,
    new: Mapping[str, Any] | None = None,
    batch: int | None = None,
    undoes: int | None = None,
) -> int:
    """Record what was done, now where nothing is said, under the number of an action if it is part of one."""
    new = {**(new or {}), **({} if batch is None else {"batch": batch})}
    return events.record(
        db, at=at or now(), who=who, kind=kind, noun=noun, noun_id=noun_id, old=old, new=new, undoes=undoes
    )


def today() -> date:
    """Return today's date in UTC: the day of capture of what is taken in now, never a document's own date."""
    return datetime.now(UTC).date()


FOUND = 12
"""Answers of a search to pick from; better words find what is further down."""
NEAR = 6
"""Suggestions of what to put beside what is chosen."""

Found = SpeakerFound | Name | DocumentFound | StoredClaim | ThreadLead


def found(
    db: Database, noun: str, words: str, without: Collection[int] = (), *, start: bool = False
) -> Sequence[Found]:
    """Return what a search finds to pick: ``speakers``, ``documents``, ``claims`` or ``threads``.

    With ``start`` a search for nothing finds the speakers with most claims, or the newest documents.
    """
    every: Sequence[Found] = ()
    if noun in ("speakers", "documents"):
        if words or start:
            named = alignment.speakers_named if noun == "speakers" else alignment.documents_named
            every = named(db, words, limit=FOUND)
    elif words:
        ids = [row.claim_id for row in search(db, words, limit=FOUND)]
        every = _threads_of(db, ids) if noun == "threads" else claims.several(db, ids)
    return [one for one in every if (one.thread_id if isinstance(one, ThreadLead) else one.id) not in without]


def _threads_of(db: Database, claim_ids: Sequence[int]) -> list[ThreadLead]:
    ids = alignment.threads_of_claims(db, claim_ids, limit=FOUND)
    leads = alignment.leads(db, ids)
    return [leads[thread_id] for thread_id in ids]


def near(db: Database, noun: str, ids: Sequence[int]) -> Sequence[Found]:
    """Return what shares most threads with what is chosen; of claims, their likeliest matches."""
    others = alignment.near(db, noun, ids, limit=NEAR) if ids else []
    if noun == "claims":
        return claims.several(db, others)
    return alignment.speakers_of(db, others) if noun == "speakers" else alignment.documents_of(db, others)


@cache
def _sentences() -> dict[EventKind, str]:
    return {EventKind(kind): sentence for kind, sentence in rows("services", "event_kinds.tsv")}


def sentence_of(kind: EventKind) -> str:
    """Return what somebody did, as a sentence goes on after the name.

    >>> sentence_of(EventKind.MATCH_REFUSED)
    'refused a match'
    """
    return _sentences()[kind]


def sentence(event: Event) -> str:
    """Return what was done in an event; of one that takes another back, what that one did.

    >>> event = Event(id=2, at="", who="", kind=EventKind.DECISION_UNDONE, noun="claim", noun_id=1,
    ...               undid=EventKind.MATCH_REFUSED)
    >>> sentence(event)
    'undid: refused a match'
    """
    if event.kind is EventKind.UNKNOWN:
        return str(event.new.get("sentence", ""))
    return sentence_of(event.kind).format(sentence_of(event.undid) if event.undid else "")


EVENT_COLUMNS: Final = ("id", "at", "who", "what", "noun", "noun_id", "old", "new", "undoes", "undone_by", "kind")
"""What an event leaves with, in order."""


def event_row(event: Event) -> dict[str, Any]:
    """Return an event as it leaves in JSON and CSV: its sentence as ``what``, its kind at the end."""
    old, new = dict(event.old), dict(event.new)
    cells = (event.id, event.at, event.who, sentence(event), event.noun, event.noun_id, old, new, event.undoes,
             event.undone_by, event.kind.value)  # fmt: skip
    return dict(zip(EVENT_COLUMNS, cells, strict=True))


def as_plain(value: object) -> dict[str, Any]:
    """Return a record as a JSON encoder can write it (its ``default``): an event with its sentence."""
    return event_row(value) if isinstance(value, Event) else models.plain(value)


def began(db: Database) -> str:
    """Return when the first thing was recorded, which tells one database from another; blank while it is empty."""
    return next((event.at for event in events.every(db, limit=1)), "")


def events_newest_first(db: Database) -> Listed[Event]:
    """Return every event, the newest first."""

    def rows(*, limit: int, offset: int) -> list[Event]:
        return events.latest(db, limit, offset)

    return Listed(events.count(db), rows)


def events_listed(db: Database) -> Listed[dict[str, Any]]:
    """Return every event as it leaves, the oldest first."""

    def rows(*, limit: int = -1, offset: int = 0) -> list[dict[str, Any]]:
        return [*map(event_row, events.every(db, limit=limit, offset=offset))]

    return Listed(events.count(db), rows)


events_about = events.about

totals = documents.totals


def need_event(db: Database, event_id: int) -> Event:
    """Return one event, or raise ``NotFoundError``."""
    found = events.get(db, event_id)
    if found is None:
        raise NotFoundError(f"There is no event {event_id}.")
    return found
