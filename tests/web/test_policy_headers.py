"""What every answer says of itself, what caches may keep; and that no stored text becomes a link that runs."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from lxml import html

from tracker.services import ingest
from tracker.services.database import open_database
from tracker.web.app import create_app
from tracker.web.policy import FOR_GOOD
from tracker.web.site import publish

ANSWERS = ("/", "/claims", "/claims.json", "/claims.csv", "/claims/1", "/api", "/api/claims", "/no-such-page",
           "/static/tracker.css")  # fmt: skip


@pytest.mark.parametrize("path", ANSWERS)
def test_every_answer_says_what_it_may_do_and_who_may_hold_it(client: FlaskClient, path: str) -> None:
    with client.get(path) as answer:
        policy = dict(part.strip().split(" ", 1) for part in answer.headers["Content-Security-Policy"].split(";"))
        assert policy["default-src"] == policy["base-uri"] == policy["frame-ancestors"] == "'none'"
        assert policy["script-src"] == policy["style-src"] == policy["form-action"] == "'self'"
        assert answer.headers["Cross-Origin-Resource-Policy"] == "same-origin"
        assert answer.headers["Cross-Origin-Opener-Policy"] == "same-origin"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        allowed = answer.headers["Permissions-Policy"].split(", ")
        assert {"camera=()", "geolocation=()", "microphone=()"} <= {*allowed}


KEPT = {
    "/": "no-store",
    "/claims": "no-store",
    "/claims.json": "no-store",
    "/documents/1/original": "no-store",
    "/api/claims": "private, no-cache",
    "/no-such-page": "no-store",
    "/claims.atom": "private, no-cache",
    "/static/tracker.css": "no-cache",
    "/static/tracker.css?v=an-earlier-one": "no-cache",
}


@pytest.mark.parametrize(("path", "told"), KEPT.items())
def test_no_cache_keeps_a_page(client: FlaskClient, path: str, told: str) -> None:
    with client.get(path) as answer:
        assert answer.headers["Cache-Control"] == told


def test_a_file_with_its_version_in_its_address_is_kept_for_good(client: FlaskClient) -> None:
    named = html.fromstring(client.get("/").text).xpath("//link[@rel='stylesheet']/@href | //script/@src")
    assert named
    for address in named:
        assert re.search(r"\?v=[0-9a-f]{12}$", address)
        with client.get(address) as answer:
            assert answer.headers["Cache-Control"] == FOR_GOOD


def test_a_font_is_kept_for_good_by_the_one_address_that_pages_and_style_sheets_name(client: FlaskClient) -> None:
    named = html.fromstring(client.get("/").text).xpath("//link[@rel='preload']/@href")
    assert named
    with client.get("/static/tracker.css") as sheet:
        for address in named:
            assert f'url("{address.removeprefix("/static/")}")' in sheet.text
            with client.get(address) as answer:
                assert answer.headers["Cache-Control"] == FOR_GOOD


RUNS, HOLDS, READS = "javascript:alert(1)", "data:text/html,<script>alert(1)</script>", "file:///etc/passwd"
SAID = "Mara Quill said: “We are not planning routine armed patrols in Saltmere,” on 14 March 2022."
LINKED_DATA = json.dumps(
    {"@type": "NewsArticle", "url": READS, "author": {"@type": "Person", "name": RUNS, "url": RUNS}}
)
REVIEW = {
    "@context": "https://schema.org", "@type": "ClaimReview", "url": RUNS, "claimReviewed": SAID,
    "author": {"@type": "Organization", "name": "Checkers", "url": HOLDS},
    "reviewRating": {"@type": "Rating", "alternateName": "False"},
    "itemReviewed": {"@type": "Claim", "url": READS, "author": {"@type": "Person", "name": RUNS, "sameAs": RUNS},
                     "appearance": [{"@type": "CreativeWork", "url": RUNS}]},
}  # fmt: skip
HOSTILE = {
    "page.html": f'<!doctype html><html><head><title>{RUNS}</title><link rel="canonical" href="{RUNS}">'
    f'<meta property="og:url" content=" {HOLDS}"><meta name="author" content="{RUNS}">'
    f'<meta name="citation_public_url" content="JaVaScRiPt:alert(2)">'
    f'<script type="application/ld+json">{LINKED_DATA}</script></head><body><article><h1>{RUNS}</h1>'
    f'<p>By <a href="{RUNS}">{RUNS}</a></p><p>{SAID} <a href="{READS}">More</a></p></article></body></html>',
    "page.md": f"---\ntitle: {RUNS}\nurl: {RUNS}\nauthor: {HOLDS}\npublisher: {READS}\ndate: 2022-03-14\n---\n\n"
    f"{SAID} [More]({RUNS}), <{READS}>\n",
    "rows.csv": f'statement,speaker,date,url,title\n"{SAID}",Mara Quill,2022-03-14,{RUNS},{RUNS}\n'
    f'"No second shot was fired.",{READS},2022-03-15,"{HOLDS}",x\n',
    "reviews.json": json.dumps([REVIEW]),
    "debate.xml": f'<publicwhip><speech id="uk.org.publicwhip/debate/2022-03-14a.1.0" speakername="{RUNS}" '
    f'url="{RUNS}">'
    "<p>We are not planning routine armed patrols in Saltmere.</p></speech></publicwhip>",
}  # fmt: skip
DOES_SOMETHING = re.compile(r"\s*(?:javascript|data|file|vbscript):", re.IGNORECASE)
LINKS = ("href", "src", "action", "formaction", "cite", "poster", "content")


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("hostile") / "claims.db"
    db = open_database(path)
    for name, text in HOSTILE.items():
        assert ingest.take_in(db, text.encode(), name, who="tester").claims, name
    db.close()
    return path


def doing(page: str) -> Iterator[str]:
    """Yield the addresses in a page that do something when they are followed, but for the pages' own bookmarklets."""
    for element in html.fromstring(page).iter():
        for name in LINKS:
            if DOES_SOMETHING.match(element.get(name, "")) and "button" not in element.get("class", ""):
                yield f"{element.tag} {name}={element.get(name)}"


def test_what_would_do_something_is_found() -> None:
    assert [*doing(f'<p><a href=" JavaScript:x">a</a><img src="{HOLDS}"><a href="/javascript:x">b</a></p>')] == [
        "a href= JavaScript:x",
        f"img src={HOLDS}",
    ]


def test_no_address_of_a_file_becomes_a_link_that_does_something(hostile: Path) -> None:
    client = create_app(hostile, secret_key="for tests").test_client()
    paths = ["/", "/documents", "/claims", "/speakers", "/verdicts"]
    paths += [f"/documents/{number}" for number in range(1, len(HOSTILE) + 1)]
    for claim in client.get("/claims.json").get_json()["claims"]:
        paths += [f"/claims/{claim['id']}", f"/claims/{claim['id']}/cite"]
    for path in paths:
        answer = client.get(path)
        assert answer.status_code == 200, path
        assert [*doing(answer.text)] == [], path


def test_no_address_of_a_file_does_something_in_the_published_site(hostile: Path, tmp_path: Path) -> None:
    publish(hostile, tmp_path / "site", address="https://copy.example")
    files = [path for path in (tmp_path / "site").rglob("*") if path.suffix in (".html", ".atom")]
    assert len(files) > len(HOSTILE)
    for path in files:
        if path.suffix == ".html":
            assert [*doing(path.read_text(encoding="utf-8"))] == [], path
        else:
            assert not re.search(r"href=\"\s*(?:javascript|data|file):", path.read_text(encoding="utf-8")), path
    assert not [*(tmp_path / "site").rglob("*?v=*")]
