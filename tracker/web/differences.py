"""Word-level differences between two texts, for the pages: the one place that asks for them."""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass

_WORDS = re.compile(r"\w+(?:[.,’'-]\w+)*%?|\s+|[^\w\s]")


@dataclass(frozen=True, slots=True)
class Part:
    """A run of words: ``change`` is ``same``, ``del`` (only in the first text) or ``ins`` (only in the second)."""

    change: str
    text: str


def word_differences(a: str, b: str) -> tuple[Part, ...]:
    """Return how the words of ``a`` become those of ``b``."""
    old, new = _WORDS.findall(a), _WORDS.findall(b)
    parts = []
    for what, i, j, k, m in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if what == "equal":
            parts.append(Part("same", "".join(new[k:m])))
            continue
        parts += [Part(*p) for p in (("del", "".join(old[i:j])), ("ins", "".join(new[k:m]))) if p[1]]
    return tuple(parts)
