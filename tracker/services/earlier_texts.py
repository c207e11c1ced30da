"""Stored originals read again by today's readers: first what would change, then all of it in one transaction.

What people decided is kept by its words: they are looked for in the new text as in a later version
(``cite.anchors``). A claim whose words are not there any more, and that nobody decided on, leaves the lists; one that
somebody decided on keeps its old words and waits in the review queue for a place.

From an earlier version of a document to a later one a person carries decisions over, or leaves them where they are: the
program proposes where the words stand (``versions.propose``), and nothing is carried by itself."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final

from tracker.check.places import document_keys
from tracker.cite.anchors import Placed, Placing, Standing
from tracker.db import claims, documents, earlier_texts, events, extraction, indexes, threads
from tracker.db.connection import in_transaction, transaction
from tracker.db.earlier_texts import ReadRows
from tracker.db.rows import Database
from tracker.ingest.dates import ledger as date_ledger
from tracker.models import NotFoundError, Record, Span, Stance, TrackerError
from tracker.models.claims import ClaimToPlace, StoredClaim
from tracker.models.documents import EarlierText, StoredDocument
from tracker.models.events import Event, EventKind
from tracker.services import decisions, nouns, versions
from tracker.services.extraction import Outcome, store_extraction
from tracker.services.ingest import read_again
from tracker.services.linking import link_claims, refresh_threads
from tracker.services.nouns import need
from tracker.services.retrieval import reindex
from tracker.services.versions import MOST_CHANGES, MOST_CLAIMS, ChangedParagraph, Fate, found_at
from tracker.text.differences import changes, in_words, printed_differences
from tracker.text.quantities import quantities
from tracker.text.words import fold

Facts = dict[str, Any]

SHOWN_FACTS: Final = {
    "found_title": "title",
    "found_publisher": "publisher",
    "found_byline": "byline",
    "found_url": "address",
    "date_value": "date",
    "read_notes": "remarks of the reader",
    "page_starts": "page beginnings",
}
"""Facts whose change is told, and what they are called."""


class ChangedFact(Record, frozen=True):
    """A fact of a document, as it was read and as it is read now."""

    name: str
    before: str | None
    after: str | None


class ClaimAgain(Record, frozen=True):
    """What becomes of one claim: its number, its words with their stance, and whether a person decided on it."""

    fate: Fate
    claim_id: int | None
    text: str
    stance: Stance
    decided: bool


class Rereading(Record, frozen=True):
    """What reading an original again changes; ``refused`` is the sentence of a reader that takes it no longer.

    ``claims`` holds at most ``MOST_CLAIMS`` of each fate; ``counts`` counts all. ``kept`` and ``lost`` count the
    claims that people decided on whose words stand in the new text, and those whose words do not.
    """

    document: StoredDocument
    refused: str | None
    changed: bool
    text_changed: bool
    paragraphs: list[ChangedParagraph]
    paragraphs_count: int
    facts: list[ChangedFact]
    counts: dict[str, int]
    claims: list[ClaimAgain]
    kept: int
    lost: int


@dataclass(frozen=True, slots=True)
class _Text:
    """A text of a document with the facts that were read with it, as columns, and the rows."""

    text: str
    facts: Facts
    rows: ReadRows


def _again(db: Database, document: StoredDocument) -> _Text:
    """Return what today's reader makes of the stored original; its day of capture stays."""
    fresh = read_again(db, document)
    ledger = date_ledger(fresh, date.fromisoformat(document.captured))
    rows = {
        "dates": [*map(documents.dated_row, ledger.dates)],
        "speeches": [*map(documents.speech_row, fresh.speeches)],
        "facts": [*map(documents.fact_row, fresh.facts)],
    }
    return _Text(fresh.text, documents.columns_read(fresh, ledger), rows)


def _present(db: Database, document_id: int) -> _Text:
    return _Text(
        documents.text_of(db, document_id),
        earlier_texts.facts_of(db, document_id),
        earlier_texts.rows_of(db, document_id),
    )


