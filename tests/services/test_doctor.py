"""The doctor finds every row that is gone and every field that was changed, and writes anew what can be derived."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing
from pathlib import Path
from shutil import copyfile

import pytest
from msgspec.structs import replace

from tests import articles
from tests.services.test_every_decision import WHO, decide_everything
from tracker.db import events, rows
from tracker.db.connection import open_database, transaction
from tracker.db.rows import Database
from tracker.models import TrackerError, UnavailableError
from tracker.services import database, doctor, ingest, topics

DAMAGES = {
    "the full-text rows are gone": "DELETE FROM claim_search",
    "the key index is empty": "DELETE FROM key_parts",
    "the word index is empty": "DELETE FROM word_places",
    "the relations are gone": "DELETE FROM relations",
    "the members of threads are gone": "DELETE FROM thread_members",
    "the claims of a document are gone": "DELETE FROM claims WHERE document_id = 1",
    "the events are gone": "DELETE FROM events",
    "a date was changed": "UPDATE claims SET date = '1999-01-01' WHERE id = 2",
    "a document's date was changed": "UPDATE documents SET date_value = '1999-01-01' WHERE id = 2",
    "a speaker was changed": "UPDATE claims SET speaker_id = NULL WHERE speaker_id IS NOT NULL",
    "a figure has another value": "UPDATE quantities SET low = '7'",
    "a claim stands elsewhere": "UPDATE claims SET start = start + 1 WHERE id = 1",
}
"""What was done to databases, and nobody saw it."""
REBUILT = ("full-text", "key index", "word index", "relations", "members of threads", "figure")
"""Damages that are mended without a person, by what they are of."""


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database in which a decision of every kind was made."""
    path = tmp_path_factory.mktemp("doctor") / "claims.db"
    db = open_database(path)
    for name, text in (("harbour.txt", articles.HARBOUR), ("gazette.txt", articles.GAZETTE)):
        ingest.take_in(db, text.encode(), name, who=WHO)
    ingest.take_in(db, articles.UNDATED.encode(), "council.txt", who=WHO)
    decide_everything(db)
    assert doctor.problems(db) == []
    db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    db.close()
    return path


@pytest.fixture
def copy(sound: Path, tmp_path: Path) -> Iterator[Database]:
    copyfile(sound, tmp_path / "claims.db")
    db = open_database(tmp_path / "claims.db")
    yield db
    db.close()


def damage(db: Database, statement: str) -> None:
    """Write to the file as another program does, which minds no keys and no triggers that refuse it."""
    (_, _, path) = db.execute("PRAGMA database_list").fetchone()
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        for (trigger,) in other.execute("SELECT name FROM sqlite_master WHERE name LIKE 'events_%' AND type = 'trigger'"
                                        ).fetchall():  # fmt: skip
            other.execute(f"DROP TRIGGER {trigger}")
        assert other.execute(statement).rowcount


@pytest.mark.parametrize("what", DAMAGES)
def test_damage_is_found_and_mended_where_nothing_is_lost(copy: Database, what: str) -> None:
    damage(copy, DAMAGES[what])
    found = doctor.examined(copy)
    assert found.problems
    assert all(sentence.endswith(".") for sentence in found.problems)
    doctor.repair(copy, who=WHO)
    left = doctor.problems(copy)
    if any(of in what for of in REBUILT):
        assert left == []
    else:
        assert left
        doctor.repair(copy, who=WHO, accept=True)


def test_nothing_is_repaired_where_nothing_is_wrong(copy: Database) -> None:
    assert doctor.repair(copy, who=WHO) is None


def one_row(db: Database, table: str) -> str:
    """The condition that one row of a table answers."""
    if db.number("SELECT wr FROM pragma_table_list WHERE name = ?", [table]):
        key = ", ".join(f'"{row[1]}"' for row in db.execute(f'PRAGMA table_info("{table}")') if row[5])
        return f'({key}) IN (SELECT {key} FROM "{table}" LIMIT 1)'
    return f'rowid = (SELECT max(rowid) FROM "{table}")'


def named(columns: Iterable[str]) -> str:
    return ", ".join(f'"{name}"' for name in columns)


