"""Roles: titles and organisations of those who speak, as printed."""

from __future__ import annotations

import pytest

from tests.extract.marked import resolved

ROLES = [
    ("{Detective Chief Inspector Ann Reed} said so.", [("Detective Chief Inspector", None)]),
    ("{Det. Insp. Ann Reed} said so.", [("Det. Insp.", None)]),
    ("{Assistant Commissioner Sir John Shaw} said so.", [("Assistant Commissioner", None)]),
    ("{Mr Shaw} said so.", []),
    ("{Ann Reed, the force’s commissioner,} said so.", [("commissioner", "the force")]),
    ("{Ann Reed, the Met Commissioner,} said so.", [("Met Commissioner", "Met")]),
    (
        "{Ann Reed, head of policing for Enfield and Haringey,} said so.",
        [("head of policing for Enfield and Haringey", None)],
    ),
    ("{Ann Reed, president of the Leeds Institute,} said so.", [("president", "the Leeds Institute")]),
    ("{Ann Reed, 43, a teacher,} said so.", [("teacher", None)]),
    ("{Ann Reed, investigating,} said so.", []),
    ("{Ann Reed, John Shaw and Mary Cole} said so.", []),
    ("The then mayor, {Ann Reed}, said so.", [("then mayor", None)]),
    ("The leader of Leeds Borough Council, {Ann Reed}, said so.", [("leader", "Leeds Borough Council")]),
    ("The former chief executive of Leeds Water, {Ann Reed}, said so.", [("former chief executive", "Leeds Water")]),
    ("The leader of the council, {Ann Reed}, said so.", [("leader of the council", None)]),
    ("The council’s leader, {Ann Reed}, said so.", [("leader", "The council")]),
    ("The council’s head of housing, {Ann Reed}, said so.", [("head of housing", "The council")]),
    ("Asked about the mayor of Leeds, {Ann Reed} said so.", []),
    ("At a meeting of the council, {Ann Reed} said so.", []),
    ("{Leeds Council spokesman Ann Reed} said so.", [("spokesman", "Leeds Council")]),
    ("{campaign director Ann Reed} said so.", [("campaign director", None)]),
    ("{Met Commissioner Ann Reed} said so.", [("Commissioner", "Met")]),
    (
        "{Commander Ann Reed from the Met Police’s Firearms Command} said so.",
        [("Commander", "the Met Police’s Firearms Command")],
    ),
    ("{former Ohio Gov. Ann Reed} said so.", [("Gov.", "Ohio")]),
    ("{New Jersey Gov. Ann Reed} said so.", [("Gov.", "New Jersey")]),
    ("{Dr. Ann Reed} said so.", []),
    ("{Republican candidate Ann Reed} said so.", [("candidate", None)]),
    ("{Ann Reed, his campaign director,} said so.", [("campaign director", None)]),
    ("{Ann Reed, was late and} said so.", []),
    ("{Ann Reed, strategist for Mr. Shaw,} said so.", [("strategist for Mr. Shaw", None)]),
    ("{Ann Reed, Labour MP for Leeds East,} said so.", [("Labour MP for Leeds East", None)]),
    ("{Police and Crime Commissioner Ann Reed} said so.", [("Commissioner", None)]),
    ("{Reed} said so. Later Inspector Ann Reed left.", [("Inspector", None)]),
    ("Inspector Mary Cole was there. {Ann Reed} said so.", []),
]


@pytest.mark.parametrize(("marked", "expected"), ROLES)
def test_a_role_is_what_the_text_prints_beside_the_name(marked: str, expected: list[tuple[str, str | None]]) -> None:
    resolution = resolved(marked)
    assert [(role.title, role.organisation) for role in resolution.roles] == expected


def test_two_titles_of_one_person_are_two_roles_in_order() -> None:
    roles = resolved("{DI Ann Reed} said so. Two years on, {DCI Ann Reed} said more. {DI Ann Reed} agreed.").roles
    assert [(role.speaker, role.title) for role in roles] == [("Ann Reed", "DI"), ("Ann Reed", "DCI")]


def test_a_role_is_anchored_where_its_words_stand() -> None:
    (role,) = resolved("{Ann Reed, the force’s commissioner,} said so.").roles
    assert "Ann Reed, the force’s commissioner, said so."[role.start : role.end] == "the force’s commissioner"
