"""The position grid: the words in the cell, blanks, sides, sorting, and its twins."""

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
from tracker.services import decisions, ingest, topics

DENIED = "routine armed patrols were planned"


def grid(client: FlaskClient, query: str = "") -> dict[str, Any]:
    answer = client.get(f"/positions.json{query}").json
    assert answer is not None
    return dict(answer)


@pytest.fixture
def talked(client: FlaskClient, database: Path) -> FlaskClient:
    """A client over a debate with two sides: Quill against patrols and later for them, Wren and Frost in between."""
    db = open_database(database)
    for number, (day, speaker, words) in enumerate(
        (
            ("1 May 2022", "Mara Quill", "Armed patrols would make the ferry quay more dangerous for everybody"),
            ("2 May 2022", "Tobias Wren", "Armed patrols would make the ferry quay safer for everybody"),
            ("3 May 2023", "Callum Frost", "Armed patrols would make the ferry quay more dangerous for everybody"),
            ("4 May 2024", "Mara Quill", "Armed patrols would make the ferry quay safer for everybody"),
        )
    ):
        text = f"A debate\n\n{day}\n\n“{words},” said {speaker}.\n"
        ingest.take_in(db, text.encode(), f"debate-{number}.txt", who="tester")
    db.close()
    return client


def cells(client: FlaskClient, query: str = "") -> dict[str, dict[str, Any]]:
    """Return the cells of the question about the ferry quay, by speaker."""
    found = grid(client, query)
    (row,) = (row for row in found["questions"] if "ferry quay" in row["lead"])
    names = {speaker["id"]: speaker["name"] for speaker in found["speakers"]}
    return {names[cell["side"]]: cell for cell in row["cells"]}


def test_a_thread_and_its_reversal_are_one_question_with_two_sides(talked: FlaskClient) -> None:
    (row,) = (row for row in grid(talked)["questions"] if "ferry quay" in row["lead"])
    assert "more dangerous" in row["lead"]
    assert [(side["kind"], "safer" in side["lead"]) for side in row["sides"]] == [("reversed", True)]
    found = cells(talked)
    assert {name: cell["latest"]["attitude"] for name, cell in found.items()} == {
        "Mara Quill": "opposes",
        "Tobias Wren": "opposes",
        "Callum Frost": "holds",
    }


def test_sides_apart_give_each_thread_a_row(talked: FlaskClient) -> None:
    leads = [row["lead"] for row in grid(talked, "?sides=apart")["questions"] if "ferry quay" in row["lead"]]
    assert sorted("safer" in lead for lead in leads) == [False, True]


def test_a_position_that_moved_is_shown_from_the_first_wording_to_the_latest(talked: FlaskClient) -> None:
    quill = cells(talked)["Mara Quill"]
    assert quill["moved"] is True
    assert (quill["first"]["attitude"], quill["first"]["date"]) == ("holds", "2022-05-01")
    assert (quill["latest"]["attitude"], quill["latest"]["date"]) == ("opposes", "2024-05-04")
    page = talked.get("/positions").text
    assert "Changed 2022 → 2024: for → against" in page
    assert cells(talked)["Tobias Wren"]["moved"] is False


def test_a_range_of_dates_leaves_what_was_said_in_it(talked: FlaskClient) -> None:
    quill = cells(talked, "?from=2022&to=2022-12")["Mara Quill"]
    assert (quill["latest"]["attitude"], quill["statements"]) == ("holds", 1)
    assert "Callum Frost" not in cells(talked, "?from=2022&to=2022-12")


def test_what_nobody_confirmed_is_a_suggestion_until_somebody_does(talked: FlaskClient) -> None:
    frost = cells(talked)["Callum Frost"]["latest"]
    (row,) = (row for row in grid(talked)["questions"] if "ferry quay" in row["lead"])
    assert frost["ground"] == "suggested"
    talked.post("/decisions", data={"a": row["lead_id"], "b": frost["id"], "decision": "confirmed"})
    assert cells(talked)["Callum Frost"]["latest"]["ground"] == "confirmed"


