"""Dates in English prose: what the words say, which day they mean, and whether it is the day something was said.

The grammar is this project's own, since no library uses the weekday to find the year. It reads days ("14 January 2018",
"January 14", "Thursday, the 18th of March", "2018-01-14", "14/01/2018"), months and years ("March 2010", "in 2009"),
bare weekdays ("on Thursday", "last Friday night"), and words counted from the day of writing ("yesterday", "last
month", "two years ago"), also where both stand side by side ("earlier today, Thursday 15 October").

Clock times, the verbs "may" and "march", the paper called the Sun and reference codes such as "CAD6602/18MAR" are no
dates: a month needs a capital and either a day, a year or a preposition beside it, and a day stands apart from
its month.
"""

from __future__ import annotations

import datetime
import re
from bisect import bisect_left
from calendar import monthrange
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import chain
from typing import NamedTuple

from tracker.models import Basis, DatedWords, DateKind, DocumentDate, Precision, Span
from tracker.text.lexicon import rows
from tracker.text.names import title

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
    month it says that this day *is* so many days from the day of writing. ``also`` is the other meaning, ``(month,
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
    found: list[DateExpression] = []
    start = 0
    for break_ in chain(_BLANK_LINE.finditer(text), [None]):
        end = break_.start() if break_ else len(text)
        signs = _signs(text[start:end])
        if rules := [rule for rule in _grammar() if not rule.signs.isdisjoint(signs)]:
            found += _found(text, start, end, rules)
        start = break_.end() if break_ else end
    return tuple(_joined(text, sorted(found, key=lambda expression: expression.span)))


def _found(text: str, start: int, end: int, rules: Sequence[_Rule]) -> Iterator[DateExpression]:
    """Yield what rules find in a paragraph, in their order; what an earlier one took no later one takes."""
    taken = [Span(*match.span()) for match in _names().finditer(text, start, end)]
    for rule in rules:
        for match in rule.pattern.finditer(text, start, end):
            expression = rule.read(match)
            span = expression.span if expression else Span(*match.span())
            place = bisect_left(taken, span)
            if (place and taken[place - 1].end > span.start) or (place < len(taken) and taken[place].start < span.end):
                continue
            taken.insert(place, span)
            if expression:
                yield expression


_LETTERS = re.compile(r"[^\W\d_]+")
_BLANK_LINE = re.compile(r"\n[^\S\n]*\n")
"""No date goes on behind one."""
_LONG_FIGURE = re.compile(r"\d{4}")
LONG_FIGURE = "0000"
"""The sign of a figure of four digits or more."""
SLASH = "/"


def _signs(paragraph: str) -> set[str]:
    """Return the words of a paragraph, and which of the other signs of a date it has: most have none for most rules."""
    signs = set(_LETTERS.findall(paragraph.casefold()))
    if _LONG_FIGURE.search(paragraph):
        signs.add(LONG_FIGURE)
    if SLASH in paragraph:
        signs.add(SLASH)
    return signs


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
    r"(?:T|\b)\d{1,2}[.:]\d\d(?::\d\d(?:[.,]\d{1,6})?)?\s?(?:[ap]\.?\s?m\b\.?|hrs|hours|Z\b|[+-]\d\d:?\d\d\b)?"
    r"|\b\d{1,2}\s*[ap]\.?\s?m\b\.?|\b\d{4}\s?(?:hrs|hours)\b|\b(?:noon|midnight)\b"
    r"|\b(?:GMT|BST|UTC|IST|CES?T|EES?T|WES?T|[ECMP][SD]?T|A[EWC][SD]?T|NZ[SD]T)\b(?:[+-]\d\d?)?",
    re.IGNORECASE,
)
"""A time of day, or the zone it is told in."""

