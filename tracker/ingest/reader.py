"""A file's bytes to a document: which format they are, and the facts every format tells."""

from __future__ import annotations

import hashlib
import math
import re
import zipfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from importlib import import_module
from io import BytesIO
from pathlib import PurePath
from typing import cast
from urllib.parse import urljoin, urlsplit

from tracker.ingest.plain import WEB_ADDRESS, Parsed, marked
from tracker.models import Basis, Document, Fact, FactName, ReadError
from tracker.text.words import printable

MAX_BYTES = 20 * 2**20
"""The largest file taken in: a thousand pages of text weigh less than a tenth of it, a report with pictures fits."""
SNIFFED = 1024
"""Bytes looked at to tell the format; the PDF standard lets its signature stand this far into a file."""


@dataclass(frozen=True, slots=True)
class _Format:
    """A format, module and function of this room that read it, what a file of it is called, and what such files are."""

    media_type: str
    read_by: str
    one: str
    many: str
    suffixes: tuple[str, ...]

    @property
    def parse(self) -> Callable[..., Parsed]:
        """How its files are read, from bytes and a name; the module, and its library, is imported with the first."""
        module, function = self.read_by.split(".")
        return cast(Callable[..., Parsed], getattr(import_module(f".{module}", __package__), function))


_OFFICE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_PLAIN = _Format("text/plain", "plain.parse", "plain text", "text (.txt)", (".txt", ".text"))
_MARKDOWN = _Format("text/markdown", "plain.parse_markdown", "Markdown", "Markdown (.md)", (".md", ".markdown"))
_HTML = _Format("text/html", "html.parse", "a web page", "HTML", (".html", ".htm", ".xhtml"))
_MHTML = _Format(
    "multipart/related", "html.parse_saved_page", "a saved web page", "saved pages (.mhtml)", (".mhtml", ".mht")
)
_PDF = _Format("application/pdf", "pdf.parse", "a PDF", "PDF", (".pdf",))
_DOCX = _Format(_OFFICE, "office.parse_word", "a Word document", "Word (.docx)", (".docx",))
_ODT = _Format(
    "application/vnd.oasis.opendocument.text",
    "office.parse_open_document",
    "an OpenDocument text",
    "OpenDocument (.odt)",
    (".odt",),
)
_RTF = _Format("application/rtf", "office.parse_rich_text", "an RTF file", "RTF (.rtf)", (".rtf",))
_MAIL = _Format("message/rfc822", "html.parse_mail", "a mail", "mail (.eml)", (".eml",))
_XML = _Format("application/xml", "debates.parse", "a debate as data", "debates as data (.xml)", (".xml",))
_SRT = _Format("application/x-subrip", "subtitles.parse", "a file of subtitles", "subtitles (.srt, .vtt)", (".srt",))
_VTT = _Format("text/vtt", "subtitles.parse", "a file of subtitles", "", (".vtt",))
_CSV = _Format("text/csv", "tables.parse", "a table", "tables of statements (.csv)", (".csv", ".tsv"))
_JSON = _Format(
    "application/json", "tables.parse", "data", "statements as data (.json)", (".json", ".jsonl", ".ndjson")
)
_FORMATS = (_PLAIN, _MARKDOWN, _HTML, _MHTML, _PDF, _DOCX, _ODT, _RTF, _MAIL, _SRT, _VTT, _XML, _JSON, _CSV)
_BY_SUFFIX = {suffix: kind for kind in _FORMATS for suffix in kind.suffixes}
SUFFIXES = frozenset(_BY_SUFFIX)
"""The name endings that ``read`` takes, in lower case."""
KINDS = f"{', '.join(kind.many for kind in _FORMATS[:-1] if kind.many)} and {_FORMATS[-1].many} files"
"""What can be read, in words."""

_BY_MEDIA_TYPE = {each.media_type: each for each in _BY_SUFFIX.values()} | {
    "application/xhtml+xml": _HTML,
    "application/x-pdf": _PDF,
    "text/x-markdown": _MARKDOWN,
}
_SAYS_NOTHING = frozenset({"", "text/plain", "application/octet-stream", "binary/octet-stream", "application/download"})
"""Media types that servers give to whatever they do not know."""

_SUFFIX = re.compile(r"\.[A-Za-z][A-Za-z0-9]{0,4}")
_BEFORE_SIGNATURE = b"\xef\xbb\xbf \t\r\n"
_WORD_PART = "word/document.xml"
MOST_HEADERS = 4_096
"""Bytes in which a saved page says what it is."""
_MAIL_FIELDS = (b"\nto:", b"\nreceived:", b"\nmessage-id:")
_HTML_OPENING = re.compile(
    rb"\A(?:<\?xml[^>]*\?>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body)\b", re.I | re.S
)
_CUE_OPENING = re.compile(rb"WEBVTT\b|(1)\r?\n\d\d:\d\d:\d\d,\d{3} --> ")


