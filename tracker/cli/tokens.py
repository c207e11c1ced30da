"""Tokens for programs that write through the API."""

from __future__ import annotations

from pathlib import Path

import click

from tracker.cli.common import database_option, json_option, opened, print_json, who
from tracker.services import tokens as services_tokens


@click.command()
@click.option("--new", "holder", metavar="NAME", help="Make a token; its decisions are recorded under NAME.")
@click.option("--end", "ended", metavar="ID", type=int, help="End the token with this number for good.")
@database_option
@json_option
def tokens(holder: str | None, ended: int | None, db_path: Path, as_json: bool) -> None:
    """List the tokens of the API, make one, or end one. A token is shown once, when it is made."""
    if holder is not None and ended is not None:
        raise click.UsageError("Choose --new or --end.")
    with opened(db_path) as db:
        if holder is not None:
            token_id, token = services_tokens.make(db, holder, who=who())
            if as_json:
                print_json({"id": token_id, "holder": holder, "token": token})
            else:
                click.echo(f"Token {token_id} for {holder}. Keep it now, it is not shown again:\n{token}")
            return
        event = services_tokens.end(db, ended, who=who()) if ended is not None else None
        rows = services_tokens.every(db)
    if ended is not None:
        if as_json:
            print_json({"id": ended, "event": event})
        else:
            click.echo(f"Token {ended} was ended." if event else f"Token {ended} was ended before; nothing changed.")
    elif as_json:
        print_json(rows)
    else:
        for row in rows:
            click.echo(f"{row.id}  {row.holder}  {'ended ' + row.ended_at if row.ended_at else 'in force'}")
        if not rows:
            click.echo("There are no tokens; “tracker tokens --new NAME” makes one.")
