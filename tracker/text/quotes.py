"""Quotation marks: which open, which close, and which are apostrophes."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass

from tracker.models import Span
from tracker.text.layout import paragraphs
from tracker.text.note_marks import without_marks

_MARK = re.compile(r"[“”„\"«»‘’'‚]|``")
_DOUBLE, _SINGLE, _GUILLEMET = "double", "single", "guillemet"
_FAMILY = {
    **dict.fromkeys(("“", "”", "„", '"', "``", "''"), _DOUBLE),
    **dict.fromkeys(("‘", "’", "'", "‚"), _SINGLE),
    **dict.fromkeys(("«", "»"), _GUILLEMET),
}
_OPENERS = frozenset(("“", "„", "«", "``"))
_CLOSERS = frozenset("”»")
_BEFORE_OPENING = frozenset("([{—–-/‘’'“”\"*_|:…")
_AFTER_OPENING = frozenset('[(“"$£€…')
_BETWEEN = " \t\r\n\v\f\x85\u2028\u2029\xa0>"
"""What may stand between a paragraph left open and the one that goes on with it; ">" marks a block quotation."""
_ENDS_BLOCK = ("”", '"')
LONGEST_BLOCK = 20
"""Paragraphs without marks over which a statement opened before is looked for its end."""
_DECADE = re.compile(r"\d\ds?\b")


@dataclass(frozen=True, slots=True)
class Quotation:
    """One stretch between quotation marks, marks included, never longer than its paragraph.

    ``closed`` is false where no closing mark stands in the paragraph. ``goes_on`` is true where the quotation
    continues one that was left open in the paragraph before. ``family`` is ``double``, ``single`` or ``guillemet``.
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
    paragraphs behind has a mark up to the one that closes it.
    """
    text = without_marks(text)
    found: list[Quotation] = []
    spans = paragraphs(text)
    for number, paragraph in enumerate(spans):
        after = spans[number + 1] if number + 1 < len(spans) else None
        _pair(text, paragraph, after, found)
    return _with_blocks(text, spans, found)


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
    ends = {quote.end for quote in added}
    return tuple(sorted([*(quote for quote in found if quote.end not in ends), *added], key=lambda quote: quote.start))


def _pair(text: str, paragraph: Span, after: Span | None, found: list[Quotation]) -> None:
    begin, end = paragraph.start, paragraph.end
    marks = [(m.start(), m.group()) for m in _MARK.finditer(text, begin, end)]
    if not marks:
        return
    marks = _join_two_singles(marks)
    single_ends = _single_ends(text, marks, begin, end)
    pending = found[-1] if found and not found[-1].closed else None
    awaited = pending.family if pending and not text[pending.end : begin].strip(_BETWEEN) else None
    opened: tuple[int, str] | None = None
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
            opened = (position, family)
        elif family == opened[1] and _closes(text, position, mark, begin, end, single_close):
            start = opened[0]
            goes_on = awaited == family and start == begin
            found.append(Quotation(start, position + len(mark), family, True, goes_on))
            opened, awaited = None, None
    if opened is not None:
        found.append(Quotation(opened[0], end, opened[1], False, awaited == opened[1] and opened[0] == begin))


def _join_two_singles(marks: list[tuple[int, str]]) -> list[tuple[int, str]]:
    """Read two straight single marks side by side as one double mark, as typewriters and LaTeX do."""
    joined: list[tuple[int, str]] = []
    for position, mark in marks:
        if mark == "'" and joined and joined[-1] == (position - 1, "'"):
            joined[-1] = (position - 1, "''")
        else:
            joined.append((position, mark))
    return joined


def _opens(text: str, position: int, mark: str, begin: int, end: int) -> bool:
    before = text[position - 1] if position > begin else " "
    follow = position + len(mark)
    after = text[follow] if follow < end else " "
    if mark in _CLOSERS:
        return False
    free = before.isspace() or before in _BEFORE_OPENING
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
