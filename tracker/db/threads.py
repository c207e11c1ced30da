"""Threads: one, a page of them, their members, how they grow; and verdicts on them: published ratings of others.

A verdict was given on the words of one claim, ``claim_id``, the lead of its thread at the time. It is shown on that
claim, on claims that people confirmed to be the same one, and on a lead that a person picked: never on one that the
program merely suggests."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import groupby
from operator import itemgetter
from typing import Any, Final

from msgspec.structs import asdict

from tracker.db import claims
from tracker.db.claims import LIVE
from tracker.db.relations import STANDING
from tracker.db.rows import (
    IN_LIST,
    Database,
    to_list,
)
from tracker.models import SAME_CLAIM
from tracker.models.claims import ClaimInBrief, StoredClaim
from tracker.models.threads import (
    LedThread,
    Rating,
    RatingUsed,
    Ruling,
    Scale,
    ThreadMembers,
    ThreadSummary,
    ThreadWithMembers,
    Verdict,
    VerdictFilters,
    VerdictInBrief,
    Work,
    WorkingVerdict,
)

THREADS = """
    SELECT t.id, t.lead_id, t.lead_picked, c.id AS title_id, c.text AS lead, c.alone AS lead_alone, c.stance,
           c.polarity, c.speaker_id, s.name AS speaker, t.claims, t.documents,
           (SELECT count(DISTINCT x.speaker_id) FROM thread_members m JOIN claims x ON x.id = m.claim_id
             WHERE m.thread_id = t.id) AS speakers,
           (SELECT min(x.date) FROM thread_members m JOIN claims x ON x.id = m.claim_id
             WHERE m.thread_id = t.id) AS first,
           (SELECT max(x.date) FROM thread_members m JOIN claims x ON x.id = m.claim_id
             WHERE m.thread_id = t.id) AS last
    FROM threads t JOIN claims c ON c.id = coalesce(t.title_id, t.lead_id) LEFT JOIN speakers s ON s.id = c.speaker_id
"""


def get(db: Database, thread_id: int) -> ThreadSummary | None:
    """Return one thread with its lead and counts, or ``None``; also one that has no members now."""
    return db.first(THREADS + "WHERE t.id = ?", [thread_id], ThreadSummary)


def several(db: Database, thread_ids: Collection[int]) -> dict[int, ThreadSummary]:
    """Return threads with their leads and counts, by id."""
    found = db.select(THREADS + f"WHERE t.id {IN_LIST}", [to_list(thread_ids)], ThreadSummary)
    return {thread.id: thread for thread in found}


OF_SPEAKER = """
    t.id IN (SELECT m.thread_id FROM claims c JOIN thread_members m ON m.claim_id = c.id
              WHERE c.speaker_id = ? AND (c.found OR c.touched))
"""


def every(db: Database, *, limit: int = -1, offset: int = 0, speaker: int | None = None) -> Iterator[ThreadSummary]:
    """Give the threads that have members, those over most documents and claims first; or those of one speaker."""
    narrowed, values = ("", []) if speaker is None else (f" AND {OF_SPEAKER}", [speaker])
    order = "t.documents DESC, t.claims DESC, t.id"
    sql = THREADS + f"WHERE t.claims > 0{narrowed} ORDER BY {order} LIMIT ? OFFSET ?"
    return db.stream(sql, [*values, limit, offset], ThreadSummary)


def with_members(db: Database, *, speaker: int | None = None) -> Iterator[ThreadWithMembers]:
    """Give the threads of ``every`` with their claims' ids in date order."""
    for thread in every(db, speaker=speaker):
        yield ThreadWithMembers(**asdict(thread), members=tuple(members(db, thread.id)))


