"""One page of the web, fetched safely: addresses judged, and connections opened to them, by this module alone.

A page is asked for with ``http.client`` of the standard library, since every read of a connection, the header's and the
TLS handshake's too, has to end within one limit, and the connection has to go to the very IP address that was judged:
a name that is looked up twice may lead elsewhere the second time. No proxy of the environment is used, for a proxy
would look the name up anew; no cookie, no referrer and no user's name is sent."""

from __future__ import annotations

import http.client
import io
import ipaddress
import math
import re
import socket
import ssl
import string
import threading
import time
import zlib
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import closing, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache
from importlib.metadata import version
from typing import Final, cast
from urllib.parse import quote, urljoin, urlsplit

from protego import Protego

from tracker.ingest.reader import MAX_BYTES
from tracker.models import ReadError
from tracker.text.words import printable

PROGRAM: Final = "policy-claim-tracker"
"""The name the program gives itself, and under which a robots.txt may speak to it."""
LONGEST_HEADER = 500
"""Characters of a header that is kept; a longer validator is of no use to anybody."""
MOST_ROBOTS_BYTES = 500 * 2**10
"""Bytes of a robots.txt that are read (RFC 9309, section 2.5); what stands behind them is left out."""
PIECE = 2**16
"""Bytes read at a time."""
MOST_ADDRESSES = 4
"""IP addresses of one name that are tried."""

Resolver = Callable[[str, int], list[str]]
"""Gives the IP addresses of a name; raises ``OSError`` where it has none."""


