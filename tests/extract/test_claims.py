"""Claims: sentences of content with exact anchors; statistics in the document's own voice; turns and explanations."""

from __future__ import annotations

import pytest

from tracker.extract import extract
from tracker.extract.attributions import explain
from tracker.models import ClaimKind
from tracker.text.quantities import quantities

CLAIMS = [
    (
        "“The wall is sound. It will stand,” said Nora Field.",
        [("direct", "The wall is sound."), ("direct", "It will stand")],
    ),
    ("Ms Field said that the wall was “sound enough”.", [("mixed", "the wall was “sound enough”")]),
    ("Ms Field described the wall as a “sound structure”.", [("mixed", "the wall as a “sound structure”")]),
    ("The wall is sound, the engineer said.", [("indirect", "The wall is sound")]),
    ("“The wall,” she said, “is sound.”", [("direct", "The wall"), ("direct", "is sound.")]),
    ("“One wall.\n\n“Two walls,” she said.", [("direct", "One wall."), ("direct", "Two walls")]),
]

TWO_REPORTS = [
    # two reports joined in one sentence, each with its own speaker
    ("Ministers say the dam will save £40m and unions say it will cost £80m.", "the dam will save £40m", "unions"),
    ("Ministers said the dam would work; union leaders said it would fail.", "the dam would work", "union leaders"),
    ("Ms Field said the wall was sound, but Mr Dunn said that it leaked.", "the wall was sound", "Dunn"),
    ("Ms Field insists the wall is sound, although the council claims it leaks.", "the wall is sound", "council"),
    ("Ms Field says the wall is sound while Mr Dunn says that it leaks.", "the wall is sound", "Dunn"),
    ("Ms Field said the wall was sound, adding that it had been built to last.", "the wall was sound", "Field"),
]

WHOLE = [
    ("The Gazette quoted Ann Reed as saying that the ferry had sunk.", "the ferry had sunk"),
    ("Mr Orr quoted the harbour master as saying the ferry had sunk.", "the ferry had sunk"),
    # all of what is reported, quotations announced by a colon and clauses joined by "but" with quoted words
    ("An email to one of them, seen by the crew, states: “The lock will close.”", "The lock will close."),
    ("The notice on the door reads: “The lock is closed until May.”", "The lock is closed until May."),
    (
        "Ms Field said the board could pay, but the refusal of some meant “hard choices” lay ahead.",
        "the board could pay, but the refusal of some meant “hard choices” lay ahead",
    ),
]

BELIEFS = [
    ("Villagers fear the bypass will destroy the wood.", "the bypass will destroy the wood"),
    ("Residents are worried that the road will bring more traffic.", "the road will bring more traffic"),
    ("The unions believe that the pay offer is too low.", "the pay offer is too low"),
]

NO_STATEMENTS = [
    # a document, an event or a subject named; what is left open; a time; what asks the reader; what breaks off
    "The board published its latest bulletin on landings covering the year ending June 2024.",
    "The minister commented on the figures collected by the board.",
    "The company did not respond to a request for comment on the leak.",
    "The company did not reply to several emails about the leak.",
    "I thank my hon. Friend for raising this matter.",
    "I congratulate the hon. Lady on securing this debate.",
    "The port offers free legal advice to its tenants.",
    "The harbour board issued the following statement from Ann Reed on the survey.",
    "The mayor made a claim about the number of harbour pilots in Wales.",
    "The crew responds as figures are released.",
    "The board announced how the money will be shared out.",
    "I would like to be emailed about offers and events.",
    "Please note this article was updated on 4 May.",
    "Ms Field said: “Cutting delays by",
]

STATEMENTS = [
    # the same cues with a change, a figure, words in marks or a clause
    ("The minister mentioned that boats had been counted twice.", "boats had been counted twice"),
    ("The minister commented on “a shameful delay”.", "a shameful delay"),
    ("The board explained how it had cut delays.", "how it had cut delays"),
    ("The survey shows a decrease in landings compared to last year.", None),
    ("The mayor praised Ms Reed’s handling of the strike.", "Ms Reed’s handling of the strike"),
]

