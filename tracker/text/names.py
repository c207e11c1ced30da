"""Names: which words are titles or bodies or offices once held, when two names are one speaker, and who may be one."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Final

from tracker.models.documents import SpeakerIdentity
from tracker.text.lexicon import rows, words

HONORIFIC, STYLE, TITLE, MODIFIER = "honorific", "style", "title", "modifier"
GENERATIONS = frozenset({"jr", "sr", "ii", "iii", "iv"})
"""Words after a surname that tell father from son, and so stay part of the name."""
ARTICLES = frozenset({"the", "a", "an"})
WORDS_KEPT = 4096
"""Printed words whose plain form and title are kept: the names of a document come again and again."""
NAMES_KEPT = 4096
"""Names whose key is kept: a check asks for the same ones at every place."""
_POSSESSIVE = re.compile(r"(?:['’]s|(?<=s)['’])$")
_ACTING = re.compile(r"^[at]/")
_INITIALS = re.compile(r"(?:[^\W\d_]\.?){1,3}$")


@dataclass(frozen=True, slots=True)
class Title:
    """A word that stands before names: its kind, the gender it shows (``m``, ``f`` or ``None``) and its common noun."""

    kind: str
    gender: str | None
    noun: str | None


@lru_cache(maxsize=WORDS_KEPT)
def plain(word: str) -> str:
    """Return a printed word as the word lists hold it: lower case, no full stops, no possessive ending.

    >>> plain("Sen."), plain("Trump’s"), plain("G.K.")
    ('sen', 'trump', 'gk')
    """
    return _POSSESSIVE.sub("", word).replace(".", "").replace("’", "'").lower()


def unpossessed(words: str) -> str:
    """Return words without the possessive ending of the last.

    >>> unpossessed("the Met’s"), unpossessed("the nurses’")
    ('the Met', 'the nurses')
    """
    return words[:-2] if words.endswith(("'s", "’s")) else words.rstrip("'’")


@lru_cache(maxsize=WORDS_KEPT)
def title(word: str) -> Title | None:
    """Return what kind of title a word is, or ``None``; "T/" (temporary) and "A/" (acting) do not count."""
    return _titles().get(_ACTING.sub("", plain(word)))


def is_address(word: str) -> bool:
    """Tell whether a title stands before any surname, even one that is a title itself ("Mr King", "Dr King")."""
    found = title(word)
    return found is not None and (found.kind == HONORIFIC or found.noun == "doctor")


def given_gender(word: str) -> str | None:
    """Return ``m``, ``f`` or ``u`` (used for both) for a listed given name, ``None`` for any other word.

    A double name goes by its last part ("Jean-Claude", "Mary-Ann"); where that is not listed and the first is
    ("Jean-Luc"), for both.
    """
    name = plain(word)
    found = _given().get(name)
    if found is None and "-" in name:
        first, _, last = name.rpartition("-")
        found = _given().get(last) or ("u" if first in _given() else None)
    return found


def is_initial(word: str) -> bool:
    """Tell whether a word of a name is an initial, or two or three run together ("J.", "G.K.")."""
    return word[:1].isupper() and _INITIALS.match(word) is not None and word.upper() == word


def is_particle(word: str, *, byline: bool = False) -> bool:
    """Tell whether a word is a small one of surnames; in a ``byline`` also where it is an English word ("ten").

    >>> is_particle("de"), is_particle("ten"), is_particle("ten", byline=True)
    (True, False, True)
    """
    kind = _particles().get(plain(word))
    return kind is not None and (byline or kind in ("", "personal") or (kind == "small" and word.islower()))


def is_patronymic(word: str) -> bool:
    """Tell whether a word inside a name makes it a person's ("Ó", "bint", "van")."""
    return _particles().get(plain(word)) == "personal" or word == "ap"


