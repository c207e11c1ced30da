"""Keeping the stored threads in step with relations and decisions."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from tracker import match, store
from tracker.models import RelationKind
from tracker.store import claims, threads
from tracker.store.rows import Row


def refresh_threads(db: store.Database, claim_ids: Collection[int]) -> None:
    """Gather anew the threads that these claims can have changed; a thread keeps its id while it keeps a claim."""
    near = threads.neighbourhood(db, claim_ids)
    statements = [
        match.Statement(row["id"], row["date"], row["text"], row["speaker"])
        for row in claims.several(db, sorted(near))
        if row["live"]
    ]
    stored = threads.threads_among(db, {*near, *claim_ids})
    decided = threads.decisions_on(db, near)
    found = match.threads(
        statements,
        {(r["a"], r["b"]): RelationKind(r["kind"]) for r in threads.relations(db, claim_ids=near)},
        refused={(r["a"], r["b"]) for r in decided if r["decision"] == "refused"},
        confirmed={(r["a"], r["b"]) for r in decided if r["decision"] == "confirmed"},
        leads={row["lead_id"] for row in stored if row["lead_picked"]},
    )
    continued, ended = _continued(stored, found)
    for ended_id in ended:
        threads.empty_thread(db, ended_id)
    for thread_id, thread in continued:
        threads.write_thread(db, thread_id, thread.lead, thread.members)


def _continued(
    stored: list[Row], found: Iterable[match.Thread]
) -> tuple[list[tuple[int | None, match.Thread]], list[int]]:
    """Pair each gathered thread with the stored one it continues: the same lead, else most claims in common.

    New threads come with the id ``None``. Also returns the ids of stored threads that nothing continues.
    """
    left = {row["id"]: row for row in stored}
    pairs: list[tuple[int | None, match.Thread]] = []
    waiting = []
    for thread in found:
        same_lead = next((i for i, row in left.items() if row["lead_id"] == thread.lead), None)
        if same_lead is None:
            waiting.append(thread)
        else:
            pairs.append((same_lead, thread))
            del left[same_lead]
    for thread in waiting:
        shared = {i: len({*row["members"]} & {*thread.members}) for i, row in left.items()}
        best = max(shared, key=lambda i: (shared[i], -i), default=None)
        if best is not None and shared[best]:
            pairs.append((best, thread))
            del left[best]
        else:
            pairs.append((None, thread))
    return pairs, list(left)
