"""Rows become records: every column has a field and a type, in whatever order a query names them."""

from __future__ import annotations

import ast
import json
import re
import sqlite3
from pathlib import Path

import pytest

from tracker import db as room
from tracker.db import speakers
from tracker.db.connection import open_database, transaction
from tracker.db.rows import (
    UNDIGESTED_COLUMNS,
    Database,
    differing_digests,
    digested_tables,
    to_json,
)
from tracker.models import ClaimKind, Record, plain


class Word(Record, frozen=True):
    text: str
    kind: ClaimKind | None
    places: tuple[tuple[int, int], ...]
    value: float | tuple[float, float] | None = None


@pytest.fixture
def db(tmp_path: Path) -> Database:
    return open_database(tmp_path / "claims.db")


@pytest.mark.parametrize(
    ("columns", "expected"),
    [
        ("'a' AS text, 'mixed' AS kind, '[[1,2]]' AS places", Word("a", ClaimKind.MIXED, ((1, 2),))),
        ("'[]' AS places, NULL AS kind, 'é' AS text", Word("é", None, ())),
        ("'a' AS text, NULL AS kind, '[]' AS places, '3' AS value", Word("a", None, (), 3.0)),
        ("'a' AS text, NULL AS kind, '[]' AS places, '[0.1,1e3]' AS value", Word("a", None, (), (0.1, 1000.0))),
    ],
)
def test_a_row_becomes_a_record_with_the_types_of_its_fields(db: Database, columns: str, expected: Word) -> None:
    (found,) = db.select(f"SELECT {columns}", (), Word)
    assert found == expected
    assert type(found.kind) is type(expected.kind)
    assert type(found.value) is type(expected.value)


@pytest.mark.parametrize(
    "columns",
    ["'a' AS text, NULL AS kind", "'a' AS text, NULL AS kind, '[]' AS palces", "'a' AS text, NULL AS kind, 1, 2, 3"],
)
def test_a_query_without_a_column_or_with_another_is_a_mistake(db: Database, columns: str) -> None:
    with pytest.raises(TypeError, match="Word is not made of the columns"):
        db.select(f"SELECT {columns}", (), Word)


def test_there_may_be_no_row(db: Database) -> None:
    sql = "SELECT 'a' AS text, NULL AS kind, '[]' AS places WHERE 1 = ?"
    assert db.first(sql, [2], Word) is None
    assert db.first(sql, [2**70], Word) is None  # more than a row can hold
    assert db.first(sql, [1], Word) == Word("a", None, ())


def test_a_record_is_told_as_an_object_in_the_order_of_its_columns() -> None:
    told = json.dumps([Word("a", ClaimKind.DIRECT, ((1, 2),), 0.5)], default=plain)
    assert told == '[{"text": "a", "kind": "direct", "places": [[1, 2]], "value": 0.5}]'
    assert to_json(Word("a", None, ())) == '{"text":"a","kind":null,"places":[],"value":null}'


def test_what_is_no_record_is_no_object() -> None:
    with pytest.raises(TypeError, match="set is not JSON serializable"):
        json.dumps({1}, default=plain)


def lent(db: Database) -> list[tuple[int, str]]:
    return [(row[0], row[1]) for row in db.execute("SELECT id, name FROM lent ORDER BY id")]


@pytest.fixture
def table() -> Database:
    database = Database()
    database.execute("CREATE TABLE lent (id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT UNIQUE, pages BLOB) STRICT")
    return database


@pytest.mark.parametrize("many", [0, 1, 2, 1_001])
def test_the_ids_of_many_rows_are_theirs_in_order(table: Database, many: int) -> None:
    table.execute("INSERT INTO lent (name) VALUES ('before')")
    names = [f"book {number}" for number in range(many)]
    ids = table.insert_rows("lent", ("name", "pages"), ((name, b"\x00\xff") for name in names))
    assert lent(table)[1:] == [*zip(ids, names, strict=True)]
    assert table.insert_dicts("lent", [{"pages": None, "name": "after"}])[-1] == many + 2


def test_rows_that_are_there_are_written_over_where_that_is_asked(table: Database) -> None:
    table.insert_rows("lent", ("name", "pages"), [("atlas", b"1"), ("novel", b"2")])
    again = "ON CONFLICT (name) DO UPDATE SET pages = CAST(pages || excluded.pages AS BLOB)"
    table.insert_rows("lent", ("name", "pages"), [("novel", b"3"), ("diary", b"4"), ("novel", b"5")], again)
    assert dict(table.execute("SELECT name, pages FROM lent")) == {"atlas": b"1", "novel": b"235", "diary": b"4"}


def test_many_statements_end_in_one_transaction_or_in_none(table: Database) -> None:
    names = [f"book {number}" for number in range(1_000)]
    table.execute("BEGIN")
    with pytest.raises(sqlite3.IntegrityError):
        table.insert_rows("lent", ("name", "pages"), [(name, None) for name in (*names, names[0])])
    table.execute("ROLLBACK")
    assert lent(table) == []


