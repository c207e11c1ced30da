"""``tracker publish``: a site for any file host, whole, without forms or people, written only where it changed."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote, urljoin, urlsplit

import pytest
from click.testing import CliRunner
from lxml import etree, html

from tests.web.asking import SHOT
from tests.web.plain_host import searched, serving
from tracker.cli import main
from tracker.db import relations
from tracker.db.connection import open_database
from tracker.models import Basis, ClaimKind, TrackerError
from tracker.models.claims import ClaimInPlace
from tracker.services import decisions, ingest
from tracker.web import site as all_site
from tracker.web.rewrite import MANIFEST
from tracker.web.site import Published, publish

if TYPE_CHECKING:
    from playwright.sync_api import Browser

ADDRESS = "https://files.example/saltmere"
SECRET = "Somebody Private"


def decide(database: Path) -> None:
    """Have somebody decide something."""
    db = open_database(database)
    pair = next(row for row in relations.every(db) if row.kind != "related")
    decisions.decide_pair(db, pair.a, pair.b, "confirmed", who=SECRET)
    db.close()


@pytest.fixture
def decided(database: Path) -> Path:
    decide(database)
    return database


@pytest.fixture(scope="module")
def site(filled: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A published site to be read, in a folder of its own."""
    folder = tmp_path_factory.mktemp("host")
    database = Path(shutil.copy(filled, folder / "claims.db"))
    decide(database)
    done = publish(database, folder / "site")
    assert not done.failed
    return folder / "site"


def files(site: Path) -> dict[str, bytes]:
    return {str(path.relative_to(site)): path.read_bytes() for path in site.rglob("*") if path.is_file()}


def test_every_link_of_a_published_site_leads_to_a_file_of_it(site: Path) -> None:
    broken = []
    for path in site.rglob("*.html"):
        here = f"http://host/{path.relative_to(site)}"
        for element in html.fromstring(path.read_bytes()).iter("a", "link", "script", "form"):
            link = element.get("href") or element.get("src") or element.get("action")
            if link is None or link.startswith(("http://", "https://", "#")):
                continue
            assert not link.startswith("/"), f"{path}: {link} would leave a sub-folder"
            if not (site / unquote(urlsplit(urljoin(here, link)).path).lstrip("/")).is_file():
                broken.append(f"{path.relative_to(site)}: {link}")
    assert not broken


@pytest.mark.parametrize("noun", ["documents", "claims", "threads", "speakers"])
def test_each_item_has_its_page_and_its_twin(site: Path, noun: str) -> None:
    listed = json.loads((site / f"{noun}.json").read_text(encoding="utf-8"))[noun]
    assert listed
    for row in listed:
        assert (site / noun / str(row["id"]) / "index.html").is_file()
        assert (site / noun / f"{row['id']}.json").is_file()


def test_no_page_asks_a_server_for_anything(site: Path) -> None:
    for path in site.rglob("*.html"):
        page = html.fromstring(path.read_bytes())
        assert not page.xpath("//form[@method='post']"), path
        assert not page.xpath("//input[@name='csrf_token']"), path
        assert page.xpath("//meta[@http-equiv='Content-Security-Policy']"), path
        assert not page.xpath("//meta[@name='robots']"), path
        assert "published on" in page.text_content(), path


def test_nobody_who_decided_is_named_unless_it_is_wanted(site: Path, decided: Path, tmp_path: Path) -> None:
    assert not [name for name, content in files(site).items() if SECRET.encode() in content or b"tester" in content]
    publish(decided, tmp_path / "whole", with_history=True)
    assert SECRET in (tmp_path / "whole" / "history" / "index.html").read_text(encoding="utf-8")
    db = open_database(decided)
    assert [row for row in relations.every_decision(db) if row.who == SECRET], "the database itself keeps its record"
    db.close()


