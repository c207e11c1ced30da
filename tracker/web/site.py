"""Publishing: every page reached from the home page, with its further views, asked of the app and written as a file.

Pages that only a published site has come with it, and the index it is searched by in the browser: a reader's query
loads one piece for each of its words and one for each screen of answers, so that a site of a hundred thousand claims
answers with some hundred kilobytes.

Frozen-Flask was tried and fails, on the demonstration database: it writes 101 of 1,484 addresses, since a page and the
folder of its parts have one name; with files named as here, 363 of its 497 pages have links that hold on a server's
root alone and 466 a form that posts, every query is dropped (so no second page of a list, no second part of a text),
and it removes whatever else lies in the folder."""

from __future__ import annotations

import hashlib
import json
import tempfile
import unicodedata
from base64 import b64encode
from bisect import bisect_right
from collections import defaultdict, deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path
from typing import Any, Final
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit
from xml.sax.saxutils import escape

from flask import Blueprint, Flask, current_app, render_template
from flask.testing import FlaskClient
from flask.typing import ResponseReturnValue
from markupsafe import Markup
from werkzeug.exceptions import HTTPException
from werkzeug.test import TestResponse

from tracker.cite.snippets import stances
from tracker.models import NotFoundError, TrackerError
from tracker.models.claims import ClaimInPlace
from tracker.models.documents import DatedSpeaker
from tracker.services import nouns, pages
from tracker.services import pages as services_pages
from tracker.services.database import Database, open_database
from tracker.text.lexicon import rows, words
from tracker.text.words import INDEXED
from tracker.web.app import create_app
from tracker.web.marks import parts
from tracker.web.request import db
from tracker.web.rewrite import DAY, FIRST, NUMBERED, Folder, file_of, relative, rewritten
from tracker.web.views.home import NOBODY_NAMED
from tracker.web.words import glossary, long_date

site_pages = Blueprint("published", __name__)

ADDRESS = "PUBLISHED_ADDRESS"
"""Where the app is told the address of the site that is published; empty where it is not known."""
OTHER = "other"
"""The heading of names that begin with no Latin letter."""


@site_pages.get("/search")
def search() -> ResponseReturnValue:
    """Show the search, and other ways in for browsers without JavaScript."""
    kinds = [term for term in glossary() if term.group == "kind"]
    return render_template("published/search.html", totals=nouns.totals(db()), letters=_letters(), kinds=kinds)


@site_pages.get("/names")
def names() -> ResponseReturnValue:
    """Show the letters that speakers' names begin with."""
    return render_template("published/names.html", letters=_letters(), letter=None, rows=[])


@site_pages.get("/names/<letter>")
def named(letter: str) -> ResponseReturnValue:
    """Show the speakers whose names begin with a letter, by name."""
    letters = _letters()
    if letter not in letters:
        raise NotFoundError(f"No speaker's name begins with {letter}.")
    rows = sorted(letters[letter], key=lambda speaker: speaker.name.casefold())
    return render_template("published/names.html", letters=letters, letter=letter, rows=rows)


@site_pages.get("/copy")
def about() -> ResponseReturnValue:
    """Say what this copy is, and what is left out of it."""
    return render_template(
        "published/about.html", totals=nouns.totals(db()), has_address=bool(current_app.config[ADDRESS])
    )


@site_pages.get("/404.html")
def lost() -> ResponseReturnValue:
    """Show what a host shows for an address that is not there, however deep it is.

    Where the address of the site is known the links hold from anywhere; where it is not, the page has no link and no
    file beside it, and looks for its home page itself.
    """
    if current_app.config[ADDRESS]:
        return render_template("published/lost.html")
    style, script = (_static(name) for name in ("lost.css", "lost.js"))
    hashes = {"style_hash": _source(style), "script_hash": _source(script)}
    own = {"style": Markup(style), "script": Markup(script)}  # noqa: S704 - files of this package
    return render_template("published/lost_anywhere.html", day=DAY, **own, **hashes)


def _static(name: str) -> str:
    return Path(current_app.static_folder or "", name).read_text(encoding="utf-8")


def _source(text: str) -> Markup:
    """Return the hash by which a policy allows just this text in a page (Content Security Policy 3, 2.3.1)."""
    return Markup("sha256-" + b64encode(hashlib.sha256(text.encode()).digest()).decode())  # noqa: S704 - a hash in base64


