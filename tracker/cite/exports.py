"""A document or a claim in the forms other programs and people take: quotations, RIS, BibTeX, CSL-JSON."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from html import escape
from typing import Final

from tracker.cite.pinpoint import NOWHERE, Pinpoint
from tracker.cite.sources import UNDATED, Citable, csl, csl_type, date_remark, printed_date, title_of, writers
from tracker.models import ClaimKind

_RIS_TYPES: Final = {"article-newspaper": "NEWS", "webpage": "ELEC", "report": "RPRT", "document": "GEN"}
_BIBTEX_TYPES: Final = {"article-newspaper": "article", "webpage": "online", "report": "techreport", "document": "misc"}
SHORT_HASH: Final = 12
"""Digits of a SHA-256 in running text: enough to tell originals apart, as in Git."""
_BIBTEX_SPECIAL: Final = {
    "\\": r"\textbackslash{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    **{mark: f"\\{mark}" for mark in "&%$#_{}"},
}
_BIBTEX_MONTHS: Final = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
"""BibTeX's own names of the months, printed without braces."""
_BIBTEX_HOLDERS: Final = {"article": "journal", "techreport": "institution"}
"""Where an entry names who published it."""
_KEY_WORD: Final = re.compile(r"[A-Za-z]{4,}")


@dataclass(frozen=True, slots=True)
class Quoted:
    """Words to be quoted: ``speaker`` is who said them, ``None`` for the document's own voice.

    ``denied`` is true where the speaker denies them. ``said`` is the ISO date of saying where the text states it.
    ``link`` is where the words can be read, ``pinpoint`` their place in the document.
    """

    text: str
    kind: ClaimKind
    speaker: str | None = None
    said: str | None = None
    link: str | None = None
    denied: bool = False
    pinpoint: Pinpoint = NOWHERE


def quotation(quoted: Quoted, source: Citable) -> str:
    """Return a quotation with speaker, date, title, publisher, place and address, in one paragraph of plain words.

    Reported speech is marked as reported, for its words are the document's; so are most words of a mixed claim. An
    unknown date is "n.d.", followed by the dates that its words fit.
    """
    words = f"“{inner_marks(' '.join(quoted.text.split()))}”"
    said = f"{speaker_of(quoted)}: {words}" if quoted.speaker else words
    place = [source.byline and _byline(source), f"“{source.title}”" if source.title else title_of(source)]
    return f"{said}{_said_on(quoted)} — {_where(place, quoted, source)}"


def markdown(quoted: Quoted, source: Citable) -> str:
    """Return a quotation as Markdown: a block quotation whose source is linked."""
    words = _markdown(" ".join(quoted.text.split()))
    link = quoted.link or source.url
    title = _markdown(f"“{source.title}”" if source.title else title_of(source))
    place = [source.byline and _markdown(_byline(source)), f"[{title}](<{_in_angles(link)}>)" if link else title]
    said = f"{_markdown(speaker_of(quoted))}{_said_on(quoted)}, in " if quoted.speaker else ""
    told = _where(place, quoted, source, escape=_markdown, with_address=False)
    return f"> {words}\n>\n> — {said}{told}\n"


def blockquote(quoted: Quoted, source: Citable) -> str:
    """Return a quotation as HTML: a figure with ``<blockquote cite>`` and a caption that names its source."""
    link = quoted.link or source.url
    words = _html(" ".join(quoted.text.split()))
    title = f"<cite>{_html(title_of(source))}</cite>"
    linked = f'<a href="{escape(link)}">{title}</a>' if link else title
    place = [source.byline and _html(_byline(source)), linked]
    said = f"{_html(speaker_of(quoted))}{_said_on(quoted)}, in " if quoted.speaker else ""
    told = _where(place, quoted, source, escape=_html, with_address=False)
    cite = f' cite="{escape(link)}"' if link else ""
    return (
        f"<figure>\n  <blockquote{cite}>\n    <p>{words}</p>\n  </blockquote>\n"
        f"  <figcaption>— {said}{told}</figcaption>\n</figure>\n"
    )


def speaker_of(quoted: Quoted) -> str:
    """Return who speaks, and whether the words are denied, or the document's own."""
    reported = "" if quoted.kind is ClaimKind.DIRECT else ", as reported"
    return f"{quoted.speaker}{' (denying this)' if quoted.denied else ''}{reported}"


def _said_on(quoted: Quoted) -> str:
    return f" (said {printed_date(quoted.said)})" if quoted.said else ""


def _where(
    place: list[str | None],
    quoted: Quoted,
    source: Citable,
    *,
    escape: Callable[[str], str] = str,
    with_address: bool = True,
) -> str:
    """Return the rest of a sentence that names a source: publisher, date, place in it, address, capture and hash."""
    parts = [*place, *(part and escape(part) for part in (source.publisher, _date(source), quoted.pinpoint.words))]
    link = (quoted.link or source.url) if with_address else None
    described = ", ".join(part for part in parts if part).removesuffix(".")
    captured = _captured(source, link)
    return f"{described}. {link}{captured}" if link else f"{described}{captured}."


