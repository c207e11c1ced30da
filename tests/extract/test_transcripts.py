"""Transcripts: who has the turn, by the name line before it; all debates here are invented."""

from __future__ import annotations

import textwrap
import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.extract import extract
from tracker.extract.transcripts import transcript, turns
from tracker.models import ClaimKind

LAYOUTS: dict[str, list[dict[str, Any]]] = tomllib.loads(
    (Path(__file__).parent / "layouts.toml").read_text(encoding="utf-8")
)

LORDS = (
    "Canals: Debate\n\nLord Marsden\n\nMy Lords, canal use has risen by 12 per cent. Nobody has mended the locks.\n\n"
    "The Minister of State, Transport (Baroness Vale of Ripon)\n\nMy Lords, the locks are sound. We spent £40 million."
)
TURNS = [
    (LORDS, ["Lord Marsden", "Baroness Vale of Ripon"]),
    (
        "The Economic Secretary to the Treasury (Clara Hart): We have 3,000 inspectors.\n\nMr Pole: It was 4,000.",
        ["Clara Hart", "Pole"],
    ),
    ("Paul Grey MP (Mayor of Hull): Bus use has risen.\n\nAnn Pole AM: It has fallen.", ["Paul Grey", "Ann Pole"]),
    ("SMITH: We cut fares by a tenth.\n\nJONES: You did not.\n\nSMITH: We did.", ["Smith", "Jones", "Smith"]),
    ("Mr. HALE. The dam has cost $40 million.\n\nMrs. POLE. The dam is safe.", ["Hale", "Pole"]),
    ("**Ann Pole:** The dam has cost £40m.\n\n**Tom Hale:** It cost more.", ["Ann Pole", "Tom Hale"]),
    ("[00:01:12] Ann Pole: The dam is old.\n[00:01:20] Tom Hale: It is safe.", ["Ann Pole", "Tom Hale"]),
    (
        "§ 3. Mr. R. HartThe Treasury has received 40 letters.\n§ Mr. PoleIs the Minister aware of it?\n§ Mr. HartYes.",
        ["R. Hart", "Pole", "R. Hart"],
    ),
    (
        "Ann Pole (Hull East) (Lab)\n\nThe dam has cost £40 million.\n\nTom Hale (York) (Con)\n\nIt is safe.",
        ["Ann Pole", "Tom Hale"],
    ),
    (
        "Lord Marsden asked His Majesty’s Government:\n\nHow many locks have been mended since 1998.\n\n"
        "Baroness Vale of Ripon\n\nMy Lords, 40 locks have been mended.",
        ["Lord Marsden", "Baroness Vale of Ripon"],
    ),
    (
        "Mr. Roy Tarn (Secretary of State)\n\nI do not contemplate any change.\n\nMr. Digby\n\nMay I ask my right "
        "hon. Friend to think again?\n\nMr. Tarn\n\nI am always prepared to think again.",
        ["Roy Tarn", "Digby", "Roy Tarn"],
    ),
    (
        "Volume 674: debated on Tuesday 5 May 2020\n\nAnn Pole\nFares have risen.\n\nTom Hale\nIt is wrong. They fell.",
        ["Ann Pole", "Tom Hale"],
    ),
    ("§ Mr. Hart asked how many locks are open.\n\n§ Mr. Pole There are 41 open locks.", ["Hart", "Pole"]),
    (
        "Locks: Safety\nHL4821\n\nAsked by Lord Marsden\n\nTo ask how many failed.\n\nAnswered by: Baroness Vale\n"
        "Answered on: 4 February 2020\n\nOf 212 locks 14 failed.",
        ["Lord Marsden", "Baroness Vale"],
    ),
    (
        "Written questions and answers\n\nLocks: Staff\n\nUIN 48213, tabled on 9 June 2021\n\nAnn Pole\nLabour\n"
        "Hull East\n\nTo ask how many keepers there were.\n\nTom Hale\nConservative\nYork\n\nAnswered on\n"
        "17 June 2021\n\nThere were 212.",
        ["Ann Pole", "Tom Hale"],
    ),
    (
        "[00:04] Speaker 1: Welcome back.\n[00:12] Speaker 2: We mended 40 locks.\n[00:31] Speaker 1: Is that more?",
        [None, None, None],
    ),
    (
        "THE LEAD WITH ANN POLE\n\nTHIS IS A RUSH TRANSCRIPT. IT MAY CHANGE.\n\nANN POLE, CNN ANCHOR: Good day.\n\n"
        "SEN. TOM HALE (R-OH): We mended 40 locks.",
        ["Ann Pole", "Tom Hale"],
    ),
    (
        "Ann Pole (Hull East) (Lab): Who mended them?\n\nThe Secretary of State (Ione Hartwell): We mended 40.\n\n"
        "Oyelowo Banjoko: It was 30 in May.\n\nIone Hartwell: I do not agree.",
        ["Ann Pole", "Ione Hartwell", "Oyelowo Banjoko", "Ione Hartwell"],
    ),
    (
        "The Secretary of State (Home Office): We have 40 locks.\n\nAnn Pole (Hull East) (Lab): It was 50.",
        ["Secretary of State", "Ann Pole"],
    ),
    (
        "Question: How many locks are there?\n\nAnswer: I counted 40.\n\nQuestion: And now?\n\nAnswer: I do not know.",
        [None, None, None, None],
    ),
    ("SB: How many are there?\n\nLI: I counted 40.\n\nSB: And now?\n\nLI: I do not know.", ["SB", "LI", "SB", "LI"]),
    (
        "Sir, Count the locks. There are 40 of them.\n\nAda Finch\nHull\n\nSir, I counted 41.\n\nLeo Ilves\nYork",
        ["Ada Finch", "Leo Ilves"],
    ),
    ("Dear Minister,\n\nWe counted 40 locks.\n\nYours sincerely,\n\nAda Finch\nTom Hale, Passengers First", [None]),
    ("Remarks by Secretary Jane Hollis\n\nAs Prepared for Delivery\n\nWe have opened 40 locks.", ["Jane Hollis"]),
    ("Memorial lecture for Ann Pole\n\nDelivered at Hull, 14 October 2024\n\nWe have opened 40 locks.", [None]),
]
NO_TRANSCRIPTS = [
    "Ann Pole (Con, Hull)\nsaid that fares had risen by a tenth.\n\nCllr Tom Hale\ndenied that they had.",
    "Key facts: the dam has cost £40 million.\n\nNote: it holds 12 million litres.\n\nNote: it is old.",
    "Ann Pole\n\nThe mayor of Hull has cut fares by 12 per cent since 2019, figures show.",
    "Ann Pole: “We cut fares.”\n\nTom Hale: “They did not.”\n\nAnn Pole: “We did.”",
    "Mayor Pole: fares will fall\n\nFares in Hull will fall by a tenth next year, the council said.",
    "LEEDS: The council met on Monday to talk about fares.",
]


