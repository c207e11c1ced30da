"""The app factory: settings, pages, what templates may use, the key of sessions, the error page; and serving it."""

from __future__ import annotations

import errno
import gc
import logging
import os
import secrets
import socket
from collections.abc import Callable, Iterable
from contextlib import ExitStack
from functools import wraps
from pathlib import Path
from typing import Any, Final, NamedTuple
from urllib.parse import urlsplit

import msgspec
from flask import Flask, Response, current_app, jsonify, make_response, render_template, request, url_for
from flask.json.provider import DefaultJSONProvider
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError, CSRFProtect
from lxml import html
from markupsafe import Markup
from waitress.server import create_server
from werkzeug.exceptions import BadHost, HTTPException
from werkzeug.local import LocalProxy

from tracker.cite.snippets import as_told, inner_marks
from tracker.ingest.reader import MAX_BYTES
from tracker.models import DeletedError, Record, TrackerError, UnavailableError
from tracker.models.claims import StoredQuantity
from tracker.services import notes, nouns
from tracker.services.database import Failure, cause, open_database
from tracker.services.nouns import as_plain, sentence
from tracker.services.pages import MOST_COUNTED
from tracker.services.review import TOO_FEW
from tracker.services.undo import StaleError, can_undo, carried, made_from, unless_changed
from tracker.text.differences import differences, printed_differences
from tracker.text.words import POINTS, QUOTATION_MARKS
from tracker.web import policy, words
from tracker.web.api.routes import calls
from tracker.web.request import (
    PATIENCE,
    PageRequest,
    address_with,
    connect,
    db,
    finished,
    is_local,
    next_page,
    page_facts,
    twins,
)
from tracker.web.views import (
    check,
    claims,
    compare,
    documents,
    export,
    figures,
    history,
    home,
    positions,
    review,
    settings,
    speakers,
    threads,
    topics,
)
from tracker.web.views.export import ways
from tracker.web.views.history import note_html, page_of_noun
from tracker.web.views.home import MORE_NAVIGATION, NAVIGATION, who
from tracker.web.words import mostly_kept


class Words(NamedTuple):
    """What an error page says."""

    title: str
    sentence: str
    in_trash: bool = False


OF_STATUS = {
    404: Words("Not found", "There is no such page."),
    405: Words(
        "Not possible here",
        "This address does not answer to that kind of request; its header Allow names those it takes.",
    ),
    413: Words("Too large", "That is more than one upload may hold; larger collections go in with “tracker add”."),
    500: Words(
        "Something went wrong",
        "The program made a mistake of its own, and this request changed nothing; the server’s log has what to report.",
    ),
}
TITLES = {400: "That did not work", 403: "Asked by another site", 404: "Not found", 422: "That could not be read"}
STALE_FORM = Words(
    "The form was out of date",
    "The form was opened too long ago, or cookies are blocked; open the page again and send it once more.",
)
UNAVAILABLE = Words(
    "The database is not to be had",
    "It is missing, empty or damaged; whoever keeps it finds out more by “tracker doctor” and can restore a backup.",
)


def handle_errors(app: Flask) -> None:
    """Answer errors with the error page."""
    app.register_error_handler(TrackerError, _tracker_error)
    app.register_error_handler(StaleError, _stale)
    app.register_error_handler(UnavailableError, lambda error: _answer(UNAVAILABLE, 503))
    app.register_error_handler(CSRFError, lambda error: _answer(STALE_FORM, 400))
    app.register_error_handler(Failure, _failed)
    app.register_error_handler(HTTPException, _http_error)


def _failed(failure: Failure) -> ResponseReturnValue:
    return _answer(Words("The database did not answer", f"{cause(failure)} Nothing was changed."), 503)


FIELD_OF: Final = {"description": "markdown", "text": "markdown", "speaker": "name", "work": "note", "date": "value"}
"""Under which name a form sends a field, where that is not its own."""


def _stale(error: StaleError) -> ResponseReturnValue:
    """Answer a form that was made from what stands there no longer: both texts, and a choice."""
    back, choice = next_page(_page_of(error)), error.mine(db(), request.form)
    if choice is not None and choice.partition(" as ")[0] == error.theirs:
        return finished("", None, back)
    made = [words for words in request.values.getlist("made_from") if not words.startswith(error.about)]
    sent = [(name, value) for name, value in request.form.items(multi=True) if name not in ("csrf_token", "made_from")]
    mine = FIELD_OF.get(error.field, error.field)
    if mine not in request.form:  # a date is sent by itself, and beside the other facts
        mine = error.field
    action = request.path
    if error.noun == "note":  # the version that stands has a number of its own
        action = url_for("history.edit_note", note_id=notes.versions(db(), int(error.number))[-1].id)
    page = render_template("stale.html", error=error, sent=sent, mine=mine, choice=choice, back=back, action=action,
                           made_from=[*made, carried(error.noun, error.number, error.field, error.theirs)])  # fmt: skip
    return page, error.status


