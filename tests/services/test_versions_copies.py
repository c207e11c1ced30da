"""Documents that print the same text: which are copies, what is said of them, and what threads count."""

from __future__ import annotations

import pytest

from tracker.db import indexes as stored_indexes
from tracker.db.rows import Database
from tracker.services import doctor, documents, ingest, threads, versions
from tracker.services.ingest import TakenIn

REPORT = """\
The harbour board will close the east quay at Tolverne to heavy lorries from September, its chair said on Monday.

“The east quay carries 3,400 lorries a week and was built for a tenth of that number,” Edda Marrow told reporters after
the meeting, at which nine of the eleven members voted for the closure.

Repairs to the quay cost £2.6 million last year, an increase of 14% on the year before, according to the board.

The haulage association denied that its members had been consulted, and asked the board to wait until the new road
opens in the spring. It has threatened to take the decision to court.
"""
OWN_OPENING = """\
Drivers in Tolverne face longer journeys this autumn as the town waits for its bypass, which is already two years late.
"""
SAME_QUOTATION = """\
Fishing crews welcomed news from the port this week. Boats have had to moor two abreast since the storm of last winter,
and several skippers say that they would rather sell than spend another season queueing behind freight.

“The east quay carries 3,400 lorries a week and was built for a tenth of that number,” Edda Marrow told reporters.

The market hall sold 1,900 crates of mackerel in July, an increase of 8% on June, the auctioneer Piet Lowen said. He
expects prices to stay high until the herring come, and hopes that the council will mend the ice house before then.
"""
BOILERPLATE = """\
Notes for editors: figures are compiled by the bureau from returns that harbours send at the end of each calendar month.
Returns that arrive late are included in the following issue, and revised totals are marked with an asterisk throughout.
The bureau follows the code of practice for official statistics and publishes its methods on request to any reader. Past
issues can be ordered from the library of the bureau, which is open on weekdays except on public holidays.
"""
JULY = (
    "Landings of cod fell by 12% to 840 tonnes in July, the bureau said. Herring rose by 3% to 95 tonnes.\n\n"
    + BOILERPLATE
)
AUGUST = (
    "Landings of cod rose by 7% to 901 tonnes in August, the bureau said. Herring fell by 5% to 90 tonnes.\n\n"
    + BOILERPLATE
)
PARAGRAPHS = REPORT.split("\n\n")


def added(db: Database, text: str, name: str, date: str = "") -> TakenIn:
    return ingest.take_in(db, text.encode(), name, who="tester", given={"date": date} if date else None)


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        (REPORT, f"The Tolverne Courier\n\n{REPORT}", True),
        (REPORT, f"{OWN_OPENING}\n{REPORT}", True),
        (REPORT, "\n\n".join(PARAGRAPHS[:3]), True),
        (REPORT, REPORT.replace("\n", " ").replace("“", '"').replace("”", '"'), True),
        (REPORT, f"{SAME_QUOTATION}\n{REPORT}", True),
        (REPORT, SAME_QUOTATION, False),
        (REPORT, PARAGRAPHS[1], False),
        (JULY, AUGUST, False),
        (REPORT, OWN_OPENING, False),
    ],
    ids=[
        "masthead", "own opening", "cut at the end", "typography", "inside a longer page", "one quotation",
        "too short", "template", "nothing",
    ],
)  # fmt: skip
def test_copies_share_most_of_the_shorter_text(db: Database, one: str, other: str, expected: bool) -> None:
    first, second = added(db, one, "one.txt"), added(db, other, "other.txt")
    assert bool(second.copies) is expected, second
    assert [copy.id for copy in stored_indexes.copies_of(db, first.document_id)] == [second.document_id] * expected


def test_three_prints_of_one_report_are_one_origin(db: Database) -> None:
    added(db, f"The Tolverne Courier\n\n{REPORT}", "courier.txt", "2021-06-09")
    added(db, f"{OWN_OPENING}\n{REPORT}", "gazette.txt", "2021-06-10")
    last = added(db, REPORT.replace("Edda Marrow", "Hugo Fenn"), "agency.txt", "2021-06-08")
    assert last.sentence.endswith(
        "; it shares 98% of the shorter one’s words with document 1, courier.txt, and with 1 more."
    )
    shown = documents.shown(db, last.document_id)
    assert ([copy.id for copy in shown.copies], shown.earliest_print) == ([1, 2], 3)
    assert documents.shown(db, 1).earliest_print == 3
    found = [threads.shown(db, thread.id) for thread in threads.listed(db).rows()]
    assert found and all((thread.claims, len(thread.origins)) == (3, 1) for thread in found)
    assert versions.copy_sources(db, {7: 1, 8: 2, 9: 3})[0] == {7: 3, 8: 3, 9: 3}


def test_where_dates_do_not_tell_no_print_is_the_earliest(db: Database) -> None:
    added(db, REPORT, "agency.txt", "2021-06-08")
    added(db, f"The Tolverne Courier\n\n{REPORT}", "courier.txt", "2021-06")
    assert documents.shown(db, 1).earliest_print is None


def test_adding_again_and_linking_again_change_nothing(db: Database) -> None:
    added(db, REPORT, "agency.txt")
    added(db, f"{OWN_OPENING}\n{REPORT}", "gazette.txt")
    before = [stored_indexes.copies_of(db, each) for each in (1, 2)]
    assert added(db, REPORT, "again.txt").already
    assert [stored_indexes.copies_of(db, each) for each in (1, 2)] == before
    stored_indexes.clear_copies(db)
    doctor.link_all(db, who="tester", apply=True)
    assert [stored_indexes.copies_of(db, each) for each in (1, 2)] == before


def test_versions_of_one_document_are_no_copies(db: Database) -> None:
    added(db, REPORT, "agency.txt")
    second = added(db, REPORT.replace("nine of the eleven", "eight of the eleven"), "agency.txt")
    assert (second.supersedes, second.copies) == (1, "")
