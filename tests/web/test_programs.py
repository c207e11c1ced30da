"""The page for programs: every operation is explained, tokens are made, shown once and ended."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from tracker.web.api import OPERATIONS

DOCS = Path(__file__).parents[2] / "docs" / "pages" / "api.md"


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda operation: operation.name)
def test_the_page_explains_every_operation(client: FlaskClient, operation: object) -> None:
    page = client.get("/api").get_data(as_text=True)
    name, summary = operation.name, operation.summary  # type: ignore[attr-defined]
    assert f'id="{name}"' in page
    assert summary.replace("'", "&#39;") in page


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
