"""A draft checked on the page: each quotation beside what the source says, marked in place, and mended."""

import html
import io
import re
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from tracker.check.findings import foldings
from tracker.services.drafts import LONGEST_DRAFT, read_draft

QUOTED = "We are not planning routine armed patrols in Saltmere"
DRAFTS = (
    (f"She said: “{QUOTED}.”", ["exact"]),
    (f"She said: “{QUOTED.replace(' routine', '  routine')}.”", ["typography only"]),
    ("She said: “… not planning routine armed patrols in Saltmere.”", ["trimmed fairly"]),
    ("She said: “We are not planning … patrols in Saltmere.”", ["ellipsis or splice hides words"]),
    ("She said: “We are now planning routine armed patrols in Saltmere.”", ["altered"]),
    ("She said: “The swans of Saltmere will be counted tomorrow.”", ["not found here"]),
    ("Oswin Tarrant said: “We are not planning routine armed patrols.”", ["wrong speaker, role or date", "exact"]),
    ("She said: “… routine armed patrols in Saltmere.”", ["ellipsis or splice hides words"]),
)
FILES = Path(__file__).parent.parent / "files"


@pytest.mark.parametrize(("draft", "findings"), DRAFTS)
def test_a_quotation_gets_its_findings(client: FlaskClient, draft: str, findings: list[str]) -> None:
    answer = client.post("/check.json", json={"draft": draft}).json
    assert answer is not None
    (quotation,) = answer["quotations"]
    assert quotation["findings"] == findings
    page = client.post("/check", data={"draft": draft}).text
    (item,) = re.findall(r'<li class="[^"]*" id="quotation-1".*?</li>\s*</ol>', page, re.DOTALL)
    assert re.findall(r'class="badge finding [^"]*" title="[^"]*">([^<]+)<', item) == findings


@pytest.mark.parametrize(("draft", "findings"), DRAFTS)
def test_the_json_twin_takes_a_form_as_well(client: FlaskClient, draft: str, findings: list[str]) -> None:
    assert (
        client.post("/check.json", data={"draft": draft}).json == client.post("/check.json", json={"draft": draft}).json
    )


def test_programs_ask_the_json_twin_without_a_token_and_people_need_theirs(guarded: FlaskClient) -> None:
    assert guarded.post("/check.json", json={"draft": DRAFTS[0][0]}).status_code == 200
    assert guarded.post("/check", data={"draft": DRAFTS[0][0]}).status_code == 400


def test_the_check_of_a_short_text_has_an_address(client: FlaskClient) -> None:
    asked = {"draft": DRAFTS[4][0]}
    assert "was left out" not in client.get("/check").text
    assert "“not” became “now”." in client.get("/check", query_string=asked).text
    assert client.get("/check.json", query_string=asked).json == client.post("/check.json", json=asked).json
    assert client.get("/check.json").status_code == 400


def test_changed_words_are_shown_with_the_passage_and_its_claim(client: FlaskClient) -> None:
    page = client.post("/check", data={"draft": DRAFTS[4][0]}).text
    assert "<del>now</del>" in page
    assert "<ins>not</ins>" in page
    assert f'<mark class="found">{QUOTED}</mark>' in page
    assert "Mara Quill" in page


def test_hidden_words_are_shown_and_a_negation_is_pointed_out(client: FlaskClient) -> None:
    page = client.post("/check", data={"draft": "She said: “We are … planning routine armed patrols.”"}).text
    assert "Hidden: “not”." in page
    assert "The words left out hold a negation: “not”." in page


def test_the_draft_is_marked_in_place_with_anchors_both_ways(client: FlaskClient) -> None:
    page = client.post("/check", data={"draft": f"She said: “{QUOTED}.” The “so called” rest."}).text
    mark = f'class="is-exact" href="#quotation-1" data-for="quotation-1" title="exact">{QUOTED}</a>'
    assert f'<a id="in-quotation-1" {mark}' in page
    assert 'href="#in-quotation-1"' in page
    assert '<span class="is-passed" title="Passed over: scare quotes' in page


def buttons(page: str, name: str) -> list[str]:
    """Return what the buttons of a name send."""
    return [html.unescape(value) for value in re.findall(rf'name="{name}" value="([^"]*)"', page)]


def draft_of(page: str) -> str:
    """Return the draft in the form of a page."""
    (found,) = re.findall(r'<textarea id="draft"[^>]*>\n(.*?)</textarea>', page, re.DOTALL)
    return html.unescape(found)


