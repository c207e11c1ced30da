"""The claims of one stretch of a document, with what hangs on each: for reading a text with them in its margin."""

from __future__ import annotations

from collections.abc import Sequence

from sqlite_utils import Database

from tracker.models.claims import ClaimsBefore, MatchCounts, PrintedRole, SpeakerInDocument, StoredClaim
from tracker.models.threads import ThreadOfClaim
from tracker.store.claims import COLUMNS, JOINS, LIVE
from tracker.store.rows import IN_LIST, first, number, select, to_list


def between(db: Database, document_id: int, start: int, end: int) -> list[StoredClaim]:
    """Return the live claims that reach into a stretch of a document, in order of its text."""
    return select(
        db,
        f'SELECT {COLUMNS} {JOINS} WHERE c.document_id = ? AND c.start < ? AND c."end" > ? AND {LIVE}'
        ' ORDER BY c.start, c."end", c.id',
        [document_id, end, start],
        StoredClaim,
    )


def starts(db: Database, document_id: int) -> list[int]:
    """Return where the live claims of a document begin, in order."""
    sql = f"SELECT c.start FROM claims c WHERE c.document_id = ? AND {LIVE} ORDER BY c.start"
    return [row[0] for row in db.execute(sql, [document_id]).fetchall()]


def before(db: Database, document_id: int, start: int) -> ClaimsBefore:
    """Return how many live claims begin before a place, and the last of them."""
    count = number(db, f"SELECT count(*) FROM claims c WHERE c.document_id = ? AND c.start < ? AND {LIVE}",
                   [document_id, start])  # fmt: skip
    last = first(
        db,
        f"SELECT c.id FROM claims c WHERE c.document_id = ? AND c.start < ? AND {LIVE}"
        ' ORDER BY c.start DESC, c."end" DESC, c.id DESC LIMIT 1',
        [document_id, start],
    )
    return ClaimsBefore(count, last["id"] if last else None)


def after(db: Database, document_id: int, end: int) -> int | None:
    """Return the first live claim that begins at or after a place."""
    row = first(
        db,
        f"SELECT c.id FROM claims c WHERE c.document_id = ? AND c.start >= ? AND {LIVE}"
        ' ORDER BY c.start, c."end", c.id LIMIT 1',
        [document_id, end],
    )
    return row["id"] if row else None


def threads_of(db: Database, claim_ids: Sequence[int]) -> dict[int, list[ThreadOfClaim]]:
    """Return, by claim, the threads of more than one claim it stands in."""
    rows = select(
        db,
        f"""
        SELECT m.claim_id, m.thread_id,
               (SELECT count(*) FROM thread_members x WHERE x.thread_id = m.thread_id) AS claims
        FROM thread_members m WHERE m.claim_id {IN_LIST} ORDER BY m.thread_id
        """,
        [to_list(claim_ids)],
    )
    found: dict[int, list[ThreadOfClaim]] = {}
    for row in rows:
        if row["claims"] > 1:
            found.setdefault(row["claim_id"], []).append(ThreadOfClaim(row["thread_id"], row["claims"]))
    return found


def matches_of(db: Database, claim_ids: Sequence[int]) -> dict[int, MatchCounts]:
    """Return, by claim, how many matches are confirmed and how many suggested; mere relatedness is none."""
    ids = to_list(claim_ids)
    rows = select(
        db,
        f"""
        WITH pairs AS (
            SELECT a AS mine, b AS other, a, b, kind FROM relations WHERE a {IN_LIST}
            UNION ALL SELECT b, a, a, b, kind FROM relations WHERE b {IN_LIST}
        )
        SELECT p.mine AS claim_id, sum(d.decision IS 'confirmed') AS confirmed, sum(d.decision IS NULL) AS suggested
        FROM pairs p JOIN claims c ON c.id = p.other AND {LIVE}
        LEFT JOIN pair_decisions d ON d.a = p.a AND d.b = p.b
        WHERE p.kind != 'related' OR d.decision IS 'confirmed' GROUP BY p.mine
        """,
        [ids, ids],
    )
    return {row["claim_id"]: MatchCounts(row["confirmed"], row["suggested"]) for row in rows}


def speakers_in(db: Database, document_id: int, *, limit: int) -> list[SpeakerInDocument]:
    """Return who speaks in a document, in the order they first do, with how many claims and the roles it prints."""
    rows = select(
        db,
        f"""
        SELECT s.id, s.name, count(*) AS claims, min(c.start) AS place
        FROM claims c JOIN speakers s ON s.id = c.speaker_id
        WHERE c.document_id = ? AND {LIVE} GROUP BY s.id ORDER BY place LIMIT ?
        """,
        [document_id, limit],
    )
    sql = "SELECT speaker_id, title, organisation FROM roles WHERE document_id = ? ORDER BY start"
    printed: dict[int, list[PrintedRole]] = {}
    for role in select(db, sql, [document_id], PrintedRole):
        printed.setdefault(role.speaker_id, []).append(role)
    return [SpeakerInDocument(**row, roles=tuple(printed.get(row["id"], ()))) for row in rows]
