"""Drafts as editors get them: each finding is what a careful editor would say, with the words that tell it."""

from __future__ import annotations

import pytest

from tests.check.test_draft import speech
from tracker.check.draft import check
from tracker.check.findings import CheckedQuotation, Finding, Source

FERRY = """\
Ferry board keeps its guards

Ida Marlow, who chairs the ferry board, said: “We do not intend to carry armed guards on the night ferry. There was no
proof that guards prevent theft, and the crews never asked for them.

“Passengers may see two stewards on deck, chiefly in winter, and they will wear high collars.

“Any change would be for one season only and agreed with the unions.”

“Any guard is welcome other than a paid one.”

The board called it a “modest winter measure”. The last ferry leaves at 22:15hrs.

Nobody on the quay has seen a steward yet, Mr Holt said.
"""
EXACT, TYPOGRAPHY = Finding.EXACT, Finding.TYPOGRAPHY
HIDES, ALTERED, REPORTED = Finding.HIDES, Finding.ALTERED, Finding.REPORTED

# draft, findings of its quotations in order
DRAFTS = [
    # what takes a part of it back behind the words
    ("Marlow said: “Any guard is welcome.”", [[HIDES]]),
    ("Marlow said: “Any guard is welcome other than a paid one.”", [[EXACT]]),
    ("“Any guard is welcome,” Marlow said, “other than a paid one.”", [[EXACT], [EXACT]]),
    # a negation that stands just before the quoted words
    ("Marlow said the board did “intend to carry armed guards”.", [[HIDES]]),
    ("Marlow spoke of “proof that guards prevent theft”.", [[HIDES]]),
    ("Marlow told them the crews “asked for them”.", [[HIDES]]),
    ("Holt said people “on the quay” had seen a steward.", [[REPORTED, HIDES]]),
    # and that the draft denies in its own words
    ("Marlow said the board did not “intend to carry armed guards”.", [[EXACT]]),
    ("Marlow denied that they “intend to carry armed guards”.", [[EXACT]]),
    ("Marlow saw no “proof that guards prevent theft”.", [[EXACT]]),
    # split by an attribution: nothing is left out
    ("“Passengers may see two stewards on deck,” Marlow said, “chiefly in winter.”", [[EXACT], [EXACT]]),
    # the draft's own words join what the source joins
    ("It would be “for one season only” and “agreed with the unions”, Marlow said.", [[EXACT], [EXACT]]),
    ("They would not “carry armed guards” but have “two stewards on deck”, Marlow said.", [[EXACT], [EXACT]]),
    ("“Any change would be for one season only,” Marlow said, and “agreed with the unions.”", [[EXACT], [EXACT]]),
    ("“Passengers may see two stewards,” Marlow said, adding that it would be “in winter”.", [[EXACT], [EXACT]]),
    # a word of the source that the draft does not say itself
    ("“Passengers may see two stewards,” Marlow said, “chiefly in winter.”", [[EXACT], [HIDES]]),
    # paragraphs, each opened anew; one that leaves out the rest of a sentence
    (
        "Marlow said:\n\n“We do not intend to carry armed guards on the night ferry. There was no proof that guards "
        "prevent theft, and the crews never asked for them.\n\n“Passengers may see two stewards on deck, chiefly in "
        "winter, and they will wear high collars.”",
        [[TYPOGRAPHY]],
    ),
    (
        "Marlow said:\n\n“We do not intend to carry armed guards on the night ferry. There was no proof that guards "
        "prevent theft.\n\n“Any change would be for one season only and agreed with the unions.”",
        [[HIDES]],
    ),
    # block quotations, with marks and without
    ("Marlow said:\n\n> “We do not intend to carry armed guards on the night ferry.”\n\nThat was all.", [[EXACT]]),
    ("Marlow said:\n\n> We do not intend to carry armed guards on the night ferry.\n\nThat was all.", [[EXACT]]),
    ("Marlow said:\n\n> We do intend to carry armed guards on the night ferry.\n\nThat was all.", [[ALTERED]]),
    (
        "Marlow said:\n\n> “Passengers may see two stewards on deck, chiefly in winter, and they will wear high "
        "collars.\n>\n> “Any change would be for one season only and agreed with the unions.”\n",
        [[EXACT]],
    ),
    ("> We do not intend to carry armed guards\n> on the night ferry.", [[TYPOGRAPHY]]),
    ("> We do not intend to carry armed guards on the night ferry.\n>\n> — Ida Marlow, in The Gazette", [[EXACT]]),
    ("> We do not intend to carry armed guards on the night ferry.\n> – Ida Marlow", [[EXACT]]),
    ("> We do not intend to carry armed guards\n> — never on the night ferry.", [[ALTERED]]),
    # the article before the source's own marks
    ("The board spoke of “a modest winter measure”.", [[TYPOGRAPHY]]),
    ("The board spoke of a “modest winter measure”.", [[EXACT]]),
    # the time of day, and the full stop inside or outside the marks
    ("The board said: “The last ferry leaves at 22.15hrs.”", [[TYPOGRAPHY]]),
    ("The board said: “The last ferry leaves at 22:15hrs”.", [[EXACT]]),
    ("The board said: “The last ferry leaves at 22.50hrs.”", [[Finding.FIGURE]]),
    # an ellipsis that swallows “not”
    ("“We do … intend to carry armed guards,” Marlow said.", [[HIDES]]),
    ("“We do . . . intend to carry armed guards,” Marlow said.", [[HIDES]]),
    # feet, inches and apostrophes are no quotations
    ("The deck is 40' long and 6' 2\" high; the crews' mess is '80s oak.", []),
]

