"""The lines of a text: which make a paragraph, and which are no prose by their shape (bylines, captions, furniture).

Shapes are data (``line_shapes.tsv``). This module says what a line looks like by itself; what it is in its document
(a headline above its body, say) is for the rooms to decide.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache

from tracker.models import Span
from tracker.text.lexicon import rows, words

_BLOCK = re.compile(r"^\s*>[>\s]*")
"""What marks a line of a block quotation in Markdown and in mail; it is no part of the paragraph."""
_TERMINAL = ".!?:;…\"”’'»)]"
WRAP_WIDTH = 55
"""A line shorter than this was ended on purpose: hard-wrapped text fills at least so many columns."""
WRAP_LIMIT = 110
"""A line longer than this was not wrapped by a typewriter, a mail program or OCR."""


def paragraphs(text: str) -> tuple[Span, ...]:
    """Return the paragraphs of ``text`` in order, without the blanks around them.

    The marks of a block quotation ("> ") before a line are no part of it. A newline ends a paragraph, with two
    exceptions that both need a line before it as wide as wrapped text (``WRAP_WIDTH``) and its sentence unfinished (no
    closing punctuation): the next line begins in lower case (a column or page break inside a sentence, blank line or
    not), or both lines are no wider than wrapped text (``WRAP_LIMIT``) and no blank line stands between them.

    >>> wide = "The harbour board met in the old customs house on the quay and"
    >>> [span.of(text)[-6:] for text in (f"One.\\n{wide}\\n\\nvoted.",) for span in paragraphs(text)]
    ['One.', 'voted.']
    """
    found: list[tuple[int, int]] = []
    previous: str = ""
    for match in _LINE.finditer(text):
        line = _BLOCK.sub("", match.group()).strip()
        if not line:
            continue
        start = match.start() + match.group().rindex(line)
        if found and _goes_on(previous, line, text.count("\n", found[-1][1], start)):
            found[-1] = (found[-1][0], start + len(line))
        else:
            found.append((start, start + len(line)))
        previous = line
    return tuple(Span(start, end) for start, end in found)


def _goes_on(line: str, following: str, newlines: int) -> bool:
    if line[-1] in _TERMINAL or len(line) < WRAP_WIDTH:
        return False
    if following[0].islower():
        return True
    wrapped = len(line) <= WRAP_LIMIT >= len(following)
    return newlines == 1 and wrapped and not following[0].isdigit() and line[-1].isalnum()


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
_LINE = re.compile(r"[^\r\n\x0b\x0c\x85\u2028\u2029]+")
_FILE_HEADER = re.compile(r"\A---[ \t]*\r?\n.*?^(?:---|\.\.\.)[ \t]*$", re.DOTALL | re.MULTILINE)
_EDITION = re.compile(r"\s*\([A-Z][A-Za-z .]+\)$")
"""Where a paper appears, as databases print it behind its name: "(England)"."""
_SMALL = frozenset({"of", "for", "and", "the", "in", "on", "&", "de", "upon"})
_OPENS_TURN = ("“", '"', "‘", "«")
_AGENCY = r"(?:AP|PA|AFP|UPI|Reuters|REUTERS|Bloomberg|CNN|ANI|IANS|dpa|Xinhua|BBC|CNS|WaPo)"
_PLACE = r"[A-Z][A-Z.'’-]{3,}(?:[ \t\xa0]+(?:[A-Z][A-Z.'’-]*|de|upon|on)){0,2}"
_DATELINE = re.compile(
    rf"(?:{_PLACE}(?:,[ \xa0]+[A-Z][\w.’'-]*(?:[ \xa0][A-Z][\w.]*)?)?)"
    r"(?:,?[ \xa0]+(?:[A-Z][a-z]{2,8}\.?[ \xa0]\d{1,2}(?:,[ \xa0]\d{4})?"
    r"|\d{1,2}[ \xa0][A-Z][a-z]{2,8}(?:,?[ \xa0]\d{4})?))?"
    rf"(?:[ \xa0]*\(?(?P<agency>(?<=\(){_AGENCY}(?:[ \xa0]News)?(?=\)))\)?)?"
    r"[ \xa0]*(?:—|–|--|-)[ \xa0]*(?=\S)"
)
_TITLE_PLACE = r"(?:[A-Z][a-z]+(?:[ \xa0][A-Z][a-z]+){0,2}(?:, [A-Z][\w.]+)?[ \xa0]*)"
_WITH_AGENCY = re.compile(rf"{_TITLE_PLACE}?\((?P<agency>{_AGENCY})\)[ \xa0]*(?:—|–|--|-)[ \xa0]*(?=\S)")


def file_header(text: str) -> int:
    """Return where the lines end in which a Markdown file tells of itself, 0 where it has none.

    >>> file_header("---\\ntitle: Guns\\n---\\n\\nThe town met."), file_header("The town met.")
    (19, 0)
    """
    header = _FILE_HEADER.match(text)
    return header.end() if header else 0


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
    link = next((at for at, part in enumerate(parts) if part in ("of", "for") and at), len(parts))
    return parts[link - 1].lower() in words("text", "publishing_bodies.txt")


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
    return tuple((row[0], re.compile(row[1])) for row in rows("text", "line_shapes.tsv"))
