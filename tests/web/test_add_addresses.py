"""Addresses in the form, by the bookmarklet and through the API; one journey in Chromium."""

from __future__ import annotations

import html
import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from flask.testing import FlaskClient
from werkzeug.serving import make_server

from tests.site import Answer, Site, article
from tests.web.api.conftest import bearer
from tests.web.asking import item
from tests.web.running import running
from tracker.db.connection import open_database
from tracker.services import tokens
from tracker.web.app import create_app

if TYPE_CHECKING:
    from playwright.sync_api import Browser

TIMEOUT_MS = 10_000


@pytest.fixture
def reader(database: Path, site: Site) -> FlaskClient:
    """A client of an app that may fetch from the site."""
    made = create_app(database, secret_key="for tests", allow_fetch=[site.place])
    made.config.update(TESTING=True, WTF_CSRF_ENABLED=False)
    return made.test_client()


def test_a_bad_address_stops_no_other_and_stays_in_its_field(reader: FlaskClient, site: Site) -> None:
    site.pages["/news/patrols"] = article("1,500")
    typed = f"{site.address}/news/patrols\r\nhttp://10.0.0.1/<b>\r\n"
    answer = reader.post("/documents/new", data={"addresses": typed})
    assert answer.status_code == 200
    assert f"{site.address}/news/patrols was stored as document 5: 3 claims." in answer.text
    field = answer.text.partition('<textarea id="addresses"')[2].partition("</textarea>")[0]
    assert 'aria-invalid="true"' in field and "addresses-problem" in field
    assert html.unescape(field.partition(">")[2]) == "http://10.0.0.1/<b>"
    assert "leads inside a network" in answer.text.partition('id="addresses-problem">')[2].partition("</p>")[0]


def test_bad_addresses_alone_are_refused_with_all_that_was_typed(reader: FlaskClient) -> None:
    archive = "https://web.archive.org/web/2022/https://saltmere.example/"
    answer = reader.post("/documents/new", data={"addresses": "saltmere.example/news", "archive": archive})
    assert answer.status_code == 422
    assert "saltmere.example/news is no web address; one begins with https:// or http://." in answer.text
    assert ">saltmere.example/news</textarea>" in answer.text
    assert f'value="{archive}"' in answer.text


@pytest.mark.parametrize(
    ("form", "problem"),
    [
        ({"addresses": "\n".join(f"https://a.example/{n}" for n in range(21))}, "At most 20 addresses go at once"),
        ({"addresses": "https://a.example/ https://b.example/", "archive": "https://c.example/"}, "of one page"),
        ({"archive": "https://c.example/"}, "of one page"),
    ],
)
def test_what_does_not_go_together_is_told_before_anything_is_fetched(
    reader: FlaskClient, form: dict[str, str], problem: str
) -> None:
    answer = reader.post("/documents/new", data=form)
    assert answer.status_code == 422
    assert problem in answer.text


def test_the_bookmarklet_fills_the_form_and_fetches_nothing(reader: FlaskClient, site: Site) -> None:
    page = reader.get("/documents/new", query_string={"url": f"{site.address}/news/patrols?a=1&b=2"})
    assert f">{site.address}/news/patrols?a=1&amp;b=2</textarea>" in page.text
    assert site.asked == []
    assert "javascript:(()=&gt;{open(&#39;http://localhost/documents/new?url=&#39;+" in page.text


