"""Commands that take in documents and link claims: add, init, link."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click
from msgspec.structs import asdict

from tracker.cli.common import database_option, json_option, opened, print_json, steps, who
from tracker.matching import bulk
from tracker.services import ingest, rebuild
from tracker.services.ingest import Refused, TakenIn
from tracker.text.characters import printable


@click.command()
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path, allow_dash=True))
@click.option("--title", help="What the document is called; for one file alone, as the others are.")
@click.option("--publisher", help="Who published it.")
@click.option("--author", help="Who wrote it.")
@click.option("--date", help="Its date: 12 June 2022, 2022-06-12, 2022-06 or 2022.")
@click.option("--url", help="The address it was published at.")
@database_option
@json_option
def add(paths: tuple[Path, ...], db_path: Path, as_json: bool, **facts: str | None) -> None:
    """Take in files and folders; - reads standard input. Exits with 1 if any was refused; the others are stored.

    A sources.csv beside the files tells of them, in columns file, title, publisher, author, date and url.
    """
    refused = 0
    given = {"byline" if name == "author" else name: value for name, value in facts.items() if value is not None}
    if given and (len(paths) > 1 or paths[0].is_dir()):
        raise click.UsageError("--title and what else tells of a document go with one file; name it alone.")
    with opened(db_path, create=True) as db:
        files = ingest.files_of(path for path in paths if str(path) != "-")
        outcomes: list[TakenIn | Refused] = []
        if any(str(path) == "-" for path in paths):
            outcomes.append(
                ingest.take_in_bytes(
                    db, ingest.bytes_from(sys.stdin.buffer), "standard input.txt", who=who(), given=given
                )
            )
        with click.progressbar(
            files, label="Taking in", item_show_func=lambda f: printable(f.name) if f else "", file=sys.stderr
        ) as bar:
            outcomes += [ingest.take_in_file(db, path, who=who(), given=given) for path in bar]
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
            for note in outcome.notes:
                click.echo(f"Note: {note}", err=True)
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
        totals = ingest.totals(db)
    for outcome in refused:
        click.echo(f"Error: {outcome.reason}", err=True)
    if as_json:
        print_json({"db": str(db_path), **asdict(totals)})
    else:
        counts = ", ".join(f"{count} {noun}" for noun, count in asdict(totals).items())
        click.echo(f"{db_path} is ready: {counts}.")
    if refused:
        raise SystemExit(1)


ENGINES = ("local", "spark")
PATH = click.Path(path_type=Path)


@click.command()
@click.option("--dry-run", is_flag=True, help="Only say what would change in the database.")
@click.option("--from", "source", type=PATH, help="Without a database: JSON lines of {id, text} …")
@click.option("--to", "target", type=PATH, help="… and the file for lines of {a, b, relation, score}.")
@click.option("--nominate-only", is_flag=True, help="With --from: leave the relations open (null).")
@click.option("--engine", type=click.Choice(ENGINES), default="local", show_default=True, help="With --from.")
@click.option("--processes", type=click.IntRange(1, 64), default=2, show_default=True, help="With --from.")
@database_option
@json_option
def link(
    dry_run: bool,
    source: Path | None,
    target: Path | None,
    nominate_only: bool,
    engine: str,
    processes: int,
    db_path: Path,
    as_json: bool,
) -> None:
    """Extract and match everything anew under the present rules; what people decided is kept.

    With --from and --to no database is used: every pair of the file at or above the fuzzy cutoff is written with its
    relation. Work that was interrupted goes on where it stopped. The engine spark reads and writes folders of Parquet.
    """
    if (source is None) != (target is None):
        raise click.UsageError("--from and --to go together.")
    if source is None or target is None:
        with opened(db_path) as db:
            shown = {step: steps(step) for step in ("extract", "compare", "relate", "gather")}
            report = rebuild.link_all(
                db,
                who=who(),
                apply=not dry_run,
                progress=lambda step, finished, total: shown[step](finished, total),
            )
    elif engine == "spark":
        from tracker.matching import spark as matching_spark

        report = {"pairs": matching_spark.link_folders(source, target)}
    else:
        report = _link_files(source, target, processes=processes, decide=not nominate_only)
    if as_json:
        print_json(report)
    else:
        for key, value in report.items():
            click.echo(f"{key}: {value}")


def _link_files(source: Path, target: Path, *, processes: int, decide: bool) -> dict[str, Any]:
    for path in (source, target):
        if path.exists() and not path.is_file():
            raise click.ClickException(f"{path} is no file but a folder, a pipe or a device.")
    if source.resolve() == target.resolve():
        raise click.ClickException("The claims and the relations are wanted in two files, or the claims would be lost.")
    shown = {step: steps(step) for step in ("read", "compare", "decide")}
    try:
        done = bulk.link_files(
            source,
            target,
            processes=processes,
            decide=decide,
            progress=lambda step, finished, total: shown[step](finished, total),
        )
    except OSError as error:
        reason = (error.strerror or "unknown reason").lower()
        raise click.ClickException(f"{error.filename or source} cannot be read or written: {reason}.") from error
    return {"claims": done.claims, "pairs": done.pairs, "keys left out": done.left_out}
