"""Extracting, comparing and gathering the whole database anew, for instance after a rule changed; first as a dry run.

All of it is one transaction: work that is interrupted leaves the database as it was, and is begun again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import nullcontext
from typing import Any, Final

import numpy as np

from tracker.db import claims, documents, events, relations, review, threads
from tracker.db.connection import transaction
from tracker.db.rows import Database
from tracker.matching import stored
from tracker.matching.features import quotations_in
from tracker.models import ClaimKind, TrackerError
from tracker.models.events import EventKind
from tracker.services import linking, nouns, versions
from tracker.services.extraction import store_extraction
from tracker.services.linking import Linker, Progress, gather_threads, index_anew, relate_decided

FEATURES_HELD: Final = 20_000
"""Claims whose features and rows are held at a time: some 200 MB."""

RELATIONS_HELD: Final = 10_000
"""Relations that wait to be stored together."""

LOADED_AT_ONCE: Final = 1_000
"""Claims that are read together: those next in order, which are compared with one another for the most part."""

GATHERED_AT_ONCE: Final = 1_000
"""Claims whose threads are gathered in one go, with all that hang together with them."""

UNKNOWN: Final = 0
LEADS: Final = 1
FOLLOWS: Final = 2


def relate_all(linker: Linker, progress: linking.Progress) -> None:
    """Relate all live claims of a database whose key index is written, and gather its threads.

    Among ``FEW`` claims every pair is compared, as when they came one by one.
    """
    if linker.index.total() <= linking.FEW:
        for done, claim_id in enumerate(linker.everybody, 1):
            linker.compare(claim_id, whole=True)
            progress("relate", done, len(linker.everybody))
    else:
        _relate_in_order(linker, progress)
    linker.write()
    relate_decided(linker, claims.live_ids(linker.db))
    _gather_all(linker, progress)


def _named(linker: Linker, progress: linking.Progress) -> tuple[list[int], stored.Nominations]:
    """Return the ids of all live claims in the order of threads, and for each place in it whom it is compared with."""
    rows = claims.in_thread_order(linker.db)
    texts = [row.text for row in rows]
    kinds = [row.kind for row in rows]

    def quoted(place: int) -> Sequence[str]:
        if kinds[place] is not ClaimKind.MIXED:
            return ()
        return [span.of(texts[place]) for span in quotations_in(texts[place], kinds[place])]

    company = stored.nominations(
        texts, quoted, threads=linking.THREADS, progress=lambda done, total: progress("compare", done, total)
    )
    return [row.id for row in rows], company


def _relate_in_order(linker: Linker, progress: linking.Progress) -> None:
    ids, company = _named(linker, progress)
    standing = np.zeros(len(ids), np.int8)
    for done, place in enumerate(_each_before_those_after_it(company, standing), 1):
        if done % LOADED_AT_ONCE == 1:
            linker.load([ids[one] for one in company.order[done - 1 : done - 1 + LOADED_AT_ONCE].tolist()])
        standing[place] = _relate(linker, ids, company.of(place), standing, place)
        if len(linker.found) >= RELATIONS_HELD:
            linker.write()
        linker.forget(FEATURES_HELD)
        progress("relate", done, len(ids))
    linker.following = {ids[place] for place in np.flatnonzero(standing == FOLLOWS)}
    linker.cut = threads.picked_leads(linker.db, ids)


def _each_before_those_after_it(company: stored.Nominations, standing: np.ndarray) -> Iterator[int]:
    """Yield every claim once, group by group, but those of its company that come before it in the order first.

    Whoever is given one must set what it is in ``standing`` before asking for the next.
    """
    for first in company.order.tolist():
        path = [first] if standing[first] == UNKNOWN else []
        while path:
            place = path[-1]
            missing = [other for other in company.of(place) if other < place and standing[other] == UNKNOWN]
            if missing:
                path += missing
            else:
                path.pop()
                if standing[place] == UNKNOWN:
                    yield place


def _relate(linker: Linker, ids: Sequence[int], company: Sequence[int], standing: np.ndarray, place: int) -> int:
    """Compare a claim with those before it that lead, and the closest that follow; say whether it leads or follows."""
    before = [other for other in company if other < place]
    closest = [other for other in before if standing[other] == FOLLOWS][: linking.CLOSEST_FOLLOWERS]
    compared = [other for other in before if standing[other] == LEADS][: linking.MOST_LEADS] + closest
    linker.load([ids[place], *(ids[other] for other in compared)])
    follows = False
    for other in compared:
        relation = linker.relate_and_keep(ids[place], ids[other])
        follows |= linker.joins(relation) and standing[other] == LEADS
    return FOLLOWS if follows else LEADS


def _gather_all(linker: Linker, progress: linking.Progress) -> None:
    waiting = dict.fromkeys(threads.claims_in_question(linker.db))
    total = len(waiting)
    while waiting:
        some = [claim_id for claim_id, _ in zip(waiting, range(GATHERED_AT_ONCE), strict=False)]
        for claim_id in {*some, *gather_threads(linker, some, linked=False)}:
            waiting.pop(claim_id, None)
        progress("gather", total - len(waiting), total)


class _DryRunError(Exception):
    """Ends a transaction whose changes were only to be counted."""


def no_progress(step: str, done: int, total: int) -> None:
    """Show nothing; the steps are "extract", "compare", "relate" and "gather"."""


def link_all(
    db: Database, *, who: str, apply: bool, keep: bool = True, progress: Progress = no_progress
) -> dict[str, Any]:
    """Extract and match every document anew; return what changed, or with ``apply`` false what would change.

    What people decided is never touched. All of it is one transaction; its event can be undone where what stood before
    is to be kept (``keep``).
    """
    report: dict[str, Any] = {}
    whole = relations.kept_aside(db) if apply and keep else nullcontext()
    try:
        with transaction(db), threads.kept_aside(db), whole as store_changed:
            report |= _relink(db, progress)
            if not apply:
                raise _DryRunError
            if report["changes"]:
                report["event"] = _record(db, report, store_changed, who=who)
    except _DryRunError:
        pass
    return {"applied": apply, **report}


def _record(db: Database, report: dict[str, Any], store_changed: Callable[[int], int] | None, *, who: str) -> int:
    """Record that all was linked anew, with what stood before."""
    event_id = events.next_id(db)
    event = report if store_changed is None else {**report, "kept": store_changed(event_id)}
    return events.record(
        db, at=nouns.now(), who=who, kind=EventKind.DATABASE_LINKED, noun="database", noun_id=0, new=event
    )


def _fill_page_starts(db: Database) -> None:
    """Read PDFs again that were stored before pages were counted, and write where their pages begin.

    Where today's reader makes another text of a file than the stored one, its pages stay unknown.
    """
    if not (waiting := documents.without_pages(db)):
        return
    from tracker.services.captures import read_again  # with what fetches pages, which nothing else here needs

    for document in documents.several(db, waiting).values():
        try:
            again = read_again(db, document)
        except TrackerError:
            continue
        if again.text == documents.text_of(db, document.id):
            documents.put_page_starts(db, document.id, again.page_starts)


def _relink(db: Database, progress: Progress) -> dict[str, Any]:
    _fill_page_starts(db)
    every = documents.ids(db)
    changed = 0
    for done, document_id in enumerate(every, 1):
        changed += len(store_extraction(db, document_id).unindexed)
        progress("extract", done, len(every))
    versions.renew_all_copies(db)
    index_anew(db)
    relations.drop_all(db)
    review.fill_measured(db)
    relate_all(Linker(db), progress)
    report: dict[str, Any] = {"documents": len(every), "claims changed in place": changed, **threads.changes(db)}
    report["changes"] = sum(value for key, value in report.items() if key != "documents")
    return report | {"relations by kind": threads.relations_by_kind(db)}
