"""The command ``export``: what leaves the tracker for other programs."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Final

import click

from tracker.cli.common import F, database_option, json_option, opened
from tracker.models import TrackerError
from tracker.services import export as services_export
from tracker.services.export import FORMS, ROWS
from tracker.services.filters import NAMES

OWN_ADDRESS = "http://127.0.0.1:5000"
"""Where the pages are served where nobody says otherwise (``tracker serve``)."""


FILTERS: Final = {
    "q": "only those these words find, or whose name has them.",
    "kind": "of this kind: direct, mixed, indirect or statistic.",
    "speaker": "by the speaker of this number.",
    "publisher": "in documents of this publisher.",
    "document": "in the document of this number.",
    "topic": "under the topic of this number.",
    "from": "dated this day, month or year, or later.",
    "to": "dated this day, month or year, or earlier.",
    "before": "dated earlier.",
    "unit": "with a figure in this unit.",
    "relation": "with a match of this kind.",
    "status": "decided so.",
    "measured": "of what is measured.",
    "direction": "moving this way: increase, decrease or none.",
    "saying": "that say what they measure (stated), or do not (blank).",
    "organisation": "by this organisation.",
    "rating": "with this rating.",
    "thread": "on the thread of this number.",
    "sort": "in this order.",
}
"""The filters of lists (``narrowing.NAMES``) that take a value: what each leaves."""


def _filter_options(command: F) -> F:
    """Add an option for each filter, with the nouns that have it."""
    for name, told in reversed(FILTERS.items()):
        having = ", ".join(noun for noun, names in NAMES.items() if name in names)
        names = ("--query", "-q") if name == "q" else (f"--{name}",)
        command = click.option(*names, f"filter_{name}", help=f"{having.capitalize()}: {told}")(command)
    return command


def _more_forms() -> str:
    """Return the sentence that says which nouns have which other forms."""
    having = (
        f"{noun}: {', '.join(more)}"
        for noun in services_export.nouns()
        if (more := [form.key for form in services_export.forms_of(noun) if form.key not in ROWS])
    )
    return f"Beside them there are, for {'; '.join(having)}."


@click.command(epilog=_more_forms())
@click.argument("noun", type=click.Choice(services_export.nouns()))
@click.option("--format", "form", type=click.Choice(list(FORMS)), help="The form; JSON lines where none is given.")
@click.option("--csv", "as_csv", is_flag=True, help="Short for --format csv.")
@click.option("--output", "-o", type=click.Path(path_type=Path, dir_okay=False), help="A file to write instead.")
@_filter_options
@click.option("--figure", is_flag=True, help="Claims: with a figure.")
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
    figure: bool,
    address: str,
    db_path: Path,
    as_json: bool,
    **filters: str | None,
) -> None:
    """Write out a noun, or what filters leave of it: rows, linked data, annotations, networks, references.

    Every noun has csv, json (one object) and ndjson (one object a line, also --json).
    """
    if sum((form is not None, as_csv, as_json)) > 1:
        raise click.UsageError("Choose one of --format, --csv and --json.")
    given = {name.removeprefix("filter_"): value for name, value in filters.items() if value is not None}
    if figure:
        given["figure"] = "1"
    chosen = form or ("csv" if as_csv else "ndjson")
    with opened(db_path) as db:
        _write(services_export.export(db, noun, chosen, given, address=address), output)


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
