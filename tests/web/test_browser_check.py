"""A draft mended beside its findings in Chromium: with the mouse, by the keyboard, on a telephone, without scripts."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

pytestmark = pytest.mark.browser

EXACT = "“We are not planning routine armed patrols in Saltmere”"
PADDING = "It rained on the quay, and nobody came to see the lamps lit.\n\n" * 40
DOCTORED = EXACT.replace("not", "now"), EXACT.replace("armed ", "")
DRAFT = f"{PADDING}Quill said: {DOCTORED[0]}. The swans slept.\n\nQuill said: {DOCTORED[1]}."
MENDED = DRAFT.replace(DOCTORED[0], EXACT).replace(DOCTORED[1], EXACT)
TELEPHONE = 360
COPIED = "navigator.clipboard.readText()"


def opened(browser: Browser, address: str, width: int = 1280, *, scripts: bool = True) -> tuple[BrowserContext, Page]:
    context = browser.new_context(
        base_url=address, viewport={"width": width, "height": 900}, java_script_enabled=scripts
    )
    context.set_default_timeout(10_000)
    if scripts:
        context.grant_permissions(["clipboard-read", "clipboard-write"])
    return context, context.new_page()


def to_mend(page: Page, count: int) -> None:
    """Wait until this many findings are left to mend."""
    page.locator(".counts .first", has_text=re.compile(f"^{count} to mend")).wait_for()


def test_a_draft_is_mended_in_place_an_action_a_finding_and_copied(browser: Browser, address: str) -> None:
    context, page = opened(browser, address)
    page.goto("/check")
    page.get_by_label("The draft", exact=True).fill(DRAFT)
    page.get_by_role("button", name="Check the draft").click()
    to_mend(page, 2)
    page.evaluate("scrollTo(0, 40)")
    page.get_by_role("button", name="Accept “not”").click()
    to_mend(page, 1)
    assert page.evaluate("scrollY") == 40
    assert page.locator("#quotation-1.is-exact").count() == 1
    assert page.locator(".check-item.card.now").get_attribute("id") == "quotation-2"
    page.get_by_role("button", name="Accept “routine armed”").click()
    to_mend(page, 0)
    page.get_by_role("button", name="Copy the mended draft").click()
    page.get_by_role("button", name="Copied").wait_for()
    assert page.evaluate(COPIED) == MENDED
    area = page.get_by_label("The draft", exact=True)
    area.press("Control+z")  # as in a word processor; what is written is checked again after a pause
    assert area.input_value() == DRAFT.replace(DOCTORED[0], EXACT)
    to_mend(page, 1)
    assert page.locator(":focus").get_attribute("id") == "draft"
    context.close()


def stands_below(page: Page) -> bool:
    """Say whether the findings follow the draft, one above the other."""
    return bool(
        page.evaluate(
            """
        () => {
          const [draft, finding] = ["#draft", "#quotation-1"].map(
            each => document.querySelector(each).getBoundingClientRect()
          );
          return draft.bottom <= finding.top && finding.right <= innerWidth;
        }
        """
        )
    )


def test_a_draft_is_mended_and_a_finding_ignored_by_the_keyboard_alone(browser: Browser, address: str) -> None:
    context, page = opened(browser, address, TELEPHONE)
    page.goto("/check")
    page.get_by_label("The draft", exact=True).focus()
    page.keyboard.insert_text(DRAFT)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    to_mend(page, 2)
    assert stands_below(page)
    page.keyboard.press("n")
    assert page.locator(":focus").get_attribute("id") == "quotation-1"
    assert page.locator(".mirror mark.now").text_content() == DOCTORED[0].strip("“”")
    page.keyboard.press("a")
    to_mend(page, 1)
    assert page.locator(":focus").get_attribute("id") == "quotation-2"
    page.keyboard.press("i")
    page.keyboard.type("Said so to us.")
    page.keyboard.press("Enter")
    to_mend(page, 0)
    page.get_by_role("button", name="Copy the mended draft").focus()
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Copied").wait_for()
    assert page.evaluate(COPIED) == DRAFT.replace(DOCTORED[0], EXACT)
    context.close()


def test_a_draft_is_mended_without_scripts(browser: Browser, address: str) -> None:
    context, page = opened(browser, address, TELEPHONE, scripts=False)
    page.goto("/check")
    page.get_by_label("The draft", exact=True).fill(DRAFT)
    page.get_by_role("button", name="Check the draft").click()
    to_mend(page, 2)
    assert stands_below(page)
    assert page.locator(".marked a").all_text_contents() == [each.strip("“”") for each in DOCTORED]
    assert not page.get_by_role("button", name="Copy the mended draft").is_visible()
    page.get_by_role("button", name="Accept “not”").click()
    to_mend(page, 1)
    page.get_by_role("button", name="Accept “routine armed”").click()
    to_mend(page, 0)
    assert page.get_by_label("The draft", exact=True).input_value() == MENDED
    context.close()
