"""Relations between claims, people's decisions on pairs, and threads."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from sqlite_utils import Database

from tracker.models import SAME_CLAIM, Relation, RelationKind
from tracker.store import claims
from tracker.store.rows import IN_LIST, Row, first, insert, number, select, to_json, to_list

STANDING = """
    FROM relations r JOIN claims ca ON ca.id = r.a JOIN claims cb ON cb.id = r.b
    LEFT JOIN pair_decisions p ON p.a = r.a AND p.b = r.b
    WHERE (ca.found OR ca.touched) AND (cb.found OR cb.touched)
"""

RELATION = """
    SELECT r.a, r.b, r.kind, r.score, r.reasons, r.differences, r.rules,
           p.decision, p.confirmed_as, p.who AS decided_by, p.at AS decided_at
"""


def ordered(a: int, b: int) -> tuple[int, int]:
    """Return a pair of claim ids as the tables hold it, the lower first."""
    return (a, b) if a < b else (b, a)


def put_relation(db: Database, a: int, b: int, relation: Relation) -> None:
    """Store the relation of two claims; ``differences`` are span pairs in the order (a, b) with a < b."""
    put_relations(db, [(a, b, relation)])


def put_relations(db: Database, found: Iterable[tuple[int, int, Relation]]) -> None:
    """Store the relations of many pairs, each as ``put_relation`` does."""
    db.conn.executemany(
        "INSERT INTO relations (a, b, kind, score, reasons, differences, rules) VALUES (?, ?, ?, ?, ?, ?, ?)"
        " ON CONFLICT (a, b) DO UPDATE SET kind = excluded.kind, score = excluded.score, reasons = excluded.reasons,"
        " differences = excluded.differences, rules = excluded.rules",
        (
            (
                a,
                b,
                relation.kind,
                relation.score,
                to_json(relation.reasons),
                to_json([[[x.start, x.end], [y.start, y.end]] for x, y in relation.differences]),
                relation.rules,
            )
            for a, b, relation in found
        ),
    )


def drop_relations_of(db: Database, claim_ids: Collection[int]) -> None:
    """Forget the program's relations of these claims; decisions on the pairs stay."""
    ids = to_list(claim_ids)
    db.execute(f"DELETE FROM relations WHERE a {IN_LIST} OR b {IN_LIST}", [ids, ids])


def drop_relations(db: Database) -> None:
    """Forget all of the program's relations; decisions on the pairs stay."""
    db.execute("DELETE FROM relations")


def relations_of(db: Database, claim_id: int) -> list[Row]:
    """Return a claim's relations with people's decisions, likeliest first."""
    return select(
        db, f"{RELATION} {STANDING} AND (r.a = ? OR r.b = ?) ORDER BY r.score DESC, r.a, r.b", [claim_id, claim_id]
    )


def relation(db: Database, a: int, b: int) -> Row | None:
    """Return the relation of a pair with the decision on it, or ``None``."""
    return first(db, f"{RELATION} {STANDING} AND r.a = ? AND r.b = ?", list(ordered(a, b)))


def relations(db: Database, kinds: Collection[str] = (), claim_ids: Collection[int] | None = None) -> list[Row]:
    """Return the relations that stand, of some kinds and among some claims where given."""
    sql, values = f"{RELATION} {STANDING}", list[str]()
    if kinds:
        sql += f" AND r.kind {IN_LIST}"
        values.append(to_list(kinds))
    if claim_ids is not None:
        sql += f" AND r.a {IN_LIST} AND r.b {IN_LIST}"
        values += [to_list(claim_ids)] * 2
    return select(db, sql + " ORDER BY r.a, r.b", values)


def latest_changes(db: Database, *, limit: int) -> list[Row]:
    """Return the relations that revise or reverse a claim, those of the claims found last first."""
    sql = f"{RELATION} {STANDING} AND r.kind IN ('revised', 'reversed') ORDER BY r.b DESC, r.a DESC LIMIT ?"
    return select(db, sql, [limit])


def decision_on(db: Database, a: int, b: int) -> Row:
    """Return ``decision`` and ``confirmed_as`` of a pair, both ``None`` where nobody has decided."""
    sql = "SELECT decision, confirmed_as FROM pair_decisions WHERE a = ? AND b = ?"
    return first(db, sql, list(ordered(a, b))) or {"decision": None, "confirmed_as": None}


