"""What a person decides on the pages: done, told, undone; refused without a token; harmless whatever is typed."""

import re

import pytest
from flask.testing import FlaskClient
from lxml import html

from tests.web.asking import SHOT, claim_with, item, rows
from tracker.web.request import NOTHING_CHANGED

POSTS = (
    ("/claims/1/speaker", {"name": "Tobias Wren"}),
    ("/claims/1/span", {"start": "10", "end": "20"}),
    ("/decisions", {"a": "1", "b": "2", "decision": "confirmed"}),
    ("/documents/3/date", {"value": "2022-05-03"}),
    ("/documents/1/delete", {}),
    ("/trash/1/erase", {"typed": "harbour.txt"}),
    ("/documents/new", {"text": "The mayor said it would rain."}),
    ("/history/1/undo", {}),
    ("/notes", {"noun": "claim", "noun_id": "1", "markdown": "seen"}),
    ("/speakers/1/merge", {"into": "2"}),
    ("/threads/1/lead", {"claim": "1"}),
    ("/who", {"name": "Ann Example"}),
)
BAD = (
    ("/claims/1/span", {"start": "x", "end": "20"}, 400, "The first character must be a whole number."),
    ("/claims/1/span", {"start": "5", "end": "99999"}, 400, "must lie inside its document"),
    ("/claims/99/speaker", {"name": "Nobody"}, 404, "There is no claim 99."),
    ("/claims/1/speaker", {"name": "N" * 300}, 400, "at most 200 characters"),
    ("/decisions", {"a": "2", "b": "2", "decision": "confirmed"}, 400, "cannot be matched with itself"),
    ("/decisions", {"a": "1", "b": "2", "decision": "perhaps"}, 400, "“confirmed” or “refused”"),
    ("/documents/3/date", {"value": "next week"}, 422, "is no date"),
    ("/documents/3/facts", {"url": "saltmere"}, 422, "is no web address"),
    ("/documents/new", {"text": "  "}, 422, "Nothing was sent"),
    ("/history/99/undo", {}, 404, "There is no event 99."),
    ("/trash/1/restore", {}, 404, "There is no document 1 in the trash."),
    ("/trash/1/erase", {"typed": "gazette"}, 400, "name must be typed exactly"),
    ("/notes", {"noun": "claim", "noun_id": "1", "markdown": " "}, 400, "needs at least one word"),
    ("/notes", {"noun": "mayor", "noun_id": "1", "markdown": "x"}, 400, "A note belongs to"),
    ("/speakers/1/merge", {"into": "1"}, 400, "cannot be merged with itself"),
    ("/who", {"name": "N" * 100}, 400, "at most 80 characters"),
)
NASTY = '"><script>alert(1)</script><img src=x onerror=alert(1)>'


def dated(page: str) -> str:
    """Return the date that a document's page heads it with, and how it is known."""
    head = html.fromstring(page).xpath("//header[@class='doc-head']/p[1]//time/..")
    return str(head[0].text_content())


def undo_path(page: str) -> str:
    """Return where the first Undo button of a page sends to."""
    found = re.search(r'action="(/history/\d+/undo)"', page)
    assert found is not None
    return found.group(1)


@pytest.mark.parametrize(("path", "form"), POSTS)
def test_a_form_without_its_token_changes_nothing(guarded: FlaskClient, path: str, form: dict[str, str]) -> None:
    before = guarded.get("/history.json").json
    answer = guarded.post(path, data=form)
    assert answer.status_code == 400
    assert "The form was out of date" in answer.text
    assert guarded.get("/history.json").json == before


def test_a_form_with_its_token_is_taken(guarded: FlaskClient) -> None:
    token = re.search(r'name="csrf_token" value="([^"]+)"', guarded.get("/about").text)
    assert token is not None
    answer = guarded.post("/who", data={"name": "Ann Example", "csrf_token": token.group(1)}, follow_redirects=True)
    assert 'value="Ann Example"' in answer.text


