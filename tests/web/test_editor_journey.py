"""An editor's whole journey: a draft with twelve doctored quotations is mended, and what is quoted in it is cited.

The draft, its sources and what is expected of each quotation are golden files: see tests/golden/README.md. The same
draft goes through the page, the command line and the API.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner, Result
from flask.testing import FlaskClient

from tests.golden.test_drafts import FOLDER, golden, is_at
from tests.web.api.conftest import bearer
from tests.web.test_journeys import DESK, heading, opened
from tracker.cli import main
from tracker.db.connection import open_database
from tracker.services import ingest, tokens

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

DOCTORED = FOLDER / "twelve-doctored.md"
CLEAN = FOLDER / "clean.md"
QUOTED = (
    "We are not planning routine armed patrols in Saltmere, "
    "and we will not plan them without the consent of the council"
)
MADE_UP = "There will be guns on every boat before the summer is out"
MENDED = (
    # what the draft has to say once it is mended, one of each kind that the page can mend
    QUOTED,
    "“We are not planning any armed patrols in Saltmere.”",
    "Inspector Dora Penhale said: “The quays are safe, well lit and well watched.”",
    "73 per cent of those who came",
    "Quill said: The marksmen would stay in their cars unless a threat to life had been confirmed.",
    "2 June 2022 Judge Helen Marsh said: “I found no case for arming the harbour team.”",
    "asked for it. What I found were tired people with broken radios. Give them radios",
    "There were 1,240 recorded assaults",
)
WRONG_SPEAKER = "wrong speaker, role or date"
HARMLESS = {"exact", "typography only", "trimmed fairly"}
HARVARD = "Ellery, R. (2022) ‘Harbour force weighs armed patrols’."
OSCOLA = "Mara Quill, quoted in Ruth Ellery, ‘Harbour Force Weighs Armed Patrols’ (14 March 2022)."
TOPIC = "Guns on the quays"
HOLDER = "the checking desk"


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The database every test here gets a copy of: the five sources of the golden drafts."""
    path = tmp_path_factory.mktemp("newsroom") / "claims.db"
    db = open_database(path)
    list(ingest.take_in_files(db, sorted((FOLDER / "sources").glob("*.txt")), who="tester"))
    db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    db.close()
    return path


def agrees(name: str, report: Mapping[str, Any]) -> None:
    """Assert that a report as plain values has the findings of a golden file, in the order of the draft."""
    wanted = golden(name)
    quotations, figures = report["quotations"], report["figures"]
    assert [row["findings"] for row in quotations] == [entry["findings"] for entry in wanted["quotation"]]
    for row, entry in zip(quotations, wanted["quotation"], strict=True):
        assert is_at(entry["words"], row["text"])
    assert [(row["text"], *row["findings"]) for row in figures] == [
        (entry["words"], entry["finding"]) for entry in wanted["figure"]
    ]
    starts = [row["start"] for row in quotations]
    assert starts == sorted(starts)


def paste(page: Page, draft: str) -> None:
    page.goto("/check")
    page.get_by_label("The draft", exact=True).fill(draft)
    page.get_by_role("button", name="Check the draft").click()
    page.locator(".counts").wait_for()


def findings_in_order(page: Page) -> list[list[str]]:
    """Return the findings the page names for each quotation, in the order of the draft."""
    items = page.locator("li.check-item[id^=quotation]").all()
    return [[text.strip() for text in item.locator(".badge.finding").all_text_contents()] for item in items]


def mend(page: Page) -> int:
    """Accept the first change until there is none; return how often."""
    buttons = page.locator("button.accept")
    pressed = 0
    while buttons.count() and pressed <= len(MENDED):
        with page.expect_response("**/check"):
            buttons.first.click()
        page.locator("#findings[aria-busy]").wait_for(state="detached")
        pressed += 1
    return pressed


def copied(page: Page, style: str) -> str:
    """Choose a form of citation on a claim's page, copy it, and return what the clipboard holds."""
    cite = page.get_by_role("region", name="Cite it")
    with page.expect_response(re.compile(r"style=")):
        cite.get_by_label("Form").select_option(label=style)
    page.locator("[aria-busy=true]").first.wait_for(state="detached")
    cite.get_by_role("button", name="Copy", exact=True).click()
    cite.get_by_text("Copied.").wait_for()
    return str(page.evaluate("navigator.clipboard.readText()"))


