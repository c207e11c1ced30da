"""A text cut into words and marks, each with its word class, sentence and quotation; and the forms of listed words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from tracker.models import Span
from tracker.text.lexicon import rows
from tracker.text.quotes import Quotation, quotations
from tracker.text.sentences import joined, sentences
from tracker.text.words import PROSE

OPEN_TAGS = frozenset(("WORD", "S", "ED", "ING", "LY", "NAME", "CAP", "NUM", "GEN"))
"""Word classes of open-ended membership: of these the tag is looked at rather than the word."""
_BREAK = re.compile(r"-\s")


@dataclass(frozen=True, slots=True)
class Prose:
    """One text as the extractor reads it: parallel tuples over its tokens, and its outer sentences.

    ``lower`` are the tokens in lower case with straight apostrophes and broken words mended, ``tags`` their coarse word
    classes, ``quotation`` the number of the quotation a token stands in or -1, ``sentence`` the number of its sentence.
    ``quoted`` are the token bounds of each quotation, ``sentences`` those of each sentence, half open. Possessive
    endings stay with their noun and tag it ``GEN``.
    """

    text: str
    starts: list[int]
    ends: list[int]
    words: list[str]
    lower: list[str]
    tags: list[str]
    quotation: list[int]
    quoted: list[tuple[int, int]]
    sentence: list[int]
    sentences: list[tuple[int, int]]
    sentence_spans: tuple[Span, ...]
    quotations: tuple[Quotation, ...]


def prose(text: str) -> Prose:
    """Return ``text`` cut into tokens, sentences and quotations."""
    quotes = quotations(text)
    spans = joined(sentences(text), quotes)
    starts: list[int] = []
    ends: list[int] = []
    words: list[str] = []
    bounds: list[tuple[int, int]] = []
    sentence: list[int] = []
    for number, span in enumerate(spans):
        first = len(starts)
        for match in PROSE.finditer(text, span.start, span.end):
            starts.append(match.start())
            ends.append(match.end())
            words.append(match.group())
        sentence.extend([number] * (len(starts) - first))
        bounds.append((first, len(starts)))
    inside, quoted = _inside(starts, quotes)
    lower = [_BREAK.sub("", word.lower().replace("’", "'")) for word in words]
    return Prose(
        text,
        starts,
        ends,
        words,
        lower,
        _tags(words, lower, bounds),
        inside,
        quoted,
        sentence,
        bounds,
        spans,
        quotes,
    )


def _inside(starts: list[int], quotes: tuple[Quotation, ...]) -> tuple[list[int], list[tuple[int, int]]]:
    """Return for each token the quotation it stands in, and for each quotation its tokens."""
    inside = [-1] * len(starts)
    quoted = []
    index = 0
    for number, quote in enumerate(quotes):
        while index < len(starts) and starts[index] < quote.start:
            index += 1
        first = index
        while index < len(starts) and starts[index] < quote.end:
            inside[index] = number
            index += 1
        quoted.append((first, index))
    return inside, quoted


def _tags(words: list[str], lower: list[str], bounds: list[tuple[int, int]]) -> list[str]:
    closed = _closed()
    tags = [closed.get(low) or _shape(word, low) for word, low in zip(words, lower, strict=True)]
    for first, last in bounds:
        for index in range(first, last):
            if tags[index][0].isalnum():
                if tags[index] == "NAME" and not _name_goes_on(words, index, last):
                    tags[index] = "CAP"
                break
    return tags


def _name_goes_on(words: list[str], index: int, last: int) -> bool:
    return index + 1 < last and words[index + 1][0].isupper()


def _shape(word: str, low: str) -> str:
    first = word[0]
    if not first.isalnum():
        return first
    if first.isdigit():
        return "NUM"
    if low.endswith(("'s", "s'")):
        return "GEN"
    if first.isupper():
        return "NAME"
    for ending, tag in _ENDINGS:
        if low.endswith(ending) and len(low) > len(ending) + 1:
            return tag
    return "WORD"


_ENDINGS = (("ly", "LY"), ("ing", "ING"), ("ed", "ED"), ("ss", "WORD"), ("s", "S"))


@cache
def _closed() -> dict[str, str]:
    return {row[0]: row[1] for row in rows("extract", "closed_class.tsv")}


_VOWELS = "aeiou"
BASE, THIRD, PAST, PARTICIPLE, GERUND = "base", "third", "past", "participle", "gerund"


def forms(lemma: str, word_class: str) -> dict[str, str]:
    """Return every form of a word of a class (``verb``, ``noun``, ``adjective``) with the name of the form."""
    if word_class == "verb":
        return verb_forms(lemma)
    return noun_forms(lemma) if word_class == "noun" else {lemma: word_class}


def verb_forms(lemma: str) -> dict[str, str]:
    """Return every form of a verb with its name, British and American doubling alike.

    >>> verb_forms("deny")["denied"]
    'past'
    """
    found = {_gerund(lemma): GERUND, _with_s(lemma): THIRD}
    past, participle, *also_regular = _irregular().get(lemma, ("", "", "regular"))
    if past:
        found[participle] = PARTICIPLE
        found[past] = PAST
    if also_regular:
        found[_past(lemma)] = PAST
    if _may_double(lemma):
        found[lemma + lemma[-1] + "ing"] = GERUND
        if also_regular:
            found[lemma + lemma[-1] + "ed"] = PAST
    found[lemma] = BASE
    return found


def noun_forms(lemma: str) -> dict[str, str]:
    """Return a noun and its plural."""
    return {_with_s(lemma): THIRD, lemma: BASE}


def _with_s(lemma: str) -> str:
    if lemma.endswith("y") and lemma[-2:-1] not in _VOWELS:
        return lemma[:-1] + "ies"
    if lemma.endswith(("s", "x", "z", "ch", "sh", "o")):
        return lemma + "es"
    return lemma + "s"


def _past(lemma: str) -> str:
    if lemma.endswith("e"):
        return lemma + "d"
    if lemma.endswith("y") and lemma[-2:-1] not in _VOWELS:
        return lemma[:-1] + "ied"
    return lemma + "ed"


def _gerund(lemma: str) -> str:
    if lemma.endswith("ie"):
        return lemma[:-2] + "ying"
    if lemma.endswith("e") and not lemma.endswith(("ee", "oe", "ye")):
        return lemma[:-1] + "ing"
    return lemma + "ing"


def _may_double(lemma: str) -> bool:
    if len(lemma) < 3 or lemma[-1] in _VOWELS + "wxy" or lemma[-2] not in _VOWELS:
        return False
    return lemma[-3] not in _VOWELS or lemma[-4:-2] == "qu" or lemma[-3:-1] == "ui"


@cache
def _irregular() -> dict[str, tuple[str, ...]]:
    return {row[0]: row[1:] for row in rows("extract", "irregular_verbs.tsv")}
