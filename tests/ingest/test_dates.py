from __future__ import annotations

import datetime
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tracker.ingest.dates import ledger
from tracker.ingest.reader import read
from tracker.models import Basis, DatedWords, DateKind, DateLedger, DocumentDate

SEEDS = Path(__file__).parents[2] / "seeds"
FILES = Path(__file__).parents[1] / "files"
CAPTURED = datetime.date(2026, 6, 1)

# kind, words, value, basis, candidates
Row = tuple[str, str, str | None, str, tuple[str, ...]]
SEED_LEDGERS: list[tuple[str, list[Row], str | None, tuple[str, ...], bool]] = [
    (
        "met-police-appeal-grahame-park.txt",
        [
            ("published", "2018-01-14", "2018-01-14", "stated", ()),
            ("event", "Thursday, 18 March", None, "inferred", ("2010-03-18", "2021-03-18")),
            ("published", "this morning, Friday, 19 March", None, "inferred", ("2010-03-19", "2021-03-19")),
        ],
        None,
        ("2010-03-19", "2018-01-14", "2021-03-19"),
        True,
    ),
    (
        "mps-shooting-park-lane.txt",
        [
            ("published", "2022-04-15", "2022-04-15", "stated", ()),
            ("event", "Friday, 8 April", "2022-04-08", "inferred", ()),
        ],
        "2022-04-15",
        (),
        False,
    ),
    (
        "london-police-consider-openly-armed-officers.txt",
        [
            ("caption", "SEPTEMBER 16", "2017-09-16", "inferred", ()),
            ("caption", "September 16, 2017", "2017-09-16", "stated", ()),
            ("caption", "yesterday", "2017-09-15", "inferred", ()),
            ("said", "Thursday", None, "unknown", ()),
        ],
        None,
        (),
        False,
    ),
    (
        "telegraph-met-prepares-to-unleash-armed-officers.txt",
        [
            ("event", "this year", None, "unknown", ()),
            ("event", "2009", "2009", "stated", ()),
        ],
        None,
        (),
        False,
    ),
    (
        "update-officer-shot-hackney.txt",
        [
            (
                "published",
                "earlier today, Thursday 15 October",
                None,
                "inferred",
                ("2009-10-15", "2015-10-15", "2020-10-15"),
            ),
            ("event", "today", None, "inferred", ("2009-10-15", "2015-10-15", "2020-10-15")),
            ("event", "today", None, "inferred", ("2009-10-15", "2015-10-15", "2020-10-15")),
        ],
        None,
        ("2009-10-15", "2015-10-15", "2020-10-15"),
        False,
    ),
]

# text, the value of the document's date, its basis, whether there is a conflict
DOCUMENT_DATES: list[tuple[str, str | None, Basis, bool]] = [
    ("Published: 12 January 2018\n\nIt rained.", "2018-01-12", Basis.STATED, False),
    ("Patrols to double\n\n12 January 2018\n\nIt rained.", "2018-01-12", Basis.STATED, False),
    ("Patrols to double\n\nBy Ben Hollis, 12 January 2018\n\nIt rained.", "2018-01-12", Basis.STATED, False),
    ("Patrols to double\n\nPublished at 10:15 on 12 January 2018\n\nIt rained.", "2018-01-12", Basis.STATED, False),
    ("Patrols to double\n\nMonday 15 January 2018\n\nIt rained.", "2018-01-15", Basis.STATED, False),
    ("Published March 2010\n\nIt rained.", "2010-03", Basis.STATED, False),
    ("Last updated: 3 May 2019\n\nIt rained.", None, Basis.UNKNOWN, False),
    ("Accessed 3 May 2019\n\nIt rained.", None, Basis.UNKNOWN, False),
    ("It rained on 3 May 2019 in Thornwick.", None, Basis.UNKNOWN, False),
    ("Published reports of 3 May 2019 said that it rained.", None, Basis.UNKNOWN, False),
    ("It rained.", None, Basis.UNKNOWN, False),
    ("It rained today in Thornwick.", None, Basis.UNKNOWN, False),
    ("It rained today, 15 October, in Thornwick.", None, Basis.UNKNOWN, False),
    ("THORNWICK, June 24 (UPI) — It rained.", None, Basis.UNKNOWN, False),
    ("It rained this morning, Monday 29 February.", "2016-02-29", Basis.INFERRED, False),
    (
        "It rained yesterday, Sunday 28 February. It rains today, Monday 29 February.",
        "2016-02-29",
        Basis.INFERRED,
        False,
    ),
    ("It rains today, Sunday 5 May, and rained today, Monday 7 May.", None, Basis.UNKNOWN, True),
    ("Published: 13 January 2018\n\nIt rained this morning, Friday 12 January.", "2018-01-13", Basis.STATED, False),
    ("Published: 13 March 2018\n\nIt rained this morning, Friday 12 January.", None, Basis.UNKNOWN, True),
    ("Published: 12 January 2018\n\nPublished: 14 January 2018\n\nIt rained.", None, Basis.UNKNOWN, True),
    ("Published: 12 January 2028\n\nIt rained.", None, Basis.UNKNOWN, True),
    ("date 03/04/2018 It rained.", "2018-04-03", Basis.INFERRED, False),
    ("date 03/04/2018 It rained this morning, Sunday 4 March.", "2018-03-04", Basis.INFERRED, False),
    ("Published 12 January 2018 | Updated 14 January 2018\n\nIt rained.", "2018-01-12", Basis.STATED, False),
]


