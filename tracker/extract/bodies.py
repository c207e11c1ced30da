"""Sources that are no named person: bodies, spokespeople and groups, named by their own words."""

from __future__ import annotations

import re

from tracker.extract.tokens import Prose

ARTICLES = frozenset({"the", "a", "an"})
_EDGE = ' \t\r\n\xa0,;:.–—-"“”'
_CLAUSE = re.compile(r"\s*(?:,|;|\(|\s[–—-]{1,2}\s|\s(?:who|whom|which|whose|that)\s).*", re.DOTALL)
_SPACES = re.compile(r"\s+")


def description(prose: Prose, first: int, last: int) -> str:
    """Return the words of a nominal source as a name: no article, no relative clause, no apposition.

    >>> from tracker.extract.tokens import prose
    >>> description(prose("A Scotland Yard spokesman, who gave no name,"), 0, 9)
    'Scotland Yard spokesman'
    """
    if first < last - 1 and prose.lower[first] in ARTICLES:
        first += 1
    words = prose.text[prose.starts[first] : prose.ends[last - 1]]
    short = _CLAUSE.sub("", words).strip(_EDGE) or words.strip(_EDGE)
    return _SPACES.sub(" ", short)
