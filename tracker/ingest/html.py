"""HTML: the main text without navigation, read without any network; what the markup states is read by ``metadata``."""

from __future__ import annotations

import re
import sys
from dataclasses import replace

import trafilatura
from trafilatura.utils import load_html

from tracker.ingest import metadata
from tracker.ingest.heads import facts
from tracker.ingest.metadata import date_options, own, page_dates
from tracker.ingest.plain import Parsed, decode, with_facts
from tracker.models import Basis, ReadError

_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]+)", re.IGNORECASE)
_XML_ENCODING = re.compile(rb"\A\s*<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([\w.:-]+)", re.IGNORECASE)
_XML_OPENING = re.compile(r"\A\s*<\?xml[^>]*\?>")
_REFERENCE = re.compile(r"&#(?:x0*(?P<hex>[0-9a-f]{1,6})|0*(?P<number>\d{1,7}));?", re.IGNORECASE)
_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0 (2.2, Char) leaves out, and lxml refuses; a page may hold it, for a browser drops it."""
_QUOTED = re.compile("=\\s*+(?:\"[^\"]*+\"|'[^']*+')")
_TAG = re.compile("<[a-z](?:[^>=]++|=\\s*+(?:\"[^\"]*+\"|'[^']*+')?+)*+", re.IGNORECASE)
_LONG_TAG = 10_000
"""Characters under which a tag cannot hold too many attributes."""
_MOST_ATTRIBUTES = 2_000
"""Attributes of one tag: a parser compares each with all before it, and no page has a hundredth of them."""
_Q = re.compile(r"<q(?:\s[^<>]*)?>", re.IGNORECASE)
_Q_END = re.compile(r"</q\s*>", re.IGNORECASE)


def parse(data: bytes, name: str) -> Parsed:
    """Return the main text, its paragraphs set apart by blank lines, with title, publisher, byline, address and dates.

    Raises ``ReadError`` where the page holds no text.
    """
    declared = _XML_ENCODING.search(data) or _CHARSET.search(data[:4096])
    decoded, notes = decode(data, name, declared[1].decode("ascii", "ignore") if declared else None)
    page = _well_formed(_XML_OPENING.sub("", decoded), name)
    tree = load_html(page)
    text = _main_text(page)
    if tree is None or not text:
        raise ReadError(f"{name} holds no text that could be read.")
    mine = own(tree)
    printed = [fact if fact.name != "title" else replace(fact, basis=Basis.UNKNOWN) for fact in facts(text)]
    stated = metadata.facts(mine)
    return with_facts(Parsed(text, dates=page_dates(mine), notes=notes), (*stated, *printed))


def _well_formed(page: str, name: str) -> str:
    """Return a page without characters that no parser takes; refuse a tag that would keep one busy for minutes."""
    for tag in _TAG.finditer(page):
        if len(tag[0]) > _LONG_TAG and len(_QUOTED.sub("=", tag[0]).split()) > _MOST_ATTRIBUTES:
            raise ReadError(f"{name} holds a tag with more than {_MOST_ATTRIBUTES:,} attributes, as no page has.")
    return _NO_XML.sub("", _REFERENCE.sub(_allowed, page))


def _allowed(reference: re.Match[str]) -> str:
    number = int(reference["hex"], 16) if reference["hex"] else int(reference["number"])
    return "" if number > sys.maxunicode or _NO_XML.match(chr(number)) else reference[0]


def _main_text(page: str) -> str:
    """Return the paragraphs of the main text; rows of a table stay on neighbouring lines.

    A ``<q>`` becomes the quotation marks that browsers draw around it.
    """
    page = _Q_END.sub("”", _Q.sub("“", page))
    found = trafilatura.extract(
        page, include_comments=False, include_tables=True, date_extraction_params=date_options()
    )
    lines = [line.strip() for line in (found or trafilatura.html2txt(page) or "").splitlines() if line.strip()]
    text = ""
    for before, line in zip(["", *lines], lines, strict=False):
        rows = before.startswith("|") and line.startswith("|")
        text += f"{'' if not text else chr(10) if rows else chr(10) * 2}{line}"
    return text
