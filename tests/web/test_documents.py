"""Documents taken in through the form: files, pasted text, errors beside successes."""

import io
import stat
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.articles import HARBOUR
from tests.web.asking import item
from tracker.web.app import create_app, secret_key_for

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
    assert "<b>Stored.</b> statement.txt was stored as document 5" in answer.text
    assert "<b>Already stored.</b> copy.txt is stored already, byte for byte, as document 1." in answer.text


def test_an_upload_of_bad_files_alone_is_refused(client: FlaskClient) -> None:
    answer = client.post("/documents/new", data={"files": [(io.BytesIO(b""), "nothing.txt")]})
    assert answer.status_code == 422
    assert "nothing.txt is empty." in answer.text


def test_a_path_in_a_files_name_is_dropped(client: FlaskClient) -> None:
    client.post("/documents/new", data={"files": [(io.BytesIO(STATEMENT), "../../deep/statement.txt")]})
    assert item(client, "/documents/5")["name"] == "statement.txt"


def test_a_pasted_text_is_stored_under_the_name_it_is_given(client: FlaskClient) -> None:
    form = {"name": "Ferry   statement", "text": "Ann Example said:\r\n“The ferry is safe.”"}
    answer = client.post("/documents/new", data=form)
    assert answer.status_code == 200
    document = item(client, "/documents/5")
    assert document["name"] == "Ferry statement.txt"
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
