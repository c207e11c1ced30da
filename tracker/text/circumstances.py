"""What the words around a figure say of it: which way it moves, how exactly, when, where and beside what."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

from tracker.models import Direction, Taken
from tracker.text import numbers
from tracker.text.amounts import Amount
from tracker.text.lexicon import context, rows, words
from tracker.text.names import is_place
from tracker.text.numbers import MINUS_SIGNS, ONE, Shape, Tokens, small_words

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
            (?:{_NUMBER}\s+)?(?:(?:financial|calendar|fiscal|full|academic)\s+)?{_SPAN}\b(?!\s+(?:running|in\s+a\s+row)\b)
            (?:\s+of\s+(?:the\s+year\b|last\s+year\b|this\s+year\b|{_YEAR}))?)
    |(?i:\b(?:in|over|within)\s+(?:an?|(?:just|only|under)\s+an?|{_NUMBER})\s+(?:single\s+)?{_SPAN}\b)(?!\s+(?:time|old)\b)
    |(?i:\b(?:in|for|over|during)\s+the\s+)(?i:(?:{_NUMBER}\s+)?{_SPAN}\s+(?:to|ending|ended|up\s+to|before|after)\s+)
            (?i:the\s+end\s+of\s+)?{_WHEN}
    |(?i:\b(?:so\s+far\s+)?(?:this|last|next)\s+(?:{_SPAN}|spring|summer|autumn|winter)\b)
    |(?i:\bso\s+far\s+in\s+){_YEAR}\b
    |(?i:\b(?:in|during|for)\s+(?:the\s+)?)(?:(?i:fiscal|financial|tax)\s+(?:(?i:year)\s+)?|FY\s?|Q[1-4]\s+(?:of\s+)?)(?:{_YEAR}|\d\d\b)
    |(?i:\bin\s+(?:its|their|his|her)\s+(?:first|second|third|fourth|fifth|last|final)\s+{_SPAN}\b)
    |(?i:\b(?:as\s+(?:of|at)|(?:at|by)\s+the\s+(?:end|start|beginning)\s+of)\s+){_WHEN}
    |(?i:\b(?:in|during|since|by|until|for|before|after)\s+(?:(?:early|late|mid)[\s-])?){_WHEN}
    |(?i:\bbetween\s+){_WHEN}\s+and\s+{_WHEN}
    |(?i:\bfrom\s+){_WHEN}(?i:\s+(?:to|until)\s+){_WHEN}
    |(?i:\b(?:each|every)\s+(?:year|month|week|day|night)\b)
    |(?i:\b(?:annually|yesterday|today|overnight)\b)"""
_COMPARISON: Final = rf"""
    (?i:\b(?:on|from|than|against)\s+(?:(?:in|during)\s+)?(?:the\s+)?(?:same\s+{_SPAN}\s+(?:of\s+)?)?
            (?:(?:previous|last|preceding|prior|year)\s+
                (?:year|month|week|quarter|estimate|figure|period|decade|season|term|day)\b
              |(?:a|the)\s+(?:year|month|week|quarter|decade|season|day)\s+(?:earlier|ago|before)\b))
    |(?i:\b(?:on|from|than|against|over)\s+(?:in\s+|during\s+)?the\s+same\s+{_SPAN}\s+(?:of|in)\s+){_YEAR}
    |(?i:\b(?:than|as\s+(?:many|much|few|high|low|large|big|often)\s+as)\s+(?:(?:there|it|they|that|those)\s+(?:was|were|had\s+been)\s+)?(?:in\s+)?){_WHEN}
    |(?i:\bcompared\s+(?:with|to)\s+)(?:[^,.;:()–—\n]|(?<=\d)[,.](?=\d)){{2,80}}?(?=\s+(?:and|but|while|as|which|who)\b|[,;:()–—\n]|\.(?:\s|$)|$)
    |(?i:\byear[\s-](?:on|over)[\s-]year\b|\bmonth[\s-]on[\s-]month\b|\b(?:a|the)\s+(?:year|month|week|quarter)\s+(?:earlier|ago|before)\b(?!\s+\w))"""
