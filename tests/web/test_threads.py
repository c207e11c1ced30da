"""A thread's page: the ladder, what was dropped, where it was first seen, and what is only suggested."""

import csv
import io
import re
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from tests.web.asking import item, rows
from tracker.db.connection import open_database
from tracker.services import ingest
from tracker.web.app import create_app

STATEMENT = """\
Harbour force on the ferry

3 May 2021

“We would search the ferry only in exceptional circumstances,” Chief Constable Mara Quill said.
"""
PAPER = """\
The Saltmere Gazette

5 May 2021

“We would search the ferry,” Chief Constable Mara Quill said.

“We would not search the ferry,” Councillor Tobias Wren said.
"""
COPY = """\
The Saltmere Courier

9 May 2021

“We would search the ferry only in exceptional circumstances,” Chief Constable Mara Quill said.
"""
LETTER = """\
A letter

“We would search the ferry only in exceptional circumstances,” Chief Constable Mara Quill said.
"""


@pytest.fixture
def ferry(tmp_path: Path) -> FlaskClient:
    """A client over the words of one chief constable in four documents, one of them undated."""
    path = tmp_path / "ferry.db"
    db = open_database(path)
    for name, text in (("a.txt", STATEMENT), ("b.txt", PAPER), ("c.txt", COPY), ("d.txt", LETTER)):
        ingest.take_in(db, text.encode(), name, who="tester")
    db.close()
    made = create_app(path, secret_key="for tests")
    made.config.update(TESTING=True, WTF_CSRF_ENABLED=False)
    return made.test_client()


def thread_of(client: FlaskClient, words: str, name: str) -> dict[str, Any]:
    """Return the thread of the claim with these words in the document of this name."""
    (claim,) = (row for row in rows(client, "/claims.json") if words in row["text"] and row["document"] == name)
    (found,) = item(client, f"/claims/{claim['id']}")["threads"]
    return item(client, f"/threads/{found['id']}")


@pytest.fixture
def thread(ferry: FlaskClient) -> dict[str, Any]:
    return thread_of(ferry, "in exceptional circumstances", "a.txt")


def test_each_wording_stands_once_with_what_it_dropped(ferry: FlaskClient, thread: dict[str, Any]) -> None:
    wordings = thread["wordings"]
    assert [one["first"]["date"] for one in wordings] == ["2021-05-03", "2021-05-05"]
    assert [[use["date"] for use in one["others"]] for one in wordings] == [["2021-05-09", None], []]
    assert wordings[1]["dropped"] == ["only", "in exceptional circumstances"]
    page = ferry.get(f"/threads/{thread['id']}").text
    assert page.index("dropped:") < page.index("<q>in exceptional circumstances</q>")


def test_copies_are_counted_apart_from_origins(ferry: FlaskClient, thread: dict[str, Any]) -> None:
    origins = thread["origins"]
    assert sorted(len(origin["copies"]) for origin in origins) == [0, 2]
    assert "4 claims go back to 2 origins" in ferry.get(f"/threads/{thread['id']}").text


def test_the_first_use_is_told_of_these_documents_and_no_more(ferry: FlaskClient, thread: dict[str, Any]) -> None:
    page = ferry.get(f"/threads/{thread['id']}").text
    assert "First said, in these 4 documents: <b>3 May 2021</b>" in page
    assert "It may have been said earlier elsewhere. 1 claim without a known date may be older." in page


def test_what_has_no_date_stands_apart_from_the_axis(ferry: FlaskClient, thread: dict[str, Any]) -> None:
    page = ferry.get(f"/threads/{thread['id']}").text
    assert page.index('class="axis"') < page.index("Date not known</span>")


def test_a_suggestion_is_told_from_what_a_person_confirmed(ferry: FlaskClient, thread: dict[str, Any]) -> None:
    address = f"/threads/{thread['id']}"
    assert "nobody has confirmed it yet" in ferry.get(address).text
    other = thread["wordings"][1]["first"]["id"]
    ferry.post("/who", data={"name": "Ann Example"})
    ferry.post("/decisions", data={"a": thread["lead_id"], "b": other, "decision": "confirmed"})
    page = ferry.get(address).text
    assert "confirmed by Ann Example" in page
    assert "nobody has confirmed it yet" not in page
    assert "2 of 3 matches with the main wording are suggested by the program" in page


