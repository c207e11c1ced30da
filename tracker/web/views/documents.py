"""Documents: the list, adding, one set for reading with what was said before, its claims marked, and its original."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Final
from urllib.parse import quote

from flask import Blueprint, Response, current_app, flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from tracker.ingest.fetch import FetchSettings
from tracker.ingest.reader import KINDS, MAX_BYTES, SUFFIXES
from tracker.models import TrackerError
from tracker.services import claims, documents, earlier_texts, ingest, topics, versions
from tracker.services.database import open_database
from tracker.services.documents import UnclearDateError, need_date
from tracker.services.ingest import Kept, Refused, TakenIn
from tracker.services.worker import SECONDS, limit
from tracker.text.dates import written_dates
from tracker.web.marks import parts, set_for_reading
from tracker.web.request import LIST, db, fetch_settings, finished, list_in, next_page, page_of, tasks
from tracker.web.views.export import streamed
from tracker.web.views.home import who
from tracker.web.words import counted, long_date

PDF = "application/pdf"
TEXTS = frozenset({"text/plain", "text/markdown"})
SANDBOX = "default-src 'none'; sandbox"
"""The file gets no origin, runs nothing and loads nothing."""
FOR_PDF = "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'none'"
"""Browsers' own readers of PDFs do not work in a sandbox. They run outside the page's origin in any case; what the page
around them may do is cut down to showing the file."""


def is_viewable(media_type: str) -> bool:
    """Whether a file can be shown on the screen: a PDF, or text as text. A web page could act, so it is only saved."""
    return media_type == PDF or media_type in TEXTS


def as_file(data: bytes, name: str) -> Response:
    """Return a file to be saved and never run in the browser."""
    response = Response(data, mimetype="application/octet-stream")
    response.headers["Content-Disposition"] = f"attachment; {_named(name)}"
    response.headers["Content-Security-Policy"] = SANDBOX
    return response


def on_screen(data: bytes, media_type: str, name: str) -> Response:
    """Return a PDF for the browser's own reader, or a text as plain text whatever stands in it."""
    if media_type == PDF:
        response = Response(data, mimetype=PDF)
        response.headers["Content-Security-Policy"] = FOR_PDF
    else:
        response = Response(data, content_type=f"text/plain; charset={_charset(data)}")
        response.headers["Content-Security-Policy"] = SANDBOX
    response.headers["Content-Disposition"] = f"inline; {_named(name)}"
    return response


def _named(name: str) -> str:
    return f"filename*=UTF-8''{quote(name, safe='')}"