ENDS_IN_A_FIGURE = [
    "Ms Field said thefts had fallen by 73%.",
    "Ms Field said thefts were up 19.1%.",
    "Ms Field said the repair cost 500€.",
    "Ms Field said the fare had risen to 90¢.",
    "Ms Field said the water had reached 30°.",
    "Ms Field said that the share had doubled (from 12%).",
    "Ms Field said that the estimate was about right (6.2%).",
    "Ms Field said that the total was 40% [of the budget].",
]

ENDS = [
    # where the words of a report end
    ("The plan broke section 4(a), Ms Field said.", "The plan broke section 4(a)"),
    ("Ms Field said the plan broke section 4(a).", "the plan broke section 4(a)"),
    ("(Ms Field said that the wall leaked.)", "the wall leaked"),
    ("The union’s claim that the wall leaks was rejected by the mayor.", "the wall leaks"),
    ("The board’s assertion that the wall was sound has been dismissed by engineers.", "the wall was sound"),
    ("The claim that she was paid when she was abroad is false.", "she was paid when she was abroad"),
    ("Ms Field said the wall, which was built in 1931, had been patched.", None),
    ("Landings fell by a fifth, new figures have revealed – raising fresh doubts.", "Landings fell by a fifth"),
    ("Landings fell by a fifth, the board has announced, raising fresh doubts.", "Landings fell by a fifth"),
    ("“The list was right,” said Ms Field. It sounds as if she had another list in mind.", "The list was right"),
    ("Ms Field says the dam will cost £3m, a claim the board disputes.", "the dam will cost £3m"),
    ("The board claimed that landings had doubled when in fact they had fallen.", "landings had doubled"),
    ("Ms Field insisted that the wall was sound although in reality it leaked.", "the wall was sound"),
    ("Ms Field said that the wall leaked when it rained.", "the wall leaked when it rained"),
    ("Ms Field said thefts fell.", "thefts fell"),
    ("Ms Field said thefts fell 12%.", "thefts fell 12%"),
]

STATISTICS = [
    "There were 7,140 recorded thefts in the past year, an increase of 19.1% on the year before.",
    "More than 120 inquiries were opened this year.",
    "Forty per cent of burglaries go unsolved.",
    "The scheme cost the council £2.5m last year.",
]

NO_STATISTICS = [
    "Ten officers were on patrol at 7.10pm on Thursday, 18 March.",
    "A 31-year-old man was arrested in Mill Street, E8.",
    "Call 0800 555 111 and quote CAD6602/18MAR.",
    "Information can be given 100% anonymously.",
    "The walk took three hours and covered 12 miles.",
    "A Section 60 order was in place until 9am.",
]


REQUESTS = [
    "The inspectors urged the council to publish the figures.",
    "The union called on ministers to raise pay by 3 per cent.",
    "The union called for an inquiry into the deaths.",
    "Ms Field warned swimmers not to enter the river.",
    "Ms Field demanded that the council publish the figures.",
    "The judge ordered the elected council to pay £3m.",
]

NO_REQUESTS = [
    ("The minister vowed to cut waiting lists by half.", "to cut waiting lists by half"),
    ("Ms Field told the council it had failed to act.", "it had failed to act"),
    ("Ms Field warned the firm refuses to pay its suppliers.", "the firm refuses to pay its suppliers"),
    ("Ms Field told MPs she had asked the council to act.", "she had asked the council to act"),
    ("Ms Field warned that the firm refused to pay.", "the firm refused to pay"),
    ("The inspectors urged the council to act now. “We lost £4m last year.”", "We lost £4m last year."),
]


@pytest.mark.parametrize("text", REQUESTS)
def test_a_request_is_an_attribution_and_claims_nothing(text: str) -> None:
    found = extract(text)
    assert len(found.attributions) == 1
    assert found.claims == ()


