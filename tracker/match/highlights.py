"""Which words of a claim a search found, so that a list can mark them; and whether a claim holds a phrase (pure)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Final

from tracker.language.characters import fold
from tracker.language.words import PER_CENT
from tracker.match.search_terms import placed_terms, query_terms

_A_SHARE: Final = rf"\s*(?:%|{PER_CENT})"
_SHARE: Final = re.compile(rf"(?<=\d){_A_SHARE}", re.IGNORECASE)


@lru_cache(maxsize=256)
def _pattern(phrase: str) -> re.Pattern[str]:
    """Return a pattern of a phrase's words, whatever their case, blanks and typography; "73%" is "73 per cent"."""
    parts = (re.escape(part) for part in _SHARE.sub("\0", fold(phrase)).split())
    words = r"\s+".join(parts).replace(re.escape("\0"), _A_SHARE).replace("\0", _A_SHARE)
    before, after = (r"(?<!\w)" if phrase[:1].isalnum() else ""), (r"(?!\w)" if phrase[-1:].isalnum() else "")
    return re.compile(before + words + after, re.IGNORECASE)


def phrase_places(text: str, phrase: str) -> list[tuple[int, int]]:
    """Return where a phrase stands in a text word for word; case, blanks and typography aside.

    >>> phrase_places("It is “Not  Routine”, he said", "not routine")
    [(7, 19)]
    """
    if not phrase.strip():
        return []
    return [match.span() for match in _pattern(phrase.strip()).finditer(fold(text))]


def holds(text: str, phrases: Iterable[str]) -> bool:
    """Whether a text holds every phrase."""
    return all(phrase_places(text, phrase) for phrase in phrases)


def parts(text: str, words: str, phrases: Sequence[str] = ()) -> list[tuple[str, bool]]:
    """Return a text in stretches, each with whether a search for ``words`` and ``phrases`` found it.

    >>> parts("Officers were deployed routinely", "routine deployment")
    [('Officers were ', False), ('deployed', True), (' ', False), ('routinely', True)]
    """
    query = query_terms(words)
    wanted = {*query.heavy, *query.figures}
    places = [(start, end) for start, end, term in placed_terms(text) if term in wanted] if wanted else []
    places += [place for phrase in phrases for place in phrase_places(text, phrase)]
    found: list[tuple[str, bool]] = []
    at = 0
    for start, end in sorted(places):
        if end <= at:
            continue
        start = max(start, at)
        if start > at:
            found.append((text[at:start], False))
        found.append((text[start:end], True))
        at = end
    return [*found, (text[at:], False)] if at < len(text) else found
