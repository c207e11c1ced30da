"""The command ``compare``: what two statements are to each other, without a database."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click

from tracker.cli.common import complain, json_option, leave, print_json
from tracker.matching.features import features
from tracker.matching.relation import relation
from tracker.matching.relation import relation as relation_between
from tracker.models import Relation


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
    relation = relation_between(features(a), features(b))
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
    print_json(_relation(identity, relation(features(a), features(b))))


def _relation(identity: object, relation: Relation) -> dict[str, Any]:
    return {
        "id": identity,
        "relation": relation.kind,
        "score": round(relation.score, 2),
        "reasons": list(relation.reasons),
    }