@pytest.mark.parametrize(("text", "claimed"), NO_REQUESTS)
def test_promises_warnings_and_what_follows_a_request_are_claims(text: str, claimed: str) -> None:
    assert [claim.text for claim in extract(text).claims] == [claimed]


@pytest.mark.parametrize(("text", "expected"), CLAIMS)
def test_content_is_cut_into_sentences_with_exact_anchors(text: str, expected: list[tuple[str, str]]) -> None:
    assert [(claim.kind.value, claim.text) for claim in extract(text).claims] == expected


@pytest.mark.parametrize(("text", "claimed", "speaker"), TWO_REPORTS)
def test_a_second_report_in_a_sentence_is_no_part_of_the_first(text: str, claimed: str, speaker: str) -> None:
    first, second = extract(text).claims
    assert first.text == claimed
    assert second.speaker == speaker


@pytest.mark.parametrize(("text", "claimed"), WHOLE)
def test_a_report_goes_on_as_far_as_its_words(text: str, claimed: str) -> None:
    (claim,) = extract(text).claims
    assert claim.text == claimed


@pytest.mark.parametrize(("text", "claimed"), BELIEFS)
def test_what_somebody_named_believes_or_fears_is_a_claim_where_it_is_a_clause(text: str, claimed: str) -> None:
    assert [claim.text for claim in extract(text).claims] == [claimed]
    assert extract("She thinks of home.").claims == ()


def test_a_quotation_that_goes_on_behind_its_cue_is_claimed_to_its_end() -> None:
    text = "“The lock is old. And it is unsafe,” she told the board, “which is why we must mend it.”"
    assert extract(text).claims[-1].text == "which is why we must mend it."
    assert len(extract("“The lock is old,” said Ms Field, a director of “Locks Now”.").claims) == 1


@pytest.mark.parametrize("text", NO_STATEMENTS)
def test_what_names_a_document_or_a_subject_or_breaks_off_claims_nothing(text: str) -> None:
    assert extract(text).claims == ()


@pytest.mark.parametrize(("text", "claimed"), STATEMENTS)
def test_a_change_a_clause_and_words_in_marks_behind_such_cues_are_claims(text: str, claimed: str | None) -> None:
    (claim,) = extract(text).claims
    assert claimed is None or claim.text == claimed


def test_a_time_behind_a_report_is_no_claim_of_its_own() -> None:
    claims = extract("The wall was sound, Ms Field said, after one of her colleagues was charged with theft.").claims
    assert [claim.text for claim in claims] == ["The wall was sound"]


def test_a_few_quoted_words_on_a_line_between_paragraphs_are_a_subheading() -> None:
    body = "The board met on Monday in the old customs house by the quay."
    text = f"Ms Field said the wall leaked.\n\n‘A late repair’\n\n{body}"
    assert [claim.text for claim in extract(text).claims] == ["the wall leaked"]


@pytest.mark.parametrize("text", ENDS_IN_A_FIGURE)
def test_a_report_keeps_the_figure_it_ends_in_with_its_sign_and_bracket(text: str) -> None:
    (claim,) = extract(text).claims
    assert claim.text in (text[len("Ms Field said ") : -1], text[len("Ms Field said that ") : -1])
    printed = [(quantity.text, quantity.value, quantity.unit) for quantity in quantities(text)]
    assert [(quantity.text, quantity.value, quantity.unit) for quantity in claim.quantities] == printed


@pytest.mark.parametrize(("text", "claimed"), ENDS)
def test_a_report_ends_where_its_words_end(text: str, claimed: str | None) -> None:
    (claim,) = extract(text).claims
    assert claim.text == (claimed or text[len("Ms Field said ") : -1])
    assert claim.kind is not ClaimKind.STATISTIC


