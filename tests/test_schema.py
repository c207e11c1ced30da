"""docs/schema.md says what every table, column and index of the database means, and tells of none that is not there."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tools import schema
from tools.journeys import command

PAGE = (Path(__file__).parent.parent / "docs" / "schema.md").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def made() -> list[schema.Table]:
    return schema.tables()


def test_everything_has_a_sentence_and_every_sentence_something_to_be_about(made: list[schema.Table]) -> None:
    assert schema.unexplained(made, schema.words()) == []


def test_what_has_no_sentence_is_told(made: list[schema.Table]) -> None:
    known = schema.words()
    del known["claims", "text"], known["threads", "threads_lead"]
    known["claims", "colour"] = schema.Words("program", "Of the sentence.")
    assert schema.unexplained(made, known) == [
        "claims.text has no sentence in schema_words.tsv",
        "threads.threads_lead has no sentence in schema_words.tsv",
        "schema_words.tsv tells of claims.colour, which is not there",
    ]


def test_the_page_is_what_the_database_is() -> None:
    assert schema.page() in PAGE, "run “make docs”"


def test_sentences_are_sentences_and_purposes_are_none(made: list[schema.Table]) -> None:
    known = schema.words()
    parts = {(table.name, column.name) for table in made for column in table.columns} | {(t.name, "") for t in made}
    indexes = known.keys() - parts
    assert [name for name in parts if not known[name].meaning.rstrip(")").endswith((".", "…"))] == []
    assert [name for name in indexes if known[name].meaning.endswith(".") or known[name].by] == []
    assert {known[table.name, ""].by for table in made} == schema.GROUPS.keys()
    assert {known[name].by for name in parts} <= schema.WRITERS.keys()


def test_columns_keys_and_partial_indexes_are_read_as_they_were_declared(made: list[schema.Table]) -> None:
    tables = {table.name: table for table in made}
    columns = {column.name: column for column in tables["thread_members"].columns}
    assert [column.key for column in columns.values()] == [1, 2]
    assert columns["thread_id"].refers_to == "`threads`"
    topics = {index.name: index for index in tables["topics"].indexes}
    assert topics["topics_key"] == schema.Index("topics_key", "key", "merged_into IS NULL AND NOT withdrawn", True)
    assert not any(name.startswith(("sqlite_", "claim_search_d")) for name in tables)


def test_the_example_query_runs(tmp_path: Path) -> None:
    example = PAGE.partition("```sql\n")[2].partition("```")[0]
    command("init", "--db", tmp_path / "claims.db")
    with closing(sqlite3.connect(tmp_path / "claims.db")) as db:
        assert db.execute(example).fetchall() == []