PRINT_STAMP = re.compile(
    r"(?P<date>\d{1,2}/\d{1,2}/(?P<year>\d{4}|\d\d)),[ \xa0\u202f]\d{1,2}:\d\d(?::\d\d)?(?:[ \xa0\u202f][AP]M)?"
    r"(?![ \xa0]?(?:[A-Z]{2,4}T|GMT|BST|UTC)\b)"
)
"""How browsers stamp each page they print: "11/29/26, 10:31 PM"; a page's own time of day has a zone or no comma."""
RECORD = re.compile(
    r"(?:(?:the )?(?:house of (?:commons|lords|representatives)|commons|lords|senate"
    r"|(?:\w+ ){0,2}(?:assembly|parliament|council|committee|senedd)|H[CL] (?:deb|wa|ws)|hansard|official report"
    r"|westminster hall|(?:[\w’']+ ){0,2}question time|oral answers(?: to questions)?|written answers"
    r"|minutes of (?:the |a )?(?:\w+ ){0,2}(?:meeting|proceedings)[\w ’',]{0,90})"
    r"(?:,? (?:debate|sitting|chamber|hansard))?(?:, |$))+",
    re.IGNORECASE,
)
"""What stands before the day of a sitting at the head of its record."""
RECORD_PLACE = re.compile(
    r"(?:(?:vol(?:ume)?|col(?:umn)?s?|cc?|no|session)\.?\s?[\dA-Z]+(?:[-–]\d+)?(?:WH|WS|W|GC)?[,\s]*)+"
    r"|(?:in|at) .{2,60}",
    re.IGNORECASE,
)
"""What stands behind it: "vol 734 cc391-2", "Volume 675", "in the Village Hall"."""
PAGE_NUMBER = re.compile(r"\b(?:pp?|pg|page)\.?\s?\d{1,3}(?:[-–]\d{1,3})?\b", re.IGNORECASE)
"""A page of a newspaper, as it stands beside the day in a reference."""
ISSUE = re.compile(r"(?:.{2,50}\s)?(?:no\.?|issue|number|vol(?:ume)?\.?)\s*(?:[A-Z]{2,4}\s?)?\d{1,5}", re.IGNORECASE)
"""A periodical's number, before its day."""
BESIDE_DAY = re.compile(
    r"(?:price:?\s+)?[£$€](?:\s?\d+(?:[.,]\d\d)?)?|\d\dp|free|\d+\s+min(?:ute)?s?(?:\s+read)?", re.IGNORECASE
)
"""A periodical's price, whose digits read as a clock's, or how long a text takes to read, behind its day."""

_Reader = Callable[["re.Match[str]"], DateExpression | None]


class _Rule(NamedTuple):
    """A pattern, what reads its matches, and signs of which any paragraph has one in which it matches."""

    pattern: re.Pattern[str]
    read: _Reader
    signs: frozenset[str]


@cache
def _numbers_of(kind: str) -> dict[str, int]:
    return {
        name.lower(): int(row[1])
        for row in rows("text", "date_names.tsv")
        if row[0] == kind
        for name in (row[2], *(row[3].split() if len(row) > 3 else ()))
    }


@cache
def _alternatives(kind: str, *, full: bool) -> str:
    """Return the names of months or weekdays as alternatives, in title case and in capitals, longest first."""
    lengths = {row[2].lower() for row in rows("text", "date_names.tsv")}
    names = [name for name in _numbers_of(kind) if not full or name in lengths]
    return "|".join(form for name in sorted(names, key=len, reverse=True) for form in (name.title(), name.upper()))


@cache
def _names() -> re.Pattern[str]:
    phrases = (re.escape(row[0]).replace(r"\ ", _GAP) for row in rows("text", "no_date_phrases.tsv"))
    return re.compile(rf"\b(?:{'|'.join(phrases)})\b")


