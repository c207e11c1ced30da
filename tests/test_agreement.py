"""Rooms that are asked one question give one answer: what is reversed, what the same, where a sentence ends."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tracker.check.draft import check
from tracker.check.words import SourceWords
from tracker.extract.prose import ZoneKind, zones
from tracker.matching.features import features
from tracker.matching.relation import relation
from tracker.models import RelationKind, Span
from tracker.text.circumstances import circumstances
from tracker.text.differences import differences, in_words
from tracker.text.lexicon import rows
from tracker.text.sentences import sentences
from tracker.web.marks import steps

# What is reversed

SUBJECTS = ["we", "the council", "officers", "the board of the harbour", "most ferrymen"]
VERBS = [
    # an auxiliary or nothing, and the rest
    ("are", "planning patrols"),
    ("have", "been planning armed patrols"),
    ("will", "raise the fares"),
    ("", "believe that the lock is safe"),
    ("", "cut the night service by 20 per cent"),
    ("", "support tolls on the bridge"),
    ("", "closed the mill"),
    ("", "said the harbour would close"),
]
NEGATORS = ["", "", "not", "never", "hardly", "no longer", "by no means", "far from", "rarely"]
OPENINGS = [
    "", "", "It is not true that", "There is no evidence that", "We deny that", "We cannot rule out that",
    "Nobody thinks that", "It is false that", "I do not believe that", "Without a vote,", "No doubt",
    "Not only did we think that", "Rather than wait,",
]  # fmt: skip
TAILS = [
    "", "", "at night", "because the river is not safe", "and the mill did not close", "but not on Sundays",
    "in extreme circumstances", "unless nothing changes", "or not", "is a myth", "and will not become so",
    "instead of a bridge", "never",
]  # fmt: skip
SHORTEST = 4
"""Words of a quotation that nobody takes for scare quotes."""


@st.composite
def statements(draw: st.DrawFn) -> str:
    auxiliary, rest = draw(st.sampled_from(VERBS))
    chosen = (OPENINGS, SUBJECTS, [auxiliary], NEGATORS, [rest], TAILS)
    said = " ".join(part for part in (draw(st.sampled_from(parts)) for parts in chosen) if part)
    return said[0].upper() + said[1:]


@st.composite
def quotations(draw: st.DrawFn) -> tuple[str, str]:
    """Return a statement and some words of it in a row."""
    said = draw(statements())
    words = said.split()
    assume(len(words) >= SHORTEST)
    first = draw(st.integers(0, len(words) - SHORTEST))
    return said, " ".join(words[first : draw(st.integers(first + SHORTEST, len(words)))])


def passes(said: str, quoted: str) -> bool:
    """Say whether the check passes words quoted from a statement, or sees no quotation in them."""
    found = check(f"Marlow said: “{quoted}.”", {"ferry": f"“{said},” Ida Marlow said."}).quotations
    return bool(found) and not found[0].findings[0].fails


REVERSED = [
    # a statement, and words of it that say the contrary
    ("We are not planning patrols on the ferry", "planning patrols on the ferry"),
    ("We have not been planning armed patrols", "been planning armed patrols"),
    ("I do not believe that the lock is safe", "the lock is safe"),
    ("There is no evidence that the ferry sank", "that the ferry sank"),
    ("We have never in all these years raised the fares", "raised the fares"),
    ("The story that we closed the mill is false", "we closed the mill"),
    ("Nobody on the board supports tolls on the bridge", "supports tolls on the bridge"),
    ("We deny that the council never raised the fares", "the council never raised the fares"),
]


@pytest.mark.parametrize(("said", "quoted"), REVERSED)
def test_a_listed_quotation_that_is_reversed_does_not_pass(said: str, quoted: str) -> None:
    assert not passes(said, quoted)


@given(quotations())
def test_what_matching_calls_reversed_does_not_pass_the_check(pair: tuple[str, str]) -> None:
    said, quoted = pair
    # A negator that has lost its auxiliary ("hardly been planning …") is kept, yet its clause is not told apart.
    assume(quoted.split()[0] not in NEGATORS)
    assume(relation(features(said), features(quoted)).kind is RelationKind.REVERSED)
    assert not passes(said, quoted)


@given(statements())
def test_a_whole_statement_passes_and_is_a_repeat(said: str) -> None:
    assert relation(features(said), features(said)).kind is RelationKind.REPEAT
    assert passes(said, said) or len(said.split()) < SHORTEST


# Which words are the same

SAME = [
    ("Thefts fell by 20 per cent.", "thefts fell by 20%"),
    ("We don’t organise patrols.", "We do not organize patrols"),
    ("It cost £7,140, they said.", "It cost £7140 they said."),
    ("The “night ferry” is late", "The 'night ferry' is late!"),
    ("The co-operation al- lowed it", "The cooperation allowed it"),
]
OTHER = [
    ("Thefts fell by 20 per cent.", "Thefts fell by 30 per cent."),
    ("We will raise the fares.", "We will not raise the fares."),
    ("We will raise the fares.", "We will raise the fares?"),
]
TOKENS = [
    "we", "We", "don’t", "do not", "do", "not", "organise", "organize", "20%", "20 per cent", "20", "percent", "7,140",
    "7140", "a fifth", "“quiet”", "quiet", "?", "!", "–", "the mayor’s", "the mayor", "U.S.", "US", "co-operate",
    "cooperate", "cannot", "can not", "£2.5m", "£2.5 million", "No. 5", "number 5",
]  # fmt: skip
TEXTS = st.lists(st.sampled_from(TOKENS), min_size=1, max_size=6).map(" ".join)


@pytest.mark.parametrize(("a", "b"), SAME)
def test_listed_words_that_are_the_same_are_so_in_both_rooms(a: str, b: str) -> None:
    assert relation(features(a), features(b)).kind is RelationKind.REPEAT
    assert in_words(differences(a, b)) == ()


@pytest.mark.parametrize(("a", "b"), OTHER)
def test_listed_words_that_differ_do_so_in_both_rooms(a: str, b: str) -> None:
    assert relation(features(a), features(b)).kind is not RelationKind.REPEAT
    assert in_words(differences(a, b)) != ()


@given(TEXTS, TEXTS)
def test_a_repeat_shows_no_change_and_no_change_is_a_repeat(a: str, b: str) -> None:
    same = features(a).printed_words == features(b).printed_words
    assert (in_words(differences(a, b)) == ()) is same


# Where a sentence ends

SHORT = st.sampled_from([row[0].capitalize() for row in rows("text", "abbreviations.txt")] + ["J", "quay", "Hale"])


def one_sentence(text: str) -> bool:
    return len(sentences(text)) == 1


@given(SHORT, SHORT)
def test_the_check_ends_a_sentence_where_the_splitter_does(one: str, other: str) -> None:
    text = f"We saw {one}. Marlow and {other}. Ellery at noon. She left."
    source = SourceWords(text)
    ends = [span.end for span in sentences(text)]
    for at, (before, word) in enumerate(pairwise(source.words), 1):
        ended = any(before.end <= end <= word.start for end in ends)
        assert (source.sentence_end(at) == at) is ended
        assert (source.sentence_start(at) == at) is ended


@given(SHORT)
def test_a_figure_has_the_period_of_its_own_sentence_alone(short: str) -> None:
    text = f"Thefts fell 12% near {short}. Marlow Street in 2019"
    (found,) = circumstances(text, [*(span.end for span in sentences(text)), len(text)], [(12, 15)])
    assert (found.period is not None) is one_sentence(text)


@given(SHORT)
def test_a_line_for_the_public_is_a_whole_sentence(short: str) -> None:
    text = f"Anyone who saw {short}. Marlow should call 101. The ferry sank."
    found = [zone.span for zone in zones(text) if zone.kind is ZoneKind.CONTACT]
    assert found
    assert set(found) <= set(sentences(text))


@given(SHORT)
def test_an_end_moves_to_the_edge_of_its_sentence(short: str) -> None:
    text = f"We saw {short}. Marlow at noon. She left."
    moves = {step.name: step.span for step in steps(text, Span(3, 6))["end"]}
    assert moves["sentence"].end == sentences(text)[0].end


def test_a_title_before_a_name_ends_no_sentence_of_a_quotation() -> None:
    (found,) = check("She said: “We saw.”", {"quay": "“We saw Dr. Hale at the quay,” she said."}).quotations
    assert "The sentence goes on in the source: “Dr. Hale at the quay”." in found.why


def test_a_share_in_words_and_in_figures_is_one_for_the_check_matching_and_the_difference() -> None:
    a, b = "Thefts fell by 20 per cent last year", "Thefts fell by 20% last year"
    (found,) = check(f"He said: “{b}.”", {"harbour": f"“{a},” he said."}).quotations
    assert found.place is not None
    assert [folded.name for folded in found.place.foldings] == ["per cent"]
    assert relation(features(a), features(b)).kind is RelationKind.REPEAT
    assert in_words(differences(a, b)) == ()
