"""Statements aligned by thread: what several speakers, documents or claims have a word in, by name or nearness."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import TypeVar

from tracker.db import claims
from tracker.db.claims import LIVE
from tracker.db.relations import KIND, SURE_OR_CONFIRMED
from tracker.db.rows import IN_LIST, Database, to_json, to_list
from tracker.models.documents import DocumentFound, Name, SpeakerFound
from tracker.models.relations import OpposedPair, PairRelation
from tracker.models.threads import OutsideThreads, SideCounts, SideStatement, ThreadLead, ThreadTotals
from tracker.text.words import unmarked

SIDES = {"speakers": "c.speaker_id", "documents": "c.document_id", "claims": "c.id"}
"""What may stand side by side, and the column that tells whose a claim is."""

MOST_OPPOSED = 20_000
"""Pairs that are read to find the other sides of some threads."""

LATEST = "c.date IS NULL, c.date DESC, c.kind != 'direct', c.document_id, c.start"
"""The latest statement first; of one day a quotation before reported speech."""
EARLIEST = "c.date IS NULL, c.date, c.kind != 'direct', c.document_id, c.start"


ASKED = """
    asked AS (
        SELECT json_extract(value, '$[0]') AS question, json_extract(value, '$[1]') AS thread_id,
               json_extract(value, '$[2]') AS place FROM json_each(?)
    )