@pytest.mark.parametrize(("path", "form", "status", "words"), BAD)
def test_what_cannot_be_done_is_told_in_one_sentence(
    client: FlaskClient, path: str, form: dict[str, str], status: int, words: str
) -> None:
    answer = client.post(path, data=form)
    assert answer.status_code == status
    assert words in answer.text


def test_a_confirmed_match_is_told_kept_and_undone(client: FlaskClient) -> None:
    waiting = rows(client, "/decisions.json")
    form = {"a": waiting[0]["a"], "b": waiting[0]["b"], "decision": "confirmed", "next": "/review/matches"}
    answer = client.post("/decisions", data=form)
    assert (answer.status_code, answer.location) == (303, "/review/matches")
    page = client.get("/review/matches").text
    assert "are confirmed to belong together" in page
    assert rows(client, "/decisions.json") == waiting[1:]
    client.post(undo_path(page))
    assert len(rows(client, "/decisions.json")) == len(waiting)


def test_a_decision_can_be_undone_from_either_claim(client: FlaskClient) -> None:
    match = rows(client, "/decisions.json")[0]
    client.post("/decisions", data={"a": match["a"], "b": match["b"], "decision": "refused"})
    client.get("/about")
    for claim in (match["a"], match["b"]):
        page = client.get(f"/claims/{claim}").text
        assert "<b>Refused</b> by a reader" in page
        assert undo_path(page)


def test_the_same_decision_twice_changes_nothing(client: FlaskClient) -> None:
    match = rows(client, "/decisions.json")[0]
    form = {"a": match["a"], "b": match["b"], "decision": "confirmed"}
    client.post("/decisions", data=form)
    assert NOTHING_CHANGED in client.post("/decisions", data=form, follow_redirects=True).text


def test_a_picked_date_dates_the_claims_and_can_be_taken_back(client: FlaskClient) -> None:
    page = client.post("/documents/3/date", data={"value": "2022-05-03"}, follow_redirects=True).text
    assert dated(page) == "3 May 2022 (entered)"
    assert claim_with(client, SHOT)["date"] == "2022-05-03"
    assert "The date is open" in client.post(undo_path(page), follow_redirects=True).text


def test_a_date_of_two_readings_is_asked_about(client: FlaskClient) -> None:
    page = client.post("/documents/3/date", data={"value": "03/05/2022"}, follow_redirects=True).text
    assert "which do you mean?" in page and 'value="2022-03-05"' in page and 'value="2022-05-03"' in page
    page = client.post("/documents/3/date", data={"value": "May 2022"}, follow_redirects=True).text
    assert dated(page) == "May 2022 (entered)"


def test_an_entered_title_heads_the_page_and_can_be_taken_back(client: FlaskClient) -> None:
    form = {"title": "Quay patrols", "publisher": "", "date": ""}
    page = client.post("/documents/3/facts", data=form, follow_redirects=True).text
    assert "<h1>Quay patrols</h1>" in page and "Take this back" in page
    assert "<h1>Quay patrols</h1>" not in client.post(undo_path(page), follow_redirects=True).text


def test_what_is_known_of_one_document_is_taken_in_with_it(client: FlaskClient) -> None:
    sent = {"text": "It rained on the quay.", "title": "Rain", "byline": "By Ada Merrow", "date": "5 May 2020"}
    page = client.post("/documents/new", data=sent, follow_redirects=True).text
    assert "<h1>Rain</h1>" in page and "<span>Ada Merrow</span>" in page and dated(page) == "5 May 2020 (entered)"


def test_what_is_wrong_with_an_entry_is_told_beside_it_and_the_rest_stays_filled_in(client: FlaskClient) -> None:
    before = item(client, "/documents/3")
    answer = client.post("/documents/3/facts", data={"title": "Quay patrols", "url": "saltmere"})
    page = html.fromstring(answer.text)
    assert page.xpath("string(//p[@id='url-problem'])").startswith("“saltmere” is no web address")
    assert page.xpath("string(//input[@id='fact-url']/@aria-describedby)") == "url-problem"
    assert page.xpath("string(//input[@id='fact-title']/@value)") == "Quay patrols"
    assert page.xpath("boolean(//details[@id='edit']/@open)")
    assert item(client, "/documents/3") == before


