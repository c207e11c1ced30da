"""Words that tell what a run of capitals names: nouns of bodies, and places."""

from __future__ import annotations

from functools import cache

from tracker.language.lexicon import rows, words
from tracker.language.personal_names import plain

STRONG, WEAK = "strong", "weak"
"""A word that marks a body anywhere in a name, and one that is a surname too."""


def body_word(word: str) -> str | None:
    """Return how surely a printed word makes the name it stands in a body's: ``strong``, ``weak`` or ``None``.

    >>> body_word("University"), body_word("Bridge"), body_word("Ruth")
    ('strong', 'weak', None)
    """
    return _bodies().get(plain(word))


def is_place(name: str) -> bool:
    """Tell whether a whole name is a listed place's ("South Wales", "Leeds")."""
    return " ".join(map(plain, name.split())) in _places()


@cache
def _bodies() -> dict[str, str]:
    return {row[0]: row[1] if len(row) > 1 else STRONG for row in rows("language", "body_words.txt")}


@cache
def _places() -> frozenset[str]:
    return frozenset(" ".join(map(plain, place.split())) for place in words("language", "place_names.txt"))
