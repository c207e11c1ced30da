"""Opening a claims database: pragmas, migrations, transactions, backup, copies to show, what a damaged one yields."""

from __future__ import annotations

import os
import sqlite3
import threading
import time
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager, suppress
from functools import wraps
from pathlib import Path
from typing import Any, Concatenate, Final, ParamSpec, TypeVar
from urllib.parse import quote

from tracker.db.migrations import CHANGES
from tracker.db.rows import (
    BUSY_SECONDS,
    Database,
    begin_digests,
    renew_digests,
    store_digests,
    stored_digests,
)
from tracker.models import TrackerError, UnavailableError

MAPPED_BYTES = 2**30
"""Of the file that SQLite reads through the page cache without copying: saves a quarter of a look-up at a million."""

CACHE_KB = 65_536
"""Room for the pages that one transaction reads and changes: with half of it a document of 30 claims among 100,000
takes a twentieth longer, with twice of it as long."""

RECORD: Final = "_sqlite_migrations"
"""The table of sqlite-utils that holds which changes of the schema a database has."""
CHANGES_OF_SCHEMA: Final = "tracker"
"""How our changes are called there; other programs may have theirs."""

RETRY_SECONDS = 0.05
"""How long it pauses where SQLite does not wait by itself."""

Failure = sqlite3.DatabaseError
"""What SQLite raises where a database cannot be read or written: locked for too long, read-only, damaged, disk full."""


class DamagedError(UnavailableError):
    """A file that SQLite cannot read as a database, or that is empty."""


PAGES_IN_LOG = 8_000
"""Pages of 4 KB the log may hold before they are copied into the database: a document of 30 claims touches two
thousand, many of them the same ones as the document before."""


def open_database(path: str | Path, *, create: bool = True) -> Database:
    """Open (and where needed create or migrate) the database at ``path``; one connection per caller.

    Where the file or its folder cannot be written, it is opened for reading alone. A new database gets its name when it
    is whole, and one of an earlier version is copied beside it before it is brought up to date. Raises
    ``UnavailableError`` when the file is missing and ``create`` is false, ``DamagedError`` where it is empty or cannot
    be read as a database at all, and ``TrackerError`` where it is no claims database; such a file is not touched.
    """
    path = Path(path)
    if not create and not path.exists():
        raise UnavailableError(f"There is no database at {path}; “tracker init” makes one.")
    if not path.parent.is_dir():
        raise TrackerError(f"The folder of {path} does not exist.")
    if not path.exists():
        _make(path)
    elif path.stat().st_size == 0 and not _log_of(path).exists():
        raise DamagedError(f"{path} is empty: what it held is lost; “tracker restore” puts a backup in its place.")
    if not (os.access(path, os.W_OK) and os.access(path.parent, os.W_OK)):
        return _open_to_read(path)
    if _log_of(path).exists():  # of another database it would be written into this one, which a reader never does
        open_backup(path).close()
    with _opening(path, str(path)) as db:
        _check_ours(db, path)
        _set_up(db)
        if not _known() <= _applied(db):
            _keep_earlier(db, path)
            _bring_up_to_date(db)
        return db


def path_of(db: Database) -> str:
    """Return where the file of a database is, blank for one in memory."""
    return str(db.execute("PRAGMA database_list").fetchone()[2])


def _log_of(path: Path) -> Path:
    return path.with_name(path.name + "-wal")


def _make(path: Path) -> None:
    """Make a new database under a temporary name, and give it its own when it is whole; who comes second leaves it."""
    with whole_file(path) as new:
        with _opening(new, str(new)) as db:
            _set_up(db)
            _bring_up_to_date(db)
        db.close()


def _open_to_read(path: Path) -> Database:
    """Open a database that cannot be written: where nobody else can write either, SQLite needs no files beside it."""
    unchanging = "" if _log_of(path).exists() else "&immutable=1"
    with _opening(path, f"file:{quote(str(path))}?mode=ro{unchanging}", uri=True) as db:
        _check_ours(db, path)
        if not _known() <= _applied(db):
            raise TrackerError(f"{path} was made by an earlier version of this program and cannot be written; copy it.")
        return db


def _keep_earlier(db: Database, path: Path) -> None:
    """Copy a database aside before it is brought up to date, to ``claims.db.before-m075`` for the first it lacks."""
    applied = _applied(db)
    first = next(change.__name__ for change in CHANGES if change.__name__ not in applied)
    kept = path.with_name(f"{path.name}.before-{first.partition('_')[0]}")
    if applied and not kept.exists():
        back_up(db, kept)


