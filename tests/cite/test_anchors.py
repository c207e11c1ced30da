"""Anchors: words with what stands around them, and text-fragment links."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.cite.anchors import CONTEXT_LENGTH, Anchor, anchor, selectors, text_fragment

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


def test_an_anchor_is_two_w3c_selectors() -> None:
    assert selectors(Anchor(8, 10, "no", "He said ", ".")) == [
        {"type": "TextPositionSelector", "start": 8, "end": 10},
        {"type": "TextQuoteSelector", "exact": "no", "prefix": "He said ", "suffix": "."},
    ]


@given(st.text(alphabet="ab c.“”’\n", min_size=1), st.data())
def test_an_anchor_holds_what_stands_around_its_words(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    place = anchor(text, start, end)
    assert text[place.start : place.end] == place.exact
    assert max(len(place.prefix), len(place.suffix)) <= CONTEXT_LENGTH
    assert (
        text
        == text[: start - len(place.prefix)]
        + place.prefix
        + place.exact
        + place.suffix
        + text[end + len(place.suffix) :]
    )
