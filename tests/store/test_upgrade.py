"""Databases of earlier releases, with data in them, are brought up to date whole (``tests/files/make_releases.py``)."""

import ast
import gzip
from collections.abc import Iterator
from pathlib import Path

import pytest

from tracker import store
from tracker.desk import upkeep
from tracker.language.measures import measure
from tracker.store import key_index, marks, migrations, search_index

FILES = Path(__file__).parent.parent / "files"
RELEASES = ("0.1.0", "0.2.0")


@pytest.fixture(params=RELEASES)
def old(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """A database as a release left it."""
    path = tmp_path / "claims.db"
    path.write_bytes(gzip.decompress((FILES / f"claims-{request.param}.db.gz").read_bytes()))
    return path


@pytest.fixture
def upgraded(old: Path) -> Iterator[store.Database]:
    db = store.open_database(old)
    yield db
    db.close()


def schema(db: store.Database) -> dict[str, str]:
    """Every table, index and trigger with the statement that makes it, blanks left out."""
    rows = db.execute("SELECT name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite_%'").fetchall()
    return {name: "".join((sql or "").split()) for name, sql in rows}


def test_an_upgraded_database_is_like_a_new_one_and_sound(upgraded: store.Database, tmp_path: Path) -> None:
    new = store.open_database(tmp_path / "new.db")
    assert schema(upgraded) == schema(new)
    new.close()
    assert upkeep.problems(upgraded) == []


def test_what_is_kept_beside_claims_is_made_of_what_was_stored(upgraded: store.Database) -> None:
    kept = dict(upgraded.execute("SELECT id, marks FROM claims").fetchall())
    assert kept == marks.recomputed(upgraded)
    measured = upgraded.execute("SELECT measured, measure FROM quantities WHERE measured IS NOT NULL").fetchall()
    assert measured
    assert all(normal == measure(words) for words, normal in measured)


def test_changes_of_the_schema_call_nothing_of_the_program() -> None:
    tree = ast.parse(Path(migrations.__file__).read_text(encoding="utf-8"))
    imported = {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    imported |= {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    assert imported == {"__future__", "collections.abc", "sqlite3", "typing"}


def test_indexes_made_by_the_program_are_those_of_the_schema(tmp_path: Path) -> None:
    whole, alone = store.open_database(tmp_path / "new.db"), store.Database()
    search_index.create(alone)
    key_index.create(alone)
    expected = schema(alone)
    assert expected.items() <= schema(whole).items()
    whole.close()
    alone.close()
