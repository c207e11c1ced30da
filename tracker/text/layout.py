"""The lines of a text: what each looks like by itself, which make a paragraph, which are captions or headlines.

Shapes are data (``line_shapes.tsv``); what a line is in its document (a headline above its body, say) is told by where
it stands.
"""

from __future__ import annotations

import re
from array import array
from collections import Counter
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise
from typing import cast

from tracker.models import Span
from tracker.text.lexicon import rows, words
from tracker.text.words import SOFT_HYPHEN

WRAP_WIDTH = 55
"""A line shorter than this was ended on purpose where nothing else tells how a text is wrapped."""
WRAP_LIMIT = 110
"""A line longer than this was not wrapped where nothing else tells."""
NARROWEST, WIDEST = 15, 132
"""Columns of wrapped lines: a narrow column's longest line, and the widest paper of a line printer."""
FEWEST_SURE = 1 / 4
"""Of the breaks of a wrapped text so many come before a word in small letters or behind one that asks for more; of
those of lists, verse and addresses hardly any do."""
MOST_LONGER = 1 / 10
"""The share of lines that may be longer than wrapped text is wide: addresses of pages, rows of tables."""
MUCH_LONGER = 1.3
"""How much longer than wrapped text such a line is; a heading may be a little."""
UNSURE = 1 / 4
"""What a line that may end a paragraph counts for the width of a text, beside one whose sentence goes on."""
RAGGED = 0.8
"""How full a wrapped line is at least, where proportional type or a clumsy program left its lines uneven."""
EARLY = 1 / 20
"""The share of lines that may have been ended before they were as full as the others."""
CAPITALS_ONLY = 3
"""Line breaks of a block that are all before a capital letter: so many are a list, verse or an address."""
INDENT = 2
"""Columns by which the first line of a paragraph stands in."""

_LINE = re.compile(r"[^\r\n\x0b\x0c\x85\u2028\u2029]+")
_NEWLINE = re.compile(r"\r\n|[\r\n\x0b\x0c\x85\u2028\u2029]")
_FILE_HEADER = re.compile(
    r"\A(?:---[ \t]*\r?\n.*?^(?:---|\.\.\.)|\+\+\+[ \t]*\r?\n.*?^\+\+\+)[ \t]*$", re.DOTALL | re.MULTILINE
)
_OPENS_TURN = ("“", '"', "‘", "«")
_BLOCK = re.compile(r"[ \t]*(?:>(?!\d)[ \t]?)*")
"""What marks a line of a block quotation in Markdown and in mail; it is no part of the paragraph."""
_FIRST_WORD = re.compile(r"[^ \t]+")
_WORD = re.compile(r"\b[^\W\d_]+\b(?![-‐\u00ad]\s*\n)")
_HYPHEN = re.compile(r"(?P<tied>[^\W_]-)?\b(?P<part>[^\W_]+)(?P<mark>[-‐\u00ad])$")
_SHARED = re.compile(r"(?:and|or|to|nor|but)\b")
"""After "pre-" one of these goes on with another word: "pre- and post-war" is no word that its line broke."""
_LAST_WORD = re.compile(r"[\w'’]+$")
_ENDS_QUOTED = re.compile(r",[\"”’']\Z")
_PHRASAL = frozenset(("in", "on"))
LONGEST_PHRASAL = 30
"""Characters of a line from which on "in" or "on" at its end is no part of a headline's verb ("Guns move in")."""
_WROTE = re.compile(r"\b(?:wrote|writes|schrieb):$")
_SENT_ON = re.compile(r"(?i)(?:-{2,}\s*(?:original|forwarded) message\s*-{2,}|begin forwarded message:)")
LONGEST_SIGNATURE = 10
"""Lines from the mark of a signature to the end of a mail."""
_NAME_LINE = re.compile(r"[A-Z][^.:!?“”\"]{1,60}:(?:\s|$)")
_ROW = re.compile(r"\t|^\||\|$| \| |\S {3,}\S.* {3,}\S")


@dataclass(frozen=True, slots=True)
class _Line:
    """A line that holds anything: where its words are, how far it stands in, and how deep it is quoted."""

    span: Span
    words: str
    indent: int
    depth: int

    @property
    def width(self) -> int:
        return self.indent + len(self.words)

    @property
    def is_breakable(self) -> bool:
        """Whether the line holds two words; one that is longer than there is room for cannot be broken."""
        return " " in self.words

    @property
    def is_finished(self) -> bool:
        return is_finished(self.words)


