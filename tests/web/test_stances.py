"""Words that nobody asserts leave by no page, form or command as if somebody did."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator, Mapping
from html import unescape
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from flask import Flask

from tracker.cli.main import main
from tracker.db.connection import open_database
from tracker.db.rows import Database
from tracker.models.claims import StoredClaim
from tracker.models.threads import Ruling
from tracker.services import claims as services_claims
from tracker.services import decisions, export, ingest, topics, verdicts
from tracker.web.app import create_app
from tracker.web.site import publish

WHO = "tester"
TEXTS = {
    "herald.txt": """\
Harbour news

14 March 2022

Mara Quill denied that 40 ferries had been sold to Norway.

“How many lanterns burn at the lighthouse?” asked Tobias Wren.

Dora Penhale said that if the 12 locks froze no barge would reach Ambleford.
""",
    "post.txt": """\
Harbour post

21 March 2022

The chief constable, Mara Quill, denied that 40 ferries had been sold to Norway.

“How many lanterns burn at the lighthouse?” asked Tobias Wren.

Dora Penhale said that if the 12 locks froze no barge would reach Ambleford.
""",
}
TOLD = {
    # words of a claim: what tells that they are not asserted
    "40 ferries had been sold": ("denied", "denying this", "denies"),
    "How many lanterns burn": ("asked", "asking this", "asks"),
    "12 locks froze no barge": ("on a condition", "supposes"),
}
IN_ITS_OWN_TEXT = re.compile(r"/original$|^/documents/\d+/changes|/claims/new$|/span$")
"""Pages on which a document speaks for itself: its words tell who denies them."""
CONTEXT = frozenset({"before", "after", "prefix", "suffix", "context"})
"""Where JSON holds what a document prints around words."""
NEAR_BEFORE, NEAR_AFTER = 260, 320
"""Characters of a page's text within which the stance of words is told: those of an entry of a list."""
MOST_IDS = 6


