"""Figures that name instead of measuring: dates, clock times, telephone numbers, codes, addresses, titles, scores."""

from __future__ import annotations

import re
from bisect import bisect_right
from decimal import Decimal
from functools import cache
from typing import Final

from tracker.text.amounts import Amount
from tracker.text.lexicon import context, words
from tracker.text.numbers import DASHES, MINUS_SIGNS, Shape, Tokens

_MONTH: Final = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?"
    r"|Nov(?:ember)?|Dec(?:ember)?|JANUARY|FEBRUARY|MARCH|APRIL|MAY|JUNE|JULY|AUGUST|SEPTEMBER|OCTOBER|NOVEMBER|DECEMBER)"
)
_S: Final = r"[\s\u00a0]"
_DAY: Final = r"\d{1,2}(?:st|nd|rd|th)?"
_CLOCK: Final = (
    rf"\b\d{{1,2}}(?:[.:]\d{{2}})?{_S}?(?:[ap]\.{_S}?m\b\.?|[ap]m\b|[AP]M\b|o['’]clock\b|noon\b)",
    rf"\b\d{{1,2}}:\d{{2}}(?::\d{{2}})?(?:{_S}?(?:hrs|hours|GMT|BST)\b)?",
    rf"(?<=[Tt]he )\d{{1,2}}[.:][0-5]\d(?={_S}(?:to|from|train|bus|coach|ferry|express|service|departure)\b)",
    rf"\b\d{{4}}{_S}?(?:hrs|hours)\b(?={_S}(?:on|today|yesterday|this)\b|[.,]|$)",
)
_CLOCK_TIME: Final = re.compile(rf"(?=\d)(?:{'|'.join(_CLOCK)})")
_PATTERNS: Final = (
    rf"\b{_DAY}(?:{_S}?[-–/]{_S}?{_DAY}|{_S}(?:and|to|or){_S}{_DAY})?{_S}(?:of{_S})?{_MONTH}\b\.?(?:,?{_S}\d{{4}}\b)?",
    rf"\b{_MONTH}\b\.?{_S}{_DAY}(?:{_S}?[-–]{_S}?\d{{1,2}}|{_S}(?:and|to|or){_S}\d{{1,2}})?\b(?![.,]?\d|[%£$€]|{_S}per{_S}?cent)(?:,?{_S}\d{{4}}\b)?",
    rf"\b{_MONTH}\b\.?,?{_S}\d{{4}}\b",
    r"\b\d{4}[-/.]\d{1,2}[-/.]\d{1,2}\b",
    r"\b\d{1,2}([-/.])\d{1,2}\1\d{2,4}\b",
    r"\b(?:1[5-9]|20)\d\d[-–/](?:\d\d|\d{4})\b(?![,.]\d|%)",
    r"(?:\b\d+-in-|(?<=-in-))(?:an?-)?\d[\d,]*-(?:year|day)\b",
    *_CLOCK,
    r"(?:https?://|www\.)\S+|[@#]\w+",
    rf"(?:\+\d{{1,3}}{_S}?)?\(?\b0\d{{2,4}}\)?(?:[\s\u00a0-]?\d{{3,4}}){{1,2}}\b|\+\d{{1,3}}(?:[\s\u00a0-]?\d{{2,4}}){{2,4}}\b",
    r"\b\d{3}-\d{4}\b|\b\d{3}-\d{3}-\d{4}\b",
    rf"\b[A-Z]{{2,}}{_S}?\d+/\d+\w*",
    rf"\b[A-Z]{{1,2}}\d[A-Z\d]?{_S}\d[A-Z]{{2}}\b",
    r"\[\d{1,3}\]",
    r"(?m:^[ \t]*\d{1,3}[.)](?=\s))",
    r"['’]\d0s\b",
    r"\b(?:9/11|7/7|24/7|50/50|50-50|20/20|4x4)\b",
)
_BEGINS: Final = r"(?=[\dA-Z@#(+\['’]|http|www|(?m:^)[ \t])"
"""What any of these begins with, so that most characters are passed over at once."""
_ADDRESS: Final = r"\b[\w.+-]{1,64}@[\w-]{1,64}\.\w[\w.-]*"
"""An address for mail, looked for only in texts with its sign: every word might begin one."""


@cache
def _label(*, addresses: bool) -> re.Pattern[str]:
    joined = "|".join(f"(?:{pattern})".replace(r"\1", r"(?P=mark)") for pattern in _PATTERNS)
    joined = rf"{_BEGINS}(?:{joined})".replace("([-/.])", "(?P<mark>[-/.])")
    return re.compile(f"{joined}|{_ADDRESS}" if addresses else joined)


