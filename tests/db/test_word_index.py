"""The word index: places of words over all documents, document by document, kept in step by intake."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import articles
from tracker.check.places import document_keys
from tracker.db import documents, indexes
from tracker.db.connection import open_database
from tracker.db.rows import Database
from tracker.matching.candidates import word_key
from tracker.services import ingest
from tracker.services.drafts import keep_in_step


@pytest.fixture
def db(tmp_path: Path) -> Iterator[Database]:
    database = open_database(tmp_path / "claims.db")
    yield database
    database.close()


def take_in(db: Database, text: str, name: str) -> int:
    return ingest.take_in(db, text.encode(), name, who="tester").document_id


def held(db: Database, word: str) -> list[tuple[int, int]]:
    """Return the documents that hold a word, with the number of the word in each."""
    index = indexes.StoredWords(db)
    found = []
    for place in index.places(word_key(word)).tolist():
        at = next(n for n, (low, high) in enumerate(zip(index.firsts, index.ends, strict=True)) if low <= place < high)
        found.append((int(index.documents[at]), place - int(index.firsts[at])))
    return found


def test_intake_keeps_the_index_in_step(db: Database) -> None:
    first = take_in(db, "The ferry leaves. The ferry comes back.", "a.txt")
    second = take_in(db, "No ferry today.", "b.txt")
    assert held(db, "ferry") == [(first, 1), (first, 4), (second, 1)]
    assert held(db, "swan") == []
    assert indexes.documents_without_words(db) == []


def test_what_came_without_the_index_is_indexed_with_the_next_check(db: Database) -> None:
    document = take_in(db, articles.HARBOUR, "harbour.txt")
    db.execute("DELETE FROM word_documents")
    db.execute("DELETE FROM word_places")
    assert indexes.documents_without_words(db) == [document]
    keep_in_step(db)
    assert [number for number, _ in held(db, "patrols")] == [document] * 3
    keep_in_step(db)
    assert db.number("SELECT count(*) FROM word_documents") == 1


def test_a_common_word_fills_several_parts_and_is_counted(db: Database) -> None:
    document = take_in(db, "ferry " * 2_500, "many.txt")
    index = indexes.StoredWords(db)
    assert index.frequency(word_key("ferry")) == len(index.places(word_key("ferry"))) == 2_500
    later = take_in(db, "ferry again", "later.txt")
    assert held(db, "ferry")[-1] == (later, 0)
    assert [number for number, _ in held(db, "ferry")].count(document) == 2_500


def test_words_read_at_once_are_those_read_one_by_one(db: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    take_in(db, articles.HARBOUR, "harbour.txt")
    take_in(db, articles.GAZETTE, "gazette.txt")
    keys = [*map(word_key, ("patrols", "the", "saltmere", "swan", "of"))]
    single = indexes.StoredWords(db)
    wanted = {key: (single.frequency(key), single.places(key).tolist()) for key in keys}
    for ahead in (indexes.AHEAD, 5):
        monkeypatch.setattr(indexes, "AHEAD", ahead)
        index = indexes.StoredWords(db)
        index.read(keys)
        assert {key: (index.frequency(key), index.places(key).tolist()) for key in keys} == wanted


def test_every_word_of_a_document_is_where_the_index_says(db: Database) -> None:
    document = take_in(db, articles.GAZETTE, "gazette.txt")
    keys = document_keys(documents.text_of(db, document))
    index = indexes.StoredWords(db)
    for key in set(keys):
        assert index.places(key).tolist() == [at for at, other in enumerate(keys) if other == key]


def test_a_document_without_words_is_indexed_as_empty(db: Database) -> None:
    take_in(db, "… !!! …", "none.txt")
    assert indexes.documents_without_words(db) == []
    assert len(indexes.StoredWords(db).documents) == 1
