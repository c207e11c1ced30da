"""A file's bytes to a document: which format they are, and the facts every format tells."""

from __future__ import annotations

import codecs
import hashlib
import math
import re
from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from pathlib import PurePath
from typing import cast
from urllib.parse import urljoin, urlsplit

from tracker.ingest.plain import Parsed
from tracker.models import Document, ReadError
from tracker.text.characters import printable

MAX_BYTES = 20 * 2**20
"""The largest file taken in: a thousand pages of text weigh less than a tenth of it, a report with pictures fits."""
SNIFFED = 1024
"""Bytes looked at to tell the format; the PDF standard lets its signature stand this far into a file."""


@dataclass(frozen=True, slots=True)
class _Format:
    """A format and the module of this room that reads it."""

    media_type: str
    module: str

    @property
    def parse(self) -> Callable[[bytes, str], Parsed]:
        """How its files are read. The module, and the library it needs, is imported with the first of them."""
        return cast(Callable[[bytes, str], Parsed], import_module(f".{self.module}", __package__).parse)


_PLAIN = _Format("text/plain", "plain")
_MARKDOWN = _Format("text/markdown", "markdown")
_HTML = _Format("text/html", "html")
_PDF = _Format("application/pdf", "pdf")
_DOCX = _Format("application/vnd.openxmlformats-officedocument.wordprocessingml.document", "docx")
_BY_SUFFIX = {
    ".txt": _PLAIN,
    ".text": _PLAIN,
    ".md": _MARKDOWN,
    ".markdown": _MARKDOWN,
    ".html": _HTML,
    ".htm": _HTML,
    ".xhtml": _HTML,
    ".pdf": _PDF,
    ".docx": _DOCX,
}
SUFFIXES = frozenset(_BY_SUFFIX)
"""The name endings that ``read`` takes, in lower case."""

KINDS = "text (.txt), Markdown (.md), HTML, PDF and Word (.docx)"
"""The kinds that can be read, for a sentence."""

