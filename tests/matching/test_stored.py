"""Stored claims that a new one may be related to: held to a slow reference, and to what people would look for."""

from collections import defaultdict

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.corpus import synthetic
from tracker.db import indexes
from tracker.db.rows import Database
from tracker.matching import bulk
from tracker.matching import stored as matching_stored
from tracker.matching.candidates import CUTOFF, keys, reading_lines
from tracker.matching.stored import (
    BEST,
    LEAST_SHARED,
    AskedOnce,
    candidates,
    fuzzy_scores,
    idf,
    shares,
    worth_comparing,
)

STORED = [
    "There will be no routine deployment of armed officers, said Cressida Dick.",
    "The Met Commissioner rejected suggestions that armed police would patrol routinely.",
    "Crime in the borough fell by 73 per cent last year.",
    "A 73% reduction",
    "More than 120 homicide investigations were launched this year.",
    "The appeal for witnesses to the shooting in Park Lane goes on.",
    "Officers found a firearm at the address in Hackney.",
]
NEW = [
    ("Armed officers will not be deployed routinely", 0),
    ("armed patrols by police will not be routine", 1),
    ("73 per cent reduction", 3),
    ("crime fell 73%", 2),
    ("120 homicide investigations", 4),
    ("witnesses to the Park Lane shooting", 5),
]


class Remembered:
    """An index in a dictionary: the slow obvious one; keeps what it was asked."""

    def __init__(self, texts):
        self.held = defaultdict(list)
        self.texts = texts
        self.asked = []
        for number, text in enumerate(texts, 1):
            for key in keys(text):
                self.held[key].append(number)

    def total(self):
        return len(self.texts)

    def frequencies(self, wanted):
        self.asked += wanted
        return [len(self.held.get(key, ())) for key in wanted]

    def holders(self, key):
        self.asked.append(-key)
        return np.array(self.held.get(key, ()), np.int32)


def stored(texts):
    db = Database()
    indexes.create(db)
    indexes.add(db, ((number, keys(text)) for number, text in enumerate(texts, 1)))
    return indexes.StoredKeys(db)


@pytest.mark.parametrize(("text", "expected"), NEW)
def test_repeats_paraphrases_and_short_claims_are_found(text, expected):
    assert expected + 1 in candidates(keys(text), stored(STORED))[:3]


def test_the_only_stored_claim_is_found():
    assert candidates(keys("crime fell"), stored(["Crime fell."])) == [1]


@pytest.mark.parametrize("remembered", [matching_stored.KEYS_REMEMBERED, 2])
def test_an_index_asked_each_thing_once_names_the_same(monkeypatch, remembered):
    monkeypatch.setattr(matching_stored, "KEYS_REMEMBERED", remembered)
    texts = synthetic(200)
    index = Remembered(texts)
    once = AskedOnce(index)
    for text in texts:
        assert candidates(keys(text), once) == candidates(keys(text), Remembered(texts))
    counted = [key for key in index.asked if key >= 0]
    assert len(counted) == len({*counted})
    if remembered > 2:
        assert len(index.asked) == len({*index.asked})


def test_nothing_is_found_in_an_empty_index_or_for_a_claim_without_words():
    assert candidates(keys("crime fell"), stored([])) == []
    assert candidates((), stored(STORED)) == []


def test_a_common_word_alone_finds_nothing():
    texts = [f"police {word}" for word in ["walk", "talk", "march", "wait", "leave", "stay", "sing"]]
    assert candidates(keys("police in Edinburgh hired zookeepers"), stored(texts)) == []


def slow_candidates(text, texts):
    """Every stored claim with its share of the weight of all words, as long as everything is read."""
    own = set(keys(text))
    held = [set(keys(other)) for other in texts]
    weight = {key: idf(len(texts), sum(key in other for other in held)) for key in own}
    total = sum(weight.values())
    shared = {
        number: sum(weight[key] for key in own & other) / total for number, other in enumerate(held, 1) if own & other
    }
    return {number: share for number, share in shared.items() if share >= LEAST_SHARED}


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
        "routine",
        "report",
        "budget",
        "vote",
        "tax",
        "law",
    ]
)
CLAIMS = st.lists(st.lists(WORDS, min_size=1, max_size=6).map(" ".join), min_size=1, max_size=BEST)


