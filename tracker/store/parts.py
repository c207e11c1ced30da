"""Lists of integers under keys, in parts: how the key index of claims and the word index of documents are stored.

The integers of a key stand in parts of at most a fixed number, each a blob of little-endian 32-bit integers in the
order they came; a part's row id is the key and the part's number in one integer, so that a key's parts lie side by
side in the table's own tree. That takes a quarter of the room of one row per integer and key, and reads a thousand in
some microseconds. How many a key has follows from its last part alone, so no second table of counts is kept.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from tracker.store.rows import to_list
from tracker.store.sqlite import Database

Ints = npt.NDArray[np.int32]

PART_BITS: Final = 16
"""Bits of a row id that number the part; a key has at most the other 47 (row ids are 63 bits and positive)."""

MOST_PARTS: Final = 1 << PART_BITS
"""A key has no more parts: further integers are not written under it."""

INT: Final = np.dtype("<i4")


def bounds(key: int) -> tuple[int, int]:
    """Return the first and last row id that belong to a key."""
    first = key << PART_BITS
    return first, first + MOST_PARTS - 1


@dataclass(frozen=True, slots=True)
class Parts:
    """A table of parts: its name, the column of the blobs, and how many integers a part holds at most."""

    table: str
    column: str
    size: int

    @property
    def schema(self) -> str:
        """The statement that creates the table."""
        return f"CREATE TABLE {self.table} (id INTEGER PRIMARY KEY, {self.column} BLOB NOT NULL) STRICT"

    def last(self, db: Database, keys: Sequence[int]) -> list[tuple[int, int]]:
        """Return for each key the number of its last part and how many integers that holds: (0, 0) without any."""
        sql = f"""
            SELECT part.id, length(part.{self.column}) FROM json_each(?) key LEFT JOIN {self.table} part ON part.id = (
                SELECT id FROM {self.table}
                WHERE id BETWEEN key.value << {PART_BITS} AND (key.value << {PART_BITS}) + {MOST_PARTS - 1}
                ORDER BY id DESC LIMIT 1
            ) ORDER BY key.key
        """
        rows = db.conn.execute(sql, (to_list(keys),)).fetchall()
        return [(0, 0) if row is None else (row & (MOST_PARTS - 1), size // INT.itemsize) for row, size in rows]

    def counts(self, db: Database, keys: Sequence[int]) -> list[int]:
        """Return how many integers each key has, as if all parts but the last were full (removing empties some)."""
        return [part * self.size + held for part, held in self.last(db, keys)]

    def of(self, db: Database, key: int) -> Ints:
        """Return the integers of a key, in the order they came."""
        sql = f"SELECT {self.column} FROM {self.table} WHERE id BETWEEN ? AND ? ORDER BY id"
        return np.frombuffer(b"".join([row[0] for row in db.conn.execute(sql, bounds(key)).fetchall()]), INT)

    def append(self, db: Database, keys: Sequence[int], lists: Iterable[Ints]) -> None:
        """Write integers after those that each key has, inside the caller's transaction; no key comes twice."""
        rows = (
            row
            for key, (part, held), ints in zip(keys, self.last(db, keys), lists, strict=True)
            for row in self.rows(key, ints, part, held)
        )
        db.conn.executemany(
            f"INSERT INTO {self.table} (id, {self.column}) VALUES (?, ?) ON CONFLICT (id)"
            f" DO UPDATE SET {self.column} = CAST({self.column} || excluded.{self.column} AS BLOB)",
            rows,
        )

    def rows(self, key: int, ints: Ints, part: int = 0, held: int = 0) -> Iterator[tuple[int, bytes]]:
        """Yield the rows that hold integers of a key, from a part on that holds some already."""
        first, _ = bounds(key)
        at = 0
        while at < len(ints):
            if held >= self.size:
                part, held = part + 1, 0
            if part >= MOST_PARTS:
                return
            room = self.size - held
            yield first + part, ints[at : at + room].astype(INT, copy=False).tobytes()
            at, held = at + room, self.size
