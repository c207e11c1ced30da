"""A connection to SQLite, the rows it gives (records, with JSON columns decoded here alone) and the rows it is given.

The digest of a table is the sum of the hashes of its rows, modulo 2^128: it does not depend on their order, and a row
that comes or goes adds or takes its own. Whatever writes to such a table does it by a function of this module: the
statement gives back the rows that came or went, which are added to what the open transaction changed, and the sums are
stored with the same commit. Whoever writes to the file by other means leaves the digest as it was. (The sum of keyless
hashes finds accidents and edits by hand; it is no lock against somebody who computes it anew.)
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from enum import StrEnum
from functools import lru_cache
from hashlib import blake2b
from itertools import chain, islice, starmap
from pathlib import Path
from typing import Any, Final, TypeVar, get_args, get_origin, get_type_hints, overload

import msgspec

from tracker.models import Record, plain
from tracker.text.words import unmarked

BUSY_SECONDS: Final = 30.0
"""How long a writer waits for another one: longer than any single take-in."""

STATEMENTS_KEPT: Final = 512
"""Statements that a connection keeps read: a document is stored by some hundred of them."""

Delta = tuple[int, int]
"""Rows of a table, and the sum of their hashes: its digest."""
HASH_BYTES: Final = 16
MODULUS: Final = 1 << (8 * HASH_BYTES)


def hash_of(*values: object) -> int:
    """Return the hash of a row's values."""
    return int.from_bytes(blake2b(_PACKER.encode(values), digest_size=HASH_BYTES).digest(), "big")


_PACKER: Final = msgspec.msgpack.Encoder()


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


BY_TRIGGERS: Final[Mapping[str, str]] = {"pair_decisions": "sureness"}
"""Tables with triggers that write to another one with a digest: to a small one, which is counted before and after."""


ROWS_AT_ONCE: Final = (1, 16, 128)
"""Rows that a statement has places for: of few lengths, since SQLite reads a statement, with the triggers of its table,
more slowly than it writes rows."""


def _with_places(rows: Iterable[Collection[Any]], columns: int) -> Iterator[tuple[str, list[Any], list[Any]]]:
    """Yield the rows in groups: what follows INSERT INTO or FROM, its parameters, and the rows themselves.

    The places that are left over hold nothing and are cut off again.
    """
    waiting = iter(rows)
    while some := [*islice(waiting, ROWS_AT_ONCE[-1])]:
        size = next(size for size in ROWS_AT_ONCE if size >= len(some))
        one = f"({', '.join('?' * columns)})"
        if size == 1:
            yield f"VALUES {one}", [*some[0]], some
        else:
            left_over = [None] * (columns * (size - len(some)))
            places = ", ".join([one] * size)
            yield f"SELECT * FROM (VALUES {places}) LIMIT ?", [*chain(*some), *left_over, len(some)], some


def quoted(names: Iterable[str]) -> str:
    """Return names of columns as SQL lists them."""
    return ", ".join(f'"{name}"' for name in names)


IN_LIST = "IN (SELECT value FROM json_each(?))"
"""A list of any length as one parameter, made by ``to_list``: SQLite limits how many parameters there are."""


def to_list(values: Iterable[object]) -> str:
    """Return values as the one parameter of ``IN_LIST``."""
    return to_json(list(values))


