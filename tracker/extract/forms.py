"""The forms of a word: how verbs and nouns of a word list are inflected."""

from __future__ import annotations

from functools import cache

from tracker.language.lexicon import rows

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
