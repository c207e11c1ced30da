"""“Download this list”: every form of a list, with the filters of its page, in a bounded memory."""

from __future__ import annotations

import codecs
import csv
import io
import json
import re
import tracemalloc
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from click.testing import CliRunner
from flask.testing import FlaskClient
from lxml import etree

from tests.cite.test_linked_data_annotations import COLLECTION, PAGE
from tests.cite.test_linked_data_networks import parsed
from tests.web import asking
from tracker.cli import main
from tracker.db import claim_lists
from tracker.db.connection import open_database
from tracker.models import TrackerError
from tracker.models.threads import Ruling
from tracker.services import export, topics, verdicts
from tracker.services.export import FORMS, Form

FILTERED = [
    "/claims",
    "/claims?kind=direct",
    "/claims?figure=1",
    "/claims?q=patrols",
    "/claims?q=patrols&kind=indirect",
    "/claims?from=2022-03-20",
]
LISTS = ["/claims", "/documents", "/figures", "/speakers", "/threads", "/topics", "/verdicts", "/history"]


def ways(client: FlaskClient, path: str) -> dict[str, str]:
    """Return the links of a page under “Download this list”, by name."""
    page = etree.HTML(client.get(path).text)
    return {link.text: link.get("href") for link in page.xpath("//details[@class='taking']//a")}


@pytest.fixture
def stocked(database: Path, client: FlaskClient) -> FlaskClient:
    """A client of a database in which no list is empty: two topics, and verdicts of two threads."""
    db = open_database(database)
    for name in ("Patrols", "The quay"):
        topics.make(db, name, who="tester")
    scale = verdicts.add_scale(db, "Saltmere Checks", "Two steps", "False\nTrue", who="tester")
    for thread, rating in ((1, "False"), (2, "True")):
        ruling = Ruling(scale, rating, f"https://checks.example/{thread}")
        verdicts.record(db, thread, ruling, who="tester")
    db.execute("UPDATE quantities SET measured = NULL, measure = NULL WHERE id = (SELECT max(id) FROM quantities)")
    db.close()
    return client


@pytest.mark.parametrize("path", LISTS)
def test_every_list_offers_each_form_it_has_and_each_answers(stocked: FlaskClient, path: str) -> None:
    offered = ways(stocked, path)
    noun = "events" if path == "/history" else path[1:]
    assert list(offered) == [form.name for form in export.forms_of(noun)]
    for name, address in offered.items():
        answer = stocked.get(address)
        assert answer.status_code == 200, name
        assert answer.text, name


@pytest.mark.parametrize("path", FILTERED)
def test_each_form_of_the_claims_holds_what_the_page_lists(client: FlaskClient, path: str) -> None:
    offered = ways(client, path)
    page = client.get(path).text
    counted = (r"(\d+) claim", r"(\d+) further claims? ha", r"In the same words (\d+) other")  # what is folded counts
    count = sum(int(found) for pattern in counted for found in re.findall(pattern, page)[:1])
    assert count == len(json.loads(client.get(offered["JSON"]).text)["claims"])
    assert count == len(list(csv.DictReader(io.StringIO(client.get(offered["Table (CSV)"]).text))))
    assert count == len(client.get(offered["JSON lines"]).text.splitlines())
    assert count == len(json.loads(client.get(offered["JSON-LD (schema.org)"]).text)["@graph"])
    collection = json.loads(client.get(offered["Web Annotations"]).text)
    jsonschema.validate(collection, COLLECTION)
    assert collection["id"] == f"http://localhost{offered['Web Annotations']}"
    assert count == collection["total"] == len(collection["first"]["items"])
    parsed([client.get(offered["Network (GraphML)"]).text])


def test_an_empty_list_is_offered_in_no_form(client: FlaskClient) -> None:
    assert not ways(client, "/claims?q=zebra")


def test_a_form_that_a_list_has_not_is_not_found(client: FlaskClient) -> None:
    assert client.get("/speakers.graphml").status_code == 404
    assert client.get("/claims.exe").status_code == 404


def test_a_form_that_a_list_has_not_is_told_with_those_it_has(client: FlaskClient, database: Path) -> None:
    said = "There is no annotations of verdicts; there are csv, excel, json, ndjson, jsonld."
    assert said in client.get("/verdicts.annotations.jsonld").text
    result = CliRunner().invoke(main, ["export", "verdicts", "--format", "annotations", "--db", str(database)])
    assert (result.exit_code, result.stderr.strip()) == (1, f"Error: {said}")


