"""Records of speeches as stored: who speaks, and what the record tells of it, stay through reading anew."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.ingest.test_debates import DEBATE
from tracker.db import claims, speeches
from tracker.db.rows import Database
from tracker.ingest.reader import read
from tracker.models import TrackerError
from tracker.services import cite, ingest, rebuild
from tracker.services import claims as read_claims
from tracker.services.ingest import Refused

ADDRESS = "https://www.theyworkforyou.com/debates/?id=2019-05-07a.401.3"


@pytest.fixture
def debate(db: Database) -> Database:
    ingest.take_in(db, DEBATE.encode(), "debate.xml", who="tester")
    return db


def _found(db: Database) -> list[tuple[str, str | None]]:
    return [(claim.text, claim.speaker) for claim in claims.of_document(db, 1)]


def test_speeches_are_stored_as_they_were_read(debate: Database) -> None:
    assert speeches.of_document(debate, 1) == read(DEBATE.encode(), "debate.xml").speeches


def test_reading_anew_keeps_the_speakers_of_the_record(debate: Database) -> None:
    before = _found(debate)
    assert ("That is not what the figures show.", "Mr Pole") in before
    rebuild.link_all(debate, who="tester", apply=True)
    assert _found(debate) == before


def test_a_claim_tells_what_the_record_tells_of_its_speech(debate: Database) -> None:
    claim = read_claims.shown(debate, 1)
    assert claim.speech is not None
    assert (claim.speech.column, claim.speech.time, claim.speech.url) == ("401", "14:31:00", ADDRESS)
    assert claim.speech.member_id == "uk.org.publicwhip/person/9001"


def test_a_claim_of_a_record_is_cited_by_column_and_linked_to_its_speech(debate: Database) -> None:
    subject = cite.of_claim(debate, 1)
    assert subject.pinpoint.words == "column 401, at 14:31:00"
    assert "401" in cite.write(subject, "oscola", {}).in_text
    assert ADDRESS in cite.write(subject, "markdown", {}).text


TABLE = "Aussage,Wer\nDie Preise sind um 12 Prozent gestiegen.,Anna Pohl\n"


def test_columns_named_once_are_remembered_for_the_same_headers(db: Database, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(TABLE, encoding="utf-8")
    refused = ingest.take_in_file(db, tmp_path / "a.csv", who="tester")
    assert isinstance(refused, Refused) and "a.csv has no column of statements that is known here" in refused.reason
    ingest.name_columns(db, [tmp_path / "a.csv"], "statement=Aussage, speaker=Wer")
    ingest.take_in_file(db, tmp_path / "a.csv", who="tester")
    ingest.take_in(db, TABLE.replace("12", "13").encode(), "b.csv", who="tester")
    assert [claims.of_document(db, n)[0].speaker for n in (1, 2)] == ["Anna Pohl", "Anna Pohl"]


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ("statement=Was", "a.csv has no column “Was”; its columns are “Aussage”, “Wer”."),
        ("claim=Aussage", "“claim=Aussage” does not name columns as “statement=Words,speaker=Who” does;"),
        ("Aussage", "“Aussage” does not name columns"),
    ],
)
def test_columns_that_are_not_there_are_refused(db: Database, tmp_path: Path, words: str, sentence: str) -> None:
    (tmp_path / "a.csv").write_text(TABLE, encoding="utf-8")
    with pytest.raises(TrackerError) as refusal:
        ingest.name_columns(db, [tmp_path / "a.csv"], words)
    assert refusal.value.message.startswith(sentence)


def test_a_document_without_a_record_has_none(db: Database) -> None:
    ingest.take_in(db, b"Ann Pole said that fares rose by 12 per cent.", "a.txt", who="tester")
    assert read_claims.shown(db, 1).speech is None
    assert speeches.at_places(db, 1, [0, 5]) == {}
    assert speeches.at_places(db, 1, []) == {}
