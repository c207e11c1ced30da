"""The filters of a list of claims: from the address to the store, and back to links."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import request, url_for

from tracker.desk.asking import Asked
from tracker.match.search_query import KEYS, KINDS, STATUSES, Field
from tracker.models import RelationKind, TrackerError
from tracker.store.claim_lists import Filters
from tracker.store.rows import Row
from tracker.web.wording import long_date, name_of, term, unit_name

ISO_DATE = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")
NUMBER = re.compile(r"[0-9]{1,18}")
"""As many digits as fit into the 64 bits of a row's number."""


@dataclass(frozen=True, slots=True)
class Names:
    """The rows of what filters name by number, where there are such."""

    speaker: Row | None = None
    document: Row | None = None
    topic: Row | None = None


@dataclass(frozen=True, slots=True)
class Chip:
    """One filter in force, in words, with the address of the list without it."""

    label: str
    remove: str


def claim_filters(args: Mapping[str, str]) -> Filters:
    """Return the filters an address asks for; blanks mean "any". Raises ``TrackerError`` for what is no filter."""
    given = {key: value.strip() for key, value in args.items() if value.strip()}
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
