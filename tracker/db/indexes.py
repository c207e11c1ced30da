"""What matching knows of stored claims and texts, kept so that it need not be read anew: keys, features, words, copies.

The key index has for every key (a hashed word, see ``tracker.matching.candidates``) the claims that hold it. It is an
inverted index in a table of ``Parts``, which the word index of documents uses too: lists of integers under keys.
Nothing stored depends on how common a key was when a claim came: the index never has to be made anew because words
became more common. Features are packed (``tracker.matching.features``); by readings
(``tracker.matching.candidates``) the candidates for a new claim are scored.

The word index has for every word (a hashed key) the places where it stands. The words of all documents are numbered
through, each document from its own first number on, so that one number names a document and a place in it; a document
that is read again gets new numbers. About four bytes a word of text. What a word is, the caller decides."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Final

import numpy as np
import numpy.typing as npt

from tracker.db.rows import IN_LIST, Database, to_list
from tracker.models.documents import Copy

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
        db.insert_rows(
            self.table, ("id", self.column), rows, f"ON CONFLICT (id) DO UPDATE SET {self.column} = {joined}"
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
    db.insert_rows(TABLE, ("id", "claims"), rows)
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
    db.replace_rows("claim_features", ("claim_id",), ("claim_id", "packed"), packed)


def put_readings(db: Database, lines: Iterable[tuple[int, str]]) -> None:
    """Store the readings of some claims, the lines of one text each, in place of what was stored of them."""
    db.replace_rows("claim_readings", ("claim_id",), ("claim_id", "lines"), lines)


def drop_readings(db: Database, claim_ids: Collection[int]) -> None:
    """Forget the readings of claims that changed or are gone."""
    db.delete("claim_readings", f"claim_id {IN_LIST}", [to_list(claim_ids)])


def clear_readings(db: Database) -> None:
    """Forget all readings, before they are written afresh."""
    db.delete("claim_readings")


def readings_of(db: Database, claim_ids: Collection[int]) -> dict[int, str]:
    """Return the readings of those of these claims of which they are stored."""
    sql = f"SELECT claim_id, lines FROM claim_readings WHERE claim_id {IN_LIST}"
    return dict(db.execute(sql, [to_list(claim_ids)]).fetchall())


Places = npt.NDArray[np.int64]
WordEntry = tuple[int, Sequence[int]]
"""A document's id and the keys of its words, in order."""

WORD_TABLE: Final = "word_places"
PART_PLACES: Final = 1024
"""Places in a part, 4 KB, a page of the database: adding a document rewrites no more than the last part of a word."""
WORD_PARTS: Final = Parts(WORD_TABLE, "places", PART_PLACES)
"""Of one word 67 million places are written, and further ones not."""
APART: Final = 64
"""Numbers left free between two documents, so that words of one are no neighbours of the next one's."""


def documents_without_words(db: Database) -> list[int]:
    """Return the ids of documents that are not in the index, in order of intake, in which they are indexed too."""
    sql = "SELECT id FROM documents WHERE id NOT IN (SELECT document_id FROM word_documents) ORDER BY id"
    return [row[0] for row in db.execute(sql).fetchall()]


def add_words(db: Database, entries: Iterable[WordEntry]) -> None:
    """Write documents that are not in the index yet, inside the caller's transaction; they are sorted by word once.

    Memory: about 16 bytes a word.
    """
    at = _next_place(db)
    all_keys, all_places, documents = [], [], list[tuple[int, int, int]]()
    for document_id, keys in entries:
        documents.append((document_id, at, len(keys)))
        all_keys.append(np.fromiter(keys, np.int64, len(keys)))
        all_places.append(np.arange(at, at + len(keys), dtype=np.int64))
        at += len(keys) + APART
    db.insert_rows("word_documents", ("document_id", "first", "words"), documents)
    if not any(map(len, all_keys)):
        return
    unsorted = np.concatenate(all_keys)
    order = np.argsort(unsorted, kind="stable")
    words, places = unsorted[order], np.concatenate(all_places)[order].astype(INT)
    starts = np.flatnonzero(np.diff(words, prepend=-1))
    WORD_PARTS.append(db, words[starts].tolist(), np.split(places, starts[1:]))


def remove_words(db: Database, document_id: int, keys: Iterable[int]) -> None:
    """Take a document out, given the keys of its words, before another text of it is written."""
    row = db.execute("SELECT first, words FROM word_documents WHERE document_id = ?", [document_id]).fetchone()
    if row is None:
        return
    first, end = row[0], row[0] + row[1]
    for key in {*keys}:
        held = db.execute(f"SELECT id, places FROM {WORD_TABLE} WHERE id BETWEEN ? AND ?", bounds(key)).fetchall()
        for part, blob in held:
            places = np.frombuffer(blob, INT)
            rest = places[(places < first) | (places >= end)]
            if len(rest) < len(places):
                db.execute(f"UPDATE {WORD_TABLE} SET places = ? WHERE id = ?", (rest.tobytes(), part))
    db.delete("word_documents", "document_id = ?", [document_id])