@cache
def _grammar() -> tuple[_Rule, ...]:
    """Return the rules, those that read more words first: a later rule never takes what an earlier one read."""
    month = rf"(?P<month>{_alternatives('month', full=False)})\b\.?"
    full_month = rf"(?P<month>{_alternatives('month', full=True)})\b"
    weekday = rf"(?P<weekday>{_alternatives('weekday', full=False)})\b\.?"
    full_weekday = rf"(?P<weekday>{_alternatives('weekday', full=True)})\b"
    beside_weekday = rf"(?:{_COMMA_GAP}(?:the{_GAP})?|{_GAP}?\()"
    relative = "|".join(
        re.escape(row[0]).replace(r"\ ", _GAP)
        for row in sorted(rows("text", "relative_dates.tsv"), key=lambda row: -len(row[0]))
    )
    after_day = r"(?![\d%]|[:.,]\d|/\d|(?:st|nd|rd|th)\w)"
    months, weekdays = frozenset(_numbers_of("month")), frozenset(_numbers_of("weekday"))
    counted = frozenset(row[0].split()[-1] for row in rows("text", "relative_dates.tsv"))
    long_figure = frozenset({LONG_FIGURE})
    rules: tuple[tuple[str, _Reader, frozenset[str]], ...] = (
        (
            r"(?<![\d/.-])(?P<year>(?:1[5-9]|20)\d\d)(?P<mark>[-/])(?P<month>\d\d)(?P=mark)(?P<day>\d\d)(?![\d/-])",
            _numeric,
            long_figure,
        ),
        (
            rf"(?:\b{weekday},?{_GAP})?(?<![\d/.-])(?P<day>\d{{1,2}})/(?P<month>\d{{1,2}})/(?P<year>\d{{4}}|\d\d)(?![\d/])",
            _numeric,
            frozenset({SLASH}),
        ),
        (
            r"(?<![\d/.-])(?P<day>\d{1,2})(?P<mark>[.-])(?P<month>\d{1,2})(?P=mark)(?P<year>\d{4})(?![\d-])",
            _numeric,
            long_figure,
        ),
        (
            rf"(?:\b{weekday}{beside_weekday})?(?<![\d.,£$€/:-]){_DAY}(?:{_GAP}of)?{_GAP}{month}(?:{_COMMA_GAP}{_YEAR})?",
            _named,
            months,
        ),
        (
            rf"(?:\b{weekday}{beside_weekday})?(?P<in>\b[Ii]n{_GAP})?\b{month}{_GAP}(?:the{_GAP})?{_DAY}{after_day}"
            rf"(?:{_COMMA_GAP}{_YEAR})?(?P<noun>{_GAP}[a-z]+)?",
            _month_first,
            months,
        ),
        (rf"\b{month}(?:{_COMMA_GAP}|{_GAP}of{_GAP}){_YEAR}", _named, months),
        (rf"\b{_YEAR_PREPOSITION}(?:{_GAP}|-)(?P<word>{_YEAR})(?![-–]?\d*[%])(?!{_GAP}{_COUNTED})", _word, long_figure),
        (
            r"\b(?:[Ii]n|[Ss]ince|[Uu]ntil|[Ll]ast|[Tt]his|[Nn]ext|[Dd]uring|[Ee]arly|[Ll]ate|[Mm]id)(?:-|"
            rf"{_GAP})(?P<word>{full_month})(?!['’]s|{_GAP}(?:\d|[A-Z]))",
            _bare_month,
            months,
        ),
        (
            rf"\b(?:(?P<turn>[Ll]ast|[Nn]ext|[Tt]his){_GAP})?{full_weekday}(?!s\b){_PART_OF_DAY}",
            _bare_weekday,
            weekdays,
        ),
        (rf"(?i:\b(?P<words>{relative})\b)", _relative, counted),
        (
            rf"(?i:\b(?P<number>\d{{1,2}}|{'|'.join(_NUMBERS)}){_GAP}(?P<unit>day|week|month|year)s?{_GAP}ago\b)",
            _ago,
            frozenset({"ago"}),
        ),
    )
    return tuple(_Rule(re.compile(rule), read, signs) for rule, read, signs in rules)


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
    named = match.groupdict().get("weekday")
    weekday = _numbers_of("weekday")[named.lower()] if named else None
    british = _checked(span, year, month, day, weekday)
    if len(match["year"]) == 4 and match.start("year") == match.start():
        return british
    american = _checked(span, year, day, month, weekday)
    if british and american and day != month:
        if weekday_disagrees(british) and not weekday_disagrees(american):
            return replace(american, also=(month, day))
        return replace(british, also=(day, month))
    return british or american


def _named(match: re.Match[str]) -> DateExpression | None:
    weekday, day, year = map(match.groupdict().get, ("weekday", "day", "year"))  # not every pattern has all three
    return _checked(
        _trimmed(match),
        int(year) if year else None,
        _numbers_of("month")[match["month"].lower()],
        int(day) if day else None,
        _numbers_of("weekday")[weekday.lower()] if weekday else None,
    )


def _trimmed(match: re.Match[str]) -> Span:
    """Return the whole match without a following noun, a leading "in", or the full stop that ends a sentence."""
    groups = match.groupdict()
    end = match.start("noun") if groups.get("noun") else match.end()
    start = match.end("in") if groups.get("in") else match.start()
    abbreviated = match["month"].lower() not in {row[2].lower() for row in rows("text", "date_names.tsv")}
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
    return {row[0]: Shift(row[1], int(row[2])) for row in rows("text", "relative_dates.tsv")}


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


_YEARS = re.compile(r"\b(?:1[5-9]|20)\d\d\b")
_MEETING = re.compile(r"\b((?:1[5-9]|20)\d)(\d)[-–/](\d\d)\b")


