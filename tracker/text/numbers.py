"""Numbers in figures and words, exactly (as decimals), their normal notation, and the units printed beside them.

The first part reads numbers from tokens for quantities: figures, number words, multipliers, fractions, vague plurals.
The second gives figures one spelling for the normal form of words, quickly: “73%”, “seventy-three per cent” and “73
percent” are one. It evens out notation only; what a figure measures, and how exact it claims to be, is read by
``tracker.text.quantities``. Both read the same words, and a property test holds them to the same values. Units stand in
data/units.tsv, currencies in data/currencies.tsv.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum
from functools import cache
from typing import Final, NamedTuple

from tracker.text.lexicon import rows
from tracker.text.words import RAISED, SOFT_HYPHEN

PERCENT = "percent"
COUNT = "count"
METRE = "metre"
YEAR_OF_AGE = "year of age"
AMBIGUOUS_POUND = "pound"
"""Money or weight: the words around decide, and where they do not it stays open."""


@cache
def kinds() -> dict[str, str]:
    """Return the kind of each unit: ``time``, ``length``, ``share``, ``money`` and so on."""
    measured = {row[0]: row[1] for row in rows("text", "units.tsv")}
    return measured | {row[0]: "money" for row in rows("text", "currencies.tsv")}


def _fields(row: tuple[str, ...], at: int) -> list[str]:
    return [form.strip() for form in row[at].split("|") if form.strip()] if len(row) > at else []


@cache
def words() -> dict[str, str]:
    """Return unit names by lower-case words, singular and plural."""
    forms: dict[str, str] = {}
    for row in rows("text", "units.tsv"):
        for form in _fields(row, 2):
            forms.setdefault(form, row[0])
            forms.setdefault(form + "s", row[0])
    for row in rows("text", "currencies.tsv"):
        for form in _fields(row, 2):
            forms.setdefault(form, row[0])
    return forms


@cache
def symbols() -> dict[str, str]:
    """Return unit names by symbols, exactly as printed ("m" is a metre, "M" is not)."""
    return {symbol: row[0] for row in rows("text", "units.tsv") for symbol in _fields(row, 3)}


@cache
def _marks() -> dict[str, str]:
    return {mark.replace(" ", ""): row[0] for row in rows("text", "currencies.tsv") for mark in _fields(row, 1)}


def money_marks() -> tuple[str, ...]:
    """Return the marks printed before a sum of money, longest first."""
    marks = {mark for row in rows("text", "currencies.tsv") for mark in _fields(row, 1)}
    return tuple(sorted(marks, key=lambda mark: (-len(mark), mark)))


def currency_of(mark: str) -> str:
    """Return the currency of a mark before a sum: ``"US$"`` is ``"usd"``."""
    return _marks()["".join(mark.split())]


@cache
def longest_form() -> int:
    """Return how many tokens the longest form of a unit can take."""
    return max(len(form.replace("-", " - ").replace("/", " / ").split()) for form in (*words(), *symbols()))


SPACES = r"[ \u00a0\u2009\u202f]"
"""Blanks that printers put between groups of three digits: space, no-break space, thin space, narrow no-break space."""
FRACTION_SIGNS = "½⅓⅔¼¾⅕⅖⅗⅘⅙⅚⅛⅜⅝⅞"
MINUS_SIGNS = frozenset("-−–‐‑")
DASHES = MINUS_SIGNS | {"—"}
LONG_ONLY = frozenset({"PS", "R"})
"""Marks of money that name other things before short figures: "PS" is the pound sign of plain-ASCII wire copies."""
_FIGURE = rf"""
    (?:\d{{1,3}}(?:,\d{{3}})+(?!\d)            # 7,140
      |[1-9]\d{{0,2}}(?:{SPACES}\d{{3}})+(?!\d|{SPACES}\d)  # 7 140
      |\d+[/⁄]\d+(?![\d/⁄])                    # 1/16
      |\d+)
    (?:[.·]\d+(?:\.\d+)*)?                     # decimals; more than one point makes a version number
    (?:{SPACES}?[{FRACTION_SIGNS}])?
    |[.·]\d+
    |[{FRACTION_SIGNS}]
