"""Verdicts: somebody's published rating of a thread, every version of each, where it may be shown, and the scales.

A verdict was given on the words of one claim, ``claim_id``, the lead of its thread at the time. It is shown on that
claim, on claims that people confirmed to be the same one, and on a lead that a person picked: never on one that the
program merely suggests."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any, Final

from msgspec.structs import asdict

from tracker.db.rows import IN_LIST, Database, delete, first, insert, number, select, to_list, update
from tracker.models.threads import (
    Rating,
    RatingUsed,
    Ruling,
    Scale,
    Verdict,
    VerdictFilters,
    VerdictInBrief,
    Work,
    WorkingVerdict,
)

_COLUMNS: Final = """
    v.id, v.thread_id, v.claim_id, c.text AS claim, c.kind, c.stance, c.polarity, c.speaker_id, p.name AS speaker,
    p.kind AS speaker_kind,
    s.organisation, s.name AS scale, s.ratings, n.scale_id, n.rating, n.summary, n.evidence, n.reviewer, n.date, n.url,
    n.version, v.withdrawn, n.who, n.at
"""

_JOINS: Final = """
    JOIN scales s ON s.id = n.scale_id JOIN claims c ON c.id = v.claim_id LEFT JOIN speakers p ON p.id = c.speaker_id
"""

LISTED: Final = f"""
    SELECT {_COLUMNS} FROM verdicts v JOIN verdict_versions n ON n.verdict_id = v.id AND n.version = v.version {_JOINS}
"""

SAME: Final = """
    d.decision = 'confirmed' AND coalesce(d.confirmed_as, d.suggested_kind, '') NOT IN ('revised', 'reversed')
"""
"""A person confirmed that two claims are the same one; of a changed figure or a reversal, that they are linked."""

JOINED: Final = f"""
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


def _where(filters: VerdictFilters) -> tuple[str, list[Any]]:
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


def listed_query(filters: VerdictFilters) -> tuple[str, list[Any]]:
    """Return the SELECT of ``listed`` with its parameters; its limit and offset are wanted after them."""
    where, values = _where(filters)
    order = "n.date IS NULL, n.date DESC, v.id DESC"
    return f"{LISTED} WHERE {where} ORDER BY {order} LIMIT ? OFFSET ?", values


def listed(db: Database, filters: VerdictFilters, *, limit: int, offset: int = 0) -> list[Verdict]:
    """Return the verdicts that stand, the last published first; undated ones come last."""
    sql, values = listed_query(filters)
    return select(db, sql, [*values, limit, offset], Verdict)


def counted(db: Database, filters: VerdictFilters) -> int:
    """Return how many verdicts a filter leaves."""
    where, values = _where(filters)
    joins = (
        "JOIN verdict_versions n ON n.verdict_id = v.id AND n.version = v.version JOIN scales s ON s.id = n.scale_id"
    )
    return number(db, f"SELECT count(*) FROM verdicts v {joins} WHERE {where}", values)


def ratings_used(db: Database) -> list[RatingUsed]:
    """Return the ratings of the verdicts that stand, by organisation, most used first."""
    return select(
        db,
        f"""
        SELECT organisation, rating, count(*) AS verdicts FROM ({LISTED} WHERE NOT v.withdrawn)
        GROUP BY 1, 2 ORDER BY organisation, verdicts DESC, rating
        """,
        (),
        RatingUsed,
    )


def get(db: Database, verdict_id: int) -> Verdict | None:
    """Return one verdict as it stands now, or ``None``; also a withdrawn one."""
    return first(db, f"{LISTED} WHERE v.id = ?", [verdict_id], Verdict)


def versions(db: Database, verdict_id: int) -> list[Verdict]:
    """Return every version of a verdict, the newest first."""
    sql = f"SELECT {_COLUMNS} FROM verdicts v JOIN verdict_versions n ON n.verdict_id = v.id {_JOINS}"
    return select(db, f"{sql} WHERE v.id = ? ORDER BY n.version DESC", [verdict_id], Verdict)


def of_thread(db: Database, thread_id: int, lead_id: int) -> list[Verdict]:
    """Return the verdicts recorded for a thread, and those on claims confirmed to be the same as its lead."""
    return select(
        db,
        f"""
        {JOINED} {LISTED}
        WHERE NOT v.withdrawn AND (v.thread_id = ? OR v.claim_id IN (SELECT id FROM joined))
        ORDER BY n.date IS NULL, n.date DESC, v.id DESC
        """,
        [to_list([lead_id]), thread_id],
        Verdict,
    )


def joined(db: Database, claim_id: int) -> set[int]:
    """Return a claim and all that people confirmed to be the same one."""
    return {row[0] for row in db.execute(f"{JOINED} SELECT id FROM joined", [to_list([claim_id])]).fetchall()}


