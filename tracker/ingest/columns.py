"""The pieces of text of a printed page in reading order: lines, columns and paragraphs, told by where they stand.

Lengths are in points, from the page's lower left corner; ``height`` is how tall a piece's letters may be, ascent and
descent together. The order is that of a recursive X-Y cut (Nagy and Seth, 1984) with columns tried first: what stands
above, below or between columns and crosses their gap keeps its place.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from operator import attrgetter, itemgetter
from statistics import median
from typing import Final

from tracker.text.layout import continued, is_finished, item_mark
from tracker.text.numbers import CELL

SAME_LINE: Final = 0.3
"""By how much of their height two pieces of one line may stand higher or lower."""
SAME_SIZE: Final = 0.13
"""By which share the letters of a paragraph may differ in height."""
WORD_GAP: Final = 0.6
"""Of the height: pieces nearer than this are one line; columns stand farther apart."""
BLANK: Final = 0.13
"""Of the height: pieces nearer than this are one word."""
LOOSEST: Final = 2.6
"""Of the height: the widest leading of lines that belong together, as in a typescript with double spacing."""
SPACED: Final = 1.3
"""How much more than the usual leading stands above a paragraph that is set apart."""
GUTTER: Final = 0.5
"""Of the height: the narrowest gap between columns."""
INDENT: Final = 0.6
"""Of the height: how far the first line of a paragraph stands in."""
SMALL: Final = 0.92
"""Notes are set in letters of at most this share of the text's."""
MOST_PIECES: Final = 4_000
"""Pieces of a page that are put in order; a page with more is a drawing, whose words stand as they were drawn."""
MOST_CUTS: Final = 40
"""Cuts within cuts of a page; what so many have not put in order stands from top to bottom."""
_CELLS: Final = "   "
"""What stands between the cells of a table's row."""
_NOTE = re.compile(r"[⁰¹²³⁴-⁹*†‡§]|\d{1,3}\s")


@dataclass(frozen=True, slots=True)
class Piece:
    """Some words on one line: where they begin, end and stand, and where their first word ends."""

    text: str
    left: float
    right: float
    base: float
    height: float
    first: float


@dataclass(frozen=True, slots=True)
class Paragraph:
    """The words of a paragraph, the height of its letters, and whether its last line is as full as the others.

    ``indent`` is how far all its lines stand in from the left of their column.
    """

    text: str
    height: float
    is_full: bool
    indent: float = 0.0

    @property
    def goes_on(self) -> bool:
        """Whether its sentence is unfinished where the column or the page ends."""
        return not is_finished(self.text)


Block = list[Piece]
_Stretch = tuple[float, float, float]
"""Where something begins and ends, from left to right, and how wide a gap before it parts columns."""


def lines(pieces: Sequence[Piece]) -> list[Piece]:
    """Return the lines of a page from top to bottom: pieces that stand beside each other in one, columns apart.

    Cells of a table, rows of which stand below each other, are one line with wide blanks between.
    """
    rows = _rows(pieces)
    tables = [_is_row(row) for row in rows]
    found: list[Piece] = []
    for number, row in enumerate(rows):
        beside = any(tables[at] for at in (number - 1, number + 1) if 0 <= at < len(rows))
        found += [_joined(row, _CELLS)] if tables[number] and beside else row
    return found


def _rows(pieces: Sequence[Piece]) -> list[Block]:
    """Return the pieces by line, each line from left to right, those of one column joined."""
    rows: list[Block] = []
    for piece in sorted(pieces, key=lambda piece: -piece.base):
        if rows and rows[-1][0].base - piece.base < SAME_LINE * min(piece.height, rows[-1][0].height):
            rows[-1].append(piece)
        else:
            rows.append([piece])
    return [_near(sorted(row, key=lambda piece: piece.left)) for row in rows]


def _near(row: Block) -> Block:
    found: Block = []
    for piece in row:
        gap = piece.left - found[-1].right if found else 0.0
        if found and -piece.height < gap < WORD_GAP * piece.height and _alike(found[-1], piece):
            found[-1] = _joined([found[-1], piece], " " if gap > BLANK * piece.height else "")
        else:
            found.append(piece)
    return found


def _joined(row: Sequence[Piece], blank: str) -> Piece:
    return replace(row[0], text=blank.join(piece.text for piece in row), right=max(piece.right for piece in row))


def _alike(one: Piece, other: Piece) -> bool:
    return abs(one.height - other.height) <= SAME_SIZE * max(one.height, other.height)


def _is_row(row: Sequence[Piece]) -> bool:
    """Tell whether pieces beside each other are cells: half of those behind the first are figures."""
    cells = [CELL.fullmatch(piece.text.strip()) is not None for piece in row[1:]]
    return len(cells) > 0 and sum(cells) * 2 >= len(cells)


def columns(page: Sequence[Piece]) -> list[list[Block]]:
    """Return the columns of a page in reading order, each a list of its blocks from top to bottom."""
    if len(page) > MOST_PIECES:
        return [[[line] for line in page]]
    return list(_cut(_blocks(page)))


def _blocks(page: Sequence[Piece]) -> list[Block]:
    """Return lines with the usual leading, one below another, as blocks."""
    ordered = sorted(page, key=lambda line: (-line.base, line.left))
    above = [_above(ordered, at) for at in range(len(ordered))]
    leadings = [_leading(ordered[up], line) for up, line in zip(above, ordered, strict=True) if up is not None]
    usual = median(leadings) if leadings else 0.0
    blocks: list[Block] = []
    of: dict[int, Block] = {}
    for at, (up, line) in enumerate(zip(above, ordered, strict=True)):
        block = of.get(up) if up is not None else None
        if block is not None and block[-1] is ordered[up or 0] and _leading(block[-1], line) <= SPACED * usual:
            block.append(line)
        else:
            block = [line]
            blocks.append(block)
        of[at] = block
    return blocks


