"""A connection to SQLite and the rows it gives: records, with JSON columns decoded here and nowhere else."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from enum import StrEnum
from functools import lru_cache
from itertools import starmap
from pathlib import Path
from typing import Any, Final, TypeVar, get_args, get_origin, get_type_hints, overload

import msgspec

from tracker.models.record import Record, plain
from tracker.text.characters import unmarked

BUSY_SECONDS: Final = 30.0
"""How long a writer waits for another one: longer than any single take-in."""


Delta = tuple[int, int]
"""Rows of a table, and the sum of their hashes (``db.digests``)."""


class Database:
    """A connection, in memory where no address is given; each statement is committed by itself outside a transaction.

    ``conn`` is that of ``sqlite3``; its SQL knows ``unmarked``, by which names are found as they are typed. Not
    sqlite-utils' class, which brings the schema up to date (``db.connection``): its import takes longer than a search,
    and of what it can no query needs more than ``execute``. ``deltas`` are the rows that came and went in the open
    transaction, by table (``db.digests``), and ``counts`` says whether one is open in which they are counted.
    """

    __slots__ = ("conn", "counts", "deltas")

    def __init__(self, address: str | Path = ":memory:", *, uri: bool = False) -> None:
        self.conn = sqlite3.connect(
            address, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False, uri=uri
        )
        self.deltas: dict[str, Delta] | None = None
        self.counts = False
        self.conn.create_function("unmarked", 1, unmarked, deterministic=True)
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
    before = None if db.deltas is None else {**db.deltas}
    try:
        yield
    except BaseException:
        db.deltas = before
        if db.conn.in_transaction:  # an error may have ended the whole transaction, its savepoints with it
            db.execute("ROLLBACK TO inner")
            db.execute("RELEASE inner")
        raise
    db.execute("RELEASE inner")


Columns = dict[str, Any]
"""A row by the names of its columns, inside this room."""
Parameters = Sequence[Any] | dict[str, Any]
R = TypeVar("R", bound=Record)


_ENCODER: Final = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), default=plain)
"""Made once: ``json.dumps`` would make one at each call, which takes longer than a short list."""


def to_json(value: object) -> str:
    """Return compact JSON that keeps letters readable in the file."""
    return _ENCODER.encode(value)


@lru_cache(maxsize=256)
def _maker(kind: type[R], columns: tuple[str, ...]) -> Callable[[Iterable[Sequence[Any]]], Iterator[R]]:
    """Return what makes records of a kind from rows with these columns, in whatever order the query names them.

    A query must give a column for every field and no other, but for fields that have a default.
    """
    fields = kind.__struct_fields__
    required = fields[: len(fields) - len(kind.__struct_defaults__)]
    if len({*columns}) < len(columns) or not {*required} <= {*columns} <= {*fields}:
        raise TypeError(f"{kind.__name__} is not made of the columns {', '.join(columns)}")
    hints = get_type_hints(kind)
    by_place = ((place, _by_type(hints[column])) for place, column in enumerate(columns))
    conversions = [(place, convert) for place, convert in by_place if convert is not None]
    in_order = columns == fields[: len(columns)]

    def made(row: Sequence[Any]) -> R:
        values = list(row)
        for place, convert in conversions:
            if values[place] is not None:
                values[place] = convert(values[place])
        return kind(*values) if in_order else kind(**dict(zip(columns, values, strict=True)))

    if in_order and not conversions:
        return lambda rows: starmap(kind, rows)
    return lambda rows: map(made, rows)


def _by_type(hint: Any) -> Callable[[Any], Any] | None:
    """Return what turns a stored value into a field's type: a member of an enumeration, or what JSON text holds."""
    kinds = (hint, *get_args(hint))
    if any(get_origin(each) in (list, tuple, dict, Mapping) for each in kinds):
        return msgspec.json.Decoder(hint).decode
    for each in kinds:
        if isinstance(each, type) and issubclass(each, StrEnum):
            return each._value2member_map_.__getitem__
    return None


