"""The roles a draft gives a speaker: those held, and not those the draft calls former."""

from __future__ import annotations

import pytest

from tracker.services import check

ROLES = [
    ("Saltmere mayor Mara Quill said: “We will never arm the stewards of the ferry.”", ["mayor"]),
    ("Former Saltmere mayor Mara Quill said: “We will never arm the stewards of the ferry.”", []),
    ("The former mayor Mara Quill said: “We will never arm the stewards of the ferry.”", []),
    ("“We will never arm the stewards of the ferry,” said retired mayor Mara Quill.", []),
    ("“We will never arm the stewards of the ferry,” said ex-mayor Mara Quill.", []),
]


@pytest.mark.parametrize(("text", "titles"), ROLES)
def test_a_former_role_is_no_role(text: str, titles: list[str]) -> None:
    (speech,) = check.read_draft(text.encode(), "draft.txt").speech
    assert [title.split()[-1] for title in speech.roles] == titles
