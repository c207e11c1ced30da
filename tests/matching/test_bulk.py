"""All pairs of many claims: the fast way is held to the slow obvious one."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rapidfuzz import fuzz

from benchmarks.corpus import synthetic
from tracker.matching import bulk
from tracker.matching.candidates import CUTOFF, KEY_WORDS, readings
from tracker.matching.features import features
from tracker.matching.relation import relation

CORPUS = 2_000
LEAST_RECALL = 0.999

FOUND = [
    ("Crime fell by 73 per cent in London.", "In London, crime fell by 73%"),
    ("Crime fell by 73 per cent in London.", "Crime fell by 37 per cent in London."),
    ("The force is not al- lowing armed patrols", "the force is not allowing armed patrols"),
    ("The force is not al- lowing armed patrols", "the force is not al lowing armed patrols"),
    ("73% reduction", "73 per cent reductions"),
    ("No comment", "no comment!"),
    ("There were 7,140 assaults", "there were 7140 assaults"),
]
NOT_FOUND = [
    ("Crime fell by 73 per cent in London.", "The budget was passed on Thursday."),
    ("…", "—"),
    ("", ""),
]


def pairs_of(texts, **options):
    found = bulk.all_pairs(texts, **options)
    return dict(zip(zip(found.a.tolist(), found.b.tolist(), strict=True), found.score.tolist(), strict=True))


def slow_score(one, other):
    """The score as it is defined: of the most alike readings; a claim without words is like no other."""
    return max((fuzz.ratio(a, b) for a in readings(one) for b in readings(other) if a and b), default=0.0)


def slow_pairs(texts):
    scored = {(a, b): slow_score(texts[a], texts[b]) for b in range(len(texts)) for a in range(b)}
    return {pair: score for pair, score in scored.items() if score >= CUTOFF}


@pytest.mark.parametrize(("one", "other"), FOUND)
def test_repeats_in_another_dress_are_found(one, other):
    assert pairs_of([one, other]) == pytest.approx({(0, 1): slow_score(one, other)})


@pytest.mark.parametrize(("one", "other"), NOT_FOUND)
def test_claims_that_share_nothing_are_no_pair(one, other):
    assert pairs_of([one, other]) == {}


def test_no_claims_and_one_claim_give_no_pairs():
    assert pairs_of([]) == {}
    assert pairs_of(["Crime fell."]) == {}


def test_claims_with_one_reading_are_pairs_among_themselves():
    assert pairs_of(["Crime fell.", "crime FELL", "fell crime"]) == {(0, 1): 100, (0, 2): 100, (1, 2): 100}


WORDS = st.sampled_from(
    [
        "armed",
        "police",
        "patrol",
        "london",
        "crime",
        "fell",
        "rose",
        "73",
        "7,140",
        "%",
        "not",
        "routine",
        "re-",
        "ported",
    ]
)
CLAIMS = st.lists(st.lists(WORDS, max_size=8).map(" ".join), max_size=12)


@given(CLAIMS)
def test_among_claims_of_few_words_every_pair_is_found_that_shares_two_words(texts):
    fast, slow = pairs_of(texts), slow_pairs(texts)
    assert fast.keys() <= slow.keys()
    for (a, b), score in slow.items():
        shared = max(
            len(set(one.split()) & set(other.split())) for one in readings(texts[a]) for other in readings(texts[b])
        )
        fewest = max(len(set(reading.split())) for text in (texts[a], texts[b]) for reading in readings(text))
        if shared >= 2 and fewest <= KEY_WORDS:
            assert (a, b) in fast
            assert fast[a, b] <= score + 0.01


@given(CLAIMS, st.randoms(use_true_random=False))
@settings(max_examples=50)
def test_the_pairs_do_not_depend_on_the_order_of_the_claims(texts, chance):
    order = list(range(len(texts)))
    chance.shuffle(order)
    moved = pairs_of([texts[old] for old in order])
    back = {tuple(sorted((order[a], order[b]))): score for (a, b), score in moved.items()}
    assert back == pairs_of(texts)


def brute_force(texts):
    rows = bulk.rows_of(texts)
    every = np.array([(a, b) for b in range(len(rows.readings)) for a in range(b)])
    strings = np.array(rows.readings, dtype=object)
    found = bulk.scored(strings, every[:, 0], every[:, 1])
    return bulk.claim_pairs(rows, bulk.with_same_reading(rows, found))


def test_among_thousands_of_edited_claims_the_fast_way_finds_what_brute_force_finds():
    texts = synthetic(CORPUS)
    slow = brute_force(texts)
    expected = set(zip(slow.a.tolist(), slow.b.tolist(), strict=True))
    fast = pairs_of(texts)
    assert fast.keys() <= expected
    assert len(expected) > CORPUS, "the corpus must hold repeats for this test to mean anything"
    assert len(fast) >= LEAST_RECALL * len(expected)


def test_threads_and_parts_change_nothing(monkeypatch):
    texts = synthetic(1_000)
    whole = pairs_of(texts)
    monkeypatch.setattr("tracker.matching.candidates.CANDIDATES_AT_ONCE", 500)
    assert pairs_of(texts, threads=3) == whole


def all_lots(texts):
    work = bulk.comparison(texts)
    found = bulk.joined([pairs for _, pairs in bulk.compared(work, range(len(work.parts)), 1)])
    lots = bulk.lots_of(work.rows, bulk.with_same_reading(work.rows, found))
    return [bulk.lot_of(texts, work.rows, lot) for lot in lots]


def test_lots_hold_every_pair_once_and_every_claim_in_one_lot_only(monkeypatch):
    monkeypatch.setattr(bulk, "PAIRS_IN_A_LOT", 50)
    texts = synthetic(1_000)
    lots = all_lots(texts)
    pairs = [pair for lot in lots for pair in zip(lot.pairs.a.tolist(), lot.pairs.b.tolist(), strict=True)]
    claims = [position for lot in lots for position in lot.texts]
    assert len(lots) > 1
    assert sorted(pairs) == sorted(pairs_of(texts))
    assert len(claims) == len(set(claims))


def test_a_lot_is_decided_as_each_pair_would_be():
    texts = [
        "Crime fell by 73 per cent in London.",
        "In London crime fell by 73%",
        "Crime fell by 37 per cent in London.",
    ]
    (lot,) = all_lots(texts)
    expected = {(a, b): relation(features(texts[a]), features(texts[b])).kind.value for a, b in pairs_of(texts)}
    pairs = zip(lot.pairs.a.tolist(), lot.pairs.b.tolist(), strict=True)
    assert dict(zip(pairs, bulk.decided(lot), strict=True)) == expected
    assert expected[0, 1] in {"repeat", "variant"}
    assert expected[0, 2] == "revised"


def test_groups_reach_through_others():
    found = bulk.groups(6, np.array([3, 1, 4]), np.array([4, 2, 5]))
    assert found.tolist() == [0, 1, 1, 3, 3, 3]
