"""A request as the pages read and answer it: its database, its choices, its form (page, JSON, CSV), what follows.

Work may outlast a request: it is done beside it by a thread, and asked after at an address of its own. A request waits
for a moment, since most work is done by then; after that its reader is sent to a page that tells how far it is and asks
again by itself. What was not fetched is forgotten with the process, and after some more tasks."""

from __future__ import annotations

import secrets
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final, Generic, TypeVar
from urllib.parse import urlsplit

from flask import Flask, Request, Response, current_app, flash, g, jsonify, redirect, request, url_for
from werkzeug.datastructures import ImmutableMultiDict, MultiDict
from werkzeug.utils import cached_property
from werkzeug.wrappers import Response as AnyResponse

from tracker.ingest.fetch import FetchSettings
from tracker.models import NotFoundError, Record, TrackerError
from tracker.services.database import Database, open_database
from tracker.services.decisions import ISO_DATE
from tracker.services.export import Columns, as_csv
from tracker.services.filters import NUMBER
from tracker.services.pages import PageFacts
from tracker.services.positions import Range

KEPT_UNDER: Final = "tracker-page-facts"
TASKS: Final = "tracker-tasks"


def db() -> Database:
    """Return the request's connection, opened when first asked for."""
    if "db" not in g:
        g.db = open_database(current_app.config["DATABASE"], create=False)
    return g.db  # type: ignore[no-any-return]


def page_facts() -> PageFacts:
    """Return what the request's page may show beside its own noun; nothing is asked before it is shown."""
    if "page_facts" not in g:
        g.page_facts = PageFacts(db(), current_app.extensions.setdefault(KEPT_UNDER, {}))
    return g.page_facts  # type: ignore[no-any-return]


def tasks() -> Tasks:
    """Return the tasks of the running program."""
    return current_app.extensions[TASKS]  # type: ignore[no-any-return]


def fetch_settings() -> FetchSettings:
    """Return what may be fetched for the request, by the app's settings."""
    return FetchSettings(current_app.config["ALLOW_FETCH"])


def site_address() -> str:
    """Return the address of this site, without a slash at its end."""
    return request.url_root.rstrip("/")


def connect(app: Flask) -> None:
    """Close the connection after each request, and keep what outlasts one."""
    app.teardown_appcontext(_close)
    app.extensions[TASKS] = Tasks()


def _close(_: BaseException | None) -> None:
    opened = g.pop("db", None)
    if opened is not None:
        opened.close()


OF_ADDRESSES: Final = frozenset({"endpoint", "values", "self", "filename", "form", "noun", "ending", "lane", "place"})
"""Names that ``url_for`` or a path of the pages has for itself; no query is called so."""


class PageRequest(Request):
    """A request whose queries can all be put into the links of its page."""

    @cached_property
    def args(self) -> MultiDict[str, str]:
        """The queries; those named as a part of an address, such as ``_external`` or ``claim_id``, are left out."""
        given: MultiDict[str, str] = super().args
        kept = [pair for pair in given.items(multi=True) if not self._names_a_part(pair[0])]
        return ImmutableMultiDict[str, Any](kept)

    def _names_a_part(self, name: str) -> bool:
        return name in OF_ADDRESSES or name.startswith("_") or name in (self.view_args or {})


NOTHING_CHANGED = "That was so already; nothing changed."


def finished(sentence: str, event: int | None, fallback: str) -> AnyResponse:
    """Flash what was done, with its event so that the page can offer Undo, and redirect."""
    if event is None:
        flash(NOTHING_CHANGED)
    else:
        flash(sentence, f"{event}")
    return redirect(next_page(fallback), code=303)


def next_page(fallback: str) -> str:
    """Return the page a form asks to go on to, if it lies on this site, else ``fallback``."""
    wanted = request.form.get("next", "")
    return wanted if is_local(wanted) else fallback


def is_local(address: str) -> bool:
    """Whether an address is a plain path on this site; browsers read ``//host`` and ``/\\\\host`` as another one.

    >>> is_local("/claims/3#matches"), is_local("//elsewhere.example/"), is_local("https://elsewhere.example/")
    (True, False, False)
    """
    if not address.startswith("/") or address.startswith(("//", "/\\")) or not address.isprintable():
        return False
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    return not parts.scheme and not parts.netloc


