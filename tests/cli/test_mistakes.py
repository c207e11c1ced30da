"""Mistakes of the program's own, made on purpose: one sentence with a way to report it, and a status of their own."""

from __future__ import annotations

import errno
import re
import sqlite3
from pathlib import Path

import pytest
from click.testing import CliRunner

from tracker.cli import main
from tracker.models import TrackerError

OWN = re.compile(
    r"Error: The program made a mistake of its own \(ValueError at search\.py:\d+\); to report it, run “tracker "
    r"--debug” with the same words behind it, and send what it prints, with its file, to whoever keeps it\.\n"
)
ENDS = (
    (TrackerError("That is no claim; choose another."), "That is no claim; choose another."),
    (
        sqlite3.OperationalError("locked"),
        "The database could not be read or written; “tracker doctor” says whether it is sound.",
    ),
    (OSError(errno.ENOSPC, "No space left"), "A file could not be read or written: no space left."),
    (PermissionError(errno.EACCES, "Denied", "a.txt"), "a.txt could not be read or written: denied."),
)


@pytest.fixture
def stored(tmp_path: Path) -> str:
    path = tmp_path / "claims.db"
    CliRunner().invoke(main, ["init", "--db", str(path)])
    return str(path)


@pytest.mark.parametrize(("error", "told"), ENDS, ids=lambda value: type(value).__name__)
def test_what_is_known_to_go_wrong_ends_in_its_own_sentence(
    stored: str, monkeypatch: pytest.MonkeyPatch, error: Exception, told: str
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr("tracker.services.tokens.every", fail)
    result = CliRunner().invoke(main, ["tokens", "--db", stored])
    status = 2 if isinstance(error, sqlite3.Error) else 1
    assert (result.exit_code, result.stderr) == (status, f"Error: {told}\n")


def test_a_mistake_of_the_program_ends_in_one_sentence_and_is_shown_whole_when_asked(
    stored: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tracker.services.search.parse_query", lambda *_: int("½"))
    asked = ["search", "patrols", "--db", stored]
    result = CliRunner().invoke(main, asked)
    assert result.exit_code == 70
    assert OWN.fullmatch(result.stderr), result.stderr
    for shown in (
        CliRunner().invoke(main, ["--debug", *asked]),
        CliRunner().invoke(main, asked, env={"TRACKER_DEBUG": "1"}),
    ):
        assert isinstance(shown.exception, ValueError)
