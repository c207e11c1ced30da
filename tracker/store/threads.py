"""Threads as they are read: one, a page of them, their members."""

from __future__ import annotations

from collections.abc import Collection

from sqlite_utils import Database

from tracker.models.claims import ClaimInBrief, StoredClaim
from tracker.models.threads import ThreadSummary
from tracker.store import claims
from tracker.store.rows import IN_LIST, first, number, select, to_list

THREADS = """
    SELECT t.id, t.lead_id, t.lead_picked, c.text AS lead, c.polarity, c.speaker_id, s.name AS speaker,
           t.claims, t.documents,
           (SELECT count(DISTINCT x.speaker_id) FROM thread_members m JOIN claims x ON x.id = m.claim_id
             WHERE m.thread_id = t.id) AS speakers,
           (SELECT min(x.date) FROM thread_members m JOIN claims x ON x.id = m.claim_id
             WHERE m.thread_id = t.id) AS first,
           (SELECT max(x.date) FROM thread_members m JOIN claims x ON x.id = m.claim_id
             WHERE m.thread_id = t.id) AS last
    FROM threads t JOIN claims c ON c.id = t.lead_id LEFT JOIN speakers s ON s.id = c.speaker_id
"""


def get(db: Database, thread_id: int) -> ThreadSummary | None:
    """Return one thread with its lead and counts, or ``None``; also one that has no members now."""
    return first(db, THREADS + "WHERE t.id = ?", [thread_id], ThreadSummary)


def several(db: Database, thread_ids: Collection[int]) -> dict[int, ThreadSummary]:
    """Return threads with their leads and counts, by id."""
    found = select(db, THREADS + f"WHERE t.id {IN_LIST}", [to_list(thread_ids)], ThreadSummary)
    return {thread.id: thread for thread in found}


OF_SPEAKER = """
    t.id IN (SELECT m.thread_id FROM claims c JOIN thread_members m ON m.claim_id = c.id
              WHERE c.speaker_id = ? AND (c.found OR c.touched))
"""


def listed_query(speaker: int | None = None) -> tuple[str, list[int]]:
    """Return the SELECT of ``every`` with its parameters; its limit and offset are wanted after them."""
    narrowed, values = ("", []) if speaker is None else (f" AND {OF_SPEAKER}", [speaker])
    order = "t.documents DESC, t.claims DESC, t.id"
    return THREADS + f"WHERE t.claims > 0{narrowed} ORDER BY {order} LIMIT ? OFFSET ?", values


def every(db: Database, *, limit: int = -1, offset: int = 0, speaker: int | None = None) -> list[ThreadSummary]:
    """Return the threads that have members, those over most documents and claims first; or those of one speaker."""
    sql, values = listed_query(speaker)
    return select(db, sql, [*values, limit, offset], ThreadSummary)


def count(db: Database, *, speaker: int | None = None) -> int:
    """Return how many threads have members, of one speaker where given."""
    narrowed, values = ("", []) if speaker is None else (f" AND {OF_SPEAKER}", [speaker])
    return number(db, f"SELECT count(*) FROM threads t WHERE t.claims > 0{narrowed}", values)


def members(db: Database, thread_id: int) -> list[int]:
    """Return the ids of a thread's claims in date order, undated ones last by order of intake."""
    return [
        row[0]
        for row in db.execute(
            """
            SELECT c.id FROM thread_members m JOIN claims c ON c.id = m.claim_id WHERE m.thread_id = ?
            ORDER BY c.date IS NULL, c.date, c.document_id, c.start
            """,
            [thread_id],
        ).fetchall()
    ]


def in_brief(db: Database, thread_id: int) -> list[ClaimInBrief]:
    """Return a thread's claims in brief, in the order of ``members``."""
    sql = """
        SELECT c.id, c.date, c.text, s.name AS speaker, c.polarity
        FROM thread_members m JOIN claims c ON c.id = m.claim_id LEFT JOIN speakers s ON s.id = c.speaker_id
        WHERE m.thread_id = ? ORDER BY c.date IS NULL, c.date, c.document_id, c.start
    """
    return select(db, sql, [thread_id], ClaimInBrief)


def homes(db: Database, claim_ids: Collection[int]) -> dict[int, list[int]]:
    """Return the ids of the threads that each of these claims belongs to; claims of none are left out."""
    found: dict[int, list[int]] = {}
    sql = f"SELECT claim_id, thread_id FROM thread_members WHERE claim_id {IN_LIST} ORDER BY claim_id, thread_id"
    for claim_id, thread_id in db.execute(sql, [to_list(claim_ids)]).fetchall():
        found.setdefault(claim_id, []).append(thread_id)
    return found


def of_claim(db: Database, claim_id: int) -> list[ThreadSummary]:
    """Return the threads a claim belongs to."""
    return select(
        db,
        THREADS + "WHERE t.id IN (SELECT thread_id FROM thread_members WHERE claim_id = ?) ORDER BY t.id",
        [claim_id],
        ThreadSummary,
    )


def claims_of(db: Database, thread_id: int) -> list[StoredClaim]:
    """Return a thread's claims as listed, in date order, undated ones last by order of intake."""
    return claims.several(db, members(db, thread_id))
