"""Commands that decide: confirm, refuse, undo."""

from __future__ import annotations

from pathlib import Path

import click

from tracker.cli.common import database_option, json_option, opened, print_json, who
from tracker.services import decisions
from tracker.services import undo as services_undo


@click.command()
@click.argument("a", type=int)
@click.argument("b", type=int)
@database_option
@json_option
def confirm(a: int, b: int, db_path: Path, as_json: bool) -> None:
    """Confirm that the claims A and B are one claim."""
    _decide(a, b, "confirmed", db_path, as_json)


@click.command()
@click.argument("a", type=int)
@click.argument("b", type=int)
@database_option
@json_option
def refuse(a: int, b: int, db_path: Path, as_json: bool) -> None:
    """Refuse a match: the claims A and B are not one claim, now and after every rerun."""
    _decide(a, b, "refused", db_path, as_json)


def _decide(a: int, b: int, decision: str, db_path: Path, as_json: bool) -> None:
    with opened(db_path) as db:
        event = decisions.decide_pair(db, a, b, decision, who=who())
    if as_json:
        print_json({"a": a, "b": b, "decision": decision, "event": event})
    else:
        click.echo(f"{decision} (event {event})" if event else f"It was {decision} before; nothing changed.")


@click.command()
@click.argument("event", type=int)
@database_option
@json_option
def undo(event: int, db_path: Path, as_json: bool) -> None:
    """Take the decision with this event number back."""
    with opened(db_path) as db:
        done = services_undo.undo(db, event, who=who())
    if as_json:
        print_json({"undone": event, "event": done})
    else:
        click.echo(f"Event {event} was undone (event {done}).")
