"""Commands that decide: confirm, refuse, undo, join and name measures, and make a claim by hand."""

from __future__ import annotations

from pathlib import Path

import click

from tracker.cli.common import answer, opened, print_json, usual_options, who
from tracker.models import STANCES, ClaimKind, TrackerError
from tracker.services import claims, decisions, figures
from tracker.services import undo as services_undo


@click.command()
@click.argument("a", type=int)
@click.argument("b", type=int)
@usual_options
def confirm(a: int, b: int, db_path: Path, as_json: bool) -> None:
    """Confirm that the claims A and B are one claim."""
    _decide(a, b, "confirmed", db_path, as_json)


@click.command()
@click.argument("a", type=int)
@click.argument("b", type=int)
@usual_options
def refuse(a: int, b: int, db_path: Path, as_json: bool) -> None:
    """Refuse a match: the claims A and B are not one claim, now and after every rerun."""
    _decide(a, b, "refused", db_path, as_json)


def _decide(a: int, b: int, decision: str, db_path: Path, as_json: bool) -> None:
    with opened(db_path) as db:
        event = decisions.decide_pair(db, a, b, decision, who=who())
    answer(
        as_json,
        {"a": a, "b": b, "decision": decision, "event": event},
        f"{decision} (event {event})" if event else f"It was {decision} before; nothing changed.",
    )


@click.command()
@click.argument("event", type=int)
@usual_options
def undo(event: int, db_path: Path, as_json: bool) -> None:
    """Take the decision with this event number back."""
    with opened(db_path) as db:
        done = services_undo.undo(db, event, who=who())
    answer(as_json, {"undone": event, "event": done}, f"Event {event} was undone (event {done}).")


@click.command(name="join-measures")
@click.argument("measure")
@click.argument("into")
@click.option("--unit", default="count", show_default=True, help="The unit of both, as figures give it.")
@usual_options
def join_measures(measure: str, into: str, unit: str, db_path: Path, as_json: bool) -> None:
    """Say that the measures MEASURE and INTO of one unit are one."""
    with opened(db_path) as db:
        event = figures.join(db, measure, unit, into, who=who())
    answer(as_json, {"measure": measure, "unit": unit, "into": into, "event": event}, f"joined (event {event})")


@click.command(name="name-measure")
@click.argument("claim", type=int)
@click.argument("place", type=int)
@click.argument("name")
@usual_options
def name_measure(claim: int, place: int, name: str, db_path: Path, as_json: bool) -> None:
    """Say what the figure at PLACE of the claim CLAIM measures: NAME, new or there already."""
    with opened(db_path) as db:
        event = figures.part(db, claim, place, name, who=who())
    answer(
        as_json,
        {"claim": claim, "place": place, "name": name, "event": event},
        f"It counts to “{name}” (event {event})." if event else "It did before; nothing changed.",
    )


@click.command()
@click.argument("act", type=click.Choice(["add"]))
@click.argument("document", type=int)
@click.argument("words")
@click.option("--speaker", help="Who made it, as you want the name listed; not known if left out.")
@click.option(
    "--kind",
    type=click.Choice([kind.value for kind in ClaimKind]),
    default=ClaimKind.DIRECT.value,
    show_default=True,
    help="How the words stand in the document.",
)
@click.option(
    "--stance",
    type=click.Choice(STANCES),
    default="asserts",
    show_default=True,
    help="What the source does with the words.",
)
@click.option("--place", type=click.IntRange(1), help="Which place, where the words stand more than once.")
@usual_options
def claim(
    act: str,
    document: int,
    words: str,
    speaker: str | None,
    kind: str,
    stance: str,
    place: int | None,
    db_path: Path,
    as_json: bool,
) -> None:
    """Make a claim of the exact WORDS in the document with the number DOCUMENT; no rerun drops it."""
    with opened(db_path) as db:
        found = decisions.places_of(db, document, words)
        if place is None and len(found) > 1:
            raise TrackerError(f"These words stand in {len(found)} places; --place says which, counted from 1.")
        if place is not None and place > len(found):
            raise TrackerError(f"These words stand in {len(found)} places only.")
        span = found[(place or 1) - 1]
        claim_id, event = decisions.make_claim(
            db, document, span.start, span.end, kind=kind, speaker=speaker, stance=stance, who=who()
        )
        row = claims.shown(db, claim_id)
    if as_json:
        print_json({"claim": claim_id, "event": event, "start": row.start, "end": row.end,
                    "matches": len(row.matches)})  # fmt: skip
    elif event is None:
        click.echo(f"These words are claim {claim_id} already; nothing changed.")
    else:
        click.echo(f"Claim {claim_id} was made (event {event}).")
