"""What one page or one ``--json`` shows of a noun, the same for both."""

from __future__ import annotations

from typing import Any

from msgspec.structs import asdict

from tracker.db import claim_lists, claims, documents, events, relations, review, speakers, threads, verdicts
from tracker.db.claim_lists import Filters
from tracker.db.rows import Database, Row
from tracker.extract.zones import file_header
from tracker.matching.threads import Statement, origins
from tracker.models import RelationKind
from tracker.models.claims import ClaimWithQuantities
from tracker.models.documents import LedgerEntry, StoredDocument, Totals
from tracker.models.record import Record
from tracker.models.speakers import MergedName, PrintedLabel, StoredRole, StoredSpeaker
from tracker.models.threads import ThreadSummary
from tracker.models.verdicts import Verdict
from tracker.services import hand_made
from tracker.services.nouns import need

CONTEXT = 300
"""Characters of the document shown before and after a claim."""
ON_HOME = 6
"""Entries of each list on the home page; each links to the whole list."""
MOST_MOVED = 500
"""Pairs of one speaker's claims that revise or reverse each other, at most, in a speaker's JSON."""
LOOKED_THROUGH = 20 * ON_HOME
"""Pairs looked through for a list of the home page, since one claim is often set against all repeats of another."""
DECISION = ("decision", "decided_by", "decided_at")
"""What is shown of a person's decision on a pair; ``None`` where the program only suggests it."""
OPPOSED = (RelationKind.REVISED, RelationKind.REVERSED)
"""Relations that link threads without merging them."""


class Home(Record, frozen=True):
    """What the home page shows: totals, what recurs, what waits for a decision and what happened last."""

    totals: Totals
    threads: list[ThreadSummary]
    waiting: list[Row]
    waiting_count: int
    changed: list[Row]
    open_dates: list[StoredDocument]
    open_dates_count: int
    events: list[Row]


def home(db: Database) -> Home:
    """Return totals, what recurs, what waits for a decision and what happened last."""
    return Home(
        totals=documents.totals(db),
        threads=threads.every(db, limit=ON_HOME),
        waiting=pairs(db, _each_claim_once(review.matches(db, limit=LOOKED_THROUGH))[:ON_HOME]),
        waiting_count=review.matches_count(db),
        changed=pairs(db, _each_claim_once(relations.latest_changes(db, limit=LOOKED_THROUGH))[:ON_HOME]),
        open_dates=documents.undecided_dates(db, limit=ON_HOME),
        open_dates_count=documents.undecided_dates_count(db),
        events=events.latest(db, ON_HOME),
    )


def _each_claim_once(found: list[Row]) -> list[Row]:
    """Return those relations neither of whose claims stands in an earlier one of them."""
    seen: set[int] = set()
    kept = []
    for row in found:
        if seen.isdisjoint((row["a"], row["b"])):
            kept.append(row)
            seen |= {row["a"], row["b"]}
    return kept


def pairs(db: Database, found: list[Row]) -> list[Row]:
    """Return relations with both claims in them, as ``claim_a`` and ``claim_b``."""
    ids = {r["a"] for r in found} | {r["b"] for r in found}
    rows = {row["id"]: row for row in claims.with_quantities(db, claims.several(db, sorted(ids)))}
    return [r | {"claim_a": rows[r["a"]], "claim_b": rows[r["b"]]} for r in found]


class DocumentShown(StoredDocument, frozen=True):
    """A document with its text, date ledger, claims, notes and events."""

    text: str
    dates: list[LedgerEntry]
    claims_in_text: list[ClaimWithQuantities]
    notes_on: list[Row]
    events: list[Row]


def document(db: Database, document_id: int) -> DocumentShown:
    """Return a document with its text, date ledger, claims, notes and events."""
    return DocumentShown(
        **asdict(need(db, "document", document_id)),
        text=documents.text_of(db, document_id),
        dates=documents.dates_of(db, document_id),
        claims_in_text=claims.with_quantities(db, claims.of_document(db, document_id)),
        **talk(db, "document", document_id),
    )


def claim(db: Database, claim_id: int, matches: list[Row] | None = None) -> Row:
    """Return a claim with its context, attribution, figures, matches with reasons, threads, notes and events.

    A page gives the relations that it shows as ``matches``; without them every one is told.
    ``before`` and ``after`` are the document's characters around it; each match is a relation with ``other``, the
    claim on its far side, and ``differences`` turned so that this claim's span comes first.
    """
    stored = need(db, "claim", claim_id)
    row = claims.with_quantities(db, [stored])[0]
    text = documents.text_of(db, row["document_id"])
    previous, following = claims.beside(db, stored) if row["live"] else (None, None)
    found = pairs(db, relations.of_claim(db, claim_id) if matches is None else matches)
    return row | {
        **around(text, row["start"], row["end"]),
        "attribution": claims.attribution_of(db, row["attribution_id"]) if row["attribution_id"] else None,
        "roles": _roles_in(db, row),
        "matches": [_seen_from(claim_id, relation) for relation in found],
        "threads": threads.of_claim(db, claim_id),
        "made_by": hand_made.made_by(db, claim_id) if row["hand_made"] else None,
        "linked_from": events.to(db, "claim", claim_id),
        "previous": previous,
        "next": following,
        **talk(db, "claim", claim_id),
    }


