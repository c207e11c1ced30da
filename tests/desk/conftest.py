from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import articles
from tracker import store
from tracker.desk import intake


@pytest.fixture
def db(tmp_path: Path) -> Iterator[store.Database]:
    database = store.open_database(tmp_path / "claims.db")
    yield database
    database.close()


@pytest.fixture
def two_papers(db: store.Database) -> store.Database:
    for name, text in (("harbour.txt", articles.HARBOUR), ("gazette.txt", articles.GAZETTE)):
        intake.take_in(db, text.encode(), name, who="tester")
    return db