def bare_name(name: str) -> str:
    """Return a name without article, titles and post-nominal letters; the last words are never taken away.

    >>> bare_name("Assistant Commissioner Sir Stephen House QPM"), bare_name("Pope Francis"), bare_name("The Met")
    ('Stephen House', 'Pope Francis', 'Met')
    >>> bare_name("Dr van der Berg"), bare_name("Chief of Staff")
    ('van der Berg', 'Chief of Staff')
    """
    parts = name.split()
    while len(parts) > 1 and plain(parts[0]) in ARTICLES:
        parts.pop(0)
    while len(parts) > 1 and plain(parts[-1].strip(",")) in words("text", "post_nominals.txt"):
        parts.pop()
    count = _leading_titles(parts)
    kept = parts[count:]
    if len(kept) == 1 and count and (last := title(parts[count - 1])) and last.kind == STYLE:
        kept = parts[count - 1 :]
    return " ".join(kept).rstrip(",")


@lru_cache(maxsize=NAMES_KEPT)
def speaker_key(name: str) -> str:
    """Return what two printed names of one speaker share: case, accents, titles and middle initials left out.

    >>> speaker_key("Sir Stephen House") == speaker_key("Stephen House")
    True
    >>> speaker_key("Donald J. Trump"), speaker_key("Donald Trump Jr.")
    ('donald trump', 'donald trump jr')
    """
    key = _key(name)
    while (shorter := _key(key)) != key:  # what was taken away may have hidden an article, a title or a possessive
        key = shorter
    return key


def _key(name: str) -> str:
    parts = bare_name(_without_accents(name).replace(",", " ")).split()
    whole = [part for part in parts if not is_initial(part)]
    if sum(plain(part) not in GENERATIONS for part in whole) > 1:
        parts = whole
    return " ".join(_without_accents(" ".join(map(plain, parts)).casefold()).split())


def _without_accents(text: str) -> str:
    if text.isascii():
        return text
    return "".join(sign for sign in unicodedata.normalize("NFKD", text) if not unicodedata.combining(sign))


def _leading_titles(parts: list[str]) -> int:
    """Count the titles at the head of a name; a title word that is the name itself, or heads a phrase, is none."""
    count = 0
    while count < len(parts) - 1 and title(parts[count]) is not None and _name_goes_on(parts[count + 1 :]):
        count += 1
    last = title(parts[count - 1]) if count else None
    if last is None or last.kind == MODIFIER or is_given_not_title(parts[:count], parts[count:]):
        return 0
    heads_phrase = not is_address(parts[count - 1]) and title(parts[count]) is not None
    return 0 if heads_phrase else count


def _name_goes_on(rest: Sequence[str]) -> bool:
    """Tell whether words begin as a name does: with a capital, or with particles before one ("van der Berg")."""
    first = next((part for part in rest if not is_particle(part)), "")
    return rest[0][:1].isupper() or first[:1].isupper()


def is_given_not_title(titles: Sequence[str], rest: Sequence[str]) -> bool:
    """Tell whether the one title found is a given name instead ("Dean Smith", "Earl Warren")."""
    return len(titles) == 1 == len(rest) and given_gender(titles[0]) is not None and not titles[0].endswith(".")


@cache
def _particles() -> dict[str, str]:
    return {row[0]: "".join(row[1:]) for row in rows("text", "name_particles.tsv")}


@cache
def _titles() -> dict[str, Title]:
    def blank(field: str) -> str | None:
        return None if field == "-" else field

    padded = ((*row, "-", "-")[:4] for row in rows("text", "titles.tsv"))
    return {form: Title(kind, blank(gender), blank(noun)) for form, kind, gender, noun in padded}


@cache
def _given() -> dict[str, str]:
    return {row[0]: row[1] for row in rows("text", "given_names.tsv")}


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
    return {row[0]: row[1] if len(row) > 1 else STRONG for row in rows("text", "body_words.txt")}


