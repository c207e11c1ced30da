"""A small site of the web, served from a thread of the tests, whose pages can be changed while it runs."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from tests.web.running import running

ROOM = "127.0.0.1"


@dataclass(frozen=True)
class Answer:
    """What a page answers."""

    body: bytes = b""
    content_type: str | None = "text/html; charset=utf-8"
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)


Page = Answer | Callable[["Handler"], None]
"""An answer, or what writes one itself."""


class Site(ThreadingHTTPServer):
    """Pages by their paths, and the paths and headers of the requests that came."""

    daemon_threads = True
    block_on_close = False

    def __init__(self) -> None:
        super().__init__((ROOM, 0), Handler)
        self.pages: dict[str, Page] = {}
        self.asked: list[tuple[str, dict[str, str]]] = []
        self.over = threading.Event()

    @property
    def place(self) -> str:
        return f"{ROOM}:{self.server_port}"

    @property
    def address(self) -> str:
        return f"http://{self.place}"

    def paths(self) -> list[str]:
        return [path for path, _ in self.asked]

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing where whoever asked has left."""


class Handler(BaseHTTPRequestHandler):
    server: Site

    def do_GET(self) -> None:
        self.server.asked.append((self.path, dict(self.headers)))
        page = self.server.pages.get(self.path, Answer(b"Nothing here.", status=404))
        if not isinstance(page, Answer):
            page(self)
            return
        if page.headers.get("ETag") and self.headers["If-None-Match"] == page.headers["ETag"]:
            page = Answer(b"", None, 304)
        self.send_response(page.status)
        if page.content_type is not None:
            self.send_header("Content-Type", page.content_type)
        for name, value in page.headers.items():
            self.send_header(name, value)
        if page.status != 304 and "Content-Length" not in page.headers:
            self.send_header("Content-Length", str(len(page.body)))
        self.end_headers()
        self.wfile.write(page.body)

    def log_message(self, format: str, *args: Any) -> None:
        """Print nothing."""


def moved(location: str, status: int = 302) -> Answer:
    return Answer(status=status, headers={"Location": location})


def article(
    assaults: str = "1,240",
    *,
    title: str = "Quill rules out armed patrols",
    beside: str = "",
    canonical: str = "/news/patrols",
) -> Answer:
    """Return a page with an article of three claims; what is beside it is no part of its text."""
    page = f"""<!doctype html><html lang="en"><head><title>{title}</title>
<link rel="canonical" href="{canonical}"><meta property="og:site_name" content="The Saltmere Gazette">
<meta property="article:published_time" content="2022-03-14T09:00:00+00:00"></head><body><article><h1>{title}</h1>
<p>Chief Constable Mara Quill said armed patrols would not become routine in Saltmere.</p>
<p>“We are not planning routine armed patrols in Saltmere,” she told the harbour council.</p>
<p>There were {assaults} recorded assaults on officers last year, an increase of 12.5% on the previous year.</p>
</article><!-- {beside} --></body></html>"""
    return Answer(page.encode())


@contextmanager
def served() -> Iterator[Site]:
    """Serve a site without pages for a block."""
    site = Site()
    with running(site):
        try:
            yield site
        finally:
            site.over.set()