def count(db: Database, *, speaker: int | None = None) -> int:
    """Return how many threads have members, of one speaker where given."""
    narrowed, values = ("", []) if speaker is None else (f" AND {OF_SPEAKER}", [speaker])
    return db.number(f"SELECT count(*) FROM threads t WHERE t.claims > 0{narrowed}", values)


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
        SELECT c.id, c.date, c.text, s.name AS speaker, c.stance, c.document_id
        FROM thread_members m JOIN claims c ON c.id = m.claim_id LEFT JOIN speakers s ON s.id = c.speaker_id
        WHERE m.thread_id = ? ORDER BY c.date IS NULL, c.date, c.document_id, c.start
    """
    return db.select(sql, [thread_id], ClaimInBrief)


def homes(db: Database, claim_ids: Collection[int]) -> dict[int, list[int]]:
    """Return the ids of the threads that each of these claims belongs to; claims of none are left out."""
    found: dict[int, list[int]] = {}
    sql = f"SELECT claim_id, thread_id FROM thread_members WHERE claim_id {IN_LIST} ORDER BY claim_id, thread_id"
    for claim_id, thread_id in db.execute(sql, [to_list(claim_ids)]).fetchall():
        found.setdefault(claim_id, []).append(thread_id)
    return found


def of_claim(db: Database, claim_id: int) -> list[ThreadSummary]:
    """Return the threads a claim belongs to."""
    return db.select(
        THREADS + "WHERE t.id IN (SELECT thread_id FROM thread_members WHERE claim_id = ?) ORDER BY t.id",
        [claim_id],
        ThreadSummary,
    )


def claims_of(db: Database, thread_id: int) -> list[StoredClaim]:
    """Return a thread's claims as listed, in date order, undated ones last by order of intake."""
    return claims.several(db, members(db, thread_id))


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


