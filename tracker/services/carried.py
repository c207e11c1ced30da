"""Decisions on an earlier version of a document that a person carries over to the later one, or leaves where they are.

The program proposes (``versions.propose``) where the words stand in the later version; nothing is carried by itself.
"""

from __future__ import annotations

from collections.abc import Callable

from tracker.db import earlier_texts, events
from tracker.db.connection import in_transaction
from tracker.db.rows import Database
from tracker.models import NotFoundError, Span
from tracker.models.claims import StoredClaim
from tracker.models.events import Event, EventKind
from tracker.services import decisions, hand_made, nouns
from tracker.services.nouns import need
from tracker.services.versions import found_at


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
    _record(db, EventKind.DECISIONS_CARRIED, claim_id, document_id, who, batch)
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
        made, _ = hand_made.make(
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
    return _record(db, EventKind.DECISIONS_LEFT, claim_id, document_id, who, None)


def _record(db: Database, kind: EventKind, claim_id: int, document_id: int, who: str, batch: int | None) -> int:
    new = {"with": document_id} | decisions.counted_to(batch)
    return events.record(db, at=nouns.now(), who=who, kind=kind, noun="claim", noun_id=claim_id, new=new)


def _undo(db: Database, event: Event) -> None:
    earlier_texts.answer(db, event.noun_id, event.new["with"], None)


UNDO: dict[EventKind, Callable[[Database, Event], None]] = {
    EventKind.DECISIONS_CARRIED: _undo,
    EventKind.DECISIONS_LEFT: _undo,
}
"""How an answer is taken back; the decisions that were carried over are taken back each by itself, or as one action."""
