from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import articles
from tracker.db.connection import open_database
from tracker.db.rows import Database
from tracker.services import ingest


@pytest.fixture
def db(tmp_path: Path) -> Iterator[Database]:
    database = open_database(tmp_path / "claims.db")
    yield database
    database.close()


@pytest.fixture
def two_papers(db: Database) -> Database:
    for name, text in (("harbour.txt", articles.HARBOUR), ("gazette.txt", articles.GAZETTE)):
        ingest.take_in(db, text.encode(), name, who="tester")
    return db