@dataclass(frozen=True, slots=True)
class _Renewed:
    """What came of another text: what became of each claim, and what is to be linked again."""

    fates: Sequence[ClaimAgain]
    rows: Sequence[ClaimToPlace]
    placed: Mapping[int, Placed]
    outcome: Outcome
    changed: Mapping[int, str]


class _DryRunError(Exception):
    """Ends a transaction whose changes were only to be looked at."""


def compared(db: Database, document_id: int) -> Rereading:
    """Return what reading a document's original again would change; nothing is kept of it."""
    document = need(db, "document", document_id)
    try:
        after = _again(db, document)
    except TrackerError as error:
        return Rereading(document, error.message, False, False, [], 0, [], {}, [], 0, 0)
    found: list[Rereading] = []
    try:
        with transaction(db):
            found.append(_report(document, _present(db, document_id), after, _renew(db, document_id, after)))
            raise _DryRunError
    except _DryRunError:
        return found[0]


def reread(db: Database, document_id: int, *, who: str) -> tuple[Rereading, int | None]:
    """Read a document's original again and store all that changed; return that, and the event.

    A second time changes nothing, and the event is ``None``. Raises ``ReadError`` where today's reader takes the file
    no longer; then the text that is stored stays.
    """
    document = need(db, "document", document_id)
    after = _again(db, document)
    found: list[Rereading] = []
    try:
        with transaction(db):
            before = _present(db, document_id)
            kept = _keep(db, document_id)
            renewed = _renew(db, document_id, after, kept)
            found.append(_report(document, before, after, renewed))
            if not found[0].changed:
                raise _DryRunError
            told = {"claims": found[0].counts, "kept": found[0].kept, "lost": found[0].lost}
            return found[0], _finish(db, document_id, kept, before.text, renewed, told, who=who)
    except _DryRunError:
        return found[0], None


def _keep(db: Database, document_id: int) -> int:
    """Keep the present text; it is in force until the next event."""
    return earlier_texts.keep(db, document_id, event_id=events.next_id(db), at=nouns.now())


def _renew(db: Database, document_id: int, after: _Text, kept: int | None = None) -> _Renewed:
    """Write another text of a document: its claims are placed in it, and what it holds is extracted.

    ``kept`` is the number of the one it replaces. Links, threads and the word index are left to ``_finish``.
    """
    kept = _keep(db, document_id) if kept is None else kept
    rows = earlier_texts.to_place(db, document_id)
    placed = _placed(db, rows, documents.text_of(db, document_id), after.text)
    earlier_texts.renew(db, document_id, after.text, after.facts, after.rows)
    changed: dict[int, str] = {}
    for row in rows:
        if _put(db, row, placed[row.id], after.text, kept):
            changed[row.id] = row.text
    outcome = store_extraction(db, document_id)
    reindex(db, [*changed])
    now = {row.id: row for row in earlier_texts.to_place(db, document_id)}
    return _Renewed([*_fates(rows, placed, now)], rows, placed, outcome, changed)


def _placed(db: Database, rows: Sequence[ClaimToPlace], old: str, new: str) -> dict[int, Placed]:
    """Return what became of the words of each claim; one that lost its place is sought by its earlier text."""
    texts: dict[int | None, Placing] = {None: Placing(old, new)}
    found = {}
    for row in rows:
        if row.earlier_text_id not in texts:
            earlier = earlier_texts.get(db, row.earlier_text_id or 0)
            assert earlier is not None
            texts[row.earlier_text_id] = Placing(earlier.text, new)
        found[row.id] = texts[row.earlier_text_id].place(Span(row.start, row.end))
    return found


