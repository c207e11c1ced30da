"""Journeys in Chromium: a fact-checker with the keyboard alone, a student on a telephone without JavaScript."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = pytest.mark.browser

TELEPHONE = {"width": 360, "height": 800}
MOST_TABS = 80


def test_a_fact_checker_compares_two_claims_with_the_keyboard_alone(browser: Browser, address: str) -> None:
    context = browser.new_context(base_url=address)
    page = context.new_page()
    page.goto("/claims?q=recorded+assaults")
    boxes = ticked = 0
    for _ in range(MOST_TABS):
        page.keyboard.press("Tab")
        focus = page.locator(":focus")
        if focus.get_attribute("class") == "tick" and boxes < 2:
            page.keyboard.press("Space")
            boxes += 1
        if boxes == 2 and focus.inner_text() == "Compare the ticked ones":
            page.keyboard.press("Enter")
            ticked = 1
            break
    assert ticked
    page.get_by_role("heading", name="What they are to each other").wait_for()
    page.wait_for_url(re.compile(r"/compare\?claims=\d+(,|%2C)\d+$"))
    page.locator(".badge.relation.revised").first.wait_for()
    page.locator("ins").first.wait_for()
    context.close()


def test_a_student_on_a_telephone_reads_who_holds_what_without_javascript(browser: Browser, address: str) -> None:
    context = browser.new_context(base_url=address, viewport=TELEPHONE, java_script_enabled=False)
    page = context.new_page()
    page.goto("/")
    with page.expect_navigation():
        page.get_by_role("link", name="Positions", exact=True).click()
    cell = page.locator("td.attitude").first
    cell.locator(".side-name").wait_for()
    assert re.search("for|against|another figure", cell.inner_text())
    cell.get_by_text("Why").click()
    cell.locator(".reasons").wait_for()
    page.get_by_text("Choose speakers, questions and dates").click()
    page.get_by_label("A speaker by name").fill("wren")
    with page.expect_navigation():
        page.get_by_role("button", name="Find speakers").click()
    page.locator("#choose").get_by_text("Wren").or_(page.get_by_text("No other speaker")).first.wait_for()
    assert page.evaluate("document.documentElement.scrollWidth") <= TELEPHONE["width"]
    context.close()


def test_a_reader_builds_a_comparison_by_search_without_javascript(browser: Browser, address: str) -> None:
    context = browser.new_context(base_url=address, java_script_enabled=False)
    page = context.new_page()
    page.goto("/compare?what=documents")
    page.get_by_label("A document by title or publisher").fill("harbour")
    page.get_by_role("button", name="Find documents").click()
    page.locator(".picks").get_by_role("link", name=re.compile("Add.*Harbour force")).click()
    page.get_by_text("One more is needed").wait_for()
    page.get_by_label("A document by title or publisher").fill("gazette")
    page.get_by_role("button", name="Find documents").click()
    page.locator(".picks").get_by_role("link", name=re.compile("Add")).first.click()
    page.get_by_role("heading", name="What became of the quotations").wait_for()
    page.get_by_role("link", name=re.compile("^take out")).first.click()
    page.get_by_text("One more is needed").wait_for()
    context.close()


def test_a_grid_prints_without_forms_and_links_to_sort(browser: Browser, address: str) -> None:
    page = browser.new_page(base_url=address)
    page.goto("/positions")
    page.emulate_media(media="print")
    assert page.locator("form:visible, .sorting:visible").count() == 0
    page.locator("td.attitude").first.wait_for()
    page.close()
