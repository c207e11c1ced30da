"""Bylines: who wrote a document, told from trades, titles, places and bodies; and a name's given and family part."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Final

from tracker.language.lexicon import rows
from tracker.language.personal_names import GENERATIONS, STYLE, bare_name, given_gender, plain, title

_BY: Final = re.compile(r"^\W*(?:(?:words|written|exclusive|report|story)\s+)?(?:by\s+)?", re.IGNORECASE)
_JOINED: Final = re.compile(r"\s*(?:,?\s+(?:and|with)\s+|\s*&\s*|;)\s*", re.IGNORECASE)
_PARTS_OF_WORD: Final = re.compile(r"[^\W\d_]+")
_MAC: Final = re.compile(r"^Mc(\w)")
_VOWELS: Final = frozenset("aeiouyAEIOUY")
LONGEST_INITIALS: Final = 4
"""Letters of a byline of one word in capitals that are an abbreviation ("AFP"), not a name in capitals."""


@dataclass(frozen=True, slots=True)
class Author:
    """Who wrote a document, as its byline prints the name: ``given`` is blank for a body and for a single name."""

    given: str
    family: str
    body: bool = False

    @property
    def name(self) -> str:
        """The whole name in its order."""
        return f"{self.given} {self.family}".strip()


def authors(byline: str | None) -> tuple[Author, ...]:
    """Return the people and bodies of a byline; trades, titles, letters after names and places are left out.

    A byline that names a trade alone ("Staff reporter") names nobody.

    >>> authors("- By Ann Example and Dr Bob Q. Sample, CRIME CORRESPONDENT")
    (Author(given='Ann', family='Example', body=False), Author(given='Bob Q.', family='Sample', body=False))
    >>> [one.family for one in authors("Crime Correspondent Jan van der Berg in Saltmere, and the Press Association")]
    ['van der Berg', 'Press Association']
    """
    groups = [group.split(",") for group in _JOINED.split(_BY.sub("", (byline or "").strip()))]
    several = len(groups) > 1
    found = []
    for group in groups:
        for number, piece in enumerate(group):
            words = _without_trade([word for word in piece.split() if "@" not in word])
            if words and (number == 0 or _is_second_name(words, several=several)):
                found.append(_author(words))
    return tuple(found)


def split_name(name: str) -> Author:
    """Return a person's name in its parts, without titles; particles belong to the family name.

    >>> [split_name(name).family for name in ("Dame Mara Quill", "Maria de la Cruz", "Tom Marsh KC", "Lord Bray")]
    ['Quill', 'de la Cruz', 'Marsh', 'Lord Bray']
    """
    first, *after = name.split()
    if after and (found := title(first)) is not None and found.kind == STYLE and after[1:2] in ([], ["of"]):
        return Author("", f"{first} {after[0]}")
    words = bare_name(name).split()
    if "of" in words:
        return Author("", name)
    last = len(words) - 1
    if last and plain(words[last].strip(",")) in GENERATIONS:
        last -= 1
    particle = next((at for at in range(1, last) if plain(words[at]) in _listed("particle")), last)
    return Author(" ".join(words[:particle]).rstrip(","), " ".join(words[particle:]))


def names_body(name: str) -> bool:
    """Tell whether a name is an organisation's by its words ("University of Saltmere", "Saltmere Police")."""
    return _is_body(name.split())


def _author(words: list[str]) -> Author:
    if len(words) == 1 and words[0].isupper() and len(words[0]) <= LONGEST_INITIALS:
        return Author("", words[0], body=True)
    if _is_body(words):
        named = words[1:] if plain(words[0]) == "the" and len(words) > 1 else words
        return Author(
            "", " ".join(_proper(word) if len(word) > LONGEST_INITIALS else word for word in named), body=True
        )
    return split_name(" ".join(map(_proper, words)))


def _without_trade(words: list[str]) -> list[str]:
    """Return the words of one piece of a byline that name somebody, none where it names a trade alone."""
    nouns = [at for at, word in enumerate(words) if plain(word) in _listed("trade")]
    beside = next((at for at, word in enumerate(words) if at > 1 and word in _listed("beside")), len(words))
    if beside < len(words) and not _is_body(words[:beside]):
        return _without_trade(words[:beside])
    if not nouns or (_is_body(words) and nouns[-1] != len(words) - 1):
        return words
    if nouns[-1] < len(words) - 1:
        return words[nouns[-1] + 1 :]
    end = nouns[-1]
    while end and plain(words[end - 1]) in _listed("field") | _listed("trade"):
        end -= 1
    named = words[:end]
    return [] if not named or _is_body(named) or plain(named[0]) in ("a", "an", "our", "the") else named


def _is_second_name(words: list[str], *, several: bool) -> bool:
    """Tell whether words after a comma name another person, rather than a trade or a place."""
    if len(words) < 2 or not all(word[:1].isupper() or plain(word) in _listed("particle") for word in words):
        return False
    if all(plain(word) in _listed("field") | _listed("trade") for word in words):
        return False
    return several or given_gender(words[0]) is not None


def _is_body(words: list[str]) -> bool:
    """Tell whether words name an organisation: one of its nouns is among them, and no given name before a weak one."""
    kinds = {_body_words().get(plain(word)) for word in words[1:] or words}
    return "strong" in kinds or ("weak" in kinds and given_gender(words[0]) is None)


def _proper(word: str) -> str:
    """Return a word of a name printed in capitals as names are written; initials stay.

    >>> [_proper(word) for word in ("O'NEILL", "MCADAM", "JK", "SMITH-JONES", "VAN", "iPhone")]
    ["O'Neill", 'McAdam', 'JK', 'Smith-Jones', 'van', 'iPhone']
    """
    letters = "".join(_PARTS_OF_WORD.findall(word))
    if len(letters) < 2 or not letters.isupper() or not _VOWELS & set(letters) or "." in word:
        return word
    if plain(word) in _listed("particle") and plain(word) != "st":
        return word.lower()
    written = _PARTS_OF_WORD.sub(lambda part: part.group().capitalize(), word)
    return _MAC.sub(lambda name: f"Mc{name.group(1).upper()}", written)


@cache
def _listed(kind: str) -> frozenset[str]:
    return frozenset(word for own, word in rows("cite", "byline_words.tsv") if own == kind)


@cache
def _body_words() -> dict[str, str]:
    return {row[0]: row[1] if len(row) > 1 else "strong" for row in rows("language", "body_words.txt")}