@dataclass(frozen=True, slots=True)
class _Break:
    """A single line break between two lines of one block, neither a row of a table.

    ``reach`` is how many columns the line before would have taken with the first word of the line after. ``is_sure`` is
    true where the words themselves go on over the break, however the lines are set.
    """

    before: _Line
    after: _Line
    reach: int
    is_sure: bool

    @property
    def is_wall(self) -> bool:
        """Whether the line after begins something of its own: it stands in, or names who speaks or wrote."""
        stands_in = self.after.indent >= self.before.indent + INDENT and not item_mark(self.before.words)
        if self.before.is_finished:
            own = item_mark(self.after.words) or _NAME_LINE.match(self.after.words) or shape(self.after.words)
            return stands_in or own is not None
        return stands_in or (shape(self.after.words) == "byline" and self.after.words[:2] in ("By", "BY"))


def _breaks(block: Sequence[_Line]) -> list[_Break]:
    """Return the line breaks inside a block."""
    found = []
    for before, after in pairwise(block):
        first = cast(re.Match[str], _FIRST_WORD.match(after.words)).group()
        sure = not before.is_finished and (after.words[0].islower() or _asks(before.words))
        found.append(_Break(before, after, before.width + 1 + len(first), sure))
    return found


def _asks(line: str) -> bool:
    """Tell whether a line ends with what asks for another word: "the", "Mr", "in May, said", "… a year,”"."""
    last = _LAST_WORD.search(line)
    if last is None:
        return _ENDS_QUOTED.search(line) is not None
    word = last.group().lower()
    is_long = len(line) >= LONGEST_PHRASAL and word in _PHRASAL
    return is_long or word in words("text", "unfinished_words.txt") or _inverted().search(line) is not None


@cache
def _inverted() -> re.Pattern[str]:
    """Return the pattern of a verb of saying before its subject, whose first name or title the line may hold."""
    verbs = "|".join(row[0] for row in rows("text", "saying_verbs.tsv") if row[1] in ("hearer", "place"))
    return re.compile(rf"(?:, |,?[”\"’'] )(?:says|{verbs})(?: [A-Z][\w'’.-]*)?\Z")


@dataclass(frozen=True, slots=True)
class _Wrap:
    """How a text is wrapped: the columns of its widest lines, and the least ``reach`` of a line that was broken."""

    width: int
    least: int

    def breaks(self, gap: _Break) -> bool:
        """Tell whether a break was made for want of room: the first word of the next line would not have fitted."""
        fits = gap.before.width <= self.width or not gap.before.is_breakable
        return fits and gap.reach >= (self.width + 1 if gap.before.is_finished else self.least)


@dataclass(frozen=True, slots=True)
class Unwrapped:
    """A text without the line breaks of wrapped paragraphs; ``places`` tells for each character where it was printed.

    ``places`` is ``None`` where nothing was wrapped.
    """

    text: str
    places: array[int] | None = None

    def printed(self, span: Span) -> Span:
        """Return where in the text as printed a stretch of this text stands."""
        if self.places is None or span.start >= span.end:
            return span
        return Span(self.places[span.start], self.places[span.end - 1] + 1)


MOST_PASSES = 4
"""How often a text is looked through: its paragraphs, once joined, may themselves be halves of a sentence."""
TEXTS_KEPT = 4
"""Texts that are remembered without their line breaks: one is read by several rooms in turn."""


@lru_cache(maxsize=TEXTS_KEPT)
def unwrapped(text: str) -> Unwrapped:
    """Return ``text`` with one blank for each line break of a wrapped paragraph and what stands around it.

    A line break is a wrap where the first word of the next line would not have fitted in the width of the text; that
    width is told by the lines whose sentence goes on in small letters. So the marks of a block quotation ("> ") inside
    a paragraph are left out too, and the hyphen of a word that was broken. Where no line tells, a break ends a
    paragraph, but for two cases that need a line before it as wide as wrapped text (``WRAP_WIDTH``) and its sentence
    unfinished: the next line begins in small letters, or both are no wider than wrapped text (``WRAP_LIMIT``).

    >>> unwrapped("The board met on the quay\\nand voted to open a sec-\\nond station.\\nMr Hale left.").text
    'The board met on the quay and voted to open a second station.\\nMr Hale left.'
    """
    places: array[int] | None = None
    for _ in range(MOST_PASSES):
        gaps = _soft(text)
        if not gaps:
            break
        places = places or array("Q", range(len(text)))
        kept, joined, at = array("Q"), [], 0
        for gap, blank in gaps:
            kept += places[at : gap.start] + places[gap.start : gap.start + len(blank)]
            joined += [text[at : gap.start], blank]
            at = gap.end
        places, text = kept + places[at:], "".join([*joined, text[at:]])
    return Unwrapped(text, places)


