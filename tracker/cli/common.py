"""What the commands share: the database option, JSON printing, who decides, one way to end with an error."""

from __future__ import annotations

import getpass
import json
import os
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

import click

from tracker.services import nouns
from tracker.services.database import Database, open_database
from tracker.text.words import printable

DEFAULT_DATABASE = "claims.db"

F = TypeVar("F", bound=Callable[..., Any])


class MisuseError(click.ClickException):
    """A command that was called well formed and as it may not be: its sentence alone, without the usage."""

    exit_code = 2


def database_option(command: F) -> F:
    """Add ``--db`` (also ``TRACKER_DB``) to a command."""
    return click.option(
        "--db",
        "db_path",
        type=click.Path(dir_okay=False, path_type=Path),
        envvar="TRACKER_DB",
        default=DEFAULT_DATABASE,
        show_default=True,
        help="The database; TRACKER_DB sets it too.",
    )(command)


def json_option(command: F) -> F:
    """Add ``--json`` to a command."""
    return click.option("--json", "as_json", is_flag=True, help="Print JSON.")(command)


def usual_options(command: F) -> F:
    """Add ``--db`` and ``--json`` to a command."""
    return database_option(json_option(command))


def allow_fetch_option(command: F) -> F:
    """Add ``--allow-fetch`` (also ``TRACKER_ALLOW_FETCH``) to a command that fetches pages."""
    return click.option(
        "--allow-fetch",
        metavar="HOST[:PORT]",
        multiple=True,
        envvar="TRACKER_ALLOW_FETCH",
        help="A host inside your network that pages may be fetched from; several times for several. "
        "TRACKER_ALLOW_FETCH sets it too.",
    )(command)


@contextmanager
def opened(db_path: Path, *, create: bool = False) -> Iterator[Database]:
    """Open the database for one command and close it after."""
    db = open_database(db_path, create=create)
    try:
        yield db
    finally:
        db.close()


def print_json(value: object) -> None:
    """Print one JSON value on one line."""
    click.echo(json.dumps(value, ensure_ascii=False, default=nouns.as_plain))


def answer(as_json: bool, value: object, told: str | Iterable[str]) -> None:
    """Print a value as JSON, or what a person is told of it, in one line or several."""
    if as_json:
        print_json(value)
        return
    for line in [told] if isinstance(told, str) else told:
        click.echo(line)


def steps(name: str) -> Callable[[int, int], None]:
    """Return a function that shows how far a step is, on standard error and only to a person."""

    def show(done: int, total: int) -> None:
        if sys.stderr.isatty() and total:
            click.echo(f"\r{name}: {100 * done // total} %", nl=done >= total, err=True)

    return show


def complain(sentence: str) -> None:
    """Say what is wrong with one file, and remember to exit with 1 after the others."""
    click.echo(f"Error: {sentence}", err=True)
    click.get_current_context().obj = "failed"


def leave() -> None:
    """Exit with 1 where any file failed."""
    if click.get_current_context().obj == "failed":
        raise SystemExit(1)


def who() -> str:
    """Return the name decisions are recorded under: TRACKER_USER, else the user's name on this computer."""
    try:
        return printable(os.environ.get("TRACKER_USER") or getpass.getuser())
    except (KeyError, OSError):
        return "unknown"