def _set_up(db: Database) -> None:
    """Set how a connection that may write goes about it."""
    if db.execute("PRAGMA journal_mode").fetchone()[0] != "wal":
        _use_wal(db)
    db.execute("PRAGMA foreign_keys = ON")
    db.execute(f"PRAGMA mmap_size = {MAPPED_BYTES}")
    db.execute(f"PRAGMA cache_size = -{CACHE_KB}")
    db.execute("PRAGMA synchronous = NORMAL")
    db.execute(f"PRAGMA wal_autocheckpoint = {PAGES_IN_LOG}")


@contextmanager
def whole_file(path: Path) -> Iterator[Path]:
    """Give a temporary name beside a file for a block that writes it; then the file gets its name, on the disk and all.

    A file that has the name by then stays as it is. Whoever is stopped on the way leaves nothing under that name.
    """
    new = path.with_name(f".{path.name}.{os.getpid()}-{threading.get_ident()}.new")
    try:
        yield new
        with new.open("rb+") as file:
            os.fsync(file.fileno())
        try:
            os.link(new, path)
        except FileExistsError:
            pass
        except OSError:  # a file system that knows no second names
            if not path.exists():
                new.replace(path)
        _sync_folder(path.parent)
    finally:
        for suffix in ("", "-wal", "-shm", "-journal"):
            new.with_name(new.name + suffix).unlink(missing_ok=True)


