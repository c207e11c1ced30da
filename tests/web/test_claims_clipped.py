"""Words sent from a web page become a small document and a claim; a stored page is pointed out instead."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask.testing import FlaskClient

from tracker.db import claim_lists, documents
from tracker.db.connection import open_database
from tracker.models.threads import Filters

WORDS = "The toll bridge will stay shut until the swans have left."
SENT = {
    "text": WORDS,
    "url": "https://gazette.saltmere.example/bridge#comments",
    "title": "Bridge: “shut” for the swans",
    "date": "2024-05-03",
    "publisher": "The Saltmere Gazette",
    "speaker": "Tobias Wren",
    "kind": "direct",
}
REFUSED = (
    ({"text": "  … "}, "at least one word"),
    ({"url": "javascript:alert(1)"}, "begins with http"),
    ({"date": "3 May"}, "is no date"),
    ({"date": "2024-13-40"}, "is no date"),
    ({"kind": "rumour"}, "no kind of claim"),
    ({"title": "x" * 501}, "at most 500 characters"),
    ({"text": "word " * 700}, "at most 3,000 characters"),
)


def test_the_form_is_filled_from_the_address(client: FlaskClient) -> None:
    page = client.get("/claims/new", query_string=SENT).get_data(as_text=True)
    for value in (WORDS, "https://gazette.saltmere.example/bridge", "2024-05-03", "Tobias Wren"):
        assert value in page


def test_words_sent_become_a_claim_with_the_facts_of_their_page(client: FlaskClient, database: Path) -> None:
    answer = client.post("/claims/new", data=SENT)
    page = client.get(answer.headers["Location"]).get_data(as_text=True)
    assert WORDS in page
    assert "Tobias Wren" in page
    db = open_database(database)
    document = documents.newest_of_url(db, "https://gazette.saltmere.example/bridge")
    assert document is not None
    found = claim_lists.listed(db, Filters(document=document.id), limit=9)
    db.close()
    assert (document.date, document.publisher, document.title) == (
        "2024-05-03",
        "The Saltmere Gazette",
        "Bridge: “shut” for the swans",
    )
    assert [claim.text for claim in found if claim.hand_made] == [WORDS]


def test_a_page_without_a_date_stays_undated(client: FlaskClient, database: Path) -> None:
    client.post("/claims/new", data=SENT | {"date": ""})
    db = open_database(database)
    document = documents.newest_of_url(db, "https://gazette.saltmere.example/bridge")
    db.close()
    assert document is not None
    assert document.date is None


@pytest.mark.parametrize(("change", "sentence"), REFUSED)
def test_what_cannot_be_a_claim_is_refused_and_nothing_is_stored(
    client: FlaskClient, database: Path, change: dict[str, str], sentence: str
) -> None:
    answer = client.post("/claims/new", data=SENT | change)
    assert answer.status_code == 400
    assert sentence in answer.get_data(as_text=True)
    db = open_database(database)
    assert documents.newest_of_url(db, "https://gazette.saltmere.example/bridge") is None
    db.close()


def test_a_page_that_is_stored_is_pointed_out(client: FlaskClient) -> None:
    client.post("/claims/new", data=SENT)
    page = client.get("/claims/new", query_string={"url": SENT["url"]}).get_data(as_text=True)
    assert "This page is stored already" in page


def test_a_title_cannot_forge_a_header(client: FlaskClient, database: Path) -> None:
    client.post("/claims/new", data=SENT | {"title": "Bridge\ndate: 1999-01-01\n---\nForged", "date": ""})
    db = open_database(database)
    document = documents.newest_of_url(db, "https://gazette.saltmere.example/bridge")
    db.close()
    assert document is not None
    assert document.date is None
