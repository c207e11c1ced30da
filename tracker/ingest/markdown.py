"""Markdown: the decoded file exactly; a header between ``---`` lines and the first heading tell of the document."""

from __future__ import annotations

import re

from tracker.ingest.heads import facts, is_title
from tracker.ingest.plain import Parsed, decode, with_facts
from tracker.models import Basis, DatedWords, DateKind, Fact, FactName
from tracker.text.dates import absolute, dates

_HEADER = re.compile(r"\A---[ \t]*\r?\n(?P<fields>.*?)^(?:---|\.\.\.)[ \t]*$", re.DOTALL | re.MULTILINE)
_FIELD = re.compile(r"^(?P<key>[A-Za-z][\w -]*?)[ \t]*:[ \t]+(?P<value>\S.*?)[ \t\r]*$", re.MULTILINE)
_HEADING = re.compile(r"^#[ \t]+(?P<title>\S.*?)[ \t]*#*[ \t\r]*$", re.MULTILINE)
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


def parse(data: bytes, name: str) -> Parsed:
    """Return ``data`` decoded, with title, author, publisher, address and dates of its header where it has one.

    The header is read as lines of ``key: value``; lists and nested values are left alone.
    """
    text, notes = decode(data, name)
    header = _HEADER.match(text)
    fields: dict[str, re.Match[str]] = {}
    found: list[DatedWords] = []
    for match in _FIELD.finditer(text, header.start("fields"), header.end("fields")) if header else ():
        key = match["key"].lower().replace("_", "").replace("-", "").replace(" ", "")
        fields.setdefault(key, match)
        if key in _DATE_KEYS:
            found.extend(_dated(match, _DATE_KEYS[key]))
    named = [_fact(name, fields[key]) for name, keys in _FACTS for key in keys if key in fields]
    heading = _HEADING.search(text, header.end() if header else 0)
    if heading and is_title(heading["title"]):
        span = heading.span("title")
        named.append(Fact("title", heading["title"], Basis.INFERRED, heading["title"], *span, "the first heading"))
    return with_facts(Parsed(text, dates=tuple(found), notes=notes), (*named, *facts(text)))


def _fact(name: FactName, field: re.Match[str]) -> Fact:
    value, words = unquoted(field["value"]), field["value"]
    return Fact(name, value, Basis.STATED, words, *field.span("value"), f"the header's “{field['key']}”")


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
