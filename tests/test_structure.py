"""The figures of how the program is built: counted right on a tiny package, and all of them told in CONTRIBUTING.md."""

import re
import sqlite3
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tools import structure
from tools.journeys import NAMES, Count, counted, journeys

TINY = {
    "__init__.py": '"""Nothing."""\n',
    "__main__.py": "import tiny.web.pages\n",
    "models.py": "from typing import Literal\n\nKind = Literal['a']\n" + "\n" * 60,
    "db/__init__.py": "",
    "db/threads.py": "def get(row):\n    return row['lead'], row['id']\n",
    "services/__init__.py": "",
    "services/threads.py": """
        from typing import TYPE_CHECKING

        from tiny.db import threads

        if TYPE_CHECKING:
            from tiny.web import pages

        def read(row, n):
            row['lead'] = row['text']
            return threads.get(row)[n]

        def capital(match):
            return match[0].upper()
    """,
    "web/__init__.py": "",
    "web/pages.py": """
        import re

        import tiny.services.threads as verbs


        def show(row):
            return re.sub("^w", verbs.capital, verbs.read(row, 0))
    """,
    "web/api/__init__.py": "",
    "web/api/taking.py": """
        def body(call):
            from tiny.web.api import giving
            return call['name'], giving
    """,
    "web/api/giving.py": "from tiny.web.api.taking import body\n\nNAMES = {'x': body}\n",
}
"""Files of a package, with one of each thing that is counted."""


@pytest.fixture
def tiny(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    for name, source in TINY.items():
        path = tmp_path / "tiny" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        lines = source.splitlines()
        indented = lines and not lines[0]
        path.write_text("".join(f"{line[8:] if indented else line}\n" for line in lines), encoding="utf-8")
    (tmp_path / "tests").mkdir()
    (tmp_path / "tests" / "test_it.py").write_text(
        "from tiny.db import threads\nimport tiny.models\n", encoding="utf-8"
    )
    monkeypatch.syspath_prepend(str(tmp_path))
    yield tmp_path
    for name in [name for name in sys.modules if name.partition(".")[0] == "tiny"]:
        del sys.modules[name]


@pytest.fixture
def found(tiny: Path) -> structure.Structure:
    edges = structure.Edges({"web.api.*": "bodies of requests", "cite.*": "no longer there"})
    return structure.structure_of(tiny / "tiny", tiny / "tests", edges)


@pytest.fixture(scope="module")
def here() -> structure.Structure:
    """What is counted of the program itself."""
    return structure.structure_of(structure.ROOT / "tracker", structure.ROOT / "tests", structure.json_edges())


def test_every_room_has_its_modules_and_lines(found: structure.Structure) -> None:
    rooms = found.rooms()
    assert {room: modules for room, (modules, _) in rooms.items()} == {
        "__init__": 1,
        "__main__": 1,
        "models": 1,
        "db": 2,
        "services": 2,
        "web": 5,
    }
    assert rooms["models"] == (1, 63)
    assert rooms["db"] == (2, 2)


def test_modules_that_only_open_a_package_are_not_small(found: structure.Structure) -> None:
    assert found.small() == ["db.threads", "services.threads", "web.api.giving", "web.api.taking", "web.pages"]


def test_string_subscripts_are_counted_where_they_stand_and_types_are_none(found: structure.Structure) -> None:
    assert found.subscripts() == {
        "outside": {"services.threads": 2},
        "db": {"db.threads": 2},
        "edges": {"web.api.taking": 1},
    }


def test_an_edge_that_fits_no_module_is_told(found: structure.Structure) -> None:
    assert found.edges.idle(found.modules.values()) == ["cite.*"]
    assert "cite.*" in structure.names(found)


def test_names_are_found_in_several_rooms_but_not_twice_in_one(found: structure.Structure) -> None:
    assert found.shared_names() == {"threads": ["db.threads", "services.threads"]}


def test_names_that_end_in_ing_are_found(found: structure.Structure) -> None:
    assert found.gerunds() == ["web.api.giving", "web.api.taking"]


def test_a_module_is_tested_when_a_test_imports_it_by_name(found: structure.Structure) -> None:
    assert found.untested() == ["services.threads", "web.api.giving", "web.api.taking", "web.pages"]


def test_a_circle_is_found_wherever_the_import_stands_but_not_under_type_checking(found: structure.Structure) -> None:
    assert found.circles() == [["web.api.giving", "web.api.taking"]]


def test_the_program_has_no_circle_of_imports(here: structure.Structure) -> None:
    assert here.circles() == []
    assert {"cli", "web"} <= set(here.rooms())


def test_a_walk_counts_modules_calls_between_them_and_statements(tiny: Path) -> None:
    from tiny.web import pages

    count = Count()
    with counted("tiny", count):
        shown = [pages.show({"text": text, "id": 1}) for text in ("words", "more")]
        connection = sqlite3.connect(":memory:")
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("SELECT name FROM sqlite_master")
        connection.execute("CREATE TABLE claims (id)")
        connection.execute("SELECT count(*) FROM claims")
    connection.close()
    pages.show({"text": "words", "id": 1})
    assert shown == ["Words", "more"]
    assert count.modules == {"tiny.web.pages", "tiny.services.threads", "tiny.db.threads"}
    assert count.calls == 5  # show -> read -> get, twice; and once, through re.sub, show -> capital
    assert (count.sql, count.sent) == (2, 2)


def test_statements_of_the_full_text_index_are_told_apart() -> None:
    count = Count()
    with counted("tiny", count):
        connection = sqlite3.connect(":memory:", isolation_level=None)
        connection.execute("CREATE VIRTUAL TABLE words USING fts5(word)")
        count.statements.clear()
        connection.execute("INSERT INTO words VALUES ('armed')")
    connection.close()
    assert count.sent == 1
    assert count.sql > 1


def test_every_journey_can_be_walked() -> None:
    seeds = structure.ROOT / "seeds"
    names = ("london-police-consider-openly-armed-officers", "telegraph-met-prepares-to-unleash-armed-officers")
    walked = journeys([seeds / f"{name}.txt" for name in names])
    assert tuple(walked) == NAMES
    assert all(min(structure.measures(count)) > 0 for count in walked.values())
    assert all("tracker.cli" not in name for name in walked["GET /threads/1"].modules)
    assert any("INSERT" in statement for statement in walked["add a document"].statements)


def test_the_page_has_every_row_of_the_tables(here: structure.Structure) -> None:
    page = structure.PAGE.read_text(encoding="utf-8")
    written = page.partition(structure.BEGIN)[2].partition(structure.END)[0]
    walked = dict.fromkeys(NAMES, Count())
    rows = re.findall(r"^\| ([^|]+?) \|", structure.report(here, walked, structure.aims()), re.MULTILINE)
    assert [row for row in rows if f"| {row} |" not in written] == [], "run “make structure”"


def test_what_is_wanted_names_rows_of_the_tables(here: structure.Structure) -> None:
    assert set(structure.aims()) == {*structure.figures(here), *NAMES}


def test_the_table_is_put_between_the_markers_and_nowhere_else() -> None:
    page = f"Before.\n{structure.BEGIN}\nold\n{structure.END}\nAfter.\n"
    assert structure.put_between(page, "| new |\n") == (
        f"Before.\n{structure.BEGIN}\n\n| new |\n\n{structure.END}\nAfter.\n"
    )
    with pytest.raises(ValueError, match="no “<!-- structure"):
        structure.put_between("A page without a place.", "| new |\n")