_NAME: Final = r"(?:(?:[A-Z]\.){2,}|[A-Z][\w’'&-]*(?:\s+(?:and\s+|of\s+|on\s+|upon\s+|&\s+)?(?:the\s+)?[A-Z][\w’'-]*)*)"
_CALENDAR: Final = rf"(?!{_MONTHS}\b|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b|I\b|Q[1-4]\b|FY)"
_QUARTER: Final = r"(?:(?:north|south|east|west)(?:ern)?)"
_QUARTERS: Final = re.compile(rf"\b{_QUARTER}\b")
_COMPASS: Final = rf"(?:(?:{_QUARTER}|central|inner|outer|greater|mainland)(?:[\s-]{_QUARTER})?\s+)"
_PREPOSITION: Final = r"\b(?:[Ii]n|[Aa]cross|[Tt]hroughout|[Ww]ithin|[Ii]nside|[Aa]round)"
_NATIONWIDE: Final = r"\b(?:[Nn]ationally|[Nn]ationwide|[Ww]orldwide|[Gg]lobally)\b"


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    """Return a long pattern compiled, which takes longer than all else here, once a text has figures."""
    return re.compile(pattern, re.VERBOSE)


def quarters(place: str) -> tuple[str, ...]:
    """Return the quarters of the compass that the words of a place name.

    >>> quarters("in the north"), quarters("across the south-western district"), quarters("in the town")
    (('north',), ('south', 'west'), ())
    """
    return tuple(found.removesuffix("ern") for found in _QUARTERS.findall(place.lower()))


@cache
def _place() -> re.Pattern[str]:
    nouns = "|".join(sorted((row[0] for row in rows("text", "places.tsv")), key=len, reverse=True))
    return re.compile(
        rf"{_PREPOSITION}\s+(?:the\s+)?{_COMPASS}?{_CALENDAR}{_NAME}(?:\s+(?:{nouns})\b)?"
        rf"|{_PREPOSITION}\s+(?:the|this|our)\s+{_COMPASS}?(?:{nouns})\b(?:\s+of\s+{_NAME})?"
        rf"|{_NATIONWIDE}"
    )


_BEFORE_BRACKET: Final = rf"""
    \b((?:(?:the\s+)?(?:{_NUMBER}\s+)?{_SPAN}\s+(?:to|ending|ended|up\s+to)\s+)?{_WHEN})\s*\((?:[~+−-]|[£$€]|about\s)*$"""
_YEAR_BEFORE: Final = re.compile(r"\s+(?:a|the)\s+(?:year|month|week|quarter)\s+(?:earlier|before|ago)\b")
"""Behind a figure that is of no period named before it."""
_SINCE_WHEN: Final = re.compile(
    r"\b(?:began|begun|started|highest|lowest|largest|biggest|smallest|worst|best|most|fewest|first|record|[a-z]{3,}est)\b[^.;:]*$",
    re.IGNORECASE,
)
"""Before "since 2012" and "in 2007": what has not been so since, or records that began then, are no period."""
_RECORD_REACH: Final = 40
_OF_DOCUMENT: Final = re.compile(
    r"\b(?:published|released|issued|announced|unveiled|launched|signed|obtained|updated)\s+$", re.IGNORECASE
)
"""Before "last month" and "in March": the day of a document or a deed, of no figure ("a £30m fund announced in …")."""
_DAYS: Final = frozenset(("today", "yesterday"))
_SAID: Final = re.compile(r"\s+\w+ed\b|\s+said\b|\s+told\b")
"""Behind "today": the day of what is reported ("today reaffirmed its plan")."""
_BREAK: Final = re.compile(r"[;:]|\b(?:and|but|while|whereas|although)\b")

