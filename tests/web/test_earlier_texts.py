"""Reading an original again on its page, and what waits in the lane of lost and carried decisions; the command too."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner
from flask.testing import FlaskClient

from tests import articles
from tests.web.asking import claim_with, item, rows
from tracker.cli.main import main
from tracker.db.connection import open_database
from tracker.ingest.reader import read
from tracker.models import Document, ReadError
from tracker.services import ingest

QUOTED = "We are not planning routine armed patrols in Saltmere"


def today(edit: Callable[[str], str]) -> Callable[..., Document]:
    def reads(data: bytes, name: str, media_type: str | None = None, **_: object) -> Document:
        document = read(data, name, media_type)
        return replace(document, text=edit(document.text), title="Another title")

    return reads


@pytest.fixture
def decided(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> int:
    """A claim with a picked speaker, whose words today's reader reads otherwise."""
    claim = claim_with(client, QUOTED)
    client.post(f"/claims/{claim['id']}/speaker", data={"name": "Wilhelmina Thrale"})
    monkeypatch.setattr(ingest, "document_in", today(lambda text: text.replace("not planning", "planning")))
    return int(claim["id"])


def test_what_changes_is_shown_before_it_is_stored_and_the_lost_claim_waits(client: FlaskClient, decided: int) -> None:
    page = client.get("/documents/1/reread").text
    assert "Another title" in page and "1 loses it" in page and "Store the new reading" in page
    assert item(client, "/documents/1/reread")["lost"] == 1
    assert QUOTED in item(client, "/documents/1")["text"]
    client.post("/documents/1/reread")
    assert QUOTED not in item(client, "/documents/1")["text"]
    assert "Nothing changes" in client.get("/documents/1/reread").text
    (waiting,) = rows(client, "/review/places.json")
    assert (waiting["claim"]["id"], waiting["asks"]) == (decided, "lost")
    assert waiting["decided"] == ["speaker: Wilhelmina Thrale"]
    one = client.get("/review/places/one").text
    assert "Place it at this passage" in one and "Let it go" in one
    shown = client.get(f"/claims/{decided}").text
    assert "lacks these words now" in shown and QUOTED in shown
    assert "as it is read now, it lacks them" in shown
    assert "as it is read now, it lacks them" in client.get(f"/claims/{decided}/cite").text
    text = client.get("/documents/1/texts/1")
    assert (text.mimetype, text.text) == ("text/plain", articles.HARBOUR)
    assert "/documents/1/texts/1" in client.get("/documents/1").text
    assert client.get("/documents/2/texts/1").status_code == 404
    for form in ("json", "csv"):
        assert client.get(f"/documents/1.{form}" if form == "json" else f"/claims.{form}").status_code == 200


def test_a_lost_claim_is_placed_or_let_go_in_the_queue(client: FlaskClient, decided: int) -> None:
    client.post("/documents/1/reread")
    (waiting,) = rows(client, "/review/places.json")
    client.post(f"/claims/{decided}/let-go", data={})
    assert rows(client, "/review/places.json") == []
    newest = client.get("/history.json").json
    assert newest is not None
    client.post(f"/history/{newest['events'][-1]['id']}/undo")
    client.post(f"/claims/{decided}/span", data={"start": waiting["start"], "end": waiting["end"]})
    assert rows(client, "/review/places.json") == []
    assert item(client, f"/claims/{decided}")["text"] == "We are planning routine armed patrols in Saltmere"


def test_a_decision_on_an_earlier_version_is_carried_over_or_left(client: FlaskClient, database: Path) -> None:
    claim = claim_with(client, QUOTED)
    client.post(f"/claims/{claim['id']}/speaker", data={"name": "Wilhelmina Thrale"})
    db = open_database(database)
    later = ingest.take_in(db, (articles.HARBOUR + "\nUpdated.\n").encode(), "harbour.txt", who="tester").document_id
    db.close()
    page = client.get("/review/places/one").text
    assert "Does this hold of the later version too?" in page
    client.post(f"/claims/{claim['id']}/carry", data={"document": later})
    assert rows(client, "/review/places.json") == []
    again = [row for row in rows(client, "/claims.json") if row["document_id"] == later and QUOTED in row["text"]]
    assert [row["speaker"] for row in again] == ["Wilhelmina Thrale"]
    assert client.post(f"/claims/{claim['id']}/leave", data={"document": 1}).status_code == 404


@pytest.mark.parametrize("lane", ["lost", "earlier"])
def test_the_lane_can_be_narrowed(client: FlaskClient, decided: int, lane: str) -> None:
    client.post("/documents/1/reread")
    assert len(rows(client, f"/review/places.json?kind={lane}")) == (lane == "lost")
    assert len(rows(client, f"/review/places.json?kind={lane}&document=2")) == 0


def test_the_command_shows_first_and_writes_when_told(
    client: FlaskClient, decided: int, database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def run(*words: str, code: int = 0) -> str:
        done = CliRunner().invoke(main, ["reread", *words, "--db", str(database)])
        assert done.exit_code == code, done.output
        return done.output

    monkeypatch.setattr(ingest, "document_in", today(lambda text: text.replace("not planning", "planning")))
    shown = run("1")
    assert f"went: claim {decided} (decided on): {QUOTED}" in shown
    assert "“not” was left out." in shown and "Nothing was written; --write does it." in shown
    assert QUOTED in item(client, "/documents/1")["text"]
    told = json.loads(run("1", "--write", "--json"))
    assert (told["lost"], told["changed"]) == (1, True)
    assert "document 1 (harbour.txt): nothing changes." in run("--all", "--write")
    assert "Name documents by their numbers, or choose --all." in run(code=2)

    def refuse(*_: object, **__: object) -> Document:
        raise ReadError("harbour.txt has a password.")

    monkeypatch.setattr(ingest, "document_in", refuse)
    assert "harbour.txt has a password." in run("1", "--write", code=1)
