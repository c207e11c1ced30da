"""What claims are indexed under and queries ask for."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tracker.search.terms import NEGATION, ClaimTerms, claim_terms, halves, query_terms, unfinished

SAME_TERMS = [
    ("routine deployment", "routinely deployed"),
    ("a 73% reduction", "a 73 per cent reduction"),
    ("a 73% reduction", "a 73 percent reduction"),
    ("7,140 assaults", "7140 assaults"),
    ("“armed” officers’ patrols", '"armed" officers\' patrols'),
    ("They don't patrol", "They don’t patrol"),
    ("They do not patrol", "They don't patrol"),
    ("organised crime", "organized crime"),
    ("al-\nlowing patrols", "allowing patrols"),
    ("café owners", "cafe owners"),
]


@pytest.mark.parametrize(("one", "other"), SAME_TERMS)
def test_notation_and_endings_do_not_change_the_terms(one, other):
    assert claim_terms(one) == claim_terms(other)


FIGURES = [
    ("73% reduction", ("q73percent", "qdecrease")),
    ("an increase of 19.1%", ("q19.1percent", "qincrease")),
    ("no figure here", ()),
]


@pytest.mark.parametrize(("text", "expected"), FIGURES)
def test_figures_are_terms_of_their_own(text, expected):
    assert query_terms(text).figures == expected


@pytest.mark.parametrize("text", ["never routine", "not routine", "no routine", "It isn’t routine"])
def test_every_word_of_denial_is_one_term(text):
    assert NEGATION in query_terms(text).words
    assert NEGATION in query_terms(text).heavy


def test_a_claim_whose_cue_denies_it_carries_the_term_of_denial():
    assert claim_terms("it was a move towards routine patrols", polarity=-1).text[0] == NEGATION
    assert NEGATION not in claim_terms("it was a move towards routine patrols").text


def test_light_words_are_looked_up_only_when_there_are_no_others():
    assert query_terms("the patrols of the street").heavy == ("patrol", "street")
    assert set(query_terms("we did it").heavy) == {"we", "did", "it"}


UNFINISHED = [
    ("routine deploym", "deploy"),
    ("stable condi", "condi"),
    ("armed polici", "policy"),
    ("routinel", "routin"),
]


@pytest.mark.parametrize(("typed", "expected"), UNFINISHED)
def test_an_unfinished_word_yields_the_stems_it_may_have_begun(typed, expected):
    assert expected in unfinished(typed)


@pytest.mark.parametrize("finished", ["", "deployed ", "deployed.", "73", "73%", "to", "…"])
def test_a_finished_or_short_word_is_not_completed(finished):
    assert unfinished(finished) == ()


def test_a_term_is_cut_into_two_words_of_three_letters_or_more():
    assert halves("parttim") == (("par", "ttim"), ("par", "ttime"), ("part", "tim"), ("part", "time"))
    assert halves("cat") == halves("2019") == ()


def test_a_word_may_be_read_as_others():
    assert query_terms("parttime work").reading({"parttim": ("part", "time")}).words == ("part", "time", "work")


@settings(deadline=None)
@given(st.text())
def test_any_text_has_terms_that_survive_the_index_row(text):
    terms = claim_terms(text, title=text, speaker=text)
    assert ClaimTerms.from_row(terms.row()) == terms
    assert all(term and not term.isspace() for term in terms.text)
    unfinished(text)


@settings(deadline=None)
@given(st.integers(10_000, 9_999_999))
def test_a_thousands_separator_changes_nothing(number):
    assert query_terms(f"{number:,} patrols") == query_terms(f"{number} patrols")


@settings(deadline=None)
@given(st.integers(1, 99), st.sampled_from(["%", " %", " per cent", " percent", " per\u00a0cent"]))
def test_the_sign_of_a_percentage_changes_nothing(number, sign):
    assert query_terms(f"{number}{sign} of calls") == query_terms(f"{number}% of calls")