_NEXT_WORD: Final = re.compile(r"\s([a-z]+)")
_REACH: Final = 90
"""Characters between a figure and the words that belong to it; beyond, another clause has begun."""


@dataclass(frozen=True, slots=True)
class Circumstance:
    """What the sentence of one figure says of when, where and compared with what; ``None`` where it says nothing.

    ``serves`` is true where the figure itself stands in the period of another ("the past 12 months"). ``taken`` marks
    a period or place that stands in another clause of the sentence.
    """

    period: str | None = None
    place: str | None = None
    comparison: str | None = None
    serves: bool = False
    taken: tuple[tuple[str, Taken], ...] = ()


def circumstances(text: str, ends: Sequence[int], figures: Sequence[tuple[int, int]]) -> tuple[Circumstance, ...]:
    """Return the circumstances of each figure, given as ``(start, end)`` in order of the text.

    ``ends`` are the ends of the text's sentences, and of the text.

    Words belong to the figure they follow when no other figure and no new clause stands between; a period or place at
    the head of the sentence holds for every figure in it that has none of its own.
    """
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
        if not (
            any(low < match.end() and match.start() < high for low, high in compared)
            or _SINCE_WHEN.search(text, max(start, match.start() - _RECORD_REACH), match.start())
            or _OF_DOCUMENT.search(text, max(start, match.start() - _RECORD_REACH), match.start())
            or (match.group().lower() in _DAYS and _SAID.match(text, match.end()))
        )
    ]
    places = [
        (match.start(), match.end() - (2 if match.group().endswith(("'s", "’s")) else 0))
        for match in _place().finditer(text, start, end)
        if not _is_adjective(text, match)
    ]
    given = _assign(text, periods, figures, heads=True)
    given = [None if _YEAR_BEFORE.match(text, high) else own for (_, high), own in zip(figures, given, strict=True)]
    columns = (
        [_before_bracket(text, start, figure, periods) or own for figure, own in zip(figures, given, strict=True)],
        _assign(text, places, figures, heads=True),
        _assign(text, compared, figures, heads=False),
    )
    starts = [first for first, _ in figures]
    named_periods, named_places = _by_words(text, periods), _by_words(text, places)
    serving = {named_periods[own][-1] for own in columns[0] if own in named_periods}
    for low, high in periods:
        following = bisect_left(starts, high)
        if following < len(starts) and _reaches(text[high : starts[following]]):
            serving.add((low, high))
    inside = {
        at
        for low, high in (*serving, *compared)
        for at in range(bisect_left(starts, low), bisect_left(starts, high))
        if figures[at][1] <= high
    }
    taken = [
        tuple(
            (name, Taken.SENTENCE)
            for name, phrases, column in (("period", named_periods, columns[0]), ("place", named_places, columns[1]))
            if _is_apart(text, starts, figures[at], phrases.get(column[at] or "", ()))
        )
        for at in range(len(figures))
    ]
    serves = [at in inside for at in range(len(figures))]
    return [Circumstance(*values) for values in zip(*columns, serves, taken, strict=True)]


def _before_bracket(text: str, start: int, figure: tuple[int, int], periods: Sequence[tuple[int, int]]) -> str | None:
    """Return the year or span right before a figure in brackets: "the year ending 31 March 2023 (18,400)".

    What the bracket itself says of when goes before it: "in 2019 (38 in 2018)".
    """
    found = _compiled(_BEFORE_BRACKET).search(text, max(start, figure[0] - _REACH), figure[0])
    if found is None:
        return None
    own = bisect_left(periods, (figure[1], 0))
    if own < len(periods) and ")" not in text[figure[1] : periods[own][0]]:
        return None
    return _words(text, *found.span(1))


def _by_words(text: str, phrases: Iterable[tuple[int, int]]) -> dict[str, list[tuple[int, int]]]:
    """Return the places of phrases by their words."""
    found: dict[str, list[tuple[int, int]]] = {}
    for low, high in phrases:
        found.setdefault(_words(text, low, high), []).append((low, high))
    return found


