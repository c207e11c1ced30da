"""What the first page shows: totals, what recurs, what waits for a decision and what happened last."""

from __future__ import annotations

from tracker.db import documents, events, relations, review, threads
from tracker.db.rows import Database
from tracker.models.documents import StoredDocument, Totals
from tracker.models.events import Event
from tracker.models.record import Record
from tracker.models.relations import StoredRelation
from tracker.models.review import ANY
from tracker.models.threads import ThreadSummary
from tracker.services.claims import Match, pairs

ON_HOME = 6
"""Entries of each list on the home page; each links to the whole list."""
LOOKED_THROUGH = 20 * ON_HOME
"""Pairs looked through for a list of the home page, since one claim is often set against all repeats of another."""


class Home(Record, frozen=True):
    """What the home page shows: totals, what recurs, what waits for a decision and what happened last."""

    totals: Totals
    threads: list[ThreadSummary]
    waiting: list[Match]
    waiting_count: int
    changed: list[Match]
    open_dates: list[StoredDocument]
    open_dates_count: int
    events: list[Event]


def shown(db: Database) -> Home:
    """Return totals, what recurs, what waits for a decision and what happened last."""
    return Home(
        totals=documents.totals(db),
        threads=threads.every(db, limit=ON_HOME),
        waiting=pairs(db, _each_claim_once(review.matches(db, ANY, limit=LOOKED_THROUGH))[:ON_HOME]),
        waiting_count=review.matches_count(db),
        changed=pairs(db, _each_claim_once(relations.latest_changes(db, limit=LOOKED_THROUGH))[:ON_HOME]),
        open_dates=documents.undecided_dates(db, limit=ON_HOME),
        open_dates_count=documents.undecided_dates_count(db),
        events=events.latest(db, ON_HOME),
    )


def _each_claim_once(found: list[StoredRelation]) -> list[StoredRelation]:
    """Return those relations neither of whose claims stands in an earlier one of them."""
    seen: set[int] = set()
    kept = []
    for row in found:
        if seen.isdisjoint((row.a, row.b)):
            kept.append(row)
            seen |= {row.a, row.b}
    return kept
