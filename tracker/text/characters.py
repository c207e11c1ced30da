"""Marks that printers vary (quotation marks, apostrophes, dashes, blanks) in one spelling, and what can be printed."""

from __future__ import annotations

import unicodedata
from typing import Final

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
_FOLDED: Final = str.maketrans({variant: plain for plain, variants in _PLAIN.items() for variant in variants})


def fold(text: str) -> str:
    """Return ``text`` with plain marks, character for character, so that offsets hold in both.

    >>> fold("“It’s—well—so”")
    '"It\\'s-well-so"'
    """
    return text.translate(_FOLDED)


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