def _sync_folder(folder: Path) -> None:
    """Write to the disk which names a folder has, where the system can."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def open_backup(path: Path) -> Database:
    """Open a claims database for reading only; its file stays as it is. Raises as ``open_database`` does."""
    with _opening(path, f"file:{quote(str(path))}?mode=ro", uri=True) as db:
        _check_ours(db, path)
        return db


@contextmanager
def _opening(path: Path, address: str, *, uri: bool = False) -> Iterator[Database]:
    """Give a connection for a block that makes it ready; where that fails, close it and say why."""
    db = None
    try:
        db = Database(address, uri=uri)
        yield db
    except BaseException as error:
        if db is not None:
            db.close()
        if isinstance(error, sqlite3.DatabaseError):
            damaged = not isinstance(error, sqlite3.OperationalError)
            sentence = (
                f"{path} cannot be opened as a claims database ({error}); “tracker restore” puts a backup in its place."
            )
            raise (DamagedError if damaged else TrackerError)(sentence) from error
        raise


def _check_ours(db: Database, path: Path) -> None:
    """Raise ``TrackerError`` for a database of another program, or of a later version of this one."""
    tables = set(db.table_names())
    if not tables:
        raise TrackerError(f"{path} holds no claims database; “tracker init” makes one.")
    applied = _applied(db)
    if not applied:
        raise TrackerError(f"{path} is a SQLite database, but not one of claims; it was left alone.")
    if applied - _known():
        raise TrackerError(f"{path} was made by a later version of this program; install that to open it.")


def _known() -> set[str]:
    """Return the names of the changes of the schema that this version knows."""
    return {change.__name__ for change in CHANGES}


def _applied(db: Database) -> set[str]:
    """Return the names of the changes that a database has; none where it is not one of ours."""
    if "migration_set" not in db.columns(RECORD):
        return set()
    return {name for (name,) in db.execute(f"SELECT name FROM {RECORD} WHERE migration_set = ?", [CHANGES_OF_SCHEMA])}


def _bring_up_to_date(db: Database) -> None:
    """Apply the changes of the schema that a database lacks, and make what the program adds to them."""
    import sqlite_utils  # here alone: its import takes longer than a search, and few openings find anything to do

    from tracker.db import extraction, relations

    pending = sqlite_utils.Migrations(CHANGES_OF_SCHEMA)
    for change in CHANGES:
        pending(name=change.__name__)(lambda _, change=change: change(db.conn))
    with transaction(db):  # another process may be doing the same: who comes second finds nothing pending
        pending.apply(sqlite_utils.Database(db.conn, execute_plugins=False))
        db.digested = None
        begin_digests(db)
        extraction.fill_measures(db)
        relations.fill_measured(db)
        renew_digests(db)


def _use_wal(db: Database) -> None:
    """Write ahead in a log of its own; a busy database is tried again, since SQLite does not wait for this change."""
    until = time.monotonic() + BUSY_SECONDS
    while True:
        try:
            db.execute("PRAGMA journal_mode = WAL")
            return
        except sqlite3.OperationalError as error:
            if "locked" not in str(error) or time.monotonic() > until:
                raise
            time.sleep(RETRY_SECONDS)


@contextmanager
def transaction(db: Database) -> Iterator[None]:
    """Run a block as one write transaction: all of it is stored, or nothing.

    ``BEGIN IMMEDIATE`` takes the write lock at once, so that what was read inside cannot go stale before the write.
    Inside an open transaction it is a savepoint.
    """
    if db.conn.in_transaction:
        with db.savepoint():
            yield
        return
    db.execute("BEGIN IMMEDIATE")
    try:
        begin_digests(db)
        yield
        store_digests(db)
        db.execute("COMMIT")
    except BaseException:
        if db.conn.in_transaction:
            db.execute("ROLLBACK")
        raise
    finally:
        db.deltas = None


P = ParamSpec("P")
T = TypeVar("T")


def in_transaction(verb: Callable[Concatenate[Database, P], T]) -> Callable[Concatenate[Database, P], T]:
    """Run a whole verb as one ``transaction``: what it reads before it decides is read where nobody else can write."""

    @wraps(verb)
    def whole(db: Database, /, *args: P.args, **named: P.kwargs) -> T:
        with transaction(db):
            return verb(db, *args, **named)

    return whole


@contextmanager
def snapshot(db: Database) -> Iterator[None]:
    """Run a block that reads the database as it is at one moment, whatever others write meanwhile."""
    if db.conn.in_transaction:
        yield
        return
    db.execute("BEGIN")
    try:
        yield
    finally:
        with suppress(sqlite3.ProgrammingError):  # whoever stopped reading may have closed the connection
            if db.conn.in_transaction:
                db.execute("ROLLBACK")


def back_up(db: Database, target: Path) -> None:
    """Copy the whole database to ``target`` while others may go on reading and writing (SQLite's backup API).

    The copy gets its name when it is whole; a file that has that name stays as it is.
    """
    try:
        with whole_file(target) as new:
            destination = sqlite3.connect(new)
            try:
                db.conn.backup(destination)
                destination.execute("PRAGMA journal_mode = DELETE")
            finally:
                destination.close()
    except (sqlite3.DatabaseError, OSError) as error:
        raise TrackerError(f"{target} could not be written: {error}.") from error


def put_back(backup: Database, db: Database) -> None:
    """Make ``db`` hold what ``backup`` holds, in one step that whoever has it open sees as one change."""
    db.execute("PRAGMA synchronous = FULL")
    backup.conn.backup(db.conn)


def integrity_problems(db: Database) -> list[str]:
    """Return what SQLite itself finds wrong: ``integrity_check`` and ``foreign_key_check``; empty when sound."""
    problems = [row[0] for row in db.execute("PRAGMA integrity_check").fetchall() if row[0] != "ok"]
    broken = db.execute("PRAGMA foreign_key_check").fetchall()
    return problems + [f"a row of {row[0]} points to a missing row of {row[2]}" for row in broken]


_PRIVATE: Final = ("events", "tokens", "visits", "trash", "working_verdicts", "linked_before")
"""Tables of what people did, deleted, may do and are working on; no page of a published site needs them."""
_NAMES: Final = ("who", "by", "decided_by", "reviewer", "assignee")
"""Columns that name a person who decided something, in whichever table they stand."""


def forget_people(db: Database, stand_in: str) -> None:
    """Empty the tables of what people did, and put ``stand_in`` for every name of one who decided something.

    For a copy alone: the record of changes cannot be emptied in a database that is in use.
    """
    tables = set(db.table_names())
    for (trigger,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
        db.execute(f'DROP TRIGGER "{trigger}"')
    db.execute("PRAGMA foreign_keys = OFF")
    for table in _PRIVATE:
        if table in tables:
            db.execute(f'DELETE FROM "{table}"')
    for table in tables - set(_PRIVATE):
        for column in _NAMES:
            if column in db.columns(table):
                db.execute(f'UPDATE "{table}" SET "{column}" = ? WHERE "{column}" IS NOT NULL', [stand_in])
    db.execute("PRAGMA foreign_keys = ON")


Row = tuple[Any, ...]


def unreadable(db: Database) -> list[str]:
    """Return what SQLite finds wrong with the pages of a file; empty where all of them can be read."""
    try:
        return [str(row[0]) for row in db.execute("PRAGMA integrity_check").fetchall() if row[0] != "ok"]
    except Failure as error:
        return [str(error)]


def copied_to(old: Database, new: Path, left: Collection[str], anew: Collection[str]) -> dict[str, int]:
    """Copy what can be read into a new database; return how many rows of each table are wanting there.

    The tables ``left`` stay as in a new database; rows of those ``anew`` that point to what is lost are left out. How
    many rows a table had is told by its digest.
    """
    open_database(new).close()
    target = Database(new)
    try:
        held = {name: rows for name, (rows, _) in stored_digests(old).items()}
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
        with new.savepoint():
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