def test_each_finding_is_mended_from_the_page(client: FlaskClient) -> None:
    draft = "Mara Quill said: “We are now planning routine armed patrols in Saltmere.” It was “quoted”."
    page = client.post("/check", data={"draft": draft}).text
    (button,) = buttons(page, "mend")
    mended = client.post("/check", data={"draft": draft, "mend": button}).text
    assert f"Mara Quill said: “{QUOTED}.” It was “quoted”.</textarea>" in mended
    assert "“now” became “not”." in mended
    assert buttons(mended, "mend") == []


def test_a_draft_that_changed_meanwhile_is_not_mended_in_the_wrong_place(client: FlaskClient) -> None:
    answer = client.post("/check", data={"draft": "Now: " + DRAFTS[4][0], "mend": "quotation-1:11-40"})
    assert answer.status_code == 400
    assert "The draft has changed since it was checked" in answer.text


def test_all_changes_are_taken_together(client: FlaskClient) -> None:
    draft = f"{DRAFTS[4][0]} There were 1,999 recorded assaults on officers."
    assert "Accept all 2" in client.post("/check", data={"draft": draft}).text
    page = client.post("/check", data={"draft": draft, "mend_all": "all"}).text
    assert draft_of(page) == f"She said: “{QUOTED}.” There were 1,240 recorded assaults on officers."
    assert "“now” became “not”; “1,999” became “1,240”." in page


SEVERAL = (
    "She said: “The swans of Saltmere will be counted.” He said: “We are now planning routine armed patrols.” There"
    " were 1,240 recorded assaults on officers last year, and 600 gulls. She said: “We are  not planning routine armed"
    " patrols in Saltmere.”"
)


def test_findings_come_in_order_of_the_draft_and_what_is_exact_is_one_line(client: FlaskClient) -> None:
    page = client.post("/check", data={"draft": SEVERAL}).text
    found = re.findall(r'<li class="(card check-item|check-item line) is-(\w+)[^"]*" id="([^"]+)"', page)
    assert found == [
        ("card check-item", "unknown", "quotation-1"),
        ("card check-item", "mend", "quotation-2"),
        ("check-item line", "exact", "figure-1"),
        ("check-item line", "unknown", "figure-2"),
        ("check-item line", "near", "quotation-3"),
    ]


def test_a_line_sums_up_what_was_found_and_what_can_be_shown_alone(client: FlaskClient) -> None:
    page = client.post("/check", data={"draft": SEVERAL, "show": "exact"}).text
    (line,) = re.findall(r'<p class="counts">(.*?)</p>', page)
    told = re.sub(r"<[^>]+>", "", line).split("  ")
    assert " ".join(told).strip() == "1 to mend 1 exact 1 all but exact 2 not found here against 4 documents"
    assert re.findall(r'name="show" value="(\w+)"( checked)?', page) == [
        ("all", ""),
        ("mend", ""),
        ("exact", " checked"),
        ("unknown", ""),
    ]


def test_the_next_finding_is_in_front_after_one_was_mended(client: FlaskClient) -> None:
    draft = f"{DRAFTS[4][0]} {DRAFTS[4][0]} {DRAFTS[0][0]}"
    first, second = buttons(client.post("/check", data={"draft": draft}).text, "mend")
    page = client.post("/check", data={"draft": draft, "mend": second}).text
    assert re.findall(r'id="([^"]+)" tabindex="-1" data-item data-first', page) == ["quotation-1"]
    assert buttons(page, "mend") == [first]


def test_what_was_mended_can_be_taken_back(client: FlaskClient) -> None:
    draft = DRAFTS[4][0]
    (mend,) = buttons(client.post("/check", data={"draft": draft}).text, "mend")
    page = client.post("/check", data={"draft": draft, "mend": mend}).text
    (back,) = buttons(page, "take_back")
    mended = draft_of(page)
    assert mended == draft.replace("now", "not")
    assert draft_of(client.post("/check", data={"draft": mended, "take_back": back}).text) == draft
    refused = client.post("/check", data={"draft": f"Then {mended}", "take_back": back})
    assert (refused.status_code, draft_of(refused.text)) == (400, f"Then {mended}")


def test_the_whole_sentence_can_be_quoted_instead(client: FlaskClient) -> None:
    draft = "Mara Quill said they were “not planning regular armed patrols”, and went."
    page = client.post("/check", data={"draft": draft}).text
    (whole,) = buttons(page, "whole")
    again = client.post("/check", data={"draft": draft, "whole": whole}).text
    assert draft_of(again) == f"Mara Quill said they were “{QUOTED}”, and went."
    assert 'is-exact" id="quotation-1"' in again


