"""Runs of capitals: whether each names a person, a body, a place or an office alone."""

from __future__ import annotations

import pytest

from tracker.extract.names import NameKind, name_runs, read_name
from tracker.extract.prose import prose

KINDS = [
    ("Ann Reed", NameKind.PERSON),
    ("J. Shaw", NameKind.PERSON),
    ("Jean-Claude Morel", NameKind.PERSON),
    ("Mr Okonedo", NameKind.PERSON),
    ("Det Supt Okonedo", NameKind.PERSON),
    ("Vicente Fox", NameKind.PERSON),
    ("Mark Cuban", NameKind.PERSON),
    ("Ann Hall", NameKind.PERSON),
    ("Tom Lane", NameKind.PERSON),
    ("Saltmere Town Hall", NameKind.BODY),
    ("Leeds Widow Ann Reed", NameKind.PERSON),
    ("Metropolitan Police", NameKind.BODY),
    ("Ann Reed Foundation", NameKind.BODY),
    ("Judge Rotherham Institute", NameKind.BODY),
    ("BBC", NameKind.BODY),
    ("Fox News", NameKind.BODY),
    ("New Zealand", NameKind.PLACE),
    ("Ohio", NameKind.PLACE),
    ("R-Ohio", NameKind.PLACE),
    ("Met Commissioner", NameKind.ROLE),
    ("Detective Constable", NameKind.ROLE),
    ("Okonedo", NameKind.SINGLE),
    ("Tuuli Mäkelä", NameKind.MAYBE),
]
RUNS = [
    (
        "The mayor of Leeds, Ann Reed, wrote to the Department of Justice.",
        ["Leeds", "Ann Reed", "Department of Justice"],
    ),
    ("But Ann Reed’s lawyer met Sen. John Shaw Jr. in Ohio.", ["Ann Reed’s", "Sen. John Shaw Jr", "Ohio"]),
    ("He saw Ursula von der Berg and Bill de Souza.", ["Ursula von der Berg", "Bill de Souza"]),
    ("William A. Marsh spoke to the House of Lords.", ["William A. Marsh", "House of Lords"]),
    ("Reed Says Leeds Is Too Big For Her", ["Reed", "Leeds"]),
    ("I’ve met her. Let’s go.", []),
    ("", []),
]


@pytest.mark.parametrize(("words", "kind"), KINDS)
def test_a_run_of_capitals_names_what_its_words_show(words: str, kind: NameKind) -> None:
    assert read_name(words.split()).kind == kind


@pytest.mark.parametrize(("text", "expected"), RUNS)
def test_runs_of_capitals_are_found_whole(text: str, expected: list[str]) -> None:
    cut = prose(text)
    assert [text[cut.starts[run.first] : cut.ends[run.last - 1]] for run in name_runs(cut)] == expected


def test_titles_stand_before_the_name_and_bodies_before_the_titles() -> None:
    reading = read_name(["Met", "Assistant", "Commissioner", "Sir", "John", "Shaw"])
    assert (reading.title_first, reading.name_first) == (1, 4)


def test_a_given_name_that_is_a_title_too_stays_a_name() -> None:
    assert read_name(["Dean", "Marsh"]).name_first == 0
    assert read_name(["Judge", "Marsh"]).name_first == 1
