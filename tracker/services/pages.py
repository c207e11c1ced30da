"""What the first page shows, what every page may show beside its own noun, and what a published site asks."""

from __future__ import annotations

from collections.abc import Callable, Iterator, MutableMapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import TypeVar

from tracker.cite.snippets import Piece, alone
from tracker.db import claim_lists, claims, connection, documents, events, relations, threads
from tracker.db import speakers as stored_speakers
from tracker.db.relations import COUNTED_TO
from tracker.db.rows import Database
from tracker.models import Record, Span
from tracker.models.claims import ClaimInPlace
from tracker.models.documents import DatedSpeaker, StoredDocument, Totals
from tracker.models.events import Event
from tracker.models.relations import ANY, AskedGroup, StoredRelation
from tracker.models.threads import Filters, ThreadSummary, VerdictInBrief
from tracker.services.claims import GROUPS, Match, pairs
from tracker.services.review import COUNTED
from tracker.services.review import counts as waiting_counts

T = TypeVar("T")
Kept = MutableMapping[str, tuple[tuple[int, str], object]]
"""What was asked last, each with the newest event then."""
MOST_COUNTED = COUNTED_TO
"""Waiting matches are counted to so many."""


class PageFacts:
    """Each is asked when a page first shows it, at most once a page.

    Whatever changes them is recorded as an event, so what is in ``kept`` holds until there is a newer one.
    """

    def __init__(self, db: Database, kept: Kept) -> None:
        self._db = db
        self._kept = kept

    @cached_property
    def _newest(self) -> tuple[int, str]:
        return events.newest_event(self._db)

    def _asked(self, name: str, ask: Callable[[Database], T]) -> T:
        known = self._kept.get(name)
        if known is None or known[0] != self._newest:
            known = self._kept[name] = (self._newest, ask(self._db))
        return known[1]  # type: ignore[return-value]

    @cached_property
    def lanes(self) -> dict[str, int]:
        """How many questions wait in each lane of the review queue."""
        return self._asked("lanes", waiting_counts)

    @cached_property
    def waiting(self) -> int:
        """How many questions wait in all, suggested matches by group."""
        return sum(self.lanes[name] for name in COUNTED)

    @cached_property
    def verdicts(self) -> dict[int, list[VerdictInBrief]]:
        """The verdicts that may be shown on claims, by the claim, in a few words each: lists ask for every row."""
        return self._asked("verdicts", threads.shown_on_claims)

    @cached_property
    def home(self) -> Home:
        """What the home page shows."""
        return self._asked("home", shown)

    def alone(self, claim_id: int) -> list[Piece]:
        """Return what a claim reads alone as, in pieces; asked only of those that a list says to read otherwise."""
        found = claims.with_claim(self._db, claim_id)
        return alone(*found) if found else []


ON_HOME = 6
"""Entries of each list on the home page; each links to the whole list."""
LOOKED_THROUGH = 20 * ON_HOME
"""Pairs looked through for a list of the home page, since one claim is often set against all repeats of another."""


class Home(Record, frozen=True):
    """What the home page shows: totals, what recurs, what waits for a decision and what happened last."""

    totals: Totals
    threads: list[ThreadSummary]
    waiting: list[AskedGroup]
    waiting_count: int
    changed: list[Match]
    open_dates: list[StoredDocument]
    events: list[Event]


def shown(db: Database) -> Home:
    """Return totals, what recurs, what waits for a decision and what happened last."""
    waiting, waiting_count = GROUPS.first(db, ANY, ON_HOME)
    return Home(
        totals=documents.totals(db),
        threads=[*threads.every(db, limit=ON_HOME)],
        waiting=waiting,
        waiting_count=waiting_count,
        changed=pairs(db, _each_claim_once(relations.latest_changes(db, limit=LOOKED_THROUGH))[:ON_HOME]),
        open_dates=documents.undecided_dates(db, limit=ON_HOME),
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


def copy(database: Path, target: Path, *, stand_in: str | None) -> None:
    """Write a copy that shows one moment; with ``stand_in``, that name stands for all people and their record is left
    out.
    """
    db = connection.open_database(database, create=False)
    try:
        connection.back_up(db, target)
    finally:
        db.close()
    if stand_in is not None:
        own = connection.open_database(target)
        connection.forget_people(own, stand_in)
        own.close()


def speakers(db: Database) -> Iterator[DatedSpeaker]:
    """Return every speaker."""
    yield from stored_speakers.sorted_by(db, "claims")


def searched(db: Database) -> Iterator[ClaimInPlace]:
    """Return every claim, for the index that a published site is searched by."""
    yield from claim_lists.in_place(db, Filters())


claim = claims.get


def cut(db: Database, document_id: int, parts: Callable[[str, Sequence[int]], Sequence[Span]]) -> Sequence[Span]:
    """Return the parts that the text of a document is read in, told where its claims begin."""
    return parts(documents.text_of(db, document_id), claims.starts(db, document_id))