def followers(db: Database, claim_ids: Collection[int]) -> set[int]:
    """Return those of these claims that joined a thread and lead none."""
    sql = """
        SELECT one.value FROM json_each(?) one
        WHERE EXISTS (SELECT 1 FROM thread_members m WHERE m.claim_id = one.value) AND NOT EXISTS (
            SELECT 1 FROM threads t CROSS JOIN thread_members m ON m.claim_id = t.lead_id AND m.thread_id = t.id
            WHERE t.lead_id = one.value
        )
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


def led_by(db: Database, claim_ids: Collection[int]) -> dict[int, LedThread]:
    """Return for each of these claims that leads a thread the thread's id, and whether the thread is empty now.

    Of several the claim is in one; of empty ones the oldest is returned.
    """
    sql = f"""
        SELECT t.lead_id, t.id, NOT EXISTS (SELECT 1 FROM thread_members m WHERE m.thread_id = t.id) AS is_empty
        FROM threads t WHERE t.lead_id {IN_LIST} ORDER BY is_empty DESC, t.id DESC
    """
    return {lead: LedThread(thread_id, bool(empty)) for lead, thread_id, empty in db.execute(sql, [to_list(claim_ids)])}


def add_members(db: Database, thread_id: int, claim_ids: Iterable[int]) -> None:
    """Add claims to a thread."""
    db.insert_rows("thread_members", ("thread_id", "claim_id"), ((thread_id, claim_id) for claim_id in claim_ids),
        "ON CONFLICT DO NOTHING",
    )  # fmt: skip


def among(db: Database, claim_ids: Collection[int]) -> list[ThreadMembers]:
    """Return the stored threads with a member or their lead among these claims, also threads that are empty now."""
    ids = to_list(claim_ids)
    rows = db.select(
        f"""
        SELECT t.id, t.lead_id, t.lead_picked, t.title_id, m.claim_id
        FROM threads t LEFT JOIN thread_members m ON m.thread_id = t.id
        WHERE t.id IN (SELECT thread_id FROM thread_members WHERE claim_id {IN_LIST})
           OR t.lead_id {IN_LIST}
        ORDER BY t.id
        """,
        [ids, ids],
    )
    return [
        ThreadMembers(
            thread_id, lead, picked, title, tuple(row["claim_id"] for row in members if row["claim_id"] is not None)
        )
        for (thread_id, lead, picked, title), members in groupby(
            rows, itemgetter("id", "lead_id", "lead_picked", "title_id")
        )
    ]


def write(db: Database, thread_id: int | None, lead_id: int, members: Sequence[int]) -> int:
    """Write one thread, a new one where ``thread_id`` is ``None``; return its id.

    A picked lead stays picked, and the claim whose words name the thread stays while it is a member.
    """
    if thread_id is None:
        thread_id = db.insert("threads", {"lead_id": lead_id, "title_id": lead_id})
    else:
        what = f"lead_id = ?1, title_id = CASE WHEN title_id {IN_LIST} THEN title_id ELSE ?1 END"
        db.change("threads", what, [lead_id, to_list(members)], "id = ?", [thread_id])
        empty(db, thread_id)
    add_members(db, thread_id, members)
    return thread_id


def empty(db: Database, thread_id: int) -> None:
    """Take all members out of a thread; its row and address stay."""
    db.delete("thread_members", "thread_id = ?", [thread_id])


def pick_lead(db: Database, thread_id: int, lead_id: int, *, picked: bool, title_id: int | None = None) -> None:
    """Record which claim a person made the lead, or that the program chooses again; its words name the thread.

    ``title_id`` is the claim whose words do where it is another one.
    """
    values = {"lead_id": lead_id, "lead_picked": int(picked), "title_id": title_id or lead_id}
    db.update("threads", thread_id, values)


Counts = dict[str, int]

_STANDING: Final = {
    "claims": f"SELECT c.id AS id, 0 AS other, '' AS what FROM claims c WHERE {LIVE}",
    "relations": f"SELECT r.a AS id, r.b AS other, r.kind AS what {STANDING}",
    "threads": """
        SELECT thread_id AS id, 0 AS other, group_concat(claim_id) AS what
        FROM (SELECT thread_id, claim_id FROM thread_members ORDER BY thread_id, claim_id) GROUP BY thread_id
    """,
}
"""For each noun what may change: a key of two numbers and what stands under it."""


@contextmanager
def kept_aside(db: Database) -> Iterator[None]:
    """Keep what stands now until the end of the block; SQLite writes it to a file where it is much.

    Inside a transaction, which takes the tables with it where the block fails.
    """
    for noun, rows in _STANDING.items():
        db.execute(
            f"CREATE TEMP TABLE was_{noun} (id INTEGER, other INTEGER, what TEXT, PRIMARY KEY (id, other))"
            " WITHOUT ROWID"
        )
        db.execute(f"INSERT INTO was_{noun} (id, other, what) {rows} ORDER BY 1, 2")
    yield
    for noun in _STANDING:
        db.execute(f"DROP TABLE was_{noun}")


def changes(db: Database) -> Counts:
    """Return how many claims, relations and threads are new, gone or changed since they were kept aside."""
    report = {}
    for noun, rows in _STANDING.items():
        joined = f"({rows}) now {{}} JOIN was_{noun} was ON was.id = now.id AND was.other = now.other"
        report[f"{noun} new"] = db.number(f"SELECT count(*) FROM {joined.format('LEFT')} WHERE was.id IS NULL")
        report[f"{noun} changed"] = db.number(f"SELECT count(*) FROM {joined.format('')} WHERE was.what != now.what")
        same = db.number(f"SELECT count(*) FROM {joined.format('')}")
        report[f"{noun} gone"] = db.number(f"SELECT count(*) FROM was_{noun}") - same
    return report


def relations_by_kind(db: Database) -> Counts:
    """Return how many pairs went from one relation to another since they were kept aside: ``variant to revised``."""
    now = _STANDING["relations"]
    rows = db.execute(
        f"""
        SELECT old || ' to ' || new AS how, count(*) FROM (
            SELECT coalesce(was.what, 'none') AS old, now.what AS new
            FROM ({now}) now LEFT JOIN was_relations was ON was.id = now.id AND was.other = now.other
            UNION ALL
            SELECT was.what, 'none' FROM was_relations was
            LEFT JOIN ({now}) now ON was.id = now.id AND was.other = now.other WHERE now.id IS NULL
        ) WHERE old != new GROUP BY how ORDER BY how
        """
    ).fetchall()
    return dict(rows)


_VERDICT_COLUMNS: Final = """
    v.id, v.thread_id, v.claim_id, c.text AS claim, c.kind, c.stance, c.polarity, c.speaker_id, p.name AS speaker,
    p.kind AS speaker_kind,
    s.organisation, s.name AS scale, s.ratings, n.scale_id, n.rating, n.summary, n.evidence, n.reviewer, n.date, n.url,
    n.version, v.withdrawn, n.who, n.at
