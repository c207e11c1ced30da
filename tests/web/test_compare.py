"""The compare page: choosing, alignment, relations between the sides, release against newspaper, twins."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from tests.web.asking import claim_with, rows
from tracker.db.connection import open_database
from tracker.services import ingest

RELEASE = """\
Saltmere Police: patrols

2 June 2022

“The ferry quay will be watched by two officers at night. They will carry no firearms at any time,” Mara Quill said.

“The lighthouse stays open to all visitors this summer,” Dora Penhale said.

“We counted 40 swans on the river in the spring of this year,” Dora Penhale said.
"""
PAPER = """\
The Saltmere Gazette: who guards the quay

3 June 2022

“The ferry quay will be watched by two officers at night,” Mara Quill said.

“The lighthouse stays open to all visitors this summer,” Tobias Wren said.

“We counted 60 swans on the river in the spring of this year,” Dora Penhale said.

“Nobody asked the fishermen about any of this,” Callum Frost said.
"""


@pytest.fixture
def printed(client: FlaskClient, database: Path) -> FlaskClient:
    db = open_database(database)
    ingest.take_in(db, RELEASE.encode(), "release.txt", who="tester")
    ingest.take_in(db, PAPER.encode(), "paper.txt", who="tester")
    db.close()
    return client


def ids_of(client: FlaskClient, *names: str) -> str:
    found = {row["name"]: row["id"] for row in rows(client, "/documents.json")}
    return ",".join(str(found[name]) for name in names)


def compared(client: FlaskClient, query: str) -> dict[str, Any]:
    answer = client.get(f"/compare.json?{query}").json
    assert answer is not None
    return dict(answer)


# an address used before, or made by ticked boxes, and the lasting one it leads to
MOVED = [
    ("/compare?a=1&b=2", "/compare?speakers=1,2"),
    ("/compare.json?a=1&b=2", "/compare.json?speakers=1,2"),
    ("/compare?a=1", "/compare"),
    ("/compare?claims=1&claims=2", "/compare?claims=1,2"),
    ("/compare?documents=1&documents=2&documents=1&q=quay", "/compare?q=quay&documents=1,2"),
]


@pytest.mark.parametrize(("path", "lasting"), MOVED)
def test_an_older_address_leads_to_the_lasting_one(client: FlaskClient, path: str, lasting: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 302
    assert answer.headers["Location"].replace("%2C", ",") == lasting


REFUSED = [
    ("speakers=1,Mara", 400, "chosen by its number"),
    ("speakers=1&claims=2", 400, "one kind at a time"),
    ("claims=1,2,3,4,5,6,7", 400, "At most 6"),
    ("speakers=1,99", 404, "There is no speaker 99."),
    ("a=1&b=1", 400, "two different speakers"),
    ("what=towns", 400, "cannot be compared"),
    ("documents=1,2&fuller=4", 400, "has to be one of the documents"),
    ("documents=1,2&outcome=lost", 400, "nothing that becomes of a quotation"),
]


@pytest.mark.parametrize(("query", "status", "words"), REFUSED)
def test_what_cannot_be_compared_is_refused_in_words(client: FlaskClient, query: str, status: int, words: str) -> None:
    answer = client.get(f"/compare?{query}")
    assert answer.status_code == status
    assert words in answer.text


def test_one_side_asks_for_another_and_offers_the_nearest(client: FlaskClient) -> None:
    claim = claim_with(client, "We are not planning")
    page = client.get(f"/compare?claims={claim['id']}").text
    assert "One more is needed" in page
    assert "The nearest matches" in page


def test_a_search_leads_to_links_that_add_what_is_found(client: FlaskClient) -> None:
    speaker = rows(client, "/speakers.json")[0]
    page = client.get(f"/compare?what=speakers&q={speaker['name'].split()[-1]}").text
    assert f'href="/compare?speakers={speaker["id"]}">Add' in page


def test_claims_side_by_side_tell_what_they_are_to_each_other(client: FlaskClient) -> None:
    one, other = claim_with(client, "1,240 recorded assaults"), claim_with(client, "1,420 recorded assaults")
    found = compared(client, f"claims={one['id']},{other['id']}")
    assert [(pair["relation"]["kind"], pair["relation"]["stored"]) for pair in found["pairs"]] == [("revised", True)]
    page = client.get(f"/compare?claims={one['id']},{other['id']}").text
    assert "suggested, not decided" in page
    assert "1,240" in page and "<del>" in page


def test_claims_without_a_stored_match_are_compared_now_and_nothing_is_stored(client: FlaskClient) -> None:
    one, other = claim_with(client, "a shot was fired"), claim_with(client, "We are not planning")
    found = compared(client, f"claims={one['id']},{other['id']}")
    assert (found["pairs"][0]["relation"]["kind"], found["pairs"][0]["relation"]["stored"]) == ("none", False)
    assert "worked out now" in client.get(f"/compare?claims={one['id']},{other['id']}").text


def test_sides_can_be_taken_out_and_moved(client: FlaskClient) -> None:
    page = client.get("/compare?speakers=1,2,3").text.replace("%2C", ",")
    assert 'href="/compare?speakers=2,3">take out' in page
    assert 'href="/compare?speakers=2,1,3">move right' in page
    assert 'href="/compare?speakers=1,3,2">← move left' in page


def test_a_merged_speaker_stands_as_whom_they_were_merged_into(client: FlaskClient) -> None:
    client.post("/speakers/2/merge", data={"into": 1})
    assert [side["id"] for side in compared(client, "speakers=2,3")["sides"]] == [1, 3]


def test_what_became_of_each_quotation_of_the_release_is_told(printed: FlaskClient) -> None:
    query = f"documents={ids_of(printed, 'release.txt', 'paper.txt')}"
    carrying = compared(printed, query)["carrying"]
    assert carrying["fuller"]["why"] == "the earliest of them"
    fates = {
        row["claim"]["text"][:14]: [(fate["outcome"], fate["reattributed"]) for fate in row["fates"].values()]
        for row in carrying["quotations"]
    }
    assert fates == {
        "The ferry quay": [("carried", False)],
        "They will carr": [("left out", False)],
        "The lighthouse": [("carried", True)],
        "We counted 40 ": [("altered", False)],
    }
    (new,) = carrying["new"].values()
    assert ["fishermen" in claim["text"] for claim in new] == [True]
    page = printed.get(f"/compare?{query}").text
    assert "is taken as the fuller source: the earliest of them" in page
    assert "under another name" in page
    table = page[page.index('<table class="aligned quotations">') :]
    assert re.search(r"<del>.{0,60}40.{0,60}</del>\s*<ins>.{0,60}60", table[: table.index("</table>")])


def test_a_reader_may_take_the_other_document_as_the_fuller_source(printed: FlaskClient) -> None:
    release, paper = ids_of(printed, "release.txt", "paper.txt").split(",")
    carrying = compared(printed, f"documents={release},{paper}&fuller={paper}")["carrying"]
    assert carrying["fuller"] == {"id": int(paper), "why": "chosen by the reader"}
    assert carrying["counts"][release]["left out"] == 1


def test_the_outcomes_are_links_that_narrow_the_table(printed: FlaskClient) -> None:
    query = f"documents={ids_of(printed, 'release.txt', 'paper.txt')}"
    page = printed.get(f"/compare?{query}&outcome=left+out").text
    table = page[page.index('<table class="aligned quotations">') : page.index("</table>")]
    assert "They will carry no firearms" in table
    assert "The ferry quay will be watched" not in table


def test_what_became_of_the_quotations_comes_as_a_table(printed: FlaskClient) -> None:
    query = f"documents={ids_of(printed, 'release.txt', 'paper.txt')}"
    table = list(csv.DictReader(io.StringIO(printed.get(f"/compare/quotations.csv?{query}").text)))
    assert [row["outcome"] for row in table] == ["carried", "left out", "carried", "altered", "not in the source"]
    assert [row["under_another_name"] for row in table][:3] == ["False", "False", "True"]
    assert printed.get("/compare/quotations.csv?speakers=1,2").status_code == 400


def test_a_comparison_is_a_table_with_a_row_for_each_question_and_side(printed: FlaskClient) -> None:
    query = f"documents={ids_of(printed, 'release.txt', 'paper.txt')}"
    found = compared(printed, query)
    table = list(csv.DictReader(io.StringIO(printed.get(f"/compare.csv?{query}").text)))
    assert len(table) == 2 * len(found["questions"]) > 0


def test_rows_where_one_side_alone_speaks_are_shown_on_request(client: FlaskClient) -> None:
    few, more = compared(client, "documents=1,2")["questions"], compared(client, "documents=1,2&alone=1")["questions"]
    assert all(len(row["cells"]) == 2 for row in few)
    assert len(more) >= len(few)


@pytest.mark.parametrize(
    ("path", "noun"), [("/claims", "claims"), ("/speakers", "speakers"), ("/documents", "documents")]
)
def test_lists_have_boxes_to_tick_for_a_comparison(client: FlaskClient, path: str, noun: str) -> None:
    page = client.get(path).text
    assert f'form="compare-these" name="{noun}"' in page
    assert "Compare the ticked ones" in page