def test_each_way_to_write_is_followed_by_the_digest(db: Database) -> None:
    names = ("name", "kind", "key")

    def agree() -> bool:
        return not differing_digests(db, lambda done, total: None)

    with transaction(db):
        many = db.insert_rows("speakers", names, [(f"Speaker {number}", "person", str(number)) for number in range(70)])
        rows = [("Speaker 0", "body", "0"), ("Nobody", "body", "none")]
        db.insert_rows("speakers", names, rows, "ON CONFLICT DO NOTHING")
        db.update("speakers", many[1], {"name": "Ann Example", "merged_into": many[0]})
        db.update_rows("speakers", ("name", "kind"), [(many[2], "The office", "body"), (many[3], "A board", "body")])
        db.change("speakers", "name = name || ?", ["!"], "id > ? AND kind = ?", [many[9], "person"])
        db.delete("speakers", "id BETWEEN ? AND ?", [many[60], many[69]])
    assert (agree(), len(db.execute("SELECT 1 FROM speakers").fetchall())) == (True, 61)
    found = db.execute("SELECT name, kind FROM speakers WHERE id IN (?, ?, ?) ORDER BY id", [*many[2:4], many[10]])
    assert found.fetchall() == [("The office", "body"), ("A board", "body"), ("Speaker 10!", "person")]
    who = ("corpus", "member_id", "name")
    with transaction(db):
        db.replace_rows("record_people", who[:2], who, [("debates", "1", "A"), ("debates", "2", "B")])
        db.replace_rows("record_people", who[:2], who, [("debates", "2", "C"), ("debates", "3", "D")])
    assert (agree(), [row[0] for row in db.execute("SELECT name FROM record_people")]) == (True, ["A", "C", "D"])
    with transaction(db):  # a whole number among decimals; and triggers count it among the suggestions that were right
        values = {"decision": "confirmed", "who": "Ann", "at": "", "suggested_kind": "variant", "suggested_score": 87}
        db.execute("PRAGMA defer_foreign_keys = ON")
        db.insert("pair_decisions", {"a": 1, "b": 2, **values})
        assert db.first("SELECT sum(confirmed) AS sum FROM sureness") == {"sum": 1}
        db.delete("pair_decisions")
        db.insert("scales", {"organisation": "x", "name": "y", "ratings": "[]"})
    assert agree()
    with transaction(db):
        db.execute("DELETE FROM scales")
    assert not agree()


_WRITES = re.compile(
    r"\b(?:INSERT(?: OR \w+)? INTO|REPLACE INTO|UPDATE|DELETE FROM) +(?!SET )\"?([\w.{}]+)(?: SET (\w+))?"
)
_BESIDE = ("rows", "migrations", "connection", "recovery")
"""They write as functions, change the schema, and make a copy to be shown or a new file of a damaged one."""


def statements(module: Path) -> list[str]:
    """The strings of a module of the room, with the tables that its own names stand for."""
    own = vars(__import__(f"tracker.db.{module.stem}", fromlist=["*"]))

    def said(part: ast.expr) -> str:
        if isinstance(part, ast.FormattedValue):
            return str(own.get(part.value.id, "{}")) if isinstance(part.value, ast.Name) else "{}"
        return str(part.value) if isinstance(part, ast.Constant) else ""

    tree = ast.parse(module.read_text(encoding="utf-8"))
    joined = [node for node in ast.walk(tree) if isinstance(node, ast.JoinedStr)]
    inside = {id(part) for node in joined for part in node.values}
    plain = [node for node in ast.walk(tree) if isinstance(node, ast.Constant) and id(node) not in inside]
    return ["".join(map(said, node.values)) for node in joined] + [str(node.value) for node in plain]


def test_nothing_writes_to_a_table_with_a_digest_but_by_the_functions_for_it(db: Database) -> None:
    held = digested_tables(db)
    found = [
        (module.stem, table)
        for module in Path(*room.__path__).glob("*.py")
        if module.stem not in _BESIDE
        for statement in statements(module)
        for table, column in _WRITES.findall(statement)
        if (table in held or table.startswith("{")) and (table, column) not in UNDIGESTED_COLUMNS
    ]
    assert found == []


def test_several_speakers_are_found_or_added_at_once(db: Database) -> None:
    quill, office = (
        speakers.find_or_add(db, "Mara Quill", "person", "quill"),
        speakers.find_or_add(db, "the harbour office", "body", "office"),
    )
    gone = speakers.find_or_add(db, "Quill", "person", "quill alone")
    db.execute("UPDATE speakers SET merged_into = ? WHERE id = ?", [quill, gone])
    found = speakers.find_or_add_all(
        db,
        [
            ("Chief Constable Quill", "person", "quill alone"),
            ("M Quill", "person", "quill"),
            ("Ann", "person", "ann"),
            ("Ann Example", "person", "ann"),
            ("The Harbour Office of Wick", "body", "office"),
            ("Tobias Wren", "person", "wren"),
        ],
    )
    assert (found["quill alone"], found["quill"], found["office"]) == (quill, quill, office)
    names = dict(db.execute("SELECT key, name FROM speakers"))
    assert names["quill"] == "Mara Quill", "a shorter name, and one of who was merged, leave it"
    assert (names["office"], names["ann"]) == ("The Harbour Office of Wick", "Ann Example")
    assert found["wren"] == found["ann"] + 1 == gone + 2
