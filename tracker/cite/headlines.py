"""Titles in headline style, as American manuals and OSCOLA print them."""

from __future__ import annotations

import re

from tracker.language.lexicon import words

_END = ":?!"
"""After one of these a subtitle begins, and its first word is large."""


def headline(title: str) -> str:
    """Return a title with large initials, small words small except at its ends and after a colon.

    >>> headline("police appeal after quay shooting: what next")
    'Police Appeal after Quay Shooting: What Next'
    """
    small = words("cite", "small_words.txt")
    parts = title.split(" ")
    last = len(parts) - 1
    done: list[str] = []
    for number, word in enumerate(parts):
        first = number in (0, last) or done[-1].endswith(tuple(_END))
        bare = re.sub(r"\W", "", word).lower()
        if bare in small and not first and not (len(word) > 1 and word.isupper()):
            done.append(word.lower())
        else:
            done.append(_large(word))
    return " ".join(done)


def _large(word: str) -> str:
    """Return a word with a large first letter; one with a capital of its own ("iPhone") stays as it is."""
    if word != word.lower():
        return word
    return re.sub(r"\w", lambda letter: letter.group().upper(), word, count=1)
