"""What the markup of a page states of it: title, publisher, authors, address and dates, with their words and source.

The surest source goes first: schema.org in JSON-LD, meta tags, schema.org in attributes (microdata), headings. What
belongs to readers' comments, to other articles or to the site's furniture is not the page's. Dates are read by the
grammar that reads prose, so that 03/04/2020 has two readings here as well; one moment told in two zones is one date,
that of the page's own zone. Only where nothing is stated does htmldate look for a date, which then is inferred.
"""

from __future__ import annotations

import copy
import json
import logging
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC
from functools import cache
from typing import Any, Final, cast

import htmldate
from lxml.html import tostring

from tracker.ingest.heads import heading_of, is_title, kind_of, names_page, without_site
from tracker.ingest.xml import NO_XML
from tracker.models import Basis, DatedWords, DateKind, Fact, FactName, Precision
from tracker.text.dates import absolute, dates, moment, other_order
from tracker.text.layout import names_publisher, shape
from tracker.text.lexicon import rows

LAST_DAY: Final = "2099-12-31"
"""htmldate would take today's clock for the last possible day; the same bytes shall always read the same."""
LONGEST_FACT: Final = 400
"""Characters of a title or a name; a longer one is a text that stands in the wrong place."""

_LD_DATES: Final = {"datePublished": DateKind.PUBLISHED, "dateModified": DateKind.UPDATED}
_LD_ARTICLE: Final = re.compile(r"Article|Posting|Report|WebPage|CreativeWork|Claim|Publication|Dataset|Legislation")
_OTHERS: Final = re.compile(
    r"(?:user|reader)?[-_]?(?:comments?|repl(?:y|ies)|respond|disqus|discussion)(?:[-_].*)?"
    r"|.*[-_](?:comments?|repl(?:y|ies))(?:[-_](?:list|area|body|item|section|thread|meta|time|date|author|content))?"
    r"|related.*|recommend.*|sidebar.*|most[-_](?:read|popular|viewed).*|trending.*|teasers?|promo.*",
    re.IGNORECASE,
)
"""Classes and ids of what is not the page's own: readers' comments, and other articles."""
_OTHERS_TAGS: Final = ("nav", "aside", "footer")
_OTHERS_TYPES: Final = re.compile(r"/(?:User)?Comments?$|/Review$|/Answer$")
_MONTH: Final = re.compile(r"(?:1[5-9]|20)\d\d(?:-(?:0[1-9]|1[0-2]))?")
_BY: Final = re.compile(r"^(?:by|written by|author)\s*:?\s+", re.IGNORECASE)
_HEADING: Final = "the page's heading"
_TITLE_TAG: Final = "the page's title tag"
_NOBODY: Final = frozenset(
    {"admin", "administrator", "webmaster", "editor", "staff", "author", "user", "guest", "none"}
)
"""What content systems name as author where they were told none."""
_WEB: Final = re.compile(r"https?://[^\s/]|www\.", re.IGNORECASE)
for _library in ("trafilatura", "htmldate"):
    logging.getLogger(_library).addHandler(logging.NullHandler())


def date_options() -> dict[str, Any]:
    """Return how htmldate looks for dates, for this room and for trafilatura."""
    return {"original_date": True, "extensive_search": False, "max_date": LAST_DAY}


def own(tree: Any) -> Any:
    """Return a copy of a page's tree without readers' comments, other articles, menus and footers."""
    page = copy.deepcopy(tree)
    for element in list(page.iter()):
        if isinstance(element.tag, str) and is_others(element) and element.getparent() is not None:
            element.drop_tree()
    return page


def is_others(element: Any) -> bool:
    """Tell whether an element is not the page's own: readers' comments, other articles, menus, footers."""
    if element.tag in ("html", "body", "main", "meta", "link", "script", "h1"):
        return False
    tokens = f"{element.get('class', '')} {element.get('id', '')}".split()
    named = element.tag in _OTHERS_TAGS or any(_OTHERS.fullmatch(token) for token in tokens)
    typed = _OTHERS_TYPES.search(str(element.get("itemtype", ""))) or element.get("itemprop") == "comment"
    return bool(named or typed) and element.find(".//h1") is None