def _ledger(text: str, captured: datetime.date = CAPTURED) -> DateLedger:
    return ledger(read(text.encode(), "a.txt"), captured)


def _row(entry: DatedWords) -> Row:
    return (entry.kind.value, entry.text, entry.value, entry.basis.value, entry.candidates)


@pytest.mark.parametrize(("name", "rows", "value", "candidates", "conflict"), SEED_LEDGERS)
def test_a_seed_shows_its_dates(
    name: str, rows: list[Row], value: str | None, candidates: tuple[str, ...], conflict: bool
) -> None:
    found = ledger(read((SEEDS / name).read_bytes(), name), CAPTURED)
    assert [_row(entry) for entry in found.dates] == rows
    assert (found.date.value, found.date.candidates, found.date.conflict) == (value, candidates, conflict)
    assert found.date.why.endswith(".")


@pytest.mark.parametrize(("text", "value", "basis", "conflict"), DOCUMENT_DATES)
def test_a_document_is_dated_by_what_it_says_and_nothing_else(
    text: str, value: str | None, basis: Basis, conflict: bool
) -> None:
    date = _ledger(text).date
    assert (date.value, date.basis, date.conflict) == (value, basis, conflict)
    assert date.why


def test_a_conflict_is_explained_and_keeps_all_readings() -> None:
    name = "met-police-appeal-grahame-park.txt"
    date = ledger(read((SEEDS / name).read_bytes(), name), CAPTURED).date
    assert date.why == (
        "The document is dated 2018-01-14, but by its words “this morning, Friday, 19 March” it was written on "
        "2010-03-19 or 2021-03-19."
    )


def test_an_undated_document_says_so() -> None:
    assert _ledger("It rained.").date == DocumentDate(None, Basis.UNKNOWN, why="The document shows no date of its own.")


@pytest.mark.parametrize(
    ("name", "why"),
    [
        (
            "london-police-consider-openly-armed-officers.txt",
            "The document shows no date of its own; “September 16, 2017” dates a picture.",
        ),
        ("telegraph-met-prepares-to-unleash-armed-officers.txt", "The document shows no date of its own."),
    ],
)
def test_an_undated_seed_says_what_its_dates_date_instead(name: str, why: str) -> None:
    assert ledger(read((SEEDS / name).read_bytes(), name), CAPTURED).date.why == why


def test_a_weekday_that_contradicts_the_date_line_is_left_open() -> None:
    entry = _ledger("date 2018-01-14 On Thursday, 18 March, it rained.").dates[1]
    assert (entry.value, entry.candidates) == (None, ("2010-03-18", "2021-03-18"))
    assert "that day was no Thursday in the year before 2018-01-14" in entry.why


def test_no_candidate_lies_after_the_day_of_capture() -> None:
    text = "It rained earlier today, Thursday 15 October."
    assert _ledger(text, datetime.date(2019, 1, 1)).date.candidates == ("2009-10-15", "2015-10-15")
    assert _ledger(text, datetime.date(2026, 10, 14)).date.candidates[-1] == "2020-10-15"
    assert _ledger(text, datetime.date(2026, 10, 15)).date.candidates[-1] == "2026-10-15"


def test_the_day_of_capture_is_never_the_documents_date() -> None:
    assert _ledger("It rained today.").date.value is None
    assert all(entry.value != CAPTURED.isoformat() for entry in _ledger("It rained today.").dates)


