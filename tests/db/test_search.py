"""The full-text index: writing, asking, and what must not break it."""

import pytest
import sqlite_utils
from hypothesis import given, settings
from hypothesis import strategies as st

from tracker.db import search
from tracker.db.connection import transaction
from tracker.db.rows import Database

ROWS = [
    (1, "not routin deploy", "morn post", "ada short", ""),
    (2, "routin deploy arm", "morn post", "bea long", ""),
    (3, "burglari fall", "even post", "ada short", "q12percent qdecrease"),
]


@pytest.fixture
def db():
    database = Database()
    search.create(database)
    search.write(database, ROWS)
    return database


def found(db, *terms, every=False, limit=10, where="", args=()):
    expression = search.match_expression(terms, every=every)
    return [row[0] for row in search.candidates(db, expression, limit, where, args)]


def test_rows_come_back_as_they_were_written(db):
    (row,) = search.candidates(db, '"burglari"', 1)
    assert row == ROWS[2]


@pytest.mark.parametrize(
    ("terms", "expected"),
    [
        (["arm"], {2}),
        (["routin"], {1, 2}),
        (["q12percent"], {3}),
        (["short"], {1, 3}),
        (["even", "arm"], {2, 3}),
        ([], set()),
    ],
)
def test_a_claim_is_found_by_any_of_its_terms(db, terms, expected):
    assert set(found(db, *terms)) == expected


def test_every_term_may_be_asked_for(db):
    assert found(db, "routin", "arm", every=True) == [2]


def test_a_claim_written_again_is_replaced(db):
    search.remove(db, [2])
    search.write(db, [(2, "knife", "", "", "")])
    assert found(db, "arm") == []
    assert found(db, "knife") == [2]
    assert search.document_frequencies(db, ["routin"]) == {"routin": 1}


def test_a_claim_taken_out_is_found_no_more_and_taking_it_out_twice_does_no_harm(db):
    search.remove(db, [3, 3, 99])
    assert found(db, "burglari") == []
    search.remove(db, [1, 2])
    assert search.size(db) == 0


def test_numbers_of_claims_terms_and_speakers(db):
    assert search.size(db) == 3
    assert search.document_frequencies(db, ["deploy", "knife"]) == {"deploy": 2}
    assert search.spoken(db, ["ada short", "bea long", "cy", ""], 10) == {"ada short": 2, "bea long": 1, "cy": 0}
    assert search.spoken(db, ["ada short"], 1) == {"ada short": 1}


def test_an_unfinished_word_is_completed_to_the_commonest_term(db):
    assert search.completion(db, "dep") == "deploy"
    assert search.completion(db, "zzz", ["routin", "burglari"]) == "routin"
    assert search.completion(db, "zzz") is None


@pytest.fixture
def filtered(db):
    db.execute("CREATE TABLE claims (id INTEGER PRIMARY KEY, speaker_id INTEGER)")
    for number in (1, 2, 3):
        db.execute("INSERT INTO claims VALUES (?, ?)", (number, 7 + number % 2))
    return db


@pytest.mark.parametrize("limit", [1, 10])
def test_a_filter_narrows_to_the_claims_it_selects(filtered, limit):
    where = "SELECT c.id FROM claims c WHERE c.speaker_id = ?"
    assert found(filtered, "routin", limit=limit, where=where, args=(7,)) == [2]
    assert found(filtered, "routin", limit=limit, where=where, args=(8,)) == [1]
    assert found(filtered, "routin", limit=limit, where=where, args=(9,)) == []


def test_a_narrow_filter_finds_claims_far_down_the_order(filtered):
    search.write(filtered, [(number, "knife", "", "", "") for number in range(10, 60)])
    filtered.execute("INSERT INTO claims VALUES (59, 1)")
    where = "SELECT id FROM claims WHERE speaker_id = ?"
    assert found(filtered, "knife", limit=2, where=where, args=(1,)) == [59]


def test_rebuilding_the_table_of_claims_leaves_the_index_alone(filtered):
    sqlite_utils.Database(filtered.conn, execute_plugins=False).table("claims").transform(types={"speaker_id": str})
    assert set(found(filtered, "routin")) == {1, 2}
    search.write(filtered, [(4, "routin", "", "", "")])
    assert set(found(filtered, "routin")) == {1, 2, 4}


def test_what_a_transaction_takes_back_is_taken_out_of_the_index(db):
    with pytest.raises(RuntimeError), transaction(db):
        search.write(db, [(5, "knife", "", "", "")])
        raise RuntimeError
    assert found(db, "knife") == []


@pytest.mark.parametrize("small", [search.SMALL, 0])
def test_the_parts_of_the_index_are_merged_and_nothing_is_lost(monkeypatch, small):
    monkeypatch.setattr(search, "SMALL", small)
    database = Database()
    search.create(database)
    database.execute("INSERT INTO claim_search(claim_search, rank) VALUES ('usermerge', 2)")
    for number in range(40):
        search.write(database, [(number, f"word{number} common", "", "", "")])
        search.merge(database)
    parts = database.execute("SELECT count(DISTINCT segid) FROM claim_search_idx").fetchone()[0]
    assert parts <= (1 if small else 6), "no more than doublings of one part make forty"
    assert found(database, "common", limit=99) == list(range(40))
    assert found(database, "word7") == [7]


@settings(deadline=None)
@given(st.lists(st.text(), max_size=5), st.booleans())
def test_no_text_of_a_user_is_read_as_syntax(terms, every):
    database = Database()
    search.create(database)
    search.write(database, ROWS)
    found(database, *terms, every=every)
    search.document_frequencies(database, terms)
    search.spoken(database, terms, 10)
    for term in terms:
        search.completion(database, term)
    database.close()
