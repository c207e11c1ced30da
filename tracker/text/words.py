"""Words: what a word, a figure and a mark are, with their places; every room cuts texts by one of these views.

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
from collections.abc import Iterator
from typing import Final, NamedTuple

from tracker.text.characters import APOSTROPHES, HYPHENS, SOFT_HYPHEN

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
