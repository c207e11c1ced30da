"""What operations share: a page of a list, and the answers of writes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Annotated, Any

import msgspec
from msgspec import UNSET, Meta, UnsetType

from tracker import store
from tracker.desk import bulk
from tracker.models.record import Record
from tracker.store import events
from tracker.store.rows import Row
from tracker.web.api.operations import Body, Call, Operation, Schema, listing, number
from tracker.web.connection import db

LONGEST_PAGE = 500
USUAL_PAGE = 100
"""Entries a list gives at once, at most and unless asked."""

PAGE: dict[str, Schema] = {
    "limit": number("How many entries at most.", most=LONGEST_PAGE, default=USUAL_PAGE),
    "offset": number("How many entries to pass over.", least=0, default=0),
}


class Changed(msgspec.Struct, frozen=True):
    """What a write did."""

    event: Annotated[int | None, Meta(description="The event that records the change; null where it was so already.")]
    changed: bool


class Made(Changed, frozen=True):
    """What a write made, by its number; where it was there already nothing changed."""

    claim_id: int | UnsetType = UNSET
    topic_id: int | UnsetType = UNSET
    verdict_id: int | UnsetType = UNSET
    scale_id: int | UnsetType = UNSET
    search_id: int | UnsetType = UNSET


class Done(msgspec.Struct, frozen=True):
    """What many decisions in one action did."""

    batch: Annotated[int | None, Meta(description="The number of the action, by which it is undone; null: no change.")]
    count: Annotated[int, Meta(ge=0, description="How many decisions it holds.")]


def paged(
    noun: str,
    summary: str,
    rows: Callable[..., Sequence[Row | Record]],
    count: Callable[[store.Database], int],
    *,
    path: str = "",
    plural: str = "",
) -> Operation[None]:
    """Return the operation that lists all of a noun, a page at a time.

    ``rows`` takes ``limit`` and ``offset`` and reads no more than that.
    """
    name = plural or f"{noun}s"

    def listed(call: Call[None]) -> Any:
        return {name: rows(db(), limit=call.query["limit"], offset=call.query["offset"]), "count": count(db())}

    return Operation(
        f"list_{name}", "GET", path or f"/{name}", summary, name, listed, listing(name, noun.capitalize()), PAGE
    )


def changed(event: int | None) -> Changed:
    """Return what a write answers: the event, ``None`` where it was so already."""
    return Changed(event, event is not None)


def made(noun: str, noun_id: int, event: int | None) -> Made:
    """Return what a write answers that makes something, with the number of it."""
    return Made(event, event is not None, **{f"{noun}_id": noun_id})


def newest_event(noun: str, noun_id: int) -> int:
    """Return the event that recorded what was just made."""
    return int(events.about(db(), noun, noun_id)[0].id)


def done(action: bulk.Done) -> Done:
    """Return what many decisions in one action answer."""
    return Done(action.batch, action.count)


def given(sent: Body, *names: str) -> dict[str, Any]:
    """Return those of the optional members that were sent."""
    return {name: value for name in names if (value := getattr(sent, name)) is not UNSET}
