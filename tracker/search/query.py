"""The language of searches: words, phrases, words left out, and fields such as ``speaker:dick after:2018`` (pure).

Any text is a query. What cannot be understood is told in a sentence and searched as words; nothing raises.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from tracker.models import ClaimKind, RelationKind

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


def parse(text: str) -> Query:
    """Return a query as understood.

    >>> query = parse('speaker:dick after:2018 “routine deployment” armed -taser')
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
            normal = KEYS[key][0](_plain(value).casefold())
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
            value = _plain(value)
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


def _plain(value: str) -> str:
    return " ".join(_QUOTES.sub(" ", value).split())


def _has_words(value: str) -> bool:
    return any(char.isalnum() or char in "%£$€" for char in value)


def _used(fields: list[Field]) -> tuple[tuple[Field, ...], list[str]]:
    """Return the fields that count, and a sentence for each that a later one replaces."""
    last = {field.key: field for field in fields}
    used = tuple(field for field in fields if field.key not in ONCE or last[field.key] is field)
    replaced = dict.fromkeys(field.key for field in fields if field not in used)
    return used, [f"“{key}:” is used once; the last one, “{last[key].value}”, counts." for key in replaced]
