"""PDF: the words of its pages in reading order, paragraph by paragraph, without running heads and page numbers.

PDFium (``pypdfium2``) reads the files, for it won over pdfminer.six, seconds of one core: 60 pages in two columns with
the place of every letter 1.1 against 5.3; 2 KB that draw 120,000 letters one by one 0.2 until they are refused against
3.5; 0.8 MB of strewn words 0.2 against more than 12. It opens files whose password is empty, and tells raised figures.
Its own order is the order of drawing, so ``columns`` decides what is read after what. PDFium is no friend of threads:
one file is read at a time.
"""

from __future__ import annotations

import itertools
import re
import shutil
import subprocess
import threading
import zlib
from collections import Counter
from collections.abc import Container, Iterable, Iterator, Sequence
from ctypes import addressof, byref, c_double
from dataclasses import dataclass, field
from typing import Final

import pypdfium2
from pypdfium2 import raw

from tracker.ingest.columns import (
    Paragraph,
    Piece,
    columns,
    is_note,
    lines,
    paragraphs,
    usual_height,
)
from tracker.ingest.heads import facts, is_title
from tracker.ingest.plain import Parsed, with_facts
from tracker.models import Basis, Fact, ReadError
from tracker.text.layout import LONGEST_HEADLINE, continued, is_folio, item_mark, names_publisher

MOST_PAGES: Final = 2_000
"""A document with more pages is a book or a bomb; news, statements and reports stay far below."""
MOST_LETTERS: Final = 100_000
"""Letters of one page; a broadsheet's densest holds a third of it."""
MOST_LETTERS_IN_ALL: Final = 5_000_000
"""Letters of a document; a page may be drawn a thousand times from one stream."""
MOST_UNPACKED: Final = 200 * 2**20
"""Bytes the packed streams of a file may hold together, as for a Word file; pictures count as they would be shown."""
_PIECE: Final = 2**20
"""Bytes unpacked at a time while they are counted."""

BETWEEN: Final = "\n\n"
"""What stands between two paragraphs in the text."""
_STREAM = re.compile(rb"(?<!end)stream\r?\n")
_ZLIB = re.compile(rb"\x78[\x01\x5e\x9c\xda]")
"""How a packed stream begins (RFC 1950, for the usual window); a stream packed twice begins so once more inside."""

RAISED: Final = (0.1, 0.65)
"""Of the height: how far above the line a raised figure stands, at least and at most."""
RAISED_SIZE: Final = 0.9
"""Of the height of the letters beside it: how tall a raised figure is at most."""
STRETCHED: Final = 6.0
"""Of the height: the widest gap inside words that are drawn at one stroke, as a justified line is."""
_SUPERSCRIPTS: Final = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_LETTERS: Final = {0x02: "-", 0xFB00: "ff", 0xFB01: "fi", 0xFB02: "fl", 0xFB03: "ffi", 0xFB04: "ffl"}
"""PDFium's sign for a hyphen at the end of a line, and ligatures, as they are typed."""

MARGIN: Final = 0.12
"""The share of a page, above and below, in which running heads, feet and page numbers stand."""
REPEATED: Final = 0.4
"""On how many of the pages a running head stands: half of them where left and right ones differ, not the first."""
SAME_PLACE: Final = 4.0
"""Points by which its place may differ."""
APART: Final = 1.4
"""Of the height: how far a running head stands from the text at least."""
_NUMBER = re.compile(r"\d+")
HEADING: Final = 1.2
"""How much taller than most letters those of a title are."""
BLOCK_INDENT: Final = 1.5
"""Of the height: how far the lines of a block quotation stand in at least; the first line of a paragraph does less."""
ONE_POINT: Final = 1.0
"""By how much less the heights of letters of one size may differ."""
SECONDS_A_PAGE: Final = 60
MOST_PICTURES: Final = 200
"""Pages that are recognised; each takes seconds."""
DOTS: Final = 200 / 72
"""How much larger than in points a page is drawn to be recognised: 200 dots an inch."""
_ONE_AT_A_TIME = threading.Lock()


