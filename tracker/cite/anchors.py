"""Anchors: where words stand in a text, and how to link to them in a page."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final
from urllib.parse import quote

from tracker.models import Span
from tracker.text.characters import fold

CONTEXT_LENGTH: Final = 32
"""Characters of prefix and suffix, as Hypothesis stores them: enough to tell two places apart, short enough to keep."""
LONGEST_EXACT_FRAGMENT: Final = 300
"""Browsers' own tools link longer quotations by their first and last words."""
FRAGMENT_ENDS: Final = 5
"""Words at each end of a long quotation in a text fragment."""
FRAGMENT_CONTEXT: Final = 4
"""Words of prefix and suffix in a text fragment."""
REMEMBERED: Final = 4
"""Texts kept with their marks evened out: all claims of a page are looked up in the same one."""
_DIRECTIVE: Final = ":~:"
_LINES: Final = re.compile(r"[\n\r\v\f\x85\u2028\u2029]")


@dataclass(frozen=True, slots=True)
class Anchor:
    """Words at one place of a text, with the characters before and after; offsets are code points."""

    start: int
    end: int
    exact: str
    prefix: str
    suffix: str


def anchor(text: str, start: int, end: int) -> Anchor:
    """Return the anchor of ``text[start:end]``.

    >>> anchor("He said no.", 8, 10)
    Anchor(start=8, end=10, exact='no', prefix='He said ', suffix='.')
    """
    prefix = text[max(0, start - CONTEXT_LENGTH) : start]
    return Anchor(start, end, text[start:end], prefix, text[end : end + CONTEXT_LENGTH])


def selectors(place: Anchor) -> list[dict[str, Any]]:
    """Return the two selectors of the W3C Web Annotation Data Model that name an anchor."""
    return [
        {"type": "TextPositionSelector", "start": place.start, "end": place.end},
        {"type": "TextQuoteSelector", "exact": place.exact, "prefix": place.prefix, "suffix": place.suffix},
    ]


def occurrences(text: str, exact: str) -> tuple[Span, ...]:
    """Return every place where words stand in ``text``, in order; typography and blanks do not count.

    >>> occurrences("It’s so, it's so.", "it's  so")
    (Span(start=9, end=16),)
    """
    if not exact.strip():
        return ()
    return tuple(Span(*match.span(1)) for match in _pattern(exact).finditer(fold(text)))


def address_of_words(url: str | None, text: str, start: int, end: int) -> str | None:
    """Return the address that shows words in their web page, ``None`` where the document has no web address."""
    if not url or not url.startswith(("http://", "https://")):
        return None
    return text_fragment(url, text, start, end)


def text_fragment(url: str, text: str, start: int, end: int) -> str:
    """Return ``url`` with a text fragment (``#:~:text=``) that scrolls a browser to ``text[start:end]``.

    Words that stand in the text more than once get their neighbours as context; a quotation over
    ``LONGEST_EXACT_FRAGMENT`` characters or over several lines is named by its first and last words.

    >>> text_fragment("https://example.org/a", "Well-known, he said.", 0, 10)
    'https://example.org/a#:~:text=Well%2Dknown'
    """
    exact = text[start:end]
    words = exact.split()
    if not words:
        return url
    long = len(exact) > LONGEST_EXACT_FRAGMENT or _LINES.search(exact.strip())
    ends = [" ".join(words[:FRAGMENT_ENDS]), " ".join(words[-FRAGMENT_ENDS:])]
    parts = ends if long and len(words) > 2 * FRAGMENT_ENDS else [" ".join(words)]
    directive = ",".join(_encoded(part) for part in parts)
    if _stands_twice(_folded(text), exact):
        before = _LINES.split(text[:start])[-1].split()[-FRAGMENT_CONTEXT:]
        after = _LINES.split(text[end:])[0].split()[:FRAGMENT_CONTEXT]
        directive = (f"{_encoded(' '.join(before))}-," if before else "") + directive
        directive += f",-{_encoded(' '.join(after))}" if after else ""
    page = url.partition(_DIRECTIVE)[0].removesuffix("#")
    return f"{page}{'' if '#' in page else '#'}{_DIRECTIVE}text={directive}"


@lru_cache(maxsize=REMEMBERED)
def _folded(text: str) -> str:
    return fold(text)


def _stands_twice(folded: str, exact: str) -> bool:
    """Whether words stand in a text more than once."""
    words = re.compile(r"\s+".join(re.escape(word) for word in fold(exact).split()))
    first = words.search(folded)
    return first is not None and words.search(folded, first.start() + 1) is not None


def _encoded(words: str) -> str:
    """Percent-encode words for a text directive, where "-", "," and "&" have a meaning of their own."""
    return quote(words, safe="").replace("-", "%2D")


def _pattern(exact: str) -> re.Pattern[str]:
    """Match the words wherever they stand, also where two places overlap: the words are group 1."""
    words = r"\s+".join(re.escape(word) for word in fold(exact).split())
    return re.compile(f"(?=({words}))")
