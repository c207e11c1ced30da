"""Reads numbers from tokens: figures, number words, multipliers, fractions and vague plurals, exactly (as decimals)."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache

from tracker.language.figure_tokens import FRACTION_SIGNS, MINUS_SIGNS, Shape, Tokens
from tracker.language.lexicon import rows

ONE = Decimal(1)
HUNDRED = Decimal(100)
VAGUE_SPAN = Decimal(10)
"""A vague plural reaches to ten of its unit: "hundreds" ends where "thousands" begins."""
MOST_DIGITS = 30
"""A longer run of digits is a serial number or a drawing; nothing that people count reaches it."""
LARGEST_SCALE = Decimal(10) ** MOST_DIGITS
"""Multipliers beyond it ("million million …") are left as words, so that every value is a finite float."""
LARGEST_DENOMINATOR = 128
"""Figures such as 9/11 and 24/7 are no fractions; 1/128 of a gallon is."""
DENOMINATORS = frozenset({2, 3, 4, 5, 6, 7, 8, 9, 10, 12, 16, 20, 32, 50, 64, 100, LARGEST_DENOMINATOR})
ARTICLES = frozenset({"a", "an"})
_SEVERAL = frozenset({"several", "few"})


@dataclass(frozen=True, slots=True)
class Number:
    """A number at tokens ``[first, end)``; ``high`` is set for a vague plural, ``scale`` is the multiplier it printed.

    ``spelled`` numbers hold no figure; a ``share`` is a part of a whole in words or as a fraction ("two-thirds").
    """

    value: Decimal
    first: int
    end: int
    scale: Decimal = ONE
    high: Decimal | None = None
    spelled: bool = False
    share: bool = False


@cache
def small_words() -> dict[str, int]:
    """Return the number words below a hundred."""
    pairs = ((row[0], int(row[1])) for row in rows("language", "number_words.tsv"))
    return {word: value for word, value in pairs if value < HUNDRED and word != "dozen"}


@cache
def scale_words() -> dict[str, Decimal]:
    """Return the words that multiply: dozen, hundred, thousand, million and so on."""
    return {row[0]: Decimal(row[1]) for row in rows("language", "number_words.tsv") if row[0] not in small_words()}


@cache
def scale_marks(*, money: bool) -> dict[str, Decimal]:
    """Return the short multipliers printed after a figure ("bn"), with the ones that hold for money alone ("m")."""
    marks = rows("language", "multipliers.tsv")
    return {row[0]: Decimal(row[1]) for row in marks if money or row[2] == "mark"}


@cache
def vague_words() -> dict[str, Decimal]:
    """Return plural number words with the number one of them stands for: ``{"hundreds": Decimal(100), …}``."""
    return {row[0]: Decimal(row[1]) for row in rows("language", "vague_numbers.tsv")}


@cache
def part_words() -> dict[str, tuple[int, bool]]:
    """Return the words for parts of a whole: how many make the whole, and whether the word is a plural."""
    table = rows("language", "fraction_words.tsv")
    return {row[plural]: (int(row[2]), bool(plural)) for row in table for plural in (0, 1)}


@cache
def starters() -> frozenset[str]:
    """Return the words a spelled number, a share or a vague plural can begin with."""
    return frozenset({*small_words(), *vague_words(), *_SEVERAL, *ARTICLES, "half"})


def _hyphen(tokens: Tokens, at: int) -> int:
    """Step over a hyphen that ties two words together."""
    return at + 1 if tokens.word(at) in MINUS_SIGNS and tokens.tight(at) and tokens.tight(at + 1) else at


def _plain_figure(printed: str) -> Decimal | None:
    """Read one figure token; ``None`` for version numbers and for pairs of numbers that are no fraction."""
    digits = "".join(char for char in printed if not char.isspace() and char != ",").replace("·", ".")
    sign = digits[-1] if digits[-1] in FRACTION_SIGNS else ""
    digits = digits.removesuffix(sign)
    if digits.count(".") > 1 or len(digits) > MOST_DIGITS:
        return None
    whole, slash, parts = digits.replace("⁄", "/").partition("/")
    if slash:
        if int(parts) not in DENOMINATORS or int(whole) >= int(parts):
            return None
        return Decimal(whole) / Decimal(parts)
    value = Decimal(digits) if digits else Decimal(0)
    return value + Decimal(str(unicodedata.numeric(sign))) if sign else value


def _scaled(tokens: Tokens, number: Number, *, money: bool) -> Number:
    """Apply the multipliers that follow ("4 hundred million", "2.5m"), and "and a half" before them."""
    scale, end = ONE, number.end
    added = Decimal(0)
    halves = _and_a_half(tokens, end)
    if halves is not None:
        added, end = halves
    while True:
        at = _hyphen(tokens, end)
        word = tokens.word(at)
        factor = scale_words().get(word)
        if factor is None and not number.spelled and at == end:
            factor = scale_marks(money=money).get(word)
            if factor is not None and not (money or tokens.tight(at) or len(word) > 1):
                factor = None
        if factor is None or scale > LARGEST_SCALE:
            break
        scale, end = scale * factor, at + 1
    return replace(number, value=(number.value + added) * scale, scale=number.scale * scale, end=end)


def _and_a_half(tokens: Tokens, at: int) -> tuple[Decimal, int] | None:
    """Read "and a half", "and three quarters" after a whole number, and a separate fraction ("3 1/2")."""
    if tokens.shape(at) == Shape.FIGURE and ("/" in tokens.words[at] or "⁄" in tokens.words[at]):
        part = _plain_figure(tokens.words[at])
        return (part, at + 1) if part is not None else None
    at = _hyphen(tokens, at)
    if tokens.word(at) != "and":
        return None
    top_at = _hyphen(tokens, at + 1)
    top = 1 if tokens.word(top_at) in ARTICLES else small_words().get(tokens.word(top_at))
    part_at = _hyphen(tokens, top_at + 1)
    whole = part_words().get(tokens.word(part_at), (0, False))[0]
    if top is None or whole not in (2, 4) or top >= whole:
        return None
    return Decimal(top) / whole, part_at + 1


def figure(tokens: Tokens, at: int, *, money: bool = False) -> Number | None:
    """Read the number that begins with the figure token ``at``, multipliers included."""
    value = _plain_figure(tokens.words[at])
    if value is None:
        return None
    printed = tokens.words[at]
    share = "/" in printed or "⁄" in printed or (printed in FRACTION_SIGNS)
    number = Number(value, at, at + 1, share=share)
    return number if share else _scaled(tokens, number, money=money)


def _below_hundred(tokens: Tokens, at: int) -> tuple[int, int] | None:
    """Read "seven", "forty-three", "forty three" as value and end."""
    value = small_words().get(tokens.word(at))
    if value is None:
        return None
    more_at = _hyphen(tokens, at + 1)
    more = small_words().get(tokens.word(more_at), 0)
    if value >= 20 and 0 < more < 10:
        return value + more, more_at + 1
    return value, at + 1


def spelled(tokens: Tokens, at: int) -> Number | None:
    """Read a number in words from token ``at``, which may be "a" before a scale ("a hundred and five")."""
    if tokens.word(at) in ARTICLES:
        return _spelled_from(tokens, at, (1, at + 1)) if tokens.word(at + 1) in scale_words() else None
    first = _below_hundred(tokens, at)
    return _spelled_from(tokens, at, first) if first else None


def _spelled_from(tokens: Tokens, at: int, first: tuple[int, int]) -> Number:
    """Go on from the first part of a spelled number through scales and further parts."""
    total, part, end = Decimal(0), Decimal(first[0]), first[1]
    largest, scaled = None, ONE
    while (scale := scale_words().get(tokens.word(_hyphen(tokens, end)))) is not None:
        if scale > HUNDRED and largest is not None and scale >= largest and part == 0:
            break
        end = _hyphen(tokens, end) + 1
        scaled = max(scaled, scale)
        if scale <= HUNDRED:
            part *= scale
        elif part == 0:
            total *= scale
        else:
            total, part, largest = total + part * scale, Decimal(0), scale
        more_at = _hyphen(tokens, end)
        more_at = _hyphen(tokens, more_at + 1) if tokens.word(more_at) == "and" else more_at
        more = _below_hundred(tokens, more_at) if scale >= HUNDRED else None
        if more is None:
            continue
        part, end = part + more[0], more[1]
    number = Number(total + part, at, end, scale=scaled, spelled=True)
    halves = _and_a_half(tokens, end)
    if halves is None or scaled != ONE:
        return number
    return _scaled(tokens, number, money=False)


def vague(tokens: Tokens, at: int) -> Number | None:
    """Read a vague plural: "hundreds", "tens of thousands", "several hundred"."""
    if tokens.word(at) in _SEVERAL and (scale := scale_words().get(tokens.word(at + 1))) is not None:
        return Number(scale, at, at + 2, scale=scale, high=scale * VAGUE_SPAN, spelled=True)
    low = vague_words().get(tokens.word(at))
    if low is None:
        return None
    end = at + 1
    while tokens.word(end) == "of" and (more := vague_words().get(tokens.word(end + 1))) is not None:
        low, end = low * more, end + 2
    return Number(low, at, end, scale=low, high=low * VAGUE_SPAN, spelled=True)


def part(tokens: Tokens, at: int) -> Number | None:
    """Read a part of a whole: "a fifth", "two-thirds", "half", "three quarters"; half a million is its own number."""
    if tokens.word(at) == "half":
        return _half(tokens, at)
    top = Number(ONE, at, at + 1) if tokens.word(at) in ARTICLES else _top(tokens, at)
    if top is None:
        return None
    part_at = _hyphen(tokens, top.end)
    found = part_words().get(tokens.word(part_at))
    if found is None or not ONE <= top.value < found[0] or found[1] != (top.value > ONE):
        return None
    if found[0] == 2:
        half = _half(tokens, part_at)
        return replace(half, first=at) if half else None
    after = part_at + 1
    if tokens.word(after) == "of" and tokens.word(after + 1) in ARTICLES and tokens.word(after + 2) in scale_words():
        scale = scale_words()[tokens.word(after + 2)]
        return Number(top.value * scale / found[0], at, after + 3, scale=scale, spelled=True)
    return Number(top.value / found[0], at, after, spelled=True, share=True)


def _top(tokens: Tokens, at: int) -> Number | None:
    value = small_words().get(tokens.word(at))
    return Number(Decimal(value), at, at + 1) if value else None


def _half(tokens: Tokens, at: int) -> Number | None:
    """Read "half", and "half a million" as a number of its own."""
    next_at = _hyphen(tokens, at + 1)
    scale_at = _hyphen(tokens, next_at + 1) if tokens.word(next_at) in ARTICLES else next_at
    scale = scale_words().get(tokens.word(scale_at))
    if scale is not None:
        return Number(scale / 2, at, scale_at + 1, scale=scale, spelled=True)
    return Number(ONE / 2, at, at + 1, spelled=True, share=True)
