"""Offices that are held no longer: "former leader", "ex-chief constable", "the then home secretary"."""

from __future__ import annotations

from functools import cache

from tracker.language.lexicon import rows
from tracker.language.personal_names import ARTICLES, plain


def is_former(word: str) -> bool:
    """Tell whether a word before an office says that its holder has left it since, if not when the text was printed.

    >>> is_former("former"), is_former("then"), is_former("deputy")
    (True, True, False)
    """
    return plain(word) in _listed()


def is_past(role: str) -> bool:
    """Tell whether a printed role begins by saying that it was held no longer at the time spoken of.

    >>> [is_past(role) for role in ("ex-chief constable", "the former mayor", "then mayor", "executive director")]
    [True, True, False, False]
    """
    first = next((word for word in map(plain, role.split()) if word not in ARTICLES), "")
    return any(_listed().get(word) is False for word in (first, first.partition("-")[0]))


@cache
def _listed() -> dict[str, bool]:
    """Return the words, each with whether the office was still held at the time spoken of."""
    return {row[0]: row[1:] == ("then",) for row in rows("language", "former_words.tsv")}