PLAIN = "intend to carry armed guards on the night ferry"
NEGATED = f"not {PLAIN}"
CORRECTED = [
    ("Marlow said the board did “intend to carry armed guards”.", "not intend to carry armed guards"),
    ("Marlow said they “plan to carry armed guards on the night ferry”.", NEGATED),
    ("He said no more, but they “plan to carry armed guards on the night ferry”.", NEGATED),
    # the draft says it itself before the marks: said twice, it would deny what the source says
    ("Marlow said they do not “plan to carry armed guards on the night ferry”.", PLAIN),
    ("Marlow denied that they “plan to carry armed guards on the night ferry”.", PLAIN),
    ("That is all, Marlow said: they never “plan to carry armed guards on the night ferry”.", PLAIN),
]

GAZETTE = "“We are keeping the night ferry unarmed,” Ida Marlow said."
OLD = "“We are not keeping the night ferry unarmed,” Ida Marlow said."


def found_in(draft: str, sources: dict[str, str | Source]) -> tuple[CheckedQuotation, ...]:
    return check(draft, sources).quotations


@pytest.mark.parametrize(("draft", "findings"), DRAFTS, ids=[row[0][:60] for row in DRAFTS])
def test_a_careful_editor_would_say_the_same(draft: str, findings: list[list[Finding]]) -> None:
    assert [list(found.findings) for found in found_in(draft, {"ferry": FERRY})] == findings


@pytest.mark.parametrize(("draft", "wording"), CORRECTED)
def test_the_words_to_copy_with_the_draft_around_them_negate_once(draft: str, wording: str) -> None:
    (found,) = found_in(draft, {"ferry": FERRY})
    assert found.place is not None
    assert found.place.corrected == wording


def test_a_negation_left_out_is_shown_and_pointed_out() -> None:
    (found,) = found_in("Marlow spoke of “proof that guards prevent theft”.", {"ferry": FERRY})
    assert found.why[:2] == ("Hidden: “no”.", "The hidden words hold a negation: “no”.")


def test_the_rest_of_a_sentence_is_not_told_where_the_draft_quotes_it_next() -> None:
    draft = "“Passengers may see two stewards on deck,” Marlow said, “chiefly in winter.”"
    first, second = found_in(draft, {"ferry": FERRY})
    assert first.place is not None and second.place is not None
    assert first.place.goes_on == ""
    assert second.place.goes_on == "and they will wear high collars"


