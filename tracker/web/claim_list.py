"""One page of a list of claims: filters as chips, facets as links, orders, and help where nothing is found."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from flask import request, url_for

from tracker.models.claims import ClaimWithQuantities, FacetValue
from tracker.models.threads import ThreadOfClaim
from tracker.models.topics import ADDED, NEWEST, OLDEST, Filters
from tracker.search.terms import KEYS, Field
from tracker.services import search
from tracker.services.filters import claim_filters
from tracker.services.search import BEST, Names, ResolvedQuery
from tracker.web.request import Page, db, page_of
from tracker.web.words import long_date, name_of, term, unit_name


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


def chips(wanted: ResolvedQuery, given: Filters, names: Names) -> list[Chip]:
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
        name = (name_of(row) if key == "document" else row.name) if row else f"{key} {value}"
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


ORDERS: Final = {BEST: "Best", NEWEST: "Newest", OLDEST: "Oldest", ADDED: "Last added"}
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

    wanted: ResolvedQuery
    rows: Sequence[ClaimWithQuantities]
    threads: Mapping[int, Sequence[ThreadOfClaim]]
    page: Page
    facets: list[Facet]
    chips: list[Chip]
    orders: list[tuple[str, str, bool]]
    help: search.Help | None
    ways_out: list[tuple[str, str, int]]
    any_claims: bool
    only_best: bool
    weaker: int
    weak_shown: bool


def query_text() -> str:
    """Return the search of the address."""
    return request.args.get("q", "").strip()


def listing() -> Listing:
    """Return the page of claims that the address asks for."""
    given = claim_filters(request.args)
    weak_shown = request.args.get("weak") == "1"
    found = search.listed(
        db(),
        query_text(),
        given,
        lambda count: page_of(count).window,
        order=request.args.get("sort"),
        more=request.args.get("more"),
        weak=weak_shown,
    )
    wanted = found.wanted
    return Listing(
        wanted=wanted,
        rows=found.rows,
        threads=found.threads,
        page=page_of(found.count),
        facets=list(_facets(wanted, found.facets)),
        chips=chips(wanted, given, found.given),
        orders=[
            (name, address_with(sort=key), key == found.order)
            for key, name in ORDERS.items()
            if key != BEST or wanted.words
        ],
        help=found.help,
        ways_out=ways_out(wanted, found.help),
        any_claims=found.any_claims,
        only_best=found.only_best,
        weaker=found.weaker,
        weak_shown=weak_shown,
    )


IN_ADDRESS: Final = {"since": ("from_",), "until": ("to",), "speakers": (), "publishers": (), "dated": (), "named": ()}
"""The names in an address of filters that are called otherwise there, or stand in the query alone."""
OF_FILTER: Final = {"since": ("after", "from", "year"), "until": ("to", "year"), "speakers": ("speaker",),
                    "publishers": ("publisher",), "dated": ("has",), "named": ("has",), "figure": ("has",)}  # fmt: skip
"""The fields of a query that set a filter of another name."""


def ways_out(wanted: ResolvedQuery, helped: search.Help | None) -> list[tuple[str, str, int]]:
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


def _facets(wanted: ResolvedQuery, found: Mapping[str, list[FacetValue]]) -> Iterable[Facet]:
    for name, (title, own) in FACETS.items():
        rows = found[name]
        if rows:
            query = wanted.query.saying_no(*OF_QUERY.get(name, (name,)))
            values = [_value(name, own, row, wanted.filters, query) for row in rows]
            left = rows[0].values - len(rows)
            yield Facet(name, title, values, left, address_with(more=name) + f"#facet-{name}")


def _value(facet: str, own: tuple[str, ...], row: FacetValue, filters: Filters, query: str) -> Value:
    value = row.value
    chosen = filters.since == filters.until == value if facet == "year" else getattr(filters, facet) == value
    changes: dict[str, Any] = dict.fromkeys(own)
    if not chosen:
        changes |= dict.fromkeys(("from_", "to") if facet == "year" else own, value)
    words = term(facet, str(value)) if facet in ("kind", "relation", "status") else None
    name, meaning = (words.label, words.meaning) if words else (row.name, "")
    return Value(name, row.claims, address_with(**changes, q=query or None, more=None), chosen, meaning)
