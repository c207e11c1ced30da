"""Commands that read files and store nothing: extract, quantities."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import click

from tracker.cli.common import complain, json_option, leave, print_json
from tracker.extract.attributions import explain
from tracker.ingest.plain import shown
from tracker.ingest.reader import read
from tracker.models import TrackerError
from tracker.services import extraction, ingest
from tracker.text.quantities import quantities as find_quantities

FILES = click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path, allow_dash=True))


def _each_file(files: Iterable[Path]) -> Iterator[tuple[str, bytes]]:
    """Give name and bytes of each file (``-`` is standard input); complain of one that cannot be opened."""
    for path in files:
        if str(path) == "-":
            yield "standard input.txt", ingest.bytes_from(sys.stdin.buffer)
            continue
        try:
            data = ingest.bytes_of(path)
        except TrackerError as error:
            complain(error.message)
            continue
        yield shown(path.name), data


@click.command()
@FILES
@json_option
@click.option(
    "--explain", "explained", is_flag=True, help="Show for each attribution the rule, the cue and why that speaker."
)
def extract(files: tuple[Path, ...], as_json: bool, explained: bool) -> None:
    """Print the attributions, claims and dates of FILES; nothing is stored."""
    for name, data in _each_file(files):
        try:
            document, ledger, found = extraction.extract_bytes(data, name)
        except TrackerError as error:
            complain(error.message)
            continue
        if as_json:
            print_json(extraction.extraction(document, ledger, found))
        elif explained:
            click.echo(f"{document.name}\n" + "\n\n".join(explain(document.text, a) for a in found.attributions))
        else:
            _print_claims(document.name, ledger.date.value or f"date open: {ledger.date.why}", found.claims)
    leave()


def _print_claims(name: str, date: str, claims: Iterable[Any]) -> None:
    click.echo(f"{name} ({date})")
    for claim in claims:
        figures = "; ".join(q.text for q in claim.quantities)
        speaker = claim.speaker or ("the document" if claim.kind == "statistic" else "speaker not known")
        denied = " (denied)" if claim.polarity < 0 else ""
        click.echo(f"  {claim.start:>6}  {claim.kind}  {speaker}{denied}: {' '.join(claim.text.split())}")
        if figures:
            click.echo(f"          figures: {figures}")


@click.command()
@FILES
@json_option
def quantities(files: tuple[Path, ...], as_json: bool) -> None:
    """Print the quantities in FILES, one a line; nothing is stored."""
    for name, data in _each_file(files):
        try:
            document = read(data, name)
        except TrackerError as error:
            complain(error.message)
            continue
        for found in find_quantities(document.text):
            if as_json:
                print_json(extraction.quantity(found))
            else:
                parts = [found.approximator, str(found.value), found.unit, found.measured]
                direction = "" if found.direction == "none" else f", {found.direction}"
                click.echo(f"{found.start:>6}  {' '.join(p for p in parts if p)}{direction}: “{found.text}”")
    leave()