def _page_of(error: StaleError) -> str:
    """Return the page of what a stale form would change."""
    number = int(error.number.partition("-")[0])
    if error.noun == "note":
        note = notes.versions(db(), number)[-1]
        return f"{page_of_noun(note.noun, note.noun_id) or '/'}#notes"
    if error.noun == "reading":
        return url_for("topics.show", **(request.view_args or {}))
    if error.noun == "search":
        return url_for("saved_searches.every")
    return page_of_noun("claim" if error.noun == "match" else error.noun, number) or "/"


def _if_unchanged(view: Callable[..., Any]) -> Callable[..., Any]:
    """Let a view that takes a form ask first, in one transaction, whether what the form was made from still stands."""

    @wraps(view)
    def asked(**values: Any) -> Any:
        made = request.values.getlist("made_from") if request.method == "POST" else []
        with ExitStack() as stack:
            for field in made:
                stack.enter_context(unless_changed(db(), field))
            return view(**values)

    return asked


def _tracker_error(error: TrackerError) -> ResponseReturnValue:
    words = Words(TITLES.get(error.status, TITLES[400]), error.message, isinstance(error, DeletedError))
    if (
        error.status in (400, 422)
        and words.sentence.isprintable()
        and (page := _sent_from())
        and (told := _told_at_form(page, words))
    ):
        return told, error.status
    return _answer(words, error.status)


_AGAIN: Final = "tracker.again"
"""Marks, in its environment, a request for the page that a refused form stands on."""


def _sent_from() -> str | None:
    """Return the page that a form was sent from, as it stands now: of a filter, without what cannot be filtered by."""
    if request.environ.get(_AGAIN):
        return None
    page = urlsplit(request.referrer or "")
    if request.method == "GET":
        address = request.path if request.args else ""
    else:
        ours = page.netloc == request.host and page.path.startswith(request.script_root)
        address = page.path.removeprefix(request.script_root) + f"?{page.query}" * bool(page.query) if ours else ""
    if not address or not is_local(address):
        return None
    root, cookies = request.url_root, request.headers.get("Cookie", "")
    with current_app.test_request_context(
        address, base_url=root, headers={"Cookie": cookies}, environ_overrides={_AGAIN: True}
    ):
        answer = current_app.full_dispatch_request()
        return answer.get_data(as_text=True) if (answer.status_code, answer.mimetype) == (200, "text/html") else None


def _told_at_form(page: str, words: Words) -> str | None:
    """Return a page with a sentence at its form that was sent, filled as it was; ``None`` where it has no such form.

    The sentence stands behind the field whose value it quotes, where it quotes one, else on top of the form.
    """
    tree, sent = html.document_fromstring(page), request.values
    kept = ("csrf_token", "next")
    form, fields = None, list[Any]()
    for each in tree.xpath("//form[not(@role='search')]"):
        if urlsplit(each.get("action", "")).path != request.script_root + request.path:
            continue
        named = [field for field in each.inputs if field.name in sent and field.name not in kept]
        hidden = [field for field in each.inputs if field.get("type") == "hidden" and field.name not in kept]
        if len(named) > len(fields) and all(field.value in sent.getlist(field.name) for field in hidden):
            form, fields = each, named
    if form is None:
        return None
    wrong = form
    for field in fields:
        values = sent.getlist(field.name)
        if field.tag == "select":
            for option in field.iter("option"):
                option.attrib.pop("selected", None)
                if option.get("value", option.text) in values:
                    option.set("selected", "")
        elif field.get("type") in ("checkbox", "radio"):
            field.checked = field.get("value", "on") in values
        elif field.get("type") not in ("hidden", "file"):
            field.value = "".join(sign for sign in values[0] if sign.isprintable() or sign == "\n")
            wrong = field if values[0].strip() and f"“{values[0]}”" in words.sentence else wrong
    told = html.Element("p", {"class": "problem sentence", "role": "alert", "id": "problem-sent"})
    told.text = words.sentence
    if wrong is form:
        form.insert(0, told)
        wrong = next((field for field in fields if field.get("type") != "hidden"), form)
    else:
        wrong.set("aria-invalid", "true")
        wrong.set("aria-describedby", "problem-sent")
        wrong.addnext(told)
        told.tail, wrong.tail = wrong.tail, None
    wrong.set("autofocus", "")
    for fold in told.iterancestors("details"):
        fold.set("open", "")
    for title in tree.iter("title"):
        title.text = f"{words.title}: {title.text}"
    return str(html.tostring(tree, doctype="<!doctype html>", encoding="unicode"))


