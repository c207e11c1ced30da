"""Plain text: the decoded file exactly, with the title, publisher and byline that its first lines show."""

from __future__ import annotations

import re

from tracker.language.dates import dates
from tracker.language.layout import dateline, is_headline, lines, shape
from tracker.models import Span
from tracker.read.decode import decode
from tracker.read.parsed import Parsed

HEAD_LINES = 6
"""Title, masthead, byline and date stand among the first lines that hold anything; below begins the body."""

_BYLINE_OPENING = re.compile(r"^(?:[-–—•*]\s*)?(?:(?:written|reported|words|story|posted)\s+)?by:?\s+", re.IGNORECASE)


def parse(data: bytes, name: str) -> Parsed:
    """Return ``data`` decoded, newlines and blanks kept, with what its head shows."""
    text, notes = decode(data, name)
    return described(text, notes)


def described(text: str, notes: tuple[str, ...] = ()) -> Parsed:
    """Return ``text`` with the title, publisher and byline its first lines show, each ``None`` where they show none."""
    title = publisher = byline = None
    every = lines(text)
    for number, line in enumerate(every[:HEAD_LINES]):
        words = line.of(text)
        kind = shape(words)
        if kind is None and _is_date(words):
            continue
        after = every[number + 1] if number + 1 < len(every) else None
        if kind == "masthead":
            publisher = publisher or words
        elif kind == "byline":
            byline = byline or _BYLINE_OPENING.sub("", words).rstrip(".")
        elif kind is None and title is None and after and is_headline(text, line, after):
            title = words
        elif kind is None:
            opening = dateline(words)
            publisher = publisher or (opening["agency"] if opening else None)
            break
    return Parsed(text, title, publisher, byline, notes=notes)


def _is_date(line: str) -> bool:
    """Whether a line is a date and nothing else ("9 September 2024"), which is no title."""
    return any(date.span == Span(0, len(line)) for date in dates(line))
