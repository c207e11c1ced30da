"""Documents: the list, taking in, one set for reading with its claims marked, its date and its original."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Final
from urllib.parse import quote

from flask import Blueprint, Response, current_app, flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from tracker.ingest.fetch import FetchSettings
from tracker.ingest.reader import KINDS, MAX_BYTES, SUFFIXES
from tracker.models import TrackerError
from tracker.services import (
    captures,
    decisions,
    descriptions,
    documents,
    earlier_texts,
    ingest,
    topics,
    trash,
    versions,
)
from tracker.services.database import open_database
from tracker.services.decisions import UnclearDateError
from tracker.services.ingest import Kept, Refused, TakenIn
from tracker.services.worker import SECONDS, limit
from tracker.text.dates import written_dates
from tracker.web.marks import parts
from tracker.web.paragraphs import set_for_reading
from tracker.web.request import LIST, db, fetch_settings, finished, list_in, page_of, tasks
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

PASTED = "pasted text"
"""The name of a pasted text whose reader gives it none."""
MEGABYTE = 2**20


@pages.get("/documents")
def every() -> ResponseReturnValue:
    """Show the documents, dated ones first."""
    listed = documents.listed(db())
    page = page_of(listed.count)
    rows = listed.rows(limit=page.size, offset=page.offset)
    return render_template("documents.html", rows=rows, page=page, newer=documents.superseded(db(), rows))


@pages.get("/documents." + LIST)
def every_list(form: str) -> ResponseReturnValue:
    """Give every document as JSON or CSV, without its text."""
    return streamed("documents", form)


MOST_ADDRESSES = 20
"""Addresses that one form may send: each may take half a minute, and the reader waits."""
BOOKMARKLET = "javascript:(()=>{open('%s?url='+encodeURIComponent(location.href))})()"
"""Opens the form with the address of the page that is read; nothing is fetched before the form is sent."""


FACT_FIELDS: Final = {"title": "title", "publisher": "publisher", "author": "byline", "date": "date"}
"""The fields of the form for what is known of one document, each with the fact that it gives."""


@pages.post("/samples")
def add_samples() -> ResponseReturnValue:
    """Take in the sample documents, for a look around; what is stored already stays as it is."""
    taken = ingest.take_in_samples(db(), who=who())
    flash(f"{len(taken)} sample documents are stored.")
    return redirect(url_for("home.show"), code=303)


@pages.get("/documents/new")
def ask() -> ResponseReturnValue:
    """Show the form that takes documents in, with the address that ``?url=`` brings along."""
    return _form([], {}, {"addresses": request.args.get("url", "")})


@pages.post("/documents/new")
def take_in() -> ResponseReturnValue:
    """Take in files, pasted text and pages of the web, each on its own: what went wrong with one stops no other.

    What was not taken in stays in the form; only files have to be chosen again.
    """
    sent, given, addresses = _sent(), _given(), request.form.get("addresses", "").split()
    archive = request.form.get("archive", "").strip()
    if problems := _problems(given, sent, addresses, archive):
        return _form([], problems, request.form), 422
    if not sent and not addresses:
        raise TrackerError("Nothing was sent: choose files, paste a text, or give an address.")
    work = _Sent(current_app.config["DATABASE"], sent, addresses, archive, given, request.form, who(), fetch_settings())
    task = tasks().start(len(sent) + len(addresses), work.taken)
    if task.wait(current_app.config["PATIENCE"]):
        return _outcome(task.outcome())
    return redirect(url_for("documents.taking", token=task.token), code=303)


ASKED_AGAIN: Final = 2
"""Seconds after which a page that waits asks again."""


@pages.get("/documents/new/<token>")
def taking(token: str) -> ResponseReturnValue:
    """Show how far the taking in of what was sent is, and what came of it once it is done."""
    task = tasks().of(token)
    if task.is_done:
        return _outcome(task.outcome())
    page = render_template("document_wait.html", task=task, most=limit(SECONDS), again=ASKED_AGAIN)
    return page, {"Refresh": str(ASKED_AGAIN), "Cache-Control": "no-store"}


@dataclass(frozen=True, slots=True)
class _Sent:
    """What one form holds: files and pasted text as bytes with their names, addresses, and what is known of them."""

    database: Path
    files: list[tuple[bytes, str]]
    addresses: list[str]
    archive: str
    given: dict[str, str]
    form: Mapping[str, str]
    who: str
    settings: FetchSettings

    def taken(self, at: Callable[[str], None]) -> _Taken:
        """Take all of it in, telling what it is at."""
        facts = {FACT_FIELDS[field]: words for field, words in self.given.items()}
        outcomes, pages_of = [], []
        db = open_database(self.database, create=False)
        try:
            for data, name in ingest.lists_first(self.files, lambda file: file[1]):
                at(name)
                outcomes.append(ingest.take_in_bytes(db, data, name, who=self.who, given=facts))
            for address in self.addresses:
                at(address)
                pages_of.append(
                    captures.take_in_address(
                        db, address, self.settings, who=self.who, archive=self.archive, given=facts
                    )
                )
        finally:
            db.close()
        return _Taken(self, outcomes, pages_of)


@dataclass(frozen=True, slots=True)
class _Taken:
    """What became of what one form held."""

    sent: _Sent
    files: list[TakenIn | Kept | Refused]
    pages: list[TakenIn | Refused]


def _outcome(taken: _Taken) -> ResponseReturnValue:
    """Return the form with what became of what it held; what was not taken in stays in it."""
    form, outcomes = taken.sent.form, [*taken.files, *taken.pages]
    pasted = taken.files[-1:] if form.get("text", "").strip() else []
    each = zip(taken.sent.addresses, taken.pages, strict=True)
    failed = {address: page for address, page in each if isinstance(page, Refused)}
    problems = {"addresses": " ".join(page.reason for page in failed.values())} if failed else {}
    kept = {"addresses": "\n".join(failed), "archive": taken.sent.archive if failed else ""}
    if any(isinstance(outcome, Refused) for outcome in taken.files):
        kept["columns"] = form.get("columns", "")
    if any(isinstance(outcome, Refused) for outcome in pasted):
        kept |= {field: form.get(field, "") for field in ("name", "text")}
    none_taken = all(isinstance(outcome, Refused) for outcome in outcomes)
    return _form(outcomes, problems, kept | (taken.sent.given if none_taken else {})), 422 if none_taken else 200


def _problems(
    given: Mapping[str, str], sent: list[tuple[bytes, str]], addresses: list[str], archive: str
) -> dict[str, str]:
    """Return what is wrong with fields before anything is taken in or fetched, by the names of the fields."""
    problems = {}
    for field, words in given.items():
        try:
            descriptions.checked({FACT_FIELDS[field]: words})
        except TrackerError as error:
            problems[field] = error.message
    if given and len(sent) + len(addresses) > 1:
        problems["facts"] = "Title, publisher, author and date go with one document; take in several without them."
    if len(addresses) > MOST_ADDRESSES:
        problems["addresses"] = f"At most {MOST_ADDRESSES} addresses go at once; “tracker add” takes any number."
    if archive and len(addresses) != 1:
        problems["archive"] = "An address in an archive goes with the address of one page."
    if not problems and (columns := request.form.get("columns", "").strip()):
        try:
            ingest.name_columns(db(), [each for each in sent if ingest.is_table(each[1])], columns)
        except TrackerError as error:
            problems["columns"] = error.message
    return problems


def _form(outcomes: Sequence[TakenIn | Kept | Refused], problems: Mapping[str, str], filled: Mapping[str, str]) -> str:
    """Return the form with what became of what was sent, and its fields filled again."""
    return render_template(
        "document_new.html",
        taken=[outcome for outcome in outcomes if isinstance(outcome, TakenIn)],
        kept=[outcome for outcome in outcomes if isinstance(outcome, Kept)],
        refused=[outcome for outcome in outcomes if isinstance(outcome, Refused)],
        problems=problems,
        filled=filled,
        kinds=KINDS,
        suffixes=sorted(SUFFIXES),
        megabytes=MAX_BYTES // MEGABYTE,
        bookmarklet=BOOKMARKLET % url_for("documents.ask", _external=True),
    )


def _given() -> dict[str, str]:
    """Return what the form tells of the one document it holds, by its fields; a blank one tells nothing."""
    return {field: words for field in FACT_FIELDS if (words := request.form.get(field, "").strip())}


def _sent() -> list[tuple[bytes, str]]:
    """Return the bytes and the name of everything the form holds."""
    files = [file for file in request.files.getlist("files") if file.filename]
    sent = [(file.read(), PurePosixPath(str(file.filename).replace("\\", "/")).name) for file in files]
    text = request.form.get("text", "")
    if text.strip():
        name = " ".join(request.form.get("name", "").split()) or PASTED
        sent.append((text.replace("\r\n", "\n").encode(), name if name.endswith(".txt") else f"{name}.txt"))
    return sent


@pages.get("/documents/<int:document_id>")
def show(document_id: int) -> ResponseReturnValue:
    """Show one document set for reading, a long one in parts: that with ``?claim=``, or ``?part=``."""
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
    )


@pages.get("/documents/<int:document_id>.json")
def show_json(document_id: int) -> ResponseReturnValue:
    """Give one document as JSON."""
    return jsonify(documents.shown(db(), document_id))


@pages.get("/trash")
def deleted() -> ResponseReturnValue:
    """Show the documents that were deleted."""
    return render_template("trash.html", rows=trash.every(db()))


@pages.get("/trash." + LIST)
def deleted_list(form: str) -> ResponseReturnValue:
    """Give the documents that were deleted as JSON or CSV."""
    return list_in(form, "trash", trash.every(db()))


@pages.post("/documents/<int:document_id>/delete")
def delete(document_id: int) -> ResponseReturnValue:
    """Put a document into the trash."""
    event = trash.delete(db(), document_id, who=who())
    return finished("The document is in the trash, with its claims.", event, url_for("documents.deleted"))


@pages.post("/trash/<int:document_id>/restore")
def restore(document_id: int) -> ResponseReturnValue:
    """Take a document out of the trash."""
    event = trash.restore(db(), document_id, who=who())
    return finished("The document is back, with its claims.", event, url_for("documents.show", document_id=document_id))


@pages.post("/trash/<int:document_id>/erase")
def erase(document_id: int) -> ResponseReturnValue:
    """Erase a document for good, once its name was typed."""
    trash.erase(db(), document_id, request.form.get("typed", ""), who=who())
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


@pages.get("/documents/<int:document_id>/changes.json")
def changes_json(document_id: int) -> ResponseReturnValue:
    """Give what changed up to this version as JSON."""
    return jsonify(_changed(document_id))


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
    """Set the date of a document."""
    try:
        value = decisions.need_date(request.form.get("value", ""))
    except UnclearDateError as unclear:
        return redirect(url_for("documents.show", document_id=document_id, day=unclear.days) + "#date", code=303)
    event = decisions.pick_date(db(), document_id, value, who=who())
    said = f"The document is now dated {long_date(value)}; its dates of saying follow."
    return finished(said, event, url_for("documents.show", document_id=document_id))


@pages.post("/documents/<int:document_id>/facts")
def describe(document_id: int) -> ResponseReturnValue:
    """Enter the title, publisher, author or address of a document."""
    name, value = request.form.get("fact", ""), request.form.get("value", "").strip()
    events = descriptions.describe(db(), document_id, {name: value}, who=who())
    said = f"It is now “{value}”." if value else "It is now said to have none."
    return finished(said, events[-1] if events else None, url_for("documents.show", document_id=document_id))
