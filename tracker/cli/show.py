"""The command ``show``: one thing of the database."""

from __future__ import annotations

import json
from importlib import import_module
from pathlib import Path
from typing import Any

import click

from tracker.cli.common import database_option, json_option, opened, print_json
from tracker.services import history

NOUNS = ("claim", "document", "speaker", "thread", "topic", "verdict")
"""What has pages of its own; the service of the one that is shown is imported, and no other."""


@click.command()
@click.argument("noun", type=click.Choice(NOUNS))
@click.argument("noun_id", metavar="ID", type=int)
@database_option
@json_option
def show(noun: str, noun_id: int, db_path: Path, as_json: bool) -> None:
    """Show one claim, document, speaker, thread, topic or verdict."""
    with opened(db_path) as db:
        row = import_module(f"tracker.services.{noun}s").shown(db, noun_id)
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