@pytest.mark.parametrize(("noun", "form"), [(noun, form) for noun, forms in export.PAIRS.items() for form in forms])
def test_pages_api_and_command_line_give_the_same(client: FlaskClient, database: Path, noun: str, form: Form) -> None:
    api = client.get(f"/api/exports/{noun}?format={form.key}")
    page = api if noun == "decisions" else client.get(f"/{noun}.{form.ending}")
    assert (page.status_code, api.status_code) == (200, 200)
    assert api.content_type == form.media_type
    options = ["--format", form.key, "--address", "http://localhost", "--db", str(database)]
    printed = CliRunner().invoke(main, ["export", noun, *options]).stdout_bytes.decode()
    assert api.text == printed
    assert page.text == api.text


def test_no_surface_offers_a_pair_that_the_table_has_not(client: FlaskClient) -> None:
    for noun, forms in export.PAIRS.items():
        for form in FORMS.values():
            if form not in forms:
                assert noun == "decisions" or client.get(f"/{noun}.{form.ending}").status_code == 404, (noun, form.key)
                assert client.get(f"/api/exports/{noun}?format={form.key}").status_code == 400, (noun, form.key)


NARROWED: list[tuple[str, str, Callable[[dict[str, Any]], bool]]] = [
    ("figures", "unit=percent", lambda row: row["unit"] == "percent"),
    ("figures", "q=assaults", lambda row: "assault" in (row["measured"] or "")),
    ("figures", "saying=blank", lambda row: row["measured"] is None),
    ("speakers", "q=quill", lambda row: "Quill" in row["name"]),
    ("threads", "speaker=1", lambda row: "armed patrols" in row["lead"]),
    ("verdicts", "rating=False", lambda row: row["rating"] == "False"),
]
"""A list, a filter of its page, and which rows it leaves: some, and not all."""


@pytest.mark.parametrize(("noun", "asked", "fits"), NARROWED)
def test_every_form_is_narrowed_as_its_page_is(
    stocked: FlaskClient, noun: str, asked: str, fits: Callable[[dict[str, Any]], bool]
) -> None:
    whole = stocked.get(f"/api/exports/{noun}").get_json()[noun]
    narrowed = stocked.get(f"/api/exports/{noun}?{asked}").get_json()[noun]
    assert narrowed == list(filter(fits, whole))
    assert 0 < len(narrowed) < len(whole)
    assert stocked.get(f"/{noun}.json?{asked}").get_json()[noun] == narrowed
    assert len(stocked.get(f"/{noun}.ndjson?{asked}").text.splitlines()) == len(narrowed)
    assert len(json.loads(stocked.get(f"/{noun}.jsonld?{asked}").text)["@graph"]) == len(narrowed)


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


@pytest.mark.parametrize("noun", ["claims", "figures"])
def test_the_pages_of_a_collection_hold_what_the_one_file_holds(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch, noun: str
) -> None:
    monkeypatch.setattr(export, "A_PAGE", 2)
    whole = json.loads(client.get(f"/{noun}.annotations.jsonld").text)
    jsonschema.validate(whole, COLLECTION)
    collection = json.loads(client.get(f"/api/annotations/{noun}").text)
    jsonschema.validate(collection, COLLECTION)
    items: list[Any] = []
    link, before = collection["first"], None
    while link:
        answer = client.get(link)
        assert answer.content_type == 'application/ld+json; profile="http://www.w3.org/ns/anno.jsonld"'
        page = json.loads(answer.text)
        jsonschema.validate(page, PAGE)
        assert (page["id"], page.get("prev"), page["startIndex"]) == (link, before, len(items))
        assert page["partOf"]["id"] == collection["id"]
        assert page["partOf"]["total"] == collection["total"]
        items += page["items"]
        before, link = link, page.get("next")
    assert before == collection["last"]
    assert items == whole["first"]["items"]
    assert len(items) == collection["total"] > 2


def test_a_collection_keeps_its_filters_on_every_page_and_ends(client: FlaskClient) -> None:
    collection = json.loads(client.get("/api/annotations/claims?kind=direct").text)
    assert collection["first"] == "http://localhost/api/annotations/claims?kind=direct&page=1"
    page = json.loads(client.get(collection["first"]).text)
    assert {item["body"][0]["value"] for item in page["items"]} == {"direct"}
    assert client.get("/api/annotations/claims?page=99").status_code == 404
    nothing = json.loads(client.get("/api/annotations/claims?topic=99").text)
    assert (nothing["total"], json.loads(client.get(nothing["first"]).text)["items"]) == (0, [])


def test_figures_are_annotated_at_their_own_characters(client: FlaskClient) -> None:
    items = json.loads(client.get("/figures.annotations.jsonld").text)["first"]["items"]
    assert items
    for annotation in items:
        document = asking.item(client, annotation["target"]["source"]["id"].removeprefix("http://localhost"))
        place, quote = annotation["target"]["selector"]
        assert document["text"][place["start"] : place["end"]] == quote["exact"]
        assert client.get(annotation["id"]).status_code == 200