def looked_up(host: str, port: int) -> list[str]:
    """Return the IP addresses of a name as the system finds them."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


@dataclass(frozen=True, slots=True)
class FetchSettings:
    """What may be fetched, and how long and how large it may be.

    ``allowed`` names hosts that may be anywhere, also inside the own network, as ``host`` (on the usual ports) or
    ``host:port``. ``robots`` keeps what was read of robots.txt files, for the addresses of one batch.
    """

    allowed: frozenset[str] = frozenset()
    connect_seconds: float = 10
    read_seconds: float = 15
    overall_seconds: float = 30
    most_redirects: int = 8
    most_bytes: int = MAX_BYTES
    resolve: Resolver = looked_up
    robots: dict[str, Protego] = field(default_factory=dict, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Known:
    """What an earlier capture of a page keeps of its headers, with the address they belong to."""

    final_address: str
    etag: str | None = None
    last_modified: str | None = None


@dataclass(frozen=True, slots=True)
class Fetched:
    """One page as it came: where it was asked for, where it was in the end, its bytes and the headers worth keeping.

    ``status`` 304 means that it is as it was known, and has no bytes. ``captured_at`` is UTC.
    """

    address: str
    final_address: str
    status: int
    data: bytes
    content_type: str
    etag: str | None
    last_modified: str | None
    captured_at: str

    @property
    def unchanged(self) -> bool:
        """Whether the server says that the page is as it was known."""
        return self.status == http.client.NOT_MODIFIED


def fetch(address: str, settings: FetchSettings, known: Known | None = None) -> Fetched:
    """Return the page at an address of the web; one that is ``known`` is asked whether it changed.

    Raises ``ReadError`` with one sentence, and nothing else, whatever the address and whoever answers.
    """
    asked = Address.of(address, settings.allowed)
    clock = _Clock(settings)
    try:
        return _followed(asked, settings, clock, known)
    except TimeoutError:
        raise ReadError(
            f"{asked.shown} took longer than {_seconds(settings, clock)} to answer; try again later, or save the page "
            "in your browser and add the file."
        ) from None
    except ssl.SSLCertVerificationError as error:
        raise ReadError(f"{asked.shown} cannot prove that it is itself: {_lower(error.verify_message)}.") from None
    except (OSError, http.client.HTTPException, ValueError) as error:
        raise ReadError(f"{asked.shown} could not be fetched: {_reason(error)}.") from None


def _seconds(settings: FetchSettings, clock: _Clock) -> str:
    limit = settings.overall_seconds if clock.is_over else settings.read_seconds
    return f"{limit:g} seconds"


def _reason(error: Exception) -> str:
    match error:
        case socket.gaierror():
            return "there is no such host"
        case ConnectionRefusedError():
            return "nobody answers there"
        case ssl.SSLError():
            return "its encryption failed"
        case http.client.IncompleteRead() | http.client.RemoteDisconnected() | ConnectionError():
            return "the connection broke off"
        case OSError() if error.strerror:
            return _lower(error.strerror)
        case _:
            return "what answered does not keep to HTTP"


def _lower(words: str) -> str:
    return words[:1].lower() + words[1:].rstrip(".")


class _Clock:
    """What is left of the time that one fetch may take."""

    def __init__(self, settings: FetchSettings) -> None:
        self._end = time.monotonic() + settings.overall_seconds
        self._step = settings.read_seconds

    @property
    def is_over(self) -> bool:
        return time.monotonic() >= self._end

    def left(self, step: float | None = None) -> float:
        """Return the seconds that one step may take; raises ``TimeoutError`` where none are left."""
        left = self._end - time.monotonic()
        if left <= 0:
            raise TimeoutError
        return min(left, step or self._step)


class _Reads(io.RawIOBase):
    """The bytes of a connection, each read of which ends within what is left of the time."""

    def __init__(self, connected: socket.socket, clock: _Clock) -> None:
        self._connected, self._clock = connected, clock

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        self._connected.settimeout(self._clock.left())
        return self._connected.recv_into(buffer)

    def makefile(self, _: str) -> io.BufferedReader:
        """Return a reader of whole lines, which is all that ``HTTPResponse`` asks of a socket."""
        return io.BufferedReader(self)


class _Pinned(http.client.HTTPConnection):
    """A connection to an IP address that was judged, whatever the name of its host leads to by then."""

    def __init__(self, address: Address, ips: list[str], settings: FetchSettings, clock: _Clock) -> None:
        super().__init__(address.host, address.port)
        self._address, self._ips, self._settings, self._clock = address, ips, settings, clock

    def connect(self) -> None:
        """Connect to the first of the IP addresses that answers; over TLS the certificate has to be the host's."""
        connected = self._reached()
        try:
            connected.settimeout(self._clock.left())
            secure = self._address.scheme == "https"
            self.sock = _tls().wrap_socket(connected, server_hostname=self._address.host) if secure else connected
        except BaseException:
            connected.close()
            raise

    def _reached(self) -> socket.socket:
        failed: OSError = OSError("there is no such host")
        for ip in self._ips[:MOST_ADDRESSES]:
            try:
                return socket.create_connection(
                    (ip, self._address.port), timeout=self._clock.left(self._settings.connect_seconds)
                )
            except OSError as error:
                failed = error
        raise failed

    def answer(self, headers: Mapping[str, str]) -> http.client.HTTPResponse:
        """Send the request and return the answer, its body unread."""
        self.request("GET", self._address.target, headers=headers)
        response = http.client.HTTPResponse(cast(socket.socket, _Reads(self.sock, self._clock)), method="GET")
        response.begin()
        return response


@cache
def _tls() -> ssl.SSLContext:
    return ssl.create_default_context()


def _ips(address: Address, settings: FetchSettings, clock: _Clock) -> list[str]:
    """Return the IP addresses of a host, all of which may be asked."""
    ips = [address.ip] if address.ip else _resolved(address, settings, clock)
    if not address.is_named(settings.allowed) and not all(may_be_asked(ip) for ip in ips):
        raise inside(address.shown)
    return ips


