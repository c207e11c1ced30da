"""Verdicts on the pages: listed, shown where they may be, hidden where they may not, and as JSON-LD."""

import io
import json
import re

import jsonschema
import pytest
from flask.testing import FlaskClient
from lxml import html

from tests.cite.test_linked_data import CLAIM_REVIEW
from tests.web.asking import item, rows
from tests.web.test_forms import undo_path
from tracker.cite.snippets import as_told

NASTY = "</script><script>alert(1)</script><!--"
FORM = {
    "rating": "1:Half true",
    "url": "https://harbour-facts.example/12",
    "date": "2022-04-02",
    "reviewer": "Ines Marlow",
    "summary": "The *rota* says otherwise.",
    "title": ["Rota", ""],
    "link": ["https://saltmere.example/rota", ""],
    "shows": ["One armed unit is on call.", ""],
    "archive": ["https://archive.example/rota", ""],
    "accessed": ["2022-04-01", ""],
}
BAD = (
    ({"rating": ""}, "Choose a rating"),
    ({"rating": "x:y"}, "Choose a rating"),
    ({"rating": "1:Splendid"}, "is no rating of"),
    ({"url": "javascript:alert(1)"}, "must begin with https://"),
    ({"title": ["a", "b", "c"]}, "rows of evidence are incomplete"),
    ({"date": "yesterday"}, "is a day such as 3 May 2024"),
)
# a page of a thread with two claims and the rating of its lead must not be found at the claim merely suggested
LINK = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.S)


@pytest.fixture
def rated(client: FlaskClient) -> FlaskClient:
    """A client over a database with one verdict on the first thread of two claims."""
    client.post("/scales", data={"organisation": "Harbour Facts", "ratings": "False = 1\nHalf true = 2\nTrue = 3"})
    answer = client.post(f"/threads/{of_two(client)['id']}/verdicts", data=FORM)
    assert answer.status_code == 303
    client.get("/about")  # what was done is told once
    return client


def of_two(client: FlaskClient) -> dict[str, list[int]]:
    """Return the first thread whose second claim is merely suggested."""
    return next(row for row in rows(client, "/threads.json") if len(row["members"]) > 1)


def data_in(page: str) -> list[dict[str, object]]:
    found = LINK.search(page)
    assert found is not None
    return list(json.loads(found.group(1))["@graph"])


def test_a_verdict_stands_at_the_head_of_its_thread_and_in_lists(rated: FlaskClient) -> None:
    thread = of_two(rated)
    page = rated.get(f"/threads/{thread['id']}").text
    assert "Half true" in page and "Harbour Facts" in page
    assert "<em>rota</em>" in page
    for path in ("/threads", "/verdicts", f"/claims/{thread['lead_id']}", f"/threads/{thread['id']}/verdicts"):
        assert "Half true" in rated.get(path).text


def test_a_claim_merely_suggested_hears_of_the_verdict_without_its_rating(rated: FlaskClient) -> None:
    thread = of_two(rated)
    suggested = next(member for member in thread["members"] if member != thread["lead_id"])
    for path in (f"/claims/{suggested}", f"/claims/{suggested}.jsonld", f"/claims/{suggested}.json"):
        assert "Half true" not in rated.get(path).text
    assert "has a verdict" in rated.get(f"/claims/{suggested}").text
    lead = str(thread["lead_id"])
    rated.post("/decisions", data={"a": lead, "b": str(suggested), "decision": "confirmed"})
    page = rated.get(f"/claims/{suggested}").text
    assert "Harbour Facts: Half true" in page
    assert "suggested to belong to has a verdict" not in page
    assert "Harbour Facts: Half true" in rated.get("/claims").text
    assert "Half true" in rated.get(f"/claims/{suggested}.jsonld").text


def test_the_review_names_no_place_that_nobody_confirmed(rated: FlaskClient) -> None:
    thread = of_two(rated)
    suggested = next(member for member in thread["members"] if member != thread["lead_id"])
    (review,) = (
        thing for thing in data_in(rated.get(f"/threads/{thread['id']}").text) if thing["@type"] == "ClaimReview"
    )
    assert f"/claims/{suggested}" not in json.dumps(review)


