"""The command ``check``: is every quotation and figure of a draft what the stored documents say?"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click

from tracker.cli.common import database_option, json_option, opened, print_json
from tracker.db.rows import Database
from tracker.models import TrackerError
from tracker.services import check as services_check
from tracker.services import ingest
from tracker.text.characters import printable

WORSE, TROUBLE = 1, 2
"""Exit statuses: something is worse than typography; a draft or the database could not be read."""
LONGEST_SHOWN = 100
"""Characters of a quotation that a line shows."""
DRAFTS = click.argument("files", metavar="DRAFT...", nargs=-1, required=True,
                        type=click.Path(path_type=Path, allow_dash=True))  # fmt: skip


@click.command()
@DRAFTS
@database_option
@json_option
def check(files: tuple[Path, ...], db_path: Path, as_json: bool) -> None:
    """Check every quotation and figure of DRAFTs against the stored documents; - reads standard input.

    Takes text, Markdown, HTML, Word and PDF files. Exits with 0 where all is exact, typography or house style, or
    fairly trimmed (a figure of which nothing is stored counts as that), with 1 where anything is worse, with 2 where a
    draft or the database cannot be read. Nothing of a draft is stored.
    """
    status = 0
    try:
        with opened(db_path) as db:
            for path in files:
                status = max(status, _check_one(db, path, as_json))
    except TrackerError as error:
        _complain(error.message)
        status = TROUBLE
    raise SystemExit(status)


def _check_one(db: Database, path: Path, as_json: bool) -> int:
    try:
        report = services_check.check_draft(db, _read(path))
    except TrackerError as error:
        _complain(error.message)
        return TROUBLE
    found = services_check.as_dict(report)
    if as_json:
        print_json(found)
    else:
        _print(report, found)
    return WORSE if report.fails else 0


def _read(path: Path) -> services_check.Draft:
    if str(path) == "-":
        return services_check.read_draft(ingest.bytes_from(sys.stdin.buffer), "standard input")
    return services_check.read_draft(ingest.bytes_of(path), printable(path.name))


def _complain(sentence: str) -> None:
    click.echo(f"Error: {sentence}", err=True)


def _print(report: services_check.Report, found: dict[str, Any]) -> None:
    for item in report.items:
        rows = found["quotations"] if item in report.quotations else found["figures"]
        row = next(row for row in rows if row["id"] == item.name)
        line = report.draft.text.count("\n", 0, item.checked.start) + 1
        text = " ".join(row["text"].split())
        text = text if len(text) <= LONGEST_SHOWN else text[:LONGEST_SHOWN].rpartition(" ")[0] + " …"
        click.echo(f"{found['draft']}:{line}: {', '.join(row['findings'])}: “{text}”")
        plain = row["findings"] == ["exact"] and not (row.get("wordings") or _goes_on(row) or row.get("unchecked"))
        if plain or (not item.fails and "claim" in row):
            continue
        for sentence in row["why"]:
            click.echo(f"    {' '.join(sentence.split())}")
        place = row.get("place")
        if place:
            click.echo(f"    Source: {_source(place)}")
        for other in row.get("wordings", ()):
            if place is None or other["document_id"] != place["document_id"]:
                click.echo(f"    Also worded “{other['corrected'] or other['text']}”: {_source(other)}")
        for change in row["changes"]:
            click.echo(f"    Mend: {' '.join(change['new'].split())}")
    for passed in found["passed_over"]:
        click.echo(f"{found['draft']}: passed over “{' '.join(passed['text'].split())}” ({passed['reason']})")
    counts = "; ".join(f"{finding}: {count}" for finding, count in found["counts"].items()) or "nothing to check"
    quiet = f"; of {found['figures_not_stored']} figures nothing is stored" if found["figures_not_stored"] else ""
    documents = f"{found['documents']:,} document{'' if found['documents'] == 1 else 's'}"
    click.echo(f"{found['draft']}: {counts}{quiet}; compared with {documents}")


def _goes_on(row: dict[str, Any]) -> str:
    """Return how the sentence of an exact quotation goes on in its source."""
    place = row.get("place")
    return place["goes_on"] if place else ""


def _source(place: dict[str, Any]) -> str:
    parts = [place["document"], place["speaker"], place["date"] or "undated"]
    claim = f"claim {place['claim_id']}" if place["claim_id"] else f"document {place['document_id']}"
    return ", ".join([*(str(part) for part in parts if part), claim])
