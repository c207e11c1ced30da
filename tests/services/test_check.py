"""Checking a draft against a database: nothing that is sent makes it stumble, and nothing is stored."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests import articles
from tracker.check.findings import Finding
from tracker.db import claims, events
from tracker.db.connection import open_database
from tracker.db.rows import Database
from tracker.models import TrackerError, plain
from tracker.services import check as services_check
from tracker.services import decisions, ingest
from tracker.services.drafts import LONGEST_DRAFT, read_draft

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
    return services_check.check_draft(db, read_draft(text.encode(), "draft.txt"))


@settings(max_examples=80, deadline=None)
@given(st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=8)), max_size=14).map("".join))
def test_any_text_is_checked_or_refused_in_a_sentence(papers: Database, text: str) -> None:
    try:
        draft = read_draft(text.encode(), "draft.txt")
    except TrackerError as error:
        assert error.message.endswith(".")
        return
    report = services_check.check_draft(papers, draft)
    for found in (*report.quotations, *report.figures, *report.passed_over):
        assert draft.text[found.start : found.end] == found.text
    for change in report.corrected.changes:
        assert draft.text[change.start : change.end] == change.old


KILN = """\
Voices from the kiln

The potter Ilse Brandt has worked in Culverton for thirty years. Deputy librarian Noel Farrow reads to her.

“The kiln may be cold by spring,” said the potter, Ilse Brandt. “I hope to fire it again in May.”

Noel Farrow said the council was “deaf to the whole street”, and that most of his readers were “cross about it”.

“The glaze is poison,” said a driver who would not give his name.

