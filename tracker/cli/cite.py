"""The command ``cite``: what leaves the tracker for texts."""

from __future__ import annotations

from pathlib import Path

import click

from tracker.cite.styles import Style
from tracker.cli.common import database_option, json_option, opened, print_json
from tracker.services import cite as services_cite


@click.command()
@click.argument("noun_id", metavar="ID", type=int)
@click.option("--style", "-s", "form", default=services_cite.QUOTATION, show_default=True,
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
    added, problems = services_cite.added_styles(folder or db_path.parent / "styles")
    if form.endswith(".csl"):
        added, form = _with_file(added, Path(form))
    with opened(db_path) as db:
        makers = {"document": services_cite.of_document, "thread": services_cite.of_thread}
        subject = makers.get(noun or "", services_cite.of_claim)(db, noun_id)
    quoted = subject.quoted is not None
    if form == services_cite.QUOTATION and not quoted:
        form = "harvard"
    wanted = list(services_cite.forms(added, quoted=quoted)) if every else [form]
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
    for remark in subject.remarks:
        click.echo(remark, err=True)


def _with_file(added: dict[str, Style], path: Path) -> tuple[dict[str, Style], str]:
    style = services_cite.style_of_file(path)
    return {**added, style.key: style}, style.key