def _charset(data: bytes) -> str:
    """Return the encoding to name: as the reader of files decides, a byte order mark, UTF-8, else Windows-1252."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return "windows-1252"
    return "utf-8"


pages = Blueprint("documents", __name__)

NO_PROBLEMS: Final[Mapping[str, str]] = {}
PASTED = "pasted text"
"""The name of a pasted text that has no words to be called by."""
MEGABYTE = 2**20


@pages.get("/documents")
def every() -> ResponseReturnValue:
    """Show the documents, dated ones first."""
    listed = documents.listed(db())
    page = page_of(listed.count)
    rows = listed.rows(limit=page.size, offset=page.offset)
    return render_template("documents.html", rows=rows, page=page, newer=documents.superseded(db(), rows))


pages.add_url_rule("/documents." + LIST, "every_list", lambda form: streamed("documents", form))


MOST_ADDRESSES = 20
"""Addresses that one form may send: each may take half a minute, and the reader waits."""
BOOKMARKLET = "javascript:(()=>{open('%s?url='+encodeURIComponent(location.href))})()"
"""Opens the form with the address of the page that is read; nothing is fetched before the form is sent."""


FACTS: Final = {
    "title": ("Title", "As it is printed above the text"),
    "publisher": ("Publisher", "The Saltmere Gazette"),
    "byline": ("Author", "Ada Merrow"),
    "date": ("Date", "12 June 2022"),
    "url": ("Address", "https://"),
}
"""What a person may say of a document, with the label of its field and what may stand there."""
FACTS_OF_NEW: Final = ("title", "publisher", "byline", "date")
"""Those asked for in the form: its address is told where a page is fetched."""


FIELD_NAMES: Final = {
    "text": "the text",
    "files": "the files",
    "addresses": "the addresses",
    "archive": "the address in an archive",
    "columns": "the columns of the table",
    "facts": "what you know of it",
    **{name: f"the {FACTS[name][0].lower()}" for name in FACTS_OF_NEW},
}
"""What a sentence calls the fields of the form that adds documents."""


@pages.post("/samples")
def add_samples() -> ResponseReturnValue:
    """Take in the sample documents, for a look around; what is stored already stays as it is."""
    taken = ingest.take_in_samples(db(), who=who())
    flash(f"{len(taken)} sample documents are stored.")
    return redirect(url_for("home.show"), code=303)


@pages.get("/documents/new")
def ask() -> ResponseReturnValue:
    """Show the form that adds documents, with the address that ``?url=`` brings along."""
    return _form([], {}, {"addresses": request.args.get("url", "")})


@pages.post("/documents/new")
def take_in() -> ResponseReturnValue:
    """Add files, a pasted text and pages of the web, each on its own: what went wrong with one stops no other.

    One document alone leads on to its page. What was not added stays in the form; only files have to be chosen again.
    """
    files, text, addresses, archive = _files(), request.form.get("text", ""), _addresses(), _archive()
    given = _given(FACTS_OF_NEW)
    if problems := _problems(given, files, text, addresses, archive):
        return _form([], problems, request.form, files_lost=bool(files)), 422
    pasted = (text.replace("\r\n", "\n").encode(), pasted_name(text, given)) if text.strip() else None
    work = _Sent(
        current_app.config["DATABASE"], files, pasted, addresses, archive, given, request.form, who(), fetch_settings()
    )
    task = tasks().start(len(files) + (pasted is not None) + len(addresses), work.taken)
    if task.wait(current_app.config["PATIENCE"]):
        return _outcome(task.outcome())
    return redirect(url_for("documents.taking", token=task.token), code=303)


ASKED_AGAIN: Final = 2
"""Seconds after which a page that waits asks again."""


@pages.get("/documents/new/<token>")
def taking(token: str) -> ResponseReturnValue:
    """Show how far the adding of what was sent is, and what came of it once it is done."""
    task = tasks().of(token)
    if task.is_done:
        return _outcome(task.outcome())
    page = render_template("document_wait.html", task=task, most=limit(SECONDS), again=ASKED_AGAIN)
    return page, {"Refresh": str(ASKED_AGAIN), "Cache-Control": "no-store"}


@dataclass(frozen=True, slots=True)
class _Sent:
    """What one form holds: files and a pasted text as bytes with names, addresses, and what is known of them."""

    database: Path
    files: list[tuple[bytes, str]]
    pasted: tuple[bytes, str] | None
    addresses: list[str]
    archive: str
    given: dict[str, str]
    form: Mapping[str, str]
    who: str
    settings: FetchSettings

    def taken(self, at: Callable[[str], None]) -> _Taken:
        """Add all of it, telling what it is at."""
        files, pasted, fetched = [], [], []
        db = open_database(self.database, create=False)
        try:
            for data, name in ingest.lists_first(self.files, lambda file: file[1]):
                at(name)
                files.append(ingest.take_in_bytes(db, data, name, who=self.who, given=self.given))
            for data, name in (self.pasted,) if self.pasted else ():
                at(name)
                pasted.append(ingest.take_in_bytes(db, data, name, who=self.who, given=self.given))
            for address in self.addresses:
                at(address)
                fetched.append(
                    ingest.take_in_address(
                        db, address, self.settings, who=self.who, archive=self.archive, given=self.given
                    )
                )
        finally:
            db.close()
        return _Taken(self, files, pasted, fetched)


@dataclass(frozen=True, slots=True)
class _Taken:
    """What became of what one form held."""

    sent: _Sent
    files: list[TakenIn | Kept | Refused]
    pasted: list[TakenIn | Kept | Refused]
    pages: list[TakenIn | Refused]


def _outcome(taken: _Taken) -> ResponseReturnValue:
    """Lead on to the one document that was added, else return the form with what became of what it held."""
    sent, outcomes = taken.sent, [*taken.files, *taken.pasted, *taken.pages]
    added = [outcome for outcome in outcomes if isinstance(outcome, TakenIn)]
    if len(outcomes) == 1 and added:
        new = not added[0].already
        flash(f"Added: {counted(added[0].claims, 'claim')} found." if new else added[0].sentence)
        return redirect(url_for("documents.show", document_id=added[0].document_id), code=303)
    refused = {"files": _refusals(taken.files), "text": _refusals(taken.pasted), "addresses": _refusals(taken.pages)}
    problems = {field: reason for field, reason in refused.items() if reason}
    each = zip(sent.addresses, taken.pages, strict=True)
    failed = [address for address, page in each if isinstance(page, Refused)]
    filled = {"addresses": "\n".join(failed), "archive": sent.archive if failed else ""}
    filled |= {name: sent.form.get(name, "") for name, field in (("columns", "files"), ("text", "text"))
               if field in problems}  # fmt: skip
    none_added = all(isinstance(outcome, Refused) for outcome in outcomes)
    return _form(outcomes, problems, filled | (sent.given if none_added else {})), 422 if none_added else 200


def _refusals(outcomes: Iterable[TakenIn | Kept | Refused]) -> str:
    return " ".join(outcome.reason for outcome in outcomes if isinstance(outcome, Refused))


def _problems(
    given: Mapping[str, str], files: list[tuple[bytes, str]], text: str, addresses: list[str], archive: str
) -> dict[str, str]:
    """Return what is wrong with fields before anything is added or fetched, by the names of the fields."""
    sent = len(files) + bool(text.strip()) + len(addresses)
    told = "Title, publisher, author and date go with one document; add several without them."
    many = f"At most {MOST_ADDRESSES} addresses go at once; “tracker add” takes any number."
    checks = (
        ("text", not sent, "Nothing was sent: paste a text here, choose a file, or give an address."),
        ("facts", given and sent > 1, told),
        ("addresses", len(addresses) > MOST_ADDRESSES, many),
        ("archive", archive and len(addresses) != 1, "An address in an archive goes with the address of one page."),
    )
    problems = _wrong(given) | {field: sentence for field, is_wrong, sentence in checks if is_wrong}
    if not problems and (columns := request.form.get("columns", "").strip()):
        try:
            ingest.name_columns(db(), [each for each in files if ingest.is_table(each[1])], columns)
        except TrackerError as error:
            return {"columns": error.message}
    return problems


def _wrong(given: Mapping[str, str]) -> dict[str, str]:
    """Return what is wrong with what a person says of a document, by the fact."""
    problems = {}
    for name, words in given.items():
        try:
            documents.checked({name: words})
        except TrackerError as error:
            problems[name] = error.message
    return problems


def _form(
    outcomes: Sequence[TakenIn | Kept | Refused],
    problems: Mapping[str, str],
    filled: Mapping[str, str],
    *,
    files_lost: bool = False,
) -> str:
    """Return the form with what became of what was sent, and its fields filled again; browsers do not keep files."""
    taken = [outcome for outcome in outcomes if isinstance(outcome, TakenIn)]
    return render_template(
        "document_new.html",
        taken=taken,
        kept=[outcome for outcome in outcomes if isinstance(outcome, Kept)],
        said=claims.said_counts(db(), [outcome.document_id for outcome in taken]) if taken else {},
        problems=problems,
        filled=filled,
        files_lost=files_lost,
        facts={name: FACTS[name] for name in FACTS_OF_NEW},
        names=FIELD_NAMES,
        kinds=KINDS,
        suffixes=sorted(SUFFIXES),
        megabytes=MAX_BYTES // MEGABYTE,
        bookmarklet=BOOKMARKLET % url_for("documents.ask", _external=True),
    )


def _given(names: Iterable[str]) -> dict[str, str]:
    """Return what a form tells of a document; a blank field tells nothing."""
    return {name: words for name in names if (words := request.form.get(name, "").strip())}


def _files() -> list[tuple[bytes, str]]:
    """Return the bytes and the name of every file that was sent."""
    files = [file for file in request.files.getlist("files") if file.filename]
    return [(file.read(), PurePosixPath(str(file.filename).replace("\\", "/")).name) for file in files]


def _addresses() -> list[str]:
    return request.form.get("addresses", "").split()


def _archive() -> str:
    return request.form.get("archive", "").strip()


def pasted_name(text: str, given: Mapping[str, str]) -> str:
    """Return a name for a pasted text: its title, else its first line, so that two texts are not versions of one.

    >>> pasted_name("Ferry halts at dawn\\n\\nIt rained.", {}), pasted_name("It rained.", {"title": "Rain"})
    ('ferry-halts-at-dawn.txt', 'rain.txt')
    """
    return (ingest.file_name(given.get("title") or text.strip().partition("\n")[0]) or PASTED) + ".txt"


@pages.get("/documents/<int:document_id>")
def show(document_id: int) -> ResponseReturnValue:
    """Show one document set for reading, a long one in parts: that with ``?claim=``, or ``?part=``."""
    return _page(document_id)


def _page(document_id: int, problems: Mapping[str, str] = NO_PROBLEMS, filled: Mapping[str, str] = NO_PROBLEMS) -> str:
    """Return the page of a document, with what is wrong with what was entered of it and what that was."""
    document = documents.part(
        db(),
        document_id,
        parts,
        number=request.args.get("part", type=int),
        claim_id=request.args.get("claim", type=int),
    )
    return render_template(
        "document.html",
        document=document,
        tags=topics.tags(db(), "document", document_id),
        numbers={claim.id: claim.n for claim in document.claims_here},
        paragraphs=set_for_reading(
            document.text, document.claims_here, document.part, document.page_starts, document.times
        ),
        viewable=is_viewable(document.media_type),
        earlier=earlier_texts.kept(db(), document_id),
        asked_days=[day for day in request.args.getlist("day") if written_dates(day) == (day,)],
        facts=FACTS,
        problems=problems,
        filled=filled,
    )


pages.add_url_rule(
    "/documents/<int:document_id>.json", "show_json", lambda document_id: jsonify(documents.shown(db(), document_id))
)


@pages.get("/trash")
def deleted() -> ResponseReturnValue:
    """Show the documents that were deleted."""
    return render_template("trash.html", rows=documents.deleted(db()))


pages.add_url_rule("/trash." + LIST, "deleted_list", lambda form: list_in(form, "trash", documents.deleted(db())))


@pages.post("/documents/<int:document_id>/delete")
def delete(document_id: int) -> ResponseReturnValue:
    """Put a document into the trash."""
    event = documents.delete(db(), document_id, who=who())
    return finished("The document is in the trash, with its claims.", event, url_for("documents.deleted"))


@pages.post("/trash/<int:document_id>/restore")
def restore(document_id: int) -> ResponseReturnValue:
    """Take a document out of the trash."""
    event = documents.restore(db(), document_id, who=who())
    return finished("The document is back, with its claims.", event, url_for("documents.show", document_id=document_id))


@pages.post("/trash/<int:document_id>/erase")
def erase(document_id: int) -> ResponseReturnValue:
    """Erase a document for good, once its name was typed."""
    documents.erase(db(), document_id, request.form.get("typed", ""), who=who())
    flash("The document was erased for good.")
    return redirect(url_for("documents.deleted"), code=303)


@pages.get("/documents/<int:document_id>/original")
def original(document_id: int) -> ResponseReturnValue:
    """Give the original bytes exactly as they came: a file to save, or with ``?show=1`` on the screen where safe."""
    document, data = documents.original(db(), document_id)
    if request.args.get("show") == "1" and is_viewable(document.media_type):
        return on_screen(data, document.media_type, document.name)
    return as_file(data, document.name)


@pages.get("/documents/<int:document_id>/changes")
def changes(document_id: int) -> ResponseReturnValue:
    """Show what changed up to this version, from the one before or from that with the number ``?since=``."""
    return render_template("changes.html", found=_changed(document_id), fates=versions.Fate)


pages.add_url_rule(
    "/documents/<int:document_id>/changes.json", "changes_json", lambda document_id: jsonify(_changed(document_id))
)


def _changed(document_id: int) -> versions.Changes:
    return versions.changed(db(), document_id, request.args.get("since", type=int))


@pages.get("/documents/<int:document_id>/reread")
def ask_reread(document_id: int) -> ResponseReturnValue:
    """Show what reading the original again would change."""
    return render_template("reread.html", found=earlier_texts.compared(db(), document_id))


@pages.get("/documents/<int:document_id>/reread.json")
def ask_reread_json(document_id: int) -> ResponseReturnValue:
    """Give what reading the original again would change as JSON."""
    return jsonify(earlier_texts.compared(db(), document_id))


@pages.post("/documents/<int:document_id>/reread")
def reread(document_id: int) -> ResponseReturnValue:
    """Read the original again, and store what changed."""
    found, event = earlier_texts.reread(db(), document_id, who=who())
    lost = f" {counted(found.lost, 'claim')} lost their place and wait in the review queue." if found.lost else ""
    return finished(f"The document was read again.{lost}", event, url_for("documents.show", document_id=document_id))


@pages.get("/documents/<int:document_id>/texts/<int:text_id>")
def earlier_text(document_id: int, text_id: int) -> ResponseReturnValue:
    """Give a text of the document that a later reading replaced."""
    return Response(earlier_texts.kept_one(db(), document_id, text_id).text, mimetype="text/plain")


@pages.post("/documents/<int:document_id>/date")
def pick_date(document_id: int) -> ResponseReturnValue:
    """Set the date of a document; words that are no date are told beside the field."""
    words = request.form.get("value", "")
    try:
        value = need_date(words)
    except UnclearDateError as unclear:
        return redirect(url_for("documents.show", document_id=document_id, day=unclear.days) + "#date", code=303)
    except TrackerError as error:
        return _page(document_id, {"value": error.message}, {"value": words}), 422
    event = documents.pick_date(db(), document_id, value, who=who())
    said = f"The document is now dated {long_date(value)}; its dates of saying follow."
    return finished(said, event, url_for("documents.show", document_id=document_id))


@pages.post("/documents/<int:document_id>/facts")
def describe(document_id: int) -> ResponseReturnValue:
    """Enter what a person says of a document: its title, publisher, author, date or address."""
    given = {name: request.form[name].strip() for name in FACTS if name in request.form}
    if not given.get("date"):
        given.pop("date", None)
    if problems := _wrong(given):
        return _page(document_id, problems, given), 422
    events = documents.amend(db(), document_id, given, who=who())
    said = "Entered: it stands above what was found."
    if len(events) > 1:  # each is undone by itself
        flash(f"{said} Each entry can be taken back in the history below.")
        return redirect(next_page(url_for("documents.show", document_id=document_id)), code=303)
    return finished(said, events[0] if events else None, url_for("documents.show", document_id=document_id))
