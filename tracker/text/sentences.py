"""Where sentences begin and end, with offsets, never across paragraphs; and what points back to the one before.

Every room asks here: extraction for the sentence of a claim, the check for where a quotation's sentence goes on,
quantities for the words around a figure. So an abbreviation ends a sentence for all of them, or for none.

A claim points back ("the figure soared by 40 per cent", "this was 4 in May") where its subject is a pronoun, or "the"
or "this" with a word that says how much and not of what. What the sentence before measures, or says to have moved, is
then what the claim measures; its other words stay its own."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache, lru_cache
from itertools import islice
from typing import Final

from tracker.models import Span
from tracker.text.layout import paragraphs
from tracker.text.lexicon import context, rows, words
from tracker.text.names import title
from tracker.text.note_marks import without_marks
from tracker.text.quotes import Quotation
from tracker.text.words import NAMED

_END = re.compile(r"(?<![.!?…])(?:[.!?…]|\.(?:\s\.){2})+[\"”’'»)\]*]*(?=\s)")
_GAP = re.compile(r"\s+")
_LAST_WORD = re.compile(r"[^\W_]+(?:\.[^\W_]+)*\.?$")
_WORD = re.compile(r"[^\W_]+")
_INITIALS = re.compile(r"[A-Z](?:\.[A-Z])*$")
_ADDRESSES = frozenset(("Mr", "Mrs", "Ms", "Miss", "Mx", "Messrs"))
_OPENING = "\"“‘'«([*$£€#@•–—-"
_CLOSING = "\"”’'»"
_CLOSED = re.compile(rf"[.!?][{_CLOSING}]?$")
LOOKBACK = 24
"""No abbreviation is longer than this; it bounds the search for the word before a full stop."""
TEXTS_KEPT = 4
"""Texts whose sentences are remembered: each step that reads a document asks for them."""


@lru_cache(maxsize=TEXTS_KEPT)
def sentences(text: str) -> tuple[Span, ...]:
    """Return the sentences of ``text`` in order, without the blanks around them.

    A full stop after an abbreviation or an initial ends no sentence ("Det. Insp. J. Smith said" is one). Sentences
    inside a quotation are split like others; ``joined`` puts them together again for whoever reads the prose around.

    >>> [span.of("He left. Dr. No stayed.") for span in sentences("He left. Dr. No stayed.")]
    ['He left.', 'Dr. No stayed.']
    """
    text = without_marks(text)
    found: list[Span] = []
    for paragraph in paragraphs(text):
        start = paragraph.start
        for match in _END.finditer(text, paragraph.start, paragraph.end):
            gap = _GAP.match(text, match.end())
            if gap is None or gap.end() >= paragraph.end:
                continue
            if match.start() >= start and _is_end(text, start, match, gap.end()):
                found.append(Span(start, match.end()))
                start = gap.end()
        if start < paragraph.end:
            found.append(Span(start, paragraph.end))
    return tuple(found)


def joined(sentence_spans: Sequence[Span], quotations: Iterable[Quotation]) -> tuple[Span, ...]:
    """Return the sentences with those boundaries left out that fall inside a quotation."""
    found: list[Span] = []
    regions = iter(quotations)
    region = next(regions, None)
    for span in sentence_spans:
        while region is not None and found and region.end <= found[-1].end:
            region = next(regions, None)
        if found and region is not None and region.start < found[-1].end and span.start < region.end:
            found[-1] = Span(found[-1].start, span.end)
        else:
            found.append(span)
    return tuple(found)


def is_closed(text: str) -> bool:
    """Tell whether a text ends as sentences do: with a full stop, a question mark or an exclamation mark.

    >>> is_closed("We will."), is_closed("‘We will!’"), is_closed("We will")
    (True, True, False)
    """
    return _CLOSED.search(text) is not None


def is_abbreviation(word: str) -> bool:
    """Tell whether the full stop of a word is its own: an abbreviation's, an initial's, or inside it ("U.S.").

    >>> is_abbreviation("Co."), is_abbreviation("U.S."), is_abbreviation("said.")
    (True, True, False)
    """
    bare = word.removesuffix(".")
    listed = _abbreviations().get(bare.lower())
    return "." in bare or len(bare) == 1 or (listed is not None and listed != "figure")


def opening(text: str, place: int, reach: int) -> str:
    """Return what a sentence says before a place, as far as ``reach`` characters go."""
    before = text[max(0, place - reach) : place]
    # What follows tells whether a full stop just before the place ends a sentence; at the end of the text it does.
    spans = sentences(before + (text[place : place + LOOKBACK].rstrip() or "A"))
    return before[next((span.start for span in spans if span.end > len(before)), len(before)) :]


def rest(text: str, place: int, reach: int) -> str:
    """Return what a sentence says from a place on, as far as ``reach`` characters go."""
    low = max(0, place - LOOKBACK)
    spans = sentences(text[low : place + reach])
    return text[place : next((low + span.end for span in spans if low + span.end > place), place)]


def _is_end(text: str, start: int, match: re.Match[str], following: int) -> bool:
    begin = following
    while begin < len(text) and text[begin] in _OPENING and begin - following < LOOKBACK:
        begin += 1
    if begin < len(text) and text[begin].islower():
        return False
    if not match.group().startswith("."):
        return match.group()[-1] not in _CLOSING or _cue().match(text, begin) is None
    before = _LAST_WORD.search(text, max(start, match.start() - LOOKBACK), match.start())
    if before is None or match.end() - match.start() > 1:
        return True
    word = before.group()
    if word.isupper() and len(word) > 1 and word.lower() in words("text", "post_nominals.txt"):
        follows = _WORD.match(text, begin)
        return follows is None or not follows.group().isupper()  # "Ann Reed MS. It rained", but "MS. REED. It rained"
    kind = _abbreviations().get(word.lower())
    if kind == "figure":
        return not text[begin : begin + 1].isdigit()
    address = _opens_with_address(text, begin)
    if kind == "end":
        return address or _starts_sentence(text, begin)
    if kind is not None:
        return address and title(word) is None
    if word == "I" or _INITIALS.match(word) is None:
        return True
    return address or (len(word) > 1 and _starts_sentence(text, begin))


@cache
def _cue() -> re.Pattern[str]:
    """Match who said a question or an exclamation, behind its closing mark: “Why?” Ms Ellery said on Monday."""
    verbs = "|".join(row[0] for row in rows("text", "saying_verbs.tsv") if row[1] in ("hearer", "place"))
    # Blanks and words take turns, so that no long run of either can be divided in many ways.
    name, noun = r"(?:[A-Z][\w.'’-]*\s+){1,5}", r"(?:The|An?)(?:\s+\w+){1,5}\s+"
    return re.compile(
        rf"(?:{noun}|{name})(?:{verbs})(?=[.,:;]|\s+(?:in|on|at|to|from|during|outside|inside|back|last|later)\b)"
    )


def _opens_with_address(text: str, begin: int) -> bool:
    """Tell whether words begin with "Mr" or the like: behind an abbreviation that is no title, a sentence begins."""
    match = _WORD.match(text, begin)
    return match is not None and match.group() in _ADDRESSES


def _starts_sentence(text: str, begin: int) -> bool:
    match = _WORD.match(text, begin)
    return match is not None and match.group().lower() in words("text", "sentence_starters.txt")


@cache
def _abbreviations() -> dict[str, str]:
    return {row[0]: row[1] if len(row) > 1 else "" for row in rows("text", "abbreviations.txt")}


RESPECTIVELY: Final = "respectively"
"""The word by which several figures are of as many things named before them."""

REACH: Final = 600
"""Characters before a claim that are looked at; a longer sentence is taken from there."""

MOST_OPENING: Final = 4
"""Words before a subject: "But in fact it"."""

SUBJECT_WITHIN: Final = 80
"""Characters at the beginning of a claim that hold its subject."""


def points_back(text: str) -> bool:
    """Say whether a claim begins with a subject that the words before it name.

    >>> points_back("In fact the figure had soared by 40 per cent."), points_back("The number of wardens fell.")
    (True, False)
    """
    opening = _openings()
    found = (word[0].lower().replace("’", "'") for word in NAMED.finditer(text, 0, SUBJECT_WITHIN))
    first = next((word for word in islice(found, MOST_OPENING) if word not in opening), "")
    if first != "the" and first not in context("demonstratives"):
        return first in context("pronouns of things")
    second, third, *further = (*islice(found, 4), "", "")
    if second in context("heads that name nothing alone"):
        if third == "in" and not context("after the place of a pointing head").isdisjoint(further):
            return True  # "the percentages in the two groups"
        return third not in context("before those a figure is of") | context("what a pointing head is of")
    return first in context("pronouns of things")


@cache
def _openings() -> frozenset[str]:
    return context("how a sentence goes on") | context("opens before a subject")


def words_before(text: str, start: int, claim: str = "") -> str:
    """Return the sentence of a text before the place where a claim starts, with what its own sentence says before it.

    Before a claim of several figures "respectively" these are two sentences: each may hold one of what they measure.

    >>> words_before("Thefts rose. Rents fell. In fact, she said they fell by half.", 43)
    'Rents fell. In fact, she said '
    """
    leading = text[max(0, start - REACH) : start]
    found = sentences(leading)
    if not found:
        return ""
    begun = len(found) > 1 and not is_closed(found[-1].of(leading))
    back = 1 + begun + (RESPECTIVELY in claim)
    return leading[found[-min(back, len(found))].start :]