def _put(db: Database, row: ClaimToPlace, place: Placed, text: str, kept: int) -> bool:
    """Write where a claim stands in another text; say whether its words changed, or it left the lists."""
    span = place.span
    if span is None:
        if row.earlier_text_id is None:
            lost = {"earlier_text_id": kept, "found": 0, "found_though_rejected": 0}
            earlier_texts.put_place(db, row.id, lost)
        return row.earlier_text_id is None and bool(row.found) and not row.touched
    words = span.of(text)
    own = not row.found or row.span_picked
    found_start, found_end = row.found_start - row.start, row.found_end - row.end
    moved = {
        "earlier_text_id": None,
        "start": span.start,
        "end": span.end,
        "text": words,
        "found_start": max(0, span.start + found_start),
        "found_end": min(len(text), span.end + found_end),
    }
    earlier_texts.put_place(db, row.id, moved)
    if own and words != row.text:
        figures = [replace(q, start=q.start + span.start, end=q.end + span.start) for q in quantities(words)]
        extraction.replace_quantities(db, {row.id: figures})
    elif own:
        earlier_texts.shift_quantities(db, row.id, span.start - row.start)
    return words != row.text and bool(row.found or row.touched)


def _fates(
    rows: Sequence[ClaimToPlace], placed: Mapping[int, Placed], now: Mapping[int, ClaimToPlace]
) -> Iterator[ClaimAgain]:
    """Yield what became of each claim that was live, and of each that is now."""
    before = {row.id: row for row in rows if row.touched or (row.found and row.judgement != "rejected")}
    for row in before.values():
        new, place = now[row.id], placed[row.id]
        if new.earlier_text_id is not None:
            fate = Fate.STAYED if row.earlier_text_id == new.earlier_text_id else Fate.WENT
        elif not (new.found or new.touched):
            fate = Fate.STANDS
        elif row.earlier_text_id is not None or place.standing is Standing.MOVED:
            fate = Fate.MOVED
        else:
            fate = Fate.CHANGED if _bare(new.text) != _bare(row.text) else Fate.STAYED
        yield ClaimAgain(fate, row.id, row.text, row.stance, bool(row.touched))
    for row in now.values():
        if row.id not in before and row.found and row.judgement != "rejected":
            yield ClaimAgain(Fate.APPEARED, row.id, row.text, row.stance, False)


def _bare(words: str) -> str:
    return " ".join(fold(words).split())


def _finish(
    db: Database, document_id: int, kept: int, old: str, renewed: _Renewed, told: Mapping[str, Any], *, who: str
) -> int:
    """Link what changed, keep the word index in step, and record what happened; return the event of the document."""
    outcome = renewed.outcome
    gone = {row.id: row.text for row in renewed.rows if row.id in renewed.changed and row.id not in outcome.live}
    relink = {*outcome.relink, *renewed.changed} - gone.keys()
    link_claims(db, sorted(relink), {**outcome.unindexed, **renewed.changed})
    refresh_threads(db, outcome.live)
    indexes.remove_words(db, document_id, document_keys(old))
    indexes.add_words(db, [(document_id, document_keys(documents.text_of(db, document_id)))])
    versions.renew_copies(db, document_id)
    at = nouns.now()
    event = nouns.record(
        db, EventKind.DOCUMENT_REREAD, "document", document_id, who=who, at=at, old={"earlier_text": kept}, new=told
    )
    for row in renewed.rows:
        place, before = renewed.placed[row.id], {"start": row.start, "end": row.end}
        if not row.touched:
            continue
        if place.span is None and row.earlier_text_id is None:
            nouns.record(
                db, EventKind.CLAIM_LOST, "claim", row.id, who=who, at=at, old=before, new={"earlier_text": kept}
            )
        elif place.span is not None and (place.standing is Standing.MOVED or row.earlier_text_id is not None):
            new = {"start": place.span.start, "end": place.span.end}
            nouns.record(db, EventKind.CLAIM_MOVED, "claim", row.id, who=who, at=at, old=before, new=new)
    return event