def check_and_mend(page: Page) -> None:
    paste(page, DOCTORED.read_text(encoding="utf-8"))
    assert findings_in_order(page) == [entry["findings"] for entry in golden("twelve-doctored")["quotation"]]
    assert mend(page) == len(MENDED)
    draft = page.get_by_label("The draft", exact=True).input_value()
    assert [words for words in MENDED if words not in draft] == []
    left = findings_in_order(page)
    assert len(left) == 11  # what was only reported speech is no quotation any more
    assert left[-1] == ["not found here"]
    # No name is ever put into a draft in place of another: who said it is for the editor to write.
    assert [findings for findings in left[:-1] if not HARMLESS.issuperset(findings)] == [[WRONG_SPEAKER, "exact"]]
    assert page.locator(".counts .first").text_content() == "1 to mend"
    assert MADE_UP in draft


def cite_twice(page: Page) -> None:
    """From the result open the first quotation's claim, copy it in two styles, and find the second on another claim."""
    link = page.locator("#quotation-1").locator("a", has_text=re.compile(r"^claim \d+$")).first
    page.goto(str(link.get_attribute("href")))
    assert QUOTED in page.get_by_role("main").inner_text()
    claim = page.url
    assert copied(page, "Harvard (Cite Them Right)") == HARVARD
    assert copied(page, "OSCOLA (4th edition)") == OSCOLA
    page.get_by_role("link", name="Next claim").click()
    page.wait_for_url(lambda url: re.search(r"/claims/\d+$", url) is not None and url != claim)
    assert page.get_by_role("region", name="Cite it").get_by_label("Form").input_value() == "oscola"
    page.goto(claim)


def keep_in_a_dossier(page: Page) -> str:
    """Put the claim shown under a topic, and return the topic's dossier as it is downloaded."""
    page.get_by_text("Add a topic").click()
    page.get_by_label("Topic", exact=True).fill(TOPIC)
    page.get_by_role("button", name="Add", exact=True).click()
    page.get_by_role("status").filter(has_text=f"is now under “{TOPIC}”").wait_for()
    page.locator("#topics").get_by_role("link", name=TOPIC, exact=True).click()
    heading(page, TOPIC)
    page.get_by_role("link", name="Dossier", exact=True).click()
    with page.expect_download() as download:
        page.get_by_role("link", name="Markdown", exact=True).click()
    assert download.value.suggested_filename == "guns-on-the-quays.md"
    return Path(download.value.path()).read_text(encoding="utf-8")


@pytest.mark.browser
def test_an_editor_mends_a_draft_and_cites_what_it_quotes(browser: Browser, address: str) -> None:
    page = opened(browser, address, DESK)
    check_and_mend(page)
    cite_twice(page)
    dossier = keep_in_a_dossier(page)
    page.context.close()
    footnote = re.search(rf"Mara Quill: “{re.escape(QUOTED)}”\[\^(\w+)\]", dossier)
    assert footnote, dossier
    assert f"\n[^{footnote[1]}]: Ruth Ellery, ‘Harbour Force Weighs Armed Patrols’ (14 March 2022)." in dossier


def checked(database: Path, draft: Path) -> Result:
    return CliRunner().invoke(main, ["check", str(draft), "--db", str(database), "--json"])


def test_the_command_line_finds_the_same_and_ends_with_1(database: Path) -> None:
    result = checked(database, DOCTORED)
    assert result.exit_code == 1, result.output
    agrees("twelve-doctored", json.loads(result.stdout))


def test_a_clean_draft_ends_the_command_with_0(database: Path) -> None:
    result = checked(database, CLEAN)
    assert result.exit_code == 0, result.output
    agrees("clean", json.loads(result.stdout))


def test_a_program_finds_the_same_and_what_it_decides_bears_its_name(client: FlaskClient, database: Path) -> None:
    db = open_database(database)
    token = tokens.make(db, HOLDER, who="tester")[1]
    db.close()
    draft = {"draft": DOCTORED.read_text(encoding="utf-8")}
    report = client.post("/api/check", json=draft, headers=bearer(token)).get_json()
    agrees("twelve-doctored", report)
    assert report["quotations"] == json.loads(checked(database, DOCTORED).stdout)["quotations"]
    claim = report["figures"][0]["claim_id"]  # a figure the document states in its own voice
    body = {"name": "Ruth Ellery"}
    decided = client.put(f"/api/claims/{claim}/speaker", json=body, headers=bearer(token)).get_json()
    assert decided["changed"]
    newest = client.get("/history.json").get_json()["events"][-1]
    assert (newest["id"], newest["who"], newest["noun_id"]) == (decided["event"], HOLDER, claim)
    first = re.search(r'<ul class="events">\s*(<li.*?</li>)', client.get("/history").text, re.DOTALL)
    assert first and HOLDER in first[1]
