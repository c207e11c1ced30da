"""Splits a text into words, figures and marks with offsets, so that "2.5", "7,140" and "½" stay whole."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from tracker.language.units import money_marks

SPACES = r"[ \u00a0\u2009\u202f]"
"""Blanks that printers put between groups of three digits: space, no-break space, thin space, narrow no-break space."""
FRACTION_SIGNS = "½⅓⅔¼¾⅕⅖⅗⅘⅙⅚⅛⅜⅝⅞"
MINUS_SIGNS = frozenset("-−–‐‑")
DASHES = MINUS_SIGNS | {"—"}
WIRE_POUND = "PS"
"""What plain-ASCII wire copies print for the pound sign."""
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
    """Let letters mark money only before a figure; "PS" only before a long one, for PS5 and PS 1234 are no sums."""
    figure = r"\d[\d,]*(?:[.,]\d|bn|m\b)" if mark == WIRE_POUND else rf"{SPACES}?[-−]?[.\d]"
    return rf"(?<!\w){re.escape(mark)}(?={figure})"


@cache
def _pattern() -> re.Pattern[str]:
    marks = "|".join(
        re.escape(mark).replace(r"\ ", f"{SPACES}?") if not mark[-1].isalpha() else _before_figure(mark)
        for mark in money_marks()
    )
    first = "".join(sorted({mark[0] for mark in money_marks()}))
    return re.compile(
        rf"""(?P<gap>\n\s*\n)
        |(?P<figure>{_FIGURE})
        |(?P<money>(?=[{re.escape(first)}])(?:{marks}))
        |(?P<word>(?:[^\W\d_]\.){{2,}}|[^\W\d_]\w*(?:['’](?!\s)\w+)*)
        |(?P<mark>\S)""",
        re.VERBOSE,
    )


def tokenise(text: str) -> Tokens:
    """Split ``text`` into tokens; a blank line is a token too, for nothing is read across it."""
    words: list[str] = []
    shapes: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for match in _pattern().finditer(text):
        words.append(match.group())
        shapes.append(match.lastgroup or Shape.MARK)
        starts.append(match.start())
        ends.append(match.end())
    lower = tuple(word.lower().replace("’", "'") for word in words)
    return Tokens(text, lower, tuple(shapes), tuple(starts), tuple(ends))
