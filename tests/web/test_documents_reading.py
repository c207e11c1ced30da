"""A document set for reading: what stands on lines of its own, and which claims begin where."""

import pytest

from tracker.web.marks import set_for_reading

TITLE = "Noise complaints on the harbour front have doubled, council figures show"
LINES: tuple[tuple[str, list[tuple[str, str | None]]], ...] = (
    (
        f"{TITLE}\nBy Ruth Ellery\n\nThe town met on Monday.\n",
        [(TITLE, "headline"), ("By Ruth Ellery", "byline"), ("The town met on Monday.", None)],
    ),
    ("The town met on Monday.\nNobody came.\n", [("The town met on Monday.", None), ("Nobody came.", None)]),
)


@pytest.mark.parametrize(("text", "expected"), LINES)
def test_lines_of_other_kinds_stand_on_lines_of_their_own(text: str, expected: list[tuple[str, str | None]]) -> None:
    shown = set_for_reading(text, [])
    assert [("".join(piece.text for piece in each.pieces), each.zone) for each in shown] == expected