"""

_VERDICT_JOINS: Final = """
    JOIN scales s ON s.id = n.scale_id JOIN claims c ON c.id = v.claim_id LEFT JOIN speakers p ON p.id = c.speaker_id
"""

VERDICTS: Final = f"""
    SELECT {_VERDICT_COLUMNS} FROM verdicts v JOIN verdict_versions n ON n.verdict_id = v.id AND n.version = v.version
    {_VERDICT_JOINS}
"""

SAME: Final = """
    d.decision = 'confirmed' AND coalesce(d.confirmed_as, d.suggested_kind, '') NOT IN ('revised', 'reversed')
"""
"""A person confirmed that two claims are the same one; of a changed figure or a reversal, that they are linked."""

JOINED_TO: Final = f"""
    WITH RECURSIVE joined(origin, id) AS (
        SELECT value, value FROM json_each(?)
        UNION SELECT j.origin, d.b FROM joined j JOIN pair_decisions d ON d.a = j.id AND {SAME}
        UNION SELECT j.origin, d.a FROM joined j JOIN pair_decisions d ON d.b = j.id AND {SAME}
    )
"""
"""Each of these claims (``origin``) with all that people confirmed to be the same one."""

_PICKED_LEAD: Final = """
    SELECT v.claim_id, t.lead_id FROM verdicts v JOIN threads t ON t.id = v.thread_id AND t.lead_picked
    WHERE EXISTS (SELECT 1 FROM thread_members m WHERE m.thread_id = t.id AND m.claim_id = v.claim_id)
      AND EXISTS (SELECT 1 FROM thread_members m WHERE m.thread_id = t.id AND m.claim_id = t.lead_id)