def test_a_figure_leaves_with_the_claim_that_says_it(client: FlaskClient) -> None:
    rows = asking.rows(client, "/figures.json")
    nodes = json.loads(client.get("/figures.jsonld").text)["@graph"]
    assert rows
    for row, node in zip(rows, nodes, strict=True):
        assert (node["@type"], node["unitText"]) == ("QuantitativeValue", row["unit"])
        assert node["subjectOf"]["text"].endswith(row["claim"])
        assert client.get(node["@id"]).status_code == 200


def test_a_topic_leaves_with_its_claims(client: FlaskClient) -> None:
    thread = asking.rows(client, "/threads.json")[0]
    client.post("/topics/tag", data={"noun": "thread", "noun_id": thread["id"], "name": "Patrols & guns"})
    client.post("/topics", data={"name": "Nothing yet"})
    empty, topic = json.loads(client.get("/topics.jsonld").text)["@graph"]
    assert (topic["@type"], topic["name"]) == ("Collection", "Patrols & guns")
    links = {part["@id"] for part in topic["hasPart"]}
    assert links == {f"http://localhost/claims/{number}" for number in thread["members"]}
    assert topic["collectionSize"] == len(thread["members"])
    assert empty["hasPart"] == []


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


def test_a_filter_that_a_noun_has_not_is_refused_with_those_it_has(database: Path) -> None:
    db = open_database(database)
    with pytest.raises(TrackerError, match="Documents have no filter “kind”; they are exported whole"):
        export.export(db, "documents", "csv", {"kind": "direct"}, address="")
    with pytest.raises(TrackerError, match="Verdicts have no filter “kind”; they are narrowed by organisation, rating"):
        export.export(db, "verdicts", "csv", {"kind": "direct"}, address="")
    with pytest.raises(
        TrackerError, match="There is no graphml of documents; there are csv, excel, json, ndjson, jsonld, ris"
    ):
        export.export(db, "documents", "graphml", address="")
    db.close()


COPIES = 4_000
WRITTEN = 12_000_000
"""Characters of all these exports together, at the least."""
HELD = 1_000_000
"""Bytes held at once, at the most."""


def test_a_long_export_needs_the_memory_of_a_stretch(database: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(claim_lists, "STRETCH", 50)
    db = open_database(database)
    columns = [row[1] for row in db.execute("PRAGMA table_info(claims)") if row[1] != "id"]
    names = ", ".join(f'"{name}"' for name in columns)
    db.execute(
        f"WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {COPIES})"
        f" INSERT INTO claims ({names}) SELECT {names} FROM n, (SELECT {names} FROM claims WHERE id = 1)"
    )
    db.execute(
        'INSERT INTO quantities (claim_id, low, unit, direction, start, "end", text)'
        " SELECT id, '7', 'count', 'none', start, start + 1, 'seven' FROM claims"
    )
    topic, _ = topics.make(db, "Everything", who="tester")
    db.execute("INSERT INTO topic_tags (topic_id, noun, noun_id) SELECT ?, 'claim', id FROM claims", [topic])
    written = 0
    tracemalloc.start()
    wanted = [("claims", form) for form in ("csv", "json", "ndjson", "jsonld", "annotations", "graphml")]
    wanted += [(noun, form) for noun in ("figures", "topics") for form in ("csv", "ndjson", "jsonld")]
    for noun, form in wanted:
        pieces: Any = export.export(db, noun, form, address="https://tracker.example")
        written += sum(len(piece) for piece in pieces)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    db.close()
    assert written > WRITTEN
    assert peak < HELD


def test_a_table_without_rows_has_its_header(client: FlaskClient) -> None:
    full = client.get("/claims.csv").text.splitlines()[0]
    assert client.get("/claims.csv?q=zzzqqq").text.splitlines() == [full]
    for noun in ("topics", "verdicts"):
        (header,) = client.get(f"/{noun}.csv").text.splitlines()
        assert header.startswith("id,")


def test_a_table_for_excel_begins_with_its_mark(client: FlaskClient) -> None:
    plain = client.get("/claims.csv").data
    assert client.get("/claims.excel.csv").data == codecs.BOM_UTF8 + plain


def test_the_ends_of_a_range_stand_in_two_columns(client: FlaskClient, database: Path) -> None:
    db = open_database(database)
    db.execute("UPDATE quantities SET low = '65.0', high = '71.0' WHERE id = 1")
    db.close()
    rows = list(csv.DictReader(io.StringIO(client.get("/figures.csv").text)))
    assert ("65.0", "71.0") in [(row["low"], row["high"]) for row in rows]
    assert all(float(row["low"]) or row["low"] for row in rows)