def test_published_again_only_what_changed_is_written_and_only_what_was_published_removed(
    decided: Path, tmp_path: Path
) -> None:
    site = tmp_path / "site"
    publish(decided, site)
    foreign = site / "mine.txt"
    foreign.write_text("kept", encoding="utf-8")
    again = publish(decided, site)
    assert (again.written, again.removed) == (0, 0)
    db = open_database(decided)
    claim = db.execute("SELECT id FROM claims WHERE text LIKE ?", [f"%{SHOT}%"]).fetchone()[0]
    decisions.pick_speaker(db, claim, "Tobias Wren", who="tester")
    db.close()
    changed = publish(decided, site)
    assert 0 < changed.written < changed.files / 2
    assert changed.removed > 0, "the page of the speaker who has no claims now"
    assert foreign.read_text(encoding="utf-8") == "kept"


def test_every_part_of_a_long_document_is_published_and_claims_lead_to_theirs(database: Path, tmp_path: Path) -> None:
    filling = "\n\n".join(f"The quay was swept on day {day}, and the gulls came back to it." for day in range(400))
    db = open_database(database)
    text = f"{filling}\n\n“The last ferry of the year leaves on Friday,” Mara Quill said."
    taken = ingest.take_in(db, text.encode(), "long.txt", who="tester")
    number = db.execute("SELECT id FROM claims WHERE document_id = ?", [taken.document_id]).fetchone()[0]
    db.close()
    done = publish(database, tmp_path / "site")
    assert not done.failed
    folder = tmp_path / "site" / "documents" / str(taken.document_id)
    last = max(folder.glob("part-*"), key=lambda part: int(part.name.removeprefix("part-"))) / "index.html"
    assert "The last ferry of the year" in last.read_text(encoding="utf-8")
    claim = tmp_path / "site" / "claims" / str(number) / "index.html"
    links = [
        urljoin(f"/claims/{number}/index.html", link) for link in html.fromstring(claim.read_bytes()).xpath("//a/@href")
    ]
    assert f"/documents/{taken.document_id}/{last.parent.name}/index.html#claim-{number}" in links


