"""What operations share: a page of a list, and the answers of writes."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from tracker import store
from tracker.desk.bulk import Done
from tracker.models.record import Record
from tracker.store import events
from tracker.store.rows import Row
from tracker.web.api.operations import Call, Operation, Schema, listing, number, ref
from tracker.web.connection import db

LONGEST_PAGE = 500
USUAL_PAGE = 100
"""Entries a list gives at once, at most and unless asked."""

PAGE: dict[str, Schema] = {
    "limit": number("How many entries at most.", most=LONGEST_PAGE, default=USUAL_PAGE),
    "offset": number("How many entries to pass over.", least=0, default=0),
}

CHANGED: Schema = ref("Changed")
MADE: Schema = ref("Made")
DONE: Schema = ref("Done")


def paged(
    noun: str,
    summary: str,
    rows: Callable[..., Sequence[Row | Record]],
    count: Callable[[store.Database], int],
    *,
    path: str = "",
    plural: str = "",
) -> Operation:
    """Return the operation that lists all of a noun, a page at a time.

    ``rows`` takes ``limit`` and ``offset`` and reads no more than that.
    """
    name = plural or f"{noun}s"

    def listed(call: Call) -> Any:
        return {name: rows(db(), limit=call.query["limit"], offset=call.query["offset"]), "count": count(db())}

    return Operation(
        f"list_{name}", "GET", path or f"/{name}", summary, name, listed, listing(name, noun.capitalize()), PAGE
    )


def changed(event: int | None) -> Row:
    """Return what a write answers: the event, ``None`` where it was so already."""
    return {"event": event, "changed": event is not None}


def made(noun: str, noun_id: int, event: int | None) -> Row:
    """Return what a write answers that makes something, with the number of it."""
    return {f"{noun}_id": noun_id, **changed(event)}


def newest_event(noun: str, noun_id: int) -> int:
    """Return the event that recorded what was just made."""
    return int(events.about(db(), noun, noun_id)[0].id)


def done(action: Done) -> Row:
    """Return what many decisions in one action answer."""
    return {"batch": action.batch, "count": action.count}


def given(sent: Mapping[str, Any], *names: str) -> dict[str, Any]:
    """Return those of the optional members that were sent."""
    return {name: sent[name] for name in names if name in sent}
