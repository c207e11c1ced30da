"""The command ``export``: everything that leaves the tracker as a file."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import click

from tracker import store
from tracker.cli.common import database_option, json_option, opened
from tracker.desk import finding, streaming
from tracker.models import ClaimKind, RelationKind, TrackerError
from tracker.store.claim_lists import Filters

SEARCH_DEPTH = 500
"""Most claims that words find, as on the pages."""
OWN_ADDRESS = "http://127.0.0.1:5000"
"""Where the pages are served where nobody says otherwise (``tracker serve``)."""


@click.command()
@click.argument("noun", type=click.Choice(streaming.nouns()))
@click.option(
    "--format", "form", type=click.Choice(list(streaming.FORMS)), help="The form; JSON lines where none is given."
)
@click.option("--csv", "as_csv", is_flag=True, help="Short for --format csv.")
@click.option("--output", "-o", type=click.Path(path_type=Path, dir_okay=False), help="A file to write instead.")
@click.option("--query", "-q", help="Claims: only those these words find.")
@click.option("--kind", type=click.Choice([kind.value for kind in ClaimKind]), help="Claims: of this kind.")
@click.option("--speaker", type=int, help="Claims: by the speaker of this number.")
@click.option("--document", type=int, help="Claims: in the document of this number.")
@click.option("--from", "since", help="Claims: dated this day, month or year, or later.")
@click.option("--to", "until", help="Claims: dated this day, month or year, or earlier.")
@click.option("--figure", is_flag=True, help="Claims: with a figure.")
@click.option("--relation", type=click.Choice([kind.value for kind in RelationKind]), help="Claims: with such a match.")
@click.option(
    "--address",
    envvar="TRACKER_ADDRESS",
    default=OWN_ADDRESS,
    show_default=True,
    help="Where the pages are served: links in the export begin so. TRACKER_ADDRESS sets it too.",
)
@database_option
@json_option
def export(
    noun: str,
    form: str | None,
    as_csv: bool,
    output: Path | None,
    query: str | None,
    kind: str | None,
    speaker: int | None,
    document: int | None,
    since: str | None,
    until: str | None,
    figure: bool,
    relation: str | None,
    address: str,
    db_path: Path,
    as_json: bool,
) -> None:
    """Write out every row of a noun, or the claims that filters leave: rows, linked data, annotations, networks.

    Every noun has csv, json (one object) and ndjson (one object a line, also --json). Claims have jsonld, annotations,
    graphml, congruence and conflict; threads jsonld and graphml; speakers jsonld; documents jsonld, ris, bibtex, csl.
    """
    if sum((form is not None, as_csv, as_json)) > 1:
        raise click.UsageError("Choose one of --format, --csv and --json.")
    filters = Filters(kind, speaker, document, since, until, figure, relation)
    chosen = form or ("csv" if as_csv else "ndjson")
    with opened(db_path) as db:
        if query:
            filters = _found(db, noun, query, filters)
        _write(streaming.export(db, noun, chosen, filters, address=address), output)


def _found(db: store.Database, noun: str, query: str, filters: Filters) -> Filters:
    if noun != "claims":
        raise TrackerError(f"Words are searched for in claims; {noun} are exported whole.")
    found = finding.search(db, query, limit=SEARCH_DEPTH, filters=filters)
    return Filters(ids=tuple(row["claim_id"] for row in found))


def _write(pieces: Iterable[str], output: Path | None) -> None:
    """Write pieces to a file or to standard output, as they come."""
    if output is None:
        for piece in pieces:
            click.echo(piece, nl=False)
        return
    try:
        with output.open("w", encoding="utf-8", newline="") as file:
            for piece in pieces:
                file.write(piece)
    except OSError as error:
        reason = (error.strerror or "unknown reason").lower()
        raise TrackerError(f"{output} cannot be written: {reason}.") from error


COMMANDS = (export,)
