"""What a person decides: pairs, speakers, dates, spans, stances, merges, leads, notes, judgements, own claims.

Each verb is one transaction and one event, which can be undone. A verb that changes nothing records nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from urllib.parse import urldefrag

from tracker.cite.anchors import Placing, occurrences
from tracker.cite.snippets import links_in
from tracker.db import claims, documents, earlier_texts, events, extraction, relations, speakers, threads
from tracker.db.connection import in_transaction
from tracker.db.rows import Database
from tracker.models import STANCES, ClaimKind, Span, Stance, TrackerError
from tracker.models.claims import HandMadeClaim, StoredClaim
from tracker.models.documents import StoredDocument
from tracker.models.events import Event, EventKind
from tracker.services import ingest, nouns
from tracker.services.extraction import dated_like, document_date, store_extraction
from tracker.services.linking import link_claims, refresh_threads, threads_refreshed
from tracker.services.nouns import NOUNS, need, need_claim
from tracker.services.retrieval import reindex
from tracker.text.names import speaker_key
from tracker.text.quantities import quantities

DECISIONS = {"confirmed": EventKind.MATCH_CONFIRMED, "refused": EventKind.MATCH_REFUSED}
"""What is decided of a pair, and the kind of its event."""
CONFIRMED_AS = ("revised", "reversed", "same")
"""What a pair can be confirmed as, where that is said."""
ISO_DATE = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")
"""How an address of this site names a day, a month or a year."""
LONGEST_NOTE = 20_000
"""Characters; a note is a remark, not an article."""
LONGEST_NAME = 200
"""Characters of a speaker's name."""


@in_transaction
def decide_pair(
    db: Database,
    a: int,
    b: int,
    decision: str,
    *,
    who: str,
    confirmed_as: str | None = None,
    batch: int | None = None,
) -> int | None:
    """Confirm or refuse that two claims belong together; return the event, ``None`` where nothing changed.

    With ``confirmed_as`` ``revised`` or ``reversed`` the person confirms that one changes the other's figure or says
    the opposite: the two stay linked and are never one claim. ``same`` says that they are one, whatever was suggested.
    """
    if decision not in DECISIONS:
        raise TrackerError(f"A match is “confirmed” or “refused”, not “{decision}”.")
    if confirmed_as is not None and (decision != "confirmed" or confirmed_as not in CONFIRMED_AS):
        raise TrackerError(f"A match can be confirmed as {', '.join(CONFIRMED_AS)}, not as “{confirmed_as}”.")
    if a == b:
        raise TrackerError("A claim cannot be matched with itself.")
    a, b = relations.ordered(a, b)
    need_claim(db, a), need_claim(db, b)
    at = nouns.now()
    with threads_refreshed(db, [a, b]):
        event = record_pair(db, a, b, decision, confirmed_as, who=who, at=at, batch=batch)
        if event is not None:
            claims.touch(db, a, b)
    return event


def record_pair(
    db: Database,
    a: int,
    b: int,
    decision: str,
    confirmed_as: str | None,
    *,
    who: str,
    at: str,
    batch: int | None = None,
) -> int | None:
    """Write the decision on a pair with its event; return it, ``None`` where that was decided so already."""
    standing = relations.on_pair(db, a, b)
    before = {
        "decision": standing.decision if standing else None,
        "confirmed_as": standing.confirmed_as if standing else None,
    }
    after = {"decision": decision, "confirmed_as": confirmed_as}
    if before == after:
        return None
    by = {"who": standing.who, "at": standing.at} if standing and standing.decision else {}
    relations.decide(db, a, b, decision, who=who, at=at, confirmed_as=confirmed_as)
    return nouns.record(
        db, DECISIONS[decision], "claim", a, who=who, at=at, old={**before, **by, "with": b}, new={**after, "with": b},
        batch=batch,
    )  # fmt: skip