def test_several_entries_are_several_decisions_and_what_stays_is_none(client: FlaskClient) -> None:
    client.post("/documents/3/facts", data={"title": "Quay patrols", "byline": "Ada Merrow", "publisher": ""})
    document = item(client, "/documents/3")
    assert (document["title"], document["byline"], document["entered"]) == (
        "Quay patrols",
        "Ada Merrow",
        ["title", "byline"],
    )


@pytest.mark.parametrize(
    ("wrong", "problem"),
    [
        ({"date": "03/04/2018"}, "may be 4 March 2018 or 3 April 2018"),
        ({"date": "next summer"}, "is no date"),
        ({"publisher": "P" * 1_001}, "at most 1,000 characters"),
        ({"byline": "Ada Merrow", "addresses": "https://saltmere.example/news"}, "go with one document"),
    ],
)
def test_a_wrong_field_is_told_beside_it_and_the_pasted_text_stays(
    client: FlaskClient, wrong: dict[str, str], problem: str
) -> None:
    before = len(rows(client, "/documents.json"))
    sent = {"text": "It rained on the quay.", "title": "Rain on the quay", **wrong}
    answer = client.post("/documents/new", data=sent)
    form = html.fromstring(answer.text)
    assert (answer.status_code, len(rows(client, "/documents.json"))) == (422, before)
    (told,) = form.xpath("//p[@class='problem']")
    assert problem in told.text_content()
    (field, *_) = wrong
    assert told.get("id") in form.xpath(f"//*[@id='{field}']/@aria-describedby") or told.get("id") == "facts-problem"
    assert {
        name: form.xpath("string(//*[@id=$name]/@value | //textarea[@id=$name])", name=name) for name in sent
    } == sent


def test_a_corrected_speaker_is_listed_and_can_be_taken_back(client: FlaskClient) -> None:
    address = f"/claims/{claim_with(client, SHOT)['id']}"
    page = client.post(f"{address}/speaker", data={"name": " Ann   Example "}, follow_redirects=True).text
    assert ">Ann Example</a>" in page
    assert "Ann Example" in client.get("/speakers").text
    assert ">Dora Penhale</a>" in client.post(undo_path(page), follow_redirects=True).text


def test_a_corrected_span_is_quoted_from_the_document(client: FlaskClient) -> None:
    claim = claim_with(client, SHOT)
    form = {"start": claim["end"] - len(SHOT), "end": claim["end"]}
    client.post(f"/claims/{claim['id']}/span", data=form)
    assert item(client, f"/claims/{claim['id']}")["text"] == SHOT


def test_merged_speakers_answer_at_both_addresses(client: FlaskClient) -> None:
    page = client.post("/speakers/2/merge", data={"into": "1"}, follow_redirects=True).text
    assert "Merged into this speaker" in page
    assert client.get("/speakers/2").location == "/speakers/1"


def test_a_picked_lead_leads_the_thread(client: FlaskClient) -> None:
    thread = next(row for row in rows(client, "/threads.json") if len(row["members"]) > 1)
    other = next(claim for claim in thread["members"] if claim != thread["lead_id"])
    page = client.post(f"/threads/{thread['id']}/lead", data={"claim": other}, follow_redirects=True).text
    assert "main wording, picked by a person" in page


def test_a_note_is_shown_as_markdown_with_its_writer(client: FlaskClient) -> None:
    client.post("/who", data={"name": "Ann Example"})
    form = {"noun": "thread", "noun_id": "1", "markdown": "Compare the *minutes*."}
    page = client.post("/notes", data=form, follow_redirects=True).text
    assert "<em>minutes</em>" in page
    assert "<span>Ann Example</span>" in page


def test_no_form_leads_off_the_site(client: FlaskClient) -> None:
    for wanted in ("https://example.org/", "//example.org/", "/\\example.org"):
        assert client.post("/who", data={"name": "x", "next": wanted}).location == "/"


