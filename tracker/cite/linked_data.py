"""Claims, documents and speakers as schema.org (JSON-LD); threads and verdicts are in ``claimreview``."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tracker.cite.claimreview import Appearance, thread_claim
from tracker.cite.sources import Citable, csl_type, writers

_TYPES = {"article-newspaper": "NewsArticle", "webpage": "WebPage", "report": "Report"}
"""The schema.org type of each CSL type; any other is a CreativeWork."""


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


def speaker(link: str, row: Mapping[str, Any]) -> dict[str, Any]:
    """Return a speaker (``name`` and ``kind``), without ``@context``."""
    return {
        "@type": "Organization" if row["kind"] == "body" else "Person",
        "@id": link,
        "name": row["name"],
    }
