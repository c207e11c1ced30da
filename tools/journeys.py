"""What the journeys of the program touch: modules, calls from module to module, SQL statements.

A journey is walked as a person walks it, by a command of ``tracker`` or a request to the pages, so that this module
names no room inside. It is walked twice, each time on a fresh copy of the same database: the first fills what is made
once (word lists, templates, modules that are imported when they are needed), the second is counted.

- *modules*: modules of the package in which at least one function ran. What runs while a module is imported is none.
- *calls*: calls, by ``sys.setprofile``, of a function of the package from a function of another of its modules; a
  generator that goes on counts as called again. Calls that come through a library (Flask calls a view, Jinja a filter)
  count by the last function of the package before it.
- *SQL*: statements that SQLite's trace reports for the connections of the journey, those that triggers and the
  full-text index run included. Opening a connection is left out: pragmas, and looking at the schema and at the list of
  its changes.
- *sent*: of these, all but what the full-text index runs within another statement (the trace marks them with ``--``).
"""

from __future__ import annotations

import json
import shutil
import sqlite3
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from types import FrameType
from typing import Any, Final

from click.testing import CliRunner

OPENING: Final = ("sqlite_master", "_sqlite_migrations")
"""Tables that are only looked at while a connection is opened."""
INSIDE: Final = "--"
"""How the trace marks a statement that the full-text index runs within another one."""
DRAFT: Final = (
    "Stephen House said: “We are considering routine deployments of armed officers in our communities.” "
    "There was a 73 per cent reduction in crime."
)
"""A draft of one quotation that is altered from its source, and one figure of its own."""
READ: Final = {
    "GET /claims/1": "/claims/1",
    "GET /threads/1": "/threads/1",
    "GET /claims?q=": "/claims?q=73%25+reduction",
}
"""Journeys that read one page, with its address."""
NAMES: Final = ("add a document", *READ, "POST /check", "confirm", "undo")
"""The journeys, in the order they are told."""


@dataclass(slots=True)
class Count:
    """What one journey touched."""

    modules: set[str] = field(default_factory=set)
    calls: int = 0
    statements: list[str] = field(default_factory=list)

    @property
    def sql(self) -> int:
        """Statements, without those that open a connection."""
        return sum(not _opens(statement) for statement in self.statements)

    @property
    def sent(self) -> int:
        """Of these, all but those of the full-text index itself."""
        return sum(not (_opens(statement) or statement.startswith(INSIDE)) for statement in self.statements)


def _opens(statement: str) -> bool:
    return statement.startswith("PRAGMA") or any(table in statement for table in OPENING)


@contextmanager
def counted(package: str, count: Count) -> Iterator[None]:
    """Count what the functions of ``package`` do in a block; a connection opened inside it is traced."""
    within = package + "."

    def module_of(frame: FrameType | None) -> str:
        return str(frame.f_globals.get("__name__", "")) if frame else ""

    def profile(frame: FrameType, event: str, _: object) -> None:
        if event != "call" or frame.f_code.co_name == "<module>":
            return
        module = module_of(frame)
        if not module.startswith(within):
            return
        count.modules.add(module)
        caller = frame.f_back
        while caller is not None and not module_of(caller).startswith(within):
            caller = caller.f_back
        count.calls += caller is not None and module_of(caller) != module

    connect = sqlite3.connect

    def traced(*arguments: Any, **options: Any) -> sqlite3.Connection:
        connection = connect(*arguments, **options)
        connection.set_trace_callback(count.statements.append)
        return connection

    before = sys.getprofile()
    sqlite3.connect = traced  # type: ignore[assignment]
    sys.setprofile(profile)
    try:
        yield
    finally:
        sys.setprofile(before)
        sqlite3.connect = connect


def command(*arguments: object) -> str:
    """Run a command of ``tracker`` in this process and return what it prints."""
    from tracker.cli import main

    outcome = CliRunner().invoke(main, [str(argument) for argument in arguments], prog_name="tracker")
    if outcome.exit_code:
        raise RuntimeError(f"tracker {' '.join(map(str, arguments))}: {outcome.output}") from outcome.exception
    return outcome.output


class Pages:
    """The pages over a database, as a reader has them who has opened the first one; forms need no tokens."""

    def __init__(self, database: Path) -> None:
        from tracker.web.app import create_app

        app = create_app(database, secret_key="for counting")  # noqa: S106 - of an app that is measured
        app.config.update(TESTING=True, WTF_CSRF_ENABLED=False)
        self.client = app.test_client()
        self.get("/")

    def get(self, path: str) -> None:
        """Ask for a page; raises ``RuntimeError`` where it is not served."""
        self._served(path, self.client.get(path))

    def post(self, path: str, **form: str) -> None:
        """Send a form; raises ``RuntimeError`` where it is not taken."""
        self._served(path, self.client.post(path, data=form))

    def _served(self, path: str, answer: Any) -> None:
        if answer.status_code >= 400:
            raise RuntimeError(f"{path}: {answer.status}")


def journeys(files: Sequence[Path]) -> dict[str, Count]:
    """Walk every journey over documents, of which the last is the one that is added; return what each touched."""
    with TemporaryDirectory() as folder:
        before, filled = Path(folder, "before.db"), Path(folder, "filled.db")
        command("add", *files[:-1], "--db", before)
        shutil.copy(before, filled)
        command("add", files[-1], "--db", filled)
        a, b = _suggested(filled)
        walked = [
            _walk(before, lambda database: lambda: command("add", files[-1], "--db", database)),
            *(_walk(filled, partial(_page, path=path)) for path in READ.values()),
            _walk(filled, _check),
            _walk(filled, lambda database: lambda: command("confirm", a, b, "--db", database)),
            _walk(filled, partial(_undo, a=a, b=b)),
        ]
    return dict(zip(NAMES, walked, strict=True))


Deed = Callable[[], object]


def _walk(database: Path, made_ready: Callable[[Path], Deed]) -> Count:
    """Walk a journey on two copies of a database and return what the second walk touched."""
    for turn in range(2):
        copy = database.with_name(f"copy-{turn}.db")
        shutil.copy(database, copy)
        deed = made_ready(copy)
        count = Count()
        with counted("tracker", count):
            deed()
    return count


def _page(database: Path, *, path: str) -> Deed:
    pages = Pages(database)
    return lambda: pages.get(path)


def _check(database: Path) -> Deed:
    pages = Pages(database)
    return lambda: pages.post("/check", draft=DRAFT)


def _undo(database: Path, *, a: int, b: int) -> Deed:
    event = json.loads(command("confirm", a, b, "--db", database, "--json"))["event"]
    return lambda: command("undo", event, "--db", database)


def _suggested(database: Path) -> tuple[int, int]:
    """Return the lead of the first thread and a claim that follows it: a match that waits for a decision."""
    thread = json.loads(command("show", "thread", 1, "--db", database, "--json"))
    return thread["lead_id"], next(member["id"] for member in thread["members"] if member["id"] != thread["lead_id"])
