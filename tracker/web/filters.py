"""The filters of a list of claims: from the address to the store, and back to links."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import request, url_for

from tracker.models import ClaimKind, RelationKind, TrackerError
from tracker.store.claim_lists import Filters
from tracker.store.rows import Row
from tracker.web.wording import long_date, name_of, term

ISO_DATE = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")
NUMBER = re.compile(r"[0-9]{1,18}")
"""As many digits as fit into the 64 bits of a row's number."""


@dataclass(frozen=True, slots=True)
class Chip:
    """One filter in force, in words, with the address of the list without it."""

    label: str
    remove: str


def claim_filters(args: Mapping[str, str]) -> Filters:
    """Return the filters an address asks for; blanks mean "any". Raises ``TrackerError`` for what is no filter."""
    given = {key: value.strip() for key, value in args.items() if value.strip()}
    return Filters(
        kind=_one_of(given.get("kind"), [kind.value for kind in ClaimKind], "kind"),
        speaker=_number(given.get("speaker"), "speaker"),
        document=_number(given.get("document"), "document"),
        since=_date(given.get("from")),
        until=_date(given.get("to")),
        figure=given.get("figure") == "1",
        relation=_one_of(given.get("relation"), [kind.value for kind in RelationKind], "relation"),
        topic=_number(given.get("topic"), "topic"),
    )


def _one_of(value: str | None, known: list[str], what: str) -> str | None:
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


def chips(
    filters: Filters, query: str, speaker: Row | None, document: Row | None, topic: Row | None = None
) -> list[Chip]:
    """Return the filters in force, in words."""
    found = []
    if query:
        found.append(Chip(f"words: {query}", address_with(q=None)))
    if filters.kind:
        found.append(Chip(term("kind", filters.kind).label, address_with(kind=None)))
    if filters.speaker is not None:
        name = speaker["name"] if speaker else f"speaker {filters.speaker}"
        found.append(Chip(f"by {name}", address_with(speaker=None)))
    if filters.document is not None:
        name = name_of(document) if document else f"document {filters.document}"
        found.append(Chip(f"in {name}", address_with(document=None)))
    if filters.topic is not None:
        name = topic["name"] if topic else str(filters.topic)
        found.append(Chip(f"topic: {name}", address_with(topic=None)))
    if filters.since:
        found.append(Chip(f"from {long_date(filters.since)}", address_with(from_=None)))
    if filters.until:
        found.append(Chip(f"to {long_date(filters.until)}", address_with(to=None)))
    if filters.figure:
        found.append(Chip("with a figure", address_with(figure=None)))
    if filters.relation:
        found.append(Chip(f"has a match: {term('relation', filters.relation).label}", address_with(relation=None)))
    return found
