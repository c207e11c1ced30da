"""What the words around a figure say of it: which way it moves, how exactly, what moves, when, where, beside what."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

from tracker.models import Direction
from tracker.text import numbers
from tracker.text.amounts import Amount
from tracker.text.lexicon import context, rows, words
from tracker.text.numbers import MINUS_SIGNS, ONE, Shape, Tokens, small_words
from tracker.text.sentences import sentences
from tracker.text.words import NAMED

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


_MOST_FILLERS: Final = 3
_OBJECT_REACH: Final = 6
"""Tokens between a verb and its "by": "cut knife crime in the capital by 5 per cent"."""
_NOUN_REACH: Final = 3


@cache
def _approximators(where: str) -> tuple[dict[str, str], int]:
    table = {row[0]: row[1] for row in rows("text", "approximators.tsv") if row[2] == where}
    return table, max(len(form.split()) for form in table)


@cache
def _directions(kind: str) -> dict[str, Direction]:
    return {
        form: Direction(row[0])
        for row in rows("text", "direction_words.tsv")
        if row[1] == kind
        for form in row[2].split("|")
    }


def approximator(tokens: Tokens, amount: Amount) -> tuple[str | None, int]:
    """Return the approximator of an amount and the token where the words before the amount begin."""
    before, longest = _approximators("before")
    end = amount.first
    for _ in range(_MOST_FILLERS):
        for length in range(min(longest, end), 0, -1):
            name = before.get(" ".join(tokens.words[end - length : end]))
            if (
                name is not None
                and not (name == "about" and _is_one(amount))
                and not _spans_time(tokens, amount, end - length)
            ):
                return name, end - length
        end -= 1
        if tokens.word(end) not in context("fillers before a figure") and tokens.word(end) not in MINUS_SIGNS:
            break
    after, longest = _approximators("after")
    for length in range(longest, 0, -1):
        name = after.get(" ".join(tokens.words[amount.end : amount.end + length]))
        if name is not None:
            return name, amount.first
    if tokens.word(amount.end) in MINUS_SIGNS and tokens.word(amount.end + 1) in after:
        return after[tokens.word(amount.end + 1)], amount.first
    return None, amount.first


def _is_one(amount: Amount) -> bool:
    """Say whether the amount is the word "one": "clear about one thing" is no rough figure."""
    return amount.spelled and amount.unit is None and amount.low == ONE


def _spans_time(tokens: Tokens, amount: Amount, at: int) -> bool:
    """Read "over three years" as a stretch of time, "for over three years" as more than three."""
    is_time = numbers.kinds().get(amount.unit or "") == "time"
    return is_time and tokens.word(at) == "over" and tokens.word(at - 1) not in context("verbs that last")


def direction(tokens: Tokens, amount: Amount, start: int) -> Direction:
    """Return which way an amount moves; ``start`` is where its own words begin, approximator included."""
    after = _direction_after(tokens, amount)
    if after is not Direction.NONE:
        return after
    at = start - 1
    if tokens.word(at) == "+" and tokens.tight(start):
        return Direction.INCREASE
    counts = numbers.kinds().get(amount.unit or "") != "share"
    by = False
    for _ in range(_MOST_FILLERS):
        by = by or tokens.word(at) == "by"
        if tokens.word(at) not in context("fillers before a figure") and not tokens.word(at).endswith("ly"):
            break
        at -= 1
    moved = _direction_before(tokens, at, counts=counts and not by)
    return moved if moved is not Direction.NONE or not by else _verb_with_object(tokens, at)


def _direction_before(tokens: Tokens, at: int, *, counts: bool) -> Direction:
    word = tokens.word(at)
    if word in ("of", "in") and (found := _noun_before(tokens, at)) is not Direction.NONE:
        return found
    if word in _directions("adverb"):
        still = word == "up" and tokens.word(at - 1) in context("verbs with up that move nothing")
        return Direction.NONE if still else _directions("adverb")[word]
    if counts and word in context("verbs that need by"):
        return Direction.NONE
    verbs = _directions("verb")
    return verbs.get(word) or verbs.get(f"{tokens.word(at - 1)} {word}") or Direction.NONE


def _noun_before(tokens: Tokens, at: int) -> Direction:
    """Find "an increase of", "a fall in burglary of"."""
    nouns = _directions("noun")
    if tokens.word(at) != "of":
        return Direction.NONE
    if (found := nouns.get(tokens.word(at - 1))) is not None:
        return found
    for step in range(2, _OBJECT_REACH):
        if tokens.shape(at - step) != Shape.WORD:
            break
        if tokens.word(at - step) in nouns and tokens.word(at - step + 1) == "in":
            return nouns[tokens.word(at - step)]
    return Direction.NONE


def _verb_with_object(tokens: Tokens, at: int) -> Direction:
    """Find "cut knife crime by": a verb of change before its object and "by"."""
    verbs, adverbs = _directions("verb"), _directions("adverb")
    for step in range(_OBJECT_REACH):
        word = tokens.word(at - step)
        if tokens.shape(at - step) != Shape.WORD:
            break
        if word in verbs or word in adverbs:
            return verbs.get(word) or adverbs[word]
    return Direction.NONE


def changed_object(tokens: Tokens, first: int) -> tuple[int, int] | None:
    """Return the tokens of what a verb changes "by" the share at token ``first``: "cut knife crime by 5 per cent"."""
    if tokens.word(first - 1) != "by":
        return None
    stops = words("text", "noun_phrase_stops.tsv")
    for verb in range(first - 2, first - 2 - _OBJECT_REACH, -1):
        if tokens.shape(verb) != Shape.WORD:
            return None
        if tokens.word(verb) in context("verbs with an object"):
            break
    else:
        return None
    start = verb + 1 + (tokens.word(verb + 1) in context("determiners"))
    end = start
    while end < first - 1 and tokens.words[end] not in stops and not tokens.words[end].endswith("ly"):
        end += 1
    return (start, end) if end > start else None


def _direction_after(tokens: Tokens, amount: Amount) -> Direction:
    """Find "20 per cent fewer", "73 per cent reduction", "5% pay rise"."""
    if amount.unit is None:
        return Direction.NONE
    at = amount.end + (tokens.word(amount.end) in MINUS_SIGNS)
    if numbers.kinds().get(amount.unit) == "share" and tokens.word(at) in _directions("comparative"):
        return _directions("comparative")[tokens.word(at)]
    stops = words("text", "noun_phrase_stops.tsv")
    for step in range(_NOUN_REACH):
        word = tokens.word(at + step)
        if tokens.shape(at + step) != Shape.WORD or (word in stops):
            break
        if word in _directions("noun"):
            return _directions("noun")[word]
    return Direction.NONE


_CLAUSE_REACH: Final = 160
"""Characters between the beginning of a subject and its figure."""
_MOST_WORDS: Final = 6
"""A longer run of words before a verb is a clause, not what moved."""
_CLAUSE_END: Final = re.compile(r"[,;:.!?()\[\]–—“”\"\n]")


@cache
def _determiner() -> re.Pattern[str]:
    return re.compile(rf"^(?:{_any_of(context('determiners before a subject of change'))})\s+", re.IGNORECASE)


@cache
def _clause_begins() -> frozenset[str]:
    """Return conjunctions, and verbs of saying after which "that" may be left out ("police said burglary fell")."""
    said = (row[0] for row in rows("text", "saying_verbs.tsv") if row[1] in ("hearer", "place"))
    return context("where the clause of a subject begins").union(said)


def _any_of(forms: frozenset[str]) -> str:
    return "|".join(sorted(map(re.escape, forms), key=len, reverse=True))


@cache
def change_words(kind: str) -> frozenset[str]:
    """Return the words of change of a class: ``verb``, ``adverb``, ``noun`` or ``comparative``."""
    listed = rows("text", "direction_words.tsv")
    return frozenset(form for row in listed if row[1] == kind for form in row[2].split("|"))


@cache
def _moved() -> re.Pattern[str]:
    """Match a verb of change with all that stands between it and its figure, at the end of a text."""
    before = rf"(?:(?:{_or_adverb('auxiliaries before a verb of change')})\s+)*"
    be = _any_of(context("forms of be before up and down"))
    verb = rf"(?:{_any_of(change_words('verb'))}|(?:{be})\s+(?:\w+ly\s+)?(?:{_any_of(change_words('adverb'))}))"
    after = rf"(?:\s+(?:{_or_adverb('words between a verb of change and its figure')}))*"
    return re.compile(rf"\s{before}{verb}{after}\s+[£$€]?$", re.IGNORECASE)


def _or_adverb(name: str) -> str:
    """Return a pattern for the words of a set and for adverbs, each word matched in one way alone.

    Two ways to match "only" would be tried in every combination where it is printed many times.
    """
    return _any_of(frozenset(word for word in context(name) if not word.endswith("ly"))) + r"|\w+ly"


def mover(text: str, begin: int, figure: int, period: str | None = None) -> str | None:
    """Return what moves by the figure that begins at ``figure``; ``None`` where no plain subject stands before it.

    ``begin`` is where the words of the figure before it end; ``period`` is when it moved ("In 2019"), which may open
    the sentence.

    >>> mover("Knife offences in the ward fell by 12 per cent.", 0, 35)
    'Knife offences'
    >>> mover("They fell by 12 per cent.", 0, 13)
    """
    clause = text[max(begin, figure - _CLAUSE_REACH) : figure]
    verb = _moved().search(clause)
    if verb is None:
        return None
    subject = _CLAUSE_END.split(clause[: verb.start()])[-1].strip().removeprefix(period or "")
    words = NAMED.findall(subject)
    lower = [word.lower() for word in words]
    for at in range(len(words) - 1, -1, -1):
        joined = lower[at] == "and" and at > 0 and len(words) < _MOST_WORDS and not _holds_no_subject(lower)
        if lower[at] in _clause_begins() and not joined:
            words, lower = words[at + 1 :], lower[at + 1 :]
            break
    cut = next((at for at in range(1, len(lower)) if lower[at] in context("where a subject of change is cut")), None)
    return _named(words[:cut])


def _holds_no_subject(words: list[str]) -> bool:
    return not context("words that no subject of change holds").isdisjoint(words)


def _named(words: list[str]) -> str | None:
    if words and words[0].lower() in context("words that begin no subject of change"):
        return None
    named = _determiner().sub("", " ".join(words))
    for introduced in context("how an amount is introduced"):
        named = named.removeprefix(f"{introduced} ")
    words = named.split()
    plain = 0 < len(words) <= _MOST_WORDS and not _holds_no_subject([word.lower() for word in words])
    return named if plain and any(word[0].isalpha() for word in words) else None