"""
"""Which threads make up which question, as one parameter: ``[[question, thread, place], ...]``."""


def _dates(since: str | None, until: str | None) -> tuple[str, list[str]]:
    """Return the conditions of a range of dates (inclusive; a year or month will do) and their values."""
    sql, values = "", []
    if since is not None:
        sql, values = " AND c.date >= ?", [since]
    if until is not None:
        sql, values = f"{sql} AND c.date <= ?", [*values, f"{until}~"]
    return sql, values


def busiest(db: Database, *, limit: int, since: str | None = None, until: str | None = None) -> list[int]:
    """Return the threads most speakers have a word in."""
    dates, values = _dates(since, until)
    if not dates:
        sql = "SELECT thread_id, count(*) AS n, sum(claims) AS said FROM thread_speakers"
    else:
        sql = f"""
            SELECT m.thread_id, count(DISTINCT c.speaker_id) AS n, count(*) AS said
            FROM claims c JOIN thread_members m ON m.claim_id = c.id WHERE c.speaker_id IS NOT NULL {dates}
        """
    sql += " GROUP BY thread_id ORDER BY n DESC, said DESC, thread_id LIMIT ?"
    return [row[0] for row in db.execute(sql, [*values, limit]).fetchall()]


def of_topic(db: Database, topic_id: int, *, limit: int) -> list[int]:
    """Return the threads of a topic (tagged, or with a tagged claim in them), those of most speakers first."""
    sql = """
        SELECT thread_id, (SELECT count(*) FROM thread_speakers s WHERE s.thread_id = g.thread_id) AS n FROM (
            SELECT noun_id AS thread_id FROM topic_tags WHERE topic_id = ? AND noun = 'thread'
            UNION SELECT m.thread_id FROM topic_tags t JOIN thread_members m ON m.claim_id = t.noun_id
                   WHERE t.topic_id = ? AND t.noun = 'claim'
        ) g WHERE n > 0 ORDER BY n DESC, thread_id LIMIT ?
    """
    return [row[0] for row in db.execute(sql, [topic_id, topic_id, limit]).fetchall()]


def opposed_threads(db: Database, *, limit: int) -> list[int]:
    """Return threads that a sure or confirmed reversal links to another one, those most speakers share first."""
    sql = f"""
        WITH near AS (
            SELECT r.a, r.b FROM relations r LEFT JOIN pair_decisions p ON p.a = r.a AND p.b = r.b
            WHERE r.kind IN ('revised', 'reversed') AND r.kind = 'reversed' AND {SURE_OR_CONFIRMED} LIMIT ?
        )
        SELECT m.thread_id, (SELECT count(*) FROM thread_speakers s WHERE s.thread_id = m.thread_id) AS n
        FROM near JOIN thread_members m ON m.claim_id = near.a GROUP BY 1 ORDER BY n DESC, 1 LIMIT ?
    """
    return [row[0] for row in db.execute(sql, [MOST_OPPOSED // 10, limit]).fetchall()]


def shared(
    db: Database, noun: str, ids: Collection[int], *, limit: int, since: str | None = None, until: str | None = None
) -> list[int]:
    """Return the threads in which these speakers, documents or claims have a word, those of most sides first."""
    dates, values = _dates(since, until)
    sql = f"""
        SELECT m.thread_id, count(DISTINCT {SIDES[noun]}) AS sides, count(*) AS said
        FROM claims c JOIN thread_members m ON m.claim_id = c.id WHERE {SIDES[noun]} {IN_LIST} AND {LIVE} {dates}
        GROUP BY m.thread_id ORDER BY sides DESC, said DESC, m.thread_id LIMIT ?
    """
    return [row[0] for row in db.execute(sql, [to_list(ids), *values, limit]).fetchall()]


def speakers_in(
    db: Database,
    asked: Sequence[tuple[int, int, int]],
    *,
    limit: int,
    since: str | None = None,
    until: str | None = None,
) -> list[int]:
    """Return the speakers who have a word in most of the questions that ``asked`` names, as ``statements`` does."""
    sql, values = _speakers(asked, since, until)
    sql += "SELECT speaker_id, count(DISTINCT question) AS n, sum(said) AS said FROM found GROUP BY 1"
    sql += " ORDER BY n DESC, said DESC, speaker_id LIMIT ?"
    return [row[0] for row in db.execute(sql, [*values, limit]).fetchall()]


def speakers_per_question(
    db: Database, asked: Sequence[tuple[int, int, int]], *, since: str | None = None, until: str | None = None
) -> dict[int, int]:
    """Return how many speakers have a word in each question that ``asked`` names."""
    sql, values = _speakers(asked, since, until)
    return dict(
        db.execute(sql + "SELECT question, count(DISTINCT speaker_id) FROM found GROUP BY 1", values).fetchall()
    )


def _speakers(asked: Sequence[tuple[int, int, int]], since: str | None, until: str | None) -> tuple[str, list[str]]:
    dates, values = _dates(since, until)
    source = "thread_speakers s ON s.thread_id = a.thread_id"
    columns = "a.question, s.speaker_id, s.claims AS said"
    if dates:
        source = "thread_members m ON m.thread_id = a.thread_id JOIN claims c ON c.id = m.claim_id"
        source += f" AND c.speaker_id IS NOT NULL {dates}"
        columns = "a.question, c.speaker_id, 1 AS said"
    return f"WITH {ASKED}, found AS (SELECT {columns} FROM asked a JOIN {source}) ", [to_json(asked), *values]


def opposed(db: Database, thread_ids: Collection[int]) -> list[OpposedPair]:
    """Return the pairs by which these threads are revised or reversed: their leads', and any that a person confirmed.

    Refused and unsure pairs are left out; those of leads come first.
    """
    half = """
        SELECT t.id AS thread_id, r.{near} AS near, r.{far} AS far, r.a, r.b FROM threads t
        JOIN relations r ON r.{near} = t.lead_id AND r.kind IN ('revised', 'reversed')
        WHERE t.id IN (SELECT id FROM asked)
        UNION
        SELECT m.thread_id, p.{near}, p.{far}, p.a, p.b FROM pair_decisions p
        JOIN thread_members m ON m.claim_id = p.{near}
        WHERE p.decision = 'confirmed' AND m.thread_id IN (SELECT id FROM asked)
    """
    sql = f"""
        WITH asked AS (SELECT value AS id FROM json_each(?)),
        pairs AS ({half.format(near="a", far="b")} UNION {half.format(near="b", far="a")} LIMIT {MOST_OPPOSED})
        SELECT y.thread_id, y.near, y.far, f.thread_id AS side, t.lead_id = y.near AND o.lead_id = y.far AS of_leads,
               {KIND} AS kind, r.score, r.reasons, p.decision
        FROM pairs y JOIN relations r ON r.a = y.a AND r.b = y.b
        JOIN thread_members f ON f.claim_id = y.far
        JOIN threads t ON t.id = y.thread_id JOIN threads o ON o.id = f.thread_id
        LEFT JOIN pair_decisions p ON p.a = y.a AND p.b = y.b
        WHERE {SURE_OR_CONFIRMED} AND {KIND} IN ('revised', 'reversed')
          AND NOT EXISTS (SELECT 1 FROM thread_members x WHERE x.thread_id = y.thread_id AND x.claim_id = y.far)
        ORDER BY y.thread_id, of_leads DESC, p.decision IS NULL, r.score DESC, y.near, y.far
    """
    return db.select(sql, [to_list(thread_ids)], OpposedPair)


def statements(
    db: Database,
    asked: Sequence[tuple[int, int, int]],
    noun: str,
    ids: Collection[int],
    *,
    since: str | None = None,
    until: str | None = None,
) -> list[SideStatement]:
    """Return, for each question and side, its earliest and its latest statement, and the latest in each thread.

    ``asked`` are ``(question, thread, place)``: a question may have several threads, the nearer ones at lower places;
    a claim that stands in two of them counts once, at the nearer. ``statements`` of each counts all of that side's.
    """
    dates, values = _dates(since, until)
    sql = f"""
        WITH {ASKED},
        said AS (
            SELECT a.question, {SIDES[noun]} AS side, c.id AS claim_id, min(a.place) AS place, a.thread_id
            FROM asked a JOIN thread_members m ON m.thread_id = a.thread_id JOIN claims c ON c.id = m.claim_id
            WHERE {SIDES[noun]} {IN_LIST} {dates} GROUP BY 1, 2, 3
        ),
        placed AS (
            SELECT said.*, count(*) OVER (PARTITION BY question, side) AS statements,
                   row_number() OVER (PARTITION BY question, side ORDER BY {EARLIEST}) AS first,
                   row_number() OVER (PARTITION BY question, side ORDER BY {LATEST}) AS latest,
                   row_number() OVER (PARTITION BY question, side, place ORDER BY {LATEST}) AS latest_there
            FROM said JOIN claims c ON c.id = said.claim_id
        )
        SELECT question, side, claim_id, thread_id, place, statements, first, latest FROM placed
        WHERE first = 1 OR latest = 1 OR latest_there = 1 ORDER BY question, side, latest
    """
    return db.select(sql, [to_json(asked), to_list(ids), *values], SideStatement)


def said_by(db: Database, noun: str, ids: Collection[int]) -> list[SideCounts]:
    """Return how many live claims each of some sides has, and how many of them stand in a thread."""
    sql = f"""
        SELECT {SIDES[noun]} AS side, count(*) AS claims,
               sum(EXISTS (SELECT 1 FROM thread_members m WHERE m.claim_id = c.id)) AS threaded
        FROM claims c WHERE {SIDES[noun]} {IN_LIST} AND {LIVE} GROUP BY 1
    """
    return db.select(sql, [to_list(ids)], SideCounts)


def outside_threads(db: Database, speaker_ids: Collection[int], *, each: int) -> list[OutsideThreads]:
    """Return the latest live claims of each of these speakers that stand in no thread, at most ``each``, in that order.

    A speaker all of whose claims stand in threads is left out.
    """
    sql = f"""
        WITH alone AS (
            SELECT c.speaker_id, c.id, count(*) OVER (PARTITION BY c.speaker_id) AS claims,
                   row_number() OVER (PARTITION BY c.speaker_id ORDER BY {LATEST}) AS latest
            FROM claims c WHERE c.speaker_id {IN_LIST} AND {LIVE}
              AND NOT EXISTS (SELECT 1 FROM thread_members m WHERE m.claim_id = c.id)
        )
        SELECT speaker_id AS speaker, claims, id AS claim_id FROM alone WHERE latest <= ? ORDER BY speaker_id, latest
    """
    return db.select(sql, [to_list(speaker_ids), each], OutsideThreads)


def every_statement(
    db: Database,
    asked: Sequence[tuple[int, int, int]],
    speaker_ids: Collection[int],
    *,
    since: str | None = None,
    until: str | None = None,
) -> list[SideStatement]:
    """Return each statement of these speakers on each question, oldest first; ``asked`` is as ``statements`` takes it.

    ``first`` numbers them from the oldest, ``latest`` from the newest.
    """
    dates, values = _dates(since, until)
    sql = f"""
        WITH {ASKED},
        said AS (
            SELECT a.question, c.speaker_id AS side, c.id AS claim_id, min(a.place) AS place, a.thread_id
            FROM asked a JOIN thread_members m ON m.thread_id = a.thread_id JOIN claims c ON c.id = m.claim_id
            WHERE c.speaker_id {IN_LIST} {dates} GROUP BY 1, 2, 3
        )
        SELECT question, side, claim_id, thread_id, place, count(*) OVER (PARTITION BY question, side) AS statements,
               row_number() OVER (PARTITION BY question, side ORDER BY {EARLIEST}) AS first,
               row_number() OVER (PARTITION BY question, side ORDER BY {LATEST}) AS latest
        FROM said JOIN claims c ON c.id = said.claim_id ORDER BY question, {EARLIEST}, claim_id
    """
    return db.select(sql, [to_json(asked), to_list(speaker_ids), *values], SideStatement)


def leads(db: Database, thread_ids: Collection[int]) -> dict[int, ThreadLead]:
    """Return the lead and the size of each of these threads, by thread."""
    sql = f"""
        SELECT t.id AS thread_id, t.lead_id, c.text AS lead, c.alone AS lead_alone, c.stance, c.speaker_id,
               s.name AS speaker, c.date,
               (SELECT count(*) FROM thread_members m WHERE m.thread_id = t.id) AS claims,
               (SELECT count(*) FROM thread_speakers x WHERE x.thread_id = t.id) AS speakers
        FROM threads t JOIN claims c ON c.id = t.lead_id LEFT JOIN speakers s ON s.id = c.speaker_id
        WHERE t.id {IN_LIST}
    """
    return {lead.thread_id: lead for lead in db.select(sql, [to_list(thread_ids)], ThreadLead)}


def relations_of_pairs(db: Database, pairs: Collection[tuple[int, int]]) -> dict[tuple[int, int], PairRelation]:
    """Return the stored relations of exactly these pairs, with people's decisions, by pair (the lower id first)."""
    sql = f"""
        SELECT r.a, r.b, {KIND} AS kind, r.score, r.reasons, p.decision FROM json_each(?) j
        JOIN relations r ON r.a = json_extract(j.value, '$[0]') AND r.b = json_extract(j.value, '$[1]')
        LEFT JOIN pair_decisions p ON p.a = r.a AND p.b = r.b
    """
    wanted = to_json(sorted({(min(pair), max(pair)) for pair in pairs}))
    return {(pair.a, pair.b): pair for pair in db.select(sql, [wanted], PairRelation)}