def _resolved(address: Address, settings: FetchSettings, clock: _Clock) -> list[str]:
    """Look a name up within the time that is left; the system's own look-up has no limit that could be set."""
    found: list[str] = []
    failed: list[OSError] = []

    def look() -> None:
        try:
            found.extend(settings.resolve(address.host, address.port))
        except UnicodeError:
            failed.append(socket.gaierror("no name"))
        except OSError as error:
            failed.append(error)

    thread = threading.Thread(target=look, daemon=True)
    thread.start()
    thread.join(clock.left(settings.connect_seconds))
    if thread.is_alive():
        raise TimeoutError
    if failed or not found:
        raise socket.gaierror("no such host")
    return found


def _headers(address: Address, known: Known | None) -> dict[str, str]:
    headers = {
        "Host": address.named_host,
        "User-Agent": f"{PROGRAM}/{version(PROGRAM)} (fetches single pages when a person asks for them)",
        "Accept": "text/html, application/xhtml+xml, application/pdf, text/*;q=0.9, */*;q=0.5",
        "Accept-Language": "en, *;q=0.5",
        "Accept-Encoding": "gzip",
        "Connection": "close",
    }
    if known is not None and known.final_address == address.written:
        headers |= {"If-None-Match": known.etag} if known.etag else {}
        headers |= {"If-Modified-Since": known.last_modified} if known.last_modified else {}
    return headers


MOVED: Final = frozenset({301, 302, 303, 307, 308})


def _followed(asked: Address, settings: FetchSettings, clock: _Clock, known: Known | None) -> Fetched:
    """Ask for a page, and for the one that the answer sends to instead, as often as the settings allow."""
    here, seen = asked, set[str]()
    while True:
        seen.add(here.written)
        _ask_robots(here, settings, clock)
        with closing(_Pinned(here, _ips(here, settings, clock), settings, clock)) as connection:
            response = connection.answer(_headers(here, known))
            if response.status not in MOVED:
                return _taken(asked, here, response, settings, known)
            here = _next(asked, here, response, settings)
        if here.written in seen:
            raise ReadError(f"{asked.shown} leads round in a circle, back to {here.shown}.")
        if len(seen) > settings.most_redirects:
            raise ReadError(f"{asked.shown} leads on more than {settings.most_redirects} times; no page does.")


def _next(asked: Address, here: Address, response: http.client.HTTPResponse, settings: FetchSettings) -> Address:
    location = response.getheader("Location")
    if not location:
        raise ReadError(f"{asked.shown} leads on, but does not say where to.")
    with suppress(UnicodeError):  # http.client takes every header for Latin-1, and most that are not ASCII are UTF-8
        location = location.encode("latin-1").decode("utf-8")
    try:
        target = urljoin(here.written, location.strip())
    except ValueError:
        target = location
    try:
        return Address.of(target, settings.allowed)
    except ReadError as error:
        raise ReadError(f"{asked.shown} leads on to another address: {error.message}") from None


def _taken(
    asked: Address, here: Address, response: http.client.HTTPResponse, settings: FetchSettings, known: Known | None
) -> Fetched:
    """Return what answered; raises ``ReadError`` where that is no page."""
    unchanged = response.status == http.client.NOT_MODIFIED and known is not None
    if not unchanged and response.status not in (http.client.OK, http.client.NON_AUTHORITATIVE_INFORMATION):
        raise ReadError(f"{asked.shown} {_refusal(response)}")
    return Fetched(
        address=asked.written,
        final_address=here.written,
        status=response.status,
        data=b"" if unchanged else b"".join(_unpacked(asked, response, settings.most_bytes)),
        content_type=_kept(response, "Content-Type") or "",
        etag=_kept(response, "ETag"),
        last_modified=_kept(response, "Last-Modified"),
        captured_at=datetime.now(UTC).isoformat(timespec="seconds"),
    )


def _kept(response: http.client.HTTPResponse, name: str) -> str | None:
    """Return a header that can be kept and sent again."""
    value = (response.getheader(name) or "").strip()
    return value if value and len(value) <= LONGEST_HEADER and value.isascii() and value.isprintable() else None


