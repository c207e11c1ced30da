"""Checking a draft against a database: nothing that is sent makes it stumble, and nothing is stored."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests import articles
from tracker.check.findings import Finding
from tracker.db import claims, events
from tracker.db.connection import open_database
from tracker.db.rows import Database
from tracker.models import TrackerError
from tracker.services import check as services_check
from tracker.services import decisions, ingest

QUOTED = "We are not planning routine armed patrols in Saltmere"
PIECES = (
    QUOTED,
    "“",
    "”",
    "‘",
    "’",
    '"',
    "…",
    "[",
    "]",
    "Mara Quill said",
    ": ",
    " 1,240 assaults on officers ",
    "\n\n",
    "*",
)


@pytest.fixture(scope="module")
def papers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    db = open_database(tmp_path_factory.mktemp("papers") / "claims.db")
    for name, text in (("harbour.txt", articles.HARBOUR), ("gazette.txt", articles.GAZETTE)):
        ingest.take_in(db, text.encode(), name, who="tester")
    yield db
    db.close()


def check(db: Database, text: str) -> services_check.Report:
    return services_check.check_draft(db, services_check.read_draft(text.encode(), "draft.txt"))


@settings(max_examples=80, deadline=None)
@given(st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=8)), max_size=14).map("".join))
def test_any_text_is_checked_or_refused_in_a_sentence(papers: Database, text: str) -> None:
    try:
        report = check(papers, text)
    except TrackerError as error:
        assert error.message.endswith(".")
        return
    found = services_check.as_dict(report)
    for row in (*found["quotations"], *found["figures"], *found["passed_over"]):
        assert report.draft.text[row["start"] : row["end"]] == row["text"]
    for change in found["corrected"]["changes"]:
        assert report.draft.text[change["start"] : change["end"]] == change["old"]


def test_a_check_records_nothing(papers: Database) -> None:
    before = events.latest(papers, 100)
    check(papers, f"Mara Quill said: “{QUOTED}.”")
    assert events.latest(papers, 100) == before


def test_the_speaker_that_a_person_corrected_counts(db: Database) -> None:
    ingest.take_in(db, articles.HARBOUR.encode(), "harbour.txt", who="tester")
    claim = next(row for row in claims.of_document(db, 1) if QUOTED in row["text"] and row["kind"] == "direct")
    draft = f"Tobias Wren said: “{QUOTED}.”"
    assert Finding.WRONG_SPEAKER in check(db, draft).quotations[0].findings
    decisions.pick_speaker(db, claim["id"], "Tobias Wren", who="tester")
    assert check(db, draft).quotations[0].findings == (Finding.EXACT,)


def test_a_draft_that_is_too_long_is_refused(papers: Database) -> None:
    with pytest.raises(TrackerError, match="too long"):
        check(papers, "a " * services_check.LONGEST_DRAFT)
