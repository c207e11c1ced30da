"""The language of searches, and the terms that claims are indexed under and queries ask for (pure).

Any text is a query: words, phrases, words left out, and fields such as ``speaker:dick after:2018``. What cannot be
understood is told in a sentence and searched as words; nothing raises. Terms are stems, and figures as terms of their
own: claims and queries go through the same analysis, so "routine deployment" meets "routinely deploy", "73%" meets
"73 per cent" and "19.1% increase" meets "an increase of 19.1%"."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final

from tracker.models import ClaimKind, Direction, Quantity, RelationKind
from tracker.text.lexicon import rows
from tracker.text.lexicon import words as word_list
from tracker.text.negation import SEARCHED
from tracker.text.normal import stem, words
from tracker.text.quantities import bare_quantities
from tracker.text.words import unmarked

NEGATION: Final = "not"
"""The term every word of denial is read as ("never", "no", "n't"), and that a denied claim carries."""

SHORTEST_PREFIX: Final = 3
"""A last word of fewer letters is not completed: "to" begins too many words."""

SHORTEST_HALF: Final = 3
"""Shorter words are found in any word."""

CLAIMS_REMEMBERED: Final = 1 << 10
"""Claims whose terms are remembered, those of some documents: they are made before a document is stored, and asked for
then."""

NAMES_REMEMBERED: Final = 1_000
"""Titles and speakers whose terms are remembered: all claims of a document share theirs."""

_LIGHT: Final = word_list("search", "search_light_words.tsv")
_ENDINGS: Final = tuple(row[0] for row in rows("search", "search_endings.tsv"))
_UNSAFE: Final = re.compile(r"[^\w.]+|_")


@dataclass(frozen=True, slots=True)
class ClaimTerms:
    """The terms a claim is found by, each field in order of its words."""

    text: tuple[str, ...]
    title: tuple[str, ...] = ()
    speaker: tuple[str, ...] = ()
    figures: tuple[str, ...] = ()

    def row(self) -> tuple[str, str, str, str]:
        """Return the fields as the full-text index stores them, terms with blanks between."""
        return (" ".join(self.text), " ".join(self.title), " ".join(self.speaker), " ".join(self.figures))

    @classmethod
    def from_row(cls, row: Sequence[str]) -> ClaimTerms:
        """Return the terms that ``row()`` wrote."""
        return cls(*(tuple(field.split()) for field in row))


@dataclass(frozen=True, slots=True)
class QueryTerms:
    """What a query asks for: its words in order, those that count little, and its figures."""

    words: tuple[str, ...]
    light: frozenset[str] = frozenset()
    figures: tuple[str, ...] = ()

    @property
    def heavy(self) -> tuple[str, ...]:
        """The distinct words and figures worth looking up: without light words, unless there are no others."""
        asked = dict.fromkeys((*self.words, *self.figures))
        return tuple(term for term in asked if term not in self.light) or tuple(asked)

    def reading(self, read: Mapping[str, Sequence[str]]) -> QueryTerms:
        """Return the query with each word that is a key of ``read`` replaced by the words it was read as."""
        return replace(self, words=tuple(part for word in self.words for part in read.get(word, (word,))))


def _plain(term: str) -> str:
    """Return a term in plain letters, without signs the index would split at."""
    return term if term.isascii() and term.isalnum() else _UNSAFE.sub("", unmarked(term))


def _analysed(text: str) -> tuple[list[str], set[str]]:
    """Return the stems of a text in order, and those among them that count little."""
    stems: list[str] = []
    light: set[str] = set()
    for word in words(text):
        for part in word.stem.split():
            term = NEGATION if part in SEARCHED else _plain(part)
            if not term:
                continue
            stems.append(term)
            if word.stop or part in _LIGHT:
                light.add(term)
    return stems, light - {NEGATION}


def figure_terms(figures: Iterable[Quantity]) -> tuple[str, ...]:
    """Return one term for each quantity ("q73percent") and one for each direction ("qdecrease")."""
    terms: dict[str, None] = {}
    for quantity in figures:
        ends = quantity.value if isinstance(quantity.value, tuple) else (quantity.value,)
        for end in ends:
            terms[_plain(f"q{end:.12g}{quantity.unit}")] = None
        if quantity.direction is not Direction.NONE:
            terms[direction_term(quantity.direction)] = None
    return tuple(terms)


def direction_term(direction: Direction) -> str:
    """Return the term of a direction: no word begins with a q and has no u."""
    return f"q{direction}"


def claim_terms(text: str, *, title: str = "", speaker: str = "", polarity: int = 1) -> ClaimTerms:
    """Return the terms of a claim; one whose cue denies it (``polarity`` -1) carries the term of negation."""
    stems, figures = _of_a_claim(text)
    if polarity < 0 and NEGATION not in stems:
        stems = (NEGATION, *stems)
    return ClaimTerms(stems, _of_a_name(title), _of_a_name(speaker), figures)


@lru_cache(maxsize=CLAIMS_REMEMBERED)
def _of_a_claim(text: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the terms of a claim's words and of its figures; made before the claim is stored, and asked for then."""
    return tuple(_analysed(text)[0]), figure_terms(bare_quantities(text))


