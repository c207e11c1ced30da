"""The normal form of words: notation, spelling and typography evened out, meaning kept."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.text.normal import normal_form, normal_tokens, printed_parts, printed_words, stem, words

SAME_FORM = (
    ("The harbour's labour costs don’t grow", "the harbor's labor costs don't grow"),
    ("We can’t organise this", "we cannot organize this"),
    ("Scotland Yard is considering al- lowing patrols", "Scotland Yard is considering allowing patrols"),
    ("thefts fell by 20 per cent", "thefts fell by a fifth"),
    ("thefts fell by 20%", "thefts fell by one in five"),
    ("forty-three million letters", "43,000,000 letters"),
    ("£2.5m for ferries", "2.5 million pounds for ferries"),
    ("two hundred and five buses", "205 buses"),
    ("half a million visitors", "500,000 visitors"),
    ("the Second Bridge", "the 2nd Bridge"),
    ("a seventy three per cent reduction", "a 73% reduction"),
    ("“short” patrols", '"short" patrols'),
    ("WALES WON", "Wales won"),
    ("AfricanAmericans voted", "African-Americans voted"),
    ("short\u00ader shifts", "shorter shifts"),
)

OTHER_FORM = (
    ("a rise of 5 per cent", "a rise of 5 percentage points"),
    ("the mayor did not resign", "the mayor did resign"),
    ("the US pays", "it tells us who pays"),
    ("one in 2009", "20 per cent"),
    ("McDonald left", "Mc Donald left"),
)

STEMS = (
    ("routinely", "routine"),
    ("deployments", "deploy"),
    ("carried", "carry"),
    ("fell", "fall"),
    ("stopped", "stop"),
    ("hoping", "hope"),
    ("taxes", "tax"),
    ("cities", "city"),
    ("policing", "police"),
    ("agreed", "agree"),
    ("significantly", "significant"),
)

APART = (("hope", "hop"), ("care", "car"), ("note", "not"), ("news", "new"), ("united", "unit"))


@pytest.mark.parametrize(("one", "other"), SAME_FORM)
def test_notation_spelling_and_typography_share_a_form(one: str, other: str) -> None:
    assert normal_form(one) == normal_form(other)


@pytest.mark.parametrize(("one", "other"), OTHER_FORM)
def test_what_differs_in_meaning_keeps_another_form(one: str, other: str) -> None:
    assert normal_form(one) != normal_form(other)


@pytest.mark.parametrize(("one", "other"), STEMS)
def test_inflected_words_share_a_stem(one: str, other: str) -> None:
    assert stem(one) == stem(other)


@pytest.mark.parametrize(("one", "other"), APART)
def test_other_words_keep_stems_of_their_own(one: str, other: str) -> None:
    assert stem(one) != stem(other)


def test_a_text_of_stop_words_alone_keeps_them() -> None:
    assert normal_tokens("It is what it is") == ("it", "is", "what", "it", "is")


def test_a_suspended_hyphen_joins_nothing() -> None:
    assert normal_tokens("short- and long-term") == ("short", "long", "term")


def test_a_figure_in_words_is_one_word_with_its_place() -> None:
    text = "Some forty-three million dollars went."
    figure = next(word for word in words(text) if word.normal == "43000000 usd")
    assert text[figure.start : figure.end] == "forty-three million dollars"


PIECES = st.sampled_from(
    ("don't", "the", "73%", "per cent", "a", "fifth", "4", "in", "out of", "10", "half", "million", "$5bn", "U.S.")
) | st.sampled_from(
    ("US", "two", "hundred", "and", "al- lowing", "Organised", "-", "£", "'", "second", "12,000", "1.5.2", "%", "years")
)


@given(st.lists(PIECES, max_size=12).map(" ".join))
def test_the_quick_form_is_what_the_words_say(text: str) -> None:
    found = words(text)
    kept = " ".join(word.stem for word in found if not word.stop)
    assert normal_form(text) == (kept or " ".join(word.stem for word in found))


@given(st.lists(PIECES | st.sampled_from(["?", "20 per cent", "why?"]), max_size=12).map(" ".join))
def test_the_printed_words_are_the_keys_of_the_printed_parts(text: str) -> None:
    found = words(text)
    assert printed_words(text, found) == " ".join(key for part in printed_parts(text, found) for key in part.keys)


@given(st.text(max_size=80))
def test_any_text_has_words_in_order_inside_it(text: str) -> None:
    found = words(text)
    assert all(0 <= word.start < word.end <= len(text) and word.stem for word in found)
    assert [word.start for word in found] == sorted(word.start for word in found)