def facts(tree: Any) -> tuple[Fact, ...]:
    """Return what a page states of itself, of each fact the surest source first; ``tree`` is its own part."""
    linked = [block for block in linked_data(tree) if _LD_ARTICLE.search(str(block.get("@type", "Article")))]
    stated = list(_stated_facts(tree, linked))
    tag = next((value for name, value, _, source in stated if source == _TITLE_TAG), "")
    printed, behind_it = heading_of(tag, [*filter(None, map(_heading, tree.iter("h1", "h2", "h3")))])
    named, site = without_site(tag)
    sites = [value for name, value, *_ in stated if name == "publisher"]
    site = next(iter(sites), behind_it or site)
    if behind_it and printed and not sites:
        stated.append(("publisher", behind_it, Basis.INFERRED, f"{_TITLE_TAG} beside the heading"))
    found: dict[tuple[FactName, str], Fact] = {}
    several = [value for name, value, _, source in stated if name == "byline" and source.endswith("citation_author")]
    for name, value, basis, source in stated:
        words = " and ".join(several) if name == "byline" and value in several else value
        if name == "title":
            words, behind = without_site(words, site)
            words = printed if printed and printed in words else words
            section = words.removesuffix(named).strip(" :|") if named and basis is Basis.INFERRED else ""
            if section and kind_of(section) == "section":  # which the heading holds, and the tag does not
                words = named
            if basis is Basis.INFERRED and names_publisher(words):
                behind, words = words, ""
            if behind and not any(name == "publisher" for name, *_ in stated):
                why = f"it stands behind the title in {source}"
                found.setdefault(("publisher", behind), Fact("publisher", behind, Basis.INFERRED, behind, why=why))
            heads = printed and basis is Basis.INFERRED and words != printed and source == _HEADING
            if not words or heads or not is_title(words) or names_page(words, site):
                continue
        found.setdefault((name, words), Fact(name, words, basis, value, why=source))
    return tuple(found.values())


def _stated_facts(tree: Any, linked: list[dict[str, Any]]) -> Iterator[tuple[FactName, str, Basis, str]]:
    """Yield name, value, basis and source of what a page states, the surest source of each first."""
    for name, value, basis, source in _sources(tree, linked):
        words = clean(value)
        if not words or len(words) > LONGEST_FACT or (name != "url" and _WEB.match(words)):
            continue
        if name == "byline":
            words = _BY.sub("", words)
            if words.lower() in _NOBODY or "@" in words:
                continue
        if name == "publisher" and words.startswith("@"):
            continue
        yield name, words, basis, source


