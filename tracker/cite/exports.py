"""A document or a claim in the forms other programs and people take: RIS, BibTeX and a quotation in plain words."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Final

from tracker.cite.sources import UNDATED, Citable, authors, csl_type, date_remark, printed_date, title_of
from tracker.models import ClaimKind

_RIS_TYPES: Final = {"article-newspaper": "NEWS", "webpage": "ELEC", "document": "GEN"}
_BIBTEX_TYPES: Final = {"article-newspaper": "article", "webpage": "online", "document": "misc"}
_BIBTEX_SPECIAL: Final = {
    "\\": r"\textbackslash{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    **{mark: f"\\{mark}" for mark in "&%$#_{}"},
}
_BIBTEX_MONTHS: Final = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
"""BibTeX's own names of the months, printed without braces."""
_KEY_WORD: Final = re.compile(r"[A-Za-z]{4,}")


@dataclass(frozen=True, slots=True)
class Quoted:
    """Words to be quoted: ``speaker`` is who said them, ``None`` for the document's own voice.

    ``denied`` is true where the speaker denies them. ``said`` is the ISO date of saying where the text states it.
    ``link`` is where the words can be read.
    """

    text: str
    kind: ClaimKind
    speaker: str | None = None
    said: str | None = None
    link: str | None = None
    denied: bool = False


def quotation(quoted: Quoted, source: Citable) -> str:
    """Return a quotation with speaker, date, title, publisher and address, in one paragraph of plain words.

    Reported speech is marked as reported, for its words are the document's; so are most words of a mixed claim. An
    unknown date is "n.d.", followed by the dates that its words fit.
    """
    words = f"“{inner_marks(' '.join(quoted.text.split()))}”"
    if quoted.speaker is None:
        said = words
    else:
        reported = "" if quoted.kind is ClaimKind.DIRECT else ", as reported"
        said = f"{quoted.speaker}{' (denying this)' if quoted.denied else ''}{reported}: {words}"
    when = f" (said {printed_date(quoted.said)})" if quoted.said else ""
    place = [source.byline and _byline(source), f"“{source.title}”" if source.title else title_of(source)]
    place += [source.publisher, _date(source)]
    link = quoted.link or source.url
    address = f" {link}" if link else ""
    accessed = f" (accessed {printed_date(source.accessed)})" if link and source.accessed else ""
    described = ", ".join(filter(None, place)).removesuffix(".")
    return f"{said}{when} — {described}.{address}{accessed}"


def ris(source: Citable) -> str:
    """Return a document as a RIS record; an undated one has no ``PY``, and a note instead."""
    lines = [("TY", _RIS_TYPES[csl_type(source)]), ("TI", title_of(source))]
    lines += [("AU", ", ".join(filter(None, (person.family, person.given)))) for person in authors(source.byline)]
    if source.publisher:
        lines.append(("T2" if csl_type(source) == "article-newspaper" else "PB", source.publisher))
    if source.date.value is not None:
        parts = source.date.value.split("-")
        lines += [("PY", parts[0]), ("DA", "/".join([*parts, "", "", ""][:4]))]
    if source.url:
        lines.append(("UR", source.url))
        if source.accessed:
            lines.append(("Y2", source.accessed.replace("-", "/")))
    if remark := date_remark(source.date):
        lines.append(("N1", remark))
    lines.append(("ER", ""))
    return "".join(f"{tag}  - {' '.join(value.split())}\r\n" for tag, value in lines)


def bibtex(source: Citable) -> str:
    """Return a document as a BibTeX entry (``@online`` is BibLaTeX's); an undated one says so in ``note``."""
    kind = _BIBTEX_TYPES[csl_type(source)]
    people = " and ".join(", ".join(filter(None, (person.family, person.given))) for person in authors(source.byline))
    fields = {
        "author": people or (f"{{{_bibtex(source.publisher)}}}" if kind == "online" and source.publisher else ""),
        "title": f"{{{_bibtex(title_of(source))}}}",
        "journal" if kind == "article" else "organization": _bibtex(source.publisher or ""),
        **_bibtex_date(source, whole=kind == "online"),
        "url": (source.url or "").replace("{", "%7B").replace("}", "%7D"),
        "urldate": (source.accessed or "") if source.url else "",
        "note": _bibtex(date_remark(source.date)),
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
    return " and ".join(" ".join(filter(None, (person.given, person.family))) for person in authors(source.byline))


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
    people = authors(source.byline)
    name = people[0].family if people else source.publisher or "anon"
    first = _KEY_WORD.search(_ascii(title_of(source).removeprefix("[Untitled text, filed as ")))
    word = first.group().lower() if first else "text"
    return re.sub(r"[^a-z0-9]", "", _ascii(name).lower()) + (source.date.value or "nd").partition("-")[0] + word


def _ascii(text: str) -> str:
    return unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