def years_in(text: str) -> frozenset[str]:
    """Return the years that a text prints in full.

    >>> sorted(years_in("from 1998 to the winter of 2022-23"))
    ['1998', '2022']
    """
    return frozenset(_YEARS.findall(text))


def meeting_years(text: str) -> list[tuple[str, str]]:
    """Return the pairs of years that a text prints as one.

    >>> meeting_years("the winter of 2022-23")
    [('2022', '2023')]
    """
    return [(f"{decade}{last}", f"{decade[:2]}{end}") for decade, last, end in _MEETING.findall(text)]


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

_EASTERNMOST, _WESTERNMOST = datetime.timedelta(hours=14), datetime.timedelta(hours=-12)
"""The zones in which a day begins first and ends last."""
_MONTH_OR_YEAR = re.compile(r"(?:1[5-9]|20)\d\d(?:-(?:0[1-9]|1[0-2]))?")
PRINTED = "printed so"
"""Why a date has its value when the words give all of it."""
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


@dataclass(frozen=True, slots=True)
class Meaning:
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


def other_order(expression: DateExpression) -> tuple[str, ...]:
    """Return both ISO dates of a numeric date whose order is unsure, oldest first; none for any other date."""
    value = absolute(expression)
    if expression.also is None or expression.year is None or value is None:
        return ()
    month, day = expression.also
    return tuple(sorted((value, datetime.date(expression.year, month, day).isoformat())))


def moment(words: str) -> datetime.datetime | None:
    """Return the moment that words tell in full, with their zone ("2020-05-04T23:30:00-05:00"), else ``None``."""
    try:
        at = datetime.datetime.fromisoformat(words.strip())
        return at if at.tzinfo is not None and at.astimezone(datetime.UTC) else None
    except (ValueError, OverflowError):
        return None


def days_elsewhere(at: datetime.datetime) -> tuple[datetime.date, ...]:
    """Return the days on which a moment falls somewhere on earth."""
    try:
        return tuple(sorted({(at.astimezone(datetime.UTC) + shift).date() for shift in (_WESTERNMOST, _EASTERNMOST)}))
    except OverflowError:
        return (at.date(),)


def written_dates(words: str) -> tuple[str, ...]:
    """Return the ISO days, month or year that somebody wrote and nothing else: two where the order is not stated.

    >>> [written_dates(words) for words in ("12 June 2022", "june 2022", "12/06/2022", "2022-06", "soon", "31/02/2022")]
    [('2022-06-12',), ('2022-06',), ('2022-06-12', '2022-12-06'), ('2022-06',), (), ()]
    """
    if _MONTH_OR_YEAR.fullmatch(words):
        return (words,)
    capital = " ".join(word.capitalize() if word[:1].isalpha() else word for word in words.split())
    for form in (words, capital):
        found = dates(form)
        whole = (
            len(found) == 1 and not form[: found[0].span.start].strip() and not form[found[0].span.end :].strip(" .")
        )
        value = absolute(found[0]) if whole and not weekday_disagrees(found[0]) else None
        if value:
            settled = found[0].weekday is not None or not found[0].also
            return (value,) if settled else other_order(found[0])
    return ()


def day_of_writing(expression: DateExpression, day: datetime.date) -> datetime.date:
    """Return the day on which ``day`` is what the expression calls it: "yesterday, 14 March" is written on the 15th."""
    shift = expression.shift
    return day - datetime.timedelta(days=shift.amount) if shift and shift.unit == "day" else day


def read_from(expression: DateExpression, base: datetime.date, *, past: bool) -> Meaning:
    """Return what ``expression`` means in a text written on ``base``.

    ``past`` says that the words tell of something done (a date of saying), so that a bare weekday is the latest on or
    before ``base``; without it a weekday may as well be the next one, and both are candidates.
    """
    printed = absolute(expression)
    if printed:
        return Meaning(printed, expression.precision, (), PRINTED)
    if expression.is_day:
        return _read_day_and_month(expression, base, past=past)
    if expression.month is not None:
        return _read_month(expression, base, past=past)
    if expression.weekday is not None:
        return _read_weekday(expression, base, past=past)
    return _read_shift(expression.shift or Shift("day", 0), base)


