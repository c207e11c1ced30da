"""Keeping the stored threads in step with relations and decisions."""

from __future__ import annotations

from collections.abc import Collection

from tracker import match, store
from tracker.models import RelationKind
from tracker.store import claims, threads
from tracker.store.rows import Row


def refresh_threads(db: store.Database, claim_ids: Collection[int]) -> None:
    """Gather anew the threads that these claims can have changed; a thread keeps its id while it keeps a claim."""
    near = threads.neighbourhood(db, claim_ids)
    stored = threads.threads_among(db, {*near, *claim_ids})
    continued, ended = _continued(stored, _gathered(db, near, {row["lead_id"] for row in stored if row["lead_picked"]}))
    for ended_id in ended:
        threads.empty_thread(db, ended_id)
    for thread_id, thread in continued:
        threads.write_thread(db, thread_id, thread.lead, thread.members)


def _gathered(db: store.Database, near: Collection[int], leads: Collection[int]) -> list[match.Thread]:
    """Return the threads among these claims.

    Claims without a date are taken in the order of their documents' fingerprints, not of their ids: so the threads do
    not depend on the order of intake.
    """
    rows = claims.in_lasting_order(db, near)
    ids = [row["id"] for row in rows]
    place = {claim_id: number for number, claim_id in enumerate(ids)}

    def pair(row: Row) -> tuple[int, int]:
        a, b = place[row["a"]], place[row["b"]]
        return (a, b) if a < b else (b, a)

    decided = [row for row in threads.decisions_on(db, near) if row["a"] in place and row["b"] in place]
    found = match.threads(
        [match.Statement(place[row["id"]], row["date"], row["text"], row["speaker"]) for row in rows],
        {pair(row): RelationKind(row["kind"]) for row in threads.relations(db, claim_ids=near)},
        refused={pair(row) for row in decided if row["decision"] == "refused"},
        confirmed={pair(row) for row in decided if row["decision"] == "confirmed"},
        leads={place[lead] for lead in leads if lead in place},
    )
    return [match.Thread(ids[thread.lead], tuple(ids[member] for member in thread.members)) for thread in found]


def _continued(stored: list[Row], found: list[match.Thread]) -> tuple[list[tuple[int | None, match.Thread]], list[int]]:
    """Pair each gathered thread with the stored one it continues: that with most claims in common, then its lead's own.

    So a thread keeps its address when an earlier statement arrives and leads it, and an empty one gets it back. New
    threads come with the id ``None``. Also returns the ids of stored threads that nothing continues.
    """
    likenesses = sorted(
        (-len({*row["members"]} & {*thread.members}), row["lead_id"] != thread.lead, row["id"], place)
        for row in stored
        for place, thread in enumerate(found)
        if row["lead_id"] == thread.lead or not {*thread.members}.isdisjoint(row["members"])
    )
    continues: dict[int, int] = {}
    for _, _, thread_id, place in likenesses:
        if place not in continues and thread_id not in continues.values():
            continues[place] = thread_id
    ended = [row["id"] for row in stored if row["id"] not in continues.values()]
    return [(continues.get(place), thread) for place, thread in enumerate(found)], ended
