"""Threads and verdicts as schema.org ``Claim`` and ``ClaimReview``, for search engines and other fact-checkers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

CONTEXT: Final = "https://schema.org"


@dataclass(frozen=True, slots=True)
class Appearance:
    """One claim of a thread where it appears; ``date`` is ISO or ``None``, ``link`` the claim's own page."""

    text: str
    link: str
    title: str
    date: str | None = None
    url: str | None = None
    publisher: str | None = None
    speaker: str | None = None
    speaker_is_body: bool = False


@dataclass(frozen=True, slots=True)
class Verdict:
    """Somebody's published rating of a thread; recorded from ``url``, never computed."""

    author: str
    rating: str
    url: str
    date: str | None = None


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
        "reviewRating": {"@type": "Rating", "alternateName": verdict.rating},
    }
    return review | ({"datePublished": verdict.date} if verdict.date else {})


def _work(appearance: Appearance) -> dict[str, Any]:
    """Return the work a claim appears in; blanks stay out."""
    work = {
        "@type": "CreativeWork",
        "@id": appearance.link,
        "name": appearance.title,
        "text": appearance.text,
        "url": appearance.url,
        "datePublished": appearance.date,
        "publisher": {"@type": "Organization", "name": appearance.publisher} if appearance.publisher else None,
    }
    return {key: value for key, value in work.items() if value}


def _person(appearance: Appearance) -> dict[str, str]:
    kind = "Organization" if appearance.speaker_is_body else "Person"
    return {"@type": kind, "name": appearance.speaker or ""}