def _refusal(response: http.client.HTTPResponse) -> str:
    """Return the end of a sentence that says what a status means for a person."""
    status = response.status
    named = http.client.responses.get(status)
    told = f"answered {status}" + (f" ({named})" if named else "")
    if status in (404, 410):
        return f"{told}: there is no such page, or no longer."
    if status in (401, 402, 403, 407, 451):
        return f"{told}: it does not give this page to programs; save it in your browser and add the file."
    if status == 429 or status >= 500:
        return f"{told}: it is busy or out of order; try again later."
    return f"{told} instead of a page."


def _unpacked(asked: Address, response: http.client.HTTPResponse, most: int) -> Iterator[bytes]:
    """Yield the bytes of a page, unpacked; raises ``ReadError`` where they are too many or break off."""
    packing = (response.getheader("Content-Encoding") or "identity").strip().lower()
    declared = response.length
    if declared is not None and declared > most:
        raise _too_large(asked, most)
    if packing in ("", "identity"):
        pieces = _pieces(response)
    elif packing in ("gzip", "x-gzip"):
        pieces = _gunzipped(asked, _pieces(response))
    else:
        raise ReadError(f"{asked.shown} is packed in a way that was not asked for ({printable(packing)[:20]}).")
    count = 0
    for piece in pieces:
        count += len(piece)
        if count > most:
            raise _too_large(asked, most)
        yield piece


def _pieces(response: http.client.HTTPResponse) -> Iterator[bytes]:
    while piece := response.read(PIECE):
        yield piece
    if response.length:  # a length that was declared, and not all of it came
        raise http.client.IncompleteRead(b"", response.length)


def _gunzipped(asked: Address, pieces: Iterator[bytes]) -> Iterator[bytes]:
    """Unpack gzip a piece at a time, so that a small answer never becomes a large one at once."""
    unpacker = zlib.decompressobj(zlib.MAX_WBITS | 16)
    try:
        for piece in pieces:
            while piece:
                if unpacker.eof:  # a file may hold several members, one after the other (RFC 1952, section 2.2)
                    unpacker = zlib.decompressobj(zlib.MAX_WBITS | 16)
                yield unpacker.decompress(piece, PIECE)
                piece = unpacker.unused_data if unpacker.eof else unpacker.unconsumed_tail
    except zlib.error:
        raise ReadError(f"{asked.shown} is packed, and damaged, so that it could not be unpacked.") from None
    if not unpacker.eof:
        raise http.client.IncompleteRead(b"")


def _too_large(asked: Address, most: int) -> ReadError:
    return ReadError(f"{asked.shown} is larger than {math.ceil(most / 2**20)} MB, the most that can be added.")


def _ask_robots(address: Address, settings: FetchSettings, clock: _Clock) -> None:
    """Raise ``ReadError`` where the robots.txt of a host asks programs not to fetch a page (RFC 9309)."""
    rules = settings.robots.get(address.origin)
    if rules is None:
        rules = settings.robots[address.origin] = Protego.parse(_robots_text(address, settings, clock))
    if not rules.can_fetch(address.written, PROGRAM):
        raise ReadError(
            f"{address.shown} is not for programs: its robots.txt asks them not to fetch it; save the page in your "
            "browser and add the file."
        )


def _robots_text(address: Address, settings: FetchSettings, clock: _Clock) -> str:
    """Return the robots.txt of a host, blank where it has none; one that cannot be read stands in the way.

    RFC 9309, section 2.3.1: up to five redirects are followed, a status of 400 to 499 means that there is none.
    """
    here = Address(address.scheme, address.host, address.port, "/robots.txt")
    for _ in range(6):
        with closing(_Pinned(here, _ips(here, settings, clock), settings, clock)) as connection:
            response = connection.answer(_headers(here, None))
            if response.status in MOVED:
                here = _next(here, here, response, settings)
            elif response.status >= 500:
                raise ReadError(f"{here.shown} {_refusal(response)}")
            elif response.status == http.client.OK:
                return _beginning(here, response)
            else:
                return ""
    return ""


