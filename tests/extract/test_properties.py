"""What holds of extraction for every text: it never raises, quotes exactly, and looks back no further than it must."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tracker.extract import extract
from tracker.extract.attributions import explain
from tracker.models import Extraction

PIECES = [
    "“We will not close it,” Ms Reed said.",
    "“It is safe,",
    "The Met said patrols had doubled.",
    "she said",
    "according to the council",
    "'It's the officers' plan,' he added.",
    "Mr Hale denied that fares would rise by 12 per cent.",
    "In the past year there were 7,140 assaults, up 19.1% on the year before.",
    "No speech here.",
    "By Ann Writer",
    "Reed: we will win",
    "\n\n",
    "\n",
    " ",
    "“",
    "”",
    "'",
    '"',
    "—",
    "…",
    ", and insisted",
]
TEXTS = st.one_of(st.text(max_size=120), st.lists(st.sampled_from(PIECES), max_size=12).map(" ".join))
BODY = [
    "The council met on Monday to discuss the harbour.",
    "“The wall is sound,” said Nora Field, the engineer. “It will stand.”",
    "She said repairs had cost £2m and insisted nobody was at risk.",
    "Det Supt Omar Hale told the meeting that thefts had fallen by 12 per cent.",
    "The union rejected the figures as “fantasy”.",
    "“We counted every boat.\n\n“We will count again,” Hale said.",
    "More than 300 boats were registered this year.",
    "According to the harbour office, two berths are free.",
]
UNAFFECTED = 2
"""Paragraphs before a cut in which nothing changes: speech may go on, or be taken up, in the two that follow it."""
LONG = 20_000
"""Characters; work that grows with the square of a sentence or a run of marks would take minutes here."""


def claims_before(found: Extraction, end: int) -> list[tuple[int, int, str]]:
    return [(claim.start, claim.end, claim.kind.value) for claim in found.claims if claim.end <= end]


@settings(max_examples=150, deadline=None)
@given(TEXTS)
def test_extraction_never_raises_and_every_span_lies_inside_the_text(text: str) -> None:
    found = extract(text)
    for item in found.attributions:
        spans = [*item.spans, *(span for span in (item.source, item.cue) if span)]
        assert all(0 <= span.start < span.end <= len(text) for span in spans)
        assert list(item.spans) == sorted(item.spans)
        assert 0.0 <= item.confidence <= 1.0
        assert item.polarity in (-1, 1)
        assert explain(text, item)
    numbers = {item.id for item in found.attributions}
    for claim in found.claims:
        assert text[claim.start : claim.end] == claim.text != ""
        assert claim.attribution is None or claim.attribution in numbers
        for quantity in claim.quantities:
            assert claim.start <= quantity.start < quantity.end <= claim.end
            assert text[quantity.start : quantity.end] == quantity.text


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(BODY), max_size=8).map("\n\n".join))
def test_a_blank_line_at_the_end_changes_nothing(text: str) -> None:
    assert extract(text) == extract(text + "\n\n")


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(BODY), min_size=4, max_size=9), st.integers(1, 3))
def test_a_prefix_yields_the_same_claims_well_before_the_cut(paragraphs: list[str], cut: int) -> None:
    text = "\n\n".join(paragraphs)
    prefix = "\n\n".join(paragraphs[:-cut])
    before = len("\n\n".join(paragraphs[: -cut - UNAFFECTED]))
    assert claims_before(extract(prefix), before) == claims_before(extract(text), before)


@pytest.mark.parametrize(
    "unit", ['"', "“", "“a” ", "'a' ", "said ", "a\n", "“a\n\n", "7,140 ", "al- ", "(", ". ", "Mr. ", "ABC "]
)
def test_a_long_text_of_nothing_but_one_mark_or_word_is_read(unit: str) -> None:
    text = unit * (LONG // len(unit))
    assert all(claim.text == text[claim.start : claim.end] for claim in extract(text).claims)
