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
import re
import secrets
from collections.abc import Iterable
from functools import cache
from ipaddress import IPv4Address, IPv6Address, ip_address
from pathlib import Path
from typing import Any, Final, NamedTuple
from urllib.parse import urlsplit

from flask import Flask, Request, Response, current_app, jsonify, request

from tracker.models import TrackerError

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


LOOPBACK_NAME: Final = "localhost"
USUAL_PORTS: Final = {"http": 80, "https": 443}
HIGHEST_PORT: Final = 65535
LONGEST_NAME: Final = 253
"""Characters of a name (RFC 1035, 2.3.4)."""
_HOST: Final = re.compile(r"(\[[0-9a-f:.]+\]|[a-z0-9_.-]+)(?::([0-9]{1,5}))?", re.ASCII | re.IGNORECASE)
"""An address in brackets, an address or a name; a port. What else RFC 3986 allows, no browser sends."""
SAFE: Final = frozenset({"GET", "HEAD", "OPTIONS"})
"""Methods that change nothing (RFC 9110, 9.2.1)."""
OWN: Final = frozenset({"", "same-origin", "none"})
"""What Sec-Fetch-Site says of a request of these pages, or of the reader's own hand; blank: no browser of today."""
COSTLY: Final = frozenset({"check.report"})
"""Endpoints that answer programs and work long: not even a link of another site leads there."""
MOST_FIELDS: Final = 500
"""Fields of an address: a page repeats them in its links, of which a list has a hundred."""
CALLS: Final = "calls"
"""The blueprint of the API, whose calls may prove themselves by a token."""


class ForeignError(TrackerError):
    """A request that another site made a reader's browser send."""

    status = 403


class Place(NamedTuple):
    """A host in small letters, without brackets and final dot, and its port where one is named."""

    host: str
    port: int | None


def place_of(written: str) -> Place | None:
    """Return the place that a header Host names, ``None`` where it names none, or several.

    >>> place_of("LocalHost.:5000"), place_of("[0:0::1]"), place_of("one.example, two.example")
    (Place(host='localhost', port=5000), Place(host='::1', port=None), None)
    """
    found = _HOST.fullmatch(written)
    if found is None:
        return None
    port = int(found[2]) if found[2] else None
    host = found[1].lower().removesuffix(".")
    if host.startswith("["):
        try:
            host = str(IPv6Address(host[1:-1]))
        except ValueError:
            return None
    fits = 0 < len(host) <= LONGEST_NAME and (port is None or 0 < port <= HIGHEST_PORT)
    return Place(host, port) if fits else None


class Hosts(NamedTuple):
    """The names that are answered to; with ``any_address`` also every address in digits: no stranger can rename it."""

    names: frozenset[str]
    any_address: bool

    def has(self, host: str) -> bool:
        """Whether these are asked by this host; a machine's own names for itself always will do."""
        if host in self.names or host == LOOPBACK_NAME:
            return True
        address = _address(host)
        return address is not None and (self.any_address or address.is_loopback)


def hosts(allowed: Iterable[str]) -> Hosts:
    """Return the hosts that are answered to beside the loopback names; 0.0.0.0 and :: stand for every address.

    Raises ``TrackerError`` for what is no host, or has a port or scheme.
    """
    names, any_address = set(), False
    for written in allowed:
        try:
            plain = written.encode("idna").decode() if not written.isascii() else written
        except UnicodeError:
            plain = ""
        place = place_of(f"[{plain}]" if plain.count(":") > 1 and not plain.startswith("[") else plain)
        if place is None or place.port is not None:
            raise TrackerError(f"“{written}” is no host; one is named without scheme and port, as tracker.example is.")
        address = _address(place.host)
        any_address = any_address or (address is not None and address.is_unspecified)
        names.add(place.host)
    return Hosts(frozenset(names), any_address)


def is_loopback(host: str) -> bool:
    """Whether only this machine reaches what is served on a host."""
    place = place_of(f"[{host}]" if ":" in host else host)
    return place is not None and hosts(()).has(place.host)


def _address(host: str) -> IPv4Address | IPv6Address | None:
    try:
        return ip_address(host)
    except ValueError:
        return None


def is_foreign(asked: Request) -> bool:
    """Whether a request came from another site and may not: all but the opening of a page by a link.

    A call of the API with a token is nobody else's: a browser adds no token by itself.
    """
    if asked.blueprint == CALLS and asked.headers.get("Authorization", "").lower().startswith("bearer "):
        return False
    origin = asked.headers.get("Origin")
    if origin is not None and not _is_own(origin, asked.headers.get("Host", "")):
        return True
    if asked.headers.get("Sec-Fetch-Site", "") in OWN:
        return False
    opens_a_page = (
        asked.method in SAFE
        and asked.headers.get("Sec-Fetch-Mode", "navigate") == "navigate"
        and asked.headers.get("Sec-Fetch-Dest", "document") == "document"
    )
    return asked.endpoint in COSTLY or not opens_a_page


def _is_own(origin: str, host: str) -> bool:
    """Whether an origin is the site that was asked; its scheme may differ, as behind a proxy that ends TLS."""
    try:
        parts = urlsplit(origin)
        port = parts.port
    except ValueError:
        return False
    if parts.scheme not in USUAL_PORTS or f"{parts.scheme}://{parts.netloc}" != origin:
        return False
    here, there = place_of(host), place_of(parts.netloc)
    usual = USUAL_PORTS[parts.scheme]
    return here is not None and there is not None and (here.host, here.port or usual) == (there.host, port or usual)


def init_app(app: Flask, allowed: Iterable[str]) -> None:
    """Refuse, before anything else is done, what came by a name of somebody else's or from another site."""
    app.config["HOSTS"] = hosts(allowed)
    app.before_request(_refused)


def _refused() -> Response | None:
    place = place_of(request.headers.get("Host", ""))
    if place is None:
        return _without_page("The request names no host that can be; open the pages by the address they are served at.")
    if not current_app.config["HOSTS"].has(place.host):
        return _without_page(
            f"These pages do not answer to the name “{place.host}”; open them by the address they are served at, "
            f"or have them started with --allow-host {place.host}."
        )
    if is_foreign(request):
        raise ForeignError(
            "Another site asked for this in your name, which none may; open the page here and do it there."
        )
    if request.query_string.count(b"&") >= MOST_FIELDS:
        raise TrackerError(f"An address has at most {MOST_FIELDS} fields behind its question mark; send fewer.")
    return None


def _without_page(sentence: str) -> Response:
    """Answer with a sentence alone: a page would hold a token for its forms, and links to the name."""
    if request.path.startswith("/api/") or request.path.endswith(".json"):
        answer = jsonify(error=sentence)
        answer.status_code = 400
        return answer
    return Response(sentence + "\n", 400, mimetype="text/plain")
