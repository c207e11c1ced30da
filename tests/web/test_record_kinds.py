"""What kind of record a document is stands on its pages, in its JSON, in the check and beside its citations."""

from __future__ import annotations

from pathlib import Path

import pytest

from tracker.db import documents
from tracker.db.connection import open_database
from tracker.db.rows import Database
from tracker.models import RecordKind
from tracker.services import cite, ingest
from tracker.services.extraction import store_extraction
from tracker.web.app import create_app

DEBATE = (
    "HC Deb 12 May 1954 vol 527\n\nThe Minister of Transport (Mr. Amos Reed)\n\nThere are 42 closed bridges.\n\n"
    "Mr. Hale\n\nThe Minister has closed 12 of them himself."
)
SUBSTANTIALLY = "the official report is substantially verbatim"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    db = open_database(tmp_path / "claims.db")
    ingest.take_in(db, DEBATE.encode(), "debate.txt", who="tester")
    db.close()
    return tmp_path / "claims.db"


def test_pages_and_json_of_document_and_claim_say_it(path: Path) -> None:
    client = create_app(path, secret_key="for tests").test_client()
    for address in ("/documents/1", "/claims/1"):
        assert "Edited record" in client.get(address).text, address
    for address in ("/documents/1.json", "/claims/1.json", "/api/claims/1", "/api/documents/1"):
        assert client.get(address).get_json()["record"] == "edited record", address


def test_the_check_and_the_citation_say_that_the_wording_is_edited(path: Path) -> None:
    client = create_app(path, secret_key="for tests").test_client()
    answer = client.post("/check.json", json={"draft": "Mr Reed said: “There are 42 closed bridges.”"}).get_json()
    assert answer["quotations"][0]["findings"] == ["exact"]
    assert [SUBSTANTIALLY in sentence for sentence in answer["quotations"][0]["unchecked"]] == [True]
    db = open_database(path)
    assert any(SUBSTANTIALLY in remark for remark in cite.of_claim(db, 1).remarks)
    db.close()


@pytest.mark.parametrize(
    ("text", "record"),
    [
        (DEBATE, RecordKind.EDITED),
        ("Q. Where were you?\n\nA. I was at home.\n\nQ. Alone?\n\nA. I was.\n\nTHE COURT: You may go.", "verbatim"),
        ("The mayor said that fares rose by 12 per cent.", RecordKind.REPORT),
        ("Fares rose by 12 per cent in 2019.", None),
        ("Ann Pole: I cut fares.\n\nTom Hale: You did not.\n\nAnn Pole: I did, by 12 per cent.", None),
    ],
)
def test_the_text_shows_what_kind_of_record_it_is(tmp_path: Path, text: str, record: str | None) -> None:
    db: Database = open_database(tmp_path / "claims.db")
    number = ingest.take_in(db, text.encode(), "text.txt", who="tester").document_id
    assert documents.record_of(db, number) == record
    documents.put_record(db, number, None)
    store_extraction(db, number)
    assert documents.record_of(db, number) == record
    db.close()


def test_an_office_is_somebody_else_in_every_record(tmp_path: Path) -> None:
    db: Database = open_database(tmp_path / "claims.db")
    for year in ("1954", "1994"):
        text = f"HC Deb {year}\n\nThe Prime Minister: We built 40,000 homes in {year}.\n\nMr Hale: I saw 12 of them."
        ingest.take_in(db, text.encode(), f"{year}.txt", who="tester")
    sql = "SELECT count(DISTINCT speaker_id) FROM claims WHERE label = 'The Prime Minister'"
    assert db.execute(sql).fetchone()[0] == len(("1954", "1994"))
    db.close()
