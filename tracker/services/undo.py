"""Decisions taken back, whichever service made them; many made under one number; and whether what was seen still is."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from typing import Final

from msgspec.structs import astuple

from tracker.db import claims, events, relations, speakers
from tracker.db.connection import in_transaction, transaction
from tracker.db.rows import Database
from tracker.matching.threads import LINKING
from tracker.models import FACTS, FactName, NotFoundError, TrackerError
from tracker.models.events import Event, EventKind
from tracker.models.relations import ANY, Narrowed
from tracker.models.threads import ThreadSummary, Verdict, Work
from tracker.services import (
    check,
    cite,
    decisions,
    documents,
    earlier_texts,
    figures,
    filters,
    linking,
    notes,
    nouns,
    topics,
    verdicts,
)
from tracker.services.claims import GROUPS
from tracker.services.linking import threads_refreshed
from tracker.services.nouns import need, need_claim, text_of_claim
from tracker.services.verdicts import working

UNDO: Mapping[EventKind, Callable[[Database, Event], None]] = {
    **decisions.UNDO,
    **check.UNDO,
    **linking.UNDO,
    **figures.UNDO,
    **decisions.UNDO,
    **decisions.JUDGEMENTS,
    **notes.UNDO,
    **earlier_texts.UNDO,
    **cite.UNDO,
    **filters.UNDO,
    **topics.UNDO,
    **documents.UNDO,
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
        raise TrackerError(f"An event “{nouns.sentence(event)}” cannot be undone; decisions can.")
    if event.erased:
        raise TrackerError("What this was about was erased for good; nothing can be taken back of it.")
    if event.undone_by is not None:
        raise TrackerError("This was undone already.")
    if event.kind not in documents.UNDO:
        _need_there(db, event)
    kinds = {event.kind}.union(*(answers for answers in ANSWERS if event.kind in answers))
    if any(_subject(later) == _subject(event) for later in events.later_of_kinds(db, event, kinds)):
        raise TrackerError("This was decided anew since; undo the later decision first.")
    UNDO[event.kind](db, event)
    return nouns.record(
        db, EventKind.DECISION_UNDONE, event.noun, event.noun_id, who=who, old=event.new, new=event.old, undoes=event_id
    )


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
    group = GROUPS.one(db, key, narrowed)
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


DIGITS: Final = 16
"""Of the hash: 64 bits tell any two texts of one field apart."""


_NUMBER: Final = r"[0-9]{1,18}"
"""Of a row, as a form carries it: one that SQLite can look for."""


def _fact_of(fact: FactName) -> Callable[[Database, int], str]:
    return lambda db, number: getattr(need(db, "document", number), fact) or ""


def _ruling(db: Database, number: int) -> str:
    """Return all that the form of a verdict can change, a line for each thing that is given."""
    verdict = need(db, "verdict", number)
    ruled = f"{verdict.rating}: {verdict.summary}" if verdict.summary else verdict.rating
    return "\n".join(filter(None, (ruled, verdict.reviewer, verdict.date, verdict.url, *_pieces(verdict))))


def _work(db: Database, number: int) -> str:
    """Return all that the form of the work on a verdict can change, a line for each thing that is given."""
    work = working(db, number)
    if work is None:
        return ""
    return "\n".join(filter(None, (work.status, work.assignee, work.rating, work.note, *_pieces(work))))


def _pieces(ruled: Verdict | Work) -> Iterator[str]:
    return (" ".join(filter(None, astuple(piece))) for piece in ruled.evidence)


def _span(db: Database, number: int) -> str:
    claim = need(db, "claim", number)
    return f"{claim.text}\n(characters {claim.start} to {claim.end})"


def _standing(db: Database, number: int) -> str:
    """Return what a person confirms of a claim: who said it, in which words, and what the source does with them."""
    claim = need(db, "claim", number)
    return f"{claim.speaker or 'Nobody known'} {claim.stance}:\n{claim.text}"


def _note(db: Database, number: int) -> str:
    """Return the words of a note as they stand, blank where it was taken back."""
    return next((note.markdown for note in reversed(notes.versions(db, number)) if not note.withdrawn), "")


def title_seen(thread: ThreadSummary) -> str:
    """Return what stands for a thread, and who picked it, as the form for another title shows it."""
    return f"{thread.lead}\n(claim {thread.title_id}{', picked by a person' if thread.lead_picked else ''})"


def decision_on(db: Database, a: int, b: int) -> str:
    """Return what a person said of a pair of claims, blank where nobody did."""
    standing = relations.on_pair(db, *relations.ordered(a, b))
    return (standing.decision or "") if standing else ""


FIELDS: Final[Mapping[tuple[str, str], Callable[[Database, int], str]]] = {
    ("topic", "description"): lambda db, number: need(db, "topic", number).description,
    ("topic", "name"): lambda db, number: need(db, "topic", number).name,
    ("reading", "remark"): topics.remark_of,
    ("search", "name"): lambda db, number: filters.need_search(db, number).name,
    ("verdict", "summary"): _ruling,
    ("thread", "work"): _work,
    ("thread", "title"): lambda db, number: title_seen(need(db, "thread", number)),
    ("note", "text"): _note,
    ("claim", "speaker"): lambda db, number: need(db, "claim", number).speaker or "",
    ("claim", "span"): _span,
    ("claim", "stance"): lambda db, number: need(db, "claim", number).stance,
    ("claim", "attribution"): _standing,
    ("document", "date"): lambda db, number: need(db, "document", number).date or "",
    **{("document", fact): _fact_of(fact) for fact in FACTS},
}
"""What a form can be made from: a field of a noun, and how it is read. A match is one more noun, of two numbers."""


def _span_sent(db: Database, number: int, sent: Mapping[str, str]) -> str:
    claim = need(db, "claim", number)
    start, end = (int(sent[name]) if re.fullmatch(_NUMBER, sent.get(name, "")) else 0 for name in ("start", "end"))
    return f"{text_of_claim(db, claim)[start:end]}\n(characters {start} to {end})"


def _title_sent(db: Database, _: int, sent: Mapping[str, str]) -> str:
    claim_id = sent.get("claim", "")
    return f"{need(db, 'claim', int(claim_id)).text}\n(claim {claim_id})" if re.fullmatch(_NUMBER, claim_id) else ""


CHOICES: Final[Mapping[tuple[str, str], Callable[[Database, int, Mapping[str, str]], str]]] = {
    ("claim", "span"): _span_sent,
    ("claim", "stance"): lambda db, number, sent: sent.get("stance", ""),
    ("claim", "attribution"): lambda db, number, sent: "It is right as you saw it.",
    ("thread", "title"): _title_sent,
    ("match", "decision"): lambda db, number, sent: sent.get("decision", ""),
}
"""What a form says in words where it takes one of several things, and no words of its own."""


class StaleError(TrackerError):
    """A field that was changed since the form was made; ``theirs`` is what stands there now."""

    status = 409

    def __init__(self, noun: str, number: str, field: str, theirs: str) -> None:
        self.noun, self.number, self.field, self.theirs = noun, number, field, theirs
        self.about = f"{noun}:{number}:{field}:"
        super().__init__(f"The {field} of {noun} {number} was changed since you opened it; nothing was changed.")

    def mine(self, db: Database, sent: Mapping[str, str]) -> str | None:
        """Return what a form says in words where it takes a choice, ``None`` where it sends words of its own."""
        words = CHOICES.get((self.noun, self.field))
        try:
            return words(db, int(self.number.partition("-")[0]), sent) if words else None
        except TrackerError:  # what was chosen is gone
            return ""


class PreconditionError(TrackerError):
    """A program's condition (If-Match) that does not hold any more."""

    status = 412


