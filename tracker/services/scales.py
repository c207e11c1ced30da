"""Organisations' rating scales: added as they publish them, never translated into another's, never changed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from math import isfinite
from typing import Final

from tracker.db import events, verdicts
from tracker.db.connection import in_transaction
from tracker.db.rows import Database
from tracker.models import Listed, NotFoundError, TrackerError
from tracker.models.events import Event, EventKind
from tracker.models.threads import Rating, Scale, Verdict
from tracker.services import nouns
from tracker.text import lexicon

LEAST_RATINGS: Final = 2
MOST_RATINGS: Final = 20
"""A scale of one rating rates nothing; the longest in use has fewer than a dozen."""
LONGEST_LABEL: Final = 120
"""Characters of a rating, a scale's name or an organisation."""


def need_scale(db: Database, scale_id: int) -> Scale:
    """Return a scale, or raise ``NotFoundError``."""
    scale = verdicts.scale(db, scale_id)
    if scale is None:
        raise NotFoundError(f"There is no scale {scale_id}.")
    return scale


def ratings_of(text: str) -> tuple[Rating, ...]:
    """Return the ratings that lines tell, the worst first: ``False``, or with the organisation's number ``False = 1``.

    >>> ratings_of("False = 1\\nHalf true = 2")
    (Rating(label='False', value=1.0), Rating(label='Half true', value=2.0))
    """
    found: list[Rating] = []
    for line in filter(None, (" ".join(line.split()) for line in text.splitlines())):
        label, equals, figure = line.rpartition("=")
        label, figure = (label.strip(), figure.strip()) if equals else (line, "")
        try:
            value = float(figure) if figure else None
            if value is not None and not isfinite(value):
                raise ValueError
        except ValueError:
            label, value = line, None  # a rating may hold the sign itself
        if not label or len(label) > LONGEST_LABEL:
            raise TrackerError(
                f"A rating has at least one character and at most {LONGEST_LABEL}: “{line[:40]}” has not."
            )
        found.append(Rating(label, value))
    _check(found)
    return tuple(found)


def _check(ratings: list[Rating]) -> None:
    if not LEAST_RATINGS <= len(ratings) <= MOST_RATINGS:
        raise TrackerError(f"A scale has {LEAST_RATINGS} to {MOST_RATINGS} ratings, one a line.")
    if len({rating.label.casefold() for rating in ratings}) < len(ratings):
        raise TrackerError("Two ratings of a scale have the same name.")
    values = [rating.value for rating in ratings if rating.value is not None]
    if values and (len(values) < len(ratings) or values != sorted(set(values))):
        raise TrackerError("Where ratings have numbers, all have one, and they rise from the worst to the best.")


@in_transaction
def add_scale(db: Database, organisation: str, name: str, ratings: str, *, who: str) -> int:
    """Add an organisation's scale; return its number."""
    organisation, name = " ".join(organisation.split()), " ".join(name.split()) or "ratings"
    if not organisation:
        raise TrackerError("Say which organisation the scale is of.")
    if max(len(organisation), len(name)) > LONGEST_LABEL:
        raise TrackerError(f"The names of an organisation and of a scale have at most {LONGEST_LABEL} characters.")
    found = ratings_of(ratings)
    known = verdicts.scale_named(db, organisation, name)
    offered_again = known is not None and known.withdrawn and known.ratings == found
    if known is not None and not offered_again:
        raise TrackerError(
            f"{organisation} has a scale “{name}” already. A scale is never changed, since verdicts stand on it: "
            "add the new one under another name."
        )
    if offered_again and known is not None:
        scale_id = known.id
        verdicts.set_scale_withdrawn(db, scale_id, False)
    else:
        scale_id = verdicts.add_scale(db, organisation, name, found)
    events.record(
        db, at=nouns.now(), who=who, kind=EventKind.SCALE_ADDED, noun="scale", noun_id=scale_id,
        new={"organisation": organisation, "name": name},
    )  # fmt: skip
    return scale_id


@cache
def presets() -> Mapping[str, tuple[Rating, ...]]:
    """Return scales to begin with, by their names: of no organisation until one takes them for its own."""
    return {
        name: ratings_of(ratings.replace("|", "\n")) for name, ratings in lexicon.rows("services", "scale_presets.tsv")
    }


def from_preset(db: Database, name: str, organisation: str, *, who: str) -> int:
    """Return the number of an organisation's scale made of a preset; it is added where the organisation lacks it."""
    if name not in presets():
        raise TrackerError(f"“{name}” is no scale to begin with; there are {', '.join(presets())}.")
    known = verdicts.scale_named(db, " ".join(organisation.split()), name)
    if known is not None and not known.withdrawn and known.ratings == presets()[name]:
        return known.id
    lines = (f"{each.label} = {each.value:g}" if each.value is not None else each.label for each in presets()[name])
    return add_scale(db, organisation, name, "\n".join(lines), who=who)


@in_transaction
def withdraw_scale(db: Database, scale_id: int, *, who: str) -> int | None:
    """Offer a scale no longer; return the event. Verdicts on it stay as they are."""
    scale = need_scale(db, scale_id)
    if scale.withdrawn:
        return None
    verdicts.set_scale_withdrawn(db, scale_id, True)
    return events.record(
        db, at=nouns.now(), who=who, kind=EventKind.SCALE_WITHDRAWN, noun="scale", noun_id=scale_id,
        old={"withdrawn": 0}, new={"withdrawn": 1, "organisation": scale.organisation, "name": scale.name},
    )  # fmt: skip


UNDO: dict[EventKind, Callable[[Database, Event], None]] = {
    EventKind.SCALE_ADDED: lambda db, event: verdicts.set_scale_withdrawn(db, event.noun_id, True),
    EventKind.SCALE_WITHDRAWN: lambda db, event: verdicts.set_scale_withdrawn(db, event.noun_id, False),
}
"""How each change of the scales is taken back."""


def offered(db: Database, verdict: Verdict | None = None) -> list[Scale]:
    """Return the scales on offer by organisation, at their end that of a verdict if it is offered no longer."""
    found = verdicts.scales(db)
    if verdict is None or verdict.scale_id in [scale.id for scale in found]:
        return found
    return [*found, need_scale(db, verdict.scale_id)]


def listed(db: Database) -> Listed[Scale]:
    """Return the scales on offer, by organisation; there are a dozen at most, so a page is cut from all."""
    found = verdicts.scales(db)

    def rows(*, limit: int, offset: int) -> list[Scale]:
        return found[offset : offset + limit]

    return Listed(len(found), rows)