@in_transaction
def pick_speaker(db: Database, claim_id: int, name: str | None, *, who: str, batch: int | None = None) -> int | None:
    """Set who made a claim (``None`` or blank: nobody known); return the event, which ``batch`` counts to an action."""
    claim = need_claim(db, claim_id)
    name = " ".join((name or "").split()) or None
    if name and len(name) > LONGEST_NAME:
        raise TrackerError(f"A speaker's name has at most {LONGEST_NAME} characters.")
    speaker_id = speakers.find_or_add(db, name, "person", speaker_key(name)) if name else None
    if speaker_id == claim.speaker_id and claim.speaker_picked:
        return None
    claims.pick_speaker(db, claim_id, speaker_id, picked=True)
    reindex(db, [claim_id])
    return nouns.record(
        db, EventKind.SPEAKER_PICKED, "claim", claim_id, who=who,
        old={"speaker_id": claim.speaker_id, "speaker": claim.speaker, "picked": claim.speaker_picked},
        new={"speaker_id": speaker_id, "speaker": name}, batch=batch,
    )  # fmt: skip


@in_transaction
def pick_span(db: Database, claim_id: int, start: int, end: int, *, who: str, batch: int | None = None) -> int | None:
    """Set where a claim begins and ends, in code points of its document; return the event.

    One that lost its place when its document was read again is placed by that.
    """
    claim = need_claim(db, claim_id)
    lost = earlier_texts.of_claim(db, claim_id)
    text = documents.text_of(db, claim.document_id)
    if not 0 <= start < end <= len(text):
        raise TrackerError(f"A claim's span must lie inside its document, between 0 and {len(text)}.")
    words = text[start:end]
    if not words.strip():
        raise TrackerError("A claim must hold at least one word.")
    if lost is None and (start, end) == (claim.start, claim.end):
        return None
    before: dict[str, Any] = {"start": claim.start, "end": claim.end, "picked": claim.span_picked}
    retired: dict[int, str] = {}
    if lost is not None:
        retired = earlier_texts.retire(db, claim.document_id, start, end)
        before["earlier_text"] = lost.id
        place = {"found_start": start, "found_end": end, "found": int(bool(retired)), "touched": 1}
        earlier_texts.put_place(db, claim_id, place | {"earlier_text_id": None})
    _put_span(db, claim, start, end, picked=True)
    if lost is not None:
        _extract_around(db, claim.document_id, retired)
    return nouns.record(
        db, EventKind.SPAN_PICKED, "claim", claim_id, who=who, old=before, new={"start": start, "end": end}, batch=batch
    )


def _extract_around(db: Database, document_id: int, retired: Mapping[int, str]) -> None:
    """Read a document's claims again after one was placed, which becomes one with what the program finds there.

    ``retired`` are those it stands for now, with their words.
    """
    reindex(db, [], [*retired])
    outcome = store_extraction(db, document_id)
    link_claims(db, outcome.relink, {**retired, **outcome.unindexed})
    refresh_threads(db, outcome.live)


def _put_span(db: Database, claim: StoredClaim, start: int, end: int, *, picked: bool) -> None:
    """Write a claim's span with the figures and matches that follow from its words."""
    words = documents.text_of(db, claim.document_id)[start:end]
    claims.pick_span(db, claim.id, start, end, words, picked=picked)
    figures = [replace(q, start=q.start + start, end=q.end + start) for q in quantities(words)]
    extraction.replace_quantities(db, {claim.id: figures})
    claims.renew_alone(db, [claim.id])
    reindex(db, [claim.id])
    link_claims(db, [claim.id], {claim.id: claim.text})


@in_transaction
def pick_stance(db: Database, claim_id: int, stance: str, *, who: str, batch: int | None = None) -> int | None:
    """Set what the source does with a claim's words; return the event. Its matches are made anew."""
    claim = need_claim(db, claim_id)
    stance = need_stance(stance)
    if claim.stance_picked and stance == claim.stance:
        return None
    _put_stance(db, claim, stance)
    return nouns.record(
        db, EventKind.STANCE_PICKED, "claim", claim_id, who=who,
        old={"stance": claim.stance, "picked": claim.stance_picked}, new={"stance": stance}, batch=batch,
    )  # fmt: skip