def shown(text: str) -> list[tuple[str, str, str, str]]:
    """Return each turn as its speaker, role as printed, and its first and last two words."""
    found = []
    for turn in turns(text):
        words = " ".join(span.of(text) for span in turn.spans).split()
        role = turn.label.office.of(text) if turn.label.office is not None else ""
        found.append((turn.name or "", role, " ".join(words[:2]), " ".join(words[-2:])))
    return found


@pytest.mark.parametrize("layout", LAYOUTS["layout"], ids=lambda layout: layout["name"])
def test_each_layout_has_its_turns_and_says_what_kind_of_record_it_is(layout: dict[str, Any]) -> None:
    assert shown(layout["text"]) == [tuple(turn) for turn in layout["turns"]]
    found = transcript(layout["text"])
    assert found is not None
    assert found.record == layout.get("record")


@pytest.mark.parametrize("text", [layout["text"] for layout in LAYOUTS["none"]])
def test_a_text_that_only_looks_like_one_is_no_transcript(text: str) -> None:
    assert turns(text) == ()


WIDTHS = (48, 64, 100)
PRINTED_BY_LINE = ("An inquiry", "A recording's captions", "Cable news without", "Wrapped")
"""Layouts in which the ends of lines mean something, or whose lines are cut already."""


def said(text: str) -> list[tuple[str | None, str]]:
    return [(claim.speaker, " ".join(claim.text.split())) for claim in extract(text).claims]


