"""The date ledger: every date a document shows, what each dates, and what they say of the document's own date.

Nothing is resolved that the document leaves open: several fitting years are candidates, contradictions are conflicts
with all readings kept, and no date is ever taken from the day of capture, which only bounds what is possible.
"""

from __future__ import annotations

import datetime
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache

from tracker.models import Basis, DatedWords, DateKind, DateLedger, Document, DocumentDate, Precision, Span
from tracker.text.dates import (
    CLOCK,
    LOOK_BACK_YEARS,
    WEEKDAYS,
    DateExpression,
    Meaning,
    absolute,
    dated_words,
    dates,
    day_of_writing,
    fitting_days,
    is_said,
    read_against,
    read_from,
    weekday_disagrees,
)
from tracker.text.layout import captions, dateline, lines, shape
from tracker.text.lexicon import rows
from tracker.text.note_marks import without_marks

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
    return tuple(_kinded(without_marks(text)))


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
    return {row[0]: (DateKind(row[1]), len(row) > 2) for row in rows("ingest", "date_labels.tsv")}


MOST_DAYS_LATE = 7
"""A page may be dated some days after the words "this morning" on it were written: statements are quoted and reposted
within the week, and a longer gap is for a person to judge."""
MOST_DAYS_EARLY = 1
"""A page may be dated a day before its words where its clock keeps another time zone."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """Words that tell when the document was written, and the ISO dates they allow, in order of time.

    ``basis`` is ``STATED`` for a date printed as the document's own; anything else is worked out. ``first_reading`` is
    the day to take where the words allow several by their order alone ("03/04/2018", read day first).
    """

    words: str
    days: tuple[str, ...]
    basis: Basis
    first_reading: str | None = None


def document_date(evidence: Sequence[Evidence], captured: datetime.date) -> DocumentDate:
    """Return the document's date: one value where all evidence allows it, else what is possible and why it is open.

    Printed dates count before words such as "today, Thursday 15 October", which have to agree with them; where they
    do not, no value is given, ``conflict`` is set and all readings are candidates. None lies after ``captured``.
    """
    telling = [item for item in evidence if item.days]
    if not telling:
        return DocumentDate(None, Basis.UNKNOWN, why=_undated(evidence))
    for item in telling:
        if min(item.days) > captured.isoformat():
            late = f"“{item.words}” lies after the day of capture, {captured.isoformat()}."
            return _conflict(telling, captured, late)
    printed = [item for item in telling if item.basis is Basis.STATED]
    worked = [item for item in telling if item.basis is not Basis.STATED]
    return _from_printed(printed, worked, captured) if printed else _from_words(worked, captured)


def _from_printed(printed: list[Evidence], worked: list[Evidence], captured: datetime.date) -> DocumentDate:
    values = sorted({day for item in printed for day in item.days}, key=len)
    exact = values[-1]
    words = _listed(list(dict.fromkeys(f"“{item.words}”" for item in printed)), "and")
    if not all(exact.startswith(value) for value in values):
        return _conflict(printed, captured, f"The document states dates that differ: {words}.")
    for item in worked:
        if not any(_agrees(exact, day) for day in item.days):
            fits = _listed(list(item.days), "or")
            why = f"The document is dated {exact}, but by its words “{item.words}” it was written on {fits}."
            return _conflict([*printed, *worked], captured, why)
    return DocumentDate(exact, Basis.STATED, why=f"The document states it: {words}.")


def _from_words(worked: list[Evidence], captured: datetime.date) -> DocumentDate:
    days = sorted(set.intersection(*(set(item.days) for item in worked)))
    words = _listed(list(dict.fromkeys(f"“{item.words}”" for item in worked)), "and")
    if not days:
        return _conflict(worked, captured, f"The document's words date it to days that differ: {words}.")
    if len(days) == 1:
        return DocumentDate(days[0], Basis.INFERRED, why=f"Worked out from {words}: no other day fits.")
    first = next((item.first_reading for item in worked if item.first_reading in days), None)
    if first:
        why = f"{words} is read with the day first, as British dates are; with the month first it is another day."
        return DocumentDate(first, Basis.INFERRED, tuple(days), why=why)
    window = f"in the {LOOK_BACK_YEARS} years before {captured.isoformat()}, when it was taken in"
    why = f"The document gives no year; {words} {_allow(worked)} {_listed(days, 'or')} {window}."
    return DocumentDate(None, Basis.INFERRED, tuple(days), why=why)


def _conflict(evidence: Sequence[Evidence], captured: datetime.date, why: str) -> DocumentDate:
    days = sorted({day for item in evidence for day in item.days if day <= captured.isoformat()})
    return DocumentDate(None, Basis.UNKNOWN, tuple(days), conflict=True, why=why)


def _undated(evidence: Sequence[Evidence]) -> str:
    if not evidence:
        return "Nothing dates the document."
    words = _listed(list(dict.fromkeys(f"“{item.words}”" for item in evidence)), "and")
    return f"The document is dated by {words} alone, without a year that could be told."


def _agrees(printed: str, day: str) -> bool:
    """Tell whether a page dated ``printed`` may hold words written on ``day``; a month or year holds its days."""
    if len(printed) < len(day):
        return day.startswith(printed)
    late = (datetime.date.fromisoformat(printed) - datetime.date.fromisoformat(day)).days
    return -MOST_DAYS_EARLY <= late <= MOST_DAYS_LATE


def _allow(items: Sequence[Evidence]) -> str:
    return "allows" if len({item.words for item in items}) == 1 else "allow"


def _listed(words: list[str], last: str) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} {last} {words[-1]}"


def ledger(document: Document, captured: datetime.date) -> DateLedger:
    """Return the dates of ``document``, those of its metadata first, then in order of the text.

    ``captured`` is the day the document was taken in: no candidate for the document's date lies after it, and it never
    stands in for a date that is not known.
    """
    text = document.text
    metadata = document.metadata_dates
    inside = {(entry.start, entry.end) for entry in metadata}
    found = [
        date for date in kinded_dates(text) if (date.expression.span.start, date.expression.span.end) not in inside
    ]
    evidence = [*_stated_by(metadata), *(_told_by(text, date, captured) for date in found if date.dates_document)]
    date = document_date(evidence, captured)
    entries = (*metadata, *(_entry(text, item, found, date, captured) for item in found))
    return DateLedger(entries, date if evidence else replace(date, why=_why_undated(entries)))


def _why_undated(entries: Sequence[DatedWords]) -> str:
    """Say that nothing dates the document, and what the likeliest of its other dates dates instead."""
    for kind, dates_instead in ((DateKind.UPDATED, "says when it was updated"), (DateKind.CAPTION, "dates a picture")):
        words = next((entry.text for entry in entries if entry.kind is kind and entry.basis is Basis.STATED), None)
        if words:
            return f"The document shows no date of its own; “{words}” {dates_instead}."
    return "The document shows no date of its own."


def _stated_by(metadata: Sequence[DatedWords]) -> Iterator[Evidence]:
    """Yield the evidence of the format itself; a date worked out from markup counts only where none is stated."""
    published = [entry for entry in metadata if entry.kind is DateKind.PUBLISHED and entry.value]
    stated = [entry for entry in published if entry.basis is Basis.STATED]
    for entry in stated or published:
        yield Evidence(entry.text, (entry.value or "",), entry.basis)


def _told_by(text: str, date: KindedDate, captured: datetime.date) -> Evidence:
    expression = date.expression
    words = expression.span.of(text)
    printed = absolute(expression)
    if printed and expression.also:
        both = sorted((printed, _other_order(expression)))
        possible = [day for day in both if day <= captured.isoformat()] or both
        return Evidence(words, tuple(possible), Basis.INFERRED, first_reading=printed)
    if printed and not expression.shift:
        return Evidence(words, (printed,), Basis.STATED)
    days = (day_of_writing(expression, day).isoformat() for day in fitting_days(expression, captured))
    return Evidence(words, tuple(days), Basis.INFERRED)


def _entry(
    text: str, item: KindedDate, found: Sequence[KindedDate], date: DocumentDate, captured: datetime.date
) -> DatedWords:
    expression = item.expression
    if item.kind is DateKind.CAPTION:
        meaning = _read_in_caption(item, found)
    elif item.dates_document:
        meaning = _read_by_itself(expression, captured)
    else:
        meaning = read_against(expression, date, past=item.kind is DateKind.SAID)
        if not meaning.value and not meaning.candidates:
            alone = _read_by_itself(expression, captured)
            meaning = replace(alone, why=f"{meaning.why}; {alone.why}") if alone.candidates else meaning
    entry = dated_words(text, expression.span, item.kind, meaning)
    if expression.also:
        days = tuple(sorted((entry.value or "", _other_order(expression))))
        entry = replace(
            entry, basis=Basis.INFERRED, candidates=days, why="read with the day first; the order is not stated"
        )
    if weekday_disagrees(expression):
        wrong = f"but it was no {WEEKDAYS[expression.weekday or 0]}"
        entry = replace(entry, why=f"{entry.why}, {wrong}")
    return replace(entry, why=f"{item.why}; {entry.why}")


def _read_by_itself(expression: DateExpression, captured: datetime.date) -> Meaning:
    """Return what the words mean with nothing to count from but the weekday and the day of capture as a bound."""
    printed = absolute(expression)
    if printed:
        return read_against(expression, None, past=True)
    days = tuple(day.isoformat() for day in fitting_days(expression, captured))
    if expression.weekday is None or not expression.is_day:
        return Meaning(None, expression.precision, (), "the words give no year")
    name = WEEKDAYS[expression.weekday]
    window = f"in the {LOOK_BACK_YEARS} years before capture"
    if len(days) == 1:
        return Meaning(days[0], Precision.DAY, (), f"the only {name} of that day and month {window}")
    return Meaning(None, Precision.DAY, days, f"the days of that date that were a {name} {window}")


def _read_in_caption(item: KindedDate, found: Sequence[KindedDate]) -> Meaning:
    """Return what a caption's words mean beside the full date that its caption prints, if it prints one."""
    printed = (other.expression for other in found if other.caption == item.caption and other.expression.is_full)
    day = next((fit for expression in printed for fit in fitting_days(expression, datetime.date.max)), None)
    if day is None or absolute(item.expression):
        return read_against(item.expression, None, past=True)
    return read_from(item.expression, day, past=True)


def _other_order(expression: DateExpression) -> str:
    month, day = expression.also or (1, 1)
    return datetime.date(expression.year or datetime.MINYEAR, month, day).isoformat()
