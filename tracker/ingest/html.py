"""HTML: the main text without navigation, and the facts a page's markup states, read without any network.

Dates come from what the page says of itself, in this order: schema.org's ``datePublished`` and ``dateModified``,
``article:published_time`` and its kin, and only then what htmldate finds elsewhere in the markup. Each keeps its
source in ``why``; ``og:updated_time`` is an update and never the day of publication.
"""

from __future__ import annotations

import json
import logging
import re
import sys
from collections.abc import Iterator
from copy import deepcopy
from datetime import datetime
from typing import Any

import htmldate
import trafilatura
from trafilatura.utils import load_html

from tracker.ingest.main_text import main_text
from tracker.ingest.plain import Parsed, decode
from tracker.models import Basis, DatedWords, DateKind, ReadError
from tracker.text.dates import absolute, dates

LAST_DAY = "2099-12-31"
"""htmldate would take today's clock for the last possible day; the same bytes shall always read the same."""

_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]+)", re.IGNORECASE)
_XML_ENCODING = re.compile(rb"\A\s*<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([\w.:-]+)", re.IGNORECASE)
_XML_OPENING = re.compile(r"\A\s*<\?xml[^>]*\?>")
_DAY = re.compile(r"\s*((?:1[5-9]|20)\d\d-\d\d-\d\d)")
_META_DATES = {
    "article:published_time": DateKind.PUBLISHED,
    "og:published_time": DateKind.PUBLISHED,
    "og:article:published_time": DateKind.PUBLISHED,
    "datepublished": DateKind.PUBLISHED,
    "date": DateKind.PUBLISHED,
    "dc.date": DateKind.PUBLISHED,
    "dc.date.issued": DateKind.PUBLISHED,
    "dcterms.issued": DateKind.PUBLISHED,
    "dcterms.date": DateKind.PUBLISHED,
    "citation_publication_date": DateKind.PUBLISHED,
    "parsely-pub-date": DateKind.PUBLISHED,
    "sailthru.date": DateKind.PUBLISHED,
    "article:modified_time": DateKind.UPDATED,
    "og:updated_time": DateKind.UPDATED,
    "datemodified": DateKind.UPDATED,
    "dcterms.modified": DateKind.UPDATED,
    "last-modified": DateKind.UPDATED,
}
_LD_DATES = {"datePublished": DateKind.PUBLISHED, "dateModified": DateKind.UPDATED}
_LD_ARTICLE = re.compile(r"Article|Posting|Report|WebPage|CreativeWork|Claim")
_SAVED_FROM = re.compile(r"<!--\s*(?:saved from url=\(\d+\)|Page saved with SingleFile\s+url:\s*)(https?://[^\s>]+)")
_SAVED_ON = re.compile(r"<!--\s*Page saved with SingleFile\s[^>]*?saved date:\s*([^\r\n>]+)")
SAVED_IN = 10_000
"""Characters in which a browser that saves a page says so."""
_REFERENCE = re.compile(r"&#(?:x0*(?P<hex>[0-9a-f]{1,6})|0*(?P<number>\d{1,7}));?", re.IGNORECASE)
_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0 (2.2, Char) leaves out, and lxml refuses; a page may hold it, for a browser drops it."""
_QUOTED = re.compile("=\\s*+(?:\"[^\"]*+\"|'[^']*+')")
_TAG = re.compile("<[a-z](?:[^>=]++|=\\s*+(?:\"[^\"]*+\"|'[^']*+')?+)*+", re.IGNORECASE)
_LONG_TAG = 10_000
"""Characters under which a tag cannot hold too many attributes."""
_MOST_ATTRIBUTES = 2_000
"""Attributes of one tag: a parser compares each with all before it, and no page has a hundredth of them."""
_SITE_NAMES = ("og:site_name", "dc.publisher", "dcterms.publisher", "citation_publisher", "publisher")

for _library in ("trafilatura", "htmldate"):
    logging.getLogger(_library).addHandler(logging.NullHandler())


def parse(data: bytes, name: str) -> Parsed:
    """Return the main text, its paragraphs set apart by blank lines, with title, publisher, byline, address and dates.

    Raises ``ReadError`` where the page holds no text.
    """
    declared = _XML_ENCODING.search(data) or _CHARSET.search(data[:4096])
    decoded, notes = decode(data, name, declared[1].decode("ascii", "ignore") if declared else None)
    page = _well_formed(_XML_OPENING.sub("", decoded), name)
    tree = load_html(page)
    if tree is None:
        raise ReadError(f"{name} holds no text that could be read.")
    facts = trafilatura.extract_metadata(page, date_config=_date_options(), extensive=False)
    linked = list(_linked_data(tree))
    text, left_out = main_text(deepcopy(tree))
    if not text:
        raise ReadError(f"{name} holds no text that could be read.")
    return Parsed(
        text=text,
        title=_clean(facts.title),
        publisher=_publisher(tree, linked),
        byline=_clean(facts.author),
        url=_saved_from(page) or _clean(facts.url),
        dates=(*_dates(tree, page, linked), *_saved_on(page)),
        notes=(*notes, *left_out),
    )


def _saved_from(page: str) -> str | None:
    """Return the address that a browser wrote into a page when it saved it as one file."""
    address = _SAVED_FROM.search(page, 0, SAVED_IN)
    return address[1] if address else None


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
    return _NO_XML.sub("", _REFERENCE.sub(_allowed, page))


def _allowed(reference: re.Match[str]) -> str:
    number = int(reference["hex"], 16) if reference["hex"] else int(reference["number"])
    return "" if number > sys.maxunicode or _NO_XML.match(chr(number)) else reference[0]


def _date_options() -> dict[str, Any]:
    return {"original_date": True, "extensive_search": False, "max_date": LAST_DAY}


def _dates(tree: Any, page: str, linked: list[dict[str, Any]]) -> tuple[DatedWords, ...]:
    found: dict[tuple[DateKind, str], DatedWords] = {}
    for kind, words, source in _stated(tree, linked):
        day = _DAY.match(words)
        if day and _exists(day[1]):
            dated = DatedWords(kind, day[1], Basis.STATED, _clean(words) or day[1], why=source)
            found.setdefault((kind, day[1]), dated)
    if not any(kind is DateKind.PUBLISHED for kind, _ in found):
        day_found = htmldate.find_date(page, **_date_options())
        if day_found and not any(day_found == value for _, value in found):
            why = "found in the page's markup, which does not say what it dates"
            found[DateKind.PUBLISHED, day_found] = DatedWords(
                DateKind.PUBLISHED, day_found, Basis.INFERRED, day_found, why=why
            )
    return tuple(found.values())


def _stated(tree: Any, linked: list[dict[str, Any]]) -> Iterator[tuple[DateKind, str, str]]:
    """Yield kind, words and source of every date the markup states, the surest source first."""
    for block in linked:
        for key, kind in _LD_DATES.items():
            if isinstance(block.get(key), str) and _LD_ARTICLE.search(str(block.get("@type", "Article"))):
                yield kind, block[key], f"the page's schema.org {key}"
    for meta in tree.iter("meta"):
        key = str(meta.get("property") or meta.get("name") or meta.get("itemprop") or "").lower()
        if key in _META_DATES:
            yield _META_DATES[key], str(meta.get("content", "")), f"the page's meta tag {key}"
    for time in tree.iter("time"):
        named = str(time.get("itemprop") or "").lower()
        if named in _META_DATES or time.get("pubdate") is not None:
            kind = _META_DATES.get(named, DateKind.PUBLISHED)
            yield kind, str(time.get("datetime", "")), f"the page's time tag {named or 'pubdate'}"


def _linked_data(tree: Any) -> Iterator[dict[str, Any]]:
    """Yield the objects of the page's JSON-LD, outermost first; broken blocks are passed over."""
    for script in tree.iter("script"):
        if "ld+json" not in str(script.get("type", "")):
            continue
        try:
            waiting = [json.loads(script.text or "")]
        except (ValueError, RecursionError):
            continue
        while waiting:
            value = waiting.pop(0)
            if isinstance(value, list):
                waiting.extend(value)
            elif isinstance(value, dict):
                yield value
                waiting.extend(value.get(key) for key in ("@graph", "mainEntity", "mainEntityOfPage"))


def _publisher(tree: Any, linked: list[dict[str, Any]]) -> str | None:
    for block in linked:
        publisher = block.get("publisher")
        if isinstance(publisher, dict) and isinstance(publisher.get("name"), str):
            return _clean(publisher["name"])
    named = {str(meta.get("property") or meta.get("name")).lower(): meta.get("content") for meta in tree.iter("meta")}
    return next((_clean(named[key]) for key in _SITE_NAMES if named.get(key)), None)


def _exists(day: str) -> bool:
    try:
        datetime.strptime(day, "%Y-%m-%d")
    except ValueError:
        return False
    return True


def _clean(words: object) -> str | None:
    """Return words of the markup on one line; JSON can escape surrogates, which are no characters."""
    return _NO_XML.sub("", " ".join(str(words).split())) or None if words else None
