"""A document set for reading: its paragraphs, what each is, and the claims marked in place (pure)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tracker.desk.showing import CONTEXT
from tracker.extract.zones import Zone, zones
from tracker.language.paragraphs import paragraphs
from tracker.models import Span
from tracker.store.rows import Row
from tracker.web.segments import Mark, segments


@dataclass(frozen=True, slots=True)
class Piece:
    """Characters shown alike: plain, or the words of a claim.

    ``claim`` is the innermost claim they belong to, ``around`` the numbers of the claims it stands in, ``begin`` the
    numbers of all claims that begin here (the place that carries their address).
    """

    text: str
    claim: Row | None
    around: tuple[int, ...]
    begin: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph: ``zone`` names what it is where it is no body prose, ``claims`` are those that begin in it."""

    pieces: tuple[Piece, ...]
    claims: tuple[Row, ...]
    zone: str | None


def set_for_reading(text: str, claims: Sequence[Row]) -> tuple[Paragraph, ...]:
    """Return the paragraphs of a text with its claims (rows with ``id``, ``start``, ``end``) marked in place."""
    found_zones = zones(text)
    spans = [part for span in paragraphs(text) for part in _lines_apart(text, span, found_zones)]
    by_id = {claim["id"]: claim for claim in claims}
    cut = segments(spans, [Mark(claim["id"], Span(claim["start"], claim["end"])) for claim in claims])
    kinds = _zone_kinds(spans, found_zones)
    found = []
    begun: set[int] = set()
    for span, parts, zone in zip(spans, cut, kinds, strict=True):
        pieces = []
        for part in parts:
            begin = tuple(claim_id for claim_id in part.ids if claim_id not in begun)
            begun.update(begin)
            inner = by_id[part.ids[0]] if part.ids else None
            pieces.append(Piece(text[part.start : part.end], inner, part.ids[1:], begin))
        here = tuple(claim for claim in claims if span.start <= claim["start"] < span.end)
        found.append(Paragraph(tuple(pieces), here, zone))
    return tuple(found)


def in_context(claim: Row) -> tuple[tuple[tuple[str, bool], ...], ...]:
    """Return the words of a claim with what stands around them, as paragraphs of ``(text, whether it is the claim)``.

    ``claim`` has ``before``, ``text``, ``after`` and ``start``; where the context begins or ends inside the document,
    the word that is cut there gives way to an ellipsis.
    """
    before, after = claim["before"], claim["after"]
    if claim["start"] > len(before):
        before = "… " + before.partition(" ")[2]
    if len(after) == CONTEXT:
        after = after.rpartition(" ")[0] + " …"
    text = before + claim["text"] + after
    words = Span(len(before), len(before) + len(claim["text"]))
    cut = segments(paragraphs(text), [Mark(claim["id"], words)])
    return tuple(tuple((text[s.start : s.end], bool(s.ids)) for s in paragraph) for paragraph in cut)


def _lines_apart(text: str, span: Span, found: Sequence[Zone]) -> list[Span]:
    """Cut a paragraph where a line of another kind begins: a title and its byline may follow each other unbroken."""
    edges = {edge for zone in found for edge in (zone.span.start, zone.span.end) if span.start < edge < span.end}
    kinds = {zone.span.start: zone.kind for zone in found}
    parts = []
    start = span.start
    for edge in sorted(edges):
        after = edge + len(text[edge : span.end]) - len(text[edge : span.end].lstrip())
        before = start + len(text[start:edge].rstrip())
        same = kinds.get(start) is not None and kinds.get(start) is kinds.get(after)
        if start < before and "\n" in text[before:after] and not same:
            parts.append(Span(start, before))
            start = after
    return [*parts, Span(start, span.end)]


def _zone_kinds(spans: Sequence[Span], found: Sequence[Zone]) -> list[str | None]:
    """Return for each paragraph the kind of the zone that fills it, ``None`` for prose."""
    kinds: list[str | None] = []
    for span in spans:
        filling = (z.kind.value for z in found if z.span.start <= span.start and span.end <= z.span.end)
        kinds.append(next(filling, None))
    return kinds
