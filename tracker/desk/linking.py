"""Matching claims against all stored ones when they arrive or change; decisions of people always stand."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from itertools import islice

from tracker import store
from tracker.desk.comparing import Linker, relate_decided
from tracker.desk.growing import grow_threads
from tracker.desk.threading import gather_threads
from tracker.match.keys import CLAIMS_AT_ONCE, keys, reading_lines
from tracker.store import claim_readings, claims, decisions, key_index, relations, thread_growth


def link_claims(db: store.Database, claim_ids: Collection[int], unindexed: Mapping[int, str] | None = None) -> None:
    """Find the matches of new or changed claims among all stored ones; to be called inside a transaction.

    ``unindexed`` maps claims that changed or are gone to the words they stand under in the key index.
    """
    unindexed = unindexed or {}
    every = {*claim_ids, *unindexed}
    are_new = not unindexed and not decisions.on_claims(db, claim_ids)
    near = set() if are_new else thread_growth.neighbourhood(db, every)
    key_index.remove(db, [(claim_id, keys(words)) for claim_id, words in unindexed.items()])
    claim_readings.drop(db, unindexed)
    relations.drop_of(db, every)
    linker = Linker(db)
    rows = linker.load(list(claim_ids))
    key_index.add(db, [(row["id"], keys(row["text"])) for row in rows])
    _put_readings(db, [(row["id"], row["text"]) for row in rows])
    linker.index.frequencies([key for row in rows for key in keys(row["text"])])  # all in one look-up
    for row in rows:
        linker.compare(row["id"])
    linker.write()
    if are_new:
        grow_threads(linker, claim_ids)
    else:
        relate_decided(linker, every)
        gather_threads(linker, {*near, *every})


def index_anew(db: store.Database) -> None:
    """Write afresh what all live claims are found by, their keys and readings; to be called inside a transaction."""
    key_index.fill(db, ((claim_id, keys(text)) for claim_id, text in claims.every_live_text(db)))
    claim_readings.clear(db)
    every = claims.every_live_text(db)
    while some := [*islice(every, CLAIMS_AT_ONCE)]:
        _put_readings(db, some)


def _put_readings(db: store.Database, texts: Sequence[tuple[int, str]]) -> None:
    lines = reading_lines([text for _, text in texts])
    claim_readings.put(db, zip([claim_id for claim_id, _ in texts], lines, strict=True))