def _http_error(error: HTTPException) -> ResponseReturnValue:
    if isinstance(error, BadHost):  # without a host no address can be made, and so no page with links
        return Response("The request names no host that can be.\n", 400, mimetype="text/plain")
    status = error.code or 500
    if status < 400:
        return error
    response = make_response(_answer(OF_STATUS.get(status, Words(error.name, error.description or error.name)), status))
    for name, value in error.get_headers():  # such as Allow, without which a 405 is not whole (RFC 9110, 15.5.6)
        if name != "Content-Type":
            response.headers[name] = value
    return response


def _answer(words: Words, status: int) -> ResponseReturnValue:
    of_programs = request.path.startswith("/api/") and request.blueprint != settings.programs.name
    if of_programs or request.path.endswith((".json", ".csv")):
        return jsonify(error=words.sentence), status
    return render_template("error.html", status=status, words=words), status


KEY_BYTES = 32
"""256 bits, as many as the signature's hash can use."""
OWNER_ONLY = 0o600
SUFFIX = ".secret-key"


def secret_key_for(database: Path) -> bytes:
    """Return the key kept beside a database, made the first time it is asked for."""
    path = database.with_name(database.name + SUFFIX)
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, OWNER_ONLY)
    except FileExistsError:
        return path.read_bytes()
    except OSError:  # beside a database that can only be read; sessions end with the program then
        return secrets.token_bytes(KEY_BYTES)
    with os.fdopen(handle, "wb") as file:
        file.write(secrets.token_bytes(KEY_BYTES))
    return path.read_bytes()


PAGES = (
    home.pages, documents.pages, claims.pages, claims.searches, threads.pages, threads.ratings, speakers.pages,
    figures.pages, export.pages, export.feeds, topics.pages, review.pages, check.pages, history.pages,
    compare.pages, positions.pages, settings.pages, settings.programs,
)  # fmt: skip
"""The blueprints of the pages that are served."""

FORM_OVERHEAD = 2**20
"""Bytes an upload may hold beside its files: the other fields and the multipart boundaries."""
LARGEST_AT_ONCE = 5
"""Files of the largest size that one upload may hold; so a single file over it gets its own line, not an error page."""


class JSON(DefaultJSONProvider):
    """JSON as the pages answer it: keys in the order given, records as objects."""

    sort_keys = False

    def loads(self, s: str | bytes, **kwargs: Any) -> Any:
        """Return what JSON says; what is nested deeper than can be read is none."""
        try:
            return super().loads(s, **kwargs)
        except RecursionError as error:
            raise ValueError("nested too deeply") from error

    @staticmethod
    def default(value: Any) -> Any:
        """Return what a value that JSON does not know stands as."""
        if isinstance(value, Record):
            return as_plain(value)
        return msgspec.to_builtins(value) if isinstance(value, msgspec.Struct) else DefaultJSONProvider.default(value)


