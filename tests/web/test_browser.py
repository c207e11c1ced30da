"""The pages in Chromium: what axe finds, narrow screens, and whole journeys of a reader."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser

PAGES = (
    "/",
    "/documents",
    "/documents/new",
    "/documents/1",
    "/documents/3",
    "/documents/4",
    "/claims",
    "/claims?q=routine+patrols&kind=direct",
    "/claims?q=zebra",
    "/searches",
    "/claims/2",
    "/claims/2/cite",
    "/documents/1/cite",
    "/threads",
    "/threads/1",
    "/threads/2",
    "/threads/1?by=documents",
    "/figures",
    "/figures?measured=recorded+assaults",
    "/figures?saying=blank",
    "/speakers",
    "/speakers?q=quill&sort=name",
    "/speakers/1",
    "/compare",
    "/compare?speakers=1,2",
    "/compare?documents=1,2",
    "/compare?claims=1,2",
    "/compare?what=claims&q=routine",
    "/positions",
    "/positions/brief",
    "/settings",
    "/positions?find_speakers=quill&find_threads=routine",
    "/verdicts",
    "/scales",
    "/threads/1/verdicts",
    "/review",
    "/review/groups",
    "/review/groups/one",
    "/review/matches",
    "/review/matches?kind=revised&score=50",
    "/review/speakers",
    "/review/dates",
    "/review/attributions",
    "/review/matches/one",
    "/review/speakers/one",
    "/review/dates/one",
    "/review/attributions/one",
    "/history",
    "/history/document-1",
    "/check",
    "/check?draft=Tarrant+said:+“We+are+now+planning+routine+armed+patrols.”+The+“so-called+plan”+and+1,999+recorded+assaults.",
    "/topics",
    "/searches",
    "/about",
    "/about/method",
    "/about/components",
    "/api",
    "/nowhere",
)
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
RULES_OF_COLOUR = ["color-contrast", "link-in-text-block"]
WIDE, TELEPHONE, NARROWEST = 1280, 360, 320
HEIGHT = 900
TIMEOUT_MS = 10_000
OPEN_ALL = "document.querySelectorAll('details:not([data-menu])').forEach(details => { details.open = true })"
"""Opens every fold; the menu of the header, when open, covers what stands below it, and closes at the next press."""

STOPS = """() => {
  const listed = 'a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex]';
  const shown = (each) => each.checkVisibility({checkVisibilityCSS: true}) && !each.closest('dialog:not([open])');
  const stops = [...document.querySelectorAll(listed)].filter(one => one.tabIndex >= 0 && !one.disabled && shown(one));
  const named = (each) => `${each.tagName} ${each.name ?? ''} ${each.textContent.trim().slice(0, 30)}`;
  const found = stops[0].className === 'skip' ? [] : [`first is ${named(stops[0])}`];
  let last = null;
  for (const each of stops) {
    if (each.tabIndex > 0) found.push(`an order of its own: ${named(each)}`);
    each.focus({focusVisible: true});
    const rings = [each, each.closest('.sheet')].map(one => one && getComputedStyle(one));
    if (document.activeElement !== each) found.push(`takes no focus: ${named(each)}`);
    if (!rings.some(ring => ring && ring.outlineStyle !== 'none' && parseFloat(ring.outlineWidth) >= 2)) {
      found.push(`no ring: ${named(each)}`);
    }
    const {left, right, top, bottom, width} = each.getBoundingClientRect();
    const at = {left, right, top: top + scrollY, bottom: bottom + scrollY, each};
    if (width <= 2) found.push(`not to be seen: ${named(each)}`);
    if (last && at.bottom <= last.top + 2 && left < last.right - 4 && !each.closest('footer')) {
      found.push(`goes back up: ${named(last.each)}, ${named(each)}`);
    }
    last = at;
  }
  return found;
}"""
"""What is wrong with the order in which Tab goes through a page: it begins with the link that skips the head, goes down
(a column may begin higher, to the right), and shows where it is by a ring."""


@pytest.fixture
def page(browser: Browser, address: str) -> Iterator[Page]:
    context = browser.new_context(base_url=address, viewport={"width": WIDE, "height": HEIGHT})
    context.set_default_timeout(TIMEOUT_MS)
    opened = context.new_page()
    yield opened
    context.close()


def violations(page: Page) -> list[str]:
    """Return what axe finds wrong on a page with all its folds open, in the light scheme and in the dark one.

    A scheme changes colours alone, so that of the second only the rules of colour are asked.
    """
    from axe_playwright_python.sync_playwright import Axe

    page.evaluate(OPEN_ALL)
    found = []
    for scheme, kind, values in (("light", "tag", RULES), ("dark", "rule", RULES_OF_COLOUR)):
        page.emulate_media(color_scheme="dark" if scheme == "dark" else "light", reduced_motion="reduce")
        options = {"runOnly": {"type": kind, "values": values}, "resultTypes": ["violations"]}
        results = Axe().run(page, options=options)
        found += [
            f"{page.url}, {scheme}: {violation['id']}: {node['html'][:200]} {node['failureSummary']}"
            for violation in results.response["violations"]
            for node in violation["nodes"]
        ]
    return found


@contextmanager
def page_in(browser: Browser, address: str, width: int) -> Iterator[Page]:
    """Give a page of this width."""
    context = browser.new_context(base_url=address, viewport={"width": width, "height": HEIGHT})
    yield context.new_page()
    context.close()


def violations_on(page: Page, paths: Sequence[str]) -> list[str]:
    """Return what axe finds wrong on these pages."""
    found = []
    for path in paths:
        page.goto(path)
        found += [f"{path}: {each}" for each in page.evaluate(STOPS)]
        found += violations(page)
    return found


def too_wide(page: Page, paths: Sequence[str]) -> list[str]:
    """Return the pages that scroll sideways on the narrowest screen with all their folds open."""
    page.set_viewport_size({"width": NARROWEST, "height": HEIGHT})
    found = []
    for path in paths:
        page.goto(path)
        page.evaluate(OPEN_ALL)
        if page.evaluate("document.documentElement.scrollWidth") > NARROWEST:
            found.append(path)
    return found


@pytest.mark.parametrize("width", [WIDE, TELEPHONE])
def test_axe_finds_nothing_on_any_page_and_tab_goes_down_it(browser: Browser, address: str, width: int) -> None:
    with page_in(browser, address, width) as page:
        assert not violations_on(page, PAGES)


@pytest.mark.parametrize("width", [WIDE, TELEPHONE])
def test_axe_finds_nothing_on_a_checked_draft(browser: Browser, address: str, width: int) -> None:
    draft = (
        "Tarrant said: “We are now planning routine armed patrols.” Quill said: “We are … planning routine armed"
        " patrols.” “The swans of Saltmere were counted,” he said. There were 1,999 recorded assaults on officers."
    )
    with page_in(browser, address, width) as page:
        page.goto("/check")
        page.get_by_label("The draft", exact=True).fill(draft)
        page.get_by_role("button", name="Check the draft").click()
        page.get_by_text("to mend").first.wait_for()
        assert not violations(page)


def test_tab_is_trapped_nowhere(page: Page) -> None:
    for path, field in (
        ("/check", "#draft"),
        ("/claims", "#site-search"),
        ("/documents/new", "#text"),
        ("/positions", ".grid-scroll"),
    ):
        page.goto(path)
        page.keyboard.press("Tab")
        assert page.locator(".skip:focus").count() == 1
        for key in ("Tab", "Shift+Tab"):
            page.locator(field).focus()
            page.keyboard.press(key)
            assert page.locator(f"{field}:focus").count() == 0, (path, key)


def test_no_page_scrolls_sideways_on_the_narrowest_screen(page: Page) -> None:
    assert not too_wide(page, PAGES)


def test_a_pasted_document_is_taken_in_and_read(page: Page) -> None:
    page.goto("/")
    page.get_by_role("link", name="Documents", exact=True).click()
    page.get_by_role("link", name="Add documents").click()
    page.get_by_label("Title", exact=True).fill("Ferry statement")
    page.get_by_label("Paste a text").fill("Ann Example said: “The ferry is safe, and it will stay safe all winter.”")
    page.get_by_role("button", name="Add", exact=True).click()
    page.get_by_role("heading", name="Ferry statement", level=1).wait_for()
    marked = page.locator("a.claim.direct")
    assert "The ferry is safe" in str(marked.first.text_content())
    marked.first.click()
    page.locator("mark.claim").wait_for()
    page.get_by_role("definition").filter(has_text="Ann Example").first.wait_for()


def test_from_a_pasted_text_to_what_was_said_before_are_two_actions_and_one_key_decides(page: Page) -> None:
    page.goto("/documents/new")
    page.get_by_label("Paste a text").fill(
        "12 June 2022\n\nThere were 1,310 recorded assaults on officers last year, an increase of 12.5%."
    )
    page.get_by_role("button", name="Add", exact=True).click()
    row = page.locator(".said-row").filter(has_text="figure changed")
    assert "first the document itself, 14 March 2022" in row.inner_text()
    page.wait_for_load_state()  # keys work once the scripts are there
    page.keyboard.press("j")
    assert row.locator(":focus").count() == 1
    page.keyboard.press("y")
    row.get_by_text("Confirmed").wait_for()
    assert row.locator(".badge.revised.sure").count() == 1
    page.get_by_role("status").get_by_role("button", name="Undo").click()
    row.get_by_role("button", name="Yes").wait_for()


def test_a_figure_is_followed_from_its_measure_to_its_words(page: Page) -> None:
    page.goto("/figures")
    page.get_by_role("link", name="recorded assaults").first.click()
    page.get_by_role("heading", name="Recorded assaults, officers: the figures over time").wait_for()
    page.locator("svg a").first.click()
    page.get_by_role("heading", name="In its words").wait_for()
    assert "1,240" in str(page.locator("mark.part.figure").text_content())
    assert not violations(page)


def test_a_suggested_match_is_confirmed_and_undone(page: Page) -> None:
    page.goto("/review/matches")
    waiting = page.locator("article.question").count()
    page.get_by_role("button", name=re.compile("^Yes")).first.click()
    page.get_by_role("status").filter(has_text="confirmed").wait_for()
    page.wait_for_load_state()
    assert page.locator("article.question").count() == waiting - 1
    page.get_by_role("status").get_by_role("button", name="Undo").click()
    page.get_by_role("status").filter(has_text="Undone").wait_for()
    page.wait_for_load_state()
    assert page.locator("article.question").count() == waiting


def asked(page: Page) -> list[str]:
    """Return the words of the question in front, once the whole page is there."""
    page.wait_for_load_state()
    return page.locator("article.question .words").all_text_contents()


def test_the_queue_is_worked_through_with_the_keyboard_alone(page: Page) -> None:
    page.goto("/review/matches/one")
    first = asked(page)
    page.keyboard.press("s")
    page.wait_for_url(re.compile("after="))
    second = asked(page)
    assert second != first
    assert page.locator(":focus").get_attribute("id") == "question"
    page.keyboard.press("n")
    page.get_by_role("status").filter(has_text="refused").wait_for()
    assert page.locator(":focus").get_attribute("id") == "question"
    assert asked(page) not in (first, second)
    page.keyboard.press("u")
    page.get_by_role("status").filter(has_text="Undone").wait_for()
    assert asked(page) == second
    page.keyboard.press("y")
    page.get_by_role("status").filter(has_text="confirmed").wait_for()
    page.goto("/about")
    page.get_by_role("button", name="Switch the keys off").click()
    page.goto("/review/matches/one")
    page.keyboard.press("s")
    page.keyboard.press("n")
    assert asked(page) == first
    assert not page.locator("[data-key-hint]").first.is_visible()


def test_the_queue_needs_no_javascript_and_the_next_question_is_in_focus(browser: Browser, address: str) -> None:
    context = browser.new_context(base_url=address, java_script_enabled=False)
    page = context.new_page()
    page.goto("/review/matches/one")
    first = asked(page)
    page.get_by_role("button", name=re.compile("^No, ")).click()
    page.wait_for_url("**#question")  # and its load: a key pressed before that starts from the head of the page
    assert asked(page) not in ([], first)
    page.keyboard.press("Tab")
    assert page.locator("article.question :focus").count() == 1
    page.get_by_role("group", name="What you did last").get_by_role("button", name="Undo").click()
    page.get_by_role("status").filter(has_text="Undone").wait_for()
    assert asked(page) == first
    page.goto("/review/matches")
    waiting = page.locator("article.question").count()
    for tick in page.get_by_role("checkbox").all()[:2]:
        tick.check()
    page.get_by_role("button", name="Refuse those ticked").click()
    undo = page.get_by_role("button", name="Undo all 2")
    undo.wait_for()
    page.wait_for_load_state()
    assert page.locator("article.question").count() == waiting - 2
    undo.click()
    page.get_by_role("status").filter(has_text="Undone: 2 decisions").wait_for()
    context.close()


def test_a_verdict_is_recorded_from_its_thread_and_its_data_is_no_script(page: Page) -> None:
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.goto("/scales")
    page.get_by_label("Organisation").fill("Harbour Facts </script><script>alert(1)</script>")
    page.get_by_label("Ratings, one a line").fill("False = 1\nHalf true = 2\nTrue = 3")
    page.get_by_role("button", name="Add the scale").click()
    page.goto("/threads/1")
    page.get_by_role("link", name="Record a published verdict").click()
    page.get_by_label("Rating, on the").select_option("1:Half true")
    page.get_by_label("Address of the published review").fill("https://harbour-facts.example/12")
    page.get_by_label("Summary").fill("The **rota** says otherwise.")
    page.get_by_label("Title of evidence 1").fill("Rota of 2019")
    page.get_by_label("Archive link of evidence 1").fill("https://archive.example/rota")
    page.get_by_role("button", name="Record the verdict").click()
    page.get_by_role("region", name="Verdicts").get_by_text("Half true").wait_for()
    kinds = """
        JSON.parse(document.querySelector('script[type="application/ld+json"]').textContent)['@graph']
            .map(thing => thing['@type'])
    """
    assert page.evaluate(kinds) == ["Claim", "ClaimReview"]
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
        for path in ("/threads/1", "/threads", "/verdicts", "/verdicts/1", "/scales"):
            page.goto(path)
            assert not violations(page)
    page.set_viewport_size({"width": NARROWEST, "height": HEIGHT})
    page.goto("/verdicts/1")
    page.evaluate(OPEN_ALL)
    assert page.evaluate("document.documentElement.scrollWidth") <= NARROWEST
    page.get_by_role("button", name="Withdraw the verdict").click()
    page.get_by_text("It is shown nowhere else").wait_for()
    assert not complaints


def test_one_of_the_days_that_fit_is_picked(page: Page) -> None:
    page.goto("/documents/3")
    page.get_by_role("button", name="3 May 2022", exact=True).click()
    page.get_by_text("3 May 2022 (entered)").wait_for()
    page.get_by_role("status").get_by_role("button", name="Undo").click()
    page.get_by_text("The date is open").wait_for()


def test_a_speaker_is_corrected_by_somebody_named(page: Page) -> None:
    page.goto("/documents/3")
    page.get_by_label("Your name").fill("Ann Example")
    page.get_by_role("button", name="Remember").click()
    page.goto("/documents/3")
    page.locator("a.claim").first.click()
    page.get_by_text("Correct this claim").click()
    page.get_by_text("The speaker", exact=True).click()
    page.get_by_label("Who made this claim").fill("Tobias Wren")
    page.get_by_role("button", name="Set the speaker").click()
    page.get_by_text("(picked by a person)").wait_for()
    page.get_by_role("listitem").filter(has_text="Ann Example corrected a speaker").wait_for()


def test_the_keys_search_and_step_and_can_be_switched_off(page: Page) -> None:
    page.goto("/claims")
    page.keyboard.press("j")
    assert page.locator(":focus").get_attribute("data-item") is not None
    page.keyboard.press("/")
    assert page.locator(":focus").get_attribute("type") == "search"
    page.goto("/about")
    page.keyboard.press("?")
    page.get_by_role("dialog").wait_for()
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Switch the keys off").click()
    page.keyboard.press("?")
    assert not page.get_by_role("dialog").is_visible()


def test_the_main_work_needs_no_javascript(browser: Browser, address: str) -> None:
    context = browser.new_context(base_url=address, java_script_enabled=False)
    page = context.new_page()
    page.goto("/")
    page.locator("[data-key-search]").fill("routine patrols")
    page.get_by_role("button", name="Search").click()
    page.locator("article.entry a[data-item]").first.click()
    page.get_by_role("heading", name="What it matches").wait_for()
    context.close()


def test_a_printed_page_tells_its_address_and_the_day(page: Page) -> None:
    page.goto("/claims/1")
    page.emulate_media(media="print")
    assert "/claims/1 · read on" in str(page.locator(".print-only").text_content())
    page.locator(".print-only").wait_for()
    assert not page.get_by_role("navigation", name="Main").is_visible()
    assert page.locator("form:visible, button:visible").count() == 0


def test_a_page_prints_dark_on_white_whatever_the_screen_shows(page: Page) -> None:
    page.goto("/documents/1")
    page.emulate_media(media="print", color_scheme="dark")
    colours = "element => [getComputedStyle(element).color, getComputedStyle(element).backgroundColor]"
    ink, paper = page.locator("a.claim").first.evaluate(colours)
    assert ink == "rgb(0, 0, 0)"
    assert min(int(part) for part in re.findall(r"\d+", paper)) > 200
