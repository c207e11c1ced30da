"""PDF: the text of its pages in reading order, columns kept apart, hyphens at line ends left as they are."""

from __future__ import annotations

import itertools
import logging
import re
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import replace
from io import BytesIO
from typing import Any

from pdfminer.high_level import extract_pages
from pdfminer.layout import LAParams, LTTextContainer
from pdfminer.pdfdocument import PDFDocument, PDFEncryptionError, PDFPasswordIncorrect
from pdfminer.pdfparser import PDFParser

from tracker.ingest.plain import Parsed, described
from tracker.models import ReadError

MOST_PAGES = 2_000
"""A document with more pages is a book or a bomb; news, statements and reports stay far below."""

MOST_UNPACKED = 200 * 2**20
"""Bytes the packed streams of a file may hold together, as for a Word file; pictures count as they would be shown."""
_PIECE = 2**20
"""Bytes unpacked at a time while they are counted."""

_BETWEEN = "\n\n"
"""What stands between two pages in the text."""
_STREAM = re.compile(rb"(?<!end)stream\r?\n")
_ZLIB = re.compile(rb"\x78[\x01\x5e\x9c\xda]")
"""How a packed stream begins (RFC 1950, for the usual window); a stream packed twice begins so once more inside."""
_BLANKS_AT_END = re.compile(r"[ \t]+(?=\n|\Z)")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f]|\(cid:\d+\)")

logging.getLogger("pdfminer").setLevel(logging.ERROR)


def parse(data: bytes, name: str) -> Parsed:
    """Return the text, each block of lines set apart by a blank line.

    Raises ``ReadError`` for a file that is encrypted, damaged, too long, or holds pictures of pages only.
    """
    if _unpacked(data) > MOST_UNPACKED:
        raise ReadError(f"{name} would unpack to far more than a document holds; it was not opened.")
    try:
        document = PDFDocument(PDFParser(BytesIO(data)))
    except (PDFPasswordIncorrect, PDFEncryptionError):
        raise ReadError(f"{name} is encrypted; save it without its password and add it again.") from None
    except Exception:  # pdfminer raises whatever a damaged file makes it stumble over
        raise ReadError(f"{name} is a damaged PDF and could not be read.") from None
    try:
        pages = [page for number, page in enumerate(_pages(data)) if _allowed(number, name)]
    except ReadError:
        raise
    except Exception:
        raise ReadError(f"{name} is a damaged PDF and could not be read.") from None
    if not pages:
        raise ReadError(f"{name} is a damaged PDF and could not be read.")
    text = _BETWEEN.join(page for page in pages if page)
    if not text:
        raise ReadError(
            f"{name} holds no text, perhaps because its pages are pictures; it needs text recognition first."
        )
    return replace(described(text, _notes(document)), page_starts=_starts(pages))


def _starts(pages: Iterable[str]) -> tuple[int, ...]:
    """Return where each page begins in their joined text; one without text begins where the next one does.

    >>> _starts(["One.", "", "Three."])
    (0, 6, 6)
    """
    starts, at = [], 0
    for page in pages:
        starts.append(at)
        at += len(page) + len(_BETWEEN) if page else 0
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


def _pages(data: bytes) -> Iterator[str]:
    for page in extract_pages(BytesIO(data), laparams=LAParams()):
        blocks = (_block(element.get_text()) for element in page if isinstance(element, LTTextContainer))
        yield "\n\n".join(block for block in blocks if block)


def _block(text: str) -> str:
    return _BLANKS_AT_END.sub("", _CONTROL.sub("", text)).strip("\n")


def _allowed(number: int, name: str) -> bool:
    if number >= MOST_PAGES:
        raise ReadError(f"{name} has more than {MOST_PAGES} pages.")
    return True


def _notes(document: Any) -> tuple[str, ...]:
    made = next((str(info["CreationDate"]) for info in document.info if info.get("CreationDate")), "")
    day = re.search(r"D:(\d{4})(\d\d)(\d\d)", made)
    return (f"The PDF was made on {'-'.join(day.groups())}; that is no date of publication.",) if day else ()