def test_a_refused_reversal_is_no_other_side(talked: FlaskClient) -> None:
    (row,) = (row for row in grid(talked)["questions"] if "ferry quay" in row["lead"])
    for side in row["sides"]:
        talked.post("/decisions", data={"a": row["lead_id"], "b": side["lead_id"], "decision": "refused"})
    leads = [row for row in grid(talked)["questions"] if "ferry quay" in row["lead"]]
    assert all(not row["sides"] for row in leads)
    assert len(leads) == 2


def test_pairs_are_counted_together_and_against(talked: FlaskClient) -> None:
    threads = ",".join(str(row["thread_id"]) for row in grid(talked)["questions"] if "ferry quay" in row["lead"])
    agreed = grid(talked, f"?threads={threads}")["agreements"]
    names = {frozenset((pair["one"]["name"], pair["other"]["name"])): pair for pair in agreed}
    assert names[frozenset(("Mara Quill", "Tobias Wren"))]["together"] == 1
    assert names[frozenset(("Tobias Wren", "Callum Frost"))]["against"] == 1


def test_a_blank_is_said_to_be_one_in_page_and_table(talked: FlaskClient) -> None:
    assert "not stated" in talked.get("/positions").text
    table = list(csv.DictReader(io.StringIO(talked.get("/positions.csv").text)))
    assert any("not stated" in row.values() for row in table)


def test_the_long_table_has_a_row_for_each_cell_blanks_included(talked: FlaskClient) -> None:
    found = grid(talked)
    table = list(csv.DictReader(io.StringIO(talked.get("/positions.csv?shape=long").text)))
    assert len(table) == len(found["questions"]) * len(found["speakers"])
    assert sum(row["claim"] != "" for row in table) == sum(len(row["cells"]) for row in found["questions"])


def test_chosen_speakers_are_columns_in_their_order_and_chips_take_them_out(talked: FlaskClient) -> None:
    ids = {row["name"]: row["id"] for row in rows(talked, "/speakers.json")}
    wren, quill = ids["Tobias Wren"], ids["Mara Quill"]
    query = f"?speakers={wren},{quill}"
    assert [speaker["id"] for speaker in grid(talked, query)["speakers"]] == [wren, quill]
    assert f'<a class="chip" href="/positions?speakers={quill}">Tobias Wren' in talked.get(f"/positions{query}").text


def test_rows_are_sorted_by_where_a_speaker_stands(talked: FlaskClient) -> None:
    frost = next(row["id"] for row in rows(talked, "/speakers.json") if row["name"] == "Callum Frost")
    first = grid(talked, f"?by=speaker:{frost}")["questions"][0]
    assert frost in [cell["side"] for cell in first["cells"]]


def test_speakers_are_sorted_by_name_or_by_where_they_stand(talked: FlaskClient) -> None:
    last = [speaker["name"].split()[-1] for speaker in grid(talked, "?across=name")["speakers"]]
    assert last == sorted(last)
    (row,) = (row for row in grid(talked)["questions"] if "ferry quay" in row["lead"])
    assert grid(talked, f"?across=thread:{row['thread_id']}")["speakers"][0]["name"] == "Callum Frost"


def test_a_speaker_is_found_by_name_and_added(talked: FlaskClient) -> None:
    page = talked.get("/positions?find_speakers=zzz").text
    assert "No other speaker has these words" in page
    assert "No other thread has these words" in talked.get("/positions?find_threads=zebra").text


def test_a_topic_narrows_the_grid_to_its_threads(talked: FlaskClient, database: Path) -> None:
    (row,) = (row for row in grid(talked)["questions"] if "ferry quay" in row["lead"])
    db = open_database(database)
    topics.tag(db, "thread", row["thread_id"], "The quay", who="tester")
    (topic,) = db.execute("SELECT id FROM topics").fetchone()
    db.close()
    assert [one["thread_id"] for one in grid(talked, f"?topic={topic}")["questions"]] == [row["thread_id"]]
    assert "topic: The quay" in talked.get(f"/positions?topic={topic}").text
    assert talked.get("/positions?topic=99").status_code == 404