def need_stance(stance: str) -> Stance:
    """Return a stance by its name; raises ``TrackerError`` where there is none of that name."""
    if stance not in STANCES:
        raise TrackerError(f"“{stance}” is no stance of a claim; there are {', '.join(STANCES)}.")
    return stance


def _put_stance(db: Database, claim: StoredClaim, stance: Stance | None) -> None:
    """Write a claim's stance, ``None`` for the one found, with the matches that follow from it."""
    claims.pick_stance(db, claim.id, stance)
    link_claims(db, [claim.id], {claim.id: claim.text})


@in_transaction
def merge_speakers(db: Database, speaker_id: int, into: int, *, who: str) -> int:
    """Say that two speakers are one; return the event. The first becomes a name of the second."""
    if speaker_id == into:
        raise TrackerError("A speaker cannot be merged with itself; name another one.")
    merged, kept = need(db, "speaker", speaker_id), need(db, "speaker", into)
    for row in (merged, kept):
        if row.merged_into is not None:
            raise TrackerError(f"{row.name} is merged into another speaker already.")
    held = speakers.held_by(db, speaker_id)
    speakers.merge(db, speaker_id, into)
    reindex(db, held["claims"])
    return nouns.record(
        db, EventKind.SPEAKERS_MERGED, "speaker", speaker_id, who=who, old={"held": held, "name": merged.name},
        new={"into": into, "name": kept.name},
    )  # fmt: skip


@in_transaction
def pick_lead(db: Database, thread_id: int, claim_id: int, *, who: str) -> int | None:
    """Make one of a thread's claims its lead; return the event."""
    thread = need(db, "thread", thread_id)
    if claim_id not in threads.members(db, thread_id):
        raise TrackerError("Only a claim of the thread can be its lead; choose one of them.")
    if thread.lead_picked and thread.lead_id == claim_id:
        return None
    threads.pick_lead(db, thread_id, claim_id, picked=True)
    claims.touch(db, claim_id)
    refresh_threads(db, [claim_id])
    return nouns.record(
        db, EventKind.LEAD_PICKED, "thread", thread_id, who=who,
        old={"lead_id": thread.lead_id, "picked": thread.lead_picked, "title_id": thread.title_id},
        new={"lead_id": claim_id},
    )  # fmt: skip


@in_transaction
def add_note(db: Database, noun: str, noun_id: int, markdown: str, *, who: str) -> int:
    """Add a Markdown note to a document, claim, speaker, thread or topic; return the event."""
    if noun not in NOUNS:
        raise TrackerError("A note belongs to a document, a claim, a speaker, a thread or a topic.")
    need(db, noun, noun_id)
    markdown = markdown.replace("\r\n", "\n").strip()
    if not markdown:
        raise TrackerError("A note needs at least one word.")
    if len(markdown) > LONGEST_NOTE:
        raise TrackerError(f"A note has at most {LONGEST_NOTE:,} characters.")
    at = nouns.now()
    note_id = events.add_note(db, noun=noun, noun_id=noun_id, markdown=markdown, who=who, at=at)
    events.write_links(db, "note", note_id, links_in(markdown))
    if noun == "claim":
        claims.touch(db, noun_id)
    return nouns.record(db, EventKind.NOTE_ADDED, noun, noun_id, who=who, at=at, new={"note_id": note_id})


def _undo_pair(db: Database, event: Event) -> None:
    a, b, before = event.noun_id, event.new["with"], event.old
    with threads_refreshed(db, [a, b]):
        relations.decide(
            db, a, b, before["decision"], who=before.get("who", event.who), at=before.get("at", event.at),
            confirmed_as=before.get("confirmed_as"),
        )  # fmt: skip


