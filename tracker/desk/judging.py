"""What a person judges in the review queue: an attribution, an open date, two speakers who may be one.

Each verb is one transaction and one event, which ``undoing`` takes back. A verb that changes nothing records nothing.
"""

from __future__ import annotations

from collections.abc import Callable

from tracker import store
from tracker.desk import clock
from tracker.desk.linking import link_claims
from tracker.desk.nouns import need, need_claim
from tracker.desk.retrieval import reindex
from tracker.models import TrackerError
from tracker.models.events import Event, EventKind
from tracker.store import events, judging, speaker_pairs, thread_growth, waiting
from tracker.store.rows import Row


def confirm_attribution(db: store.Database, claim_id: int, *, who: str, batch: int | None = None) -> int | None:
    """Say that a claim is one, with the speaker and the words it has; return the event."""
    if need_claim(db, claim_id)["judgement"] == "confirmed":
        return None
    with store.transaction(db):
        judging.confirm(db, claim_id)
        return _record(db, EventKind.ATTRIBUTION_CONFIRMED, "claim", claim_id, who, batch, {"judgement": None},
                       {"judgement": "confirmed"})  # fmt: skip


def reject_claim(db: store.Database, claim_id: int, *, who: str, batch: int | None = None) -> int | None:
    """Say that what the program took for a claim is none; return the event. Its address stays."""
    claim = need(db, "claim", claim_id)
    if claim["judgement"] == "rejected":
        return None
    with store.transaction(db):
        led = judging.led_by_choice(db, claim_id)
        for thread_id in led:
            thread_growth.pick_lead(db, thread_id, claim_id, picked=False)
        judging.reject(db, claim_id)
        reindex(db, [], [claim_id])
        link_claims(db, [], {claim_id: claim["text"]})
        return _record(db, EventKind.CLAIM_REJECTED, "claim", claim_id, who, batch,
                       {"judgement": claim["judgement"], "led": led}, {"judgement": "rejected"})  # fmt: skip


def leave_date_open(db: store.Database, document_id: int, *, who: str) -> int | None:
    """Say that nothing at hand settles a document's date; return the event."""
    document = need(db, "document", document_id)
    if waiting.date(db, document_id) is None:
        if document.date is not None:
            raise TrackerError(f"Document {document_id} has a date; there is nothing to leave open.")
        return None
    with store.transaction(db):
        waiting.leave_open(db, document_id, left=True)
        return _record(db, EventKind.DATE_LEFT_OPEN, "document", document_id, who, None, {"left": 0}, {"left": 1})


def keep_apart(db: store.Database, a: int, b: int, *, who: str) -> int | None:
    """Say that two speakers are not one person or body; return the event."""
    a, b = sorted((a, b))
    if a == b:
        raise TrackerError("A speaker cannot be kept apart from itself; name another one.")
    one, other = need(db, "speaker", a), need(db, "speaker", b)
    with store.transaction(db):
        at = clock.now()
        if not speaker_pairs.keep_apart(db, a, b, who=who, at=at):
            return None
        return _record(db, EventKind.SPEAKERS_KEPT_APART, "speaker", a, who, None, {},
                       {"with": b, "names": [one.name, other.name]})  # fmt: skip


def _record(
    db: store.Database, kind: EventKind, noun: str, noun_id: int, who: str, batch: int | None, old: Row, new: Row
) -> int:
    """Record an event, with the number of the batch it belongs to."""
    new = new | ({"batch": batch} if batch is not None else {})
    return events.record(db, at=clock.now(), who=who, kind=kind, noun=noun, noun_id=noun_id, old=old, new=new)


def _undo_confirmed(db: store.Database, event: Event) -> None:
    need_claim(db, event.noun_id)
    judging.restore(db, event.noun_id, event.old["judgement"])


def _undo_rejected(db: store.Database, event: Event) -> None:
    claim_id = event.noun_id
    judging.restore(db, claim_id, event.old["judgement"])
    reindex(db, [claim_id])
    for thread_id in event.old["led"]:
        thread_growth.pick_lead(db, thread_id, claim_id, picked=True)
    link_claims(db, [claim_id])


def _undo_left_open(db: store.Database, event: Event) -> None:
    waiting.leave_open(db, event.noun_id, left=False)


def _undo_kept_apart(db: store.Database, event: Event) -> None:
    speaker_pairs.let_together(db, event.noun_id, event.new["with"])


UNDO: dict[EventKind, Callable[[store.Database, Event], None]] = {
    EventKind.ATTRIBUTION_CONFIRMED: _undo_confirmed,
    EventKind.CLAIM_REJECTED: _undo_rejected,
    EventKind.DATE_LEFT_OPEN: _undo_left_open,
    EventKind.SPEAKERS_KEPT_APART: _undo_kept_apart,
}
"""How each judgement is taken back."""
