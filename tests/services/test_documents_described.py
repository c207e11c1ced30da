from __future__ import annotations

from pathlib import Path

import pytest

from tests import articles
from tracker.db import claims, documents
from tracker.db.rows import Database
from tracker.models import ReadError, TrackerError
from tracker.services import cite, doctor, ingest, nouns, undo
from tracker.services import documents as shown
from tracker.services.documents import UnclearDateError, need_date
from tracker.services.ingest import TakenIn

WHO = "tester"
GIVEN = {
    "title": "Quay patrols",
    "publisher": "The Quay Gazette",
    "byline": "Ada Merrow",
    "url": "https://quay.example/a",
}


def facts(db: Database, document_id: int = 1) -> dict[str, str | None]:
    row = documents.get(db, document_id)
    assert row is not None
    return {"title": row.title, "publisher": row.publisher, "byline": row.byline, "url": row.url}


def test_what_a_person_enters_is_shown_and_can_be_taken_back(two_papers: Database) -> None:
    before = facts(two_papers)
    made = shown.describe(two_papers, 1, GIVEN, who=WHO)
    assert facts(two_papers) == GIVEN and len(made) == len(GIVEN)
    assert documents.get(two_papers, 1).entered == ("title", "publisher", "byline", "url")  # type: ignore[union-attr]
    assert shown.describe(two_papers, 1, GIVEN, who=WHO) == []
    for event in made:
        undo.undo(two_papers, event, who=WHO)
    assert facts(two_papers) == before


def test_one_fact_is_taken_back_without_the_others(two_papers: Database) -> None:
    first, *_ = shown.describe(two_papers, 1, GIVEN, who=WHO)
    (again,) = shown.describe(two_papers, 1, {"title": "Patrols on the quay"}, who=WHO)
    with pytest.raises(TrackerError, match="decided anew since"):
        undo.undo(two_papers, first, who=WHO)
    undo.undo(two_papers, again, who=WHO)
    assert facts(two_papers) == GIVEN


def test_a_blank_says_that_there_is_none(two_papers: Database) -> None:
    shown.describe(two_papers, 1, {"title": " "}, who=WHO)
    assert facts(two_papers)["title"] is None


def test_what_was_entered_stays_when_everything_is_linked_anew(two_papers: Database) -> None:
    shown.describe(two_papers, 1, GIVEN, who=WHO)
    doctor.link_all(two_papers, who="program", apply=True)
    assert facts(two_papers) == GIVEN


def test_citations_claims_and_search_show_what_was_entered(two_papers: Database) -> None:
    shown.describe(two_papers, 1, {"title": "Zebra crossing closed", "publisher": "Quay Herald"}, who=WHO)
    claim = claims.of_document(two_papers, 1)[0]
    assert (claim.document_title, claim.publisher) == ("Zebra crossing closed", "Quay Herald")
    assert "Zebra crossing closed" in str(cite.of_document(two_papers, 1))  # type: ignore[arg-type]
    found = two_papers.execute("SELECT rowid FROM claim_search WHERE claim_search MATCH 'zebra'").fetchall()
    assert {row[0] for row in found} == {one.id for one in claims.of_document(two_papers, 1)}
    assert shown.shown(two_papers, 1).title == "Zebra crossing closed"


# what is given, words of the sentence that refuses it
REFUSED = [
    ({"url": "javascript:alert(1)"}, "is no web address"),
    ({"url": "quay.example/a"}, "it begins with http:// or https://"),
    ({"date": "soon"}, "“soon” is no date; write it as 14 January 2018"),
    ({"date": ""}, "A date is wanted"),
    ({"date": "Monday 12 June 2022"}, "is no date"),
    ({"title": "x" * 1001}, "at most 1,000 characters"),
    ({"name": "x"}, "has no “name”"),
    ({"date": "12/06/2022"}, "“12/06/2022” may be 12 June 2022 or 6 December 2022"),
]