def test_a_finding_is_ignored_for_a_reason_and_taken_up_again(client: FlaskClient) -> None:
    draft = DRAFTS[4][0]
    (ignore,) = buttons(client.post("/check", data={"draft": draft}).text, "ignore")
    blank = client.post("/check", data={"draft": draft, "ignore": ignore, "reason-quotation-1": " "})
    assert blank.status_code == 400
    assert '<p class="problem sentence" id="problem-quotation-1">Say in a few words why' in blank.text
    reason = {"reason-quotation-1": "Said so to us."}
    client.post("/check", data={"draft": draft, "ignore": ignore, **reason})
    page = client.post("/check", data={"draft": f"A new beginning. {draft}"}).text
    assert "<p>Said so to us. " in page and "Nothing is left to mend" in page and buttons(page, "mend") == []
    (event,) = (row for row in client.get("/history.json").get_json()["events"] if row["kind"] == "finding.ignored")
    assert event["new"]["reason"] == "Said so to us."
    assert "ignored a finding" in client.get("/history").text
    (up,) = buttons(page, "take_up")
    assert buttons(client.post("/check", data={"draft": draft, "take_up": up}).text, "mend") != []


@pytest.mark.parametrize("name", ["mend", "whole", "ignore", "take_up", "take_back"])
@pytest.mark.parametrize("value", ["quotation-1:0-9", "9", "[]", "\ud7ff{", '[{"start": 1}]'])
def test_a_deed_that_does_not_fit_the_draft_keeps_it_and_says_so(client: FlaskClient, name: str, value: str) -> None:
    answer = client.post("/check", data={"draft": DRAFTS[4][0], name: value})
    assert (answer.status_code, draft_of(answer.text)) == (400, DRAFTS[4][0])
    assert 'class="problem sentence" role="alert"' in answer.text


@pytest.mark.parametrize("name", ["statement.txt", "statement.md", "statement.html", "statement.docx", "statement.pdf"])
def test_a_draft_comes_as_a_file_of_any_kind_that_can_be_read(client: FlaskClient, name: str) -> None:
    answer = client.post("/check", data={"file": (io.BytesIO((FILES / name).read_bytes()), name)})
    assert answer.status_code == 200
    assert "The draft with its marks" in answer.text


@pytest.mark.parametrize("name", ["broken.docx", "picture.txt", "sheet.docx"])
def test_a_file_that_cannot_be_read_is_refused_in_a_sentence(client: FlaskClient, name: str) -> None:
    answer = client.post("/check", data={"file": (io.BytesIO((FILES / name).read_bytes()), name)})
    assert answer.status_code == 422
    assert name in answer.text


def test_a_draft_without_quotations_is_told_so(client: FlaskClient) -> None:
    assert "there is nothing to compare" in client.post("/check", data={"draft": "It rained."}).text


@pytest.mark.parametrize("draft", ["", "  ", "“x”" * LONGEST_DRAFT])
def test_a_draft_that_cannot_be_checked_is_refused_in_words(client: FlaskClient, draft: str) -> None:
    assert client.post("/check", data={"draft": draft}).status_code == 400


@pytest.mark.parametrize("body", [{"draft": 7}, {"draft": ["a"]}, [], "text", {}])
def test_json_that_is_no_draft_is_refused_in_words(client: FlaskClient, body: object) -> None:
    answer = client.post("/check.json", json=body)
    assert answer.status_code == 400
    assert answer.json is not None and answer.json["error"].endswith(".")


def test_markup_in_a_draft_stays_text(client: FlaskClient) -> None:
    page = client.post("/check", data={"draft": "“</textarea><script>alert(1)</script> fell by half”"}).text
    assert "<script>alert" not in page


def test_checking_a_draft_stores_nothing(client: FlaskClient) -> None:
    before = client.get("/history.json").json
    client.post("/check", data={"draft": DRAFTS[0][0]})
    assert client.get("/history.json").json == before


def test_the_foldings_are_stated_on_the_page(client: FlaskClient) -> None:
    page = html.unescape(client.get("/check").text)
    for folding in foldings().values():
        assert folding.meaning in page


def test_a_figure_is_held_against_the_stored_one(client: FlaskClient) -> None:
    draft = "There were 1,999 recorded assaults on officers last year. Some 600 gulls nest on the lighthouse."
    answer = client.post("/check.json", json={"draft": draft}).json
    assert answer is not None
    assert [(f["text"], f["findings"]) for f in answer["figures"]] == [
        ("1,999", ["figure differs"]),
        ("600", ["not found here"]),
    ]
    assert answer["figures_not_stored"] == 1
    assert answer["fails"]


