"""The page for programs: every operation is explained, tokens are made, shown once and ended."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from flask.testing import FlaskClient
from lxml import html

from tracker.cli import main
from tracker.db.connection import open_database
from tracker.services import export, tokens
from tracker.services.tokens import FREE, MOST_SENDERS, WINDOW, Brake
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
    ("save_form", "Send either line or csl, not both."),
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


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({"scope": "all"}, "“all” is no scope; a token may read, add, decide."),
        ({"days": "0"}, "A token has to be good for 1 to 3,650 days, or until it is ended."),
        ({"days": "3651"}, "A token has to be good for 1 to 3,650 days, or until it is ended."),
        ({"days": "a week"}, "Say for how many days the token is good, 1 to 3,650, or “never” if it never expires."),
    ],
)
def test_what_no_token_can_be_is_told(client: FlaskClient, sent: dict[str, str], sentence: str) -> None:
    answer = client.post("/api/tokens", data={"holder": "a program"} | sent)
    assert answer.status_code == 400 and sentence in answer.text


MAY = {"read": (403, 403), "add": (200, 403), "decide": (200, 200)}
"""By scope: how taking in a document and deciding are answered."""


@pytest.mark.parametrize(("scope", "answers"), MAY.items())
def test_a_token_may_what_its_scope_says_and_a_refusal_is_recorded(
    client: FlaskClient, database: Path, scope: str, answers: tuple[int, int]
) -> None:
    headers = bearer(made(database, scope=scope))
    added = client.post("/api/documents", json={"name": "a.txt", "text": "Nobody said a word."}, headers=headers)
    decided = client.put("/api/claims/1/speaker", json={"name": "Ann Example"}, headers=headers)
    assert (added.status_code, decided.status_code) == answers
    assert client.get("/api/claims", headers=headers).status_code == 200
    told = client.get("/api/token", headers=headers).get_json()
    assert (told["holder"], told["scope"]) == ("a program", scope)
    assert told["used_at"] is not None
    refused = [event["new"]["why"] for event in events(client) if event["kind"] == "token.refused"]
    assert refused == [f"may {scope}"] * [*answers].count(403)
    if 403 in answers:
        assert decided.get_json()["error"].startswith(f"This token may {scope} and not decide; ")


def made(database: Path, **how: Any) -> str:
    db = open_database(database)
    token = tokens.make(db, "a program", who="tester", **how)[1]
    db.close()
    return token


def bearer(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}


def events(client: FlaskClient) -> list[dict[str, Any]]:
    return list(client.get("/api/events?limit=500").get_json()["events"])


def test_an_expired_token_is_refused_and_shown_as_such(
    client: FlaskClient, database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    headers = bearer(made(database, days=30))
    assert client.get("/api/token", headers=headers).status_code == 200
    monkeypatch.setattr("tracker.services.nouns.now", lambda: "2099-01-01T00:00:00+00:00")
    answer = client.get("/api/token", headers=headers)
    assert answer.status_code == 401
    assert "needs a token that is in force, and the one that was sent has expired; " in answer.get_json()["error"]
    row = html.fromstring(client.get("/api").text).xpath("//section[@id='tokens']//tbody/tr")[0].text_content()
    assert "expired" in row and "in force" not in row


def test_a_token_for_good_does_not_expire(client: FlaskClient, database: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    headers = bearer(made(database, days=None))
    monkeypatch.setattr("tracker.services.nouns.now", lambda: "2199-01-01T00:00:00+00:00")
    assert client.get("/api/token", headers=headers).status_code == 200


def test_wrong_tokens_are_recorded_without_the_secret_and_slowed_where_they_are_many(
    client: FlaskClient, database: Path
) -> None:
    secret = "claims_a-guess-that-is-wrong"
    statuses = [client.get("/api/claims", headers=bearer(secret)).status_code for _ in range(FREE + 3)]
    assert statuses == [401] * FREE + [429] * 3
    slowed = client.get("/api/claims", headers=bearer(secret))
    assert (slowed.status_code, slowed.headers["Retry-After"]) == (429, "60")
    assert client.get("/api/claims", headers=bearer(made(database))).status_code == 200  # a right one is never put off
    recorded = [event for event in events(client) if event["kind"] == "token.refused"]
    assert [event["new"] for event in recorded] == [{"why": "unknown", "from": "127.0.0.1"}] * FREE
    db = open_database(database)
    db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    db.close()
    assert b"guess-that" not in database.read_bytes()


def test_the_brake_forgets_after_a_minute_and_holds_few_addresses() -> None:
    now = [0.0]
    brake = Brake(lambda: now[0])
    assert [brake.count("::1"), brake.count("::1"), brake.count("192.0.2.1")] == [1, 2, 1]
    now[0] = WINDOW
    assert brake.count("::1") == 1
    for number in range(MOST_SENDERS):
        brake.count(f"sender {number}")
    assert brake.count("::1") == 1


def test_the_command_makes_lists_and_ends_tokens_with_scope_and_expiry(tmp_path: Path) -> None:
    def tracker(*words: str) -> Result:
        return CliRunner().invoke(main, ["tokens", *words, "--db", str(tmp_path / "claims.db")])

    CliRunner().invoke(main, ["init", "--db", str(tmp_path / "claims.db")])
    assert tracker("--new", "a reader", "--scope", "read", "--days", "7").exit_code == 0
    assert tracker("--new", "an archive", "--days", "never").exit_code == 0
    tracker("--end", "1")
    first, second = tracker().stdout.splitlines()
    assert first == "2  an archive  may decide  in force until it is ended  never used"
    assert re.fullmatch(r"1  a reader  may read  ended \d{4}-\d\d-\d\d  never used", second)
    assert tracker("--scope", "read").exit_code == 2
    assert tracker("--new", "x", "--days", "-1").stderr.startswith("Error: Say for how many days")
