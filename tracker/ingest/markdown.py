"""Markdown: the decoded file exactly; a header between ``---`` lines and the first heading tell of the document."""

from __future__ import annotations

import re
from dataclasses import replace

from tracker.ingest.plain import Parsed, decode, described
from tracker.models import Basis, DatedWords, DateKind
from tracker.text.dates import absolute, dates

_HEADER = re.compile(r"\A---[ \t]*\r?\n(?P<fields>.*?)^(?:---|\.\.\.)[ \t]*$", re.DOTALL | re.MULTILINE)
_FIELD = re.compile(r"^(?P<key>[A-Za-z][\w -]*?)[ \t]*:[ \t]+(?P<value>\S.*?)[ \t\r]*$", re.MULTILINE)
_HEADING = re.compile(r"^#[ \t]+(?P<title>\S.*?)[ \t]*#*[ \t\r]*$", re.MULTILINE)
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


def parse(data: bytes, name: str) -> Parsed:
    """Return ``data`` decoded, with title, author, publisher, address and dates of its header where it has one.

    The header is read as lines of ``key: value``; lists and nested values are left alone.
    """
    text, notes = decode(data, name)
    header = _HEADER.match(text)
    fields: dict[str, str] = {}
    found: list[DatedWords] = []
    for match in _FIELD.finditer(text, header.start("fields"), header.end("fields")) if header else ():
        key = match["key"].lower().replace("_", "").replace("-", "").replace(" ", "")
        fields.setdefault(key, match["value"].strip("\"'"))
        if key in _DATE_KEYS:
            found.extend(_dated(match, _DATE_KEYS[key]))
    heading = _HEADING.search(text, header.end() if header else 0)
    plain = described(text, notes) if not header else Parsed(text, notes=notes)
    title = plain.title.lstrip("# ") if plain.title else None
    return replace(
        plain,
        title=fields.get("title") or (heading["title"] if heading else title),
        byline=fields.get("author") or fields.get("byline") or plain.byline,
        publisher=fields.get("publisher") or fields.get("source") or plain.publisher,
        url=fields.get("url") or fields.get("link") or fields.get("canonical"),
        dates=tuple(found),
    )


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
