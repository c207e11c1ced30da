"""Commands that keep the database and serve it: backup, restore, doctor, serve."""

from __future__ import annotations

from pathlib import Path

import click
from msgspec.structs import asdict

from tracker.cli.common import database_option, json_option, opened, print_json
from tracker.db import documents
from tracker.services import upkeep

DEFAULT_PORT = 5000


@click.command()
@click.argument("target", type=click.Path(path_type=Path, dir_okay=False))
@database_option
@json_option
def backup(target: Path, db_path: Path, as_json: bool) -> None:
    """Copy the database to TARGET while others go on working."""
    with opened(db_path) as db:
        upkeep.back_up(db, target)
    if as_json:
        print_json({"backup": str(target)})
    else:
        click.echo(f"{db_path} was copied to {target}.")


@click.command()
@click.argument("source", type=click.Path(path_type=Path, dir_okay=False))
@database_option
@json_option
def restore(source: Path, db_path: Path, as_json: bool) -> None:
    """Put the backup SOURCE in the place of the database; the one that stood there is kept beside it."""
    kept = upkeep.restore(source, db_path)
    if as_json:
        print_json({"db": str(db_path), "kept": str(kept) if kept else None})
    else:
        click.echo(f"{source} was restored to {db_path}." + (f" The earlier one is kept as {kept}." if kept else ""))


@click.command()
@database_option
@json_option
def doctor(db_path: Path, as_json: bool) -> None:
    """Look for damage: SQLite's checks, claims that do not quote their document, broken originals."""
    with opened(db_path) as db:
        problems = upkeep.problems(db)
        totals = documents.totals(db)
    if as_json:
        print_json({"problems": problems, "totals": totals})
    else:
        for problem in problems:
            click.echo(problem)
        if not problems:
            click.echo(f"{db_path} is sound: " + ", ".join(f"{n} {noun}" for noun, n in asdict(totals).items()) + ".")
    if problems:
        raise SystemExit(1)


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=DEFAULT_PORT, show_default=True, envvar="PORT", type=click.IntRange(0, 65535))
@database_option
@json_option
def serve(host: str, port: int, db_path: Path, as_json: bool) -> None:
    """Serve the pages; prints the address when they are ready."""
    from tracker.web.server import serve as serve_pages

    def ready(address: str) -> None:
        if as_json:
            print_json({"address": address})
        else:
            click.echo(f"The claim tracker is ready at {address} (Ctrl+C stops it).")

    serve_pages(db_path, host=host, port=port, ready=ready)