@lru_cache(maxsize=NAMES_REMEMBERED)
def _of_a_name(name: str) -> tuple[str, ...]:
    """Return the terms of a title or a speaker, which many claims share."""
    return tuple(_analysed(name)[0])


def query_terms(text: str) -> QueryTerms:
    """Return what a query asks for; any text will do."""
    stems, light = _analysed(text)
    return QueryTerms(tuple(stems), frozenset(light), figure_terms(bare_quantities(text)))


def phrase_terms(text: str) -> tuple[str, ...]:
    """Return the terms of a phrase in order, as they stand side by side in a claim that holds it."""
    return tuple(_analysed(text)[0])


def placed_terms(text: str) -> list[tuple[int, int, str]]:
    """Return every term of a text with the characters it stands at, figures as figure terms too."""
    found = [
        (word.start, word.end, NEGATION if part in SEARCHED else _plain(part))
        for word in words(text)
        for part in word.stem.split()
    ]
    return found + [(q.start, q.end, term) for q in bare_quantities(text) for term in figure_terms([q])]


def halves(term: str) -> tuple[tuple[str, ...], ...]:
    """Return the ways to read a term as two words that lost their hyphen or blank, each as the terms of the two.

    The stem of the whole may lack a final e that the stem of a short second half keeps, so both are offered. A half
    may be a figure: "half way" is searched as "50 percent way".

    >>> ("part", "time") in halves("parttim"), ("50", "percent", "way") in halves("halfway")
    (True, True)
    """
    cuts = range(SHORTEST_HALF, len(term) - SHORTEST_HALF + 1) if term.isalpha() else ()
    return tuple(phrase_terms(f"{term[:cut]} {term[cut:]}{final}") for cut in cuts for final in ("", "e"))


def unfinished(text: str) -> tuple[str, ...]:
    """Return the last word of a query as typed so far, then the stems it may have begun; empty if it is finished.

    "deploym" begins no stem, for "deployment" is indexed as "deploy": so endings it may have begun are finished first.

    >>> unfinished("routine deploym")
    ('deploym', 'deploy')
    """
    last = words(text)[-1:]
    if not last or last[0].end != len(text) or not last[0].normal.isalpha() or len(last[0].normal) < SHORTEST_PREFIX:
        return ()
    typed = last[0].normal
    begun = (
        stem(typed[:cut] + ending)
        for cut in range(SHORTEST_PREFIX, len(typed))
        for ending in _ENDINGS
        if ending.startswith(typed[cut:])
    )
    known = (term for term in begun if typed.startswith(term[:-1]) and len(term) >= SHORTEST_PREFIX)
    return tuple(dict.fromkeys((_plain(typed), *map(_plain, known))))


STATUSES: Final = ("suggested", "confirmed", "corrected", "by-hand", "lost")
"""What people decided about a claim, or have not yet."""
HAS: Final = ("figure", "date", "speaker")
UNITS: Final = {
    "%": "percent", "per-cent": "percent", "per cent": "percent", "percentage": "percent", "pp": "percentage_point",
    "percentage-points": "percentage_point", "percentage points": "percentage_point", "points": "percentage_point",
    "£": "gbp", "pounds": "gbp", "€": "eur", "euros": "eur", "$": "usd", "dollars": "usd", "number": "count",
    "none": "count",
}  # fmt: skip
"""Other ways to write a unit; any other word is taken as the unit's own name."""