def _beginning(address: Address, response: http.client.HTTPResponse) -> str:
    data = b""
    for piece in _unpacked(address, response, MAX_BYTES):
        data += piece
        if len(data) >= MOST_ROBOTS_BYTES:
            break
    return data[:MOST_ROBOTS_BYTES].decode("utf-8", "replace")


USUAL_PORTS: Final = {"http": 80, "https": 443}
LONGEST_ADDRESS = 2_000
"""Characters: browsers and servers cut longer ones."""
LONGEST_SHOWN = 120
"""Characters of an address that a sentence repeats."""
_HOST_CHARACTERS: Final = frozenset(string.ascii_lowercase + string.digits + "-._")
_SAFE = "!#$%&'()*+,/:;=?@[]~"
"""What stays as it is in a path or a query (RFC 3986, section 2.2), a percent sign among them."""
_INSIDE_NAMES: Final = ("localhost", "local", "internal", "intranet", "lan", "home.arpa")
"""Names that only mean something inside a network (RFC 6761, 6762, 8375 and ICANN's .internal)."""


@dataclass(frozen=True, slots=True)
class Address:
    """An address that may be asked for: checked as far as that goes without a look-up of its name.

    ``host`` is in ASCII, ``target`` what the request names, path and query.
    """

    scheme: str
    host: str
    port: int
    target: str

    @classmethod
    def of(cls, address: str, allowed: Collection[str]) -> Address:
        """Return an address as it is asked for; raises ``ReadError`` with the reason why it is not.

        ``allowed`` are hosts that may be anywhere, as ``host`` or ``host:port``. What stands behind ``#`` is left out:
        it is never sent.
        """
        address = address.strip()
        shown = _shown(address)
        if len(address) > LONGEST_ADDRESS:
            raise ReadError(f"{shown} is no web address; one has at most {LONGEST_ADDRESS:,} characters.")
        if not address.isprintable() or " " in address or "\\" in address:  # programs read these in different ways
            raise ReadError(f"{shown} is no web address; one has no blanks and no backslashes.")
        try:
            parts = urlsplit(address)
            scheme, host, port = parts.scheme.lower(), parts.hostname or "", parts.port
            host = _ascii(host)
        except ValueError:
            raise ReadError(f"{shown} is no web address that could be read.") from None
        if scheme not in USUAL_PORTS:
            raise ReadError(f"{shown} is no web address; one begins with https:// or http://.")
        if not host:
            raise ReadError(f"{shown} names no host.")
        if "@" in parts.netloc:
            raise ReadError("An address with a user's name or a password in it is not fetched; leave them out.")
        target = quote(parts.path or "/", safe=_SAFE) + (f"?{quote(parts.query, safe=_SAFE)}" if parts.query else "")
        found = cls(scheme, host, port or USUAL_PORTS[scheme], target)
        if port == 0 or not found.is_named(allowed):
            found._judge(port)
        return found

    def _judge(self, port: int | None) -> None:
        """Raise ``ReadError`` for a host or a port that is only asked where a setting names it."""
        if port is not None and port not in USUAL_PORTS.values():
            raise ReadError(f"{self.shown} is on port {port}; only the usual ports of the web, 80 and 443, are asked.")
        if self.ip is not None:
            if not may_be_asked(self.ip):
                raise inside(self.shown)
        elif _is_number(self.host):
            raise ReadError(f"{self.shown} writes a number for its host; write the host's name.")
        elif "." not in self.host or self.host.endswith(tuple(f".{name}" for name in _INSIDE_NAMES)):
            raise inside(self.shown)

    def is_named(self, allowed: Collection[str]) -> bool:
        """Whether this host and port are among those that may be anywhere."""
        names = {name.strip().lower() for name in allowed}
        return self.place in names or (self.port == USUAL_PORTS[self.scheme] and self._host_shown in names)

    @property
    def ip(self) -> str | None:
        """The IP address that stands for the host, written as such; ``None`` for a name."""
        try:
            return str(ipaddress.ip_address(self.host))
        except ValueError:
            return None

    @property
    def _host_shown(self) -> str:
        return f"[{self.host}]" if ":" in self.host else self.host

    @property
    def place(self) -> str:
        """Host and port."""
        return f"{self._host_shown}:{self.port}"

    @property
    def named_host(self) -> str:
        """What the header Host says: the host, and the port where it is not the usual one."""
        return self._host_shown if self.port == USUAL_PORTS[self.scheme] else self.place

    @property
    def origin(self) -> str:
        """Scheme, host and port."""
        return f"{self.scheme}://{self.named_host}"

    @property
    def written(self) -> str:
        """The whole address."""
        return self.origin + self.target

    @property
    def shown(self) -> str:
        """The address as a sentence repeats it."""
        return _shown(self.written)


