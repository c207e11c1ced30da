"""Measures: that two are one, and that a figure is of another one than its words say, as people decide."""

from __future__ import annotations

from collections.abc import Callable

from tracker.db import claims, events, figures
from tracker.db.connection import in_transaction
from tracker.db.rows import Database
from tracker.models import NotFoundError, TrackerError
from tracker.models.claims import FigureFilters
from tracker.models.events import Event, EventKind
from tracker.services import nouns
from tracker.services.figures import need_at
from tracker.services.nouns import need_claim
from tracker.text.quantities import measure as measure_of

LONGEST_NAME = 200
"""Characters of what a person says a figure measures."""


@in_transaction
def join(db: Database, measure: str, unit: str, into: str, *, who: str) -> int:
    """Say that two measures of one unit are one, under the second's name; return the event.

    Both are named by their keys, or by words that are all of a key. Raises ``NotFoundError`` where no figure is of one.
    """
    measure, into = _need(db, measure, unit), _need(db, into, unit)
    if measure == into:
        raise TrackerError("A measure cannot be joined with itself; choose another one.")
    at = nouns.now()
    row = {"measure": measure, "unit": unit, "counted_as": into, "who": who, "at": at}
    number = figures.add_decision(db, row)
    figures.refresh_counted(db, unit, measure)
    return events.record(
        db, at=at, who=who, kind=EventKind.MEASURES_JOINED, noun="measure", noun_id=number,
        new={"measure": measure, "unit": unit, "into": into},
    )  # fmt: skip


def _need(db: Database, measure: str, unit: str) -> str:
    for key in (measure, measure_of(measure)):
        if key and figures.counted(db, FigureFilters(measure=key, unit=unit)):
            return key
    raise NotFoundError(
        f"No figure measures “{measure}” in that unit ({unit}); the list of figures has those there are."
    )


@in_transaction
def part(db: Database, claim_id: int, place: int, name: str, *, who: str) -> int | None:
    """Say what the figure of a claim at a character of its document measures; return the event, ``None`` for no change.

    It counts to the measure of that name, and leaves the one of its words.
    """
    need_claim(db, claim_id)
    figure = need_at(db, claim_id, place)
    name = " ".join(name.split())
    key = name if name and figures.counted(db, FigureFilters(measure=name, unit=figure.unit)) else measure_of(name)
    if not key:
        raise TrackerError("Say in a few words what the figure measures, as “arrests on the quay”.")
    if len(name) > LONGEST_NAME:
        raise TrackerError(f"What a figure measures is said in at most {LONGEST_NAME} characters.")
    if key == figure.measure:
        return None
    at = nouns.now()
    before = figures.standing_on(db, claim_id, figure.text)
    if before is not None:
        figures.set_decision_withdrawn(db, before, True)
    row = {
        "claim_id": claim_id, "figure": figure.text, "unit": figure.unit, "counted_as": key,
        "name": None if name == key else name, "who": who, "at": at,
    }  # fmt: skip
    number = figures.add_decision(db, row)
    figures.refresh_claims(db, [claim_id])
    claims.touch(db, claim_id)
    return events.record(
        db, at=at, who=who, kind=EventKind.FIGURE_PARTED, noun="claim", noun_id=claim_id,
        old={"measure": figure.measure, "decision": before},
        new={"figure": figure.text, "name": name, "decision": number},
    )  # fmt: skip


def _undo_join(db: Database, event: Event) -> None:
    figures.set_decision_withdrawn(db, event.noun_id, True)
    unit, into = event.new["unit"], event.new["into"]
    figures.refresh_counted(db, unit, figures.decided(db).of(0, "", unit, into) or into)


def _undo_part(db: Database, event: Event) -> None:
    figures.set_decision_withdrawn(db, event.new["decision"], True)
    if event.old["decision"] is not None:
        figures.set_decision_withdrawn(db, event.old["decision"], False)
    figures.refresh_claims(db, [event.noun_id])


UNDO: dict[EventKind, Callable[[Database, Event], None]] = {
    EventKind.MEASURES_JOINED: _undo_join,
    EventKind.FIGURE_PARTED: _undo_part,
}
"""How each is taken back."""
