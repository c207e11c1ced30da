"""Computed notes: what two figures of one sentence imply, marked as computed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final

from tracker.models import Direction, Quantity

MARK: Final = "Computed: "
PERCENT: Final = "percent"
WHOLE: Final = 100.0
LARGEST_CHANGE: Final = 1000.0
"""Per cent; beyond a tenfold change "times" is what people say, and the figures are seldom of one kind."""
_AGE: Final = "of age"
_SIGNS: Final = {"gbp": "£", "usd": "$", "eur": "€"}
_APPOSED: Final = re.compile(
    r"^[^.;:!?]{0,60}?(?:[,–—(]|\s-|\bwhich (?:is|was)\b|\bthat is\b)\s*(?:which (?:is|was)\s+)?"
    r"(?:(?:a|an)\s+(?:\w+\s+)?(?:increase|rise|fall|drop|decrease|decline|reduction|growth|jump|surge)\s+of"
    r"|up|down|a|an)\s+(?:by\s+|about\s+)?$",
    re.IGNORECASE,
)
"""A change set beside its level: "7,140 assaults – an increase of" 19.1%."""
_TO: Final = re.compile(r"^\s+to\s+$", re.IGNORECASE)
_FROM: Final = re.compile(r"^[^.;:!?,]{0,40}?\s+from\s+(?:the\s+)?$", re.IGNORECASE)
_COMPARED: Final = re.compile(r"^[^.;:!?]{0,60}?\bcompared (?:with|to)\s+$", re.IGNORECASE)
_OUT_OF: Final = re.compile(r"^\s+(?:out\s+)?of\s+(?:the\s+|its\s+|their\s+|our\s+|all\s+)?$", re.IGNORECASE)
_REACHED: Final = re.compile(r"\bto\s+$", re.IGNORECASE)
_MOVED: Final = re.compile(
    r"\b(?:went|gone|goes|going|moved|moves|changed|changes)\b[^.;:!?,]{0,40}\bfrom\s+$", re.IGNORECASE
)
_LOOKBACK: Final = 60
"""Characters before a figure in which the verb of its move stands."""


def notes(text: str, quantities: Sequence[Quantity]) -> tuple[str, ...]:
    """Return what the quantities of one sentence imply, as sentences that begin with "Computed:".

    ``quantities`` are those of the sentence, in order; their offsets count in ``text``, which may be the sentence or
    the whole document. Exact figures only: "more than 7,000, up 19%" implies nothing that could be printed.

    >>> from tracker.language.quantities import quantities
    >>> sentence = "There were 7,140 assaults, an increase of 19.1% on the previous year."
    >>> notes(sentence, quantities(sentence))
    ('Computed: 7,140 assaults after an increase of 19.1 per cent means about 5,995 before.',)
    """
    exact = [quantity for quantity in quantities if _is_exact(quantity)]
    moves = [note for quantity in exact if (note := _move(text, quantity))]
    return (*moves, *_pairs(text, [quantity for quantity in exact if isinstance(quantity.value, int | float)]))


def _is_exact(quantity: Quantity) -> bool:
    return quantity.approximator in (None, "about") and not quantity.unit.endswith(_AGE)


def _pairs(text: str, exact: Sequence[Quantity]) -> Iterator[str]:
    for first, second in pairwise(exact):
        between = text[first.end : second.start]
        note = (
            _level_and_change(between, first, second)
            or _change_and_level(between, first, second)
            or _levels(text, between, first, second)
            or _part(between, first, second)
        )
        if note:
            yield MARK + note


def _level_and_change(between: str, level: Quantity, change: Quantity) -> str | None:
    """Read "7,140 assaults, an increase of 19.1%": the level before the change."""
    if level.unit == PERCENT or not _is_change(change) or not _APPOSED.match(between):
        return None
    return _before(level, change)


def _change_and_level(between: str, change: Quantity, level: Quantity) -> str | None:
    """Read "rose 5 per cent to 120" and "fell 10 per cent from 500"."""
    if not _is_change(change) or level.unit == PERCENT:
        return None
    if _TO.match(between):
        return _before(level, change)
    if _FROM.match(between):
        after = _number(level) * _factor(change)
        return f"{_printed(level)}, {_change(change)} later, is about {_amount(after, level)}."
    return None


def _levels(text: str, between: str, first: Quantity, second: Quantity) -> str | None:
    """Read "rose to 60 from 40" and "120 cases, compared with 100"."""
    if first.unit != second.unit:
        return None
    reached = _REACHED.search(text, max(0, first.start - _LOOKBACK), first.start) and _FROM.match(between)
    if not reached and not _COMPARED.match(between):
        return None
    return _difference(_number(second), _number(first), first)


def _part(between: str, part: Quantity, whole: Quantity) -> str | None:
    """Read "30 of the 120 officers"."""
    of = _OUT_OF.match(between) and part.unit == whole.unit != PERCENT
    if not of or not 0 < _number(part) < _number(whole):
        return None
    share = WHOLE * _number(part) / _number(whole)
    return f"{_plain(_number(part))} of {_plain(_number(whole))} is {_rounded(share)} per cent."


def _move(text: str, quantity: Quantity) -> str | None:
    """Read "rose from 40 to 60"; a mere span ("from 40 to 60 pages") is no move."""
    if isinstance(quantity.value, int | float):
        return None
    moved = quantity.direction is not Direction.NONE
    if not moved and not _MOVED.search(text, max(0, quantity.start - _LOOKBACK), quantity.start):
        return None
    note = _difference(*quantity.value, quantity)
    return MARK + note if note else None


def _difference(before: float, after: float, like: Quantity) -> str | None:
    """Say how much ``after`` differs from ``before``, two levels of one unit."""
    if before <= 0 or after < 0 or before == after:
        return None
    change = WHOLE * (after - before) / before
    if abs(change) > LARGEST_CHANGE:
        return None
    kind = "an increase" if change > 0 else "a decrease"
    points = f"{_rounded(abs(after - before))} percentage points, or " if like.unit == PERCENT else ""
    return (
        f"from {_amount(before, like)} to {_amount(after, like)} is {kind} of {points}{_rounded(abs(change))} per cent."
    )


def _before(level: Quantity, change: Quantity) -> str | None:
    if (factor := _factor(change)) <= 0:
        return None
    return f"{_printed(level)} after {_change(change)} means about {_amount(_number(level) / factor, level)} before."


def _is_change(quantity: Quantity) -> bool:
    return quantity.unit == PERCENT and quantity.direction is not Direction.NONE and _number(quantity) > 0


def _factor(change: Quantity) -> float:
    sign = 1 if change.direction is Direction.INCREASE else -1
    return 1 + sign * _number(change) / WHOLE


def _number(quantity: Quantity) -> float:
    return quantity.value[0] if isinstance(quantity.value, tuple) else quantity.value


def _change(quantity: Quantity) -> str:
    kind = "an increase" if quantity.direction is Direction.INCREASE else "a decrease"
    return f"{kind} of {_rounded(_number(quantity))} per cent"


def _printed(quantity: Quantity) -> str:
    amount = _amount(_number(quantity), quantity)
    return f"{amount} {quantity.measured}" if quantity.measured else amount


def _amount(value: float, like: Quantity) -> str:
    """Print a value in the unit of another: counts in whole numbers, money with its sign."""
    unit, _, rate = like.unit.partition(" per ")
    suffix = f" per {rate}" if rate else ""
    if unit == "count":
        return _plain(round(value) if value >= 1 else value)
    if unit == PERCENT:
        return f"{_rounded(value)} per cent"
    if unit in _SIGNS:
        return _SIGNS[unit] + _plain(value) + suffix
    return f"{_plain(value)} {unit}{suffix}"


def _plain(value: float) -> str:
    """Print whole numbers and large ones without decimals, others with two at most."""
    return f"{value:,.0f}" if value == int(value) or abs(value) >= WHOLE else f"{value:,.2f}".rstrip("0").rstrip(".")


def _rounded(value: float) -> str:
    return f"{value:,.1f}".removesuffix(".0")
