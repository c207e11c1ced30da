"""Offices of a draft beside those a source prints: short forms are the same, other ranks and former offices are not."""

from __future__ import annotations

import pytest

from tests.check.test_subtle_drafts import wrong_role

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