@pytest.fixture(scope="module")
def stored(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with a denied, an asked and a supposed claim in two documents, in threads, under a topic, rated."""
    path = tmp_path_factory.mktemp("stances") / "claims.db"
    db = open_database(path)
    for name, text in TEXTS.items():
        ingest.take_in(db, text.encode(), name, who=WHO)
    scale = verdicts.add_scale(db, "Harbour Facts", "", "False\nTrue", who=WHO)
    for thread_id in ids(db, "threads"):
        topics.tag(db, "thread", thread_id, "Harbour", who=WHO)
        verdicts.record(db, thread_id, Ruling(scale, "False", "https://harbour.example/1"), who=WHO)
        decisions.add_note(db, "thread", thread_id, f"See [[thread:{thread_id}]].", who=WHO)
    for claim_id in ids(db, "claims"):
        topics.tag(db, "claim", claim_id, "Harbour", who=WHO)
        decisions.add_note(db, "claim", claim_id, f"See [[claim:{claim_id}]].", who=WHO)
    db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    db.close()
    return path


@pytest.fixture(scope="module")
def app(stored: Path) -> Flask:
    made = create_app(stored, secret_key="for tests")
    made.config.update(TESTING=True)
    return made


def ids(db: Database, table: str) -> list[int]:
    return [row for (row,) in db.execute(f"SELECT id FROM {table} ORDER BY id LIMIT {MOST_IDS}").fetchall()]


def stances(db: Database) -> dict[str, set[str]]:
    """The stances of the claims that hold each of the words."""
    rows: list[StoredClaim] = [services_claims.need(db, "claim", claim_id) for claim_id in ids(db, "claims")]
    return {words: {row.stance for row in rows if words in row.text} for words in TOLD}


def paths(app: Flask, db: Database) -> Iterator[str]:
    """Every address that can be read, with every id there is and every form."""
    values: dict[str, list[Any]] = {
        f"{noun}_id": ids(db, f"{noun}s")
        for noun in ("claim", "document", "thread", "speaker", "topic", "verdict", "note")
    }
    values["noun_id"] = values["claim_id"]
    values["place"] = [row for (row,) in db.execute("SELECT DISTINCT start FROM quantities").fetchall()]
    values["ending"] = sorted({form.ending for form in export.FORMS.values()})
    for rule in app.url_map.iter_rules():
        if "GET" not in (rule.methods or ()) or rule.endpoint == "static":
            continue
        offered = {name: sorted(getattr(rule._converters[name], "items", ())) for name in sorted(rule.arguments)}
        choices = [some or values[name] for name, some in offered.items() if some or name in values]
        if len(choices) == len(rule.arguments):
            for chosen in product(*choices):
                named = dict(zip(sorted(rule.arguments), chosen, strict=True))
                yield app.url_map.bind("localhost").build(rule.endpoint, named)
    yield from (
        "/claims?q=ferries",
        "/claims?q=lanterns",
        "/claims?q=locks",
        "/positions?rows=all",
        "/compare?speakers=1,2",
    )
    yield from ("/compare?claims=1,4", "/compare?documents=1,2", "/compare.csv?documents=1,2", "/api/search?q=ferries")
    for claim_id in values["claim_id"]:
        for form in ("quotation", "markdown", "html", "csl-json", "ris", "bibtex", "oscola", "apa"):
            yield f"/api/claims/{claim_id}/citation?form={form}"
            yield f"/api/claims/{claim_id}/citation?style={form}"


def tells(text: str, words: str) -> bool:
    return any(marker in text.lower() for marker in TOLD[words])


def bare(text: str, media: str) -> list[str]:
    """Return the words that a text of some media type gives as if they were asserted, each with what is around it."""
    found = [words for words in TOLD if words in unescape(text)]
    if not found:
        return []
    if "json" in media:
        pieces = [json.loads(line) for line in text.splitlines()] if "ndjson" in media else [json.loads(text)]
        return [each for piece in pieces for words in found for each in bare_in_json(piece, words)]
    if "csv" in media:
        rows = [" ".join(row) for row in csv.reader(io.StringIO(text))]
        return [row for row in rows for words in found if words in row and not tells(row, words)]
    if "graphml" in media or "atom" in media:
        parts = re.split(r"(?=<node|<edge|<entry|<title)", unescape(text))
        return [part for part in parts for words in found if words in part and not tells(part, words)]
    if "html" in media:
        text = re.sub(r"<(script|style)\b.*?</\1>", " ", text, flags=re.S)
        text = re.sub(r'<(blockquote|p) class="in-context\b.*?</\1>', " ", text, flags=re.S)  # the document speaks
        text = re.sub(r"<[^>]*>", " ", text)
    text = " ".join(unescape(text).split())
    return [
        text[max(0, at - NEAR_BEFORE) : at + NEAR_AFTER]
        for words in found
        for at in (match.start() for match in re.finditer(re.escape(words), text))
        if not tells(text[max(0, at - NEAR_BEFORE) : at + NEAR_AFTER], words)
    ]


def bare_in_json(value: Any, words: str, around: str = "") -> Iterator[str]:
    """Yield the texts in JSON that hold words and tell no stance, nor does the object that they stand in."""
    if isinstance(value, Mapping):
        own = json.dumps({key: part for key, part in value.items() if not isinstance(part, Mapping | list)})
        own += json.dumps(value.get("body"))  # an annotation says so there
        own += around if "exact" in value else ""
        for key, part in value.items():
            if key not in CONTEXT:
                yield from bare_in_json(part, words, around + own if key in ("target", "selector") else own)
    elif isinstance(value, list):
        for part in value:
            yield from bare_in_json(part, words, around)
    elif isinstance(value, str) and words in value and value not in TEXTS.values() and not tells(value + around, words):
        yield value


def in_scripts(html: str) -> Iterator[str]:
    """Yield the linked data inside a page."""
    yield from re.findall(r'<script type="application/ld\+json">(.*?)</script>', html, re.S)


def test_the_claims_have_the_stances_that_this_is_about(stored: Path) -> None:
    db = open_database(stored)
    assert stances(db) == dict(zip(TOLD, ({"denies"}, {"asks"}, {"supposes"}), strict=True))
    assert len(ids(db, "threads")) == len(TOLD)
    db.close()


def test_every_address_tells_the_stance_beside_the_words(app: Flask, stored: Path) -> None:
    client, asserted, met = app.test_client(), dict[str, str](), 0
    db = open_database(stored)
    for path in paths(app, db):
        answer = client.get(path)
        if answer.status_code != 200 or IN_ITS_OWN_TEXT.search(path):
            continue
        text = answer.get_data(as_text=True)
        met += any(words in unescape(text) for words in TOLD)
        for found in (
            *bare(text, answer.content_type),
            *(one for part in in_scripts(text) for one in bare(part, "json")),
        ):
            asserted.setdefault(path, found)
    db.close()
    assert asserted == {}
    assert met > 100


def test_every_export_at_the_command_line_tells_the_stance(stored: Path) -> None:
    run, asserted = CliRunner(), dict[str, str]()
    calls = [["export", noun, "--format", form.key] for noun in export.nouns() for form in export.forms_of(noun)]
    calls += [["search", words] for words in ("ferries", "lanterns", "locks")]
    calls += [
        ["show", noun, str(number)] for noun in ("claim", "document", "thread", "speaker") for number in range(1, 7)
    ]
    calls += [["cite", "claim", str(number)] for number in range(1, 7)]
    for call in calls:
        answer = run.invoke(main, [*call, "--db", str(stored)])
        media = call[-1] if call[0] == "export" and call[-1] in ("csv", "ndjson") else "text"
        if call[0] == "export" and call[-1] in ("json", "jsonld", "annotations", "csl"):
            media = "json"
        elif call[0] == "export" and call[-1] in ("graphml", "congruence", "conflict"):
            media = "graphml"
        # What stands around a claim, and the whole text of a document, is the document's own word.
        own = "before|after|text" if call[:2] == ["show", "document"] else "before|after"
        printed = re.sub(rf"^({own}): (?:(?!^\w+: ).)*", "", answer.output, flags=re.M | re.S)
        for found in bare(printed, media):
            asserted.setdefault(" ".join(call), found)
    assert asserted == {}


def test_a_published_site_tells_the_stance_in_its_pages_and_its_index(stored: Path, tmp_path: Path) -> None:
    publish(stored, tmp_path / "site")
    asserted = {}
    for file in sorted((tmp_path / "site").rglob("*")):
        if file.suffix in (".html", ".json", ".csv", ".jsonld", ".atom", ".md") and "original" not in file.name:
            for found in bare(file.read_text(encoding="utf-8"), file.suffix):
                asserted.setdefault(file.relative_to(tmp_path).as_posix(), found)
    answers = "".join(file.read_text(encoding="utf-8") for file in (tmp_path / "site").rglob("claims/*.js"))
    assert asserted == {}
    assert all(re.search(f'{re.escape(words)}[^\\]]*"{markers[0]}"', answers) for words, markers in TOLD.items())
