"""Databases of earlier releases, with data in them, are brought up to date whole (``tests/files/make_releases.py``)."""

import ast
import gzip
import json
import sqlite3
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tracker.db import claim_lists, claims, events, indexes, migrations, relations, search
from tracker.db.connection import open_database
from tracker.db.rows import Database
from tracker.models.events import EventKind
from tracker.services import doctor, nouns, undo
from tracker.text.quantities import measure
from tracker.web.app import create_app

FILES = Path(__file__).parent.parent / "files"
RELEASES = ("0.1.0", "0.2.0")
DERIVED = ("sqlite_%", "\\_%", "claim_search%", "key_%", "word_%", "claim_features", "claim_readings", "events")
"""Tables that are made anew from the others, and the one whose change is tested by itself."""
COUNTED = ("claim", "document", "speaker", "thread", "topic", "verdict")


@pytest.fixture(params=RELEASES)
def old(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """A database as a release left it."""
    path = tmp_path / "claims.db"
    path.write_bytes(gzip.decompress((FILES / f"claims-{request.param}.db.gz").read_bytes()))
    return path


@pytest.fixture
def upgraded(old: Path) -> Iterator[Database]:
    db = open_database(old)
    yield db
    db.close()


def schema(db: Database) -> dict[str, str]:
    """Every table, index and trigger with the statement that makes it, blanks left out."""
    rows = db.execute("SELECT name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite_%'").fetchall()
    return {name: "".join((sql or "").split()) for name, sql in rows}


def rows_of(path: Path, sql: str) -> list[dict[str, Any]]:
    """What a database answers without being brought up to date."""
    connection = sqlite3.connect(path)
    connection.row_factory = sqlite3.Row
    rows = [dict(row) for row in connection.execute(sql)]
    connection.close()
    return rows


def test_an_upgraded_database_is_like_a_new_one_and_sound(upgraded: Database, tmp_path: Path) -> None:
    new = open_database(tmp_path / "new.db")
    assert schema(upgraded) == schema(new)
    new.close()
    assert doctor.problems(upgraded) == []


def test_every_row_that_was_stored_is_there_still(old: Path) -> None:
    unlike = " AND ".join(f"name NOT LIKE '{name}' ESCAPE '\\'" for name in DERIVED)
    tables = [row["name"] for row in rows_of(old, f"SELECT name FROM sqlite_master WHERE type = 'table' AND {unlike}")]
    assert {"claims", "documents", "notes", "pair_decisions", "speakers", "threads"} <= set(tables)
    before = {table: rows_of(old, f'SELECT * FROM "{table}"') for table in tables}
    open_database(old).close()
    for table, rows in before.items():
        known = [{key: row[key] for key in rows[0]} for row in rows_of(old, f'SELECT * FROM "{table}"')] if rows else []
        assert known == rows, table


REWORDED = {"took in": "added"}
"""Sentences that earlier releases stored in other words than they are told in now."""


def as_told_now(sentence: str) -> str:
    return REWORDED.get(sentence, sentence)


def test_every_event_is_there_with_its_kind_and_reads_as_before(old: Path) -> None:
    before = rows_of(old, "SELECT * FROM events ORDER BY id")
    db = open_database(old)
    after = [*events.every(db)]
    assert [nouns.sentence(event) for event in after] == [as_told_now(row["what"]) for row in before]
    told = [(e.id, e.at, e.who, e.noun, e.noun_id, e.old, e.new, e.undoes) for e in after]
    assert told == [
        (r["id"], r["at"], r["who"], r["noun"], r["noun_id"], json.loads(r["old"]), json.loads(r["new"]), r["undoes"])
        for r in before
    ]
    kinds = Counter(event.kind for event in after)
    assert kinds[EventKind.DOCUMENT_ADDED] >= 3
    assert kinds[EventKind.DECISION_UNDONE] >= 4
    assert kinds[EventKind.UNKNOWN] == 0
    assert [nouns.event_row(event)["what"] for event in after] == [as_told_now(row["what"]) for row in before]
    db.close()


NEVER_STORED_SO = (
    EventKind.UNKNOWN, EventKind.DECISION_UNDONE, EventKind.STANCE_PICKED, EventKind.CLAIM_LET_GO, EventKind.CLAIM_LOST,
    EventKind.CLAIM_MOVED, EventKind.DECISIONS_CARRIED, EventKind.DECISIONS_LEFT, EventKind.DOCUMENT_REREAD,
    EventKind.FACT_PICKED, EventKind.TOKEN_REFUSED, EventKind.DATABASE_REPAIRED, EventKind.DOCUMENT_DELETED,
    EventKind.DOCUMENT_ERASED, EventKind.DOCUMENT_RESTORED, EventKind.VERDICT_WORKED, EventKind.FINDING_IGNORED,
    EventKind.THREAD_REGROUPED,
    EventKind.THREAD_RENAMED, EventKind.FIGURE_PARTED, EventKind.MEASURES_JOINED, EventKind.FORM_SAVED,
    EventKind.FORM_REMOVED,
)  # fmt: skip
"""Kinds of no sentence of their own, and those that came after sentences were stored."""


def test_the_files_hold_every_sentence_that_a_release_stored(tmp_path: Path) -> None:
    stored: set[str] = set()
    for release in RELEASES:
        path = tmp_path / f"{release}.db"
        path.write_bytes(gzip.decompress((FILES / f"claims-{release}.db.gz").read_bytes()))
        stored |= {row["what"] for row in rows_of(path, "SELECT what FROM events")}
    assert {as_told_now(sentence) for sentence in stored if not sentence.startswith("undid: ")} == {
        nouns.sentence_of(kind) for kind in EventKind if kind not in NEVER_STORED_SO
    }


def test_what_a_figure_is_counted_by_is_taken_out_of_its_unit(old: Path) -> None:
    connection = sqlite3.connect(old)
    ids = [row[0] for row in connection.execute("SELECT id FROM quantities LIMIT 3")]
    units = ("gbp per household", "mile per hour", "percent")
    connection.executemany("UPDATE quantities SET unit = ? WHERE id = ?", zip(units, ids, strict=True))
    connection.commit()
    connection.close()
    db = open_database(old)
    told = [db.execute("SELECT unit, denominator, taken FROM quantities WHERE id = ?", [n]).fetchone() for n in ids]
    assert told == [("gbp", "household", "{}"), ("mile per hour", None, "{}"), ("percent", None, "{}")]
    db.close()


def test_a_sentence_nobody_knows_is_kept(old: Path) -> None:
    connection = sqlite3.connect(old)
    add = "INSERT INTO events (at, who, what, noun, noun_id, old, new, undoes) VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
    first = connection.execute("SELECT min(id) FROM events").fetchone()[0]
    told = [
        ("painted the quay", '{"colour":"blue"}', None),
        ("undid: painted the quay", "{}", first),
        ("undid: confirmed a match", "{}", None),
        ("an event's “quoted” words; -- 'all' of them", "{}", None),
    ]
    for what, new, undoes in told:
        connection.execute(add, ["2026-01-05T08:00:00+00:00", "Ann Example", what, "claim", 1, "{}", new, undoes])
    connection.commit()
    connection.close()
    db = open_database(old)
    found = events.latest(db, len(told))[::-1]
    assert [(event.kind, nouns.sentence(event)) for event in found] == [
        (EventKind.UNKNOWN, what) for what, _, _ in told
    ]
    assert [event.undoes for event in found] == [undoes for _, _, undoes in told]
    assert found[0].new["colour"] == "blue"
    assert not any(undo.can_undo(event) for event in found)
    db.close()


def test_events_stay_append_only(upgraded: Database) -> None:
    for statement in ("UPDATE events SET who = 'x'", "DELETE FROM events"):
        with pytest.raises(sqlite3.IntegrityError, match="append-only"):
            upgraded.execute(statement)


def test_an_old_decision_is_taken_back(upgraded: Database) -> None:
    refused = next(e for e in events.every(upgraded) if e.kind is EventKind.MATCH_REFUSED and undo.can_undo(e))
    pair = refused.noun_id, refused.new["with"]
    assert relations.on_pair(upgraded, *pair) is not None
    undone = events.get(upgraded, undo.undo(upgraded, refused.id, who="Ben Sample"))
    assert undone is not None
    assert (undone.kind, undone.undid, undone.undoes) == (EventKind.DECISION_UNDONE, refused.kind, refused.id)
    assert relations.on_pair(upgraded, *pair) is None
    assert nouns.sentence(undone) == "undid: refused a match"


def test_every_old_decision_can_be_taken_back(upgraded: Database) -> None:
    waiting = [event.id for event in reversed([*events.every(upgraded)]) if undo.can_undo(event)]
    assert len(waiting) > 8
    for event_id in waiting:
        undo.undo(upgraded, event_id, who="Ben Sample")
    assert [*relations.every_decision(upgraded)] == []
    assert upgraded.number("SELECT count(*) FROM claims WHERE speaker_picked OR span_picked OR stance_picked") == 0
    assert upgraded.number("SELECT count(*) FROM notes WHERE NOT withdrawn") == 0
    assert doctor.problems(upgraded) == []


def test_decisions_outlast_a_rerun_after_the_upgrade(upgraded: Database) -> None:
    def decided() -> object:
        picked = "speaker_picked OR span_picked OR stance_picked"
        rows = upgraded.execute(f'SELECT id, speaker_id, start, "end", stance FROM claims WHERE {picked}')
        return (
            [*relations.every_decision(upgraded)],
            rows.fetchall(),
            [event for event in events.every(upgraded) if event.kind is not EventKind.DATABASE_LINKED],
        )

    before = decided()
    assert before[0]  # type: ignore[index]
    doctor.link_all(upgraded, who="Ben Sample", apply=True)
    assert decided() == before
    assert doctor.problems(upgraded) == []


def test_pages_answer(old: Path) -> None:
    app = create_app(old, secret_key="for tests")
    app.config.update(TESTING=True)
    client = app.test_client()
    db = open_database(old)
    pages = ["/", "/history", "/review", "/claims", "/threads", "/documents", "/speakers", "/figures", "/topics"]
    for noun in COUNTED:
        ids = db.execute(f"SELECT id FROM {noun}s").fetchall()
        pages += [f"/{noun}s/{id}" for (id,) in ids] + [f"/history/{noun}-{id}" for (id,) in ids]
    pages += [f"/notes/{id}" for (id,) in db.execute("SELECT id FROM notes").fetchall()]
    count = len([*events.every(db)])
    db.close()
    asked = {page: client.get(page).status_code for page in pages}
    assert set(asked.values()) <= {200, 302}, asked  # a thing that was merged into another leads there
    told = client.get("/history.json").get_json()["events"]
    assert len(told) == count
    assert {EventKind(event["kind"]) for event in told} > {EventKind.DOCUMENT_ADDED, EventKind.MATCH_CONFIRMED}


def test_what_is_kept_beside_claims_is_made_of_what_was_stored(upgraded: Database) -> None:
    kept = dict(upgraded.execute("SELECT id, marks FROM claims").fetchall())
    assert kept == claim_lists.recomputed(upgraded)
    measured = upgraded.execute("SELECT measured, measure FROM quantities WHERE measured IS NOT NULL").fetchall()
    assert measured
    assert all(normal == measure(words) for words, normal in measured)
    assert claims.live_ids(upgraded)


def test_changes_of_the_schema_call_nothing_of_the_program() -> None:
    tree = ast.parse(Path(migrations.__file__).read_text(encoding="utf-8"))
    imported = {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    imported |= {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    assert imported == {"__future__", "collections.abc", "hashlib", "sqlite3", "typing"}


def test_indexes_made_by_the_program_are_those_of_the_schema(tmp_path: Path) -> None:
    whole, alone = open_database(tmp_path / "new.db"), Database()
    search.create(alone)
    indexes.create(alone)
    assert schema(alone).items() <= schema(whole).items()
    whole.close()
    alone.close()