FIRST_YEAR: Final = 1500
FIRST_MODERN_YEAR: Final = 1900
LARGEST_CLASS: Final = 20
"""Classes are few: "category 2 calls", not "in class 30 pupils"."""
LAST_YEAR: Final = 2199
"""A bare four-figure number in here is a year unless something shows that it counts."""
_NEXT_YEARS: Final = 3
LONGEST_COUNT: Final = 12
"""Digits in a row without a separator; anything longer is an identifier."""
_ROUND_YEARS: Final = frozenset({1500, 1600, 1700, 1800, 1900, 2000})
_YOUNGEST, _OLDEST = 10, 110
_ABBREVIATED: Final = frozenset({"no", "nos", "vol", "fig", "p", "pp", "s", "ss", "sec", "art", "ch", "para"})
_RANKED: Final = frozenset({"top", "last", "final", "bottom", "big"})
_CALL_REACH: Final = 6
_LINKING: Final = frozenset({"minus", "sub", "plus", "to", "or"})
_PLACING: Final = frozenset({"in", "at", "on", "across", "from", "of", "by", "than", "to"})
_AGED: Final = frozenset({"aged", "age", "ages"})
_AGE_LINKS: Final = frozenset({"of", "between", "over", "under", "about", "around"})


def label_spans(text: str) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Return starts and ends of the stretches of ``text`` whose figures are labels by their form alone."""
    spans = [match.span() for match in _label(addresses="@" in text).finditer(text)]
    return tuple(start for start, _ in spans), tuple(end for _, end in spans)


def clock_times(text: str) -> tuple[tuple[int, int], ...]:
    """Return where ``text`` tells a time of day.

    >>> clock_times("At 12:45 two boats left, at 3pm three.")
    ((3, 8), (28, 31))
    """
    return tuple(match.span() for match in _CLOCK_TIME.finditer(text))


def inside(spans: tuple[tuple[int, ...], tuple[int, ...]], start: int) -> bool:
    """Say whether ``start`` lies inside one of the spans."""
    at = bisect_right(spans[0], start) - 1
    return at >= 0 and start < spans[1][at]


def is_age(tokens: Tokens, amount: Amount) -> bool:
    """Say whether a bare number is a person's age: "aged 49", "the age of 21", "Ann Example, 49, said"."""
    if amount.unit is not None or amount.scale != 1:
        return False
    at = amount.first - 1
    if tokens.word(at) in ("and", "to", "or", *DASHES) and tokens.shape(at - 1) == Shape.FIGURE:
        at -= 2  # "between the ages of 18 and 29"
    while tokens.word(at) in _AGE_LINKS:
        at -= 1
    if tokens.word(at) in _AGED or _is_age_limit(tokens, amount) or _is_said_of_a_person(tokens, amount):
        return True
    if amount.spelled or amount.low != int(amount.low) or not _YOUNGEST <= amount.low <= _OLDEST:
        return False
    before, after = tokens.word(amount.first - 1), tokens.word(amount.end)
    if (before, after) not in ((",", ","), (",", ";"), (",", "."), ("(", ")")):
        return False
    if (before, after) == (",", ",") and tokens.word(amount.end + 1) in context("behind an age in commas"):
        return True
    name = tokens.printed(amount.first - 2)
    if not name[:1].isupper() or name.lower() in context("calendar"):
        return False
    return tokens.printed(amount.first - 3)[:1].isupper() or tokens.printed(amount.end + 1)[:1].islower()


def _is_age_limit(tokens: Tokens, amount: Amount) -> bool:
    """Read "children under 11", "people over 65": a bare number behind those whose age it bounds."""
    if tokens.word(amount.first - 1) not in context("under and over") or not 1 <= amount.low <= _OLDEST:
        return False
    at = amount.first - 2
    while tokens.word(at) in ("aged", "older", "younger", "and", "just"):
        at -= 1
    counts = tokens.shape(amount.end) == Shape.WORD and tokens.word(amount.end) not in words(
        "text", "noun_phrase_stops.tsv"
    )
    return tokens.word(at) in context("those of an age") and not counts


def _is_said_of_a_person(tokens: Tokens, amount: Amount) -> bool:
    """Read "she turned 40", "he will be 35 in May": a bare number behind a pronoun and a form of be."""
    at = amount.first - 1
    if tokens.word(at) not in context("verbs before an age") or not _YOUNGEST <= amount.low <= _OLDEST:
        return False
    at -= tokens.word(at - 1) in ("will", "would", "just", "only", "now", "has")
    bare = tokens.shape(amount.end) != Shape.WORD or tokens.word(amount.end) in words("text", "noun_phrase_stops.tsv")
    named = tokens.word(at).startswith("turn") and tokens.printed(at - 1)[:1].isupper()
    return bare and (named or tokens.word(at - 1) in ("he", "she", "who", "i"))


@cache
def _label_words() -> frozenset[str]:
    return words("text", "label_words.tsv")