@given(CLAIMS, st.lists(WORDS, min_size=1, max_size=6).map(" ".join))
def test_while_everything_is_read_the_index_finds_what_comparing_with_all_finds(texts, text):
    expected = slow_candidates(text, texts)
    for index in (stored(texts), Remembered(texts)):
        found = dict(zip(*map(list, shares(keys(text), index)), strict=True))
        assert found == pytest.approx(expected)


def test_the_best_come_first_and_of_equals_the_earliest():
    ids, shared = shares(
        keys("crime fell in London"), stored(["crime in Leeds", "crime fell in London", "London crime fell"])
    )
    assert ids[:2].tolist() == [2, 3]
    assert shared[0] == pytest.approx(1)


def test_near_repeats_are_all_named_and_the_rest_is_bounded(monkeypatch):
    monkeypatch.setattr(matching_stored, "BEST", 2)
    repeats = [f"crime fell sharply in London during {month}" for month in ["May", "June", "July", "August"]]
    index = stored([*repeats, *(f"{place} budget" for place in ["Leeds", "York", "Hull", "Bath", "Ely", "Wells"])])
    assert len(candidates(keys("crime fell sharply in London"), index)) == 4
    assert len(candidates(keys("budget of Truro"), index)) <= 2
    monkeypatch.setattr(matching_stored, "MOST_NAMED", 3)
    assert len(candidates(keys("crime fell sharply in London"), index)) == 3


def test_words_too_common_are_not_read_but_the_rare_ones_are(monkeypatch):
    texts = [f"police report {number}" for number in range(50)]
    monkeypatch.setattr(matching_stored, "MOST_READ", 20)
    assert candidates(keys("police report 7"), stored(texts)) == [8]
    monkeypatch.setattr(matching_stored, "MOST_READ", 200)
    monkeypatch.setattr(matching_stored, "ENOUGH_READ", 1)
    monkeypatch.setattr(matching_stored, "LEAST_KEYS_READ", 1)
    assert candidates(keys("police report 7"), stored(texts)) == [8]


def test_what_is_worth_comparing_shares_words_seen_from_both_sides_or_reaches_the_cutoff(monkeypatch):
    long = "crime and the fear of crime occupied the borough council, residents, shopkeepers, teachers and the press"
    named = [(3, "London crime rose"), (4, long), (7, "Crime fell in London!"), (9, "the budget was passed")]
    stored = list(zip([number for number, _ in named], reading_lines([text for _, text in named]), strict=True))
    assert worth_comparing("crime fell in London", stored) == [3, 7]
    monkeypatch.setattr(matching_stored, "BEST", 0)
    assert worth_comparing("crime fell in London", stored) == [7]
    assert worth_comparing("crime fell in London", []) == []


def test_fuzzy_scores_are_of_the_most_alike_readings():
    scores = fuzzy_scores("al- lowing armed patrols", ["allowing armed patrols", "al lowing armed patrols", "tax", "…"])
    assert scores == [100, 100, 0, 0]
    assert fuzzy_scores("…", ["tax", "…"]) == [0, 0]
    assert fuzzy_scores("tax", []) == []


def test_one_claim_after_another_finds_what_bulk_finds():
    texts = synthetic(1_500)
    pairs = bulk.all_pairs(texts)
    expected = {(a + 1, b + 1) for a, b in zip(pairs.a.tolist(), pairs.b.tolist(), strict=True)}
    db = Database()
    indexes.create(db)
    index = indexes.StoredKeys(db)
    found = set()
    for number, text in enumerate(texts, 1):
        named = candidates(keys(text), index)
        scores = fuzzy_scores(text, [texts[other - 1] for other in named])
        found |= {(other, number) for other, score in zip(named, scores, strict=True) if score >= CUTOFF}
        indexes.add(db, [(number, keys(text))])
    assert len(expected) > 500
    assert len(found & expected) >= 0.99 * len(expected)
