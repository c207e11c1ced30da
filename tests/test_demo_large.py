"""The large invented database: the same every time, and what is tagged and rated in it is stored in it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import articles
from tools.demo_large.database import fill
from tools.demo_large.extremes import TOPIC, VERSIONS, rated_and_tagged
from tools.demo_large.texts import BUSY_CLAIMS, busy_texts, texts
from tracker.db.connection import open_database
from tracker.db.rows import Database
from tracker.services import ingest

TABLES = {"claim": "claims", "thread": "threads", "document": "documents"}


@pytest.fixture
def small(tmp_path: Path) -> Iterator[Database]:
    db = open_database(tmp_path / "claims.db")
    for name, text in (("harbour.txt", articles.HARBOUR), ("gazette.txt", articles.GAZETTE)):
        ingest.take_in(db, text.encode(), name, who="tester")
    rated_and_tagged(db)
    yield db
    db.close()


def test_the_same_texts_are_invented_every_time() -> None:
    assert list(texts(3, 4)) == list(texts(3, 4))


def test_every_claim_is_stored_as_the_pages_read_it(tmp_path: Path) -> None:
    db = open_database(tmp_path / "claims.db")
    fill(db, texts(2, 4), 2, lambda *_: None)
    assert {row["stance"] for row in db.select("SELECT DISTINCT stance FROM claims")} == {"asserts"}
    db.close()


def test_the_first_busy_text_is_long_and_of_one_speaker() -> None:
    claims = next(busy_texts(1)).claims
    assert len(claims) == BUSY_CLAIMS[0]
    assert len({claim.speaker.name for claim in claims if claim.speaker}) == 1


@pytest.mark.parametrize("noun", TABLES)
def test_all_that_is_tagged_is_stored(small: Database, noun: str) -> None:
    tagged = [row["noun_id"] for row in small.select("SELECT noun_id FROM topic_tags WHERE noun = ?", [noun])]
    assert sorted(tagged) == [row["id"] for row in small.select(f"SELECT id FROM {TABLES[noun]} ORDER BY id")]


def test_one_verdict_has_every_version(small: Database) -> None:
    assert small.number("SELECT count(*) FROM verdicts") == 1
    assert small.number("SELECT count(*) FROM verdict_versions") == VERSIONS
    assert [row["name"] for row in small.select("SELECT name FROM topics")] == [TOPIC]