@pytest.mark.parametrize(("given", "sentence"), REFUSED)
def test_what_cannot_be_is_refused_and_nothing_entered(
    two_papers: Database, given: dict[str, str], sentence: str
) -> None:
    with pytest.raises(TrackerError, match=sentence.replace("(", r"\(")):
        shown.describe(two_papers, 1, {"publisher": "Quay Herald", **given}, who=WHO)
    assert facts(two_papers)["publisher"] != "Quay Herald"


# what somebody writes, the date it is
DATES = [
    ("12 June 2022", "2022-06-12"),
    ("12th june 2022", "2022-06-12"),
    ("June 12, 2022", "2022-06-12"),
    ("Sunday, 12 June 2022", "2022-06-12"),
    ("13/06/2022", "2022-06-13"),
    ("June 2022", "2022-06"),
    ("2022-06", "2022-06"),
    ("2022", "2022"),
    (" 2022-06-12 ", "2022-06-12"),
]


@pytest.mark.parametrize(("words", "day"), DATES)
def test_a_date_is_entered_in_any_form_that_is_understood(words: str, day: str) -> None:
    assert need_date(words) == day


def test_a_date_of_two_readings_names_them() -> None:
    with pytest.raises(UnclearDateError) as unclear:
        need_date("03/04/2018")
    assert unclear.value.days == ("2018-03-04", "2018-04-03")


def folder(tmp_path: Path, text: str) -> Path:
    (tmp_path / "quay.txt").write_text(articles.UNDATED, encoding="utf-8")
    (tmp_path / "sources.csv").write_text(text, encoding="utf-8-sig")
    return tmp_path / "quay.txt"


LISTED = "file,title,publisher,author,date,url\nquay.txt,Quay patrols,The Quay Gazette,By Ada Merrow,5 May 2020,https://quay.example/a\n"


def test_a_list_beside_files_tells_of_them(db: Database, tmp_path: Path) -> None:
    (taken,) = ingest.take_in_files(db, [folder(tmp_path, LISTED)], who=WHO)
    assert isinstance(taken, TakenIn) and taken.notes == ()
    assert facts(db) == GIVEN
    assert documents.get(db, 1).date == "2020-05-05"  # type: ignore[union-attr]


def test_a_list_overrules_nobody(db: Database, tmp_path: Path) -> None:
    path = folder(tmp_path, LISTED)
    list(ingest.take_in_files(db, [path], who=WHO, given={"title": "Night on the quay"}))
    list(ingest.take_in_files(db, [path], who=WHO))
    assert facts(db) == {**GIVEN, "title": "Night on the quay"}
    count = len(nouns.events_about(db, "document", 1))
    list(ingest.take_in_files(db, [path], who=WHO))
    assert len(nouns.events_about(db, "document", 1)) == count


@pytest.mark.parametrize(
    ("text", "note"),
    [
        ("file,date\nquay.txt,soon\n", "sources.csv was not followed: “soon” is no date"),
        ("name,title\nquay.txt,Quay\n", "sources.csv has no column “file”"),
        ('file,title\nquay.txt,"Quay\n', "sources.csv is no list that could be read"),
    ],
)
def test_a_list_that_cannot_be_followed_is_told_and_stops_nothing(
    db: Database, tmp_path: Path, text: str, note: str
) -> None:
    (taken,) = ingest.take_in_files(db, [folder(tmp_path, text)], who=WHO)
    assert isinstance(taken, TakenIn) and taken.notes[-1].startswith(note)


def test_what_is_given_with_a_bad_value_stores_nothing(db: Database) -> None:
    with pytest.raises(TrackerError, match="is no date"):
        ingest.take_in(db, b"It rained.", "a.txt", who=WHO, given={"date": "soon"})
    assert documents.count(db) == 0


def test_a_list_needs_a_column_of_files() -> None:
    assert shown.read_list("file,title\na.txt,A\n\nb.txt\n") == {"a.txt": {"title": "A"}, "b.txt": {}}
    with pytest.raises(ReadError, match="no column"):
        shown.read_list("")
