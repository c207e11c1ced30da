"""A small database of invented documents, the app over it, and a server for the browser."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.serving import make_server

from tests import articles
from tests.web.running import running
from tracker.db.connection import open_database
from tracker.services import ingest
from tracker.web.app import create_app

STORED = (
    ("harbour.txt", articles.HARBOUR),
    ("gazette.txt", articles.GAZETTE),
    ("council.txt", articles.UNDATED),
    ("ferry.txt", articles.SILENT),
)


@pytest.fixture(autouse=True)
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a form wait for its work however busy the machine is."""
    monkeypatch.setattr("tracker.web.app.PATIENCE", 300.0)


@pytest.fixture(scope="session")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The database every test gets a copy of."""
    path = tmp_path_factory.mktemp("filled") / "claims.db"
    db = open_database(path)
    for name, text in STORED:
        ingest.take_in(db, text.encode(), name, who="tester")
    db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    db.close()
    return path


@pytest.fixture
def database(filled: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(filled, tmp_path / "claims.db"))


@pytest.fixture
def app(database: Path) -> Flask:
    """The app with tokens off, so that tests of a page need not fetch its form first; see ``guarded``."""
    made = create_app(database, secret_key="for tests")
    made.config.update(TESTING=True, WTF_CSRF_ENABLED=False)
    return made


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


@pytest.fixture
def guarded(database: Path) -> FlaskClient:
    """A client of the app as it is served, tokens and all."""
    return create_app(database, secret_key="for tests").test_client()


@pytest.fixture
def empty(tmp_path: Path) -> FlaskClient:
    """A client of the app over a database without documents."""
    made = create_app(tmp_path / "empty.db", secret_key="for tests")
    made.config.update(TESTING=True, WTF_CSRF_ENABLED=False)
    return made.test_client()


@pytest.fixture
def address(database: Path) -> Iterator[str]:
    """The address of the pages, served as they are for a reader."""
    with running(make_server("127.0.0.1", 0, create_app(database, secret_key="for tests"), threaded=True)) as found:
        yield found
