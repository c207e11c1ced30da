"""One connection to SQLite, as every query is given it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

BUSY_SECONDS: Final = 30.0
"""How long a writer waits for another one: longer than any single take-in."""


class Database:
    """A connection, in memory where no address is given; each statement is committed by itself outside a transaction.

    ``conn`` is that of ``sqlite3``. Not sqlite-utils' class, which brings the schema up to date (``store.database``):
    its import takes longer than a search, and of what it can no query needs more than ``execute``.
    """

    __slots__ = ("conn",)

    def __init__(self, address: str | Path = ":memory:", *, uri: bool = False) -> None:
        self.conn = sqlite3.connect(
            address, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False, uri=uri
        )
        self.conn.execute("PRAGMA recursive_triggers = ON")  # else REPLACE would not run the triggers of deleting

    def execute(self, sql: str, parameters: Sequence[Any] | Mapping[str, Any] = ()) -> sqlite3.Cursor:
        """Run one statement and return its cursor."""
        return self.conn.execute(sql, parameters)

    def close(self) -> None:
        """Close the connection; an open transaction is rolled back."""
        self.conn.close()

    def table_names(self) -> list[str]:
        """Return the names of the tables, virtual ones and those that hold them among them."""
        return [name for (name,) in self.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()]

    def columns(self, table: str) -> list[str]:
        """Return the names of a table's columns, none where there is no such table."""
        return [name for (name,) in self.execute("SELECT name FROM pragma_table_info(?)", [table]).fetchall()]


@contextmanager
def savepoint(db: Database) -> Iterator[None]:
    """Run a block inside an open transaction so that it can fail alone: what it wrote is then taken back."""
    db.execute("SAVEPOINT inner")  # those of one name nest
    try:
        yield
    except BaseException:
        if db.conn.in_transaction:  # an error may have ended the whole transaction, its savepoints with it
            db.execute("ROLLBACK TO inner")
            db.execute("RELEASE inner")
        raise
    db.execute("RELEASE inner")
