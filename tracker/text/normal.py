"""The normal form of words, cut to stems, and the sense they share: what matching, search and the fast path compare.

Typography, case, British spelling, contractions, hyphens left by a scanned line break and the notation of figures are
evened out, words without a claim of their own left out, and the rest cut to stems:

>>> normal_form("They don’t al- low “routine” deployments")
'not allow routin deploy'
>>> normal_form("Crime fell by a fifth, or £2.5m") == normal_form("crime fell by 20 per cent, or 2,500,000 pounds")
True

Senses are read from ``data/opposites.tsv``, ``synonyms.tsv``, ``same_names.tsv`` and ``same_roots.tsv``, in this
order; the lists stand in for a language model. "rose" is the sense ``increas`` with sign +1 and "fell" the same with
-1; "dispatch" and "send" are one sense of sign 0. ``opposites_in_place.tsv`` holds contraries that count in one and the
same place alone.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from functools import cache, cached_property, lru_cache, partial
from itertools import compress, count
from typing import Final, Generic, NamedTuple, TypeVar

from tracker.text.lexicon import rows
from tracker.text.lexicon import words as word_list
from tracker.text.note_marks import without_marks
from tracker.text.numbers import STARTERS, Figure, figure_at
from tracker.text.words import APOSTROPHES, HYPHENS, MATCHED, MONEY, SHARE, SOFT_HYPHEN

SHORTEST_INFLECTED: Final = 4
"""Words shorter than this keep their ending: "gas", "bus" and "his" are no plurals."""

DERIVATIONAL_ROUNDS: Final = 2
""""helpfulness" loses two endings; no common English word carries more that matter here."""

KEEP_AFTER_UNDOUBLING: Final = "lsz"
""""falling" keeps its double l, "stopping" gives up a p."""

MEMO_SIZE: Final = 1 << 17
"""Distinct words remembered: more than any English vocabulary in use."""

_VOWELS: Final = frozenset("aeiouy")
_NO_PLURAL_ENDINGS: Final = ("ss", "us", "is")


def _irregular() -> dict[str, str]:
    return {row[0]: row[1] for row in rows("text", "irregular_forms.tsv")}


def _suffixes() -> tuple[tuple[str, str, int], ...]:
    return tuple((row[0], row[1], int(row[2])) for row in rows("text", "suffixes.tsv"))


_IRREGULAR: Final = _irregular()
_SUFFIXES: Final = _suffixes()


def _has_vowel(text: str) -> bool:
    return not _VOWELS.isdisjoint(text)


def _is_short(text: str) -> bool:
    """Say whether a stem is one short syllable that a final e keeps long: "hop" of "hope", "car" of "care"."""
    if len(text) < 2 or text[-1] in "aeiouywx" or text[-2] not in _VOWELS:
        return False
    return len(text) == 2 or not _has_vowel(text[:-2])


def _singular(word: str) -> str:
    if not word.endswith("s") or word.endswith(_NO_PLURAL_ENDINGS):
        return word
    if word.endswith("ies"):
        return word[:-3] + ("y" if len(word) > SHORTEST_INFLECTED else "ie")
    if word.endswith(("sses", "shes", "ches", "xes", "zzes")):
        return word[:-2]
    return word[:-1]


def _bare_verb(word: str) -> str:
    for ending in ("ing", "ed"):
        base = word[: -len(ending)]
        if not word.endswith(ending) or len(base) < 2 or not _has_vowel(base):
            continue
        if word.endswith("eed"):
            return word
        if ending == "ed" and base.endswith("i"):
            return base[:-1] + "y"
        if base.endswith(("at", "bl", "iz", "uc", "rg", "dg", "lv", "rv")) or _is_short(base):
            return base + "e"
        if (
            len(base) > SHORTEST_INFLECTED - 1
            and base[-1] == base[-2]
            and base[-1] not in KEEP_AFTER_UNDOUBLING + "aeiou"
        ):
            return base[:-1]
        return base
    return word


def _root(word: str) -> str:
    for _ in range(DERIVATIONAL_ROUNDS):
        for ending, instead, least in _SUFFIXES:
            if word.endswith(ending) and len(word) - len(ending) >= least:
                word = word[: -len(ending)] + instead
                break
        else:
            break
    return word


def _without_final_e(word: str) -> str:
    base = word[:-1]
    return base if word.endswith("e") and len(base) > 2 and not _is_short(base) and not base.endswith("e") else word


@lru_cache(maxsize=MEMO_SIZE)
def stem(word: str) -> str:
    """Return the stem of a lower-case word.

    >>> [stem(word) for word in ("routinely", "routine", "deployments", "deploy", "armed", "carrying", "fell")]
    ['routin', 'routin', 'deploy', 'deploy', 'arm', 'carry', 'fall']
    """
    if len(word) < SHORTEST_INFLECTED or not word.isalpha():
        return _IRREGULAR.get(word, word)
    if (base := _IRREGULAR.get(word)) is not None:
        return _without_final_e(base)
    singular = _singular(word)
    if (base := _IRREGULAR.get(singular)) is not None:
        return _without_final_e(base)
    return _without_final_e(_root(_bare_verb(singular)))


LEAST_CAMEL_HALF: Final = 4
""""AfricanAmerican" has lost a hyphen, "McDonald" and "YouTube" have not: both halves need as many letters."""

_CAMEL: Final = re.compile(rf"(?<=[a-z]{{{LEAST_CAMEL_HALF - 1}}})(?=[A-Z][a-z]{{{LEAST_CAMEL_HALF - 1}}})")
_BROKEN_LINE: Final = re.compile(rf"[{HYPHENS}{SOFT_HYPHEN}]\s*")
ASKS: Final = "?"
"""The one mark that changes what words say: a question states nothing."""
_PERCENT: Final = "percent"
_TYPOGRAPHY: Final = re.compile(rf"[{HYPHENS}{SOFT_HYPHEN}\s,]")
_SHARE: Final = {"percent": "percent", "percentagepoint": "percentagepoint", "percentagepoints": "percentagepoint"}
_LONE: Final = frozenset(f"0123456789{MONEY}")
_ARTICLES: Final = frozenset(("a", "an"))
_RATIO: Final = re.compile(r"\d\W+(?:in|out\W+of)\W+\d", re.IGNORECASE)
_APOSTROPHES: Final = str.maketrans(dict.fromkeys(APOSTROPHES, "'"))
_BRITISH_IS: Final = re.compile(r"(?P<root>.{3,}(?<![aeou]))is(?P<end>e|es|ed|er|ers|ing|ation|ations|ational)")
_CLITIC: Final = re.compile(r"(.+)'(?:s|ll|d|re|ve|m)?")
_STOP: Final = word_list("text", "stop_words.tsv")
_CONTRACTIONS: Final = {row[0]: row[1] for row in rows("text", "contractions.tsv")}
_INITIALS: Final = {row[0]: row[1] for row in rows("text", "initials.tsv")}
_KEEPS_IS: Final = tuple(row[0] for row in rows("text", "spelling_keep_is.tsv"))
_SPELLING: Final = {row[0]: row[1] for row in rows("text", "spelling_words.tsv") if not row[0].endswith("*")}
_SPELLING_BEGINNINGS: Final = {row[0][:-1]: row[1] for row in rows("text", "spelling_words.tsv") if row[0][-1] == "*"}
_SHORTEST_BEGINNING: Final = min(map(len, _SPELLING_BEGINNINGS))
_LONGEST_BEGINNING: Final = max(map(len, _SPELLING_BEGINNINGS))


TEXTS_KEPT: Final = 1 << 10
"""Texts whose words are remembered: a claim that arrives is read for its features, for search and as a quotation."""


class Word(NamedTuple):
    """One word of a text: where it stands, in lower case and American spelling, its stem, and its figure if it is one.

    Several words may share a place ("don't" is "do" and "not"); a figure in words is one word ("forty-three million").
    """

    start: int
    end: int
    normal: str
    stem: str
    stop: bool


_word: Final[Callable[[tuple[int, int, str, str, bool]], Word]] = partial(tuple.__new__, Word)
"""Makes a word of its parts, in a third of the time: millions are made."""


@lru_cache(maxsize=MEMO_SIZE)
def american(word: str) -> str:
    """Return the American spelling of a lower-case word: "organised" is "organized", "centre" is "center"."""
    if (exact := _SPELLING.get(word)) is not None:
        return exact
    for length in range(min(_LONGEST_BEGINNING, len(word)), _SHORTEST_BEGINNING - 1, -1):
        if (beginning := _SPELLING_BEGINNINGS.get(word[:length])) is not None:
            word = beginning + word[length:]
            break
    if (match := _BRITISH_IS.fullmatch(word)) and not word.startswith(_KEEPS_IS):
        return f"{match['root']}iz{match['end']}"
    return word


def _letters(raw: str) -> str:
    return "".join(filter(str.isalpha, raw)).lower()


def _spelt_out(raw: str) -> tuple[str, ...]:
    """Return the lower-case words that one raw token stands for."""
    if raw in _INITIALS:
        return (_INITIALS[raw],)
    if (share := _SHARE.get(_letters(raw))) is not None:
        return (share,)
    if raw == "%":
        return ("percent",)
    if raw.lower() == "no.":
        return ("number",)
    joined = _BROKEN_LINE.sub("", raw) if not raw.isalpha() else raw
    parts = _CAMEL.split(joined)
    if len(parts) > 1:
        return tuple(part for half in parts for part in _spelt_out(half))
    low = unicodedata.normalize("NFKC", joined.translate(_APOSTROPHES)).lower().replace(".", "")
    if (known := _CONTRACTIONS.get(low)) is not None:
        return tuple(known.split())
    if low.endswith("n't"):
        return (american(low[:-3]), "not")
    if "'" in low and (clitic := _CLITIC.fullmatch(low)):
        low = clitic[1].replace("'", "")
    return (american(low.replace("'", "")),)


class _Piece(NamedTuple):
    """A word as spelt out, with its stem and whether it carries no claim."""

    normal: str
    stem: str
    stop: bool


@lru_cache(maxsize=MEMO_SIZE)
def _pieces(raw: str) -> tuple[_Piece, ...]:
    if raw[0] in _LONE:
        return (_Piece(raw.lower(), raw.lower(), False),)
    return tuple(_Piece(word, stem(word), word in _STOP) for word in _spelt_out(raw) if word)


@lru_cache(maxsize=MEMO_SIZE)
def _kept(raw: str) -> str:
    """Return what one raw token that joins no neighbour leaves in the normal form ("" where it is left out)."""
    if raw[0] in _LONE:
        found = figure_at((raw.lower(),), 0)
        return found.normal if found else raw.lower()
    return " ".join(piece.stem for piece in _pieces(raw) if not piece.stop)


@lru_cache(maxsize=MEMO_SIZE)
def _lower(raw: str) -> str:
    return _SHARE.get(_letters(raw), raw.lower()) if raw[0] in "pP" else raw.lower()


@lru_cache(maxsize=MEMO_SIZE)
def _may_begin(raw: str) -> bool:
    low = _lower(raw)
    return low in STARTERS or low[0] in _LONE


def _figures(raws: list[str]) -> dict[int, Figure]:
    """Return the figures among raw tokens by the place of their first token; only likely beginnings are tried."""
    found: dict[int, Figure] = {}
    begins = [*compress(count(), map(_may_begin, raws))]
    if not begins:
        return found
    low = [*map(_lower, raws)]
    begins += [at - 1 for at in begins if at and low[at - 1] in _ARTICLES and low[at] in STARTERS]
    free = 0
    for at in sorted(begins):
        if at >= free and (figure := figure_at(low, at)) is not None:
            found[at] = figure
            free = at + figure.used
    return found


@lru_cache(maxsize=TEXTS_KEPT)
def words(text: str) -> tuple[Word, ...]:
    """Return every word of a text with its place, figures read as one word each, stop words included and marked."""
    matches = [*MATCHED.finditer(without_marks(text))]
    raws = [match[0] for match in matches]
    figures = _figures(raws)
    found: list[Word] = []
    free = 0
    for at, (raw, match) in enumerate(zip(raws, matches, strict=True)):
        if at < free:
            continue
        start, end = match.span()
        if (figure := figures.get(at)) is not None:
            free = at + figure.used
            found.append(Word(start, matches[free - 1].end(), figure.normal, figure.normal, False))
        else:
            for normal, own, stop in _pieces(raw):
                found.append(_word((start, end, normal, own, stop)))
    return tuple(found)


class Printed(NamedTuple):
    """A word as printed but for typography: its first character, and its keys (two for "don't", which is "do not")."""

    start: int
    keys: tuple[str, ...]


def printed_parts(text: str, found: Sequence[Word]) -> list[Printed]:
    """Return the words of a text by what may not differ between two printings of the same words.

    Figures keep their notation ("a fifth" is not "20%"), but "%" is "per cent". A question mark is a part too: what is
    asked is not what is said. Two texts of the same keys are the same words for matching and for differences alike.
    """
    parts: list[Printed] = []
    for word in found:
        keys = _figure_keys(text[word.start : word.end]) if word.normal[0].isdigit() else (word.normal,)
        if parts and parts[-1].start == word.start:
            parts[-1] = Printed(word.start, parts[-1].keys + keys)
        elif len(keys) > 1 and (share := SHARE.search(text, word.start, word.end)) and text[share.start()].isspace():
            sign = share.end() - len(share.group().lstrip())
            parts += [Printed(word.start, keys[:-1]), Printed(sign, keys[-1:])]
        else:
            parts.append(Printed(word.start, keys))
    if ASKS in text:
        parts = sorted([*parts, *(Printed(at, (ASKS,)) for at, mark in enumerate(text) if mark == ASKS)])
    return parts


def printed_words(text: str, found: Sequence[Word]) -> str:
    """Return the keys of ``printed_parts`` joined by blanks: the quick way where nothing is asked, as nearly always.

    A property test holds the two together.
    """
    if ASKS in text:
        return " ".join(key for part in printed_parts(text, found) for key in part.keys)
    return " ".join(
        " ".join(_figure_keys(text[word.start : word.end])) if word.normal[0].isdigit() else word.normal
        for word in found
    )


def _figure_keys(printed: str) -> tuple[str, ...]:
    plain = _TYPOGRAPHY.sub("", printed.lower().replace("%", _PERCENT))
    number = plain.removesuffix(_PERCENT)
    return (number, _PERCENT) if number != plain and number else (plain,)


def _kept_with_figures(raws: list[str]) -> str:
    figures = _figures(raws)
    taken = {at + more for at, figure in figures.items() for more in range(1, figure.used)}
    parts = (figures[at].normal if at in figures else _kept(raw) for at, raw in enumerate(raws) if at not in taken)
    return " ".join(filter(None, parts))


def normal_form(text: str) -> str:
    """Return the stems of a text in order, stop words left out unless nothing else is there, joined by blanks.

    The quick way for texts in bulk: equal to joining what ``words`` marks as no stop word (a property test holds this).
    """
    text = without_marks(text)
    raws = MATCHED.findall(text)
    if STARTERS.isdisjoint(raws) and not _RATIO.search(text):
        kept = " ".join(filter(None, map(_kept, raws)))
    else:
        kept = _kept_with_figures(raws)
    return kept or " ".join(word.stem for word in words(text))


def normal_tokens(text: str) -> tuple[str, ...]:
    """Return the words of ``normal_form``; a figure gives its number and its unit ("73", "percent")."""
    return tuple(normal_form(text).split())


IN_PLACE_NAME: Final = "in place"
"""How the names of senses begin that have a contrary in one and the same place alone."""

T = TypeVar("T")
Stems = tuple[str, ...]


class Sense(NamedTuple):
    """One sense of a word: its name, and +1 or -1 where it has a contrary, else 0."""

    name: str
    sign: int


class Item(NamedTuple):
    """A word or listed phrase of a claim under its senses; ``first`` and ``last`` are its places among the words."""

    senses: tuple[Sense, ...]
    first: int
    last: int


_item: Final[Callable[[tuple[tuple[Sense, ...], int, int]], Item]] = partial(tuple.__new__, Item)


def stems_of(phrase: str) -> Stems:
    """Return the stems of a phrase from a list, in which underscores stand for blanks."""
    if phrase.isalpha() and phrase.isascii() and _lower(phrase) not in STARTERS:  # as most of thousands are
        return tuple([piece.stem for piece in _pieces(phrase)])
    return tuple(word.stem for word in words(phrase.replace("_", " ")))


class Phrases(Generic[T]):
    """A table of phrases (as stems), looked up at a place in a text; the longest that fits wins.

    ``listed`` gives the table when it is first looked into: to find the stems of a long list takes its time.
    """

    def __init__(self, listed: Callable[[], Mapping[Stems, T]]) -> None:
        self._listed = listed

    @cached_property
    def _entries(self) -> Mapping[Stems, T]:
        return self._listed()

    @cached_property
    def lengths(self) -> Mapping[str, Sequence[int]]:
        """The lengths of the phrases by their first stem, the longest first."""
        lengths: dict[str, set[int]] = {}
        for phrase in self._entries:
            lengths.setdefault(phrase[0], set()).add(len(phrase))
        return {first: sorted(found, reverse=True) for first, found in lengths.items()}

    def at(self, stems: Sequence[str], place: int) -> tuple[T, int] | None:
        """Return the entry of the longest phrase that begins at ``place`` and its length in words, or ``None``."""
        for length in self.lengths.get(stems[place], ()):
            entry = self._entries.get(tuple(stems[place : place + length]))
            if entry is not None and place + length <= len(stems):
                return entry, length
        return None


def _sense_table() -> dict[Stems, tuple[Sense, ...]]:
    table: dict[Stems, tuple[Sense, ...]] = {}

    def add(phrase: Stems, sense: Sense) -> None:
        known = table.get(phrase, ())
        if all(sense.name != other.name for other in known):
            table[phrase] = (*known, sense)

    for plus, minus in (row[:2] for row in rows("text", "opposites.tsv")):
        name = "_".join(stems_of(plus.split()[0]))
        for sign, side in ((1, plus), (-1, minus)):
            for word in side.split():
                add(stems_of(word), Sense(name, sign))
    for (line,) in (row for name in ("synonyms", "same_names", "same_roots") for row in rows("text", f"{name}.tsv")):
        phrases = [stems_of(word) for word in line.split()]
        known = [table[phrase][0] for phrase in phrases if phrase in table]
        plain = [sense for sense in known if not sense.sign]
        sense = table[phrases[0]][0] if phrases[0] in table else next(iter(plain), Sense("_".join(phrases[0]), 0))
        for phrase in phrases:
            if phrase not in table:
                add(phrase, sense)
    return table


@cache
def _in_place() -> Mapping[str, tuple[Sense, ...]]:
    """Return for the stem of a word the senses in which another word may reverse it in its very place."""
    found: dict[str, tuple[Sense, ...]] = {}
    for number, (plus, minus) in enumerate(row[:2] for row in rows("text", "opposites_in_place.tsv")):
        for sign, side in ((1, plus), (-1, minus)):
            for word in side.split():
                first = stems_of(word)[0]
                found[first] = (*found.get(first, ()), Sense(f"{IN_PLACE_NAME} {number}", sign))
    return found


_SENSES: Final = Phrases(_sense_table)


@lru_cache(maxsize=MEMO_SIZE)
def senses_of(stem: str) -> tuple[Sense, ...]:
    """Return the senses with a contrary that a word has of its own, in place or anywhere."""
    entry = _SENSES.at((stem,), 0)
    signed = tuple(sense for sense in entry[0] if sense.sign) if entry else ()
    return signed + _in_place().get(stem, ())


def items(found: Sequence[Word]) -> tuple[Item, ...]:
    """Return the words of a claim under their senses, listed phrases as one; a word on no list is its own sense."""
    stems = [word.stem for word in found]
    result: list[Item] = []
    free = 0
    for place, own in enumerate(stems):
        if place < free:
            continue
        senses, begins = _alone(own)
        if begins and (entry := _SENSES.at(stems, place)) is not None:
            free = place + entry[1]
            result.append(_item((entry[0], place, free - 1)))
        else:
            result.append(_item((senses, place, place)))
    return tuple(result)


@lru_cache(maxsize=MEMO_SIZE)
def _alone(stem: str) -> tuple[tuple[Sense, ...], bool]:
    """Return the senses of a word by itself, one on no list its own, and whether a listed phrase begins with it."""
    entry = _SENSES.at((stem,), 0)
    return entry[0] if entry else (Sense(stem, 0),), max(_SENSES.lengths.get(stem, (0,))) > 1