def read_against(expression: DateExpression, date: DocumentDate | None, *, past: bool) -> Meaning:
    """Return what ``expression`` means in a document whose own date is known as far as ``date`` says.

    Where that is open but has candidates, the candidates are what the words mean on each of those days.
    """
    printed = absolute(expression)
    if printed:
        return Meaning(printed, expression.precision, (), PRINTED)
    if date and date.value:
        base = _day(date.value)
        if base:
            return read_from(expression, base, past=past)
        return _open(expression.precision, (), f"the document is dated no closer than {date.value}")
    meanings = [read_from(expression, base, past=past) for base in map(_day, date.candidates if date else ()) if base]
    days = sorted({day for meaning in meanings for day in (meaning.value, *meaning.candidates) if day})
    return _open(expression.precision, tuple(days), "the date of the document is not known")


def dated_words(text: str, span: Span, kind: DateKind, meaning: Meaning) -> DatedWords:
    """Return the ledger entry for the words at ``span``, with the basis that ``meaning`` gives it."""
    known = meaning.value is not None or meaning.candidates
    basis = Basis.STATED if meaning.why == PRINTED else Basis.INFERRED if known else Basis.UNKNOWN
    return DatedWords(
        kind=kind,
        value=meaning.value,
        basis=basis,
        text=span.of(text),
        start=span.start,
        end=span.end,
        precision=meaning.precision,
        candidates=meaning.candidates,
        why=meaning.why,
    )


def _read_day_and_month(expression: DateExpression, base: datetime.date, *, past: bool) -> Meaning:
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
        return Meaning(near[0].isoformat(), Precision.DAY, (), f"the {name} of that date nearest to {base}")
    close = [day for day in near if abs((day - base).days) <= SAME_SEASON_DAYS]
    sure = near if len(near) == 1 else close
    if len(sure) == 1:
        return Meaning(sure[0].isoformat(), Precision.DAY, (), f"the only such day near {base}")
    return _open(Precision.DAY, tuple(day.isoformat() for day in near), "the words give no year")


def _read_month(expression: DateExpression, base: datetime.date, *, past: bool) -> Meaning:
    month = expression.month or base.month
    before = f"{base.year if month <= base.month else base.year - 1:04}-{month:02}"
    if past:
        return Meaning(before, Precision.MONTH, (), f"the latest such month on or before {base}")
    after = f"{base.year + 1 if month <= base.month else base.year:04}-{month:02}"
    return _open(Precision.MONTH, (before, after), "the words give no year")


def _read_weekday(expression: DateExpression, base: datetime.date, *, past: bool) -> Meaning:
    weekday = expression.weekday or 0
    name = WEEKDAYS[weekday]
    turn = expression.shift.amount if expression.shift else None
    before = base - datetime.timedelta(days=(base.weekday() - weekday) % 7)
    after = before + datetime.timedelta(days=7)
    if turn == -1:
        earlier = before if before < base else before - datetime.timedelta(days=7)
        return Meaning(earlier.isoformat(), Precision.DAY, (), f"the latest {name} before {base}")
    if past:
        return Meaning(before.isoformat(), Precision.DAY, (), f"the latest {name} on or before {base}")
    both = (before.isoformat(), after.isoformat())
    return _open(Precision.DAY, both, f"the {name} on or before {base}, or the next one")


def _read_shift(shift: Shift, base: datetime.date) -> Meaning:
    counted = f"counted from {base}"
    try:
        if shift.unit == "day":
            return Meaning((base + datetime.timedelta(days=shift.amount)).isoformat(), Precision.DAY, (), counted)
        if shift.unit == "month":
            months = base.year * 12 + base.month - 1 + shift.amount
            return Meaning(f"{months // 12:04}-{months % 12 + 1:02}", Precision.MONTH, (), counted)
        if shift.unit == "year":
            return Meaning(f"{base.year + shift.amount:04}", Precision.YEAR, (), counted)
    except OverflowError:
        return _open(Precision.DAY, (), "outside the calendar")
    return _open(Precision.DAY, (), f"a week {counted}; the day is not stated")


def _open(precision: Precision, candidates: tuple[str, ...], why: str) -> Meaning:
    return Meaning(None, precision, candidates, why)


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


REACH = 90
"""Characters looked at on either side: a hearer or a place between verb and date is seldom longer."""
LONGEST_SPEAKER = 6
"""Words between a date that opens its sentence and the verb: "On Thursday a spokesman for the force said"."""

