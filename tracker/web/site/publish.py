"""Publishing: every page reached from the home page, with its further views, asked of the app and written as a file."""

from __future__ import annotations

import tempfile
from bisect import bisect_right
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path
from typing import Final
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit
from xml.sax.saxutils import escape

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.exceptions import HTTPException
from werkzeug.test import TestResponse

from tracker.models import TrackerError
from tracker.services import nouns, pages
from tracker.services.database import Database, open_database
from tracker.text.lexicon import rows
from tracker.web import site
from tracker.web.app import create_app
from tracker.web.marks import parts
from tracker.web.site import ADDRESS
from tracker.web.site import site_pages as pages_of_pages
from tracker.web.site.rewrite import DAY, FIRST, NUMBERED, Folder, file_of, relative, rewritten
from tracker.web.views.home import NOBODY_NAMED
from tracker.web.words import long_date

VIEWS: Final[Mapping[str, tuple[frozenset[str], ...]]] = {
    "documents.show": (frozenset({"part"}),),
    "claims.show": (frozenset({"part"}),),
    "figures.every": (frozenset({"measured", "unit"}), frozenset({"measure", "unit"}), frozenset({"saying"})),
}
"""The queries of a page that are published, beside the number of a page; each is a page of its own in the copy."""
KEPT: Final = 4_096
"""Documents whose parts are remembered: a few numbers each."""


class Views:
    """What a query stands for in the copy of one database."""

    def __init__(self, db: Database) -> None:
        self.db = db
        self._ends = lru_cache(maxsize=KEPT)(self._ends_of_parts)

    def of(self, endpoint: str, path: str, query: Mapping[str, str]) -> dict[str, str] | None:
        """Return the query that a link is published with, ``None`` where that view is not; first pages have none.

        A document with a claim chosen is the part of it that holds the claim.
        """
        if endpoint == "static":  # the version of a file is for the caches of a server
            return {}
        asked = dict(query)
        if endpoint == "documents.show" and "claim" in asked:
            asked["part"] = self._part(int(path.rpartition("/")[2]), asked.pop("claim"))
        asked = {name: value for name, value in asked.items() if name not in NUMBERED or value != FIRST}
        names = asked.keys() - {"page"}
        return asked if not names or names in VIEWS.get(endpoint, ()) else None

    def _part(self, document_id: int, claim: str) -> str:
        ends = self._ends(document_id)
        row = pages.claim(self.db, int(claim)) if len(ends) > 1 and claim.isdecimal() else None
        if row is None or row.document_id != document_id:
            return FIRST
        return str(min(bisect_right(ends, row.start), len(ends) - 1) + 1)

    def _ends_of_parts(self, document_id: int) -> tuple[int, ...]:
        """Return where the parts of a document end, in order."""
        return tuple(span.end for span in pages.cut(self.db, document_id, parts))


ASKED: Final = "http://published.invalid"
"""The address the pages believe they are asked at, where none is given."""
SEARCH: Final = "/search"
LOST: Final = "404.html"
"""What a host shows for an address that is not there, at whatever depth that is."""
ITALICS: Final = tuple(f"/static/fonts/{face}-latin-wght-italic.woff2" for face in ("newsreader", "source-sans-3"))
"""Named by the style sheet alone."""
STARTS: Final = ("/", SEARCH, "/names", "/copy", f"/{LOST}", "/static/published.js", "/static/published.css", *ITALICS)
"""What is published first; everything else is reached by links."""
SEARCHED: Final = frozenset({"q", "kind", "speaker", "document", "from", "to"})
"""Filters of the list of claims that the search of a published site knows."""
URLS_A_SITEMAP: Final = 50_000
"""More than this no sitemap may hold (sitemaps.org, protocol 0.9)."""
WITH_ADDRESSES: Final = (".argdown", ".jsonld", ".graphml", ".atom", ".feed.json", "/dossier.json")
"""Endings of files with whole addresses in them, of no use where the site's own address is not known."""


