"""Citation styles: those offered, and any CSL style file somebody adds."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any, Final

from lxml import etree

from tracker.models import TrackerError

CSL: Final = "{http://purl.org/net/xbiblio/csl}"
ADDED_LOCALE: Final = "en-GB"
"""The language of an added style that names none."""


@dataclass(frozen=True, slots=True)
class Style:
    """A citation style; the comment in data/styles.toml explains each field. ``xml`` is the file of an added one."""

    key: str
    name: str
    file: str = ""
    locale: str = ADDED_LOCALE
    xml: bytes = b""
    text_names: str = "family"
    list_names: str = "initials"
    title_marks: tuple[str, str] = ("", "")
    marked_in_list: bool = True
    italic_types: tuple[str, ...] = ()
    paper_first: str = ""
    inner_marks: str = ""
    italic_inner_marks: str = ""
    stops_inside: bool = False
    title_in_text: bool = True
    headline: bool = False
    large_subtitles: bool = False
    counts_paragraphs: bool = False
    quoted_in: str = ""
    reported_in: str = ""
    accessed: bool = True
    body_first: bool = True
    drops_the: bool = False
    joint: str = "and"
    page_dash: str = "–"

    @property
    def is_note(self) -> bool:
        """Whether the style cites in notes, which say all that the entry says."""
        return self.text_names == "full"


@cache
def styles() -> dict[str, Style]:
    """Return the styles offered, by key, in the order of the list."""
    text = resources.files("tracker.cite").joinpath("data", "styles.toml").read_text(encoding="utf-8")
    return {key: _style(key, fields) for key, fields in tomllib.loads(text).items()}


def _style(key: str, fields: dict[str, Any]) -> Style:
    marks = tuple(fields.pop("title_marks", ("", "")))
    italic = tuple(fields.pop("italic_types", ()))
    return Style(key=key, title_marks=(marks[0], marks[1]), italic_types=italic, **fields)


def added_style(xml: bytes, name: str) -> Style:
    """Return a CSL style from the bytes of its file; ``name`` is the file's.

    What the manual of such a style asks beyond its file is not known: a speaker is joined with "quoted in". Raises
    ``TrackerError`` where the file is no independent CSL style.
    """
    try:
        root = etree.fromstring(xml, etree.XMLParser(no_network=True, resolve_entities=False))
    except etree.XMLSyntaxError:
        raise TrackerError(f"{name} is no CSL style: it is not well-formed XML.") from None
    if root.tag != f"{CSL}style":
        raise TrackerError(f"{name} is no CSL style: its first element is no “style” of CSL.")
    if root.find(f"{CSL}citation/{CSL}layout") is None:
        parent = next(
            (link.get("href") for link in root.iter(f"{CSL}link") if link.get("rel") == "independent-parent"), ""
        )
        told = f"it only points to {parent}; add that one" if parent else "it says nothing of citations"
        raise TrackerError(f"{name} cannot be used as a style: {told}.")
    note = root.get("class") == "note"
    whole_names = b'initialize="false"' in xml
    title = root.findtext(f"{CSL}info/{CSL}title") or name
    return Style(
        key=name.removesuffix(".csl"),
        name=" ".join(title.split()),
        locale=root.get("default-locale") or ADDED_LOCALE,
        xml=xml,
        text_names="full" if note else "family",
        list_names="full" if whole_names else "initials",
        quoted_in="{name}, quoted in " if note else "{family}, quoted in ",
        reported_in="{name}, cited in " if note else "{family}, cited in ",
    )
