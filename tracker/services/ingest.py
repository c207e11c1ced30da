"""Taking documents in, files and fetched pages: read, date, extract, link and store in one transaction."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from functools import partial
from hashlib import sha256
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Final, TypeVar
from urllib.parse import urljoin, urlsplit

from msgspec import structs

from tracker.db import documents, trash
from tracker.db.connection import open_database, path_of, transaction
from tracker.db.rows import Database
from tracker.ingest.reader import SUFFIXES, ending_of
from tracker.ingest.records import corpus_of, is_list
from tracker.models import Document, ReadError, TrackerError
from tracker.models.documents import Capture, StoredDocument
from tracker.models.events import EventKind
from tracker.services import nouns, versions
from tracker.services.drafts import AT_ONCE, keep_in_step
from tracker.services.extraction import store_extraction
from tracker.services.linking import link_claims
from tracker.services.nouns import LIST_NAME, Given
from tracker.services.originals import Prepared, bytes_of, document_in, people_in, prepared, whole
from tracker.services.versions import changed, in_short, propose
from tracker.services.worker import run
from tracker.text.words import printable

LONGEST_NAME = 60
"""Characters of a file name made of words."""
_NO_NAME = re.compile(r"[^\w]+")


def file_name(*words: str) -> str:
    """Return a name for a file, without its ending, made of some words.

    >>> file_name("selection", "Quill: “I was wrong” about guns | Gazette")
    'selection-quill-i-was-wrong-about-guns-gazette'
    """
    parts = (_NO_NAME.sub("-", each.lower()).strip("-")[:LONGEST_NAME].strip("-") for each in words)
    return "-".join(filter(None, parts))


@dataclass(frozen=True, slots=True)
class TakenIn:
    """What became of one file or one page of the web.

    ``already`` means that the very same bytes were stored before, ``unchanged`` that a page that was fetched before
    reads as it did then; in both cases nothing new is stored. ``supersedes`` is the version before the document, and
    ``changes`` how many of its claims changed, went and appeared since. ``copies`` says in words which documents print
    the same text.
    """

    name: str
    document_id: int
    already: bool
    claims: int
    notes: tuple[str, ...] = ()
    unchanged: bool = False
    supersedes: int | None = None
    changes: str = ""
    copies: str = ""

    @property
    def sentence(self) -> str:
        """One sentence for a person."""
        if self.unchanged:
            return f"{self.name} has not changed since it was stored as document {self.document_id}."
        if self.already:
            return f"{self.name} is stored already, byte for byte, as document {self.document_id}."
        found = {0: "no claims found in it", 1: "1 claim"}.get(self.claims, f"{self.claims} claims")
        version = f", a new version of document {self.supersedes}" if self.supersedes else ""
        since = f"; of the claims, {self.changes}" if self.changes else ""
        same = f"; {self.copies}" if self.copies else ""
        return f"{self.name} was stored as document {self.document_id}{version}: {found}{since}{same}."


@dataclass(frozen=True, slots=True)
class Kept:
    """One file that is no document but a list that helps to read others; what is in it is remembered for them."""

    name: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Refused:
    """One file that was not taken in, with the reason in one sentence."""

    name: str
    reason: str


TABLES = frozenset({".csv", ".tsv"})
if TYPE_CHECKING:
    from tracker.ingest.fetch import Fetched, FetchSettings

T = TypeVar("T")
Outcome = TypeVar("Outcome")


def columns_of(db: Database, data: bytes, name: str) -> dict[str, str]:
    """Return which column holds what in a table whose headers a person has named; empty for any other file."""
    if not is_table(name):
        return {}
    from tracker.ingest.tables import headers

    return documents.named_columns(db, headers(data, printable(name)))


def people_of(db: Database, name: str) -> dict[str, str]:
    """Return the names of those whom a debate may name by ids, as a list of its corpus gave them; empty without one."""
    corpus = corpus_of(name)
    return documents.named_people(db, corpus) if corpus else {}


def lists_first(names: Iterable[T], name_of: Callable[[T], str]) -> list[T]:
    """Return files with the lists of people before the debates that name them by ids, else in their order."""
    return sorted(names, key=lambda each: not is_list(name_of(each)))


def _keep_people(db: Database, data: bytes, name: str) -> Kept:
    """Remember the people in a list, for all debates of its corpus."""
    people, corpus = people_in(data, name), corpus_of(name)
    assert corpus is not None
    with transaction(db):
        documents.name_people(db, corpus, people)
    if not people:
        return Kept(name, f"{name} says which files are of {corpus}; who speaks in them stands in lists beside it.")
    return Kept(
        name,
        f"{name} names {len(people):,} people or bodies; they are remembered for the debates of {corpus}, "
        "which are read with these names from now on; “tracker reread” does it for those that are stored.",
    )


def is_table(name: str) -> bool:
    """Tell whether a file of this name is a table of statements."""
    return Path(name).suffix.lower() in TABLES


def name_columns(db: Database, tables: Iterable[tuple[bytes, str]], words: str) -> None:
    """Keep which column holds what for some tables, given as bytes and name, and for all with the same headers.

    ``words`` are such as "statement=Aussage,speaker=Wer". Raises ``TrackerError`` where a table has no such column, and
    where there is no table; then nothing is kept.
    """
    from tracker.ingest.tables import columns_in, headers, places

    columns = columns_in(words)
    named = [(headers(data, printable(name)), printable(name)) for data, name in tables]
    if not named:
        raise TrackerError("Columns are those of a table (.csv, .tsv); none is among the files.")
    for there, name in named:
        places(there, name, columns)
    with transaction(db):
        for there, _ in named:
            documents.name_columns(db, there, columns)


def take_in(
    db: Database, data: bytes, name: str, *, who: str, given: Given | None = None, listed: Given | None = None
) -> TakenIn:
    """Store one document with its claims and their matches, and what is given of it; all of it or nothing.

    ``given`` is what a person says of the document, ``listed`` what a list beside its file says, which only fills what
    nobody entered; both are entered where the document was stored before, too.

    The word index that drafts are checked by follows in a transaction of its own; the next one makes up for it.
    Raises ``ReadError`` for bytes that cannot be read.
    """
    taken = _take_in(db, data, name, who, given, listed)
    keep_in_step(db)
    return taken


def _take_in(
    db: Database, data: bytes, name: str, who: str, given: Given | None = None, listed: Given | None = None
) -> TakenIn:
    if given:
        from tracker.services import documents as all_documents  # a batch of files seldom has any

        given = all_documents.checked(given)
    if (known := documents.find_by_hash(db, sha256(data).hexdigest())) is not None:
        return _already(name, known, _described(db, known.id, given, listed, who=who))
    found = whole(data, name, columns_of(db, data, name), nouns.today(), people_of(db, name))
    return store(db, found.document, name, who=who, ready=found.prepared, given=given, listed=listed)


def store(
    db: Database,
    document: Document,
    name: str,
    *,
    who: str,
    capture: Capture | None = None,
    ready: Prepared | None = None,
    given: Given | None = None,
    listed: Given | None = None,
) -> TakenIn:
    """Store a document that was read, as ``take_in`` does but for the word index; the outcome calls it ``name``.

    ``ready`` is what the document was read for besides, where that is known; ``capture`` how it was fetched, but for
    its number. A document of many claims is stored and linked by a worker, held to the limits of reading.
    """
    if ready is None and (known := documents.find_by_hash(db, document.sha256)) is not None:
        return _already(name, known, _described(db, known.id, given, listed, who=who))
    ready = ready or prepared(document, nouns.today())  # others may write meanwhile
    if len(ready.extraction.claims) < MANY_CLAIMS or not (path := path_of(db)):
        return _stored(db, document, name, who, capture, ready, given, listed)
    return run(name, _stored_in, path, document, name, who, capture, ready, dict(given or {}), dict(listed or {}),
               deed="link")  # fmt: skip


MANY_CLAIMS: Final = 400
"""Of a document that a worker stores: to link so many takes a second and more, in which no page would be answered."""


def _stored_in(
    path: str,
    document: Document,
    name: str,
    who: str,
    capture: Capture | None,
    ready: Prepared,
    given: dict[str, str],
    listed: dict[str, str],
) -> TakenIn:
    with closing(open_database(path, create=False)) as db:
        return _stored(db, document, name, who, capture, ready, given, listed)


def _stored(
    db: Database,
    document: Document,
    name: str,
    who: str,
    capture: Capture | None,
    ready: Prepared,
    given: Given | None,
    listed: Given | None,
) -> TakenIn:
    with transaction(db):
        if (known := documents.find_by_hash(db, document.sha256)) is not None:
            return _already(name, known, _described(db, known.id, given, listed, who=who))
        if (deleted := trash.of_bytes(db, document.sha256)) is not None:
            raise TrackerError(f"{name} is in the trash, byte for byte, as document {deleted}; restore it there.")
        at = nouns.now()
        if capture is None:
            supersedes = documents.newest_file(db, document.name, document.media_type)
        else:
            supersedes = documents.newest_captured_document(db, capture.address, capture.final_address)
        document_id = documents.add(
            db, document, ready.ledger, captured=ready.captured.isoformat(), stored_at=at, supersedes=supersedes,
            record=ready.extraction.record,
        )  # fmt: skip
        documents.put_speeches(db, document_id, document.speeches)
        if capture is not None:
            documents.add_capture(db, structs.replace(capture, document_id=document_id))
        outcome = store_extraction(db, document_id, ready)
        link_claims(db, outcome.relink, outcome.unindexed)
        propose(db, document_id)
        versions.renew_copies(db, document_id)
        nouns.record(db, EventKind.DOCUMENT_ADDED, "document", document_id, who=who, at=at, new={"name": document.name})
        notes = (*document.notes, *_described(db, document_id, given, listed, who=who))
    changes = "" if supersedes is None else in_short(changed(db, document_id))
    same = versions.copies_in_short(db, document_id)
    return TakenIn(
        name, document_id, False, len(outcome.live), notes, supersedes=supersedes, changes=changes, copies=same
    )


def _described(
    db: Database, document_id: int, given: Given | None, listed: Given | None, *, who: str
) -> tuple[str, ...]:
    """Enter what is known of a document; return a note for what a list says that cannot be."""
    if not given and not listed:
        return ()
    from tracker.services import documents as all_documents

    if given:
        all_documents.describe(db, document_id, given, who=who)
    if not listed:
        return ()
    try:
        all_documents.fill(db, document_id, listed, who=who)
    except TrackerError as error:
        return (f"{LIST_NAME} was not followed: {error.message}",)
    return ()


def _already(name: str, known: StoredDocument, notes: tuple[str, ...]) -> TakenIn:
    return TakenIn(name, known.id, already=True, claims=known.claims, notes=notes)


def files_of(paths: Iterable[Path]) -> list[Path]:
    """Return the files named, and for folders the files in them of a kind that can be read, in order of their names.

    Links to folders are not followed. A folder in them that cannot be listed stands among the files, so that it is
    complained of and not passed over.
    """
    files: list[Path] = []
    for path in paths:
        files += _files_in(path) if _is_folder(path) else [path]
    return lists_first(files, lambda path: path.name)


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except OSError:  # a name that is too long, a folder above that is closed: opening it will say so
        return False


def _files_in(folder: Path) -> list[Path]:
    closed: list[Path] = []
    found = [
        Path(place, name)
        for place, _, names in os.walk(folder, onerror=lambda error: closed.append(Path(error.filename)))
        for name in names
        if Path(name).suffix.lower() in SUFFIXES and name != LIST_NAME
    ]
    return sorted([*found, *closed])


def take_in_bytes(
    db: Database, data: bytes, name: str, *, who: str, given: Given | None = None, listed: Given | None = None
) -> TakenIn | Kept | Refused:
    """Take in what came without a file (standard input, an upload, pasted text); a bad one is returned as refused."""
    name = printable(name)
    if is_list(name):
        return refused_beside(name, partial(_keep_people, db, data, name))
    outcome = refused_beside(name, partial(_take_in, db, data, name, who, given, listed))
    keep_in_step(db)
    return outcome


def refused_beside(name: str, taken: Callable[[], Outcome]) -> Outcome | Refused:
    """Return what taking in gives, or a refusal with its reason, so that nothing ever stops a batch."""
    try:
        return taken()
    except TrackerError as error:
        return Refused(name, error.message)
    except (ArithmeticError, LookupError, RecursionError, ValueError) as error:  # a mistake of the program's own
        return Refused(name, f"{name} could not be added: the program stumbled over it ({type(error).__name__}).")


def _listed(path: Path) -> Given | None:
    """Return what a list beside a file tells of it."""
    beside = path.parent / LIST_NAME
    if not beside.is_file():
        return None
    from tracker.services import documents as all_documents

    return all_documents.list_of(beside).get(path.name)


def take_in_files(
    db: Database, files: Iterable[Path], *, who: str, given: Given | None = None
) -> Iterator[TakenIn | Kept | Refused]:
    """Take in files one by one, each in its own transaction, giving the outcome of each as it comes.

    What a list beside a file tells of it is entered with it. The word index follows for many documents at once: a word
    stands in most of them.
    """
    for number, path in enumerate(files, 1):
        yield _taken_in_file(db, path, who, given)
        if number % AT_ONCE == 0:
            keep_in_step(db)
    keep_in_step(db)


def take_in_samples(db: Database, *, who: str) -> list[TakenIn | Kept | Refused]:
    """Take in the five sample documents that come with the program."""
    return list(take_in_files(db, files_of([_samples()]), who=who))


def _samples() -> Path:
    """Return the folder of the samples: inside the package where it was installed, else at the top of the sources."""
    package = Path(__file__).parents[1]
    installed = package / "seeds"
    return installed if installed.is_dir() else package.parent / "seeds"


def _need_inside(path: Path) -> None:
    """Raise ``ReadError`` for a link that leads out of its folder: whoever made that could have anything added."""
    if path.is_symlink() and not path.resolve().is_relative_to(path.parent.resolve()):
        raise ReadError(f"{printable(str(path))} is a link that leads out of its folder; name the file itself.")


def _taken_in_file(db: Database, path: Path, who: str, given: Given | None) -> TakenIn | Kept | Refused:
    try:
        data = bytes_of(path)
        _need_inside(path)
    except TrackerError as error:
        return Refused(printable(str(path)), error.message)
    name, listed, problem = printable(path.name), None, ""
    if is_list(name):
        return refused_beside(name, partial(_keep_people, db, data, name))
    try:
        listed = _listed(path)
    except TrackerError as error:
        problem = error.message
    taken = refused_beside(name, partial(_take_in, db, data, name, who, given, listed))
    return taken if isinstance(taken, Refused) or not problem else replace(taken, notes=(*taken.notes, problem))


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
    return refused_beside(name, partial(take_in_page, db, address, settings, who=who, archive=archive, given=given))


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
    from tracker.ingest.fetch import Address, Known, fetch  # with what opens connections
    from tracker.services import documents as all_documents

    facts = all_documents.checked(given or {})
    name = printable(address.strip())
    archived = Address.of(archive, ()).written if archive and archive.strip() else None
    last = documents.newest_capture(db, Address.of(address, settings.allowed).written)
    known = Known(last.final_address, last.etag, last.last_modified) if last else None
    page = fetch(address, settings, known)
    if last is not None and page.unchanged:
        return _unchanged(db, name, page, last, last.sha256, archived, facts, who=who)
    last = last or documents.newest_capture(db, page.address, page.final_address)
    document = _document_of(page)
    if last is not None and _reads_as_before(db, last, document):
        return _unchanged(db, name, page, last, document.sha256, archived, facts, who=who)
    archived = archived or (page.final_address if archived_page(page.final_address) else None)
    taken = store(
        db,
        document,
        name,
        who=who,
        capture=_capture_of(page, 0, document.sha256, archived),
        given=facts,
    )
    keep_in_step(db)
    if taken.already:
        with transaction(db):
            documents.add_capture(db, _capture_of(page, taken.document_id, document.sha256, archived))
    return taken


def _document_of(page: Fetched) -> Document:
    """Return the page as it reads, called by its title or its address."""
    document = _document_at(page.data, page.final_address, page.content_type)
    parts = urlsplit(page.final_address)
    words = [document.title] if document.title else [parts.hostname or "", PurePosixPath(parts.path).stem]
    return replace(document, name=(file_name(*words) or "page") + ending_of(document.media_type))


def _document_at(data: bytes, final_address: str, content_type: str) -> Document:
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
        return replace(_document_at(data, capture.final_address, capture.content_type), name=document.name)
    return document_in(
        data,
        document.name,
        document.media_type,
        columns=columns_of(db, data, document.name),
        people=people_of(db, document.name),
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
    from tracker.services import documents as all_documents

    same = replace(
        page,  # a server that says that nothing changed need not say again what it said of it
        content_type=page.content_type or last.content_type,
        etag=page.etag or last.etag,
        last_modified=page.last_modified or last.last_modified,
    )
    with transaction(db):
        documents.add_capture(db, _capture_of(same if page.unchanged else page, last.document_id, sha256, archived))
        all_documents.describe(db, last.document_id, facts, who=who)
    stored = documents.get(db, last.document_id)
    return TakenIn(name, last.document_id, already=True, claims=stored.claims if stored else 0, unchanged=True)


def _capture_of(page: Fetched, document_id: int, sha256: str, archive: str | None) -> Capture:
    names = ("address", "final_address", "captured_at", "status", "content_type", "etag", "last_modified")
    fetched = {name: getattr(page, name) for name in names}
    return Capture(id=0, document_id=document_id, sha256=sha256, archive=archive, **fetched)
