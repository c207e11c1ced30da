"""What matching knows of stored claims, kept so that it need not be read anew: their keys, features and readings.

The key index has for every key (a hashed word, see ``tracker.matching.keys``) the claims that hold it. It is an
inverted index in a table of ``Parts``, which the word index of documents uses too: lists of integers under keys.
Nothing stored depends on how common a key was when a claim came: the index never has to be made anew because words
became more common. Features are packed (``tracker.matching.features``); by readings (``tracker.matching.keys``) the
candidates for a new claim are scored.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from tracker.db.rows import IN_LIST, Database, delete, insert_rows, replace_rows, to_list

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

    def several(self, db: Database, keys: Sequence[int]) -> dict[int, Ints]:
        """Return the integers of several keys, in the order they came; a key without any has none."""
        sql = f"""
            SELECT key.value, part.{self.column} FROM json_each(?) key JOIN {self.table} part
            ON part.id BETWEEN key.value << {PART_BITS} AND (key.value << {PART_BITS}) + {MOST_PARTS - 1}
            ORDER BY key.key, part.id
        """
        parts: dict[int, list[bytes]] = {key: [] for key in keys}
        for key, ints in db.execute(sql, (to_list(parts),)):
            parts[key].append(ints)
        return {key: np.frombuffer(b"".join(blobs), INT) for key, blobs in parts.items()}

    def append(self, db: Database, keys: Sequence[int], lists: Iterable[Ints]) -> None:
        """Write integers after those that each key has, inside the caller's transaction; no key comes twice."""
        rows = (
            row
            for key, (part, held), ints in zip(keys, self.last(db, keys), lists, strict=True)
            for row in self.rows(key, ints, part, held)
        )
        joined = f"CAST({self.column} || excluded.{self.column} AS BLOB)"
        insert_rows(
            db, self.table, ("id", self.column), rows, f"ON CONFLICT (id) DO UPDATE SET {self.column} = {joined}"
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


Entry = tuple[int, Sequence[int]]
"""A claim's id and its keys, no key twice."""

TABLE: Final = "key_parts"

PART_CLAIMS: Final = 256
"""Ids in a part, 1 KB: four parts fit a page of the database, and adding an id rewrites no more than one of them."""

PARTS: Final = Parts(TABLE, "claims", PART_CLAIMS)
"""A key in more than 16 million claims tells nothing of any of them: further claims are not written under it."""

SCHEMA: Final = (
    PARTS.schema,
    "CREATE TABLE key_totals (id INTEGER PRIMARY KEY CHECK (id = 1), claims INTEGER NOT NULL) STRICT",
    "INSERT INTO key_totals (id, claims) VALUES (1, 0)",
)


def create(db: Database) -> None:
    """Create the index (empty) in ``db``."""
    for statement in SCHEMA:
        db.execute(statement)


def add(db: Database, entries: Iterable[Entry]) -> None:
    """Write claims that are not in the index yet under their keys, inside the caller's transaction."""
    holders: dict[int, list[int]] = {}
    count = 0
    for claim_id, keys in entries:
        count += 1
        for key in keys:
            holders.setdefault(key, []).append(claim_id)
    PARTS.append(db, [*holders], (np.array(ids, INT) for ids in holders.values()))
    db.execute("UPDATE key_totals SET claims = claims + ?", (count,))


def remove(db: Database, entries: Iterable[Entry]) -> None:
    """Take claims out from under the keys they were written with; what is not there is passed over."""
    count = 0
    for claim_id, keys in entries:
        found = False
        for key in keys:
            parts = db.execute(f"SELECT id, claims FROM {TABLE} WHERE id BETWEEN ? AND ?", bounds(key)).fetchall()
            for row_id, blob in parts:
                ids = np.frombuffer(blob, INT)
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
    owners: list[Ints] = []
    keys: list[npt.NDArray[np.int64]] = []
    for claim_id, own in entries:
        keys.append(np.fromiter(own, np.int64, len(own)))
        owners.append(np.full(len(own), claim_id, INT))
    clear(db)
    rows = _rows(np.concatenate(keys), np.concatenate(owners)) if any(map(len, owners)) else iter(())
    insert_rows(db, TABLE, ("id", "claims"), rows)
    db.execute("UPDATE key_totals SET claims = ?", (len(owners),))


def _rows(keys: npt.NDArray[np.int64], owners: Ints) -> Iterator[tuple[int, bytes]]:
    """Yield the rows of the table, in order, for parallel arrays of keys and claim ids."""
    order = np.lexsort((owners, keys))
    keys, owners = keys[order], owners[order]
    starts = np.flatnonzero(np.concatenate(([True], keys[1:] != keys[:-1])))
    for key, start, end in zip(keys[starts].tolist(), starts.tolist(), [*starts[1:].tolist(), len(keys)], strict=True):
        yield from PARTS.rows(key, owners[start:end])


@dataclass(frozen=True, slots=True)
class StoredKeys:
    """The index as matching asks it (``tracker.matching.stored.KeyIndex``); holds nothing but the connection."""

    db: Database

    def total(self) -> int:
        """Return how many claims the index holds."""
        return int(self.db.execute("SELECT claims FROM key_totals").fetchone()[0])

    def frequencies(self, keys: Sequence[int]) -> list[int]:
        """Return about how many claims hold each key (exact while no claim was removed), in the keys' order."""
        return PARTS.counts(self.db, keys)

    def holders(self, key: int) -> Ints:
        """Return the ids of the claims that hold ``key``, rising; where claims changed, they came otherwise."""
        return _rising(PARTS.of(self.db, key))

    def several(self, keys: Sequence[int]) -> dict[int, Ints]:
        """Return for each key what ``holders`` does."""
        return {key: _rising(ids) for key, ids in PARTS.several(self.db, keys).items()}


def _rising(ids: Ints) -> Ints:
    return np.sort(ids) if (ids[1:] < ids[:-1]).any() else ids


def put_features(db: Database, packed: Iterable[tuple[int, bytes]]) -> None:
    """Store the features of some claims in place of what was stored of them."""
    replace_rows(db, "claim_features", ("claim_id",), ("claim_id", "packed"), packed)


def put_readings(db: Database, lines: Iterable[tuple[int, str]]) -> None:
    """Store the readings of some claims, the lines of one text each, in place of what was stored of them."""
    replace_rows(db, "claim_readings", ("claim_id",), ("claim_id", "lines"), lines)


def drop_readings(db: Database, claim_ids: Collection[int]) -> None:
    """Forget the readings of claims that changed or are gone."""
    delete(db, "claim_readings", f"claim_id {IN_LIST}", [to_list(claim_ids)])


def clear_readings(db: Database) -> None:
    """Forget all readings, before they are written afresh."""
    delete(db, "claim_readings")


def readings_of(db: Database, claim_ids: Collection[int]) -> dict[int, str]:
    """Return the readings of those of these claims of which they are stored."""
    sql = f"SELECT claim_id, lines FROM claim_readings WHERE claim_id {IN_LIST}"
    return dict(db.execute(sql, [to_list(claim_ids)]).fetchall())