def _sources(tree: Any, linked: list[dict[str, Any]]) -> Iterator[tuple[FactName, object, Basis, str]]:
    stated, inferred = Basis.STATED, Basis.INFERRED
    for block in linked:
        for key in ("headline", "name"):
            yield "title", block.get(key), stated, f"the page's schema.org {key}"
        for key in ("publisher", "sourceOrganization"):
            yield "publisher", _name_of(block.get(key)), stated, f"the page's schema.org {key}"
        for key in ("author", "creator"):
            yield "byline", _name_of(block.get(key)), stated, f"the page's schema.org {key}"
    named: dict[str, list[str]] = {}
    for meta in tree.iter("meta"):
        key = str(meta.get("property") or meta.get("name") or "").lower()
        named.setdefault(key, []).append(str(meta.get("content", "")))
    for link in tree.iter("link"):
        if "canonical" in str(link.get("rel", "")).lower().split():
            yield "url", link.get("href"), stated, "the page's canonical address"
    for key, name in _tags().items():
        if name in ("title", "publisher", "byline", "url"):
            for value in named.get(key, ()):
                yield cast(FactName, name), value, stated, f"the page's meta tag {key}"
    for block in linked:
        yield "url", block.get("url"), stated, "the page's schema.org url"
    for element in tree.iterfind(".//*[@itemprop]"):
        for word in str(element.get("itemprop")).lower().split():
            if word in ("headline", "author", "publisher"):
                fact: FactName = "title" if word == "headline" else "byline" if word == "author" else "publisher"
                yield fact, _item(element), stated, f"the page's itemprop {word}"
    for element in tree.iterfind(".//*[@rel='author']"):
        yield "byline", element.text_content(), stated, "the page's link to its author"
    for element in tree.iterfind(".//*[@class]"):
        if any(token.lower() in ("byline", "author", "article-author") for token in element.get("class").split()):
            words = " ".join(element.text_content().split())
            if shape(words) == "byline":
                yield "byline", words, inferred, "the page's byline"
    for h1 in tree.iter("h1"):
        yield "title", _heading(h1), inferred, _HEADING
    for element in tree.iterfind(".//title"):
        yield "title", element.text, inferred, _TITLE_TAG


def _heading(element: Any) -> str:
    """Return the words of a heading without the kind of text that a part of it before the title names."""
    small = [" ".join(part.text_content().split()) for part in element.iter("small")]
    words = " ".join(element.text_content().split()).removesuffix(small[-1] if small else "").strip()
    first = next(iter(element), None)
    kind = " ".join(first.text_content().split()) if first is not None and not (element.text or "").strip() else ""
    return words.removeprefix(kind).strip(" :|") or words if kind and kind_of(kind) else words


def _name_of(value: object) -> str | None:
    """Return the name or names that JSON-LD gives: a string, an object with a name, or a list of these."""
    if isinstance(value, str):
        return value
    if isinstance(value, dict):
        return _name_of(value.get("name"))
    if isinstance(value, list):
        names = [name for one in value if (name := _name_of(one)) and not _WEB.match(name)]
        return " and ".join(dict.fromkeys(names)) or None
    return None


def _item(element: Any) -> str | None:
    """Return the value of a microdata item: its content, the name inside it, or its words."""
    if element.get("content"):
        return str(element.get("content"))
    inside = element.find(".//*[@itemprop='name']")
    if inside is not None:
        return str(inside.get("content") or inside.text_content())
    return str(element.text_content())


def linked_data(tree: Any) -> Iterator[dict[str, Any]]:
    """Yield the objects of the page's JSON-LD, outermost first; broken blocks are passed over."""
    for script in tree.iter("script"):
        if "ld+json" not in str(script.get("type", "")):
            continue
        try:
            waiting = [json.loads(script.text or "", strict=False)]
        except (ValueError, RecursionError):
            continue
        while waiting:
            value = waiting.pop(0)
            if isinstance(value, list):
                waiting.extend(value)
            elif isinstance(value, dict):
                yield value
                waiting.extend(value.get(key) for key in ("@graph", "mainEntity", "mainEntityOfPage"))


def page_dates(tree: Any) -> tuple[DatedWords, ...]:
    """Return the dates a page states, or else the one htmldate finds; ``tree``, the page's own part, is used up."""
    found: dict[tuple[DateKind, str], DatedWords] = {}
    entries = [entry for kind, words, source in _stated_dates(tree) if (entry := _dated(kind, words, source))]
    for entry in _one_zone(entries):
        found.setdefault((entry.kind, entry.value or ""), entry)
    if not any(kind is DateKind.PUBLISHED for kind, _ in found):
        entry = _elsewhere(tree)
        if entry and not any(entry.value == value for _, value in found):
            found[DateKind.PUBLISHED, entry.value or ""] = entry
    return tuple(found.values())