def form_number(name: str, meaning: str) -> int:
    """Return a whole number of the form, or raise ``TrackerError`` that names what was wanted."""
    try:
        return int(request.form.get(name, ""))
    except ValueError:
        raise TrackerError(f"{meaning} must be a whole number.") from None


def numbers(key: str, what: str) -> tuple[int, ...]:
    """Return the numbers under a key of the query, each once: ``?speakers=1,2`` or ``?speakers=1&speakers=2``.

    Raises ``TrackerError`` for what is no number.
    """
    found = [part.strip() for value in request.args.getlist(key) for part in value.split(",") if part.strip()]
    for part in found:
        if not NUMBER.fullmatch(part):
            raise TrackerError(f"A {what} is chosen by its number, not by “{part}”.")
    return tuple(dict.fromkeys(int(part) for part in found))


def number(key: str, default: int, most: int) -> int:
    """Return how many of something are asked for: between one and ``most``; anything else is the default."""
    value = request.args.get(key, default, type=int)
    return min(value, most) if value > 0 else default


def one_of(key: str, known: Collection[str], noun: str = "") -> str | int:
    """Return one of the known words, the first by default; with ``noun`` also the number in ``noun:12``."""
    value = request.args.get(key, "").strip() or next(iter(known))
    if value in known:
        return value
    name, _, digits = value.partition(":")
    if noun and name == noun and NUMBER.fullmatch(digits):
        return int(digits)
    also = f", or {noun}: with a number" if noun else ""
    raise TrackerError(f"“{value}” is no order; there are {', '.join(known)}{also}.")


def dates() -> Range:
    """Return the range that ``from`` and ``to`` name. Raises ``TrackerError`` for what is no date."""
    given = {key: request.args.get(key, "").strip() or None for key in ("from", "to")}
    for value in given.values():
        if value is not None and not ISO_DATE.fullmatch(value):
            raise TrackerError(f"“{value}” is no date; write it as 2018-01-14, 2018-01 or 2018.")
    return Range(given["from"], given["to"])


def joined(ids: Collection[int]) -> str:
    """Return numbers as one value of a query."""
    return ",".join(map(str, ids))


PER_PAGE = 25
"""Entries a page: about three screens of claims."""


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a list of ``count`` entries; a number past the end shows the last page."""

    wanted: int
    count: int
    size: int = PER_PAGE

    @property
    def last(self) -> int:
        """The number of the last page; an empty list has one page."""
        return max(1, -(-self.count // self.size))

    @property
    def number(self) -> int:
        """The number of this page, from 1."""
        return min(max(1, self.wanted), self.last)

    @property
    def offset(self) -> int:
        """How many entries stand on the pages before."""
        return (self.number - 1) * self.size

    @property
    def window(self) -> tuple[int, int]:
        """How many entries this page shows at most, and how many stand before it."""
        return self.size, self.offset

    @property
    def first_shown(self) -> int:
        """The number of the first entry on this page, from 1."""
        return min(self.offset + 1, self.count)

    @property
    def last_shown(self) -> int:
        """The number of the last entry on this page."""
        return min(self.offset + self.size, self.count)


def page_of(count: int, size: int = PER_PAGE) -> Page:
    """Return the page the address asks for with ``?page=``."""
    return Page(request.args.get("page", 1, type=int), count, size)


LIST = "<any(json,csv):form>"
"""The ending of a list's twins, for a route: ``"/claims." + LIST``."""


def list_in(
    form: str, name: str, rows: Iterable[Record | Mapping[str, Any]], columns: Columns = (), **more: Any
) -> Response:
    """Return rows as CSV, or as a JSON object that holds them under ``name`` beside ``more``.

    ``columns`` are the header of a CSV without rows.
    """
    rows = list(rows)
    return csv_of(name, rows, columns) if form == "csv" else jsonify({name: rows, "count": len(rows), **more})


def csv_of(name: str, rows: Iterable[Record | Mapping[str, Any]], columns: Columns = ()) -> Response:
    """Return rows as a CSV file of this name; ``columns`` are its header where there are none."""
    return Response(
        as_csv(rows, columns),
        mimetype="text/csv",
        headers={"Content-Disposition": f'attachment; filename="{name}.csv"'},
    )


