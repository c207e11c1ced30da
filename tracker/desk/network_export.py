"""The debate as a network: who speaks for and against what, from the claims that filters leave."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from tracker import store
from tracker.cite import networks
from tracker.desk.linked_export import as_told
from tracker.desk.narrowing import ThreadFilters
from tracker.desk.pieces import Pieces
from tracker.store import streams
from tracker.store.claim_lists import Filters


@dataclass(frozen=True, slots=True)
class _Statements(Iterable[networks.Statement]):
    """The statements of claims, read anew each time they are gone through, so that they are never all in memory."""

    db: store.Database
    filters: Filters
    threads_of: int | None = None

    def __iter__(self) -> Iterator[networks.Statement]:
        for row in streams.positions(self.db, self.filters, threads_of=self.threads_of):
            yield networks.Statement(
                claim=row["claim_id"],
                speaker=row["speaker_id"],
                speaker_name=row["speaker"],
                speaker_kind=row["speaker_kind"],
                concept=row["thread_id"],
                concept_label=as_told(row["lead"], denied=row["lead_polarity"] < 0),
                agreement=row["agrees"],
                claim_kind=row["kind"],
                relation=row["relation"],
                decision=row["decision"],
                date=row["date"],
                document=row["document"],
            )


def of_claims(db: store.Database, filters: Filters, address: str) -> Pieces:
    """Give speakers and threads, joined by each of these claims."""
    return networks.two_mode(_Statements(db, filters), address)


def of_threads(db: store.Database, filters: ThreadFilters, address: str) -> Pieces:
    """Give speakers and these threads, joined by every claim in them."""
    return networks.two_mode(_Statements(db, Filters(), filters.speaker), address)


def congruence(db: store.Database, filters: Filters, address: str) -> Pieces:
    """Give speakers, joined by the threads on which they agree in these claims."""
    return networks.one_mode(_Statements(db, filters), address, conflict=False)


def conflict(db: store.Database, filters: Filters, address: str) -> Pieces:
    """Give speakers, joined by the threads on which they differ in these claims."""
    return networks.one_mode(_Statements(db, filters), address, conflict=True)
