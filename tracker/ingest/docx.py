"""Word documents (.docx): paragraphs and tables in order; the file's own dates say when it was typed, not published."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from io import BytesIO

import docx
from docx.table import Table, _Cell, _Row
from docx.text.paragraph import Paragraph

from tracker.ingest.plain import Parsed, described
from tracker.models import ReadError

MOST_UNPACKED = 200 * 2**20
"""Bytes a document may unpack to: ten times what a file may weigh packed, room for many pictures and long tables."""
MOST_RATIO = 200
"""How many times its packed size a part may declare; XML packs 5 to 30 times, a bomb a thousand."""
SMALL_PART = 2**20
"""Parts that unpack to less are harmless at any ratio."""
MOST_PARTS = 5_000
"""A document with this many pictures and parts is no document."""

MAIN_PART = "word/document.xml"
_OLD_OFFICE = b"\xd0\xcf\x11\xe0"
_ENCRYPTED_FLAG = 0x1


def parse(data: bytes, name: str) -> Parsed:
    """Return the text, paragraphs set apart by blank lines, cells of a table by tabs.

    Raises ``ReadError`` for a file that is no ZIP, no Word document, damaged, protected by a password, without text,
    or that would unpack to far more than it weighs; the last is found from the sizes declared, before unpacking.
    """
    if data.startswith(_OLD_OFFICE):
        raise ReadError(f"{name} is an old or password-protected Word file; save it as an open .docx and add it again.")
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            parts = archive.infolist()
    except Exception:  # zipfile raises several kinds of error for damaged archives
        raise ReadError(
            f"{name} is no Word document: a .docx is a ZIP archive and this is none, or a damaged one."
        ) from None
    _guard(parts, name)
    try:
        document = docx.Document(BytesIO(data))
        blocks = [block for block in _blocks(document.iter_inner_content()) if block.strip()]
        created = document.core_properties.created
    except Exception:  # python-docx and lxml raise many kinds of error for damaged parts
        raise ReadError(f"{name} is a damaged Word document and could not be read.") from None
    text = "\n\n".join(blocks)
    if not text:
        raise ReadError(f"{name} holds no text.")
    if created is None:
        return described(text)
    note = f"Word says the file was made on {created.date().isoformat()}; that is no date of publication."
    return described(text, (note,))


def _guard(parts: list[zipfile.ZipInfo], name: str) -> None:
    """Refuse archives by what they declare; ``zipfile`` never unpacks a part beyond its declared size."""
    if any(part.flag_bits & _ENCRYPTED_FLAG for part in parts):
        raise ReadError(f"{name} is protected by a password; save it without and add it again.")
    unpacked = sum(part.file_size for part in parts)
    swollen = any(p.file_size > SMALL_PART and p.file_size > MOST_RATIO * max(p.compress_size, 1) for p in parts)
    if unpacked > MOST_UNPACKED or swollen or len(parts) > MOST_PARTS:
        raise ReadError(
            f"{name} would unpack to far more than a document holds ({unpacked:,} bytes); it was not opened."
        )
    if MAIN_PART not in {part.filename for part in parts}:
        raise ReadError(f"{name} is no Word document: it is a ZIP archive without {MAIN_PART}.")


def _blocks(content: Iterator[Paragraph | Table]) -> Iterator[str]:
    for block in content:
        if isinstance(block, Paragraph):
            yield block.text
        else:
            yield "\n".join("\t".join(_cells(block, row)) for row in block.rows)


def _cells(table: Table, row: _Row) -> Iterator[str]:
    """Yield the words of a row's cells, each once; ``row.cells`` repeats one for every column it says it spans."""
    for cell in row._tr.tc_lst:
        yield " ".join(_Cell(cell, table).text.split())
