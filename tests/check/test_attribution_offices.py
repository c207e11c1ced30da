"""Offices of a draft beside those a source prints: short forms are the same, other ranks and former offices are not."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.check.test_draft import speech
from tests.check.test_subtle_drafts import wrong_role
from tracker.check.draft import check
from tracker.check.findings import Source

# as the source prints it, as the draft does, whether they are two offices
OFFICES = [
    ("Detective Chief Inspector", "DCI", False),
    ("Det. Chief Insp.", "detective chief inspector", False),
    ("Detective Sergeant", "DS", False),
    ("Assistant Chief Constable", "ACC", False),
    ("Detective Inspector", "DCI", True),
    ("Chief Constable", "ACC", True),
    ("chairwoman of the ferry board", "chair of the ferry board", False),
    ("spokeswoman for the union", "union spokesperson", False),
    ("deputy leader", "leader", True),
    ("retired harbour master", "harbour master", True),
    ("the former harbour master", "harbour master", True),
    ("the former harbour master", "ex-harbour master", False),
    ("the then harbour master", "harbour master", False),
    ("Councillor", "chair of the ferry board", False),
    ("Cllr", "transport chair", False),
    ("Councillor", "MP", True),
]


@pytest.mark.parametrize(("printed", "asked", "wrong"), OFFICES)
def test_another_office_is_told_from_another_form(printed: str, asked: str, wrong: bool) -> None:
    assert wrong_role(printed, asked) is wrong


PEOPLE = "Quay clerk Tom Holt wept. The Marlow pilot, Ida Pell, said: “We shall keep the old lamp room.”"
# what the draft prints before the name, whether the source prints it of another
DESCRIBED = [("Marlow", False), ("Pilot", False), ("Mrs", False), ("Baker", True), ("Quay", True), ("Clerk", True)]


@pytest.mark.parametrize(("described", "wrong"), DESCRIBED)
def test_what_is_printed_before_a_name_is_not_another_persons(described: str, wrong: bool) -> None:
    words = "We shall keep the old lamp room"
    draft = f"{described} Ida Pell said: “{words}.”"
    own = replace(speech(draft, words, "Ida Pell"), described=described)
    (found,) = check(draft, {"1": Source(PEOPLE, speech=(speech(PEOPLE, words, "Ida Pell"),))}, speech=[own]).quotations
    assert any(each.about == "role" and not each.unchecked for each in found.remarks) is wrong
