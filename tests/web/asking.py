"""Asking the pages' JSON twins, so that no test hangs on a claim's number."""

from typing import Any

from flask.testing import FlaskClient

SHOT = "a shot was fired on the quay"
"""Words of the only claim of the undated document, Dora Penhale's."""


def rows(client: FlaskClient, path: str) -> list[dict[str, Any]]:
    """Return the rows of a list."""
    answer = client.get(path).json
    assert answer is not None
    (found,) = (value for value in answer.values() if isinstance(value, list))
    return list(found)


def item(client: FlaskClient, path: str) -> dict[str, Any]:
    """Return one item."""
    answer = client.get(f"{path}.json").json
    assert answer is not None
    return dict(answer)


def claim_with(client: FlaskClient, words: str) -> dict[str, Any]:
    """Return the one claim that holds these words."""
    (found,) = (row for row in rows(client, "/claims.json") if words in row["text"])
    return found
