"""What can still be read of a damaged database, copied into a new one."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tracker.db import digests
from tracker.db.connection import Failure, open_database
from tracker.db.rows import Database, savepoint

Row = tuple[Any, ...]


def unreadable(db: Database) -> list[str]:
    """Return what SQLite finds wrong with the pages of a file; empty where all of them can be read."""
    try:
        return [str(row[0]) for row in db.execute("PRAGMA integrity_check").fetchall() if row[0] != "ok"]
    except Failure as error:
        return [str(error)]


def copied(old: Database, new: Path, left: Collection[str], anew: Collection[str]) -> dict[str, int]:
    """Copy what can be read into a new database; return how many rows of each table are wanting there.

    The tables ``left`` stay as in a new database; rows of those ``anew`` that point to what is lost are left out. How
    many rows a table had is told by its digest.
    """
    open_database(new).close()
    target = Database(new)
    try:
        held = {name: rows for name, (rows, _) in digests.stored(old).items()}
        wanting = {}
        with _bare(target):
            for table in sorted(target.table_names(), key="sqlite_sequence".__eq__):  # which others write to, last
                if table.startswith(("sqlite_stat", "claim_search_")) or table in left:
                    continue
                columns = [name for name in target.columns(table) if name in old.columns(table)]
                count = _copy(old, target, table, columns)
                if count < held.get(table, 0):
                    wanting[table] = held[table] - count
            _let_go(target, anew)
        return wanting
    finally:
        target.close()


@contextmanager
def _bare(db: Database) -> Iterator[None]:
    """Run a block in one transaction without the schema's triggers and references, which would see half of all rows."""
    db.execute("PRAGMA foreign_keys = OFF")
    db.execute("BEGIN IMMEDIATE")
    triggers = db.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
    for name, _ in triggers:
        db.execute(f'DROP TRIGGER "{name}"')
    yield
    for _, sql in triggers:
        db.execute(sql)
    db.execute("COMMIT")


def _let_go(db: Database, anew: Collection[str]) -> None:
    """Keep the addresses of threads that verdicts stand on, and take out what points to rows that are not there."""
    for table in ("verdicts", "working_verdicts"):
        db.execute(
            f"INSERT OR IGNORE INTO threads (id, lead_id, title_id) SELECT thread_id, claim_id, claim_id FROM {table}"
        )
    for table, row, *_ in db.execute("PRAGMA foreign_key_check").fetchall():
        if table in anew:
            which, values = ("", ()) if row is None else (" WHERE rowid = ?", (row,))
            db.execute(f'DELETE FROM "{table}"{which}', values)


def _copy(old: Database, new: Database, table: str, columns: Sequence[str]) -> int:
    """Copy the rows of a table that can be read; return how many there are now."""
    names = ", ".join(f'"{name}"' for name in columns)
    put = f'INSERT OR IGNORE INTO "{table}" ({names}) VALUES ({", ".join("?" * len(columns))})'
    new.execute(f'DELETE FROM "{table}"')
    for row in _readable(old, table, names):
        with savepoint(new):
            try:
                new.execute(put, row)
            except Failure:  # what stands in a damaged page may be no such row at all
                continue
    return int(new.execute(f'SELECT count(*) FROM "{table}"').fetchone()[0])


def _readable(db: Database, table: str, names: str) -> Iterator[Row]:
    """Yield the rows before the first page that cannot be read, then those behind the last; some may come twice."""
    order = ["rowid"]
    if db.execute("SELECT wr FROM pragma_table_list WHERE name = ?", [table]).fetchone()[0]:
        order = [name for (name,) in db.execute("SELECT name FROM pragma_table_info(?) WHERE pk ORDER BY pk", [table])]
    for direction in ("", " DESC"):
        by = ", ".join(f'"{name}"{direction}' for name in order)
        try:
            yield from db.execute(f'SELECT {names} FROM "{table}" NOT INDEXED ORDER BY {by}')
        except Failure:
            continue
        return
