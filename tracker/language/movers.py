"""What moved by a figure: the subject of a verb of change, "Knife offences in the ward fell by 12 per cent".

The grammar of ``tracker.language.quantities`` finds what a figure counts beside it ("640 officers"). A share that says
how far something moved stands behind its verb, and what moved stands before. Only a short, plain subject is taken: a
pronoun, a clause or a bare "the number" names nothing that two figures could be compared by.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from tracker.language.contexts import context
from tracker.language.lexicon import rows
from tracker.language.words import NAMED

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
    said = (row[0] for row in rows("language", "saying_verbs.tsv") if row[1] in ("hearer", "place"))
    return context("where the clause of a subject begins").union(said)


def _any_of(forms: frozenset[str]) -> str:
    return "|".join(sorted(map(re.escape, forms), key=len, reverse=True))


def _forms(kind: str) -> frozenset[str]:
    listed = rows("language", "direction_words.tsv")
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