@dataclass(slots=True)
class _Page:
    """A page: its height in points, its lines, and the words left out as they are no part of the text."""

    height: float
    lines: list[Piece]
    furniture: list[str] = field(default_factory=list)


def parse(data: bytes, name: str) -> Parsed:
    """Return the text, a paragraph a line, each set apart by a blank line.

    Raises ``ReadError`` for a file that is encrypted, damaged, too long, or holds pictures of pages only, where
    tesseract is not installed to recognise what stands on them.
    """
    if _unpacked(data) > MOST_UNPACKED:
        raise ReadError(f"{name} would unpack to far more than a document holds; it was not opened.")
    with _ONE_AT_A_TIME:
        try:
            document = pypdfium2.PdfDocument(data)
        except pypdfium2.PdfiumError as error:
            if error.err_code in (raw.FPDF_ERR_PASSWORD, raw.FPDF_ERR_SECURITY):
                raise ReadError(f"{name} is encrypted; save it without its password and add it again.") from None
            raise ReadError(f"{name} is a damaged PDF and could not be read.") from None
        try:
            return _parsed(document, name)
        except pypdfium2.PdfiumError:
            raise ReadError(f"{name} is a damaged PDF and could not be read.") from None
        finally:
            document.close()


def _parsed(document: pypdfium2.PdfDocument, name: str) -> Parsed:
    if len(document) > MOST_PAGES:
        raise ReadError(f"{name} has more than {MOST_PAGES} pages.")
    if len(document) == 0:
        raise ReadError(f"{name} is a damaged PDF and could not be read.")
    pages, letters = [], 0
    for page in document:
        text_page = page.get_textpage()
        count = text_page.count_chars()
        letters += count
        if count > MOST_LETTERS or letters > MOST_LETTERS_IN_ALL:
            raise ReadError(f"{name} draws more letters than printed pages hold; it was not read.")
        pages.append(_Page(page.get_height(), lines(list(_pieces(text_page)))))
        text_page.close()
        page.close()
    notes = _made(document)
    titled: tuple[Fact, ...] = ()
    if not any(page.lines for page in pages):
        text, starts = _recognised(document, name)
        notes = (*notes, "The pages are pictures; their words were recognised, not printed, and may be misread.")
    else:
        _leave_out_furniture(pages)
        notes = (*notes, *_left_out(pages))
        text, starts = _text(pages)
        titled = _title(pages[0], text)
    return with_facts(Parsed(text, notes=notes, page_starts=starts), (*titled, *facts(text)))


def _pieces(page: pypdfium2.PdfTextPage) -> Iterator[Piece]:
    """Yield the words of a page as they were drawn, cut where the next letter stands elsewhere."""
    x, y, box = c_double(), c_double(), raw.FS_RECTF()
    at_x, at_y, at_box = byref(x), byref(y), byref(box)
    letters, origin, around = raw.FPDFText_GetUnicode, raw.FPDFText_GetCharOrigin, raw.FPDFText_GetLooseCharBox
    handle, objects, last = page.raw, _object, 0
    run: _Run | None = None
    blank = ""
    for index in range(page.count_chars()):
        code = letters(handle, index)
        letter = _LETTERS.get(code) or chr(code)
        if letter.isspace():
            if letter not in "\r\n":
                real = not raw.FPDFText_IsGenerated(handle, index)
                blank = blank + " " if real else blank or "\n"
            continue
        if not letter.isprintable() and letter != "\u00ad":
            continue
        origin(handle, index, at_x, at_y)
        around(handle, index, at_box)
        height = box.top - box.bottom
        if height <= 0:
            continue
        widest = 1.0
        if run is not None and box.left - run.right >= height:
            together = objects(handle, index) == objects(handle, last)
            widest = STRETCHED if together else 1.0
        if run is None or not run.takes(letter, blank, widest, box.left, box.right, y.value, height):
            if run is not None:
                yield run.piece()
            run = _Run(letter, box.left, box.right, y.value, height)
        blank, last = "", index
    if run is not None:
        yield run.piece()


