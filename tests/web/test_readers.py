"""Each export opened with the reader its users have: nothing is lost on the way, and nothing runs.

SQLite by Datasette stands in ``test_datasette.py``. Names and titles in records, whole networks, feeds and Google's
table of ClaimReview are held to their readers in other tests; here they open what leaves the running pages.
"""

from __future__ import annotations

import csv
import io
import itertools
import json
import os
import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx
import feedparser
import networkx
import pandas
import pytest
import rispy
from citeproc.source.json import CiteProcJSON
from flask.testing import FlaskClient
from pybtex import database as bibtex
from pyld import jsonld

from tracker.cite.linked_data import Answer, Asked, as_argdown
from tracker.db.connection import open_database
from tracker.matching.threads import Attitude
from tracker.models.threads import Ruling
from tracker.services import cite, export, ingest, topics, verdicts
from tracker.web.app import create_app

ADDED = {
    "=1+1.txt": "“The quay is safe,” Ann Bo said.\n",
    "007.md": (
        "---\ntitle: 007\npublisher: Ürün Post\ndate: 2024-02\n---\n\n"
        "“Patrols cost £2.5m, or 12% to 15%,” Ann Bo said.\n"
    ),
}
DOCUMENTS = 6
NOUNS = export.nouns()
READER = "“Patrols cost £2.5m, or 12% to 15%,”"