def _words(text: str, low: int, high: int) -> str:
    return " ".join(text[low:high].split())


def _is_apart(text: str, starts: Sequence[int], figure: tuple[int, int], phrases: Sequence[tuple[int, int]]) -> bool:
    """Say whether another figure or another clause stands between a figure and the nearest phrase that it was given."""
    if not phrases:
        return False
    start, end = figure
    after = bisect_left(phrases, (start, 0))
    low, high = min(phrases[max(0, after - 1) : after + 1], key=lambda phrase: max(start - phrase[1], phrase[0] - end))
    first, last = (high, start) if high <= start else (end, low)
    return bisect_left(starts, first) < bisect_left(starts, last) or _BREAK.search(text[first:last]) is not None


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
        if last + 1 < len(starts) and starts[last + 1] < low:
            continue  # "from 412 in 2021 to 342": it dates one end of the range
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
    named = place.group().split()[-1][0].isupper() and not is_place(place.group().partition(" ")[2])
    return named and following is not None and following[1] not in words("text", "noun_phrase_stops.tsv")


def _reaches(between: str) -> bool:
    return len(between) <= _REACH and _BREAK.search(between) is None


# Which way a figure moves, and how exact it claims to be

_MOST_FILLERS: Final = 3
_OBJECT_REACH: Final = 12
"""Tokens between a verb and its "by" or "from": "cut knife crime in the capital by 5 per cent"."""
_SHORT_OBJECT: Final = 4
"""Tokens of an object that stands between a verb and its share without "by": "cut burglary rates 12 per cent"."""
_COUNT: Final = ""
_EXTRA_KINDS: Final = frozenset({_COUNT, "money"})
"""Kinds of units of which "8,000 more", "an extra £10m" say a change; "two more weeks" is a span."""
_NOUN_REACH: Final = 6
"""Tokens between a share and the noun of its change: "a 12 per cent year-on-year increase"."""


@cache
def _approximators(where: str) -> tuple[dict[str, str], int]:
    table = {row[0]: row[1] for row in rows("text", "approximators.tsv") if row[2] == where}
    return table, max(len(form.split()) for form in table)


@cache
def forms(kind: str) -> dict[str, Direction]:
    """Return the words of a class (verb, noun, adverb, comparative, extra) with the direction each tells of."""
    told = [(row[0], row[2]) for row in rows("text", "direction_words.tsv") if row[1] == kind]
    if kind == "verb":
        told += [(row[2], row[0]) for row in rows("text", "growth_verbs.tsv")]
    return {form: Direction(way) for way, words_told in told for form in words_told.split("|")}


def change_word(word: str) -> Direction:
    """Return the direction that a verb or noun of change tells of, ``none`` for any other word."""
    return forms("verb").get(word) or forms("noun").get(word) or Direction.NONE


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
                and not _marks_block(tokens, end - length)
                and not _moves_up(tokens, end - length)
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


def _moves_up(tokens: Tokens, at: int) -> bool:
    """Tell the level that something "edged up to" from "up to" so much."""
    return tokens.word(at) == "up" and f"{tokens.word(at - 1)} up" in forms("verb")


def _marks_block(tokens: Tokens, at: int) -> bool:
    """Tell a block quotation's mark ("> ") at the beginning of a line from "more than"."""
    line = tokens.text[: tokens.starts[at]].rpartition("\n")[2]
    return tokens.word(at) == ">" and not line.strip(" >") and not tokens.tight(at + 1)


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
    share = numbers.kinds().get(amount.unit or "") == "share"
    if tokens.word(at) == "+" and tokens.tight(start) and (share or tokens.word(at - 1) == "("):
        return Direction.INCREASE
    by = extra = False
    for _ in range(_MOST_FILLERS):
        by = by or tokens.word(at) == "by"
        extra = extra or tokens.word(at) in forms("extra")
        if tokens.word(at) not in context("fillers before a figure") and not tokens.word(at).endswith("ly"):
            break
        at -= 1
    moved = _direction_before(tokens, at, amount, by=by)
    if moved is Direction.NONE and (by or amount.opener is not None):
        moved = _verb_with_object(tokens, at, by=by)
    if moved is Direction.NONE and extra and numbers.kinds().get(amount.unit or "") in _EXTRA_KINDS:
        return Direction.INCREASE
    return moved


