"""What stands before a rerun, kept aside in temporary tables, so that it can be told what the rerun changed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from tracker.store.claims import LIVE
from tracker.store.relations import STANDING
from tracker.store.rows import number
from tracker.store.sqlite import Database

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
        report[f"{noun} new"] = number(db, f"SELECT count(*) FROM {joined.format('LEFT')} WHERE was.id IS NULL")
        report[f"{noun} changed"] = number(db, f"SELECT count(*) FROM {joined.format('')} WHERE was.what != now.what")
        same = number(db, f"SELECT count(*) FROM {joined.format('')}")
        report[f"{noun} gone"] = number(db, f"SELECT count(*) FROM was_{noun}") - same
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