def _undo_speaker(db: Database, event: Event) -> None:
    old = event.old
    claims.pick_speaker(db, event.noun_id, old["speaker_id"], picked=bool(old["picked"]))
    reindex(db, [event.noun_id])


def _undo_span(db: Database, event: Event) -> None:
    old, claim = event.old, need(db, "claim", event.noun_id)
    if "earlier_text" in old:
        lost = {
            "earlier_text_id": old["earlier_text"],
            "start": old["start"],
            "end": old["end"],
            "span_picked": old["picked"],
        }
        reading = earlier_texts.get(db, old["earlier_text"])
        assert reading is not None
        earlier_texts.put_place(db, claim.id, lost | {"text": reading.text[old["start"] : old["end"]], "found": 0})
        _extract_around(db, claim.document_id, {})
        reindex(db, [claim.id])
        link_claims(db, [claim.id], {claim.id: claim.text})
        return
    span = Span(old["start"], old["end"])
    since = earlier_texts.replaced_after(db, claim.document_id, event.id)
    if since is not None:
        found = Placing(since.text, documents.text_of(db, claim.document_id)).place(span).span
        if found is None:
            raise TrackerError("The words the claim had then are not in its document as it is read now; set others.")
        span = found
    _put_span(db, claim, span.start, span.end, picked=bool(old["picked"]))


def _undo_stance(db: Database, event: Event) -> None:
    old = event.old
    _put_stance(db, need(db, "claim", event.noun_id), old["stance"] if old["picked"] else None)


def _undo_merge(db: Database, event: Event) -> None:
    speakers.separate(db, event.noun_id, event.old["held"])
    for document_id in claims.documents_of(db, event.old["held"]["claims"]):
        store_extraction(db, document_id)


def _undo_lead(db: Database, event: Event) -> None:
    old = event.old
    threads.pick_lead(db, event.noun_id, old["lead_id"], picked=bool(old["picked"]), title_id=old.get("title_id"))
    refresh_threads(db, [old["lead_id"]])


def _undo_note(db: Database, event: Event) -> None:
    if not events.note_stands(db, event.new["note_id"]):
        raise TrackerError("The note was edited since; undo the edit first.")
    events.set_withdrawn(db, "note", event.new["note_id"], True)


@in_transaction
def confirm_attribution(db: Database, claim_id: int, *, who: str, batch: int | None = None) -> int | None:
    """Say that a claim is one, with the speaker and the words it has; return the event."""
    if need_claim(db, claim_id).judgement == "confirmed":
        return None
    claims.confirm(db, claim_id)
    return nouns.record(
        db, EventKind.ATTRIBUTION_CONFIRMED, "claim", claim_id, who=who, batch=batch,
        old={"judgement": None}, new={"judgement": "confirmed"},
    )  # fmt: skip


@in_transaction
def reject_claim(db: Database, claim_id: int, *, who: str, batch: int | None = None) -> int | None:
    """Say that what the program took for a claim is none; return the event. Its address stays."""
    claim = need(db, "claim", claim_id)
    if claim.judgement == "rejected":
        return None
    led = claims.led_by_choice(db, claim_id)
    for thread_id in led:
        threads.pick_lead(db, thread_id, claim_id, picked=False)
    claims.reject(db, claim_id)
    reindex(db, [], [claim_id])
    link_claims(db, [], {claim_id: claim.text})
    return nouns.record(
        db, EventKind.CLAIM_REJECTED, "claim", claim_id, who=who, batch=batch,
        old={"judgement": claim.judgement, "led": led}, new={"judgement": "rejected"},
    )  # fmt: skip


@in_transaction
def leave_date_open(db: Database, document_id: int, *, who: str) -> int | None:
    """Say that nothing at hand settles a document's date; return the event."""
    document = need(db, "document", document_id)
    if relations.date(db, document_id) is None:
        if document.date is not None:
            raise TrackerError(f"Document {document_id} has a date; there is nothing to leave open.")
        return None
    relations.leave_open(db, document_id, left=True)
    return nouns.record(
        db, EventKind.DATE_LEFT_OPEN, "document", document_id, who=who, old={"left": 0}, new={"left": 1}
    )


