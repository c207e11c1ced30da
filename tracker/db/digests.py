"""Digests of tables: what stands in each as the program wrote it, so that a row changed in any other way is found.

The digest of a table is the sum of the hashes of its rows, modulo 2^128: it does not depend on their order, and a row
that comes or goes adds or takes its own. While a connection writes inside a transaction, triggers that only this
connection has hand every row that comes and goes to Python; the sums are stored with the same commit. Whoever writes to
the file by other means leaves the digest as it was. (The sum of keyless hashes finds accidents and edits by hand; it is
no lock against somebody who computes it anew.)
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from functools import partial
from hashlib import blake2b
from typing import Final

import msgspec

from tracker.db.rows import Database, Delta

TABLE: Final = "digests"
BYTES: Final = 16
MODULUS: Final = 1 << (8 * BYTES)

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


def tables(db: Database) -> dict[str, list[str]]:
    """Return the tables that have a digest, each with the columns it holds."""
    names = [name for name in db.table_names() if name not in FREE and not name.startswith(_INNER)]
    return {name: [column for column in db.columns(name) if (name, column) not in FREE_COLUMNS] for name in names}


def hash_of(*values: object) -> int:
    """Return the hash of a row's values."""
    return int.from_bytes(blake2b(msgspec.msgpack.encode(values), digest_size=BYTES).digest(), "big")


def watch(db: Database) -> None:
    """Begin to count the rows that come and go over a connection, once; a database without digests is let be."""
    if db.deltas is not None or not db.columns(TABLE):
        return
    db.deltas = {}
    db.conn.create_function("row_came", -1, partial(_count, db, 1))
    db.conn.create_function("row_went", -1, partial(_count, db, -1))
    db.execute("BEGIN")
    for table, columns in tables(db).items():
        came = f"row_came('{table}', {_named(columns, 'NEW.')})"
        went = f"row_went('{table}', {_named(columns, 'OLD.')})"
        changed = f"UPDATE OF {_named(columns)}"
        for name, event, what in (
            ("came", "INSERT", came),
            ("went", "DELETE", went),
            ("changed", changed, f"{went}, {came}"),
        ):
            trigger = f'CREATE TEMP TRIGGER "digest_{name}_{table}" AFTER {event} ON main."{table}"'
            db.execute(f"{trigger} BEGIN SELECT {what}; END")
    db.execute("COMMIT")


def _named(columns: Iterable[str], of: str = "") -> str:
    return ", ".join(f'{of}"{name}"' for name in columns)


def _count(db: Database, sign: int, table: str, *values: object) -> None:
    if db.counts and db.deltas is not None:
        rows, total = db.deltas.get(table, (0, 0))
        db.deltas[table] = (rows + sign, (total + sign * hash_of(*values)) % MODULUS)


def store(db: Database) -> None:
    """Add what came and went since the transaction began to the stored digests, just before it is committed."""
    if not db.deltas:
        return
    held = stored(db)
    for table, (rows, total) in db.deltas.items():
        if rows or total:
            before_rows, before = held.get(table, (0, 0))
            _put(db, table, (before_rows + rows, (before + total) % MODULUS))
    db.deltas = {}


def stored(db: Database) -> dict[str, Delta]:
    """Return how many rows each table had when the program last wrote to it, and the sum of their hashes."""
    rows = db.execute(f"SELECT name, rows, digest FROM {TABLE}").fetchall()
    return {name: (count, int.from_bytes(digest, "big")) for name, count, digest in rows}


def _put(db: Database, table: str, digest: Delta) -> None:
    rows, total = digest
    db.execute(f"INSERT OR REPLACE INTO {TABLE} VALUES (?, ?, ?)", [table, rows, total.to_bytes(BYTES, "big")])


def counted(db: Database, table: str, columns: Collection[str]) -> Delta:
    """Return how many rows a table has now and the sum of their hashes; reads the whole table."""
    rows = total = 0
    for row in db.execute(f'SELECT {_named(columns)} FROM "{table}"'):
        rows += 1
        total += hash_of(*row)
    return rows, total % MODULUS


def renew(db: Database, names: Collection[str] | None = None) -> None:
    """Take what stands in tables now (all of them without ``names``) for what the program wrote."""
    if names is None:
        db.execute(f"DELETE FROM {TABLE}")
    for table, columns in tables(db).items():
        if names is None or table in names:
            _put(db, table, counted(db, table, columns))
            if db.deltas is not None:
                db.deltas.pop(table, None)


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
