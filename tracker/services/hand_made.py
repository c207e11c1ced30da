"""A claim made by hand: of words in a stored document, or of a selection on a web page; one transaction, one event."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from urllib.parse import urldefrag

from tracker.cite.anchors import occurrences
from tracker.db import claims, documents, events, extraction, speakers
from tracker.db.connection import in_transaction
from tracker.db.rows import Database
from tracker.models import ClaimKind, Span, TrackerError
from tracker.models.claims import HandMadeClaim
from tracker.models.documents import StoredDocument
from tracker.models.events import Event, EventKind
from tracker.services import ingest, nouns
from tracker.services.decisions import LONGEST_NAME as LONGEST_SPEAKER
from tracker.services.decisions import counted_to, need_stance
from tracker.services.extraction import dated_like, document_date, store_extraction
from tracker.services.linking import link_claims, refresh_threads
from tracker.services.nouns import need
from tracker.services.retrieval import reindex
from tracker.text.names import speaker_key
from tracker.text.quantities import quantities

LONGEST_CLAIM = 3_000
"""Characters: a claim is about a sentence, and a long quotation has no more than a page of them."""
SHOWN_IN_EVENT = 80
"""Characters of the words that the history shows."""


CORRECTIONS = (EventKind.SPEAKER_PICKED, EventKind.SPAN_PICKED, EventKind.STANCE_PICKED)
"""What is corrected of a claim stands on its making, which cannot be taken back before."""
MOST_SPEAKERS = 60
"""Speakers of a document who are suggested for a claim of it."""


@dataclass(frozen=True, slots=True)
class Source:
    """A document to make a claim of: its text, where its ``claims`` begin, and the names of who speaks in it."""

    document: StoredDocument
    text: str
    claims: list[int]
    speakers: list[str]


def source(db: Database, document_id: int) -> Source:
    """Return a document to make a claim of."""
    return Source(
        document=need(db, "document", document_id),
        text=documents.text_of(db, document_id),
        claims=claims.starts(db, document_id),
        speakers=[speaker.name for speaker in claims.speakers_in(db, document_id, limit=MOST_SPEAKERS)],
    )


def trimmed(text: str, start: int, end: int) -> Span:
    """Return a place without the blanks at its ends; raises ``TrackerError`` for one that holds no word.

    >>> trimmed("It  rained. ", 2, 12)
    Span(start=4, end=11)
    """
    if not 0 <= start < end <= len(text):
        raise TrackerError(f"A claim's span must lie inside its document, between 0 and {len(text)}.")
    words = text[start:end]
    inner = words.strip()
    if not any(char.isalnum() for char in inner):
        raise TrackerError("A claim must hold at least one word.")
    if len(inner) > LONGEST_CLAIM:
        raise TrackerError(f"A claim has at most {LONGEST_CLAIM:,} characters; it is about a sentence.")
    begin = start + words.index(inner)
    return Span(begin, begin + len(inner))


def places(db: Database, document_id: int, words: str) -> tuple[Span, ...]:
    """Return where words stand in a document; typography and blanks do not count, every letter does.

    Raises ``TrackerError`` where they stand nowhere.
    """
    need(db, "document", document_id)
    text = documents.text_of(db, document_id)
    found_at = occurrences(text, words)
    if not words.strip():
        raise TrackerError("Say which words make the claim.")
    if not found_at:
        raise TrackerError(
            f"These words do not stand in document {document_id}, letter for letter; copy them from its text."
        )
    return found_at


@in_transaction
def make(
    db: Database,
    document_id: int,
    start: int,
    end: int,
    *,
    kind: str,
    speaker: str | None = None,
    stance: str = "asserts",
    who: str,
    batch: int | None = None,
) -> tuple[int, int | None]:
    """Make a claim of the words at a place; return its id and the event, ``None`` where it is a claim already.

    ``speaker`` blank: not known (the program may fill it in if it finds the words itself).
    """
    document = need(db, "document", document_id)
    if kind not in {each.value for each in ClaimKind}:
        raise TrackerError(f"“{kind}” is no kind of claim; there are {', '.join(each.value for each in ClaimKind)}.")
    name = " ".join((speaker or "").split()) or None
    if name and len(name) > LONGEST_SPEAKER:
        raise TrackerError(f"A speaker's name has at most {LONGEST_SPEAKER} characters.")
    if name and kind == ClaimKind.STATISTIC:
        raise TrackerError("A statistic stands in the document's own voice and has no speaker; choose another kind.")
    text = documents.text_of(db, document_id)
    place = trimmed(text, start, end)
    here = claims.at(db, document_id, place.start, place.end)
    if here and here[0].live:
        return here[0].id, None
    for row in here:
        if row.judgement == "rejected":
            raise TrackerError(
                f"A person said that these words are no claim (claim {row.id}); undo that on its page first."
            )
    made = HandMadeClaim(
        document_id=document_id,
        kind=ClaimKind(kind),
        start=place.start,
        end=place.end,
        text=place.of(text),
        stance=need_stance(stance),
        speaker_id=speakers.find_or_add(db, name, "person", speaker_key(name)) if name else None,
        speaker_picked=int(name is not None),
    )
    claim_id = extraction.put(db, here[0].id if here else None, made, dated_like(document_date(document)))
    figures = [replace(q, start=q.start + place.start, end=q.end + place.start) for q in quantities(place.of(text))]
    extraction.replace_quantities(db, {claim_id: figures})
    reindex(db, [claim_id])
    link_claims(db, [claim_id])
    return claim_id, events.record(
        db, at=nouns.now(), who=who, kind=EventKind.CLAIM_MADE, noun="claim", noun_id=claim_id,
        new={"document_id": document_id, "start": place.start, "end": place.end, "kind": kind, "speaker": name,
             "stance": stance, "words": _short(place.of(text))} | counted_to(batch),
    )  # fmt: skip


def _short(words: str) -> str:
    words = " ".join(words.split())
    return words if len(words) <= SHOWN_IN_EVENT else words[:SHOWN_IN_EVENT].rpartition(" ")[0] + " …"


def _undo_make(db: Database, event: Event) -> None:
    claim = need(db, "claim", event.noun_id)
    later = [e for e in events.about(db, "claim", claim.id) if e.id > event.id and e.undone_by is None]
    if any(e.kind in CORRECTIONS for e in later):
        raise TrackerError("The claim was corrected since; undo the correction first.")
    extraction.take_back(db, claim.id, found=bool(claim.found))
    if claim.found:
        outcome = store_extraction(db, claim.document_id)
        link_claims(db, outcome.relink, outcome.unindexed)
        refresh_threads(db, outcome.live)
    else:
        reindex(db, [], [claim.id])
        link_claims(db, [], {claim.id: claim.text})


UNDO: dict[EventKind, Callable[[Database, Event], None]] = {EventKind.CLAIM_MADE: _undo_make}
"""How a claim made by hand is taken back."""


LONGEST_TOLD = 500
"""Characters of an address or a title."""
SELECTION = "only the words that were selected on the page"


def stored_page(db: Database, url: str) -> StoredDocument | None:
    """Return the newest stored document of a web address, whatever part of the page the address points to."""
    address = urldefrag(url.strip()).url
    return documents.newest_of_url(db, address) if address else None


@in_transaction
def clip(
    db: Database, text: str, *, url: str, title: str, day: str, publisher: str, kind: str, speaker: str, who: str
) -> tuple[int, int | None]:
    """Store a selection with the facts of its page and make it a claim; return the claim's id and the event.

    The document says of itself that it is a selection. Raises ``TrackerError`` for what cannot be a claim; then nothing
    is stored.
    """
    words = text.strip()
    trimmed(words, 0, max(1, len(words)))
    title, url, day, publisher = (
        " ".join(fact.split()) for fact in (title, urldefrag(url.strip()).url, day, publisher)
    )
    facts = {"title": title, "url": url, "date": day, "publisher": publisher}
    if any(len(fact) > LONGEST_TOLD for fact in facts.values()):
        raise TrackerError(f"An address, a title or a publisher has at most {LONGEST_TOLD} characters.")
    if url and not url.startswith(("http://", "https://")):
        raise TrackerError("A page's address begins with http:// or https://.")
    if day and not _is_day(day):
        raise TrackerError(f"“{day}” is no date; write it as 2018-01-14, or leave it blank.")
    header = "\n".join(f"{name}: {value}" for name, value in facts.items() if value)
    data = f"---\n{header}\nselection: {SELECTION}\n---\n\n{words}\n"
    taken = ingest.take_in(db, data.encode(), f"{ingest.file_name('selection', title)}.md", who=who)
    place = places(db, taken.document_id, words)[-1]
    return make(db, taken.document_id, place.start, place.end, kind=kind, speaker=speaker, who=who)


def _is_day(value: str) -> bool:
    try:
        return date.fromisoformat(value).isoformat() == value
    except ValueError:
        return False