def _object(page: object, index: int) -> int | None:
    """Return the address of the stroke that draws a letter."""
    drawn = raw.FPDFText_GetTextObject(page, index)
    return addressof(drawn.contents) if drawn else None


class _Run:
    """Letters one behind the other on one line, as they are read."""

    def __init__(self, letter: str, left: float, right: float, base: float, height: float) -> None:
        self.text, self.left, self.right, self.base, self.height = letter, left, right, base, height
        self.first: float | None = None

    def takes(
        self, letter: str, blank: str, widest: float, left: float, right: float, base: float, height: float
    ) -> bool:
        """Add a letter where it stands behind the others on their line; tell whether it does.

        ``widest`` is how wide a gap before it may be, of its height.
        """
        gap, above = left - self.right, base - self.base
        if not blank and above == 0 and -0.5 * height < gap <= 0.25 * height and height == self.height:
            self.text += letter
            self.right = right
            return True
        if not -0.5 * self.height < gap < widest * max(self.height, height):
            return False
        if RAISED[0] * height < -above < RAISED[1] * height and self.height < RAISED_SIZE * height:
            if not self.text.isdigit():
                return False
            self.text, self.base, self.height = self.text.translate(_SUPERSCRIPTS), base, height
        elif RAISED[0] * self.height < above < RAISED[1] * self.height and height < RAISED_SIZE * self.height:
            letter = letter.translate(_SUPERSCRIPTS)
        elif abs(above) > RAISED[0] * self.height and not (height < RAISED_SIZE * self.height and above < 0):
            return False
        if blank or gap > 0.25 * self.height:
            self.first = self.right if self.first is None else self.first
            self.text += blank.replace("\n", " ") or " "
        self.text += letter
        self.right = max(self.right, right)
        return True

    def piece(self) -> Piece:
        """Return what was read."""
        first = self.right if self.first is None else self.first
        return Piece(self.text, self.left, self.right, self.base, self.height, first)


def _leave_out_furniture(pages: Sequence[_Page]) -> None:
    """Take from the pages what stands at the same place on most of them, and page numbers."""
    counted: Counter[tuple[str, int]] = Counter()
    for page in pages:
        seen = {(_even(line), place) for line in page.lines if _in_margin(line, page) for place in _places(line, page)}
        counted.update(seen)
    least = max(2.0, REPEATED * len(pages))
    for page in pages:
        left_out = [line for edge in (page.lines, page.lines[::-1]) for line in _outermost(edge, page, counted, least)]
        page.furniture += [line.text.strip() for line in left_out]
        page.lines = [line for line in page.lines if not any(line is other for other in left_out)]


def _outermost(
    ordered: Sequence[Piece], page: _Page, counted: Counter[tuple[str, int]], least: float
) -> Iterator[Piece]:
    """Yield running heads or feet from the edge of a page inwards; a gap parts them from the text."""
    for number, line in enumerate(ordered):
        same = _times(line, page, counted) >= least
        if not _in_margin(line, page) or not (same or is_folio(line.text.strip())):
            return
        inner = next((other for other in ordered[number + 1 :] if abs(other.base - line.base) > line.height / 2), None)
        near = inner is not None and abs(inner.base - line.base) < APART * line.height
        if near and inner is not None and _times(inner, page, counted) < least:
            return
        yield line


def _times(line: Piece, page: _Page, counted: Counter[tuple[str, int]]) -> int:
    """Return on how many pages a line stands at its place."""
    return max(counted[_even(line), place] for place in _places(line, page))


def _even(line: Piece) -> str:
    return _NUMBER.sub("#", line.text.strip())


def _in_margin(line: Piece, page: _Page) -> bool:
    return not MARGIN * page.height < line.base < (1 - MARGIN) * page.height


