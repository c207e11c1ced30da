"""Which file each address of the pages becomes, and how one file names another (pure)."""

from __future__ import annotations

import posixpath
from typing import Final
from urllib.parse import parse_qsl, quote, unquote, urlsplit

INDEX: Final = "index.html"


def file_of(address: str) -> str:
    """Return the file of a path with at most a page number; files have a dot in their last part, pages have not.

    >>> [file_of(address) for address in ("/", "/claims?page=2", "/claims/3", "/claims/3.json")]
    ['index.html', 'claims/page-2/index.html', 'claims/3/index.html', 'claims/3.json']
    """
    parts = urlsplit(address)
    path = unquote(parts.path).strip("/")
    if "." in path.rpartition("/")[2]:
        return path
    page = dict(parse_qsl(parts.query)).get("page", "1")
    turned = f"page-{page}" if page != "1" else ""
    return "/".join(filter(None, (path, turned, INDEX)))


def relative(from_file: str, to_file: str) -> str:
    """Return the link that leads from one file of the site to another, wherever the site lies.

    >>> relative("claims/3/index.html", "documents/4/index.html"), relative("index.html", "static/a.css")
    ('../../documents/4/index.html', 'static/a.css')
    """
    return quote(posixpath.relpath(to_file, posixpath.dirname(from_file) or "."))