def _soft(text: str) -> list[tuple[Span, str]]:
    """Return what stands between the lines of each paragraph, with the blank that takes its place."""
    if _NEWLINE.search(text.replace("\n\n", " ")) is None:
        return []  # blank lines alone part it
    blocks = _blocks(text)
    if all(len(block) == 1 for block in blocks):
        return []
    found: list[_Break] = []
    for depth in {block[0].depth for block in blocks}:
        alike = [block for block in blocks if block[0].depth == depth]
        breaks = [_breaks(block) for block in alike if len(block) > 1]
        wrap = _wrap([line for block in alike for line in block], [gap for block in breaks for gap in block])
        found += [gap for block in breaks for gap in _wraps(block, wrap)]
    found.sort(key=lambda gap: gap.before.span.start)
    hyphens = any(_HYPHEN.search(gap.before.words) for gap in found)
    known = frozenset(word.lower() for word in _WORD.findall(text)) if hyphens else frozenset()
    return [_between(gap, known) for gap in found]


def _between(gap: _Break, known: frozenset[str]) -> tuple[Span, str]:
    cut, blank = _at_end(gap.before.words, gap.after.words, known)
    return Span(gap.before.span.end - cut, gap.after.span.start), blank


def continued(words: str, following: str, known: Container[str]) -> str:
    """Return words with those of the next line behind them; a word that was broken is whole again.

    >>> continued("the recom-", "mended wall", ()), continued("a six-", "month wait", ())
    ('the recommended wall', 'a six-month wait')
    """
    cut, blank = _at_end(words, following, known)
    return words[: len(words) - cut] + blank + following


def _at_end(words: str, following: str, known: Container[str]) -> tuple[int, str]:
    """Return how many characters go at the end of a line where the next one follows, and what comes instead."""
    hyphen = _HYPHEN.search(words)
    if hyphen is None or not following[:1].isalnum() or _SHARED.match(following):
        return 0, " "
    broken = hyphen.group("tied") is None and is_broken(hyphen.group("part"), following, known)
    return int(broken or hyphen.group("mark") == SOFT_HYPHEN), ""


def is_broken(before: str, after: str, known: Container[str]) -> bool:
    """Tell whether a hyphen at the end of a line breaks a word, and does not tie two.

    ``before`` is the word's part before it, ``after`` begins with the part behind; ``known`` are the other words of
    the text, in small letters. A part that is a word by itself there, or a number, is tied ("six-⏎month").

    >>> is_broken("con", "stable said", {"stable"}), is_broken("knife", "carrying", {"knife"})
    (True, False)
    """
    part = before.lower()
    if not before.isalpha() or not after[0].islower() or part in words("text", "number_words.tsv"):
        return False
    return part in words("text", "stop_words.tsv") or part not in known


def _blocks(text: str) -> list[list[_Line]]:
    """Return the runs of lines without a blank line between them, a table or a change of quoting ends one.

    The lines in which a Markdown file tells of itself are left out: each is ended on purpose.
    """
    blocks: list[list[_Line]] = []
    at, apart = file_header(text), True
    for newline in [*_NEWLINE.finditer(text, at), None]:
        end = newline.start() if newline else len(text)
        mark = cast(re.Match[str], _BLOCK.match(text, at, end))
        quoted = mark.group().rstrip(" \t")
        stripped = text[at + len(quoted) : end].strip()
        if stripped:
            start = text.index(stripped, at + len(quoted))
            indent = len(text[at + len(quoted) : start].expandtabs()) - bool(quoted)
            line = _Line(Span(start, start + len(stripped)), stripped, max(indent, 0), quoted.count(">"))
            row = _ROW.search(stripped) is not None
            if apart or row or line.depth != blocks[-1][-1].depth:
                blocks.append([])
            blocks[-1].append(line)
        apart = not stripped or row or (newline is not None and newline.group() == "\x0c")
        at = newline.end() if newline else end
    return blocks