def records(cursor: Any, kind: type[R]) -> Iterator[R]:
    """Yield the rows of a query as records, as they are asked for."""
    return _maker(kind, tuple(column[0] for column in cursor.description))(cursor)


@overload
def select(db: Database, sql: str, parameters: Parameters = ()) -> list[Columns]: ...
@overload
def select(db: Database, sql: str, parameters: Parameters, kind: type[R]) -> list[R]: ...
def select(db: Database, sql: str, parameters: Parameters = (), kind: type[R] | None = None) -> list[Columns] | list[R]:
    """Run a query and return its rows: records of a kind, or dicts for what this room does itself with them.

    Not by ``Database.query``, which opens a savepoint for each query in case it writes.
    """
    try:
        cursor = db.execute(sql, parameters)
        if kind is not None:
            return [*records(cursor, kind)]
        columns = [column[0] for column in cursor.description]
        return [dict(zip(columns, row, strict=True)) for row in cursor.fetchall()]
    except OverflowError:  # a number of more than 64 bits, which no row can hold
        return []


@overload
def first(db: Database, sql: str, parameters: Parameters = ()) -> Columns | None: ...
@overload
def first(db: Database, sql: str, parameters: Parameters, kind: type[R]) -> R | None: ...
def first(db: Database, sql: str, parameters: Parameters = (), kind: type[R] | None = None) -> Columns | R | None:
    """Run a query and return its first row as ``select`` does, or ``None``."""
    if kind is None:
        return next(iter(select(db, sql, parameters)), None)
    return next(iter(select(db, sql, parameters, kind)), None)


def number(db: Database, sql: str, parameters: Parameters = ()) -> int:
    """Run a query of one number (a count) and return it."""
    return int(db.execute(sql, parameters).fetchone()[0] or 0)


def insert(db: Database, table: str, values: Columns) -> int:
    """Insert one row and return its rowid."""
    columns = ", ".join(f'"{name}"' for name in values)
    marks = ", ".join("?" for _ in values)
    cursor = db.execute(f'INSERT INTO "{table}" ({columns}) VALUES ({marks})', list(values.values()))
    return int(cursor.lastrowid or 0)


def insert_rows(
    db: Database, table: str, columns: Sequence[str], rows: Iterable[Collection[Any]], conflict: str = ""
) -> range:
    """Insert rows and return the ids that SQLite gave them: they follow on one another inside a transaction.

    ``conflict`` is what SQL says of a row that is there already; with it, or where the rows name their ids, the ids
    returned mean nothing.
    """
    marks = ", ".join("?" * len(columns))
    names = ", ".join(f'"{name}"' for name in columns)
    # One row a statement: SQLite reads it once, with the triggers of the table, which takes longer than to write a row.
    sql = f'INSERT INTO "{table}" ({names}) VALUES ({marks}) {conflict}'
    written = db.conn.executemany(sql, map(tuple, rows)).rowcount
    last = number(db, "SELECT last_insert_rowid()")
    return range(last - written + 1, last + 1)


def insert_dicts(db: Database, table: str, rows: Sequence[Columns]) -> range:
    """Insert rows that name the same columns, as ``insert_rows`` does."""
    return insert_rows(db, table, [*rows[0]], (row.values() for row in rows)) if rows else range(0)


def update(db: Database, table: str, row_id: int, values: Columns) -> None:
    """Set columns of the row with this id."""
    assignments = ", ".join(f'"{name}" = ?' for name in values)
    db.execute(f'UPDATE "{table}" SET {assignments} WHERE id = ?', [*values.values(), row_id])


IN_LIST = "IN (SELECT value FROM json_each(?))"
"""A list of any length as one parameter, made by ``to_list``: SQLite limits how many parameters there are."""


def to_list(values: Iterable[object]) -> str:
    """Return values as the one parameter of ``IN_LIST``."""
    return to_json(list(values))