def test_words_of_a_dated_document_are_resolved_against_it() -> None:
    text = "Published: 12 January 2018\n\nMs Merrow told the council on Thursday that it rained last month."
    said, event = _ledger(text).dates[1:]
    assert _row(said) == ("said", "Thursday", "2018-01-11", "inferred", ())
    assert _row(event) == ("event", "last month", "2017-12", "inferred", ())


def test_a_numeric_date_says_how_it_was_read() -> None:
    (entry,) = _ledger("date 03/04/2018 It rained.").dates
    assert (entry.value, entry.basis, entry.candidates) == ("2018-04-03", Basis.INFERRED, ("2018-03-04", "2018-04-03"))
    assert "read with the day first" in entry.why


def test_a_wrong_weekday_is_pointed_out() -> None:
    (entry,) = _ledger("Published: Thursday 14 January 2018\n\nIt rained.").dates
    assert "but it was no Thursday" in entry.why


def test_a_date_in_a_page_is_labelled_with_what_it_dates() -> None:
    text = "Published 12 January 2018 | Updated 14 January 2018\n\nIt rained.\n\nAccessed 3 May 2019"
    assert [(entry.kind, entry.value) for entry in _ledger(text).dates] == [
        (DateKind.PUBLISHED, "2018-01-12"),
        (DateKind.UPDATED, "2018-01-14"),
        (DateKind.CAPTURED, "2019-05-03"),
    ]


def test_a_pages_stated_date_is_the_documents() -> None:
    found = ledger(read((FILES / "statement.html").read_bytes(), "statement.html"), CAPTURED)
    assert (found.date.value, found.date.basis) == ("2019-05-17", Basis.STATED)
    assert [_row(entry) for entry in found.dates if entry.kind is DateKind.SAID] == [
        ("said", "Thursday", "2019-05-16", "inferred", ())
    ]


def test_a_page_with_an_updated_time_alone_is_undated() -> None:
    found = ledger(read((FILES / "statement-updated.html").read_bytes(), "statement-updated.html"), CAPTURED)
    assert (found.date.value, found.date.basis) == (None, Basis.UNKNOWN)


def test_a_markdown_headers_date_is_listed_once() -> None:
    found = ledger(read((FILES / "statement.md").read_bytes(), "statement.md"), CAPTURED)
    assert [entry.value for entry in found.dates if entry.kind is DateKind.PUBLISHED] == ["2019-05-17"]
    assert found.date.value == "2019-05-17"


WORDS = st.lists(
    st.sampled_from(
        [
            "date", "Published:", "Updated", "today,", "this morning,", "yesterday", "Thursday", "Friday,", "19 March",
            "15 October", "2018", "2018-01-14", "03/04/2018", "March 2010", "in 2009", "said", "told the panel on",
            "\n\n", "Photo: Ada Merrow on", "LONDON (AP) —", "29 February", "2027-01-01", ".", "last month",
            "2 years ago",
        ]
    ),
    min_size=1,
).map(" ".join).filter(str.strip)  # fmt: skip


@given(WORDS, st.dates(datetime.date(1990, 1, 1), datetime.date(2090, 1, 1)))
@example("03/04/2018", datetime.date(2018, 3, 4))
def test_every_entry_quotes_the_text_and_every_candidate_is_possible(text: str, captured: datetime.date) -> None:
    found = _ledger(text, captured)
    for entry in found.dates:
        assert entry.start is not None and text[entry.start : entry.end] == entry.text
        assert list(entry.candidates) == sorted(entry.candidates)
    starts = [entry.start or 0 for entry in found.dates]
    assert starts == sorted(starts)
    assert list(found.date.candidates) == sorted(found.date.candidates)
    assert all(day <= captured.isoformat() for day in found.date.candidates)
    assert found.date.value is None or not found.date.conflict


@given(st.dates(datetime.date(2000, 1, 1), datetime.date(2060, 1, 1)), st.integers(0, 9000))
def test_every_candidate_has_the_weekday_of_the_words(written: datetime.date, later: int) -> None:
    captured = written + datetime.timedelta(days=later)
    found = _ledger(f"It rained earlier today, {written:%A} {written.day} {written:%B}.", captured)
    days = [datetime.date.fromisoformat(day) for day in found.date.candidates]
    if found.date.value:
        days.append(datetime.date.fromisoformat(found.date.value))
    assert all((day.weekday(), day.day, day.month) == (written.weekday(), written.day, written.month) for day in days)
    assert written in days or later > 20 * 365
