"""Commands for what leaves the tracker: export, cite, dossier."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Final

import click

from tracker.cite.notes import as_html, as_markdown
from tracker.cli.common import F, opened, print_json, usual_options
from tracker.models import TrackerError
from tracker.services import cite as services_cite
from tracker.services import export as services_export
from tracker.services import notes, topics
from tracker.services.cite import Form
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
    "measured": "of what is counted, whoever's and wherever.",
    "measure": "of this measure, as figures give it.",
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
@usual_options
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


styles_option = click.option(
    "--styles",
    "folder",
    type=click.Path(path_type=Path, file_okay=False),
    envvar="TRACKER_STYLES",
    help="A folder of CSL files; else “styles” beside the database. TRACKER_STYLES sets it too.",
)


@click.command()
@click.argument("noun_id", metavar="ID", type=int)
@click.option("--style", "-s", "form",
              help="A form (see --all), or a CSL file; else the house's line, a quotation, or Harvard.")  # fmt: skip
@click.option("--all", "every", is_flag=True, help="Every form, one after the other.")
@click.option("--document", "noun", flag_value="document", help="ID is that of a whole document.")
@click.option("--thread", "noun", flag_value="thread", help="ID is that of a thread: its first appearance is cited.")
@styles_option
@usual_options
def cite(
    noun_id: int, form: str | None, every: bool, noun: str | None, folder: Path | None, db_path: Path, as_json: bool
) -> None:
    """Cite the claim of number ID: its words, its place, its source."""
    with opened(db_path) as db:
        added, problems = services_cite.forms_added(db, folder or db_path.parent / "styles")
        makers = {"document": services_cite.of_document, "thread": services_cite.of_thread}
        subject = makers.get(noun or "", services_cite.of_claim)(db, noun_id)
    if form and form.endswith(".csl"):
        added, form = _with_file(added, Path(form))
    known = list(services_cite.forms(added, quoted=subject.quoted is not None))
    usual = known[0] if subject.quoted is not None or known[0] in added else services_cite.OF_DOCUMENTS
    wanted = known if every else [form or usual]
    written = [services_cite.write(subject, each, added) for each in wanted]
    for sentence in problems:
        click.echo(f"Error: {sentence}", err=True)
    if as_json:
        print_json({"citations": [services_cite.record_of(one) for one in written], "remarks": list(subject.remarks)})
        return
    for one in written:
        if every:
            click.echo(f"== {one.name} ({one.key})")
        if one.in_text:
            click.echo(f"{'Note' if one.is_note else 'In the text'}: {one.in_text}")
        click.echo(one.text.rstrip())
    for remark in filter(None, (*(one.remark for one in written if not every), *subject.remarks)):
        click.echo(remark, err=True)


def _with_file(added: dict[str, Form], path: Path) -> tuple[dict[str, Form], str]:
    style = services_cite.style_of_file(path)
    return {**added, style.key: style}, style.key


HTML = frozenset({".html", ".htm"})


@click.command()
@click.argument("topic")
@click.option("--to", "target", type=click.Path(path_type=Path, dir_okay=False), help="The file; standard output else.")
@click.option("--style", default=notes.DEFAULT_STYLE, show_default=True, help="The form in which sources are cited.")
@styles_option
@usual_options
def dossier(topic: str, target: Path | None, style: str, folder: Path | None, db_path: Path, as_json: bool) -> None:
    """Write the dossier of TOPIC (its name or number) as Markdown, or as one HTML file if FILE ends in .html."""
    from tracker.web.words import figure as figure_in_words

    with opened(db_path) as db:
        topic_id = topics.called(db, topic)
        added, _ = services_cite.forms_added(db, folder or db_path.parent / "styles")
        made = notes.dossier(db, topic_id, style=style, added=added, figure=figure_in_words)
        text = as_markdown(made)
    if target is not None:
        try:
            target.write_text(as_html(made.title, text) if target.suffix in HTML else text, encoding="utf-8")
        except OSError as error:
            raise TrackerError(f"{target} cannot be written: {error.strerror}.") from error
    if as_json:
        print_json({"topic": topic_id, "title": made.title, "file": str(target) if target else None,
                    "sources": len(made.sources), **({} if target else {"markdown": text})})  # fmt: skip
    elif target is not None:
        click.echo(f"The dossier of “{made.title}” was written to {target}.")
    else:
        click.echo(text, nl=False)