@pytest.mark.parametrize("width", WIDTHS)
def test_a_transcript_says_the_same_at_any_width(width: int) -> None:
    for layout in LAYOUTS["layout"]:
        if not layout["name"].startswith(PRINTED_BY_LINE):
            lines = [textwrap.fill(line, width, break_on_hyphens=False) for line in layout["text"].splitlines()]
            assert said("\n".join(lines)) == said(layout["text"]), layout["name"]


@pytest.mark.parametrize(("text", "names"), TURNS)
def test_a_name_line_tells_whose_turn_it_is(text: str, names: list[str]) -> None:
    assert [turn.name for turn in turns(text)] == names


@pytest.mark.parametrize("text", NO_TRANSCRIPTS)
def test_other_texts_have_no_turns(text: str) -> None:
    assert turns(text) == ()


def test_every_sentence_of_a_turn_is_a_claim_of_who_has_it() -> None:
    claims = extract(LORDS).claims
    assert [(claim.speaker, claim.text.split(" ", 2)[0]) for claim in claims] == [
        ("Lord Marsden", "My"),
        ("Lord Marsden", "Nobody"),
        ("Baroness Vale of Ripon", "My"),
        ("Baroness Vale of Ripon", "We"),
    ]
    assert {claim.kind.value for claim in claims} == {"direct"}


REPORTS = "Ann Pole AM: {}\n\nTom Hale AM: That is so, and it was so last year.\n\nAnn Pole AM: I am glad to hear it."


@pytest.mark.parametrize(
    ("said", "content", "speaker"),
    [
        ("The contractor said that it would cost £10 million.", "it would cost £10 million", "contractor"),
        (
            "We cut fares by 5 per cent, and the union said that it was too little.",
            "We cut fares by 5 per cent",
            "Ann Pole",
        ),
        ("I think that the dam is far too dear.", "I think that the dam is far too dear.", "Ann Pole"),
        ("I am told that 12 locks are dry.", "I am told that 12 locks are dry.", "Ann Pole"),
        ("Is the Mayor aware that the locks are dry?", "Is the Mayor aware that the locks are dry?", "Ann Pole"),
    ],
)
def test_what_a_turn_reports_of_others_stays_theirs(said: str, content: str, speaker: str) -> None:
    found = [(claim.text, claim.speaker) for claim in extract(REPORTS.format(said)).claims]
    assert found[0] == (content, speaker)


def test_a_label_is_no_part_of_what_is_said_behind_it() -> None:
    claims = extract(
        "HALE: Fares fell by a tenth, the board says. I doubt it.\n\nPOLE: I do not.\n\nHALE: We do."
    ).claims
    assert ("Fares fell by a tenth", "board") in [(claim.text, claim.speaker) for claim in claims]


def test_thanks_and_calls_to_order_are_no_claims() -> None:
    text = "Ann Pole AM: Thank you, Chair. Order. The dam has cost £40 million.\n\nTom Hale AM: I do not. It has not."
    assert [claim.text for claim in extract(text).claims] == ["The dam has cost £40 million."]


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("Is it not possible for the board to act?", True),
        ("Given the state of the locks, is the board ready to act?", True),
        ("Would that be one way of mending the locks?", False),
        ("Could I wish the Mayor a happy birthday.", False),
        ("Will the board meet in March?", False),
        ("Does the Mayor know that 12 locks are dry?", True),
        ("I will take your advice on that.", False),
        ("That is the third dry lock on the canal this year.", True),
        ("It has risen.", True),
        ("We will not raise fares.", True),
        ("That's right.", False),
        ("Mr Chairman, I thank the board for its work.", False),
        ("I thank the board for the £4 million that it has spent.", True),
        ("I give way to my hon. Friend.", False),
        ("We'll be back after the news.", False),
    ],
)
def test_a_question_tells_what_it_presses_and_others_only_ask(said: str, told: bool) -> None:
    assert any(claim.text == said for claim in extract(REPORTS.format(said)).claims) is told


