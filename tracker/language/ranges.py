"""Joins two amounts that are one: ranges ("3,000-4,000"), moves ("from 40 to 60"), ratios ("one in five")."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Final

from tracker.language import units
from tracker.language.amounts import Amount
from tracker.language.changes import direction
from tracker.language.contexts import context
from tracker.language.figure_labels import FIRST_YEAR, LAST_YEAR
from tracker.language.figure_tokens import DASHES, Shape, Tokens
from tracker.language.numbers import HUNDRED, ONE
from tracker.models import Direction

_QUALIFIER_REACH: Final = 3
_GAP_REACH: Final = 8
"""Tokens between the two ends of a move: "from 20 miles per gallon in 2008 to 29"."""
_STOPS: Final = frozenset(".;:?!")
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
    if adjacent and (ratio := _ratio(tokens, first, second, between)) is not None:
        return ratio
    if first.unit and second.unit and not _same_unit(first.unit, second.unit):
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
        unit=max(first.unit or "", second.unit or "", key=len) or None,
        end=second.end,
        scale=max(first.scale, second.scale),
        spelled=first.spelled and second.spelled,
        opener=opener if opened else None,
    )


def _same_unit(first: str, second: str) -> bool:
    """Say whether two units are one; a rate may be printed at one end of a range alone ("$62 to $68 per share")."""
    return first == second or second.startswith(f"{first} per ") or first.startswith(f"{second} per ")


def _linked(tokens: Tokens, first: Amount, second: Amount, between: tuple[str, ...]) -> bool:
    """Say whether two neighbours are a range without "from" or "between"."""
    if first.share != second.share:
        return False
    if len(between) == 1 and between[0] in DASHES:
        return first.unit is None or _same_unit(first.unit, second.unit or first.unit)
    rising = first.low < second.low or (first.scale == ONE and first.low < second.low / second.scale)
    core = tuple(word for word in between if word not in DASHES)
    if core == ("or",):
        return rising and first.unit is None and second.spelled == first.spelled
    if core != ("to",) or not rising:
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
    return all(tokens.shapes[step] != Shape.GAP and tokens.words[step] not in _STOPS for step in gap)


def _ratio(tokens: Tokens, first: Amount, second: Amount, between: tuple[str, ...]) -> Amount | None:
    """Read "one in five", "nine out of 10" as a percentage."""
    if between not in (("in",), ("out", "of")) or first.unit or second.unit or first.low >= second.low:
        return None
    if first.low < ONE or (second.low not in _WHOLES and second.scale < HUNDRED):
        return None
    if between == ("in",) and first.low != ONE and second.low not in _ROUND_WHOLES:
        return None
    value = HUNDRED * first.low / second.low
    return Amount(value, first.first, second.end, units.PERCENT, share=True, spelled=True)