_BY_MEDIA_TYPE = {each.media_type: each for each in _BY_SUFFIX.values()} | {
    "application/xhtml+xml": _HTML,
    "application/x-pdf": _PDF,
    "text/x-markdown": _MARKDOWN,
}
_SAYS_NOTHING = frozenset({"", "text/plain", "application/octet-stream", "binary/octet-stream", "application/download"})
"""Media types that servers give to whatever they do not know."""
_BYTE_ORDER_MARKS = (codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_LATIN_1 = frozenset({"iso-8859-1", "iso8859-1", "latin-1", "latin1", "us-ascii", "ascii"})
"""Names under which the web means Windows-1252 (the WHATWG's Encoding standard, section 4.2)."""
_NO_TEXT = frozenset({"idna", "punycode"})
"""Encodings of names that Python knows beside those of texts; a long text would keep them busy for hours."""

_WEB_ADDRESS = re.compile(r"https?://[^\s/]", re.IGNORECASE)
"""What a page may link to; a document can name any address as its own, “javascript:…” among them."""
_SUFFIX = re.compile(r"\.[A-Za-z][A-Za-z0-9]{0,4}")
_HTML_OPENING = re.compile(
    rb"\A(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*\?>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body)\b", re.I | re.S
)


def read(data: bytes, name: str, media_type: str | None = None, content_type: str | None = None) -> Document:
    """Return the document that ``data``, a file called ``name``, holds.

    The name's ending decides the format; where it has none (pasted text, standard input) the content does. A
    ``media_type`` that a file was read as before stands above both. Of a page of the web ``name`` is the address, and
    ``content_type`` the header of that name, blank where there was none: what it says goes before the ending and before
    the encoding that the page names (as browsers do). Raises ``ReadError`` with one sentence that names the file, and
    nothing else, whatever the bytes.
    """
    address, name = name, printable(name)
    ending = _ending(name if content_type is None else urlsplit(address).path)
    check_size(name, len(data))
    if not data.strip():
        raise ReadError(f"{name} is empty.")
    known = (each for each in _BY_SUFFIX.values() if each.media_type == media_type)
    chosen = next(known, None)
    if chosen is None and content_type is None:
        chosen = _format(data, name, ending)
    elif chosen is None:
        chosen = _of_page(data, name, ending, content_type or "")
    is_text = chosen.media_type.startswith("text/")
    parse = chosen.parse
    try:
        parsed = parse(_as_utf_8(data, content_type) if content_type and is_text else data, name)
    except ReadError:
        raise
    except Exception as error:  # the libraries meet input here that nobody foresaw; one file must not stop a batch
        raise ReadError(f"{name} could not be read ({type(error).__name__}).") from error
    if not any(char.isprintable() and not char.isspace() for char in parsed.text):
        raise ReadError(f"{name} holds no text.")
    url = parsed.url if content_type is None else _absolute(parsed.url, address)
    return Document(
        name=name,
        text=parsed.text,
        original=data,
        sha256=hashlib.sha256(data).hexdigest(),
        media_type=chosen.media_type,
        title=parsed.title,
        publisher=parsed.publisher,
        byline=parsed.byline,
        url=url if url and _WEB_ADDRESS.match(url) else None,
        metadata_dates=parsed.dates,
        notes=parsed.notes,
        page_starts=parsed.page_starts,
    )


def check_size(name: str, size: int) -> None:
    """Raise ``ReadError`` where a file of ``size`` bytes is over ``MAX_BYTES``, so that it need not be read at all."""
    if size > MAX_BYTES:
        weight, limit = math.ceil(size / 2**20), MAX_BYTES // 2**20
        raise ReadError(
            f"{printable(name)} is too large: {weight:,} MB, where {limit} MB are the most that is taken in."
        )


def _ending(name: str) -> str:
    return PurePath(name).suffix.lower()


def _format(data: bytes, name: str, suffix: str) -> _Format:
    if suffix in _BY_SUFFIX:
        return _BY_SUFFIX[suffix]
    if _SUFFIX.fullmatch(suffix):
        raise ReadError(f"{name} is of a kind that cannot be read ({suffix}); {KINDS} files can.")
    return _by_content(data)


def _absolute(url: str | None, address: str) -> str | None:
    """Return an address that a page states with what it leaves out, taken from where the page was fetched."""
    try:
        return urljoin(address, url) if url else None
    except ValueError:
        return None


def ending_of(media_type: str) -> str:
    """Return the ending of a file's name that goes with a media type of ``Document``."""
    return next(suffix for suffix, each in _BY_SUFFIX.items() if each.media_type == media_type)


def media_type_of(content_type: str) -> str:
    """Return the media type that a header names, in lower case and without its parameters; blank where it names none.

    >>> media_type_of("Text/HTML; charset=utf-8"), media_type_of("")
    ('text/html', '')
    """
    return content_type.partition(";")[0].strip().lower()


def _of_page(data: bytes, name: str, suffix: str, content_type: str) -> _Format:
    media_type = media_type_of(content_type)
    if media_type in _BY_MEDIA_TYPE and media_type not in _SAYS_NOTHING:
        return _BY_MEDIA_TYPE[media_type]
    if suffix in _BY_SUFFIX:
        return _BY_SUFFIX[suffix]
    if media_type in _SAYS_NOTHING:
        return _by_content(data)
    raise ReadError(f"{name} is of a kind that cannot be read ({printable(media_type)}); {KINDS} pages can.")


def _as_utf_8(data: bytes, content_type: str) -> bytes:
    """Return text in the encoding that a header names as UTF-8 with its mark, which no other word on it overrules.

    Bytes come back as they are where it names none, where they begin with a mark, or where they are not so encoded.
    """
    from email.message import Message  # here alone: its import takes longer than to read most files

    message = Message()
    message["content-type"] = content_type
    charset = message.get_content_charset()
    if (
        charset is None
        or charset in _NO_TEXT
        or data.startswith((codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    ):
        return data
    try:
        return codecs.BOM_UTF8 + data.decode("cp1252" if charset in _LATIN_1 else charset).encode()
    except (LookupError, UnicodeError):
        return data


def _by_content(data: bytes) -> _Format:
    if b"%PDF-" in data[:SNIFFED]:
        return _PDF
    if data.startswith(b"PK\x03\x04"):
        return _DOCX
    return _HTML if _HTML_OPENING.match(data[:SNIFFED]) else _PLAIN