class Database:
    """A connection, in memory where no address is given; each statement is committed by itself outside a transaction.

    ``conn`` is that of ``sqlite3``; its SQL knows ``unmarked``, by which names are found as they are typed.
    ``digested`` are the tables that have a digest, with the columns it holds as SQL names them, once they were looked
    for; ``deltas`` what came and went in the open transaction, by table, and ``None`` where none is open.
    """

    __slots__ = ("conn", "deltas", "digested")

    def __init__(self, address: str | Path = ":memory:", *, uri: bool = False) -> None:
        self.conn = sqlite3.connect(
            address,
            timeout=BUSY_SECONDS,
            isolation_level=None,
            check_same_thread=False,
            uri=uri,
            cached_statements=STATEMENTS_KEPT,
        )
        self.digested: Mapping[str, str] | None = None
        self.deltas: dict[str, Delta] | None = None
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
    def savepoint(self) -> Iterator[None]:
        """Run a block inside an open transaction so that it can fail alone: what it wrote is then taken back."""
        self.execute("SAVEPOINT inner")  # those of one name nest
        before = None if self.deltas is None else {**self.deltas}
        try:
            yield
        except BaseException:
            self.deltas = before
            if self.conn.in_transaction:  # an error may have ended the whole transaction, its savepoints with it
                self.execute("ROLLBACK TO inner")
                self.execute("RELEASE inner")
            raise
        self.execute("RELEASE inner")

    def stream(self, sql: str, values: Iterable[Any], kind: type[R]) -> Iterator[R]:
        """Give the rows of a query as records of a kind, while they are read: an export needs the memory of a few."""
        yield from records(self.execute(sql, list(values)), kind)

    @overload
    def select(self, sql: str, parameters: Parameters = ()) -> list[Columns]: ...
    @overload
    def select(self, sql: str, parameters: Parameters, kind: type[R]) -> list[R]: ...
    def select(self, sql: str, parameters: Parameters = (), kind: type[R] | None = None) -> list[Columns] | list[R]:
        """Run a query and return its rows: records of a kind, or dicts for what this room does itself with them."""
        try:
            cursor = self.execute(sql, parameters)
            if kind is not None:
                return [*records(cursor, kind)]
            columns = [column[0] for column in cursor.description]
            return [dict(zip(columns, row, strict=True)) for row in cursor.fetchall()]
        except OverflowError:  # a number of more than 64 bits, which no row can hold
            return []

    @overload
    def first(self, sql: str, parameters: Parameters = ()) -> Columns | None: ...
    @overload
    def first(self, sql: str, parameters: Parameters, kind: type[R]) -> R | None: ...
    def first(self, sql: str, parameters: Parameters = (), kind: type[R] | None = None) -> Columns | R | None:
        """Run a query and return its first row as ``select`` does, or ``None``."""
        if kind is None:
            return next(iter(self.select(sql, parameters)), None)
        return next(iter(self.select(sql, parameters, kind)), None)

    def number(self, sql: str, parameters: Parameters = ()) -> int:
        """Run a query of one number (a count) and return it."""
        return int(self.execute(sql, parameters).fetchone()[0] or 0)

    def _count(self, table: str, sign: int, rows: Iterable[Sequence[object]]) -> int:
        """Add rows that came (1) or went (-1) to what the open transaction changed; return how many they are."""
        assert self.deltas is not None
        held, total = self.deltas.get(table, (0, 0))
        hashes = [hash_of(*row) for row in rows]
        self.deltas[table] = (held + sign * len(hashes), (total + sign * sum(hashes)) % MODULUS)
        return len(hashes)

    def _digested(self, table: str) -> str:
        """Return the columns that the digest of a table holds; blank where it has none, or nothing is to be counted."""
        return "" if self.deltas is None or not self.digested else self.digested.get(table, "")

    def _write(self, table: str, sign: int, sql: str, parameters: Parameters) -> tuple[int, int]:
        """Put rows into a table (1) or take them out (-1) by a statement; return how many, and the last one's id."""
        columns = self._digested(table)
        if not columns:
            cursor = self.execute(sql, parameters)
            return cursor.rowcount, cursor.lastrowid or 0
        other = BY_TRIGGERS.get(table)
        everything = f"SELECT {self._digested(other)} FROM {other}" if other else ""
        if other:
            self._count(other, -1, self.execute(everything))
        cursor = self.execute(f"{sql} RETURNING {columns}", parameters)
        written = self._count(table, sign, cursor), cursor.lastrowid or 0
        if other:
            self._count(other, 1, self.execute(everything))
        return written

    def insert(self, table: str, values: Columns) -> int:
        """Insert one row and return its rowid."""
        return self.insert_rows(table, [*values], [values.values()])[0]

    def insert_rows(
        self, table: str, columns: Sequence[str], rows: Iterable[Collection[Any]], conflict: str = ""
    ) -> range:
        """Insert rows and return the ids that SQLite gave them: they follow on one another inside a transaction.

        ``conflict`` is what SQL says of a row that is there already: to do nothing, or another deed where the table has
        no digest. With it, or where the rows name their ids, the ids returned mean nothing.
        """
        written, last = 0, 0
        into = f'INSERT INTO "{table}" ({quoted(columns)})'
        for places, parameters, some in _with_places(rows, len(columns)):
            _, last = self._write(table, 1, f"{into} {places} {conflict}", parameters)
            written += len(some)
        return range(last - written + 1, last + 1)

    def insert_dicts(self, table: str, rows: Sequence[Columns]) -> range:
        """Insert rows that name the same columns, as ``insert_rows`` does."""
        return self.insert_rows(table, [*rows[0]], (row.values() for row in rows)) if rows else range(0)

    def replace_rows(
        self, table: str, key: Sequence[str], columns: Sequence[str], rows: Iterable[Sequence[Any]]
    ) -> None:
        """Insert rows in place of those that have the same key, which are the first of the columns."""
        into = f'INSERT INTO "{table}" ({quoted(columns)})'
        for places, parameters, some in _with_places(rows, len(columns)):
            written, _ = self._write(table, 1, f"{into} {places} ON CONFLICT DO NOTHING", parameters)
            if written < len(some):
                key_of = ", ".join(f"value ->> {place}" for place in range(len(key)))
                where = f"({quoted(key)}) IN (SELECT {key_of} FROM json_each(?))"
                self.delete(table, where, [to_list([*row[: len(key)]] for row in some)])
                self._write(table, 1, f"{into} {places}", parameters)

    def update(self, table: str, row_id: int, values: Columns) -> None:
        """Set columns of the row with this id."""
        self.change(table, ", ".join(f'"{name}" = ?' for name in values), [*values.values()], "id = ?", [row_id])

    def update_rows(self, table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
        """Set columns of several rows, each given as its id and the values."""
        what = ", ".join(f'"{name}" = new.column{place}' for place, name in enumerate(columns, 2))
        for places, parameters, some in _with_places(rows, len(columns) + 1):
            if old := self._digested(table):
                ids = [to_list(row[0] for row in some)]
                self._count(table, -1, self.execute(f'SELECT {old} FROM "{table}" WHERE id {IN_LIST}', ids))
            sql = f'UPDATE "{table}" SET {what} FROM ({places}) new WHERE "{table}".id = new.column1'
            self._write(table, 1, sql, parameters)

    def change(self, table: str, what: str, given: Sequence[Any], where: str, of: Parameters) -> None:
        """Update the rows that answer a condition: ``given`` are the parameters of what is set, ``of`` its own."""
        if columns := self._digested(table):
            self._count(table, -1, self.execute(f'SELECT {columns} FROM "{table}" WHERE {where}', of))
        self._write(table, 1, f'UPDATE "{table}" SET {what} WHERE {where}', [*given, *of] if given else of)

    def delete(self, table: str, where: str = "true", of: Parameters = ()) -> None:
        """Delete the rows that answer a condition, all of them without one."""
        self._write(table, -1, f'DELETE FROM "{table}" WHERE {where}', of)


DIGESTS: Final = "digests"

UNDIGESTED: Final[Mapping[str, str]] = {
    "claim_search": "an index, compared with the claims word for word",
    "claim_search_terms": "a view of that index, which holds nothing of its own",
    "key_parts": "an index, compared with the keys of the claims",
    "key_totals": "counted with the key index",
    "word_places": "an index, compared with the words of the documents",
    "thread_speakers": "kept by triggers, and counted afresh",
    DIGESTS: "the digests themselves: one that is changed or gone no longer fits its table",
}
"""Tables without a digest, each with what finds a change in it."""

UNDIGESTED_COLUMNS: Final[Mapping[tuple[str, str], str]] = {
    ("claims", "marks"): "kept by triggers, and counted afresh",
    ("relations", "waits"): "kept by triggers, and counted afresh",
    ("threads", "claims"): "kept by triggers, and counted afresh",
    ("threads", "documents"): "kept by triggers, and counted afresh",
    ("_sqlite_migrations", "applied_at"): "when the schema changed decides nothing",
}
"""Columns that no digest holds, each with the reason."""

_INNER: Final = ("sqlite_", "claim_search_")
"""How the names begin of tables that SQLite keeps for itself and for its full-text index."""


_KNOWN: Final = dict[str, Mapping[str, Mapping[str, str]]]()
"""What ``_columns`` found for each schema: looking at every table takes longer than a small decision."""


def _columns(db: Database) -> Mapping[str, Mapping[str, str]]:
    """Return the tables that have a digest, each with the columns it holds and their types."""
    schema = to_json(db.execute("SELECT name, sql FROM sqlite_master WHERE type = 'table' ORDER BY rowid").fetchall())
    if schema not in _KNOWN:
        sql = """
            SELECT t.name, c.name, c.type FROM sqlite_master t JOIN pragma_table_info(t.name) c
            WHERE t.type = 'table' ORDER BY t.rowid, c.cid
        """
        found: dict[str, dict[str, str]] = {}
        for table, column, kind in db.execute(sql).fetchall():
            if table not in UNDIGESTED and not table.startswith(_INNER) and (table, column) not in UNDIGESTED_COLUMNS:
                found.setdefault(table, {})[column] = kind
        _KNOWN[schema] = found
    return _KNOWN[schema]


def digested_tables(db: Database) -> dict[str, list[str]]:
    """Return the tables that have a digest, each with the columns it holds."""
    return {table: [*columns] for table, columns in _columns(db).items()}


def begin_digests(db: Database) -> None:
    """Begin to count what comes and goes in the transaction that is being opened; where there are digests at all."""
    if db.digested is None:
        every = _columns(db) if DIGESTS in db.table_names() else {}
        # What a statement gives back of a REAL column may be the whole number it was given, and not what is stored.
        db.digested = {
            table: ", ".join(f'CAST("{name}" AS REAL)' if kind == "REAL" else f'"{name}"' for name, kind in own.items())
            for table, own in every.items()
        }
    db.deltas = {}


def store_digests(db: Database) -> None:
    """Add what came and went since the transaction began to the stored digests, just before it is committed."""
    changed = {table: delta for table, delta in (db.deltas or {}).items() if delta != (0, 0)}
    if changed:
        held = stored_digests(db)
        _put(db, {table: _sum(held.get(table, (0, 0)), delta) for table, delta in changed.items()})


def _sum(one: Delta, other: Delta) -> Delta:
    return one[0] + other[0], (one[1] + other[1]) % MODULUS


def stored_digests(db: Database) -> dict[str, Delta]:
    """Return how many rows each table had when the program last wrote to it, and the sum of their hashes."""
    rows = db.execute(f"SELECT name, rows, digest FROM {DIGESTS}").fetchall()
    return {name: (count, int.from_bytes(digest, "big")) for name, count, digest in rows}


def _put(db: Database, held: Mapping[str, Delta]) -> None:
    rows = [(table, count, total.to_bytes(HASH_BYTES, "big")) for table, (count, total) in held.items()]
    anew = "ON CONFLICT (name) DO UPDATE SET rows = excluded.rows, digest = excluded.digest"
    db.insert_rows(DIGESTS, ("name", "rows", "digest"), rows, anew)


def counted_digest(db: Database, table: str, columns: Collection[str]) -> Delta:
    """Return how many rows a table has now and the sum of their hashes; reads the whole table."""
    rows = total = 0
    for row in db.execute(f'SELECT {quoted(columns)} FROM "{table}"'):
        rows += 1
        total += hash_of(*row)
    return rows, total % MODULUS


def renew_digests(db: Database, names: Collection[str] | None = None) -> None:
    """Take what stands in tables now (all of them without ``names``) for what the program wrote."""
    if names is None:
        db.execute(f"DELETE FROM {DIGESTS}")
    renewed = {table: columns for table, columns in digested_tables(db).items() if names is None or table in names}
    _put(db, {table: counted_digest(db, table, columns) for table, columns in renewed.items()})
    if db.deltas is not None:
        db.deltas = {table: delta for table, delta in db.deltas.items() if table not in renewed}


def differing_digests(db: Database, progress: Callable[[int, int], None]) -> dict[str, int]:
    """Return the tables that hold something else than the program wrote, and how many rows more, or less, they hold."""
    held, every = stored_digests(db), digested_tables(db)
    found = {}
    for done, (table, columns) in enumerate(every.items(), 1):
        before, now = held.get(table, (0, 0)), counted_digest(db, table, columns)
        if before != now:
            found[table] = now[0] - before[0]
        progress(done, len(every))
    return found | {table: -rows for table, (rows, _) in held.items() if table not in every}
