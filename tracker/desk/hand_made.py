"""Making a claim by hand: words of a stored document, chosen by a person; one transaction and one event."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from tracker import store
from tracker.cite.anchors import occurrences
from tracker.desk import clock
from tracker.desk.deciding import LONGEST_NAME
from tracker.desk.extracting import dated_like, document_date, store_extraction
from tracker.desk.linking import link_claims
from tracker.desk.nouns import need
from tracker.desk.retrieval import reindex
from tracker.desk.threading import refresh_threads
from tracker.language.personal_names import speaker_key
from tracker.language.quantities import quantities
from tracker.models import ClaimKind, Span, TrackerError
from tracker.models.claims import HandMadeClaim
from tracker.models.events import Event, EventKind
from tracker.store import claims, documents, events, found, hand_made, speakers

LONGEST_CLAIM = 3_000
"""Characters: a claim is about a sentence, and a long quotation has no more than a page of them."""
SHOWN_IN_EVENT = 80
"""Characters of the words that the history shows."""


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


def places(db: store.Database, document_id: int, words: str) -> tuple[Span, ...]:
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


def make(
    db: store.Database,
    document_id: int,
    start: int,
    end: int,
    *,
    kind: str,
    speaker: str | None = None,
    denied: bool = False,
    who: str,
) -> tuple[int, int | None]:
    """Make a claim of the words at a place; return its id and the event, ``None`` where it is a claim already.

    ``speaker`` blank: not known (the program may fill it in if it finds the words itself).
    """
    document = need(db, "document", document_id)
    if kind not in {each.value for each in ClaimKind}:
        raise TrackerError(f"“{kind}” is no kind of claim; there are {', '.join(each.value for each in ClaimKind)}.")
    name = " ".join((speaker or "").split()) or None
    if name and len(name) > LONGEST_NAME:
        raise TrackerError(f"A speaker's name has at most {LONGEST_NAME} characters.")
    if name and kind == ClaimKind.STATISTIC:
        raise TrackerError("A statistic stands in the document's own voice and has no speaker; choose another kind.")
    text = documents.text_of(db, document_id)
    place = trimmed(text, start, end)
    with store.transaction(db):
        here = hand_made.at(db, document_id, place.start, place.end)
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
            polarity=-1 if denied else 1,
            speaker_id=speakers.find_or_add(db, name, "person", speaker_key(name)) if name else None,
            speaker_picked=int(name is not None),
        )
        claim_id = hand_made.put(db, here[0].id if here else None, made, dated_like(document_date(document)))
        figures = [replace(q, start=q.start + place.start, end=q.end + place.start) for q in quantities(place.of(text))]
        found.replace_quantities(db, claim_id, figures)
        reindex(db, [claim_id])
        link_claims(db, [claim_id])
        return claim_id, events.record(
            db, at=clock.now(), who=who, kind=EventKind.CLAIM_MADE, noun="claim", noun_id=claim_id,
            new={"document_id": document_id, "start": place.start, "end": place.end, "kind": kind, "speaker": name,
                 "words": _short(place.of(text))},
        )  # fmt: skip


def _short(words: str) -> str:
    words = " ".join(words.split())
    return words if len(words) <= SHOWN_IN_EVENT else words[:SHOWN_IN_EVENT].rpartition(" ")[0] + " …"


def _undo_make(db: store.Database, event: Event) -> None:
    claim = need(db, "claim", event.noun_id)
    later = [e for e in events.about(db, "claim", claim["id"]) if e.id > event.id and e.undone_by is None]
    if any(e.kind in (EventKind.SPEAKER_PICKED, EventKind.SPAN_PICKED) for e in later):
        raise TrackerError("The claim was corrected since; undo the correction first.")
    hand_made.take_back(db, claim["id"], found=bool(claim["found"]))
    if claim["found"]:
        outcome = store_extraction(db, claim["document_id"])
        link_claims(db, outcome.relink, outcome.unindexed)
        refresh_threads(db, outcome.live)
    else:
        reindex(db, [], [claim["id"]])
        link_claims(db, [], {claim["id"]: claim["text"]})


UNDO: dict[EventKind, Callable[[store.Database, Event], None]] = {EventKind.CLAIM_MADE: _undo_make}
"""How a claim made by hand is taken back."""


def made_by(db: store.Database, claim_id: int) -> Event | None:
    """Return the event by which a person made a claim, ``None`` where nobody did or it was taken back."""
    claim = claims.get(db, claim_id)
    if claim is None or not claim["hand_made"]:
        return None
    made = (e for e in events.about(db, "claim", claim_id) if e.kind is EventKind.CLAIM_MADE and e.undone_by is None)
    return next(made, None)
