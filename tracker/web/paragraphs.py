"""Texts set for reading: their paragraphs with the claims marked in place, and claims in their context (pure)."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from tracker.extract.prose import Zone, zones
from tracker.models import Span
from tracker.models.relations import AskedAttribution
from tracker.services.claims import CONTEXT, ClaimShown
from tracker.services.documents import ClaimOfPart
from tracker.text.layout import paragraphs
from tracker.web.marks import Mark, Segment, pieces, segments

ZONE_CONTEXT = 4_000
"""Characters read before a part to know what its first lines are; without them they would pass for a head."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Characters shown alike: plain, or the words of a claim.

    ``claim`` is the innermost claim they belong to, ``around`` the numbers of the claims it stands in, ``begin`` the
    numbers of all claims that begin here (the place that carries their address). ``page`` is the number of the page
    of the original that begins here, if one does.
    """

    text: str
    claim: ClaimOfPart | None
    around: tuple[int, ...]
    begin: tuple[int, ...]
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph, from character ``start`` of the text.

    ``zone`` names what it is where it is no body prose, ``claims`` are those that begin in it. Its pieces join up to
    exactly its characters. ``time`` is that of a record's minute which begins in it.
    """

    pieces: tuple[Piece, ...]
    claims: tuple[ClaimOfPart, ...]
    zone: str | None
    start: int
    time: str | None = None


def set_for_reading(
    text: str,
    claims: Sequence[ClaimOfPart],
    within: Span | None = None,
    page_starts: Sequence[int] = (),
    times: Sequence[tuple[int, str]] = (),
) -> tuple[Paragraph, ...]:
    """Return the paragraphs of a text with its claims marked in place.

    ``within`` is the part of the text that is read. ``page_starts`` are the places where the pages of the original
    begin, the first page first; ``times`` the places where a new minute of a record begins, with its time.
    """
    part = within or Span(0, len(text))
    low = max(0, part.start - ZONE_CONTEXT)
    found_zones = [
        Zone(Span(zone.span.start + low, zone.span.end + low), zone.kind, zone.why)
        for zone in zones(text[low : part.end])
        if zone.span.end + low > part.start
    ]
    offset = part.start
    whole = [Span(span.start + offset, span.end + offset) for span in paragraphs(part.of(text))]
    spans = [line for span in pieces(text, whole) for line in _lines_apart(text, span, found_zones)]
    by_id = {claim.id: claim for claim in claims}
    cut = segments(spans, [Mark(claim.id, Span(claim.start, claim.end)) for claim in claims])
    kinds = _zone_kinds(spans, found_zones)
    pages = _page_begins(spans, page_starts)
    found = []
    begun: set[int] = {claim.id for claim in claims if claim.start < part.start}
    for span, segments_here, zone in zip(spans, cut, kinds, strict=True):
        shown = []
        for here, page in _at_pages(segments_here, pages):
            begin = tuple(claim_id for claim_id in here.ids if claim_id not in begun)
            begun.update(begin)
            inner = by_id[here.ids[0]] if here.ids else None
            shown.append(Piece(text[here.start : here.end], inner, here.ids[1:], begin, page))
        beginning = tuple(claim for claim in claims if span.start <= claim.start < span.end)
        time = next((time for place, time in times if span.start <= place < span.end), None)
        found.append(Paragraph(tuple(shown), beginning, zone, span.start, time))
    return tuple(found)


def _page_begins(spans: Sequence[Span], page_starts: Sequence[int]) -> dict[int, int]:
    """Return the pages that begin in these paragraphs, by the place of their first character.

    A page that holds no text gives its place to the next one; the blanks between paragraphs belong to what follows.
    """
    starts = [span.start for span in spans]
    begins = {}
    for number, start in enumerate(page_starts, 1):
        at = bisect_right(starts, start) - 1
        inside = at >= 0 and start < spans[at].end
        if inside:
            begins[start] = number
        elif at + 1 < len(spans) and (at >= 0 or number > 1):
            begins[spans[at + 1].start] = number
    return begins


def _at_pages(found: Sequence[Segment], pages: Mapping[int, int]) -> Iterator[tuple[Segment, int | None]]:
    """Yield segments, cut where a page begins, with the number of the page that begins there."""
    for segment in found:
        edges = [segment.start, *sorted(at for at in pages if segment.start < at < segment.end), segment.end]
        for start, end in pairwise(edges):
            yield Segment(start, end, segment.ids), pages.get(start)


def in_context(claim: ClaimShown | AskedAttribution) -> tuple[tuple[tuple[str, bool], ...], ...]:
    """Return the words of a claim with what stands around them, as paragraphs of ``(text, whether it is the claim)``.

    ``claim`` has ``before``, ``text``, ``after`` and ``start``; where the context begins or ends inside the document,
    the word that is cut there gives way to an ellipsis.
    """
    before, after = claim.before, claim.after
    if claim.start > len(before) == CONTEXT:
        before = "… " + before.partition(" ")[2]
    if len(after) == CONTEXT:
        after = after.rpartition(" ")[0] + " …"
    text = before + claim.text + after
    words = Span(len(before), len(before) + len(claim.text))
    cut = segments(paragraphs(text), [Mark(claim.id, words)])
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
