"""Addresses of the web that people give: which may be asked for at all, and which hosts are of the public net."""

from __future__ import annotations

import ipaddress
import re
import string
from collections.abc import Collection
from dataclasses import dataclass
from typing import Final
from urllib.parse import quote, urlsplit

from tracker.models import ReadError
from tracker.text.characters import printable

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