def _captured(source: Citable, link: str | None) -> str:
    """Return when the address was read, or, where the original's hash is known, when it was captured and that hash."""
    if not source.sha256:
        return f" (accessed {printed_date(source.accessed)})" if link and source.accessed else ""
    day = f"captured {printed_date(source.accessed)}, " if source.accessed else ""
    return f" ({day}SHA-256 {source.sha256[:SHORT_HASH]}…)"


def record_notes(source: Citable, pinpoint: Pinpoint) -> list[str]:
    """Return what a record of a reference manager notes: an open date, the place, the capture, the whole hash."""
    speaker = f"words of {pinpoint.speaker}" if pinpoint.speaker else ""
    captured = f"captured {source.accessed}" if source.sha256 and source.accessed else ""
    digest = f"SHA-256 of the original: {source.sha256}" if source.sha256 else ""
    return [note for note in (date_remark(source.date), pinpoint.words, speaker, captured, digest) if note]


def csl_record(source: Citable, pinpoint: Pinpoint = NOWHERE) -> str:
    """Return a document as CSL-JSON, a list of one item, for Zotero, Pandoc and citation processors."""
    item = csl(source)
    item.pop("note", None)
    notes = record_notes(source, pinpoint)
    return json.dumps([item | ({"note": "; ".join(notes)} if notes else {})], ensure_ascii=False, indent=2) + "\n"


def _markdown(text: str) -> str:
    return re.sub(r"([\\`*_\[\]<>#|~])", r"\\\1", text)


def _html(text: str) -> str:
    return escape(text, quote=False)


def _in_angles(link: str) -> str:
    return link.replace("<", "%3C").replace(">", "%3E")


def ris(source: Citable, pinpoint: Pinpoint = NOWHERE) -> str:
    """Return a document as a RIS record; an undated one has no ``PY``, and a note instead."""
    lines = [("TY", _RIS_TYPES[csl_type(source)]), ("TI", title_of(source))]
    lines += [("AU", ", ".join(filter(None, (person.family, person.given)))) for person in writers(source)]
    if source.publisher:
        lines.append(("T2" if csl_type(source) == "article-newspaper" else "PB", source.publisher))
    if source.date.value is not None:
        parts = source.date.value.split("-")
        lines += [("PY", parts[0]), ("DA", "/".join([*parts, "", "", ""][:4]))]
    if source.url:
        lines.append(("UR", source.url))
        if source.accessed:
            lines.append(("Y2", source.accessed.replace("-", "/")))
    if pinpoint.page:
        lines.append(("SP", str(pinpoint.page)))
    lines += [("N1", note) for note in record_notes(source, pinpoint)]
    lines.append(("ER", ""))
    return "".join(f"{tag}  - {' '.join(value.split())}\r\n" for tag, value in lines)


def bibtex(source: Citable, pinpoint: Pinpoint = NOWHERE) -> str:
    """Return a document as a BibTeX entry (``@online`` is BibLaTeX's); an undated one says so in ``note``."""
    kind = _BIBTEX_TYPES[csl_type(source)]
    people = " and ".join(", ".join(filter(None, (person.family, person.given))) for person in writers(source))
    fields = {
        "author": people
        or (f"{{{_bibtex(source.publisher)}}}" if kind in ("online", "techreport") and source.publisher else ""),
        "title": f"{{{_bibtex(title_of(source))}}}",
        _BIBTEX_HOLDERS.get(kind, "organization"): _bibtex(source.publisher or ""),
        **_bibtex_date(source, whole=kind == "online"),
        "url": (source.url or "").replace("{", "%7B").replace("}", "%7D"),
        "urldate": (source.accessed or "") if source.url else "",
        "note": _bibtex("; ".join(record_notes(source, pinpoint))),
    }
    if people:
        fields["author"] = _bibtex(people)
    lines = {name: " ".join(value.split()) for name, value in fields.items() if value}
    body = "".join(f"  {name} = {value if name == 'month' else f'{{{value}}}'},\n" for name, value in lines.items())
    return f"@{kind}{{{_key(source)},\n{body}}}\n"


def _date(source: Citable) -> str:
    if source.date.value is not None:
        return printed_date(source.date.value)
    remark = date_remark(source.date).removeprefix("undated; ")
    return UNDATED if remark == "undated" else f"{UNDATED} ({remark})"


def _byline(source: Citable) -> str:
    return " and ".join(person.name for person in writers(source))


def inner_marks(text: str) -> str:
    """Make double quotation marks inside a quotation single ones, as British and American print both do."""
    inner = text.replace("“", "‘").replace("”", "’")
    return re.sub(r'"(?=\w)', "‘", inner).replace('"', "’")


def _bibtex(text: str) -> str:
    return "".join(_BIBTEX_SPECIAL.get(char, char) for char in text)


def _bibtex_date(source: Citable, *, whole: bool) -> dict[str, str]:
    """Return the fields of a date, as exact as it is known: BibLaTeX's ``date``, or year, month and day."""
    value = source.date.value or ""
    if whole:
        return {"date": value}
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
