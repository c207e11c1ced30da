"""Word-level differences."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.cite.diffs import differences, in_words

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
]


@pytest.mark.parametrize(("a", "b", "sentences"), CHANGES)
def test_differences_are_told_in_words(a: str, b: str, sentences: tuple[str, ...]) -> None:
    assert in_words(differences(a, b)) == sentences


@given(st.text(), st.text())
def test_the_rows_of_each_side_are_its_text(a: str, b: str) -> None:
    rows = differences(a, b)
    assert "".join(row.a for row in rows) == (a if a.strip() else "")
    assert "".join(row.b for row in rows) == (b if b.strip() else "")


@given(st.text())
def test_a_text_does_not_differ_from_itself(text: str) -> None:
    assert in_words(differences(text, text)) == ()