@dataclass(frozen=True, slots=True)
class Published:
    """What a publication came to: files in all, written now, removed; and pages that did not answer."""

    files: int
    written: int
    removed: int
    failed: tuple[str, ...]


def publish(
    database: Path,
    target: Path,
    *,
    address: str = "",
    with_history: bool = False,
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> Published:
    """Write a read-only site of a database into a folder; ``address`` is where it will be served, if known.

    The pages are made from a copy of the database, so that they show one moment. Without ``with_history`` the copy
    holds neither the record of changes nor the name of anybody who decided something. Raises ``TrackerError`` for a
    folder with other files in it.
    """
    if address and urlsplit(address).scheme not in ("http", "https"):
        raise TrackerError(f"“{address}” is no address of a site; it begins with http:// or https://.")
    folder = Folder(target, long_date(nouns.today().isoformat()))
    with tempfile.TemporaryDirectory(prefix="tracker-publish-") as place:
        copy = Path(place) / "claims.db"
        pages.copy(database, copy, stand_in=None if with_history else NOBODY_NAMED)
        pages_of_copy = _Site(copy, folder, address.rstrip("/"), with_history=with_history)
        pages_of_copy.write(progress)
    folder.finish()
    return Published(len(folder.now), folder.written, folder.removed, tuple(pages_of_copy.failed))


class _Site:
    """One publication under way."""

    def __init__(self, database: Path, folder: Folder, address: str, *, with_history: bool) -> None:
        self.database, self.folder, self.address, self.with_history = database, folder, address, with_history
        asked_by = urlsplit(address or ASKED).hostname or ""
        self.app: Flask = create_app(database, secret_key="none of a published site is signed", allow_hosts=[asked_by])  # noqa: S106 - nothing is signed with it
        self.app.register_blueprint(pages_of_pages)
        self.app.config[ADDRESS] = address
        self.adapter = self.app.url_map.bind("published.invalid")
        self.left_out = {row[0] for row in rows("web", "unpublished.tsv") if not (with_history and row[1] == "history")}
        self.base = address or ASKED
        self.queue = deque(STARTS)
        self.seen = set(STARTS)
        self.failed: list[str] = []

    def write(self, progress: Callable[[int, int], None]) -> None:
        """Write every file."""
        client = self.app.test_client()
        db = open_database(self.database)
        self._views = Views(db)
        done = 0
        while self.queue:
            path = self.queue.popleft()
            self._write(client, path)
            done += 1
            progress(done, done + len(self.queue))
        db.close()
        self._write_index()
        if self.address:
            self._write_sitemap()

    def _write(self, client: FlaskClient, path: str) -> None:
        response = client.get(path, base_url=self.base)
        name = file_of(path)
        if response.status_code in (301, 302, 303, 307, 308):
            self.folder.put(name, [self._moved(name, response.location)])
        elif response.status_code != 200:
            self.failed.append(path)
        elif name == LOST and not self.address:
            self.folder.put(name, [response.data])
        elif response.mimetype == "text/html" and "Content-Disposition" not in response.headers:
            self.folder.put(name, [self._page(name, path, response)])
        else:
            self.folder.put(name, response.iter_encoded())
        response.close()

    def _page(self, name: str, path: str, response: TestResponse) -> bytes:
        return rewritten(
            response.text,
            lambda address: self._turn(name, path, address),
            search=self._link(name, file_of(SEARCH)),
            note=self._note(name),
            history=self.with_history,
            canonical=f"{self.base}/{name}" if self.address and name != LOST else "",
        )

    def _note(self, name: str) -> str:
        about = self._link(name, file_of("/copy"))
        return (
            f'<div class="bar"><p class="published">A copy for reading, published on {DAY} by claim tracker '
            f'{escape(version("policy-claim-tracker"))}. <a href="{about}">What it holds</a></p></div>'
        )

    def _moved(self, name: str, location: str) -> bytes:
        link = self._turn(name, "/" + name, location) or relative(name, "index.html")
        return (
            f'<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><title>Moved</title>'
            f'<meta http-equiv="refresh" content="0; url={escape(link)}"></head>'
            f'<body><p>This page is now <a href="{escape(link)}">here</a>.</p></body></html>\n'
        ).encode()

    def _turn(self, name: str, path: str, address: str) -> str | None:
        """Return the link that stands for an address in a published page, and see that its page is published."""
        whole = urljoin(f"{self.base}{path}", address)
        if not whole.startswith(self.base + "/"):
            return address
        parts = urlsplit(whole[len(self.base) :])
        query = dict(parse_qsl(parts.query))
        if parts.path == "/claims" and query.keys() - {"page"}:
            return self._searched(name, query)
        endpoint = self._endpoint(parts.path)
        view = self._views.of(endpoint, parts.path, query) if endpoint else None
        if view is None:
            return None
        wanted = parts.path + (f"?{urlencode(view)}" if view else "")
        if wanted not in self.seen:
            self.seen.add(wanted)
            self.queue.append(wanted)
        return self._link(name, file_of(wanted)) + (f"#{parts.fragment}" if parts.fragment else "")

    def _link(self, name: str, file: str) -> str:
        """Return the link from one file to another; the page for lost addresses names all by the site's own path."""
        if name == LOST:
            return f"{urlsplit(self.address).path}/{relative('index.html', file)}"
        return relative(name, file)

    def _searched(self, name: str, query: dict[str, str]) -> str | None:
        """Return the link to the search that stands for a filtered list of claims, if the search can do that."""
        years = {query[key] for key in ("from", "to") if key in query}
        if query.keys() - SEARCHED - {"page"} or (
            years and (len(years) > 1 or "from" not in query or "to" not in query)
        ):
            return None
        kept = {key: value for key, value in query.items() if key not in ("from", "to", "page")}
        if years:
            kept["year"] = years.pop()
        return f"{self._link(name, file_of(SEARCH))}?{urlencode(kept)}"

    def _endpoint(self, path: str) -> str:
        """Return which page stands at a path; nothing for one that is not published."""
        if not self.address and path.endswith(WITH_ADDRESSES):
            return ""
        try:
            endpoint, _ = self.adapter.match(path, method="GET")
        except HTTPException:
            return ""
        left_out = endpoint in self.left_out or endpoint.partition(".")[0] in self.left_out
        return "" if left_out else str(endpoint)

    def _write_index(self) -> None:
        db = open_database(self.database)
        try:
            for name, text in site.index_pieces(pages.searched(db)):
                self.folder.put(name, [text.encode()])
        finally:
            db.close()

    def _write_sitemap(self) -> None:
        """Write the addresses of all pages for search engines (sitemaps.org, protocol 0.9)."""
        names = [name for name in self.folder.now if name.endswith("index.html")]
        space = "http://www.sitemaps.org/schemas/sitemap/0.9"
        parts = [names[at : at + URLS_A_SITEMAP] for at in range(0, len(names), URLS_A_SITEMAP)]
        maps = ["sitemap.xml"] if len(parts) == 1 else [f"sitemap-{n}.xml" for n in range(1, len(parts) + 1)]
        for file, part in zip(maps, parts, strict=True):
            self.folder.put(file, self._listed("urlset", "url", space, part))
        if len(maps) > 1:
            self.folder.put("sitemap.xml", self._listed("sitemapindex", "sitemap", space, maps))

    def _listed(self, root: str, item: str, space: str, names: list[str]) -> Iterator[bytes]:
        yield f'<?xml version="1.0" encoding="UTF-8"?>\n<{root} xmlns="{space}">\n'.encode()
        for name in names:
            place = escape(f"{self.address}/{relative('index.html', name)}")
            yield f"<{item}><loc>{place}</loc></{item}>\n".encode()
        yield f"</{root}>\n".encode()
