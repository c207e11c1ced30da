"""The word index of documents: for every word (a hashed key) the places where it stands in the texts of all documents.

The words of all documents are numbered through, each document from its own first number on, so that one number names a
document and a place in it. A word's numbers stand in parts (``tracker.db.indexes``), in rising order. A
document that is read again gets new numbers. About four bytes a word of text. What a word is, the caller
decides.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import accumulate
from typing import Final

import numpy as np
import numpy.typing as npt

from tracker.db.indexes import INT, Parts, bounds
from tracker.db.rows import Database, delete, insert_rows, number

Places = npt.NDArray[np.int64]
Entry = tuple[int, Sequence[int]]
"""A document's id and the keys of its words, in order."""

TABLE: Final = "word_places"
PART_PLACES: Final = 1024
"""Places in a part, 4 KB, a page of the database: adding a document rewrites no more than the last part of a word."""
PARTS: Final = Parts(TABLE, "places", PART_PLACES)
"""Of one word 67 million places are written, and further ones not."""
APART: Final = 64
"""Numbers left free between two documents, so that words of one are no neighbours of the next one's."""


def missing(db: Database) -> list[int]:
    """Return the ids of documents that are not in the index, in order of intake, in which they are indexed too."""
    sql = "SELECT id FROM documents WHERE id NOT IN (SELECT document_id FROM word_documents) ORDER BY id"
    return [row[0] for row in db.execute(sql).fetchall()]


def add(db: Database, entries: Iterable[Entry]) -> None:
    """Write documents that are not in the index yet, inside the caller's transaction; they are sorted by word once.

    Memory: about 16 bytes a word.
    """
    at = _next(db)
    all_keys, all_places, documents = [], [], list[tuple[int, int, int]]()
    for document_id, keys in entries:
        documents.append((document_id, at, len(keys)))
        all_keys.append(np.fromiter(keys, np.int64, len(keys)))
        all_places.append(np.arange(at, at + len(keys), dtype=np.int64))
        at += len(keys) + APART
    insert_rows(db, "word_documents", ("document_id", "first", "words"), documents)
    if not any(map(len, all_keys)):
        return
    unsorted = np.concatenate(all_keys)
    order = np.argsort(unsorted, kind="stable")
    words, places = unsorted[order], np.concatenate(all_places)[order].astype(INT)
    starts = np.flatnonzero(np.diff(words, prepend=-1))
    PARTS.append(db, words[starts].tolist(), np.split(places, starts[1:]))


def remove(db: Database, document_id: int, keys: Iterable[int]) -> None:
    """Take a document out, given the keys of its words, before another text of it is written."""
    row = db.execute("SELECT first, words FROM word_documents WHERE document_id = ?", [document_id]).fetchone()
    if row is None:
        return
    first, end = row[0], row[0] + row[1]
    for key in {*keys}:
        held = db.execute(f"SELECT id, places FROM {TABLE} WHERE id BETWEEN ? AND ?", bounds(key)).fetchall()
        for part, blob in held:
            places = np.frombuffer(blob, INT)
            rest = places[(places < first) | (places >= end)]
            if len(rest) < len(places):
                db.execute(f"UPDATE {TABLE} SET places = ? WHERE id = ?", (rest.tobytes(), part))
    delete(db, "word_documents", "document_id = ?", [document_id])


def _next(db: Database) -> int:
    last = db.execute("SELECT first + words FROM word_documents ORDER BY first DESC LIMIT 1").fetchone()
    return 0 if last is None else int(last[0]) + APART


AHEAD: Final = 1 << 20
"""Places read before they are asked for, the rarest words' first: 8 MB, all there are in a thousand articles."""


class StoredWords:
    """The index as a check asks it (``tracker.check.places.WordIndex``); remembers what it read."""

    def __init__(self, db: Database) -> None:
        self._db = db
        self._counts: dict[int, int] = {}
        self._read: dict[int, Places] = {}
        rows = db.execute("SELECT document_id, first, words FROM word_documents ORDER BY first").fetchall()
        table = np.array(rows, np.int64).reshape(-1, 3)
        self.documents, self.firsts, self.ends = table[:, 0], table[:, 1], table[:, 1] + table[:, 2]

    def read(self, keys: Iterable[int]) -> None:
        """Read at once how often words stand, and where the rarer of them do; what is common is read when needed."""
        asked = [key for key in dict.fromkeys(keys) if key not in self._counts]
        self._counts.update(zip(asked, PARTS.counts(self._db, asked), strict=True))
        rarest = sorted(asked, key=lambda key: self._counts[key])
        sums = accumulate(self._counts[key] for key in rarest)
        ahead = [key for key, places in zip(rarest, sums, strict=True) if places <= AHEAD]
        self._read |= {key: found.astype(np.int64) for key, found in PARTS.several(self._db, ahead).items()}

    def frequency(self, key: int) -> int:
        """Return how many places a word has."""
        if key not in self._counts:
            self.read([key])
        return self._counts[key]

    def places(self, key: int) -> Places:
        """Return the places of a word, in rising order."""
        if key not in self._read:
            self._read[key] = PARTS.of(self._db, key).astype(np.int64)
        return self._read[key]


def size(db: Database) -> int:
    """Return how many documents are indexed."""
    return number(db, "SELECT count(*) FROM word_documents")