SMITHS = "Owen Smith AM: We mended 40 locks.\n\n{}\n\nMr Smith: That is not what the figures show."


@pytest.mark.parametrize(
    ("other", "speaker"),
    [
        ("Tom Hale AM: I do not believe that it was 40.", "Owen Smith"),
        ("Ann Smith AM: I do not believe that it was 40.", "Owen Smith"),
        ("Chris Smith AM: I do not believe that it was 40.", "Smith"),
        ("Lord Smith of Hull: I do not believe that it was 40.", "Owen Smith"),
    ],
)
def test_a_surname_is_somebodys_where_one_person_fits(other: str, speaker: str) -> None:
    last = extract(SMITHS.format(other)).claims[-1]
    assert (last.text, last.speaker) == ("That is not what the figures show.", speaker)


INSIDE = """Two of them met on the radio on Monday, and they did not agree about much.

Andrew Lind: Why did you close 12 locks?

Clara Example: We had to. They leaked.

I closed them myself.

The board has spent £40 million on its locks since 2010.

Andrew Lind: And will you open them?

Clara Example: I will.

Some 40 per cent of all locks are closed."""


def test_a_writer_goes_on_between_and_behind_the_turns_of_a_transcript_inside_an_article() -> None:
    assert [[span.of(INSIDE) for span in turn.spans] for turn in turns(INSIDE)][1] == [
        "We had to. They leaked.",
        "I closed them myself.",
    ]
    written = [claim.text for claim in extract(INSIDE).claims if claim.kind is ClaimKind.STATISTIC]
    assert written == [
        "The board has spent £40 million on its locks since 2010.",
        "Some 40 per cent of all locks are closed.",
    ]


def test_a_that_with_a_capital_belongs_to_what_is_said() -> None:
    claims = extract("Mr Smith: That is not what the figures show").claims
    assert [(claim.speaker, claim.text) for claim in claims] == [("Smith", "That is not what the figures show")]


@pytest.mark.parametrize(
    ("sentence", "kind", "label"),
    [
        ("We have cut fares by 12 per cent since 2019.", "direct", "We"),
        ("Since 2019 fares on our buses have fallen by 12 per cent.", "direct", "our"),
        ("World War I killed 9 million people.", "statistic", None),
        ("The US population is 330 million.", "statistic", None),
        ("My Fair Lady took £5 million in 1964.", "statistic", None),
        ("Some 40 per cent of the buses bear the words “we care”.", "statistic", None),
    ],
)
def test_the_first_person_is_never_the_documents_own_statistic(sentence: str, kind: str, label: str | None) -> None:
    found = extract(sentence)
    assert [(claim.kind.value, claim.speaker, claim.label) for claim in found.claims] == [(kind, None, label)]
    assert [item.label for item in found.attributions if item.rule == "first person"] == ([label] if label else [])


def test_the_office_of_a_name_line_is_a_role_of_its_bearer() -> None:
    found = extract(LORDS)
    assert [(role.speaker, role.title) for role in found.roles] == [
        ("Baroness Vale of Ripon", "Minister of State, Transport")
    ]
    assert {speaker.name: speaker.kind for speaker in found.speakers}["Baroness Vale of Ripon"] == "person"


@given(st.text(alphabet="AaMr.:§*[]()0 \n“", max_size=80))
def test_turns_are_found_in_any_text_or_none(text: str) -> None:
    for turn in turns(text):
        assert all(0 <= span.start < span.end <= len(text) for span in turn.spans)
