"""Feeds: valid by feedparser and by the required elements of RFC 4287 and JSON Feed 1.1, and told unchanged by 304."""

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime, parsedate_to_datetime
from pathlib import Path
from xml.etree import ElementTree

import feedparser
import pytest
from flask.testing import FlaskClient

from tracker.db.connection import open_database

ATOM = "{http://www.w3.org/2005/Atom}"
SOURCE = "https://gazette.example/a_b?c=1&d=2"
PATHS = ("/claims", "/claims.{}?q=patrols+speaker:quill", "/claims.{}?kind=statistic", "/speakers/1", "/threads/1")


def address(path: str, form: str) -> str:
    return path.format(form) if "{}" in path else f"{path}.{form}"


def change(database: Path, statement: str, value: str) -> None:
    db = open_database(database)
    db.execute(statement, [value])
    db.conn.commit()
    db.close()


@pytest.mark.parametrize("path", PATHS)
def test_an_atom_feed_has_all_that_rfc_4287_requires(client: FlaskClient, path: str) -> None:
    answer = client.get(address(path, "atom"))
    assert answer.content_type == "application/atom+xml; charset=utf-8"
    assert not feedparser.parse(answer.data)["bozo"]
    root = ElementTree.fromstring(answer.data)
    entries = root.findall(f"{ATOM}entry")
    assert entries
    for element in (root, *entries):
        for name in ("id", "title", "updated"):
            assert len(element.findall(ATOM + name)) == 1 and element.findtext(ATOM + name)
        assert datetime.fromisoformat(str(element.findtext(f"{ATOM}updated"))).tzinfo
        assert element.findtext(f"{ATOM}author/{ATOM}name")
    ids = [entry.findtext(f"{ATOM}id") for entry in entries]
    assert len(set(ids)) == len(ids)


@pytest.mark.parametrize("path", PATHS)
def test_a_json_feed_has_all_that_version_1_1_requires(client: FlaskClient, path: str) -> None:
    answer = client.get(address(path, "feed.json"))
    feed = answer.json
    assert answer.content_type.startswith("application/feed+json")
    assert feed is not None and feed["version"] == "https://jsonfeed.org/version/1.1" and feed["title"]
    assert feed["items"]
    assert all(item["id"] and item["content_html"] and item["authors"][0]["name"] for item in feed["items"])


def test_a_feed_that_is_known_is_not_sent_again(client: FlaskClient) -> None:
    first = client.get("/claims.atom")
    again = client.get("/claims.atom", headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")


def test_a_feed_is_not_sent_again_to_a_reader_who_has_only_its_date(client: FlaskClient) -> None:
    modified = client.get("/claims.atom").headers["Last-Modified"]
    again = client.get("/claims.atom", headers={"If-Modified-Since": modified})
    assert (again.status_code, again.data) == (304, b"")
    earlier = format_datetime(parsedate_to_datetime(modified) - timedelta(days=1), usegmt=True)
    assert client.get("/claims.atom", headers={"If-Modified-Since": earlier}).status_code == 200


def test_a_decision_on_a_claim_updates_its_entry_alone(client: FlaskClient, database: Path) -> None:
    change(database, "UPDATE documents SET stored_at = ?", "2020-01-02T03:04:05+00:00")
    start = datetime.now(UTC).replace(microsecond=0)
    client.post("/claims/1/speaker", data={"name": "Dora Penhale"})
    items = client.get("/claims.feed.json").json["items"]  # type: ignore[index]
    changed = {item["url"] for item in items if datetime.fromisoformat(item["date_modified"]) >= start}
    assert changed == {"http://localhost/claims/1"}


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("Fish & <chips>", "Fish & <chips>"),
        ("a bell\x07, a\x0b tab and \ufffemore", "a bell, a tab and more"),
        ('a "quoted" ]]> end', 'a "quoted" ]]> end'),
        ("Køge, Ελλάδα", "Køge, Ελλάδα"),
    ],
)
def test_any_words_come_back_from_a_feed(client: FlaskClient, database: Path, text: str, printed: str) -> None:
    change(database, "UPDATE claims SET text = ?", text)
    change(database, "UPDATE speakers SET name = ?", text)
    for path in ("/claims.atom", "/threads/1.atom", "/speakers/1.atom"):
        feed = feedparser.parse(client.get(path).data)
        assert not feed["bozo"]
        assert f"“{printed}”" in feed["entries"][0]["title"]
    assert feed["feed"]["title"] == f"Claims by {printed}"


def test_an_entry_leads_to_its_claim_and_names_its_source_beside_it(client: FlaskClient, database: Path) -> None:
    change(database, "UPDATE documents SET picked_url = ?", SOURCE)
    for entry in feedparser.parse(client.get("/claims.atom").data)["entries"]:
        links = {link["rel"]: link["href"] for link in entry["links"]}
        assert links == {"alternate": entry["link"], "related": SOURCE}
        assert entry["link"].startswith("http://localhost/claims/")


def test_a_topic_has_feeds_of_its_claims_and_one_that_was_merged_leads_on(client: FlaskClient) -> None:
    for name, claim in (("Quays", "1"), ("Piers", "2")):
        client.post("/topics/tag", data={"noun": "claim", "noun_id": claim, "name": name})
    items = client.get("/topics/1.feed.json").json["items"]  # type: ignore[index]
    assert [item["url"] for item in items] == ["http://localhost/claims/1"]
    assert not feedparser.parse(client.get("/topics/1.atom").data)["bozo"]
    assert "/topics/1.atom" in client.get("/topics/1").text
    client.post("/topics/1/merge", data={"into": "2"})
    assert client.get("/topics/1.atom").location == "/topics/2.atom"
    assert client.get("/topics/9.atom").status_code == 404


def test_pages_name_their_feeds(client: FlaskClient) -> None:
    page = client.get("/claims?kind=direct").text
    assert 'type="application/atom+xml" title="Atom feed" href="/claims.atom?kind=direct"' in page
    assert 'href="/speakers/1.feed.json"' in client.get("/speakers/1").text
    assert "/threads/1.atom" in client.get("/threads/1").text


def test_a_feed_and_its_entries_are_known_by_the_same_names_under_any_host(client: FlaskClient) -> None:
    def ids(host: str) -> list[str]:
        feed = feedparser.parse(client.get("/claims.atom?kind=direct", base_url=f"http://{host}").data)
        return [feed["feed"]["id"], *(entry["id"] for entry in feed["entries"])]

    assert ids("localhost") == ids("127.0.0.1:5000")
    assert all(each.startswith("urn:uuid:") for each in ids("localhost"))
    assert feedparser.parse(client.get("/claims.atom").data)["feed"]["id"] != ids("localhost")[0]
