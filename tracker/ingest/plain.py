"""Plain text and Markdown: bytes decoded without a silent guess, and what the first lines show of title and byline.

Other formats give their text in the same way (``Parsed``), and write tables, block quotations and what was left out
alike: Word, OpenDocument and rich text are read as their programs show them when every change is accepted."""

from __future__ import annotations

import codecs
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from tracker.ingest.heads import FEWEST_WORDS, facts, is_title
from tracker.models import Basis, DatedWords, DateKind, Fact, FactName, ReadError, RecordKind, Speech
from tracker.text.dates import absolute, dates
from tracker.text.layout import file_header


@dataclass(frozen=True, slots=True)
class Parsed:
    """The text and the facts a file shows; blanks where it shows none.

    ``page_starts`` are the places in the text where its pages begin, for a format that has pages. ``record`` is the
    kind of record a format of its own makes of the text (subtitles, a parliament's XML). ``speeches`` are those of a
    format that says who speaks. ``facts`` tell where title, publisher, byline and address come from.
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
    facts: tuple[Fact, ...] = ()


WEB_ADDRESS = re.compile(r"https?://[^\s/]", re.IGNORECASE)
"""What a page may link to; a document can name any address as its own, “javascript:…” among them."""
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
UTF_8, WINDOWS_1252 = "utf-8", "windows-1252"
_SPOILT = re.compile(
    "\u00e2(?:\u20ac.|[\x80-\x9f].)|[\u00c3\u00c2][\x80-\xbf\u20ac\u201a\u0192\u201e\u2026\u2020\u2021\u02c6\u2030\u0160\u2039\u0152\u017d\u2018\u2019\u201c\u201d\u2022\u2013\u2014\u02dc\u2122\u0161\u203a\u0153\u017e\u0178]"
)
"""UTF-8 that was read as Windows-1252 or ISO 8859-1: "â€™" for an apostrophe, "Ã©" for é, "Â£" for £."""
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
    """Return the text of ``data`` and notes on its encoding; characters that were spoilt on the way here are mended.

    ``declared`` is the label of an encoding that the file names itself. Raises ``ReadError`` where ``data`` is no text:
    a known binary signature, NUL characters, too many control characters, or bytes that no tried encoding allows.
    """
    kind = next((kind for signature, kind in _SIGNATURES if data.startswith(signature)), None)
    if kind:
        raise ReadError(f"{name} is {kind}, not text; choose a file that holds text.")
    text, notes = _decoded(data, name, declared)
    if "\x00" in text or len(_CONTROL.findall(text)) > MOST_CONTROL * len(text):
        raise ReadError(f"{name} is a binary file, not text; choose a file that holds text.")
    mended, note = _mended(text)
    return mended, (*notes, *note)


def _decoded(data: bytes, name: str, declared: str | None) -> tuple[str, tuple[str, ...]]:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            try:
                return data[len(mark) :].decode(encoding), ()
            except UnicodeDecodeError:
                raise ReadError(f"{name} begins as {encoding.upper()} text but breaks off or is damaged.") from None
    if b"\x00" in data:
        raise ReadError(f"{name} is a binary file, not text; choose a file that holds text.")
    label, named = _declared(declared)
    try:
        other = named not in (None, UTF_8) and not data.isascii()
        note = f"The file calls its encoding {label}, but it is UTF-8 and was read so."
        return data.decode(UTF_8), (note,) if other else ()
    except UnicodeDecodeError:
        pass
    if named not in (None, UTF_8, WINDOWS_1252):
        text = _as_declared(data, named)
        if text is not None:
            return text, ()
    try:
        return data.decode("cp1252"), _notes(label, named)
    except UnicodeDecodeError:
        raise ReadError(f"{name} is not text in UTF-8 or Windows-1252; save it as UTF-8 and add it again.") from None


def marked(data: bytes, label: str | None) -> bytes:
    """Return text as UTF-8 with its mark, which overrules what it says of its own encoding.

    ``label`` is the encoding that a header beside the text names. Bytes come back as they are where there is none that
    the web knows, where they begin with a mark, or where they are not so encoded.
    """
    known = label and not data.startswith(tuple(mark for mark, _ in _MARKS))
    text = _as_declared(data, label) if known else None
    return data if text is None else codecs.BOM_UTF8 + text.encode()


def _declared(label: str | None) -> tuple[str, str | None]:
    """Return an encoding's label as printed and the name the web has for it (Encoding Standard, section 4.2).

    ``iso-8859-1`` and ``us-ascii`` mean Windows-1252; a page that names UTF-16 in plain ASCII is UTF-8; what the
    standard does not know is no encoding.
    """
    if not label:
        return "", None
    import webencodings  # a page that names its encoding comes now and then

    found = webencodings.lookup(label)
    name = found.name if found else None
    return label, UTF_8 if name in ("utf-16le", "utf-16be") else WINDOWS_1252 if name == "x-user-defined" else name


def _notes(label: str, encoding: str | None) -> tuple[str, ...]:
    if encoding == WINDOWS_1252:
        plain = label.lower().replace("_", "-") in ("windows-1252", "cp1252", "x-cp1252")
        return () if plain else (f"The file calls its encoding {label}; it was read as Windows-1252, as browsers do.",)
    return ("This file is not valid UTF-8; it was read as Windows-1252.",)


def _as_declared(data: bytes, encoding: str | None) -> str | None:
    """Return the text in an encoding by one of the web's names for it, or ``None`` where it does not fit.

    Escapes of some encodings make surrogates, which are no characters and which nothing can store.
    """
    import webencodings

    found = webencodings.lookup(encoding or "")
    try:
        text = str(found.codec_info.decode(data, "strict")[0]) if found else None
        if text is not None:
            text.encode(UTF_8)
        return text
    except (LookupError, UnicodeError):
        return None


def _mended(text: str) -> tuple[str, tuple[str, ...]]:
    """Return a text with characters mended that were UTF-8 and were read as something else, and a note where any was.

    Quotation marks stay as they are, and so does everything else that only looks unusual.
    """
    spoilt = _SPOILT.search(text)
    if spoilt is None:
        return text, ()
    import ftfy  # few files need it

    settings = ftfy.TextFixerConfig(
        unescape_html=False, remove_terminal_escapes=False, fix_latin_ligatures=False, fix_character_width=False,
        uncurl_quotes=False, fix_line_breaks=False, fix_surrogates=False, remove_control_chars=False,
        normalization=None,
    )  # fmt: skip
    lines = text.splitlines(keepends=True)
    mended = [ftfy.fix_text(line, settings) if _SPOILT.search(line) else line for line in lines]
    changed = sum(one != other for one, other in zip(lines, mended, strict=True))
    if not changed:
        return text, ()
    places = "one line" if changed == 1 else f"{changed:,} lines"
    note = f"Characters spoilt by a wrong encoding, as in “{spoilt[0]}”, were mended in {places}; the original is kept."
    return "".join(mended), (note,)


def parse(data: bytes, name: str) -> Parsed:
    """Return ``data`` decoded, newlines and blanks kept, with what its head shows."""
    text, notes = decode(data, name)
    return described(text, notes)


def described(text: str, notes: tuple[str, ...] = (), titled: Sequence[str] = ()) -> Parsed:
    """Return ``text`` with the title, publisher and byline its first lines show, each ``None`` where they show none.

    ``titled`` are paragraphs whose style is that of a title; the first goes before what the lines show.
    """
    found = facts(text)
    words = next((words.strip() for words in titled if is_title(words.strip())), "")
    at = text.find(words)
    if words and at >= 0:
        value = " ".join(words.split())
        found = (Fact("title", value, Basis.STATED, words, at, at + len(words), "its style is a title's"), *found)
    return with_facts(Parsed(text, notes=notes), found)


def with_facts(parsed: Parsed, found: Iterable[Fact]) -> Parsed:
    """Return what was parsed with facts behind those it has; the first of each name that is known counts."""
    every = (*parsed.facts, *found)
    first: dict[FactName, str] = {}
    for fact in every:
        if fact.basis is not Basis.UNKNOWN:
            first.setdefault(fact.name, fact.value)
    return replace(
        parsed,
        facts=every,
        title=first.get("title"),
        publisher=first.get("publisher"),
        byline=first.get("byline"),
        url=first.get("url"),
    )


_QUOTES = frozenset(("quote", "intensequote", "blocktext", "blockquote", "quotations"))
"""Styles of block quotations, by their names in lower case without blanks."""


def is_quote_style(name: str) -> bool:
    """Tell whether a paragraph style is that of block quotations; OpenDocument writes a blank in a name as "_20_".

    >>> is_quote_style("Intense Quote"), is_quote_style("Block_20_Text"), is_quote_style("Heading 1")
    (True, True, False)
    """
    return "".join(name.replace("_20_", "").split()).lower() in _QUOTES


def as_quote(words: str) -> str:
    """Return a paragraph of a block quotation as it is written: on one line, after ">"."""
    return f"> {' '.join(words.split())}"


def with_bases(name: str | None, based_on: Mapping[str | None, str | None]) -> list[str]:
    """Return a style and those that it is based on, the nearest first."""
    found: list[str] = []
    while name is not None and name not in found:
        found.append(name)
        name = based_on.get(name)
    return found


def table_text(rows: Sequence[Sequence[Sequence[str]]]) -> Iterator[str]:
    """Yield a table, given as the paragraphs of each cell, as lines of cells; one of a single column frames them."""
    if all(len(row) < 2 for row in rows):
        yield from (paragraph for row in rows for cell in row for paragraph in cell)
    else:
        yield "\n".join("\t".join(on_one_line(cell) for cell in row) for row in rows)


def on_one_line(paragraphs: Iterable[str]) -> str:
    """Return the paragraphs of a cell or a note on one line."""
    return " ".join(" ".join(paragraphs).split())


def blocks_text(blocks: Iterable[str]) -> str:
    """Return paragraphs and tables as one text, set apart by blank lines; those without words are left out."""
    return "\n\n".join(block for block in blocks if block.strip("> \t\n"))


class LeftOut(StrEnum):
    """What a reader leaves out of a text, as people are told; what is counted is told with its number."""

    DELETION = "tracked deletion"
    COMMENT = "comment"
    EMBEDDED = "embedded document"
    HIDDEN = "hidden text"
    STRUCK = "struck-out words"
    MARGINS = "headers and footers"
    CHANGE = "tracked change"
    """Read as if it was accepted: nothing is left out by it."""


_COUNTED = (LeftOut.DELETION, LeftOut.COMMENT, LeftOut.EMBEDDED)
_UNCOUNTED = (LeftOut.HIDDEN, LeftOut.STRUCK, LeftOut.MARGINS)


def left_out_notes(left_out: Counter[LeftOut]) -> Iterator[str]:
    """Yield the sentences that say what was left out of a text."""
    if left_out[LeftOut.CHANGE] or left_out[LeftOut.DELETION]:
        yield "The file holds tracked changes; it was read as if all of them were accepted."
    kinds = [f"{left_out[kind]} {kind}{'s' if left_out[kind] > 1 else ''}" for kind in _COUNTED if left_out[kind]]
    kinds += [kind for kind in _UNCOUNTED if left_out[kind]]
    if kinds:
        yield f"Left out of the text: {listed(kinds)}."


def listed(parts: list[str]) -> str:
    """Return what was left out as words of a sentence: "a, b and c"."""
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"


_FIELD = re.compile(r"^(?P<key>[A-Za-z][\w -]*?)[ \t]*[:=][ \t]+(?P<value>\S.*?)[ \t\r]*$", re.MULTILINE)
_HEADING = re.compile(
    r"^#[ \t]+(?P<title>\S.*?)[ \t]*#*[ \t\r]*$(?P<below>\s*##[ \t]+\S+(?:[ \t]+\S+){3,})?", re.MULTILINE
)
"""A first heading, and one of some words right below it: then a short one behind a menu is the site's name."""
_DOUBLE = re.compile(r'"(?:[^"\\]|\\.)*"')
_SINGLE = re.compile(r"'(?:[^']|'')*'")
_DATE_KEYS = {
    "date": DateKind.PUBLISHED,
    "published": DateKind.PUBLISHED,
    "publishdate": DateKind.PUBLISHED,
    "updated": DateKind.UPDATED,
    "modified": DateKind.UPDATED,
    "lastmod": DateKind.UPDATED,
    "accessed": DateKind.CAPTURED,
    "retrieved": DateKind.CAPTURED,
}


