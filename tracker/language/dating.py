"""Which day a date expression means: from its weekday, or from the day the words were written.

Only what follows from the words is given a value. Where several days fit, all of them are given as candidates, and
where nothing is known to count from, nothing is.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from tracker.language.dates import DateExpression, Shift
from tracker.models import Basis, DatedWords, DateKind, DocumentDate, Precision, Span

LOOK_BACK_YEARS = 20
"""How far back from the day of capture a day without a year is looked for. A weekday comes round to the same date
every 5, 6 or 11 years, so that 20 years hold three or four readings, and they reach back to when news and police
statements began to be kept on the open web (about 2006); an older text seldom comes without a printed year."""
SAME_SEASON_DAYS = 60
"""A day and month without year and weekday means the occurrence that lies within two months of the day of writing, if
the other one does not; people print the year of days farther off, or leave the reader in doubt."""
LONGEST_YEAR = 366
"""A day without a year lies less than a year back: the same day of an earlier year has its year printed."""
FORETOLD_DAYS = 183
"""How far ahead a day without a year can lie: beyond half a year people print the year."""

PRINTED = "printed so"
"""Why a date has its value when the words give all of it."""
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


@dataclass(frozen=True, slots=True)
class Reading:
    """What an expression means: an ISO ``value`` of the given precision, or ``None`` with candidates, and why."""

    value: str | None
    precision: Precision
    candidates: tuple[str, ...]
    why: str


def fitting_days(expression: DateExpression, last: datetime.date) -> tuple[datetime.date, ...]:
    """Return the days up to ``last`` that weekday, day and month fit, oldest first; none where there is no weekday.

    A full date fits itself alone. The years looked at are the ``LOOK_BACK_YEARS`` before ``last``.
    """
    if expression.is_full:
        return tuple(day for day in _days(expression, expression.year or 0, expression.year or 0) if day <= last)
    if not expression.is_day or expression.weekday is None:
        return ()
    first = _years_before(last, LOOK_BACK_YEARS)
    return tuple(day for day in _days(expression, first.year, last.year) if first < day <= last)


def weekday_disagrees(expression: DateExpression) -> bool:
    """Tell whether a full date names a weekday that it did not fall on."""
    return (
        expression.is_full
        and expression.weekday is not None
        and not _days(expression, expression.year or 0, expression.year or 0)
    )


def absolute(expression: DateExpression) -> str | None:
    """Return the ISO value that the words print in full (``2018-01-14``, ``2010-03``, ``2009``), else ``None``."""
    if expression.year is None:
        return None
    parts = (f"{expression.year:04}", expression.month, expression.day)
    return "-".join(part if isinstance(part, str) else f"{part:02}" for part in parts if part is not None)


def day_of_writing(expression: DateExpression, day: datetime.date) -> datetime.date:
    """Return the day on which ``day`` is what the expression calls it: "yesterday, 14 March" is written on the 15th."""
    shift = expression.shift
    return day - datetime.timedelta(days=shift.amount) if shift and shift.unit == "day" else day


def read_from(expression: DateExpression, base: datetime.date, *, past: bool) -> Reading:
    """Return what ``expression`` means in a text written on ``base``.

    ``past`` says that the words tell of something done (a date of saying), so that a bare weekday is the latest on or
    before ``base``; without it a weekday may as well be the next one, and both are candidates.
    """
    printed = absolute(expression)
    if printed:
        return Reading(printed, expression.precision, (), PRINTED)
    if expression.is_day:
        return _read_day_and_month(expression, base, past=past)
    if expression.month is not None:
        return _read_month(expression, base, past=past)
    if expression.weekday is not None:
        return _read_weekday(expression, base, past=past)
    return _read_shift(expression.shift or Shift("day", 0), base)


def read_against(expression: DateExpression, date: DocumentDate | None, *, past: bool) -> Reading:
    """Return what ``expression`` means in a document whose own date is known as far as ``date`` says.

    Where that is open but has candidates, the candidates are what the words mean on each of those days.
    """
    printed = absolute(expression)
    if printed:
        return Reading(printed, expression.precision, (), PRINTED)
    if date and date.value:
        base = _day(date.value)
        if base:
            return read_from(expression, base, past=past)
        return _open(expression.precision, (), f"the document is dated no closer than {date.value}")
    readings = [read_from(expression, base, past=past) for base in map(_day, date.candidates if date else ()) if base]
    days = sorted({day for reading in readings for day in (reading.value, *reading.candidates) if day})
    return _open(expression.precision, tuple(days), "the date of the document is not known")


def dated_words(text: str, span: Span, kind: DateKind, reading: Reading) -> DatedWords:
    """Return the ledger entry for the words at ``span``, with the basis that ``reading`` gives it."""
    known = reading.value is not None or reading.candidates
    basis = Basis.STATED if reading.why == PRINTED else Basis.INFERRED if known else Basis.UNKNOWN
    return DatedWords(
        kind=kind,
        value=reading.value,
        basis=basis,
        text=span.of(text),
        start=span.start,
        end=span.end,
        precision=reading.precision,
        candidates=reading.candidates,
        why=reading.why,
    )


def _read_day_and_month(expression: DateExpression, base: datetime.date, *, past: bool) -> Reading:
    if expression.shift is not None:
        counted = _read_shift(expression.shift, base)
        if counted.value and _fits(expression, datetime.date.fromisoformat(counted.value)):
            return counted
    first = base - datetime.timedelta(days=LONGEST_YEAR)
    last = base if past else base + datetime.timedelta(days=FORETOLD_DAYS)
    near = [day for day in _days(expression, base.year - 1, base.year + 1) if first < day <= last]
    if expression.weekday is not None:
        name = WEEKDAYS[expression.weekday]
        if not near:
            return _open(Precision.DAY, (), f"that day was no {name} in the year before {base} nor soon after")
        return Reading(near[0].isoformat(), Precision.DAY, (), f"the {name} of that date nearest to {base}")
    close = [day for day in near if abs((day - base).days) <= SAME_SEASON_DAYS]
    sure = near if len(near) == 1 else close
    if len(sure) == 1:
        return Reading(sure[0].isoformat(), Precision.DAY, (), f"the only such day near {base}")
    return _open(Precision.DAY, tuple(day.isoformat() for day in near), "the words give no year")


def _read_month(expression: DateExpression, base: datetime.date, *, past: bool) -> Reading:
    month = expression.month or base.month
    before = f"{base.year if month <= base.month else base.year - 1:04}-{month:02}"
    if past:
        return Reading(before, Precision.MONTH, (), f"the latest such month on or before {base}")
    after = f"{base.year + 1 if month <= base.month else base.year:04}-{month:02}"
    return _open(Precision.MONTH, (before, after), "the words give no year")


def _read_weekday(expression: DateExpression, base: datetime.date, *, past: bool) -> Reading:
    weekday = expression.weekday or 0
    name = WEEKDAYS[weekday]
    turn = expression.shift.amount if expression.shift else None
    before = base - datetime.timedelta(days=(base.weekday() - weekday) % 7)
    after = before + datetime.timedelta(days=7)
    if turn == -1:
        earlier = before if before < base else before - datetime.timedelta(days=7)
        return Reading(earlier.isoformat(), Precision.DAY, (), f"the latest {name} before {base}")
    if past:
        return Reading(before.isoformat(), Precision.DAY, (), f"the latest {name} on or before {base}")
    both = (before.isoformat(), after.isoformat())
    return _open(Precision.DAY, both, f"the {name} on or before {base}, or the next one")


def _read_shift(shift: Shift, base: datetime.date) -> Reading:
    counted = f"counted from {base}"
    try:
        if shift.unit == "day":
            return Reading((base + datetime.timedelta(days=shift.amount)).isoformat(), Precision.DAY, (), counted)
        if shift.unit == "month":
            months = base.year * 12 + base.month - 1 + shift.amount
            return Reading(f"{months // 12:04}-{months % 12 + 1:02}", Precision.MONTH, (), counted)
        if shift.unit == "year":
            return Reading(f"{base.year + shift.amount:04}", Precision.YEAR, (), counted)
    except OverflowError:
        return _open(Precision.DAY, (), "outside the calendar")
    return _open(Precision.DAY, (), f"a week {counted}; the day is not stated")


def _open(precision: Precision, candidates: tuple[str, ...], why: str) -> Reading:
    return Reading(None, precision, candidates, why)


def _days(expression: DateExpression, first_year: int, last_year: int) -> list[datetime.date]:
    """Return the days of the years given that have the expression's day, month and weekday."""
    found = []
    for year in range(max(first_year, datetime.MINYEAR), min(last_year, datetime.MAXYEAR) + 1):
        try:
            day = datetime.date(year, expression.month or 0, expression.day or 0)
        except ValueError:  # 29 February in a common year
            continue
        if expression.weekday in (None, day.weekday()):
            found.append(day)
    return found


def _day(value: str) -> datetime.date | None:
    return datetime.date.fromisoformat(value) if len(value) == len("2018-01-14") else None


def _fits(expression: DateExpression, day: datetime.date) -> bool:
    return (expression.day, expression.month) == (day.day, day.month) and expression.weekday in (None, day.weekday())


def _years_before(day: datetime.date, years: int) -> datetime.date:
    try:
        return day.replace(year=max(day.year - years, datetime.MINYEAR))
    except ValueError:  # 29 February
        return day.replace(year=day.year - years, day=28)
