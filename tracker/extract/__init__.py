"""Document text to attributions and claims, with speakers, quantities and dates of saying (pure)."""

from __future__ import annotations

from tracker.extract.attributions import attributions, carry_forward
from tracker.extract.claims import claims
from tracker.extract.speakers import resolve
from tracker.extract.tokens import prose
from tracker.models import DocumentDate, Extraction

__all__ = ["extract"]


def extract(text: str, date: DocumentDate | None = None) -> Extraction:
    """Return the attributions, claims, speakers and roles of a text."""
    cut = prose(text)
    found = attributions(cut)
    resolution = resolve(cut, found.attributions)
    resolved = carry_forward(resolution.attributions, found.carried)
    return Extraction(resolved, tuple(claims(text, resolved)), resolution.speakers, resolution.roles)
