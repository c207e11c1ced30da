"""“Take this list as …”: every form of a list, with the filters of its page, in a bounded memory."""

from __future__ import annotations

import csv
import io
import json
import re
import tracemalloc
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from flask.testing import FlaskClient
from lxml import etree

from tests.cite.test_networks import parsed
from tests.cite.test_web_annotations import COLLECTION
from tests.web import asking
from tracker import store
from tracker.desk import streaming
from tracker.models import TrackerError
from tracker.store import streams

FILTERED = [
    "/claims",
    "/claims?kind=direct",
    "/claims?figure=1",
    "/claims?q=patrols",
    "/claims?q=patrols&kind=indirect",
    "/claims?from=2022-03-20",
    "/claims?q=zebra",
]
LISTS = ["/claims", "/documents", "/figures", "/speakers", "/threads", "/topics", "/verdicts", "/history"]


def ways(client: FlaskClient, path: str) -> dict[str, str]:
    """Return the links of a page under “Take this list as …”, by name."""
    page = etree.HTML(client.get(path).text)
    return {link.text: link.get("href") for link in page.xpath("//details[@class='taking']//a")}


@pytest.mark.parametrize("path", LISTS)
def test_every_list_offers_each_form_it_has_and_each_answers(client: FlaskClient, path: str) -> None:
    offered = ways(client, path)
    assert list(offered) == [form.name for form in streaming.forms_of(path[1:])]
    for name, address in offered.items():
        answer = client.get(address)
        assert answer.status_code == 200, name
        assert answer.text, name


@pytest.mark.parametrize("path", FILTERED)
def test_each_form_of_the_claims_holds_what_the_page_lists(client: FlaskClient, path: str) -> None:
    offered = ways(client, path)
    count = int((re.search(r"(\d+) claim", client.get(path).text) or ["0", "0"])[1])
    if "zebra" in path:
        count = 0
    assert count == len(json.loads(client.get(offered["JSON"]).text)["claims"])
    assert count == len(list(csv.DictReader(io.StringIO(client.get(offered["CSV"]).text))))
    assert count == len(client.get(offered["JSON lines"]).text.splitlines())
    assert count == len(json.loads(client.get(offered["JSON-LD (schema.org)"]).text)["@graph"])
    collection = json.loads(client.get(offered["Web Annotations"]).text)
    jsonschema.validate(collection, COLLECTION)
    assert count == collection["total"] == len(collection["first"]["items"])
    parsed([client.get(offered["Network (GraphML)"]).text])


def test_a_form_that_a_list_has_not_is_not_found(client: FlaskClient) -> None:
    assert client.get("/speakers.graphml").status_code == 404
    assert client.get("/claims.exe").status_code == 404


def test_a_mistaken_filter_is_one_sentence(client: FlaskClient) -> None:
    answer = client.get("/claims.ndjson?kind=mumbled")
    assert answer.status_code == 400
    assert "no kind of claims" in answer.text


def test_annotations_quote_their_documents(client: FlaskClient) -> None:
    collection = json.loads(client.get("/claims.annotations.jsonld").text)
    for annotation in collection["first"]["items"]:
        path = annotation["target"]["source"]["id"].removeprefix("http://localhost")
        document = asking.item(client, path)
        place, quote = annotation["target"]["selector"]
        assert document["text"][place["start"] : place["end"]] == quote["exact"]
        before = document["text"][max(0, place["start"] - 32) : place["start"]]
        assert (before, document["text"][place["end"] : place["end"] + 32]) == (quote["prefix"], quote["suffix"])
        assert annotation["target"]["source"]["schema:sha256"] == document["sha256"]


def test_denied_words_are_never_given_as_said(client: FlaskClient) -> None:
    graph = json.loads(client.get("/claims.jsonld").text)["@graph"]
    assert [node["text"] for node in graph if node["text"].startswith("denied: ")] == [
        "denied: " + claim["text"] for claim in asking.rows(client, "/claims.json") if claim["polarity"] < 0
    ]


def test_a_refused_match_is_no_tie_of_the_network(client: FlaskClient) -> None:
    pairs = [row for row in asking.rows(client, "/decisions.json") if row["kind"] != "related"]
    before = parsed([client.get("/claims.graphml").text])
    for pair in pairs:
        client.post("/decisions", data={"a": pair["a"], "b": pair["b"], "decision": "refused"})
    after = parsed([client.get("/claims.graphml").text])
    assert len(after) < len(before)
    assert b"suggested" not in etree.tostring(after)


def test_filters_narrow_claims_alone(database: Path) -> None:
    db = store.open_database(database)
    with pytest.raises(TrackerError, match="Documents have no filter “kind”; they are exported whole"):
        streaming.export(db, "documents", "csv", {"kind": "direct"}, address="")
    with pytest.raises(TrackerError, match="Verdicts have no filter “kind”; they are narrowed by organisation, rating"):
        streaming.export(db, "verdicts", "csv", {"kind": "direct"}, address="")
    with pytest.raises(TrackerError, match="There is no graphml of documents"):
        streaming.export(db, "documents", "graphml", address="")
    db.close()


COPIES = 4_000
MOST_BYTES = 8_000_000


def test_a_long_export_needs_the_memory_of_a_stretch(database: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(streams, "STRETCH", 50)
    db = store.open_database(database)
    columns = [row[1] for row in db.execute("PRAGMA table_info(claims)") if row[1] != "id"]
    names = ", ".join(f'"{name}"' for name in columns)
    db.execute(
        f"WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {COPIES})"
        f" INSERT INTO claims ({names}) SELECT {names} FROM n, (SELECT {names} FROM claims WHERE id = 1)"
    )
    written = 0
    tracemalloc.start()
    for form in ("csv", "json", "ndjson", "jsonld", "annotations"):
        pieces: Any = streaming.export(db, "claims", form, address="https://tracker.example")
        written += sum(len(piece) for piece in pieces)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    db.close()
    assert written > 3 * MOST_BYTES / 2
    assert peak < MOST_BYTES / 8
