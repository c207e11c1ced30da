"""Note marks: the raised figure or bracket behind a word, a figure or a full stop that points to a note.

A mark is printed in one of four ways, and all rooms ask here for all of them: raised figures ("40¹", "Pole.⁶"), which
is also how the readers of HTML, Word and OpenDocument files write what those raise; brackets ("40[1]",
"40[footnote 1]"); Markdown's "40[^1]"; and HTML's tags in a text that no reader of HTML has read ("40<sup>1</sup>").
A raised figure behind ten or a unit of length is a power: "10⁶", "m²".
"""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from tracker.text.numbers import TEN, exponent, kinds, symbols
from tracker.text.words import MONEY, RAISED

_RAISED_LETTERS: Final = dict(zip("abcdefghijklmnoprstuvwxyz", "ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻ", strict=True))
_RAISE: Final = str.maketrans({plain: mark for mark, plain in RAISED.items()})
_LOWER: Final = str.maketrans(RAISED)
_RAISED: Final = "".join(RAISED)
_RAISED_FIGURES: Final = _RAISED[:10]
_MARK_LETTERS: Final = "".join(_RAISED_LETTERS.values())
_FIGURES: Final = re.compile(r"[+\-−]?\d{1,3}(?:\s*[,;–-]\s*\d{1,3})*")
_BRACKETS: Final = re.compile(r"[\[(]\s*|\s*[\])]")
_BETWEEN: Final = re.compile(r"\]\s*\[|\)\s*\(")
_TRADE: Final = {"TM": "™", "SM": "℠", "R": "®", "(R)": "®"}
_DIGIT: Final = re.compile(r"\d")
_LETTERS: Final = re.compile(r"[a-z]|[ivx]{2,4}")
_FRACTION: Final = re.compile(rf"(?<![{_RAISED_FIGURES}])([{_RAISED_FIGURES}]+)([/⁄])([\d₀-₉]+)")
_SUNK: Final = str.maketrans("₀₁₂₃₄₅₆₇₈₉", "0123456789")
_SINK: Final = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")
_BRACKET: Final = r"\[\d{1,3}(?:[,–-][ ]?\d{1,3})*\]"
_MARK: Final = re.compile(
    rf"""
      \[\^[^\[\]\s]{{1,40}}\]:?                                        # Markdown: 40[^1]
    | [ \xa0]?\[(?:foot|end)?(?:note|n\.?|fn\.?)[ \xa0]?\d{{1,3}}(?::[^\[\]]{{1,200}})?\]  # 40[footnote 1], 40 [note 2]
    | (?:(?<=[\w.,;:!?)\]”’%»])|(?<=[\w.,!?]["'])){_BRACKET}(?![\w(])       # Pole.[6]
    | [ \xa0]{_BRACKET}(?=[.,;:!?)]|\s*\Z|[ ]*\n)                        # Pole [6].
    | [ \xa0]?\[citation[ ]needed\]
    | <sup\b[^<>]{{0,80}}>(?:<a\b[^<>]{{0,200}}>)?(?!(?:st|nd|rd|th|tm|r)<)(?P<above>[^<>]{{1,20}})(?:</a>)?</sup>
    | <sub>(?P<below>\d{{1,3}})</sub>                                    # CO<sub>2</sub>: no mark, and no figure
    | (?<=[\da-z])\^(?P<typed>[+\-−]?\d{{1,2}})(?![\w^])                  # 10^6, 5 m^2
    | (?<=[\w.,;:!?)\]”’%»])[†‡]+
    | [{_RAISED}]+(?:[,;–-][ ]?[{_RAISED}]+)*(?![/⁄])
    | (?<=[\d%.,;:!?”’"'»)])(?:[{_MARK_LETTERS}]{{1,4}}|\[[a-z]\])(?!\w)
    """,
    re.VERBOSE | re.IGNORECASE,
)
_ANY: Final = re.compile(rf"\[(?=[\^\da-zA-Z])|<(?=[sS][uU][pPbB])|\^(?=[\d+−-])|[†‡{_RAISED}{_MARK_LETTERS}]")
_WORD_BEFORE: Final = re.compile(r"(?<![^\W\d_])(?<!['’])[^\W\d_]+\Z")
_FIGURE_BEFORE: Final = re.compile(r"[\d.,]+\Z")
_SUM_BEFORE: Final = re.compile(rf"[{MONEY}][\d.,]+[a-z]+\Z")
_SHARE_BEHIND: Final = re.compile(r"\s?(?:%|per[\s-]?cent)", re.IGNORECASE)
_CUBE: Final = 3
MOST_BEFORE: Final = 16
"""Characters before a raised figure in which its base stands."""


