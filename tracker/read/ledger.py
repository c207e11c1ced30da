"""The date ledger: every date a document shows, what each dates, and what they say of the document's own date.

Nothing is resolved that the document leaves open: several fitting years are candidates, contradictions are conflicts
with all readings kept, and no date is ever taken from the day of capture, which only bounds what is possible.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from dataclasses import replace

from tracker.language.dates import DateExpression
from tracker.language.dating import (
    LOOK_BACK_YEARS,
    WEEKDAYS,
    Reading,
    absolute,
    dated_words,
    day_of_writing,
    fitting_days,
    read_against,
    read_from,
    weekday_disagrees,
)
from tracker.models import Basis, DatedWords, DateKind, DateLedger, Document, DocumentDate, Precision
from tracker.read.date_kinds import KindedDate, kinded_dates
from tracker.read.document_date import Evidence, document_date


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
        reading = _read_in_caption(item, found)
    elif item.dates_document:
        reading = _read_by_itself(expression, captured)
    else:
        reading = read_against(expression, date, past=item.kind is DateKind.SAID)
        if not reading.value and not reading.candidates:
            alone = _read_by_itself(expression, captured)
            reading = replace(alone, why=f"{reading.why}; {alone.why}") if alone.candidates else reading
    entry = dated_words(text, expression.span, item.kind, reading)
    if expression.also:
        days = tuple(sorted((entry.value or "", _other_order(expression))))
        entry = replace(
            entry, basis=Basis.INFERRED, candidates=days, why="read with the day first; the order is not stated"
        )
    if weekday_disagrees(expression):
        wrong = f"but it was no {WEEKDAYS[expression.weekday or 0]}"
        entry = replace(entry, why=f"{entry.why}, {wrong}")
    return replace(entry, why=f"{item.why}; {entry.why}")


def _read_by_itself(expression: DateExpression, captured: datetime.date) -> Reading:
    """Return what the words mean with nothing to count from but the weekday and the day of capture as a bound."""
    printed = absolute(expression)
    if printed:
        return read_against(expression, None, past=True)
    days = tuple(day.isoformat() for day in fitting_days(expression, captured))
    if expression.weekday is None or not expression.is_day:
        return Reading(None, expression.precision, (), "the words give no year")
    name = WEEKDAYS[expression.weekday]
    window = f"in the {LOOK_BACK_YEARS} years before capture"
    if len(days) == 1:
        return Reading(days[0], Precision.DAY, (), f"the only {name} of that day and month {window}")
    return Reading(None, Precision.DAY, days, f"the days of that date that were a {name} {window}")


def _read_in_caption(item: KindedDate, found: Sequence[KindedDate]) -> Reading:
    """Return what a caption's words mean beside the full date that its caption prints, if it prints one."""
    printed = (other.expression for other in found if other.caption == item.caption and other.expression.is_full)
    day = next((fit for expression in printed for fit in fitting_days(expression, datetime.date.max)), None)
    if day is None or absolute(item.expression):
        return read_against(item.expression, None, past=True)
    return read_from(item.expression, day, past=True)


def _other_order(expression: DateExpression) -> str:
    month, day = expression.also or (1, 1)
    return datetime.date(expression.year or datetime.MINYEAR, month, day).isoformat()
