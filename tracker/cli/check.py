"""The command ``check``: is every quotation and figure of a draft what the stored documents say?"""

from __future__ import annotations

import sys
from pathlib import Path

import click

from tracker.check.findings import Finding, House
from tracker.cli.common import opened, print_json, usual_options
from tracker.models import TrackerError
from tracker.services import check as services_check
from tracker.services import originals
from tracker.services.check import FigureItem, QuotationItem, Report, ShownPlace
from tracker.services.database import Database
from tracker.services.drafts import Draft, read_draft
from tracker.text.words import printable

WORSE, TROUBLE = 1, 2
"""Exit statuses: something is worse than typography; a draft or the database could not be read."""
LONGEST_SHOWN = 100
"""Characters of a quotation that a line shows."""
DRAFTS = click.argument("files", metavar="DRAFT...", nargs=-1, required=True,
                        type=click.Path(path_type=Path, allow_dash=True))  # fmt: skip


@click.command()
@DRAFTS
@click.option(
    "--receipt", is_flag=True, help="Print a receipt to keep: findings, sources with hash and date, as Markdown."
)
@click.option(
    "--house",
    envvar=services_check.SETTING,
    default="",
    metavar="HOUSE",
    help="Whose rules decide what is house style: ap, reuters, guardian, or a file of rules that ends in .toml.",
)
@usual_options
def check(files: tuple[Path, ...], receipt: bool, house: str, db_path: Path, as_json: bool) -> None:
    """Check every quotation and figure of DRAFTs against the stored documents; - reads standard input.

    Takes text, Markdown, HTML, Word and PDF files. Exits with 0 where all is exact, typography or house style, or
    fairly trimmed (a figure of which nothing is stored counts as that), with 1 where anything is worse, with 2 where a
    draft or the database cannot be read. Nothing of a draft is stored.
    """
    if receipt and as_json:
        raise click.UsageError("--receipt and --json are two forms of one answer; choose one.")
    status = 0
    try:
        rules = services_check.house_named(house)
        with opened(db_path) as db:
            for path in files:
                status = max(status, _check_one(db, path, rules, as_json=as_json, as_receipt=receipt))
    except TrackerError as error:
        _complain(error.message)
        status = TROUBLE
    raise SystemExit(status)


def _check_one(db: Database, path: Path, house: House, *, as_json: bool, as_receipt: bool) -> int:
    try:
        draft = _read(path)
        report = services_check.check_draft(db, draft, house)
    except TrackerError as error:
        _complain(error.message)
        return TROUBLE
    if as_json:
        print_json(report)
    elif as_receipt:
        click.echo(services_check.receipt(db, draft, report), nl=False)
    else:
        _print(draft.text, report)
    return WORSE if report.fails else 0


def _read(path: Path) -> Draft:
    if str(path) == "-":
        return read_draft(originals.bytes_from(sys.stdin.buffer), "standard input")
    return read_draft(originals.bytes_of(path), printable(path.name))


def _complain(sentence: str) -> None:
    click.echo(f"Error: {sentence}", err=True)


def _print(text: str, report: Report) -> None:
    for item in report.in_order:
        line = text.count("\n", 0, item.start) + 1
        words = " ".join(item.text.split())
        words = words if len(words) <= LONGEST_SHOWN else words[:LONGEST_SHOWN].rpartition(" ")[0] + " …"
        click.echo(f"{report.draft}:{line}: {', '.join(item.findings)}: “{words}”")
        if _is_plain(item):
            continue
        if item.ignored is not None:
            click.echo(f"    Ignored: {item.ignored.reason} ({item.ignored.who}, {item.ignored.at[:10]})")
        for sentence in item.why:
            click.echo(f"    {' '.join(sentence.split())}")
        if isinstance(item, QuotationItem) and item.place is not None:
            click.echo(f"    Source: {_source(item.place)}")
            for other in item.wordings:
                if other.document_id != item.place.document_id:
                    click.echo(f"    Also worded “{other.corrected or other.text}”: {_source(other)}")
        for change in item.changes:
            click.echo(f"    Mend: {change.words}")
    for passed in report.passed_over:
        click.echo(f"{report.draft}: passed over “{' '.join(passed.text.split())}” ({passed.reason})")
    counts = "; ".join(f"{finding}: {count}" for finding, count in report.counts.items()) or "nothing to check"
    quiet = f"; of {report.figures_not_stored} figures nothing is stored" if report.figures_not_stored else ""
    documents = f"{report.documents:,} document{'' if report.documents == 1 else 's'}"
    by = f" by the rules of {report.house.name}" if report.house.rules else ""
    click.echo(f"{report.draft}: {counts}{quiet}; compared with {documents}{by}")


def _is_plain(item: QuotationItem | FigureItem) -> bool:
    """Say whether nothing is to be told of an item: a figure that agrees, an exact quotation of a whole sentence."""
    if isinstance(item, FigureItem):
        return not item.fails
    goes_on = item.place.goes_on if item.place else ""
    return item.findings == (Finding.EXACT,) and not (item.wordings or goes_on or item.unchecked)


def _source(place: ShownPlace) -> str:
    parts = [place.document, place.speaker, place.date or "undated"]
    claim = f"claim {place.claim_id}" if place.claim_id else f"document {place.document_id}"
    return ", ".join([*(part for part in parts if part), claim])
