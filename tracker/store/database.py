"""Opening a claims database: pragmas, migrations, transactions, backup."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlite_utils import Database

from tracker.models import TrackerError
from tracker.store.migrations import migrations

BUSY_SECONDS = 30.0
"""How long a writer waits for another one: longer than any single take-in."""

APPLICATION_TABLE = "documents"
"""A file that is SQLite but lacks this table, and has others, is somebody else's database."""


def open_database(path: str | Path, *, create: bool = True) -> Database:
    """Open (and where needed create or migrate) the database at ``path``; one connection per caller.

    Raises ``TrackerError`` when the file is missing and ``create`` is false, or is no claims database.
    """
    path = Path(path)
    if not create and not path.exists():
        raise TrackerError(f"There is no database at {path}; “tracker init” makes one.")
    if not path.parent.is_dir():
        raise TrackerError(f"The folder of {path} does not exist.")
    try:
        connection = sqlite3.connect(path, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False)
        connection.execute("PRAGMA journal_mode = WAL")
    except sqlite3.DatabaseError as error:
        raise TrackerError(f"{path} cannot be opened as a claims database: {error}.") from error
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA synchronous = NORMAL")
    db = Database(connection, execute_plugins=False)
    tables = set(db.table_names())
    if not tables and not create:
        connection.close()
        raise TrackerError(f"{path} holds no claims database; “tracker init” makes one.")
    if tables and APPLICATION_TABLE not in tables and "_sqlite_migrations" not in tables:
        connection.close()
        raise TrackerError(f"{path} is a SQLite database, but not one of claims; it was left alone.")
    if migrations.pending(db):
        migrations.apply(db)
    return db


@contextmanager
def transaction(db: Database) -> Iterator[None]:
    """Run a block as one write transaction: all of it is stored, or nothing.

    ``BEGIN IMMEDIATE`` takes the write lock at once, so that what was read inside cannot go stale before the write.
    Inside an open transaction it is a savepoint.
    """
    if db.conn.in_transaction:
        with db.atomic():
            yield
        return
    db.execute("BEGIN IMMEDIATE")
    try:
        yield
    except BaseException:
        if db.conn.in_transaction:
            db.execute("ROLLBACK")
        raise
    db.execute("COMMIT")


def back_up(db: Database, target: Path) -> None:
    """Copy the whole database to ``target`` while others may go on reading and writing (SQLite's backup API)."""
    destination = sqlite3.connect(target)
    try:
        db.conn.backup(destination)
        destination.execute("PRAGMA journal_mode = DELETE")
    finally:
        destination.close()


def integrity_problems(db: Database) -> list[str]:
    """Return what SQLite itself finds wrong: ``integrity_check`` and ``foreign_key_check``; empty when sound."""
    problems = [row[0] for row in db.execute("PRAGMA integrity_check").fetchall() if row[0] != "ok"]
    broken = db.execute("PRAGMA foreign_key_check").fetchall()
    return problems + [f"a row of {row[0]} points to a missing row of {row[2]}" for row in broken]
