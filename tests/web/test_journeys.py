"""Whole journeys in Chromium: a fact-checker, a student, an editor and a first visitor, whose actions are counted.

Each goes it at a desk with the mouse, by the keyboard alone, on a phone, and without JavaScript. An action is a press
of a button or link, or a text that is written or pasted.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from werkzeug.serving import make_server

from tests.web.running import running
from tests.web.test_browser import asked
from tools.demo.__main__ import main as build_demo
from tracker.db.connection import open_database
from tracker.web.app import create_app

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Locator, Page

pytestmark = pytest.mark.browser

TIMEOUT_MS = 30_000
PHONE = {"width": 360, "height": 740}
DESK = {"width": 1280, "height": 900}
MOST_TABS = 120
"""Tab presses within which everything of a journey is reached from where the focus was."""
WAYS = ("mouse", "keys", "phone", "plain")
"""At a desk with the mouse, there by keys alone, on a phone, and without JavaScript."""
ARTICLE = (
    "More armed calls\n\nThe Harbour Courier\n\n3 March 2026\n\n"
    "Armed officers were deployed to 231 incidents in 2025, the force said.\n\n"
    "“We are planning routine armed patrols in Saltmere,” Dora Penhale said.\n"
)
DRAFT = (
    "“We are not planning any armed patrols in Saltmere,” Mara Quill said in 2018.\n\n"
    "“Saltmere does not want routine armed patrols,” Noor Halabi said.\n"
)
MENDED = ("We are not planning routine armed patrols in Saltmere", "Saltmere does not need routine armed patrols")


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("journeys") / "demo.db"
    build_demo(path)
    return path


def served(path: Path) -> Iterator[str]:
    """Serve a database as it is for a reader, whose forms wait for their work."""
    app = create_app(path, secret_key="for tests")
    app.config["PATIENCE"] = 300
    with running(make_server("127.0.0.1", 0, app, threaded=True)) as address:
        yield address


@pytest.fixture
def demo_address(demo: Path, tmp_path: Path) -> Iterator[str]:
    yield from served(Path(shutil.copy(demo, tmp_path / "demo.db")))


@pytest.fixture
def empty_address(tmp_path: Path) -> Iterator[str]:
    open_database(tmp_path / "empty.db").close()
    yield from served(tmp_path / "empty.db")


def opened(browser: Browser, address: str, size: dict[str, int], *, scripts: bool = True) -> Page:
    context = browser.new_context(
        base_url=address,
        viewport={"width": size["width"], "height": size["height"]},
        java_script_enabled=scripts,
        permissions=["clipboard-read", "clipboard-write"],
    )
    context.set_default_timeout(TIMEOUT_MS)
    return context.new_page()


def heading(page: Page, name: str | re.Pattern[str]) -> None:
    page.get_by_role("heading", name=name).first.wait_for()


@dataclass
class Hands:
    """A reader at a page, whose actions are counted; by keys alone nothing is clicked."""

    page: Page
    way: str
    actions: list[str] = field(default_factory=list)

    def _to(self, what: Locator) -> None:
        what.wait_for()
        for _ in range(MOST_TABS):
            if what.evaluate("element => element === document.activeElement"):
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"{what} was not reached by {MOST_TABS} tabs")

    def press(self, what: Locator) -> None:
        """Press a button or follow a link."""
        self.actions.append(f"press {what}")
        if self.way == "keys":
            self._to(what)
            self.page.keyboard.press("Enter")
        else:
            what.click()

    def write(self, where: Locator, text: str) -> None:
        """Write or paste a text into a field."""
        self.actions.append(f"write into {where}")
        if self.way == "keys":
            self._to(where)
            self.page.keyboard.insert_text(text)
        else:
            where.fill(text)


def hands(browser: Browser, address: str, way: str) -> Hands:
    page = opened(browser, address, PHONE if way == "phone" else DESK, scripts=way != "plain")
    return Hands(page, way)


@pytest.mark.parametrize("way", WAYS)
def test_a_fact_checker_learns_in_two_actions_what_was_said_before(
    browser: Browser, demo_address: str, way: str
) -> None:
    """Paste an article, see what changed and since when, confirm it in place, take that back."""
    at = hands(browser, demo_address, way)
    page = at.page
    page.goto("/documents/new")
    at.write(page.get_by_label("Paste a text"), ARTICLE)
    at.press(page.locator(".add-form button.primary"))
    said = page.locator("#said")
    said.wait_for()
    assert len(at.actions) == 2
    row = said.locator(".said-row").filter(has_text="231")
    told = row.inner_text()
    assert "figure changed" in told
    assert "5 February 2018" in said.inner_text()
    assert "Mara Quill" in said.inner_text()
    at.press(row.get_by_role("button", name=re.compile("^Yes")))
    undo = page.locator("#toasts").get_by_role("button", name=re.compile("^Undo"))
    undo.wait_for()
    assert page.locator("#said .badge.sure").count()
    at.press(undo)
    page.locator("#toasts").get_by_text("Undone").wait_for()
    assert not page.locator("#said .badge.sure").count()
    assert len(at.actions) == 4
    page.context.close()


@pytest.mark.parametrize("way", WAYS)
def test_a_student_comes_from_a_question_to_a_cited_brief_in_four_actions(
    browser: Browser, demo_address: str, way: str
) -> None:
    """From home to who holds what, on one topic, as a page to print with its sources cited."""
    at = hands(browser, demo_address, way)
    page = at.page
    page.goto("/")
    at.press(page.get_by_role("link", name="Open positions"))
    at.press(page.locator("#choose").get_by_role("link", name="Armed patrols", exact=True))
    quill = page.get_by_role("cell").filter(has_text="Saltmere needs routine armed patrols").first
    quill.wait_for()
    assert "Changed 2018 → 2025" in quill.inner_text()
    at.press(page.get_by_role("link", name="One-page brief"))
    heading(page, "Who holds what: Armed patrols")
    sources = page.locator("main ol").last.inner_text()
    assert "Saltmere Police (2018) Armed response vehicles and the harbour. Available at: https://" in sources
    assert len(at.actions) <= 4
    page.context.close()


@pytest.mark.parametrize("way", WAYS)
def test_an_editor_mends_each_finding_by_one_action(browser: Browser, demo_address: str, way: str) -> None:
    """Paste a draft, check it, and accept what is found until nothing is left to mend."""
    at = hands(browser, demo_address, way)
    page = at.page
    page.goto("/check")
    at.write(page.get_by_label("The draft", exact=True), DRAFT)
    at.press(page.get_by_role("button", name="Check the draft"))
    page.locator(".counts").wait_for()
    accepts = page.locator("button.accept")
    findings = accepts.count()
    assert findings == len(MENDED)
    before = len(at.actions)
    while accepts.count():
        with page.expect_response("**/check"):
            at.press(accepts.first)
        page.locator("#findings[aria-busy]").wait_for(state="detached")
        page.locator(".counts").wait_for()
    assert len(at.actions) - before == findings
    draft = page.get_by_label("The draft", exact=True).input_value()
    assert [words for words in MENDED if words not in draft] == []
    page.context.close()


@pytest.mark.parametrize("way", WAYS)
def test_a_first_visitor_is_one_action_from_something_to_look_at(
    browser: Browser, empty_address: str, way: str
) -> None:
    """On an empty desk load the samples, then open the first thing said again and again."""
    at = hands(browser, empty_address, way)
    page = at.page
    page.goto("/")
    assert "Nothing is stored yet" in page.get_by_role("main").inner_text()
    at.press(page.get_by_role("button", name="Load the five samples"))
    heading(page, "Said again and again")
    assert len(at.actions) == 1
    at.press(page.locator("section[aria-labelledby=recurs] a[data-item]").first)
    page.wait_for_url(re.compile(r"/threads/\d+$"))
    page.context.close()


def test_a_fact_checker_follows_a_figure_and_decides(browser: Browser, demo_address: str) -> None:
    """On a phone without JavaScript: search a figure, see how it changed and was rated, decide, take it back."""
    page = opened(browser, demo_address, PHONE, scripts=False)
    page.goto("/")
    page.locator("[data-key-search]").fill("knife offences fell by 12 per cent")
    page.get_by_role("button", name="Search").click()
    page.locator("article.entry a[data-item]").first.click()
    heading(page, "What it matches")
    page.locator("a[href^='/threads/']").filter(has_text="Knife offences").first.click()
    heading(page, re.compile("Changed figures and opposites"))
    page.locator(".badge.reversed").first.wait_for()
    assert "Mostly true" in page.locator("#verdicts").inner_text()
    page.get_by_role("link", name="Review", exact=False).first.click()
    page.get_by_role("link", name="One by one").first.click()
    heading(page, "Same claims")
    before = asked(page)
    page.get_by_role("button", name=re.compile("^(Yes|It is the same)")).first.click()
    page.get_by_role("group", name="What you did last").wait_for()
    assert asked(page) != before
    page.get_by_role("group", name="What you did last").get_by_role("button", name=re.compile("^Undo")).click()
    page.get_by_role("status").filter(has_text="Undone").wait_for()
    page.context.close()


def test_a_student_looks_a_speaker_up_and_opens_a_dossier(browser: Browser, demo_address: str) -> None:
    page = opened(browser, demo_address, PHONE)
    page.goto("/documents")
    page.get_by_role("link", name="Quill: I was wrong about guns").click()
    page.locator("a.claim.direct").first.click()
    heading(page, "What it matches")
    page.goto("/speakers")
    page.get_by_role("link", name="Mara Quill").first.click()
    heading(page, "Mara Quill")
    shown = page.get_by_role("main").inner_text()
    assert "Assistant Chief Constable" in shown
    assert "former chief constable" in shown
    page.goto("/topics")
    page.get_by_role("link", name="Armed patrols", exact=True).click()
    page.get_by_role("link", name="Dossier").click()
    heading(page, "Armed patrols")
    assert "We are not planning routine armed patrols in Saltmere" in page.get_by_role("main").inner_text()
    page.context.close()


def test_a_fact_checker_needs_no_mouse_for_search_palette_and_queue(browser: Browser, demo_address: str) -> None:
    at = hands(browser, demo_address, "keys")
    page = at.page
    page.goto("/")
    page.keyboard.press("/")
    page.keyboard.type("routine armed patrols")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/claims\?q="))
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/claims/\d+$"))
    page.keyboard.press("c")
    page.get_by_text("Copied.").first.wait_for()
    assert "Saltmere" in page.evaluate("navigator.clipboard.readText()")
    page.keyboard.press("/")
    page.keyboard.type("check a dr")
    page.get_by_role("option", name="Check a draft").wait_for()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("/check$"))
    page.goto("/review/groups/one")
    before = asked(page)
    page.keyboard.press("y")
    page.get_by_role("group", name="What you did last").wait_for()
    assert asked(page) != before
    page.keyboard.press("u")
    page.get_by_role("status").filter(has_text="Undone").wait_for()
    page.context.close()
