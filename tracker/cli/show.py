"""The commands ``show`` and ``search``: one thing of the database, and claims found in it or in files of texts."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

import click

from tracker.cite.snippets import as_told
from tracker.cli.common import answer, opened, print_json, steps, usual_options
from tracker.services import nouns, retrieval
from tracker.services import search as services_search

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
@usual_options
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
    told = json.loads(json.dumps(row, default=nouns.as_plain))  # the columns as JSON holds them
    for key, value in told.items():
        _tell(key, value)


def _tell(key: str, value: Any) -> None:
    """Print a column: a list as its length and a line for each entry, a record as its own columns."""
    if isinstance(value, dict):
        for part, inner in value.items():
            _tell(f"{key}, {part}", inner)
    elif isinstance(value, list):
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
        return f"{item['kind']} of claim {item['other']['id']}: {_words(item['other'])}"
    if "earlier" in item:
        earlier = item["earlier"]
        return f"{_line(item['claim'])} ({earlier['kind']} of: {_line(earlier['claim'])})"
    head = [str(item[key]) for key in ("id", "date", "speaker", "kind") if item.get(key)]
    return "  ".join([*head, _words(item)])


def _words(item: dict[str, Any]) -> str:
    """Return the words of an entry, those of a claim with its stance."""
    words = " ".join(str(item.get("text") or item.get("lead") or item.get("title") or "").split())
    return as_told(words, item.get("stance", "asserts"))


FILE = click.Path(path_type=Path, exists=True, dir_okay=False)


@click.command(context_settings={"ignore_unknown_options": True})  # "-wardens" is part of the query
@click.argument("query", nargs=-1, type=click.UNPROCESSED)
@click.option("--limit", default=20, show_default=True, type=click.IntRange(1, 1000))
@click.option("--weak", is_flag=True, help="Show the weak answers too, which lack words that others have.")
@click.option("--corpus", type=FILE, help="Without a database: a TSV file of id, text, title, speaker …")
@click.option("--queries", type=FILE, help="… a TSV file of id, text …")
@click.option("--run", "run_path", type=click.Path(path_type=Path), help="… and the file for the ranked answers.")
@usual_options
def search(
    query: tuple[str, ...],
    limit: int,
    weak: bool,
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
        answer(as_json, {"queries": answered, "run": str(run_path)}, f"{answered} queries were answered in {run_path}.")
        return
    if corpus or queries or run_path:
        raise click.UsageError("--corpus, --queries and --run go together.")
    if not query:
        raise click.UsageError("Say what to search for.")
    if mistaken := next((word for word in query if word.startswith("--")), None):
        raise click.NoSuchOption(mistaken)
    asked = " ".join(query)
    with opened(db_path) as db:
        told = services_search.resolve_query(db, asked).told
        found = services_search.search(db, asked, limit=limit)
    for sentence in told:
        click.echo(sentence, err=True)
    if as_json:
        print_json(found)
        return
    for line in _answers(found, weak=weak):
        click.echo(line)
    if not found:
        click.echo("No claim has these words. Fewer or other words may find one.")


def _answers(found: Sequence[services_search.Answer], *, weak: bool) -> Iterator[str]:
    """Yield the lines that tell answers: each wording once, with its places; how many are left out as weak."""
    for row in found:
        if row.repeats is None and (weak or not row.weak):
            yield _place(row)
            yield f"    {as_told(' '.join(row.text.split()), row.stance)}"
            yield from (f"    also {_place(other)}" for other in found if other.repeats == row.claim_id)
    folded = 0 if weak else sum(row.weak for row in found)
    if folded:
        yield f"{folded} more with fewer of these words: --weak shows them."


def _place(row: services_search.Answer) -> str:
    return f"claim {row.claim_id}  {row.speaker or '–'}  {row.date or 'undated'}  {row.document}"