@pytest.mark.parametrize(
    "path", ["/", "/claims", "/claims/1", "/speakers", "/history", "/documents", "/review/matches"]
)
def test_markup_in_names_texts_and_notes_stays_text(client: FlaskClient, path: str) -> None:
    client.post("/claims/1/speaker", data={"name": NASTY})
    client.post("/notes", data={"noun": "claim", "noun_id": "1", "markdown": NASTY})
    client.post(
        "/documents/new", data={"title": NASTY, "text": f"Ann Example said: “The {NASTY} fell by 12 per cent.”"}
    )
    client.post("/who", data={"name": NASTY[:80]})
    page = client.get(path).text
    assert "<script>alert" not in page
    assert "<img" not in page


def test_markup_in_a_document_stays_text(client: FlaskClient) -> None:
    client.post(
        "/documents/new", data={"title": NASTY, "text": f"Ann Example said: “The {NASTY} fell by 12 per cent.”"}
    )
    page = client.get("/documents/5").text
    assert "&lt;script&gt;alert(1)" in page
    assert "<script>alert" not in page


def test_what_is_in_the_trash_says_so_and_leads_there(client: FlaskClient) -> None:
    client.post("/documents/1/delete")
    gone = client.get("/documents/1")
    assert gone.status_code == 404
    assert 'href="/trash"' in gone.text
    assert "typed wrongly" not in gone.text
    assert "typed wrongly" in client.get("/documents/99").text
    restored = client.post("/trash/1/restore")
    undone = client.post(undo_path(client.get(restored.location).text))
    assert undone.location == "/trash"


# the page a form stands on, where it is sent, what is typed into it, the field the sentence stands at (or the form)
WRONG = [
    ("/claims?q=armed", "/claims?q=armed&from=soon", {}, "from"),
    ("/positions", "/positions?to=soon", {}, "to"),
    ("/review/matches", "/review/matches?score=many", {}, "score"),
    ("/claims/1", "/claims/1/speaker", {"name": "N" * 300}, None),
    ("/claims/1", "/notes", {"markdown": " "}, None),
    ("/claims/1", "/who", {"name": "N" * 100}, None),
    ("/topics", "/topics", {"name": ""}, None),
]


@pytest.mark.parametrize(("page", "path", "typed", "field"), WRONG)
def test_what_is_wrong_with_any_form_is_told_at_it_and_it_stays_filled(
    client: FlaskClient, page: str, path: str, typed: dict[str, str], field: str | None
) -> None:
    def form_of(text: str) -> html.FormElement:
        forms = html.fromstring(text).xpath("//form[@action=$action]", action=path.partition("?")[0])
        return next(each for each in reversed(forms) if {*typed, field or "next"} & {*each.fields} or not typed)

    if typed:
        sent = {name: value or "" for name, value in form_of(client.get(page).text).fields.items()} | typed
        answer = client.post(path, data=sent, headers={"Referer": f"http://localhost{page}"})
    else:
        answer = client.get(path)
    form = form_of(answer.text)
    assert answer.status_code in (400, 422)
    (told,) = form.xpath(".//p[@id='problem-sent']")
    assert told.text.endswith(".")
    assert not told.xpath("ancestor::details[not(@open)]")
    assert (told.getprevious().name if field else told.getparent().tag) == (field or "form")
    assert {name: form.fields[name].strip() for name in typed} == {name: value.strip() for name, value in typed.items()}


@pytest.mark.parametrize(
    "referrer", ["http://elsewhere.example/claims/1", "http://localhost/nowhere", "http://localhost//x"]
)
def test_a_form_from_nowhere_is_answered_by_a_page_of_its_own(client: FlaskClient, referrer: str) -> None:
    answer = client.post("/notes", data={"noun": "claim", "noun_id": "1"}, headers={"Referer": referrer})
    assert (answer.status_code, "problem-sent" in answer.text) == (400, False)
    assert "needs at least one word" in answer.text
