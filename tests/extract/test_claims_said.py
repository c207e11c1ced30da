from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.extract.claims import said_date
from tracker.models import Basis, DateKind, DocumentDate, Precision, Span

FRIDAY = DocumentDate("2018-01-19", Basis.STATED)

# the words that introduce the speech, the date's words, its value in a document of Friday 19 January 2018
SAID = [
    ("She told the Thornwick Council on Thursday", "Thursday", "2018-01-18"),
    ("Ada Merrow told the Thornwick council Thursday that patrols", "Thursday", "2018-01-18"),
    ("He said yesterday", "yesterday", "2018-01-18"),
    ("the mayor said last month", "last month", "2017-12"),
    ("she said in a statement on Friday", "Friday", "2018-01-19"),
    ("he said at a meeting in Thornwick on Monday night", "Monday night", "2018-01-15"),
    ("said Commander Hollis on Monday", "Monday", "2018-01-15"),
    ("said a spokesman for the force on Tuesday", "Tuesday", "2018-01-16"),
    ("He said on 12 January", "12 January", "2018-01-12"),
    ("He said on 12 December", "12 December", "2017-12-12"),
    ("she wrote in 2016", "2016", "2016"),
    ("On Thursday, Ms Merrow told councillors", "Thursday", "2018-01-18"),
    ("Last month the mayor announced", "Last month", "2017-12"),
    ("In March 2011 Ms. Merrow said", "March 2011", "2011-03"),
    ("In a speech in Thornwick on Monday, she said", "Monday", "2018-01-15"),
    ("Speaking on Wednesday, she said", "Wednesday", "2018-01-17"),
    ("earlier today he told reporters", "earlier today", "2018-01-19"),
    ("told reporters last week", "last week", None),
]

NOT_SAID = [
    "said the shooting on Thursday was a mistake",
    "said the shooting on Thursday killed five",
    "said that on Thursday officers",
    "said Thursday was",
    "who was shot on Thursday, said",
    "On Thursday officers were called, a spokesman said",
    "The results will be announced on Saturday",
    "warned the council not to act this year",
    "Speaking engagements filled the week",
    "told the panel",
    "",
]


@pytest.mark.parametrize(("text", "words", "value"), SAID)
def test_a_date_beside_the_verb_of_saying_dates_what_is_said(text: str, words: str, value: str | None) -> None:
    found = said_date(text, Span(0, len(text)), FRIDAY)
    assert found is not None
    assert (found.kind, found.text, found.value) == (DateKind.SAID, words, value)
    assert found.start is not None and text[found.start : found.end] == words


@pytest.mark.parametrize("text", NOT_SAID)
def test_a_date_of_something_else_is_no_date_of_saying(text: str) -> None:
    assert said_date(text, Span(0, len(text)), FRIDAY) is None


def test_nothing_is_dated_in_an_undated_document() -> None:
    text = "She told the council on Thursday"
    for date in (None, DocumentDate(None, Basis.UNKNOWN)):
        found = said_date(text, Span(0, len(text)), date)
        assert found is not None
        assert (found.value, found.basis, found.candidates) == (None, Basis.UNKNOWN, ())
        assert found.why == "the date of the document is not known"


def test_a_document_with_several_possible_dates_gives_no_value() -> None:
    text = "She told the council yesterday"
    found = said_date(text, Span(0, len(text)), DocumentDate(None, Basis.INFERRED, ("2010-03-19", "2021-03-19")))
    assert found is not None
    assert (found.value, found.candidates) == (None, ("2010-03-18", "2021-03-18"))


def test_a_month_is_kept_as_a_month() -> None:
    text = "he said last month"
    found = said_date(text, Span(0, len(text)), FRIDAY)
    assert found is not None and found.precision is Precision.MONTH


def test_only_the_window_is_looked_at() -> None:
    text = "He told the council on Monday. She said nothing."
    assert said_date(text, Span(text.index("She"), len(text)), FRIDAY) is None


@given(st.text(), st.integers(0, 40), st.integers(0, 40))
def test_any_window_of_any_text_is_read_and_quoted(text: str, first: int, length: int) -> None:
    start = min(first, len(text))
    found = said_date(text, Span(start, min(start + length, len(text))), FRIDAY)
    assert found is None or text[found.start : found.end] == found.text
