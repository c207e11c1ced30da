"""Taking recorded decisions back, whichever service made them; and many decisions made under one number."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from tracker.db import claims, events, relations, speakers
from tracker.db.connection import in_transaction
from tracker.db.rows import Database
from tracker.matching.threads import LINKING
from tracker.models import NotFoundError, TrackerError
from tracker.models.events import Event, EventKind
from tracker.models.relations import ANY, Narrowed
from tracker.services import (
    check,
    cite,
    decisions,
    earlier_texts,
    filters,
    groups,
    hand_made,
    history,
    holdings,
    linking,
    measures,
    notes,
    nouns,
    topics,
    verdicts,
)
from tracker.services.linking import threads_refreshed
from tracker.services.nouns import need, need_claim

UNDO: Mapping[EventKind, Callable[[Database, Event], None]] = {
    **decisions.UNDO,
    **check.UNDO,
    **linking.UNDO,
    **measures.UNDO,
    **hand_made.UNDO,
    **decisions.JUDGEMENTS,
    **notes.UNDO,
    **earlier_texts.UNDO,
    **cite.UNDO,
    **filters.UNDO,
    **topics.UNDO,
    **holdings.UNDO,
    **verdicts.UNDO,
}
"""How each kind of decision is taken back."""

ANSWERS: Sequence[frozenset[EventKind]] = (
    frozenset({EventKind.MATCH_CONFIRMED, EventKind.MATCH_REFUSED}),
    frozenset({EventKind.TAG_ADDED, EventKind.TAG_REMOVED}),
    frozenset({EventKind.READING_ADDED, EventKind.READING_REMOVED}),
    frozenset({EventKind.SEARCH_SAVED, EventKind.SEARCH_REMOVED}),
    frozenset({EventKind.FORM_SAVED, EventKind.FORM_REMOVED}),
    frozenset({EventKind.SCALE_ADDED, EventKind.SCALE_WITHDRAWN}),
    frozenset({EventKind.VERDICT_RECORDED, EventKind.VERDICT_REVISED, EventKind.VERDICT_WITHDRAWN}),
)
"""Decisions that answer one question: to take an earlier one back would undo a later one with it."""


@in_transaction
def undo(db: Database, event_id: int, *, who: str) -> int:
    """Take one decision back; return the event that records it.

    Raises ``TrackerError`` for what cannot be undone, was undone already, or has been decided anew since.
    """
    event = events.get(db, event_id)
    if event is None:
        raise NotFoundError(f"There is no event {event_id}.")
    if event.kind not in UNDO:
        raise TrackerError(f"An event “{history.sentence(event)}” cannot be undone; decisions can.")
    if event.erased:
        raise TrackerError("What this was about was erased for good; nothing can be taken back of it.")
    if event.undone_by is not None:
        raise TrackerError("This was undone already.")
    if event.kind not in holdings.UNDO:
        _need_there(db, event)
    kinds = {event.kind}.union(*(answers for answers in ANSWERS if event.kind in answers))
    if any(_subject(later) == _subject(event) for later in events.later_of_kinds(db, event, kinds)):
        raise TrackerError("This was decided anew since; undo the later decision first.")
    UNDO[event.kind](db, event)
    return events.record(
        db, at=nouns.now(), who=who, kind=EventKind.DECISION_UNDONE, noun=event.noun, noun_id=event.noun_id,
        old=event.new, new=event.old, undoes=event_id,
    )  # fmt: skip


def _need_there(db: Database, event: Event) -> None:
    """Raise ``NotFoundError`` where what was decided on is in the trash."""
    about = [(event.noun, event.noun_id)]
    if event.kind in decisions.DECISIONS.values():
        about.append(("claim", event.new["with"]))
    if event.kind is EventKind.VERDICT_WORKED and event.old:
        about.append(("claim", event.old["claim"]))
    for noun, noun_id in about:
        if noun in ("claim", "document", "thread", "verdict"):
            need(db, noun, noun_id)


def can_undo(event: Event) -> bool:
    """Whether an event is a decision that still stands."""
    kept = event.kind != EventKind.DATABASE_LINKED or "kept" in event.new
    return event.kind in UNDO and event.undone_by is None and not event.erased and kept


def _subject(event: Event) -> object:
    """Return what a decision concerns beside its row: the other claim of a pair, a topic, a note, a fact, a figure."""
    return event.new.get("with", event.new.get("note_id", event.new.get("fact", event.new.get("figure"))))


MOST_AT_ONCE: Final = 100
"""Decisions in one action: four pages of a list; nobody has looked at more."""


@dataclass(frozen=True, slots=True)
class Done:
    """What an action did: its batch (``None`` where nothing changed) and how many decisions it holds."""

    batch: int | None
    count: int


@in_transaction
def decide_pairs(
    db: Database, pairs: Collection[tuple[int, int]], decision: str, *, who: str, batch: int | None = None
) -> Done:
    """Confirm or refuse several matches; pairs that were decided so already are passed over.

    With ``batch`` they are counted to an action that has begun, all of which is told of.
    """
    if decision not in decisions.DECISIONS:
        raise TrackerError(f"A match is “confirmed” or “refused”, not “{decision}”.")
    _check(pairs)
    if any(a == b for a, b in pairs):
        raise TrackerError("A claim cannot be matched with itself.")
    chosen = sorted({relations.ordered(a, b) for a, b in pairs})
    touched: set[int] = set()
    batch, at = events.next_id(db) if batch is None else batch, nouns.now()
    with threads_refreshed(db, touched):
        for a, b in chosen:
            for claim_id in (a, b):
                need_claim(db, claim_id)
            event = decisions.record_pair(
                db, a, b, decision, _suggested(db, a, b, decision), who=who, at=at, batch=batch
            )
            if event is not None:
                touched |= {a, b}
        claims.touch(db, *sorted(touched))
    return _done(db, batch)


@in_transaction
def decide_group(
    db: Database,
    key: str,
    same: Collection[int],
    others: Collection[str],
    shown: Collection[int],
    *,
    who: str,
    narrowed: Narrowed = ANY,
) -> Done:
    """Decide a question: of the claims that were shown, ``same`` are one, and ``others`` are what they seemed to be.

    A pair of two in ``same`` is confirmed, one of a claim in it with one left out is refused, and so is the suggestion
    of another figure or an opposite whose key is not in ``others``. Claims that came since are not decided.
    ``narrowed`` is what the queue was narrowed to when it was asked, which decides what a group holds. Raises
    ``NotFoundError`` where nothing of the question waits any more.
    """
    group = groups.GroupLane().one(db, key, narrowed)
    if group is None:
        raise NotFoundError("This question is settled; nothing of it waits any more.")
    one, seen = set(same), set(shown)
    confirmed = [pair for pair in group.pairs if one.issuperset(pair)]
    refused = [pair for pair in group.pairs if seen.issuperset(pair) and len(one.intersection(pair)) == 1]
    if not one:
        refused = [pair for pair in group.pairs if seen.issuperset(pair)]
    for other in group.others:
        (confirmed if other.key in others else refused).extend(other.pairs)
        if other.key in others:
            confirmed += [pair for pair in other.within if seen.issuperset(pair)]
    # Suggestions between the other figures follow where all of these are confirmed; else they are asked on their own.
    if all(other.key in others for other in group.others):
        confirmed += group.besides
    batch, done = events.next_id(db), Done(None, 0)
    for pairs, decision in ((confirmed, "confirmed"), (refused, "refused")):
        for start in range(0, len(pairs), MOST_AT_ONCE):
            done = decide_pairs(db, pairs[start : start + MOST_AT_ONCE], decision, who=who, batch=batch)
    return done


def _suggested(db: Database, a: int, b: int, decision: str) -> str | None:
    """Return as what a pair is confirmed where only the suggestion is taken over: a changed figure stays one."""
    relation = relations.between(db, a, b)
    linking = decision == "confirmed" and relation is not None and relation.kind in LINKING
    return str(relation.kind) if linking and relation else None


@in_transaction
def judge_claims(db: Database, claim_ids: Collection[int], judgement: str, *, who: str) -> Done:
    """Confirm the attribution of several claims, or reject them (``confirmed``, ``rejected``)."""
    verbs: dict[str, Callable[..., int | None]] = {
        "confirmed": decisions.confirm_attribution,
        "rejected": decisions.reject_claim,
    }
    if judgement not in verbs:
        raise TrackerError(f"A claim is “confirmed” or “rejected”, not “{judgement}”.")
    _check(claim_ids)
    batch = events.next_id(db)
    for claim_id in sorted(set(claim_ids)):
        verbs[judgement](db, claim_id, who=who, batch=batch)
    return _done(db, batch)


@in_transaction
def judge_readings(db: Database, answers: Mapping[int, str | None], rejected: Collection[int], *, who: str) -> Done:
    """Say who made each of some claims: the speaker it has (``None``), another by name, nobody known (blank).

    Those ``rejected`` are no claims.
    """
    _check([*answers, *rejected])
    batch = events.next_id(db)
    for claim_id in sorted({*answers, *rejected}):
        name = answers.get(claim_id)
        if claim_id in rejected:
            decisions.reject_claim(db, claim_id, who=who, batch=batch)
        elif name is None:
            decisions.confirm_attribution(db, claim_id, who=who, batch=batch)
        else:
            decisions.pick_speaker(db, claim_id, name, who=who, batch=batch)
    return _done(db, batch)


@in_transaction
def name_label(
    db: Database,
    document_id: int,
    label: str | None,
    speaker_id: int | None,
    name: str,
    *,
    who: str,
    batch: int | None = None,
) -> Done:
    """Say who stands behind a label in one document: all of its claims get that speaker. Blank: it stays as printed.

    With ``batch`` it is counted to an action that has begun, all of which is told of.
    """
    need(db, "document", document_id)
    held = speakers.claims_of_nameless(db, document_id, label, speaker_id)
    batch = events.next_id(db) if batch is None else batch
    for claim_id in held:
        if name.strip():
            decisions.pick_speaker(db, claim_id, name, who=who, batch=batch)
        else:
            decisions.confirm_attribution(db, claim_id, who=who, batch=batch)
    return _done(db, batch)


@in_transaction
def name_labels(db: Database, names: Mapping[int, str], *, who: str) -> Done:
    """Say who stands behind some labels, each named by its first claim; those settled since are passed over."""
    batch, done = events.next_id(db), Done(None, 0)
    for label in speakers.nameless(db):
        if label.claim_id in names:
            name = names[label.claim_id]
            done = name_label(db, label.document_id, label.label, label.speaker_id, name, who=who, batch=batch)
    return done


@in_transaction
def undo_batch(db: Database, batch: int, *, who: str) -> Done:
    """Take back what one action decided, newest first; decisions made anew since stay, and are not counted."""
    held = events.of_batch(db, batch)
    if not held:
        raise NotFoundError(f"There is no action {batch} to take back.")
    standing = [event.id for event in held if event.undone_by is None]
    if not standing:
        raise TrackerError("This was undone already.")
    undone = 0
    for event_id in reversed(standing):
        try:
            undo(db, event_id, who=who)
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


def _done(db: Database, batch: int) -> Done:
    count: Sequence[object] = events.of_batch(db, batch)
    return Done(batch if count else None, len(count))
