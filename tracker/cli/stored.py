"""Commands on the database: add, link, search, show, confirm, refuse, undo."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from tracker import store
from tracker.cli.common import database_option, json_option, opened, print_json, steps, who
from tracker.desk import asking, deciding, finding, history, intake, retrieval, showing, undoing
from tracker.desk.intake import Refused, TakenIn
from tracker.models.events import Event, Note
from tracker.models.record import plain
from tracker.read import shown

FILE = click.Path(path_type=Path, exists=True, dir_okay=False)


@click.command()
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path, allow_dash=True))
@database_option
@json_option
def add(paths: tuple[Path, ...], db_path: Path, as_json: bool) -> None:
    """Take in files and folders; - reads standard input. Exits with 1 if any was refused; the others are stored."""
    refused = 0
    with opened(db_path, create=True) as db:
        files = intake.files_of(path for path in paths if str(path) != "-")
        outcomes: list[TakenIn | Refused] = []
        if any(str(path) == "-" for path in paths):
            outcomes.append(
                intake.take_in_bytes(db, intake.bytes_from(sys.stdin.buffer), "standard input.txt", who=who())
            )
        with click.progressbar(
            files, label="Taking in", item_show_func=lambda f: shown(f.name) if f else "", file=sys.stderr
        ) as bar:
            outcomes += [intake.take_in_file(db, path, who=who()) for path in bar]
    for outcome in outcomes:
        if isinstance(outcome, Refused):
            refused += 1
            if as_json:
                print_json({"name": outcome.name, "refused": outcome.reason})
            click.echo(f"Error: {outcome.reason}", err=True)
        elif as_json:
            print_json({"name": outcome.name, "document_id": outcome.document_id, "already": outcome.already,
                        "claims": outcome.claims, "notes": outcome.notes})  # fmt: skip
        else:
            click.echo(outcome.sentence)
    if not outcomes:
        click.echo("Nothing to take in: no readable files there.", err=True)
    if refused or not outcomes:
        raise SystemExit(1)


@click.command()
@click.argument("query", required=False)
@click.option("--limit", default=20, show_default=True, type=click.IntRange(1, 1000))
@click.option("--corpus", type=FILE, help="Without a database: a TSV file of id, text, title, speaker …")
@click.option("--queries", type=FILE, help="… a TSV file of id, text …")
@click.option("--run", "run_path", type=click.Path(path_type=Path), help="… and the file for the ranked answers.")
@database_option
@json_option
def search(
    query: str | None,
    limit: int,
    corpus: Path | None,
    queries: Path | None,
    run_path: Path | None,
    db_path: Path,
    as_json: bool,
) -> None:
    """Find claims by words and figures, best first.

    The query takes “phrases”, -words to leave out, and the fields speaker, publisher, topic, document, kind, relation,
    status, has, unit, year, after, before, from and to: speaker:quill after:2018 kind:statistic "armed patrols".
    """
    if corpus and queries and run_path:
        answered = retrieval.run_bulk(corpus, queries, run_path, progress=steps("search"))
        if as_json:
            print_json({"queries": answered, "run": str(run_path)})
        else:
            click.echo(f"{answered} queries were answered in {run_path}.")
        return
    if corpus or queries or run_path:
        raise click.UsageError("--corpus, --queries and --run go together.")
    if query is None:
        raise click.UsageError("Say what to search for.")
    with opened(db_path) as db:
        told = asking.asked(db, query).told
        found = finding.search(db, query, limit=limit)
    for sentence in told:
        click.echo(sentence, err=True)
    if as_json:
        print_json(found)
        return
    for row in found:
        click.echo(f"claim {row['claim_id']}  {row['speaker'] or '–'}  {row['date'] or 'undated'}  {row['document']}")
        click.echo(f"    {' '.join(row['text'].split())}")
    if not found:
        click.echo("No claim has these words. Fewer or other words may find one.")


SHOWN: dict[str, Callable[[store.Database, int], Any]] = {
    "claim": showing.claim,
    "document": showing.document,
    "speaker": showing.speaker,
    "thread": showing.thread,
}


@click.command()
@click.argument("noun", type=click.Choice(sorted(SHOWN)))
@click.argument("noun_id", metavar="ID", type=int)
@database_option
@json_option
def show(noun: str, noun_id: int, db_path: Path, as_json: bool) -> None:
    """Show one claim, document, speaker or thread."""
    with opened(db_path) as db:
        row = SHOWN[noun](db, noun_id)
    if as_json:
        print_json(row)
        return
    told = json.loads(json.dumps(row, default=plain))  # the columns as JSON holds them
    for key, value in told.items():
        if isinstance(value, list):
            click.echo(f"{key}: {len(value)}")
            for item in value:
                click.echo(f"    {_line(item)}")
        elif value not in (None, ""):
            click.echo(f"{key}: {history.row(value) if isinstance(value, Event) else value}")


def _line(item: Any) -> str:
    """Return one list entry as a line: its words if it has any."""
    if isinstance(item, Event):
        return f"{item.id}  {history.sentence(item)}"
    if isinstance(item, Note):
        return f"{item.id}  "
    if not isinstance(item, dict):
        return str(item)
    if "other" in item:
        return f"{item['kind']} of claim {item['other']['id']}: {' '.join(item['other']['text'].split())}"
    head = [str(item[key]) for key in ("id", "date", "speaker", "kind") if item.get(key)]
    return "  ".join([*head, " ".join(str(item.get("text") or item.get("title") or "").split())])


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
        event = deciding.decide_pair(db, a, b, decision, who=who())
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
        done = undoing.undo(db, event, who=who())
    if as_json:
        print_json({"undone": event, "event": done})
    else:
        click.echo(f"Event {event} was undone (event {done}).")


COMMANDS = (add, search, show, confirm, refuse, undo)
