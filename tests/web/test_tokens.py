"""The page for programs: every operation is explained, tokens are made, shown once and ended."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from lxml import html

from tracker.services import export
from tracker.web.api.routes import OPERATIONS

DOCS = Path(__file__).parents[2] / "docs" / "pages" / "api.md"


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda operation: operation.name)
def test_the_page_explains_every_operation(client: FlaskClient, operation: object) -> None:
    page = client.get("/api").get_data(as_text=True)
    name, summary = operation.name, operation.summary  # type: ignore[attr-defined]
    assert f'id="{name}"' in page
    assert summary.replace("'", "&#39;") in page


ALTERNATIVES = [
    ("make_claim", "Send either words or start with end, not both."),
    ("take_in", "Send one of these alone: name with text; name with base64; url."),
    ("add_reading", "Send either document_id or url, not both."),
]


@pytest.mark.parametrize(("name", "sentence"), ALTERNATIVES)
def test_a_body_with_alternatives_says_so_and_calls_each_of_them_one_or_the_other(
    client: FlaskClient, name: str, sentence: str
) -> None:
    (entry,) = html.fromstring(client.get("/api").text).xpath(f"//li[@id='{name}']")
    told = {hint.text_content() for hint in entry.xpath("p[@class='hint']")}
    assert sentence in told
    body = next(operation.body for operation in OPERATIONS if operation.name == name)
    assert body is not None
    either = {member for names in body.either for member in names}
    hints = {term.xpath("string(code)"): term.xpath("string(span)") for term in entry.xpath(".//dt")}
    assert {name for name, hint in hints.items() if hint in ("one or the other", "in one of them")} == either


def test_every_body_with_alternatives_is_in_the_table() -> None:
    having = {operation.name for operation in OPERATIONS if operation.body and operation.body.either}
    assert having == {name for name, _ in ALTERNATIVES}


def test_the_page_offers_every_pair_of_the_table_of_exports(client: FlaskClient) -> None:
    links = html.fromstring(client.get("/api").text).xpath("//section[@id='exports']//td//a/@href")
    assert len(links) == sum(map(len, export.PAIRS.values()))
    for link in links:
        assert client.get(link).status_code == 200, link


def test_a_token_is_shown_once_works_and_is_ended(client: FlaskClient) -> None:
    made = client.post("/api/tokens", data={"holder": "newsroom checker"}).get_data(as_text=True)
    found = re.search(r"claims_[\w-]+</code>", made.split("The new token")[1])
    assert found
    token = found[0].removesuffix("</code>")
    headers = {"Authorization": f"Bearer {token}"}
    assert client.put("/api/claims/1/speaker", json={"name": "Ann Example"}, headers=headers).status_code == 200
    page = client.get("/api").get_data(as_text=True)
    assert "newsroom checker" in page
    assert token not in page
    client.post("/api/tokens/1/end")
    assert client.put("/api/claims/1/speaker", json={"name": "Ben Lock"}, headers=headers).status_code == 401


def test_a_token_needs_a_name(client: FlaskClient) -> None:
    assert client.post("/api/tokens", data={"holder": "  "}).status_code == 400


def test_an_unknown_token_cannot_be_ended(client: FlaskClient) -> None:
    assert client.post("/api/tokens/9/end").status_code == 404


def test_the_documentation_counts_the_operations_of_each_kind() -> None:
    counted = Counter(operation.tag for operation in OPERATIONS)
    told = dict(re.findall(r"^\| (\w+) \| (\d+) \|", DOCS.read_text(encoding="utf-8"), flags=re.M))
    assert told == {tag: str(number) for tag, number in counted.items()}
