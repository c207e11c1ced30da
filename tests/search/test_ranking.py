"""The order of answers: features, and the model that weighs them."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tracker.search.ranking import (
    PROLIFIC,
    WEIGHTS,
    Statistics,
    Weighed,
    bm25,
    features,
    longest_run,
    loose_pairs,
    rank,
)
from tracker.search.terms import claim_terms, query_terms

CLAIMS = (
    "Armed officers will routinely patrol the estate.",
    "Armed officers will not routinely patrol the estate.",
    "Burglaries on the estate fell by 12 per cent.",
    "Burglaries on the estate rose by 40 per cent.",
    "The mayor opened a library on the estate.",
    "Thefts of bicycles doubled, the council said, and officers could not say why.",
    "A library is to close.",
)

FIRST = [
    ("routine patrols", 0),
    ("not routine patrol", 1),
    ("never a routine patrol", 1),
    ("12% fall in burglaries", 2),
    ("40% rise in burglary", 3),
    ("forty per cent", 3),
    ("the mayor's library", 4),
    ("closing a library", 6),
    ("stolen bicycle thefts", 5),
]


def ranked(query, claims=CLAIMS, spoken=None):
    terms = [claim_terms(claim) for claim in claims]
    asked = query_terms(query)
    frequencies = {
        term: sum(term in {*claim.text, *claim.figures} for claim in terms) for term in (*asked.words, *asked.figures)
    }
    return rank(asked, terms, Statistics(len(claims), frequencies, spoken or {}))


PHRASES = [
    "the bail hostel",
    "closing the hostel",
    "no hostel for bail",
]


@pytest.mark.parametrize("phrase", PHRASES)
def test_a_phrase_comes_before_its_words_scattered_over_a_claim(phrase):
    there = f"In a long letter to the council three residents asked after what they called {phrase} again, and more."
    scattered = f"{' and '.join(reversed(phrase.split()))}, {phrase.split()[-1]} and {phrase.split()[0]}."
    for claims in ((scattered, there), (there, scattered)):
        assert claims[ranked(phrase, claims)[0].place] == there


# the query, the claims that are no weak answers, and those that are
FOLDED = [
    ("foot patrol", ["Foot patrols began.", "A patrol on foot was seen."], ["A patrol by car.", "A foot was broken."]),
    ("12% fall in burglaries", ["Burglaries fell by 12 per cent."], ["Burglaries rose.", "Rents rose by 3 per cent."]),
    ("not a routine patrol", ["This is not a routine patrol."], ["The mayor did not say.", "A routine patrol passed."]),
    ("foot patrol", ["A patrol by car.", "A foot was broken."], []),
]


@pytest.mark.parametrize(("query", "kept", "weak"), FOLDED)
def test_after_a_sure_answer_those_that_lack_a_word_are_weak_and_without_one_none_is(query, kept, weak):
    claims = (*weak, *kept)
    found = {claims[one.place]: one.weak for one in ranked(query, claims)}
    assert found == dict.fromkeys(kept, False) | dict.fromkeys(weak, True)


def test_a_word_of_the_title_alone_is_a_hint_and_no_sure_answer():
    terms = [claim_terms("Trains run.", title="The harbour ferry"), claim_terms("The ferry runs.", title="News")]
    statistics = Statistics(9, {"ferry": 2}, {})
    assert {one.place: one.weak for one in rank(query_terms("ferry"), terms, statistics)} == {0: True, 1: False}
    assert [one.weak for one in rank(query_terms("ferry"), terms[:1], statistics)] == [False]


@pytest.mark.parametrize(("query", "expected"), FIRST)
def test_the_right_claim_comes_first(query, expected):
    assert ranked(query)[0][0] == expected


def test_every_feature_has_a_weight_and_every_weight_a_feature():
    statistics = Statistics(1, {"arm": 1}, {})
    (row,) = features(Weighed.of(query_terms("armed"), statistics), [claim_terms("armed")], statistics)
    assert row.keys() == WEIGHTS.keys()


def test_word_for_word_comes_before_the_same_words_in_another_order():
    assert ranked("foot patrol", ("a patrol on foot", "a foot patrol"))[0][0] == 1


def test_a_shorter_claim_comes_before_a_longer_one_with_the_same_words():
    longer = "A knife was found, along with a van, two ladders, some rope, a map of the canal and a torch."
    assert ranked("knife", (longer, "A knife was found."))[0][0] == 1


def test_no_claims_and_no_words_give_no_answers_and_no_error():
    assert ranked("armed", ()) == []
    assert len(ranked("")) == len(CLAIMS)


def test_a_speaker_on_record_decides_between_equal_claims_and_no_further():
    terms = [claim_terms("The knife was found.", speaker=name) for name in ("Ada Short", "Bea Long", "")]
    statistics = Statistics(900, {"knife": 3}, {("ada", "short"): 1, ("bea", "long"): 500})
    assert [one.place for one in rank(query_terms("knife"), terms, statistics)] == [1, 2, 0]
    more = Statistics(900, {"knife": 3}, {("ada", "short"): 1, ("bea", "long"): PROLIFIC * 9})
    assert rank(query_terms("knife"), terms, more) == rank(query_terms("knife"), terms, statistics)


def test_bm25_counts_rarity_repetition_and_length():
    weights = {"knife": 2.0, "van": 1.0}
    assert bm25(weights, ("knife", "x")) > bm25(weights, ("van", "x"))
    assert bm25(weights, ("knife", "knife")) > bm25(weights, ("knife", "x"))
    assert bm25(weights, ("knife",)) > bm25(weights, ("knife", *"abcdefgh"))
    assert bm25(weights, ("x",)) == 0


def test_the_longest_run_is_weighed_word_by_word():
    query = query_terms("armed foot patrol")
    weighed = Weighed.of(query, Statistics(10, {}, {}))
    one = weighed.weights["foot"]
    assert longest_run(weighed, ("arm", "x", "foot", "patrol", "y", "foot")) == pytest.approx(2 * one)
    assert longest_run(weighed, ("x",)) == 0


def test_loose_pairs_are_of_different_words_close_by():
    assert loose_pairs(("b", "a", "b", "c", "d", "e")) == {
        ("a", "b"), ("b", "c"), ("a", "c"), ("a", "d"), ("b", "d"), ("b", "e"), ("c", "d"), ("c", "e"), ("d", "e"),
    }  # fmt: skip


@settings(deadline=None)
@given(st.sampled_from(CLAIMS))
def test_a_claims_own_words_find_it_first(claim):
    assert CLAIMS[ranked(claim)[0][0]] == claim


@settings(deadline=None)
@given(st.text(max_size=80), st.lists(st.text(max_size=80), max_size=5))
def test_any_texts_are_ranked_whole(query, claims):
    assert sorted(one.place for one in ranked(query, tuple(claims))) == list(range(len(claims)))


@settings(deadline=None)
@given(st.sampled_from([query for query, _ in FIRST]))
def test_quotation_marks_and_case_do_not_change_the_order(query):
    assert ranked(f"“{query.upper()}”") == ranked(query)
