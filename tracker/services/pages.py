"""What every page may show beside its own noun: how many questions wait, and the verdicts that claims show."""

from __future__ import annotations

from collections.abc import Callable, MutableMapping
from functools import cached_property
from typing import TypeVar

from tracker.db import events, verdicts
from tracker.db.review import COUNTED_TO
from tracker.db.rows import Database
from tracker.models.verdicts import VerdictInBrief
from tracker.services import review

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
        return self._asked("lanes", review.counts)

    @cached_property
    def waiting(self) -> int:
        """How many questions wait in all."""
        return sum(self.lanes.values())

    @cached_property
    def verdicts(self) -> dict[int, list[VerdictInBrief]]:
        """The verdicts that may be shown on claims, by the claim, in a few words each: lists ask for every row."""
        return self._asked("verdicts", verdicts.shown_on_claims)
