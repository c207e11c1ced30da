"""Serving the pages on a port of this machine."""

from __future__ import annotations

import errno
from collections.abc import Callable
from pathlib import Path

from waitress.server import create_server

from tracker.models import TrackerError
from tracker.web.app import create_app

THREADS = 4
"""Requests answered at once: one reader's page and its files, and a second reader."""


def serve(db_path: str | Path, *, host: str, port: int, ready: Callable[[str], None]) -> None:
    """Serve until interrupted; call ``ready`` with the address once the port is open. Port 0 takes any free one.

    Raises ``TrackerError`` where the port is taken or the host is not an address of this machine.
    """
    app = create_app(db_path)
    try:
        server = create_server(app, host=host, port=port, threads=THREADS, ident=None)
    except OSError as error:
        raise TrackerError(_refusal(error, host, port)) from error
    try:
        ready(_address(host, _port_of(server, port)))
        server.run()
    except KeyboardInterrupt:
        pass
    finally:
        server.close()


def _refusal(error: OSError, host: str, port: int) -> str:
    if error.errno == errno.EADDRINUSE:
        return f"Port {port} is in use already; another one goes by --port or PORT=."
    if error.errno in (errno.EACCES, errno.EPERM):
        return f"Port {port} may not be opened by this user; one above 1023 can, by --port or PORT=."
    return f"The pages cannot be served on {host}, port {port}: {(error.strerror or 'unknown reason').lower()}."


def _port_of(server: object, port: int) -> int:
    """Return the port the server listens on; a host with several addresses gives a server with several sockets."""
    chosen = getattr(server, "effective_port", None)
    if chosen is None:
        listening = getattr(server, "effective_listen", [])
        chosen = listening[0][1] if listening else port
    return int(chosen)


def _address(host: str, port: int) -> str:
    shown = f"[{host}]" if ":" in host else host
    return f"http://{shown}:{port}"
