"""Whole journeys in Chromium over the demo database: a fact-checker and a student; by keyboard, on a phone, without
JavaScript.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from werkzeug.serving import make_server

from tests.web.running import running
from tests.web.test_browser import asked
from tools.demo.__main__ import main as build_demo
from tracker.web.app import create_app

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser

TIMEOUT_MS = 15_000
PHONE = {"width": 360, "height": 740}
DESK = {"width": 1280, "height": 900}
MOST_TABS = 80
"""Tab presses within which the main work of a page is reached from its head."""


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("journeys") / "demo.db"
    build_demo(path)
    return path


@pytest.fixture
def demo_address(demo: Path, tmp_path: Path) -> Iterator[str]:
    """The address of a copy of the demo database, served as it is for a reader."""
    copy = shutil.copy(demo, tmp_path / "demo.db")
    with running(make_server("127.0.0.1", 0, create_app(copy, secret_key="for tests"), threaded=True)) as address:
        yield address


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


def fact_check(page: Page) -> None:
    """Search a figure, see how it changed, record a verdict, decide a match, take it back."""
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


def study(page: Page) -> None:
    """Read a document, see who stands where and how it moved, look a speaker up, open a topic's dossier."""
    page.goto("/documents")
    page.get_by_role("link", name="Quill: I was wrong about guns").click()
    page.locator("a.claim.direct").first.click()
    heading(page, "What it matches")
    page.goto("/positions")
    quill = page.get_by_role("cell").filter(has_text="Saltmere needs routine armed patrols").first
    assert "against" in quill.inner_text()
    assert "Changed 2018 → 2025" in quill.inner_text()
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


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])
def test_a_fact_checker_follows_a_figure(
    browser: Browser, demo_address: str, size: dict[str, int], scripts: bool
) -> None:
    page = opened(browser, demo_address, size, scripts=scripts)
    fact_check(page)
    page.context.close()


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])
def test_a_student_follows_a_position(browser: Browser, demo_address: str, size: dict[str, int], scripts: bool) -> None:
    page = opened(browser, demo_address, size, scripts=scripts)
    study(page)
    page.context.close()


def tab_to(page: Page, name: str) -> None:
    """Press Tab until an element whose text begins so has the focus."""
    for _ in range(MOST_TABS):
        page.keyboard.press("Tab")
        if (page.locator(":focus").text_content() or "").strip().startswith(name):
            return
    raise AssertionError(f"“{name}” was not reached by {MOST_TABS} tabs")


def test_a_fact_checker_needs_no_mouse(browser: Browser, demo_address: str) -> None:
    page = opened(browser, demo_address, DESK)
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
    page.goto("/")
    tab_to(page, "Review")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("/review$"))
    tab_to(page, "One by one")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("/review/groups/one"))
    before = asked(page)
    page.keyboard.press("y")
    page.get_by_role("group", name="What you did last").wait_for()
    assert asked(page) != before
    page.keyboard.press("u")
    page.get_by_role("status").filter(has_text="Undone").wait_for()
    page.context.close()