def _letters() -> dict[str, list[DatedSpeaker]]:
    """Return the speakers by the letter that their names begin with, in order of the alphabet."""
    found: dict[str, list[DatedSpeaker]] = defaultdict(list)
    for speaker in services_pages.speakers(db()):
        first = unicodedata.normalize("NFKD", speaker.name[:1]).lower()[:1]
        found[first if first.isascii() and first.isalpha() else OTHER].append(speaker)
    return dict(sorted(found.items(), key=lambda pair: (pair[0] == OTHER, pair[0])))


INDEX_FOLDER: Final = "search"
PER_PIECE: Final = 100
"""Claims in one file of answers: some 30 kilobytes."""
SHARDS: Final = 64
"""Files that speakers and documents are spread over."""
LONGEST_INDEXED: Final = 280
"""Characters of a claim that an answer shows."""


def indexed_terms(text: str) -> set[str]:
    """Return the words and figures of a text as the index has them; static/published.js cuts a query alike.

    >>> sorted(indexed_terms("Café: 7,140 of 19.1%"))
    ['19.1', '7140', 'cafe']
    """
    plain = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c)).lower()
    return {word.replace(",", "") for word in INDEXED.findall(plain)} - words("text", "stop_words.tsv")


def piece_of(term: str) -> str:
    """Return the name of the piece that holds a word: its first two characters, written so that any host serves it.

    >>> piece_of("patrols"), piece_of("7"), piece_of("ßa")
    ('pa', '7_', 'df-61')
    """
    start = (term + "_")[:2]
    return start if start.isascii() else "-".join(f"{ord(char):x}" for char in start)


def _stance(claim: ClaimInPlace) -> str:
    return "" if claim.stance == "asserts" else stances()[claim.stance].label


def index_pieces(claims: Iterable[ClaimInPlace]) -> Iterator[tuple[str, str]]:
    """Give the files of the index, as path and script; claims are rows of their list, in any order.

    Each file hands its piece, which is JSON, to the page under its own name: a browser runs such a file even where it
    opens the pages straight from a disk, and reads no other there.

    Numbers of claims stand as differences to the one before. An answer is ``[id, words, speaker, date, document, kind,
    stance]``, the last in a word, blank for what is asserted.
    """
    postings: dict[str, dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
    facets: dict[str, dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
    answers: list[list[Any]] = []
    number = 0
    for claim in claims:
        title = claim.document_title or claim.document
        for term in indexed_terms(f"{claim.text} {claim.speaker or ''} {title}"):
            postings[piece_of(term)][term].append(number)
        for facet, value in _facets(claim):
            facets[facet][value].append(number)
        text = " ".join(claim.text.split())
        shown = text if len(text) <= LONGEST_INDEXED else text[:LONGEST_INDEXED].rpartition(" ")[0] + " …"
        answers.append([claim.id, shown, claim.speaker, claim.date, title, claim.kind, _stance(claim)])
        number += 1
        if len(answers) == PER_PIECE:
            yield _file(f"claims/{number // PER_PIECE - 1}", answers)
            answers = []
    if answers:
        yield _file(f"claims/{number // PER_PIECE}", answers)
    for name, held in sorted(postings.items()):
        yield _file(f"terms/{name}", {term: _differences(held[term]) for term in sorted(held)})
    for name, held in sorted(facets.items()):
        yield _file(f"facets/{name}", {value: _differences(held[value]) for value in sorted(held)})
    about = {"claims": number, "per_piece": PER_PIECE, "shards": SHARDS}
    yield _file("about", {**about, "terms": sorted(postings), "facets": sorted(facets)})


def _facets(claim: ClaimInPlace) -> Iterator[tuple[str, str]]:
    yield "kind", claim.kind
    yield f"document-{claim.document_id % SHARDS}", str(claim.document_id)
    if claim.speaker_id is not None:
        yield f"speaker-{claim.speaker_id % SHARDS}", str(claim.speaker_id)
    if claim.date:
        yield "year", claim.date[:4]


def _differences(numbers: list[int]) -> list[int]:
    return [number - before for before, number in zip([0, *numbers], numbers, strict=False)]


def _file(name: str, value: Any) -> tuple[str, str]:
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return f"{INDEX_FOLDER}/{name}.js", f"searchPiece({json.dumps(name)},{text});\n"


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
        self.app.register_blueprint(site_pages)
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
            for name, text in index_pieces(pages.searched(db)):
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
