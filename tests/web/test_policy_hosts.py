"""Whom the pages answer: tables of names, of sites that ask, and a browser that is sent here by a stranger's page."""

from __future__ import annotations

import shutil
import socket
import threading
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from waitress.server import create_server

from tests.conftest import CHROMIUM, FLAGS
from tests.site import Answer, Site
from tracker.models import TrackerError
from tracker.services import tokens
from tracker.services.database import open_database
from tracker.web.app import create_app
from tracker.web.policy import hosts, is_loopback, place_of

if TYPE_CHECKING:
    from playwright.sync_api import Playwright

TOKEN_FIELD = "csrf_token"
HERE = ("localhost", "localhost:5000", "LocalHost:5000", "localhost.", "127.0.0.1", "127.0.0.1.", "127.0.0.1:8123",
        "127.8.9.1", "[::1]", "[::1]:5000", "[0:0:0:0:0:0:0:1]:5000")  # fmt: skip
STRANGE = (
    "evil.example", "evil.example:5000", "EVIL.EXAMPLE.", "localhost.evil.example", "evil.localhost.example",
    "127.0.0.1.nip.example", "192.168.1.9", "10.0.0.1:5000", "0.0.0.0:5000", "[::]:5000", "[fe80::1]",
    "0x7f.0.0.1", "2130706433", "127.1", "tracker.example",
)  # fmt: skip
NONE = (
    "", " ", "localhost:0", "localhost:99999", "localhost:port", "localhost, evil.example", "localhost evil.example",
    "user@localhost", "localhost/evil.example", "[::1", "::1", "[::1%25lo]", "[::1]evil.example", "a" * 254, ".",
    "localhost\t", "lоcalhost".encode().decode("latin-1"), "http://localhost",
)  # fmt: skip


