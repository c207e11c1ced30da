"""Quotation marks: which open, which close, and which are apostrophes."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass

from tracker.models import Span
from tracker.text.layout import is_block, others_mail, paragraphs
from tracker.text.note_marks import without_marks
from tracker.text.words import POINTS

_MARK = re.compile(r"[“”„\"«»‘’'‚]|``|(?<!\S),,(?=\w)")
_MAY_OPEN = re.compile(r"[“”„\"«»‘‚>]|``|''|(?<!\S),,(?=\w)|(?<![^\W_])'")
"""What a text with a quotation has at least: a mark that is no apostrophe inside a word, or ">"."""
_DOUBLE, _SINGLE, _GUILLEMET = "double", "single", "guillemet"
BLOCK = "block"
"""The family of block quotations, which have no marks."""
_FAMILY = {
    **dict.fromkeys(("“", "”", "„", '"', "``", "''", "‘‘", "’’", ",,"), _DOUBLE),
    **dict.fromkeys(("‘", "’", "'", "‚"), _SINGLE),
    **dict.fromkeys(("«", "»"), _GUILLEMET),
}
_OPENERS = frozenset(("“", "„", "«", "``", "‘‘", ",,"))
_CLOSERS = frozenset(("”", "»", "’’"))
_TURNED = {"„": "“", ",,": "“", "»": "«"}
"""Openers of other countries' printers, and the marks that open elsewhere and close behind them."""
_TWICE = {"'": "''", "‘": "‘‘", "’": "’’"}
_ENTITY = re.compile(r"&(?:quot|#34|[lr]dquo);")
_BEFORE_OPENING = frozenset("([{—–-/‘’'“”\"*_|:…")
_AFTER_OPENING = frozenset('[(“"$£€…')
_BETWEEN = " \t\r\n\v\f\x85\u2028\u2029\xa0>"
"""What may stand between a paragraph left open and the one that goes on with it; ">" marks a block quotation."""
_ENDS_BLOCK = ("”", '"')
LONGEST_BLOCK = 20
"""Paragraphs without marks over which a statement opened before is looked for its end."""
_SIGNING = "—–-―"
LONGEST_SIGNATURE = 20
"""Words of a line that signs a quotation: a name, an office, where it was said and when."""
_MOST_NEWLINES = 3
"""Between the paragraphs of one block quotation; more blank lines set two apart."""
_DECADE = re.compile(r"\d\ds?\b")


@dataclass(frozen=True, slots=True)
class Quotation:
    """One stretch between quotation marks, marks included, never longer than its paragraph.

    ``closed`` is false where no closing mark stands in the paragraph. ``goes_on`` is true where the quotation
    continues one that was left open in the paragraph before. ``family`` is ``double``, ``single``, ``guillemet``, or
    ``block`` for a paragraph of a block quotation that has no marks.
    """

    start: int
    end: int
    family: str
    closed: bool
    goes_on: bool

    @property
    def span(self) -> Span:
        """The stretch as a span."""
        return Span(self.start, self.end)


def quotations(text: str) -> tuple[Quotation, ...]:
    """Return the outermost quotations of ``text`` in order, paired paragraph by paragraph.

    Curly marks and guillemets say their direction; straight marks take it from the characters beside them. Single
    marks count only in pairs, so that apostrophes and plural possessives are none. A mark left open runs to the end
    of its paragraph; the next paragraph goes on with it if it opens with the same kind of mark, or if none of the
    paragraphs behind has a mark up to the one that closes it. Block quotations ("> ") that a colon introduces or a name
    signs, and that open no marks of their own, are quotations too.
    """
    text = without_marks(text)
    if _MAY_OPEN.search(text) is None:
        return ()
    found: list[Quotation] = []
    spans = paragraphs(text)
    for number, paragraph in enumerate(spans):
        after = spans[number + 1] if number + 1 < len(spans) else None
        _pair(text, paragraph, after, found)
    return _with_unmarked(text, spans, _with_blocks(text, spans, found))


def _with_unmarked(text: str, spans: tuple[Span, ...], found: tuple[Quotation, ...]) -> tuple[Quotation, ...]:
    """Return the quotations with the block quotations in place of what stands in marks inside them.

    What a mail answers is marked alike; where it quotes somebody in turn, it is no quotation of one person.
    """
    if ">" not in text:
        return found
    answered = others_mail(text)
    added: list[Quotation] = []
    first = 0
    while first < len(spans):
        end = first + 1
        if is_block(text, spans[first]):
            while end < len(spans) and is_block(text, spans[end]) and _are_near(text, spans[end - 1], spans[end]):
                end += 1
            others = any(part.start <= spans[first].start < part.end for part in answered)
            if not others or _MARK.search(text, spans[first].start, spans[end - 1].end) is None:
                added += _unmarked(text, spans, first, end)
        first = end
    return _in_place(found, added)


