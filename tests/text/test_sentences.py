"""Sentences and paragraphs: abbreviations whole, layout breaks mended, offsets exact."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.text.layout import paragraphs
from tracker.text.quotes import quotations
from tracker.text.sentences import is_closed, joined, opening, rest, sentences

SPLIT = [
    ("He left. She stayed.", ["He left.", "She stayed."]),
    ("Det. Insp. J. Smith said no. Sgt. Hill agreed.", ["Det. Insp. J. Smith said no.", "Sgt. Hill agreed."]),
    ("She works for the U.S. Army. He does not.", ["She works for the U.S. Army.", "He does not."]),
    ("It ended at 5 p.m. Ms Pole left.", ["It ended at 5 p.m.", "Ms Pole left."]),
    ("It was sold to Acme Inc. Mr Pole left.", ["It was sold to Acme Inc.", "Mr Pole left."]),
    ("They chose Plan B. Ms Pole left.", ["They chose Plan B.", "Ms Pole left."]),
    ("It ended at Oxford St. Mrs Pole left.", ["It ended at Oxford St.", "Mrs Pole left."]),
    ("It opened in Feb. Mr Pole left.", ["It opened in Feb.", "Mr Pole left."]),
    ("Prof. Mr Pole left.", ["Prof. Mr Pole left."]),
    ("“No,” said J.D. Vane. He left.", ["“No,” said J.D. Vane.", "He left."]),
    ("It was shown on T.V. The crowd left.", ["It was shown on T.V.", "The crowd left."]),
    ("She lives in the U.S. He does not.", ["She lives in the U.S.", "He does not."]),
    ("It cost £2.5m. Nobody paid.", ["It cost £2.5m.", "Nobody paid."]),
    ("“Why?” he asked. “Go. Now.”", ["“Why?” he asked.", "“Go.", "Now.”"]),
    ("“Who pays?” Ms Ellery said on Monday. He left.", ["“Who pays?” Ms Ellery said on Monday.", "He left."]),
    ("“Never!” The harbour board said. “No.”", ["“Never!” The harbour board said.", "“No.”"]),
    ("“Who pays?” Ellery said the board would. He left.", ["“Who pays?”", "Ellery said the board would.", "He left."]),
    ("“Never!” Ms Ellery shouted. He left.", ["“Never!” Ms Ellery shouted.", "He left."]),
    ("“Why?” Tom Hale yelled from the back. “No.”", ["“Why?” Tom Hale yelled from the back.", "“No.”"]),
    ("It began at 9 a.m. on Monday. It ended.", ["It began at 9 a.m. on Monday.", "It ended."]),
    ("A headline\n\nA body. Two.", ["A headline", "A body.", "Two."]),
    ("", []),
]

PARAGRAPHS = [
    ("One.\nTwo.", ["One.", "Two."]),
    (
        "The force is looking at whether and under what conditions\n\nthe order could be lifted.",
        ["The force is looking at whether and under what conditions\n\nthe order could be lifted."],
    ),
    ("Notes\n\nof a meeting.", ["Notes", "of a meeting."]),
    ("He wrote:\n\n> One.\n>\n> > Two.\n\nThree.", ["He wrote:", "One.", "Two.", "Three."]),
    ("A line that was ended at the width of a column, as mail and\nScanners do.", 1),
]


@pytest.mark.parametrize(("text", "expected"), SPLIT)
def test_sentences_end_where_a_reader_ends_them(text: str, expected: list[str]) -> None:
    assert [span.of(text) for span in sentences(text)] == expected


@pytest.mark.parametrize(("text", "expected"), PARAGRAPHS)
def test_a_break_inside_a_sentence_ends_no_paragraph(text: str, expected: list[str] | int) -> None:
    found = [span.of(text) for span in paragraphs(text)]
    assert (len(found) if isinstance(expected, int) else found) == expected


def test_sentences_inside_a_quotation_are_joined_for_the_prose_around() -> None:
    text = "“Go. Now,” he said. She left."
    assert [span.of(text) for span in joined(sentences(text), quotations(text))] == ["“Go. Now,” he said.", "She left."]


@given(st.text(alphabet='aB .!?\n“”"1’', max_size=80))
def test_sentences_cover_every_word_once(text: str) -> None:
    spans = sentences(text)
    assert all(first.end <= second.start for first, second in itertools.pairwise(spans))
    inside = {at for span in spans for at in range(span.start, span.end)}
    assert all(at in inside for at, character in enumerate(text) if not character.isspace())


@pytest.mark.parametrize("between", [" " * 100_000, " a" * 50_000])
def test_a_long_gap_behind_a_closing_mark_takes_no_time(between: str) -> None:
    text = f"“Why?” The{between} b."
    assert [span.of(text) for span in sentences(text)] == ["“Why?”", text[len("“Why?” ") :]]


@pytest.mark.parametrize(
    "text", ["!" * 100_000 + "x", "…" * 100_000 + "x", "?" + "”" * 100_000 + "x", "?”" * 50_000 + "x"]
)
def test_a_long_run_of_points_takes_no_time(text: str) -> None:
    assert [span.of(text) for span in sentences(text)] == [text]


AROUND = [
    # a text with a bar at the place, what its sentence says before the place, what it says after
    ("He left. We saw |Dr. Hale at the quay. She stayed.", "We saw ", "Dr. Hale at the quay."),
    ("We saw Dr. |Hale. She stayed.", "We saw Dr. ", "Hale."),
    ("He left. |She stayed.", "", "She stayed."),
    ("“We will!” |she said. He left.", "“We will!” ", "she said."),
    ("Nobody came|", "Nobody came", ""),
]


@pytest.mark.parametrize(("marked", "before", "after"), AROUND)
def test_a_sentence_is_cut_at_a_place(marked: str, before: str, after: str) -> None:
    place, text = marked.index("|"), marked.replace("|", "")
    assert (opening(text, place, 80), rest(text, place, 80)) == (before, after)


@pytest.mark.parametrize(("text", "closed"), [("No.", True), ("“No?”", True), ("No,", False), ("", False)])
def test_a_point_closes_a_sentence(text: str, closed: bool) -> None:
    assert is_closed(text) is closed
