"""Which way a figure moves, how exact it claims to be and what moves by it, from the words around it."""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from tracker.models import Direction
from tracker.text import units
from tracker.text.amounts import Amount
from tracker.text.lexicon import context, rows, words
from tracker.text.numbers import MINUS_SIGNS, ONE, Shape, Tokens
from tracker.text.words import NAMED

_MOST_FILLERS: Final = 3
_OBJECT_REACH: Final = 6
"""Tokens between a verb and its "by": "cut knife crime in the capital by 5 per cent"."""
_NOUN_REACH: Final = 3


@cache
def _approximators(where: str) -> tuple[dict[str, str], int]:
    table = {row[0]: row[1] for row in rows("text", "approximators.tsv") if row[2] == where}
    return table, max(len(form.split()) for form in table)


@cache
def _directions(kind: str) -> dict[str, Direction]:
    return {
        form: Direction(row[0])
        for row in rows("text", "direction_words.tsv")
        if row[1] == kind
        for form in row[2].split("|")
    }


def approximator(tokens: Tokens, amount: Amount) -> tuple[str | None, int]:
    """Return the approximator of an amount and the token where the words before the amount begin."""
    before, longest = _approximators("before")
    end = amount.first
    for _ in range(_MOST_FILLERS):
        for length in range(min(longest, end), 0, -1):
            name = before.get(" ".join(tokens.words[end - length : end]))
            if (
                name is not None
                and not (name == "about" and _is_one(amount))
                and not _spans_time(tokens, amount, end - length)
            ):
                return name, end - length
        end -= 1
        if tokens.word(end) not in context("fillers before a figure") and tokens.word(end) not in MINUS_SIGNS:
            break
    after, longest = _approximators("after")
    for length in range(longest, 0, -1):
        name = after.get(" ".join(tokens.words[amount.end : amount.end + length]))
        if name is not None:
            return name, amount.first
    if tokens.word(amount.end) in MINUS_SIGNS and tokens.word(amount.end + 1) in after:
        return after[tokens.word(amount.end + 1)], amount.first
    return None, amount.first


def _is_one(amount: Amount) -> bool:
    """Say whether the amount is the word "one": "clear about one thing" is no rough figure."""
    return amount.spelled and amount.unit is None and amount.low == ONE


def _spans_time(tokens: Tokens, amount: Amount, at: int) -> bool:
    """Read "over three years" as a stretch of time, "for over three years" as more than three."""
    is_time = units.kinds().get(amount.unit or "") == "time"
    return is_time and tokens.word(at) == "over" and tokens.word(at - 1) not in context("verbs that last")


def direction(tokens: Tokens, amount: Amount, start: int) -> Direction:
    """Return which way an amount moves; ``start`` is where its own words begin, approximator included."""
    after = _direction_after(tokens, amount)
    if after is not Direction.NONE:
        return after
    at = start - 1
    if tokens.word(at) == "+" and tokens.tight(start):
        return Direction.INCREASE
    counts = units.kinds().get(amount.unit or "") != "share"
    by = False
    for _ in range(_MOST_FILLERS):
        by = by or tokens.word(at) == "by"
        if tokens.word(at) not in context("fillers before a figure") and not tokens.word(at).endswith("ly"):
            break
        at -= 1
    moved = _direction_before(tokens, at, counts=counts and not by)
    return moved if moved is not Direction.NONE or not by else _verb_with_object(tokens, at)


def _direction_before(tokens: Tokens, at: int, *, counts: bool) -> Direction:
    word = tokens.word(at)
    if word in ("of", "in") and (found := _noun_before(tokens, at)) is not Direction.NONE:
        return found
    if word in _directions("adverb"):
        still = word == "up" and tokens.word(at - 1) in context("verbs with up that move nothing")
        return Direction.NONE if still else _directions("adverb")[word]
    if counts and word in context("verbs that need by"):
        return Direction.NONE
    verbs = _directions("verb")
    return verbs.get(word) or verbs.get(f"{tokens.word(at - 1)} {word}") or Direction.NONE


def _noun_before(tokens: Tokens, at: int) -> Direction:
    """Find "an increase of", "a fall in burglary of"."""
    nouns = _directions("noun")
    if tokens.word(at) != "of":
        return Direction.NONE
    if (found := nouns.get(tokens.word(at - 1))) is not None:
        return found
    for step in range(2, _OBJECT_REACH):
        if tokens.shape(at - step) != Shape.WORD:
            break
        if tokens.word(at - step) in nouns and tokens.word(at - step + 1) == "in":
            return nouns[tokens.word(at - step)]
    return Direction.NONE


def _verb_with_object(tokens: Tokens, at: int) -> Direction:
    """Find "cut knife crime by": a verb of change before its object and "by"."""
    verbs, adverbs = _directions("verb"), _directions("adverb")
    for step in range(_OBJECT_REACH):
        word = tokens.word(at - step)
        if tokens.shape(at - step) != Shape.WORD:
            break
        if word in verbs or word in adverbs:
            return verbs.get(word) or adverbs[word]
    return Direction.NONE


