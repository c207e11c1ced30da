"""A token for the tests of the API."""

from __future__ import annotations

from pathlib import Path

import pytest

from tracker.db.connection import open_database
from tracker.services import tokens


@pytest.fixture
def token(database: Path) -> str:
    db = open_database(database)
    made = tokens.make(db, "a program", who="tester")[1]
    db.close()
    return made


def bearer(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}
