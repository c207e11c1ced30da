"""Reading, claims by hand, topics and dossiers in Chromium: axe, narrow screens, and the ways of two readers."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.web.test_browser import (
    HEIGHT,
    TELEPHONE,
    TIMEOUT_MS,
    WIDE,
    page_in,
    too_wide,
    violations_on,
)
from tracker.db.connection import open_database
from tracker.services import decisions, ingest, notes, topics

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser

PAGES = (
    "/documents/1",
    "/documents/5",
    "/documents/5/changes",
    "/documents/1/claims/new",
    "/documents/1/claims/new?words=armed+patrols",
    "/documents/1/claims/new?words=armed+badgers",
    "/documents/1/claims/new?start=0&end=34",
    "/claims/1/span",
    "/claims/1",
    "/topics",
    "/topics/1",
    "/topics/1/dossier",
    "/notes/1",
)
HEADLINE = "Harbour force weighs armed patrols"


@pytest.fixture
def database(filled: Path, tmp_path: Path) -> Path:
    """The small database with a topic, notes, a claim made by hand and a second version of a document."""
    from tests import articles

    path = Path(shutil.copy(filled, tmp_path / "claims.db"))
    db = open_database(path)
    who = "tester"
    text = articles.HARBOUR.replace("1,240", "1,290")
    ingest.take_in(db, text.encode(), "harbour.txt", who=who)
    decisions.make_claim(db, 1, 0, len(HEADLINE), kind="indirect", speaker="Mara Quill", who=who)
    topic, _ = topics.make(db, "Armed patrols", who=who)
    for noun in ("claim", "thread", "document"):
        topics.tag(db, noun, 1, "Armed patrols", who=who)
    topics.describe(db, topic, "A question[^1].\n\n[[claim:1]]\n\n[^1]: Since 2018.", who=who)
    topics.add_reading(db, topic, document_id=1, remark="First.", who=who)
    topics.add_reading(db, topic, url="https://example.org/", title="An inquiry", who=who)
    decisions.add_note(db, "topic", topic, "See [[claim:1]] and [[claim:99]][^1].\n\n[^1]: Gone.", who=who)
    notes.edit(db, 1, "See [[claim:1]], [[thread:1]] and [[claim:99]][^1].\n\n[^1]: Gone.", who=who)
    db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    db.close()
    return path


@pytest.fixture
def page(browser: Browser, address: str) -> Iterator[Page]:
    context = browser.new_context(base_url=address, viewport={"width": WIDE, "height": HEIGHT})
    context.set_default_timeout(TIMEOUT_MS)
    opened = context.new_page()
    yield opened
    context.close()


@pytest.mark.parametrize("width", [WIDE, TELEPHONE])
def test_axe_finds_nothing(browser: Browser, address: str, width: int) -> None:
    with page_in(browser, address, width) as page:
        assert not violations_on(page, PAGES)


def test_no_page_scrolls_sideways_on_the_narrowest_screen(page: Page) -> None:
    assert not too_wide(page, PAGES)


def select(page: Page, words: str) -> None:
    """Select words of the text as a mouse would."""
    page.evaluate(
        """words => {
            for (const block of document.querySelectorAll("[data-start]")) {
                const walker = document.createTreeWalker(block, NodeFilter.SHOW_TEXT);
                for (let node = walker.nextNode(); node; node = walker.nextNode()) {
                    const at = node.data.indexOf(words);
                    if (at < 0) continue;
                    getSelection().setBaseAndExtent(node, at, node, at + words.length);
                    return;
                }
            }
        }""",
        words,
    )


def test_selected_words_become_a_claim_with_one_key_and_its_end_is_moved(page: Page) -> None:
    page.goto("/documents/1")
    assert not page.locator(".make-claim").is_visible()
    select(page, "recorded assaults on off")
    page.locator(".make-claim").wait_for()
    page.keyboard.press("m")
    page.wait_for_url("**/claims/new?**")
    assert page.locator("mark.chosen").text_content() == "recorded assaults on officers"
    with page.expect_navigation():
        page.get_by_role("link", name=re.compile("^one word earlier adds")).click()
    assert page.locator("mark.chosen").text_content() == "1,240 recorded assaults on officers"
    page.get_by_role("radio", name=re.compile("^statistic")).check()
    page.get_by_role("button", name="Make the claim").click()
    page.get_by_role("status").filter(has_text="was made").wait_for()
    page.get_by_text("How sure is this?").first.click()
    page.get_by_text("Made by a person: a reader").wait_for()
    page.get_by_role("status").get_by_role("button", name="Undo").click()
    page.get_by_text("no longer finds this claim").wait_for()


def test_a_selection_over_two_paragraphs_is_counted_right(page: Page) -> None:
    page.goto("/documents/1")
    page.evaluate(
        """() => {
            const blocks = [...document.querySelectorAll("[data-start]")];
            const from = blocks.findIndex(block => block.textContent.startsWith("Chief Constable"));
            getSelection().setBaseAndExtent(blocks[from], 0, blocks[from + 1], blocks[from + 1].childNodes.length);
        }"""
    )
    with page.expect_navigation():
        page.locator(".make-claim").click()
    words = " ".join(page.locator("mark.chosen").all_text_contents())
    assert words.startswith("Chief Constable") and words.endswith("she told the harbour council.")


def test_the_span_of_a_claim_is_mended_by_selecting(page: Page) -> None:
    page.goto("/claims/2/span")
    before = str(page.locator("mark.chosen").text_content())
    select(page, "planning routine armed patrols")
    page.get_by_role("link", name="Use the words selected").click()
    with page.expect_navigation():
        page.get_by_role("button", name="Set the span").click()
    assert page.locator("mark.claim").first.text_content() == "planning routine armed patrols" != before


def test_a_claim_is_made_without_javascript(browser: Browser, address: str) -> None:
    context = browser.new_context(base_url=address, java_script_enabled=False)
    page = context.new_page()
    page.goto("/documents/2")
    page.get_by_role("link", name="Make a claim by hand").click()
    page.get_by_label("The words, copied from the text").fill("routine armed patrols")
    page.get_by_role("button", name="Find them").click()
    page.get_by_role("heading", name="These words stand in 2 places").wait_for()
    page.wait_for_load_state()
    page.locator(".choices-list a").last.click()
    page.get_by_role("button", name="Make the claim").click()
    page.get_by_role("status").filter(has_text="was made").wait_for()
    context.close()


def test_claims_are_stepped_through_with_keys_and_links(page: Page) -> None:
    page.goto("/documents/1")
    page.keyboard.press("j")
    first = page.locator(":focus").get_attribute("id")
    page.keyboard.press("j")
    assert page.locator(":focus").get_attribute("id") != first
    page.get_by_text("more on claim 1", exact=True).click()
    page.get_by_title("Next claim").first.click()
    page.wait_for_url(re.compile(r"#claim-\d+$"))


def test_a_student_gathers_a_topic_and_takes_its_dossier_away(page: Page) -> None:
    page.goto("/threads/1")
    page.get_by_text("Add a topic").click()
    page.get_by_label("Topic", exact=True).fill("Quays")
    page.get_by_role("button", name="Add", exact=True).click()
    page.get_by_role("link", name="Quays", exact=True).click()
    page.get_by_text("Add a reading").click()
    page.get_by_label("A stored document").fill("2")
    page.get_by_label("Why to read it").fill("It denies.")
    page.get_by_role("button", name="Add it").click()
    page.get_by_role("link", name="Dossier", exact=True).click()
    page.get_by_role("heading", name="What is not known").wait_for()
    with page.expect_download() as download:
        page.get_by_role("link", name="One HTML file").click()
    saved = Path(download.value.path()).read_text(encoding="utf-8")
    assert saved.startswith("<!doctype html>") and "It denies." in saved
