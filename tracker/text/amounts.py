"""Reads amounts from tokens: a number with its sign, its currency or unit, and the rate it is quoted at."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache
from typing import Final

from tracker.text import numbers
from tracker.text.lexicon import context, words
from tracker.text.numbers import HUNDRED, MINUS_SIGNS, ONE, Number, Shape, Tokens

_ARTICLES: Final = frozenset({"a", "an"})
_NATIONS: Final = frozenset({"us", "u.s."})
"""Printed after a dollar sum, as in "$76 US"."""
_SPACED_LETTERS: Final = frozenset("WVCFgmp")
"""One-letter symbols that may stand apart from their figure: none of them is an English word."""
_RATE_KINDS: Final = frozenset({"time", "length", "area", "volume", "mass"})
RATES_REACH: Final = 12
"""Tokens to either side of "half a point" among which a word of rates makes it one of percentage points."""
_PEOPLE_EACH: Final = {"head": "person", "capita": "person", "annum": "year"}
_SMALLER: Final = {
    "foot": (frozenset({"in", "ins", "inch", "inches"}), Decimal(12)),
    "stone": (frozenset({"lb", "lbs", "pound", "pounds"}), Decimal(14)),
    "year": (frozenset({"month", "months"}), Decimal(12)),
    "week": (frozenset({"day", "days"}), Decimal(7)),
    "day": (frozenset({"hour", "hours"}), Decimal(24)),
    "hour": (frozenset({"minute", "minutes", "min", "mins"}), Decimal(60)),
    "minute": (frozenset({"second", "seconds", "sec", "secs"}), Decimal(60)),
}
"""How the smaller unit behind a larger one is printed, and how many make one of the larger."""
_PARTS_OF_TIME: Final = frozenset({"half", "quarter", "quarters"})
"""Parts that may stand right before a span of time; others are places in a row."""
_OLD: Final = frozenset({"old", "olds"})


@dataclass(frozen=True, slots=True)
class Amount:
    """An amount at tokens ``[first, end)``; ``unit`` is ``None`` for a bare number, ``high`` is set for a range."""

    low: Decimal
    first: int
    end: int
    unit: str | None = None
    high: Decimal | None = None
    scale: Decimal = ONE
    spelled: bool = False
    share: bool = False
    tied: bool = False
    """A hyphen ties the next word to the number ("five-year", "11-member")."""
    denominator: str | None = None
    """What it is counted by: ``barrel`` of "$58 per barrel", ``year`` of "5 per cent a year"."""
    opener: int | None = None
    """Where the "from" or "between" of a range stands."""


def read(tokens: Tokens, at: int) -> Amount | None:
    """Read the amount that begins with token ``at``, or ``None`` where none does."""
    shape = tokens.shapes[at]
    if shape == Shape.MONEY:
        return _money(tokens, at)
    if shape == Shape.FIGURE:
        number = numbers.figure(tokens, at)
        return _signed(tokens, _measured(tokens, number)) if number else None
    if tokens.words[at] in _ARTICLES and (span := _span_and_a_half(tokens, at)) is not None:
        return span
    number = numbers.vague(tokens, at) or numbers.part(tokens, at) or numbers.spelled(tokens, at)
    return _signed(tokens, _measured(tokens, number)) if number else None


def _span_and_a_half(tokens: Tokens, at: int) -> Amount | None:
    """Read "a year and a half"; "a year" alone is no figure."""
    found = _unit_at(tokens, at + 1)
    if found is None or numbers.kinds()[found[0]] != "time":
        return None
    halves = numbers.and_a_half(tokens, found[1])
    return Amount(ONE + halves[0], at, halves[1], found[0], spelled=True) if halves else None


def _money(tokens: Tokens, at: int) -> Amount | None:
    """Read a sum with its mark before it: "£2.5m", "US $58.24 per barrel", "$-50.8bn"."""
    negative = tokens.word(at + 1) in MINUS_SIGNS and tokens.tight(at + 2)
    start = at + 1 + negative
    if tokens.shape(start) != Shape.FIGURE:
        return None
    number = numbers.figure(tokens, start, money=True)
    if number is None:
        return None
    end = number.end + (tokens.word(number.end) in _NATIONS)
    named = _unit_at(tokens, end)
    if named is not None and numbers.kinds()[named[0]] == "money" and tokens.shape(end) == Shape.WORD:
        end = named[1]
    amount = Amount(
        -number.value if negative else number.value,
        at,
        end,
        numbers.currency_of(tokens.printed(at)),
        scale=number.scale,
    )
    return _rated(tokens, _signed(tokens, amount))


def _signed(tokens: Tokens, amount: Amount | None) -> Amount | None:
    """Apply a minus sign or the word "minus" before the amount."""
    if amount is None:
        return None
    before = amount.first - 1
    word = tokens.word(before)
    if word == "minus" and tokens.word(before - 1) == "or":
        return amount  # "plus or minus 3 points"
    if word == "minus" or (word in MINUS_SIGNS and tokens.word(before - 1) == "minus"):
        return replace(amount, low=-amount.low, first=before - (word != "minus"))
    figure = tokens.shape(amount.first) != Shape.WORD
    apart = not tokens.tight(before) or tokens.word(before - 1) in ("(", "[")
    if figure and word in MINUS_SIGNS and tokens.tight(amount.first) and apart:
        return replace(amount, low=-amount.low, first=before)
    return amount


def _measured(tokens: Tokens, number: Number) -> Amount | None:
    """Give a number its unit; ``None`` where letters stuck to it make it a code ("5G", "1990s", "4x4")."""
    amount = Amount(
        number.value,
        number.first,
        number.end,
        high=number.high,
        scale=number.scale,
        spelled=number.spelled,
        share=number.share,
    )
    if number.high is not None and tokens.word(number.end) == "of":
        found = _unit_of(tokens, number.end + 1)
        return replace(amount, unit=found[0], end=found[1]) if found else amount
    amount = _with_money_scale(tokens, amount)
    found = _unit_of(tokens, amount.end)
    if number.share and tokens.word(amount.end) in context("adjectives before a span of time"):
        found = None  # "a third straight year"
    if found is not None:
        unit, end = found
        if number.share and numbers.kinds().get(unit) == "time" and tokens.word(amount.end - 1) not in _PARTS_OF_TIME:
            return None  # "for a sixth year"
        if number.share:
            return replace(amount, low=amount.low * (HUNDRED if unit == numbers.PERCENT else ONE), unit=unit, end=end)
        if numbers.kinds()[unit.partition(" of age")[0]] == "time" and (halves := numbers.and_a_half(tokens, end)):
            return replace(amount, low=amount.low + halves[0], unit=unit, end=halves[1])
        return _rated(tokens, _with_smaller(tokens, replace(amount, unit=unit, end=end)))
    if number.share:
        return _share(tokens, amount)
    stuck = tokens.tight(amount.end) and tokens.shape(amount.end) in (Shape.WORD, Shape.FIGURE)
    if stuck and not number.spelled and tokens.shape(amount.end - 1) == Shape.FIGURE:
        return None
    tied = tokens.word(amount.end) in MINUS_SIGNS and tokens.tight(amount.end)
    if tied and tokens.word(amount.end + 1) in ("odd", "plus", "strong"):
        return amount
    tied = tied and tokens.tight(amount.end + 1) and tokens.shape(amount.end + 1) == Shape.WORD
    return replace(amount, tied=True) if tied else amount


def _with_smaller(tokens: Tokens, amount: Amount) -> Amount:
    """Read "6ft 2in", "8 minutes 51 seconds" and "3 years and 6 months" as one amount in the larger unit."""
    smaller = _SMALLER.get(amount.unit or "")
    if smaller is None:
        return amount
    span = numbers.kinds()[amount.unit or ""] == "time"
    joined = span and tokens.word(amount.end) == "and" and tokens.word(amount.first - 1) != "between"
    at = amount.end + joined
    if tokens.shape(at) == Shape.FIGURE:
        number = numbers.figure(tokens, at)
    else:
        number = numbers.spelled(tokens, at) if span and tokens.shape(at) == Shape.WORD else None
    if number is None or number.end == len(tokens.words) or not number.value < smaller[1]:
        return amount
    printed = tokens.word(number.end)
    if printed not in smaller[0] or (printed == "in" and not tokens.tight(number.end)):
        return amount
    part = _with_smaller(tokens, Amount(number.value, number.first, number.end + 1, printed.rstrip("s")))
    return replace(amount, low=amount.low + part.low / smaller[1], end=part.end)


def _with_money_scale(tokens: Tokens, amount: Amount) -> Amount:
    """Read "5m euros", "12.3m tonnes" and "4.3M sales" as millions; "37m" alone is a length."""
    if amount.spelled or amount.share:
        return amount
    factor = numbers.scale_marks(money=True).get(tokens.word(amount.end))
    after = amount.end + 1
    if factor is None or tokens.shape(after) != Shape.WORD or tokens.tight(after):
        return amount
    if not tokens.tight(amount.end) and tokens.word(amount.end) != "m":
        return amount
    named = _unit_at(tokens, after)
    if named is None and not (tokens.printed(amount.end) == "M" or _looks_plural(tokens.word(after))):
        return amount
    if named is None and tokens.word(after) in context("run or swum in metres"):
        return amount
    if named is not None and len(tokens.word(after)) == 1:
        return amount
    return replace(amount, low=amount.low * factor, scale=factor, end=after)


def _looks_plural(word: str) -> bool:
    return word == "people" or (word.endswith("s") and not word.endswith(("ss", "us", "is")))


def _share(tokens: Tokens, amount: Amount) -> Amount:
    """Make a part of a whole a percentage, or a part of a unit ("a quarter of a mile", "1/16 of a pint")."""
    if (points := _points(tokens, amount)) is not None:
        return points
    at = amount.end
    if tokens.word(at) == "of":
        at += 1
    elif tokens.printed(amount.end - 1).lower() != "half":
        at = -1
    if at > 0 and tokens.word(at) in _ARTICLES:
        unit_at = at + 1 + (tokens.word(at + 1) in _NATIONS)
        found = _unit_at(tokens, unit_at)
        if found is not None and numbers.kinds()[found[0]] != "money":
            return replace(amount, unit=found[0], end=found[1])
    return replace(amount, low=amount.low * HUNDRED, unit=numbers.PERCENT)


def _points(tokens: Tokens, amount: Amount) -> Amount | None:
    """Read "a quarter point" and, where rates are near by, "half a point" as percentage points."""
    at = amount.end
    if tokens.word(at) == "of":
        at += 1
    while tokens.word(at) in _ARTICLES or (tokens.word(at) in MINUS_SIGNS and tokens.tight(at)):
        at += 1
    if tokens.word(at) not in ("point", "points"):
        return None
    near = tokens.words[max(0, amount.first - RATES_REACH) : at + RATES_REACH]
    quarters = tokens.words[amount.end - 1].startswith("quarter")
    if not quarters and context("rates nearby").isdisjoint(near):
        return None
    return replace(amount, unit="percentage_point", end=at + 1)


def _unit_of(tokens: Tokens, end: int) -> tuple[str, int] | None:
    """Return the unit after a number, ages apart, and the token after it."""
    at = end
    if tokens.word(at) in MINUS_SIGNS and tokens.tight(at) and tokens.tight(at + 1):
        at += 1
    found = _unit_at(tokens, at)
    if found is None and tokens.word(at) in context("adjectives before a span of time"):
        found = _unit_at(tokens, at + 1)
        if found is not None and numbers.kinds()[found[0]] != "time":
            return None
    if found is None:
        return None
    unit, after = found
    if numbers.kinds()[unit] != "time":
        return found
    old = after + 1 if tokens.word(after) in MINUS_SIGNS else after
    if tokens.word(old) in _OLD:
        return f"{unit} of age", old + 1
    if tokens.word(after) == "of" and tokens.word(after + 1) == "age":
        return f"{unit} of age", after + 2
    return found


def _unit_at(tokens: Tokens, at: int) -> tuple[str, int] | None:
    """Return the longest unit that begins with token ``at``, and the token after it."""
    if tokens.shape(at) not in (Shape.WORD, Shape.MARK, Shape.MONEY):
        return None
    if tokens.shape(at) == Shape.MONEY and tokens.shape(at + 1) == Shape.FIGURE and tokens.tight(at + 1):
        return None  # "in 2019 £5m": the mark belongs to the figure behind it
    last = min(at + _longest_form(), len(tokens.words))
    last = next((end for end in range(at, last) if tokens.shapes[end] == Shape.GAP), last)
    for end in range(last, at, -1):
        printed = tokens.text[tokens.starts[at] : tokens.ends[end - 1]]
        form = " ".join(printed.split())
        unit = numbers.symbols().get(form) or numbers.words().get(form.lower())
        if unit is None:
            continue
        if len(form) == 1 and form.isalpha() and not tokens.tight(at) and form not in _SPACED_LETTERS:
            continue
        return unit, end
    return None


@cache
def _longest_form() -> int:
    return numbers.longest_form()


def _rated(tokens: Tokens, amount: Amount | None) -> Amount | None:
    """Add what an amount is counted by: "$3,500 a month", "5 per cent a year"; a span of time has no such thing."""
    if amount is None or amount.unit is None or amount.unit.endswith("of age"):
        return amount
    found = rate(tokens, amount.end)
    if found is None or numbers.kinds().get(amount.unit) == "time":
        return amount
    share = numbers.kinds().get(amount.unit) == "share"
    return replace(amount, denominator=found[0], end=amount.end if share else found[1])


def rate(tokens: Tokens, at: int) -> tuple[str, int] | None:
    """Return what an amount is counted by ("per share", "a month", "/night") and the token after it.

    It is in the singular, without its "per"; "a head" and "per capita" are ``person``, "per annum" is ``year``.
    """
    while tokens.word(at) in MINUS_SIGNS and tokens.tight(at) and tokens.tight(at + 1):
        at += 1
    word = tokens.word(at)
    if word == "for" and tokens.word(at + 1) == "every":
        at, word = at + 1, "per"
    if word not in ("per", "a", "an", "/", "each", "every"):
        return None
    noun_at = at + 1
    while tokens.word(noun_at) in MINUS_SIGNS:
        noun_at += 1
    if word == "per" and tokens.shape(noun_at) == Shape.FIGURE:
        return _per_many(tokens, noun_at)
    if tokens.shape(noun_at) != Shape.WORD:
        return None
    found = _unit_at(tokens, noun_at)
    if found is not None and _dates(tokens, found[1]):
        return None
    if found is not None and (word in ("per", "/") or numbers.kinds()[found[0]] in _RATE_KINDS):
        return None if numbers.kinds()[found[0]] in ("share", "money") else found
    noun = tokens.word(noun_at)
    if tokens.word(noun_at + 1) in context("priced by") and noun not in context("priced by"):
        return f"{noun} {tokens.word(noun_at + 1)}", noun_at + 2
    if noun in _PEOPLE_EACH or (word != "/" and noun in context("priced by")):
        return _PEOPLE_EACH.get(noun, noun), noun_at + 1
    return (noun, noun_at + 1) if word == "per" and noun not in ("cent", "se") else None


def _dates(tokens: Tokens, at: int) -> bool:
    """Say whether the word behind "a year" makes it a date: "a year ago", "a year on"; not "£3m a year from 2025"."""
    word, following = tokens.word(at), tokens.word(at + 1)
    if word == "from":
        return following in ("now", "today", "then")
    return word in context("words that date") and not (word == "on" and following.isalpha() and following != "from")


def _per_many(tokens: Tokens, at: int) -> tuple[str, int] | None:
    """Read "per 100,000 people" and "for every 1,000 births"; "per 1,000" alone is so many of what was counted."""
    number = numbers.figure(tokens, at)
    if number is None:
        return None
    end = number.end
    for at_noun in (end, end + 1):  # "1,000 births", "1,000 live births"
        word = tokens.word(at_noun)
        if tokens.shape(at_noun) != Shape.WORD or word in words("text", "noun_phrase_stops.tsv"):
            break
        if _looks_plural(word):
            end = at_noun + 1
            break
    return " ".join(tokens.text[tokens.starts[at] : tokens.ends[end - 1]].split()), end
