"""Documents taken in through the form: files, pasted text, errors beside successes."""

import io
import stat
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.articles import HARBOUR
from tests.web.asking import item
from tracker.models import NotFoundError
from tracker.web.app import create_app, secret_key_for
from tracker.web.request import TASKS
from tracker.web.tasks import MOST_KEPT, MOST_WAITING, FullError, Tasks

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


def test_what_takes_long_is_asked_after_at_an_address_of_its_own(app: Flask, client: FlaskClient) -> None:
    app.config["PATIENCE"] = 0
    answer = client.post("/documents/new", data={"files": [(io.BytesIO(STATEMENT), "statement.txt")]})
    assert answer.status_code == 303
    page = client.get(answer.location)
    while page.headers.get("Refresh") == "2":
        assert "Taking in documents" in page.text
        page = client.get(answer.location)
    assert "<b>Stored.</b> statement.txt was stored as document 5" in page.text
    assert client.get(answer.location).text == page.text


def test_a_page_that_waits_tells_how_far_it_is(app: Flask, client: FlaskClient) -> None:
    go_on = threading.Event()

    def work(at: Callable[[str], None]) -> None:
        at("first.pdf")
        at("second.pdf")
        go_on.wait(30)

    task = app.extensions[TASKS].start(3, work)
    until = time.monotonic() + 30
    while task.now != "second.pdf" and time.monotonic() < until:
        time.sleep(0.01)
    page = client.get(f"/documents/new/{task.token}")
    go_on.set()
    assert "2 of 3: <b>second.pdf</b> is being read; " in page.text
    assert " so far, and no document may take longer than 120." in page.text
    assert (page.status_code, page.headers["Refresh"]) == (200, "2")


def test_a_task_that_is_not_known_is_said_not_to_be(client: FlaskClient) -> None:
    answer = client.get("/documents/new/no-such-token")
    assert answer.status_code == 404
    assert "What was sent there is not known any more; the documents that were stored are." in answer.text


def test_more_than_can_wait_is_refused_and_what_is_done_is_forgotten_in_time() -> None:
    tasks, go_on = Tasks(), threading.Event()
    waiting = [tasks.start(1, lambda at: go_on.wait(30)) for _ in range(MOST_WAITING)]
    with pytest.raises(FullError):
        tasks.start(1, lambda at: None)
    go_on.set()
    assert all(task.wait(30) and task.outcome() for task in waiting)
    for _ in range(MOST_KEPT):
        assert tasks.start(1, lambda at: None).wait(30)
    with pytest.raises(NotFoundError):
        tasks.of(waiting[0].token)
    failing = tasks.start(1, lambda at: at("one", "too many"))  # type: ignore[call-arg]
    assert failing.wait(30)
    with pytest.raises(TypeError):
        failing.outcome()


TABLE = b"Satz,Mensch\nThe ferry carries 40 people a day.,Ann Example\n"
COLUMNS = "statement=Satz,speaker=Mensch"


def test_the_columns_of_a_table_are_named_on_the_form_and_remembered(client: FlaskClient) -> None:
    refused = client.post("/documents/new", data={"files": [(io.BytesIO(TABLE), "ferry.csv")]})
    assert refused.status_code == 422
    assert "its columns are “Satz”, “Mensch”. Say which holds what under columns" in refused.text
    form = {"columns": COLUMNS, "files": [(io.BytesIO(TABLE), "ferry.csv")]}
    assert "<b>Stored.</b> ferry.csv was stored as document 5: 1 claim" in client.post("/documents/new", data=form).text
    assert item(client, "/documents/5")["claims"] == 1
    more = TABLE + b"The ferry is slow.,Ann Example\n"
    assert "2 claims" in client.post("/documents/new", data={"files": [(io.BytesIO(more), "more.csv")]}).text


@pytest.mark.parametrize(
    ("name", "columns", "sentence"),
    [
        ("ferry.csv", "statement=Words", "ferry.csv has no column “Words”; its columns are “Satz”, “Mensch”."),
        ("ferry.csv", "words of it", "“words of it” does not name columns as “statement=Words,speaker=Who” does;"),
        ("ferry.txt", COLUMNS, "Columns are those of a table (.csv, .tsv); none is among the files."),
    ],
)
def test_columns_that_are_none_are_told_at_their_field_and_nothing_is_taken_in(
    client: FlaskClient, name: str, columns: str, sentence: str
) -> None:
    answer = client.post("/documents/new", data={"columns": columns, "files": [(io.BytesIO(TABLE), name)]})
    assert answer.status_code == 422
    assert f'<p class="problem" id="columns-problem">{sentence}' in answer.text
    assert f'value="{columns}"' in answer.text
    assert client.get("/documents/5").status_code == 404
