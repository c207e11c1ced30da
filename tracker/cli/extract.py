"""Commands that need no database: extract, quantities, compare."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import click

from tracker.cite.snippets import as_told
from tracker.cli.common import complain, json_option, leave, print_json
from tracker.extract.attributions import explain
from tracker.matching import relate
from tracker.models import Relation, TrackerError
from tracker.services import extraction, originals
from tracker.services.originals import document_in
from tracker.text.quantities import quantities as find_quantities
from tracker.text.words import printable

FILES = click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path, allow_dash=True))


def _each_file(files: Iterable[Path]) -> Iterator[tuple[str, bytes]]:
    """Give name and bytes of each file (``-`` is standard input); complain of one that cannot be opened."""
    for path in files:
        if str(path) == "-":
            yield "standard input.txt", originals.bytes_from(sys.stdin.buffer)
            continue
        try:
            data = originals.bytes_of(path)
        except TrackerError as error:
            complain(error.message)
            continue
        yield printable(path.name), data


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
        click.echo(
            f"  {claim.start:>6}  {claim.kind}  {speaker}: {as_told(' '.join(claim.text.split()), claim.stance)}"
        )
        if figures:
            click.echo(f"          figures: {figures}")


@click.command()
@FILES
@json_option
def quantities(files: tuple[Path, ...], as_json: bool) -> None:
    """Print the quantities in FILES, one a line; nothing is stored."""
    for name, data in _each_file(files):
        try:
            document = document_in(data, name)
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


@click.command()
@click.argument("a", required=False)
@click.argument("b", required=False)
@click.option("--pairs", type=click.Path(path_type=Path, dir_okay=False, exists=True, allow_dash=True),
              help="A JSONL file of {id, a, b}; one answer a line.")  # fmt: skip
@json_option
def compare(a: str | None, b: str | None, pairs: Path | None, as_json: bool) -> None:
    """Say what the statements A and B are to each other, and why; or the pairs of a file."""
    if pairs is not None:
        with click.open_file(str(pairs), "rb") as lines:
            for number, line in enumerate(lines, 1):
                if line.strip():
                    _compare_line(line, number)
        leave()
        return
    if a is None or b is None:
        raise click.UsageError("Give two statements, or --pairs with a file.")
    relation = relate(a, b)
    if as_json:
        print_json(_relation(None, relation))
        return
    click.echo(f"{relation.kind} ({relation.score:.0f})")
    for reason in relation.reasons:
        click.echo(f"  {reason}")


def _compare_line(line: bytes, number: int) -> None:
    try:
        pair = json.loads(line)
        a, b, identity = pair["a"], pair["b"], pair.get("id")
    except (ValueError, KeyError, TypeError, RecursionError):
        a = b = identity = None
    if not isinstance(a, str) or not isinstance(b, str):
        complain(f"Line {number} is no JSON object with id, a and b, the last two of them texts.")
        return
    print_json(_relation(identity, relate(a, b)))


def _relation(identity: object, relation: Relation) -> dict[str, Any]:
    return {
        "id": identity,
        "relation": relation.kind,
        "score": round(relation.score, 2),
        "reasons": list(relation.reasons),
    }