def _are_near(text: str, span: Span, following: Span) -> bool:
    return text.count("\n", span.end, following.start) <= _MOST_NEWLINES


def _unmarked(text: str, spans: tuple[Span, ...], first: int, end: int) -> list[Quotation]:
    """Return the paragraphs of a block quotation that are somebody's words, none where nobody is said to say them."""
    introduced = first > 0 and text[spans[first - 1].end - 1] == ":"
    signed = end - first > 1 and _signs(spans[end - 1].of(text))
    body = spans[first : end - 1 if signed else end]
    below = spans[end].of(text) if end < len(spans) else ""
    marked = _MARK.match(text, body[0].start)
    if not (introduced or signed or (below[:1] in (*_SIGNING,) and _signs(below))):
        return []
    if marked and _FAMILY[marked.group()] != _SINGLE:
        return []
    return [Quotation(span.start, span.end, BLOCK, span is body[-1], span is not body[0]) for span in body]


def _signs(line: str) -> bool:
    """Tell whether a line looks like a signature: a few words with a capital, behind a dash, or without a full stop."""
    words = line.lstrip(_SIGNING + " ")
    short = 0 < len(words.split()) <= LONGEST_SIGNATURE and words[0].isupper() and "\n" not in line
    return short and (line[0] in _SIGNING or line[-1] not in POINTS)


def with_plain_marks(text: str) -> str:
    """Return a text whose marks are written as HTML writes them with straight ones, and blanks outside them.

    Offsets hold in both.

    >>> with_plain_marks("He said &quot;so&quot; twice.")
    'He said      "so"      twice.'
    """
    if "&" not in text:
        return text

    def plain(entity: re.Match[str]) -> str:
        blanks = " " * (entity.end() - entity.start() - 1)
        before = text[entity.start() - 1] if entity.start() else " "
        return f'{blanks}"' if before.isspace() or before in _BEFORE_OPENING else f'"{blanks}'

    return _ENTITY.sub(plain, text)


def entities(text: str) -> tuple[Span, ...]:
    """Return the places of the marks that are written as HTML writes them."""
    return tuple(Span(*entity.span()) for entity in _ENTITY.finditer(text)) if "&" in text else ()


def inside(text: str, quotation: Quotation) -> Span:
    """Return what stands between the marks of a quotation."""
    start, end = quotation.start, quotation.end
    opening = max((mark for mark in _FAMILY if text.startswith(mark, start)), key=len, default="")
    start += len(opening) if quotation.family != BLOCK and _FAMILY.get(opening) == quotation.family else 0
    if quotation.closed and quotation.family != BLOCK:
        end -= max((len(mark) for mark in _FAMILY if text.endswith(mark, start, end)), default=0)
    return Span(start, end)


def _with_blocks(text: str, spans: tuple[Span, ...], found: list[Quotation]) -> tuple[Quotation, ...]:
    """Return the quotations with the paragraphs of statements that only the first opens and only the last closes."""
    starts = [span.start for span in spans]
    added: list[Quotation] = []
    for quote in found:
        if quote.closed or quote.family != _DOUBLE:
            continue
        after = bisect_right(starts, quote.start)
        block: list[Quotation] = []
        for span in spans[after : after + LONGEST_BLOCK]:
            marks = [m for m in _MARK.finditer(text, span.start, span.end) if _FAMILY[m.group()] == _DOUBLE]
            if not marks:
                block.append(Quotation(span.start, span.end, _DOUBLE, False, True))
                continue
            if len(marks) == 1 and marks[0].group() in _ENDS_BLOCK and marks[0].end() == span.end:
                added += [*block, Quotation(span.start, span.end, _DOUBLE, True, True)]
            break
    return _in_place(found, added)


def _in_place(found: Iterable[Quotation], added: Iterable[Quotation]) -> tuple[Quotation, ...]:
    """Return the quotations added, each once, with those found that lie in none of them, in order."""
    whole = {quote.start: quote for quote in added}
    starts = sorted(whole)

    def lies_inside(quote: Quotation) -> bool:
        at = bisect_right(starts, quote.start) - 1
        return at >= 0 and quote.start < whole[starts[at]].end

    kept = (quote for quote in found if not lies_inside(quote))
    return tuple(sorted([*whole.values(), *kept], key=lambda quote: quote.start))


