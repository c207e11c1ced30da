"""Threads, verdicts and quotations as schema.org ``Claim``, ``ClaimReview`` and ``Quotation``.

For search engines and other fact-checkers. What Google asks of a ``ClaimReview`` (developers.google.com, "Fact check"):
required ``claimReviewed``, ``reviewRating`` and ``url``; recommended ``author``, ``datePublished`` and ``itemReviewed``
with ``author``, ``datePublished``, ``appearance`` and ``firstAppearance``. Blanks are left out, never filled.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

CONTEXT: Final = "https://schema.org"


@dataclass(frozen=True, slots=True)
class Appearance:
    """One claim of a thread where it appears; ``date`` is ISO or ``None``, ``link`` the claim's own page.

    ``said`` is the ISO date of saying where the text states it.
    """

    text: str
    link: str
    title: str
    date: str | None = None
    url: str | None = None
    publisher: str | None = None
    speaker: str | None = None
    speaker_is_body: bool = False
    said: str | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """A piece of evidence: its name, addresses and what it shows; blanks are not stated."""

    name: str = ""
    url: str = ""
    archive: str = ""
    shows: str = ""


@dataclass(frozen=True, slots=True)
class Verdict:
    """Somebody's published rating of a thread; recorded from ``url``, never computed.

    ``rating`` is in the author's own words. ``value`` is the author's own number for it, between ``worst`` and
    ``best``; all three are ``None`` where the author gives none.
    """

    author: str
    rating: str
    url: str
    date: str | None = None
    value: float | None = None
    worst: float | None = None
    best: float | None = None
    summary: str = ""
    reviewer: str | None = None
    evidence: tuple[Source, ...] = ()


def thread_claim(link: str, lead: Appearance, appearances: Sequence[Appearance]) -> dict[str, Any]:
    """Return a thread as a schema.org ``Claim``: its lead's words, every appearance, and the first dated one.

    Where no appearance is dated there is no ``firstAppearance``: which came first is not known.
    """
    claim: dict[str, Any] = {"@context": CONTEXT, "@type": "Claim", "@id": link, "url": link, "text": lead.text}
    if lead.speaker:
        claim["author"] = _person(lead)
    claim["appearance"] = [_work(appearance) for appearance in appearances]
    dated = [appearance for appearance in appearances if appearance.date]
    if dated:
        claim["firstAppearance"] = _work(min(dated, key=lambda appearance: appearance.date or ""))
    return claim


def claim_review(claim: dict[str, Any], verdict: Verdict) -> dict[str, Any]:
    """Return a recorded verdict as a schema.org ``ClaimReview`` of a claim made by :func:`thread_claim`."""
    review = {
        "@context": CONTEXT,
        "@type": "ClaimReview",
        "url": verdict.url,
        "claimReviewed": claim["text"],
        "itemReviewed": {key: value for key, value in claim.items() if key != "@context"},
        "author": {"@type": "Organization", "name": verdict.author},
        "reviewRating": _rating(verdict),
        "datePublished": verdict.date,
        "reviewBody": verdict.summary,
        "creator": {"@type": "Person", "name": verdict.reviewer} if verdict.reviewer else None,
        "isBasedOn": [_evidence(source) for source in verdict.evidence],
    }
    return _without_blanks(review)


def quotation(appearance: Appearance) -> dict[str, Any]:
    """Return the words of one speaker in one document as a schema.org ``Quotation``, based on that document."""
    speaker = _person(appearance) if appearance.speaker else None
    work = {key: value for key, value in _work(appearance).items() if key not in ("@id", "text")}
    return _without_blanks(
        {
            "@context": CONTEXT,
            "@type": "Quotation",
            "@id": appearance.link,
            "url": appearance.link,
            "text": appearance.text,
            "creator": speaker,
            "spokenByCharacter": speaker,
            "dateCreated": appearance.said,
            "isBasedOn": work,
        }
    )


def graph(things: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """Return several things as one JSON-LD document."""
    bare = [{key: value for key, value in thing.items() if key != "@context"} for thing in things]
    return {"@context": CONTEXT, "@graph": bare}


def _rating(verdict: Verdict) -> dict[str, Any]:
    """Return a rating in the author's words, with the author's numbers where there are all three."""
    rating: dict[str, Any] = {"@type": "Rating", "alternateName": verdict.rating}
    if None not in (verdict.value, verdict.worst, verdict.best):
        rating |= {"ratingValue": verdict.value, "worstRating": verdict.worst, "bestRating": verdict.best}
    return rating


def _evidence(source: Source) -> dict[str, Any]:
    return _without_blanks(
        {
            "@type": "CreativeWork",
            "name": source.name,
            "url": source.url,
            "archivedAt": source.archive,
            "abstract": source.shows,
        }
    )


def _work(appearance: Appearance) -> dict[str, Any]:
    """Return the work a claim appears in; blanks stay out."""
    return _without_blanks(
        {
            "@type": "CreativeWork",
            "@id": appearance.link,
            "name": appearance.title,
            "text": appearance.text,
            "url": appearance.url,
            "datePublished": appearance.date,
            "publisher": {"@type": "Organization", "name": appearance.publisher} if appearance.publisher else None,
        }
    )


def _person(appearance: Appearance) -> dict[str, str]:
    kind = "Organization" if appearance.speaker_is_body else "Person"
    return {"@type": kind, "name": appearance.speaker or ""}


def _without_blanks(thing: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in thing.items() if value}
