"""What each date of a text dates: the document, an update, a picture, something said, or something that happened."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from tracker.language.dates import CLOCK, DateExpression, dates
from tracker.language.layout import captions, dateline, lines, shape
from tracker.language.lexicon import rows
from tracker.language.saying import is_said
from tracker.models import DateKind, Span

HEAD_LINES = 6
"""A date on a line of its own is the document's among its first lines; farther down it may head a list of events."""
LONGEST_DATELINE = 500
"""Characters of a line that are looked at for a date line; a longer one is a text without line breaks."""
DATE_LINE_SLACK = 30
"""Characters after a labelled date that may still belong to its line: a clock time, a time zone, the next label."""

_EDGES = " \t\xa0-–—•*|:,()[]"


@dataclass(frozen=True, slots=True)
class KindedDate:
    """A date expression of a text, what it dates, and how that is known.

    ``dates_document`` is set where the words tell the day the document was written; ``caption`` is the picture caption
    that the words stand in.
    """

    expression: DateExpression
    kind: DateKind
    why: str
    dates_document: bool = False
    caption: Span | None = None


def kinded_dates(text: str) -> tuple[KindedDate, ...]:
    """Return the dates of ``text`` in order, each with what it dates."""
    return tuple(_kinded(text))


def _kinded(text: str) -> Iterator[KindedDate]:
    every = lines(text)
    starts = [line.start for line in every]
    pictures = captions(text)
    previous: DateExpression | None = None
    for expression in dates(text):
        number = bisect_right(starts, expression.span.start) - 1
        line = every[number]
        caption = next((c for c in pictures if c.start <= expression.span.start < c.end), None)
        begin = max(line.start, previous.span.end if previous else 0)
        if caption:
            yield KindedDate(expression, DateKind.CAPTION, "it stands in a picture's caption", caption=caption)
        else:
            yield _in_head(text, expression, line, number, begin) or _in_prose(text, expression)
        previous = expression


def _in_head(text: str, expression: DateExpression, line: Span, number: int, begin: int) -> KindedDate | None:
    """Read a date line: a label and a date, a date alone, a byline and a date, or an agency's dateline."""
    if expression.month is None and expression.year is None:
        return None
    before = CLOCK.sub("", text[begin : expression.span.start]).strip(_EDGES)
    after = CLOCK.sub("", text[expression.span.end : min(line.end, expression.span.end + LONGEST_DATELINE)]).strip(
        _EDGES
    )
    label = " ".join(before.lower().split()).removesuffix(" on").removesuffix(" at")
    kind, opens = _labels().get(label, (None, False))
    if kind and (len(after) <= DATE_LINE_SLACK or (opens and number == 0)):
        return KindedDate(expression, kind, f"the line says “{before}”", dates_document=kind is DateKind.PUBLISHED)
    if number >= HEAD_LINES or not expression.is_day:
        return None
    if (not before or shape(before) == "byline") and not after:
        return KindedDate(
            expression, DateKind.PUBLISHED, "it stands alone at the head of the text", dates_document=True
        )
    opening = dateline(text[line.start : min(line.end, line.start + LONGEST_DATELINE)])
    if opening and expression.span.end <= line.start + opening.end():
        return KindedDate(
            expression, DateKind.PUBLISHED, "it stands in the dateline of the report", dates_document=True
        )
    return None


def _in_prose(text: str, expression: DateExpression) -> KindedDate:
    if expression.is_day and expression.shift:
        kind = DateKind.EVENT if expression.shift.amount else DateKind.PUBLISHED
        return KindedDate(expression, kind, "the words call it so from the day of writing", dates_document=True)
    if is_said(text, expression):
        return KindedDate(expression, DateKind.SAID, "a verb of saying stands beside it")
    return KindedDate(expression, DateKind.EVENT, "the text speaks of it")


@cache
def _labels() -> dict[str, tuple[DateKind, bool]]:
    return {row[0]: (DateKind(row[1]), len(row) > 2) for row in rows("read", "date_labels.tsv")}