"""


class Shape(StrEnum):
    """What a token is made of."""

    FIGURE = "figure"
    MONEY = "money"
    WORD = "word"
    MARK = "mark"
    GAP = "gap"


@dataclass(frozen=True, slots=True)
class Tokens:
    """The tokens of one text, side by side: lower-case words (curly apostrophes straightened), shapes and offsets."""

    text: str
    words: tuple[str, ...]
    shapes: tuple[str, ...]
    starts: tuple[int, ...]
    ends: tuple[int, ...]

    def tight(self, at: int) -> bool:
        """Say whether token ``at`` touches the one before it."""
        return 0 < at < len(self.words) and self.starts[at] == self.ends[at - 1]

    def word(self, at: int) -> str:
        """Return the lower-case word ``at``, empty outside the text."""
        return self.words[at] if 0 <= at < len(self.words) else ""

    def printed(self, at: int) -> str:
        """Return token ``at`` as printed, empty outside the text."""
        return self.text[self.starts[at] : self.ends[at]] if 0 <= at < len(self.words) else ""

    def shape(self, at: int) -> str:
        """Return the shape of token ``at``; outside the text there is a gap."""
        return self.shapes[at] if 0 <= at < len(self.words) else Shape.GAP


def _before_figure(mark: str) -> str:
    """Let letters mark money only before a figure; "PS" and "R" only before a long one: PS5 and R18 are no sums."""
    figure = (
        rf"\d[\d,]*(?:[.,]\d|{SPACES}?(?:[bt]n|[mbtr]+illion|m)\b)" if mark in LONG_ONLY else rf"{SPACES}?[-−]?[.\d]"
    )
    return rf"(?<!\w){re.escape(mark)}(?={figure})"


@cache
def _pattern() -> re.Pattern[str]:
    marks = "|".join(
        re.escape(mark).replace(r"\ ", f"{SPACES}?") if not mark[-1].isalpha() else _before_figure(mark)
        for mark in money_marks()
    )
    first = "".join(sorted({mark[0] for mark in money_marks()}))
    return re.compile(
        rf"""(?=\n)(?P<gap>\n\s*\n)
        |(?=[\d.·{FRACTION_SIGNS}])(?P<figure>{_FIGURE})
        |(?=[{re.escape(first)}])(?P<money>{marks})
        |(?P<word>[{"".join(RAISED)}]+|(?:[^\W\d_]\.){{2,}}|[^\W\d_][\w{SOFT_HYPHEN}]*(?:['’](?!\s)\w+)*)
        |(?P<mark>\S)""",
        re.VERBOSE,
    )


def tokenise(text: str) -> Tokens:
    """Split ``text`` into tokens; a blank line is a token too, for nothing is read across it."""
    found = [(match[0].lower(), match.lastgroup or Shape.MARK, *match.span()) for match in _pattern().finditer(text)]
    words, shapes, starts, ends = zip(*found, strict=True) if found else ((), (), (), ())
    if "’" in text or SOFT_HYPHEN in text:
        words = tuple([word.replace("’", "'").replace(SOFT_HYPHEN, "") for word in words])
    return Tokens(text, words, shapes, starts, ends)


ONE = Decimal(1)
HUNDRED = Decimal(100)
MILLION = Decimal(1_000_000)
VAGUE_SPAN = Decimal(10)
"""A vague plural reaches to ten of its unit: "hundreds" ends where "thousands" begins."""
MOST_NOTED = 30
"""A longer run of digits is a serial number or a drawing; nothing that people count reaches it."""
LARGEST_SCALE = Decimal(10) ** MOST_NOTED
"""Multipliers beyond it ("million million …") are left as words, so that every value is a finite float."""
LARGEST_DENOMINATOR = 128
"""Figures such as 9/11 and 24/7 are no fractions; 1/128 of a gallon is."""
DENOMINATORS = frozenset({2, 3, 4, 5, 6, 7, 8, 9, 10, 12, 16, 20, 32, 50, 64, 100, LARGEST_DENOMINATOR})
QUARTERS = 4
"""Parts that stand before a multiplier without "of a": "a quarter million"; a third million is the one after two."""
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
def _values(*kinds: str) -> dict[str, Decimal]:
    return {form: Decimal(value) for form, value, kind in rows("text", "number_words.tsv") if kind in kinds}


@cache
def small_words() -> dict[str, int]:
    """Return the number words below a hundred."""
    return {word: int(value) for word, value in _values("number").items()}


def times(printed: str) -> Decimal | None:
    """Return the number that a word or figure before "fold" prints: "three", "20", "hundred"."""
    if printed.isdecimal() and len(printed) <= MOST_NOTED:
        return Decimal(printed)
    return Decimal(small_words()[printed]) if printed in small_words() else scale_words().get(printed)


@cache
def scale_words() -> dict[str, Decimal]:
    """Return the words that multiply: dozen, hundred, thousand, million and so on."""
    return _values("scale")


@cache
def scale_marks(*, money: bool) -> dict[str, Decimal]:
    """Return the short multipliers printed after a figure ("bn"), with the ones that hold for money alone ("m")."""
    return _values("mark", "short", "money") if money else _values("mark")


@cache
def vague_words() -> dict[str, Decimal]:
    """Return plural number words with the number one of them stands for: ``{"hundreds": Decimal(100), …}``."""
    return _values("vague")


@cache
def part_words() -> dict[str, tuple[int, bool]]:
    """Return the words for parts of a whole: how many make the whole, and whether the word is a plural."""
    return {form: (int(value), kind == "parts") for kind in ("part", "parts") for form, value in _values(kind).items()}


@cache
def starters() -> frozenset[str]:
    """Return the words a spelled number, a share or a vague plural can begin with."""
    return frozenset({*small_words(), *vague_words(), *_SEVERAL, *ARTICLES, "half"})


def _hyphen(tokens: Tokens, at: int) -> int:
    """Step over a hyphen that ties two words together."""
    return at + 1 if tokens.word(at) in MINUS_SIGNS and tokens.tight(at) and tokens.tight(at + 1) else at


def _plain_figure(printed: str) -> Decimal | None:
    """Read one figure token; ``None`` for version numbers and for pairs of numbers that are no fraction ("8/8.5")."""
    digits = "".join(char for char in printed if not char.isspace() and char != ",").replace("·", ".")
    sign = digits[-1] if digits[-1] in FRACTION_SIGNS else ""
    digits = digits.removesuffix(sign)
    if digits.count(".") > 1 or len(digits) > MOST_NOTED:
        return None
    whole, slash, parts = digits.replace("⁄", "/").partition("/")
    if slash:
        if not (whole.isdecimal() and parts.isdecimal()):
            return None
        if int(parts) not in DENOMINATORS or int(whole) >= int(parts):
            return None
        return Decimal(whole) / Decimal(parts)
    value = Decimal(digits) if digits else Decimal(0)
    return value + Decimal(str(unicodedata.numeric(sign))) if sign else value


TEN: Final = "10"
"""What powers are printed of: a raised figure behind any other number is the mark of a note."""
LARGEST_EXPONENT: Final = MOST_NOTED
_LOWERED: Final = str.maketrans(RAISED)


def exponent(printed: str) -> int | None:
    """Return the number that raised figures print, ``None`` for anything else.

    >>> exponent("⁶"), exponent("⁻³"), exponent("6")
    (6, -3, None)
    """
    if not printed or not all(sign in RAISED for sign in printed):
        return None
    plain = printed.translate(_LOWERED)
    return int(plain) if plain.removeprefix("+").removeprefix("-").isdecimal() else None


def _power(tokens: Tokens, at: int) -> Decimal | None:
    """Return the power of ten that token ``at`` begins ("10⁶")."""
    if tokens.word(at) != TEN or not tokens.tight(at + 1):
        return None
    power = exponent(tokens.word(at + 1))
    return Decimal(TEN) ** power if power is not None and abs(power) <= LARGEST_EXPONENT else None


def _scaled(tokens: Tokens, number: Number, *, money: bool) -> Number:
    """Apply the multipliers that follow ("4 hundred million", "2.5m", "× 10⁶"), and "and a half" before them."""
    scale, end = ONE, number.end
    if tokens.word(end) in ("×", "x") and (power := _power(tokens, end + 1)) is not None:
        return replace(number, value=number.value * power, scale=number.scale * power, end=end + 3)
    added = Decimal(0)
    halves = and_a_half(tokens, end)
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


def and_a_half(tokens: Tokens, at: int) -> tuple[Decimal, int] | None:
    """Read "and a half", "and three quarters" after a whole number, and a separate fraction ("3 1/2")."""
    if tokens.shape(at) == Shape.FIGURE and ("/" in tokens.words[at] or "⁄" in tokens.words[at]):
        part = _plain_figure(tokens.words[at])
        return (part, at + 1) if part is not None else None
    at = _hyphen(tokens, at)
    if tokens.word(at) != "and":
        return None
    top_at = _hyphen(tokens, at + 1)
    if tokens.word(top_at) == "half":
        return ONE / 2, top_at + 1
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
    if (power := _power(tokens, at)) is not None:
        return Number(power, at, at + 2, scale=power)
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
    halves = and_a_half(tokens, end)
    if halves is None:
        return number
    if scaled == ONE:
        return _scaled(tokens, number, money=False)
    added = scaled > HUNDRED and tokens.word(end - 1) in scale_words()
    return replace(number, value=number.value + halves[0] * scaled, end=halves[1]) if added else number


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
    of_a = tokens.word(after) == "of" and tokens.word(after + 1) in ARTICLES
    scale_at = after + 2 if of_a else _hyphen(tokens, after)
    scale = scale_words().get(tokens.word(scale_at)) if of_a or found[0] == QUARTERS else None
    if scale is not None:
        return Number(top.value * scale / found[0], at, scale_at + 1, scale=scale, spelled=True)
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


# The normal notation of figures

LARGEST_BASE: Final = 1000.0
""""One in 2009" is a year and no share."""
_HUNDRED: Final = float(HUNDRED)
MOST_PARTS: Final = 10
""""A twentieth century house" is no share."""
_VAGUE_ALONE: Final = frozenset({"dozens", "tens", "scores", "hundreds"})
"""Vague plurals behind which no number is scaled: "two hundreds" is not said, "two thousands" is."""


_SMALL: Final = {word: float(value) for word, value in small_words().items()}
_SCALES: Final = {
    word: float(value) for word, value in (_values("scale") | _values("vague")).items() if word not in _VAGUE_ALONE
}
_MARKS: Final = {form: float(value) for form, value in _values("mark", "short").items()} | {"": 1.0}
_PARTS: Final = {word: float(whole) for word, (whole, _) in part_words().items() if whole <= MOST_PARTS}
_ORDINALS: Final = {word: float(value) for word, value in _values("ordinal").items()}
_MONEY: Final = {row[0]: row[1] for row in rows("text", "money_words.tsv")}
_SPANS_OF_TIME: Final = frozenset(
    unit + plural for unit in ("year", "month", "week", "day", "hour", "minute", "decade") for plural in ("", "s")
)
_PERCENT: Final = frozenset({"%", "percent", "per cent", "per-cent"})
_NOTED: Final = re.compile(
    r"(?P<sign>[$£€]?)(?P<digits>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)"
    rf"(?P<mark>{'|'.join(sorted(_MARKS, key=len, reverse=True))})(?P<percent>%?)"
)

CELL: Final = re.compile(r"[-+–−(]?[£$€]?\d[\d,. ]*(?:%|m|bn|k|pp)?\)?|-|–|n/a", re.IGNORECASE)
"""A figure in a cell of a table, or what stands for one that is missing."""
DIGITS: Final = re.compile(r"\d[\d,]*(?:\.(\d+))?")
"""The digits of a printed figure, its decimals apart."""
MILLIONS: Final = re.compile(r"[\d,.]+m")
"""A figure with "m" behind it, which is a million or a metre."""
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


class _Noted(NamedTuple):
    value: float
    used: int
    money: str = ""
    percent: bool = False


def _print(value: float) -> str:
    return str(int(value)) if value.is_integer() else f"{value:.4f}".rstrip("0")


def _word_at(tokens: Sequence[str], at: int) -> str:
    return tokens[at] if at < len(tokens) else ""


def _small(tokens: Sequence[str], at: int) -> _Noted | None:
    """Read a number below a hundred in words: "seven", "forty three"."""
    value = _SMALL.get(_word_at(tokens, at))
    if value is None:
        return None
    unit = _SMALL.get(_word_at(tokens, at + 1), 0.0)
    return _Noted(value + unit, 2) if value >= 20 and 0 < unit < 10 else _Noted(value, 1)


def _digits(tokens: Sequence[str], at: int) -> _Noted | None:
    match = _NOTED.fullmatch(_word_at(tokens, at))
    if match is None:
        return None
    value = float(match["digits"].replace(",", "")) * _MARKS[match["mark"]]
    return _Noted(value, 1, _MONEY.get(match["sign"], ""), bool(match["percent"]))


def _number(tokens: Sequence[str], at: int) -> _Noted | None:
    """Read a number: digits or words, with the scales that follow ("two hundred and five thousand", "$4.5 million")."""
    first = _digits(tokens, at) or _small(tokens, at)
    if first is None and tokens[at] in ARTICLES and _word_at(tokens, at + 1) in _SCALES:
        first = _Noted(1.0, 1)
    if first is None or first.percent:
        return first
    whole, part, used = 0.0, first.value, first.used
    while (scale := _SCALES.get(_word_at(tokens, at + used))) is not None:
        used += 1
        if scale <= _HUNDRED:
            part *= scale
        else:
            whole, part = whole + part * scale, 0.0
        joined = used + (scale >= _HUNDRED and _word_at(tokens, at + used) == "and")
        if (more := _small(tokens, at + joined)) is not None and scale >= _HUNDRED:
            part += more.value
            used = joined + more.used
    return _Noted(whole + part, used, first.money)


def _share(tokens: Sequence[str], at: int) -> Figure | None:
    """Read a share in words as a percentage: "a fifth", "two thirds", "half", "one in five", "four out of five"."""
    if (
        tokens[at] == "half"
        and _word_at(tokens, at + 1) in ARTICLES
        and (scale := _SCALES.get(_word_at(tokens, at + 2)))
    ):
        return Figure(_print(scale / 2), 3)
    if tokens[at] == "half":
        return Figure("50 percent", 1)
    top = _Noted(1.0, 1) if tokens[at] in ARTICLES else _number(tokens, at)
    if top is None:
        return None
    after = at + top.used
    if (parts := _PARTS.get(_word_at(tokens, after))) is not None and top.value < parts:
        return Figure(f"{_print(_HUNDRED * top.value / parts)} percent", top.used + 1)
    gap = 1 if _word_at(tokens, after) == "in" else 2 if list(tokens[after : after + 2]) == ["out", "of"] else 0
    if not gap or (bottom := _number(tokens, after + gap) if after + gap < len(tokens) else None) is None:
        return None
    if not 0 < top.value < bottom.value <= LARGEST_BASE or bottom.percent or bottom.money:
        return None
    if _word_at(tokens, after + gap + bottom.used) in _SPANS_OF_TIME:
        return None
    return Figure(f"{_print(_HUNDRED * top.value / bottom.value)} percent", top.used + gap + bottom.used)


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
        and ordinal < 10 <= number.value < _HUNDRED
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
