"""Matching claims against all stored ones when they arrive or change; decisions of people always stand."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from tracker import store
from tracker.desk.comparing import Linker, relate_decided
from tracker.desk.growing import grow_threads
from tracker.desk.threading import gather_threads
from tracker.match.keys import keys
from tracker.store import decisions, key_index, relations, thread_growth


def link_claims(db: store.Database, claim_ids: Collection[int], unindexed: Mapping[int, str] | None = None) -> None:
    """Find the matches of new or changed claims among all stored ones; to be called inside a transaction.

    ``unindexed`` maps claims that changed or are gone to the words they stand under in the key index.
    """
    unindexed = unindexed or {}
    every = {*claim_ids, *unindexed}
    are_new = not unindexed and not decisions.on_claims(db, claim_ids)
    near = set() if are_new else thread_growth.neighbourhood(db, every)
    key_index.remove(db, [(claim_id, keys(words)) for claim_id, words in unindexed.items()])
    relations.drop_of(db, every)
    linker = Linker(db)
    rows = linker.load(list(claim_ids))
    key_index.add(db, [(row["id"], keys(row["text"])) for row in rows])
    for row in rows:
        linker.compare(row["id"])
    linker.write()
    if are_new:
        grow_threads(linker, claim_ids)
    else:
        relate_decided(linker, every)
        gather_threads(linker, {*near, *every})