def test_what_reverses_the_thread_stands_beside_it_with_the_reason(ferry: FlaskClient, thread: dict[str, Any]) -> None:
    beside = thread["beside"]
    assert [(match["kind"], match["other"]["speaker"]) for match in beside] == [("reversed", "Tobias Wren")]
    page = ferry.get(f"/threads/{thread['id']}").text
    section = page[page.index("opposed-title") :]
    assert beside[0]["reasons"][0].split("”")[0].strip("“") in section


def test_a_thread_leaves_as_a_table_with_a_row_for_each_claim(ferry: FlaskClient, thread: dict[str, Any]) -> None:
    address = f"/threads/{thread['id']}"
    table = list(csv.DictReader(io.StringIO(ferry.get(f"{address}.csv").text)))
    assert [row["date"] for row in table] == ["2021-05-03", "2021-05-05", "2021-05-09", ""]
    assert [row["wording"] for row in table] == ["1", "2", "1", "1"]
    assert [row["standing"] for row in table] == ["lead", "suggested", "suggested", "suggested"]
    assert f'href="{address}.csv"' in ferry.get(address).text


def test_lanes_can_be_the_places_instead_of_the_speakers(ferry: FlaskClient, thread: dict[str, Any]) -> None:
    address = f"/threads/{thread['id']}"
    assert '<span class="lane-name">Mara Quill</span>' in ferry.get(address).text
    by_place = ferry.get(f"{address}?by=documents").text
    assert '<span class="lane-name">Mara Quill</span>' not in by_place
    assert 'class="lane-name"' in by_place


EARLIER = """\
Harbour bulletin

1 March 2021

“We would search the ferry in exceptional circumstances only,” Chief Constable Mara Quill said.
"""


def test_the_title_stays_when_an_earlier_statement_comes_and_changes_in_the_open_when_its_claim_leaves(
    ferry: FlaskClient, thread: dict[str, Any]
) -> None:
    address = f"/threads/{thread['id']}"
    db = open_database(ferry.application.config["DATABASE"])
    ingest.take_in(db, EARLIER.encode(), "e.txt", who="tester")
    db.close()
    later = item(ferry, address)
    assert (later["lead"], later["title_id"]) == (thread["lead"], thread["lead_id"])
    assert later["lead_id"] != thread["lead_id"]
    page = ferry.get(address).text
    assert "1 March 2021" in page
    assert page.count("main wording</span>") == 1
    ferry.post(f"/claims/{thread['title_id']}/reject")
    named = item(ferry, address)
    assert named["title_id"] != thread["title_id"]
    assert f"claim {thread['title_id']} left it" in ferry.get(address).text


def test_a_picked_main_wording_names_the_thread_and_undo_brings_the_old_title_back(
    ferry: FlaskClient, thread: dict[str, Any]
) -> None:
    address, other = f"/threads/{thread['id']}", thread["wordings"][1]["first"]["id"]
    ferry.post(f"{address}/lead", data={"claim": other})
    assert item(ferry, address)["title_id"] == other
    (event,) = (row for row in item(ferry, address)["events"] if row["kind"] == "lead.picked")
    ferry.post(f"/history/{event['id']}/undo")
    assert item(ferry, address)["title_id"] == thread["title_id"]


def test_sheets_and_scripts_of_a_thread_leave_room_for_its_claims(ferry: FlaskClient, thread: dict[str, Any]) -> None:
    """A page has 100 KB without fonts; thirteen claims with their wordings take 53 of them."""
    page = ferry.get(f"/threads/{thread['id']}").text
    loaded = set(re.findall(r'(?:href|src)="(/static/[^"]+\.(?:css|js)\?[^"]+)"', page))
    assert loaded and sum(len(ferry.get(address).data) for address in loaded) < 47_000
