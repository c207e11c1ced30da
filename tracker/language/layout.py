"""Lines that are no prose, told by their shape: bylines, mastheads, picture captions and credits, furniture.

Shapes are data (``line_shapes.tsv``). This module says what a line looks like by itself; what it is in its document
(a headline above its body, say) is for the rooms to decide.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache

from tracker.language.lexicon import rows
from tracker.language.paragraphs import WRAP_WIDTH
from tracker.models import Span

LONGEST_SHAPED_LINE = 420
"""Longer lines are paragraphs of prose; the longest captions that agencies write stay below."""
LONGEST_HEADLINE = 160
"""Headlines on the web run to about 110 characters; decks and labels in front of them add to that."""
LINES_KEPT = 4096
"""Lines whose shape is remembered: more than one document has, for each is asked for several times."""
ENDS_PROSE = re.compile(r"[.:;,…][”’\"')\]]*$")
"""How a line of prose ends; a question or an exclamation may be a headline."""

_LINE = re.compile(r"[^\r\n\x0b\x0c\x85\u2028\u2029]+")
_OPENS_TURN = ("“", '"', "‘", "«")
_AGENCY = r"(?:AP|PA|AFP|UPI|Reuters|REUTERS|Bloomberg|CNN|ANI|IANS|dpa|Xinhua|BBC|CNS|WaPo)"
_PLACE = r"[A-Z][A-Z.'’-]{3,}(?:[ \t\xa0]+(?:[A-Z][A-Z.'’-]*|de|upon|on)){0,2}"
_DATELINE = re.compile(
    rf"(?:{_PLACE}(?:,[ \xa0]+[A-Z][\w.’'-]*(?:[ \xa0][A-Z][\w.]*)?)?)"
    r"(?:,?[ \xa0]+(?:[A-Z][a-z]{2,8}\.?[ \xa0]\d{1,2}(?:,[ \xa0]\d{4})?))?"
    rf"(?:[ \xa0]*\(?(?P<agency>(?<=\(){_AGENCY}(?:[ \xa0]News)?(?=\)))\)?)?"
    r"[ \xa0]*(?:—|–|--|-)[ \xa0]*(?=\S)"
)
_TITLE_PLACE = r"(?:[A-Z][a-z]+(?:[ \xa0][A-Z][a-z]+){0,2}(?:, [A-Z][\w.]+)?[ \xa0]*)"
_WITH_AGENCY = re.compile(rf"{_TITLE_PLACE}?\((?P<agency>{_AGENCY})\)[ \xa0]*(?:—|–|--|-)[ \xa0]*(?=\S)")


def lines(text: str) -> tuple[Span, ...]:
    """Return the lines of ``text`` that hold anything, without the blanks around them."""
    found = []
    for match in _LINE.finditer(text):
        words = match.group().strip()
        if words:
            start = match.start() + match.group().index(words)
            found.append(Span(start, start + len(words)))
    return tuple(found)


@lru_cache(maxsize=LINES_KEPT)
def shape(line: str) -> str | None:
    """Return the kind of the first shape that the whole line fits, or ``None`` for prose.

    >>> shape("Jack Taylor/Getty")
    'credit'
    """
    if len(line) > LONGEST_SHAPED_LINE:
        return None
    return next((kind for kind, pattern in _shapes() if pattern.fullmatch(line)), None)


def captions(text: str) -> tuple[Span, ...]:
    """Return the lines that are picture captions or credits.

    A line directly above a credit, no blank line between, is the caption the credit belongs to, unless it is
    somebody's quoted words. An agency's bare name that ends a wrapped sentence is no credit.
    """
    found: list[Span] = []
    before: Span | None = None
    for line in lines(text):
        words = line.of(text)
        kind = shape(words)
        cut_off = " " not in words and "/" not in words and before and ends_sentence_of(text, before, line)
        if kind in ("caption", "credit") and not cut_off:
            joined = before is not None and text.count("\n", before.end, line.start) == 1
            if kind == "credit" and before and joined and before not in found and _may_be_caption(before.of(text)):
                found.append(before)
            found.append(line)
        before = line
    return tuple(found)


def ends_sentence_of(text: str, before: Span, line: Span) -> bool:
    """Tell whether ``line`` goes on with the sentence of the line before: a column's last words, a name cut in two."""
    unfinished = len(before.of(text)) >= WRAP_WIDTH and not ENDS_PROSE.search(before.of(text))
    return unfinished and text.count("\n", before.end, line.start) == 1


def is_headline(text: str, line: Span, after: Span) -> bool:
    """Tell whether ``line``, with nothing but heading lines above it, heads what begins at ``after``.

    It is short, has no full stop, opens no quotation, and a blank line or another line that is no prose follows.
    """
    words = line.of(text)
    if len(words) > LONGEST_HEADLINE or " " not in words or words.startswith(_OPENS_TURN) or ENDS_PROSE.search(words):
        return False
    set_apart = text.count("\n", line.end, after.start) > 1 or shape(after.of(text)) is not None
    return set_apart and not after.of(text)[:1].islower()


def dateline(paragraph: str) -> re.Match[str] | None:
    """Return the place and agency that open a report ("LONDON (AP) — "), with a group ``agency``, or ``None``.

    The place stands in capitals, or the agency in brackets, and a dash ends it.
    """
    return _DATELINE.match(paragraph) or _WITH_AGENCY.match(paragraph)


def _may_be_caption(line: str) -> bool:
    return len(line) <= LONGEST_SHAPED_LINE and not line.startswith(_OPENS_TURN)


@cache
def _shapes() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((row[0], re.compile(row[1])) for row in rows("language", "line_shapes.tsv"))
