"""Ranges and ratios: two amounts that are read as one ("from 40 to 60", "3,000-4,000 otters", "one in five")."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Final

from tracker.models import Direction
from tracker.text import numbers
from tracker.text.amounts import Amount
from tracker.text.circumstances import direction
from tracker.text.labels import FIRST_YEAR, LAST_YEAR
from tracker.text.lexicon import context, words
from tracker.text.numbers import DASHES, HUNDRED, MINUS_SIGNS, ONE, Shape, Tokens

_QUALIFIER_REACH: Final = 3
_GAP_REACH: Final = 8
"""Tokens between the two ends of a move: "from 20 miles per gallon in 2008 to 29"."""
STOPS: Final = frozenset(".;:?!")
"""Marks that no move, list or ellipsis reaches over."""
_WHOLES: Final = frozenset(map(Decimal, (2, 3, 4, 5, 6, 7, 8, 9, 10, 12, 15, 20, 25, 30, 40, 50, 100, 200, 500, 1000)))
"""What ratios in prose are out of; "three in 36 league games" is a tally."""
_ROUND_WHOLES: Final = frozenset(map(Decimal, (3, 4, 5, 10, 20, 100, 1000)))


@dataclass(frozen=True, slots=True)
class Join:
    """An amount with the amounts it was joined from (one for an amount that stands alone)."""

    amount: Amount
    parts: tuple[Amount, ...]


def join(tokens: Tokens, amounts: Sequence[Amount]) -> list[Join]:
    """Return the amounts in order, joined where two of them are the ends of one range or the sides of one ratio."""
    joined: list[Join] = []
    at = 0
    while at < len(amounts):
        first = amounts[at]
        result, used = Join(first, (first,)), 1
        if first.high is None:
            for step in (1, 2):
                if at + step >= len(amounts):
                    break
                second = amounts[at + step]
                if second.first - first.end > _GAP_REACH + _QUALIFIER_REACH:
                    break
                both = _pair(tokens, first, second, adjacent=step == 1)
                if both is not None:
                    result, used = Join(both, (first, second)), step + 1
                    break
                if not _is_year(tokens, second):
                    break
        joined.append(result)
        at += used
    return joined


def _is_year(tokens: Tokens, amount: Amount) -> bool:
    printed = tokens.printed(amount.end - 1)
    return amount.unit is None and len(printed) == 4 and FIRST_YEAR <= amount.low <= LAST_YEAR


def _pair(tokens: Tokens, first: Amount, second: Amount, *, adjacent: bool) -> Amount | None:
    if second.high is not None:
        return None
    between = tokens.words[first.end : second.first]
    if numbers.kinds().get(first.unit or "") == "money" and is_letter_m(tokens, second):
        second = replace(second, low=second.low * numbers.MILLION, unit=first.unit, scale=numbers.MILLION)
    if adjacent and (ratio := _ratio(tokens, first, second, between)) is not None:
        return ratio
    if first.unit and second.unit and first.unit != second.unit:
        return None
    opener = _opener(tokens, first)
    opened = opener >= 0 and _closes(tokens, first, second, "to" if tokens.words[opener] == "from" else "and")
    if not opened and not (adjacent and _linked(tokens, first, second, between)):
        return None
    low = first.low
    if first.scale == ONE and second.scale > ONE and second.scale >= HUNDRED and low < second.low / second.scale:
        low *= second.scale
    return replace(
        second,
        low=low,
        high=second.low,
        first=first.first,
        unit=first.unit or second.unit,
        denominator=first.denominator or second.denominator,
        end=second.end,
        scale=max(first.scale, second.scale),
        spelled=first.spelled and second.spelled,
        opener=opener if opened else None,
    )


def is_letter_m(tokens: Tokens, amount: Amount) -> bool:
    """Say whether an amount in metres is printed with the letter that also means millions."""
    return amount.unit == numbers.METRE and tokens.words[amount.end - 1] == "m"


def _linked(tokens: Tokens, first: Amount, second: Amount, between: tuple[str, ...]) -> bool:
    """Say whether two neighbours are a range without "from" or "between"."""
    if first.share != second.share:
        return False
    if len(between) == 1 and between[0] in DASHES:
        return first.unit is None or first.unit == (second.unit or first.unit)
    rising = first.low < second.low or (first.scale == ONE and first.low < second.low / second.scale)
    core = tuple(word for word in between if word not in DASHES)
    if core == ("or",):
        return rising and first.unit is None and second.spelled == first.spelled
    voted = tokens.word(first.first - 1) == "by" and not context("verbs of a vote").isdisjoint(
        tokens.words[max(0, first.first - _GAP_REACH) : first.first]
    )
    if core != ("to",) or not rising or voted:
        return False
    if first.unit is None and second.unit is not None:
        return True
    return direction(tokens, first, first.first) is Direction.NONE


def _opener(tokens: Tokens, first: Amount) -> int:
    """Return where "from" or "between" opens a range at ``first``, or -1."""
    at = first.first - 1
    for _ in range(_QUALIFIER_REACH):
        if tokens.word(at) in ("from", "between"):
            return at
        if tokens.word(at) not in context("qualifiers of a range"):
            break
        at -= 1
    return -1


def _closes(tokens: Tokens, first: Amount, second: Amount, link: str) -> bool:
    """Say whether ``link`` stands before ``second`` with nothing but a few words since ``first``."""
    at = second.first - 1
    while at > first.end and tokens.words[at] != link and tokens.words[at] in context("qualifiers of a range"):
        at -= 1
    if at < first.end or tokens.words[at] != link or at - first.end > _GAP_REACH:
        return False
    gap = range(first.end, at)
    if link == "and" and len(gap) > 1:
        return False
    return all(tokens.shapes[step] != Shape.GAP and tokens.words[step] not in STOPS for step in gap)


_WITH_NOUN: Final = 2
"""Words between the figures of "one case in five"."""


def _ratio(tokens: Tokens, first: Amount, second: Amount, between: tuple[str, ...]) -> Amount | None:
    """Read "one in five", "one case in five", "one-in-five", "1 in every 20" and "nine out of 10" as a percentage."""
    core = tuple(word for word in between if word not in MINUS_SIGNS and word != "every")
    after = tokens.word(second.end)
    ends = not after.isalpha() or after in words("text", "noun_phrase_stops.tsv")  # no "one goal in ten games"
    ends = ends or after.endswith("ed") or after in context("what respondents do")
    if len(core) == _WITH_NOUN and core[1] == "in" and core[0].isalpha() and core[0] not in STOPS and ends:
        core = core[1:]
    if core not in (("in",), ("out", "of")) or first.unit or second.unit or not ONE <= first.low < second.low:
        return None
    round_whole = second.low in _WHOLES or second.scale >= HUNDRED
    if first.low == ONE:
        step = ONE if second.low <= HUNDRED else HUNDRED
        if not round_whole and (second.low % step or _is_year(tokens, second)):
            return None
    elif not round_whole or (core == ("in",) and second.low not in _ROUND_WHOLES):
        return None
    value = HUNDRED * first.low / second.low
    return Amount(value, first.first, second.end, numbers.PERCENT, share=True, spelled=True)
