"""A draft saved with its accepted changes: a Word file keeps its form, and what finds no place in it is refused."""

from __future__ import annotations

from io import BytesIO

import pytest
from docx import Document
from hypothesis import given, settings
from hypothesis import strategies as st

from tracker.models import TrackerError
from tracker.services.drafts import FORMS, as_word, changed_stretches, read_draft

TEXT = (
    "Patrols at night\n\nQuill said: “We are now planning patrols.” There were 1,999 assaults.\n\n"
    "> A block of words.\n\nYear\t1,999\n\nThe end."
)
CHANGES = [
    # what stands in the draft, and what it becomes
    ("now planning", "not planning"),
    ("planning patrols", "planning routine armed patrols"),
    ("1,999 assaults", "1,240 assaults"),
    ("Year\t1,999", "Year\t1,240"),
    ("A block", "This is a block"),
    ("“We are now planning patrols.”", "We are now planning patrols."),
    ("The end.", "The very end."),
    ("Patrols at", "Armed patrols at"),
    ("The end.", "The end.\n\nAnd a word more.\n\nAnd another."),
    ("Quill said", "It rained.\n\nQuill said"),
    ("“We are now planning patrols.” There", "“We are now planning patrols.”\n\nThere"),
    ("\n\nThe end.", ""),
]


def word_file() -> bytes:
    """Return a Word file that is read as ``TEXT``: a heading, bold words, a quotation, a table."""
    document = Document()
    document.add_heading("Patrols at night", 1)
    paragraph = document.add_paragraph("Quill said: “We are ")
    paragraph.add_run("now").bold = True
    paragraph.add_run(" planning patrols.” There were 1,999 assaults.")
    document.add_paragraph("A block of words.", style="Quote")
    table = document.add_table(1, 2)
    table.cell(0, 0).text, table.cell(0, 1).text = "Year", "1,999"
    document.add_paragraph("The end.")
    out = BytesIO()
    document.save(out)
    return out.getvalue()


ORIGINAL = word_file()


@pytest.mark.parametrize(("old", "new"), CHANGES)
@pytest.mark.parametrize("original", [ORIGINAL, b"", b"%PDF-1.4"])
def test_a_word_file_has_the_words_of_the_draft(original: bytes, old: str, new: str) -> None:
    assert read_draft(ORIGINAL, "draft.docx").text == TEXT
    assert TEXT.count(old) == 1
    written = as_word(TEXT.replace(old, new), original)
    assert read_draft(written, "draft.docx").text.split() == TEXT.replace(old, new).split()


def test_changed_words_keep_the_looks_of_those_they_replace() -> None:
    written = Document(BytesIO(as_word(TEXT.replace("now", "not").replace("1,999 a", "1,240 a"), ORIGINAL)))
    (heading, paragraph, *_) = written.paragraphs
    assert heading.style.name == "Heading 1"
    assert [(run.text, run.bold) for run in paragraph.runs] == [
        ("Quill said: “We are ", None),
        ("not", True),
        (" planning patrols.” There were 1,240 assaults.", None),
    ]
    added = Document(BytesIO(as_word(TEXT.replace("words.", "words.\n\nMore."), ORIGINAL)))
    assert [(each.text, each.style.name) for each in added.paragraphs[2:4]] == [
        ("A block of words.", "Quote"),
        ("More.", "Normal"),
    ]


def test_what_finds_no_place_in_the_file_is_refused_in_a_sentence() -> None:
    with pytest.raises(TrackerError, match="could not be put into the Word file"):
        as_word(TEXT.replace("Year\t1,999", "Year"), ORIGINAL)


@settings(max_examples=60)
@given(st.lists(st.sampled_from(["a", "b ", "\n", "c", " "])), st.lists(st.sampled_from(["a", "b ", "\n", "d"])))
def test_what_changed_makes_one_text_of_the_other(one: list[str], other: list[str]) -> None:
    before, after = "".join(one), "".join(other)
    for start, end, new in changed_stretches(before, after):
        before = before[:start] + new + before[end:]
    assert before == after


def test_control_characters_are_refused_where_a_word_file_cannot_hold_them() -> None:
    with pytest.raises(TrackerError, match="control characters"):
        as_word("A\x00 draft.", ORIGINAL)


def test_text_and_markdown_are_the_draft_as_it_stands() -> None:
    assert {FORMS[ending].write(TEXT, ORIGINAL) for ending in ("txt", "md")} == {TEXT.encode()}