"""
"""Claims that were rated, each with the lead a person picked for its thread since."""


def _verdicts_where(filters: VerdictFilters) -> tuple[str, list[Any]]:
    where, values = "NOT v.withdrawn", list[Any]()
    for clause, value in (
        ("s.organisation = ?", filters.organisation),
        ("n.rating = ?", filters.rating),
        ("v.thread_id = ?", filters.thread),
    ):
        if value is not None:
            where += f" AND {clause}"
            values.append(value)
    return where, values


def verdicts(db: Database, filters: VerdictFilters, *, limit: int = -1, offset: int = 0) -> Iterator[Verdict]:
    """Give the verdicts that stand, the last published first; undated ones come last."""
    where, values = _verdicts_where(filters)
    order = "n.date IS NULL, n.date DESC, v.id DESC"
    sql = f"{VERDICTS} WHERE {where} ORDER BY {order} LIMIT ? OFFSET ?"
    return db.stream(sql, [*values, limit, offset], Verdict)


def verdicts_counted(db: Database, filters: VerdictFilters) -> int:
    """Return how many verdicts a filter leaves."""
    where, values = _verdicts_where(filters)
    joins = (
        "JOIN verdict_versions n ON n.verdict_id = v.id AND n.version = v.version JOIN scales s ON s.id = n.scale_id"
    )
    return db.number(f"SELECT count(*) FROM verdicts v {joins} WHERE {where}", values)


def ratings_used(db: Database) -> list[RatingUsed]:
    """Return the ratings of the verdicts that stand, by organisation, most used first."""
    return db.select(
        f"""
        SELECT organisation, rating, count(*) AS verdicts FROM ({VERDICTS} WHERE NOT v.withdrawn)
        GROUP BY 1, 2 ORDER BY organisation, verdicts DESC, rating
        """,
        (),
        RatingUsed,
    )


def verdict(db: Database, verdict_id: int) -> Verdict | None:
    """Return one verdict as it stands now, or ``None``; also a withdrawn one."""
    return db.first(f"{VERDICTS} WHERE v.id = ?", [verdict_id], Verdict)


def verdict_versions(db: Database, verdict_id: int) -> list[Verdict]:
    """Return every version of a verdict, the newest first."""
    sql = f"SELECT {_VERDICT_COLUMNS} FROM verdicts v JOIN verdict_versions n ON n.verdict_id = v.id {_VERDICT_JOINS}"
    return db.select(f"{sql} WHERE v.id = ? ORDER BY n.version DESC", [verdict_id], Verdict)


def verdicts_of(db: Database, thread_id: int, lead_id: int) -> list[Verdict]:
    """Return the verdicts recorded for a thread, and those on claims confirmed to be the same as its lead."""
    return db.select(
        f"""
        {JOINED_TO} {VERDICTS}
        WHERE NOT v.withdrawn AND (v.thread_id = ? OR v.claim_id IN (SELECT id FROM joined))
        ORDER BY n.date IS NULL, n.date DESC, v.id DESC
        """,
        [to_list([lead_id]), thread_id],
        Verdict,
    )


def joined_to(db: Database, claim_id: int) -> set[int]:
    """Return a claim and all that people confirmed to be the same one."""
    return {row[0] for row in db.execute(f"{JOINED_TO} SELECT id FROM joined", [to_list([claim_id])]).fetchall()}


def shown_on_claims(db: Database) -> dict[int, list[VerdictInBrief]]:
    """Return for every claim that shows a verdict those verdicts."""
    rated = "(SELECT json_group_array(claim_id) FROM verdicts WHERE NOT withdrawn)"
    rows = db.execute(
        f"""
        {JOINED_TO.replace("?", rated)}, shown(origin, id) AS (SELECT origin, id FROM joined UNION {_PICKED_LEAD})
        SELECT x.id AS claim_id, v.id, v.thread_id, s.organisation, n.rating
        FROM shown x JOIN verdicts v ON v.claim_id = x.origin AND NOT v.withdrawn
        JOIN verdict_versions n ON n.verdict_id = v.id AND n.version = v.version JOIN scales s ON s.id = n.scale_id
        ORDER BY v.id
        """
    )
    found: dict[int, list[VerdictInBrief]] = {}
    for claim_id, *columns in rows.fetchall():
        found.setdefault(claim_id, []).append(VerdictInBrief(*columns))
    return found


def threads_rated(db: Database, claim_id: int) -> list[int]:
    """Return the threads with a verdict that a claim belongs to, by a suggestion or otherwise."""
    sql = """
        SELECT DISTINCT m.thread_id FROM thread_members m JOIN verdicts v ON v.thread_id = m.thread_id
        WHERE m.claim_id = ? AND NOT v.withdrawn ORDER BY m.thread_id
    """
    return [row[0] for row in db.execute(sql, [claim_id]).fetchall()]


def one_with(db: Database, claim_id: int, among: Collection[int]) -> set[int]:
    """Return a claim with all that people confirmed to be the same one, and those of some claims that repeat its words.

    Repeats that somebody refused are left out.
    """
    sql = f"""
        {JOINED_TO} SELECT id FROM joined
        UNION SELECT CASE r.a WHEN ? THEN r.b ELSE r.a END FROM relations r
        LEFT JOIN pair_decisions d ON d.a = r.a AND d.b = r.b
        WHERE (r.a = ? OR r.b = ?) AND r.kind = 'repeat' AND d.decision IS NOT 'refused'
          AND CASE r.a WHEN ? THEN r.b ELSE r.a END {IN_LIST}
    """
    values = [to_list([claim_id]), *[claim_id] * 4, to_list(among)]
    return {row[0] for row in db.execute(sql, values).fetchall()}


def add_verdict(db: Database, thread_id: int, claim_id: int, ruling: Ruling, *, who: str, at: str) -> int:
    """Store a verdict with its first version; return its id."""
    verdict_id = db.insert("verdicts", {"thread_id": thread_id, "claim_id": claim_id, "version": 1})
    _add_version(db, verdict_id, 1, ruling, who=who, at=at)
    return verdict_id


def revise_verdict(db: Database, verdict_id: int, ruling: Ruling, *, who: str, at: str) -> int:
    """Store a new version of a verdict, which stands from now on; return its number."""
    version = db.number("SELECT max(version) FROM verdict_versions WHERE verdict_id = ?", [verdict_id]) + 1
    _add_version(db, verdict_id, version, ruling, who=who, at=at)
    set_verdict_version(db, verdict_id, version)
    return version


def _add_version(db: Database, verdict_id: int, version: int, ruling: Ruling, *, who: str, at: str) -> None:
    values = asdict(ruling) | {"evidence": to_list(ruling.evidence), "who": who, "at": at}
    db.insert("verdict_versions", {"verdict_id": verdict_id, "version": version, **values})


def set_verdict_version(db: Database, verdict_id: int, version: int) -> None:
    """Make a version the one that stands."""
    db.update("verdicts", verdict_id, {"version": version})


_WORKING: Final = """
    SELECT w.*, c.text AS claim, c.kind, c.stance, c.speaker_id, p.name AS speaker, s.organisation, s.name AS scale
    FROM working_verdicts w JOIN claims c ON c.id = w.claim_id LEFT JOIN speakers p ON p.id = c.speaker_id
    LEFT JOIN scales s ON s.id = w.scale_id