_OPENING, _CLOSING = '"“„«', '"”“»'
_DATE = re.compile(r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?")
_YEAR = re.compile(r"\d{4}")
_NUMBER = re.compile(r"\d{1,18}")
_TOKEN = re.compile(
    rf"""
    (?P<minus>-(?=[{_OPENING}]|[^\W\d]))?
    (?: (?P<key>[^\W\d_]+):(?=\S) )?
    (?: [{_OPENING}](?P<phrase>[^{_OPENING}{_CLOSING}]*)[{_CLOSING}] | (?P<word>\S+) )
    """,
    re.VERBOSE,
)
_QUOTES: Final = re.compile(rf"[{_OPENING}{_CLOSING}]")


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a query with its value in normal form, and where it stands."""

    key: str
    value: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Query:
    """A query as understood: ``words`` to rank by (those of the phrases too), and what narrows them.

    ``told`` are sentences about what was not understood. ``said`` is the query as written.
    """

    said: str
    words: str = ""
    phrases: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    fields: tuple[Field, ...] = ()
    told: tuple[str, ...] = ()

    def values(self, key: str) -> list[str]:
        """Return the values of a field, in order."""
        return [field.value for field in self.fields if field.key == key]

    def saying_no(self, *keys: str) -> str:
        """Return the query as written, without these fields."""
        kept, at = "", 0
        for field in self.fields:
            if field.key in keys:
                kept, at = kept + self.said[at : field.start], field.end
        return " ".join((kept + self.said[at:]).split())


def _one_of(*known: str) -> Callable[[str], str | None]:
    return lambda value: value if value in known else None


def _matching(pattern: re.Pattern[str]) -> Callable[[str], str | None]:
    return lambda value: value if pattern.fullmatch(value) else None


def _any(value: str) -> str | None:
    return value or None


KINDS: Final = tuple(kind.value for kind in ClaimKind)
RELATIONS: Final = tuple(kind.value for kind in RelationKind if kind is not RelationKind.NONE)
_A_DATE: Final = "a date such as 2018, 2018-01 or 2018-01-14"

KEYS: Final[Mapping[str, tuple[Callable[[str], str | None], str]]] = {
    "speaker": (_any, "a name"),
    "publisher": (_any, "a name"),
    "topic": (_any, "a name"),
    "document": (_matching(_NUMBER), "a document's number"),
    "kind": (_one_of(*KINDS), f"one of {', '.join(KINDS)}"),
    "relation": (_one_of(*RELATIONS), f"one of {', '.join(RELATIONS)}"),
    "status": (_one_of(*STATUSES), f"one of {', '.join(STATUSES)}"),
    "has": (_one_of(*HAS), f"one of {', '.join(HAS)}"),
    "unit": (lambda value: UNITS.get(value, value) or None, "a unit"),
    "year": (_matching(_YEAR), "a year"),
    "after": (_matching(_DATE), _A_DATE),
    "before": (_matching(_DATE), _A_DATE),
    "from": (_matching(_DATE), _A_DATE),
    "to": (_matching(_DATE), _A_DATE),
}
"""The fields: what makes a value one of theirs (in lower case), and how that is told."""

ONCE: Final = frozenset(KEYS) - {"speaker", "publisher", "has"}
"""Fields that are used once: the last one counts."""


def parse_query(text: str) -> Query:
    """Return a query as understood.

    >>> query = parse_query('speaker:dick after:2018 “routine deployment” armed -taser')
    >>> query.words, query.phrases, query.without, [(field.key, field.value) for field in query.fields]
    ('routine deployment armed', ('routine deployment',), ('taser',), [('speaker', 'dick'), ('after', '2018')])
    """
    words: list[str] = []
    phrases: list[str] = []
    without: list[str] = []
    fields: list[Field] = []
    told: dict[str, None] = {}
    for token in _TOKEN.finditer(text):
        key, phrase = (token["key"] or "").lower(), token["phrase"]
        value = " ".join((token["word"] if phrase is None else phrase).split())
        if key in KEYS:
            normal = KEYS[key][0](_plain_value(value).casefold())
            if normal is not None and token["minus"]:
                told[f"“{token[0].strip()}” is passed over: only words and phrases can be left out with a minus."] = (
                    None
                )
            elif normal is not None:
                fields.append(Field(key, normal, token.start(), token.end()))
            else:
                told[f"“{key}:” wants {KEYS[key][1]}; “{value}” is searched as words."] = None
                words.append(value)
            continue
        if key:
            told[f"“{key}:” is no field of a search; it is searched as words."] = None
            value = f"{key} {value}"
        if phrase is None and _QUOTES.search(value):
            told["A quotation mark has no partner; the words beside it are searched as words."] = None
            value = _plain_value(value)
        if not _has_words(value):
            continue
        if token["minus"]:
            without.append(value)
        else:
            words.append(value)
            if phrase is not None and not key:
                phrases.append(value)
    used, more = _used(fields)
    return Query(text, " ".join(words), tuple(phrases), tuple(without), used, (*told, *more))


def _plain_value(value: str) -> str:
    return " ".join(_QUOTES.sub(" ", value).split())


def _has_words(value: str) -> bool:
    return any(char.isalnum() or char in "%£$€" for char in value)


def _used(fields: list[Field]) -> tuple[tuple[Field, ...], list[str]]:
    """Return the fields that count, and a sentence for each that a later one replaces."""
    last = {field.key: field for field in fields}
    used = tuple(field for field in fields if field.key not in ONCE or last[field.key] is field)
    replaced = dict.fromkeys(field.key for field in fields if field not in used)
    return used, [f"“{key}:” is used once; the last one, “{last[key].value}”, counts." for key in replaced]