def test_a_receipt_is_saved_as_a_file(client: FlaskClient) -> None:
    answer = client.post("/check/receipt", data={"draft": "Quill said: “We are not planning routine armed patrols.”"})
    assert (answer.status_code, answer.mimetype) == (200, "text/markdown")
    assert "attachment" in answer.headers["Content-Disposition"]
    assert "We are not planning routine armed patrols" in answer.text
    assert client.post("/check/receipt", data={"draft": " "}).status_code == 400


@pytest.mark.parametrize("ending", ["txt", "md", "docx"])
def test_the_draft_is_saved_as_it_stands(client: FlaskClient, ending: str) -> None:
    sent = {"draft": "Rain fell.\r\n\r\nThe “end”.", "name": "feature.docx"}
    answer = client.post(f"/check/draft.{ending}", data=sent)
    assert answer.headers["Content-Disposition"] == f"attachment; filename=feature.{ending}"
    assert read_draft(answer.data, f"feature.{ending}").text == "Rain fell.\n\nThe “end”."
    assert client.post(f"/check/draft.{ending}", data={"draft": " "}).status_code == 400


def test_a_word_file_is_checked_mended_and_saved_as_itself(client: FlaskClient) -> None:
    original = (FILES / "statement.docx").read_bytes()
    page = client.post("/check", data={"draft": "", "file": (io.BytesIO(original), "statement.docx")}).text
    assert "Check: statement.docx" in page and 'name="name" value="statement.docx"' in page
    text = draft_of(page)
    first = text.split()[-1]
    changed = text[: text.rindex(first)] + "mended."
    sent = {"draft": changed, "name": "statement.docx", "file": (io.BytesIO(original), "statement.docx")}
    saved = client.post("/check/draft.docx", data=sent)
    assert saved.status_code == 200
    assert read_draft(saved.data, "statement.docx").text.split() == changed.split()
    again = client.post("/check", data={**sent, "file": (io.BytesIO(original), "statement.docx")}).text
    assert draft_of(again) == changed  # the text counts, unless the file is asked for
    asked = {"draft": changed, "read": "file", "file": (io.BytesIO(original), "statement.docx")}
    assert draft_of(client.post("/check", data=asked).text) == text


def test_what_cannot_be_checked_keeps_what_was_written_and_says_so_on_the_page(client: FlaskClient) -> None:
    answer = client.post("/check", data={"draft": "My words.", "read": "file"})
    assert (answer.status_code, draft_of(answer.text)) == (400, "My words.")
    assert "Choose a file first" in answer.text


BRACKETS = "She said: “[Officers] are not planning routine armed patrols in Saltmere.”"


def test_the_rules_of_a_house_hold_on_the_page_in_json_and_on_the_receipt(client: FlaskClient) -> None:
    asked = {"draft": BRACKETS, "house": "ap"}
    page = client.post("/check", data=asked).text
    rule = "AP: Quotations are never altered, not even to correct minor grammatical errors or word usage."
    assert rule in page and '<option value="ap" selected>' in page and "by the rules of AP" in page
    for answer in (client.post("/check.json", json=asked).json, client.get("/check.json", query_string=asked).json):
        assert answer is not None
        assert answer["house"]["name"] == "AP" and "Stylebook" in answer["house"]["source"]
        assert answer["quotations"][0]["findings"] == ["against the house's rules"]
        assert answer["quotations"][0]["rules"] == [rule]
    receipt = client.post("/check/receipt", data=asked).text
    assert "- Rules: AP (The Associated Press Stylebook" in receipt and rule in receipt
    assert client.post("/check.json", json={"draft": BRACKETS}).json["fails"] is False  # type: ignore[index]


def test_our_own_rules_are_chosen_in_the_form_and_stay_chosen(client: FlaskClient) -> None:
    asked = {"draft": BRACKETS, "house": "own", "may": ["capitals", "slips"]}
    page = client.post("/check", data=asked).text
    assert "Our own rules: Not permitted: Words in square brackets stand in the place" in html.unescape(page)
    assert '<option value="own" selected>' in page
    assert re.findall(r'name="may" value="([^"]+)" checked', page) == ["slips", "capitals"]


@pytest.mark.parametrize("house", ["mercury", "/etc/passwd", "rules.toml"])
def test_a_request_names_a_known_house_and_no_file(client: FlaskClient, house: str) -> None:
    answer = client.post("/check.json", json={"draft": BRACKETS, "house": house})
    assert answer.status_code == 400 and "is no house whose rules are known; there are ap, reuters" in answer.text
    assert client.post("/check.json", json={"draft": BRACKETS, "house": 3}).status_code == 400