def around(text: str, start: int, end: int) -> Row:
    """Return as ``before`` and ``after`` what stands around a place: of each side ``CONTEXT`` characters at most.

    What a Markdown file says of itself is no context of the words below it.
    """
    body = file_header(text)
    before = text[max(0, start - CONTEXT) : start]
    if start - len(before) < body <= start:
        before = text[body:start].lstrip()
    return {"before": before, "after": text[end : end + CONTEXT]}


def _roles_in(db: Database, row: Row) -> list[StoredRole]:
    """Return the roles the claim's own document prints for its speaker."""
    if row["speaker_id"] is None:
        return []
    return [role for role in speakers.roles_of(db, row["speaker_id"]) if role.document_id == row["document_id"]]


def _seen_from(claim_id: int, relation: Row) -> Row:
    """Return a relation as seen from one of its claims."""
    if relation["a"] == claim_id:
        return relation | {"other": relation["claim_b"]}
    turned = [[theirs, mine] for mine, theirs in relation["differences"]]
    return relation | {"other": relation["claim_a"], "differences": turned}


def thread(db: Database, thread_id: int) -> Row:
    """Return a thread with its claims in date order, and as ``opposed`` the claims that revise or oppose one of them.

    Each member carries ``relation``, what it is to the lead (``None`` for the lead itself). ``origins`` tell how many
    independent sources stand behind it: the first claim of each, with its copies in later documents.
    """
    row = need(db, "thread", thread_id)
    members = threads.members(db, thread_id)
    rows = claims.with_quantities(db, claims.several(db, members))
    to_the_lead = to_lead(row["lead_id"], relations.of_claim(db, row["lead_id"]))
    return row | {
        "members": [member | {"relation": brief(to_the_lead.get(member["id"]))} for member in rows],
        "opposed": opposed(db, thread_id),
        "origins": _origins(rows),
        **talk(db, "thread", thread_id),
    }


def _origins(rows: list[Row]) -> list[Row]:
    """Return the origins of a thread's claims, as ``{"first": claim id, "copies": [claim ids]}``."""
    statements = [Statement(row["id"], row["date"], row["text"], row["speaker"]) for row in rows]
    return [{"first": origin.first, "copies": list(origin.copies)} for origin in origins(statements)]


def opposed(db: Database, thread_id: int) -> list[Row]:
    """Return the relations that link a thread to claims outside it, one for each such claim, the lead's own first."""
    found: dict[int, Row] = {}
    for relation in relations.opposing(db, thread_id, OPPOSED):
        found.setdefault(relation["outside"], relation)
    return [_seen_from(relation["inside"], relation) for relation in pairs(db, list(found.values()))]


def to_lead(lead_id: int, found: list[Row]) -> dict[int, Row]:
    """Return the relations of a thread's lead by the claim on the far side, as seen from the lead."""
    turned = (
        _seen_from(lead_id, relation | {"claim_a": relation["a"], "claim_b": relation["b"]}) for relation in found
    )
    return {relation["other"]: relation for relation in turned}


def brief(relation: Row | None) -> Row | None:
    """Return what a member of a thread tells of its relation to the lead."""
    if relation is None:
        return None
    return {key: relation[key] for key in ("a", "b", "kind", "score", "reasons", "differences", *DECISION)}


class SpeakerShown(StoredSpeaker, frozen=True):
    """A speaker with roles, labels as printed, claims in date order, and the other names merged into it.

    ``moved`` are pairs of the claims that revise or reverse each other.
    """

    roles: list[StoredRole]
    labels: list[PrintedLabel]
    claims_made: list[ClaimWithQuantities]
    moved: list[Row]
    merged_from: list[MergedName]
    notes_on: list[Row]
    events: list[Row]


def speaker(db: Database, speaker_id: int) -> SpeakerShown:
    """Return a speaker with roles, labels as printed, claims in date order, and the other names merged into it."""
    found = need(db, "speaker", speaker_id)
    held = claims.with_quantities(db, claim_lists.listed(db, Filters(speaker=speaker_id), limit=-1))
    moved = relations.within_speaker(db, speaker_id, OPPOSED, limit=MOST_MOVED)
    return SpeakerShown(
        **asdict(found),
        roles=speakers.roles_of(db, speaker_id),
        labels=speakers.labels_of(db, speaker_id),
        claims_made=held,
        moved=pairs(db, moved),
        merged_from=speakers.merged_from(db, speaker_id),
        **talk(db, "speaker", speaker_id),
    )


def talk(db: Database, noun: str, noun_id: int) -> dict[str, Any]:
    """Return the notes and events of a noun."""
    return {"notes_on": events.notes_about(db, noun, noun_id), "events": events.about(db, noun, noun_id)}


class VerdictShown(Verdict, frozen=True):
    """A verdict with its versions, the newest first, its notes and events."""

    versions: list[Verdict]
    notes_on: list[Row]
    events: list[Row]


def verdict(db: Database, verdict_id: int) -> VerdictShown:
    """Return a verdict with its versions, notes and events."""
    found, versions = need(db, "verdict", verdict_id), verdicts.versions(db, verdict_id)
    return VerdictShown(**asdict(found), versions=versions, **talk(db, "verdict", verdict_id))
