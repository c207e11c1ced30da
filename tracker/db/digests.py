"""Digests of tables: what stands in each as the program wrote it, so that a row changed in any other way is found.

The digest of a table is the sum of the hashes of its rows, modulo 2^128: it does not depend on their order, and a row
that comes or goes adds or takes its own. The functions by which the program writes (``db.rows``) hand on the rows that
their statements give back; the sums are stored with the same commit. Whoever writes to the file by other means leaves
the digest as it was. (The sum of keyless hashes finds accidents and edits by hand; it is no lock against somebody who
computes it anew.)
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from typing import Final

from tracker.db.rows import HASH_BYTES, MODULUS, Database, Delta, hash_of, insert_rows, quoted, to_json

TABLE: Final = "digests"

FREE: Final[Mapping[str, str]] = {
    "claim_search": "an index, compared with the claims word for word",
    "claim_search_terms": "a view of that index, which holds nothing of its own",
    "key_parts": "an index, compared with the keys of the claims",
    "key_totals": "counted with the key index",
    "word_places": "an index, compared with the words of the documents",
    "thread_speakers": "kept by triggers, and counted afresh",
    TABLE: "the digests themselves: one that is changed or gone no longer fits its table",
}
"""Tables without a digest, each with what finds a change in it."""

FREE_COLUMNS: Final[Mapping[tuple[str, str], str]] = {
    ("claims", "marks"): "kept by triggers, and counted afresh",
    ("relations", "waits"): "kept by triggers, and counted afresh",
    ("threads", "claims"): "kept by triggers, and counted afresh",
    ("threads", "documents"): "kept by triggers, and counted afresh",
    ("_sqlite_migrations", "applied_at"): "when the schema changed decides nothing",
}
"""Columns that no digest holds, each with the reason."""

_INNER: Final = ("sqlite_", "claim_search_")
"""How the names begin of tables that SQLite keeps for itself and for its full-text index."""


_KNOWN: Final = dict[str, Mapping[str, Mapping[str, str]]]()
"""What ``_columns`` found for each schema: looking at every table takes longer than a small decision."""


def _columns(db: Database) -> Mapping[str, Mapping[str, str]]:
    """Return the tables that have a digest, each with the columns it holds and their types."""
    schema = to_json(db.execute("SELECT name, sql FROM sqlite_master WHERE type = 'table' ORDER BY rowid").fetchall())
    if schema not in _KNOWN:
        sql = """
            SELECT t.name, c.name, c.type FROM sqlite_master t JOIN pragma_table_info(t.name) c
            WHERE t.type = 'table' ORDER BY t.rowid, c.cid
        """
        found: dict[str, dict[str, str]] = {}
        for table, column, kind in db.execute(sql).fetchall():
            if table not in FREE and not table.startswith(_INNER) and (table, column) not in FREE_COLUMNS:
                found.setdefault(table, {})[column] = kind
        _KNOWN[schema] = found
    return _KNOWN[schema]


def tables(db: Database) -> dict[str, list[str]]:
    """Return the tables that have a digest, each with the columns it holds."""
    return {table: [*columns] for table, columns in _columns(db).items()}


def begin(db: Database) -> None:
    """Begin to count what comes and goes in the transaction that is being opened; where there are digests at all."""
    if db.digested is None:
        every = _columns(db) if TABLE in db.table_names() else {}
        # What a statement gives back of a REAL column may be the whole number it was given, and not what is stored.
        db.digested = {
            table: ", ".join(f'CAST("{name}" AS REAL)' if kind == "REAL" else f'"{name}"' for name, kind in own.items())
            for table, own in every.items()
        }
    db.deltas = {}


def store(db: Database) -> None:
    """Add what came and went since the transaction began to the stored digests, just before it is committed."""
    changed = {table: delta for table, delta in (db.deltas or {}).items() if delta != (0, 0)}
    if changed:
        held = stored(db)
        _put(db, {table: _sum(held.get(table, (0, 0)), delta) for table, delta in changed.items()})


def _sum(one: Delta, other: Delta) -> Delta:
    return one[0] + other[0], (one[1] + other[1]) % MODULUS


def stored(db: Database) -> dict[str, Delta]:
    """Return how many rows each table had when the program last wrote to it, and the sum of their hashes."""
    rows = db.execute(f"SELECT name, rows, digest FROM {TABLE}").fetchall()
    return {name: (count, int.from_bytes(digest, "big")) for name, count, digest in rows}


def _put(db: Database, held: Mapping[str, Delta]) -> None:
    rows = [(table, count, total.to_bytes(HASH_BYTES, "big")) for table, (count, total) in held.items()]
    anew = "ON CONFLICT (name) DO UPDATE SET rows = excluded.rows, digest = excluded.digest"
    insert_rows(db, TABLE, ("name", "rows", "digest"), rows, anew)


def counted(db: Database, table: str, columns: Collection[str]) -> Delta:
    """Return how many rows a table has now and the sum of their hashes; reads the whole table."""
    rows = total = 0
    for row in db.execute(f'SELECT {quoted(columns)} FROM "{table}"'):
        rows += 1
        total += hash_of(*row)
    return rows, total % MODULUS


def renew(db: Database, names: Collection[str] | None = None) -> None:
    """Take what stands in tables now (all of them without ``names``) for what the program wrote."""
    if names is None:
        db.execute(f"DELETE FROM {TABLE}")
    renewed = {table: columns for table, columns in tables(db).items() if names is None or table in names}
    _put(db, {table: counted(db, table, columns) for table, columns in renewed.items()})
    if db.deltas is not None:
        db.deltas = {table: delta for table, delta in db.deltas.items() if table not in renewed}


def differing(db: Database, progress: Callable[[int, int], None]) -> dict[str, int]:
    """Return the tables that hold something else than the program wrote, and how many rows more, or less, they hold."""
    held, every = stored(db), tables(db)
    found = {}
    for done, (table, columns) in enumerate(every.items(), 1):
        before, now = held.get(table, (0, 0)), counted(db, table, columns)
        if before != now:
            found[table] = now[0] - before[0]
        progress(done, len(every))
    return found | {table: -rows for table, (rows, _) in held.items() if table not in every}