def is_label(tokens: Tokens, amount: Amount, *, noun: str | None, after_label: bool) -> bool:
    """Say whether a number names something; ``noun`` is what it would count, ``after_label`` that the last one did."""
    if amount.unit is not None:
        return _stuck_to_a_word(tokens, amount) and tokens.printed(amount.first - 2)[:1].isupper()
    previous = tokens.word(amount.first - 1)
    printed = tokens.printed(amount.first - 1)
    capital = printed[:1].isupper() or any(char.isupper() for char in printed)
    if after_label and noun is None:
        return True
    if previous in _label_words() and (noun is None or printed[:1].isupper()):
        return True
    if previous in context("classes by number") and not amount.spelled and amount.low < LARGEST_CLASS:
        return True
    if previous == "." and tokens.word(amount.first - 2) in _ABBREVIATED and tokens.tight(amount.first - 1):
        return True
    if previous in ("#", "@", "/") or tokens.word(amount.end) == "/":
        return True
    if _stuck_to_a_word(tokens, amount):
        return True
    if previous in _RANKED and noun is None:
        return True
    if amount.scale != 1:
        return False
    return not amount.spelled and (
        _is_code(tokens, amount)
        or _is_year(tokens, amount, noun)
        or _is_called(tokens, amount, noun)
        or _names_what_follows(tokens, amount, noun)
        or (capital and tokens.printed(amount.end - 1).isdigit() and _named_by(tokens, amount.first - 1, noun))
    )


def goes_on(tokens: Tokens, label: int, amount: Amount) -> bool:
    """Say whether a number may go on a list of labels; from a year only the next ones do: "2014, 15 and 16"."""
    printed = tokens.printed(label)
    if len(printed) != 4 or not printed.isdigit() or not FIRST_YEAR <= int(printed) <= LAST_YEAR:
        return True
    return 0 < amount.low - int(printed) % 100 <= _NEXT_YEARS or FIRST_YEAR <= amount.low <= LAST_YEAR


def _stuck_to_a_word(tokens: Tokens, amount: Amount) -> bool:
    """Find "Covid-19", "F-16", "mid-30s": a hyphen ties the number to the word before it."""
    at = amount.first
    if tokens.word(at) in MINUS_SIGNS:
        return tokens.printed(at - 1)[:1].isupper() and amount.unit is None
    if not (tokens.tight(at) and tokens.word(at - 1) in MINUS_SIGNS and tokens.tight(at - 1)):
        return False
    return tokens.shape(at - 2) == Shape.WORD and tokens.word(at - 2) not in _LINKING


def _is_code(tokens: Tokens, amount: Amount) -> bool:
    printed = tokens.printed(amount.end - 1)
    leading_zero = len(printed) > 1 and printed[0] == "0" and printed[1].isdigit()
    return leading_zero or (printed.isdigit() and len(printed) > LONGEST_COUNT)


def _is_year(tokens: Tokens, amount: Amount, noun: str | None) -> bool:
    printed = tokens.printed(amount.end - 1)
    if len(printed) != 4 or not printed.isdigit() or not FIRST_YEAR <= amount.low <= LAST_YEAR:
        return False
    if noun is None:
        return True
    return amount.low >= FIRST_MODERN_YEAR and int(amount.low) not in _ROUND_YEARS


def _is_called(tokens: Tokens, amount: Amount, noun: str | None) -> bool:
    """Find telephone numbers: "call 101", "ring police on 101", "a 999 call"."""
    if tokens.printed(amount.end - 1) in context("emergency numbers") and tokens.word(amount.end) in context("calls"):
        return True
    if noun is not None or len(tokens.printed(amount.end - 1)) < 3:
        return False
    reach = 1 if tokens.word(amount.first - 1) not in ("on", "or", "via") else _CALL_REACH
    return any(tokens.word(amount.first - step) in context("verbs of calling") for step in range(1, reach + 1))


def _names_what_follows(tokens: Tokens, amount: Amount, noun: str | None) -> bool:
    """Find addresses and models: "10 Downing Street", "787 Dreamliner"; a plural ("20 Met officers") is counted."""
    following = tokens.printed(amount.end)
    if not tokens.printed(amount.end - 1).isdigit() or tokens.word(amount.end) in context("calendar"):
        return False
    if tokens.shape(amount.end) != Shape.WORD or not following[:1].isupper():
        return False
    if noun is None:
        return following != "I"
    return any(tokens.word(amount.end + step) in words("text", "number_followers.tsv") for step in range(4))


def _named_by(tokens: Tokens, at: int, noun: str | None) -> bool:
    """Find names that end in a number: "iPhone 11", "S&P 500", "Boeing 737 jets"."""
    word = tokens.words[at]
    if tokens.shape(at) != Shape.WORD or word in context("calendar") or word.endswith("'s"):
        return False
    before = tokens.word(at - 1)
    starts_sentence = (
        at == 0 or before in (".", "!", "?", ":", "“", '"', "”", "‘", "(") or tokens.shape(at - 1) == Shape.GAP
    )
    if starts_sentence and (word in words("text", "noun_phrase_stops.tsv") or noun is not None):
        return False
    return noun is None or before not in _PLACING


def is_score(tokens: Tokens, first: Amount, second: Amount) -> bool:
    """Say whether two bare numbers joined by a dash are a score ("2-0", "6-4") or a vote, not a range."""
    between = tokens.words[first.end : second.first]
    if first.unit or second.unit or len(between) != 1 or between[0] not in DASHES:
        return False
    return first.low >= second.low or (first.low < Decimal(100) and second.low < Decimal(100))