def shown_on_claims(db: Database) -> dict[int, list[VerdictInBrief]]:
    """Return for every claim that shows a verdict those verdicts."""
    rated = "(SELECT json_group_array(claim_id) FROM verdicts WHERE NOT withdrawn)"
    rows = db.execute(
        f"""
        {JOINED.replace("?", rated)}, shown(origin, id) AS (SELECT origin, id FROM joined UNION {_PICKED_LEAD})
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
        {JOINED} SELECT id FROM joined
        UNION SELECT CASE r.a WHEN ? THEN r.b ELSE r.a END FROM relations r
        LEFT JOIN pair_decisions d ON d.a = r.a AND d.b = r.b
        WHERE (r.a = ? OR r.b = ?) AND r.kind = 'repeat' AND d.decision IS NOT 'refused'
          AND CASE r.a WHEN ? THEN r.b ELSE r.a END {IN_LIST}
    """
    values = [to_list([claim_id]), *[claim_id] * 4, to_list(among)]
    return {row[0] for row in db.execute(sql, values).fetchall()}


def add(db: Database, thread_id: int, claim_id: int, ruling: Ruling, *, who: str, at: str) -> int:
    """Store a verdict with its first version; return its id."""
    verdict_id = insert(db, "verdicts", {"thread_id": thread_id, "claim_id": claim_id, "version": 1})
    _add_version(db, verdict_id, 1, ruling, who=who, at=at)
    return verdict_id


def revise(db: Database, verdict_id: int, ruling: Ruling, *, who: str, at: str) -> int:
    """Store a new version of a verdict, which stands from now on; return its number."""
    version = number(db, "SELECT max(version) FROM verdict_versions WHERE verdict_id = ?", [verdict_id]) + 1
    _add_version(db, verdict_id, version, ruling, who=who, at=at)
    set_version(db, verdict_id, version)
    return version


def _add_version(db: Database, verdict_id: int, version: int, ruling: Ruling, *, who: str, at: str) -> None:
    values = asdict(ruling) | {"evidence": to_list(ruling.evidence), "who": who, "at": at}
    insert(db, "verdict_versions", {"verdict_id": verdict_id, "version": version, **values})


def set_version(db: Database, verdict_id: int, version: int) -> None:
    """Make a version the one that stands."""
    update(db, "verdicts", verdict_id, {"version": version})


def set_withdrawn(db: Database, verdict_id: int, withdrawn: bool) -> None:
    """Withdraw a verdict, or bring it back; its versions are kept."""
    update(db, "verdicts", verdict_id, {"withdrawn": int(withdrawn)})


_WORKING: Final = """
    SELECT w.*, c.text AS claim, c.kind, c.stance, c.speaker_id, p.name AS speaker, s.organisation, s.name AS scale
    FROM working_verdicts w JOIN claims c ON c.id = w.claim_id LEFT JOIN speakers p ON p.id = c.speaker_id
    LEFT JOIN scales s ON s.id = w.scale_id
"""


def working(db: Database, thread_id: int) -> WorkingVerdict | None:
    """Return the work on a verdict on a thread, or ``None``."""
    return first(db, f"{_WORKING} WHERE w.thread_id = ?", [thread_id], WorkingVerdict)


def every_working(db: Database) -> list[WorkingVerdict]:
    """Return all work on verdicts: what is being checked first, what is done last, the last changed first."""
    order = "CASE w.status WHEN 'checking' THEN 0 WHEN 'open' THEN 1 ELSE 2 END, w.at DESC, w.thread_id"
    return select(db, f"{_WORKING} ORDER BY {order}", (), WorkingVerdict)


def put_working(db: Database, thread_id: int, claim_id: int, work: Work, *, who: str, at: str) -> None:
    """Write the work on a verdict on a thread, in place of what was known before."""
    drop_working(db, thread_id)
    values = asdict(work) | {"evidence": to_list(work.evidence), "who": who, "at": at}
    insert(db, "working_verdicts", {"thread_id": thread_id, "claim_id": claim_id, **values})


def drop_working(db: Database, thread_id: int) -> None:
    """Forget the work on a verdict on a thread."""
    delete(db, "working_verdicts", "thread_id = ?", [thread_id])


SCALES = """
    SELECT s.*, (SELECT count(DISTINCT n.verdict_id) FROM verdict_versions n WHERE n.scale_id = s.id) AS verdicts
    FROM scales s
"""


def scales(db: Database) -> list[Scale]:
    """Return the scales that are offered, by organisation."""
    return select(db, SCALES + "WHERE NOT s.withdrawn ORDER BY s.organisation, s.name", (), Scale)


def scale(db: Database, scale_id: int) -> Scale | None:
    """Return one scale, or ``None``; also a withdrawn one."""
    return first(db, SCALES + "WHERE s.id = ?", [scale_id], Scale)


def scale_named(db: Database, organisation: str, name: str) -> Scale | None:
    """Return the scale of an organisation with this name, also a withdrawn one."""
    return first(db, SCALES + "WHERE s.organisation = ? AND s.name = ?", [organisation, name], Scale)


def add_scale(db: Database, organisation: str, name: str, ratings: Sequence[Rating]) -> int:
    """Store a scale; its ratings never change, since verdicts stand on them."""
    return insert(db, "scales", {"organisation": organisation, "name": name, "ratings": to_list(ratings)})


def set_scale_withdrawn(db: Database, scale_id: int, withdrawn: bool) -> None:
    """Offer a scale no longer, or again; the verdicts on it stay."""
    update(db, "scales", scale_id, {"withdrawn": int(withdrawn)})
