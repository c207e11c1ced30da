"""Commands that take in documents: add, init."""

from __future__ import annotations

import sys
from pathlib import Path

import click
from msgspec.structs import asdict

from tracker.cli.common import database_option, json_option, opened, print_json, who
from tracker.db import documents
from tracker.ingest.plain import shown
from tracker.services import ingest
from tracker.services.ingest import Refused, TakenIn


@click.command()
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path, allow_dash=True))
@database_option
@json_option
def add(paths: tuple[Path, ...], db_path: Path, as_json: bool) -> None:
    """Take in files and folders; - reads standard input. Exits with 1 if any was refused; the others are stored."""
    refused = 0
    with opened(db_path, create=True) as db:
        files = ingest.files_of(path for path in paths if str(path) != "-")
        outcomes: list[TakenIn | Refused] = []
        if any(str(path) == "-" for path in paths):
            outcomes.append(
                ingest.take_in_bytes(db, ingest.bytes_from(sys.stdin.buffer), "standard input.txt", who=who())
            )
        with click.progressbar(
            files, label="Taking in", item_show_func=lambda f: shown(f.name) if f else "", file=sys.stderr
        ) as bar:
            outcomes += [ingest.take_in_file(db, path, who=who()) for path in bar]
    for outcome in outcomes:
        if isinstance(outcome, Refused):
            refused += 1
            if as_json:
                print_json({"name": outcome.name, "refused": outcome.reason})
            click.echo(f"Error: {outcome.reason}", err=True)
        elif as_json:
            print_json({"name": outcome.name, "document_id": outcome.document_id, "already": outcome.already,
                        "claims": outcome.claims, "notes": outcome.notes})  # fmt: skip
        else:
            click.echo(outcome.sentence)
    if not outcomes:
        click.echo("Nothing to take in: no readable files there.", err=True)
    if refused or not outcomes:
        raise SystemExit(1)


@click.command()
@click.option("--seeds", type=click.Path(path_type=Path, exists=True), help="A folder of documents to begin with.")
@database_option
@json_option
def init(seeds: Path | None, db_path: Path, as_json: bool) -> None:
    """Make the database if it is missing; with --seeds, take in a folder of documents."""
    refused = []
    with opened(db_path, create=True) as db:
        if seeds is not None:
            outcomes = list(ingest.take_in_files(db, ingest.files_of([seeds]), who=who()))
            refused = [outcome for outcome in outcomes if isinstance(outcome, Refused)]
        totals = documents.totals(db)
    for outcome in refused:
        click.echo(f"Error: {outcome.reason}", err=True)
    if as_json:
        print_json({"db": str(db_path), **asdict(totals)})
    else:
        counts = ", ".join(f"{count} {noun}" for noun, count in asdict(totals).items())
        click.echo(f"{db_path} is ready: {counts}.")
    if refused:
        raise SystemExit(1)
