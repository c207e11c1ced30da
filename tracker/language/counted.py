"""What a number counts: the noun phrase after it, found by its plural, without a parser."""

from __future__ import annotations

from typing import Final

from tracker.language.contexts import context
from tracker.language.figure_tokens import MINUS_SIGNS, Shape, Tokens
from tracker.language.lexicon import words

LONGEST_PHRASE: Final = 5
"""Tokens between a number and the end of its noun; real phrases are shorter, and a verb has come by then."""
LONGEST_SINGULAR: Final = 3
_SKIPPED: Final = frozenset({"more", "fewer", "other", "further", "additional", "extra", "of"})
_NOT_PLURAL: Final = frozenset({"ss", "us", "is", "'s"})


def is_plural(word: str) -> bool:
    """Say whether a lower-case word looks like a plural noun."""
    if word in words("language", "irregular_plurals.tsv"):
        return True
    if word.endswith(("men", "women", "people", "children")) and len(word) > len("women"):
        return True
    return len(word) > 2 and word.endswith(("s", "s'")) and word[-2:] not in _NOT_PLURAL


def counted(tokens: Tokens, at: int, *, singular: bool, tied: bool = False) -> tuple[int, int] | None:
    """Return the tokens of the noun phrase that begins at or after ``at``, or ``None``.

    ``singular`` is for "one": its noun is what stands before the next verb or function word. A ``tied`` number counts
    the word that its hyphen ties to it ("six-cylinder engine").
    """
    stops = words("language", "noun_phrase_stops.tsv")
    if tokens.word(at) == "of" and tokens.word(at + 1) in context("determiners"):
        at, singular = at + 2, False
    if not singular and tokens.word(at) in _SKIPPED:
        at += 1
    if tokens.word(at) in MINUS_SIGNS and tokens.tight(at):
        at += 1
    if tied:
        return at, at + 1
    end = at
    if tokens.shape(at) == Shape.FIGURE:
        return None
    limit = at + LONGEST_PHRASE
    while end < limit and (
        tokens.shape(end) == Shape.WORD
        or (tokens.shape(end) == Shape.FIGURE and tokens.printed(end + 1)[:1].isupper())
        or (tokens.word(end) in MINUS_SIGNS and tokens.tight(end) and tokens.tight(end + 1))
    ):
        word = tokens.words[end]
        if word in MINUS_SIGNS:
            limit += 2
        elif word == "and" and end > at and tokens.shape(end + 1) == Shape.WORD and tokens.word(end + 1) not in stops:
            limit += 1
        elif word in stops or (singular and end > at and (end - at >= LONGEST_SINGULAR or _verb_like(word))):
            break
        elif word == "times":
            return at, end + 1
        elif not singular and is_plural(word):
            following = tokens.word(end + 1)
            if not (is_plural(following) and following not in stops):
                return at, end + 1
        end += 1
    return (at, end) if singular and end > at else None


def _verb_like(word: str) -> bool:
    return word.endswith(("s", "ed", "ing"))
