"""The key index in the database."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.db import indexes
from tracker.db.connection import transaction
from tracker.db.indexes import PART_BITS, PART_CLAIMS, StoredKeys
from tracker.db.rows import Database

HIGHEST_KEY = 2 ** (63 - PART_BITS) - 1
ENTRIES = st.dictionaries(
    st.integers(1, 2**31 - 1),
    st.sets(st.one_of(st.integers(0, 3), st.integers(0, HIGHEST_KEY)), max_size=4),
    max_size=12,
)


def new_index():
    db = Database()
    indexes.create(db)
    return db


def held(db, key):
    return StoredKeys(db).holders(key).tolist()


@given(ENTRIES)
def test_every_key_gives_its_claims_however_they_were_written(entries):
    one_by_one, at_once = new_index(), new_index()
    for claim_id, keys in entries.items():
        indexes.add(one_by_one, [(claim_id, sorted(keys))])
    indexes.fill(at_once, ((claim_id, sorted(keys)) for claim_id, keys in entries.items()))
    for key in set().union(*entries.values()) | {7}:
        expected = sorted(claim_id for claim_id, keys in entries.items() if key in keys)
        for db in (one_by_one, at_once):
            assert sorted(held(db, key)) == expected
            assert StoredKeys(db).frequencies([key]) == [len(expected)]
    assert StoredKeys(one_by_one).total() == StoredKeys(at_once).total() == len(entries)


def test_a_key_in_many_claims_goes_on_in_further_parts():
    db = new_index()
    ids = range(1, 3 * PART_CLAIMS)
    indexes.add(db, ((claim_id, [5]) for claim_id in ids))
    assert held(db, 5) == list(ids)
    assert db.execute("SELECT count(*) FROM key_parts").fetchone() == (3,)
    assert StoredKeys(db).frequencies([5, 6]) == [len(ids), 0]


def test_neighbouring_keys_stay_apart():
    db = new_index()
    indexes.add(db, [(1, [4, 5, 6]), (2, [5]), (3, [HIGHEST_KEY])])
    assert [held(db, key) for key in (4, 5, 6, HIGHEST_KEY)] == [[1], [1, 2], [1], [3]]


def test_the_highest_key_and_part_fit_a_row_id(monkeypatch):
    monkeypatch.setattr(indexes, "MOST_PARTS", 2)
    monkeypatch.setattr(indexes, "PARTS", replace(indexes.PARTS, size=1))
    db = new_index()
    indexes.add(db, ((claim_id, [HIGHEST_KEY]) for claim_id in range(1, 5)))
    assert held(db, HIGHEST_KEY) == [1, 2], "claims beyond the last part are not written under the key"
    written = [row for (row,) in db.execute("SELECT id FROM key_parts ORDER BY id")]
    assert written == [*indexes.bounds(HIGHEST_KEY)], "and not elsewhere"


def test_a_claim_taken_out_is_found_no_more_and_the_others_stay():
    db = new_index()
    entries = [(1, [5, 6]), (2, [5]), (3, [5, 7])]
    indexes.add(db, entries)
    indexes.remove(db, [(2, [5, 99])])
    indexes.remove(db, [(8, [5])])
    assert held(db, 5) == [1, 3]
    assert StoredKeys(db).total() == 2
    indexes.add(db, [(2, [5])])
    assert sorted(held(db, 5)) == [1, 2, 3]


def test_filling_replaces_what_was_there():
    db = new_index()
    indexes.add(db, [(1, [5])])
    indexes.fill(db, [(2, [5]), (3, [6])])
    assert (held(db, 5), held(db, 6), StoredKeys(db).total()) == ([2], [3], 2)
    indexes.fill(db, [])
    assert (held(db, 5), StoredKeys(db).total()) == ([], 0)


def test_what_is_written_is_undone_with_its_transaction():
    db = new_index()
    with pytest.raises(RuntimeError), transaction(db):
        indexes.add(db, [(1, [5])])
        raise RuntimeError
    assert held(db, 5) == []


def test_ids_come_as_numbers_numpy_can_work_with():
    db = new_index()
    indexes.add(db, [(1, [5])])
    assert StoredKeys(db).holders(5).dtype == np.int32
    assert StoredKeys(db).holders(6).dtype == np.int32
