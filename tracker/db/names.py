"""Finding speakers, documents and threads by name, and those near one that is chosen, for a reader to pick from."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import TypeVar

from tracker.db import claims
from tracker.db.alignment import SIDES
from tracker.db.relations import SURE_OR_CONFIRMED
from tracker.db.rows import IN_LIST, Database, select, to_list
from tracker.models.documents import DocumentFound
from tracker.models.speakers import Name, SpeakerFound
from tracker.text.characters import unmarked

Found = TypeVar("Found", Name, DocumentFound)

MOST_NEAR = 5_000
"""Claims of shared threads that are looked at to tell who is near: enough to rank the nearest."""


def _like(words: str) -> str:
    """Return a LIKE pattern of words in their order; what LIKE takes as a sign is taken as itself."""
    for sign in "\\%_":
        words = words.replace(sign, "\\" + sign)
    return "%" + "%".join(words.split()) + "%"


def speakers_named(db: Database, words: str, *, limit: int) -> list[SpeakerFound]:
    """Return the speakers whose name holds these words, those with most claims in threads first."""
    sql = """
        SELECT s.id, s.name, (SELECT count(*) FROM claims c WHERE c.speaker_id = s.id) AS claims FROM speakers s
        WHERE s.merged_into IS NULL AND unmarked(s.name) LIKE ? ESCAPE '\\' ORDER BY claims DESC, s.name LIMIT ?
    """
    return select(db, sql, [_like(unmarked(words)), limit], SpeakerFound)


def documents_named(db: Database, words: str, *, limit: int) -> list[DocumentFound]:
    """Return the documents whose title, publisher or file name holds these words, the newest first."""
    sql = """
        SELECT d.id, coalesce(d.title, d.name) AS name, d.publisher, coalesce(d.picked_date, d.date_value) AS date
        FROM documents d WHERE d.id IN (
            SELECT id FROM documents
            WHERE coalesce(title, '') || ' ' || coalesce(publisher, '') || ' ' || name LIKE ? ESCAPE '\\' LIMIT 500)
        ORDER BY date IS NULL, date DESC, d.id LIMIT ?
    """
    return select(db, sql, [_like(words), limit], DocumentFound)


def threads_of_claims(db: Database, claim_ids: Sequence[int], *, limit: int) -> list[int]:
    """Return the threads that these claims stand in, in the order of the claims."""
    sql = f"SELECT claim_id, thread_id FROM thread_members WHERE claim_id {IN_LIST}"
    place = {claim_id: number for number, claim_id in enumerate(claim_ids)}
    rows = sorted(db.execute(sql, [to_list(claim_ids)]).fetchall(), key=lambda row: (place[row[0]], row[1]))
    return list(dict.fromkeys(row[1] for row in rows))[:limit]


def near(db: Database, noun: str, ids: Collection[int], *, limit: int) -> list[int]:
    """Return the speakers or documents that share most threads with these; for claims, those of their matches."""
    if noun == "claims":
        sql = f"""
            SELECT CASE WHEN r.a {IN_LIST} THEN r.b ELSE r.a END AS id, max(r.score) AS likeness
            FROM relations r LEFT JOIN pair_decisions p ON p.a = r.a AND p.b = r.b
            WHERE (r.a {IN_LIST} OR r.b {IN_LIST}) AND (r.kind = 'related' OR {SURE_OR_CONFIRMED})
              AND p.decision IS NOT 'refused'
            GROUP BY 1 HAVING id NOT {IN_LIST} ORDER BY likeness DESC, id LIMIT ?
        """
        found = [row[0] for row in db.execute(sql, [to_list(ids)] * 4 + [limit]).fetchall()]
        return [claim.id for claim in claims.several(db, found) if claim.live]
    side = SIDES[noun]
    sql = f"""
        WITH theirs AS (
            SELECT DISTINCT m.thread_id FROM claims c JOIN thread_members m ON m.claim_id = c.id WHERE {side} {IN_LIST}
        ),
        found AS (
            SELECT {side} AS id, m.thread_id FROM theirs JOIN thread_members m USING (thread_id)
            JOIN claims c ON c.id = m.claim_id WHERE {side} NOT {IN_LIST} LIMIT ?
        )
        SELECT id FROM found WHERE id IS NOT NULL
        GROUP BY id ORDER BY count(DISTINCT thread_id) DESC, count(*) DESC, id LIMIT ?
    """
    return [row[0] for row in db.execute(sql, [to_list(ids), to_list(ids), MOST_NEAR, limit]).fetchall()]


def speakers_of(db: Database, ids: Sequence[int]) -> list[Name]:
    """Return some speakers by number and name, in the order given."""
    found = select(db, f"SELECT id, name FROM speakers WHERE id {IN_LIST}", [to_list(ids)], Name)
    return _in_order(found, ids)


def documents_of(db: Database, ids: Sequence[int]) -> list[DocumentFound]:
    """Return some documents, in the order given."""
    sql = f"""
        SELECT id, coalesce(title, name) AS name, publisher, coalesce(picked_date, date_value) AS date
        FROM documents WHERE id {IN_LIST}
    """
    return _in_order(select(db, sql, [to_list(ids)], DocumentFound), ids)


def _in_order(found: Sequence[Found], ids: Sequence[int]) -> list[Found]:
    by_id = {row.id: row for row in found}
    return [by_id[row_id] for row_id in ids if row_id in by_id]