def _wrap(lines: Sequence[_Line], gaps: Sequence[_Break]) -> _Wrap | None:
    """Return how lines quoted alike are wrapped, ``None`` where they are not, or nothing tells."""
    gaps = [gap for gap in gaps if gap.before.width <= WIDEST]
    sure = [gap for gap in gaps if gap.is_sure and gap.before.is_breakable]
    if not sure:
        return None
    width = _width(gaps)
    reaches = sorted(gap.reach for gap in sure if gap.before.width <= width) or [width]
    wrap = _Wrap(width, max(min(width + 1, reaches[int(EARLY * len(reaches))]), int(RAGGED * width)))
    longer = sum(line.width > width * MUCH_LONGER and line.is_breakable for line in lines)
    broken, surely = (sum(wrap.breaks(gap) for gap in some) for some in (gaps, sure))
    is_wrapped = width >= NARROWEST and longer <= MOST_LONGER * (longer + len(gaps)) and surely >= FEWEST_SURE * broken
    return wrap if is_wrapped and surely else None


def _width(gaps: Sequence[_Break]) -> int:
    """Return the width at which most lines were broken for want of room and fewest are too long."""
    alike = Counter((gap.before.width, gap.reach, gap.before.is_breakable, gap.is_sure) for gap in gaps)

    def fit(width: int) -> float:
        return sum(
            (int(reach > width) if own <= width else -breakable) * count * (1 if sure else UNSURE)
            for (own, reach, breakable, sure), count in alike.items()
        )

    return max(sorted({own for own, *_ in alike}, reverse=True), key=fit)


def _wraps(block: Sequence[_Break], wrap: _Wrap | None) -> Iterator[_Break]:
    """Yield the breaks of one block at which a sentence goes on."""
    capitals = len(block) >= CAPITALS_ONLY and all(gap.after.words[0].isupper() and not gap.is_sure for gap in block)
    item = item_mark(block[0].before.words)
    for gap, following in zip(block, [*block[1:], None], strict=True):
        own = item_mark(gap.after.words)
        again = own is not None and own == item
        if wrap is None:
            goes_on = _goes_on(gap.before.words, gap.after.words)
        else:
            alone = gap.before.is_finished and _stands_alone(gap.after, following, wrap)
            goes_on = wrap.breaks(gap) and not alone and not capitals
        if goes_on and not again and not gap.is_wall:
            yield gap
        else:
            item = own


def _stands_alone(line: _Line, following: _Break | None, wrap: _Wrap) -> bool:
    """Tell whether a line is a paragraph by itself and no sentence: a name, a heading."""
    return not line.is_finished and (following is None or not wrap.breaks(following))


def _goes_on(line: str, following: str) -> bool:
    """Tell whether a sentence goes on over a single line break in a text that does not tell how it is wrapped."""
    lower = following[0].islower()
    if len(line) < WRAP_WIDTH or (is_finished(line) and not (lower and line[-1] == ";" != following[-1])):
        return False
    if lower or line[-1] == ",":
        return True
    # A figure that begins a line goes on with a sentence where one ends the line; a date of its own does not.
    figure = following[0].isdigit() and not is_finished(following)
    return len(line) <= WRAP_LIMIT >= len(following) and line[-1].isalnum() and not figure


@lru_cache(maxsize=TEXTS_KEPT)
def paragraphs(text: str) -> tuple[Span, ...]:
    """Return the paragraphs of ``text`` in order, without the blanks around them and the marks of block quotations.

    They are its lines as ``unwrapped`` has them. One whose sentence is unfinished (no closing punctuation, as wide as
    wrapped text) goes on behind a blank line in small letters: a column or a page ended inside it.

    >>> wide = "The harbour board met in the old customs house on the quay and"
    >>> [span.of(text)[-6:] for text in (f"One.\\n{wide}\\n\\nvoted.",) for span in paragraphs(text)]
    ['One.', 'voted.']
    """
    found: list[Span] = []
    previous = ""
    for line in lines(text):
        mark = cast(re.Match[str], _BLOCK.match(text, line.start, line.end))
        words = text[mark.end() : line.end].lstrip()
        if not words:
            continue
        unfinished = len(previous) >= WRAP_WIDTH and not is_finished(previous)
        if unfinished and words[0].islower():
            found[-1] = Span(found[-1].start, line.end)
        else:
            found.append(Span(line.end - len(words), line.end))
        previous = words
    return tuple(found)


