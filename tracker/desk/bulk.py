"""Many decisions in one action: one event each, all under one batch number, so that one undo takes them back."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import Final

from tracker import match, store
from tracker.desk import clock, deciding, judging, undoing
from tracker.desk.nouns import need, need_claim
from tracker.desk.threading import refresh_threads
from tracker.models import NotFoundError, TrackerError
from tracker.store import claims, decisions, events, relations, speaker_pairs

MOST_AT_ONCE: Final = 100
"""Decisions in one action: four pages of a list; nobody has looked at more."""


@dataclass(frozen=True, slots=True)
class Done:
    """What an action did: its batch (``None`` where nothing changed) and how many decisions it holds."""

    batch: int | None
    count: int


def decide_pairs(db: store.Database, pairs: Collection[tuple[int, int]], decision: str, *, who: str) -> Done:
    """Confirm or refuse several matches; pairs that were decided so already are passed over."""
    if decision not in deciding.DECISIONS:
        raise TrackerError(f"A match is “confirmed” or “refused”, not “{decision}”.")
    _check(pairs)
    if any(a == b for a, b in pairs):
        raise TrackerError("A claim cannot be matched with itself.")
    chosen = sorted({decisions.ordered(a, b) for a, b in pairs})
    touched: set[int] = set()
    with store.transaction(db):
        batch, at = events.next_id(db), clock.now()
        for a, b in chosen:
            for claim_id in (a, b):
                need_claim(db, claim_id)
            event = deciding.record_pair(
                db, a, b, decision, _suggested(db, a, b, decision), who=who, at=at, batch=batch
            )
            if event is not None:
                touched |= {a, b}
        for claim_id in sorted(touched):
            claims.touch(db, claim_id)
        if touched:
            refresh_threads(db, touched)
        return _done(db, batch)


def _suggested(db: store.Database, a: int, b: int, decision: str) -> str | None:
    """Return as what a pair is confirmed where only the suggestion is taken over: a changed figure stays one."""
    relation = relations.between(db, a, b)
    linking = decision == "confirmed" and relation is not None and relation["kind"] in match.LINKING
    return str(relation["kind"]) if linking and relation else None


def judge_claims(db: store.Database, claim_ids: Collection[int], judgement: str, *, who: str) -> Done:
    """Confirm the attribution of several claims, or reject them (``confirmed``, ``rejected``)."""
    verbs: dict[str, Callable[..., int | None]] = {
        "confirmed": judging.confirm_attribution,
        "rejected": judging.reject_claim,
    }
    if judgement not in verbs:
        raise TrackerError(f"A claim is “confirmed” or “rejected”, not “{judgement}”.")
    _check(claim_ids)
    with store.transaction(db):
        batch = events.next_id(db)
        for claim_id in sorted(set(claim_ids)):
            verbs[judgement](db, claim_id, who=who, batch=batch)
        return _done(db, batch)


def name_label(
    db: store.Database, document_id: int, label: str | None, speaker_id: int | None, name: str, *, who: str
) -> Done:
    """Say who stands behind a label in one document: all of its claims get that speaker. Blank: it stays as printed."""
    need(db, "document", document_id)
    held = speaker_pairs.claims_of_nameless(db, document_id, label, speaker_id)
    with store.transaction(db):
        batch = events.next_id(db)
        for claim_id in held:
            if name.strip():
                deciding.pick_speaker(db, claim_id, name, who=who, batch=batch)
            else:
                judging.confirm_attribution(db, claim_id, who=who, batch=batch)
        return _done(db, batch)


def undo_batch(db: store.Database, batch: int, *, who: str) -> Done:
    """Take back what one action decided, newest first; decisions made anew since stay, and are not counted."""
    held = events.of_batch(db, batch)
    if not held:
        raise NotFoundError(f"There is no action {batch} to take back.")
    standing = [event.id for event in held if event.undone_by is None]
    if not standing:
        raise TrackerError("This was undone already.")
    undone = 0
    with store.transaction(db):
        for event_id in reversed(standing):
            try:
                undoing.undo(db, event_id, who=who)
            except TrackerError:  # decided anew since: the later decision stands
                continue
            undone += 1
    if not undone:
        raise TrackerError("All of this was decided anew since; undo the later decisions first.")
    return Done(batch, undone)


def _check(chosen: Collection[object]) -> None:
    if not chosen:
        raise TrackerError("Nothing is chosen: tick what this is to be done with.")
    if len(chosen) > MOST_AT_ONCE:
        raise TrackerError(f"At most {MOST_AT_ONCE} can be decided at once; nobody looks at more.")


def _done(db: store.Database, batch: int) -> Done:
    count: Sequence[object] = events.of_batch(db, batch)
    return Done(batch if count else None, len(count))
