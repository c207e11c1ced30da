"""Texts cut and set for reading: claims marked in place and in context, parts between paragraphs, ends moved (pure)."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from tracker.extract.prose import Zone, zones
from tracker.models import ClaimKind, Span
from tracker.models.relations import AskedAttribution
from tracker.services.claims import CONTEXT, ClaimShown
from tracker.services.documents import ClaimOfPart
from tracker.text.layout import file_header, paragraphs
from tracker.text.quotes import quotations
from tracker.text.sentences import sentences
from tracker.text.words import PRINTED, cut


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch of a text to be shown, with the id of what stands there."""

    id: int
    span: Span


@dataclass(frozen=True, slots=True)
class Segment:
    """A run of characters under the same marks: their ids, the shortest mark first (it is the most exact one)."""

    start: int
    end: int
    ids: tuple[int, ...]


def segments(parts: Sequence[Span], marks: Sequence[Mark]) -> tuple[tuple[Segment, ...], ...]:
    """Return each part cut into segments.

    ``parts`` are stretches of the text in order, not overlapping (its paragraphs). The segments of a part join up to
    exactly the part; a mark that crosses parts is cut at their edges, empty marks are passed over.

    >>> [s.ids for s in segments([Span(0, 9)], [Mark(1, Span(2, 8)), Mark(2, Span(4, 6))])[0]]
    [(), (1,), (2, 1), (1,), ()]
    """
    waiting = sorted((m for m in marks if m.span.start < m.span.end), key=lambda m: m.span, reverse=True)
    open_marks: list[Mark] = []
    cut = []
    for part in parts:
        while waiting and waiting[-1].span.start < part.end:
            open_marks.append(waiting.pop())
        open_marks = [mark for mark in open_marks if mark.span.end > part.start]
        cut.append(_segments_of(part, open_marks))
    return tuple(cut)


def _segments_of(part: Span, marks: Sequence[Mark]) -> tuple[Segment, ...]:
    edges = {part.start, part.end}
    for mark in marks:
        edges |= {edge for edge in (mark.span.start, mark.span.end) if part.start < edge < part.end}
    places = sorted(edges)
    shortest_first = sorted(marks, key=lambda mark: (mark.span.end - mark.span.start, mark.id))
    return tuple(
        Segment(start, end, tuple(m.id for m in shortest_first if m.span.start <= start and end <= m.span.end))
        for start, end in pairwise(places)
    )


PART = 12_000
"""Characters of a part: four times a press release, twice a long newspaper article."""
CLAIMS = 20
"""Claims of a part: each takes about 1.2 KB of HTML with its note in the margin, and a page stays under 100 KB."""
_LAST_BLANK = re.compile(r"\s+(?=\S*\Z)")


def parts(text: str, claim_starts: Sequence[int] = (), size: int = PART, claims: int = CLAIMS) -> tuple[Span, ...]:
    """Return the stretches a text is read in: whole paragraphs, as many as fit; an empty text has one empty part.

    ``claim_starts`` are the places where claims begin, in order: a part holds at most ``size`` characters and
    ``claims`` claims, though one paragraph is never cut for its claims.

    >>> [span.of("One.\\n\\nTwo.\\n\\nThree.") for span in parts("One.\\n\\nTwo.\\n\\nThree.", size=12)]
    ['One.\\n\\nTwo.', 'Three.']
    """
    found: list[Span] = []
    for paragraph in pieces(text, paragraphs(text), size):
        start = found[-1].start if found else 0
        begun = bisect_left(claim_starts, paragraph.end) - bisect_left(claim_starts, start)
        if found and paragraph.end - start <= size and begun <= claims:
            found[-1] = Span(start, paragraph.end)
        else:
            found.append(paragraph)
    return tuple(found) or (Span(0, 0),)


def pieces(text: str, spans: Sequence[Span], size: int = PART) -> Iterator[Span]:
    """Yield paragraphs, one that is longer than a part cut between words."""
    for span in spans:
        start = span.start
        while span.end - start > size:
            blank = _LAST_BLANK.search(text, start, start + size)
            cut = blank.start() if blank and blank.start() > start else start + size
            yield Span(start, cut)
            start = blank.end() if blank and blank.start() > start else cut
        if start < span.end:
            yield Span(start, span.end)


AROUND = 1_500
"""Characters before and after a claim in which its ends may be moved step by step; further off, it is another claim."""
SHOWN_AROUND = 600
"""Characters shown before and after it, to select from."""


@dataclass(frozen=True, slots=True)
class Step:
    """One move of an end: what it is called, the place that follows, and the words it takes in or drops."""

    name: str
    label: str
    span: Span
    words: str

    @property
    def is_mark(self) -> bool:
        """Whether the words are punctuation alone, which quotation marks around it would hide."""
        return not any(char.isalnum() for char in self.words)