def decide(
    db: Database, a: int, b: int, decision: str | None, *, who: str, at: str, confirmed_as: str | None = None
) -> None:
    """Record ``confirmed`` or ``refused`` for a pair, or take the decision back with ``None``.

    ``confirmed_as`` is ``revised`` or ``reversed`` where a person confirms just that: such a pair stays linked and is
    never one claim.

    What the program suggested of the pair is kept beside the decision, to tell later how often it was right.
    """
    a, b = ordered(a, b)
    db.execute("DELETE FROM pair_decisions WHERE a = ? AND b = ?", [a, b])
    if decision is not None:
        db.execute(
            """
            INSERT INTO pair_decisions (a, b, decision, confirmed_as, who, at, suggested_kind, suggested_score)
            SELECT ?, ?, ?, ?, ?, ?, r.kind, r.score FROM (SELECT 1)
            LEFT JOIN relations r ON r.a = ? AND r.b = ?
            """,
            [a, b, decision, confirmed_as, who, at, a, b],
        )


def decisions(db: Database) -> list[Row]:
    """Return every decision on a pair."""
    return select(db, "SELECT * FROM pair_decisions ORDER BY a, b")


def decisions_on(db: Database, claim_ids: Collection[int]) -> list[Row]:
    """Return the decisions on pairs with one of these claims in them."""
    ids = to_list(claim_ids)
    sql = f"SELECT * FROM pair_decisions WHERE a {IN_LIST} OR b {IN_LIST} ORDER BY a, b"
    return select(db, sql, [ids, ids])


def neighbourhood(db: Database, claim_ids: Collection[int], *, linked: bool = True) -> set[int]:
    """Return the live claims whose threads can change with the relations of these: their own and their neighbours'.

    Who joins whom follows from the relations that join claims alone, so it is these (with confirmations and threads)
    that are followed from claim to claim. A claim that joins none has a thread where a changed figure or the contrary
    links it with any other: so those linked with the given claims are looked at too, but no further (and not without
    ``linked``).
    """
    joining = ", ".join(f"'{kind}'" for kind in sorted(SAME_CLAIM))
    partners = f"""
        SELECT r.b FROM relations r WHERE r.a {IN_LIST} AND r.kind != 'related'
        UNION SELECT r.a FROM relations r WHERE r.b {IN_LIST} AND r.kind != 'related'
    """
    sql = f"""
        WITH RECURSIVE reached(id) AS (
            SELECT id FROM claims WHERE id {IN_LIST} OR id IN ({partners})
            UNION SELECT r.b FROM reached JOIN relations r ON r.a = reached.id AND r.kind IN ({joining})
            UNION SELECT r.a FROM reached JOIN relations r ON r.b = reached.id AND r.kind IN ({joining})
            UNION SELECT p.b FROM reached JOIN pair_decisions p ON p.a = reached.id AND p.decision = 'confirmed'
            UNION SELECT p.a FROM reached JOIN pair_decisions p ON p.b = reached.id AND p.decision = 'confirmed'
            UNION SELECT y.claim_id FROM reached JOIN thread_members x ON x.claim_id = reached.id
                  JOIN thread_members y ON y.thread_id = x.thread_id
        )
        SELECT reached.id FROM reached JOIN claims c ON c.id = reached.id WHERE c.found OR c.touched
    """
    ids = to_list(claim_ids)
    with_partners = ids if linked else to_list([])
    return {row[0] for row in db.execute(sql, [ids, with_partners, with_partners]).fetchall()}


def kinds_with(db: Database, claim_ids: Collection[int]) -> dict[tuple[int, int], RelationKind]:
    """Return the kind of every relation, mere relatedness apart, that one of these claims has with a live claim."""
    sql = f"""
        SELECT r.a, r.b, r.kind FROM relations r JOIN claims c ON c.id = r.b
        WHERE r.a {IN_LIST} AND r.kind != 'related' AND (c.found OR c.touched)
        UNION SELECT r.a, r.b, r.kind FROM relations r JOIN claims c ON c.id = r.a
        WHERE r.b {IN_LIST} AND r.kind != 'related' AND (c.found OR c.touched)
    """
    ids = to_list(claim_ids)
    return {(a, b): RelationKind(kind) for a, b, kind in db.execute(sql, [ids, ids]).fetchall()}


def followers(db: Database, claim_ids: Collection[int]) -> set[int]:
    """Return those of these claims that joined a thread and lead none."""
    sql = f"""
        SELECT m.claim_id FROM thread_members m JOIN threads t ON t.id = m.thread_id
        WHERE m.claim_id {IN_LIST} GROUP BY m.claim_id HAVING max(t.lead_id = m.claim_id) = 0
    """
    return {row[0] for row in db.execute(sql, [to_list(claim_ids)]).fetchall()}


def claims_in_question(db: Database) -> list[int]:
    """Return the claims that have a relation other than mere relatedness, or a thread now or once."""
    sql = """
        SELECT a FROM relations WHERE kind != 'related' UNION SELECT b FROM relations WHERE kind != 'related'
        UNION SELECT a FROM pair_decisions UNION SELECT b FROM pair_decisions
        UNION SELECT claim_id FROM thread_members UNION SELECT lead_id FROM threads
    """
    return [row[0] for row in db.execute(sql).fetchall()]


