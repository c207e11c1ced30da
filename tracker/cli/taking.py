"""The commands ``export`` and ``cite``: what leaves the tracker for other programs and for texts."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import click

from tracker import store
from tracker.cite.styles import Style
from tracker.cli.common import database_option, json_option, opened, print_json
from tracker.desk import citing, finding, streaming
from tracker.models import ClaimKind, RelationKind, TrackerError
from tracker.store.claim_lists import Filters

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
    return finding.narrowed(db, query, filters)


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


@click.command()
@click.argument("noun_id", metavar="ID", type=int)
@click.option("--style", "-s", "form", default=citing.QUOTATION, show_default=True,
              help="A form (see --all), or the CSL file of any other style.")  # fmt: skip
@click.option("--all", "every", is_flag=True, help="Every form, one after the other.")
@click.option("--document", "noun", flag_value="document", help="ID is that of a whole document.")
@click.option("--thread", "noun", flag_value="thread", help="ID is that of a thread: its first appearance is cited.")
@click.option("--styles", "folder", type=click.Path(path_type=Path, file_okay=False), envvar="TRACKER_STYLES",
              help="A folder of CSL files; else “styles” beside the database. TRACKER_STYLES sets it too.")  # fmt: skip
@database_option
@json_option
def cite(
    noun_id: int, form: str, every: bool, noun: str | None, folder: Path | None, db_path: Path, as_json: bool
) -> None:
    """Cite the claim of number ID: its words, its place, its source."""
    added, problems = citing.added_styles(folder or db_path.parent / "styles")
    if form.endswith(".csl"):
        added, form = _with_file(added, Path(form))
    with opened(db_path) as db:
        makers = {"document": citing.of_document, "thread": citing.of_thread}
        subject = makers.get(noun or "", citing.of_claim)(db, noun_id)
    quoted = subject.quoted is not None
    if form == citing.QUOTATION and not quoted:
        form = "harvard"
    wanted = list(citing.forms(added, quoted=quoted)) if every else [form]
    written = [citing.write(subject, each, added) for each in wanted]
    for sentence in problems:
        click.echo(f"Error: {sentence}", err=True)
    if as_json:
        print_json({"citations": [citing.record_of(one) for one in written], "remarks": list(subject.remarks)})
        return
    for one in written:
        if every:
            click.echo(f"== {one.name} ({one.key})")
        if one.in_text:
            click.echo(f"{'Note' if one.is_note else 'In the text'}: {one.in_text}")
        click.echo(one.text.rstrip())
    for remark in subject.remarks:
        click.echo(remark, err=True)


def _with_file(added: dict[str, Style], path: Path) -> tuple[dict[str, Style], str]:
    style = citing.style_of_file(path)
    return {**added, style.key: style}, style.key


COMMANDS = (cite, export)
