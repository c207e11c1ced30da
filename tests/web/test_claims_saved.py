"""Saved searches: what is new in each, feeds, names, and that every change can be undone."""

import csv
import io
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from tests.web.asking import rows
from tests.web.test_forms import undo_path
from tracker.db.connection import open_database
from tracker.services import ingest

SEARCH = {"q": "ferry  safe", "kind": "direct", "sort": "newest", "page": "2"}
FERRY = "Ann Example said: “The ferry is safe, and it will stay safe all winter.”"
OTHER = "Ann Example said: “The market hall needs a new roof before the winter.”"


def save(client: FlaskClient, name: str = "Ferries", **changes: str) -> str:
    return client.post("/searches", data=SEARCH | {"name": name} | changes, follow_redirects=True).text


def take_in(database: Path, text: str, name: str) -> None:
    db = open_database(database)
    ingest.take_in(db, text.encode(), name, who="tester")
    db.close()


def new_claims(client: FlaskClient) -> int:
    (search,) = rows(client, "/searches.json")
    return int(search["new"])


def test_a_search_is_saved_with_its_words_and_filters_and_without_its_order(client: FlaskClient) -> None:
    assert "Ferries" in save(client)
    (search,) = rows(client, "/searches.json")
    assert (search["name"], search["query"], search["new"]) == ("Ferries", "q=ferry+safe&kind=direct", 0)
    (line,) = csv.DictReader(io.StringIO(client.get("/searches.csv").text))
    assert list(line) == list(search)
    assert client.get(search["claims"]).status_code == 200
    assert client.get(search["atom"]).mimetype == "application/atom+xml"
    assert client.get(search["json_feed"]).mimetype == "application/feed+json"


def test_only_claims_that_it_finds_and_that_came_since_the_last_look_are_new(
    client: FlaskClient, database: Path
) -> None:
    save(client)
    take_in(database, OTHER, "roof.txt")
    assert new_claims(client) == 0
    take_in(database, FERRY, "safe.txt")
    assert new_claims(client) == 1
    assert "1 new claim since" in client.get("/searches").text
    page = client.post("/searches/1/seen", follow_redirects=True).text
    assert new_claims(client) == 0
    client.post(undo_path(page))
    assert new_claims(client) == 1


def test_new_claims_are_counted_for_filters_without_words(client: FlaskClient, database: Path) -> None:
    client.post("/searches", data={"name": "All that is quoted", "kind": "direct"})
    client.post("/searches", data={"name": "All numbers", "kind": "statistic"})
    take_in(database, FERRY, "safe.txt")
    assert {row["name"]: row["new"] for row in rows(client, "/searches.json")} == {
        "All numbers": 0,
        "All that is quoted": 1,
    }


def test_opening_records_the_look_and_leads_to_the_claims_the_new_ones_first(
    client: FlaskClient, database: Path
) -> None:
    save(client)
    take_in(database, FERRY, "safe.txt")
    answer = client.post("/searches/1/open")
    assert (answer.status_code, answer.location) == (303, "/claims?q=ferry+safe&kind=direct&sort=added")
    assert new_claims(client) == 0
    before = len(rows(client, "/history.json"))
    client.post("/searches/1/open")
    assert len(rows(client, "/history.json")) == before, "a look at nothing new changes nothing"


def test_a_search_is_renamed_and_removed_and_both_are_undone(client: FlaskClient) -> None:
    save(client)
    page = client.post("/searches/1/name", data={"name": "Boats"}, follow_redirects=True).text
    assert [row["name"] for row in rows(client, "/searches.json")] == ["Boats"]
    client.post(undo_path(page), follow_redirects=True)
    assert [row["name"] for row in rows(client, "/searches.json")] == ["Ferries"]
    page = client.post("/searches/1/remove", follow_redirects=True).text
    assert "No search is saved yet" in page and client.post("/searches/1/open").status_code == 404
    client.post(undo_path(page), follow_redirects=True)
    assert [row["name"] for row in rows(client, "/searches.json")] == ["Ferries"]
    assert "renamed a search from “Ferries” to “Boats”" in " ".join(client.get("/history").text.split())


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"name": " "}, "at least one character"),
        ({"name": "n" * 121}, "at most 120"),
        ({"name": "Ferries", "q": "other"}, "There is a saved search “Ferries” already."),
        ({"name": "Again"}, "saved already, as “Ferries”"),
        ({"name": "All", "q": "", "kind": ""}, "this would be all claims"),
        ({"name": "Bad", "kind": "shouted"}, "is no kind of claims"),
    ],
)
def test_what_cannot_be_saved_is_told_in_a_sentence(
    client: FlaskClient, changes: dict[str, str], sentence: str
) -> None:
    save(client)
    answer = client.post("/searches", data=SEARCH | changes)
    assert answer.status_code == 400 and sentence in answer.text
    assert len(rows(client, "/searches.json")) == 1


def test_the_list_of_claims_offers_to_save_what_it_was_narrowed_to(client: FlaskClient) -> None:
    assert "Save this search" in client.get("/claims?q=patrols").text
    assert "Save this search" not in client.get("/claims").text
    client.post("/searches", data={"name": "Patrols", "q": "patrols"})
    page = client.get("/claims?q=patrols&sort=newest").text
    assert "Save this search" not in page and "Saved as" in page


def test_names_are_shown_as_words_never_as_markup(client: FlaskClient) -> None:
    assert "<script>alert" not in save(client, "<script>alert(1)</script>")
