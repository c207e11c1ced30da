"""``POST /api/check``: the findings of small drafts, without a token, and what is refused in a sentence."""

from __future__ import annotations

from typing import Any

import pytest
from flask.testing import FlaskClient

from tracker.services.drafts import LONGEST_DRAFT

FINDINGS = [
    # draft, findings of its quotations, findings of its figures, whether it fails
    ("Quill said: “We are not planning routine armed patrols in Saltmere.”", [["exact"]], [], False),
    ("Quill said: “We are now planning routine armed patrols in Saltmere.”", [["altered"]], [], True),
    ("Quill said: “We are not planning … patrols in Saltmere.”", [["ellipsis or splice hides words"]], [], True),
    ("Quill said: “The swans of Saltmere will be counted tomorrow.”", [["not found here"]], [], True),
    ("There were 1,999 recorded assaults on officers last year.", [], [["figure differs"]], True),
    ("There were 1,240 recorded assaults on officers last year.", [], [["exact"]], False),
    ("Nobody is quoted here.", [], [], False),
]
TOO_LONG = "The swans were counted. " * (LONGEST_DRAFT // 24 + 1)
BAD = [
    # what is sent, status, what the sentence says
    ({"json": {"draft": "   "}}, 400, "“draft” in the body does not fit"),
    ({"json": {"draft": ""}}, 400, "“draft” in the body must have at least 1 character."),
    ({"json": {"draft": 7}}, 400, "“draft” in the body must be text."),
    ({"json": {}}, 400, "The body lacks “draft”; send it too."),
    ({"json": {"draft": "A text.", "colour": "red"}}, 400, "The body has no “colour”; there are: draft, house, may."),
    ({"json": ["A text."]}, 400, "The body must be an object."),
    ({"json": {"draft": TOO_LONG}}, 400, "“draft” in the body must have at most 200000 characters."),
    ({"data": b"{draft", "content_type": "application/json"}, 400, "no JSON that could be read"),
    ({"data": b'{"draft": "half \\ud800 a character"}', "content_type": "application/json"}, 400, "half a character"),
    ({"data": {"draft": "A text."}}, 415, "Send the body as application/json"),
]


@pytest.mark.parametrize(("draft", "quotations", "figures", "fails"), FINDINGS)
def test_a_draft_gets_its_findings_and_needs_no_token(
    client: FlaskClient, draft: str, quotations: list[list[str]], figures: list[list[str]], fails: bool
) -> None:
    answer = client.post("/api/check", json={"draft": draft})
    assert answer.status_code == 200
    told = answer.get_json()
    assert [row["findings"] for row in told["quotations"]] == quotations
    assert [row["findings"] for row in told["figures"]] == figures
    assert told["fails"] is fails
    for row in (*told["quotations"], *told["figures"]):
        assert draft[row["start"] : row["end"]].strip("“”") == row["text"].strip("“”")


CORRECTED = [
    (FINDINGS[1][0], FINDINGS[0][0]),
    (
        "Quill said they were “planning routine armed patrols”.",
        "Quill said they were “not planning routine armed patrols”.",
    ),
    (
        "Quill said they were not “planning regular armed patrols in Saltmere”.",
        "Quill said they were not “planning routine armed patrols in Saltmere”.",
    ),
]
"""A draft that fails, and what it becomes."""


@pytest.mark.parametrize(("draft", "corrected"), CORRECTED)
def test_the_corrected_draft_passes(client: FlaskClient, draft: str, corrected: str) -> None:
    told = client.post("/api/check", json={"draft": draft}).get_json()
    again = client.post("/api/check", json={"draft": told["corrected"]["text"]}).get_json()
    assert (told["fails"], again["fails"], told["corrected"]["text"]) == (True, False, corrected)


@pytest.mark.parametrize(("sent", "status", "sentence"), BAD)
def test_what_is_no_draft_is_refused_in_a_sentence(
    client: FlaskClient, sent: dict[str, Any], status: int, sentence: str
) -> None:
    answer = client.post("/api/check", **sent)
    assert (answer.status_code, list(answer.get_json())) == (status, ["error"])
    assert sentence in answer.get_json()["error"]


def test_the_rules_of_a_house_decide_when_it_is_named(client: FlaskClient) -> None:
    draft = "Mara Quill said: “[Officers] are not planning routine armed patrols in Saltmere.”"
    passes = [
        client.post("/api/check", json={"draft": draft, **asked}).get_json()["fails"]
        for asked in ({}, {"house": "ap"}, {"house": "own"}, {"house": "own", "may": ["replacement"]})
    ]
    assert passes == [False, True, True, False]
    refused = client.post("/api/check", json={"draft": draft, "house": "mercury"})
    assert (refused.status_code, "is no house" in refused.get_json()["error"]) == (409, True)


def test_a_refusal_does_not_repeat_a_long_draft(client: FlaskClient) -> None:
    assert len(client.post("/api/check", json={"draft": TOO_LONG}).get_json()["error"]) < 300


def test_a_check_stores_nothing_even_with_a_token(client: FlaskClient, token: str) -> None:
    before = client.get("/api/events").get_json()["count"]
    answer = client.post("/api/check", json={"draft": FINDINGS[1][0]}, headers={"Authorization": f"Bearer {token}"})
    assert answer.status_code == 200
    assert client.get("/api/events").get_json()["count"] == before
