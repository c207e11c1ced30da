"""HTML: the main text without navigation, read without any network; what the markup states is read by ``metadata``."""

from __future__ import annotations

import re
import sys
from copy import deepcopy
from dataclasses import replace

from trafilatura.utils import load_html

from tracker.ingest import metadata
from tracker.ingest.heads import facts
from tracker.ingest.main_text import main_text
from tracker.ingest.metadata import own, page_dates
from tracker.ingest.plain import Parsed, decode, with_facts
from tracker.ingest.xml import NO_XML, declared_encoding, undeclared
from tracker.models import Basis, DatedWords, DateKind, Fact, ReadError
from tracker.text.dates import absolute, dates

_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]+)", re.IGNORECASE)
_SAVED_FROM = re.compile(r"<!--\s*(?:saved from url=\(\d+\)|Page saved with SingleFile\s+url:\s*)(https?://[^\s>]+)")
_SAVED_ON = re.compile(r"<!--\s*Page saved with SingleFile\s[^>]*?saved date:\s*([^\r\n>]+)")
SAVED_IN = 10_000
"""Characters in which a browser that saves a page says so."""
_REFERENCE = re.compile(r"&#(?:x0*(?P<hex>[0-9a-f]{1,6})|0*(?P<number>\d{1,7}));?", re.IGNORECASE)
_QUOTED = re.compile("=\\s*+(?:\"[^\"]*+\"|'[^']*+')")
_TAG = re.compile("<[a-z](?:[^>=]++|=\\s*+(?:\"[^\"]*+\"|'[^']*+')?+)*+", re.IGNORECASE)
_LONG_TAG = 10_000
"""Characters under which a tag cannot hold too many attributes."""
_MOST_ATTRIBUTES = 2_000
"""Attributes of one tag: a parser compares each with all before it, and no page has a hundredth of them."""


def parse(data: bytes, name: str) -> Parsed:
    """Return the main text, its paragraphs set apart by blank lines, with title, publisher, byline, address and dates.

    Raises ``ReadError`` where the page holds no text.
    """
    decoded, notes = decode(data, name, declared_encoding(data) or _charset(data))
    page = _well_formed(undeclared(decoded), name)
    tree = load_html(page)
    if tree is None and "<" in page:  # one paragraph alone is no page to it
        tree = load_html(f"<html><body>{page}</body></html>")
    if tree is None:
        raise ReadError(f"{name} holds no text that could be read.")
    text, left_out = main_text(deepcopy(tree))
    if not text:
        raise ReadError(f"{name} holds no text that could be read.")
    mine = own(tree)
    printed = [fact if fact.name != "title" else replace(fact, basis=Basis.UNKNOWN) for fact in facts(text)]
    parsed = Parsed(text, dates=(*page_dates(mine), *_saved_on(page)), notes=(*notes, *left_out))
    return with_facts(parsed, (*_saved_from(page), *metadata.facts(mine), *printed))


def _charset(data: bytes) -> str | None:
    found = _CHARSET.search(data[:4096])
    return found[1].decode("ascii", "ignore") if found else None


def _saved_from(page: str) -> tuple[Fact, ...]:
    """Return the address that a browser wrote into a page when it saved it as one file."""
    address = _SAVED_FROM.search(page, 0, SAVED_IN)
    why = "the address that the page was saved from"
    return (Fact("url", address[1], Basis.STATED, address[1], why=why),) if address else ()


def _saved_on(page: str) -> tuple[DatedWords, ...]:
    """Return the day that such a page was saved on, where the browser wrote that too."""
    line = _SAVED_ON.search(page, 0, SAVED_IN)
    for date in dates(line[1]) if line else ():
        day = absolute(date)
        if day:
            why = "the day the page was saved"
            return (DatedWords(DateKind.CAPTURED, day, Basis.STATED, date.span.of(line[1] if line else ""), why=why),)
    return ()


def _well_formed(page: str, name: str) -> str:
    """Return a page without characters that no parser takes; refuse a tag that would keep one busy for minutes."""
    for tag in _TAG.finditer(page):
        if len(tag[0]) > _LONG_TAG and len(_QUOTED.sub("=", tag[0]).split()) > _MOST_ATTRIBUTES:
            raise ReadError(f"{name} holds a tag with more than {_MOST_ATTRIBUTES:,} attributes, as no page has.")
    return NO_XML.sub("", _REFERENCE.sub(_allowed, page))


def _allowed(reference: re.Match[str]) -> str:
    number = int(reference["hex"], 16) if reference["hex"] else int(reference["number"])
    return "" if number > sys.maxunicode or NO_XML.match(chr(number)) else reference[0]
