"""Which file each address of the pages becomes, and how one file names another (pure)."""

from __future__ import annotations

import hashlib
import posixpath
import re
from typing import Final
from urllib.parse import parse_qsl, quote, unquote, urlencode, urlsplit

INDEX: Final = "index.html"
NUMBERED: Final = ("part", "page")
"""Queries that turn the pages of one thing; the first one stands at the address itself."""
FIRST: Final = "1"
LONGEST: Final = 60
"""Characters of a view's words in the name of its folder."""
DIGITS: Final = 8
"""Hexadecimal digits behind them: two of a thousand views are alike once in nine thousand sites."""


def file_of(address: str) -> str:
    """Return the file of a path with its query; files have a dot in their last part, pages have not.

    >>> [file_of(address) for address in ("/", "/claims?page=2", "/documents/4?part=3", "/claims/3.json")]
    ['index.html', 'claims/page-2/index.html', 'documents/4/part-3/index.html', 'claims/3.json']
    >>> file_of("/figures?measured=street+robbery&unit=percent")
    'figures/measured-street-robbery-unit-percent-8a2281e2/index.html'
    """
    parts = urlsplit(address)
    path = unquote(parts.path).strip("/")
    if "." in path.rpartition("/")[2]:
        return path
    query = dict(parse_qsl(parts.query))
    turned = {name: query.pop(name, FIRST) for name in NUMBERED}
    numbers = [f"{name}-{number}" for name, number in turned.items() if number != FIRST]
    return "/".join(filter(None, (path, _folder(query), *numbers, INDEX)))


def _folder(query: dict[str, str]) -> str:
    """Return the name of the folder of a view: its words for people, and a few digits that tell like ones apart."""
    if not query:
        return ""
    asked = urlencode(sorted(query.items()))
    words = "-".join(re.findall(r"[a-z0-9]+", " ".join(f"{key} {value}" for key, value in query.items()).lower()))
    return f"{words[:LONGEST]}-{hashlib.sha256(asked.encode()).hexdigest()[:DIGITS]}"


def relative(from_file: str, to_file: str) -> str:
    """Return the link that leads from one file of the site to another, wherever the site lies.

    >>> relative("claims/3/index.html", "documents/4/index.html"), relative("index.html", "static/a.css")
    ('../../documents/4/index.html', 'static/a.css')
    """
    return quote(posixpath.relpath(to_file, posixpath.dirname(from_file) or "."))