def _next_place(db: Database) -> int:
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
        self._counts.update(zip(asked, WORD_PARTS.counts(self._db, asked), strict=True))
        rarest = sorted(asked, key=lambda key: self._counts[key])
        sums = accumulate(self._counts[key] for key in rarest)
        ahead = [key for key, places in zip(rarest, sums, strict=True) if places <= AHEAD]
        self._read |= {key: found.astype(np.int64) for key, found in WORD_PARTS.several(self._db, ahead).items()}

    def frequency(self, key: int) -> int:
        """Return how many places a word has."""
        if key not in self._counts:
            self.read([key])
        return self._counts[key]

    def places(self, key: int) -> Places:
        """Return the places of a word, in rising order."""
        if key not in self._read:
            self._read[key] = WORD_PARTS.of(self._db, key).astype(np.int64)
        return self._read[key]


MOST_CANDIDATES: Final = 12
"""Documents compared with a new one, those with the most passages in common: the twelfth print tells no more."""

_VERSIONS: Final = """
    WITH RECURSIVE versions(id) AS (
        SELECT :id
        UNION SELECT d.supersedes FROM versions v JOIN documents d ON d.id = v.id WHERE d.supersedes IS NOT NULL
        UNION SELECT d.id FROM versions v JOIN documents d ON d.supersedes = v.id
    )
"""


def put_passages(db: Database, document_id: int, hashes: Iterable[int]) -> None:
    """Write the passages of a document, in place of those it had."""
    db.delete("passages", "document_id = ?", [document_id])
    db.insert_rows("passages", ("hash", "document_id"), ((each, document_id) for each in hashes))


def copy_candidates(db: Database, document_id: int, hashes: Iterable[int]) -> dict[int, int]:
    """Return how many passages other documents share with one, the most first; its own versions are left out."""
    sql = f"""
        {_VERSIONS}
        SELECT document_id, count(*) FROM passages
        WHERE hash IN (SELECT value FROM json_each(:hashes)) AND document_id NOT IN (SELECT id FROM versions)
        GROUP BY document_id ORDER BY count(*) DESC, document_id LIMIT :most
    """
    values = {"id": document_id, "hashes": to_list(hashes), "most": MOST_CANDIDATES}
    return dict(db.execute(sql, values).fetchall())


def passages_of(db: Database, document_ids: Iterable[int]) -> dict[int, int]:
    """Return how many passages of each document are stored; those without any are left out."""
    sql = f"SELECT document_id, count(*) FROM passages WHERE document_id {IN_LIST} GROUP BY document_id"
    return dict(db.execute(sql, [to_list(document_ids)]).fetchall())


def put_copies(db: Database, document_id: int, shares: Mapping[int, float]) -> None:
    """Write the documents that print the same text as one, with the share of the shorter, in place of those it had."""
    db.delete("copies", "a = :id OR b = :id", {"id": document_id})
    rows = [(min(document_id, other), max(document_id, other), share) for other, share in shares.items()]
    db.insert_rows("copies", ("a", "b", "share"), rows)


def clear_copies(db: Database) -> None:
    """Forget all passages and copies."""
    db.delete("copies")
    db.delete("passages")


def copies_of(db: Database, document_id: int) -> list[Copy]:
    """Return the documents that print the same text as one, the earliest first, undated ones last."""
    sql = """
        SELECT d.id, d.name, d.title, d.publisher, coalesce(d.picked_date, d.date_value) AS date, c.share
        FROM copies c JOIN documents d ON d.id = iif(c.a = :id, c.b, c.a)
        WHERE c.a = :id OR c.b = :id ORDER BY date IS NULL, date, d.id
    """
    return db.select(sql, {"id": document_id}, Copy)


def copies_around(
    db: Database, document_ids: Iterable[int]
) -> tuple[dict[int, str | None], dict[int, int], list[tuple[int, int]]]:
    """Return all that may tell where documents come from: dates of documents, the versions before them, and copies.

    The documents are these, their versions, the copies of these, and so on.
    """
    sql = """
        WITH RECURSIVE near(id) AS (
            SELECT value FROM json_each(?)
            UNION SELECT c.b FROM near n JOIN copies c ON c.a = n.id
            UNION SELECT c.a FROM near n JOIN copies c ON c.b = n.id
            UNION SELECT d.supersedes FROM near n JOIN documents d ON d.id = n.id WHERE d.supersedes IS NOT NULL
            UNION SELECT d.id FROM near n JOIN documents d ON d.supersedes = n.id
        )
        SELECT 1, d.id, d.supersedes, coalesce(d.picked_date, d.date_value) FROM near n JOIN documents d ON d.id = n.id
        UNION ALL SELECT 0, c.a, c.b, NULL FROM near n JOIN copies c ON c.a = n.id
    """
    dates: dict[int, str | None] = {}
    before: dict[int, int] = {}
    pairs: list[tuple[int, int]] = []
    for is_document, one, other, date in db.execute(sql, [to_list(document_ids)]):
        if not is_document:
            pairs.append((one, other))
            continue
        dates[one] = date
        if other is not None:
            before[one] = other
    return dates, before, sorted(pairs)