def _places(line: Piece, page: _Page) -> tuple[int, int]:
    """Return the two steps of ``SAME_PLACE`` between which a line stands, from the nearer edge of its page."""
    at = int(min(line.base, page.height - line.base) / SAME_PLACE)
    return at, at + 1


def _left_out(pages: Sequence[_Page]) -> tuple[str, ...]:
    words = dict.fromkeys(text for page in pages for text in page.furniture if not is_folio(text))
    even: dict[str, str] = {}
    for text in words:
        even.setdefault(_NUMBER.sub("#", text), text)
    if not even:
        return ()
    return (f"Running heads and feet were left out: {', '.join(f'“{text}”' for text in even.values())}.",)


def _text(pages: Sequence[_Page]) -> tuple[str, tuple[int, ...]]:
    """Return the text of the pages and where each begins; one without text begins where the next one does.

    A block quotation stands behind "> ", as in every format. A paragraph that goes on behind a column's or a page's end
    is one; the notes below a page stand before a paragraph that leaves it.
    """
    known = frozenset(word.lower() for page in pages for line in page.lines for word in line.text.split())
    height = usual_height(line for page in pages for line in page.lines)
    text, starts = "", []
    last: Paragraph | None = None
    block = False
    for page in pages:
        body, below = _set_apart(page, known, height)
        starts.append(len(text) + (len(BETWEEN) if text else 0))
        for number, paragraph in enumerate(body):
            goes_on = last is not None and _goes_on(last, paragraph)
            if goes_on:
                joined = continued(text, paragraph.text, known)
                if number == 0:
                    starts[-1] = len(joined) - len(paragraph.text)
                text = joined
            else:
                block = last is not None and _is_quoted(last, paragraph, in_block=block)
                text += (BETWEEN if text else "") + ("> " if block else "") + paragraph.text
            last = paragraph
        text = _with_notes(text, starts[-1], below, last)
    return text, tuple(min(start, len(text)) for start in starts)


def _title(page: _Page, text: str) -> tuple[Fact, ...]:
    """Return what the first page prints in the largest letters, if they are larger than others, and no publisher."""
    height = max((line.height for line in page.lines), default=0.0)
    if not height or height < HEADING * usual_height(page.lines):
        return ()
    first = next(line for line in page.lines if line.height == height)
    column = next(blocks for blocks in columns(page.lines) if any(first in block for block in blocks))
    title = " ".join(part.text for part in paragraphs(column, ()) if part.height > height - ONE_POINT)
    if " " not in title or len(title) > LONGEST_HEADLINE or names_publisher(title) or not is_title(title):
        return ()
    start = text.find(title)
    at, end = (start, start + len(title)) if start >= 0 else (None, None)
    return (Fact("title", title, Basis.INFERRED, title, at, end, "the largest letters of the first page"),)


def _set_apart(page: _Page, known: Container[str], height: float) -> tuple[list[Paragraph], list[Paragraph]]:
    """Return the paragraphs of a page, and the notes below them."""
    body: list[Paragraph] = []
    below: list[Paragraph] = []
    for column in columns(page.lines):
        for paragraph in paragraphs(column, known):
            (below if is_note(paragraph, height) else body).append(paragraph)
    return body, below


def _goes_on(last: Paragraph, paragraph: Paragraph) -> bool:
    if not last.goes_on or abs(last.height - paragraph.height) > 0.1 * last.height:
        return False
    return paragraph.text[:1].islower() or (last.is_full and " " in last.text and paragraph.text[:1].isalnum())


def _is_quoted(last: Paragraph, paragraph: Paragraph, *, in_block: bool) -> bool:
    """Tell whether a paragraph stands in as a block quotation does, below what announces it or one of its own."""
    stands_in = paragraph.indent > BLOCK_INDENT * paragraph.height and item_mark(paragraph.text) is None
    if in_block:
        return stands_in and abs(paragraph.indent - last.indent) < paragraph.height
    return stands_in and last.text.endswith(":") and last.indent < paragraph.indent - paragraph.height


