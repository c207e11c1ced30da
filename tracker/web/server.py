"""Serving the pages on a port of this machine."""

from __future__ import annotations

import errno
import gc
import socket
from collections.abc import Callable, Iterable
from pathlib import Path

from waitress.server import create_server

from tracker.models import TrackerError
from tracker.web.app import create_app

THREADS = 4
"""Requests answered at once: one reader's page and its files, and a second reader."""


def serve(
    db_path: str | Path,
    *,
    host: str,
    port: int,
    allow_fetch: Iterable[str] = (),
    allow_hosts: Iterable[str] = (),
    ready: Callable[[str], None],
) -> None:
    """Serve until interrupted; call ``ready`` with the address once the port is open. Port 0 takes any free one.

    ``allow_fetch`` names hosts inside the own network that pages may be fetched from, ``allow_hosts`` those that the
    pages are asked by beside the loopback names and the host they are served on.
    Raises ``TrackerError`` where the port is taken or the host is no address of this machine.
    """
    app = create_app(db_path, allow_fetch=allow_fetch, allow_hosts=[*allow_hosts, *([host] if host else [])])
    settle()
    listening = _listening(host, port)
    server = create_server(app, sockets=[listening], threads=THREADS, ident=None)
    try:
        ready(_address(host, listening.getsockname()[1]))
        server.run()
    except KeyboardInterrupt:
        pass
    finally:
        server.close()


def settle() -> None:
    """Take what is loaded out of the rounds of the garbage collector: none of it is ever garbage.

    A page that reads thousands of rows sets off a full round, which took 70 ms with all modules in it.
    """
    gc.collect()
    gc.freeze()


def _listening(host: str, port: int) -> socket.socket:
    """Return a socket that listens already, so that whoever is told of the address is answered."""
    try:
        return socket.create_server((host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET)
    except OSError as error:
        raise TrackerError(_refusal(error, host, port)) from error


def _refusal(error: OSError, host: str, port: int) -> str:
    if error.errno == errno.EADDRINUSE:
        return f"Port {port} is in use already; another one goes by --port or PORT=."
    if error.errno in (errno.EACCES, errno.EPERM):
        return f"Port {port} may not be opened by this user; one above 1023 can, by --port or PORT=."
    if error.errno == errno.EADDRNOTAVAIL or isinstance(error, socket.gaierror):
        return f"{host} is no address of this machine."
    return f"The pages cannot be served on {host}, port {port}: {(error.strerror or 'unknown reason').lower()}."


def _address(host: str, port: int) -> str:
    shown = f"[{host}]" if ":" in host else host
    return f"http://{shown}:{port}"
