"""Long documents in parts, cut between paragraphs, so that a page of them stays light (pure)."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence

from tracker.language.paragraphs import paragraphs
from tracker.models import Span

PART = 12_000
"""Characters of a part: four times a press release, twice a long newspaper article."""
CLAIMS = 50
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
