"""Quotation marks: direction from the characters beside them, paragraph by paragraph, apostrophes left out."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.text.quotes import BLOCK, quotations

PAIRED = [
    ("“Go,” he said. “Now.”", ["“Go,”", "“Now.”"]),
    ('"Go," he said. "Now."', ['"Go,"', '"Now."']),
    ("‘Go,’ he said.", ["‘Go,’"]),
    ("'Go,' he said.", ["'Go,'"]),
    ("«Go», he said.", ["«Go»"]),
    ("``Go,'' he said.", ["``Go,''"]),
    ("''Go,'' he said.", ["''Go,''"]),
    ("‘‘Go,’’ he said.", ["‘‘Go,’’"]),
    ("„Go“, he said. „Now”, she said.", ["„Go“", "„Now”"]),
    (",,Go,'' he said.", [",,Go,''"]),
    ("”Go,” he said. ”Now.”", ["”Go,”", "”Now.”"]),
    ("»Go«, he said. «Now»", ["»Go«", "«Now»"]),
    ("He went on: ”Go,” he said, ”now.”", ["”Go,”", "”now.”"]),
    ("He said “Go ” and left.", ["“Go ”"]),
    ("They lost 3,,4 and 5.", []),
    ("It’s the officers’ plan, isn’t it?", []),
    ("It's the officers' plan from the '90s, isn't it?", []),
    ('He was 6\'2" tall and the table 30" wide.', []),
    ("‘It’s the officers’ choice,’ said Dunn.", ["‘It’s the officers’ choice,’"]),
    ("“The ‘green zone’ is a myth,” he said.", ["“The ‘green zone’ is a myth,”"]),
    ("‘The “green zone” is a myth,’ he said.", ["‘The “green zone” is a myth,’"]),
    ("The word—“now”—was hers.", ["“now”"]),
    ('("Now" was hers.)', ['"Now"']),
    ("“Open and never closed", ["“Open and never closed"]),
    ("“One.\n\n“Two.\n\n“Three,” she said.", ["“One.", "“Two.", "“Three,”"]),
    ("‘One.\n\n‘Two,’ she said.", ["‘One.", "‘Two,’"]),
    ("“One.\n\nNo mark here.\n\n“Two,” she said.", ["“One.", "“Two,”"]),
]


@pytest.mark.parametrize(("text", "expected"), PAIRED)
def test_marks_pair_as_a_reader_pairs_them(text: str, expected: list[str]) -> None:
    assert [quotation.span.of(text) for quotation in quotations(text)] == expected


def test_a_paragraph_that_opens_with_a_mark_goes_on_with_one_left_open() -> None:
    first, second, third = quotations("“One.\n\n“Two.\n\n“Three,” she said.")
    assert [first.closed, second.closed, third.closed] == [False, False, True]
    assert [first.goes_on, second.goes_on, third.goes_on] == [False, True, True]


def test_an_unclosed_mark_does_not_turn_the_next_paragraph_inside_out() -> None:
    text = '"Open.\n\nShe left. "Stay," he said.'
    assert [quotation.span.of(text) for quotation in quotations(text)] == ['"Open.', '"Stay,"']


@given(st.text(alphabet="ab .,\n\"'“”‘’«»`—s", max_size=80))
def test_quotations_are_ordered_disjoint_and_inside_the_text(text: str) -> None:
    end = 0
    for quotation in quotations(text):
        assert end <= quotation.start < quotation.end <= len(text)
        end = quotation.end


# text, the paragraphs of block quotations that are somebody's words
BLOCKS = [
    ("Ms Voss said:\n\n> We go.\n>\n> We stay.\n\nIt rained.", ["We go.", "We stay."]),
    ("Ms Voss said:\n> We go.", ["We go."]),
    ("Ms Voss said:\n\n> We ‘go’ and “stay”.", ["We ‘go’ and “stay”."]),
    ("It rained.\n\n> We go.\n>\n> — Ida Voss, mayor\n", ["We go."]),
    ("It rained.\n\n> We go.\n>\n> Ida Voss, mayor", ["We go."]),
    ("It rained.\n\n> We go.\n\n— Ida Voss, mayor", ["We go."]),
    ("It rained.\n\n> We go.\n\nIt snowed.", []),
    ("It rained.\n\n> We go.\n\n— but it snowed.", []),
    ("Ms Voss said:\n\n> “We go.”\n\nIt rained.", []),
    ("Ms Voss said: 5 > 3", []),
]


@pytest.mark.parametrize(("text", "expected"), BLOCKS)
def test_a_block_quotation_that_is_introduced_or_signed_needs_no_marks(text: str, expected: list[str]) -> None:
    found = [quotation for quotation in quotations(text) if quotation.family == BLOCK]
    assert [quotation.span.of(text) for quotation in found] == expected
    assert [quotation.goes_on for quotation in found] == [number > 0 for number in range(len(found))]