"""


def working(db: Database, thread_id: int) -> WorkingVerdict | None:
    """Return the work on a verdict on a thread, or ``None``."""
    return db.first(f"{_WORKING} WHERE w.thread_id = ?", [thread_id], WorkingVerdict)


def every_working(db: Database) -> list[WorkingVerdict]:
    """Return all work on verdicts: what is being checked first, what is done last, the last changed first."""
    order = "CASE w.status WHEN 'checking' THEN 0 WHEN 'open' THEN 1 ELSE 2 END, w.at DESC, w.thread_id"
    return db.select(f"{_WORKING} ORDER BY {order}", (), WorkingVerdict)


def put_working(db: Database, thread_id: int, claim_id: int, work: Work, *, who: str, at: str) -> None:
    """Write the work on a verdict on a thread, in place of what was known before."""
    drop_working(db, thread_id)
    values = asdict(work) | {"evidence": to_list(work.evidence), "who": who, "at": at}
    db.insert("working_verdicts", {"thread_id": thread_id, "claim_id": claim_id, **values})


def drop_working(db: Database, thread_id: int) -> None:
    """Forget the work on a verdict on a thread."""
    db.delete("working_verdicts", "thread_id = ?", [thread_id])


SCALES = """
    SELECT s.*, (SELECT count(DISTINCT n.verdict_id) FROM verdict_versions n WHERE n.scale_id = s.id) AS verdicts
    FROM scales s
"""


def scales(db: Database) -> list[Scale]:
    """Return the scales that are offered, by organisation."""
    return db.select(SCALES + "WHERE NOT s.withdrawn ORDER BY s.organisation, s.name", (), Scale)


def scale(db: Database, scale_id: int) -> Scale | None:
    """Return one scale, or ``None``; also a withdrawn one."""
    return db.first(SCALES + "WHERE s.id = ?", [scale_id], Scale)


def scale_named(db: Database, organisation: str, name: str) -> Scale | None:
    """Return the scale of an organisation with this name, also a withdrawn one."""
    return db.first(SCALES + "WHERE s.organisation = ? AND s.name = ?", [organisation, name], Scale)


def add_scale(db: Database, organisation: str, name: str, ratings: Sequence[Rating]) -> int:
    """Store a scale; its ratings never change, since verdicts stand on them."""
    return db.insert("scales", {"organisation": organisation, "name": name, "ratings": to_list(ratings)})