def version(text: str) -> str:
    """Return the version of a text."""
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:DIGITS]


def made_from(db: Database, noun: str, number: int, field: str) -> str:
    """Return what a form carries of the field it changes: ``topic:3:description:`` and its version."""
    return carried(noun, str(number), field, FIELDS[noun, field](db, number))


def carried(noun: str, number: str, field: str, seen: str) -> str:
    """Return what a form carries that shows a field with these words: ``match:3-5:decision:`` and their version."""
    return f"{noun}:{number}:{field}:{version(seen)}"


def _standing_now(db: Database, noun: str, number: str, field: str) -> str:
    if (noun, field) == ("match", "decision") and (pair := re.fullmatch(f"({_NUMBER})-({_NUMBER})", number)):
        return decision_on(db, int(pair[1]), int(pair[2]))
    if (noun, field) not in FIELDS or not re.fullmatch(_NUMBER, number):
        raise TrackerError("The form does not say what it was made from; open the page again.")
    return FIELDS[noun, field](db, int(number))


@contextmanager
def unless_changed(db: Database, made: str) -> Iterator[None]:
    """Run a block in one transaction with the question whether a field is as it was; raise ``StaleError`` if not."""
    noun, number, field, seen = (*made.split(":", 3), "", "", "")[:4]
    with transaction(db):
        now = _standing_now(db, noun, number, field)
        if version(now) != seen:
            raise StaleError(noun, number, field, now)
        yield


@contextmanager
def if_matches(db: Database, wanted: str, present: Callable[[], str]) -> Iterator[None]:
    """Run a block in one transaction with the question whether a resource still has one of the tags ``wanted``."""
    with transaction(db):
        if wanted.strip() != "*" and present() not in {tag.strip().removeprefix("W/") for tag in wanted.split(",")}:
            raise PreconditionError("This was changed since you read it; read it again, and decide anew.")
        yield
