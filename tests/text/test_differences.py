"""Word-level differences."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.text.differences import differences, in_words, printed_differences

CHANGES = [
    ("Crime fell 40 per cent.", "Crime fell 60 per cent.", ("“40” became “60”.",)),
    ("It cost £1,400.", "It cost £1,600.", ("“£1,400” became “£1,600”.",)),
    ("Up 4.0%.", "Up 6.0%.", ("“4.0%” became “6.0%”.",)),
    ("We will raise taxes.", "We will not raise taxes.", ("“not” was added.",)),
    ("A very short patrol.", "A short patrol.", ("“very” was left out.",)),
    ("It’s a “well-known” risk.", 'It\'s a "well-known" risk.', ()),
    ("One  risk.", "One risk.", ()),
    ("", "One risk.", ("“One risk.” was added.",)),
    ("", "", ()),
    (" ", "One risk.", ("“One risk.” was added.",)),
    ("Down 20 per cent.", "down 20%", ()),
    ("We don’t organise 7,140 patrols", "We do not organize 7140 patrols.", ()),
    ("We don’t go.", "We do go.", ("“don’t” became “do”.",)),
    ("We do really not go.", "We don’t go.", ("“do really not” became “don’t”.",)),
    ("We will go.", "We will go?", ("“?” was added.",)),
    ("…", "—", ()),
    ("They may make “a patrol”", "They would “make a patrol”", ("“may” became “would”.",)),
]

PRINTED = [
    ("They “will” go.", 'They "will" go.', ()),
    ("They “will” go.", "They will go.", ("““” was left out.", "“”” was left out.")),
    ("The council met.", "The Council met.", ("“council” became “Council”.",)),
    ("Up 20 per cent.", "Up 20%.", ("“20 per cent” became “20%”.",)),
]


@pytest.mark.parametrize(("a", "b", "sentences"), CHANGES)
def test_differences_are_told_in_words(a: str, b: str, sentences: tuple[str, ...]) -> None:
    assert in_words(differences(a, b)) == sentences


@pytest.mark.parametrize(("a", "b", "sentences"), PRINTED)
def test_two_printings_differ_in_every_mark(a: str, b: str, sentences: tuple[str, ...]) -> None:
    assert in_words(printed_differences(a, b)) == sentences


@given(st.text(), st.text())
def test_the_rows_of_each_side_are_its_text(a: str, b: str) -> None:
    rows = differences(a, b)
    assert "".join(row.a for row in rows) == (a if a.strip() else "")
    assert "".join(row.b for row in rows) == (b if b.strip() else "")


WORDS = st.lists(
    st.sampled_from(["don’t", "do", "not", "20%", "20 per cent", "can’t", "can", "?", "go,", "really"]), max_size=8
)


@given(WORDS, WORDS)
def test_the_rows_of_spoken_words_are_their_text(a: list[str], b: list[str]) -> None:
    rows = differences(" ".join(a), " ".join(b))
    assert "".join(row.a for row in rows) == " ".join(a)
    assert "".join(row.b for row in rows) == " ".join(b)


@given(st.text())
def test_a_text_does_not_differ_from_itself(text: str) -> None:
    assert in_words(differences(text, text)) == ()
