"""The command ``show``: one thing of the database."""

from __future__ import annotations

import json
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

import click

from tracker.cli.common import database_option, json_option, opened, print_json
from tracker.services import history

FIGURE = "figure"
SHOWN = {
    "claim": "claims",
    "document": "documents",
    "speaker": "speakers",
    "thread": "threads",
    "topic": "topics",
    "verdict": "verdicts",
    FIGURE: "figures",
}
"""The services that show each noun; what one noun asks for is imported for it alone."""


@click.command()
@click.argument("noun", type=click.Choice(sorted(SHOWN)))
@click.argument("noun_id", metavar="ID", type=int)
@click.argument("place", required=False, type=int)
@database_option
@json_option
def show(noun: str, noun_id: int, place: int | None, db_path: Path, as_json: bool) -> None:
    """Show one claim, document, speaker, thread, topic or verdict.

    A figure is shown by its claim and its place, a character of the document.
    """
    if (noun == FIGURE) != (place is not None):
        raise click.UsageError("A figure, and nothing else, is shown by two numbers: its claim and its place.")
    shown: Callable[..., Any] = import_module(f"tracker.services.{SHOWN[noun]}").shown
    with opened(db_path) as db:
        row = shown(db, noun_id) if place is None else shown(db, noun_id, place)
    if as_json:
        print_json(row)
        return
    told = json.loads(json.dumps(row, default=history.plain))  # the columns as JSON holds them
    for key, value in told.items():
        if isinstance(value, list):
            click.echo(f"{key}: {len(value)}")
            for item in value:
                click.echo(f"    {_line(item)}")
        elif value not in (None, ""):
            click.echo(f"{key}: {value}")


def _line(item: Any) -> str:
    """Return one list entry as a line: its words if it has any."""
    if not isinstance(item, dict):
        return str(item)
    if "what" in item and "undone_by" in item:  # an event
        return f"{item['id']}  {item['what']}"
    if "other" in item:
        return f"{item['kind']} of claim {item['other']['id']}: {' '.join(item['other']['text'].split())}"
    head = [str(item[key]) for key in ("id", "date", "speaker", "kind") if item.get(key)]
    return "  ".join([*head, " ".join(str(item.get("text") or item.get("title") or "").split())])
