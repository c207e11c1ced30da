"""The filters of a list of claims in words: as chips, each with the address of the list without it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import request, url_for

from tracker.desk.asking import Asked
from tracker.match.search_query import KEYS, Field
from tracker.models.documents import StoredDocument
from tracker.models.speakers import StoredSpeaker
from tracker.models.topics import Topic
from tracker.store.claim_lists import Filters
from tracker.web.wording import long_date, name_of, term, unit_name


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