def create_app(
    db_path: str | Path,
    *,
    secret_key: str | bytes | None = None,
    allow_fetch: Iterable[str] = (),
    allow_hosts: Iterable[str] = (),
) -> Flask:
    """Return the app over the database at ``db_path``, which is made or migrated where needed.

    Without ``secret_key`` the sessions are signed with TRACKER_SECRET_KEY, else with a random key that is kept in a
    file beside the database. ``allow_fetch``, else TRACKER_ALLOW_FETCH, names the hosts inside the own network that
    pages may be fetched from, as ``host`` or ``host:port``. ``allow_hosts``, with TRACKER_ALLOW_HOST, names the hosts
    that the pages are asked by beside the loopback names (``hosts.hosts``). Raises ``TrackerError`` for a file that is
    no claims database.
    """
    path = Path(db_path)
    open_database(path).close()
    app = Flask("tracker.web", template_folder=str(_templates()), static_folder=str(Path(__file__).parent / "static"))
    app.request_class = PageRequest
    app.config.update(
        DATABASE=path,
        SECRET_KEY=secret_key or os.environ.get("TRACKER_SECRET_KEY") or secret_key_for(path),
        ALLOW_FETCH=frozenset(allow_fetch or os.environ.get("TRACKER_ALLOW_FETCH", "").split()),
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_HTTPONLY=True,
        MAX_CONTENT_LENGTH=LARGEST_AT_ONCE * MAX_BYTES + FORM_OVERHEAD,
        MAX_FORM_MEMORY_SIZE=MAX_BYTES + FORM_OVERHEAD,
        PATIENCE=PATIENCE,
        WTF_CSRF_TIME_LIMIT=None,
    )
    policy.init_app(app, [*allow_hosts, *os.environ.get("TRACKER_ALLOW_HOST", "").split()])
    app.json = JSON(app)
    app.jinja_options = {"trim_blocks": True, "lstrip_blocks": True}
    csrf = CSRFProtect(app)
    csrf.exempt(calls)
    csrf.exempt(check.report)  # it changes nothing, and programs ask it
    for blueprint in PAGES:
        app.register_blueprint(blueprint)
    for endpoint in [rule.endpoint for rule in app.url_map.iter_rules() if "POST" in (rule.methods or ())]:
        app.view_functions[endpoint] = _if_unchanged(app.view_functions[endpoint])
    app.register_blueprint(calls)
    connect(app)
    handle_errors(app)
    init_templates(app)
    policy.init_headers(app)
    return app


def _templates() -> Path:
    """Return the folder of the templates: inside the package where it was installed, else at the top of the sources."""
    package = Path(__file__).parent.parent
    installed = package / "templates"
    return installed if installed.is_dir() else package.parent / "templates"


EVENTS_ON_PAGE = 12
"""Events told on the page of what they are about; the history has them all."""
WITHIN = {"saved_searches": "claims", "claims.ask_span": "documents", "claims.make": "documents"}
"""Routes, or whole modules of them, whose pages stand in another section of the navigation than their name says."""


def init_templates(app: Flask) -> None:
    """Give the templates their filters and globals."""
    app.jinja_env.filters.update(
        amount=_amount,
        counted=words.counted,
        confidence=words.confidence,
        figure=words.figure,
        long_date=words.long_date,
        inner_marks=inner_marks,
        moment=words.moment,
        name_of=words.name_of,
        note_html=note_html,
        one_line=_one_line,
        quoted=words.quoted,
        short_amount=_short_amount,
        with_long_dates=words.with_long_dates,
    )
    app.jinja_env.globals.update(
        address_with=address_with,
        axis_amount=words.axis_amount,
        can_undo=can_undo,
        citation_html=export.as_html,
        event_detail=words.event_detail,
        event_sentence=sentence,
        events_on_page=EVENTS_ON_PAGE,
        most_waiting=MOST_COUNTED,
        too_few=TOO_FEW,
        made_from=_made_from,
        main_sections={endpoint.partition(".")[0] for endpoint, _ in NAVIGATION + MORE_NAVIGATION},
        edge_marks=QUOTATION_MARKS + POINTS,
        mostly_kept=mostly_kept,
        more_navigation=MORE_NAVIGATION,
        navigation=NAVIGATION,
        not_stated=words.NOT_STATED,
        page_facts=LocalProxy(page_facts),
        page_of_noun=page_of_noun,
        term=words.term,
        told=as_told,
        version_of=version_of,
        twins=twins,
        unit_name=words.unit_name,
        ways_to_take=ways,
        who=who,
        within_sections=WITHIN,
        printed_differences=printed_differences,
        word_differences=differences,
    )
    app.context_processor(_of_this_request)


def _made_from(noun: str, number: str, field: str, seen: str) -> Markup:
    return Markup('<input type="hidden" name="made_from" value="{}">').format(carried(noun, number, field, seen))


def version_of(noun: str, number: int, field: str) -> str:
    """Return what a form carries of the field that it changes."""
    return made_from(db(), noun, number, field)


def _of_this_request() -> dict[str, Any]:
    blueprint = request.blueprint
    return {"here": blueprint, "today": nouns.today().isoformat()}


def _amount(quantity: StoredQuantity) -> str:
    return words.amount_of(quantity)


def _short_amount(quantity: StoredQuantity) -> str:
    return words.short_amount(quantity.value, quantity.unit)


def _one_line(text: str) -> str:
    return " ".join(text.split())


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
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)  # that a request waits a moment is no news to anybody
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
