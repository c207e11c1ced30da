"""What every format hands back: the text of a file and what the format itself says of it."""

from __future__ import annotations

from dataclasses import dataclass

from tracker.models import DatedWords


@dataclass(frozen=True, slots=True)
class Parsed:
    """The text and the facts a file shows; blanks where it shows none.

    ``page_starts`` are the places in the text where its pages begin, for a format that has pages.
    """

    text: str
    title: str | None = None
    publisher: str | None = None
    byline: str | None = None
    url: str | None = None
    dates: tuple[DatedWords, ...] = ()
    notes: tuple[str, ...] = ()
    page_starts: tuple[int, ...] = ()