@pytest.mark.parametrize("where", ["page", "export"])
def test_the_data_of_a_thread_is_valid_by_what_google_requires(rated: FlaskClient, where: str) -> None:
    address = f"/threads/{of_two(rated)['id']}"
    if where == "page":
        things = data_in(rated.get(address).text)
    else:
        answer = rated.get(f"{address}.jsonld")
        assert answer.mimetype == "application/ld+json"
        things = json.loads(answer.text)["@graph"]
    kinds = [thing["@type"] for thing in things]
    assert kinds == ["Claim", "ClaimReview"]
    jsonschema.validate({"@context": "https://schema.org", **things[1]}, CLAIM_REVIEW)


def test_a_direct_claim_is_a_quotation_and_a_statistic_a_claim(client: FlaskClient) -> None:
    for row in rows(client, "/claims.json"):
        expected = "Quotation" if row["kind"] == "direct" and row["speaker"] else "Claim"
        (thing,) = json.loads(client.get(f"/claims/{row['id']}.jsonld").text)["@graph"]
        assert (thing["@type"], thing["text"]) == (expected, as_told(row["text"], row["stance"]))


def test_no_text_breaks_out_of_the_data(rated: FlaskClient) -> None:
    rated.post("/claims/1/speaker", data={"name": NASTY})
    rated.post("/scales", data={"organisation": NASTY, "ratings": f"{NASTY}\nTrue"})
    thread = of_two(rated)["id"]
    rated.post(
        f"/threads/{thread}/verdicts", data=FORM | {"rating": f"2:{NASTY}", "summary": NASTY, "title": [NASTY, ""]}
    )
    for path in (f"/threads/{thread}", "/claims/1", "/verdicts/2", "/verdicts", "/scales"):
        page = rated.get(path).text
        assert "<script>alert" not in page
        assert page.count("<script") == page.count("</script>")
    assert NASTY in json.dumps(data_in(rated.get(f"/threads/{thread}").text))


@pytest.mark.parametrize(("change", "words"), BAD)
def test_what_cannot_be_recorded_is_told_in_one_sentence(
    rated: FlaskClient, change: dict[str, str], words: str
) -> None:
    answer = rated.post(f"/threads/{of_two(rated)['id']}/verdicts", data=FORM | change)
    assert answer.status_code == 422
    assert words in answer.text
    assert len(rows(rated, "/verdicts.json")) == 1


def test_a_verdict_is_revised_withdrawn_and_brought_back(rated: FlaskClient) -> None:
    page = rated.post("/verdicts/1", data=FORM | {"rating": "1:False"}, follow_redirects=True).text
    assert "Version 2, which stands: False" in page
    assert item(rated, "/verdicts/1")["rating"] == "False"
    rated.post(undo_path(page), follow_redirects=True)
    assert item(rated, "/verdicts/1")["rating"] == "Half true"
    page = rated.post("/verdicts/1/withdraw", follow_redirects=True).text
    assert "<b>Withdrawn</b> by a reader" in page
    assert rows(rated, "/verdicts.json") == []
    assert "Half true" not in rated.get(f"/threads/{of_two(rated)['id']}").text
    rated.post(undo_path(page))
    assert len(rows(rated, "/verdicts.json")) == 1


@pytest.mark.parametrize(
    ("query", "count"),
    [("", 1), ("organisation=Harbour+Facts", 1), ("rating=Half+true", 1), ("rating=False", 0), ("organisation=x", 0)],
)
def test_filters_narrow_the_list_and_its_twins_alike(rated: FlaskClient, query: str, count: int) -> None:
    assert len(rows(rated, f"/verdicts.json?{query}")) == count
    assert rated.get(f"/verdicts?{query}").text.count("data-item") == count
    assert rated.get(f"/verdicts.csv?{query}").text.count("Half true") >= count


def test_a_thread_is_chosen_by_its_number(rated: FlaskClient) -> None:
    assert rated.get("/verdicts?thread=x").status_code == 400
    assert len(rows(rated, f"/verdicts.json?thread={of_two(rated)['id']}")) == 1