_TITLES = "".join(
    rf"(?<!\b{row[0]})" for row in rows("text", "abbreviations.txt") if len(row) == 1 and title(row[0]) is not None
)
"""Not behind "Ms" and the like: their full stop ends nothing."""
_BREAK = re.compile(rf"(?:{_TITLES}\.|[!?;:“”\"«»\n\r])(?:\s|$)|[“”\"«»]", re.IGNORECASE)
_GOES_ON = re.compile(
    r"\W{0,2}(?:was|were|is|are|will|would|had|has|have|could|should|might|marked|saw|['’]s|and\s+[A-Z][a-z]+day)\b"
)
_WORD = r"[\w.'’£$%&-]+"
_HEARER = rf"(?:\s+{_WORD}){{1,9}}?"
_PLACE = rf"(?:,?\s+(?:in|at|to|during|from|before|via|through|by|on|outside)\s+{_WORD}(?:\s+{_WORD}){{0,7}}?)?"
_SPEAKER = r"(?:\s+(?:[A-Z][\w.'’-]*|of|the|for|and|an?|spokes\w+(?:\s+(?:for|of|at)(?:\s+[\w'’-]+){1,4}?)?))+?"
_TO_DATE = r"(?:,?\s+(?:on|late|late on|early|early on|back in|in|here))?\s*$"
_CLAUSE_WORDS = re.compile(r"\s(?:that|was|were|is|are|had|has|have|will|would|could|should|because|if|whether|who)\s")
_NOT_YET = re.compile(
    r"\b(?:will|would|to|may|might|could|should|must)\s+(?:not\s+)?(?:be\s+|have\s+)?$", re.IGNORECASE
)
_NO_SPEAKER = re.compile(r"\b(?:was|were|is|are|had|has|have|will|would|could|should|that|if|when)\b")


def is_said(text: str, date: DateExpression, within: Span | None = None) -> bool:
    """Tell whether ``date`` dates an act of saying in its own clause.

    It does where it follows the verb with nothing but a hearer, a place or the inverted speaker between ("told the
    Assembly on Thursday", "said in a statement yesterday", "said Ms Example on Monday"), or opens a sentence whose
    first verb is one of saying ("On Thursday she told…", "In a speech on Monday, he said"). Nothing outside ``within``
    is looked at.
    """
    bounds = within or Span(0, len(text))
    before = text[max(bounds.start, date.span.start - REACH) : date.span.start]
    after = text[date.span.end : min(bounds.end, date.span.end + REACH)]
    breaks = list(_BREAK.finditer(before))
    clause = before[breaks[-1].end() :] if breaks else before
    if _follows_verb(clause, after):
        return True
    whole = bool(breaks) or date.span.start - len(before) <= bounds.start
    return whole and _opening().fullmatch(clause) is not None and _verb_follows(after)


def _follows_verb(clause: str, after: str) -> bool:
    verbs = list(_verb().finditer(clause))
    if not verbs or _GOES_ON.match(after):
        return False
    match = verbs[-1]
    between = clause[match.end() :]
    if _CLAUSE_WORDS.search(f"{between} ") or _NOT_YET.search(clause[: match.start()]):
        return False
    if _kinds()[match.group().lower()] == "hearer":
        return " to " not in between and re.fullmatch(rf"{_HEARER}{_TO_DATE}", between) is not None
    return any(re.fullmatch(rf"{middle}{_TO_DATE}", between) for middle in (_PLACE, _SPEAKER))


def _verb_follows(after: str) -> bool:
    match = _verb().search(after)
    if match is None or _kinds()[match.group().lower()] == "opener":
        return False
    between = after[: match.start()]
    return not (_BREAK.search(between) or _NO_SPEAKER.search(between)) and 0 < len(between.split()) <= LONGEST_SPEAKER


@cache
def _kinds() -> dict[str, str]:
    return {row[0]: row[1] for row in rows("text", "saying_verbs.tsv")}


@cache
def _opening() -> re.Pattern[str]:
    """Return what may stand before a date that opens its sentence: nothing, "on", or "in a speech in Leeds on"."""
    nouns = "|".join(noun.replace(" ", r"\s+") for noun, kind in _kinds().items() if kind == "occasion")
    article = r"(?:in|at|during)\s+(?:an?|the|his|her|its|their)\s+"
    occasion = rf"{article}(?:{_WORD}\s+){{0,3}}?(?:{nouns})(?:\s+{_WORD}){{0,6}}?\s+"
    return re.compile(rf"\s*(?:{occasion})?(?:(?:on|in|late|early|earlier|late on|early on)\s+)?", re.IGNORECASE)


@cache
def _verb() -> re.Pattern[str]:
    return re.compile(
        rf"\b(?:{'|'.join(verb for verb, kind in _kinds().items() if kind != 'occasion')})\b", re.IGNORECASE
    )
