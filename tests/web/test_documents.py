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
from lxml import html

from tests.articles import HARBOUR
from tests.web.asking import item
from tracker.models import NotFoundError
from tracker.web.app import create_app, secret_key_for
from tracker.web.request import MOST_KEPT, MOST_WAITING, TASKS, FullError, Tasks

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
    assert [figure.xpath(f"string(.//{mark})") for mark in ("del", "ins")] == ["1,240", "1,310"]
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


def test_what_takes_long_is_asked_after_at_an_address_of_its_own(app: Flask, client: FlaskClient) -> None:
    app.config["PATIENCE"] = 0
    answer = client.post("/documents/new", data={"files": [(io.BytesIO(STATEMENT), "statement.txt")]})
    assert answer.status_code == 303
    page = client.get(answer.location)
    while page.headers.get("Refresh") == "2":
        assert "Adding documents" in page.text
        page = client.get(answer.location)
    assert (page.status_code, page.location) == (303, "/documents/5")
    assert client.get(answer.location).location == page.location


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
    assert "2 of 3: <b>second.pdf</b> is being read and linked; " in page.text
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
    assert client.post("/documents/new", data=form).location == "/documents/5"
    assert item(client, "/documents/5")["claims"] == 1
    more = TABLE + b"The ferry is slow.,Ann Example\n"
    client.post("/documents/new", data={"files": [(io.BytesIO(more), "more.csv")]})
    assert item(client, "/documents/6")["claims"] == 2


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
