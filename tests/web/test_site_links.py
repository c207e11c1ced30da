"""The published copy of the demo database: whatever a page of it leads to is there, from any depth, under any path."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urljoin, urlsplit

import pytest
from lxml import html

from tests.web.plain_host import Files, searched, serving
from tools.demo.__main__ import main
from tracker.web.site import publish

if TYPE_CHECKING:
    from playwright.sync_api import Browser

ADDRESS = "https://files.example/deep/saltmere"
LEADING = ("href", "src", "action", "formaction", "poster", "data", "cite")
"""Attributes that hold an address."""


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("demo") / "demo.db"
    main(path)
    return path


@pytest.fixture(scope="module", params=["", ADDRESS], ids=["no address", "address"])
def copy(request: pytest.FixtureRequest, database: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """A published copy, and the address it lies at."""
    folder = tmp_path_factory.mktemp("host") / "deep" / "saltmere"
    done = publish(database, folder, address=request.param)
    assert not done.failed
    return folder, request.param or "http://host.example/deep/saltmere"


@cache
def page(path: Path) -> Any:
    return html.fromstring(path.read_bytes())


@cache
def ids(path: Path) -> frozenset[str]:
    return frozenset(page(path).xpath("//@id"))


def target(folder: Path, address: str, here: str, link: str) -> tuple[Path | None, str]:
    """Return the file a link leads to and its fragment; no file for a page of another site."""
    whole = urljoin(f"{address}/{here}", link)
    parts = urlsplit(whole)
    if not whole.startswith(f"{address}/") and parts.scheme in ("http", "https"):
        assert not whole.startswith("http://host.example"), f"{here}: {link} leaves the site"
        return None, ""
    return folder / unquote(parts.path.removeprefix(urlsplit(address).path)).lstrip("/"), unquote(parts.fragment)


def test_every_link_picture_form_and_fragment_of_every_page_is_there(copy: tuple[Path, str]) -> None:
    folder, address = copy
    broken, followed = [], 0
    for path in sorted(folder.rglob("*.html")):
        here = str(path.relative_to(folder))
        for element in page(path).iter("*"):
            for attribute in LEADING:
                link = element.get(attribute)
                if link is None or (attribute == "data" and element.tag != "object"):
                    continue
                file, fragment = target(folder, address, here, link)
                if file is None:
                    continue
                followed += 1
                if not file.is_file():
                    broken.append(f"{here}: {link} leads to nothing")
                elif fragment and not fragment.startswith(":~:") and fragment not in ids(file):
                    broken.append(f"{here}: {link} leads to no part of that page")
    assert followed > 5_000
    assert not broken, "\n".join(broken[:40])


def test_every_form_and_button_of_every_page_does_something_without_a_server(copy: tuple[Path, str]) -> None:
    folder, _ = copy
    for path in folder.rglob("*.html"):
        for form in page(path).iter("form"):
            assert form.get("role") == "search" or form.get("method") == "dialog", path
        for control in page(path).iter("button", "input", "select", "textarea"):
            inside = any(True for _ in control.iterancestors("form"))
            scripted = any(name.startswith("data-") for name in control.attrib)
            assert inside or scripted, f"{path}: {html.tostring(control, encoding='unicode')}"


LEFTOVERS = (
    "sort rows", "sort speakers", "Record a published verdict", "Compare these", "Make a claim by hand",
    "Add a note", "more questions", "Who holds it", "Filters ↓ ", "take this out",
)  # fmt: skip
"""Words of controls that only a server serves."""


def test_nothing_is_left_of_controls_that_ask_a_server(copy: tuple[Path, str]) -> None:
    folder, _ = copy
    for path in folder.rglob("*.html"):
        if path.parts[-3:-1] != ("about", "method"):
            words = page(path).text_content()
            assert not [left for left in LEFTOVERS if left in words], path


def test_each_measure_has_its_page_with_its_figures(copy: tuple[Path, str]) -> None:
    folder, _ = copy
    links = page(folder / "figures" / "index.html").xpath("//h2[@class='title']//a/@href")
    assert links
    for link in links:
        assert page(folder / "figures" / unquote(link)).xpath("//*[contains(@class, 'figure')]"), link


def test_what_the_style_sheets_and_scripts_name_is_there(copy: tuple[Path, str]) -> None:
    folder, _ = copy
    for path in folder.glob("static/*.css"):
        for name in re.findall(r"url\(['\"]?([^)'\"]+)", path.read_text(encoding="utf-8")):
            assert name.startswith("data:") or (path.parent / name).is_file(), f"{path.name}: {name}"


def test_whole_addresses_in_files_for_programs_lead_to_pages_of_the_copy(copy: tuple[Path, str]) -> None:
    folder, address = copy
    named = 0
    for path in folder.rglob("*"):
        if path.is_file() and path.suffix in (".atom", ".json", ".jsonld", ".graphml", ".xml", ".ndjson"):
            for link in re.findall(re.escape(address) + r"/[^\"'<>\s\\)#?]*", path.read_text(encoding="utf-8")):
                file = folder / link.removeprefix(f"{address}/")
                named += 1
                assert file.is_file() or (file / "index.html").is_file(), f"{path.name}: {link}"
    assert bool(named) == (address == ADDRESS)


def test_without_an_address_there_is_no_feed_and_no_page_names_one(copy: tuple[Path, str]) -> None:
    folder, address = copy
    feeds = [*folder.rglob("*.atom"), *folder.rglob("*.feed.json")]
    named = [path for path in folder.rglob("*.html") if page(path).xpath("//link[contains(@type, 'atom')]")]
    assert bool(feeds) == bool(named) == (address == ADDRESS)
    about = page(folder / "copy" / "index.html").text_content()
    assert ("tracker publish --address" in about) == (address != ADDRESS)


class Host(Files):
    """Shows 404.html of a site for whatever is not there."""

    def send_error(self, code: int, *_: Any) -> None:
        """Answer with the site's own page."""
        body = (Path(self.directory) / "deep" / "saltmere" / "404.html").read_bytes()
        self.send_response(code)
        self.send_header("Content-Type", "text/html")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)


@pytest.fixture
def host(copy: tuple[Path, str]) -> Iterator[str]:
    """The address of a plain file host that has the copy in a folder of a folder."""
    with serving(copy[0].parent.parent, Host) as address:
        yield f"{address}/deep/saltmere"


@pytest.mark.browser
@pytest.mark.parametrize("lost", ["nowhere", "claims/99999/", "a/b/c/d.html"])
def test_from_any_depth_a_lost_reader_finds_home_and_the_search(browser: Browser, host: str, lost: str) -> None:
    for name, heading in (
        ("home page", "Who said what, when, in which words"),
        ("search the claims", "Search the claims"),
    ):
        tab = browser.new_page()
        tab.goto(f"{host}/{lost}")
        tab.get_by_role("heading", name="Not found").wait_for()
        tab.get_by_role("main").get_by_role("link", name=name).click()
        tab.wait_for_url(f"{host}/**/index.html" if "search" in name else f"{host}/index.html")
        tab.get_by_role("heading", name=heading, level=1).wait_for()
        tab.close()


@pytest.mark.browser
def test_the_demo_is_searched_from_a_folder_of_a_plain_host(
    browser: Browser, host: str, copy: tuple[Path, str]
) -> None:
    tab, problems = searched(browser, host, "armed patrols")
    number = len(list(copy[0].glob("claims/*/index.html")))
    assert 0 < tab.locator("article.entry").count() < number
    tab.locator("article.entry a[data-item]").first.click()
    tab.get_by_role("heading", name="What it matches").wait_for()
    assert not problems
    tab.close()