The lease is “void in law”, according to the solicitor Petra Lund.
"""
OF_OTHERS = [
    ("Ilse Brandt said the kiln may be “cold by spring”.", False),
    ("Ilse Brandt said the kiln would be “cold by spring”.", True),
    ("Brandt hopes to “fire it again in May”.", False),
    ("Brandt said she would “fire it again in May”.", True),
    ("The potter Ilse Brandt said: “I hope to fire it again in May.”", False),
    ("Ilse Brandt, a weaver, said: “I hope to fire it again in May.”", True),
    ("Librarian Ilse Brandt said: “I hope to fire it again in May.”", True),
    ("Noel Farrow said most of his readers were “cross about it”.", False),
    ("Noel Farrow said all his readers were “cross about it”.", True),
    ("Noel Farrow said: “The glaze is poison.”", True),
    ("The lease is “void in law”, according to Petra Lund.", False),
    ("The lease is “void in law”, Noel Farrow said.", True),
]


@pytest.fixture(scope="module")
def kiln(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    db = open_database(tmp_path_factory.mktemp("kiln") / "claims.db")
    ingest.take_in(db, KILN.encode(), "kiln.txt", who="tester")
    yield db
    db.close()


@pytest.mark.parametrize(("draft", "fails"), OF_OTHERS)
def test_what_softens_words_whose_they_are_and_what_somebody_does_is_held_against_the_source(
    kiln: Database, draft: str, fails: bool
) -> None:
    (found,) = check(kiln, draft).quotations
    assert found.fails is fails, found.why


def test_the_report_holds_everything_without_the_database(tmp_path: Path) -> None:
    db = open_database(tmp_path / "claims.db")
    ingest.take_in(db, articles.HARBOUR.encode(), "harbour.txt", who="tester")
    report = check(db, f"Mara Quill said: “{QUOTED.replace('not', 'now')}.” There were 1,240 assaults on officers.")
    db.close()
    told = json.loads(json.dumps(report, default=plain))
    assert msgspec.convert(told, services_check.Report) == report
    (quotation,) = report.quotations
    assert quotation.place is not None
    assert "".join(words.text for words in quotation.place.passage if words.quoted) == QUOTED


def test_no_draft_asks_the_store_more_often_for_having_more_quotations(papers: Database) -> None:
    def asked(text: str) -> int:
        draft = read_draft(text.encode(), "draft.txt")
        statements: list[str] = []
        papers.conn.set_trace_callback(statements.append)
        services_check.check_draft(papers, draft)
        papers.conn.set_trace_callback(None)
        return len(statements)

    quotations = [f"Mara Quill said: “{QUOTED}.”", "Oswin Tarrant said: “The swans of Saltmere will be counted soon.”"]
    assert asked("\n\n".join(quotations)) == asked("\n\n".join(quotations * 10))


def test_a_check_records_nothing(papers: Database) -> None:
    before = events.latest(papers, 100)
    check(papers, f"Mara Quill said: “{QUOTED}.”")
    assert events.latest(papers, 100) == before


SAID = "“We are closing the night ferry for good,” Mara Quill said."
GIVEN_AS_DENIED = "Mara Quill denied “we are closing the night ferry for good”."
DENIALS = [
    # the source, the draft, the worst finding
    (GIVEN_AS_DENIED, "Mara Quill said: “We are closing the night ferry for good.”", Finding.HIDES),
    (GIVEN_AS_DENIED, "“Closing the night ferry for good” is the aim, Quill said.", Finding.HIDES),
    (GIVEN_AS_DENIED, "Quill denied “we are closing the night ferry for good”.", Finding.EXACT),
    (GIVEN_AS_DENIED, "Quill rejected reports of “closing the night ferry for good”.", Finding.EXACT),
    (SAID, "Quill denied “we are closing the night ferry for good”.", Finding.ALTERED),
    (SAID, "Quill denied that the board meant to keep “the night ferry” open.", Finding.EXACT),
    (SAID, "Quill said: “We are closing the night ferry for good.”", Finding.EXACT),
    (SAID.replace("are", "are not"), "Quill denied “closing the night ferry for good”.", Finding.EXACT),
]


@pytest.mark.parametrize(("source", "draft", "finding"), DENIALS)
def test_words_that_one_side_gives_as_denied_and_the_other_as_said_do_not_pass(
    db: Database, source: str, draft: str, finding: Finding
) -> None:
    ingest.take_in(db, source.encode(), "ferry.txt", who="tester")
    (quotation,) = check(db, draft).quotations
    assert quotation.finding is finding
    assert any("denied these words" in sentence for sentence in quotation.why) is finding.fails


UNSAID = [
    ("Mara Quill did not say that the night ferry was closing for good.", "did not say these words"),
    ("Mara Quill refused to say that the night ferry was closing for good.", "did not say these words"),
    ("Mara Quill withdrew her claim that the night ferry was closing for good.", "took these words back"),
]


@pytest.mark.parametrize(("source", "told"), UNSAID)
def test_words_that_the_source_did_not_say_or_took_back_are_not_quoted_as_said(
    db: Database, source: str, told: str
) -> None:
    ingest.take_in(db, source.encode(), "ferry.txt", who="tester")
    (said,) = check(db, "Mara Quill said: “The night ferry was closing for good.”").quotations
    assert said.finding.fails
    assert any(told in sentence for sentence in said.why)
    (unsaid,) = check(db, source.replace("the night", "“the night").replace("good.", "good”.")).quotations
    assert not any(told in sentence for sentence in unsaid.why)


def test_the_speaker_that_a_person_corrected_counts(db: Database) -> None:
    ingest.take_in(db, articles.HARBOUR.encode(), "harbour.txt", who="tester")
    claim = next(row for row in claims.of_document(db, 1) if QUOTED in row.text and row.kind == "direct")
    draft = f"Tobias Wren said: “{QUOTED}.”"
    assert Finding.WRONG_SPEAKER in check(db, draft).quotations[0].findings
    decisions.pick_speaker(db, claim.id, "Tobias Wren", who="tester")
    assert check(db, draft).quotations[0].findings == (Finding.EXACT,)


def test_a_draft_that_is_too_long_is_refused(papers: Database) -> None:
    with pytest.raises(TrackerError, match="too long"):
        check(papers, "a " * LONGEST_DRAFT)


def test_words_that_many_documents_print_are_found_where_they_are_said(tmp_path: Path) -> None:
    db = open_database(tmp_path / "claims.db")
    for number in range(9):
        told = (
            "The milk contract is a leap in the dark for farms"
            if number < 8
            else "“This is a leap in the dark,” said Nia Bowen"
        )
        ingest.take_in(
            db, f"{told}.\n\n“Barn {number} is dry,” said Nia Bowen.".encode(), f"{number}.txt", who="tester"
        )
    (found,) = check(db, "Bowen called it “a leap in the dark”.").quotations
    assert found.place is not None
    assert (found.finding, found.place.document, found.place.speaker) == (Finding.EXACT, "8.txt", "Nia Bowen")
    db.close()


SEASONS = [
    ("In spring 2021 Nia Bowen said: “The barn is lost for good.”", False),
    ("“The barn is lost for good,” Nia Bowen said in the autumn of 2021.", True),
    ("“The barn is lost for good,” Nia Bowen said in spring 2019.", True),
    ("“The barn is lost for good,” Nia Bowen said in the spring.", False),
]


def test_a_season_in_which_a_draft_says_that_it_was_said_is_held_against_the_date(tmp_path: Path) -> None:
    db = open_database(tmp_path / "claims.db")
    ingest.take_in(
        db, "The Echo, 12 April 2021\n\n“The barn is lost for good,” said Nia Bowen.".encode(), "a.txt", who="t"
    )
    assert [check(db, draft).fails for draft, _ in SEASONS] == [wrong for _, wrong in SEASONS]
    db.close()