@cache
def _places() -> frozenset[str]:
    return frozenset(" ".join(map(plain, place.split())) for place in words("text", "place_names.txt"))


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
    return {row[0]: row[1:] == ("then",) for row in rows("text", "former_words.tsv")}


LEAST_INITIALS: Final = 2
"""Letters of an abbreviation: one letter stands for too much."""

_SMALL: Final = frozenset({"and", "for", "of", "the"})
"""Words that an abbreviation passes over: the Ministry of Defence is the MoD or the MD."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Two speakers who may be one: ``short`` would become a name of ``full``; ``why`` is a sentence for a reader."""

    short: int
    full: int
    why: str


def same_speakers(speakers: Iterable[SpeakerIdentity]) -> list[Suggestion]:
    """Return the pairs that may be one, in order of their ids.

    A shorter name is suggested for a longer one only where it fits no other: "Wren" is nobody in particular among
    three Wrens. Descriptions that belong to one document (their key holds a colon) are left out.
    """
    known = [speaker for speaker in speakers if ":" not in speaker.key and speaker.key]
    by_last: dict[str, list[SpeakerIdentity]] = defaultdict(list)
    by_initials: dict[str, list[SpeakerIdentity]] = defaultdict(list)
    for speaker in known:
        by_last[speaker.key.split()[-1]].append(speaker)
        if initials := _initials(speaker.key.split()):
            by_initials[initials].append(speaker)
    found = []
    for speaker in known:
        words = speaker.key.split()
        if not _may_be_short(words):
            continue
        fitting = [(other, why) for other in by_last[words[-1]] if (why := _person_fits(speaker, other))]
        if len(words) == 1:
            short_for = by_initials.get(words[0].replace(".", ""), [])
            fitting += [(other, f"“{speaker.name}” may be short for “{other.name}”.") for other in short_for]
        if len(fitting) == 1:
            found.append(Suggestion(speaker.id, fitting[0][0].id, fitting[0][1]))
    both_ways = {frozenset((pair.short, pair.full)): pair for pair in reversed(found)}
    return sorted(both_ways.values(), key=lambda pair: (pair.short, pair.full))


def _may_be_short(words: Sequence[str]) -> bool:
    """Whether a name can stand for a fuller one: one word, an initial, or a short form of a given name."""
    first = words[0].replace(".", "")
    return len(words) == 1 or len(first) == 1 or first in _full_forms()


def _person_fits(short: SpeakerIdentity, full: SpeakerIdentity) -> str:
    """Return why one name may be a shorter form of another with the same last word, blank where it may not."""
    a, b = short.key.split(), full.key.split()
    if short.id == full.id or short.kind != full.kind:
        return ""
    if len(a) == 1 < len(b) and short.kind == "person":
        return f"“{full.name}” is the only full name here that ends in “{short.name}”."
    if len(a) < 2 or len(b) < 2 or short.kind != "person" or a[-1] != b[-1]:
        return ""
    one, other = a[0].replace(".", ""), b[0].replace(".", "")
    if len(one) == 1 < len(other) and one == other[0]:
        return f"“{a[0].upper().rstrip('.')}.” may be the initial of “{full.name}”."
    if one != other and _short_form(one, other):
        return f"“{one.capitalize()}” is a short form of “{other.capitalize()}”."
    return ""


def _initials(words: Sequence[str]) -> str:
    """Return the first letters of a name of several words, blank where that is no abbreviation."""
    letters = "".join(word[0] for word in words if word not in _SMALL)
    return letters if len(letters) >= LEAST_INITIALS else ""


@cache
def _full_forms() -> dict[str, frozenset[str]]:
    """Return the given names that each short form can stand for."""
    found: dict[str, set[str]] = defaultdict(set)
    for full, *short_forms in rows("extract", "short_names.tsv"):
        for short in short_forms:
            found[short].add(full)
    return {short: frozenset(full) for short, full in found.items()}


def _short_form(short: str, full: str) -> bool:
    return full in _full_forms().get(short, ())
