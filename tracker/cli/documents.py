"""Commands that take in documents, compare their texts and link claims: add, changes, init, link, reread."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click
from msgspec import structs

from tracker.cli.common import (
    allow_fetch_option,
    answer,
    opened,
    print_json,
    steps,
    usual_options,
    who,
)
from tracker.matching import bulk
from tracker.services import ingest, nouns, originals
from tracker.services.database import Database
from tracker.services.ingest import Kept, Refused, TakenIn
from tracker.services.nouns import Given
from tracker.text.words import printable

ADDRESS = "://"
"""What stands in an address of the web and in no path that anybody gives."""


@click.command()
@click.argument("sources", metavar="PATH_OR_ADDRESS...", nargs=-1, required=True)
@click.option("--archive", metavar="ADDRESS", help="An address in a web archive, kept beside that of the page.")
@click.option(
    "--columns",
    metavar="WHAT=HEADER,…",
    help="Which column of a table holds what: statement, speaker, role, "
    "date, title, url. Remembered for tables with the same headers.",
)
@allow_fetch_option
@click.option("--title", help="What the document is called; for one file or page alone, as the others are.")
@click.option("--publisher", help="Who published it.")
@click.option("--author", help="Who wrote it.")
@click.option("--date", help="Its date: 12 June 2022, 2022-06-12, 2022-06 or 2022.")
@click.option("--url", help="The address it was published at.")
@usual_options
def add(
    sources: tuple[str, ...],
    archive: str | None,
    columns: str | None,
    allow_fetch: tuple[str, ...],
    db_path: Path,
    as_json: bool,
    **facts: str | None,
) -> None:
    """Add files, folders and pages of the web (https://…); - reads standard input.

    Exits with 1 if any was refused; the others are stored. A page that was fetched before is asked whether it changed,
    and a changed one becomes a new version. A sources.csv beside the files tells of them, in columns file, title,
    publisher, author, date and url.
    """
    if archive and not (len(sources) == 1 and ADDRESS in sources[0]):
        raise click.UsageError("--archive goes with one address.")
    given = {"byline" if name == "author" else name: value for name, value in facts.items() if value is not None}
    if given and (len(sources) > 1 or Path(sources[0]).is_dir()):
        raise click.UsageError("--title and what else tells of a document go with one document; name it alone.")
    refused = 0
    addresses = [source for source in sources if ADDRESS in source]
    with opened(db_path, create=True) as db:
        files = ingest.files_of(Path(source) for source in sources if source != "-" and ADDRESS not in source)
        if columns:
            tables = ((originals.bytes_of(path), path.name) for path in files if ingest.is_table(path.name))
            ingest.name_columns(db, tables, columns)
        outcomes: list[TakenIn | Kept | Refused] = []
        if "-" in sources:
            outcomes.append(
                ingest.take_in_bytes(
                    db, originals.bytes_from(sys.stdin.buffer), "standard input.txt", who=who(), given=given
                )
            )
        with click.progressbar(files, label="Adding", item_show_func=_shown, file=sys.stderr) as bar:
            outcomes += ingest.take_in_files(db, bar, who=who(), given=given)
        if addresses:
            with click.progressbar(addresses, label="Fetching", item_show_func=_shown, file=sys.stderr) as asked:
                outcomes += _pages(db, asked, allow_fetch, archive, given)
    for outcome in outcomes:
        if isinstance(outcome, Refused):
            refused += 1
            if as_json:
                print_json({"name": outcome.name, "refused": outcome.reason})
            click.echo(f"Error: {outcome.reason}", err=True)
        elif as_json:
            print_json(asdict(outcome))
        elif isinstance(outcome, Kept):
            click.echo(outcome.sentence)
        else:
            click.echo(outcome.sentence)
            if outcome.supersedes is not None:
                click.echo(f"“tracker changes {outcome.document_id}” shows what changed.")
            for note in outcome.notes:
                click.echo(f"Note: {note}", err=True)
    if not outcomes:
        click.echo("Nothing to add: no readable files there.", err=True)
    if refused or not outcomes:
        raise SystemExit(1)


def _shown(source: Path | str | None) -> str:
    return printable(source.name if isinstance(source, Path) else source or "")


def _pages(
    db: Database, addresses: Iterable[str], allow_fetch: tuple[str, ...], archive: str | None, given: Given
) -> list[TakenIn | Refused]:
    """Take in pages of the web, one after the other; the robots.txt of a host is asked for once."""
    from tracker.ingest.fetch import FetchSettings

    settings = FetchSettings(frozenset(allow_fetch))
    return [ingest.take_in_address(db, each, settings, who=who(), archive=archive, given=given) for each in addresses]


@click.command()
@click.option("--seeds", type=click.Path(path_type=Path, exists=True), help="A folder of documents to begin with.")
@click.option("--samples", is_flag=True, help="Add the five sample documents that come with the program.")
@usual_options
def init(seeds: Path | None, samples: bool, db_path: Path, as_json: bool) -> None:
    """Make the database if it is missing; with --samples, add the five samples."""
    with opened(db_path, create=True) as db:
        outcomes = list(ingest.take_in_files(db, ingest.files_of([seeds]), who=who())) if seeds is not None else []
        outcomes += ingest.take_in_samples(db, who=who()) if samples else []
        refused = [outcome for outcome in outcomes if isinstance(outcome, Refused)]
        totals = nouns.totals(db)
    for outcome in refused:
        click.echo(f"Error: {outcome.reason}", err=True)
    if as_json:
        print_json({"db": str(db_path), **structs.asdict(totals)})
    else:
        counts = ", ".join(f"{count} {noun}" for noun, count in structs.asdict(totals).items())
        click.echo(f"{db_path} is ready: {counts}.")
    if refused:
        raise SystemExit(1)


@click.command()
@click.argument("document_id", metavar="ID", type=int)
@click.option("--since", metavar="ID", type=int, help="An earlier version; otherwise the one before.")
@usual_options
def changes(document_id: int, since: int | None, db_path: Path, as_json: bool) -> None:
    """Show what changed from the version before to the document ID: paragraphs, figures, quotations, claims."""
    from tracker.services import versions

    with opened(db_path) as db:
        found = versions.changed(db, document_id, since)
    if as_json:
        print_json(found)
        return
    for line in versions.lines(found):
        click.echo(line)


@click.command()
@click.argument("document_ids", metavar="[ID]...", nargs=-1, type=int)
@click.option("--all", "every", is_flag=True, help="All documents.")
@click.option("--write", is_flag=True, help="Do it; without this, only what would change is shown.")
@click.option("--dry-run", is_flag=True, help="Only show what would change, which is what is done without --write.")
@usual_options
def reread(
    document_ids: tuple[int, ...], every: bool, write: bool, dry_run: bool, db_path: Path, as_json: bool
) -> None:
    """Read stored originals again by today's readers; what people decided is kept, or waits in the review queue.

    Exits with 1 if any original is read no longer; its text stays.
    """
    from tracker.services import documents, earlier_texts

    if bool(document_ids) == every:
        raise click.UsageError("Name documents by their numbers, or choose --all.")
    if write and dry_run:
        raise click.UsageError("Choose --write or --dry-run.")
    refused = 0
    with opened(db_path) as db:
        for document_id in documents.ids(db) if every else document_ids:
            found = earlier_texts.compared(db, document_id)
            if write and found.changed:
                found, _ = earlier_texts.reread(db, document_id, who=who())
            refused += found.refused is not None
            answer(as_json, found, earlier_texts.lines(found))
    if not as_json and not write:
        click.echo("Nothing was written; --write does it.")
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
@usual_options
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

    “tracker undo” with the number of its event takes back the relations and threads that it made.

    With --from and --to no database is used: every pair of the file at or above the fuzzy cutoff is written with its
    relation. Work that was interrupted goes on where it stopped. The engine spark reads and writes folders of Parquet.
    """
    if (source is None) != (target is None):
        raise click.UsageError("--from and --to go together.")
    if source is None or target is None:
        from tracker.services import doctor

        with opened(db_path) as db:
            shown = {step: steps(step) for step in ("extract", "compare", "relate", "gather")}
            report = doctor.link_all(
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
    answer(as_json, report, (f"{key}: {value}" for (key, value) in report.items()))


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


@click.command()
@click.argument("document", type=int)
@usual_options
def delete(document: int, db_path: Path, as_json: bool) -> None:
    """Put the document with the number DOCUMENT, and its claims, into the trash."""
    _decided("delete", document, "is in the trash", db_path, as_json)


@click.command("restore-document")
@click.argument("document", type=int)
@usual_options
def restore_document(document: int, db_path: Path, as_json: bool) -> None:
    """Take DOCUMENT out of the trash, with its claims, under the numbers they had."""
    _decided("restore", document, "is back", db_path, as_json)


@click.command()
@click.argument("document", type=int)
@click.option("--confirm", "typed", metavar="NAME", required=True, help="The name of the document’s file, exactly.")
@usual_options
def erase(document: int, typed: str, db_path: Path, as_json: bool) -> None:
    """Erase DOCUMENT for good: its words and bytes leave the file of the database. Backups hold them still."""
    _decided("erase", document, "was erased for good", db_path, as_json, typed)


def _decided(verb: str, document: int, what: str, db_path: Path, as_json: bool, *given: str) -> None:
    from tracker.services import documents

    with opened(db_path) as db:
        event: int = getattr(documents, verb)(db, document, *given, who=who())
    answer(as_json, {"document": document, "event": event}, f"Document {document} {what} (event {event}).")


@click.command()
@usual_options
def trash(db_path: Path, as_json: bool) -> None:
    """List the documents in the trash."""
    from tracker.services import documents

    with opened(db_path) as db:
        rows = documents.deleted(db)
    if as_json:
        print_json(rows)
        return
    for row in rows:
        click.echo(f"{row.document_id}  {row.name}  {row.claims} claims  deleted {row.at} by {row.who}")
    if not rows:
        click.echo("The trash is empty.")