def test_a_folder_of_somebody_else_is_refused(database: Path, tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "thesis.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(TrackerError, match="did not make"):
        publish(database, tmp_path / "other")
    assert list(files(tmp_path / "other")) == ["thesis.txt"]


def test_with_an_address_there_is_a_sitemap_and_linked_data(database: Path, tmp_path: Path) -> None:
    done: Published = publish(database, tmp_path / "site", address=ADDRESS)
    assert not done.failed
    places = [loc.text for loc in etree.parse(tmp_path / "site" / "sitemap.xml").iter("{*}loc")]
    assert f"{ADDRESS}/claims/1/index.html" in places
    for place in places:
        assert (tmp_path / "site" / str(place).removeprefix(f"{ADDRESS}/")).is_file()
    assert f"{ADDRESS}/claims/1" in (tmp_path / "site" / "claims.jsonld").read_text(encoding="utf-8")
    assert not [name for name, text in files(tmp_path / "site").items() if b"published.invalid" in text]


def test_without_an_address_no_file_names_one(site: Path) -> None:
    assert not [name for name, text in files(site).items() if b"published.invalid" in text]
    assert not (site / "sitemap.xml").exists()


def test_the_command_says_what_it_did(database: Path, tmp_path: Path) -> None:
    run = CliRunner().invoke
    told = json.loads(run(main, ["publish", str(tmp_path / "s"), "--db", str(database), "--json"]).stdout)
    assert told["files"] == told["written"] == len(files(tmp_path / "s")) - 1
    assert (tmp_path / "s" / MANIFEST).is_file()
    wrong = run(main, ["publish", str(tmp_path / "t"), "--address", "ftp://x", "--db", str(database)])
    assert wrong.exit_code == 1
    assert "is no address of a site" in wrong.stderr


def test_the_index_of_a_large_site_comes_in_small_pieces() -> None:
    claims = (
        ClaimInPlace(
            id=n, document_id=n % 900, attribution_id=1, kind=ClaimKind.DIRECT, start=0, end=40,
            text=f"Words number{n % 7919} of the harbour {n}", stance="asserts", polarity=1,
            label=None, speaker_id=n % 300,
            speaker=f"Speaker {n % 300}", speaker_kind="person", speaker_picked=0, span_picked=0, stance_picked=0,
            found=1, touched=0,
            hand_made=0, judgement=None, date=None, date_kind="document", date_basis=Basis.UNKNOWN, date_words="",
            date_candidates=(), date_why="", notes=(), document=f"d{n % 900}", document_title=None, publisher=None,
            url=None, live=1, sha256="", media_type="text/plain", captured="2026-01-01", byline=None, prefix="",
            suffix="", alone=None, leaning=0,
        )
        for n in range(20_000)
    )  # fmt: skip
    sizes = {name: len(text) for name, text in all_site.index_pieces(claims)}
    assert sum(name.startswith("search/claims/") for name in sizes) == 200
    assert max(size for name, size in sizes.items() if "/claims/" in name) < 30_000


@pytest.fixture
def host(site: Path) -> Iterator[str]:
    """The address of a plain file server that has the site in a sub-folder."""
    with serving(site.parent) as address:
        yield f"{address}/{site.name}"


@pytest.mark.browser
def test_a_site_in_a_sub_folder_of_a_plain_file_server_is_read_and_searched(browser: Browser, host: str) -> None:
    page, problems = searched(browser, host, "routine patrol")
    first = page.locator("article.entry a[data-item]").first
    assert "routine" in str(first.text_content())
    first.click()
    page.get_by_role("heading", name="What it matches").wait_for()
    page.get_by_role("navigation", name="Main").get_by_text("More").click()
    page.get_by_role("navigation", name="Main").get_by_role("link", name="Claims").click()
    page.locator("#filters, .facet").first.get_by_role("link", name="direct").first.click()
    page.get_by_text(re.compile("claims?, the best first")).wait_for()
    assert page.locator("article.entry .byline", has_text="direct").count() == page.locator("article.entry").count()
    page.goto(f"{host}/search/index.html?q=zebra")
    page.get_by_text("No claim has these words").wait_for()
    assert not problems
    page.close()


@pytest.mark.browser
def test_axe_finds_nothing_on_published_pages(browser: Browser, host: str) -> None:
    from tests.web.test_browser import violations

    context = browser.new_context(bypass_csp=True)
    page = context.new_page()
    found = []
    for path in ("index", "search/index", "names/index", "copy/index", "404", "claims/index", "claims/2/index"):
        page.goto(f"{host}/{path}.html")
        found += violations(page)
    context.close()
    assert not found, "\n".join(found)


@pytest.mark.browser
def test_without_javascript_the_names_lead_to_the_claims(browser: Browser, host: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{host}/search/index.html")
    page.get_by_role("link", name="Speakers from A to Z").click()
    page.get_by_role("navigation", name="Letters").get_by_role("link").first.click()
    page.locator("a[data-item]").first.click()
    page.get_by_role("heading", name="Everything said, by date").wait_for()
    context.close()


def test_no_box_to_tick_and_no_form_for_claims_is_published(site: Path) -> None:
    assert not [path for path in site.rglob("*.html") if b'<input type="checkbox"' in path.read_bytes()]
    assert not list(site.glob("documents/*/claims/new/*"))


def test_a_claim_leads_to_its_place_in_its_document(site: Path) -> None:
    page = html.parse(site / "threads/1/index.html")
    links = page.xpath("//a[contains(@href, 'documents/') and contains(@href, '#claim-')]/@href")
    assert links
    for link in links:
        file, _, fragment = link.partition("#")
        assert html.parse(site / "threads/1" / file).xpath(f"//*[@id='{fragment}']"), link


def test_a_copy_for_reading_asks_for_no_verdict(site: Path) -> None:
    assert "Record a published verdict" not in (site / "threads/1/index.html").read_text(encoding="utf-8")