def _direction_before(tokens: Tokens, at: int, amount: Amount, *, by: bool) -> Direction:
    word = tokens.word(at)
    share = numbers.kinds().get(amount.unit or "") == "share"
    if word in ("of", "in") and (found := _noun_before(tokens, at)) is not Direction.NONE:
        return found
    if word == "of" and tokens.word(at - 1) in ("rate", "pace"):  # "grew at an annual rate of"
        at = next((step for step in range(at - 2, at - 5, -1) if tokens.word(step) == "at"), 0)
        return forms("verb").get(tokens.word(at - 1), Direction.NONE)
    if word == "in" and tokens.word(amount.first) == "half":
        return _cut_in(tokens, at)
    if word == "to" and share:
        return _reached(tokens, at - 1)
    if amount.opener is not None and word in forms("noun"):
        return forms("noun")[word]
    if word in forms("adverb"):
        still = word == "up" and tokens.word(at - 1) in context("verbs with up that move nothing")
        return Direction.NONE if still else forms("adverb")[word]
    if word in context("verbs that collect") and tokens.word(amount.end) == "of":
        return Direction.NONE
    counts = not (share or by or tokens.word(amount.end) in context("lost or won by number"))
    if counts and word in context("verbs that need by"):
        return Direction.NONE
    verbs = forms("verb")
    found = verbs.get(word) or verbs.get(f"{tokens.word(at - 1)} {word}") or Direction.NONE
    if found is Direction.NONE and share and not by:
        return _verb_with_short_object(tokens, at)
    return found


def _reached(tokens: Tokens, at: int) -> Direction:
    """Find "fell to", "fell back sharply to", "a rise to": the move that ends at a share.

    A share says how much there is of something, so that it moves itself; a count or sum that is reached is a level.
    """
    if tokens.word(at) in ("point", "points"):  # "slumped by nine points to"
        while tokens.shape(at) == Shape.FIGURE or tokens.word(at) in context("size of a move in points"):
            at -= 1
        return _verb_with_object(tokens, at, by=True)
    while tokens.word(at).endswith("ly") or tokens.word(at) in context("between a move and its end"):
        at -= 1
    word = tokens.word(at)
    if word in context("verbs that reach nothing"):
        return Direction.NONE
    for kind in ("verb", "noun", "adverb"):
        if word in forms(kind):
            return forms(kind)[word]
    pairs = (f"{tokens.word(at - 1)} {word}", f"{word} {tokens.word(at + 1)}")
    return next((forms("verb")[pair] for pair in pairs if pair in forms("verb")), Direction.NONE)


def _noun_before(tokens: Tokens, at: int) -> Direction:
    """Find "an increase of", "a fall in burglary of"."""
    nouns = forms("noun")
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


def _verb_with_object(tokens: Tokens, at: int, *, by: bool) -> Direction:
    """Find "cut knife crime by", "fell in the past year, from": a verb of change with words before "by" and "from"."""
    verbs, adverbs = forms("verb"), forms("adverb")
    if by and _is_agent(tokens.word(at)):
        return Direction.NONE
    for place in range(at, max(-1, at - _OBJECT_REACH), -1):
        word = tokens.word(place)
        shape = tokens.shape(place)
        figure = shape in (Shape.FIGURE, Shape.MONEY) and (by or len(word) == len("2024"))
        if not (shape == Shape.WORD or word == "," or figure) or word in context("another clause begins"):
            break
        if word in verbs:
            return verbs[word]
        if word in adverbs and (by or place == at):
            return adverbs[word]
    return Direction.NONE


