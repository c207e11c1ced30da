"""Every page answers, says what it should, and says so when there is nothing to show."""

import csv
import io
import re
import sqlite3
from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient

from tests.web.asking import SHOT, claim_with, item, rows

PAGES = (
    ("/", "Said again and again"),
    ("/documents", "Harbour force weighs armed patrols"),
    ("/documents/new", "Paste a text"),
    ("/documents/1", "We are not planning routine armed patrols"),
    ("/documents/1/reread", "Reading the original again"),
    ("/trash", "The trash is empty"),
    ("/claims", "Has a match that is"),
    ("/claims/2", "What it matches"),
    ("/threads", "A thread is one claim over time"),
    ("/threads/1", "Over time"),
    ("/speakers", "Mara Quill"),
    ("/speakers/1", "Everything said, by date"),
    ("/figures", "What the documents count or measure"),
    ("/figures?measured=recorded+assaults", "Recorded assaults: the figures over time"),
    ("/figures?saying=blank", "do not say what they measure"),
    ("/compare", "Compare speakers"),
    ("/compare?speakers=1,2", "Side by side, thread by thread"),
    ("/positions", "Who holds what"),
    ("/verdicts", "recorded, never computed"),
    ("/scales", "Add a scale"),
    ("/settings", "How it prints"),
    ("/threads/1/verdicts", "Record a published verdict"),
    ("/threads/1/working", "Working verdict"),
    ("/review", "The program suggests, people decide"),
    ("/review/matches", "What are these two to each other?"),
    ("/review/speakers", "Who is meant?"),
    ("/review/dates", "When was it published?"),
    ("/review/places", "Where does this stand now?"),
    ("/review/attributions", "Did the program read it right?"),
    ("/review/matches/one", "Skipped questions come back"),
    ("/review/dates/one", "Leave it open"),
    ("/history", "added harbour.txt"),
    ("/check", "The draft is not kept"),
    ("/about", "The same statement in other words."),
)
LISTS = ("documents", "claims", "threads", "speakers", "figures", "decisions", "history")
ITEMS = ("/documents/1", "/claims/1", "/threads/1", "/speakers/1")
MISSING = ("/documents/99", "/claims/99", "/threads/99", "/speakers/99", "/documents/99/original", "/nowhere")
FILTERED: tuple[tuple[str, Callable[[dict[str, Any]], bool]], ...] = (
    ("kind=direct", lambda claim: claim["kind"] == "direct"),
    ("kind=direct&speaker=1", lambda claim: claim["kind"] == "direct" and claim["speaker_id"] == 1),
    ("document=2", lambda claim: claim["document_id"] == 2),
    ("from=2022-03-15", lambda claim: (claim["date"] or "") >= "2022-03-15"),
    ("to=2022-03", lambda claim: claim["date"] is not None),
    ("from=2022&to=2022-03-14", lambda claim: claim["date"] == "2022-03-14"),
    ("figure=1", lambda claim: bool(claim["quantities"])),
    ("kind=&speaker=&from=&to=&q=", lambda claim: True),
    ("speaker=99", lambda claim: False),
)
REFUSED = ("kind=loud", "relation=friends", "speaker=Mara", "from=yesterday", "to=14/03/2022")