def _undo_reread(db: Database, event: Event) -> None:
    """Put the text back that was replaced; what was decided since is placed in it."""
    earlier = earlier_texts.get(db, event.old["earlier_text"])
    assert earlier is not None
    document_id, old = event.noun_id, documents.text_of(db, event.noun_id)
    facts, rows = earlier_texts.stored(earlier)
    kept = _keep(db, document_id)
    renewed = _renew(db, document_id, _Text(earlier.text, facts, rows), kept)
    _finish(db, document_id, kept, old, renewed, {"put back": earlier.id}, who=event.who)


@in_transaction
def let_go(db: Database, claim_id: int, *, who: str) -> int | None:
    """Say that a claim which lost its place need not be placed; it leaves the lists and keeps its address."""
    claim = need(db, "claim", claim_id)
    if earlier_texts.of_claim(db, claim_id) is None:
        raise TrackerError(f"Claim {claim_id} stands in its document; only one that lost its place can be let go.")
    if not claim.live:
        return None
    led = claims.led_by_choice(db, claim_id)
    for thread_id in led:
        threads.pick_lead(db, thread_id, claim_id, picked=False)
    earlier_texts.put_place(db, claim_id, {"touched": 0})
    reindex(db, [], [claim_id])
    link_claims(db, [], {claim_id: claim.text})
    return nouns.record(db, EventKind.CLAIM_LET_GO, "claim", claim_id, who=who, old={"led": led})


def _undo_let_go(db: Database, event: Event) -> None:
    claim_id = event.noun_id
    earlier_texts.put_place(db, claim_id, {"touched": 1})
    reindex(db, [claim_id])
    for thread_id in event.old["led"]:
        threads.pick_lead(db, thread_id, claim_id, picked=True)
    link_claims(db, [claim_id])


def kept(db: Database, document_id: int) -> list[EarlierText]:
    """Return the texts of a document that were replaced, the oldest first."""
    need(db, "document", document_id)
    return earlier_texts.of_document(db, document_id)


def kept_one(db: Database, document_id: int, earlier_text_id: int) -> EarlierText:
    """Return one of them; raises ``NotFoundError`` where there is none."""
    found = earlier_texts.get(db, earlier_text_id)
    if found is None or found.document_id != document_id:
        raise NotFoundError(f"There is no earlier text {earlier_text_id} of document {document_id}.")
    return found


def lines(found: Rereading) -> Iterator[str]:
    """Yield what reading again changes, in words."""
    name = f"document {found.document.id} ({found.document.name})"
    if found.refused is not None:
        yield f"{name}: {found.refused}"
        return
    if not found.changed:
        yield f"{name}: nothing changes."
        return
    counted = ", ".join(f"{count} {fate}" for fate, count in found.counts.items() if count) or "none"
    yield f"{name}: claims: {counted}; decided on: {found.kept} keep their place, {found.lost} lose it."
    for fact in found.facts:
        yield f"    {fact.name}: {fact.before or 'none'} → {fact.after or 'none'}"
    if found.text_changed and not found.paragraphs:
        yield "    In the text only line breaks or typography change."
    for change in found.paragraphs:
        yield from (f"    {sentence}" for sentence in in_words(printed_differences(change.before, change.after)))
    for each in found.claims:
        if each.fate is not Fate.STAYED:
            number = f"claim {each.claim_id}" if each.fate is not Fate.APPEARED else "a claim"
            yield f"    {each.fate}: {number}{' (decided on)' if each.decided else ''}: {' '.join(each.text.split())}"


def _report(document: StoredDocument, before: _Text, after: _Text, renewed: _Renewed) -> Rereading:
    fates, paragraphs = renewed.fates, changes(before.text, after.text)
    decided = [renewed.placed[row.id] for row in renewed.rows if row.touched]
    return Rereading(
        document=document,
        refused=None,
        changed=_differs(before, after) or any(each.fate is not Fate.STAYED for each in fates),
        text_changed=before.text != after.text,
        paragraphs=[ChangedParagraph(change.before, change.after) for change in paragraphs[:MOST_CHANGES]],
        paragraphs_count=len(paragraphs),
        facts=[
            ChangedFact(name, _told(before.facts[key]), _told(after.facts[key]))
            for key, name in SHOWN_FACTS.items()
            if before.facts[key] != after.facts[key]
        ],
        counts={fate.value: sum(each.fate is fate for each in fates) for fate in Fate},
        claims=[each for fate in Fate for each in [one for one in fates if one.fate is fate][:MOST_CLAIMS]],
        kept=sum(place.span is not None for place in decided),
        lost=sum(place.span is None for place in decided),
    )


