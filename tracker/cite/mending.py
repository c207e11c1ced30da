"""What a style's manual asks and its CSL file, or citeproc-py, does not do; each rule with its place in the manual."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Final

from tracker.cite.sources import Citable, printed_date
from tracker.cite.styles import Style

_ORPHAN: Final = re.compile(r"[.,] Edition(?=[.,]|\s|$)")
"""citeproc-py prints the label of an edition that a newspaper article has not got."""
ITALIC: Final = ("\ue003", "\ue004")
"""Private characters that stand for <i> and </i> until the end, since citeproc-py escapes tags inside names."""


def mended(text: str, style: Style, source: Citable, title: str) -> str:
    """Return a citation or entry (HTML) with what its style leaves undone; ``title`` is as the style is to print it."""
    text = _ORPHAN.sub("", text).replace("n.d..", "n.d.")
    if style.headline and title:  # citeproc-py makes "after" large
        text = re.sub(re.escape(title), lambda _: title, text, flags=re.IGNORECASE)
    if style.stops_inside:
        for mark in ".,":
            text = text.replace(f"”{mark}", f"{mark}”")
    if not style.accessed:  # what is left of "Retrieved May 6, 2024, from"
        text = text.replace(" Retrieved http", " http")
    if source.press_release and style.key in _RELEASES:
        text = _RELEASES[style.key](text, source)
    return text


def _day(source: Citable) -> str:
    return printed_date(source.date.value) if source.date.value else ""


def _harvard(text: str, source: Citable) -> str:
    """Name the kind and the day after the title (Cite Them Right, press releases); in the text nothing is italic."""
    year = (source.date.value or "").partition("-")[0]
    day = _day(source).removesuffix(year).strip()
    return text.replace("</i>.", f"</i> [Press release].{f' {day}.' if day else ''}", 1)


def _oscola(text: str, source: Citable) -> str:
    """Put the kind into the bracket of the date, as additional information (OSCOLA 3.4.1)."""
    day = _day(source)
    if day:
        return text.replace(f"({day})", f"(press release, {day})", 1)
    return text.replace("’", "’ (press release)", 1) if "’ " in text else text


def _mla(text: str, source: Citable) -> str:
    """Say the kind last (MLA Handbook 5.119); a citation in the text says none."""
    return text if text.startswith("(") else f"{text} Press release."


def _chicago(text: str, source: Citable) -> str:
    """Write the kind small in a note, and join it to the date with a comma (Chicago 14.207, as for papers 14.217)."""
    return text.replace(" Press release, ", " press release, ").replace(" Press release. ", " Press release, ")


_RELEASES: Final[Mapping[str, Callable[[str, Citable], str]]] = {
    "harvard": _harvard,
    "oscola": _oscola,
    "mla": _mla,
    "chicago-note": _chicago,
    "chicago": _chicago,
}
