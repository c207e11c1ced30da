"""Marks in one spelling, and words, figures and marks with their places; every room cuts texts by these views.

A *view* says how fine the cut is and what joins. All are made of the same atoms: letters, the apostrophes and hyphens
inside a word, and figures with their sign and their unit. ``tracker.text.normal`` gives the words of ``MATCHED``
their normal form (spelling, contractions, figures, stems), which features, keys, search and differences read.

>>> [token.text for token in cut("It’s well-known: 20% of £2.5m", MATCHED)]
['It’s', 'well', 'known', '20%', 'of', '£2.5m']
>>> [token.text for token in cut("It’s well-known: 20% of £2.5m", PRINTED)]
['It’s', 'well-known', ':', '20%', 'of', '£2.5m']
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import Final, NamedTuple

APOSTROPHES: Final = "'’‘ʼ´`‚‛′"
"""The straight apostrophe and its variants, the single quotation marks among them."""
DOUBLE_MARKS: Final = '"“”„‟«»″'
"""The straight double quotation mark and its variants."""
QUOTATION_MARKS: Final = "“”„\"«»‘’'‚`"
"""Marks that open or close a quotation."""
HYPHENS: Final = "-‐‑"
"""The hyphens that tie the parts of a word together."""
DASHES: Final = f"{HYPHENS}‒–—―−"
"""Hyphens, dashes and the minus sign."""
BLANKS: Final = "\u00a0\u2002\u2003\u2009\u200a\u202f\t"
"""Blanks other than the space."""
POINTS: Final = ",;:.?!…"
"""Marks that divide a sentence or end it."""
SOFT_HYPHEN: Final = "\u00ad"
RAISED: Final = dict(zip("⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻", "0123456789+-", strict=True))
"""Raised figures and signs, as they are written on the line."""
UNMARKED: Final = {
    "ø": "o", "æ": "ae", "œ": "oe", "ß": "ss", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i", "ħ": "h", "ŧ": "t",
}  # fmt: skip
"""Latin letters that Unicode does not take apart, as they are typed without a keyboard that has them."""

_PLAIN: Final = {"'": APOSTROPHES, '"': DOUBLE_MARKS, "-": DASHES, " ": BLANKS}
_FOLDED: Final = {variant: plain for plain, variants in _PLAIN.items() for variant in variants}


def fold(text: str) -> str:
    """Return ``text`` with plain marks, character for character, so that offsets hold in both.

    >>> fold("“It’s—well—so”")
    '"It\\'s-well-so"'
    """
    if not text.isascii():
        for variant in _FOLDED.keys() & text:
            text = text.replace(variant, _FOLDED[variant])
    return text


def unmarked(text: str) -> str:
    """Return a text in lower case as it is typed without accents: letters with marks, and ligatures, in plain letters.

    >>> unmarked("Østby, Łódź, Straße")
    'ostby, lodz, strasse'
    """
    if text.isascii():
        return text.lower()
    plain = (char for char in unicodedata.normalize("NFKD", text.lower()) if not unicodedata.combining(char))
    return "".join(UNMARKED.get(char, char) for char in plain)


LONGEST_FILE_NAME = 255
"""Characters; file systems allow no more, only uploads could bring a longer one."""
KEPT_ENDING = 40
"""Characters of a cut name's end that are kept: its suffix tells the format."""


def printable(name: str) -> str:
    """Return a file's name, or its path, on one line and printable: what cannot be printed stands as “�”.

    Bytes that are no UTF-8, control characters and marks that turn the direction of writing would break a terminal, a
    page or the database.

    >>> printable("second\\nquarter.txt"), printable("caf\\udce9.txt")
    ('second quarter.txt', 'caf�.txt')
    """
    kept = "".join(" " if char.isspace() else char if char.isprintable() else "�" for char in name)
    if len(kept) <= LONGEST_FILE_NAME:
        return kept
    return f"{kept[: LONGEST_FILE_NAME - KEPT_ENDING - 1]}…{kept[-KEPT_ENDING:]}"


LETTER: Final = r"[^\W\d_]"
MONEY: Final = "$£€"
FIGURE: Final = rf"[{MONEY}]?\d+(?:[.,:/]\d+)*"
"""A figure with its sign: "£2.5", "7,140", "12:45", "1/16"."""
PER_CENT: Final = r"per[\s\-\u2010]*cent"
SHARE: Final = re.compile(rf"\s*(?:{PER_CENT}|%)\Z", re.IGNORECASE)
"""What makes a figure before it a share: "%", "per cent"."""