def _differs(before: _Text, after: _Text) -> bool:
    return before.text != after.text or before.facts != after.facts or before.rows != after.rows


def _told(value: object) -> str | None:
    return None if value is None else str(value)


@in_transaction
def carry(db: Database, claim_id: int, document_id: int, *, who: str) -> int | None:
    """Decide on the words in a later version as was decided on a claim of the earlier one; return the action's number.

    A claim that the program did not find there is made. ``None`` where that was answered before.
    """
    claim = need(db, "claim", claim_id)
    waiting = earlier_texts.proposal(db, claim_id, document_id)
    if waiting is None:
        raise NotFoundError(f"There is no decision on claim {claim_id} that waits for document {document_id}.")
    if waiting.answer is not None:
        return None
    batch = events.next_id(db)
    told = {"with": document_id}
    nouns.record(db, EventKind.DECISIONS_CARRIED, "claim", claim_id, who=who, new=told, batch=batch)
    earlier_texts.answer(db, claim_id, document_id, "carried")
    _decide(db, claim, document_id, Span(waiting.start, waiting.end), who=who, batch=batch)
    return batch


def _decide(db: Database, claim: StoredClaim, document_id: int, span: Span, *, who: str, batch: int) -> None:
    there = found_at(db, document_id, span)
    if claim.judgement == "rejected":
        if there is not None:
            decisions.reject_claim(db, there.id, who=who, batch=batch)
        return
    speaker = claim.speaker if claim.speaker_id is not None else None
    if there is None:
        made, _ = decisions.make_claim(
            db, document_id, span.start, span.end, kind=claim.kind, speaker=speaker, stance=claim.stance, who=who,
            batch=batch,
        )  # fmt: skip
        there = need(db, "claim", made)
    if claim.speaker_picked and there.speaker_id != claim.speaker_id:
        decisions.pick_speaker(db, there.id, speaker, who=who, batch=batch)
    if claim.stance_picked and there.stance != claim.stance:
        decisions.pick_stance(db, there.id, claim.stance, who=who, batch=batch)
    if claim.span_picked and (there.start, there.end) != (span.start, span.end):
        decisions.pick_span(db, there.id, span.start, span.end, who=who, batch=batch)
    for other in earlier_texts.refused_with(db, claim.id):
        if other != there.id:
            decisions.decide_pair(db, there.id, other, "refused", who=who, batch=batch)


@in_transaction
def leave(db: Database, claim_id: int, document_id: int, *, who: str) -> int | None:
    """Leave what was decided on a claim with the earlier version; return the event."""
    waiting = earlier_texts.proposal(db, claim_id, document_id)
    if waiting is None:
        raise NotFoundError(f"There is no decision on claim {claim_id} that waits for document {document_id}.")
    if waiting.answer is not None:
        return None
    earlier_texts.answer(db, claim_id, document_id, "left")
    return nouns.record(db, EventKind.DECISIONS_LEFT, "claim", claim_id, who=who, new={"with": document_id})


def _undo_carried(db: Database, event: Event) -> None:
    earlier_texts.answer(db, event.noun_id, event.new["with"], None)


UNDO: dict[EventKind, Callable[[Database, Event], None]] = {
    EventKind.DOCUMENT_REREAD: _undo_reread,
    EventKind.CLAIM_LET_GO: _undo_let_go,
    EventKind.DECISIONS_CARRIED: _undo_carried,
    EventKind.DECISIONS_LEFT: _undo_carried,
}
"""How reading again, and letting a claim go, are taken back."""