BROKEN = [
    # text of one statement with who says it in its midst, the speaker, the stance
    ("The fall, the board says, is down to a late spring.", "board", "asserts"),
    ("Fares, Jane Mott, the transport secretary, said, will rise.", "Jane Mott", "asserts"),
    ("The pier would close, its owners said, unless the council paid.", "its owners", "supposes"),
    ("The pool, Ann Lowe now accepts, was nearer 90 years old.", "Ann Lowe", "asserts"),
    ("Costs, Ann Lowe later conceded, had trebled to £9m.", "Ann Lowe", "asserts"),
]


@pytest.mark.parametrize(("text", "speaker", "stance"), BROKEN)
def test_a_statement_that_its_report_interrupts_is_one_claim(text: str, speaker: str, stance: str) -> None:
    (claim,) = extract(text).claims
    assert (claim.text, claim.speaker, claim.stance) == (text.rstrip("."), speaker, stance)


def test_a_condition_before_its_cue_is_claimed_and_a_question_that_is_left_open_is_not() -> None:
    claims = extract("If built, the wall would be “sound enough”, the report stated.").claims
    assert [claim.text for claim in claims] == ["If built, the wall would be “sound enough”"]
    assert extract("The panel asked if the wall would be sound.").claims == ()


@pytest.mark.parametrize("text", STATISTICS)
def test_a_total_a_share_or_a_change_is_a_statistic_without_speaker(text: str) -> None:
    (claim,) = extract(text).claims
    assert (claim.kind, claim.text, claim.speaker, claim.attribution) == (ClaimKind.STATISTIC, text, None, None)
    assert claim.quantities


@pytest.mark.parametrize("text", NO_STATISTICS)
def test_ages_times_numbers_of_a_story_are_no_statistics(text: str) -> None:
    assert extract(text).claims == ()


def test_a_figure_somebody_states_is_theirs_and_no_statistic() -> None:
    (claim,) = extract("Thefts rose by 12 per cent last year, the minister said.").claims
    assert claim.kind is ClaimKind.INDIRECT
    assert [quantity.value for quantity in claim.quantities] == [12]


def test_two_figures_that_imply_a_third_get_a_note_marked_as_computed() -> None:
    (claim,) = extract(STATISTICS[0]).claims
    assert any(note.startswith("Computed:") and "5,995" in note for note in claim.notes)


def test_what_somebody_asks_or_leaves_open_states_nothing() -> None:
    text = "The panel asked whether the wall was sound."
    (item,) = extract(text).attributions
    assert item.rule == "question"
    assert extract(text).claims == ()


def test_a_denied_claim_has_the_polarity_of_its_cue() -> None:
    (claim,) = extract("The council denied that it had closed the shelter.").claims
    assert claim.polarity == -1


def test_a_turn_without_a_cue_takes_the_speaker_carried_forward() -> None:
    text = "“We counted every boat,” said Nora Field.\n\n“There were four hundred of them in the harbour that day.”"
    first, second = extract(text).attributions
    assert (second.cue, second.source, second.speaker) == (None, None, first.speaker)
    assert second.speaker_rule == "carried forward"
    assert second.confidence <= first.confidence


def test_a_quotation_broken_by_its_cue_is_one_turn_with_two_spans() -> None:
    (item,) = extract("“We counted every boat,” she said. “There were four hundred.”").attributions
    assert len(item.spans) == 2
    assert item.turn == 1


def test_the_day_of_saying_is_that_of_the_words_that_introduce_the_speech() -> None:
    (claim,) = extract("Det Supt Ann Marsh told the panel on Thursday that patrols had doubled.").claims
    assert claim.said is not None
    assert claim.said.text == "Thursday"


def test_an_explanation_names_the_rule_the_cue_and_the_speaker() -> None:
    text = "The council denied that it had closed the shelter."
    (item,) = extract(text).attributions
    lines = explain(text, item)
    assert "that-clause" in lines
    assert "“denied”, which denies it" in lines
    assert "“The council”" in lines
