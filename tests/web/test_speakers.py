"""Speakers: the list that searches and sorts, and one speaker's roles, moves, threads and claims."""

import csv
import io
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from tests.web.asking import rows
from tracker.db.connection import open_database
from tracker.services import ingest
from tracker.web.app import create_app

DOCUMENTS = (
    """\
Ferry news

3 May 2019

“The ferry will stay free for the people of Saltmere,” Councillor Ada Brook said.
""",
    """\
Ferry news

4 June 2021

“The ferry will not stay free for the people of Saltmere,” Mayor Ada Brook said.
""",
    """\
Ferry news

5 July 2022

“The ferry will not stay free for the people of Saltmere,” Mayor Ada Brook said.

“The quay was painted,” Inspector Ben Brook said.
""",
)


@pytest.fixture
def moved(tmp_path: Path) -> FlaskClient:
    """A client over a councillor who became mayor and changed her mind, and somebody of her name."""
    path = tmp_path / "ferry.db"
    db = open_database(path)
    for number, text in enumerate(DOCUMENTS):
        ingest.take_in(db, text.encode(), f"{number}.txt", who="tester")
    db.close()
    made = create_app(path, secret_key="for tests")
    made.config.update(TESTING=True, WTF_CSRF_ENABLED=False)
    return made.test_client()


def number_of(client: FlaskClient, name: str) -> int:
    (found,) = (row["id"] for row in rows(client, "/speakers.json") if row["name"] == name)
    return int(found)


def part(page: str, first: str, last: str) -> str:
    return page[page.index(first) : page.index(last)]


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("", ["Ada Brook", "Ben Brook"]),
        ("q=brook", ["Ada Brook", "Ben Brook"]),
        ("q=BEN", ["Ben Brook"]),
        ("q=ada+ben", []),
        ("sort=first", ["Ada Brook", "Ben Brook"]),
        ("sort=latest&q=brook", ["Ada Brook", "Ben Brook"]),
        ("q=%25", []),
    ],
)
def test_the_list_finds_and_sorts_names(moved: FlaskClient, query: str, names: list[str]) -> None:
    assert [row["name"] for row in rows(moved, f"/speakers.json?{query}")] == names
    page = moved.get(f"/speakers?{query}").text
    assert [name for name in ("Ada Brook", "Ben Brook") if f">{name}</a>" in page] == names


def test_the_list_counts_and_dates_what_each_said(moved: FlaskClient) -> None:
    ada = rows(moved, "/speakers.json")[0]
    assert (ada["claims"], ada["documents"], ada["first"], ada["last"]) == (3, 3, "2019-05-03", "2022-07-05")


def test_an_order_that_is_none_is_refused(moved: FlaskClient) -> None:
    answer = moved.get("/speakers?sort=loudest")
    assert answer.status_code == 400
    assert "not by “loudest”" in answer.text


def test_a_role_is_shown_at_the_dates_of_the_documents_that_print_it(moved: FlaskClient) -> None:
    page = moved.get(f"/speakers/{number_of(moved, 'Ada Brook')}").text
    roles = part(page, 'class="stacking roles"', 'id="moved-title"')
    assert roles.index("Councillor") < roles.index("3 May 2019") < roles.index("Mayor") < roles.index("4 June 2021")
    assert "5 July 2022" in roles


def test_a_change_of_mind_is_shown_once_the_earlier_words_first(moved: FlaskClient) -> None:
    page = moved.get(f"/speakers/{number_of(moved, 'Ada Brook')}").text
    moves = part(page, 'id="moved-title"', 'id="threads-title"')
    assert moves.count('class="pair"') == 1
    assert moves.index("3 May 2019") < moves.index("4 June 2021")
    assert "suggested" in moves


def test_threads_tell_who_leads_and_which_claims_are_their_own(moved: FlaskClient) -> None:
    page = moved.get(f"/speakers/{number_of(moved, 'Ada Brook')}").text
    threads = part(page, 'id="threads-title"', 'id="labels-title"')
    assert ">main wording</span>" in threads
    assert "all 2 claims are the speaker’s own, <time" in threads


def test_the_list_of_threads_is_narrowed_to_a_speaker(moved: FlaskClient) -> None:
    ada, ben = number_of(moved, "Ada Brook"), number_of(moved, "Ben Brook")
    assert len(rows(moved, f"/threads.json?speaker={ada}")) == len(rows(moved, "/threads.json")) == 2
    assert rows(moved, f"/threads.json?speaker={ben}") == []
    assert "with Ada Brook in it" in moved.get(f"/threads?speaker={ada}").text
    assert moved.get("/threads?speaker=Ada").status_code == 400


def test_a_speakers_claims_leave_as_a_table_in_date_order(moved: FlaskClient) -> None:
    address = f"/speakers/{number_of(moved, 'Ada Brook')}"
    table = list(csv.DictReader(io.StringIO(moved.get(f"{address}.csv").text)))
    assert [row["date"] for row in table] == ["2019-05-03", "2021-06-04", "2022-07-05"]
    assert f'href="{address}.csv"' in moved.get(address).text
    assert moved.get("/speakers/99.csv").status_code == 404


@pytest.mark.parametrize(
    ("given", "status", "words"),
    [
        ("Ada Brook", 200, "Merged into this speaker"),
        ("ada brook", 200, "Merged into this speaker"),
        ("Ada", 400, "No speaker is called “Ada”; give a name as it is listed, or a number."),
        ("", 400, "The other speaker is wanted"),
        ("99", 404, "There is no speaker 99."),
    ],
)
def test_the_other_one_is_named_to_merge_two_speakers(moved: FlaskClient, given: str, status: int, words: str) -> None:
    ben = number_of(moved, "Ben Brook")
    answer = moved.post(f"/speakers/{ben}/merge", data={"into": given}, follow_redirects=True)
    assert answer.status_code == status
    assert words in answer.text
