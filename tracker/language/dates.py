"""Date expressions in English prose: what the words say, before anybody asks which year they mean.

The grammar is this project's own, since no library uses the weekday to find the year. It reads days ("14 January 2018",
"January 14", "Thursday, the 18th of March", "2018-01-14", "14/01/2018"), months and years ("March 2010", "in 2009"),
bare weekdays ("on Thursday", "last Friday night"), and words counted from the day of writing ("yesterday", "last
month", "two years ago"), also where both stand side by side ("earlier today, Thursday 15 October").

Clock times, the verbs "may" and "march", the paper called the Sun and reference codes such as "CAD6602/18MAR" are no
dates: a month needs a capital and either a day, a year or a preposition beside it, and a day stands apart from
its month.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from calendar import monthrange
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import cache

from tracker.language.lexicon import rows
from tracker.models import Precision, Span

CENTURY_PIVOT = 69
"""Two-digit years from here on belong to the 1900s, as POSIX ``strptime`` has it."""
LEAP_YEAR = 2000
"""Any leap year: a day and month without a year may be the 29th of February."""


@dataclass(frozen=True, slots=True)
class Shift:
    """How far a date lies from the day of writing: ``Shift("month", -1)`` is last month."""

    unit: str
    amount: int


@dataclass(frozen=True, slots=True)
class DateExpression:
    """One date as the words give it; every field the words leave out is ``None``.

    ``weekday`` counts from Monday = 0. ``shift`` is set for words counted from the day of writing; beside a day and
    month it says that this day *is* so many days from the day of writing. ``also`` is the other reading, ``(month,
    day)``, of a numeric date whose order is unsure ("03/04/2018"), read here in British order, day first.
    """

    span: Span
    precision: Precision
    year: int | None = None
    month: int | None = None
    day: int | None = None
    weekday: int | None = None
    shift: Shift | None = None
    also: tuple[int, int] | None = None

    @property
    def is_day(self) -> bool:
        """Whether the words print a day of a month, with or without its year."""
        return self.day is not None and self.month is not None

    @property
    def is_full(self) -> bool:
        """Whether the words print day, month and year."""
        return self.is_day and self.year is not None


def dates(text: str) -> tuple[DateExpression, ...]:
    """Return every date expression of ``text`` in order, none overlapping another.

    >>> [e.span.of("On Thursday, 18 March, he spoke.") for e in dates("On Thursday, 18 March, he spoke.")]
    ['Thursday, 18 March']
    """
    taken = [Span(*match.span()) for match in _names().finditer(text)]
    found: list[DateExpression] = []
    for pattern, read in _grammar():
        for match in pattern.finditer(text):
            expression = read(match)
            span = expression.span if expression else Span(*match.span())
            place = bisect_left(taken, span)
            if (place and taken[place - 1].end > span.start) or (place < len(taken) and taken[place].start < span.end):
                continue
            taken.insert(place, span)
            if expression:
                found.append(expression)
    return tuple(_joined(text, sorted(found, key=lambda expression: expression.span)))


_GAP = r"(?:[^\S\r\n]+|[^\S\r\n]*\r?\n[^\S\r\n]*)"
_COMMA_GAP = rf"(?:,?{_GAP}|,)"
_DAY = r"(?P<day>0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th)?"
_YEAR = r"(?P<year>(?:1[5-9]|20)\d\d)(?!\d|[,.]\d)"
_PART_OF_DAY = rf"(?:{_GAP}(?:morning|lunchtime|afternoon|evening|night))?"
_YEAR_PREPOSITION = (
    r"(?:in|In|since|Since|until|Until|till|by|By|during|During|from|From|before|Before|after|After|between|Between"
    r"|throughout|to|of|and|early|Early|late|Late|mid|Mid|around|Around|about|spring|summer|autumn|winter)"
)
_COUNTED = (
    r"(?:people|persons|men|women|children|officers|cases|homes|jobs|miles|households|words|pounds|dollars|votes"
    r"|others|hours|metres|meters|tonnes|troops|times|places|seats)\b"
)
_NUMBERS = {
    "a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8,
    "nine": 9, "ten": 10, "eleven": 11, "twelve": 12,
}  # fmt: skip
_BETWEEN_TODAY_AND_DATE = re.compile(rf"{_GAP}?[,(–—-]?{_GAP}?(?:on{_GAP})?")

CLOCK = re.compile(
    r"\b\d{1,2}[.:]\d\d(?::\d\d)?\s*(?:[ap]\.?m\.?)?|\b\d{1,2}\s*[ap]\.?m\.?\b|\b(?:GMT|BST|UTC|E[SD]?T)\b", re.I
)
"""A time of day, or the zone it is told in."""

_Reader = Callable[["re.Match[str]"], DateExpression | None]


@cache
def _numbers_of(kind: str) -> dict[str, int]:
    return {
        name.lower(): int(row[1])
        for row in rows("language", "date_names.tsv")
        if row[0] == kind
        for name in (row[2], *(row[3].split() if len(row) > 3 else ()))
    }


@cache
def _alternatives(kind: str, *, full: bool) -> str:
    """Return the names of months or weekdays as alternatives, in title case and in capitals, longest first."""
    lengths = {row[2].lower() for row in rows("language", "date_names.tsv")}
    names = [name for name in _numbers_of(kind) if not full or name in lengths]
    return "|".join(form for name in sorted(names, key=len, reverse=True) for form in (name.title(), name.upper()))


@cache
def _names() -> re.Pattern[str]:
    phrases = (re.escape(row[0]).replace(r"\ ", _GAP) for row in rows("language", "no_date_phrases.tsv"))
    return re.compile(rf"\b(?:{'|'.join(phrases)})\b")


@cache
def _grammar() -> tuple[tuple[re.Pattern[str], _Reader], ...]:
    """Return the rules, those that read more words first: a later rule never takes what an earlier one read."""
    month = rf"(?P<month>{_alternatives('month', full=False)})\b\.?"
    full_month = rf"(?P<month>{_alternatives('month', full=True)})\b"
    weekday = rf"(?P<weekday>{_alternatives('weekday', full=False)})\b\.?"
    full_weekday = rf"(?P<weekday>{_alternatives('weekday', full=True)})\b"
    beside_weekday = rf"(?:{_COMMA_GAP}(?:the{_GAP})?|{_GAP}?\()"
    relative = "|".join(
        re.escape(row[0]).replace(r"\ ", _GAP)
        for row in sorted(rows("language", "relative_dates.tsv"), key=lambda row: -len(row[0]))
    )
    after_day = r"(?![\d%]|[:.,]\d|/\d|(?:st|nd|rd|th)\w)"
    rules: tuple[tuple[str, _Reader], ...] = (
        (r"(?<![\d/.-])(?P<year>(?:1[5-9]|20)\d\d)-(?P<month>\d\d)-(?P<day>\d\d)(?![\d-])", _numeric),
        (r"(?<![\d/.-])(?P<day>\d{1,2})/(?P<month>\d{1,2})/(?P<year>\d{4}|\d\d)(?![\d/])", _numeric),
        (r"(?<![\d/.-])(?P<day>\d{1,2})(?P<mark>[.-])(?P<month>\d{1,2})(?P=mark)(?P<year>\d{4})(?![\d-])", _numeric),
        (
            rf"(?:\b{weekday}{beside_weekday})?(?<![\d.,£$€/:-]){_DAY}(?:{_GAP}of)?{_GAP}{month}(?:{_COMMA_GAP}{_YEAR})?",
            _named,
        ),
        (
            rf"(?:\b{weekday}{beside_weekday})?(?P<in>\b[Ii]n{_GAP})?\b{month}{_GAP}(?:the{_GAP})?{_DAY}{after_day}"
            rf"(?:{_COMMA_GAP}{_YEAR})?(?P<noun>{_GAP}[a-z]+)?",
            _month_first,
        ),
        (rf"\b{month}(?:{_COMMA_GAP}|{_GAP}of{_GAP}){_YEAR}", _named),
        (rf"\b{_YEAR_PREPOSITION}(?:{_GAP}|-)(?P<word>{_YEAR})(?![-–]?\d*[%])(?!{_GAP}{_COUNTED})", _word),
        (
            r"\b(?:[Ii]n|[Ss]ince|[Uu]ntil|[Ll]ast|[Tt]his|[Nn]ext|[Dd]uring|[Ee]arly|[Ll]ate|[Mm]id)(?:-|"
            rf"{_GAP})(?P<word>{full_month})(?!['’]s|{_GAP}(?:\d|[A-Z]))",
            _bare_month,
        ),
        (rf"\b(?:(?P<turn>[Ll]ast|[Nn]ext|[Tt]his){_GAP})?{full_weekday}(?!s\b){_PART_OF_DAY}", _bare_weekday),
        (rf"(?i:\b(?P<words>{relative})\b)", _relative),
        (
            rf"(?i:\b(?P<number>\d{{1,2}}|{'|'.join(_NUMBERS)}){_GAP}(?P<unit>day|week|month|year)s?{_GAP}ago\b)",
            _ago,
        ),
    )
    return tuple((re.compile(rule), read) for rule, read in rules)


def _checked(span: Span, year: int | None, month: int, day: int | None, weekday: int | None) -> DateExpression | None:
    """Return the expression, or ``None`` where the calendar has no such day."""
    if not 1 <= month <= 12 or (day is not None and not 1 <= day <= monthrange(year or LEAP_YEAR, month)[1]):
        return None
    precision = Precision.MONTH if day is None else Precision.DAY
    return DateExpression(span, precision, year, month, day, weekday)


def _numeric(match: re.Match[str]) -> DateExpression | None:
    day, month, year = int(match["day"]), int(match["month"]), int(match["year"])
    if len(match["year"]) == 2:
        year += 1900 if year >= CENTURY_PIVOT else 2000
    if year < 1500:
        return None
    span = Span(*match.span())
    british = _checked(span, year, month, day, None)
    if len(match["year"]) == 4 and match.start("year") == match.start():
        return british
    american = _checked(span, year, day, month, None)
    if british and american and day != month:
        return replace(british, also=(day, month))
    return british or american


def _named(match: re.Match[str]) -> DateExpression | None:
    groups = match.groupdict()
    weekday = _numbers_of("weekday")[groups["weekday"].lower()] if groups.get("weekday") else None
    day = int(groups["day"]) if groups.get("day") else None
    year = int(groups["year"]) if groups.get("year") else None
    return _checked(_trimmed(match), year, _numbers_of("month")[groups["month"].lower()], day, weekday)


def _trimmed(match: re.Match[str]) -> Span:
    """Return the whole match without a following noun, a leading "in", or the full stop that ends a sentence."""
    groups = match.groupdict()
    end = match.start("noun") if groups.get("noun") else match.end()
    start = match.end("in") if groups.get("in") else match.start()
    abbreviated = groups["month"].lower() not in {row[2].lower() for row in rows("language", "date_names.tsv")}
    ends_line = not match.string[end : end + 1].strip() and not match.string[end:].lstrip()[:1].islower()
    if match.string[end - 1] == "." and (not abbreviated or ends_line):
        end -= 1
    return Span(start, end)


def _month_first(match: re.Match[str]) -> DateExpression | None:
    """Read "March 14", but "In March 14 people" as the month alone."""
    if match["in"] and match["noun"] and not match["year"]:
        return _checked(Span(*match.span("month")), None, _numbers_of("month")[match["month"].lower()], None, None)
    return _named(match)


def _word(match: re.Match[str]) -> DateExpression:
    return DateExpression(Span(*match.span("word")), Precision.YEAR, year=int(match["year"]))


_TRUSTED = re.compile(r"(?:confidence|faith|trust|belief|interest|believed?|challenge to|vote of)\W+$", re.IGNORECASE)


def _bare_month(match: re.Match[str]) -> DateExpression | None:
    if match["month"].lower() == "may" and _TRUSTED.search(match.string[max(0, match.start() - 20) : match.start()]):
        return None
    return _checked(Span(*match.span("word")), None, _numbers_of("month")[match["month"].lower()], None, None)


_TURNS = {"last": -1, "this": 0, "next": 1}


def _bare_weekday(match: re.Match[str]) -> DateExpression:
    shift = Shift("weekday", _TURNS[match["turn"].lower()]) if match["turn"] else None
    weekday = _numbers_of("weekday")[match["weekday"].lower()]
    return DateExpression(Span(*match.span()), Precision.DAY, weekday=weekday, shift=shift)


@cache
def _shifts() -> dict[str, Shift]:
    return {row[0]: Shift(row[1], int(row[2])) for row in rows("language", "relative_dates.tsv")}


_PRECISION_OF = {"day": Precision.DAY, "week": Precision.DAY, "month": Precision.MONTH, "year": Precision.YEAR}


def _relative(match: re.Match[str]) -> DateExpression:
    shift = _shifts()[" ".join(match["words"].lower().split())]
    return DateExpression(Span(*match.span()), _PRECISION_OF[shift.unit], shift=shift)


def _ago(match: re.Match[str]) -> DateExpression:
    number = match["number"].lower()
    unit = match["unit"].lower()
    amount = _NUMBERS[number] if number in _NUMBERS else int(number)
    return DateExpression(Span(*match.span()), _PRECISION_OF[unit], shift=Shift(unit, -amount))


def _joined(text: str, found: list[DateExpression]) -> Iterator[DateExpression]:
    """Join "today" and the like with a day of a month beside them: the one dates the other."""
    index = 0
    while index < len(found):
        here = found[index]
        after = found[index + 1] if index + 1 < len(found) else None
        if after and _beside(text, here, after):
            dated, counted = (here, after) if here.is_day else (after, here)
            closed = after.span.end + text.startswith(")", after.span.end)
            span = Span(here.span.start, closed if "(" in text[here.span.end : after.span.start] else after.span.end)
            yield replace(dated, span=span, shift=counted.shift)
            index += 2
        else:
            yield here
            index += 1


def _beside(text: str, first: DateExpression, second: DateExpression) -> bool:
    between = text[first.span.end : second.span.start]
    counted = [e for e in (first, second) if e.shift and e.shift.unit == "day" and not e.is_day]
    dated = [e for e in (first, second) if e.is_day and not e.shift]
    return len(counted) == 1 == len(dated) and _BETWEEN_TODAY_AND_DATE.fullmatch(between) is not None
