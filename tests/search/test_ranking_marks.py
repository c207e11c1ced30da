"""The words a search found are marked, and phrases are found word for word."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.search.ranking import holds, parts

# text, words searched for, phrases, what is marked
MARKED = [
    ("Armed officers patrol the quay", "patrols", (), ["patrol"]),
    ("Assaults rose by 12.5% last year", "12.5 per cent", (), ["12.5%"]),
    ("The bridge will cost £2.5m", "2,500,000 pounds", (), ["£2.5m"]),
    ("There were 120 investigations", "120 investigations", (), ["120 investigations"]),
    ("We are not planning routine patrols", "not routine", (), ["not", "routine"]),
    ("The quay is the quay", "the quay", (), ["quay", "quay"]),
    ("It is the very last ferry", "the very last", ("the very last",), ["the very last"]),
    ("Nothing of it", "ferry", (), []),
    ("Nothing of it", "", (), []),
]
# text, phrase, whether it stands there
HELD = [
    ("“Not  Routine”, he said", "not routine", True),
    ("not\nroutine", "not routine", True),
    ("routinely not", "not routine", False),
    ("not routinely", "not routine", False),
    ("a fall of 73 per cent", "73%", True),
    ("a fall of 73%", "73 per cent", True),
    ("a fall of 173%", "73%", False),
    ("they don’t", "they don't", True),
    ("pre–war", "pre-war", True),
    ("costs (a+b)", "(a+b)", True),
    ("", "ferry", False),
]


@pytest.mark.parametrize(("text", "words", "phrases", "marked"), MARKED)
def test_what_was_found_is_marked(text: str, words: str, phrases: tuple[str, ...], marked: list[str]) -> None:
    found = parts(text, words, phrases)
    assert "".join(part for part, _ in found) == text
    assert " ".join(part for part, hit in found if hit) == " ".join(marked)


@pytest.mark.parametrize(("text", "phrase", "held"), HELD)
def test_a_phrase_is_held_word_for_word(text: str, phrase: str, held: bool) -> None:
    assert holds(text, [phrase]) is held


@given(st.text(max_size=60), st.text(max_size=20), st.text(max_size=10))
def test_marking_changes_no_character(text: str, words: str, phrase: str) -> None:
    assert "".join(part for part, _ in parts(text, words, [phrase])) == text