@in_transaction
def keep_apart(db: Database, a: int, b: int, *, who: str) -> int | None:
    """Say that two speakers are not one person or body; return the event."""
    a, b = sorted((a, b))
    if a == b:
        raise TrackerError("A speaker cannot be kept apart from itself; name another one.")
    one, other = need(db, "speaker", a), need(db, "speaker", b)
    at = nouns.now()
    if not speakers.keep_apart(db, a, b, who=who, at=at):
        return None
    return nouns.record(
        db, EventKind.SPEAKERS_KEPT_APART, "speaker", a, who=who, new={"with": b, "names": [one.name, other.name]}
    )


def _undo_confirmed(db: Database, event: Event) -> None:
    need_claim(db, event.noun_id)
    claims.restore(db, event.noun_id, event.old["judgement"])


def _undo_rejected(db: Database, event: Event) -> None:
    claim_id = event.noun_id
    claims.restore(db, claim_id, event.old["judgement"])
    reindex(db, [claim_id])
    for thread_id in event.old["led"]:
        threads.pick_lead(db, thread_id, claim_id, picked=True)
    link_claims(db, [claim_id])


JUDGEMENTS: dict[EventKind, Callable[[Database, Event], None]] = {
    EventKind.ATTRIBUTION_CONFIRMED: _undo_confirmed,
    EventKind.CLAIM_REJECTED: _undo_rejected,
    EventKind.DATE_LEFT_OPEN: lambda db, event: relations.leave_open(db, event.noun_id, left=False),
    EventKind.SPEAKERS_KEPT_APART: lambda db, event: speakers.let_together(db, event.noun_id, event.new["with"]),
}
"""How each judgement is taken back."""


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


def source_shown(db: Database, document_id: int) -> Source:
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


def places_of(db: Database, document_id: int, words: str) -> tuple[Span, ...]:
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
def make_claim(
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
    if name and len(name) > LONGEST_NAME:
        raise TrackerError(f"A speaker's name has at most {LONGEST_NAME} characters.")
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
    return claim_id, nouns.record(
        db, EventKind.CLAIM_MADE, "claim", claim_id, who=who,
        new={"document_id": document_id, "start": place.start, "end": place.end, "kind": kind, "speaker": name,
             "stance": stance, "words": _short(place.of(text))},
        batch=batch,
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


LONGEST_TOLD = 500
"""Characters of an address or a title."""
SELECTION = "only the words that were selected on the page"


def stored_page(db: Database, url: str) -> StoredDocument | None:
    """Return the newest stored document of a web address, whatever part of the page the address points to."""
    address = urldefrag(url.strip()).url
    return documents.newest_of_url(db, address) if address else None


@in_transaction
def clip_claim(
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
    place = places_of(db, taken.document_id, words)[-1]
    return make_claim(db, taken.document_id, place.start, place.end, kind=kind, speaker=speaker, who=who)


def _is_day(value: str) -> bool:
    try:
        return date.fromisoformat(value).isoformat() == value
    except ValueError:
        return False


UNDO: dict[EventKind, Callable[[Database, Event], None]] = {
    EventKind.MATCH_CONFIRMED: _undo_pair,
    EventKind.MATCH_REFUSED: _undo_pair,
    EventKind.SPEAKER_PICKED: _undo_speaker,
    EventKind.SPAN_PICKED: _undo_span,
    EventKind.STANCE_PICKED: _undo_stance,
    EventKind.SPEAKERS_MERGED: _undo_merge,
    EventKind.LEAD_PICKED: _undo_lead,
    EventKind.NOTE_ADDED: _undo_note,
    EventKind.CLAIM_MADE: _undo_make,
}
"""How each decision is taken back."""
