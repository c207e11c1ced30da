"""What of a document was said before: in other sources, dated earlier, the earliest first, as people decided it."""

from __future__ import annotations

import pytest

from tracker.db.rows import Database
from tracker.models import Span
from tracker.models.relations import Narrowed, SaidBeforeIn
from tracker.services import claims, decisions, documents, ingest, review

REPORT = """\
Tolverne quay: {}

“The east quay will stay open to lorries all winter,” Edda Marrow said.

There were {} lorries on the east quay in May, an increase of 8% on April.
"""
TEXTS = {"first": REPORT.format("a first count", "3,400"), "second": REPORT.format("counted again", "3,900")}


def added(db: Database, name: str, date: str = "", text: str = "") -> int:
    given = {"date": date} if date else None
    return ingest.take_in(db, (text or TEXTS[name]).encode(), f"{name}.txt", who="tester", given=given).document_id


def told(db: Database, document_id: int) -> SaidBeforeIn:
    return claims.said_before(db, document_id).told


def kinds(found: SaidBeforeIn) -> dict[str, tuple[str, str]]:
    """Return what each claim, by the figure or word it has, is to the earliest, and when that was."""
    words = {"lorries on": "figure", "stay open": "words"}
    return {
        next(name for part, name in words.items() if part in row.claim.text): (row.earlier.kind, row.earlier.when)
        for row in found.rows
    }


@pytest.mark.parametrize(
    ("dates", "of_first", "of_second"),
    [
        (("2022", "2023"), {}, {"figure": ("revised", "before"), "words": ("repeat", "before")}),
        (("2023", "2022"), {"figure": ("revised", "before"), "words": ("repeat", "before")}, {}),
        (("2022-06-01", "2022-06-01"), {}, {"figure": ("revised", "same day"), "words": ("repeat", "same day")}),
        (("2022-06", "2022-06-01"), {}, {"figure": ("revised", "open"), "words": ("repeat", "open")}),
        (("", "2022"), {}, {"figure": ("revised", "open"), "words": ("repeat", "open")}),
    ],
)
def test_before_is_what_is_dated_earlier_and_where_dates_do_not_tell_what_was_added_earlier(
    db: Database, dates: tuple[str, str], of_first: object, of_second: object
) -> None:
    first, second = (added(db, name, date) for name, date in zip(TEXTS, dates, strict=True))
    assert (kinds(told(db, first)), kinds(told(db, second))) == (of_first, of_second)
    assert [told(db, one).since for one in (first, second)] == [2 * (not of_first), 2 * (not of_second)]
    assert claims.said_counts(db, [first, second]) == {
        first: (len(told(db, first).rows), 2),
        second: (len(told(db, second).rows), 2),
    }


def test_a_refused_match_is_gone_a_confirmed_one_is_told_and_neither_waits(db: Database) -> None:
    _, second = added(db, "first", "2022"), added(db, "second", "2023")
    before = told(db, second)
    assert (before.said, before.claims, before.waiting) == (2, 2, 1)
    assert before.waiting == review.LANES["groups"].count(db, Narrowed(document=second))
    figure, words = sorted(before.rows, key=lambda row: row.earlier.kind != "revised")
    decisions.decide_pair(db, words.earlier.a, words.earlier.b, "refused", who="tester")
    revised = (figure.earlier.a, figure.earlier.b, "confirmed")
    decisions.decide_pair(db, *revised, who="tester", confirmed_as="revised")
    after = told(db, second)
    assert [(row.claim.id, row.earlier.decision) for row in after.rows] == [(figure.claim.id, "confirmed")]
    assert (after.said, after.waiting) == (1, 0)
    here = documents.part(db, second, lambda text, _: [Span(0, len(text))]).claims_here
    assert [claim.said for claim in here if claim.id == figure.claim.id] == [("revised", True)]
    assert [claim.said for claim in here if claim.id == words.claim.id] == [None]


def test_other_versions_and_prints_of_the_same_text_say_nothing_before(db: Database) -> None:
    added(db, "first", "2022")
    version = added(db, "first", "2023", TEXTS["first"].replace("3,400", "3,500"))
    assert (told(db, version).said, told(db, version).claims) == (0, 2)


def test_at_most_so_many_are_told_and_all_are_counted(db: Database) -> None:
    _, second = added(db, "first", "2022"), added(db, "second", "2023")
    found = claims.said_before(db, second, limit=1)
    assert (len(found.told.rows), found.told.said, len(found.in_short)) == (1, 2, 2)