def _leading(above: Piece, line: Piece) -> float:
    """Return how far below another a line stands, of its height."""
    return (above.base - line.base) / line.height


def _above(ordered: Sequence[Piece], at: int) -> int | None:
    """Return the nearest line above that shares columns of the page with a line and has letters of its height."""
    line = ordered[at]
    for up in range(at - 1, -1, -1):
        other = ordered[up]
        leading = other.base - line.base
        if leading > LOOSEST * line.height:
            return None
        shared = min(other.right, line.right) - max(other.left, line.left)
        if leading > SAME_LINE * line.height and shared > 0.5 * min(other.right - other.left, line.right - line.left):
            return up if _alike(other, line) else None
    return None


def _cut(blocks: Sequence[Block], cuts: int = 0) -> Iterator[list[Block]]:
    bands = _bands(blocks)
    if cuts == MOST_CUTS:
        yield [block for band in bands for block in band]
        return
    runs: list[tuple[list[Block], list[_Stretch]]] = []
    for band in bands:
        if runs and (len(runs[-1][0]) > 1 or len(band) > 1):
            stretches = _stretches(band, runs[-1][1])
            if len(stretches) > 1:
                runs[-1] = [*runs[-1][0], *band], stretches
                continue
        runs.append((band, _stretches(band)))
    alone: list[Block] = []
    for run, stretches in runs:
        if len(stretches) == 1:
            alone += run
            continue
        if alone:
            yield alone
            alone = []
        for side in (True, False):
            yield from _cut([block for block in run if (_right(block) <= stretches[0][1]) is side], cuts + 1)
    if alone:
        yield alone


def _bands(blocks: Sequence[Block]) -> list[list[Block]]:
    """Return the blocks in bands of the page that none of them crosses, from top to bottom."""
    bands: list[list[Block]] = []
    low = float("inf")
    for block in sorted(blocks, key=lambda block: -_top(block)):
        if bands and _top(block) > low:
            bands[-1].append(block)
        else:
            bands.append([block])
            low = block[-1].base
        low = min(low, block[-1].base)
    return bands


def _stretches(blocks: Sequence[Block], known: Sequence[_Stretch] = ()) -> list[_Stretch]:
    """Return what blocks, and stretches known before, cover from left to right where gaps between columns part it."""
    found: list[_Stretch] = []
    new = ((_left(block), _right(block), GUTTER * block[0].height) for block in blocks)
    for left, right, gap in sorted([*known, *new], key=itemgetter(0)):
        if found and left - found[-1][1] < gap:
            found[-1] = found[-1][0], max(found[-1][1], right), found[-1][2]
        else:
            found.append((left, right, gap))
    return found


def _left(block: Block) -> float:
    return min(line.left for line in block)


def _right(block: Block) -> float:
    return max(line.right for line in block)


def _top(block: Block) -> float:
    return block[0].base + SAME_LINE * block[0].height


_HEIGHT: Final = attrgetter("height")


def paragraphs(column: Sequence[Block], known: Container[str]) -> Iterator[Paragraph]:
    """Yield the paragraphs of a column, their lines joined; ``known`` are the words of the document.

    A line ends a paragraph where the next line's first word would have fitted behind it, and the words themselves do
    not go on; so does one above a line that stands in, or that begins an item of a list.
    """
    begin = min(map(_left, column), default=0.0)
    by_height = sorted((line for block in column for line in block), key=_HEIGHT)  # a torn page has a thousand heights
    edges: dict[float, tuple[float, bool]] = {}
    for block in column:
        height, left = block[0].height, _left(block)
        if height not in edges:
            low = bisect_left(by_height, height * (1 - SAME_SIZE), key=_HEIGHT)
            high = bisect_right(by_height, height / (1 - SAME_SIZE), key=_HEIGHT)
            edges[height] = _edge(by_height[low:high], height)
        edge, told = edges[height]
        words, last, own = block[0].text, block[0], block[0].left
        item = item_mark(words)
        for line in block[1:]:
            full = last.right + BLANK * line.height + (line.first - line.left) >= edge
            ended = is_finished(last.text)
            stands_in = line.left - left > INDENT * line.height and last.left - left <= INDENT * line.height
            if _CELLS in last.text or _CELLS in line.text:
                full = False
            goes_on = (full and (told or not ended)) or (not ended and line.text[:1].islower())
            if (stands_in and not item) or (item_mark(line.text) and (ended or item)) or not goes_on:
                yield Paragraph(words, last.height, False, own - begin)
                words, item, own = line.text, item_mark(line.text), line.left
            else:
                words = continued(words, line.text, known)
            last, own = line, min(own, line.left)
        yield Paragraph(words, last.height, last.right >= edge - last.height, own - begin)


def _edge(same: Sequence[Piece], height: float) -> tuple[float, bool]:
    """Return where lines end on the right, and whether those that reach so far tell that lines are filled."""
    edge = max(line.right for line in same)
    reaching = [line for line in same if line.right >= edge - height]
    return edge, len(reaching) > 1 and not all(is_finished(line.text) for line in reaching)


def is_note(paragraph: Paragraph, text_height: float) -> bool:
    """Tell whether a paragraph is a note below the text: smaller letters, and a mark before them."""
    return paragraph.height <= SMALL * text_height and _NOTE.match(paragraph.text) is not None


def usual_height(page: Iterable[Piece]) -> float:
    """Return the height of the letters that most of the words are set in."""
    counted: dict[float, int] = {}
    for line in page:
        height = round(line.height, 1)
        counted[height] = counted.get(height, 0) + len(line.text)
    return max(counted, key=lambda height: counted[height], default=0.0)
