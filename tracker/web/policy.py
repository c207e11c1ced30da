"""What a request and an answer must be: hosts and sites that may ask, and what a page may do, load and be kept.

There are no accounts, so who reaches the pages can decide. A page of another site that a reader opens can make the
reader's browser ask here, too: under a name of its own that leads to this machine (DNS rebinding), or across sites.
The first is told by the header Host; the second by Origin and Sec-Fetch-Site, which no script can write
(https://fetch.spec.whatwg.org, https://www.w3.org/TR/fetch-metadata). What a proxy adds, such as X-Forwarded-Host, is
never read: anybody can send it."""

from __future__ import annotations

import gzip
import hashlib
import io
import secrets
from functools import cache
from pathlib import Path
from typing import Any, Final

from flask import Flask, Response, current_app, request

SECURITY_HEADERS: Final = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": ", ".join(
        f"{feature}=()"
        for feature in (
            "accelerometer",
            "camera",
            "display-capture",
            "geolocation",
            "gyroscope",
            "hid",
            "magnetometer",
            "microphone",
            "midi",
            "payment",
            "serial",
            "usb",
        )
    ),
}

STATIC: Final = "static"
"""The endpoint of the files that are no pages."""
UNKEPT: Final = "no-store"
"""Pages tell what is nobody else's business: no cache keeps them, and none shows them after a decision."""
ASKED_AGAIN: Final = "private, no-cache"
"""Feeds may be kept by who reads them, who asks whether they are new."""
FOR_GOOD: Final = "public, max-age=31536000, immutable"
"""A file whose address has its version in it is another file when it changes (RFC 8246)."""
FONTS: Final = "fonts/"
"""Files that style sheets name, without a version, and pages by that address; a changed one gets another name."""
VERSION_DIGITS: Final = 12
PACKED: Final = frozenset(
    {"text/html", "text/css", "text/javascript", "application/javascript", "application/json", "image/svg+xml"}
)
"""Media types that are packed for a browser which takes them so: markup shrinks to a fifth."""
LEAST_PACKED: Final = 1_000
"""Bytes below which packing gains nothing."""
PACKING: Final = 4
"""How hard gzip tries, of 9: beyond it takes twice the time for a twentieth of the size."""
MOST_PADDING: Final = 64
"""Bytes of chance in front of a packed page, so that its length tells nobody what stands in it (as Django does)."""


def init_headers(app: Flask) -> None:
    """Give every answer its headers, and every static file an address with its version."""
    app.url_defaults(_with_version)
    app.after_request(_with_security_headers)
    app.after_request(_with_storing)
    app.after_request(_packed)


@cache
def _version(path: Path, changed: int) -> str:
    """Return the version of a file that was last changed then: the beginning of its hash."""
    return hashlib.sha256(path.read_bytes()).hexdigest()[:VERSION_DIGITS]


def _version_of(name: str) -> str:
    path = Path(current_app.static_folder or "", name)
    return _version(path, path.stat().st_mtime_ns) if path.is_file() else ""


def _with_version(endpoint: str, values: dict[str, Any]) -> None:
    """Put the version of a static file into its address, so that a browser may keep it for good."""
    name = values.get("filename", "")
    if endpoint == STATIC and "v" not in values and not name.startswith(FONTS) and (version := _version_of(name)):
        values["v"] = version


def _with_storing(response: Response) -> Response:
    if request.endpoint != STATIC:
        response.headers.setdefault("Cache-Control", ASKED_AGAIN if "ETag" in response.headers else UNKEPT)
    elif response.status_code in (200, 304):
        name = (request.view_args or {}).get("filename", "")
        given = request.args.get("v")
        if name.startswith(FONTS) or (given and given == _version_of(name)):
            response.headers["Cache-Control"] = FOR_GOOD
    return response


def _with_security_headers(response: Response) -> Response:
    for name, value in SECURITY_HEADERS.items():
        response.headers.setdefault(name, value)
    return response


def _packed(response: Response) -> Response:
    """Pack a whole page or file for a browser that takes gzip; what is streamed goes as it is made."""
    if response.status_code != 200 or response.mimetype not in PACKED or "Content-Encoding" in response.headers:
        return response
    if response.is_streamed and request.endpoint != STATIC:
        return response
    response.vary.add("Accept-Encoding")
    if not request.accept_encodings["gzip"]:
        return response
    response.direct_passthrough = False
    data = response.get_data()
    if len(data) < LEAST_PACKED:
        return response
    out = io.BytesIO()
    padding = secrets.token_hex(secrets.randbelow(MOST_PADDING) // 2)
    with gzip.GzipFile(padding, "wb", PACKING, out, mtime=0) as file:
        file.write(data)
    response.set_data(out.getvalue())
    response.headers["Content-Encoding"] = "gzip"
    response.headers.pop("Accept-Ranges", None)
    etag, _ = response.get_etag()
    if etag:
        response.set_etag(etag, weak=True)
    return response
