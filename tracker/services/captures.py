"""Pages of the web, taken in by their addresses: fetched, read, and held beside what was fetched there before."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import PurePosixPath
from urllib.parse import urljoin, urlsplit

from tracker.db import documents
from tracker.db.connection import transaction
from tracker.db.rows import Database
from tracker.ingest.fetch import Address, Fetched, FetchSettings, Known, fetch
from tracker.ingest.reader import ending_of
from tracker.models import Document, TrackerError
from tracker.models.documents import Capture, StoredDocument
from tracker.services import holdings, ingest
from tracker.services.drafts import keep_in_step
from tracker.services.ingest import Refused, TakenIn
from tracker.services.nouns import Given
from tracker.services.originals import document_in
from tracker.text.words import printable

_SAME_SITE = ("www.", "m.", "amp.")
"""Beginnings of hosts that show the same pages in another form."""


def take_in_address(
    db: Database,
    address: str,
    settings: FetchSettings,
    *,
    who: str,
    archive: str | None = None,
    given: Given | None = None,
) -> TakenIn | Refused:
    """Fetch the page at an address and take it in; one that cannot be had or read is returned as refused.

    A page that was fetched before is asked whether it changed: one that reads as before stores no document, a changed
    one is a new version of it. Each time is recorded as a capture, with the address in a web archive that ``archive``
    puts beside it. What is ``given`` of the document is entered in each case.
    """
    name = printable(address.strip())
    taken = partial(take_in_page, db, address, settings, who=who, archive=archive, given=given)
    return ingest.refused_beside(name, taken)


def take_in_page(
    db: Database,
    address: str,
    settings: FetchSettings,
    *,
    who: str,
    archive: str | None = None,
    given: Given | None = None,
) -> TakenIn:
    """Do what ``take_in_address`` does; raises ``TrackerError`` for what cannot be taken in."""
    facts = holdings.checked(given or {})
    name = printable(address.strip())
    archived = Address.of(archive, ()).written if archive and archive.strip() else None
    last = documents.newest_capture(db, Address.of(address, settings.allowed).written)
    known = Known(last.final_address, last.etag, last.last_modified) if last else None
    page = fetch(address, settings, known)
    if last is not None and page.unchanged:
        return _unchanged(db, name, page, last, last.sha256, archived, facts, who=who)
    last = last or documents.newest_capture(db, page.address, page.final_address)
    document = _document(page)
    if last is not None and _reads_as_before(db, last, document):
        return _unchanged(db, name, page, last, document.sha256, archived, facts, who=who)
    archived = archived or (page.final_address if archived_page(page.final_address) else None)
    taken = ingest.store(
        db,
        document,
        name,
        who=who,
        capture=_capture(page, 0, document.sha256, archived),
        given=facts,
    )
    keep_in_step(db)
    if taken.already:
        with transaction(db):
            documents.add_capture(db, _capture(page, taken.document_id, document.sha256, archived))
    return taken


def _document(page: Fetched) -> Document:
    """Return the page as it reads, called by its title or its address."""
    document = _page(page.data, page.final_address, page.content_type)
    parts = urlsplit(page.final_address)
    words = [document.title] if document.title else [parts.hostname or "", PurePosixPath(parts.path).stem]
    return replace(document, name=(ingest.file_name(*words) or "page") + ending_of(document.media_type))


def _page(data: bytes, final_address: str, content_type: str) -> Document:
    """Return a page as today's reader reads it, with the address it was published at."""
    document = document_in(data, final_address, content_type=content_type)
    return replace(document, url=published_address(document.url, final_address))


def read_again(db: Database, document: StoredDocument) -> Document:
    """Return what today's reader makes of a stored original; of a page it is told what its server said of it.

    Raises ``ReadError`` where it takes it no longer.
    """
    data = documents.original_of(db, document.sha256)
    fetched = (each for each in documents.captures_of(db, document.id) if each.sha256 == document.sha256)
    if (capture := next(fetched, None)) is not None:
        return replace(_page(data, capture.final_address, capture.content_type), name=document.name)
    return document_in(
        data,
        document.name,
        document.media_type,
        columns=ingest.columns_of(db, data, document.name),
        people=ingest.people_of(db, document.name),
    )


def published_address(stated: str | None, fetched: str) -> str:
    """Return the address a page was published at: the one it states, where that is on the same site, else its own.

    One on another site could be anybody's, and the first page of a site is stated by many pages in error. A page that
    was fetched from the Wayback Machine was published where that took it from.

    >>> published_address("/news/patrols", "https://m.saltmere.example/news/patrols?from=feed")
    'https://m.saltmere.example/news/patrols'
    >>> published_address("https://elsewhere.example/patrols", "https://saltmere.example/news/patrols")
    'https://saltmere.example/news/patrols'
    """
    if (archived := archived_page(fetched)) is not None:
        return archived
    try:
        found = urljoin(fetched, stated or "")
        there, here = urlsplit(found), urlsplit(fetched)
    except ValueError:
        return fetched
    same_site = _site(there.hostname) == _site(here.hostname) and there.port == here.port
    is_first_page = there.path in ("", "/") and not there.query
    return found if stated and same_site and not is_first_page else fetched


def archived_page(address: str) -> str | None:
    """Return the page that an address in the Internet Archive's Wayback Machine shows, ``None`` for any other address.

    >>> archived_page("https://web.archive.org/web/20220314090000/https://saltmere.example/news?page=2")
    'https://saltmere.example/news?page=2'
    """
    host, _, path = address.partition("://")[2].partition("/web/")
    time, _, page = path.partition("/")
    return (
        page if host == "web.archive.org" and time[:4].isdigit() and page.startswith(("http://", "https://")) else None
    )


def _site(host: str | None) -> str:
    name = host or ""
    for beginning in _SAME_SITE:
        name = name.removeprefix(beginning)
    return name


def _reads_as_before(db: Database, last: Capture, document: Document) -> bool:
    """Whether a page has the text and the title that it had: what stands around them changes with every visit.

    The bytes that are stored are read anew, since a later program may read them otherwise than they were read then.
    """
    stored = documents.get(db, last.document_id)
    if stored is None:
        return False
    if stored.sha256 == document.sha256:
        return True
    try:
        before = read_again(db, stored)
    except TrackerError:
        return False
    return (before.title, before.text) == (document.title, document.text)


def _unchanged(
    db: Database,
    name: str,
    page: Fetched,
    last: Capture,
    sha256: str,
    archived: str | None,
    facts: Given,
    *,
    who: str,
) -> TakenIn:
    same = replace(
        page,  # a server that says that nothing changed need not say again what it said of it
        content_type=page.content_type or last.content_type,
        etag=page.etag or last.etag,
        last_modified=page.last_modified or last.last_modified,
    )
    with transaction(db):
        documents.add_capture(db, _capture(same if page.unchanged else page, last.document_id, sha256, archived))
        holdings.describe(db, last.document_id, facts, who=who)
    stored = documents.get(db, last.document_id)
    return TakenIn(name, last.document_id, already=True, claims=stored.claims if stored else 0, unchanged=True)


def _capture(page: Fetched, document_id: int, sha256: str, archive: str | None) -> Capture:
    return Capture(
        id=0,
        document_id=document_id,
        address=page.address,
        final_address=page.final_address,
        captured_at=page.captured_at,
        status=page.status,
        content_type=page.content_type,
        etag=page.etag,
        last_modified=page.last_modified,
        sha256=sha256,
        archive=archive,
    )
