"""Quotations stitched from a fuller source, told by the claims and the turns they belong to."""

import pytest

from tracker.matching.features import features
from tracker.matching.relation import relation, spliced
from tracker.models import ClaimKind, Relation, RelationKind

TURN = "We may close the north gate at night. That is a last resort in stormy weather, and nothing is settled."
FIRST = "We may close the north gate at night."
SECOND = "That is a last resort in stormy weather, and nothing is settled."
STITCHED = "the board would close “the north gate in stormy weather” from May"


def related(quoting: str, source: str, turn: str | None, *, swap: bool = False) -> Relation:
    one = features(quoting, kind=ClaimKind.MIXED)
    other = features(source, kind=ClaimKind.DIRECT)
    if swap:
        return spliced(other, one, relation(other, one), turn, None)
    return spliced(one, other, relation(one, other), None, turn)


CASES = [
    (STITCHED, FIRST, TURN, True),
    (STITCHED, SECOND, TURN, True),
    (STITCHED, TURN, None, True),
    (STITCHED, FIRST, None, False),
    ("the board may “close the north gate at night”", FIRST, TURN, False),
    ("the board would close “the south gate in stormy weather”", FIRST, TURN, False),
    ("the board would close the north gate in stormy weather", FIRST, TURN, False),
]


@pytest.mark.parametrize("swap", [False, True])
@pytest.mark.parametrize(("quoting", "source", "turn", "stitched"), CASES)
def test_a_quotation_is_spliced_only_where_its_parts_stand_apart(
    quoting: str, source: str, turn: str | None, stitched: bool, swap: bool
) -> None:
    assert (related(quoting, source, turn, swap=swap).kind is RelationKind.SPLICED) == stitched


def test_the_reasons_name_the_parts_and_what_lies_between() -> None:
    parts, between = related(STITCHED, FIRST, TURN).reasons
    assert parts == "“the north gate” and “in stormy weather” stand apart in the fuller source"
    assert between == "between them it says: “at night. That is a last resort”"


def test_the_differences_quote_the_parts_on_both_sides() -> None:
    ((mine, theirs),) = related(STITCHED, FIRST, TURN).differences
    assert mine.of(STITCHED) == theirs.of(FIRST) == "the north gate"
    ((theirs, mine),) = related(STITCHED, FIRST, TURN, swap=True).differences
    assert mine.of(STITCHED) == theirs.of(FIRST) == "the north gate"
