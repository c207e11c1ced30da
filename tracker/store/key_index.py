"""The key index of claims: for every key (a hashed word, see ``tracker.match.keys``) the claims that hold it.

An inverted index in one table. The ids of a key's claims stand in parts of at most ``PART_CLAIMS`` ids, each a blob of
little-endian 32-bit integers in the order they came; a part's row id is the key and the part's number in one integer,
so that a key's parts lie side by side in the table's own tree. That takes a quarter of the room of one row per claim
and key, and reads a thousand ids in some microseconds. A key's frequency follows from its last part alone, so no
second table of counts is kept, and nothing stored depends on how common a key was when a claim came: the index never
has to be made anew because words became more common.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Final

import numpy as np
import numpy.typing as npt
from sqlite_utils import Database

from tracker.store.rows import to_list

Ids = npt.NDArray[np.int32]
Entry = tuple[int, Sequence[int]]
"""A claim's id and its keys, no key twice."""

TABLE: Final = "key_parts"

PART_CLAIMS: Final = 256
"""Ids in a part, 1 KB: four parts fit a page of the database, and adding an id rewrites no more than one of them."""

PART_BITS: Final = 16
"""Bits of a row id that number the part; a key has at most the other 47 (row ids are 63 bits and positive)."""

MOST_PARTS: Final = 1 << PART_BITS
"""A key in more than 16 million claims tells nothing of any of them: further claims are not written under it."""

ROWS_AT_ONCE: Final = 10_000
"""Rows handed to SQLite at a time while the whole index is filled; bounds the memory, not the result."""

_ID: Final = np.dtype("<i4")

_LAST_PARTS: Final = f"""
    SELECT part.id, length(part.claims) FROM json_each(?) key LEFT JOIN {TABLE} part ON part.id = (
        SELECT id FROM {TABLE}
        WHERE id BETWEEN key.value << {PART_BITS} AND (key.value << {PART_BITS}) + {MOST_PARTS - 1}
        ORDER BY id DESC LIMIT 1
    ) ORDER BY key.key
"""
"""For each key of a list the row of its last part and how many bytes it holds, in the list's order."""

SCHEMA: Final = (
    f"CREATE TABLE {TABLE} (id INTEGER PRIMARY KEY, claims BLOB NOT NULL) STRICT",
    "CREATE TABLE key_totals (id INTEGER PRIMARY KEY CHECK (id = 1), claims INTEGER NOT NULL) STRICT",
    "INSERT INTO key_totals (id, claims) VALUES (1, 0)",
)


def create(db: Database) -> None:
    """Create the index (empty) in ``db``."""
    for statement in SCHEMA:
        db.execute(statement)


def _first_row(key: int) -> int:
    return key << PART_BITS


def _bounds(key: int) -> tuple[int, int]:
    """Return the first and last row id that belong to a key."""
    first = _first_row(key)
    return first, first + MOST_PARTS - 1


