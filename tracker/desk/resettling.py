"""Threads find their leads anew where new claims come before claims that stand in threads already.

Who leads follows in the order of threads: a claim leads unless one before it that leads is the same claim. So a change
reaches later claims only, and of these only such as are the same as one that came to lead, or followed one that does
no longer. They are taken in order, each once, and nothing else is looked at.

Where people decided on any of them, ``tracker.desk.threading`` gathers the threads anew.
"""

from __future__ import annotations

from collections.abc import Collection
from heapq import heappop, heappush

from tracker import match
from tracker.desk.comparing import FEW, Linker
from tracker.desk.threading import house, write_continued
from tracker.match.threads import LINKING
from tracker.models import SAME_CLAIM
from tracker.store import claims, decisions, relations, thread_growth

Place = tuple[object, ...]
"""Where a claim stands in the order of threads."""


class _DecidedError(Exception):
    """People decided on a claim that may change its thread."""


def resettle(linker: Linker, unsettled: Collection[int]) -> bool:
    """Let these new claims lead who is the same; say whether that could be told without gathering.

    They are in no thread yet but perhaps one of their own; everything else stands as it did without them.
    """
    try:
        change = _Change(linker)
        change.let_lead(unsettled)
    except _DecidedError:
        return False
    change.write()
    return True


class _Change:
    """What becomes of the threads: who leads now (``fresh``), who does no longer (``dead``), who joins whom."""

    def __init__(self, linker: Linker) -> None:
        self.linker = linker
        self.place: dict[int, Place] = {}
        self.stood: dict[int, set[int]] = {}
        """For each claim the leads it followed so far; a claim that led, or was in no thread, followed none."""
        self.fresh: set[int] = set()
        self.dead: set[int] = set()
        self.gained: dict[int, set[int]] = {}
        self.joins: dict[int, set[int]] = {}
        self.linked: set[int] = set()
        self.waiting: list[tuple[Place, int]] = []
        self.known: set[int] = set()

    def let_lead(self, unsettled: Collection[int]) -> None:
        """Take the new claims and all that they change, in order."""
        new = {*unsettled}
        self._push(new)
        while self.waiting:
            # All that is pushed stands after what is taken out, so whoever is taken out is settled for good: everybody
            # before it, on whom alone its place depends, was settled then.
            _, one = heappop(self.waiting)
            joins = self._following(one)
            led = not self.stood[one]
            if not joins and (one in new or not led):
                joins = self._leading(one)
            if joins:
                self.joins[one] = joins
                if led:
                    self.dead.add(one)
                    self._push(thread_growth.followers_of(self.linker.db, one))

    def _following(self, one: int) -> set[int]:
        return (self.stood[one] - self.dead) | self.gained.get(one, set())

    def _leading(self, one: int) -> set[int]:
        """Let a claim lead, and those after it that are the same follow; or return whom it follows after all."""
        linker = self.linker
        followed = bool(self.stood[one])
        # One that followed was compared with few others that follow: their leads were enough to tell its own thread.
        # Now that it is to lead, it has to meet all that may follow it; and among them may be one that leads since, and
        # comes before it.
        if (followed or one in linker.cut) and linker.index.total() > FEW:
            linker.in_full([one])
        kinds = relations.kinds_with(linker.db, [one])
        same = [a if b == one else b for (a, b), kind in kinds.items() if kind in SAME_CLAIM]
        self._load(same)
        before = {other for other in same if self.place[other] < self.place[one] and self._leads(other)}
        if before:
            return before
        self.fresh.add(one)
        self.linked |= {other for both, kind in kinds.items() if kind in LINKING for other in both}
        after = [other for other in same if self.place[other] > self.place[one]]
        for other in after:
            self.gained.setdefault(other, set()).add(one)
        self._push(after)
        return set()

    def _leads(self, one: int) -> bool:
        return one in self.fresh or (not self.stood[one] and one not in self.dead)

    def _push(self, claim_ids: Collection[int]) -> None:
        """Put claims among those that may change, each once."""
        self._load(claim_ids)
        for claim_id in claim_ids:
            if claim_id in self.place and claim_id not in self.known:
                self.known.add(claim_id)
                heappush(self.waiting, (self.place[claim_id], claim_id))

    def _load(self, claim_ids: Collection[int]) -> None:
        db = self.linker.db
        if missing := [claim_id for claim_id in claim_ids if claim_id not in self.place]:
            # Decisions do not keep to the order of dates: a refusal parts all members of a thread, a picked lead leads
            # claims before it. Then only gathering what hangs together will do.
            if decisions.on_claims(db, missing) or thread_growth.picked_leads(db, missing):
                raise _DecidedError
            self.place |= claims.places(db, missing)
            self.stood |= {claim_id: set[int]() for claim_id in missing} | thread_growth.leads_of(db, missing)

    def write(self) -> None:
        """Store what changed."""
        db = self.linker.db
        company: dict[int, list[int]] = {}
        for one, joins in self.joins.items():
            for lead in joins - (self.stood[one] - self.fresh):
                company.setdefault(lead, []).append(one)
        found = [
            match.Thread(lead, (lead, *company.pop(lead, ())))
            for lead in self.fresh
            if lead in company or lead in self.linked
        ]
        write_continued(db, thread_growth.among(db, self.dead | self.fresh), found)
        house(db, company, self.linked)