def test_a_program_sends_an_address(reader: FlaskClient, site: Site, database: Path) -> None:
    db = open_database(database)
    headers = bearer(tokens.make(db, "newsroom", who="tester")[1])
    db.close()
    site.pages["/news/patrols"] = article("1,500")
    sent = {"url": f"{site.address}/news/patrols", "archive": "https://web.archive.org/web/2022/https://a.example/"}
    first = reader.post("/api/documents", json=sent, headers=headers).get_json()
    assert first == {"document_id": 5, "already": False, "unchanged": False, "supersedes": None, "claims": 3,
                     "notes": first["notes"]}  # fmt: skip
    again = reader.post("/api/documents", json=sent, headers=headers).get_json()
    assert (again["document_id"], again["unchanged"]) == (5, True)
    site.pages["/news/patrols"] = article("1,600")
    assert reader.post("/api/documents", json=sent, headers=headers).get_json()["supersedes"] == 5
    refused = reader.post("/api/documents", json={"url": "http://127.0.0.1/"}, headers=headers)
    assert (refused.status_code, refused.get_json()["error"].partition(", ")[0]) == (
        422,
        "http://127.0.0.1/ leads inside a network",
    )
    two = reader.post("/api/documents", json={**sent, "name": "a.txt", "text": "He said no."}, headers=headers)
    assert two.status_code == 400
    captures = item(reader, "/documents/5")["captures"]
    assert [json.loads(json.dumps(each))["archive"] for each in captures] == [sent["archive"]] * 2


def test_what_is_known_of_a_page_is_entered_also_where_the_page_has_not_changed(
    reader: FlaskClient, site: Site
) -> None:
    site.pages["/news/patrols"] = article("1,500")
    sent = {"addresses": f"{site.address}/news/patrols", "byline": "By Ada Merrow"}
    reader.post("/documents/new", data=sent)
    assert item(reader, "/documents/5")["byline"] == "Ada Merrow"
    answer = reader.post("/documents/new", data={**sent, "publisher": "The Quay Post"}, follow_redirects=True)
    assert "has not changed since it was stored as document 5." in answer.text
    assert item(reader, "/documents/5")["publisher"] == "The Quay Post"
    assert reader.post("/documents/new", data={**sent, "date": "03/04/2018"}).status_code == 422


def in_doubt(assaults: str) -> Answer:
    """Return a page that is called by two titles, and dated by figures that may be either of two days."""
    page = article(assaults).body.replace(b"2022-03-14T09:00:00+00:00", b"03/04/2022")
    return Answer(page.replace(b"</head>", b'<meta property="og:title" content="Quill says no"></head>'))


@pytest.mark.browser
def test_a_reader_without_javascript_adds_a_page_mends_what_was_read_and_sees_what_changed_since(
    browser: Browser, database: Path, site: Site
) -> None:
    app = create_app(database, secret_key="for tests", allow_fetch=[site.place])
    page_of_site = f"{site.address}/news/patrols"
    with running(make_server("127.0.0.1", 0, app, threaded=True)) as address:
        context = browser.new_context(base_url=address, java_script_enabled=False)
        context.set_default_timeout(TIMEOUT_MS)
        page = context.new_page()
        page.goto("/documents/new")
        page.get_by_label("give an address").fill(page_of_site)
        page.get_by_role("button", name="Add", exact=True).click()
        page.get_by_text("answered 404").first.wait_for()
        assert page.get_by_label("give an address").input_value() == page_of_site
        site.pages["/news/patrols"] = in_doubt("1,500")
        page.get_by_role("button", name="Add", exact=True).click()
        page.get_by_role("heading", name="Quill says no", level=1).wait_for()
        assert page_of_site in page.get_by_role("main").inner_text()
        assert "3 April 2022" in page.locator(".doc-head").inner_text()
        page.get_by_role("heading", name="Said before").wait_for()
        page.get_by_role("button", name="Quill rules out armed patrols", exact=True).first.click()
        page.get_by_role("heading", name="Quill rules out armed patrols", level=1).wait_for()
        page.get_by_role("button", name="4 March 2022", exact=True).click()
        page.get_by_text("4 March 2022 (entered)").wait_for()
        site.pages["/news/patrols"] = in_doubt("1,600")
        page.goto(f"/documents/new?url={page_of_site}")
        page.get_by_role("button", name="Add", exact=True).click()
        page.get_by_role("link", name="What changed").click()
        page.get_by_role("heading", name="What changed in Quill says no").wait_for()
        words = page.locator(".words.diff").first
        assert "1,500" in words.locator("del").inner_text()
        assert "1,600" in words.locator("ins").inner_text()
        context.close()
