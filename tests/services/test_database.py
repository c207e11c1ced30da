"""Backup, restore and the doctor."""

import csv
import json
import os
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests import articles
from tracker.db import documents
from tracker.db.connection import open_database
from tracker.db.rows import Database
from tracker.models import NotFoundError, TrackerError, UnavailableError
from tracker.services import database, doctor, export, ingest, nouns
from tracker.services.nouns import NOUNS, need


def test_a_backup_can_be_restored_and_the_present_database_is_kept(two_papers: Database, tmp_path: Path) -> None:
    copy = tmp_path / "copy.db"
    database.back_up(two_papers, copy)
    ingest.take_in(two_papers, articles.SILENT.encode(), "ferry.txt", who="tester")
    kept = database.restore(copy, tmp_path / "claims.db")
    assert kept is not None
    for path, count in ((tmp_path / "claims.db", 2), (kept, 3)):
        reopened = open_database(path)
        assert documents.totals(reopened).documents == count
        assert doctor.problems(reopened) == []
        reopened.close()


def _fails(path: Path, *pragmas: str) -> database.Failure:
    """Return how SQLite itself refuses to write to a database opened so."""
    own = sqlite3.connect(path, timeout=0, isolation_level=None)
    for pragma in pragmas:
        own.execute(f"PRAGMA {pragma}")
    with pytest.raises(sqlite3.OperationalError) as failed:
        own.execute("INSERT INTO events SELECT * FROM (SELECT zeroblob(1 << 20))")
    own.close()
    return failed.value


def test_why_a_database_fails_is_said_with_what_to_do(tmp_path: Path) -> None:
    path = tmp_path / "plain.db"
    holder = sqlite3.connect(path, isolation_level=None)
    holder.execute("CREATE TABLE events (words)")
    assert database.cause(_fails(path, "max_page_count = 3")).startswith("The disk is full: ")
    assert database.cause(_fails(path, "query_only = 1")).startswith("The database can only be read here: ")
    holder.execute("BEGIN IMMEDIATE")
    assert database.cause(_fails(path)).startswith("Another program has been writing to the database ")
    holder.close()
    assert database.cause(sqlite3.DatabaseError("file is not a database")) == database.UNKNOWN


def test_a_backup_never_overwrites_a_file(two_papers: Database, tmp_path: Path) -> None:
    (tmp_path / "taken.db").write_text("mine", encoding="utf-8")
    with pytest.raises(TrackerError, match="exists already"):
        database.back_up(two_papers, tmp_path / "taken.db")
    assert (tmp_path / "taken.db").read_text(encoding="utf-8") == "mine"


@pytest.mark.parametrize("content", [b"", b"not a database at all" * 100])
def test_what_is_no_backup_is_not_restored(two_papers: Database, tmp_path: Path, content: bytes) -> None:
    (tmp_path / "bad.db").write_bytes(content)
    with pytest.raises(TrackerError):
        database.restore(tmp_path / "bad.db", tmp_path / "claims.db")
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


def test_the_log_of_another_database_is_not_written_into_ours(two_papers: Database, tmp_path: Path) -> None:
    database.back_up(two_papers, tmp_path / "ours.db")
    before = (tmp_path / "ours.db").read_bytes()
    other = sqlite3.connect(tmp_path / "other.db", isolation_level=None)
    other.execute("PRAGMA journal_mode = WAL")
    other.execute("CREATE TABLE recipes (id INTEGER PRIMARY KEY)")
    (tmp_path / "ours.db-wal").write_bytes((tmp_path / "other.db-wal").read_bytes())
    other.close()
    with pytest.raises(TrackerError, match="left alone"):
        open_database(tmp_path / "ours.db")
    assert (tmp_path / "ours.db").read_bytes() == before


def test_a_database_of_a_later_version_is_not_opened(two_papers: Database, tmp_path: Path) -> None:
    record = "INSERT INTO _sqlite_migrations (migration_set, name, applied_at) VALUES ('tracker', 'm999_later', '2030')"
    two_papers.execute(record)
    with pytest.raises(TrackerError, match="later version"):
        open_database(tmp_path / "claims.db")


def test_a_restore_is_seen_by_whoever_has_the_database_open_and_leaves_the_backup_as_it_is(
    two_papers: Database, tmp_path: Path
) -> None:
    copy = tmp_path / "copy.db"
    database.back_up(two_papers, copy)
    before = copy.read_bytes()
    ingest.take_in(two_papers, articles.SILENT.encode(), "ferry.txt", who="tester")
    database.restore(copy, tmp_path / "claims.db")
    assert documents.totals(two_papers).documents == 2
    assert ingest.take_in(two_papers, articles.SILENT.encode(), "ferry.txt", who="tester").document_id == 3
    assert copy.read_bytes() == before


