"""A draft checked on the page: each quotation beside what the source says."""

import re

import pytest
from flask.testing import FlaskClient

from tracker.web.checking import LONGEST_DRAFT

QUOTED = "We are not planning routine armed patrols in Saltmere"
DRAFTS = (
    (f"She said: “{QUOTED}.”", "exact"),
    ("She said: “We are not planning … patrols in Saltmere.”", "shortened"),
    ("She said: “We are now planning routine armed patrols in Saltmere.”", "altered"),
    ("She said: “The swans of Saltmere will be counted tomorrow.”", "not-found"),
)


@pytest.mark.parametrize(("draft", "finding"), DRAFTS)
def test_a_quotation_gets_its_finding(client: FlaskClient, draft: str, finding: str) -> None:
    page = client.post("/check", data={"draft": draft}).text
    assert re.findall(r'class="badge finding ([a-z-]+)"', page) == [finding, finding]


ATTRIBUTED = (
    (f"Oswin Tarrant said: “{QUOTED}.”", True),
    (f"Mara Quill said: “{QUOTED}.”", False),
    (f"Ms Quill said: “{QUOTED}.”", False),
    (f"It had been said before: “{QUOTED}.”", False),
)


@pytest.mark.parametrize(("draft", "warned"), ATTRIBUTED)
def test_exact_words_given_to_somebody_else_are_warned_of(client: FlaskClient, draft: str, warned: bool) -> None:
    page = client.post("/check", data={"draft": draft}).text
    told = "The words are exact, but the source gives them to Mara Quill, not to Oswin Tarrant."
    assert (told in page) is warned
    assert ('class="warning"' in page) is warned
    assert re.findall(r'class="badge finding ([a-z-]+)"', page) == ["exact", "exact"]


def test_changed_words_are_shown_with_the_passage_and_its_claim(client: FlaskClient) -> None:
    page = client.post("/check", data={"draft": DRAFTS[2][0]}).text
    assert '<del><span class="vh">[without: </span>not<span class="vh">]</span></del>' in page
    assert f'<mark class="found">{QUOTED}</mark>' in page
    assert "Mara Quill" in page


def test_hidden_words_are_listed(client: FlaskClient) -> None:
    page = client.post("/check", data={"draft": "She said: “We are … planning routine armed patrols.”"}).text
    assert "<li>“not”</li>" in page
    assert "The hidden words hold a negation: “not”." in page


def test_a_draft_without_quotations_is_told_so(client: FlaskClient) -> None:
    assert "No quotation found" in client.post("/check", data={"draft": "It rained."}).text


@pytest.mark.parametrize("draft", ["", "  ", "“x”" * LONGEST_DRAFT])
def test_a_draft_that_cannot_be_checked_is_refused_in_words(client: FlaskClient, draft: str) -> None:
    assert client.post("/check", data={"draft": draft}).status_code == 400


def test_markup_in_a_draft_stays_text(client: FlaskClient) -> None:
    page = client.post("/check", data={"draft": "“</textarea><script>alert(1)</script> fell by half”"}).text
    assert "<script>alert" not in page


def test_checking_a_draft_stores_nothing(client: FlaskClient) -> None:
    before = client.get("/history.json").json
    client.post("/check", data={"draft": DRAFTS[0][0]})
    assert client.get("/history.json").json == before