@pytest.mark.parametrize(("path", "words"), PAGES)
def test_a_page_says_what_it_is_for(client: FlaskClient, path: str, words: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 200
    assert words in answer.text


@pytest.mark.parametrize(("path", "words"), PAGES)
def test_a_page_runs_nothing_but_the_sites_own_files(client: FlaskClient, path: str, words: str) -> None:
    answer = client.get(path)
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Referrer-Policy"] == "same-origin"
    assert not re.search(r"<script(?! src=| type=.application/ld.json.)|<style|\sstyle=|\son\w+=", answer.text)


@pytest.mark.parametrize(
    "path",
    [
        "/",
        *(f"/{name}" for name in LISTS if name != "decisions"),
        "/review",
        "/documents/new",
        "/compare",
        "/positions",
        "/about",
    ],
)
def test_an_empty_database_says_what_to_do_next(empty: FlaskClient, path: str) -> None:
    answer = empty.get(path)
    assert answer.status_code == 200
    assert "/documents/new" in answer.text or path in ("/threads", "/history", "/about", "/review", "/documents/new")


@pytest.mark.parametrize("path", MISSING)
def test_what_is_not_there_gets_a_page_that_helps(client: FlaskClient, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 404
    assert "addresses here never change" in answer.text


def test_what_is_not_there_is_told_in_json_to_programs(client: FlaskClient) -> None:
    answer = client.get("/claims/99.json")
    assert (answer.status_code, answer.json) == (404, {"error": "There is no claim 99."})


@pytest.mark.parametrize("name", LISTS)
def test_a_list_is_the_same_in_json_and_csv(client: FlaskClient, name: str) -> None:
    found = rows(client, f"/{name}.json")
    table = list(csv.DictReader(io.StringIO(client.get(f"/{name}.csv").text)))
    assert found
    ends = {"low", "high"} if name == "figures" else set()  # of a range, which is one value in JSON
    assert [{*row} - ends for row in table] == [{*row} - ({"value"} if ends else set()) for row in found]
    key = next(name for name in ("id", "a", "claim_id") if name in found[0])
    assert [row[key] for row in table] == [str(row[key]) for row in found]


@pytest.mark.parametrize("path", ITEMS)
def test_an_item_is_json_too(client: FlaskClient, path: str) -> None:
    assert item(client, path)["id"] == 1
    assert f'href="{path}.json"' in client.get(path).text


@pytest.mark.parametrize(("query", "belongs"), FILTERED)
def test_filters_narrow_the_page_and_its_twins_alike(
    client: FlaskClient, query: str, belongs: Callable[[dict[str, Any]], bool]
) -> None:
    expected = [claim["id"] for claim in rows(client, "/claims.json") if belongs(claim)]
    assert [claim["id"] for claim in rows(client, f"/claims.json?{query}")] == expected
    page = client.get(f"/claims?{query}").text
    assert re.findall(r'href="/claims/(\d+)" data-item', page) == [str(claim_id) for claim_id in expected]


def test_a_search_is_narrowed_by_the_filters(client: FlaskClient) -> None:
    everywhere = rows(client, "/claims.json?q=routine+armed+patrols")
    narrowed = rows(client, "/claims.json?q=routine+armed+patrols&document=2")
    assert [row for row in everywhere if row["document_id"] == 2] == narrowed
    assert 0 < len(narrowed) < len(everywhere)


@pytest.mark.parametrize("query", REFUSED)
def test_what_is_no_filter_is_refused_in_words(client: FlaskClient, query: str) -> None:
    answer = client.get(f"/claims?{query}")
    assert answer.status_code == 400
    assert "That did not work" in answer.text


# an address with a number or a query beyond all measure, its status
BEYOND_MEASURE = [
    (f"/claims/{10**30}", 404),
    (f"/documents/{10**30}/original", 404),
    (f"/speakers/{'9' * 5000}", 404),
    (f"/claims?speaker={10**30}", 400),
    (f"/claims.csv?document={'9' * 5000}", 400),
    (f"/claims?page={10**30}", 200),
    (f"/claims?q={'9' * 5000}", 200),
    (f"/compare?speakers={10**30},1", 400),
]


@pytest.mark.parametrize(("path", "status"), BEYOND_MEASURE, ids=[path[:24] for path, _ in BEYOND_MEASURE])
def test_a_number_beyond_all_measure_is_answered_in_words(client: FlaskClient, path: str, status: int) -> None:
    assert client.get(path).status_code == status


def test_a_host_that_cannot_be_is_told_so(client: FlaskClient) -> None:
    answer = client.get("/speakers/1", headers={"Host": "x" * 1000})
    assert (answer.status_code, answer.mimetype) == (400, "text/plain")


@pytest.mark.parametrize("path", ["/claims/1", "/claims/1.json"])
def test_a_mistake_of_the_program_is_told_in_one_sentence_and_logged(
    guarded: FlaskClient, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, path: str
) -> None:
    monkeypatch.setattr("tracker.services.claims.read", lambda *_: int("½"))
    monkeypatch.setattr("tracker.services.claims.shown", lambda *_: int("½"))
    answer = guarded.get(path)
    assert answer.status_code == 500
    told = answer.get_json()["error"] if answer.is_json else answer.text
    assert "The program made a mistake of its own, and this request changed nothing; the server’s log has what" in told
    assert "½" not in told and "ValueError" in caplog.text


def test_a_database_that_does_not_answer_gets_a_page_that_says_so(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def locked(*_: object) -> None:
        failure = sqlite3.OperationalError("database is locked")
        failure.sqlite_errorname = "SQLITE_BUSY"
        raise failure

    monkeypatch.setattr("tracker.services.claims.read", locked)
    answer = client.get("/claims/1")
    assert answer.status_code == 503 and "Another program has been writing to the database" in answer.text


def test_a_chip_takes_its_filter_away_and_keeps_the_others(client: FlaskClient) -> None:
    page = client.get("/claims?kind=direct&speaker=1").text
    assert '<a class="chip" href="/claims?speaker=1">direct' in page
    assert '<a class="chip" href="/claims?kind=direct">by Mara Quill' in page


def test_a_search_gives_the_best_claim_first(client: FlaskClient) -> None:
    page = client.get("/claims?q=shot+on+the+quay").text
    first = page.index('<article class="entry">')
    assert SHOT in re.sub("<[^>]+>", "", page[first : first + 700])


def test_a_search_for_markup_finds_nothing_and_breaks_nothing(client: FlaskClient) -> None:
    page = client.get("/claims?q=<script>alert(1)</script>").text
    assert "<script>alert" not in page


def test_a_document_carries_its_claims_in_place(client: FlaskClient) -> None:
    claim = claim_with(client, "We are not planning")["id"]
    link = rf'<a class="claim direct" id="claim-{claim}" data-item data-n="2" href="/claims/{claim}"[^>]*>'
    assert re.search(
        rf"“{link}We are not planning routine armed patrols in Saltmere</a>,”", client.get("/documents/1").text
    )


def test_an_open_date_offers_the_days_that_fit(client: FlaskClient) -> None:
    page = client.get("/documents/3").text
    assert "The date is open" in page
    assert 'name="value" value="2022-05-03">3 May 2022</button>' in page


def test_a_document_without_claims_says_so(client: FlaskClient) -> None:
    assert "No claim was found in this text" in client.get("/documents/4").text


def test_the_original_comes_back_byte_for_byte_as_a_file(client: FlaskClient) -> None:
    from tests.articles import HARBOUR

    answer = client.get("/documents/1/original")
    assert answer.data == HARBOUR.encode()
    assert answer.headers["Content-Disposition"] == "attachment; filename*=UTF-8''harbour.txt"
    assert answer.mimetype == "application/octet-stream"
    assert "sandbox" in answer.headers["Content-Security-Policy"]


def test_a_thread_over_two_dates_is_drawn_with_a_table_beside_it(client: FlaskClient) -> None:
    drawn = [page for page in (client.get(f"/threads/{n}").text for n in (1, 2)) if "<svg" in page]
    assert drawn
    assert "The chart as a table" in drawn[0]
    assert 'aria-describedby="chart-desc"' in drawn[0] and 'id="chart-desc"' in drawn[0]


def test_the_style_of_citation_is_remembered(client: FlaskClient) -> None:
    assert '<option value="mla" selected>' in client.get("/claims/1?style=mla").text
    assert '<option value="mla" selected>' in client.get("/claims/2").text
    assert '<option value="mla" selected>' in client.get("/claims/2?style=unheard-of").text


def test_words_that_are_not_a_speakers_own_are_cited_as_reported(client: FlaskClient) -> None:
    reported = claim_with(client, "would not become routine")
    assert "Mara Quill, as reported: “" in client.get(f"/claims/{reported['id']}").text
    denied = claim_with(client, "routine armed patrols were planned")
    assert "Mara Quill (denying this), as reported: “" in client.get(f"/claims/{denied['id']}").text


@pytest.mark.parametrize(("form", "words"), [("ris", "TI  - Harbour force"), ("bibtex", "title = {{Harbour force")])
def test_a_citation_comes_as_a_record_for_reference_managers(client: FlaskClient, form: str, words: str) -> None:
    claim = claim_with(client, "We are not planning")
    assert words in client.get(f"/claims/{claim['id']}?style={form}").text


def test_a_page_past_the_end_shows_the_last_one(client: FlaskClient) -> None:
    assert client.get("/claims?page=99").status_code == 200
    assert client.get("/claims?page=-1").status_code == 200
    assert client.get("/claims?page=two").status_code == 200


def test_the_first_page_shows_a_claim_once_among_the_changes_and_once_among_what_waits(client: FlaskClient) -> None:
    shown = client.get("/").get_data(as_text=True)
    for heading in ("waits", "changed"):
        section = shown.partition(f'<section aria-labelledby="{heading}"')[2].partition("</section>")[0]
        linked = re.findall(r"/review/groups/one\?at=(\d+)|id=\"pair-(\d+)-(\d+)\"", section)
        numbers = [number for match in linked for number in match if number]
        assert len(numbers) == len(set(numbers))
        assert numbers or "empty" in section