def totals(db: Database) -> ThreadTotals:
    """Return how many threads have a known speaker in them, and how many speakers have a word in a thread."""
    sql = """
        SELECT (SELECT count(*) FROM threads t
                 WHERE EXISTS (SELECT 1 FROM thread_speakers x WHERE x.thread_id = t.id)) AS threads,
               (SELECT count(*) FROM speakers s
                 WHERE EXISTS (SELECT 1 FROM thread_speakers x WHERE x.speaker_id = s.id)) AS speakers
    """
    return db.select(sql, (), ThreadTotals)[0]


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
    return db.select(sql, [_like(unmarked(words)), limit], SpeakerFound)


def documents_named(db: Database, words: str, *, limit: int) -> list[DocumentFound]:
    """Return the documents whose title, publisher or file name holds these words, the newest first."""
    sql = """
        SELECT d.id, coalesce(d.title, d.name) AS name, d.publisher, coalesce(d.picked_date, d.date_value) AS date
        FROM documents d WHERE d.id IN (
            SELECT id FROM documents
            WHERE coalesce(title, '') || ' ' || coalesce(publisher, '') || ' ' || name LIKE ? ESCAPE '\\' LIMIT 500)
        ORDER BY date IS NULL, date DESC, d.id LIMIT ?
    """
    return db.select(sql, [_like(words), limit], DocumentFound)


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
    return _in_order(db.select(f"SELECT id, name FROM speakers WHERE id {IN_LIST}", [to_list(ids)], Name), ids)


def documents_of(db: Database, ids: Sequence[int]) -> list[DocumentFound]:
    """Return some documents, in the order given."""
    sql = f"""
        SELECT id, coalesce(title, name) AS name, publisher, coalesce(picked_date, date_value) AS date
        FROM documents WHERE id {IN_LIST}
    """
    return _in_order(db.select(sql, [to_list(ids)], DocumentFound), ids)


def _in_order(found: Sequence[Found], ids: Sequence[int]) -> list[Found]:
    by_id = {row.id: row for row in found}
    return [by_id[row_id] for row_id in ids if row_id in by_id]