def read(
    data: bytes,
    name: str,
    media_type: str | None = None,
    content_type: str | None = None,
    columns: Mapping[str, str] | None = None,
    people: Mapping[str, str] | None = None,
) -> Document:
    """Return the document that ``data``, a file called ``name``, holds.

    ``columns`` say what those of a table hold, ``people`` what the members are called whom a debate names by ids.

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
    known = next((each for each in _FORMATS if each.media_type == media_type), None)
    renamed: tuple[str, ...] = ()
    if known is not None:
        chosen = known
    elif content_type is None:
        chosen, renamed = _format(data, name, ending)
    else:
        chosen = _of_page(data, name, ending, content_type)
    is_text = chosen.media_type.startswith("text/")
    parse = partial(chosen.parse, columns=columns) if columns and chosen is _CSV else chosen.parse
    parse = partial(parse, people=people) if people and chosen is _XML else parse
    try:
        parsed = parse(marked(data, _charset_of(content_type)) if content_type and is_text else data, name)
    except (ReadError, MemoryError):
        raise
    except RecursionError:
        raise ReadError(f"{name} is nested far deeper than any document; it was not read.") from None
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
        url=url if url and WEB_ADDRESS.match(url) else None,
        metadata_dates=parsed.dates,
        notes=(*renamed, *parsed.notes),
        page_starts=parsed.page_starts,
        record=parsed.record,
        speeches=parsed.speeches,
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
    yield from (fact for fact in parsed.facts if fact.name != "url" or WEB_ADDRESS.match(fact.value))


def is_plain_text(data: bytes, name: str, media_type: str | None = None) -> bool:
    """Tell whether a file is read as plain text or Markdown, ``media_type`` being what it was read as before."""
    plain = (_PLAIN, _MARKDOWN)
    if media_type is not None:
        return any(media_type == each.media_type for each in plain)
    ending = _ending(printable(name))
    named = _BY_SUFFIX.get(ending)
    return _told_by(data) is None and (named in plain or (named is None and not _SUFFIX.fullmatch(ending)))


def check_size(name: str, size: int) -> None:
    """Raise ``ReadError`` where a file of ``size`` bytes is over ``MAX_BYTES``, so that it need not be read at all."""
    if size > MAX_BYTES:
        weight, limit = math.ceil(size / 2**20), MAX_BYTES // 2**20
        raise ReadError(
            f"{printable(name)} is too large: {weight:,} MB, where {limit} MB are the most that can be added."
        )


def _ending(name: str) -> str:
    return PurePath(name).suffix.lower()


def _format(data: bytes, name: str, suffix: str) -> tuple[_Format, tuple[str, ...]]:
    """Return the format to read a file by, with a note where its name says another."""
    told = _told_by(data)
    named = _BY_SUFFIX.get(suffix)
    if named is None and _SUFFIX.fullmatch(suffix):
        raise ReadError(f"{name} is of a kind that cannot be read ({suffix}); {KINDS} can.")
    if named is None or told is None or told is named:
        return named or told or _PLAIN, ()
    return told, (f"The name ends in {suffix}, but the file is {told.one} and was read as one.",)


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
        return _told_by(data) or _PLAIN
    raise ReadError(f"{name} is of a kind that cannot be read ({printable(media_type)}); {KINDS} can.")


def _charset_of(content_type: str) -> str | None:
    """Return the encoding that a header names."""
    from email.message import Message  # here alone: its import takes longer than to read most files

    message = Message()
    message["content-type"] = content_type
    return message.get_content_charset()


def _told_by(data: bytes) -> _Format | None:
    """Return the format that the first bytes of a file show, ``None`` where they could be any text."""
    if data.startswith(b"PK\x03\x04"):
        return _packed(data)
    start = data[:SNIFFED].lstrip(_BEFORE_SIGNATURE)
    if start.startswith(b"%PDF-"):
        return _PDF
    if start.startswith(b"{\\rtf"):
        return _RTF
    if _HTML_OPENING.match(start):
        return _HTML
    if cue := _CUE_OPENING.match(start):
        return _SRT if cue[1] else _VTT
    return _MHTML if _is_saved_page(data[:MOST_HEADERS]) else None


def _packed(data: bytes) -> _Format | None:
    """Return the format of an archive, by its parts; OpenDocument says it in one of a few words."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            if _WORD_PART in archive.namelist():
                return _DOCX
            with archive.open("mimetype") as said:
                return _ODT if said.read(SNIFFED).decode("ascii").strip() == _ODT.media_type else None
    except Exception:  # a damaged archive, or one of another kind: the reader that its name asks for will say so
        return None


def _is_saved_page(data: bytes) -> bool:
    """Tell whether headers open a file that hold parts of one whole, and are no letter's."""
    head = data.replace(b"\r\n", b"\n").partition(b"\n\n")[0].lower()
    if b"mime-version:" not in head:
        return False
    related = b"multipart/related" in head and not any(field in head for field in _MAIL_FIELDS)
    return related or b"snapshot-content-location:" in head
