"""``datasette claims.db`` with the metadata of the docs: tables, facets and ready-made queries."""

from __future__ import annotations

import asyncio
import shutil
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.web.conftest import filled  # noqa: F401
from tracker.db import threads
from tracker.db.connection import open_database
from tracker.models.threads import Ruling
from tracker.services import topics, verdicts

METADATA = Path(__file__).parent.parent / "docs" / "datasette.yaml"
QUERIES = {
    "claims_by_speaker": {"speaker": "Quill"},
    "changed_figures": {},
    "figures_of_a_unit": {"unit": "percent"},
    "open_dates": {},
    "verdicts_that_stand": {},
    "claims_of_a_topic": {"topic": "patrols"},
}
TOLD: dict[str, Any] = yaml.safe_load(METADATA.read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def answers(filled: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:  # noqa: F811
    """What Datasette answers to every question of this page."""
    database = Path(shutil.copy(filled, tmp_path_factory.mktemp("datasette") / "claims.db"))
    db = open_database(database)
    thread = next(iter(threads.every(db))).id
    topics.tag(db, "thread", thread, "Armed patrols", who="tester")
    scale = verdicts.add_scale(db, "Harbour Facts", "", "False\nTrue", who="tester")
    verdicts.record(db, thread, Ruling(scale, "False", "https://harbour-facts.example/1"), who="tester")
    db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    db.close()

    async def ask() -> dict[str, Any]:
        import datasette.app

        shown = datasette.app.Datasette([str(database)], metadata=TOLD)
        paths = {"claims": "/claims.json?_show=hidden"}
        paths |= {
            f"table {name}": f"/claims/{name}.json?_shape=array" for name in TOLD["databases"]["claims"]["tables"]
        }
        for name, values in QUERIES.items():
            asked = "&".join(f"{key}={value}" for key, value in values.items())
            paths[f"query {name}"] = f"/claims/{name}.json?_shape=array&{asked}"
        found = {name: (await shown.client.get(path)) for name, path in paths.items()}
        page = await shown.client.get("/claims/claims")
        found["page"] = page
        return {
            name: (answer.status_code, answer.text if name == "page" else answer.json())
            for name, answer in found.items()
        }

    return asyncio.run(ask())


def test_every_table_of_the_metadata_is_there(answers: dict[str, Any]) -> None:
    assert {name: status for name, (status, _) in answers.items() if status != 200} == {}


def test_every_column_that_is_explained_is_there(answers: dict[str, Any]) -> None:
    tables = {table["name"]: table for table in answers["claims"][1]["tables"]}
    for name, told in TOLD["databases"]["claims"]["tables"].items():
        assert set(told.get("columns", {})) <= set(tables[name]["columns"]), name
        assert set(told.get("facets", [])) <= set(tables[name]["columns"]), name
        assert tables[name]["hidden"] or not told.get("hidden"), name


def test_every_table_and_column_that_is_shown_is_explained(answers: dict[str, Any]) -> None:
    told = TOLD["databases"]["claims"]["tables"]
    shown = {table["name"]: table for table in answers["claims"][1]["tables"] if not table["hidden"]}
    assert {"claims", "documents", "topics", "verdicts"} <= shown.keys()
    for name, table in shown.items():
        assert told[name]["title"], name
        assert told[name]["description"], name
        assert set(told[name]["columns"]) == set(table["columns"]), name


ALL_DIFFERENT = {"text", "markdown", "description", "summary", "id", "start", "end"}
"""Columns in which hardly a value stands twice, so that a facet of them tells nothing."""


def test_no_facet_is_of_a_column_in_which_all_is_different() -> None:
    facets = {name: told["facets"] for name, told in TOLD["databases"]["claims"]["tables"].items() if "facets" in told}
    assert facets
    assert {name: columns for name, columns in facets.items() if ALL_DIFFERENT & {*columns}} == {}


@pytest.mark.parametrize("query", QUERIES)
def test_each_ready_made_query_answers_with_rows(answers: dict[str, Any], query: str) -> None:
    rows = answers[f"query {query}"][1]
    assert rows
    if query == "claims_by_speaker":
        assert any("routine armed patrols" in row["text"] for row in rows)


def test_every_ready_made_query_is_tested() -> None:
    assert set(QUERIES) == set(TOLD["databases"]["claims"]["queries"])


def test_a_table_page_shows_its_description(answers: dict[str, Any]) -> None:
    assert "One checkable statement" in answers["page"][1]
