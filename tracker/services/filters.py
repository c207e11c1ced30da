"""What a list is narrowed to, in the plain words of an address, a command or a call; searches saved under a name."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Final

from tracker.db import claim_lists, events, speakers
from tracker.db import search as stored_search
from tracker.db.connection import in_transaction
from tracker.db.rows import Database
from tracker.models import Direction, Listed, NotFoundError, RelationKind, TrackerError
from tracker.models.claims import BLANK, STATED, FigureFilters
from tracker.models.events import Event, EventKind
from tracker.models.threads import Filters, SavedSearch, VerdictFilters
from tracker.search.terms import KINDS, STATUSES
from tracker.services import nouns, search
from tracker.services import search as services_search
from tracker.services.decisions import ISO_DATE
from tracker.services.nouns import need
from tracker.text.normal import normal_tokens
from tracker.text.quantities import measure

NUMBER: Final = re.compile(r"[0-9]{1,18}")
"""As many digits as fit into the 64 bits of a row's number."""
LONGEST_NAME: Final = 100
"""Most characters of a search for a speaker's name."""


@dataclass(frozen=True, slots=True)
class SpeakerFilters:
    """What the list of speakers is narrowed to: names with all of these words in them, in one order."""

    words: str = ""
    order: str = "claims"


@dataclass(frozen=True, slots=True)
class ThreadFilters:
    """What the list of threads is narrowed to: those in which a speaker speaks."""

    speaker: int | None = None


Narrowed = Filters | FigureFilters | SpeakerFilters | ThreadFilters | VerdictFilters | None
"""What a list is narrowed to; ``None`` for a noun without filters."""

NAMES: Final[Mapping[str, tuple[str, ...]]] = {
    "claims": (
        "q", "kind", "speaker", "publisher", "document", "topic", "from", "to", "before", "figure", "unit", "relation",
        "status",
    ),
    "figures": ("q", "measured", "measure", "unit", "direction", "speaker", "saying"),
    "speakers": ("q", "sort"),
    "threads": ("speaker",),
    "verdicts": ("organisation", "rating", "thread"),
}  # fmt: skip
"""The filters of each noun's list, as addresses name them; other nouns have none."""


def filters_of(db: Database, noun: str, given: Mapping[str, str]) -> Narrowed:
    """Return what a noun's list is narrowed to; blanks mean "any".

    Raises ``TrackerError`` for a filter that the noun does not have, and for a value that is none of its values.
    """
    given = {key: value.strip() for key, value in given.items() if value.strip()}
    names = NAMES.get(noun, ())
    for name in given:
        if name not in names:
            others = f"they are narrowed by {', '.join(names)}" if names else "they are exported whole"
            raise TrackerError(f"{noun.capitalize()} have no filter “{name}”; {others}.")
    match noun:
        case "claims":
            query = given.pop("q", "")
            filters = claim_filters(given)
            return search.narrowed(db, query, filters) if query else filters
        case "figures":
            return figure_filters(given)
        case "speakers":
            return speaker_filters(given)
        case "threads":
            return thread_filters(db, given)
        case "verdicts":
            return verdict_filters(given)
        case _:
            return None


def claim_filters(args: Mapping[str, str]) -> Filters:
    """Return the filters an address asks for; blanks mean "any". Raises ``TrackerError`` for what is no filter."""
    given = _stripped(args)
    return Filters(
        kind=_one_of(given.get("kind"), KINDS, "kind"),
        speaker=_number(given.get("speaker"), "speaker"),
        document=_number(given.get("document"), "document"),
        since=_date(given.get("from")),
        until=_date(given.get("to")),
        figure=given.get("figure") == "1",
        relation=_one_of(given.get("relation"), [kind.value for kind in RelationKind], "relation"),
        topic=_number(given.get("topic"), "topic"),
        publisher=given.get("publisher"),
        status=_one_of(given.get("status"), STATUSES, "status"),
        before=_date(given.get("before")),
        unit=given.get("unit"),
    )


def figure_filters(args: Mapping[str, str]) -> FigureFilters:
    """Return the filters of figures that an address asks for. Raises ``TrackerError`` for what is no filter."""
    given = _stripped(args)
    direction, saying = given.get("direction"), given.get("saying")
    if direction is not None and direction not in list(Direction):
        raise TrackerError(f"“{direction}” is no direction of a figure; there are {', '.join(Direction)}.")
    if saying is not None and saying not in (STATED, BLANK):
        raise TrackerError(f"“{saying}” is no such filter; there are {STATED}, {BLANK}.")
    return FigureFilters(
        measure=given.get("measure"),
        counted=measure(given.get("measured")),
        unit=given.get("unit"),
        direction=direction,
        speaker=_number(given.get("speaker"), "speaker"),
        saying=saying,
        words=normal_tokens(given.get("q", "")),
    )


