"""Plain text: bytes decoded without a silent guess, and the title, publisher and byline that the first lines show."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from tracker.models import DatedWords, ReadError, RecordKind, Span, Speech
from tracker.text.dates import dates
from tracker.text.layout import dateline, is_headline, lines, shape, unwrapped


@dataclass(frozen=True, slots=True)
class Parsed:
    """The text and the facts a file shows; blanks where it shows none.

    ``page_starts`` are the places in the text where its pages begin, for a format that has pages. ``record`` is the
    kind of record a format of its own makes of the text (subtitles, a parliament's XML). ``speeches`` are those of a
    format that says who speaks.
    """

    text: str
    title: str | None = None
    publisher: str | None = None
    byline: str | None = None
    url: str | None = None
    dates: tuple[DatedWords, ...] = ()
    notes: tuple[str, ...] = ()
    page_starts: tuple[int, ...] = ()
    record: RecordKind | None = None
    speeches: tuple[Speech, ...] = ()


MOST_CONTROL = 0.01
"""The largest share of control characters in text. Real text has next to none; random bytes read as Windows-1252 have
a tenth, and pictures and programs more."""

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x19\x1b-\x1f\x7f]")
_SIGNATURES = (
    (b"%PDF-", "a PDF"),
    (b"PK\x03\x04", "a ZIP archive (as .docx and .xlsx are)"),
    (b"\xd0\xcf\x11\xe0", "an old Office file"),
    (b"\x89PNG", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF8", "a GIF picture"),
    (b"\x7fELF", "a program"),
    (b"MZ\x90", "a program"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"SQLite format 3", "a database"),
)


def decode(data: bytes, name: str, declared: str | None = None) -> tuple[str, tuple[str, ...]]:
    """Return the text of ``data`` and notes on its encoding.

    ``declared`` is an encoding that the file names itself. Raises ``ReadError`` where ``data`` is no text: a known
    binary signature, NUL characters, too many control characters, or bytes that no tried encoding allows.
    """
    kind = next((kind for signature, kind in _SIGNATURES if data.startswith(signature)), None)
    if kind:
        raise ReadError(f"{name} is {kind}, not text; choose a file that holds text.")
    text, notes = _decoded(data, name, declared)
    if "\x00" in text or len(_CONTROL.findall(text)) > MOST_CONTROL * len(text):
        raise ReadError(f"{name} is a binary file, not text; choose a file that holds text.")
    return text, notes


def _decoded(data: bytes, name: str, declared: str | None) -> tuple[str, tuple[str, ...]]:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            try:
                return data[len(mark) :].decode(encoding), ()
            except UnicodeDecodeError:
                raise ReadError(f"{name} begins as {encoding.upper()} text but breaks off or is damaged.") from None
    if b"\x00" in data:
        raise ReadError(f"{name} is a binary file, not text; choose a file that holds text.")
    declared_text = _as_declared(data, declared)
    if declared_text is not None:
        return declared_text, ()
    try:
        return data.decode("utf-8"), ()
    except UnicodeDecodeError:
        pass
    try:
        return data.decode("cp1252"), ("This file is not valid UTF-8; it was read as Windows-1252.",)
    except UnicodeDecodeError:
        raise ReadError(f"{name} is not text in UTF-8 or Windows-1252; save it as UTF-8 and add it again.") from None


def _as_declared(data: bytes, declared: str | None) -> str | None:
    """Return the text in the encoding the file names, or ``None`` where that is unknown, or does not fit.

    Escapes of some encodings make surrogates, which are no characters and which nothing can store.
    """
    if not declared:
        return None
    try:
        text = data.decode(declared)
        text.encode("utf-8")
        return text
    except (LookupError, UnicodeError):
        return None


HEAD_LINES = 6
"""Title, masthead, byline and date stand among the first lines that hold anything; below begins the body."""

_BYLINE_OPENING = re.compile(r"^(?:[-–—•*]\s*)?(?:(?:written|reported|words|story|posted)\s+)?by:?\s+", re.IGNORECASE)


def parse(data: bytes, name: str) -> Parsed:
    """Return ``data`` decoded, newlines and blanks kept, with what its head shows."""
    text, notes = decode(data, name)
    return described(text, notes)


def described(text: str, notes: tuple[str, ...] = ()) -> Parsed:
    """Return ``text`` with the title, publisher and byline its first lines show, each ``None`` where they show none."""
    title = publisher = byline = None
    whole = unwrapped(text).text
    every = lines(whole)
    for number, line in enumerate(every[:HEAD_LINES]):
        words = line.of(whole)
        kind = shape(words)
        if kind is None and _is_date(words):
            continue
        after = every[number + 1] if number + 1 < len(every) else None
        if kind == "masthead":
            publisher = publisher or words
        elif kind == "byline":
            byline = byline or _BYLINE_OPENING.sub("", words).rstrip(".")
        elif kind is None and title is None and after and is_headline(whole, line, after):
            title = words
        elif kind is None:
            opening = dateline(words)
            publisher = publisher or (opening["agency"] if opening else None)
            break
    return Parsed(text, title, publisher, byline, notes=notes)


def _is_date(line: str) -> bool:
    """Whether a line is a date and nothing else ("9 September 2024"), which is no title."""
    return any(date.span == Span(0, len(line)) for date in dates(line))
