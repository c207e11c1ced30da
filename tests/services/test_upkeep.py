"""Backup, restore and the doctor."""

import csv
import json
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests import articles
from tracker.db import documents
from tracker.db.connection import open_database
from tracker.db.rows import Database
from tracker.models import NotFoundError, TrackerError
from tracker.services import doctor, export, ingest, upkeep
from tracker.services.nouns import NOUNS, need


def test_a_backup_can_be_restored_and_the_present_database_is_kept(two_papers: Database, tmp_path: Path) -> None:
    copy = tmp_path / "copy.db"
    upkeep.back_up(two_papers, copy)
    ingest.take_in(two_papers, articles.SILENT.encode(), "ferry.txt", who="tester")
    kept = upkeep.restore(copy, tmp_path / "claims.db")
    assert kept is not None
    for path, count in ((tmp_path / "claims.db", 2), (kept, 3)):
        reopened = open_database(path)
        assert documents.totals(reopened).documents == count
        assert doctor.problems(reopened) == []
        reopened.close()


def test_a_backup_never_overwrites_a_file(two_papers: Database, tmp_path: Path) -> None:
    (tmp_path / "taken.db").write_text("mine", encoding="utf-8")
    with pytest.raises(TrackerError, match="exists already"):
        upkeep.back_up(two_papers, tmp_path / "taken.db")
    assert (tmp_path / "taken.db").read_text(encoding="utf-8") == "mine"


@pytest.mark.parametrize("content", [b"", b"not a database at all" * 100])
def test_what_is_no_backup_is_not_restored(two_papers: Database, tmp_path: Path, content: bytes) -> None:
    (tmp_path / "bad.db").write_bytes(content)
    with pytest.raises(TrackerError):
        upkeep.restore(tmp_path / "bad.db", tmp_path / "claims.db")
    assert documents.totals(two_papers).documents == 2


def test_somebody_elses_database_is_left_alone(tmp_path: Path) -> None:
    other = Database(tmp_path / "other.db")
    other.execute("CREATE TABLE recipes (id INTEGER PRIMARY KEY)")
    other.close()
    with pytest.raises(TrackerError, match="left alone"):
        open_database(tmp_path / "other.db")


@pytest.mark.parametrize("table", ["recipes", "documents", "_sqlite_migrations"])
def test_somebody_elses_file_is_not_changed_in_a_single_byte(tmp_path: Path, table: str) -> None:
    path = tmp_path / "other.db"
    other = sqlite3.connect(path)
    other.execute(f"CREATE TABLE {table} (id INTEGER PRIMARY KEY)")
    other.close()
    before = path.read_bytes()
    with pytest.raises(TrackerError, match="left alone"):
        open_database(path)
    assert path.read_bytes() == before


def test_a_database_of_a_later_version_is_not_opened(two_papers: Database, tmp_path: Path) -> None:
    record = "INSERT INTO _sqlite_migrations (migration_set, name, applied_at) VALUES ('tracker', 'm999_later', '2030')"
    two_papers.execute(record)
    with pytest.raises(TrackerError, match="later version"):
        open_database(tmp_path / "claims.db")


def test_a_restore_is_seen_by_whoever_has_the_database_open_and_leaves_the_backup_as_it_is(
    two_papers: Database, tmp_path: Path
) -> None:
    copy = tmp_path / "copy.db"
    upkeep.back_up(two_papers, copy)
    before = copy.read_bytes()
    ingest.take_in(two_papers, articles.SILENT.encode(), "ferry.txt", who="tester")
    upkeep.restore(copy, tmp_path / "claims.db")
    assert documents.totals(two_papers).documents == 2
    assert ingest.take_in(two_papers, articles.SILENT.encode(), "ferry.txt", who="tester").document_id == 3
    assert copy.read_bytes() == before


def test_a_database_too_damaged_to_open_gives_way_to_its_backup_and_is_kept(
    two_papers: Database, tmp_path: Path
) -> None:
    copy, broken = tmp_path / "copy.db", tmp_path / "broken.db"
    upkeep.back_up(two_papers, copy)
    broken.write_bytes(b"no header any more" * 500)
    kept = upkeep.restore(copy, broken)
    assert kept is not None and kept.read_bytes() == b"no header any more" * 500
    restored = open_database(broken)
    assert doctor.problems(restored) == []
    restored.close()


def test_two_processes_may_make_the_same_database_at_once(tmp_path: Path) -> None:
    with ThreadPoolExecutor(4) as pool:
        opened = list(pool.map(lambda _: open_database(tmp_path / "new.db"), range(4)))
    for db in opened:
        assert documents.totals(db).documents == 0
        db.close()


@pytest.mark.parametrize("number", [0, -1, 2**63, 10**30])
def test_a_number_no_row_can_have_is_not_found(two_papers: Database, number: int) -> None:
    for noun in NOUNS:
        with pytest.raises(NotFoundError, match=f"There is no {noun} {number}"):
            need(two_papers, noun, number)


def test_the_doctor_finds_a_claim_that_does_not_quote_its_document(two_papers: Database) -> None:
    assert doctor.problems(two_papers) == []
    two_papers.execute("UPDATE claims SET text = 'something else' WHERE id = 1")
    assert doctor.problems(two_papers) == ["Claim 1 does not quote its document."]


def test_the_doctor_finds_a_damaged_original(two_papers: Database) -> None:
    two_papers.execute(
        "UPDATE originals SET zlib_bytes = x'00' WHERE sha256 = (SELECT sha256 FROM documents WHERE id = 2)"
    )
    assert doctor.problems(two_papers) == ["The original of document 2 is damaged."]


def test_events_can_be_neither_changed_nor_deleted(two_papers: Database) -> None:
    for statement in ("UPDATE events SET who = 'nobody'", "DELETE FROM events"):
        with pytest.raises(Exception, match="append-only"):
            two_papers.execute(statement)


@pytest.mark.parametrize("start", ["=", "+", "-", "@"])
def test_no_cell_of_an_export_is_a_formula(start: str) -> None:
    printed = export.as_csv([{"text": f"{start}1+1", "count": -3}])
    assert printed.splitlines()[1] == f"'{start}1+1,-3"


def test_every_list_can_be_exported(two_papers: Database) -> None:
    for name in export.nouns():
        found = [json.loads(line) for line in export.export(two_papers, name, "ndjson", address="")]
        table = list(csv.DictReader("".join(export.export(two_papers, name, "csv", address="")).splitlines(True)))
        assert [list(row) for row in table] == [list(row) for row in found], name
        assert found or name in ("decisions", "notes", "topics", "verdicts"), name