def _pair(text: str, paragraph: Span, after: Span | None, found: list[Quotation]) -> None:
    begin, end = paragraph.start, paragraph.end
    marks = [(m.start(), m.group()) for m in _MARK.finditer(text, begin, end)]
    if not marks:
        return
    marks = _join_two_singles(marks)
    single_ends = _single_ends(text, marks, begin, end)
    pending = found[-1] if found and not found[-1].closed else None
    awaited = pending.family if pending and not text[pending.end : begin].strip(_BETWEEN) else None
    opened: tuple[int, str, str] | None = None
    single_close = -1
    for position, mark in marks:
        family = _FAMILY[mark]
        if opened is None:
            if not _opens(text, position, mark, begin, end):
                continue
            if family == _SINGLE:
                index = bisect_right(single_ends, position)
                if index < len(single_ends):
                    single_close = single_ends[index]
                elif not _opens_turn(text, position, mark, paragraph, after, awaited):
                    continue
                else:
                    single_close = end
            opened = (position, family, mark)
        elif family == opened[1] and (
            mark == _TURNED.get(opened[2]) or _closes(text, position, mark, begin, end, single_close)
        ):
            start = opened[0]
            goes_on = awaited == family and start == begin
            found.append(Quotation(start, position + len(mark), family, True, goes_on))
            opened, awaited = None, None
    if opened is not None:
        found.append(Quotation(opened[0], end, opened[1], False, awaited == opened[1] and opened[0] == begin))


def _join_two_singles(marks: list[tuple[int, str]]) -> list[tuple[int, str]]:
    """Read two single marks side by side as one double mark, as typewriters and LaTeX do."""
    joined: list[tuple[int, str]] = []
    for position, mark in marks:
        if mark in _TWICE and joined and joined[-1] == (position - 1, mark):
            joined[-1] = (position - 1, _TWICE[mark])
        else:
            joined.append((position, mark))
    return joined


def _opens(text: str, position: int, mark: str, begin: int, end: int) -> bool:
    before = text[position - 1] if position > begin else " "
    follow = position + len(mark)
    after = text[follow] if follow < end else " "
    free = before.isspace() or before in _BEFORE_OPENING
    if mark in _CLOSERS:  # ”so” and »so« are opened by them, right before a word
        return mark != "’’" and before.isspace() and after.isalnum()
    if mark in _OPENERS:
        return True
    if _FAMILY[mark] == _SINGLE:
        decade = after.isdigit() and _DECADE.match(text, follow) is not None
        return mark != "’" and free and not decade and (after.isalnum() or after in _AFTER_OPENING)
    closing = not before.isspace() and not after.isalnum()
    return (free and not after.isspace()) or not closing


def _closes(text: str, position: int, mark: str, begin: int, end: int, single_close: int) -> bool:
    family = _FAMILY[mark]
    if family == _SINGLE:
        return position == single_close
    if mark in _OPENERS:
        return False
    if mark in _CLOSERS:
        return True
    before = text[position - 1] if position > begin else " "
    follow = position + len(mark)
    after = text[follow] if follow < end else " "
    opening = (before.isspace() or before in _BEFORE_OPENING) and not after.isspace()
    closing = not before.isspace() and not after.isalnum()
    return closing or not opening


def _single_ends(text: str, marks: list[tuple[int, str]], begin: int, end: int) -> list[int]:
    """Return the positions where a single mark may close, plural possessives left out where a better one follows."""
    sure: list[int] = []
    doubtful: list[int] = []
    for position, mark in marks:
        if mark not in ("’", "'"):
            continue
        before = text[position - 1] if position > begin else " "
        after = text[position + 1] if position + 1 < end else " "
        if before.isspace() or after.isalnum() or position == begin:
            continue
        if before in "sS" and after.isspace():
            doubtful.append(position)
        else:
            sure.append(position)
    openers = [p for p, m in marks if m in ("‘", "'") and _opens(text, p, m, begin, end)]
    kept = list(sure)
    for position in doubtful:
        next_sure = _first_after(sure, position)
        next_open = _first_after(openers, position)
        if next_sure is None or (next_open is not None and next_open < next_sure):
            kept.append(position)
    return sorted(kept)


def _first_after(positions: list[int], position: int) -> int | None:
    index = bisect_right(positions, position)
    return positions[index] if index < len(positions) else None


def _opens_turn(text: str, position: int, mark: str, paragraph: Span, after: Span | None, awaited: str | None) -> bool:
    """Tell whether an unclosed single mark begins a paragraph of a longer turn rather than being an apostrophe."""
    if awaited == _SINGLE and position == paragraph.start:
        return True
    return mark == "‘" and after is not None and text.startswith("‘", after.start)
