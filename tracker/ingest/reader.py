"""A file's bytes to a document: which format they are, and the facts every format tells."""

from __future__ import annotations

import hashlib
import math
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib import import_module
from pathlib import PurePath
from typing import cast

from tracker.ingest.plain import Parsed
from tracker.models import Basis, Document, Fact, FactName, ReadError
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

_WEB_ADDRESS = re.compile(r"https?://[^\s/]", re.IGNORECASE)
"""What a page may link to; a document can name any address as its own, “javascript:…” among them."""
_SUFFIX = re.compile(r"\.[A-Za-z][A-Za-z0-9]{0,4}")
_HTML_OPENING = re.compile(
    rb"\A(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*\?>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body)\b", re.I | re.S
)


def read(data: bytes, name: str) -> Document:
    """Return the document that ``data``, a file called ``name``, holds.

    The name's ending decides the format; where it has none (pasted text, standard input) the content does. Raises
    ``ReadError`` with one sentence that names the file, and nothing else, whatever the bytes.
    """
    name = printable(name)
    check_size(name, len(data))
    if not data.strip():
        raise ReadError(f"{name} is empty.")
    chosen = _format(data, name)
    parse = chosen.parse
    try:
        parsed = parse(data, name)
    except ReadError:
        raise
    except Exception as error:  # the libraries meet input here that nobody foresaw; one file must not stop a batch
        raise ReadError(f"{name} could not be read ({type(error).__name__}).") from error
    if not any(char.isprintable() and not char.isspace() for char in parsed.text):
        raise ReadError(f"{name} holds no text.")
    return Document(
        name=name,
        text=parsed.text,
        original=data,
        sha256=hashlib.sha256(data).hexdigest(),
        media_type=chosen.media_type,
        title=parsed.title,
        publisher=parsed.publisher,
        byline=parsed.byline,
        url=parsed.url if parsed.url and _WEB_ADDRESS.match(parsed.url) else None,
        metadata_dates=parsed.dates,
        notes=parsed.notes,
        page_starts=parsed.page_starts,
        facts=tuple(_facts(parsed)),
    )


def _facts(parsed: Parsed) -> Iterator[Fact]:
    """Yield the facts of what was parsed, with those that a format gives without saying where from."""
    told = {fact.name for fact in parsed.facts if fact.basis is not Basis.UNKNOWN}
    given: tuple[tuple[FactName, str | None], ...] = (
        ("title", parsed.title),
        ("publisher", parsed.publisher),
        ("byline", parsed.byline),
        ("url", parsed.url),
    )
    for name, value in given:
        if value and name not in told:
            yield Fact(name, value, Basis.STATED, value, why="the file's own fields say so")
    yield from (fact for fact in parsed.facts if fact.name != "url" or _WEB_ADDRESS.match(fact.value))


def check_size(name: str, size: int) -> None:
    """Raise ``ReadError`` where a file of ``size`` bytes is over ``MAX_BYTES``, so that it need not be read at all."""
    if size > MAX_BYTES:
        weight, limit = math.ceil(size / 2**20), MAX_BYTES // 2**20
        raise ReadError(
            f"{printable(name)} is too large: {weight:,} MB, where {limit} MB are the most that is taken in."
        )


def _format(data: bytes, name: str) -> _Format:
    suffix = PurePath(name).suffix.lower()
    if suffix in _BY_SUFFIX:
        return _BY_SUFFIX[suffix]
    if _SUFFIX.fullmatch(suffix):
        kinds = "text (.txt), Markdown (.md), HTML, PDF and Word (.docx) files"
        raise ReadError(f"{name} is of a kind that cannot be read ({suffix}); {kinds} can.")
    if b"%PDF-" in data[:SNIFFED]:
        return _PDF
    if data.startswith(b"PK\x03\x04"):
        return _DOCX
    return _HTML if _HTML_OPENING.match(data[:SNIFFED]) else _PLAIN
