"""How far each reader has seen, and what came since."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec
from sqlite_utils import Database

from tracker.models.events import Arrivals, Event, EventKind, Visit
from tracker.store.events import LISTED, event
from tracker.store.rows import IN_LIST, first, number, select, to_list

COUNTED_TO = 1_000
"""What is new is counted no further than this; nobody reads so far."""


def get(db: Database, who: str) -> Visit | None:
    """Return how far a reader has seen, or ``None`` for one who has never marked it."""
    row = first(db, "SELECT event_id, claim_id, thread_id, at FROM visits WHERE who = ?", [who])
    return None if row is None else msgspec.convert(row, Visit)


def now_at(db: Database) -> Visit:
    """Return how far one can see now: to the newest event, claim and thread."""
    found = first(
        db,
        """
        SELECT coalesce((SELECT max(id) FROM events), 0) AS event_id, coalesce((SELECT max(id) FROM claims), 0)
            AS claim_id, coalesce((SELECT max(id) FROM threads), 0) AS thread_id
        """,
    )
    return msgspec.convert(found, Visit)


def put(db: Database, who: str, seen: Visit) -> None:
    """Write how far a reader has seen."""
    db.execute(
        "INSERT OR REPLACE INTO visits (who, at, event_id, claim_id, thread_id) VALUES (?, ?, ?, ?, ?)",
        [who, seen.at, seen.event_id, seen.claim_id, seen.thread_id],
    )


def counts_since(db: Database, seen: Visit) -> Arrivals:
    """Return how many claims, threads and waiting matches came since, each counted to ``COUNTED_TO`` at most."""

    def count(sql: str, since: int) -> int:
        return number(db, f"SELECT count(*) FROM ({sql} LIMIT {COUNTED_TO})", [since])

    return Arrivals(
        claims=count("SELECT 1 FROM claims WHERE id > ? AND (found OR touched)", seen.claim_id),
        threads=count(
            "SELECT 1 FROM threads t WHERE t.id > ?"
            " AND EXISTS (SELECT 1 FROM thread_members m WHERE m.thread_id = t.id)",
            seen.thread_id,
        ),
        matches=count("SELECT 1 FROM relations WHERE b > ? AND waits AND kind != 'related'", seen.claim_id),
    )


def events_since(db: Database, event_id: int, *, who: str, limit: int) -> list[Event]:
    """Return the newest events since one that are somebody else's."""
    sql = f"{LISTED} WHERE e.id > ? AND e.who != ? ORDER BY e.id DESC LIMIT ?"
    return [event(row) for row in select(db, sql, [event_id, who, limit])]


def last_of(db: Database, who: str, kinds: Iterable[EventKind], *, limit: int) -> Event | None:
    """Return a reader's latest decision of these kinds that stands, looked for among the newest ``limit`` events."""
    row = first(
        db,
        f"""
        SELECT * FROM ({LISTED} ORDER BY e.id DESC LIMIT ?)
        WHERE who = ? AND undone_by IS NULL AND kind {IN_LIST}
        ORDER BY id DESC
        """,
        [limit, who, to_list(kinds)],
    )
    return None if row is None else event(row)


def newest_event(db: Database) -> tuple[int, str]:
    """Return the number and the moment of the newest event, which change with everything that is stored."""
    row = db.execute("SELECT id, at FROM events ORDER BY id DESC LIMIT 1").fetchone()
    return (row[0], row[1]) if row else (0, "")