def test_the_comma_before_a_cue_that_ends_the_sentence_becomes_a_full_stop_to_copy() -> None:
    source = "“The crews were tired,” she said. “The boats were late.” She left."
    (found,) = found_in("She said: “The crews are tired. The boats were late.”", {"a": source})
    assert found.place is not None
    assert found.place.corrected == "The crews were tired. The boats were late"


def test_the_newer_version_of_a_source_counts() -> None:
    sources: dict[str, str | Source] = {"old": Source(OLD, newer="new"), "new": Source(GAZETTE)}
    (found,) = found_in("“We are not keeping the night ferry unarmed,” Marlow said.", sources)
    assert found.findings == (ALTERED,)
    assert found.place is not None and found.place.source == "new"
    assert [place.source for place in found.wordings] == ["new", "old"]


def test_words_that_a_newer_version_dropped_are_found_with_a_remark() -> None:
    sources: dict[str, str | Source] = {"old": Source(OLD, newer="new"), "new": Source("The ferry sails at ten.")}
    (found,) = found_in("“We are not keeping the night ferry unarmed,” Marlow said.", sources)
    assert found.findings == (EXACT,)
    assert found.why[-1] == "A newer version of this document is stored, and does not have these words."


def test_the_words_of_the_speaker_the_draft_names_come_before_the_same_words_of_another() -> None:
    marlow, holt = "“We will arm the ferry,” said Ida Marlow.", "“We will not arm the ferry,” said Joe Holt."
    sources: dict[str, str | Source] = {
        "marlow": Source(marlow, speech=(speech(marlow, "We will arm the ferry", "Ida Marlow"),)),
        "holt": Source(holt, speech=(speech(holt, "We will not arm the ferry", "Joe Holt"),)),
    }
    draft = "“We will … arm the ferry,” Joe Holt said."
    (found,) = check(draft, sources, speech=[speech(draft, "We will … arm the ferry", "Joe Holt")]).quotations
    assert (found.findings, found.place and found.place.source) == ((HIDES,), "holt")


def test_another_speakers_words_are_no_other_wording_of_a_quotation() -> None:
    marlow, holt = "“We will arm the night ferry,” said Ida Marlow.", "“We may arm the night ferry,” said Joe Holt."
    sources: dict[str, str | Source] = {
        "marlow": Source(marlow, speech=(speech(marlow, "We will arm the night ferry", "Ida Marlow"),)),
        "holt": Source(holt, speech=(speech(holt, "We may arm the night ferry", "Joe Holt"),)),
    }
    draft = "“We will arm the night ferry,” Ida Marlow said."
    given = [speech(draft, "We will arm the night ferry", "Ida Marlow")]
    (found,) = check(draft, sources, speech=given).quotations
    assert (found.findings, found.wordings) == ((EXACT,), ())


@pytest.mark.parametrize(
    ("printed", "wrong"),
    [("former ferry master", True), ("ex-ferry master", True), ("ferry master", False), ("Ferry Master", False)],
)
def test_a_former_office_is_not_held(printed: str, wrong: bool) -> None:
    assert wrong_role(printed, "ferry master") is wrong


def test_a_former_office_called_so_is_no_other() -> None:
    assert not wrong_role("former ferry master", "former ferry master")


def wrong_role(printed: str, asked: str) -> bool:
    text, words = "“The night ferry stays unarmed,” said Ida Marlow.", "The night ferry stays unarmed"
    source = Source(text, speech=(speech(text, words, "Ida Marlow", printed),))
    draft = "“The night ferry stays unarmed,” said ferry master Ida Marlow."
    (found,) = check(draft, {"a": source}, speech=[speech(draft, words, "Ida Marlow", asked)]).quotations
    return Finding.WRONG_SPEAKER in found.findings
