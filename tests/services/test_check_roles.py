"""The roles a draft gives a speaker: those held, and not those the draft calls former."""

from __future__ import annotations

import pytest

from tracker.db.rows import Database
from tracker.services import check, ingest
from tracker.services.drafts import read_draft

ROLES = [
    ("Saltmere mayor Mara Quill said: “We will never arm the stewards of the ferry.”", ["mayor"]),
    ("Former Saltmere mayor Mara Quill said: “We will never arm the stewards of the ferry.”", []),
    ("The former mayor Mara Quill said: “We will never arm the stewards of the ferry.”", []),
    ("“We will never arm the stewards of the ferry,” said retired mayor Mara Quill.", []),
    ("“We will never arm the stewards of the ferry,” said ex-mayor Mara Quill.", []),
]


@pytest.mark.parametrize(("text", "titles"), ROLES)
def test_a_former_role_is_no_role(text: str, titles: list[str]) -> None:
    (speech,) = read_draft(text.encode(), "draft.txt").speech
    assert [title.split()[-1] for title in speech.roles] == titles


def test_a_surname_alone_is_held_against_the_people_that_are_stored(db: Database) -> None:
    for number, text in enumerate(
        (
            "“The quay is safe,” Mara Quill said. Quill runs the harbour.",
            "“A boy of nine was taken home in a van,” Owen Tarrant said.",
        )
    ):
        ingest.take_in(db, text.encode(), f"{number}.txt", who="tester")
    words = "“A boy of nine was taken home in a van.”"
    found = [
        check.check_draft(db, read_draft(f"{name} said: {words}".encode(), "draft.txt")).quotations[0]
        for name in ("Quill", "Tarrant", "Ostrel")
    ]
    assert [item.fails for item in found] == [True, False, False]
    assert "Who “Ostrel” is cannot be checked" in found[2].unchecked[0]
