"""One page of a list of claims: filters as chips, facets as links, orders, and help where nothing is found."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from typing import Any, Final

from flask import request, url_for

from tracker.db import claim_lists, claims, documents, facets, speakers, topics
from tracker.db.claim_lists import ADDED, NEWEST, OLDEST, Filters
from tracker.db.rows import Database, Row
from tracker.models.documents import StoredDocument
from tracker.models.speakers import StoredSpeaker
from tracker.models.topics import Topic
from tracker.search import ranking
from tracker.search.query import KEYS, Field
from tracker.services import search
from tracker.services.filters import claim_filters
from tracker.services.search import Asked, asked
from tracker.web.request import Page, page_of
from tracker.web.words import long_date, name_of, term, unit_name


@dataclass(frozen=True, slots=True)
class Names:
    """What filters name by number, where there are such."""

    speaker: StoredSpeaker | None = None
    document: StoredDocument | None = None
    topic: Topic | None = None


@dataclass(frozen=True, slots=True)
class Chip:
    """One filter in force, in words, with the address of the list without it."""

    label: str
    remove: str


def address_with(**changes: Any) -> str:
    """Return this page's address with some of its query changed (``None`` takes a key out), back on the first page.

    ``from_`` stands for ``from``, which Python keeps for itself.
    """
    query: dict[str, Any] = {key: value for key, value in request.args.items() if value and key != "page"}
    query |= {key.rstrip("_"): value for key, value in changes.items()}
    kept = {key: value for key, value in query.items() if value is not None}
    return url_for(request.endpoint or "home.show", **(request.view_args or {}), **kept)


def chips(wanted: Asked, given: Filters, names: Names) -> list[Chip]:
    """Return the filters in force, in words: those of the address, and those of the query as written."""
    query = wanted.query
    found = []
    if words := query.saying_no(*KEYS):
        fields = " ".join(query.said[field.start : field.end].strip() for field in query.fields)
        found.append(Chip(f"words: {words}", address_with(q=fields or None)))
    found += [Chip(_in_words(key, value, names), address_with(**{key: None})) for key, value in _in_force(given)]
    told = " ".join(wanted.told)
    for field in query.fields:
        if f"“{field.value}”" not in told:
            found.append(Chip(_field_in_words(field), address_with(q=query.saying_no(field.key) or None)))
    return found


def _in_force(given: Filters) -> list[tuple[str, Any]]:
    """Return the filters an address sets, by the names it gives them."""
    named = (
        ("kind", given.kind), ("speaker", given.speaker), ("publisher", given.publisher), ("document", given.document),
        ("topic", given.topic), ("from_", given.since), ("to", given.until), ("before", given.before),
        ("figure", given.figure or None), ("unit", given.unit), ("relation", given.relation), ("status", given.status),
    )  # fmt: skip
    return [(key, value) for key, value in named if value is not None]


def _in_words(key: str, value: Any, names: Names) -> str:
    """Return one filter as a chip says it."""
    if key in ("speaker", "document", "topic"):
        row = getattr(names, key)
        name = (name_of(row) if key == "document" else row["name"]) if row else f"{key} {value}"
        return {"speaker": f"by {name}", "document": f"in {name}", "topic": f"topic: {name}"}[key]
    if key in ("from_", "to", "before"):
        return f"{key.rstrip('_')} {long_date(value)}"
    if key in ("kind", "status"):
        return term(key, value).label
    return {
        "publisher": f"published by {value}",
        "figure": "with a figure",
        "unit": f"with a figure in {unit_name(str(value))}",
        "relation": f"has a match: {term('relation', str(value)).label}",
    }[key]


def _field_in_words(field: Field) -> str:
    """Return one field of a query as a chip says it."""
    key, value = field.key, field.value
    if key in ("after", "from"):
        return f"from {long_date(value)}"
    if key in ("before", "to"):
        return f"{key} {long_date(value)}"
    if key == "has":
        return {"figure": "with a figure", "date": "dated", "speaker": "with a speaker"}[value]
    if key in ("kind", "status", "relation", "unit"):
        return _in_words(key, value, Names())
    return f"{key}: {value}"


BEST: Final = "best"
ORDERS: Final = {BEST: "Best", NEWEST: "Newest", OLDEST: "Oldest", ADDED: "Last taken in"}
"""The orders of a list, by their name in the address; the best comes first only where there are words to be met."""

FACETS: Final = {
    "kind": ("Kind", ("kind",)),
    "speaker": ("Speaker", ("speaker",)),
    "publisher": ("Publisher", ("publisher",)),
    "topic": ("Topic", ("topic",)),
    "year": ("Year", ("from_", "to", "before")),
    "relation": ("Has a match that is", ("relation",)),
    "status": ("Status", ("status",)),
    "document": ("Document", ("document",)),
}
"""The facets in their order: title, and the names in the address of what choosing one of its values sets."""
OF_QUERY: Final = {"year": ("year", "after", "before", "from", "to")}
"""The fields of a query that a facet speaks of; as a rule the one of its own name."""


@dataclass(frozen=True, slots=True)
class Value:
    """One value of a facet as a link; the one that is chosen leads back to all."""

    name: str
    claims: int
    address: str
    chosen: bool
    meaning: str = ""


@dataclass(frozen=True, slots=True)
class Facet:
    """A facet with its commonest values; ``more`` leads to the others, of which there are ``left``."""

    name: str
    title: str
    values: list[Value]
    left: int
    more: str


@dataclass(frozen=True, slots=True)
class Listing:
    """Everything the page of claims shows."""

    wanted: Asked
    rows: list[Row]
    page: Page
    facets: list[Facet]
    chips: list[Chip]
    orders: list[tuple[str, str, bool]]
    names: Names
    help: search.Help | None
    ways_out: list[tuple[str, str, int]]

    @property
    def only_best(self) -> bool:
        """Whether words find more than the list shows."""
        return bool(self.wanted.words) and self.page.count >= search.SEARCH_DEPTH


def query_text() -> str:
    """Return the search of the address."""
    return request.args.get("q", "").strip()


def wanted_claims(db: Database) -> Filters:
    """Return the filters of the address and of its search, narrowed to what its words find."""
    return search.narrowed(db, query_text(), claim_filters(request.args))


def listing(db: Database) -> Listing:
    """Return the page of claims that the address asks for."""
    given = claim_filters(request.args)
    wanted = asked(db, query_text(), given)
    order = _order(wanted)
    more = request.args.get("more")
    known: Collection[str] = ()
    if wanted.words:
        answers = search.found(db, wanted)
        known = answers.known
        found = [claim_id for claim_id, _ in answers.ranked]
        page = page_of(len(found))
        ids = found[page.offset : page.offset + page.size]
        if order != BEST:
            among = Filters(ids=tuple(found))
            ids = claim_lists.ordered_ids(db, among, limit=page.size, offset=page.offset, order=order)
        every = replace(wanted.filters, phrases=(), without=(), ids=tuple({*found, *answers.anywhere}))
        counts = facets.facets(db, every, more)
    else:
        every = claim_lists.with_sets_aside(db, wanted.filters)
        count, counts = facets.counted(db, every, more)
        page = page_of(count)
        ids = claim_lists.ordered_ids(db, every, limit=page.size, offset=page.offset, order=order)
    names = named(db, wanted.filters)
    helped = search.help_with(db, wanted, known, found_any=bool(page.count))
    return Listing(
        wanted=wanted,
        rows=[_marked(row, wanted) for row in claims.with_quantities(db, claims.several(db, ids))],
        page=page,
        facets=list(_facets(wanted, counts)),
        chips=chips(wanted, given, names if given == wanted.filters else named(db, given)),
        orders=[
            (name, address_with(sort=key), key == order) for key, name in ORDERS.items() if key != BEST or wanted.words
        ],
        names=names,
        help=helped,
        ways_out=ways_out(wanted, helped),
    )


IN_ADDRESS: Final = {"since": ("from_",), "until": ("to",), "speakers": (), "publishers": (), "dated": (), "named": ()}
"""The names in an address of filters that are called otherwise there, or stand in the query alone."""
OF_FILTER: Final = {"since": ("after", "from", "year"), "until": ("to", "year"), "speakers": ("speaker",),
                    "publishers": ("publisher",), "dated": ("has",), "named": ("has",), "figure": ("has",)}  # fmt: skip
"""The fields of a query that set a filter of another name."""


def ways_out(wanted: Asked, helped: search.Help | None) -> list[tuple[str, str, int]]:
    """Return what would be found without some filters: in words, its address, and how many claims."""
    found = []
    for each in helped.without if helped else ():
        names = each.filters or tuple(IN_ADDRESS) + tuple(FACETS) + ("figure", "before", "unit")
        query = wanted.query.saying_no(*(key for name in names for key in (name, *OF_FILTER.get(name, ()))))
        changes: dict[str, Any] = {key: None for name in names for key in IN_ADDRESS.get(name, (name,))}
        title = " and ".join(dict.fromkeys(WITHOUT.get(name, name) for name in each.filters)) or "any filter"
        found.append((f"Without {title}", address_with(**changes, q=query or None), each.claims))
    return found


WITHOUT: Final = {
    "kind": "the kind", "speaker": "the speaker", "speakers": "the speaker", "publisher": "the publisher",
    "publishers": "the publisher", "document": "the document", "topic": "the topic", "since": "the dates",
    "until": "the dates", "before": "the dates", "figure": "“with a figure”", "unit": "the unit",
    "relation": "the match", "status": "the status", "dated": "“dated”", "named": "“with a speaker”",
}  # fmt: skip
"""How the filters are called where one may be dropped."""


def _order(wanted: Asked) -> str:
    usual = BEST if wanted.words else OLDEST
    order = request.args.get("sort", usual)
    return order if order in ORDERS and (order != BEST or wanted.words) else usual


def named(db: Database, filters: Filters) -> Names:
    """Return the speaker, the document and the topic that filters name."""
    return Names(
        speakers.get(db, filters.speaker) if filters.speaker is not None else None,
        documents.get(db, filters.document) if filters.document is not None else None,
        topics.get(db, filters.topic) if filters.topic is not None else None,
    )


def _marked(row: Row, wanted: Asked) -> Row:
    """Return a claim's row with ``hits``: its words on one line, in stretches, with whether the search found each."""
    if not wanted.words:
        return row
    text = " ".join(row["text"].split())
    return row | {"hits": ranking.parts(text, wanted.words, wanted.query.phrases)}


def _facets(wanted: Asked, found: dict[str, list[Row]]) -> Iterable[Facet]:
    for name, (title, own) in FACETS.items():
        rows = found[name]
        if rows:
            query = wanted.query.saying_no(*OF_QUERY.get(name, (name,)))
            values = [_value(name, own, row, wanted.filters, query) for row in rows]
            left = rows[0]["values"] - len(rows)
            yield Facet(name, title, values, left, address_with(more=name) + f"#facet-{name}")


def _value(facet: str, own: tuple[str, ...], row: Row, filters: Filters, query: str) -> Value:
    value = row["value"]
    chosen = filters.since == filters.until == value if facet == "year" else getattr(filters, facet) == value
    changes: dict[str, Any] = dict.fromkeys(own)
    if not chosen:
        changes |= dict.fromkeys(("from_", "to") if facet == "year" else own, value)
    words = term(facet, value) if facet in ("kind", "relation", "status") else None
    name, meaning = (words.label, words.meaning) if words else (row["name"], "")
    return Value(name, row["claims"], address_with(**changes, q=query or None, more=None), chosen, meaning)