def _with_notes(text: str, start: int, below: Sequence[Paragraph], last: Paragraph | None) -> str:
    """Return the text with the notes of its last page, before the last paragraph where that goes on."""
    if not below:
        return text
    notes = BETWEEN.join(note.text for note in below)
    at = text.rfind(BETWEEN, start)
    if last is not None and last.goes_on and at >= 0:
        return text[:at] + BETWEEN + notes + text[at:]
    return text + (BETWEEN if text else "") + notes


def _recognised(document: pypdfium2.PdfDocument, name: str) -> tuple[str, tuple[int, ...]]:
    """Return the words that tesseract finds on the pages, and where each page begins."""
    program = shutil.which("tesseract")
    if program is None:
        raise ReadError(
            f"{name} holds no text, perhaps because its pages are pictures; it needs text recognition first."
        )
    if len(document) > MOST_PICTURES:
        raise ReadError(
            f"{name} holds pictures of more than {MOST_PICTURES} pages; recognise its text before adding it."
        )
    pages = []
    for page in document:
        drawn = page.render(scale=DOTS, grayscale=True)
        rows = drawn.to_numpy()
        picture = b"P5 %d %d 255\n" % (drawn.width, drawn.height) + rows.tobytes()
        try:
            done = subprocess.run(  # noqa: S603 - no shell, and the picture is all it is given
                [program, "stdin", "stdout"], input=picture, capture_output=True, timeout=SECONDS_A_PAGE, check=True
            )
        except (subprocess.SubprocessError, OSError):
            raise ReadError(f"{name} holds pictures of pages whose words could not be recognised.") from None
        pages.append(done.stdout.decode("utf-8", "replace").replace("\f", "").strip())
    text = BETWEEN.join(page for page in pages if page)
    if not text:
        raise ReadError(f"{name} holds pictures of pages on which no words were recognised.")
    return text, _starts(pages)


def _starts(pages: Iterable[str]) -> tuple[int, ...]:
    """Return where each page begins in their joined text; one without text begins where the next one does.

    >>> _starts(["One.", "", "Three."])
    (0, 6, 6)
    """
    starts, at = [], 0
    for page in pages:
        starts.append(at)
        at += len(page) + len(BETWEEN) if page else 0
    return tuple(starts)


def _unpacked(data: bytes) -> int:
    """Return how many bytes the packed streams hold, counted no further than just over ``MOST_UNPACKED``."""
    size = 0
    for stream in _STREAM.finditer(data):
        if _ZLIB.match(data, stream.end()):
            view = memoryview(data)[stream.end() :]
            pieces = (bytes(view[at : at + _PIECE]) for at in range(0, len(view), _PIECE))
            for piece in _inflated(pieces):
                size += len(piece)
                if size > MOST_UNPACKED:
                    return size
    return size


def _inflated(packed: Iterable[bytes]) -> Iterator[bytes]:
    """Yield what a packed stream holds, and what is packed in that, a piece at a time; damage ends it."""
    pieces = _inflated_once(packed)
    first = next(pieces, b"")
    yield first
    rest: Iterable[bytes] = itertools.chain([first], pieces)
    yield from _inflated(rest) if _ZLIB.match(first) else pieces


def _inflated_once(packed: Iterable[bytes]) -> Iterator[bytes]:
    inflate = zlib.decompressobj()
    try:
        for piece in packed:
            while piece and not inflate.eof:
                yield inflate.decompress(piece, _PIECE)
                piece = inflate.unconsumed_tail
            if inflate.eof:
                return
    except zlib.error:
        return


def _made(document: pypdfium2.PdfDocument) -> tuple[str, ...]:
    day = re.search(r"D:(\d{4})(\d\d)(\d\d)", document.get_metadata_value("CreationDate"))
    return (f"The PDF was made on {'-'.join(day.groups())}; that is no date of publication.",) if day else ()
