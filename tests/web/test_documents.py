"""Documents taken in through the form: files, pasted text, errors beside successes."""

import io
import stat
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from lxml import html

from tests.articles import HARBOUR
from tests.web.asking import item
from tracker.web.app import create_app, secret_key_for

AGAIN = """\
“We are not planning routine armed patrols in Saltmere,” Mara Quill told reporters.

There were 1,310 recorded assaults on officers last year, an increase of 12.5% on the previous year.
"""
STATEMENT = b"Ann Example said: \xe2\x80\x9cThe ferry is safe.\xe2\x80\x9d"


def test_a_bad_file_stops_none_of_the_others(client: FlaskClient) -> None:
    files = [
        (io.BytesIO(STATEMENT), "statement.txt"),
        (io.BytesIO(b""), "nothing.txt"),
        (io.BytesIO(HARBOUR.encode()), "copy.txt"),
    ]
    answer = client.post("/documents/new", data={"files": files})
    assert answer.status_code == 200
    assert "nothing.txt is empty." in answer.text
    page = html.fromstring(answer.text)
    refused, added, known = page.xpath("//section[@class='outcomes']//li")
    assert added.xpath("a/@href") == ["/documents/5", "/documents/5#said"]
    assert " ".join(added.text_content().split()).startswith("statement.txt Added. None of 1 claim said before")
    assert "Already stored." in known.text_content()
    assert "copy.txt is stored already, byte for byte, as document 1." in known.text_content()
    assert (refused.get("class"), refused.xpath("string(a/@href)")) == ("refused", "#files")
    assert page.xpath("string(//input[@id='files']/@aria-describedby)").split()[-1] == "files-problem"


def test_one_document_alone_leads_to_its_page_with_what_was_said_before_on_top(client: FlaskClient) -> None:
    sent = {"text": AGAIN, "date": "12 June 2022"}
    answer = client.post("/documents/new", data=sent)
    assert (answer.status_code, answer.location) == (303, "/documents/5")
    page = html.fromstring(client.get(answer.location).text)
    assert page.xpath("string(//h2[@id='said-title'])") == "Said before: 2 of 2 claims"
    figure, same = sorted(
        page.xpath("//article[@class='said-row']"), key=lambda row: "assaults" not in row.text_content()
    )
    assert "figure changed" in figure.text_content() and same.xpath("string(p)").strip() == "same"
    assert [figure.xpath(f"string(.//{mark})") for mark in ("del", "ins")] == ["[without: 1,240]", "[with: 1,310]"]
    told = " ".join(same.xpath("string(.//p[@class='hint'])").split())
    assert told == "first Mara Quill, 14 March 2022, Harbour force weighs armed patrols"
    fields = {each.get("name"): each.get("value") for each in figure.xpath(".//form/input")}
    decided = client.post("/decisions", data={**fields, "decision": figure.xpath("string(.//button[1]/@value)")})
    assert (decided.status_code, decided.location) == (303, f"/documents/5#{figure.get('id')}")
    page = html.fromstring(client.get("/documents/5").text)
    (sure,) = page.xpath("//article[@class='said-row']/p/span[contains(@class, ' sure')]")
    assert sure.text == "figure changed"
    assert not page.xpath("//article[@class='said-row'][contains(., 'assaults')]//form")


def test_two_pasted_texts_are_two_documents_and_no_versions_of_one(client: FlaskClient) -> None:
    for text in ("It rained on the quay.", "The sun shone on the quay."):
        assert client.post("/documents/new", data={"text": text}).status_code == 303
    assert [item(client, f"/documents/{number}")["supersedes"] for number in (5, 6)] == [None, None]
    assert item(client, "/documents/6")["name"] == "the-sun-shone-on-the-quay.txt"


def test_an_upload_of_bad_files_alone_is_refused(client: FlaskClient) -> None:
    answer = client.post("/documents/new", data={"files": [(io.BytesIO(b""), "nothing.txt")]})
    assert answer.status_code == 422
    assert "nothing.txt is empty." in answer.text


def test_a_path_in_a_files_name_is_dropped(client: FlaskClient) -> None:
    client.post("/documents/new", data={"files": [(io.BytesIO(STATEMENT), "../../deep/statement.txt")]})
    assert item(client, "/documents/5")["name"] == "statement.txt"


def test_a_pasted_text_is_stored_under_the_title_it_is_given(client: FlaskClient) -> None:
    form = {"title": "Ferry   statement", "text": "Ann Example said:\r\n“The ferry is safe.”"}
    answer = client.post("/documents/new", data=form)
    assert answer.status_code == 303
    document = item(client, "/documents/5")
    assert (document["name"], document["title"]) == ("ferry-statement.txt", "Ferry statement")
    assert document["text"] == "Ann Example said:\n“The ferry is safe.”"


def test_an_upload_over_the_limit_gets_a_page_of_its_own(app: Flask) -> None:
    app.config["MAX_CONTENT_LENGTH"] = 1000
    answer = app.test_client().post("/documents/new", data={"files": [(io.BytesIO(b"x" * 2000), "long.txt")]})
    assert answer.status_code == 413
    assert "more than one upload may hold" in answer.text


def test_the_key_of_the_sessions_is_kept_for_its_owner_alone(tmp_path: Path) -> None:
    database = tmp_path / "claims.db"
    key = secret_key_for(database)
    kept = tmp_path / "claims.db.secret-key"
    assert secret_key_for(database) == key == kept.read_bytes()
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600


def test_the_key_of_the_sessions_can_come_from_the_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TRACKER_SECRET_KEY", "from outside")
    assert create_app(tmp_path / "claims.db").config["SECRET_KEY"] == "from outside"
    assert not (tmp_path / "claims.db.secret-key").exists()
