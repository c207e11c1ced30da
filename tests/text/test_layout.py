"""Which line breaks are wraps, and which end a line on purpose."""

from __future__ import annotations

import textwrap

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.text.layout import is_broken, lines, paragraphs, unwrapped

BOARD = "The harbour board met on the quay on Monday and it decided that the old sea wall needed a new gate by winter."
POLE = "Ann Pole, its chair, said that 12 per cent of the boats had left, and that 3,400 people would follow them."
HALE = (
    "That is not what the figures show, for they show that it has fallen in each of the years since the wall was built."
)


def wrapped(text: str, width: int, newline: str = "\n", mark: str = "") -> str:
    """Return a text whose paragraphs, each on a line of its own, are wrapped, each line behind a mark."""
    found = []
    for line in text.split("\n"):
        found += textwrap.wrap(line, width, break_long_words=False, break_on_hyphens=False) or [""]
    return newline.join(mark + line for line in found)


# A text of one line a paragraph, whose breaks stay where it is wrapped at any of the widths.
WALLS = [
    f"{BOARD}\n\n{POLE}",
    f"Board meets on the quay\n\n{BOARD}",
    f"Sea wall to have a gate\nBy Ben Hollis\n9 September 2024\n\n{BOARD}",
    f"{BOARD}\n\nAnn Pole\n12 Quay Road\nSaltmere\nSM1 2AB\n\n{POLE}",
    f"{BOARD}\n\nThe tide comes in,\nThe tide goes out,\nAnd nobody who walks\nRemembers.\n\n{POLE}",
    f"Mr Hale\n{BOARD}\nMs Pole\n{HALE}\nMr Hale\nI disagree.",
    f"CHAIR: {BOARD}\nMS POLE: {HALE}\nMR HALE: I disagree.",
    f"{BOARD}\n- {POLE}\n- {HALE}",
    f"{BOARD}\n1. {POLE}\n2. {HALE}",
    f"{BOARD}\n\n| Year | Boats |\n| 2019 | 1,204 |\n\n{POLE}",
    f"{BOARD}\n\nMore boats\nbigger gates\nless wind\n\n{POLE}",
]


@pytest.mark.parametrize("width", [28, 40, 57, 76, 99, 118])
@pytest.mark.parametrize("text", WALLS)
def test_a_wrapped_text_has_the_lines_it_had(text: str, width: int) -> None:
    assert unwrapped(wrapped(text, width)).text == text


# A text that is not wrapped, as it is printed.
AS_PRINTED = [
    f"{BOARD}\n{POLE}\n{HALE}",
    "Councillor Ann Pole of Saltmere\nCouncillor Ben Hollis of Quayside\nCouncillor Mary Dunn of Northgate",
    "The tide comes in, the tide goes out,\nThe harbour lights are low,\nAnd nobody who walks the quay",
    f"{BOARD}\nmore gates in the wall\nwider steps to the beach\nnew lamps along the quay\n\n{POLE} {HALE}",
    "Year   Boats   Crews\n2019   1,204   310\n2020   1,368   298",
    "Year and crew\tBoats in the harbour and\tof the\n2019\t1,204\tof them\n2020\t1,368\tof them",
    f"Board meets on the quay\n{BOARD} {POLE}\n{HALE} {BOARD}",
    "One.\nTwo.",
    f"---\ntitle: {BOARD}\nurl: https://board.example/news/2018/walls-and-gates-on-the-quay\n---\n\n{POLE}",
]


@pytest.mark.parametrize("text", AS_PRINTED)
def test_lines_that_were_ended_on_purpose_are_not_glued(text: str) -> None:
    assert unwrapped(text).text == text