@pytest.fixture(scope="module")
def pages(filled: Path, tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    """A client of a database with a row of every noun, and with what spoils tables: formulas, zeros, £ and “ ”."""
    path = Path(shutil.copy(filled, tmp_path_factory.mktemp("readers") / "claims.db"))
    db = open_database(path)
    for name, text in ADDED.items():
        ingest.take_in(db, text.encode(), name, who="=HYPERLINK(1)")
    topics.make(db, "-Patrols", who="tester")
    scale = verdicts.add_scale(db, "Saltmere Checks", "Two steps", "False = 1\nTrue = 2", who="tester")
    verdicts.record(db, 1, Ruling(scale, "False", "https://checks.example/1"), who="tester")
    cite.save_line(db, "Foot", "{title}, {date}", who="tester")
    db.close()
    app = create_app(path, secret_key="for tests")
    app.config.update(TESTING=True, WTF_CSRF_ENABLED=False)
    return app.test_client()


def taken(pages: FlaskClient, path: str) -> str:
    answer = pages.get(path)
    assert answer.status_code == 200, path
    return answer.data.decode()


@pytest.mark.parametrize("noun", NOUNS)
def test_pandas_reads_a_table_with_the_values_that_json_lines_have(pages: FlaskClient, noun: str) -> None:
    lines = taken(pages, f"/api/exports/{noun}?format=ndjson").splitlines()
    table = pandas.read_csv(
        io.StringIO(taken(pages, f"/api/exports/{noun}?format=csv")), dtype=str, keep_default_na=False
    )
    assert len(table) == len(lines)
    for row, line in zip(table.to_dict("records"), map(json.loads, lines), strict=True):
        for name, value in line.items():
            if isinstance(value, str) and name in row:
                assert row[name].removeprefix("'") == value.replace("\r\n", "\n"), name
            elif name in row and not isinstance(value, list | dict | bool | float | None):
                assert row[name] == str(value), name


TYPES: list[tuple[str, str, Callable[[Any], bool]]] = [
    # noun, column, what its type is when pandas guesses it
    ("claims", "id", pandas.api.types.is_integer_dtype),
    ("claims", "text", pandas.api.types.is_string_dtype),
    ("figures", "low", pandas.api.types.is_numeric_dtype),
    ("figures", "high", pandas.api.types.is_numeric_dtype),
    ("documents", "title", pandas.api.types.is_string_dtype),
]


@pytest.mark.parametrize(("noun", "column", "is_of_type"), TYPES)
def test_pandas_guesses_the_types_of_columns(
    pages: FlaskClient, noun: str, column: str, is_of_type: Callable[[Any], bool]
) -> None:
    table = pandas.read_csv(io.StringIO(taken(pages, f"/api/exports/{noun}?format=csv")))
    assert is_of_type(table[column])


def test_zeros_before_a_title_stay_and_dates_are_dates(pages: FlaskClient) -> None:
    table = pandas.read_csv(io.StringIO(taken(pages, "/documents.csv"))).set_index("name")
    assert table.loc["007.md", "title"] == "007"
    dated = table["date"].dropna() if "date" in table else table["date_value"].dropna()
    assert pandas.to_datetime(dated, format="ISO8601").notna().all()


@pytest.mark.parametrize("noun", NOUNS)
def test_excel_runs_nothing_and_takes_the_letters_as_they_are(pages: FlaskClient, noun: str) -> None:
    sent = pages.get(f"/api/exports/{noun}?format=excel").data
    assert sent.startswith(b"\xef\xbb\xbf")
    for row in csv.reader(io.StringIO(sent.decode("utf-8-sig"), newline="")):
        assert not [cell for cell in row if cell.startswith(("=", "+", "@", "\t", "\r"))]
        assert not [cell for cell in row if cell.startswith("-") and not re.fullmatch(r"-[\d.]+", cell)]
    if noun == "claims":
        assert "£2.5m" in sent.decode() and "“" in sent.decode("utf-8-sig")


def test_reference_managers_open_the_records(pages: FlaskClient) -> None:
    items = rispy.loads(taken(pages, "/documents.ris"))
    assert len(items) == DOCUMENTS
    # Zotero's translator of RIS knows these types; what it does not know becomes a note.
    assert {item["type_of_reference"] for item in items} <= {"NEWS", "ELEC", "RPRT", "GEN", "HEAR"}
    assert "007" in {item["title"] for item in items}
    entries = bibtex.parse_string(taken(pages, "/documents.bib"), "bibtex").entries
    assert len(entries) == DOCUMENTS
    harbour = next(entry for entry in entries.values() if "Harbour force" in entry.fields["title"])
    assert harbour.fields["year"] == "2022"
    told = json.loads(taken(pages, "/documents.csl.json"))
    assert len(CiteProcJSON(told)) == DOCUMENTS
    # Zotero and pandoc take an item only with an id of its own and a type of the CSL schema.
    assert len({item["id"] for item in told}) == len(told)
    assert {item["type"] for item in told} <= {"article-newspaper", "webpage", "report", "document"}


@pytest.mark.parametrize("path", ["/claims.graphml", "/claims.congruence.graphml", "/claims.conflict.graphml"])
def test_networkx_opens_the_networks(pages: FlaskClient, path: str) -> None:
    graph = networkx.read_graphml(io.BytesIO(taken(pages, path).encode()))
    assert {str(label) for _, label in graph.nodes(data="label")} >= (
        {"Mara Quill"} if path == "/claims.graphml" else set()
    )


def vocabulary(url: str, _: object) -> dict[str, Any]:
    """Stand for the context that is fetched: every name is one of schema.org's, or of the model of annotations."""
    context = {"@vocab": f"{url.rstrip('/')}/", "id": "@id", "type": "@type"}
    return {
        "document": {"@context": context},
        "documentUrl": url,
        "contextUrl": None,
        "contentType": "application/ld+json",
    }


LINKED = ["claims", "documents", "figures", "speakers", "threads", "topics", "verdicts"]


@pytest.mark.parametrize("noun", LINKED)
def test_a_reader_of_json_ld_finds_every_node_with_a_type_and_an_address(pages: FlaskClient, noun: str) -> None:
    (graph,) = [json.loads(taken(pages, f"/{noun}.jsonld"))]
    nodes = jsonld.flatten(graph, options={"documentLoader": vocabulary})
    named = [node for node in nodes if not node["@id"].startswith("_:")]
    assert named
    assert all(re.match(r"https?://", node["@id"]) for node in named)
    assert {kind for node in nodes for kind in node.get("@type", [])} <= {
        f"https://schema.org/{name}"
        for name in ("Claim", "Quotation", "ClaimReview", "Rating", "Person", "Organization", "CreativeWork",
                     "NewsArticle", "Article", "Report", "WebPage", "DigitalDocument", "Collection",
                     "QuantitativeValue", "PropertyValue", "Observation", "StatisticalVariable", "Legislation", "Thing")
    }  # fmt: skip


def test_google_finds_what_it_requires_of_a_fact_check(pages: FlaskClient) -> None:
    (review,) = json.loads(taken(pages, "/verdicts.jsonld"))["@graph"]
    assert review["@type"] == "ClaimReview"
    assert review["claimReviewed"] and review["url"] == "https://checks.example/1"
    assert review["reviewRating"] | {"@type": ""} == {
        "@type": "", "alternateName": "False", "ratingValue": 1.0, "worstRating": 1.0, "bestRating": 2.0
    }  # fmt: skip
    assert review["author"]["name"] == "Saltmere Checks"


@pytest.mark.parametrize("path", ["/claims.atom", "/speakers/1.atom", "/threads/1.atom"])
def test_feedparser_finds_nothing_amiss(pages: FlaskClient, path: str) -> None:
    feed = feedparser.parse(taken(pages, path))
    assert not feed.bozo
    assert all(entry.id.startswith("urn:uuid:") and entry.link for entry in feed.entries)


def test_word_opens_a_draft_with_what_was_accepted(pages: FlaskClient) -> None:
    sent = {"draft": f"A draft.\n\n{READER} Ann Bo said.", "name": "draft.docx"}
    saved = pages.post("/check/draft.docx", data=sent).data
    assert [each.text for each in docx.Document(io.BytesIO(saved)).paragraphs if each.text][-1].startswith(
        "“Patrols cost £2.5m"
    )


def test_the_discourse_network_analyzer_gets_a_row_a_statement(pages: FlaskClient) -> None:
    table = pandas.read_csv(io.StringIO(taken(pages, "/positions.dna.csv")))
    assert [*table.columns][:3] == ["ID", "time", "docId"]
    assert table["ID"].is_unique
    assert set(table["agreement"]) <= {0, 1}
    assert table[["person", "organization"]].notna().sum(axis=1).eq(1).all()
    assert table["concept"].notna().all()


ARGDOWN = os.environ.get("TRACKER_ARGDOWN", "")
NODE = shutil.which("node")
PARSE = """
const A = require("@argdown/core"), app = new A.ArgdownApplication()
app.addPlugin(new A.ParserPlugin(), "parse"), app.addPlugin(new A.DataPlugin(), "model")
app.addPlugin(new A.ModelPlugin(), "model")
const r = app.run({input: require("fs").readFileSync(0, "utf8"), process: ["parse", "model"], logLevel: "none"})
console.log(JSON.stringify({
  errors: [...r.lexerErrors, ...r.parserErrors].map(error => error.message), title: r.frontMatter.title,
  statements: Object.fromEntries(Object.entries(r.statements).map(([t, s]) => [t, s.members.map(m => m.text)])),
  relations: r.relations.map(one => [one.relationType, one.from.title, one.to.title])}))
"""
"""What Argdown's own parser makes of a document."""
SPOILERS = (
    "(1) a list", "1. first. (2) second", "<An argument> here", "[Thread 1]: x", "a:b: c", "100 % of {all} £2.5m",
    "http://example.org/a_b?c=d&e=#f said", "Mr_Smith *bold* **x** __y__ `code`", "\\ back \\\\slash",
    "/* a */ // comment <!-- x -->", ":smile: .^. .A. e.g. the U.S. and No.1.", "+ plus - minus >< _> <_",
    "=== rule ---", "#tag #(long tag) @mention @[Title] @<Arg>", "“curly” ‘single’ … é 日本", "-----\nfoo", "back \\",
    "Step:", "{a: 1}", "&amp; -> <- <+ <- +>",
)  # fmt: skip


@pytest.mark.skipif(
    not (NODE and ARGDOWN), reason="needs node, and a folder with npm's @argdown/core in TRACKER_ARGDOWN"
)
def test_the_parser_of_argdown_reads_every_word_and_relation(pages: FlaskClient) -> None:
    def parsed(document: str) -> Any:
        run = subprocess.run(
            [str(NODE), "-e", PARSE], input=document, capture_output=True, text=True, cwd=ARGDOWN, check=True
        )
        return json.loads(run.stdout)

    page = taken(pages, "/positions.argdown")
    read = parsed(page)
    assert read["errors"] == [] and read["statements"]
    assert len(read["relations"]) == len(re.findall(r"^  [+-] ", page, re.MULTILINE)) > 0
    asked = [
        Asked(
            f"T{number}", words, (Answer(f"C{number} [a] #b: c", words, attitude, "http://my_host/claims/1?a=b_c#d"),)
        )
        for number, (words, attitude) in enumerate(itertools.product(SPOILERS, Attitude))
    ]
    read = parsed(as_argdown("A: #title", asked))
    wanted = {" ".join(words.split()) for words in SPOILERS}
    assert (read["errors"], read["title"]) == ([], "A, title")
    assert len(read["statements"]) == 2 * len(asked)
    said = [text for texts in read["statements"].values() for text in texts]
    assert {text.removesuffix(" #another-figure").removesuffix(" source") for text in said} == wanted


def test_argdown_says_the_words_of_a_statement_once(pages: FlaskClient) -> None:
    said = Answer("Claim 1", "a: [b]", Attitude.OPPOSES, "http://localhost/claims/1")
    asked = [Asked(f"Thread {number}", "x", (said,)) for number in (1, 2)]
    assert as_argdown("Who", asked).splitlines()[4:] == [
        "[Thread 1]: x", "  - [Claim 1]: a\\: \\[b\\] [source](http://localhost/claims/1)", "",
        "[Thread 2]: x", "  - [Claim 1]",
    ]  # fmt: skip


def test_the_house_cites_with_a_line_that_leaves_as_text(pages: FlaskClient, tmp_path: Path) -> None:
    cited = json.loads(taken(pages, "/documents/1/cite.json"))["citations"][0]
    assert cited["entry"] == "Harbour force weighs armed patrols, 14 March 2022"
