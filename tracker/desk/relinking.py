"""Extracting and matching the whole database anew, for instance after a rule changed; first as a dry run."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Any

from tracker import store
from tracker.desk import clock
from tracker.desk.comparing import Linker, relate_decided
from tracker.desk.extracting import Outcome, store_extraction
from tracker.desk.threading import gather_threads
from tracker.match.keys import keys
from tracker.store import claims, documents, events, key_index, threads

Progress = Callable[[int, int], None]
"""Called with how many documents are done, and how many there are."""


class _DryRunError(Exception):
    """Ends a transaction whose changes were only to be counted."""


def link_all(db: store.Database, *, who: str, apply: bool, progress: Progress | None = None) -> dict[str, Any]:
    """Extract and match every document anew; return what changed, or with ``apply`` false what would change.

    What people decided is never touched. All of it is one transaction.
    """
    report: dict[str, Any] = {}
    try:
        with store.transaction(db):
            report |= _relink(db, progress)
            if not apply:
                raise _DryRunError
            if report["changes"]:
                at = clock.now()
                events.record(db, at=at, who=who, what="linked anew", noun="database", noun_id=0, new=report)
    except _DryRunError:
        pass
    return {"applied": apply, **report}


def _relink(db: store.Database, progress: Progress | None) -> dict[str, Any]:
    before = _standing(db)
    outcomes: list[Outcome] = []
    every = documents.ids(db)
    for done, document_id in enumerate(every, 1):
        outcomes.append(store_extraction(db, document_id))
        if progress is not None:
            progress(done, len(every))
    live = claims.live_ids(db)
    linker = Linker(db)
    rows = linker.load(live)
    key_index.fill(db, ((row["id"], keys(row["text"])) for row in rows))
    threads.drop_relations(db)
    for row in rows:
        linker.compare(row["id"], whole=True)
    linker.write()
    relate_decided(linker, live)
    gather_threads(linker, {*live, *before["claims"]})
    return _changes(outcomes, before, _standing(db))


def _standing(db: store.Database) -> dict[str, dict[Any, Any]]:
    """Return what a rerun may change, to compare before and after."""
    return {
        "claims": dict.fromkeys(claims.live_ids(db), True),
        "relations": {(r["a"], r["b"]): r["kind"] for r in threads.relations(db)},
        "threads": {row["id"]: tuple(threads.members(db, row["id"])) for row in threads.every(db)},
    }


def _changes(outcomes: list[Outcome], before: dict[str, Any], after: dict[str, Any]) -> dict[str, Any]:
    """Return a report of numbers, and the pairs whose relation is another now."""
    report: dict[str, Any] = {
        "documents": len(outcomes),
        "claims changed in place": sum(len(o.unindexed) for o in outcomes),
    }
    for noun in ("claims", "relations", "threads"):
        old, new = before[noun], after[noun]
        report[f"{noun} new"] = len(new.keys() - old.keys())
        report[f"{noun} gone"] = len(old.keys() - new.keys())
        report[f"{noun} changed"] = sum(old[key] != new[key] for key in old.keys() & new.keys())
    kinds = Counter(
        f"{before['relations'].get(pair, 'none')} to {after['relations'].get(pair, 'none')}"
        for pair in before["relations"].keys() | after["relations"].keys()
        if before["relations"].get(pair) != after["relations"].get(pair)
    )
    report["relations by kind"] = dict(sorted(kinds.items()))
    report["changes"] = sum(value for key, value in report.items() if isinstance(value, int) and key != "documents")
    return report
