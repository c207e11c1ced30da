"""The check of a draft as a pure function: what is exact, what is folded, what is shown, and never an error."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tracker.check.draft import check
from tracker.check.findings import USUAL, AttributedWords, CheckedQuotation, Finding, Source, foldings, own_house
from tracker.check.words import words
from tracker.models import ClaimKind, Span

SOURCES = {
    "one": (
        "Ann Example said: “We do not plan, and will never plan, to send armed otters on routine patrol.” "
        "She added that a short swim was possible. It would happen in extreme circumstances only, and with consent."
    ),
    "two": "“Crime fell by 40 per cent last year,” the borough said. “It's a well-known trend.”",
}
SEEDS = Path(__file__).parent.parent.parent / "seeds"

CHECKED = [
    ("He wrote: “send armed otters on routine patrol”.", [Finding.EXACT], "one"),
    ("He wrote: ‘Send armed otters on routine patrol.’", [Finding.TYPOGRAPHY], "one"),
    ('He wrote: "It’s a well‑known trend."', [Finding.TYPOGRAPHY], "two"),
    ("He wrote: “We do not plan … to send armed otters”.", [Finding.HIDES], "one"),
    ("He wrote: “We do not plan [...] to send armed otters”.", [Finding.HIDES], "one"),
    ("He wrote: “[They] do not plan, and will never plan”.", [Finding.TYPOGRAPHY], "one"),
    ("He wrote: “[d]o not plan, and will never plan”.", [Finding.TYPOGRAPHY], "one"),
    ("He wrote: “a short swim in extreme circumstances”.", [Finding.REPORTED, Finding.HIDES], "one"),
    ("He wrote: “Crime fell by 60 per cent last year”.", [Finding.FIGURE], "two"),
    ("He wrote: “We do plan, and will never plan, to send armed otters”.", [Finding.ALTERED], "one"),
    ("He wrote: “The ducks have left the pond for good”.", [Finding.NOT_FOUND], None),
]


def only(draft: str, sources: dict[str, str | Source]) -> CheckedQuotation:
    (found,) = check(draft, sources).quotations
    return found


@pytest.mark.parametrize(("draft", "findings", "source"), CHECKED)
def test_a_quotation_is_held_against_every_source(draft: str, findings: list[Finding], source: str | None) -> None:
    found = only(draft, dict(SOURCES))
    assert (list(found.findings), found.place and found.place.source) == (findings, source)


ELSEWHERE = {"rounded", "article"}
"""Of figures outside quotations, ``tests/check/test_figures.py``; of the marks around a whole one,
``tests/check/test_subtle_drafts.py``."""


@pytest.mark.parametrize("name", sorted(foldings().keys() - ELSEWHERE))
def test_each_folding_does_what_its_row_says(name: str) -> None:
    row = foldings()[name]
    before, after = (
        "The mayor of Saltmere told all of us on the quay that day that ",
        " and the harbour board agreed with him",
    )
    if name == "first letter":
        before = ""
    permitted = own_house([name]) if row.kind == "house rule" else USUAL
    (found,) = check(
        f"He said:\n\n“{before}{row.draft}{after}”",
        {"source": f"“{before}{row.source}{after},” Mara Quill said."},
        house=permitted,
    ).quotations
    assert found.findings == (Finding.TYPOGRAPHY,)
    assert found.place is not None
    assert {folded.name for folded in found.place.foldings} == {name}


EXACT_OR_NOT = [
    ("well-known trend here", "well-known trend here", Finding.EXACT),
    ("well-known trend here", "well–known trend here", Finding.TYPOGRAPHY),
    ("fish, chips and peas", "fish, chips and peas", Finding.EXACT),
    ("fish, chips and peas", "fish; chips and peas", Finding.TYPOGRAPHY),
    ("we do it at home", "we do it at  home", Finding.TYPOGRAPHY),
    ("we do not swim in the harbour", "we don't swim in the harbour", Finding.ALTERED),
    ("do you go home now?", "do you go home now", Finding.EXACT),
    ("do you go home now?", "do you go home now.", Finding.ALTERED),
    ("two million people left", "two billion people left", Finding.FIGURE),
    ("there were 45 offers, worth £3.2m", "there were 54 offers, worth £3.2 million", Finding.FIGURE),
    ("there were 45 offers", "there were forty-five offers", Finding.TYPOGRAPHY),
    ("2,000 people left it", "2000 people left it", Finding.TYPOGRAPHY),
    ("a rise of 5 per cent in harbour dues", "a rise of 5 percentage points in harbour dues", Finding.FIGURE),
    ("forty-five people left it", "45 people left it", Finding.TYPOGRAPHY),
    ("right in form and in fact here", "right inform and in fact here", Finding.ALTERED),
    ("the Council met us", "the council met us", Finding.TYPOGRAPHY),
]


@pytest.mark.parametrize(("source", "draft", "finding"), EXACT_OR_NOT)
def test_exact_means_character_for_character(source: str, draft: str, finding: Finding) -> None:
    found = only(f"Mara Quill said: “{draft}”", {"source": f"“{source}”, Mara Quill said."})
    assert found.finding is finding


def test_the_parts_of_a_splice_are_quoted() -> None:
    found = only("He wrote: “a short swim in extreme circumstances”.", dict(SOURCES))
    assert found.place is not None
    assert [part.of(SOURCES["one"]) for part in found.place.parts] == ["a short swim", "in extreme circumstances"]


def test_a_seed_splices_two_sentences_that_another_prints_in_full() -> None:
    telegraph = (SEEDS / "telegraph-met-prepares-to-unleash-armed-officers.txt").read_text(encoding="utf-8")
    draft = (SEEDS / "london-police-consider-openly-armed-officers.txt").read_text(encoding="utf-8")
    found = next(
        each for each in check(draft, {"telegraph": telegraph}).quotations if each.text.startswith("very short")
    )
    assert Finding.HIDES in found.findings
    assert found.place is not None
    assert [part.of(telegraph) for part in found.place.parts] == ["very short foot patrol", "in extreme circumstances"]


def test_every_quotation_of_a_seed_is_exact_in_itself() -> None:
    for seed in SEEDS.glob("*.txt"):
        text = seed.read_text(encoding="utf-8")
        assert {each.finding for each in check(text, {"itself": text}).quotations} <= {Finding.EXACT}


def test_a_draft_without_quotations_or_sources_is_no_error() -> None:
    assert check("Nobody said so.", dict(SOURCES)).quotations == ()
    assert only("He said: “so it is with us”.", {}).finding is Finding.NOT_FOUND


def test_a_lookalike_is_shown_as_the_nearest_and_never_as_the_source() -> None:
    found = only("He said: “We do plan to feed young otters on rainy days.”", dict(SOURCES))
    assert found.finding is Finding.NOT_FOUND
    assert found.place is None
    assert found.nearest is not None and found.nearest.source == "one"


def test_of_two_wordings_the_earlier_comes_first_and_undated_ones_last() -> None:
    sources: dict[str, str | Source] = {
        "late": Source("“We will build nine new boats this year,” she said.", date="2022-05-01"),
        "undated": Source("“We will build many new boats this year,” she said."),
        "early": Source("“We will build ten new boats this year,” she said.", date="2022-04"),
    }
    found = only("She said: “We will build nine new boats this year.”", sources)
    assert [place.source for place in found.wordings] == ["early", "late", "undated"]
    assert found.place is not None and found.place.source == "late"
    assert found.finding is Finding.EXACT


def speech(text: str, words_: str, speaker: str, *roles: str) -> AttributedWords:
    start = text.index(words_)
    return AttributedWords((Span(start, start + len(words_)),), ClaimKind.DIRECT, speaker, roles=roles)


SAID = "We will build nine new boats"
MOUTHS = [
    ("Mara Quill", "Mara Quill", False),
    ("Quill", "Mara Quill", False),
    ("Ms Quill", "Mara Quill", False),
    ("Oswin Tarrant", "Mara Quill", True),
    ("Quill", "Tom Quill", False),
    ("the mayor", "Mara Quill", False),
    ("One farmer", "Mara Quill", False),
    ("Local residents", "Mara Quill", False),
]


@pytest.mark.parametrize(("named", "known", "wrong"), MOUTHS)
def test_exact_words_in_another_mouth_are_said_to_be(named: str, known: str, wrong: bool) -> None:
    draft, text = f"{named} said: “{SAID}.”", f"“{SAID},” {known} said."
    source = Source(text, speech=(speech(text, SAID, known),))
    (found,) = check(draft, {"one": source}, speech=[speech(draft, SAID, named)]).quotations
    assert (Finding.WRONG_SPEAKER in found.findings) is wrong
    assert Finding.EXACT in found.findings


def test_words_of_an_interrupted_sentence_that_a_cue_passes_over_are_shown() -> None:
    source = "“We will build boats for whoever pays for them, and soon after Easter,” she said."
    draft = "“We will build boats,” she said, “and soon after Easter.”"
    first, second = check(draft, {"one": source}).quotations
    assert first.findings == (Finding.EXACT,)
    assert second.findings == (Finding.HIDES,)
    assert second.place is not None and second.place.hidden == ("for whoever pays for them",)


WORDS = ("the", "otter", "swims", "not", "in", "cold", "water", "[we]", "40", "per", "cent", "…", "?", ".")


def test_a_quotation_that_stops_inside_a_sentence_shows_how_it_goes_on() -> None:
    source = "“Officers will be armed with batons and shields. They know it,” Mara Quill said."
    found = only("She said: “Officers will be armed.”", {"one": source})
    assert found.findings == (Finding.EXACT,)
    assert "The sentence goes on in the source: “with batons and shields”." in found.why
    whole = only("She said: “Officers will be armed with batons and shields.”", {"one": source})
    assert whole.place is not None and whole.place.goes_on == ""


MARKS = "“”‘’'\"…[]()—-.,?! \n*a1"


@settings(max_examples=60, deadline=None)
@given(
    st.text(alphabet=st.one_of(st.sampled_from(MARKS), st.characters())), st.lists(st.text(alphabet=MARKS), max_size=3)
)
def test_any_draft_is_checked_without_error(draft: str, texts: list[str]) -> None:
    sources: dict[str, str | Source] = {str(number): text for number, text in enumerate(texts)}
    sources["itself"] = draft
    whole = f"“{draft}” {draft}"
    checked = check(whole, sources)
    for found in (*checked.quotations, *checked.passed_over):
        assert found.text == Span(found.start, found.end).of(whole)
    for found in checked.quotations:
        if found.finding is Finding.EXACT and found.place is not None:
            text = sources[found.place.source]
            assert isinstance(text, str)
            assert all(part.of(text) in found.text for part in found.place.parts)  # several around a “…”


@settings(max_examples=40, deadline=None)
@given(st.lists(st.sampled_from(WORDS), min_size=2, max_size=14))
def test_what_is_quoted_whole_is_exact(tokens: list[str]) -> None:
    text = " ".join(tokens).strip(" .?…")
    if len(words(text)) < 2 or "…" in text or "[" in text:
        return
    found = check(f"She said: “{text},” and left.", {"one": f"“{text},” she said."})
    assert [each.finding for each in found.quotations] in ([Finding.EXACT], [])


HOSTILE = [
    "“" * 200_000,
    "”" * 200_000,
    "'" * 200_000,
    '"' * 200_000,
    "‘a’ " * 50_000,
    "“we go home” " * 15_000,
    "“" + "we go … " * 20_000 + "”",
    "“" + "[we] " * 30_000 + "”",
    "“" + "a " * 90_000 + "”",
    "“" + "." * 190_000 + "”",
    "[" * 190_000,
    "> a b c d e f g\n\n" * 12_000,
]
SHORT = 12_000
"""Characters of an input; the same of twice the length may take twice the work, and quadratic work takes four times."""
MOST_GROWTH = 2.7


def work(draft: str) -> int:
    """Return how many functions are called to check a draft."""
    calls = 0

    def count(_frame: object, event: str, _argument: object) -> None:
        nonlocal calls
        calls += event in ("call", "c_call")

    sys.setprofile(count)
    try:
        check(draft, {"one": SOURCES["one"], "itself": draft[:4_000]})
    finally:
        sys.setprofile(None)
    return calls


@pytest.mark.parametrize("draft", HOSTILE, ids=lambda draft: draft[:12])
def test_hostile_drafts_take_no_more_than_linear_work(draft: str) -> None:
    once, twice = work(draft[:SHORT]), work(draft[: 2 * SHORT])
    assert twice <= MOST_GROWTH * once + SHORT