def twins() -> list[tuple[str, str]]:
    """Return the addresses of this page's twins with the same filters, as ``(form, address)``."""
    endpoint, own = request.endpoint or "", dict(request.view_args or {})
    own |= {key: value for key, value in request.args.items() if key != "page" and value}
    found = []
    if f"{endpoint}_list" in current_app.view_functions:
        found = [(form, url_for(f"{endpoint}_list", form=form, **own)) for form in ("json", "csv")]
    elif f"{endpoint}_json" in current_app.view_functions:
        found = [("json", url_for(f"{endpoint}_json", **own))]
        if f"{endpoint}_csv" in current_app.view_functions:
            found.append(("csv", url_for(f"{endpoint}_csv", **own)))
    return found


PATIENCE: Final = 4.0
"""Seconds that a request waits for its work: reading a few articles takes less, and a reader begins to wonder."""
AT_ONCE: Final = 2
"""Tasks worked at at one time, as there are workers; others wait in line."""
MOST_WAITING: Final = 20
"""Tasks that are not done yet; whoever comes beside is asked to come again."""
MOST_KEPT: Final = 100
"""Tasks whose outcome is kept."""
TOKEN_BYTES: Final = 16

T = TypeVar("T")


class FullError(TrackerError):
    """As much as can wait is waiting."""

    status = 503


class Task(Generic[T]):
    """One piece of work: how much of it is done, what it is at, and in the end its outcome or its error."""

    def __init__(self, count: int, work: Callable[[Callable[[str], None]], T]) -> None:
        self.token = secrets.token_urlsafe(TOKEN_BYTES)
        self.count = count
        self.begun = 0
        self.now = ""
        self.started = time.monotonic()
        self._work = work
        self._outcome: T | None = None
        self._error: BaseException | None = None
        self._done = threading.Event()

    @property
    def seconds(self) -> int:
        """For how long it has been worked at, or waited for."""
        return int(time.monotonic() - self.started)

    @property
    def is_done(self) -> bool:
        """Whether it has ended, well or not."""
        return self._done.is_set()

    def wait(self, seconds: float) -> bool:
        """Wait for the end, so long at most; tell whether it came."""
        return self._done.wait(seconds)

    def outcome(self) -> T:
        """Return what came of it once it is done, or raise what it raised."""
        if self._error is not None:
            raise self._error
        return self._outcome  # type: ignore[return-value]

    def work(self, places: threading.Semaphore) -> None:
        """Do it when its turn comes: what its thread does."""
        with places:
            try:
                self._outcome = self._work(self._at)
            except BaseException as error:
                self._error = error
            finally:
                self._done.set()

    def _at(self, name: str) -> None:
        self.begun += 1
        self.now = name


class Tasks:
    """The tasks of a running program, the newest last."""

    def __init__(self) -> None:
        self._kept: OrderedDict[str, Task[Any]] = OrderedDict()
        self._places = threading.Semaphore(AT_ONCE)
        self._lock = threading.Lock()

    def start(self, count: int, work: Callable[[Callable[[str], None]], T]) -> Task[T]:
        """Begin some work on ``count`` things, which calls what it is given with the name of each as it comes to it."""
        task = Task(count, work)
        with self._lock:
            if sum(not each.is_done for each in self._kept.values()) >= MOST_WAITING:
                raise FullError("Much is being added just now; nothing of this was added, try again in a minute.")
            self._kept[task.token] = task
            done = [token for token, each in self._kept.items() if each.is_done]
            for token in done[: max(0, len(self._kept) - MOST_KEPT)]:
                del self._kept[token]
        threading.Thread(target=task.work, args=(self._places,), daemon=True).start()
        return task

    def of(self, token: str) -> Task[Any]:
        """Return a task by its token; raises ``NotFoundError`` for one that is not known, or not any more."""
        with self._lock:
            if token not in self._kept:
                raise NotFoundError("What was sent there is not known any more; the documents that were stored are.")
            return self._kept[token]


@dataclass(frozen=True, slots=True)
class Chip:
    """One filter in force, in words, with the address of the list without it."""

    label: str
    remove: str


def address_with(**changes: Any) -> str:
    """Return this page's address with some of its query changed (``None`` takes a key out), back on the first page.

    ``from_`` stands for ``from``, which Python keeps for itself.
    """
    query: dict[str, Any] = {key: value for key, value in request.args.items() if value and key != "page"}
    query |= {key.rstrip("_"): value for key, value in changes.items()}
    kept = {key: value for key, value in query.items() if value is not None}
    return url_for(request.endpoint or "home.show", **(request.view_args or {}), **kept)


def query_text() -> str:
    """Return the search of the address."""
    return request.args.get("q", "").strip()
