"""The shapes of lines: what one looks like by itself (a byline, a caption, an item, a page's number, a publisher).

Shapes are data (``line_shapes.tsv``). What a line is in its document (a headline above its body, say) is for
``layout`` and the rooms to decide.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache

from tracker.text.lexicon import rows, words

_FINISHED = re.compile(r"[.!?:;…][\"”’'»)\]]*$")
"""How a line ends that a sentence or a clause ends with; a quotation mark by itself may close a name or a few words."""
_ITEM = re.compile(r"(?P<sign>[-–—*•▪◦·‣+])[ \t]|(?P<number>\(?(?:\d{1,3}|[a-z]|[ivx]{1,5})[.)])[ \t]")
_FOLIO = re.compile(
    r"(?i)[-–—\[( ]*(?:page|p\.)?\s*(?:\d{1,4}|[ivxl]{1,7})(?:\s*(?:of|/)\s*\d{1,4})?[-–—\]) ]*"
    r"|\d{1,2}/\d{1,2}/\d{2,4}, \d{1,2}:\d\d(?:\s?[AP]M)?|(?:https?|file)://\S+"
)
LONGEST_SHAPED_LINE = 420
"""Longer lines are paragraphs of prose; the longest captions that agencies write stay below."""
LONGEST_HEADLINE = 160
"""Headlines on the web run to about 110 characters; decks and labels in front of them add to that."""
MOST_NAME_WORDS = 8
"""Words of a body's name: "Police Federation of England and Wales" has six."""
LINES_KEPT = 4096
"""Lines whose shape is remembered: more than one document has, for each is asked for several times."""
ENDS_PROSE = re.compile(r"[.:;,…][”’\"')\]]*$")
"""How a line of prose ends; a question or an exclamation may be a headline."""

LIST_MARK = re.compile(r"[•·▪◦‣*–—|>»§-]\s|\d{1,3}[.)]\s|[|>»§<{\[]")
"""What opens an item of a list, a path through a site or a mark-up, and no title."""
_EDITION = re.compile(r"\s*\([A-Z][A-Za-z .]+\)$")
"""Where a paper appears, as databases print it behind its name: "(England)"."""
_SMALL = frozenset({"of", "for", "and", "the", "in", "on", "&", "de", "upon"})
_AGENCY = r"(?:AP|PA|AFP|UPI|Reuters|REUTERS|Bloomberg|CNN|ANI|IANS|dpa|Xinhua|BBC|CNS|WaPo)"
_PLACE = r"[A-Z][A-Z.'’-]{3,}(?:[ \t\xa0]+(?:[A-Z][A-Z.'’-]*|de|upon|on)){0,2}"
_DATELINE = re.compile(
    rf"(?:{_PLACE}(?:,[ \xa0]+[A-Z][\w.’'-]*(?:[ \xa0][A-Z][\w.]*)?)?)"
    r"(?:,?[ \xa0]+(?:[A-Z][a-z]{2,8}\.?[ \xa0]\d{1,2}(?:,[ \xa0]\d{4})?"
    r"|\d{1,2}[ \xa0][A-Z][a-z]{2,8}(?:,?[ \xa0]\d{4})?))?"
    rf"(?:[ \xa0]*\(?(?P<agency>(?<=\(){_AGENCY}(?:[ \xa0]News)?(?=\)))\)?)?"
    r"[ \xa0]*(?:—|–|--|-)[ \xa0]*(?=\S)"
)
_DAY = (
    r"\(?(?:[A-Z][a-z]{2,8}\.?[ \xa0]\d{1,2},?[ \xa0]\d{4}|\d{1,2}[ \xa0][A-Z][a-z]{2,8},?[ \xa0]\d{4})\)?"
    rf"(?:[ \xa0]\((?P<agency>{_AGENCY})\))?"
)
_CAPITALS_WITH_DAY = re.compile(rf"{_PLACE},?[ \xa0]+{_DAY}[.:](?:[ \xa0]+(?=\S)|\Z)")
_PLACE_WITH_DAY = re.compile(
    rf"[A-Z][\w.’'-]+(?:[ \xa0][A-Z][\w.’'-]+){{0,2}},[ \xa0]{_DAY}\.?[ \xa0]*(?:—|–|--|-)[ \xa0]*(?=\S)"
)
_TITLE_PLACE = r"(?:[A-Z][a-z]+(?:[ \xa0][A-Z][a-z]+){0,2}(?:, [A-Z][\w.]+)?[ \xa0]*)"
_WITH_AGENCY = re.compile(rf"{_TITLE_PLACE}?\((?P<agency>{_AGENCY})\)[ \xa0]*(?:—|–|--|-)[ \xa0]*(?=\S)")


@lru_cache(maxsize=LINES_KEPT)
def shape(line: str) -> str | None:
    """Return the kind of the first shape that the whole line fits, or ``None`` for prose.

    >>> shape("Jack Taylor/Getty")
    'credit'
    """
    if len(line) > LONGEST_SHAPED_LINE:
        return None
    return next((kind for kind, pattern in _shapes() if pattern.fullmatch(line)), None)


def is_finished(line: str) -> bool:
    """Tell whether a line ends as a sentence or a clause does.

    >>> is_finished("He left.”"), is_finished("the “wall”")
    (True, False)
    """
    return _FINISHED.search(line) is not None


def is_folio(line: str) -> bool:
    """Tell whether a line is a page's number, or what a browser prints around a page: when, and from where.

    >>> is_folio("Page 3 of 12"), is_folio("- 4 -"), is_folio("1,204 boats")
    (True, True, False)
    """
    return _FOLIO.fullmatch(line) is not None


def item_mark(line: str) -> str | None:
    """Return how a line begins an item of a list, ``None`` where it begins none.

    ``sign`` is a bullet or a dash, ``number`` a number or a letter with a bracket or a stop behind it.
    """
    mark = _ITEM.match(line)
    return mark.lastgroup if mark else None


def names_publisher(line: str) -> bool:
    """Tell whether a line is a paper's or a body's name and nothing else: in capitals, its noun last or before "of".

    >>> [names_publisher(line) for line in ("The Quay Gazette", "Ministry of Justice", "Police back the mayor")]
    [True, True, False]
    """
    line = _EDITION.sub("", line)
    if shape(line) == "masthead":
        return True
    parts = line.split()
    if not 2 <= len(parts) <= MOST_NAME_WORDS or not all(part[:1].isupper() or part in _SMALL for part in parts):
        return False
    link = next((at for at, part in enumerate(parts) if part.lower() in ("of", "for") and at), len(parts))
    return parts[link - 1].lower() in words("text", "publishing_bodies.txt")


def dateline(paragraph: str) -> re.Match[str] | None:
    """Return the place and agency that open a report ("LONDON (AP) — "), with a group ``agency``, or ``None``.

    The place stands in capitals, or the agency in brackets, and a dash ends it; before a day with its year a full stop
    or a colon may end a place in capitals, and a dash any place.
    """
    forms = (_DATELINE, _WITH_AGENCY, _CAPITALS_WITH_DAY, _PLACE_WITH_DAY)
    return next((found for form in forms if (found := form.match(paragraph))), None)


@cache
def _shapes() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((row[0], re.compile(row[1])) for row in rows("text", "line_shapes.tsv"))
