"""A noun is told alike by its page's JSON, the API and the command line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from flask.testing import FlaskClient

from tracker.cli.main import main
from tracker.db.connection import open_database
from tracker.models.verdicts import Ruling
from tracker.services import scales, topics, verdicts
from tracker.services.nouns import NOUNS


@pytest.fixture
def told(database: Path) -> Path:
    """A database with one of each noun, and something said of each."""
    db = open_database(database)
    topics.tag(db, "claim", 1, "Harbour wall", who="tester")
    scale = scales.add_scale(db, "Saltmere Checks", "Two steps", "False\nTrue", who="tester")
    verdicts.record(db, 1, Ruling(scale, "True", "https://saltmere.example/wall"), who="tester")
    db.close()
    return database


@pytest.mark.parametrize("noun", NOUNS)
def test_page_api_and_command_tell_a_noun_alike(told: Path, client: FlaskClient, noun: str) -> None:
    page = client.get(f"/{noun}s/1.json").json
    assert page.id == 1
    assert page == client.get(f"/api/{noun}s/1").json
    shown = CliRunner().invoke(main, ["show", noun, "1", "--json", "--db", str(told)])
    assert list(page) == list(json.loads(shown.output)) and page == json.loads(shown.output)
