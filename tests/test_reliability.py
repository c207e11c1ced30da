"""A few commands are killed in the suite, too (make chaos kills 300); and the tables that measurements write."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest

from tools.chaos import Chaos, run
from tools.report import put, put_row, rows_of
from tracker.services.database import open_database


def test_nothing_is_lost_or_damaged_where_commands_are_killed(tmp_path: Path) -> None:
    counted, wrong = run(2, 7, tmp_path, ("confirm", "delete"))
    assert counted.total() == 2
    assert wrong == []


def test_what_was_acknowledged_and_is_gone_is_told(tmp_path: Path) -> None:
    chaos = Chaos(tmp_path, 1, "127.0.0.1:9")
    chaos.acknowledge({"event": 1})
    chaos.acknowledge({"event": 999})
    chaos.acknowledge({"document_id": 99})
    with closing(open_database(tmp_path / "claims.db")) as db:
        assert chaos.lost(db) == ["event 999 is gone", "document 99 is gone"]


def test_a_table_is_written_between_its_marks_and_a_row_in_its_place(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("# Page\n\n<!-- kills -->\nold\n<!-- /kills -->\n\nAfter.\n", encoding="utf-8")
    put(page, "kills", ("command", "killed"), [("add", "1"), ("link", "2")])
    put_row(page, "kills", ("command", "killed"), ("add", "7"))
    assert rows_of(page, "kills") == [["add", "7"], ["link", "2"]]
    assert page.read_text(encoding="utf-8").endswith("| link | 2 |\n\n<!-- /kills -->\n\nAfter.\n")
    with pytest.raises(ValueError, match="has no place for hosts"):
        put(page, "hosts", ("host",), [])
