"""What a style's manual asks and its CSL file, or citeproc-py, does not do; each rule with its place in the manual."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Final

from tracker.cite.sources import BODIES, Citable, csl_type, printed_date, writers
from tracker.cite.styles import Style
from tracker.cite.titles import ends_quoted

_DOUBLED: Final = re.compile(r"([?!.])((?:”|’|</i>|\ue004)*)(?<!\.\.)\.(?=(?:”|’|</i>|\ue004)*(?:\s|$))")
"""A full stop after the mark that ends a title: APA 9.19, MLA 5.24, Chicago 14.96 print the first alone."""
_ORPHAN: Final = re.compile(r"[.,] Edition(?=[.,]|\s|$)")
"""citeproc-py prints the label of an edition that a newspaper article has not got."""
_ITALIC_NAME: Final = re.compile(r"<i>(.*?)</i>,?")
"""A name in italics with the comma after it."""
ITALIC: Final = ("\ue003", "\ue004")
"""Private characters that stand for <i> and </i> until the end, since citeproc-py escapes tags inside names."""


def mended(text: str, style: Style, source: Citable, title: str, *, listed: bool) -> str:
    """Return a citation or entry (HTML) with what its style leaves undone; ``title`` is as the style is to print it.

    ``listed`` tells an entry of the list from a citation in the text.
    """
    text = _ORPHAN.sub("", text).replace("n.d..", "n.d.")
    if style.headline and title:  # citeproc-py makes "after" large
        text = re.sub(re.escape(title), lambda _: title, text, flags=re.IGNORECASE)
    if source.publisher:  # and "du" in the name of a newspaper
        text = _named(text, source.publisher)
    if _stands_second(text, source, style):
        text = text.replace(f"<i>{title}</i>", title.join(style.title_marks))
    if style.stops_inside:
        for mark in ".,":
            text = text.replace(f"”{mark}", f"{mark}”")
            if ends_quoted(title):
                text = text.replace(f"’{mark}”", f"{mark}’”").replace(f"”</i>{mark}", f"{mark}”</i>")
    text = _DOUBLED.sub(r"\1\2", text)
    if not style.accessed:  # what is left of "Retrieved May 6, 2024, from"
        text = text.replace(" Retrieved http", " http")
    if source.press_release and style.key in _RELEASES:
        text = _RELEASES[style.key](text, source, title)
    if style.key in _STYLES:
        text = _STYLES[style.key](text, source, listed)
    return text


def _stands_second(text: str, source: Citable, style: Style) -> bool:
    """Tell whether the newspaper was put in the author's place, so that citeproc-py takes the title for a book's."""
    unsigned = csl_type(source) == "article-newspaper" and not writers(source)
    return unsigned and bool(style.paper_first) and text.startswith((ITALIC[0], f"({ITALIC[0]}"))


def _named(text: str, publisher: str) -> str:
    """Print a publisher in italics with its own capitals."""
    name = re.escape(publisher.removeprefix("The "))
    shown = publisher.removeprefix("The ")
    return re.sub(rf"(<i>(?:The )?){name}(?=</i>)", lambda found: found.group(1) + shown, text, flags=re.IGNORECASE)


def _harvard_dated(text: str, _source: Citable, _listed: bool) -> str:
    """Print no full stop after the year where nothing but the address follows (Cite Them Right, web pages)."""
    return text.replace("). Available at:", ") Available at:", 1)


def _chicago_undated(text: str, source: Citable, _listed: bool) -> str:
    """Let the day of access stand alone for a missing date (Chicago 14.207); a report keeps its "n.d." (14.145)."""
    if csl_type(source) == "report":
        return text
    text = text.replace(", n.d., accessed ", ", accessed ").replace(", n.d. Accessed ", ". Accessed ")
    return text.replace(" n.d. Accessed ", " Accessed ")


def _oscola_unsigned(text: str, source: Citable, listed: bool) -> str:
    """Open an entry that names no author with a double em dash (OSCOLA 1.7)."""
    unnamed = not writers(source) and not (source.publisher and csl_type(source) in BODIES)
    return f"—— {text}" if listed and unnamed else text


def _day(source: Citable) -> str:
    return printed_date(source.date.value) if source.date.value else ""


def _harvard(text: str, source: Citable, _title: str) -> str:
    """Name the kind and the day after the title (Cite Them Right, press releases); in the text nothing is italic."""
    year = (source.date.value or "").partition("-")[0]
    day = _day(source).removesuffix(year).strip()
    return text.replace("</i>.", f"</i> [Press release].{f' {day}.' if day else ''}", 1)


def _oscola(text: str, _source: Citable, title: str) -> str:
    """Open the bracket after the title with the kind, as additional information (OSCOLA 3.4.1).

    Who published a signed release follows upright, with no comma before the day.
    """
    head, mark, tail = text.partition(f"{title}’")
    if not mark:
        return text
    if not tail.startswith(" ("):
        return f"{head}{mark} (Press release){tail}"
    inside = _ITALIC_NAME.sub(r"\1", tail.removeprefix(" ("), count=1)
    return f"{head}{mark} (Press release, {inside}"


def _mla(text: str, _source: Citable, _title: str) -> str:
    """Say the kind last (MLA Handbook 5.119); a citation in the text says none."""
    return text if text.startswith("(") else f"{text} Press release."


def _chicago(text: str, source: Citable, _title: str) -> str:
    """Write the kind small in a note, and join it to the date with a comma (Chicago 14.207, as for papers 14.217)."""
    text = text.replace(" Press release, ", " press release, ")
    return text.replace(" Press release. ", " Press release, ") if _day(source) else text


_RELEASES: Final[Mapping[str, Callable[[str, Citable, str], str]]] = {
    "harvard": _harvard,
    "oscola": _oscola,
    "mla": _mla,
    "chicago-note": _chicago,
    "chicago": _chicago,
}

_STYLES: Final[Mapping[str, Callable[[str, Citable, bool], str]]] = {
    "harvard": _harvard_dated,
    "chicago-note": _chicago_undated,
    "oscola": _oscola_unsigned,
}
