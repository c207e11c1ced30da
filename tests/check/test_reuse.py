"""Release against newspaper: carried, trimmed, joined, altered, under another name, retold, left out."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.check.quotations import Said
from tracker.check.reuse import Outcome, reuse
from tracker.models import ClaimKind, RelationKind

PLAN = "We are not planning routine armed patrols in Saltmere."
WALK = "Officers may leave their vehicles and make a short foot patrol along the quay."
ONLY = "They would do so only in extreme circumstances, and the council would be told beforehand."
RELEASE = [Said(number, text, speaker="Mara Quill", turn=1) for number, text in enumerate((PLAN, WALK, ONLY), 1)]
DIRECT, MIXED, INDIRECT = ClaimKind.DIRECT, ClaimKind.MIXED, ClaimKind.INDIRECT
VARIANT, REVISED = RelationKind.VARIANT, RelationKind.REVISED

# the paper's words and kind, the relation to the first quotation (or none), what became of the three
FATES = [
    (PLAN, DIRECT, None, ["carried", "left out", "left out"]),
    ("we are not planning routine armed patrols in Saltmere,", DIRECT, None, ["carried", "left out", "left out"]),
    (f"{PLAN} {WALK}", DIRECT, None, ["carried", "carried", "left out"]),
    ("We are not planning routine armed patrols", DIRECT, None, ["trimmed", "left out", "left out"]),
    ("We are … planning routine armed patrols", DIRECT, None, ["trimmed", "left out", "left out"]),
    ("[W]e are not planning […] patrols in Saltmere", DIRECT, None, ["trimmed", "left out", "left out"]),
    ("in Saltmere. Officers may leave their vehicles", DIRECT, None, ["trimmed", "trimmed", "left out"]),
    ("a short foot patrol along the quay only in extreme circumstances", DIRECT, None,
     ["left out", "joined", "joined"]),
    ("there would be “a short foot patrol along the quay only in extreme circumstances”", MIXED, None,
     ["left out", "joined", "joined"]),
    ("We are not planning routine armed patrols in Wexhaven.", DIRECT, None, ["altered", "left out", "left out"]),
    ("We are now planning routine armed patrols in Saltmere.", DIRECT, None, ["altered", "left out", "left out"]),
    ("No armed patrols will be routine here.", DIRECT, VARIANT, ["reworded", "left out", "left out"]),
    ("armed patrols would not become routine", INDIRECT, VARIANT, ["indirect", "left out", "left out"]),
    ("armed patrols would not be “routine”", MIXED, VARIANT, ["indirect", "left out", "left out"]),
    ("armed patrols would not become routine", INDIRECT, RelationKind.RELATED, ["left out"] * 3),
    ("The ferry leaves at dawn and comes back at dusk.", DIRECT, None, ["left out"] * 3),
    ("he was “in Saltmere” that day", MIXED, None, ["left out"] * 3),
]  # fmt: skip


def _fates(*paper: Said, relation: RelationKind | None = None) -> list[str]:
    relations = {(1, said.id): relation for said in paper} if relation else {}
    return [fate.outcome.value for fate in reuse(RELEASE, paper, relations).fates]


@pytest.mark.parametrize(("text", "kind", "relation", "expected"), FATES)
def test_what_became_of_each_quotation(
    text: str, kind: ClaimKind, relation: RelationKind | None, expected: list[str]
) -> None:
    assert _fates(Said(9, text, kind, "Mara Quill"), relation=relation) == expected


def test_the_most_faithful_of_several_places_tells() -> None:
    trimmed = Said(8, "not planning routine armed patrols", speaker="Mara Quill")
    assert _fates(trimmed, Said(9, PLAN, speaker="Mara Quill"))[0] == "carried"


# who is named in the paper, whether the words count as another's
NAMED = [("Mara Quill", False), ("Tobias Wren", True), (None, False)]


@pytest.mark.parametrize(("speaker", "expected"), NAMED)
def test_words_under_another_name_are_told_and_an_unknown_speaker_is_no_other(
    speaker: str | None, expected: bool
) -> None:
    (fate, *_) = reuse(RELEASE, [Said(9, PLAN, speaker=speaker)]).fates
    assert (fate.outcome, fate.reattributed) == (Outcome.CARRIED, expected)


def test_words_under_two_names_are_not_lost_to_their_speaker() -> None:
    (fate, *_) = reuse(RELEASE, [Said(8, PLAN, speaker="Wren"), Said(9, PLAN, speaker="Mara Quill")]).fates
    assert not fate.reattributed
    assert [trace.paper for trace in fate.traces] == [9, 8]


def test_the_words_left_out_are_told_and_a_lost_negation_is_named() -> None:
    (fate, *_) = reuse(RELEASE, [Said(9, "We are … planning routine armed patrols in Saltmere")]).fates
    assert fate.traces[0].cut == ("not",)
    assert fate.traces[0].negation == "not"
    assert [(row.op, row.a.strip()) for row in fate.traces[0].changes] == [
        ("equal", "We are"),
        ("delete", "not"),
        ("equal", "planning routine armed patrols in Saltmere"),
    ]


def test_an_altered_quotation_shows_the_words_that_changed() -> None:
    (fate, *_) = reuse(RELEASE, [Said(9, PLAN.replace("not", "now"))]).fates
    assert [(row.a.strip(), row.b.strip()) for row in fate.traces[0].changes if row.op != "equal"] == [("not", "now")]
    assert fate.traces[0].negation == "not"


def test_a_negation_put_in_other_words_is_not_told_as_lost() -> None:
    (fate, *_) = reuse(RELEASE, [Said(9, PLAN.replace("are not", "never are"))]).fates
    assert (fate.outcome, fate.traces[0].negation) == (Outcome.ALTERED, "")


def test_retold_words_with_another_figure_say_so() -> None:
    (fate, *_) = reuse(RELEASE, [Said(9, "up to nine patrols", INDIRECT)], {(1, 9): REVISED}).fates
    assert (fate.outcome, fate.traces[0].relation) == (Outcome.INDIRECT, REVISED)


def test_quotations_of_the_paper_that_the_release_does_not_have_are_named() -> None:
    paper = [
        Said(7, PLAN),
        Said(8, "Nobody has asked the people who live here."),
        Said(9, "it was a significant change", INDIRECT),
        Said(10, "it was a “significant” change", MIXED),
        Said(11, "it was a “significant change of course”", MIXED),
    ]
    assert reuse(RELEASE, paper).new == (8, 11)


def test_what_the_release_reports_in_its_own_words_is_no_quotation_of_it() -> None:
    assert reuse([Said(1, PLAN, INDIRECT), Said(2, PLAN, ClaimKind.STATISTIC)], [Said(9, PLAN)]).fates == ()


@given(st.lists(st.sampled_from((PLAN, WALK, ONLY)), unique=True))
def test_whole_quotations_are_carried_in_whatever_order(chosen: list[str]) -> None:
    paper = [Said(10 + number, text) for number, text in enumerate(chosen)]
    expected = ["carried" if text in chosen else "left out" for text in (PLAN, WALK, ONLY)]
    assert _fates(*paper) == expected


@given(st.text(max_size=80), st.text(max_size=80), st.sampled_from([DIRECT, MIXED]))
def test_any_text_gets_an_answer(one: str, other: str, kind: ClaimKind) -> None:
    found = reuse([Said(1, one, kind)], [Said(2, other, kind)])
    assert {fate.source for fate in found.fates} <= {1}
