"""The command ``search``: of a database, or of files of texts."""

from __future__ import annotations

from pathlib import Path

import click

from tracker.cli.common import database_option, json_option, opened, print_json, steps
from tracker.services import retrieval
from tracker.services import search as services_search

FILE = click.Path(path_type=Path, exists=True, dir_okay=False)


@click.command()
@click.argument("query", required=False)
@click.option("--limit", default=20, show_default=True, type=click.IntRange(1, 1000))
@click.option("--corpus", type=FILE, help="Without a database: a TSV file of id, text, title, speaker …")
@click.option("--queries", type=FILE, help="… a TSV file of id, text …")
@click.option("--run", "run_path", type=click.Path(path_type=Path), help="… and the file for the ranked answers.")
@database_option
@json_option
def search(
    query: str | None,
    limit: int,
    corpus: Path | None,
    queries: Path | None,
    run_path: Path | None,
    db_path: Path,
    as_json: bool,
) -> None:
    """Find claims by words and figures, best first.

    The query takes “phrases”, -words to leave out, and the fields speaker, publisher, topic, document, kind, relation,
    status, has, unit, year, after, before, from and to: speaker:quill after:2018 kind:statistic "armed patrols".
    """
    if corpus and queries and run_path:
        answered = retrieval.run_bulk(corpus, queries, run_path, progress=steps("search"))
        if as_json:
            print_json({"queries": answered, "run": str(run_path)})
        else:
            click.echo(f"{answered} queries were answered in {run_path}.")
        return
    if corpus or queries or run_path:
        raise click.UsageError("--corpus, --queries and --run go together.")
    if query is None:
        raise click.UsageError("Say what to search for.")
    with opened(db_path) as db:
        told = services_search.resolve_query(db, query).told
        found = services_search.search(db, query, limit=limit)
    for sentence in told:
        click.echo(sentence, err=True)
    if as_json:
        print_json(found)
        return
    for row in found:
        click.echo(f"claim {row.claim_id}  {row.speaker or '–'}  {row.date or 'undated'}  {row.document}")
        click.echo(f"    {' '.join(row.text.split())}")
    if not found:
        click.echo("No claim has these words. Fewer or other words may find one.")
