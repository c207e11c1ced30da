"""The original files: saved as they came, or shown on the screen where no program in them can do harm."""

from __future__ import annotations

from urllib.parse import quote

from flask import Response

PDF = "application/pdf"
TEXTS = frozenset({"text/plain", "text/markdown"})
SANDBOX = "default-src 'none'; sandbox"
"""The file gets no origin, runs nothing and loads nothing."""
FOR_PDF = "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'none'"
"""Browsers' own readers of PDFs do not work in a sandbox. They run outside the page's origin in any case; what the page
around them may do is cut down to showing the file."""


def is_viewable(media_type: str) -> bool:
    """Whether a file can be shown on the screen: a PDF, or text as text. A web page could act, so it is only saved."""
    return media_type == PDF or media_type in TEXTS


def as_file(data: bytes, name: str) -> Response:
    """Return a file to be saved and never run in the browser."""
    response = Response(data, mimetype="application/octet-stream")
    response.headers["Content-Disposition"] = f"attachment; {_named(name)}"
    response.headers["Content-Security-Policy"] = SANDBOX
    return response


def on_screen(data: bytes, media_type: str, name: str) -> Response:
    """Return a PDF for the browser's own reader, or a text as plain text whatever stands in it."""
    if media_type == PDF:
        response = Response(data, mimetype=PDF)
        response.headers["Content-Security-Policy"] = FOR_PDF
    else:
        response = Response(data, content_type=f"text/plain; charset={_charset(data)}")
        response.headers["Content-Security-Policy"] = SANDBOX
    response.headers["Content-Disposition"] = f"inline; {_named(name)}"
    return response


def _named(name: str) -> str:
    return f"filename*=UTF-8''{quote(name, safe='')}"


def _charset(data: bytes) -> str:
    """Return the encoding to name: as the reader of files decides, a byte order mark, UTF-8, else Windows-1252."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return "windows-1252"
    return "utf-8"
