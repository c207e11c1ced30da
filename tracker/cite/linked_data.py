"""Claims, documents, figures, speakers and topics as schema.org (JSON-LD).

Threads and verdicts are in ``claimreview``.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from tracker.cite.claimreview import Appearance, thread_claim
from tracker.cite.sources import Citable, csl_type, writers
from tracker.models.speakers import StoredSpeaker
from tracker.models.topics import Topic

_TYPES = {"article-newspaper": "NewsArticle", "webpage": "WebPage", "report": "Report"}
"""The schema.org type of each CSL type; any other is a CreativeWork."""
_BOUNDS: Final = {
    "at least": "minValue",
    "more than": "minValue",
    "at most": "maxValue",
    "less than": "maxValue",
}
"""Approximators that give one bound and no value."""
_UNIT_CODES: Final = {"percent": "P1"}
"""UN/CEFACT's common codes of units, which schema.org's ``unitCode`` asks for."""
_TOLD: Final = ("approximator", "direction", "measured", "period", "place", "comparison")
"""What a figure states beside value and unit; schema.org has no names for these."""


def claim(link: str, appearance: Appearance) -> dict[str, Any]:
    """Return one claim where it stands, without ``@context``: a Claim with its one appearance."""
    found = thread_claim(link, appearance, [appearance])
    return {key: value for key, value in found.items() if key not in ("@context", "firstAppearance")}


def document(link: str, source: Citable, *, captured: str | None = None) -> dict[str, Any]:
    """Return a document, without ``@context``; an open date is left out and never filled in."""
    people = [{"@type": "Organization" if one.body else "Person", "name": one.name} for one in writers(source)]
    work = {
        "@type": _TYPES.get(csl_type(source), "CreativeWork"),
        "@id": link,
        "name": source.title or source.name,
        "author": people,
        "publisher": {"@type": "Organization", "name": source.publisher} if source.publisher else None,
        "datePublished": source.date.value,
        "url": source.url,
        "sdDatePublished": captured,
    }
    return {key: value for key, value in work.items() if value}


def speaker(link: str, found: StoredSpeaker) -> dict[str, Any]:
    """Return a speaker, without ``@context``."""
    return {"@type": "Organization" if found.kind == "body" else "Person", "@id": link, "name": found.name}


def quantity(row: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a figure says as a QuantitativeValue, without ``@context``: never more than its words do.

    A range has two bounds, "at least" and the like one; ``name`` is the figure as printed. What is not stated is left
    out.
    """
    value = row["value"]
    if isinstance(value, tuple):
        numbers = {"minValue": value[0], "maxValue": value[1]}
    else:
        numbers = {_BOUNDS.get(row["approximator"] or "", "value"): value}
    told = {name: row[name] for name in _TOLD if row[name] and row[name] != "none"}
    found = {
        "@type": "QuantitativeValue",
        "name": " ".join(row["text"].split()),
        **{name: _whole(number) for name, number in numbers.items()},
        "unitText": row["unit"],
        "unitCode": _UNIT_CODES.get(row["unit"]),
        "additionalProperty": [
            {"@type": "PropertyValue", "name": name, "value": value} for name, value in told.items()
        ],
    }
    return {key: value for key, value in found.items() if value not in (None, "", [])}


def figure(link: str, row: Mapping[str, Any], told: Mapping[str, Any]) -> dict[str, Any]:
    """Return a figure, without ``@context``: what it says, and the claim (``told``) that says so."""
    return {**quantity(row), "@id": link, "url": link, "subjectOf": dict(told)}


def topic(link: str, found: Topic) -> dict[str, Any]:
    """Return a topic without its claims and without ``@context``: a Collection, whose parts are its claims."""
    told = {
        "@type": "Collection",
        "@id": link,
        "url": link,
        "name": found.name,
        "description": found.description,
        "collectionSize": found.claims,
    }
    return {key: value for key, value in told.items() if value is not None and value != ""}


def _whole(number: float) -> float:
    return int(number) if float(number).is_integer() else number
