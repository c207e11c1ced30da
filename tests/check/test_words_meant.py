"""What a draft may not even out, whose words it may not join, and what it may not strengthen in brackets."""

from __future__ import annotations

import pytest

from tracker.check.draft import check
from tracker.check.findings import AttributedWords, ClaimKind, Finding, Source
from tracker.models import Span

OTHER_WORDS = [
    # the source's words, the draft's, and whether the two say one thing
    ("They told us nothing about the flood", "They told US nothing about the flood", False),
    ("The keeper will re-sign on Monday", "The keeper will resign on Monday", False),
    ("No, money was taken from the till", "No money was taken from the till", False),
    ("We co-operate with the port police", "We cooperate with the port police", True),
    ("The Board told us about the flood", "The board told us about the flood", True),
    ("Yes, money was taken from the till", "Yes money was taken from the till", True),
    ("Some guards may close the locks", "Some guards [will] close the locks", False),
    ("Some guards may close the locks", "[All] guards may close the locks", False),
    ("It should be closed on Sundays", "It [must] be closed on Sundays", False),
    ("They close the locks at a loss", "They [definitely] close the locks at a loss", False),
    ("They close the locks at a loss", "They close [half] the locks at a loss", False),
    ("They may close the locks", "[The guards] may close the locks", True),
    ("They will close the locks", "They [the guards] will close the locks", True),
    ("We’ll close the locks", "[The guards will] close the locks", True),
]


@pytest.mark.parametrize(("source", "draft", "one"), OTHER_WORDS)
def test_what_changes_the_sense_is_not_evened_out(source: str, draft: str, one: bool) -> None:
    (found,) = check(f"Marlow said: “{draft}.”", {"one": f"“{source},” Marlow said."}).quotations
    assert (found.finding is not Finding.ALTERED) is one


PASSED_OVER = [
    ("Marlow used the phrase “we will now close the locks to yachts”.", False),
    ("Marlow used the phrase “closed locks”.", True),
    ("The paper ran the headline “Row over the locks at dawn”.", True),
    ("The steps, known locally as “the Long Ladder”, are shut.", True),
]


@pytest.mark.parametrize(("draft", "passed"), PASSED_OVER)
def test_a_phrase_of_somebody_is_checked_and_a_headline_is_not(draft: str, passed: bool) -> None:
    checked = check(draft, {"one": "“We will not now close the locks to yachts,” Marlow said."})
    assert bool(checked.passed_over) is passed


TEXT = "“The fair was too loud,” said Lena Moss. “We did not sleep for a week,” said Ivo Kern."


def said(words: str, speaker: str | None, text: str = TEXT) -> AttributedWords:
    return AttributedWords((Span(text.index(words), text.index(words) + len(words)),), ClaimKind.DIRECT, speaker)


@pytest.mark.parametrize("between", [". ", " … "])
def test_two_peoples_words_are_nobodys_quotation(between: str) -> None:
    words = ("The fair was too loud", "We did not sleep for a week")
    source = Source(TEXT, speech=(said(words[0], "Lena Moss"), said(words[1], "Ivo Kern")))
    (found,) = check(f"Moss said: “{between.join(words)}.”", {"one": source}).quotations
    assert found.finding is Finding.WRONG_SPEAKER
    assert "These are the words of Lena Moss and of Ivo Kern, joined into one quotation." in found.why


def test_a_speaker_taken_from_another_sentence_accuses_nobody_named_in_this_one() -> None:
    words = "A toll on the bridge would be a mistake for this town"
    stored = f"“{words},” said Councillor Tobias Wren."
    draft = f"Mara Quill said the town was rich. Councillor Tobias Wren was against it then: “{words}.”"
    own = AttributedWords(
        (Span(draft.index(words), draft.index(words) + len(words)),),
        ClaimKind.DIRECT,
        "Mara Quill",
        where={"speaker": Span(0, len("Mara Quill"))},
    )
    source = Source(stored, speech=(said(words, "Tobias Wren", stored),))
    (found,) = check(draft, {"one": source}, speech=[own]).quotations
    assert found.finding is Finding.EXACT
    assert [remark.unchecked for remark in found.remarks] == [True]