def _last_parts(db: Database, keys: Sequence[int]) -> list[tuple[int, int]]:
    """Return for each key the number of its last part and how many ids that holds: (0, 0) where it has none."""
    rows = db.conn.execute(_LAST_PARTS, (to_list(keys),)).fetchall()
    return [(0, 0) if row_id is None else (row_id & (MOST_PARTS - 1), size // _ID.itemsize) for row_id, size in rows]


def add(db: Database, entries: Iterable[Entry]) -> None:
    """Write claims that are not in the index yet under their keys, inside the caller's transaction."""
    owners: dict[int, list[int]] = {}
    count = 0
    for claim_id, own in entries:
        count += 1
        for key in own:
            owners.setdefault(key, []).append(claim_id)
    keys = sorted(owners)
    rows = (
        (row_id, blob)
        for key, (part, held) in zip(keys, _last_parts(db, keys), strict=True)
        for row_id, blob in _added(key, np.array(owners[key], _ID), part, held)
    )
    db.conn.executemany(
        f"INSERT INTO {TABLE} (id, claims) VALUES (?, ?) "
        "ON CONFLICT (id) DO UPDATE SET claims = CAST(claims || excluded.claims AS BLOB)",
        rows,
    )
    db.execute("UPDATE key_totals SET claims = claims + ?", (count,))


def _added(key: int, ids: Ids, part: int, held: int) -> Iterator[tuple[int, bytes]]:
    """Yield the rows by which ids come after those a key has, its last part holding ``held``."""
    at = 0
    while at < len(ids):
        if held >= PART_CLAIMS:
            part, held = part + 1, 0
        if part >= MOST_PARTS:
            return
        room = PART_CLAIMS - held
        yield _first_row(key) + part, ids[at : at + room].tobytes()
        at, held = at + room, PART_CLAIMS


def remove(db: Database, entries: Iterable[Entry]) -> None:
    """Take claims out from under the keys they were written with; what is not there is passed over."""
    count = 0
    for claim_id, keys in entries:
        found = False
        for key in keys:
            parts = db.execute(f"SELECT id, claims FROM {TABLE} WHERE id BETWEEN ? AND ?", _bounds(key)).fetchall()
            for row_id, blob in parts:
                ids = np.frombuffer(blob, _ID)
                kept = ids[ids != claim_id]
                if len(kept) < len(ids):
                    found = True
                    db.execute(f"UPDATE {TABLE} SET claims = ? WHERE id = ?", (kept.tobytes(), row_id))
        count += found
    db.execute("UPDATE key_totals SET claims = max(0, claims - ?)", (count,))


def clear(db: Database) -> None:
    """Empty the index, before it is written afresh."""
    db.execute(f"DELETE FROM {TABLE}")
    db.execute("UPDATE key_totals SET claims = 0")


def fill(db: Database, entries: Iterable[Entry]) -> None:
    """Write the whole index afresh from every claim: sorted once and written in order, for bulk loads.

    Memory: about 12 bytes for every key of every claim.
    """
    owners: list[Ids] = []
    keys: list[npt.NDArray[np.int64]] = []
    for claim_id, own in entries:
        keys.append(np.fromiter(own, np.int64, len(own)))
        owners.append(np.full(len(own), claim_id, _ID))
    clear(db)
    rows = _parts(np.concatenate(keys), np.concatenate(owners)) if any(map(len, owners)) else iter(())
    while batch := list(islice(rows, ROWS_AT_ONCE)):
        db.conn.executemany(f"INSERT INTO {TABLE} (id, claims) VALUES (?, ?)", batch)
    db.execute("UPDATE key_totals SET claims = ?", (len(owners),))


def _parts(keys: npt.NDArray[np.int64], owners: Ids) -> Iterator[tuple[int, bytes]]:
    """Yield the rows of the table, in order, for parallel arrays of keys and claim ids."""
    order = np.lexsort((owners, keys))
    keys, owners = keys[order], owners[order]
    starts = np.flatnonzero(np.concatenate(([True], keys[1:] != keys[:-1])))
    for key, start, end in zip(keys[starts].tolist(), starts.tolist(), [*starts[1:].tolist(), len(keys)], strict=True):
        for part, at in enumerate(range(start, end, PART_CLAIMS)):
            if part < MOST_PARTS:
                yield _first_row(key) + part, owners[at : min(at + PART_CLAIMS, end)].tobytes()


@dataclass(frozen=True, slots=True)
class StoredKeys:
    """The index as matching asks it (``tracker.match.nominate_stored.KeyIndex``); holds nothing but the connection."""

    db: Database

    def total(self) -> int:
        """Return how many claims the index holds."""
        return int(self.db.execute("SELECT claims FROM key_totals").fetchone()[0])

    def frequencies(self, keys: Sequence[int]) -> list[int]:
        """Return about how many claims hold each key (exact while no claim was removed), in the keys' order."""
        return [part * PART_CLAIMS + held for part, held in _last_parts(self.db, keys)]

    def holders(self, key: int) -> Ids:
        """Return the ids of the claims that hold ``key``, in rising order (they came in another where claims changed)."""
        rows = self.db.conn.execute(f"SELECT claims FROM {TABLE} WHERE id BETWEEN ? AND ?", _bounds(key)).fetchall()
        ids = np.frombuffer(b"".join([row[0] for row in rows]), _ID)
        return np.sort(ids) if (ids[1:] < ids[:-1]).any() else ids
