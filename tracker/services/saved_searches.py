"""Saved searches: kept under a name, looked at, renamed and removed; each a decision that can be undone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Final

from tracker.db import claim_lists, events
from tracker.db import search as stored_search
from tracker.db.connection import in_transaction
from tracker.db.rows import Database
from tracker.models import Listed, NotFoundError, TrackerError
from tracker.models.events import Event, EventKind
from tracker.models.topics import Filters, SavedSearch
from tracker.services import nouns
from tracker.services import search as services_search

LONGEST_NAME: Final = 120
"""Characters of a name: as long as a topic's."""


def need_search(db: Database, search_id: int) -> SavedSearch:
    """Return a saved search, or raise ``NotFoundError``."""
    search = stored_search.saved_search(db, search_id)
    if search is None or search.removed:
        raise NotFoundError(f"There is no saved search {search_id}.")
    return search


def every(db: Database) -> Listed[SavedSearch]:
    """Return the saved searches by name."""
    return Listed(stored_search.saved_count(db), partial(stored_search.saved, db))


def asking(db: Database, query: str) -> SavedSearch | None:
    """Return the saved search that asks this, as its address does."""
    return stored_search.saved_asking(db, query)


@in_transaction
def save(db: Database, name: str, query: str, *, who: str) -> tuple[int, int]:
    """Save a search as its address asks for it; return its number and the event. All there is now counts as seen."""
    name = _free_name(db, name)
    if not query:
        raise TrackerError("Search for something or choose a filter first: this would be all claims.")
    known = stored_search.saved_asking(db, query)
    if known is not None:
        raise TrackerError(f"This search is saved already, as “{known.name}”.")
    at = nouns.now()
    search_id = stored_search.save(db, name, query, seen_claim=claim_lists.latest_id(db), seen_at=at)
    return search_id, events.record(
        db, at=at, who=who, kind=EventKind.SEARCH_SAVED, noun="search", noun_id=search_id,
        new={"name": name, "query": query},
    )  # fmt: skip


@in_transaction
def rename(db: Database, search_id: int, name: str, *, who: str) -> int | None:
    """Give a search another name; return the event, ``None`` where it has that name already."""
    search = need_search(db, search_id)
    if " ".join(name.split()) == search.name:
        return None
    name = _free_name(db, name)
    stored_search.rename_saved(db, search_id, name)
    return events.record(
        db, at=nouns.now(), who=who, kind=EventKind.SEARCH_RENAMED, noun="search", noun_id=search_id,
        old={"name": search.name}, new={"name": name},
    )  # fmt: skip


@in_transaction
def remove(db: Database, search_id: int, *, who: str) -> int:
    """Take a search off the list; return the event."""
    search = need_search(db, search_id)
    stored_search.set_saved_removed(db, search_id, True)
    return events.record(
        db, at=nouns.now(), who=who, kind=EventKind.SEARCH_REMOVED, noun="search", noun_id=search_id,
        old={"name": search.name, "query": search.query},
    )  # fmt: skip


@in_transaction
def look(db: Database, search_id: int, *, who: str) -> int | None:
    """Record that all a search finds now was seen; return the event, ``None`` where no claim came since."""
    search = need_search(db, search_id)
    latest = claim_lists.latest_id(db)
    if latest <= search.seen_claim:
        return None
    at = nouns.now()
    stored_search.set_saved_seen(db, search_id, latest, at)
    return events.record(
        db, at=at, who=who, kind=EventKind.SEARCH_SEEN, noun="search", noun_id=search_id,
        old={"seen_claim": search.seen_claim, "seen_at": search.seen_at, "name": search.name},
        new={"seen_claim": latest, "seen_at": at, "name": search.name},
    )  # fmt: skip


def new_in(db: Database, search: SavedSearch, words: str, filters: Filters) -> int:
    """Return how many claims a search finds that were first stored after the last look, at most ``SEARCH_DEPTH``
    where it has words.
    """
    if claim_lists.latest_id(db) <= search.seen_claim:
        return 0
    found = services_search.narrowed(db, words, replace(filters, stored_after=search.seen_claim))
    return claim_lists.counted(db, found)


def _free_name(db: Database, name: str) -> str:
    """Return a name on one line, or raise ``TrackerError`` where it is none or taken."""
    name = " ".join(name.split())
    if not name or len(name) > LONGEST_NAME:
        raise TrackerError(f"The name of a search has at least one character and at most {LONGEST_NAME}.")
    if stored_search.saved_named(db, name) is not None:
        raise TrackerError(f"There is a saved search “{name}” already.")
    return name


UNDO: dict[EventKind, Callable[[Database, Event], None]] = {
    EventKind.SEARCH_SAVED: lambda db, event: stored_search.set_saved_removed(db, event.noun_id, True),
    EventKind.SEARCH_RENAMED: lambda db, event: stored_search.rename_saved(db, event.noun_id, event.old["name"]),
    EventKind.SEARCH_REMOVED: lambda db, event: stored_search.set_saved_removed(db, event.noun_id, False),
    EventKind.SEARCH_SEEN: lambda db, event: stored_search.set_saved_seen(
        db, event.noun_id, event.old["seen_claim"], event.old["seen_at"]
    ),
}
"""How each change of the saved searches is taken back."""


def listed(db: Database) -> Listed[SavedSearch]:
    """Return the saved searches by name."""
    return Listed(stored_search.saved_count(db), partial(stored_search.saved, db))