def in_threads(db: Database, claim_ids: Collection[int]) -> set[int]:
    """Return those of these claims that are in a thread."""
    sql = f"SELECT DISTINCT claim_id FROM thread_members WHERE claim_id {IN_LIST}"
    return {row[0] for row in db.execute(sql, [to_list(claim_ids)]).fetchall()}


def leads_of(db: Database, claim_ids: Collection[int]) -> dict[int, set[int]]:
    """Return for each of these claims that follows in threads their leads; claims that lead one are left out."""
    sql = f"""
        SELECT m.claim_id, t.lead_id FROM thread_members m JOIN threads t ON t.id = m.thread_id
        WHERE m.claim_id {IN_LIST}
    """
    found: dict[int, set[int]] = {}
    for claim_id, lead in db.execute(sql, [to_list(claim_ids)]).fetchall():
        found.setdefault(claim_id, set()).add(lead)
    return {claim_id: leads for claim_id, leads in found.items() if claim_id not in leads}


def followers_of(db: Database, lead_id: int) -> list[int]:
    """Return the claims that follow a claim in the thread it leads."""
    sql = """
        SELECT m.claim_id FROM threads t JOIN thread_members m ON m.thread_id = t.id
        WHERE t.lead_id = ? AND m.claim_id != t.lead_id
    """
    return [row[0] for row in db.execute(sql, [lead_id]).fetchall()]


def picked_leads(db: Database, claim_ids: Collection[int]) -> set[int]:
    """Return those of these claims that a person made the lead of a thread."""
    sql = f"SELECT DISTINCT lead_id FROM threads WHERE lead_id {IN_LIST} AND lead_picked"
    return {row[0] for row in db.execute(sql, [to_list(claim_ids)]).fetchall()}


def led_by(db: Database, claim_ids: Collection[int]) -> dict[int, tuple[int, bool]]:
    """Return for each of these claims that leads a thread the thread's id, and whether the thread is empty now.

    Of several the claim is in one; of empty ones the oldest is returned.
    """
    sql = f"""
        SELECT t.lead_id, t.id, NOT EXISTS (SELECT 1 FROM thread_members m WHERE m.thread_id = t.id) AS is_empty
        FROM threads t WHERE t.lead_id {IN_LIST} ORDER BY is_empty DESC, t.id DESC
    """
    return {lead: (thread_id, bool(empty)) for lead, thread_id, empty in db.execute(sql, [to_list(claim_ids)])}


def add_members(db: Database, thread_id: int, claim_ids: Iterable[int]) -> None:
    """Add claims to a thread."""
    db.conn.executemany(
        "INSERT OR IGNORE INTO thread_members (thread_id, claim_id) VALUES (?, ?)",
        [(thread_id, claim_id) for claim_id in claim_ids],
    )


def threads_among(db: Database, claim_ids: Collection[int]) -> list[Row]:
    """Return the stored threads with a member or their lead among these claims, also threads that are empty now.

    Each row is ``{"id", "lead_id", "lead_picked", "members"}``.
    """
    ids = to_list(claim_ids)
    rows = select(
        db,
        f"""
        SELECT t.id, t.lead_id, t.lead_picked, m.claim_id
        FROM threads t LEFT JOIN thread_members m ON m.thread_id = t.id
        WHERE t.id IN (SELECT thread_id FROM thread_members WHERE claim_id {IN_LIST})
           OR t.lead_id {IN_LIST}
        ORDER BY t.id
        """,
        [ids, ids],
    )
    threads: dict[int, Row] = {}
    for row in rows:
        claim_id = row.pop("claim_id")
        thread = threads.setdefault(row["id"], row | {"members": []})
        thread["members"] += [] if claim_id is None else [claim_id]
    return list(threads.values())


def write_thread(db: Database, thread_id: int | None, lead_id: int, members: Sequence[int]) -> int:
    """Write one thread, a new one where ``thread_id`` is ``None``; return its id. A picked lead stays picked."""
    if thread_id is None:
        thread_id = insert(db, "threads", {"lead_id": lead_id})
    else:
        db.execute("UPDATE threads SET lead_id = ? WHERE id = ?", [lead_id, thread_id])
        db.execute("DELETE FROM thread_members WHERE thread_id = ?", [thread_id])
    add_members(db, thread_id, members)
    return thread_id


def empty_thread(db: Database, thread_id: int) -> None:
    """Take all members out of a thread; its row and address stay."""
    db.execute("DELETE FROM thread_members WHERE thread_id = ?", [thread_id])


def pick_lead(db: Database, thread_id: int, lead_id: int, *, picked: bool) -> None:
    """Record which claim a person made the lead, or that the program chooses again."""
    db.execute("UPDATE threads SET lead_id = ?, lead_picked = ? WHERE id = ?", [lead_id, int(picked), thread_id])


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