@pytest.fixture(scope="module")
def at_the_pier(filled: Path, tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    """A client of pages that also answer to pier.example; nothing here writes to them."""
    path = Path(shutil.copy(filled, tmp_path_factory.mktemp("pier") / "claims.db"))
    made = create_app(path, secret_key="for tests", allow_hosts=["pier.example"])
    made.config.update(TESTING=True, WTF_CSRF_ENABLED=False)
    return made.test_client()


@pytest.mark.parametrize("host", HERE)
def test_this_machine_s_own_names_are_answered(at_the_pier: FlaskClient, host: str) -> None:
    assert at_the_pier.get("/api", headers={"Host": host}).status_code == 200


@pytest.mark.parametrize("host", [*STRANGE, *NONE])
def test_another_name_gets_one_sentence_no_page_and_no_token(at_the_pier: FlaskClient, host: str) -> None:
    for path in ("/", "/api", "/static/tracker.css", "/no-such-page"):
        answer = at_the_pier.get(
            path, headers={"Host": host, "X-Forwarded-Host": "localhost", "Forwarded": "host=localhost"}
        )
        assert (answer.status_code, answer.mimetype) == (400, "text/plain")
        assert answer.text.count("\n") == 1 and TOKEN_FIELD not in answer.text and "Set-Cookie" not in answer.headers
    answer = at_the_pier.get("/api/claims", headers={"Host": host})
    assert answer.status_code == 400


def test_a_name_that_is_not_answered_is_told_what_would_do(client: FlaskClient) -> None:
    answer = client.get("/claims.json", headers={"Host": "pier.example:81"})
    assert answer.json == {
        "error": "These pages do not answer to the name “pier.example”; open them by the address they are served at, "
        "or have them started with --allow-host pier.example."
    }


ALLOWED = (
    (["tracker.example"], "Tracker.Example.:8080", True),
    (["tracker.example"], "www.tracker.example", False),
    (["TRACKER.example."], "tracker.example", True),
    (["pförtner.example"], "xn--pfrtner-b1a.example", True),
    (["192.168.1.9"], "192.168.1.9:5000", True),
    (["192.168.1.9"], "192.168.1.10:5000", False),
    (["fd00::9"], "[fd00:0::9]:5000", True),
    (["[fd00::9]"], "[fd00::9]", True),
    (["0.0.0.0"], "192.168.1.9:5000", True),
    (["0.0.0.0"], "0.0.0.0:5000", True),
    (["0.0.0.0"], "evil.example", False),
    (["::"], "[fe80::1]:5000", True),
    (["::"], "evil.example:5000", False),
)


@pytest.mark.parametrize(("allowed", "host", "answered"), ALLOWED)
def test_hosts_that_are_named_are_answered_too(allowed: list[str], host: str, answered: bool) -> None:
    place = place_of(host)
    assert place is not None
    assert hosts(allowed).has(place.host) is answered


def test_hosts_are_named_by_a_variable_too(database: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TRACKER_ALLOW_HOST", "pier.example quay.example")
    client = create_app(database, secret_key="for tests").test_client()
    for host in ("pier.example", "quay.example"):
        assert client.get("/static/icon.svg", headers={"Host": host}).status_code == 200


@pytest.mark.parametrize(
    "written", ["https://tracker.example", "tracker.example:80", "*", "", "a b", ".example/", "ü" * 99]
)
def test_what_is_no_host_is_told_when_the_pages_start(written: str) -> None:
    with pytest.raises(TrackerError, match="is no host; one is named without scheme and port"):
        hosts([written])


LOOPBACK = {"localhost": True, "127.0.0.1": True, "127.0.0.9": True, "::1": True, "": False, "0.0.0.0": False,
            "::": False, "192.168.1.9": False, "fd00::9": False, "tracker.example": False}  # fmt: skip


@pytest.mark.parametrize(("host", "only_here"), LOOPBACK.items())
def test_what_only_this_machine_reaches(host: str, only_here: bool) -> None:
    assert is_loopback(host) is only_here


OWN = (
    {},
    {"Origin": "http://localhost"},
    {"Origin": "http://localhost:80"},
    {"Origin": "http://localhost", "Sec-Fetch-Site": "same-origin"},
    {"Sec-Fetch-Site": "none"},
    {"Host": "localhost:5000", "Origin": "http://localhost:5000"},
    {"Host": "127.0.0.1:5000", "Origin": "http://127.0.0.1:5000"},
    {"Host": "[::1]:5000", "Origin": "http://[::1]:5000"},
    {"Host": "pier.example", "Origin": "https://pier.example"},
)
FOREIGN = (
    {"Origin": "http://evil.example"},
    {"Origin": "http://localhost:3000"},
    {"Origin": "https://localhost:80"},
    {"Origin": "http://127.0.0.1"},
    {"Origin": "http://localhost.evil.example"},
    {"Origin": "null"},
    {"Origin": ""},
    {"Origin": "file://"},
    {"Origin": "chrome-extension://localhost"},
    {"Origin": "http://localhost, http://evil.example"},
    {"Origin": "http://localhost/"},
    {"Origin": "http://user@localhost"},
    {"Origin": "http://localhost:port"},
    {"Origin": "http://[::1"},
    {"Origin": "http://localhost", "Sec-Fetch-Site": "cross-site"},
    {"Origin": "http://evil.example", "Sec-Fetch-Site": "same-origin"},
    {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "same-site"},
    {"Sec-Fetch-Site": "something new"},
    {"Host": "localhost:5000", "Origin": "http://localhost"},
    {"Origin": "http://evil.example", "X-Forwarded-Host": "evil.example"},
)
SENTENCE = "Another site asked for this in your name"


@pytest.mark.parametrize("headers", OWN)
def test_the_pages_own_forms_are_answered(at_the_pier: FlaskClient, headers: Mapping[str, str]) -> None:
    assert at_the_pier.post("/check", data={"draft": "Nothing."}, headers=headers).status_code == 200
    assert at_the_pier.post("/check.json", json={"draft": "Nothing."}, headers=headers).status_code == 200
    assert at_the_pier.get("/check.json?draft=Nothing.", headers=headers).status_code == 200


@pytest.mark.parametrize("headers", FOREIGN)
def test_another_site_can_make_a_browser_ask_for_nothing_that_changes_or_costs(
    at_the_pier: FlaskClient, headers: Mapping[str, str]
) -> None:
    asked: tuple[tuple[str, str, dict[str, Any]], ...] = (
        ("POST", "/check", {"data": {"draft": "Nothing."}}),
        ("POST", "/check.json", {"json": {"draft": "Nothing."}}),
        ("GET", "/check.json?draft=Nothing.", {}),
        ("POST", "/api/check", {"json": {"draft": "Nothing."}}),
        ("POST", "/api/tokens", {"data": {"holder": "a stranger"}}),
        ("PUT", "/api/claims/1/speaker", {"json": {"name": None}}),
    )
    for method, path, sent in asked:
        answer = at_the_pier.open(path, method=method, headers=headers, **sent)
        assert answer.status_code == 403, (method, path)
        assert SENTENCE in answer.text


def test_every_form_and_every_write_is_refused_to_another_site(app: Flask, client: FlaskClient) -> None:
    unsafe = [
        (method, rule.rule.replace("<int:", "").replace(">", ""))
        for rule in app.url_map.iter_rules()
        for method in (rule.methods or set()) - {"GET", "HEAD", "OPTIONS"}
    ]
    assert len(unsafe) > 80
    for method, path in unsafe:
        concrete = "/".join(part if part.isascii() and not part.endswith("_id") else "1" for part in path.split("/"))
        answer = client.open(concrete, method=method, headers={"Origin": "http://evil.example"})
        assert answer.status_code in (403, 404), (method, concrete)


def test_a_link_of_another_site_opens_a_page_and_nothing_embeds_one(client: FlaskClient) -> None:
    link = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "document"}
    for path in ("/", "/claims?q=patrols", "/claims.json", "/check?draft=Nothing.", "/claims/clip?words=x"):
        assert client.get(path, headers=link).status_code in (200, 404)
    for other in ({"Sec-Fetch-Dest": "iframe"}, {"Sec-Fetch-Mode": "no-cors"}, {"Sec-Fetch-Mode": "cors"}):
        assert client.get("/claims?q=patrols", headers=link | other).status_code == 403


def test_a_token_is_its_own_proof_wherever_the_call_comes_from(client: FlaskClient, database: Path) -> None:
    db = open_database(database)
    _, token = tokens.make(db, "an extension", who="tester")
    db.close()
    headers = {"Origin": "chrome-extension://abc", "Sec-Fetch-Site": "cross-site", "Authorization": f"Bearer {token}"}
    assert client.put("/api/claims/1/speaker", json={"name": None}, headers=headers).status_code == 200
    assert client.post("/api/tokens", data={"holder": "another"}, headers=headers).status_code == 403  # a form
    assert client.get("/api/claims", headers=headers | {"Host": "evil.example"}).status_code == 400


def raw(address: tuple[str, int], request: str) -> str:
    """Return what a server answers to these lines."""
    with socket.create_connection(address, timeout=10) as line:
        line.sendall(request.replace("\n", "\r\n").encode())
        found = b""
        while part := line.recv(65536):
            found += part
    return found.decode("utf-8", "replace")


AS_SENT = (
    ("GET /api HTTP/1.1\nHost: localhost\nConnection: close\n\n", 200),
    ("GET /api HTTP/1.1\nHost: evil.example\nConnection: close\n\n", 400),
    ("GET /api HTTP/1.1\nConnection: close\n\n", 400),
    ("GET /api HTTP/1.0\n\n", 400),
    ("GET /api HTTP/1.1\nHost: localhost\nHost: evil.example\nConnection: close\n\n", 400),
    ("GET /api HTTP/1.1\nHost: evil.example\nHost: localhost\nConnection: close\n\n", 400),
    ("GET http://evil.example/api HTTP/1.1\nHost: evil.example\nConnection: close\n\n", 400),
    ("GET http://localhost/api HTTP/1.1\nHost: evil.example\nConnection: close\n\n", 400),
    ("GET /api HTTP/1.1\nHost: evil.example\nX-Forwarded-Host: localhost\nConnection: close\n\n", 400),
    ("GET /api HTTP/1.1\nHost : localhost\nConnection: close\n\n", 400),
)  # fmt: skip


def test_what_arrives_on_the_wire_is_judged_by_its_one_host(database: Path) -> None:
    server = create_server(create_app(database, secret_key="for tests"), host="127.0.0.1", port=0)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    try:
        for sent, status in AS_SENT:
            answer = raw(("127.0.0.1", server.effective_port), sent)
            assert answer.startswith((f"HTTP/1.1 {status}", f"HTTP/1.0 {status}")), sent
            assert status == 200 or TOKEN_FIELD not in answer
        absolute = raw(
            ("127.0.0.1", server.effective_port),
            "GET http://evil.example/api HTTP/1.1\nHost: localhost\nConnection: close\n\n",
        )
        assert "evil.example" not in absolute
    finally:
        server.close()


@pytest.mark.browser
def test_a_stranger_s_page_in_a_browser_neither_reads_nor_writes_here(
    address: str, site: Site, playwright: Playwright
) -> None:
    port = address.rpartition(":")[2]
    site.pages["/"] = Answer(
        f"""<!doctype html><title>A page</title><a href="{address}/claims">claims</a>
        <form method="post" action="{address}/check"><input name="draft" value="Nothing."><button>Go</button></form>
        <script>
        fetch("{address}/check.json", {{method: "POST", mode: "no-cors", body: "draft=Nothing."}}).catch(() => 0)
        fetch("{address}/check.json?draft=Nothing.", {{mode: "no-cors"}}).catch(() => 0)
        </script>""".encode()
    )
    rules = "--host-resolver-rules=MAP evil.example 127.0.0.1, MAP rebound.example 127.0.0.1"
    chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=[*FLAGS, rules])
    page = chromium.new_page()
    answers: list[tuple[str, int]] = []
    asked: list[str] = []
    page.on("request", lambda each: asked.append(each.url.removeprefix(address)))
    page.on("response", lambda answer: answers.append((answer.url.removeprefix(address), answer.status)))
    rebound = page.goto(f"http://rebound.example:{port}/api")
    assert rebound is not None and rebound.status == 400
    assert "do not answer to the name “rebound.example”" in page.content() and TOKEN_FIELD not in page.content()
    page.goto(f"http://evil.example:{site.server_port}/", wait_until="networkidle")
    for _ in range(100):  # the page's own script may come after its last picture
        if len({each for each in asked if each.startswith("/check.json")}) > 1:
            break
        page.wait_for_timeout(100)
    # What may not be embedded is an answer to some releases of the browser, and a failure to others.
    assert {"/check.json", "/check.json?draft=Nothing."} <= {*asked}
    assert {status for path, status in answers if path.startswith("/check.json")} <= {403}
    page.get_by_role("button").click()
    page.get_by_text(SENTENCE).wait_for()
    page.go_back()
    page.get_by_role("link", name="claims").click()
    page.get_by_role("heading", level=1).wait_for()
    assert answers[-1][1] in (200, 304)
    chromium.close()


def test_beyond_this_machine_is_served_only_when_it_is_meant(database: Path, tracker_serve: Any) -> None:
    told = tracker_serve("--host", "0.0.0.0", "--db", str(database))
    assert told.exit_code == 2
    assert told.stderr == (
        "Error: On 0.0.0.0 anybody who reaches this machine could read, add and decide, for there are no accounts; "
        "add --i-trust-this-network if that is meant.\n"
    )
    meant = tracker_serve("--host", "192.0.2.1", "--i-trust-this-network", "--port", "0", "--db", str(database))
    warning, error = meant.stderr.splitlines()
    assert warning.startswith("WARNING: ANYBODY WHO REACHES THIS MACHINE")
    assert error == "Error: 192.0.2.1 is no address of this machine."


@pytest.fixture
def tracker_serve() -> Any:
    from click.testing import CliRunner

    from tracker.cli import main

    return lambda *words: CliRunner().invoke(main, ["serve", *words])
