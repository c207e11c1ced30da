"""The API does what the pages do, in the name of a token's holder, and tells in one sentence what does not fit."""

from __future__ import annotations

import base64
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from tests.web.api.conftest import bearer
from tracker.db import events
from tracker.db.connection import open_database
from tracker.services import tokens
from tracker.web.api.routes import OPERATIONS

WRITES = [operation for operation in OPERATIONS if operation.writes]
FERRY = "Ann Example said: “The ferry is safe, and it will stay safe all winter.”"

MALFORMED = (
    # method, path, what is sent, what the sentence says
    ("GET", "/claims?limit=0", None, "“limit” must be at least 1"),
    ("GET", "/claims?limit=ten", None, "“limit” must be a whole number"),
    ("GET", "/claims?colour=red", None, "There is no parameter “colour” here"),
    ("GET", "/claims?from=yesterday", None, "“from” does not fit; "),
    ("GET", "/claims?kind=rumour", None, "“kind” must be one of: direct, "),
    ("PUT", "/claims/1/span", {"start": 1}, "The body lacks “end”; send it too"),
    ("PUT", "/claims/1/span", {"start": 1, "end": 2, "why": 3}, "The body has no “why”; there are: start, end"),
    ("PUT", "/documents/1/date", {"date": "14 January"}, "“date” in the body does not fit"),
    ("POST", "/notes", {"noun": "claim", "noun_id": 1, "markdown": "   "}, "“markdown” in the body does not fit"),
    ("PUT", "/claims/1/speaker", {"name": 7}, "“name” in the body must be text or null."),
    ("PUT", "/claims/1/speaker", {"name": "Ann" * 100}, "“name” in the body must have at most 200 characters."),
    (
        "POST",
        "/matches/decide",
        {"pairs": [{"a": "1", "b": 2}], "decision": "refused"},
        "“pairs.0.a” in the body must be",
    ),
    ("POST", "/topics/1/readings/1/move", {"by": 2}, "“by” in the body must be one of: -1, 1."),
    ("POST", "/searches", {"name": "Guns", "search": {"colour": "red"}}, "“search” in the body has no “colour”"),
    ("POST", "/topics/1/readings", {"document_id": 1, "url": "https://a.b/c"}, "The body does not fit; "),
    ("POST", "/documents", {"name": "a.txt"}, "The body does not fit; /api/openapi.json tells"),
)


def sent(client: FlaskClient, method: str, path: str, body: Any, token: str) -> Any:
    return client.open(f"/api{path}", method=method, json=body, headers=bearer(token))


@pytest.mark.parametrize("operation", WRITES, ids=lambda operation: operation.name)
@pytest.mark.parametrize("header", [{}, bearer("claims_guess"), {"Authorization": "Basic YTpi"}])
def test_no_write_without_a_token_in_force(client: FlaskClient, operation: Any, header: dict[str, str]) -> None:
    path = operation.path.replace("{", "").replace("}", "")
    for name in operation.parameters:
        path = path.replace(f"/{name}", "/1")
    answer = client.open(f"/api{path}", method=operation.method, json={}, headers=header)
    assert (answer.status_code, answer.headers["WWW-Authenticate"]) == (401, "Bearer")
    assert "needs a token" in answer.get_json()["error"]


def test_an_ended_token_writes_no_more(client: FlaskClient, token: str, database: Path) -> None:
    db = open_database(database)
    tokens.end(db, 1, who="tester")
    db.close()
    assert sent(client, "PUT", "/claims/1/speaker", {"name": "Ann Example"}, token).status_code == 401


def test_the_database_holds_no_token_only_its_hash(token: str, database: Path) -> None:
    assert token.encode() not in database.read_bytes()


@pytest.mark.parametrize(("method", "path", "body", "sentence"), MALFORMED)
def test_what_does_not_fit_is_told_in_a_sentence(
    client: FlaskClient, token: str, method: str, path: str, body: Any, sentence: str
) -> None:
    answer = sent(client, method, path, body, token)
    assert answer.status_code == 400
    assert sentence.lstrip("“") in answer.get_json()["error"]


@pytest.mark.parametrize("data", [b"{", b"\xff", b'{"name": NaN}', b"[" * 100_000, b'{"name": "\\ud800"}'])
def test_a_body_that_is_no_json_is_refused(client: FlaskClient, token: str, data: bytes) -> None:
    answer = client.put("/api/claims/1/speaker", data=data, content_type="application/json", headers=bearer(token))
    assert answer.status_code == 400


def test_a_body_of_another_type_is_refused(client: FlaskClient, token: str) -> None:
    answer = client.put("/api/claims/1/speaker", data="name=Ann", content_type="text/plain", headers=bearer(token))
    assert answer.status_code == 415


def test_a_document_is_taken_in_once_as_text_and_as_bytes(client: FlaskClient, token: str) -> None:
    first = sent(client, "POST", "/documents", {"name": "ferry.txt", "text": FERRY}, token)
    again = {"name": "ferry.txt", "base64": base64.b64encode(FERRY.encode()).decode()}
    second = sent(client, "POST", "/documents", again, token)
    assert (first.status_code, first.get_json()["already"], first.get_json()["claims"]) == (200, False, 1)
    assert (second.get_json()["document_id"], second.get_json()["already"]) == (first.get_json()["document_id"], True)
    found = client.get("/api/claims?q=ferry+safe+winter").get_json()["claims"]
    assert [claim["speaker"] for claim in found] == ["Ann Example"]


def test_a_decision_is_recorded_as_the_holders_and_undone(client: FlaskClient, token: str, database: Path) -> None:
    before = client.get("/api/claims/1").get_json()["speaker"]
    done = sent(client, "PUT", "/claims/1/speaker", {"name": "Ann Example"}, token).get_json()
    same = sent(client, "PUT", "/claims/1/speaker", {"name": "Ann Example"}, token).get_json()
    db = open_database(database)
    event = events.get(db, done["event"])
    db.close()
    assert event is not None
    assert (event.who, done["changed"], same) == ("a program", True, {"event": None, "changed": False})
    sent(client, "POST", f"/events/{done['event']}/undo", {}, token)
    assert client.get("/api/claims/1").get_json()["speaker"] == before


def test_what_the_desk_refuses_is_a_conflict_and_changes_nothing(client: FlaskClient, token: str) -> None:
    answer = sent(client, "PUT", "/claims/1/span", {"start": 1, "end": 10**9}, token)
    assert answer.status_code == 409
    assert "must lie inside its document" in answer.get_json()["error"]


def test_statements_are_compared_and_texts_read_without_a_token(client: FlaskClient) -> None:
    pair = {"a": "Crime fell by a fifth in Saltmere.", "b": "Crime was down 20 per cent in Saltmere."}
    assert client.post("/api/compare", json=pair).get_json()["relation"] == "variant"
    assert client.post("/api/extract", json={"text": FERRY}).get_json()["claims"][0]["speaker"] == "Ann Example"


def test_lists_are_paged_and_filtered(client: FlaskClient) -> None:
    every = client.get("/api/claims").get_json()
    page = client.get("/api/claims?limit=2&offset=1").get_json()
    assert page["claims"] == every["claims"][1:3]
    assert page["count"] == every["count"] == len(every["claims"])
    figures = client.get("/api/claims?figure=true").get_json()["claims"]
    assert figures
    assert all(claim["quantities"] for claim in figures)
