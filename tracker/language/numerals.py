"""Figures in the normal form of words: one spelling for "73%", "seventy-three per cent" and "73 percent".

This evens out notation only. What a figure measures, and how exact it claims to be, is read by
``tracker.language.quantities``.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final, NamedTuple

from tracker.language.lexicon import rows

HUNDRED: Final = 100.0
LARGEST_DENOMINATOR: Final = 1000.0
""""One in 2009" is a year and no share."""


def _values(kind: str) -> dict[str, float]:
    return {row[0]: float(row[1]) for row in rows("language", "numerals.tsv") if row[2] == kind}


_SMALL: Final = _values("number")
_SCALES: Final = _values("scale")
_MARKS: Final = _values("mark") | {"": 1.0}
_PARTS: Final = _values("part")
_ORDINALS: Final = _values("ordinal")
_MONEY: Final = {row[0]: row[1] for row in rows("language", "money_words.tsv")}
_TIME_UNITS: Final = frozenset(
    unit + plural for unit in ("year", "month", "week", "day", "hour", "minute", "decade") for plural in ("", "s")
)
_PERCENT: Final = frozenset({"%", "percent", "per cent", "per-cent"})
_ARTICLE: Final = frozenset({"a", "an"})
_DIGITS: Final = re.compile(
    r"(?P<sign>[$£€]?)(?P<digits>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)"
    rf"(?P<mark>{'|'.join(sorted(_MARKS, key=len, reverse=True))})(?P<percent>%?)"
)

STARTERS: Final = frozenset(
    variant
    for word in {*_SMALL, *_SCALES, *_ORDINALS, *_PARTS, *_MONEY, *_PERCENT}
    for variant in (word, word.capitalize(), word.upper(), word.title())
)
"""Tokens, as printed, that may join their neighbours into a figure; without them every figure stands alone."""


class Figure(NamedTuple):
    """The normal words of a figure ("73 percent", "2500000 gbp", "2nd") and how many tokens it takes up."""

    normal: str
    used: int


class _Number(NamedTuple):
    value: float
    used: int
    money: str = ""
    percent: bool = False


def _print(value: float) -> str:
    return str(int(value)) if value.is_integer() else f"{value:.4f}".rstrip("0")


def _word_at(tokens: Sequence[str], at: int) -> str:
    return tokens[at] if at < len(tokens) else ""


def _small(tokens: Sequence[str], at: int) -> _Number | None:
    """Read a number below a hundred in words: "seven", "forty three"."""
    value = _SMALL.get(_word_at(tokens, at))
    if value is None:
        return None
    unit = _SMALL.get(_word_at(tokens, at + 1), 0.0)
    return _Number(value + unit, 2) if value >= 20 and 0 < unit < 10 else _Number(value, 1)


def _digits(tokens: Sequence[str], at: int) -> _Number | None:
    match = _DIGITS.fullmatch(_word_at(tokens, at))
    if match is None:
        return None
    value = float(match["digits"].replace(",", "")) * _MARKS[match["mark"]]
    return _Number(value, 1, _MONEY.get(match["sign"], ""), bool(match["percent"]))


def _number(tokens: Sequence[str], at: int) -> _Number | None:
    """Read a number: digits or words, with the scales that follow ("two hundred and five thousand", "$4.5 million")."""
    first = _digits(tokens, at) or _small(tokens, at)
    if first is None and tokens[at] in _ARTICLE and _word_at(tokens, at + 1) in _SCALES:
        first = _Number(1.0, 1)
    if first is None or first.percent:
        return first
    whole, part, used = 0.0, first.value, first.used
    while (scale := _SCALES.get(_word_at(tokens, at + used))) is not None:
        used += 1
        if scale <= HUNDRED:
            part *= scale
        else:
            whole, part = whole + part * scale, 0.0
        joined = used + (scale == HUNDRED and _word_at(tokens, at + used) == "and")
        if (more := _small(tokens, at + joined)) is not None and scale >= HUNDRED:
            part += more.value
            used = joined + more.used
    return _Number(whole + part, used, first.money)


def _share(tokens: Sequence[str], at: int) -> Figure | None:
    """Read a share in words as a percentage: "a fifth", "two thirds", "half", "one in five", "four out of five"."""
    if (
        tokens[at] == "half"
        and _word_at(tokens, at + 1) in _ARTICLE
        and (scale := _SCALES.get(_word_at(tokens, at + 2)))
    ):
        return Figure(_print(scale / 2), 3)
    if tokens[at] == "half":
        return Figure("50 percent", 1)
    top = _Number(1.0, 1) if tokens[at] in _ARTICLE else _number(tokens, at)
    if top is None:
        return None
    after = at + top.used
    if (parts := _PARTS.get(_word_at(tokens, after))) is not None and top.value < parts:
        return Figure(f"{_print(HUNDRED * top.value / parts)} percent", top.used + 1)
    gap = 1 if _word_at(tokens, after) == "in" else 2 if list(tokens[after : after + 2]) == ["out", "of"] else 0
    if not gap or (bottom := _number(tokens, after + gap) if after + gap < len(tokens) else None) is None:
        return None
    if not 0 < top.value < bottom.value <= LARGEST_DENOMINATOR or bottom.percent or bottom.money:
        return None
    if _word_at(tokens, after + gap + bottom.used) in _TIME_UNITS:
        return None
    return Figure(f"{_print(HUNDRED * top.value / bottom.value)} percent", top.used + gap + bottom.used)


def figure_at(tokens: Sequence[str], at: int) -> Figure | None:
    """Return the figure that begins at the lower-case token ``at``, or ``None``.

    >>> figure_at(["forty", "three", "million", "dollars"], 0)
    Figure(normal='43000000 usd', used=4)
    >>> figure_at(["one", "in", "five"], 0)
    Figure(normal='20 percent', used=3)
    """
    if (share := _share(tokens, at)) is not None:
        return share
    if (number := _number(tokens, at)) is None:
        ordinal = _ORDINALS.get(tokens[at])
        return None if ordinal is None else Figure(_ordinal(int(ordinal)), 1)
    after = _word_at(tokens, at + number.used)
    if (
        (ordinal := _ORDINALS.get(after)) is not None
        and ordinal < 10 <= number.value < HUNDRED
        and number.value % 10 == 0
    ):
        return Figure(_ordinal(int(number.value + ordinal)), number.used + 1)
    if number.percent or after in _PERCENT:
        return Figure(f"{_print(number.value)} percent", number.used + (after in _PERCENT))
    if number.money or after in _MONEY:
        return Figure(f"{_print(number.value)} {number.money or _MONEY[after]}", number.used + (after in _MONEY))
    return Figure(_print(number.value), number.used)


def _ordinal(number: int) -> str:
    teens = number % 100 in (11, 12, 13)
    return f"{number}{'th' if teens else {1: 'st', 2: 'nd', 3: 'rd'}.get(number % 10, 'th')}"