def raised(words: str, before: str) -> str:
    """Return what a format raises as it is to be written behind the text ``before``.

    Figures become raised figures, a lone letter or a Roman figure behind a figure or a stop raised letters, the letters
    of a trade mark its sign; letters behind a name stand apart, and words and the endings of ordinals stay as they are.

    >>> raised("1", "rose to 40"), raised("[note 3]", "Pole."), raised("st", "the 1"), raised("a", "40%")
    ('¹', '[note 3]', 'st', 'ᵃ')
    """
    bare = _BRACKETS.sub("", _BETWEEN.sub(",", words.strip()))
    if _FIGURES.fullmatch(bare):
        sign = bare[0].replace("−", "-")
        return sign.translate(_RAISE) + _DIGIT.sub(lambda digit: digit.group().translate(_RAISE), bare[1:])
    if _LETTERS.fullmatch(bare) and before[-1:] and not before[-1].isalpha() and not before[-1].isspace():
        return "".join(_RAISED_LETTERS.get(letter, letter) for letter in bare)
    behind_name = before[-1:].isalpha() and bare.isupper() and len(bare) > 1
    return _TRADE.get(words.strip()) or (f" {words}" if behind_name else words)


def with_fractions(text: str) -> str:
    """Return a text with the fractions in plain figures whose upper figure was raised.

    >>> with_fractions("up ¹/2 a point, and ³⁄₄ of it")
    'up 1/2 a point, and 3⁄4 of it'
    """
    return _FRACTION.sub(lambda part: part[1].translate(_LOWER) + part[2] + part[3].translate(_SUNK), text)


def without_marks(text: str) -> str:
    """Return ``text`` with blanks in the place of its note marks, so that offsets hold in both.

    A power in tags or behind "^" is written with raised figures, a figure set lower with lowered ones.

    >>> without_marks("It rose to 40¹ a day, said Ann Pole.[6] It is 10⁶ m².")
    'It rose to 40  a day, said Ann Pole.    It is 10⁶ m².'
    >>> without_marks("10^6 cars, 2<sub>3</sub>")
    '10⁶  cars, 2₃           '
    """
    if (text.isascii() and not any(sign in text for sign in "[<^")) or _ANY.search(text) is None:
        return text
    return _MARK.sub(_in_its_place, text)


def _in_its_place(mark: re.Match[str]) -> str:
    """Return what takes the place of a mark, as long as it is."""
    printed, typed, above, below = mark.group(0, "typed", "above", "below")
    linked = "[" in printed or "<a" in printed.lower()  # a bracket or a link leads to a note
    figures = raised(above or typed or printed, "")
    if below:
        kept = below.translate(_SINK)
    elif not linked and _is_power(mark, figures):
        kept = figures
    else:
        kept = printed if typed else ""
    return kept.ljust(len(printed))


def _is_power(mark: re.Match[str], figures: str) -> bool:
    power = exponent(figures)
    if power is None:
        return False
    before = mark.string[max(0, mark.start() - MOST_BEFORE) : mark.start()]
    word = _WORD_BEFORE.search(before)
    if word is not None:
        return word.group() in _lengths() and 1 < abs(power) <= _CUBE and _SUM_BEFORE.search(before) is None
    figure = _FIGURE_BEFORE.search(before)
    is_ten = figure is not None and figure.group() == TEN and power > 1
    return power < 0 or (is_ten and _SHARE_BEHIND.match(mark.string, mark.end()) is None)


@cache
def _lengths() -> frozenset[str]:
    """Return the signs that have squares and cubes: those of lengths, and the second's ("m/s²")."""
    return frozenset(sign for sign, unit in symbols().items() if kinds()[unit] == "length") | {"s"}
