"""Rows as plain dicts at the store's door: JSON columns are decoded here and nowhere else."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any, Final

from tracker.store.sqlite import Database

Row = dict[str, Any]

JSON_COLUMNS = frozenset(
    {
        "read_notes",
        "date_candidates",
        "candidates",
        "spans",
        "notes",
        "reasons",
        "differences",
        "old",
        "new",
        "page_starts",
        "evidence",
        "ratings",
    }
)
"""Columns that hold JSON text, in whichever table they stand."""


_ENCODER: Final = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))
"""Made once: ``json.dumps`` would make one at each call, which takes longer than a short list."""


def to_json(value: object) -> str:
    """Return compact JSON that keeps letters readable in the file."""
    return _ENCODER.encode(value)


def decoded(row: Row) -> Row:
    """Return the row with its JSON columns decoded."""
    return {
        key: json.loads(value) if key in JSON_COLUMNS and isinstance(value, str) else value
        for key, value in row.items()
    }


def select(db: Database, sql: str, parameters: Sequence[Any] | dict[str, Any] = ()) -> list[Row]:
    """Run a query and return its rows, decoded.

    Not by ``Database.query``, which opens a savepoint for each query in case it writes.
    """
    try:
        cursor = db.execute(sql, parameters)
        columns = [column[0] for column in cursor.description]
        rows = [dict(zip(columns, row, strict=True)) for row in cursor.fetchall()]
    except OverflowError:  # a number of more than 64 bits, which no row can hold
        return []
    return [*map(decoded, rows)] if JSON_COLUMNS.intersection(columns) else rows


def first(db: Database, sql: str, parameters: Sequence[Any] | dict[str, Any] = ()) -> Row | None:
    """Run a query and return its first row, decoded, or ``None``."""
    return next(iter(select(db, sql, parameters)), None)


def number(db: Database, sql: str, parameters: Sequence[Any] | dict[str, Any] = ()) -> int:
    """Run a query of one number (a count) and return it."""
    return int(db.execute(sql, parameters).fetchone()[0] or 0)


def insert(db: Database, table: str, values: Row) -> int:
    """Insert one row and return its rowid."""
    columns = ", ".join(f'"{name}"' for name in values)
    marks = ", ".join("?" for _ in values)
    cursor = db.execute(f'INSERT INTO "{table}" ({columns}) VALUES ({marks})', list(values.values()))
    return int(cursor.lastrowid or 0)


def update(db: Database, table: str, row_id: int, values: Row) -> None:
    """Set columns of the row with this id."""
    assignments = ", ".join(f'"{name}" = ?' for name in values)
    db.execute(f'UPDATE "{table}" SET {assignments} WHERE id = ?', [*values.values(), row_id])


IN_LIST = "IN (SELECT value FROM json_each(?))"
"""A list of any length as one parameter, made by ``to_list``: SQLite limits how many parameters there are."""


def to_list(values: Iterable[object]) -> str:
    """Return values as the one parameter of ``IN_LIST``."""
    return to_json(list(values))