def changed_object(tokens: Tokens, first: int) -> tuple[int, int] | None:
    """Return the tokens of what a verb changes "by" the share at token ``first``: "cut knife crime by 5 per cent"."""
    if tokens.word(first - 1) != "by":
        return None
    stops = words("text", "noun_phrase_stops.tsv")
    for verb in range(first - 2, first - 2 - _OBJECT_REACH, -1):
        if tokens.shape(verb) != Shape.WORD:
            return None
        if tokens.word(verb) in context("verbs with an object"):
            break
    else:
        return None
    start = verb + 1 + (tokens.word(verb + 1) in context("determiners"))
    end = start
    while end < first - 1 and tokens.words[end] not in stops and not tokens.words[end].endswith("ly"):
        end += 1
    return (start, end) if end > start else None


def _direction_after(tokens: Tokens, amount: Amount) -> Direction:
    """Find "20 per cent fewer", "73 per cent reduction", "5% pay rise"."""
    if amount.unit is None:
        return Direction.NONE
    at = amount.end + (tokens.word(amount.end) in MINUS_SIGNS)
    if units.kinds().get(amount.unit) == "share" and tokens.word(at) in _directions("comparative"):
        return _directions("comparative")[tokens.word(at)]
    stops = words("text", "noun_phrase_stops.tsv")
    for step in range(_NOUN_REACH):
        word = tokens.word(at + step)
        if tokens.shape(at + step) != Shape.WORD or (word in stops):
            break
        if word in _directions("noun"):
            return _directions("noun")[word]
    return Direction.NONE


_REACH: Final = 160
"""Characters between the beginning of a subject and its figure."""
_MOST_WORDS: Final = 6
"""A longer run of words before a verb is a clause, not what moved."""
_CLAUSE_END: Final = re.compile(r"[,;:.!?()\[\]–—“”\"\n]")


@cache
def _determiner() -> re.Pattern[str]:
    return re.compile(rf"^(?:{_any_of(context('determiners before a subject of change'))})\s+", re.IGNORECASE)


@cache
def _clause_begins() -> frozenset[str]:
    """Return conjunctions, and verbs of saying after which "that" may be left out ("police said burglary fell")."""
    said = (row[0] for row in rows("text", "saying_verbs.tsv") if row[1] in ("hearer", "place"))
    return context("where the clause of a subject begins").union(said)


def _any_of(forms: frozenset[str]) -> str:
    return "|".join(sorted(map(re.escape, forms), key=len, reverse=True))


def _forms(kind: str) -> frozenset[str]:
    listed = rows("text", "direction_words.tsv")
    return frozenset(form for row in listed if row[1] == kind for form in row[2].split("|"))


@cache
def _moved() -> re.Pattern[str]:
    """Match a verb of change with all that stands between it and its figure, at the end of a text."""
    before = rf"(?:(?:{_or_adverb('auxiliaries before a verb of change')})\s+)*"
    be = _any_of(context("forms of be before up and down"))
    verb = rf"(?:{_any_of(_forms('verb'))}|(?:{be})\s+(?:\w+ly\s+)?(?:{_any_of(_forms('adverb'))}))"
    after = rf"(?:\s+(?:{_or_adverb('words between a verb of change and its figure')}))*"
    return re.compile(rf"\s{before}{verb}{after}\s+[£$€]?$", re.IGNORECASE)


def _or_adverb(name: str) -> str:
    """Return a pattern for the words of a set and for adverbs, each word matched in one way alone.

    Two ways to match "only" would be tried in every combination where it is printed many times.
    """
    return _any_of(frozenset(word for word in context(name) if not word.endswith("ly"))) + r"|\w+ly"


def mover(text: str, begin: int, figure: int, period: str | None = None) -> str | None:
    """Return what moves by the figure that begins at ``figure``; ``None`` where no plain subject stands before it.

    ``begin`` is where the words of the figure before it end; ``period`` is when it moved ("In 2019"), which may open
    the sentence.

    >>> mover("Knife offences in the ward fell by 12 per cent.", 0, 35)
    'Knife offences'
    >>> mover("They fell by 12 per cent.", 0, 13)
    """
    clause = text[max(begin, figure - _REACH) : figure]
    verb = _moved().search(clause)
    if verb is None:
        return None
    subject = _CLAUSE_END.split(clause[: verb.start()])[-1].strip().removeprefix(period or "")
    words = NAMED.findall(subject)
    lower = [word.lower() for word in words]
    for at in range(len(words) - 1, -1, -1):
        joined = lower[at] == "and" and at > 0 and len(words) < _MOST_WORDS and not _holds_no_subject(lower)
        if lower[at] in _clause_begins() and not joined:
            words, lower = words[at + 1 :], lower[at + 1 :]
            break
    cut = next((at for at in range(1, len(lower)) if lower[at] in context("where a subject of change is cut")), None)
    return _named(words[:cut])


def _holds_no_subject(words: list[str]) -> bool:
    return not context("words that no subject of change holds").isdisjoint(words)


def _named(words: list[str]) -> str | None:
    if words and words[0].lower() in context("words that begin no subject of change"):
        return None
    named = _determiner().sub("", " ".join(words))
    for introduced in context("how an amount is introduced"):
        named = named.removeprefix(f"{introduced} ")
    words = named.split()
    plain = 0 < len(words) <= _MOST_WORDS and not _holds_no_subject([word.lower() for word in words])
    return named if plain and any(word[0].isalpha() for word in words) else None
