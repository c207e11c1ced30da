"""Links from notes to what is stored: ``[[claim:12]]``, ``[[thread:3]]``, ``[[document:1]]`` and what they show."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

NOUNS: Final = ("claim", "thread", "document")
"""What can be linked to."""
PATTERN: Final = rf"\[\[({'|'.join(NOUNS)}):([0-9]{{1,18}})\]\]"
"""A link: its noun, and a number of no more digits than a row's number has."""
_LINK: Final = re.compile(PATTERN)
_CODE_OR_LINK: Final = re.compile(rf"(?P<code>(?P<ticks>`+).*?(?P=ticks))|{PATTERN}", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Linked:
    """What a link leads to.

    ``words`` are quoted (blank for a document), ``source`` says whose they are and where they stand, ``address`` is
    the page. ``broken`` is a sentence where the link leads to nothing, or to what no longer stands in its document.
    """

    noun: str
    number: int
    words: str = ""
    source: str = ""
    address: str = ""
    broken: str = ""


Resolve = Callable[[str, int], Linked]
"""Finds what a link leads to; never raises for one that leads nowhere."""


def links_in(markdown: str) -> tuple[tuple[str, int], ...]:
    """Return what a note links to, each once, in order; what stands in code is no link.

    >>> links_in("As [[claim:12]] says, `[[claim:13]]` links; [[claim:12]] again.")
    (('claim', 12),)
    """
    found = (match for match in _CODE_OR_LINK.finditer(markdown) if not match["code"])
    return tuple(dict.fromkeys((match[3], int(match[4])) for match in found))


def replaced(markdown: str, shown: Callable[[str, int], str]) -> str:
    """Return Markdown with each link replaced by what ``shown`` gives for it; code is left alone."""
    return _CODE_OR_LINK.sub(lambda match: match.group() if match["code"] else shown(match[3], int(match[4])), markdown)
