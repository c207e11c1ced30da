"""The steps of nominating in bulk, on small arrays whose answer is plain."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz import fuzz

from tracker.matching import candidates
from tracker.matching.candidates import word_key


def words(*readings):
    return candidates.words_of(readings)


def test_a_word_is_counted_once_a_row():
    found = words("a a b", "a c", "b")
    names = {int(hash_): int(rows) for hash_, rows in zip(found.hashes, found.rows_with, strict=True)}
    assert names == {word_key("a"): 2, word_key("b"): 2, word_key("c"): 1}
    assert found.rows.tolist() == [0, 0, 0, 1, 1, 2]


def test_the_rarest_useful_words_come_first_and_lone_words_not_at_all():
    rarest = candidates.rarest_words(words("common lone rare", "common rare", "common"))
    assert rarest[0].tolist()[:3] == [word_key("rare"), word_key("common"), 0]
    assert rarest[2].tolist()[:2] == [word_key("common"), 0]


def test_keys_do_not_depend_on_the_order_of_words_or_rows():
    one = candidates.rarest_words(words("x y z", "x y", "x z q q"))
    other = candidates.rarest_words(words("x z q q", "x y", "x y z"))
    assert one[[2, 1, 0]].tolist() == other.tolist()


def rows_with_same_words(count, *words_):
    rarest = np.zeros((count, candidates.KEY_WORDS), np.uint64)
    rarest[:, : len(words_)] = [word_key(word) for word in words_]
    return rarest


def found_pairs(rarest):
    runs, left_out = candidates.runs_of(rarest)
    far = np.full(len(rarest), len(rarest))
    a, b = candidates.candidates(runs, far, 0, len(rarest))
    return set(zip(a.tolist(), b.tolist(), strict=True)), left_out


def test_rows_that_share_two_words_are_candidates_and_no_others():
    rarest = np.concatenate(
        [rows_with_same_words(1, *row) for row in (("a", "b", "c", "d"), ("b", "a", "x", "y"), ("a", "p", "q", "r"))]
    )
    assert found_pairs(rarest) == ({(0, 1)}, 0)


def test_short_rows_are_candidates_by_one_word():
    rarest = np.concatenate([rows_with_same_words(1, "a", "b"), rows_with_same_words(1, "a", "c")])
    assert found_pairs(rarest) == ({(0, 1)}, 0)


def test_rows_that_share_a_common_pair_meet_again_by_its_triples():
    rarest = rows_with_same_words(candidates.COMMON + 1, "a", "b", "c", "d")
    rarest[:, 3] = np.arange(1, len(rarest) + 1)
    pairs, left_out = found_pairs(rarest)
    assert len(pairs) == len(rarest) * (len(rarest) - 1) // 2
    assert left_out == 0


def test_keys_that_too_many_rows_share_are_left_out_and_counted(monkeypatch):
    monkeypatch.setattr(candidates, "COMMON", 3)
    monkeypatch.setattr(candidates, "LONGEST_RUN", 5)
    pairs, left_out = found_pairs(rows_with_same_words(6, "a", "b", "c", "d"))
    assert pairs == set()
    assert left_out == 4, "the four triples of four words"


@given(st.lists(st.text("abc ", min_size=1, max_size=12).filter(str.strip), min_size=2, max_size=8))
def test_lengths_and_sketches_rule_out_no_short_rows_that_reach_the_cutoff(texts):
    readings = sorted({" ".join(sorted(text.split())) for text in texts}, key=len)
    limits = candidates.partner_limits(np.array([len(reading) for reading in readings]))
    for a, one in enumerate(readings):
        for b in range(a + 1, len(readings)):
            if fuzz.ratio(one, readings[b]) >= candidates.CUTOFF:
                assert b < limits[a]


def test_sketches_tell_rows_of_the_same_words_from_rows_of_others():
    sketch = candidates.sketches(words("crime fell in london", "crime fell in leeds", "the budget was passed today"))
    alike = candidates.alike_words(sketch, np.array([0, 0, 1]), np.array([1, 2, 2]))
    assert alike.tolist() == [True, False, False]


@pytest.mark.parametrize("at_once", [1, 3, 1000])
def test_parts_cover_every_row_once(monkeypatch, at_once):
    monkeypatch.setattr(candidates, "CANDIDATES_AT_ONCE", at_once)
    rarest = rows_with_same_words(7, "a", "b", "c", "d")
    runs, _ = candidates.runs_of(rarest)
    parts = candidates.parts_of(runs, 7)
    assert [low for low, _ in parts] == [0, *(high for _, high in parts[:-1])]
    assert parts[-1][1] == 7
    far = np.full(7, 7)
    found = sum(len(candidates.candidates(runs, far, *part)[0]) for part in parts)
    assert found == 21
