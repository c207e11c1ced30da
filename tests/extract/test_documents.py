"""Documents as sources: a report is no speaker, whoever made it is; all reports here are invented."""

from __future__ import annotations

import pytest

from tracker.extract import extract

WHOSE = [
    ("A study by the University of Hull found that one in five children skip breakfast.", "University of Hull"),
    ("A report from the National Dredging Office said that the scheme had cost £40m.", "National Dredging Office"),
    (
        "According to figures published on Monday by the Ministry of Ports, docks hold 87,000 people.",
        "Ministry of Ports",
    ),
    ("A press release from Hull Council claimed that litter had fallen by half.", "Hull Council"),
    ("A press release from the mayor of Hull said that litter had fallen by half.", "mayor of Hull"),
    ("Ann Reed’s review of care homes found that 300 residents had been moved.", "Ann Reed"),
    ("A poll of 2,000 adults by the charity Warmth found that 40 per cent had damp homes.", "Warmth"),
    ("The latest NDO statistics show that rents rose by 7 per cent.", "NDO"),
    ("Research published by the Marsh Trust on Monday suggests that tutoring has doubled.", "Marsh Trust"),
    ("Data published by the hospital trust on Monday showed that 12 nurses left.", "hospital trust"),
    ("Figures released by the parish council under disclosure rules show that 40 drivers paid.", "parish council"),
    ("Figures collected by police in Jersey last year show that 40 drivers paid.", "police in Jersey"),
    ("The Marsh Foundation’s report says that wages have stalled for ten years.", "Marsh Foundation"),
    (
        "A survey of teachers carried out by the Education Union found that 60 per cent plan to leave.",
        "Education Union",
    ),
    ("A statement issued by Hull Council said that the crane was safe to use.", "Hull Council"),
    ("A letter from the bishop, John Shaw, said that the roof would fall in.", "John Shaw"),
    (
        "Most trams were late, according to the results of the latest Hull Council survey on travel.",
        "Hull Council",
    ),
    ("The number of trams is 40 lower, Hull Council data shows.", "Hull Council"),
]
NOBODYS = [
    "Rail fares have risen by 8 per cent, official figures show.",
    "The number of buses fell by 4%, new data has revealed.",
    "According to the latest figures, prisons hold 87,000 people.",
    "An analysis of 4,000 letters showed that one in ten was refused.",
    "New research shows that eels have vanished from the river.",
    "Crime figures show that thefts have doubled in ten years.",
    "GDP data shows that the economy shrank by 0.2 per cent.",
    "Last year’s survey found that 60 per cent of teachers plan to leave.",
    "British figures show that thefts have doubled in ten years.",
    "The report said that the scheme had cost £40m.",
]
AGAIN = [
    (
        "The scheme cost £40m, a Dredging Office report said. The report added: “The return was small.”",
        "Dredging Office",
    ),
    ("In a report, Hull Council said that bins are full. The report says that 4,000 bins are broken.", "Hull Council"),
    (
        "Hull Council issued a release. A release by York Council came too. The release said that bins were full.",
        "York Council",
    ),
    ("A study found that bins are full. The study said that 4,000 bins are broken.", None),
]


@pytest.mark.parametrize(("text", "owner"), WHOSE)
def test_what_a_document_says_is_said_by_whose_it_is(text: str, owner: str) -> None:
    assert {claim.speaker for claim in extract(text).claims} == {owner}


@pytest.mark.parametrize("text", NOBODYS)
def test_a_document_of_nobody_named_is_no_speaker(text: str) -> None:
    found = extract(text)
    assert {claim.speaker for claim in found.claims} == {None}
    assert found.speakers == ()


@pytest.mark.parametrize(("text", "owner"), AGAIN)
def test_the_report_is_the_last_report_before_it(text: str, owner: str | None) -> None:
    assert extract(text).claims[-1].speaker == owner


def test_the_label_of_a_document_stays_as_printed() -> None:
    found = extract("A National Dredging Office report said that the scheme had cost £40m.").claims
    assert [(claim.label, claim.speaker) for claim in found] == [
        ("A National Dredging Office report", "National Dredging Office")
    ]
