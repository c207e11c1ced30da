"""When, where and compared with what a figure holds, as far as its own sentence says so."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

from tracker.text.lexicon import rows, words
from tracker.text.numbers import small_words
from tracker.text.sentences import sentences

_NUMBER: Final = rf"(?:\d+|{'|'.join(small_words())}|few|several)"
_SPAN: Final = r"(?:years?|months?|weeks?|days?|quarters?|decades?|century|hours|fortnight|season|half|term)"
_MONTHS: Final = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December|Jan\.?|Feb\.?|Aug\.?"
    r"|Sept?\.?|Oct\.?|Nov\.?|Dec\.?)"
)
_YEAR: Final = r"(?:1[89]|20)\d\d(?:[-–/]\d\d(?:\d\d)?)?"
_WHEN: Final = (
    rf"(?:{_MONTHS}(?:\s+(?:\d{{1,2}},?\s+)?{_YEAR}|\s+\d{{1,2}})?|(?:\d{{1,2}}\s+)?{_MONTHS}(?:\s+{_YEAR})?|{_YEAR})\b"
)
_PERIOD: Final = rf"""
    (?i:\b(?:over|in|during|for|within|throughout|across|from)\s+the\s+(?:whole\s+|full\s+)?
            (?:(?:past|last|previous|next|coming|first|second|third|fourth|final|latest|current|same)\s+)
            (?:{_NUMBER}\s+)?(?:(?:financial|calendar|fiscal|full|academic)\s+)?{_SPAN}\b
            (?:\s+of\s+(?:the\s+year\b|last\s+year\b|this\s+year\b|{_YEAR}))?)
    |(?i:\b(?:in|over|within)\s+(?:an?|(?:just|only|under)\s+an?|{_NUMBER})\s+(?:single\s+)?{_SPAN}\b)(?!\s+(?:time|old)\b)
    |(?i:\b(?:in|for|over|during)\s+the\s+)(?i:(?:{_NUMBER}\s+)?{_SPAN}\s+(?:to|ending|ended|up\s+to|before|after)\s+)
            (?i:the\s+end\s+of\s+)?{_WHEN}
    |(?i:\b(?:so\s+far\s+)?(?:this|last|next)\s+(?:{_SPAN}|spring|summer|autumn|winter)\b)
    |(?i:\bso\s+far\s+in\s+){_YEAR}\b
    |(?i:\b(?:in|during|since|by|until|for|before|after)\s+(?:(?:early|late|mid)[\s-])?){_WHEN}
    |(?i:\bbetween\s+){_WHEN}\s+and\s+{_WHEN}
    |(?i:\bfrom\s+){_WHEN}(?i:\s+(?:to|until)\s+){_WHEN}
    |(?i:\b(?:each|every)\s+(?:year|month|week|day|night)\b)
    |(?i:\b(?:annually|yesterday|today|overnight)\b)"""
_COMPARISON: Final = rf"""
    (?i:\b(?:on|from|than|against)\s+(?:(?:in|during)\s+)?(?:the\s+)?(?:same\s+{_SPAN}\s+(?:of\s+)?)?
            (?:(?:previous|last|preceding|prior|year)\s+(?:year|month|week|quarter|estimate|figure|period|decade)\b
              |a\s+(?:year|month|week|decade)\s+(?:earlier|ago|before)\b))
    |(?i:\bthan\s+(?:in\s+)?){_WHEN}
    |(?i:\bcompared\s+(?:with|to)\s+)[^,.;:()–—\n]{{2,80}}?(?=\s+(?:and|but|while|as|which|who)\b|[,;:()–—\n]|\.(?:\s|$)|$)
    |(?i:\byear[\s-](?:on|over)[\s-]year\b|\bmonth[\s-]on[\s-]month\b|\ba\s+year\s+(?:earlier|ago)\b)"""
_NAME: Final = r"(?:U\.[SK]\.|[A-Z][\w’'-]*(?:\s+(?:and\s+|of\s+|on\s+|upon\s+|&\s+)?(?:the\s+)?[A-Z][\w’'-]*)*)"
_CALENDAR: Final = rf"(?!{_MONTHS}\b|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b|I\b)"
_QUARTER: Final = r"(?:north|south|east|west|northern|southern|eastern|western)"
_COMPASS: Final = rf"(?:(?:{_QUARTER}|central|inner|outer|greater|mainland)(?:[\s-]{_QUARTER})?\s+)"
_PREPOSITION: Final = r"\b(?:[Ii]n|[Aa]cross|[Tt]hroughout|[Ww]ithin|[Ii]nside|[Aa]round)"
_NATIONWIDE: Final = r"\b(?:[Nn]ationally|[Nn]ationwide|[Ww]orldwide|[Gg]lobally)\b"


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    """Return a long pattern compiled, which takes longer than all else here, once a text has figures."""
    return re.compile(pattern, re.VERBOSE)


@cache
def _place() -> re.Pattern[str]:
    nouns = "|".join(sorted((row[0] for row in rows("text", "places.tsv")), key=len, reverse=True))
    return re.compile(
        rf"{_PREPOSITION}\s+(?:the\s+)?{_COMPASS}?{_CALENDAR}{_NAME}(?:\s+(?:{nouns})\b)?"
        rf"|{_PREPOSITION}\s+(?:the|this|our)\s+{_COMPASS}?(?:{nouns})\b(?:\s+of\s+{_NAME})?"
        rf"|{_NATIONWIDE}"
    )


_BREAK: Final = re.compile(r"[;:]|\b(?:and|but|while|whereas|although)\b")

_NEXT_WORD: Final = re.compile(r"\s([a-z]+)")
_REACH: Final = 90
"""Characters between a figure and the words that belong to it; beyond, another clause has begun."""


@dataclass(frozen=True, slots=True)
class Circumstance:
    """What the sentence of one figure says of when, where and compared with what; ``None`` where it says nothing.

    ``serves`` is true where the figure itself stands in the period of another ("the past 12 months").
    """

    period: str | None = None
    place: str | None = None
    comparison: str | None = None
    serves: bool = False


def circumstances(text: str, figures: Sequence[tuple[int, int]]) -> tuple[Circumstance, ...]:
    """Return the circumstances of each figure, given as ``(start, end)`` in order of the text.

    Words belong to the figure they follow when no other figure and no new clause stands between; a period or place at
    the head of the sentence holds for every figure in it that has none of its own.
    """
    ends = [*(span.end for span in sentences(text)), len(text)] if figures else []
    found: list[Circumstance] = []
    at = 0
    while at < len(figures):
        sentence = bisect_left(ends, figures[at][1])
        start, end = ends[sentence - 1] if sentence else 0, ends[sentence]
        inside = at
        while inside < len(figures) and figures[inside][1] <= end:
            inside += 1
        found += _in_sentence(text, start, end, figures[at:inside])
        at = inside
    return tuple(found)


def _in_sentence(text: str, start: int, end: int, figures: Sequence[tuple[int, int]]) -> list[Circumstance]:
    compared = [match.span() for match in _compiled(_COMPARISON).finditer(text, start, end)]
    periods = [
        match.span()
        for match in _compiled(_PERIOD).finditer(text, start, end)
        if not any(low < match.end() and match.start() < high for low, high in compared)
    ]
    places = [match.span() for match in _place().finditer(text, start, end) if not _is_adjective(text, match)]
    columns = (
        _assign(text, periods, figures, heads=True),
        _assign(text, places, figures, heads=True),
        _assign(text, compared, figures, heads=False),
    )
    given = {" ".join(text[low:high].split()): (low, high) for low, high in periods}
    serving = [given[value] for value in columns[0] if value is not None]
    serves = [any(low <= start and end <= high for low, high in serving) for start, end in figures]
    return [Circumstance(*values) for values in zip(*columns, serves, strict=True)]


def _assign(
    text: str, phrases: Sequence[tuple[int, int]], figures: Sequence[tuple[int, int]], *, heads: bool
) -> list[str | None]:
    """Give each figure its phrase among ``phrases``; with ``heads``, a phrase before all figures holds for the rest."""
    own: list[str | None] = [None] * len(figures)
    head: str | None = None
    starts, ends = [start for start, _ in figures], [end for _, end in figures]
    inner = {at for low, high in phrases for at in range(bisect_right(ends, low), bisect_left(starts, high))}
    for low, high in phrases:
        words = " ".join(text[low:high].split())
        last = bisect_right(ends, low) - 1
        if last < 0 or (head is None and all(at in inner for at in range(last + 1))):
            head = head or words
        elif last not in inner and own[last] is None and _reaches(text[ends[last] : low]):
            own[last] = words
    if heads:
        own = [value or head for value in own]
    return [None if at in inner else value for at, value in enumerate(own)]


def _is_adjective(text: str, place: re.Match[str]) -> bool:
    """Say whether a name goes on into a noun that is no place: "in the Republican primary"."""
    following = _NEXT_WORD.match(text, place.end())
    named = place.group().split()[-1][0].isupper()
    return named and following is not None and following[1] not in words("text", "noun_phrase_stops.tsv")


def _reaches(between: str) -> bool:
    return len(between) <= _REACH and _BREAK.search(between) is None