def steps(text: str, place: Span) -> dict[str, tuple[Step, ...]]:
    """Return how the ``start`` and the ``end`` of a place can move, by a word and to the edge of the sentence.

    >>> moves = steps("He said no. It rained.", Span(3, 10))
    >>> [(step.name, step.span.of("He said no. It rained.")) for step in moves["end"]]
    [('shorter', 'said'), ('longer', 'said no.'), ('sentence', 'said no.')]
    """
    low, high = max(0, place.start - AROUND), min(len(text), place.end + AROUND)
    tokens = [Span(low + token.start, low + token.end) for token in cut(text[low:high], PRINTED)]
    starts, ends = [token.start for token in tokens], [token.end for token in tokens]
    inside = [Span(low + span.start, low + span.end) for span in sentences(text[low:high])]
    earlier = _at(starts, bisect_left(starts, place.start) - 1)
    later = _at(starts, bisect_right(starts, place.start))
    shorter = _at(ends, bisect_left(ends, place.end) - 1)
    longer = _at(ends, bisect_right(ends, place.end))
    opening = max((span.start for span in inside if span.start <= place.start), default=None)
    closing = min((span.end for span in inside if span.end >= place.end), default=None)
    return {
        "start": tuple(
            _made(text, place, (
                ("longer", "one word earlier", earlier, place.end),
                ("shorter", "one word later", later, place.end),
                ("sentence", "at the start of the sentence", opening, place.end),
            ))
        ),
        "end": tuple(
            _made(text, place, (
                ("shorter", "one word earlier", place.start, shorter),
                ("longer", "one word later", place.start, longer),
                ("sentence", "at the end of the sentence", place.start, closing),
            ))
        ),
    }  # fmt: skip


def _at(places: list[int], index: int) -> int | None:
    return places[index] if 0 <= index < len(places) else None


def _made(text: str, place: Span, moves: Iterable[tuple[str, str, int | None, int | None]]) -> Iterable[Step]:
    for name, label, start, end in moves:
        if start is None or end is None or start >= end or (start, end) == (place.start, place.end):
            continue
        moved = {place.start, start} if start != place.start else {place.end, end}
        yield Step(name, label, Span(start, end), " ".join(text[min(moved) : max(moved)].split()))


def to_whole_words(text: str, place: Span) -> Span:
    """Return a place whose ends cut no word: a hand that selects is seldom exact.

    >>> to_whole_words("We are not planning", Span(4, 9)).of("We are not planning")
    'are not'
    """
    start, end = place.start, place.end
    while 0 < start < len(text) and text[start].isalnum() and text[start - 1].isalnum():
        start -= 1
    while 0 < end < len(text) and text[end].isalnum() and text[end - 1].isalnum():
        end += 1
    return Span(start, end)


def likely_kind(text: str, place: Span) -> ClaimKind:
    """Return how words probably stand in their text, to be offered and never stored unasked.

    Inside quotation marks they are direct, with some marks in them mixed, else indirect.
    """
    low, high = max(0, place.start - AROUND), min(len(text), place.end + AROUND)
    here = Span(place.start - low, place.end - low)
    spans = [quotation.span for quotation in quotations(text[low:high])]
    if any(span.start <= here.start and here.end <= span.end for span in spans):
        return ClaimKind.DIRECT
    overlaps = any(span.start < here.end and here.start < span.end for span in spans)
    return ClaimKind.MIXED if overlaps else ClaimKind.INDIRECT


@dataclass(frozen=True, slots=True)
class Shown:
    """A paragraph around a place: its first character, and its pieces with whether each is inside the place.

    ``cut`` is ``before``, ``after`` or ``both`` where the paragraph goes on beyond what is shown, else ``""``.
    """

    start: int
    pieces: tuple[tuple[str, bool], ...]
    cut: str


def in_paragraphs(text: str, place: Span) -> tuple[Shown, ...]:
    """Return the paragraphs around a place, whole words only, without what a Markdown file says of itself."""
    body = file_header(text)
    low = max(0, place.start - SHOWN_AROUND, body if body <= place.start else 0)
    high = min(len(text), place.end + SHOWN_AROUND)
    while low < place.start and low > body and not text[low - 1].isspace():
        low += 1
    while place.end < high < len(text) and not text[high].isspace():
        high -= 1
    spans = [Span(low + span.start, low + span.end) for span in paragraphs(text[low:high])]
    cut = segments(spans, [Mark(1, place)])
    whole = paragraphs(text[max(0, low - AROUND) : high + AROUND])
    edges = {max(0, low - AROUND) + edge for span in whole for edge in (span.start, span.end)}
    found = []
    for span, parts in zip(spans, cut, strict=True):
        begins, ends = span.start not in edges, span.end not in edges
        sides = "both" if begins and ends else "before" if begins else "after" if ends else ""
        found.append(Shown(span.start, tuple((text[part.start : part.end], bool(part.ids)) for part in parts), sides))
    return tuple(found)


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