def test_a_reversal_that_a_person_confirms_is_confirmed_in_the_cell(talked: FlaskClient, database: Path) -> None:
    (row,) = (row for row in grid(talked)["questions"] if "ferry quay" in row["lead"])
    wren = cells(talked)["Tobias Wren"]["latest"]
    assert wren["ground"] == "suggested"
    db = open_database(database)
    decisions.decide_pair(db, row["lead_id"], wren["id"], "confirmed", who="tester", confirmed_as="reversed")
    db.close()
    wren = cells(talked)["Tobias Wren"]["latest"]
    assert (wren["attitude"], wren["ground"]) == ("opposes", "confirmed")


REFUSED = ("speakers=Mara", "threads=x", "from=yesterday", "by=luck", "across=luck", "sides=round")


@pytest.mark.parametrize("query", REFUSED)
def test_what_is_no_choice_is_refused_in_words(client: FlaskClient, query: str) -> None:
    assert client.get(f"/positions?{query}").status_code == 400


def test_a_shape_that_is_none_is_refused_in_words(client: FlaskClient) -> None:
    assert client.get("/positions.csv?shape=round").status_code == 400


def test_words_denied_are_told_to_be_denied(client: FlaskClient) -> None:
    denied = claim_with(client, DENIED)
    for row in grid(client)["questions"]:
        for cell in row["cells"]:
            if cell["latest"]["id"] == denied["id"]:
                assert "denied:" in client.get("/positions").text


def test_what_one_speaker_alone_said_is_listed(talked: FlaskClient, database: Path) -> None:
    db = open_database(database)
    ingest.take_in(
        db, "5 May 2024\n\n“The ferry needs a second engine,” said Mara Quill.\n".encode(), "alone.txt", who="x"
    )
    db.close()
    alone = {row["speaker"]["name"]: row for row in grid(talked)["outside"]}
    assert "The ferry needs a second engine" in [claim["text"].rstrip(",") for claim in alone["Mara Quill"]["latest"]]
    assert "The ferry needs a second engine" in talked.get("/positions").text


def test_the_brief_cites_each_source_it_quotes(talked: FlaskClient) -> None:
    page = talked.get("/positions/brief").text
    assert "Armed patrols would make the ferry quay safer for everybody" in page
    assert "Changed: on 1 May 2022 for" in page
    quoted = set(re.findall(r'href="#(source-\d+)"', page))
    assert quoted == set(re.findall(r'id="(source-\d+)"', page))
    assert talked.get("/positions/brief?style=nonsense").status_code == 400


def test_a_debate_leaves_as_a_row_a_statement_and_as_argdown(talked: FlaskClient) -> None:
    table = list(csv.DictReader(io.StringIO(talked.get("/positions.dna.csv").text)))
    ferry = [row for row in table if "ferry quay" in row["concept"]]
    assert [(row["person"], row["time"], row["agreement"]) for row in ferry] == [
        ("Mara Quill", "2022-05-01", "1"),
        ("Tobias Wren", "2022-05-02", "0"),
        ("Callum Frost", "2023-05-03", "1"),
        ("Mara Quill", "2024-05-04", "0"),
    ]
    argdown = talked.get("/positions.argdown").text
    assert argdown.startswith("===\ntitle: Who holds what\n===\n")
    assert re.search(r"^  \+ \[Claim \d+, Callum Frost, 2023 05 03\]: “Armed patrols", argdown, re.MULTILINE)
    assert re.search(r"^  - \[Claim \d+, Tobias Wren, 2022 05 02\]: “Armed patrols", argdown, re.MULTILINE)
