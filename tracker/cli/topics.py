"""The command that writes a topic's dossier."""

from __future__ import annotations

from pathlib import Path

import click

from tracker.cite.dossiers import as_html, as_markdown
from tracker.cite.styles import styles
from tracker.cli.common import database_option, json_option, opened, print_json
from tracker.db import topics as stored_topics
from tracker.models import NotFoundError, TrackerError
from tracker.services import dossiers, topics

HTML = frozenset({".html", ".htm"})


@click.command()
@click.argument("topic")
@click.option("--to", "target", type=click.Path(path_type=Path, dir_okay=False), help="The file; standard output else.")
@click.option("--style", type=click.Choice(sorted(styles())), default=dossiers.DEFAULT_STYLE, show_default=True)
@database_option
@json_option
def dossier(topic: str, target: Path | None, style: str, db_path: Path, as_json: bool) -> None:
    """Write the dossier of TOPIC (its name or number) as Markdown, or as one HTML file if FILE ends in .html."""
    from tracker.web.words import figure as figure_in_words

    with opened(db_path) as db:
        topic_id = int(topic) if topic.isdecimal() else stored_topics.find(db, topics.key_of(topic))
        if topic_id is None:
            raise NotFoundError(f"There is no topic “{topic}”.")
        made = dossiers.dossier(db, topic_id, style=style, figure=figure_in_words)
        text = as_markdown(made)
    if target is not None:
        try:
            target.write_text(as_html(made.title, text) if target.suffix in HTML else text, encoding="utf-8")
        except OSError as error:
            raise TrackerError(f"{target} cannot be written: {error.strerror}.") from error
    if as_json:
        print_json({"topic": topic_id, "title": made.title, "file": str(target) if target else None,
                    "sources": len(made.sources), **({} if target else {"markdown": text})})  # fmt: skip
    elif target is not None:
        click.echo(f"The dossier of “{made.title}” was written to {target}.")
    else:
        click.echo(text, nl=False)