# A wrapped text, what it reads as.
JOINED = [
    ("Burglary fell there by\n12 per cent.", "Burglary fell there by 12 per cent."),
    (
        "The gate was paid for by Ann\nPole, who was in the old\nchair.",
        "The gate was paid for by Ann Pole, who was in the old chair.",
    ),
    (
        "A line that was ended at the width of a column, as mail and\nScanners do.",
        "A line that was ended at the width of a column, as mail and Scanners do.",
    ),
    ("This is the recom-\nmended wall.", "This is the recommended wall."),
    ("This is the recom\u00ad\nmended wall.", "This is the recommended wall."),
    (
        "It was a six-month\nwait for all of the\nship, a six-\nmonth wait.",
        "It was a six-month wait for all of the ship, a six-month wait.",
    ),
    ("A sea wall and a sea-\nside road.", "A sea wall and a sea-side road."),
    ("It was the rank-and-\nfile vote.", "It was the rank-and-file vote."),
    (
        "It was told at the house to Lord Hogan-\nHowe by us all, who were sitting there\nat the time.",
        "It was told at the house to Lord Hogan-Howe by us all, who were sitting there at the time.",
    ),
    ("All of the old pre-\nand post-war walls.", "All of the old pre- and post-war walls."),
    ("It was a long day –\nthe last of them.", "It was a long day – the last of them."),
    ("It was seen at the\r\nend of the old quay\r\nat noon.", "It was seen at the end of the old quay at noon."),
    (
        "> It was seen at the\n> end of the old quay\n> at noon.\nI saw it.",
        "> It was seen at the end of the old quay at noon.\nI saw it.",
    ),
    (
        "   The board met on the\nquay.\n   The chair said that the\nwall stood.",
        "   The board met on the quay.\n   The chair said that the wall stood.",
    ),
    (
        "- the wall is to be high\n  and the gate is to be\n  wide\n- the lamps stay",
        "- the wall is to be high and the gate is to be wide\n- the lamps stay",
    ),
]


@pytest.mark.parametrize(("text", "read"), JOINED)
def test_a_wrap_is_a_blank_and_a_broken_word_whole(text: str, read: str) -> None:
    assert unwrapped(text).text == read


@pytest.mark.parametrize(
    ("before", "after", "known", "broken"),
    [
        ("recom", "mend it", (), True),
        ("in", "crease", ("in",), True),
        ("six", "month wait", (), False),
        ("knife", "carrying", ("knife",), False),
        ("2018", "style", (), False),
        ("Hogan", "Howe said", (), False),
    ],
)
def test_a_hyphen_at_a_line_s_end_breaks_a_word_or_ties_two(
    before: str, after: str, known: tuple[str, ...], broken: bool
) -> None:
    assert is_broken(before, after, known) is broken


def test_a_paragraph_goes_on_behind_a_blank_line_however_it_is_wrapped() -> None:
    text = f"{BOARD}\n\n{POLE.removesuffix('.')}\n\nand that was that."
    for width in (25, 50, 75, 200):
        found = [" ".join(span.of(wrapped(text, width)).split()) for span in paragraphs(wrapped(text, width))]
        assert found == [BOARD, f"{POLE.removesuffix('.')} and that was that."]


@given(
    st.lists(st.sampled_from((BOARD, POLE, HALE)), min_size=1, max_size=4),
    st.integers(24, 120),
    st.sampled_from(("\n", "\r\n")),
    st.sampled_from(("", "    ", "> ", ">> ")),
)
def test_paragraphs_are_the_same_at_any_width(text: list[str], width: int, newline: str, mark: str) -> None:
    printed = wrapped("\n\n".join(text), width, newline, mark)
    found = [span.of(printed) for span in paragraphs(printed)]
    assert [" ".join(words.replace(">", "").split()) for words in found] == text


@given(st.text(alphabet='aB 1.-,:>“"\n\r\t', max_size=120))
def test_every_character_that_is_read_is_printed_where_it_is_said_to_be(text: str) -> None:
    whole = unwrapped(text)
    places = range(len(text)) if whole.places is None else whole.places
    assert list(places) == sorted(set(places)) and len(places) == len(whole.text)
    assert all(text[place] == sign or sign == " " for place, sign in zip(places, whole.text, strict=True))
    inside = {at for line in lines(text) for at in range(line.start, line.end)}
    assert all(at in inside for at, sign in enumerate(text) if not sign.isspace())
