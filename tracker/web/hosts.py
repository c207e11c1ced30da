"""Whom the pages answer: the names they may be asked by, and the sites that a request may come from.

There are no accounts, so who reaches the pages can decide. A page of another site that a reader opens can make the
reader's browser ask here, too: under a name of its own that leads to this machine (DNS rebinding), or across sites.
The first is told by the header Host; the second by Origin and Sec-Fetch-Site, which no script can write
(https://fetch.spec.whatwg.org, https://www.w3.org/TR/fetch-metadata). What a proxy adds, such as X-Forwarded-Host, is
never read: anybody can send it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from ipaddress import IPv4Address, IPv6Address, ip_address
from typing import Final, NamedTuple
from urllib.parse import urlsplit

from flask import Flask, Request, Response, current_app, jsonify, request

from tracker.models import TrackerError

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
    return None


def _without_page(sentence: str) -> Response:
    """Answer with a sentence alone: a page would hold a token for its forms, and links to the name."""
    if request.path.startswith("/api/") or request.path.endswith(".json"):
        answer = jsonify(error=sentence)
        answer.status_code = 400
        return answer
    return Response(sentence + "\n", 400, mimetype="text/plain")