def test_a_withdrawn_scale_is_offered_no_longer_and_its_verdicts_stay(rated: FlaskClient) -> None:
    rated.post("/scales/1/withdraw")
    thread = of_two(rated)["id"]
    assert 'value="1:Half true"' not in rated.get(f"/threads/{thread}/verdicts").text
    assert rated.post(f"/threads/{thread}/verdicts", data=FORM).status_code == 422
    assert "Half true" in rated.get(f"/threads/{thread}").text


@pytest.mark.parametrize("path", ["/verdicts/9", "/verdicts/9.json", "/threads/99/verdicts", "/threads/99.jsonld"])
def test_what_is_not_there_is_told(client: FlaskClient, path: str) -> None:
    assert client.get(path).status_code == 404


def test_all_verdicts_are_taken_as_claim_reviews(rated: FlaskClient) -> None:
    (review,) = rated.get("/verdicts.jsonld").get_json(force=True)["@graph"]
    jsonschema.validate({"@context": "https://schema.org", **review}, CLAIM_REVIEW)
    assert review["reviewRating"]["alternateName"] == "Half true"
    assert "/verdicts.jsonld" in rated.get("/verdicts").text


def test_a_verdict_is_worked_on_before_it_is_published_with_a_scale_made_in_place(client: FlaskClient) -> None:
    thread = of_two(client)["id"]
    page = client.get(f"/threads/{thread}/working").text
    assert "Begin a scale: five points" in page
    sent = {
        **FORM,
        "status": "checking",
        "assignee": "Ines Marlow",
        "note": "The *rota*.",
        "rating": "five points:False",
    }
    refused = client.post(f"/threads/{thread}/working", data=sent)
    assert refused.status_code == 422
    assert "Say which organisation the scale is of." in refused.text and ">The *rota*.</textarea>" in refused.text
    assert 'value="five points:False" selected' in refused.text
    answer = client.post(
        f"/threads/{thread}/working", data={**sent, "organisation": "Quay Watch"}, follow_redirects=True
    )
    shown = " ".join(html.fromstring(answer.text).xpath("string(//section[@id='verdicts'])").split())
    assert "Working verdict: checking Ines Marlow · so far False (Quay Watch) · 1 piece of evidence" in shown
    assert rows(client, "/working.json")[0]["rating"] == "False"
    assert [thing["@type"] for thing in data_in(answer.text)] == ["Claim"]
    record = html.fromstring(client.get(f"/threads/{thread}/verdicts").text)
    assert record.xpath("string(//textarea[@id='v-summary'])") == "The *rota*."
    assert record.xpath("string(//option[@selected]/@value)") == "1:False"
    published = {**FORM, "rating": "1:False"}
    page = client.post(f"/threads/{thread}/verdicts", data=published, follow_redirects=True).text
    assert [thing["@type"] for thing in data_in(page)] == ["Claim", "ClaimReview"]


def test_a_fact_check_by_others_stands_at_the_thread_it_fits_until_a_person_refuses_it(client: FlaskClient) -> None:
    lead = next(row for row in rows(client, "/threads.json") if row["claims"] > 1)
    review = {
        "@type": "ClaimReview",
        "claimReviewed": lead["lead"],
        "url": "https://coast.example/7",
        "author": {"@type": "Organization", "name": "Coast Facts"},
        "itemReviewed": {"@type": "Claim", "datePublished": "2031-01-05"},
        "reviewRating": {"alternateName": "Half true"},
    }
    file = (io.BytesIO(json.dumps(review).encode()), "checks.json")
    client.post("/documents/new", data={"files": file}, content_type="multipart/form-data")
    address = f"/threads/{lead['id']}"
    page = client.get(address).text
    assert "Coast Facts</b> rates it <b>“Half true”" in page and 'href="https://coast.example/7"' in page
    assert "nobody has confirmed it" in page and "It does not fit" in page
    (check,) = item(client, address)["fact_checks"]
    assert (check["rated_by"], check["rating"]) == ("Coast Facts", "Half true")
    pair = {name: check["claim"]["relation"][name] for name in ("a", "b")}
    client.post("/decisions", data=pair | {"decision": "confirmed"})
    assert "confirmed to be this claim" in client.get(address).text
    client.post("/decisions", data=pair | {"decision": "refused"})
    assert item(client, address)["fact_checks"] == []
    assert "Coast Facts" not in client.get("/verdicts").text