def _stated_dates(tree: Any) -> Iterator[tuple[DateKind, str, str]]:
    """Yield kind, words and source of every date the markup states, the surest source first."""
    for block in linked_data(tree):
        for key, kind in _LD_DATES.items():
            if isinstance(block.get(key), str) and _LD_ARTICLE.search(str(block.get("@type", "Article"))):
                yield kind, block[key], f"the page's schema.org {key}"
    for meta in tree.iter("meta"):
        key = str(meta.get("property") or meta.get("name") or meta.get("itemprop") or "").lower()
        if _tags().get(key) in tuple(DateKind):
            yield DateKind(_tags()[key]), str(meta.get("content", "")), f"the page's meta tag {key}"
    for element in tree.iterfind(".//*[@itemprop]"):
        named = str(element.get("itemprop")).lower()
        if named in ("datepublished", "datemodified") and element.tag != "meta":
            words = element.get("content") or element.get("datetime") or element.text_content()
            yield DateKind(_tags()[named]), str(words), f"the page's itemprop {element.get('itemprop')}"
    for time in tree.iter("time"):
        if time.get("pubdate") is not None:
            yield DateKind.PUBLISHED, str(time.get("datetime") or time.text_content()), "the page's time tag pubdate"


@cache
def _tags() -> dict[str, str]:
    """Return what each meta tag states, the surest first."""
    return {tag: kind for kind, tag in rows("ingest", "page_tags.tsv")}


def _dated(kind: DateKind, words: str, source: str) -> DatedWords | None:
    """Return the first date of some words as an entry of the ledger; ``None`` where they hold none."""
    text = clean(words) or ""
    if _MONTH.fullmatch(text):
        precision = Precision.YEAR if len(text) == len("2020") else Precision.MONTH
        return DatedWords(kind, text, Basis.STATED, text, precision=precision, why=source)
    expression = next((found for found in dates(text) if absolute(found)), None)
    value = absolute(expression) if expression else None
    if expression is None or value is None:
        return None
    entry = DatedWords(kind, value, Basis.STATED, text, precision=expression.precision, why=source)
    return replace(entry, basis=Basis.INFERRED, candidates=other_order(expression)) if expression.also else entry


def _one_zone(entries: list[DatedWords]) -> Iterator[DatedWords]:
    """Yield the entries, one moment that is told in two zones on the day of the zone that is not universal time."""
    days = {
        (entry.kind, at.astimezone(UTC)): at.date().isoformat()
        for entry in entries
        if (at := moment(entry.text)) and at.utcoffset()
    }
    for entry in entries:
        at = moment(entry.text)
        day = days.get((entry.kind, at.astimezone(UTC))) if at else None
        yield (
            replace(entry, value=day, why=f"{entry.why}, told in another zone")
            if day not in (None, entry.value)
            else entry
        )


def _elsewhere(tree: Any) -> DatedWords | None:
    """Return the date that htmldate finds, with its two readings where the page prints it as 03/04/2020."""
    text = " ".join(tree.text_content().split())
    markup = tostring(tree, encoding="unicode")
    day = htmldate.find_date(tree, **date_options())
    if not day:
        return None
    why = "found in the page's markup, which does not say what it dates"
    for expression in dates(text):
        value = absolute(expression)
        if value and expression.also and day in other_order(expression):
            words, both = expression.span.of(text), other_order(expression)
            return DatedWords(DateKind.PUBLISHED, value, Basis.INFERRED, words, candidates=both, why=why)
        if value == day:
            return DatedWords(DateKind.PUBLISHED, day, Basis.INFERRED, expression.span.of(text), why=why)
    printed = next((words for words in (day, day.replace("-", "/"), day.replace("-", "")) if words in markup), None)
    return DatedWords(DateKind.PUBLISHED, day, Basis.INFERRED, printed, why=why) if printed else None


def clean(words: object) -> str | None:
    """Return words of the markup on one line; JSON can escape surrogates, which are no characters."""
    return NO_XML.sub("", " ".join(str(words).split())) or None if words else None
