"""The word index of documents: for every word (a hashed key) the places where it stands in the texts of all documents.

The words of all documents are numbered through, each document from its own first number on, so that one number names a
document and a place in it. A word's numbers stand in parts of at most ``PART_PLACES``, each a blob of little-endian
32-bit integers in rising order; a part's row id is the key and the part's number in one integer (as in
``tracker.store.key_index``). Documents never change and are never removed, so the index only grows: about four bytes a
word of text. What a word is, the caller decides.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

import numpy as np
import numpy.typing as npt
from sqlite_utils import Database

from tracker.store.rows import number

Places = npt.NDArray[np.int64]
Entry = tuple[int, Sequence[int]]
"""A document's id and the keys of its words, in order."""

TABLE: Final = "word_places"
PART_PLACES: Final = 1024
"""Places in a part, 4 KB, a page of the database: adding a document rewrites no more than the last part of a word."""
PART_BITS: Final = 16
"""Bits of a row id that number the part; a key has at most the other 47."""
MOST_PARTS: Final = 1 << PART_BITS
"""67 million places of one word: further ones are not written."""
APART: Final = 64
"""Numbers left free between two documents, so that words of one are no neighbours of the next one's."""
_PLACE: Final = np.dtype("<i4")

SCHEMA: Final = (
    f"CREATE TABLE {TABLE} (id INTEGER PRIMARY KEY, places BLOB NOT NULL) STRICT",
    """
    CREATE TABLE word_documents (
        document_id INTEGER PRIMARY KEY REFERENCES documents(id),
        first INTEGER NOT NULL,
        words INTEGER NOT NULL
    ) STRICT
    """,
)


def create(db: Database) -> None:
    """Create the index (empty) in ``db``."""
    for statement in SCHEMA:
        db.execute(statement)


def missing(db: Database) -> list[int]:
    """Return the ids of documents that are not in the index, in order of intake."""
    sql = "SELECT id FROM documents WHERE id NOT IN (SELECT document_id FROM word_documents) ORDER BY id"
    return [row[0] for row in db.execute(sql).fetchall()]


def add(db: Database, entries: Iterable[Entry]) -> None:
    """Write documents that are not in the index yet, inside the caller's transaction; they are sorted by word once.

    Memory: about 16 bytes a word.
    """
    at = _next(db)
    all_keys, all_places = [], []
    for document_id, keys in entries:
        db.execute("INSERT INTO word_documents VALUES (?, ?, ?)", (document_id, at, len(keys)))
        all_keys.append(np.fromiter(keys, np.int64, len(keys)))
        all_places.append(np.arange(at, at + len(keys), dtype=np.int64))
        at += len(keys) + APART
    if not all_keys:
        return
    unsorted = np.concatenate(all_keys)
    order = np.argsort(unsorted, kind="stable")
    words, places = unsorted[order], np.concatenate(all_places)[order]
    starts = np.flatnonzero(np.diff(words, prepend=-1)).tolist()
    for start, end in zip(starts, [*starts[1:], len(words)], strict=False):
        _append(db, int(words[start]), places[start:end])


def _next(db: Database) -> int:
    last = db.execute("SELECT first + words FROM word_documents ORDER BY first DESC LIMIT 1").fetchone()
    return 0 if last is None else int(last[0]) + APART


def _append(db: Database, key: int, places: Places) -> None:
    part, held = _last_part(db, key) or (0, 0)
    at = 0
    while at < len(places):
        if held >= PART_PLACES:
            part, held = part + 1, 0
        if part >= MOST_PARTS:
            return
        taken = places[at : at + PART_PLACES - held]
        db.execute(
            f"INSERT INTO {TABLE} (id, places) VALUES (?, ?) "
            "ON CONFLICT (id) DO UPDATE SET places = CAST(places || excluded.places AS BLOB)",
            ((key << PART_BITS) + part, taken.astype(_PLACE).tobytes()),
        )
        at, held = at + len(taken), held + len(taken)


def _last_part(db: Database, key: int) -> tuple[int, int] | None:
    row = db.conn.execute(
        f"SELECT id, length(places) FROM {TABLE} WHERE id BETWEEN ? AND ? ORDER BY id DESC LIMIT 1", _bounds(key)
    ).fetchone()
    return None if row is None else (row[0] & (MOST_PARTS - 1), row[1] // _PLACE.itemsize)


def _bounds(key: int) -> tuple[int, int]:
    first = key << PART_BITS
    return first, first + MOST_PARTS - 1


class StoredWords:
    """The index as a check asks it (``tracker.cite.selecting.WordIndex``); remembers what it read."""

    def __init__(self, db: Database) -> None:
        self._db = db
        self._read: dict[int, Places] = {}
        rows = db.execute("SELECT document_id, first, words FROM word_documents ORDER BY first").fetchall()
        table = np.array(rows, np.int64).reshape(-1, 3)
        self.documents, self.firsts, self.ends = table[:, 0], table[:, 1], table[:, 1] + table[:, 2]

    def frequency(self, key: int) -> int:
        """Return how many places a word has."""
        found = _last_part(self._db, key)
        return 0 if found is None else found[0] * PART_PLACES + found[1]

    def places(self, key: int) -> Places:
        """Return the places of a word, in rising order."""
        if key not in self._read:
            sql = f"SELECT places FROM {TABLE} WHERE id BETWEEN ? AND ? ORDER BY id"
            blobs = [row[0] for row in self._db.conn.execute(sql, _bounds(key)).fetchall()]
            self._read[key] = np.frombuffer(b"".join(blobs), _PLACE).astype(np.int64)
        return self._read[key]


def size(db: Database) -> int:
    """Return how many documents are indexed."""
    return number(db, "SELECT count(*) FROM word_documents")
