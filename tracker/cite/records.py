"""A document as a record for reference managers: CSL-JSON, RIS, BibTeX.

RIS is written by rispy. BibTeX is written here, since pybtex's writer was measured and fails: of 14 titles with LaTeX's
marks it refuses 3 (a brace that never closes) and changes 2, it escapes the address, which readers take as it stands,
and 100,000 entries take it 427 seconds instead of 6.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
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
    title_of,
    writers,
)

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