_FACTS: tuple[tuple[FactName, tuple[str, ...]], ...] = (
    ("title", ("title", "headline")),
    ("byline", ("author", "byline", "authors")),
    ("publisher", ("publisher", "source", "publication")),
    ("url", ("url", "link", "canonical", "sourceurl", "permalink")),
)
"""The keys of a header that tell each fact, the surest first."""


def parse_markdown(data: bytes, name: str) -> Parsed:
    """Return ``data`` decoded, with title, author, publisher, address and dates of its header where it has one.

    The header is read as lines of ``key: value`` or ``key = value``; lists and nested values are left alone. Where a
    key of publishers holds an address, that is the page's.
    """
    text, notes = decode(data, name)
    header = file_header(text)
    fields: dict[str, re.Match[str]] = {}
    found: list[DatedWords] = []
    for match in _FIELD.finditer(text, 0, header):
        key = match["key"].lower().replace("_", "").replace("-", "").replace(" ", "")
        fields.setdefault(key, match)
        if key in _DATE_KEYS:
            found.extend(_dated(match, _DATE_KEYS[key]))
    named = [_header_fact(name, fields[key]) for name, keys in _FACTS for key in keys if key in fields]
    heading = _HEADING.search(text, header)
    above = text[header : heading.start()].strip() if heading else ""
    title, below = heading.group("title", "below") if heading else ("", None)
    site = above and below and len(title.split()) < FEWEST_WORDS
    if heading and not site and is_title(title):
        named.append(Fact("title", title, Basis.INFERRED, title, *heading.span("title"), "the first heading"))
    printed = (fact for fact in facts(text) if fact.start is None or fact.start >= header)
    return with_facts(Parsed(text, dates=tuple(found), notes=notes), (*named, *printed))


def _header_fact(name: FactName, field: re.Match[str]) -> Fact:
    key, words = field.group("key", "value")
    name = "url" if name == "publisher" and WEB_ADDRESS.match(unquoted(words)) else name
    return Fact(name, unquoted(words), Basis.STATED, words, *field.span("value"), f"the header's “{key}”")


def unquoted(scalar: str) -> str:
    """Return what a scalar of YAML says: marks around the whole of it are none of its own.

    >>> unquoted("'Rao''s view'"), unquoted("'Not armed', says Rao")
    ("Rao's view", "'Not armed', says Rao")
    """
    if _DOUBLE.fullmatch(scalar):
        return scalar[1:-1].replace('\\"', '"').replace("\\\\", "\\")
    return scalar[1:-1].replace("''", "'") if _SINGLE.fullmatch(scalar) else scalar


def _dated(match: re.Match[str], kind: DateKind) -> list[DatedWords]:
    for date in dates(match["value"]):
        value = absolute(date)
        if value:
            start = match.start("value") + date.span.start
            end = match.start("value") + date.span.end
            words = match.string[start:end]
            why = f"the header's “{match['key']}”"
            return [DatedWords(kind, value, Basis.STATED, words, start, end, date.precision, why=why)]
    return []