def _verb_with_short_object(tokens: Tokens, at: int) -> Direction:
    """Find "cut burglary rates 12 per cent", "pushed bills up"."""
    stops = words("text", "noun_phrase_stops.tsv") - context("determiners")
    for place in range(at, at - _SHORT_OBJECT, -1):
        word = tokens.word(place)
        if tokens.shape(place) != Shape.WORD or (word in stops and word not in context("verbs with an object")):
            break
        if word in context("verbs with an object"):
            return forms("verb").get(word, Direction.NONE)
    return Direction.NONE


def _is_agent(word: str) -> bool:
    """Say whether a participle makes "by" introduce who did it: "followed by 12 officers"."""
    return word not in forms("verb") and (word.endswith("ed") or word in context("participles before an agent"))


def _cut_in(tokens: Tokens, at: int) -> Direction:
    """Find "cut the number of deaths in half"."""
    for place in range(at - 1, max(-1, at - _OBJECT_REACH), -1):
        if tokens.shape(place) != Shape.WORD:
            break
        if tokens.word(place) in context("verbs with an object"):
            return forms("verb").get(tokens.word(place), Direction.NONE)
    return Direction.NONE


def halved(tokens: Tokens, amount: Amount) -> bool:
    """Say whether "half" stands in "cut in half", not in "folded in half"."""
    return tokens.word(amount.first - 1) == "in" and _cut_in(tokens, amount.first - 1) is not Direction.NONE


def is_moved_to(tokens: Tokens, amount: Amount) -> bool:
    """Say whether a bare number in words is one that something moved by or is compared with: "down by eight"."""
    if _is_one(amount):
        return False
    at = approximator(tokens, amount)[1] - 1
    word, before = tokens.word(at), tokens.word(at - 1)
    if word in ("with", "to") and before == "compared":
        return True
    if word == "from":
        return before in forms("adverb") or before in forms("verb")
    return word == "by" and direction(tokens, amount, at + 1) is not Direction.NONE


def changed_object(tokens: Tokens, first: int) -> tuple[int, int] | None:
    """Return the tokens of what a verb changes "by" the share at token ``first``: "cut knife crime by 5 per cent"."""
    if tokens.word(first - 1) != "by":
        return None
    stops = words("text", "noun_phrase_stops.tsv")
    for verb in range(first - 2, first - 2 - _OBJECT_REACH, -1):
        if tokens.shape(verb) not in (Shape.WORD, Shape.FIGURE):
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
    """Find "20 per cent fewer", "8,000 more Tasers", "£10m in additional funding", "73 per cent reduction"."""
    kind = numbers.kinds().get(amount.unit or "", _COUNT)
    at = amount.end + (tokens.word(amount.end) in MINUS_SIGNS)
    at += tokens.word(at) == "points"  # "41 points lower at 7,612"
    word = tokens.word(at)
    if kind in _EXTRA_KINDS:
        more_at = at + 1 if word in ("in", "of") and kind == "money" else at
        if tokens.word(more_at) in forms("extra"):
            return forms("extra")[tokens.word(more_at)]
    if word in forms("comparative") and (
        kind == "share" or (kind != "time" and tokens.word(at + 1) in ("than", "on", "at"))
    ):
        return forms("comparative")[word]
    if amount.unit is None or kind == "time":
        return Direction.NONE
    stops = words("text", "noun_phrase_stops.tsv")
    for place in range(at, at + _NOUN_REACH):
        word = tokens.word(place)
        tied = (tokens.word(place) in MINUS_SIGNS or tokens.word(place + 1) in MINUS_SIGNS) and tokens.tight(place + 1)
        tied = tied or (tokens.word(place - 1) in MINUS_SIGNS and tokens.tight(place))
        if not tied and (tokens.shape(place) != Shape.WORD or word in stops):
            break
        if word in forms("noun"):
            return forms("noun")[word]
    return Direction.NONE