def is_block(text: str, paragraph: Span) -> bool:
    """Tell whether a paragraph stands in a block quotation: the mark ">" opens its line.

    >>> [is_block(text, span) for text in ("> It rained.\\nIt snowed.",) for span in paragraphs(text)]
    [True, False]
    """
    start = paragraph.start
    while start > 0 and text[start - 1] in " \t>":
        start -= 1
    return ">" in text[start : paragraph.start] and (start == 0 or text[start - 1] in "\r\n")


def file_header(text: str) -> int:
    """Return where the lines end in which a Markdown file tells of itself, 0 where it has none.

    >>> file_header("---\\ntitle: Guns\\n---\\n\\nThe town met."), file_header("The town met.")
    (19, 0)
    """
    header = _FILE_HEADER.match(text)
    return header.end() if header else 0


def lines(text: str) -> tuple[Span, ...]:
    """Return the lines of ``text`` that hold anything, wrapped ones in one, without the blanks around them."""
    whole = unwrapped(text)
    return tuple(whole.printed(line) for line in printed_lines(whole.text))


def printed_lines(text: str) -> tuple[Span, ...]:
    """Return the lines of ``text`` that hold anything, as they were broken, without the blanks around them."""
    found = []
    for match in _LINE.finditer(text):
        words = match.group().strip()
        if words:
            start = match.start() + match.group().index(words)
            found.append(Span(start, start + len(words)))
    return tuple(found)


def others_mail(text: str) -> tuple[Span, ...]:
    """Return the parts of a mail that its sender did not write: what it answers or sends on, and the signature's lines.

    Marked lines ("> ") are another's mail where a line before them says whose ("On Monday Ann wrote:"); what stands
    below "Original message" or "Forwarded message" is. A signature ("-- ") goes on to the end, a few lines below.

    >>> mail = "I agree.\\nOn Monday Ann wrote:\\n> It rose.\\nBen"
    >>> [part.of(mail) for part in others_mail(mail)]
    ['> It rose.']
    """
    found: list[Span] = []
    told = False
    every = lines(text)
    for number, line in enumerate(every):
        printed = line.of(text)
        signed = printed == "--" and len(every) - number <= LONGEST_SIGNATURE
        if _SENT_ON.fullmatch(printed) or signed:
            return (*found, Span(line.start, every[-1].end))
        quoted = _BLOCK.match(printed)
        if told and quoted and ">" in quoted.group():
            found.append(line)
        else:
            told = _WROTE.search(printed) is not None
    return tuple(found)


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


def _may_be_caption(line: str) -> bool:
    return len(line) <= LONGEST_SHAPED_LINE and not line.startswith(_OPENS_TURN)


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
_CAPITALS_WITH_WIRE = re.compile(
    rf"{_PLACE},?[ \xa0](?:[A-Z][a-z]{{2,8}}\.?[ \xa0]\d{{1,2}}|\d{{1,2}}[ \xa0][A-Z][a-z]{{2,8}})"
    r"[ \xa0]\((?P<agency>[A-Z][\w.’'-]*(?:[ \xa0][A-Z][\w.’'-]*){0,2})\)[ \xa0]*(?:—|–|--|-)[ \xa0]*(?=\S)"
)
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
    noun, known = parts[link - 1].lower(), words("text", "publishing_bodies.txt")
    return noun in known or f"{noun} {' '.join(parts[link : link + 1])}".lower() in known


def dateline(paragraph: str) -> re.Match[str] | None:
    """Return the place and agency that open a report ("LONDON (AP) — "), with a group ``agency``, or ``None``.

    The place stands in capitals, or the agency in brackets (any, behind a day), and a dash ends it; before a day with
    its year a full stop or a colon may end a place in capitals, and a dash any place.
    """
    forms = (_DATELINE, _WITH_AGENCY, _CAPITALS_WITH_WIRE, _CAPITALS_WITH_DAY, _PLACE_WITH_DAY)
    return next((found for form in forms if (found := form.match(paragraph))), None)


@cache
def _shapes() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((row[0], re.compile(row[1])) for row in rows("text", "line_shapes.tsv"))
