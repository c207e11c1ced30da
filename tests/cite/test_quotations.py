"""The draft check: exact, shortened, stitched, altered or not found."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.cite.quotations import Finding, check
from tracker.cite.source_words import words
from tracker.models import Span

SOURCES = {
    "one": (
        "Ann Example said: “We do not plan, and will never plan, to send armed otters on routine patrol.” "
        "She added that a short swim was possible. It would happen in extreme circumstances only, and with consent."
    ),
    "two": "Crime fell by 40 per cent last year, the borough said. It's a well-known trend.",
}

CHECKED = [
    ("He wrote “send armed otters on routine patrol”.", Finding.EXACT, "one"),
    ("He wrote ‘Send armed otters on routine patrol.’", Finding.EXACT, "one"),
    ('He wrote "It’s a well‑known trend."', Finding.EXACT, "two"),
    ("He wrote “We do not plan … to send armed otters”.", Finding.SHORTENED, "one"),
    ("He wrote “We do not plan [...] to send armed otters”.", Finding.SHORTENED, "one"),
    ("He wrote “[They] do not plan, and will never plan”.", Finding.SHORTENED, "one"),
    ("He wrote “[d]o not plan, and will never plan”.", Finding.EXACT, "one"),
    ("He wrote “a short swim in extreme circumstances”.", Finding.STITCHED, "one"),
    ("He wrote “Crime fell by 60 per cent last year”.", Finding.ALTERED, "two"),
    ("He wrote “We do plan, and will never plan, to send armed otters”.", Finding.ALTERED, "one"),
    ("He wrote “The ducks have left the pond for good”.", Finding.NOT_FOUND, None),
    ("He wrote “otterlike”.", Finding.NOT_FOUND, None),
]


@pytest.mark.parametrize(("draft", "finding", "source"), CHECKED)
def test_a_quotation_is_held_against_every_source(draft: str, finding: Finding, source: str | None) -> None:
    (found,) = check(draft, SOURCES)
    assert (found.finding, found.source) == (finding, source)


def test_the_words_an_ellipsis_hides_are_shown() -> None:
    (found,) = check("He wrote “We do not plan … to send armed otters”.", SOURCES)
    assert found.hidden == ("and will never plan",)
    assert found.why == "Word for word around an ellipsis or a bracket. Hidden: “and will never plan”."


def test_the_words_a_bracket_replaces_are_shown() -> None:
    (found,) = check("He wrote “Crime fell by [far] last year”.", SOURCES)
    assert found.hidden == ("40 per cent",)


def test_the_words_a_splice_passes_over_are_shown() -> None:
    source = "The pier will open in May. It will not be free. It will have a new roof by the autumn."
    (found,) = check("He wrote “The pier will open in May, have a new roof by the autumn”.", {"pier": source})
    assert found.finding is Finding.STITCHED
    assert found.hidden == ("It will not be free. It will",)
    assert "Hidden: “It will not be free. It will”." in found.why


NEGATIONS = [
    ("He wrote “We do not plan … to send armed otters”.", "The hidden words hold a negation: “never”."),
    ("He wrote “We do not plan, and will never … send armed otters”.", ""),
    ("He wrote “a short swim in extreme circumstances”.", ""),
]


@pytest.mark.parametrize(("draft", "warning"), NEGATIONS)
def test_a_negation_among_the_hidden_words_is_warned_of(draft: str, warning: str) -> None:
    (found,) = check(draft, SOURCES)
    assert found.warning == warning


def test_an_altered_figure_is_told_in_words() -> None:
    (found,) = check("He wrote “Crime fell by 60 per cent last year”.", SOURCES)
    assert found.why == "Other words than the source has. “40” became “60”."


def test_a_dropped_word_is_told_in_words() -> None:
    (found,) = check("He wrote “We do plan, and will never plan, to send armed otters”.", SOURCES)
    assert found.why == "Other words than the source has. “not” was left out."


def test_the_parts_of_a_stitched_quotation_are_quoted() -> None:
    (found,) = check("He wrote “a short swim in extreme circumstances”.", SOURCES)
    assert [part.of(SOURCES["one"]) for part in found.parts] == ["a short swim", "in extreme circumstances"]


def test_a_seed_splices_two_sentences_that_another_prints_in_full() -> None:
    seeds = Path(__file__).parent.parent.parent / "seeds"
    telegraph = (seeds / "telegraph-met-prepares-to-unleash-armed-officers.txt").read_text(encoding="utf-8")
    draft = (seeds / "london-police-consider-openly-armed-officers.txt").read_text(encoding="utf-8")
    found = next(each for each in check(draft, {"telegraph": telegraph}) if each.text.startswith("very short"))
    assert found.finding is Finding.STITCHED
    assert [part.of(telegraph) for part in found.parts] == ["very short foot patrol", "in extreme circumstances"]


def test_every_quotation_of_a_seed_is_exact_in_itself() -> None:
    for seed in (Path(__file__).parent.parent.parent / "seeds").glob("*.txt"):
        text = seed.read_text(encoding="utf-8")
        assert {each.finding for each in check(text, {"itself": text})} <= {Finding.EXACT}


def test_a_draft_without_quotations_or_sources_is_no_error() -> None:
    assert check("Nobody said so.", SOURCES) == ()
    assert [each.finding for each in check("He said “so it is”.", {})] == [Finding.NOT_FOUND]


@given(st.text(), st.lists(st.text(), max_size=3))
def test_any_draft_is_checked_without_error(draft: str, texts: list[str]) -> None:
    sources = {str(number): text for number, text in enumerate(texts)}
    for found in check(f"“{draft}” {draft}", sources):
        assert found.text == Span(found.start, found.end).of(f"“{draft}” {draft}")
        if found.finding is Finding.EXACT and found.source:
            (part,) = found.parts
            assert words(part.of(sources[found.source])) == words(found.text)
