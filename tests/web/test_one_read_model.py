"""One read model for each noun: its page's JSON, the API and the command line tell the same."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

import pytest
from click.testing import CliRunner
from flask.testing import FlaskClient

from tests.web.asking import rows
from tracker.cli.main import main
from tracker.cli.show import SHOWN
from tracker.db.connection import open_database
from tracker.models.threads import Ruling
from tracker.services import decisions, ingest, topics, verdicts

COUNTED = """\
Saltmere: the quay

4 June 2022

“There are 40 officers on the ferry quay every night,” Mara Quill said.
"""
AGAIN = """\
Saltmere: the quay, a year on

5 June 2023

“There are 40 officers on the ferry quay every night,” Mara Quill said.

“There are 60 officers on the ferry quay every night,” Tobias Wren said.
"""
WORDS = "40 officers on the ferry quay"


@pytest.fixture
def numbers(client: FlaskClient, database: Path) -> Mapping[str, tuple[int, ...]]:
    """The numbers by which one of each noun is asked for: of a thread that is tagged, decided on and rated."""
    db = open_database(database)
    for name, text in (("counted.txt", COUNTED), ("again.txt", AGAIN)):
        ingest.take_in(db, text.encode(), name, who="tester")
    first, second = (row for row in rows(client, "/claims.json") if WORDS in row["text"])
    (thread,) = {home["id"] for home in client.get(f"/claims/{first['id']}.json").get_json()["threads"]}
    decisions.decide_pair(db, first["id"], second["id"], "confirmed", who="tester")
    topics.tag(db, "thread", thread, "Ferries", who="tester")
    scale = verdicts.add_scale(db, "Quay Watch", "", "False = 1\nTrue = 2", who="tester")
    verdict = verdicts.record(db, thread, Ruling(scale, "False", "https://a.example/1"), who="tester")
    db.close()
    figure = next(row for row in rows(client, "/figures.json") if row["claim_id"] == first["id"])
    return {
        "claim": (first["id"],),
        "document": (first["document_id"],),
        "figure": (first["id"], figure["start"]),
        "speaker": (first["speaker_id"],),
        "thread": (thread,),
        "topic": (rows(client, "/topics.json")[0]["id"],),
        "verdict": (verdict,),
    }


def address(noun: str, numbers: tuple[int, ...]) -> str:
    return "/claims/{}/figures/{}".format(*numbers) if noun == "figure" else f"/{noun}s/{numbers[0]}"


@pytest.mark.parametrize("noun", sorted(SHOWN))
def test_page_api_and_command_line_tell_the_same(
    client: FlaskClient, database: Path, numbers: Mapping[str, tuple[int, ...]], noun: str
) -> None:
    page = client.get(f"{address(noun, numbers[noun])}.json")
    api = client.get(f"/api{address(noun, numbers[noun])}")
    told = CliRunner().invoke(main, ["show", noun, *map(str, numbers[noun]), "--json", "--db", str(database)])
    assert (page.status_code, api.status_code, told.exit_code) == (200, 200, 0)
    assert len(page.get_json()) > 5
    assert list(api.get_json().items()) == list(page.get_json().items())
    assert list(json.loads(told.stdout).items()) == list(page.get_json().items())


def test_every_noun_with_a_page_is_shown_by_the_command(numbers: Mapping[str, tuple[int, ...]]) -> None:
    assert set(SHOWN) == set(numbers)


@pytest.mark.parametrize("numbers", [["figure", "1"], ["claim", "1", "20"]])
def test_a_figure_and_nothing_else_is_shown_by_two_numbers(database: Path, numbers: list[str]) -> None:
    told = CliRunner().invoke(main, ["show", *numbers, "--db", str(database)])
    assert told.exit_code == 2
    assert "its claim and its place" in told.output
