"""What tests of several rooms use: Chromium for the browser tests, and a loud word where it is missing."""

from __future__ import annotations

import os
import shutil
import sqlite3
import threading
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

from tests.site import Site, served

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Playwright

CHROMIUM = os.environ.get("TRACKER_CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
# No example is timed, for machines are noisy. Where changes are let in, the examples are the same every time, so that
# a change is not held up by what it did not break; elsewhere each run tries new ones.
settings.register_profile("here", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True)
settings.load_profile("ci" if os.environ.get("CI") else "here")

SKIPPED = "BROWSER TESTS SKIPPED: {}"


def _missing() -> str | None:
    """Return why no browser test can run, ``None`` where they can."""
    try:
        import playwright.sync_api  # noqa: F401
    except ImportError:
        return "playwright is not installed (make test installs it)"
    return None if CHROMIUM else "Chromium is not installed (apt-get install chromium)"


MISSING = _missing()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.get_closest_marker("browser") and MISSING:
            item.add_marker(pytest.mark.skip(reason=SKIPPED.format(MISSING)))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    skipped = [
        report for report in terminalreporter.stats.get("skipped", []) if "BROWSER TESTS" in str(report.longrepr)
    ]
    if skipped:
        sentence = f"{SKIPPED.format(MISSING)}; {len(skipped)} tests of the pages did not run."
        terminalreporter.write_sep("!", sentence, red=True, bold=True)


@pytest.fixture(autouse=True, scope="session")
def every_suggestion_sure() -> Iterator[None]:
    """Let every suggestion count as sure: what is measured on real documents changes with each rule of matching.

    Tests of what is unsure write shares of their own.
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("tracker.db.relations.measured", lambda: iter(()))
        yield


@pytest.fixture(autouse=True, scope="session")
def new_databases(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Copy every new database from the first one: to make all changes of the schema takes a third of a second.

    Databases that hold anything, and those that several threads make at once, are brought up to date as ever.
    """
    from tracker.db import connection
    from tracker.db.rows import Database

    whole = connection._bring_up_to_date
    first: list[sqlite3.Connection] = []

    def copied(db: Database) -> None:
        if db.table_names() or threading.current_thread() is not threading.main_thread():
            whole(db)
            return
        if not first:
            whole(db)
            first.append(sqlite3.connect(tmp_path_factory.mktemp("new") / "new.db"))
            db.conn.backup(first[0])
        first[0].backup(db.conn)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(connection, "_bring_up_to_date", copied)
        yield
    for kept in first:
        kept.close()


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    """What drives browsers: one of it runs at a time in a process."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as driver:
        yield driver


@pytest.fixture(scope="session")
def browser(playwright: Playwright) -> Iterator[Browser]:
    chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
    yield chromium
    chromium.close()


@pytest.fixture(scope="module")
def site_server() -> Iterator[Site]:
    with served() as site:
        yield site


@pytest.fixture
def site(site_server: Site) -> Site:
    """A site of the web without pages, to be given some."""
    site_server.pages.clear()
    site_server.asked.clear()
    return site_server
