"""A draft checked on the page: each quotation beside what the source says, marked in place, and mended."""

import html
import io
import re
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from lxml import etree

from tracker.check.findings import foldings
from tracker.services.drafts import LONGEST_DRAFT

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
    (item,) = re.findall(r'<li class="pair finding-item" id="quotation-1">.*?</li>\s*</ol>', page, re.DOTALL)
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
    assert '<del><span class="vh">[without: </span>not<span class="vh">]</span></del>' in page
    assert f'<mark class="found">{QUOTED}</mark>' in page
    assert "Mara Quill" in page


def test_hidden_words_are_shown_and_a_negation_is_pointed_out(client: FlaskClient) -> None:
    page = client.post("/check", data={"draft": "She said: “We are … planning routine armed patrols.”"}).text
    assert "Hidden: “not”." in page
    assert "The words left out hold a negation: “not”." in page


def test_the_draft_is_marked_in_place_with_anchors_both_ways(client: FlaskClient) -> None:
    page = client.post("/check", data={"draft": f"She said: “{QUOTED}.” The “so called” rest."}).text
    assert f'<a id="in-quotation-1" class="mark-good" href="#quotation-1" title="exact">{QUOTED}</a>' in page
    assert 'href="#in-quotation-1"' in page
    assert '<span class="mark-passed" title="Passed over: scare quotes' in page


def mend_buttons(page: str) -> list[str]:
    return [html.unescape(value) for value in re.findall(r'name="mend" value="(quotation[^"]*)"', page)]


def test_each_finding_is_mended_from_the_page(client: FlaskClient) -> None:
    draft = "Mara Quill said: “We are now planning routine armed patrols in Saltmere.” It was “quoted”."
    page = client.post("/check", data={"draft": draft}).text
    (button,) = mend_buttons(page)
    mended = client.post("/check", data={"draft": draft, "mend": button}).text
    assert f"Mara Quill said: “{QUOTED}.” It was “quoted”.</textarea>" in mended
    assert "was checked again" in mended
    assert mend_buttons(mended) == []


def test_a_draft_that_changed_meanwhile_is_not_mended_in_the_wrong_place(client: FlaskClient) -> None:
    answer = client.post("/check", data={"draft": "Now: " + DRAFTS[4][0], "mend": "quotation-1:11-40"})
    assert answer.status_code == 400
    assert "check it again and then mend it" in answer.text


def test_all_changes_are_listed_and_taken_together(client: FlaskClient) -> None:
    draft = "She said: “We are now planning routine armed patrols in Saltmere.”"
    assert "1 change, each listed" in client.post("/check", data={"draft": draft}).text
    assert f"“{QUOTED}.”</textarea>" in client.post("/check", data={"draft": draft, "mend": "all"}).text


ORDERED = "She said: “The swans of Saltmere will be counted.” He said: “We are now planning routine armed patrols.”"


@pytest.mark.parametrize(("order", "names"), [("worst", ["2", "1"]), ("draft", ["1", "2"]), ("other", ["2", "1"])])
def test_findings_come_with_the_worst_first_or_in_order_of_the_draft(
    client: FlaskClient, order: str, names: list[str]
) -> None:
    page = client.post("/check", data={"draft": ORDERED, "order": order}).text
    assert re.findall(r'<li class="pair finding-item" id="quotation-(\d)">', page) == names


def test_a_mended_draft_stays_in_the_order_it_was_shown_in(client: FlaskClient) -> None:
    form = etree.HTML(client.post("/check", data={"draft": ORDERED, "order": "draft"}).text)
    sent = {
        field.get("name"): field.get("value") for field in form.xpath("//form[@id='check-form']//input[@type='hidden']")
    }
    (mend,) = set(form.xpath("//li//button[@name='mend']/@value"))
    page = client.post("/check", data={**sent, "draft": ORDERED, "mend": mend}).text
    assert "We are not planning" in page
    assert re.findall(r'id="quotation-(\d)">', page) == ["1", "2"]
    assert "in order of the draft." in page
    again = client.post("/check", data={**sent, "draft": ORDERED, "order": "worst"}).text
    assert "with the worst first." in again


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
    assert "No quotation found" in client.post("/check", data={"draft": "It rained."}).text


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