def _shown(address: str) -> str:
    """Return an address for a sentence: printable, not too long, and never with a password."""
    address = re.sub(r"//[^/?#]*@", "//", address)
    return printable(address if len(address) <= LONGEST_SHOWN else f"{address[:LONGEST_SHOWN]}…")


def _ascii(host: str) -> str:
    """Return a host's name in ASCII, in lower case, without the full stop that may end it."""
    if ":" in host:
        return str(ipaddress.IPv6Address(host.partition("%")[0]))
    name = host.encode("idna").decode("ascii").lower().removesuffix(".")
    if not set(name) <= _HOST_CHARACTERS:
        raise ValueError(f"{name} is no name of a host")
    return name


def _is_number(host: str) -> bool:
    """Whether a host's last part is a number: then programs take the whole for an IPv4 address, in forms of old."""
    return re.fullmatch(r"0x[0-9a-f]*|[0-9]+", host.rpartition(".")[2]) is not None


def inside(shown: str) -> ReadError:
    """Return the refusal of an address that leads inside a network."""
    return ReadError(
        f"{shown} leads inside a network, where nothing is fetched but from hosts that --allow-fetch names."
    )


Ip = ipaddress.IPv4Address | ipaddress.IPv6Address
_GLOBAL_V6: Final = ipaddress.IPv6Network("2000::/3")
"""All that is given out for hosts of the whole net (IANA's IPv6 address space registry)."""
_TRANSLATED_V6: Final = (ipaddress.IPv6Network("64:ff9b::/96"), ipaddress.IPv6Network("::ffff:0:0/96"))
"""IPv4 addresses inside IPv6 ones: NAT64 (RFC 6052) and mapped (RFC 4291); they are judged by the inner address."""
_NEVER: Final = tuple(
    map(
        ipaddress.ip_network,
        (
            "192.0.0.0/24",  # protocol assignments (RFC 6890)
            "192.88.99.0/24",  # relays of 6to4 (RFC 7526)
            "168.63.129.16/32",  # a cloud's own service, on an address that looks like any other
            "2001::/23",  # protocol assignments, Teredo among them (RFC 4380), which hides an IPv4 address
            "2001:db8::/32",  # documentation (RFC 3849)
            "2002::/16",  # 6to4, which hides an IPv4 address (RFC 3056)
            "3fff::/20",  # documentation (RFC 9637)
        ),
    )
)
"""Parts of the public address space that lead to no page, or past the judgement."""


def may_be_asked(ip: str) -> bool:
    """Whether an IP address is one of the public net, and no private, local, shared or reserved one, nor a group's.

    >>> may_be_asked("93.184.215.14"), may_be_asked("169.254.169.254"), may_be_asked("::ffff:127.0.0.1")
    (True, False, False)
    """
    try:
        found: Ip = ipaddress.ip_address(ip)
    except ValueError:
        return False
    if isinstance(found, ipaddress.IPv6Address):
        if any(found in network for network in _TRANSLATED_V6):
            found = ipaddress.IPv4Address(found.packed[-4:])
        elif found not in _GLOBAL_V6:
            return False
    return found.is_global and not found.is_multicast and not found.is_reserved and not any(found in n for n in _NEVER)
