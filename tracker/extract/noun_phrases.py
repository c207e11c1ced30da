"""Noun phrases: where they end, what their head noun says of people, and the name their own words make."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from tracker.extract.prose import Prose, noun_forms, verb_forms
from tracker.text.lexicon import rows
from tracker.text.names import ARTICLES, body_word

_PIECE_TAGS = frozenset(("PREP", "TO", "SUB"))
_CLAUSE_TAGS = frozenset(("WH", "THAT"))
_CLAUSE_SUBJECTS = frozenset(("i", "he", "she", "it", "we", "they", "you"))
_LOOSE_ENDS = frozenset(("PREP", "TO", "SUB", "AND", "DET"))
_STOPS = frozenset((",", ";", ":", "(", ")", "[", "]", "—", "–", "--"))
DESCRIPTION = 7
"""Words read back from "who" for the description before it."""
_PREDICATE_TAGS = frozenset(("MODAL", "BE", "HAVE", "DO"))
_NOUN_PHRASE = frozenset(("DET", "POSS", "GEN", "WORD", "NAME", "CAP", "S", "NUM"))
_ADVERB_TAGS = frozenset(("ADV", "TIME", "NEG"))
_NEVER_NOUNS = frozenset(("says", "say", "goes", "tells", "thinks", "believes", "knows", "becomes"))
"""Verb forms ending in -s that are no plural noun."""
_AFTER_VERB = frozenset(("DET", "POSS", "PRON", "OBJ", "NAME", "GEN", "AND", "SUB", "LY", "ADV", "TIME", "“", '"'))
"""What follows a verb and seldom a participle: "the judge rubbed his chin", but "voters asked by pollsters"."""
_EDGE = ' \t\r\n\xa0,;:.–—-"“”'
_SPACES = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Noun:
    """A common noun for a person: its singular, the gender it shows (``m``, ``f`` or ``None``), and its number."""

    singular: str
    gender: str | None
    plural: bool


def person_noun(word: str) -> Noun | None:
    """Return what a word, in lower case, says of people ("spokeswoman", "officials"), ``None`` for other words."""
    return _person_nouns().get(word.removesuffix("'s"))


def body_noun(word: str) -> bool:
    """Tell whether a word, in lower case, is a noun for a body ("campaign", "office")."""
    return body_word(word) is not None


def is_plural(prose: Prose, first: int, last: int) -> bool:
    """Tell whether the head of a noun phrase is plural: a group, not one person or body."""
    head = piece_end(prose, first, last) - 1
    noun = person_noun(prose.lower[head])
    return noun.plural if noun is not None else prose.tags[head] == "S" or prose.lower[head] in ("people", "police")


def piece_end(prose: Prose, first: int, last: int) -> int:
    """Return the token that ends the main piece of a noun phrase: a preposition, or what ends the whole phrase."""
    end = phrase_end(prose, first, last)
    return next((index for index in range(first + 1, end) if prose.tags[index] in _PIECE_TAGS), end)


def phrase_end(prose: Prose, first: int, last: int) -> int:
    """Return the token that ends a noun phrase with its "of …": a mark, a relative word or a verb."""
    for index in range(first + 1, last):
        if prose.words[index] in _STOPS or prose.tags[index] in _CLAUSE_TAGS or _begins_predicate(prose, index, last):
            return index
        if prose.lower[index] in _CLAUSE_SUBJECTS and prose.tags[index - 1] not in ("PREP", "AND"):
            return index
        if prose.words[index] == "-" and prose.starts[index] > prose.ends[index - 1]:
            return index
    return last


def _begins_predicate(prose: Prose, index: int, last: int) -> bool:
    """Tell whether a verb begins here, so that the words before it are its subject and not part of one name."""
    tag, before, word = prose.tags[index], prose.tags[index - 1], prose.lower[index]
    within = prose.quotation[index]
    if prose.words[index][0].isupper() or (within >= 0 and within != prose.quotation[last - 1]):
        return False
    if tag == "OBJ":
        return before != "PREP"
    if tag in _PREDICATE_TAGS or word in past_only() or word in _NEVER_NOUNS:
        return True
    noun = person_noun(prose.lower[index - 1])
    if noun is not None and (word in _base_verbs() if noun.plural else tag == "ED" and index + 1 == last):
        return True
    verb = tag == "ED" or word in subject_verbs()
    follows = index + 1 < last and prose.tags[index + 1] in _AFTER_VERB
    if before in ("NAME", "CAP") and noun is None:
        plural = word.endswith("s") and not follows
        return (verb and not plural) or tag in _ADVERB_TAGS
    return verb and follows and (before == "S" or (before == "WORD" and prose.tags[index - 2] in _NOUN_PHRASE))


def description(prose: Prose, first: int, last: int) -> str:
    """Return the words of a nominal source as a name: no article, no relative clause, no apposition.

    >>> from tracker.extract.prose import prose
    >>> description(prose("A Scotland Yard spokesman, who gave no name,"), 0, 9)
    'Scotland Yard spokesman'
    """
    if first < last - 1 and prose.lower[first] in ARTICLES:
        first += 1
    end = phrase_end(prose, first, last)
    while end - 1 > first and prose.tags[end - 1] in _LOOSE_ENDS:
        end -= 1
    printed = prose.text[prose.starts[first] : prose.ends[end - 1]].strip(_EDGE)
    return _SPACES.sub(" ", printed)


def described_before(prose: Prose, index: int) -> str | None:
    """Return the description that a relative pronoun at token ``index`` goes on from ("voters who"), or ``None``."""
    sentence_first = prose.sentences[prose.sentence[index]][0]
    if index == sentence_first or person_noun(prose.lower[index - 1]) is None:
        return None
    first = index - 1
    while first > sentence_first and index - first < DESCRIPTION and prose.tags[first - 1] in _NOUN_PHRASE:
        first -= 1
        if prose.tags[first] in ("DET", "POSS"):
            break
    return description(prose, first, index)


@cache
def subject_verbs() -> frozenset[str]:
    """Return the finite forms of the verbs that show the name before them to be a subject."""
    found: set[str] = set()
    for base, *past in rows("extract", "subject_verbs.tsv"):
        forms = {name: form for form, name in verb_forms(base).items()}
        found.update({forms["third"], past[0] if past else forms.get("past", base)})
    return frozenset(found)


@cache
def _base_verbs() -> frozenset[str]:
    """Return the base forms: verbs after a plural that people bear ("investors see")."""
    return frozenset(row[0] for row in rows("extract", "subject_verbs.tsv"))


@cache
def past_only() -> frozenset[str]:
    """Return the past forms that are never participles ("went", "said"): verbs wherever they stand."""
    return frozenset(row[1] for row in rows("extract", "subject_verbs.tsv") if len(row) > 2)


@cache
def _person_nouns() -> dict[str, Noun]:
    found: dict[str, Noun] = {}
    for singular, gender in rows("extract", "person_nouns.tsv"):
        known = None if gender == "-" else gender
        for form in noun_forms(singular):
            found.setdefault(form, Noun(singular, known, form != singular))
        if singular.endswith("man"):
            found[singular[:-3] + "men"] = Noun(singular, known, True)
    return found
