"""Which speakers have a word in a thread is counted by triggers: the counts always equal a count made anew."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests import articles
from tracker.db import alignment
from tracker.db.connection import open_database
from tracker.db.rows import Database
from tracker.services import decisions, doctor, ingest
from tracker.services.undo import undo

COUNTED = """
    SELECT m.thread_id, c.speaker_id, count(*) FROM thread_members m JOIN claims c ON c.id = m.claim_id
    WHERE c.speaker_id IS NOT NULL GROUP BY 1, 2 ORDER BY 1, 2
"""


@pytest.fixture
def db(tmp_path: Path) -> Database:
    opened = open_database(tmp_path / "claims.db")
    for name, text in (("harbour.txt", articles.HARBOUR), ("gazette.txt", articles.GAZETTE)):
        ingest.take_in(opened, text.encode(), name, who="tester")
    return opened


def kept(db: Database) -> list[tuple[int, ...]]:
    return [*db.execute("SELECT thread_id, speaker_id, claims FROM thread_speakers ORDER BY 1, 2").fetchall()]


def test_counts_of_speakers_follow_every_change(db: Database) -> None:
    assert kept(db) == db.execute(COUNTED).fetchall() != []
    thread, speaker, _ = kept(db)[0]
    (claim,) = db.execute(
        "SELECT c.id FROM claims c JOIN thread_members m ON m.claim_id = c.id"
        " WHERE m.thread_id = ? AND c.speaker_id = ? LIMIT 1",
        [thread, speaker],
    ).fetchone()
    event = decisions.pick_speaker(db, claim, "Tobias Wren", who="tester")
    assert kept(db) == db.execute(COUNTED).fetchall()
    assert event is not None
    undo(db, event, who="tester")
    assert kept(db) == db.execute(COUNTED).fetchall()
    other = next(row[0] for row in db.execute("SELECT id FROM speakers WHERE id != ?", [speaker]).fetchall())
    decisions.merge_speakers(db, speaker, other, who="tester")
    assert kept(db) == db.execute(COUNTED).fetchall()
    doctor.link_all(db, who="tester", apply=True)
    assert kept(db) == db.execute(COUNTED).fetchall()


def test_a_range_of_dates_is_inclusive_and_a_month_will_do(db: Database) -> None:
    every = alignment.busiest(db, limit=9)
    assert alignment.busiest(db, limit=9, since="2022-03-14", until="2022-03") == every
    assert alignment.busiest(db, limit=9, until="2022-03-13") == []
    assert alignment.busiest(db, limit=9, since="2022-03-22") == []
