"""Marks that printers vary: quotation marks, apostrophes, dashes, blanks; one spelling for each, offsets kept."""

from __future__ import annotations

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

_PLAIN: Final = {"'": APOSTROPHES, '"': DOUBLE_MARKS, "-": DASHES, " ": BLANKS}
_FOLDED: Final = str.maketrans({variant: plain for plain, variants in _PLAIN.items() for variant in variants})


def fold(text: str) -> str:
    """Return ``text`` with plain marks, character for character, so that offsets hold in both.

    >>> fold("“It’s—well—so”")
    '"It\\'s-well-so"'
    """
    return text.translate(_FOLDED)
