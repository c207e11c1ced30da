"""One spelling for marks that printers vary: quotation marks, apostrophes, dashes, blanks. Offsets stay as they are."""

from __future__ import annotations

from typing import Final

_VARIANTS: Final = {
    "'": "’‘‚‛ʼ´`′",
    '"': "“”„‟«»″",
    "-": "‐‑‒–—―−",
    " ": "\u00a0\u2002\u2003\u2009\u200a\u202f\t",
}
_FOLDED: Final = str.maketrans({variant: plain for plain, variants in _VARIANTS.items() for variant in variants})


def fold(text: str) -> str:
    """Return ``text`` with plain marks, character for character, so that offsets hold in both.

    >>> fold("“It’s—well—so”")
    '"It\\'s-well-so"'
    """
    return text.translate(_FOLDED)