def changed(column: str, kind: str) -> str:
    """Another value than a column has."""
    if kind in ("INTEGER", "REAL"):
        return f'coalesce("{column}", 0) + 1000003'
    if kind == "BLOB":
        return "x'00'"
    return f"""iif("{column}" LIKE '[%' OR "{column}" LIKE '{{%', '["changed"]', coalesce("{column}", '') || 'x')"""


def test_every_row_that_is_gone_and_every_field_that_is_changed_is_found_in_every_table(
    sound: Path, tmp_path: Path
) -> None:
    """Tables with a digest by it, those without by all the doctor does; what is free of both says why."""
    unseen, walked = [], set()
    copyfile(sound, tmp_path / "copy.db")
    with closing(Database(tmp_path / "copy.db")) as db:
        for (trigger,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            db.execute(f"DROP TRIGGER {trigger}")
        for setting in ("foreign_keys = OFF", "ignore_check_constraints = ON", "recursive_triggers = OFF"):
            db.execute(f"PRAGMA {setting}")
        for table in [name for name in db.table_names() if not name.startswith(("sqlite_", "claim_search_"))]:
            of_digest = rows.digested_tables(db).get(table, [])
            columns = {row[1]: row[2] for row in db.execute(f'PRAGMA table_info("{table}")')}
            damages = {"": f'DELETE FROM "{table}" WHERE {one_row(db, table)}'} | {
                name: f'UPDATE "{table}" SET "{name}" = {changed(name, kind)} WHERE {one_row(db, table)}'
                for name, kind in columns.items()
                if (table, name) not in rows.UNDIGESTED_COLUMNS or table in ("claims", "relations", "threads")
            }
            if not db.number(f'SELECT count(*) FROM "{table}"'):
                of_kind = {"INTEGER": "1", "REAL": "0.5", "BLOB": "x'00'"}
                values = ", ".join(of_kind.get(kind, "'{}'") for kind in columns.values())
                damages = {"": f'INSERT INTO "{table}" ({named(columns)}) VALUES ({values})'}
            for column, statement in damages.items():
                db.execute("BEGIN")
                assert db.execute(statement).rowcount
                if table in rows.UNDIGESTED or (column and column not in of_digest):
                    found = bool(doctor.problems(db))
                else:
                    found = rows.counted_digest(db, table, of_digest) != rows.stored_digests(db).get(table)
                db.execute("ROLLBACK")
                walked.add(table)
                unseen += [] if found else [statement]
    assert unseen == []
    assert walked >= {"claim_search", "documents", "digests"}


def test_what_a_rolled_back_transaction_wrote_counts_for_nothing(copy: Database) -> None:
    def fail(inner: bool) -> None:
        with transaction(copy):
            topics.make(copy, "Ferries" if inner else "Tugs", who=WHO)
            raise TrackerError("Stopped.")

    with pytest.raises(TrackerError):
        fail(inner=False)
    with transaction(copy):
        topics.make(copy, "Buoys", who=WHO)
        with pytest.raises(TrackerError):
            fail(inner=True)
    assert doctor.problems(copy) == []


CHAIN = {
    "was changed": "UPDATE events SET who = 'somebody else' WHERE id = 3",
    "says something else": "UPDATE events SET new = '{}' WHERE id = (SELECT max(id) FROM events WHERE new != '{}')",
    "is gone": "DELETE FROM events WHERE id = 4",
    "was the last": "DELETE FROM events WHERE id = (SELECT max(id) FROM events)",
}


@pytest.mark.parametrize("how", CHAIN)
def test_an_event_that_was_changed_breaks_the_chain(copy: Database, how: str) -> None:
    damage(copy, CHAIN[how])
    assert events.broken_chain(copy)


def test_an_event_that_found_something_else_than_was_left_is_told(copy: Database) -> None:
    every = [*events.every(copy)]
    assert doctor.unchained(every) == []
    (renamed,) = [event for event in every if event.kind == "topic.renamed"]
    wrong = replace(renamed, id=renamed.id + 1000, old={"topic": "Never so"}, new={"topic": "Other"})
    assert doctor.unchained([*every, wrong]) == [
        f"Event {wrong.id} found something else than the event before on its subject had left."
    ]


@pytest.mark.parametrize("what", ["missing", "emptied", "cut short"])
def test_a_database_that_is_lost_while_served_answers_503_and_tells_no_path(tmp_path: Path, what: str) -> None:
    from tracker.web.app import create_app

    path = tmp_path / "claims.db"
    client = create_app(path, secret_key="for tests").test_client()
    assert client.get("/documents").status_code == 200
    if what == "missing":
        path.unlink()
    else:
        path.write_bytes(b"" if what == "emptied" else path.read_bytes()[:300])
    answer = client.get("/documents")
    assert answer.status_code == 503
    assert str(tmp_path) not in answer.text and "restore a backup" in answer.text


def ruined(path: Path, table: str) -> None:
    """Write over a page of the file that holds rows of a table, or of an index."""
    with closing(sqlite3.connect(path)) as db:
        size = db.execute("PRAGMA page_size").fetchone()[0]
        leaf = "SELECT max(pageno) FROM dbstat WHERE name = ? AND pagetype = 'leaf'"
        page = db.execute(leaf, [table]).fetchone()[0]
    with path.open("r+b") as file:
        file.seek((page - 1) * size)
        file.write(b"\xff" * 200)


@pytest.mark.parametrize("table", ["relations", "thread_members", "threads", "claim_search_data", "claims_document"])
def test_a_damaged_page_of_what_is_derived_is_put_right(sound: Path, tmp_path: Path, table: str) -> None:
    path = tmp_path / "claims.db"
    copyfile(sound, path)
    ruined(path, table)
    rescue = doctor.rescued(path, who=WHO)
    assert rescue.in_order
    assert [sentence.partition(";")[0] for sentence in rescue.told] == [
        "What could be read is in a new file, the rest was found anew"
    ]
    with closing(open_database(path)) as db, closing(open_database(sound)) as before:
        assert doctor.problems(db) == []
        for kept in ("claims", "documents", "pair_decisions", "verdicts", "notes"):
            assert db.number(f"SELECT count(*) FROM {kept}") == before.number(f"SELECT count(*) FROM {kept}")
    assert path.with_name("claims.db.damaged").exists()
    assert doctor.rescued(path, who=WHO) == ([], True)


@pytest.mark.parametrize("table", ["originals", "pair_decisions", "events"])
def test_a_damaged_page_of_what_nothing_else_tells_is_told_with_the_backup_that_has_it(
    sound: Path, tmp_path: Path, table: str
) -> None:
    path = tmp_path / "claims.db"
    copyfile(sound, path)
    with closing(open_database(path)) as db:
        backup, _ = database.back_up_and_keep(db, tmp_path / "backups", "claims", 3)
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    ruined(path, table)
    damaged = path.read_bytes()
    rescue = doctor.rescued(path, who=WHO)
    assert not rescue.in_order and path.read_bytes() == damaged
    assert rescue.told[0].startswith((f"Of the table {table} ", f"What can be read of the table {table} "))
    assert f"“tracker restore {backup}” puts it in the place of the database." in rescue.told[-2]
    assert rescue.told[-1].startswith("Nothing was changed; ")
    assert sorted(each.name for each in tmp_path.iterdir() if "rescued" in each.name) == []
    assert doctor.rescued(path, who=WHO, accept=True).in_order
    with closing(open_database(path)) as db:
        assert not [sentence for sentence in doctor.problems(db) if sentence.startswith("The file is damaged")]
    database.restore(backup, path)
    with closing(open_database(path)) as db:
        assert doctor.problems(db) == []


def test_a_file_that_cannot_be_opened_is_told_with_its_backup(sound: Path, tmp_path: Path) -> None:
    path = tmp_path / "claims.db"
    path.write_bytes(b"\0" * 4096)
    with pytest.raises(UnavailableError, match="No backup lies beside it or in “backups”"):
        doctor.rescued(path, who=WHO)
    copyfile(sound, tmp_path / "claims-20261130120000.db")
    with pytest.raises(UnavailableError, match=r"“tracker restore .*claims-20261130120000\.db” puts it in the place"):
        doctor.rescued(path, who=WHO)
