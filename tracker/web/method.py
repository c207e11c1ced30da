"""The accuracy as ``docs/accuracy.md`` measured it, for the page on the method: read there, never copied."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from markupsafe import Markup

from tracker.cite.markup import safe_html

ACCURACY: Final = "accuracy.md"
_TABLE: Final = re.compile(r"((?:^\|.*\n?)+)", re.MULTILINE)
_SECTION: Final = re.compile(r"^## +", re.MULTILINE)
_EMPTY_HEAD: Final = re.compile(r"<th>\s*</th>")


@dataclass(frozen=True, slots=True)
class Measured:
    """One measurement: its title, and its text in parts, each with whether it is a table."""

    title: str
    parts: tuple[tuple[Markup, bool], ...]


@cache
def accuracy() -> tuple[Markup, tuple[Measured, ...]]:
    """Return the measured accuracy: what is said before the measurements, and each of them."""
    preface, *sections = _SECTION.split(_accuracy_page().read_text(encoding="utf-8"))
    told = preface.partition("\n")[2]  # without the title of the document
    return Markup(safe_html(told)), tuple(map(_measured, sections))


def _measured(section: str) -> Measured:
    title, _, text = section.partition("\n")
    parts = [part.strip() for part in _TABLE.split(text)]
    return Measured(title.strip(), tuple((_html(part), part.startswith("|")) for part in parts if part))


def _html(part: str) -> Markup:
    """Return Markdown as HTML; a heading without words is no heading to a reader who hears the table."""
    return Markup(_EMPTY_HEAD.sub("<td></td>", safe_html(part)))


def _accuracy_page() -> Path:
    """Return the measured accuracy: inside the package where it was installed, else in the docs of the sources."""
    package = Path(__file__).parent.parent
    installed = package / "docs" / ACCURACY
    return installed if installed.is_file() else package.parent / "docs" / ACCURACY