_IN_WORD: Final = rf"(?:[^\W_]|[{SOFT_HYPHEN}\u0300-\u036f])"
_PART: Final = rf"{LETTER}{_IN_WORD}*"
_JOINING: Final = "(?:and|or|to|nor|but)"
"""After "pre- " one of these goes on with another word: "pre- and post-war" is no word that its column broke."""


class Token(NamedTuple):
    """One word, figure or mark: its place, and its characters as printed."""

    start: int
    end: int
    text: str


MATCHED: Final = re.compile(
    rf"""
      (?i:{PER_CENT}(?:age[\s\-\u2010]+points?)?)(?!{LETTER})
    | (?:[A-Za-z]\.){{2,}} | [Nn]o\.(?=\s*\d)
    | (?i:(?:co|pre|re|non|multi|semi|counter|e(?=.mail))[{HYPHENS}](?={LETTER}{{3}})){LETTER}+
    | {LETTER}+(?:[{SOFT_HYPHEN}{APOSTROPHES[:6]}]{LETTER}+)*
      (?:(?<=..)[{HYPHENS}{SOFT_HYPHEN}]\s+(?!{_JOINING}\b)[a-zß-ÿ]+)?
    | [{MONEY}]?\d+(?:[.,]\d+)*(?:(?:st|nd|rd|th|s|k|m|mn|mln|bn|bln|tn|trn)(?!\w))?%?
    | [%&]
    """,
    re.VERBOSE,
)
"""What matching and search read: "per cent", "U.S.", "pre-war", a word with apostrophes or a broken line, a figure."""

CHECKED: Final = re.compile(
    rf"per[\s-]?cent(?![^\W_])|%|(?:\[{LETTER}\](?={LETTER}))?{_PART}(?:'{_PART})*|{FIGURE}{_IN_WORD}*",
    re.IGNORECASE,
)
"""What the check compares, on a folded text: the parts of a compound apart, and "[w]e" whole."""

PRINTED: Final = re.compile(rf"{FIGURE}(?:%|{LETTER}+)?|{LETTER}+(?:[{HYPHENS}'’]{LETTER}+)*|\S")
"""What a reader sees: a figure with its unit, a word with its hyphens and apostrophes, or one mark; none is split."""

PROSE: Final = re.compile(
    r"[^\W\d_]+-\s(?!(?:and|or|to|but|nor|through|versus)\b)[a-z]+"  # a word broken by its column: "al- lowing"
    r"|[^\W_]+(?:[.,'’&/@\-\u00ad][^\W_]+)*|--|``|''|\.\.\.|[^\w\s\u00ad]|_"
)
"""What the extractor's weights were learnt on: words with what joins them, and marks."""

INDEXED: Final = re.compile(r"[^\W_]+(?:[.,]\d+)*")
"""What the index of a published site holds; static/published.js cuts a query alike."""

RUN: Final = r"[\w’'-]+"
"""A word as printed, with the apostrophes and hyphens in it, for patterns that look for words beside a name."""
SMALL_RUN: Final = r"[a-z’'-]+"
"""One in small letters."""
NAMED: Final = re.compile(rf"[^\W_](?:[\w’'-]*\w)?|[{MONEY}%]")
"""The words of a noun phrase, and signs that stand for one."""

PARTS: Final = re.compile(rf"{LETTER}+")
"""Runs of letters: the parts of a name such as "O'Hara-Quill"."""

# Each of these begins with its literal mark and looks back from there, so that a search runs at the speed of memchr.
THOUSANDS: Final = re.compile(r",(?<=\d,)(?=\d{3}(?!\d))")
"""A comma between the thousands of a figure."""
DECIMAL_POINT: Final = re.compile(r"\.(?<=\d\.)(?=\d)")
BROKEN_WORD: Final = re.compile(rf"-(?<={LETTER}-)[ \t]+(?={LETTER})(?!{_JOINING}\b)")
"""The hyphen and the blanks of a word that its line broke: "al- lowing"."""


def cut(text: str, view: re.Pattern[str]) -> Iterator[Token]:
    """Yield the tokens of a text in one view, in order."""
    return (Token(match.start(), match.end(), match.group()) for match in view.finditer(text))