def test_a_database_too_damaged_to_open_gives_way_to_its_backup_and_is_kept(
    two_papers: Database, tmp_path: Path
) -> None:
    copy, broken = tmp_path / "copy.db", tmp_path / "broken.db"
    database.back_up(two_papers, copy)
    broken.write_bytes(b"no header any more" * 500)
    kept = database.restore(copy, broken)
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


def test_an_emptied_file_is_not_filled_as_if_it_were_new(two_papers: Database, tmp_path: Path) -> None:
    copy, emptied = tmp_path / "copy.db", tmp_path / "emptied.db"
    database.back_up(two_papers, copy)
    emptied.touch()
    with pytest.raises(UnavailableError, match="is empty"):
        open_database(emptied)
    assert emptied.read_bytes() == b""
    kept = database.restore(copy, emptied)
    assert kept is not None and kept.read_bytes() == b""
    restored = open_database(emptied, create=False)
    assert doctor.problems(restored) == []
    restored.close()


def test_what_is_stopped_on_the_way_leaves_nothing_under_the_good_name(
    two_papers: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stop(_: int) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "fsync", stop)
    for stopped in (
        lambda: database.back_up(two_papers, tmp_path / "copy.db"),
        lambda: open_database(tmp_path / "new.db"),
    ):
        with pytest.raises(KeyboardInterrupt):
            stopped()
    assert [path.name for path in tmp_path.iterdir() if "new" in path.name or "copy" in path.name] == []


def test_so_many_backups_are_kept_and_other_files_left_alone(
    two_papers: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "backups"
    for minute in range(4):
        monkeypatch.setattr(nouns, "now", lambda minute=minute: f"2026-11-30T12:0{minute}:00+00:00")
        newest, removed = database.back_up_and_keep(two_papers, folder, "claims", 2)
        (folder / "claims-of-mine.db").touch()
        assert len(removed) == (minute >= 2)
    kept = sorted(path.name for path in folder.iterdir())
    assert kept == ["claims-20261130120200.db", "claims-20261130120300.db", "claims-of-mine.db"]
    assert database.restore(newest, tmp_path / "again.db") is None
    again = open_database(tmp_path / "again.db")
    assert documents.totals(again).documents == 2 and doctor.problems(again) == []
    again.close()


def test_what_cannot_be_written_is_opened_for_reading(
    two_papers: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    database.back_up(two_papers, tmp_path / "copy.db")
    monkeypatch.setattr(os, "access", lambda path, mode: mode != os.W_OK)
    read_only = open_database(tmp_path / "copy.db")
    assert doctor.problems(read_only) == []
    with pytest.raises(sqlite3.OperationalError, match="readonly"):
        ingest.take_in(read_only, articles.SILENT.encode(), "ferry.txt", who="tester")
    read_only.close()
    assert sorted(path.name for path in tmp_path.iterdir() if path.name.startswith("copy")) == ["copy.db"]


def test_a_damaged_page_is_told_by_the_table_it_belongs_to(two_papers: Database, tmp_path: Path) -> None:
    database.back_up(two_papers, tmp_path / "copy.db")
    (page,) = two_papers.execute("SELECT rootpage FROM sqlite_master WHERE name = 'claims'").fetchone()
    (size,) = two_papers.execute("PRAGMA page_size").fetchone()
    with (tmp_path / "copy.db").open("rb+") as file:
        file.seek((page - 1) * size)
        file.write(b"\xff" * size)
    damaged = open_database(tmp_path / "copy.db")
    told = doctor.problems(damaged)
    damaged.close()
    assert any(sentence.startswith("The table claims cannot be read") for sentence in told), told


@pytest.mark.parametrize("start", ["=", "+", "-", "@"])
def test_no_cell_of_an_export_is_a_formula(start: str) -> None:
    printed = export.as_csv([{"text": f"{start}1+1", "count": -3}])
    assert printed.splitlines()[1] == f"'{start}1+1,-3"


def test_every_list_can_be_exported(two_papers: Database) -> None:
    for name in export.nouns():
        found = [json.loads(line) for line in export.export(two_papers, name, "ndjson", address="")]
        table = list(csv.DictReader("".join(export.export(two_papers, name, "csv", address="")).splitlines(True)))
        ends = {"low", "high"} if name == "figures" else set()  # of a range, which is one value elsewhere
        assert [{*row} - ends for row in table] == [{*row} - ({"value"} if ends else set()) for row in found], name
        assert all(ends <= {*row} for row in table)
        assert found or name in ("decisions", "notes", "topics", "verdicts"), name