def speaker_filters(args: Mapping[str, str]) -> SpeakerFilters:
    """Return how an address asks for speakers. Raises ``TrackerError`` for an order that there is not."""
    given = _stripped(args)
    order = given.get("sort", "claims")
    if order not in speakers.ORDERS:
        raise TrackerError(f"Speakers are sorted by {', '.join(speakers.ORDERS)}, not by “{order}”.")
    return SpeakerFilters(given.get("q", "")[:LONGEST_NAME], order)


def thread_filters(db: Database, args: Mapping[str, str]) -> ThreadFilters:
    """Return whose threads an address asks for. Raises ``NotFoundError`` where there is no such speaker."""
    number = _number(_stripped(args).get("speaker"), "speaker")
    return ThreadFilters(None if number is None else need(db, "speaker", number).id)


def verdict_filters(args: Mapping[str, str]) -> VerdictFilters:
    """Return the filters of verdicts that an address asks for. Raises ``TrackerError`` for what is no filter."""
    given = _stripped(args)
    return VerdictFilters(given.get("organisation"), given.get("rating"), _number(given.get("thread"), "thread"))


def _stripped(args: Mapping[str, str]) -> dict[str, str]:
    return {key: value.strip() for key, value in args.items() if value.strip()}


def _one_of(value: str | None, known: Sequence[str], what: str) -> str | None:
    if value is not None and value not in known:
        raise TrackerError(f"“{value}” is no {what} of claims; there are {', '.join(known)}.")
    return value


def _number(value: str | None, what: str) -> int | None:
    if value is None:
        return None
    if not NUMBER.fullmatch(value):
        raise TrackerError(f"A {what} is chosen by its number, not by “{value}”.")
    return int(value)


def _date(value: str | None) -> str | None:
    if value is not None and not ISO_DATE.fullmatch(value):
        raise TrackerError(f"“{value}” is no date; write it as 2018-01-14, 2018-01 or 2018.")
    return value


LONGEST_SEARCH_NAME: Final = 120
"""Characters of a name: as long as a topic's."""


def need_search(db: Database, search_id: int) -> SavedSearch:
    """Return a saved search, or raise ``NotFoundError``."""
    search = stored_search.saved_search(db, search_id)
    if search is None or search.removed:
        raise NotFoundError(f"There is no saved search {search_id}.")
    return search


def saved(db: Database) -> Listed[SavedSearch]:
    """Return the saved searches by name."""
    return Listed(stored_search.saved_count(db), partial(stored_search.saved, db))


saved_asking = stored_search.saved_asking


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
    return search_id, nouns.record(
        db, EventKind.SEARCH_SAVED, "search", search_id, who=who, at=at, new={"name": name, "query": query}
    )


@in_transaction
def rename_saved(db: Database, search_id: int, name: str, *, who: str) -> int | None:
    """Give a search another name; return the event, ``None`` where it has that name already."""
    search = need_search(db, search_id)
    if " ".join(name.split()) == search.name:
        return None
    name = _free_name(db, name)
    stored_search.rename_saved(db, search_id, name)
    return nouns.record(
        db, EventKind.SEARCH_RENAMED, "search", search_id, who=who, old={"name": search.name}, new={"name": name}
    )


@in_transaction
def remove_saved(db: Database, search_id: int, *, who: str) -> int:
    """Take a search off the list; return the event."""
    search = need_search(db, search_id)
    events.set_withdrawn(db, "search", search_id, True)
    return nouns.record(
        db, EventKind.SEARCH_REMOVED, "search", search_id, who=who, old={"name": search.name, "query": search.query}
    )


@in_transaction
def look_at_saved(db: Database, search_id: int, *, who: str) -> int | None:
    """Record that all a search finds now was seen; return the event, ``None`` where no claim came since."""
    search = need_search(db, search_id)
    latest = claim_lists.latest_id(db)
    if latest <= search.seen_claim:
        return None
    at = nouns.now()
    stored_search.set_saved_seen(db, search_id, latest, at)
    return nouns.record(
        db, EventKind.SEARCH_SEEN, "search", search_id, who=who, at=at,
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
    if not name or len(name) > LONGEST_SEARCH_NAME:
        raise TrackerError(f"The name of a search has at least one character and at most {LONGEST_SEARCH_NAME}.")
    if stored_search.saved_named(db, name) is not None:
        raise TrackerError(f"There is a saved search “{name}” already.")
    return name


UNDO: dict[EventKind, Callable[[Database, Event], None]] = {
    EventKind.SEARCH_SAVED: lambda db, event: events.set_withdrawn(db, "search", event.noun_id, True),
    EventKind.SEARCH_RENAMED: lambda db, event: stored_search.rename_saved(db, event.noun_id, event.old["name"]),
    EventKind.SEARCH_REMOVED: lambda db, event: events.set_withdrawn(db, "search", event.noun_id, False),
    EventKind.SEARCH_SEEN: lambda db, event: stored_search.set_saved_seen(
        db, event.noun_id, event.old["seen_claim"], event.old["seen_at"]
    ),
}
"""How each change of the saved searches is taken back."""
