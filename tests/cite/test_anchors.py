"""Anchors: found again in changed texts, and text-fragment links."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.cite.anchors import CONTEXT_LENGTH, Anchor, anchor, locate, selectors, text_fragment
from tracker.models import Span

PAGE = "https://example.org/a"

FRAGMENTS = [
    ("It was so.", "was", f"{PAGE}#:~:text=was"),
    ("A well-known, loved thing.", "well-known, loved", f"{PAGE}#:~:text=well%2Dknown%2C%20loved"),
    ("Crime & more: 40% up.", "& more: 40%", f"{PAGE}#:~:text=%26%20more%3A%2040%25"),
    ("“Café”, she said.", "Café", f"{PAGE}#:~:text=Caf%C3%A9"),
    (
        "First he said no to it. Then she said no to that.",
        "said no",
        f"{PAGE}#:~:text=First%20he-,said%20no,-to%20it.%20Then%20she",
    ),
    (
        "One two three four five six.\nSeven eight nine ten eleven twelve.",
        "One two three four five six.\nSeven eight nine ten eleven twelve.",
        f"{PAGE}#:~:text=One%20two%20three%20four%20five,eight%20nine%20ten%20eleven%20twelve.",
    ),
]

MOVED = [
    ("Now: he said no.", "no", "he said ", ".", Span(13, 15)),
    ("He said “it’s so”.", "said \"it's", "He ", " so", Span(3, 13)),
    ("He said\nit was  so.", "it was so", "He said ", ".", Span(8, 18)),
    ("no no no", "no", "", "", None),
    ("He said nothing.", "yes", "He said ", ".", None),
    ("He said nothing.", "", "", "", None),
]


@pytest.mark.parametrize(("text", "exact", "link"), FRAGMENTS)
def test_a_text_fragment_names_the_words(text: str, exact: str, link: str) -> None:
    start = text.index(exact)
    assert text_fragment(PAGE, text, start, start + len(exact)) == link


def test_a_long_quotation_is_linked_by_its_first_and_last_words() -> None:
    text = " ".join(f"word{n}" for n in range(100))
    link = text_fragment(PAGE, text, 0, len(text))
    assert link == f"{PAGE}#:~:text=word0%20word1%20word2%20word3%20word4,word95%20word96%20word97%20word98%20word99"


def test_a_fragment_of_the_address_is_kept_and_an_older_directive_replaced() -> None:
    assert text_fragment(f"{PAGE}#top:~:text=old", "It was so.", 3, 6) == f"{PAGE}#top:~:text=was"


@pytest.mark.parametrize(("text", "exact", "prefix", "suffix", "place"), MOVED)
def test_words_are_found_again_or_declined(text: str, exact: str, prefix: str, suffix: str, place: Span | None) -> None:
    assert locate(text, exact, prefix, suffix) == place


def test_context_decides_before_the_old_position() -> None:
    text = "He said no. She said no. They said no."
    assert locate(text, "no", "She said ", ". They", start=0) == Span(21, 23)
    assert locate(text, "no", "", "", start=36) == Span(35, 37)


def test_an_anchor_is_two_w3c_selectors() -> None:
    assert selectors(Anchor(8, 10, "no", "He said ", ".")) == [
        {"type": "TextPositionSelector", "start": 8, "end": 10},
        {"type": "TextQuoteSelector", "exact": "no", "prefix": "He said ", "suffix": "."},
    ]


@given(st.text(alphabet="ab c.“”’\n", min_size=1), st.data())
def test_an_anchor_finds_its_own_place(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    place = anchor(text, start, end)
    assert text[place.start : place.end] == place.exact
    assert max(len(place.prefix), len(place.suffix)) <= CONTEXT_LENGTH
    assert locate(text, place.exact, place.prefix, place.suffix, start) == Span(start, end)


@given(st.text(alphabet="ab c.\n", min_size=1), st.data())
def test_an_anchor_finds_its_words_behind_a_new_beginning(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    place = anchor(text, start, end)
    found = locate(f"zz{text}", place.exact, place.prefix, place.suffix, start)
    assert found is None or found.of(f"zz{text}").split() == place.exact.split()
