"""The figures of a claim, and which of them agree, differ or point opposite ways between two claims.

Figures are aligned by what they measure (unit, and for counts the counted noun) before their values are compared.
Rounding to the printed places is allowed ("39.6" is "40"), a relative tolerance is not; years compare exactly.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Final, NamedTuple

from tracker.models import Direction, Quantity
from tracker.text.normal import Word, words
from tracker.text.numbers import DIGITS, MILLIONS
from tracker.text.quantities import bare_quantities
from tracker.text.senses import items

EARLIEST_YEAR: Final = 1500
LATEST_YEAR: Final = 2100
"""A bare four-digit number between these is read as a year where no unit says otherwise."""

SMALL: Final = 12
"""Bare numbers up to a dozen stand in many claims by chance, percentages and sums do not."""

SMALL_TELLS: Final = 0.35
YEAR_TELLS: Final = 0.5
"""How much an agreeing small number or year tells beside any other figure; an order of magnitude."""

YEAR: Final = "year of the calendar"
NUMBER: Final = "number"

SAME_PLACE: Final = 1e-9
"""Two values this close (relative) are one value written twice; floating point, no tolerance of meaning."""

_SCALES: Final = (1e12, 1e9, 1e6)
METRE: Final = "metre"
_YEAR: Final = re.compile(r"\d{4}")
_SIGN: Final = {Direction.INCREASE: 1, Direction.DECREASE: -1, Direction.NONE: 0}
_OVER: Final = frozenset({"more than", "at least"})
_UNDER: Final = frozenset({"less than", "at most", "nearly"})
_RIVAL_UNITS: Final = {"percentage_point": "percent"}
_PLAIN: Final = frozenset({"count", NUMBER})
_NOTHING_MEASURED: Final[frozenset[str]] = frozenset()

MEASURED_MEMO: Final = 1 << 12
"""Counted nouns remembered: "people", "jobs" and the like come again and again."""


class Figure(NamedTuple):
    """One figure: ``low`` to ``high`` (equal for a single value), ``family`` of unit, the last printed place ``step``.

    ``loose`` is the place of the last digit that is no zero (10 for "120"): how far "more than 120" and "about 120"
    may reach. ``normal`` is the figure in the normal form of words, ``measured`` the senses of what is counted.
    """

    family: str
    unit: str
    low: float
    high: float
    step: float
    loose: float
    direction: int
    approximator: str
    normal: str
    printed: str
    measured: frozenset[str]
    start: int
    end: int


def tells(figure: Figure) -> float:
    """Return how much it tells that two claims hold this figure: 1, less for a year or a small bare number."""
    if figure.family == YEAR:
        return YEAR_TELLS
    return SMALL_TELLS if figure.family in _PLAIN and figure.low <= SMALL else 1.0


class Comparison(NamedTuple):
    """Pairs of figures that agree, differ, or agree in value and point opposite ways; and how many stand alone."""

    agreed: tuple[tuple[Figure, Figure], ...]
    changed: tuple[tuple[Figure, Figure], ...]
    opposed: tuple[tuple[Figure, Figure], ...]
    alone: int


NOTHING: Final = Comparison((), (), (), 0)


def _places(printed: str, value: float) -> tuple[float, float]:
    """Return the last printed place of a figure and the place of its last digit that is no zero, both in ones.

    A share ("a third", "1 in 4") is exact, its places are 0; "six million" is printed to the million.
    """
    if (
        not value
        or len(DIGITS.findall(printed)) > 1
        or (value != int(value) and not any(char.isdigit() for char in printed))
    ):
        return 0.0, 0.0
    match = DIGITS.search(printed)
    if match is None:
        step = next((scale for scale in _SCALES if value % scale == 0), 1.0)
    else:
        shown = float(match[0].replace(",", "").rstrip(".")) or 1.0
        step = abs(value) / shown * 10.0 ** -len(match[1] or "")
    loose = step
    while loose < abs(value) and (abs(value) / (loose * 10)) % 1 == 0:
        loose *= 10
    return step, loose


@lru_cache(maxsize=MEASURED_MEMO)
def _senses_measured(words_printed: str) -> frozenset[str]:
    return frozenset(item.senses[0].name for item in items(words(words_printed)))


def _from_quantity(quantity: Quantity, numerals: Sequence[str]) -> Figure:
    low, high = quantity.value if isinstance(quantity.value, tuple) else (quantity.value, quantity.value)
    single = len(numerals) == 1 and low == high
    step, loose = _places(quantity.text, float(low)) if single else (0.0, 0.0)
    normal = numerals[0] if single else ""
    measured = _senses_measured(quantity.measured) if quantity.measured else _NOTHING_MEASURED
    unit = quantity.unit
    if unit == METRE and MILLIONS.fullmatch(quantity.text) and normal.isdigit():
        unit, low, high = "count", float(normal), float(normal)
    return Figure(
        _RIVAL_UNITS.get(unit, unit),
        unit,
        float(low),
        float(high),
        step,
        loose,
        _SIGN[quantity.direction],
        quantity.approximator or "",
        normal,
        quantity.text,
        measured,
        quantity.start,
        quantity.end,
    )


def _from_word(word: Word) -> Figure | None:
    """Return a figure that is no quantity: a year, an ordinal, a day of the month, the number of a thing."""
    head = word.normal.split()[0]
    digits = head.rstrip("stndrh")
    try:
        value = float(digits)
    except ValueError:
        return None
    year = _YEAR.fullmatch(digits) and EARLIEST_YEAR <= value <= LATEST_YEAR
    family = YEAR if year else NUMBER
    return Figure(
        family, family, value, value, 0.0, 0.0, 0, "", word.normal, word.normal, frozenset(), word.start, word.end
    )


def figures(text: str, found: Sequence[Word]) -> tuple[Figure, ...]:
    """Return the figures of a claim in order of the text; every numeral is one, also those that measure nothing."""
    numerals = [word for word in found if word.normal[0].isdigit()]
    measured = bare_quantities(text)
    result: list[Figure] = []
    for quantity in measured:
        inside = [word.normal for word in numerals if quantity.start <= word.start < quantity.end]
        result.append(_from_quantity(quantity, inside))
    taken = [(quantity.start, quantity.end) for quantity in measured]
    for word in numerals:
        pronoun = word.normal == "1" and text[word.start].isalpha()
        if pronoun or any(start < word.end and word.start < end for start, end in taken):
            continue
        figure = _from_word(word)
        if figure is not None:
            result.append(figure)
    return tuple(sorted(result, key=lambda figure: figure.start))


def _same_value(a: Figure, b: Figure) -> bool:
    """Say whether two values are one, rounding allowed; a range holds both its ends ("from 40 to 55", "to 55")."""
    if a.normal and a.normal == b.normal:
        return True
    if (a.low == a.high) != (b.low == b.high):
        ranged, single = (a, b) if a.low != a.high else (b, a)
        return single.low in (ranged.low, ranged.high)
    coarse, fine = (a, b) if a.step >= b.step else (b, a)
    for one, other in ((coarse.low, fine.low), (coarse.high, fine.high)):
        if abs(one - other) <= SAME_PLACE * max(abs(one), abs(other)):
            continue
        if fine.step >= coarse.step or not _rounds_to(other, one, coarse.step):
            return False
    return True


def _rounds_to(value: float, rounded: float, step: float) -> bool:
    return rounded - step / 2 <= value < rounded + step / 2


def _compatible(a: Figure, b: Figure) -> bool:
    """Say whether an approximation holds the other value: "more than 120" holds 127, "nearly 120" does not."""
    if a.approximator == b.approximator or (a.approximator and b.approximator):
        return False
    vague, exact = (a, b) if a.approximator else (b, a)
    low, high = vague.low, vague.high
    if vague.approximator in _OVER:
        return high <= exact.low < high + vague.loose
    if vague.approximator in _UNDER:
        return low - vague.loose < exact.low <= low
    return low - vague.loose / 2 <= exact.low <= high + vague.loose / 2


def _comparable(a: Figure, b: Figure) -> bool:
    if a.family != b.family:
        return a.family in _PLAIN and b.family in _PLAIN
    return True


def _opposed(a: Figure, b: Figure) -> bool:
    if a.direction * b.direction < 0:
        return True
    return (a.approximator in _OVER and b.approximator in _UNDER) or (
        a.approximator in _UNDER and b.approximator in _OVER
    )


def _fit(a: Figure, b: Figure) -> bool:
    """Say whether two figures can be one figure told twice; a bare number may stand for one with a unit."""
    if a.unit != b.unit and not (a.family in _PLAIN or b.family in _PLAIN):
        return a.normal == b.normal != "" and "percent" not in a.normal
    return _same_value(a, b) or (_comparable(a, b) and _compatible(a, b))


def compare(ones: Sequence[Figure], others: Sequence[Figure]) -> Comparison:
    """Align the figures of two claims and compare them; mirrored arguments give the mirrored result."""
    if not ones or not others:
        return NOTHING._replace(alone=len(ones) + len(others)) if ones or others else NOTHING
    free_a, free_b = list(ones), list(others)
    agreed: list[tuple[Figure, Figure]] = []
    opposed: list[tuple[Figure, Figure]] = []
    for strict in (True, False):
        for a in tuple(free_a):
            for b in free_b:
                if _fit(a, b) and (not strict or (a.direction == b.direction and a.approximator == b.approximator)):
                    (opposed if _opposed(a, b) else agreed).append((a, b))
                    free_a.remove(a)
                    free_b.remove(b)
                    break
    changed: list[tuple[Figure, Figure]] = []
    for related in (True, False):
        for a in tuple(free_a):
            for b in free_b:
                if _comparable(a, b) and (not related or not a.measured.isdisjoint(b.measured)):
                    changed.append((a, b))
                    free_a.remove(a)
                    free_b.remove(b)
                    break
    return Comparison(tuple(agreed), tuple(changed), tuple(opposed), len(free_a) + len(free_b))
