"""Rows become records: every column has a field and a type, in whatever order a query names them."""

from __future__ import annotations

import json

import pytest

from tracker.db.connection import open_database
from tracker.db.rows import Database, first, select, to_json
from tracker.models import ClaimKind
from tracker.models.record import Record, plain


class Word(Record, frozen=True):
    text: str
    kind: ClaimKind | None
    places: tuple[tuple[int, int], ...]
    value: float | tuple[float, float] | None = None


@pytest.fixture
def db() -> Database:
    return open_database(":memory:")


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
    (found,) = select(db, f"SELECT {columns}", (), Word)
    assert found == expected
    assert type(found.kind) is type(expected.kind)
    assert type(found.value) is type(expected.value)


@pytest.mark.parametrize(
    "columns",
    ["'a' AS text, NULL AS kind", "'a' AS text, NULL AS kind, '[]' AS palces", "'a' AS text, NULL AS kind, 1, 2, 3"],
)
def test_a_query_without_a_column_or_with_another_is_a_mistake(db: Database, columns: str) -> None:
    with pytest.raises(TypeError, match="Word is not made of the columns"):
        select(db, f"SELECT {columns}", (), Word)


def test_there_may_be_no_row(db: Database) -> None:
    sql = "SELECT 'a' AS text, NULL AS kind, '[]' AS places WHERE 1 = ?"
    assert first(db, sql, [2], Word) is None
    assert first(db, sql, [2**70], Word) is None  # more than a row can hold
    assert first(db, sql, [1], Word) == Word("a", None, ())


def test_a_record_is_told_as_an_object_in_the_order_of_its_columns() -> None:
    told = json.dumps([Word("a", ClaimKind.DIRECT, ((1, 2),), 0.5)], default=plain)
    assert told == '[{"text": "a", "kind": "direct", "places": [[1, 2]], "value": 0.5}]'
    assert to_json(Word("a", None, ())) == '{"text":"a","kind":null,"places":[],"value":null}'


def test_what_is_no_record_is_no_object() -> None:
    with pytest.raises(TypeError, match="set is not JSON serializable"):
        json.dumps({1}, default=plain)
