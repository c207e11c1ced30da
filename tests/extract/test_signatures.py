"""Quotations without a cue, and who is named beside them; all people here are invented."""

from __future__ import annotations

import pytest

from tracker.extract import extract

SAID = "“Fares have doubled in ten years.”"
BARE = SAID.strip("“”")
SIGNED = [
    (f"The claim\n\n{SAID}\nMartin Cole, 19 September 2012\n\nThe facts\n\nFares rose a little.", "Martin Cole"),
    (f"{SAID} — Ann Pole, mayor", "Ann Pole"),
    (f"{SAID}\n— Ann Pole, mayor of Hull, June 2014", "Ann Pole"),
    (f"{SAID}\n— Ann Pole", "Ann Pole"),
    (f"Tom Bain said trams were safe.\n\n{SAID}\n\nAnn Pole, Labour MP, BBC News, 4 May 2017\n\nNo.", "Ann Pole"),
    (f"The claim\n\n{SAID}\nMayor of Hull, 3 March 2016", "Mayor of Hull"),
    (f"The claim\n\n{SAID}\nHull Council, 3 March 2016", "Hull Council"),
]
INTRODUCED = [
    (
        f"The Harbour Office issued the following statement from Warden Ann Pole on a rise, which is large:\n{SAID}",
        "Ann Pole",
    ),
    (f"The following statement was issued by Councillor Mark Dean: {SAID}", "Mark Dean"),
    (f"Statement from Chief Constable Ann Pole:\n{SAID}", "Ann Pole"),
    (f"Comment from Ann Pole: {SAID}", "Ann Pole"),
    (f"Ann Pole’s statement in full:\n{SAID}", "Ann Pole"),
    (f"According to Ann Pole:\n\n{SAID}", "Ann Pole"),
    (f"Ann Pole, mayor of Hull:\n\n{SAID}", "Ann Pole"),
    (f"It rained.\n\nAnn Pole said:\n\n> {BARE}\n\nIt snowed.", "Ann Pole"),
    (f"Ann Pole, the mayor of Hull, said in a statement:\n> Trams are safe.\n> {BARE}\n\nIt snowed.", "Ann Pole"),
    (f"On 5 May 2020, Ann Pole <ann@hull.example> wrote:\n> {BARE}\n", "Ann Pole"),
    (f"It rained.\n\n> {BARE}\n>\n> — Ann Pole, mayor of Hull\n\nIt snowed.", "Ann Pole"),
    (f"It rained.\n\n> {BARE}\n\n— Ann Pole\n\nIt snowed.", "Ann Pole"),
    (f"> {BARE}\n\n— Ann Pole (@annpole) May 5, 2020\n\nIt snowed.", "Ann Pole"),
    (f"In a letter, the Harbour Board said:\n\n> {BARE}\n", "Harbour Board"),
    ("Fares rose. &quot;Fares have doubled,&quot; said Ann Pole.", "Ann Pole"),
    ("Ann Po\xadle said: “Fares have doubled.”", "Ann Pole"),
]
UNSIGNED = [
    f"{SAID}\n\nAnn Pole was not there when it was said.",
    f"{SAID}\n\nLeeds, 4 May 2017",
    f"{SAID}\n\nAnn Pole, the mayor, left early.",
]


@pytest.mark.parametrize(("text", "speaker"), [*SIGNED, *INTRODUCED])
def test_who_is_named_beside_a_quotation_said_it(text: str, speaker: str) -> None:
    found = [claim for claim in extract(text).claims if claim.text.startswith("Fares have doubled")]
    assert [claim.speaker for claim in found] == [speaker]


@pytest.mark.parametrize("text", UNSIGNED)
def test_a_line_of_prose_signs_nothing(text: str) -> None:
    found = [claim for claim in extract(text).claims if claim.text.startswith("Fares have doubled")]
    assert [claim.speaker for claim in found] in ([], [None])


def test_quotations_behind_a_signed_one_go_on_from_it() -> None:
    text = f"Comment from Ann Pole: {SAID}\n\n“Buses are late as well, and nobody counts them.”"
    assert {claim.speaker for claim in extract(text).claims} == {"Ann Pole"}


BLOCK = (
    "Statement from Warden Ann Pole:\n“Wrecks have fallen by 17 per cent.\n"
    "The coast is safer now.\nWe go on{}\nNote:\nIt rained."
)


def test_a_statement_is_its_own_from_the_first_mark_to_the_last() -> None:
    found = extract(BLOCK.format(".”")).claims
    assert [claim.text for claim in found if claim.speaker == "Ann Pole"] == [
        "Wrecks have fallen by 17 per cent.",
        "The coast is safer now.",
        "We go on.",
    ]


def test_a_statement_that_is_never_closed_ends_with_its_paragraph() -> None:
    found = extract(BLOCK.format(".")).claims
    assert [claim.text for claim in found if claim.speaker == "Ann Pole"] == ["Wrecks have fallen by 17 per cent."]


# text, the words of its one claim
WHOLE = [
    ("''Fares have doubled,'' said Ann Pole.", "Fares have doubled"),
    ("„Fares have doubled“, said Ann Pole.", "Fares have doubled"),
    ("”Fares have doubled,” said Ann Pole.", "Fares have doubled"),
    ("Ann Pole said &quot;fares have doubled&quot; in Hull.", "&quot;fares have doubled&quot; in Hull"),
    ("Ann Pole said the har\xadbour fares dou\xadbled.", "the har\xadbour fares dou\xadbled"),
]


@pytest.mark.parametrize(("text", "words"), WHOLE)
def test_a_claim_is_whole_whatever_marks_stand_around_and_in_it(text: str, words: str) -> None:
    (claim,) = extract(text).claims
    assert (claim.text, claim.speaker, text[claim.start : claim.end]) == (words, "Ann Pole", words)


def test_a_soft_hyphen_splits_nothing_that_is_counted() -> None:
    (claim,) = extract("Ann Pole said the offi\xadcers’ pay rose by 12 per cent.").claims
    assert [(figure.value, figure.measured) for figure in claim.quantities] == [(12, "officers pay")]


def test_a_block_quotation_that_nobody_is_said_to_say_is_nobody_s() -> None:
    text = f"“Trams are safe,” said Ann Pole.\n\nA letter in the port was blunter:\n\n> {BARE}\n\nIt rained."
    found = [claim for claim in extract(text).claims if claim.text.startswith("Fares have doubled")]
    assert [(claim.speaker, claim.kind.value) for claim in found] == [(None, "direct")]
