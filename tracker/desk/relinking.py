"""Extracting and matching the whole database anew, for instance after a rule changed; first as a dry run.

All of it is one transaction: work that is interrupted leaves the database as it was, and is begun again.
"""

from __future__ import annotations

from typing import Any

from tracker import store
from tracker.desk import clock, page_numbers
from tracker.desk.comparing import Linker, Progress
from tracker.desk.extracting import store_extraction
from tracker.desk.linking import index_anew
from tracker.desk.linking_all import relate_all
from tracker.models.events import EventKind
from tracker.store import documents, events, relations, standing


class _DryRunError(Exception):
    """Ends a transaction whose changes were only to be counted."""


def no_progress(step: str, done: int, total: int) -> None:
    """Show nothing; the steps are "extract", "compare", "relate" and "gather"."""


def link_all(db: store.Database, *, who: str, apply: bool, progress: Progress = no_progress) -> dict[str, Any]:
    """Extract and match every document anew; return what changed, or with ``apply`` false what would change.

    What people decided is never touched. All of it is one transaction.
    """
    report: dict[str, Any] = {}
    try:
        with store.transaction(db):
            with standing.kept_aside(db):
                report |= _relink(db, progress)
            if not apply:
                raise _DryRunError
            if report["changes"]:
                at = clock.now()
                events.record(
                    db, at=at, who=who, kind=EventKind.DATABASE_LINKED, noun="database", noun_id=0, new=report
                )
    except _DryRunError:
        pass
    return {"applied": apply, **report}


def _relink(db: store.Database, progress: Progress) -> dict[str, Any]:
    page_numbers.fill(db)
    every = documents.ids(db)
    changed = 0
    for done, document_id in enumerate(every, 1):
        changed += len(store_extraction(db, document_id).unindexed)
        progress("extract", done, len(every))
    index_anew(db)
    relations.drop_all(db)
    relate_all(Linker(db), progress)
    report: dict[str, Any] = {"documents": len(every), "claims changed in place": changed, **standing.changes(db)}
    report["changes"] = sum(value for key, value in report.items() if key != "documents")
    return report | {"relations by kind": standing.relations_by_kind(db)}