def get(db: Database, thread_id: int) -> Row | None:
    """Return one thread with its lead and counts, or ``None``; also one that has no members now."""
    return first(db, THREADS + "WHERE t.id = ?", [thread_id])


def several(db: Database, thread_ids: Collection[int]) -> dict[int, Row]:
    """Return threads with their leads and counts, by id."""
    return {row["id"]: row for row in select(db, THREADS + f"WHERE t.id {IN_LIST}", [to_list(thread_ids)])}


OF_SPEAKER = """
    t.id IN (SELECT m.thread_id FROM claims c JOIN thread_members m ON m.claim_id = c.id
              WHERE c.speaker_id = ? AND (c.found OR c.touched))
"""


def every(db: Database, *, limit: int = -1, offset: int = 0, speaker: int | None = None) -> list[Row]:
    """Return the threads that have members, those over most documents and claims first; or those of one speaker."""
    narrowed, values = ("", []) if speaker is None else (f" AND {OF_SPEAKER}", [speaker])
    return select(
        db,
        THREADS + f"WHERE t.claims > 0{narrowed} ORDER BY t.documents DESC, t.claims DESC, t.id LIMIT ? OFFSET ?",
        [*values, limit, offset],
    )


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


def within_speaker(db: Database, speaker_id: int, kinds: Collection[str], *, limit: int) -> list[Row]:
    """Return the relations of these kinds between two claims of one speaker, refused ones left out."""
    sql = f"""
        {RELATION} FROM claims ca JOIN relations r ON r.a = ca.id AND r.kind {IN_LIST}
        JOIN claims cb ON cb.id = r.b AND cb.speaker_id = ca.speaker_id AND (cb.found OR cb.touched)
        LEFT JOIN pair_decisions p ON p.a = r.a AND p.b = r.b
        WHERE ca.speaker_id = ? AND (ca.found OR ca.touched) AND p.decision IS NOT 'refused' LIMIT ?
    """
    return select(db, sql, [to_list(kinds), speaker_id, limit])


def homes(db: Database, claim_ids: Collection[int]) -> dict[int, list[int]]:
    """Return the ids of the threads that each of these claims belongs to; claims of none are left out."""
    found: dict[int, list[int]] = {}
    sql = f"SELECT claim_id, thread_id FROM thread_members WHERE claim_id {IN_LIST} ORDER BY claim_id, thread_id"
    for claim_id, thread_id in db.execute(sql, [to_list(claim_ids)]).fetchall():
        found.setdefault(claim_id, []).append(thread_id)
    return found


def of_claim(db: Database, claim_id: int) -> list[Row]:
    """Return the threads a claim belongs to."""
    return select(
        db,
        THREADS + "WHERE t.id IN (SELECT thread_id FROM thread_members WHERE claim_id = ?) ORDER BY t.id",
        [claim_id],
    )


def claims_of(db: Database, thread_id: int) -> list[Row]:
    """Return a thread's claims as listed, in date order, undated ones last by order of intake."""
    return claims.several(db, members(db, thread_id))


MOST_OPPOSING = 300
"""Relations to other claims that are looked through on either side, the lead's own first: more than a page shows."""


def opposing(db: Database, thread_id: int, kinds: Collection[str]) -> list[Row]:
    """Return the relations of these kinds between a thread's claims and others, the lead's own first.

    Each has ``inside`` and ``outside``, the claim of the thread and the other one; refused ones are left out.
    """
    members = """
        SELECT m.claim_id FROM thread_members m JOIN threads t ON t.id = m.thread_id
        WHERE m.thread_id = ? ORDER BY m.claim_id != t.lead_id
    """
    sides = " UNION ALL ".join(
        f"""
        SELECT * FROM (
            SELECT r.*, m.claim_id AS inside, r.{far} AS outside
            FROM ({members}) m CROSS JOIN relations r ON r.{near} = m.claim_id AND r.kind {IN_LIST}
            WHERE NOT EXISTS (SELECT 1 FROM thread_members x WHERE x.thread_id = ? AND x.claim_id = r.{far})
            LIMIT {MOST_OPPOSING}
        )
        """
        for near, far in (("a", "b"), ("b", "a"))
    )
    sql = f"""
        SELECT r.*, p.decision, p.who AS decided_by, p.at AS decided_at FROM ({sides}) r
        JOIN threads t ON t.id = ? JOIN claims c ON c.id = r.outside AND (c.found OR c.touched)
        LEFT JOIN pair_decisions p ON p.a = r.a AND p.b = r.b
        WHERE p.decision IS NOT 'refused' ORDER BY r.inside != t.lead_id, r.score DESC, r.a, r.b
    """
    side = [thread_id, to_list(kinds), thread_id]
    return select(db, sql, [*side, *side, thread_id])
