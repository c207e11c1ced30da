"""The pages of topics, notes and dossiers."""

import csv
import io
import re

import pytest
from flask.testing import FlaskClient

from tests.web.asking import item, rows
from tests.web.test_forms import undo_path

NASTY = '"><script>alert(1)</script>*x* [[claim:1]]'


@pytest.fixture
def topic(client: FlaskClient) -> str:
    """The address of a topic with a thread, a claim, a note and two readings."""
    address = str(client.post("/topics", data={"name": "Armed patrols"}).location)
    for noun in ("thread", "claim", "document"):
        client.post("/topics/tag", data={"noun": noun, "noun_id": "1", "name": "armed patrols"})
    client.post(f"{address}/readings", data={"document": "2", "remark": "The denial."})
    client.post(f"{address}/readings", data={"url": "https://example.org/inquiry", "title": "An inquiry"})
    client.post("/notes", data={"noun": "topic", "noun_id": "1", "markdown": "See [[claim:1]] and [[claim:99]]."})
    return address


def test_a_topic_shows_all_that_belongs_to_it(client: FlaskClient, topic: str) -> None:
    page = client.get(topic).text
    for words in ("Threads", "Mara Quill", "Harbour force weighs", "The denial.", "An inquiry", "claim 99", "Dossier"):
        assert words in page
    assert item(client, topic)["claims"] == len(rows(client, "/claims.json?topic=1"))
    assert 'class="chip" href="/claims">topic: Armed patrols' in client.get("/claims?topic=1").text


def test_the_list_of_topics_has_its_twins_and_tells_of_broken_links(client: FlaskClient, topic: str) -> None:
    (found,) = rows(client, "/topics.json")
    (table,) = csv.DictReader(io.StringIO(client.get("/topics.csv").text))
    assert (found["name"], list(table)) == ("Armed patrols", list(found))
    page = client.get("/topics").text
    assert "Broken links in notes" in page and "there is no claim 99." in page


@pytest.mark.parametrize("path", ["/claims/1", "/threads/1", "/documents/1"])
def test_a_topic_is_put_on_and_taken_off_where_one_reads(client: FlaskClient, path: str) -> None:
    noun = path.split("/")[1].removesuffix("s")
    client.post("/topics/tag", data={"noun": noun, "noun_id": "1", "name": "Quays", "next": path})
    page = client.get(path).text
    assert f"{noun.capitalize()} 1 is now under “Quays”." in page and 'href="/topics/1">Quays</a>' in page
    client.post("/topics/1/untag", data={"noun": noun, "noun_id": "1", "next": path})
    page = client.get(path).text
    assert 'href="/topics/1">Quays</a>' not in page
    assert 'href="/topics/1">Quays</a>' in client.post(undo_path(page), data={"next": path}, follow_redirects=True).text


def test_a_merged_topic_answers_at_both_addresses(client: FlaskClient, topic: str) -> None:
    client.post("/topics", data={"name": "Guns"})
    client.post(f"{topic}/merge", data={"into": "2"})
    assert client.get(topic).location == "/topics/2"
    assert client.get(f"{topic}/dossier").location == "/topics/2/dossier"
    assert "The denial." in client.get("/topics/2").text


def test_the_reading_list_is_ordered_by_hand(client: FlaskClient, topic: str) -> None:
    client.post(f"{topic}/readings/2", data={"act": "up"})
    assert [row["id"] for row in item(client, topic)["reading_list"]] == [2, 1]
    client.post(f"{topic}/readings/2", data={"act": "remark", "remark": "Begin here."})
    client.post(f"{topic}/readings/1", data={"act": "remove"})
    assert [row["remark"] for row in item(client, topic)["reading_list"]] == ["Begin here."]


def test_a_note_is_edited_as_a_new_version(client: FlaskClient, topic: str) -> None:
    page = client.get(topic).text
    assert 'href="/notes/1">Edit' in page
    assert client.post("/notes/1", data={"markdown": "Only [[claim:1]] now."}).location == f"{topic}#notes"
    assert "claim 99" not in client.get(topic).text.partition('id="notes"')[2].partition('id="history')[0]
    versions = client.get("/notes/1").text
    assert "Its versions" in versions and "Only" in versions and "replaced" in versions
    assert len(client.get("/notes/1.json").json["versions"]) == 2  # type: ignore[index]


@pytest.mark.parametrize(("form", "kind"), [("md", "text/markdown"), ("html", "text/html")])
def test_a_dossier_is_read_and_taken_away(client: FlaskClient, topic: str, form: str, kind: str) -> None:
    page = client.get(f"{topic}/dossier?style=apa")
    assert page.status_code == 200 and 'value="apa" selected' in page.text
    assert not re.search(r"<script(?! src=)|<style|\sstyle=|\son\w+=", page.text)
    answer = client.get(f"{topic}/dossier.{form}")
    assert answer.mimetype == kind
    assert answer.headers["Content-Disposition"] == f'attachment; filename="armed-patrols.{form}"'
    assert "http://localhost/claims/1" in answer.text
    assert "APA" in answer.text


@pytest.mark.parametrize("path", ["/topics", "/topics/1", "/topics/1/dossier", "/topics/1/dossier.html", "/claims/1"])
def test_markup_in_topics_stays_text(client: FlaskClient, path: str) -> None:
    client.post("/topics/tag", data={"noun": "claim", "noun_id": "1", "name": NASTY})
    client.post("/topics/1/description", data={"markdown": NASTY})
    client.post("/topics/1/readings", data={"url": 'https://example.org/">x', "title": NASTY, "remark": NASTY})
    assert "<script>alert" not in client.get(path).text


def test_an_empty_list_says_what_to_do(client: FlaskClient) -> None:
    assert "There are no topics yet" in client.get("/topics").text


@pytest.mark.parametrize(
    "path", ["/topics/9", "/topics/9/dossier", "/topics/9/dossier.md", "/notes/9", "/topics/9.json"]
)
def test_what_is_not_there_is_not_found(client: FlaskClient, path: str) -> None:
    assert client.get(path).status_code == 404
