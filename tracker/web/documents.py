"""Documents: the list, taking in, one set for reading, its date and its original."""

from __future__ import annotations

from pathlib import PurePosixPath

from flask import Blueprint, jsonify, render_template, request, url_for
from flask.typing import ResponseReturnValue
from msgspec.structs import asdict

from tracker.desk import deciding, intake, reading_room, showing, versions
from tracker.desk.citing import address_of_words
from tracker.desk.intake import Refused, TakenIn
from tracker.desk.nouns import need
from tracker.models import TrackerError
from tracker.read import MAX_BYTES, SUFFIXES
from tracker.store import documents
from tracker.web import originals
from tracker.web.acting import finished
from tracker.web.connection import db
from tracker.web.formats import LIST
from tracker.web.paging import page_of
from tracker.web.parts import parts
from tracker.web.reading import page_of_place, set_for_reading
from tracker.web.taking import streamed
from tracker.web.who import who
from tracker.web.wording import long_date

pages = Blueprint("documents", __name__)

PASTED = "pasted text"
"""The name of a pasted text whose reader gives it none."""
MEGABYTE = 2**20


@pages.get("/documents")
def every() -> ResponseReturnValue:
    """Show the documents, dated ones first."""
    page = page_of(documents.count(db()))
    rows = documents.every(db(), limit=page.size, offset=page.offset)
    newer = documents.replaced(db(), [row.id for row in rows])
    return render_template("documents.html", rows=rows, page=page, newer=newer)


@pages.get("/documents." + LIST)
def every_list(form: str) -> ResponseReturnValue:
    """Give every document as JSON or CSV, without its text."""
    return streamed("documents", form)


@pages.get("/documents/new")
def ask() -> ResponseReturnValue:
    """Show the form that takes documents in."""
    return _form([])


@pages.post("/documents/new")
def take_in() -> ResponseReturnValue:
    """Take in files and pasted text, each on its own: what went wrong with one stops no other."""
    outcomes = [intake.take_in_bytes(db(), data, name, who=who()) for data, name in _sent()]
    if not outcomes:
        raise TrackerError("Nothing was sent: choose files, or paste a text.")
    return _form(outcomes), 422 if all(isinstance(outcome, Refused) for outcome in outcomes) else 200


def _form(outcomes: list[TakenIn | Refused]) -> str:
    taken = [outcome for outcome in outcomes if isinstance(outcome, TakenIn)]
    refused = [outcome for outcome in outcomes if isinstance(outcome, Refused)]
    return render_template(
        "document_new.html", taken=taken, refused=refused, suffixes=sorted(SUFFIXES), megabytes=MAX_BYTES // MEGABYTE
    )


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
    document = reading_room.part(
        db(),
        document_id,
        parts,
        number=request.args.get("part", type=int),
        claim_id=request.args.get("claim", type=int),
    )
    starts = document.page_starts
    for claim in document.claims_here:
        claim["web_address"] = address_of_words(document.url, document.text, claim["start"], claim["end"])
        claim["page"] = page_of_place(starts, claim["start"])
    return render_template(
        "document.html",
        document=document,
        numbers={claim["id"]: claim["n"] for claim in document.claims_here},
        paragraphs=set_for_reading(document.text, document.claims_here, document.part, starts),
        viewable=originals.is_viewable(document.media_type),
    )


@pages.get("/documents/<int:document_id>.json")
def show_json(document_id: int) -> ResponseReturnValue:
    """Give one document as JSON."""
    return jsonify(showing.document(db(), document_id))


@pages.get("/documents/<int:document_id>/original")
def original(document_id: int) -> ResponseReturnValue:
    """Give the original bytes exactly as they came: a file to save, or with ``?show=1`` on the screen where safe."""
    document = need(db(), "document", document_id)
    data = documents.original_of(db(), document.sha256)
    if request.args.get("show") == "1" and originals.is_viewable(document.media_type):
        return originals.on_screen(data, document.media_type, document.name)
    return originals.as_file(data, document.name)


@pages.get("/documents/<int:document_id>/changes")
def changes(document_id: int) -> ResponseReturnValue:
    """Show what changed from the version before to this one."""
    return render_template("changes.html", **asdict(versions.compared(db(), document_id)))


@pages.get("/documents/<int:document_id>/changes.json")
def changes_json(document_id: int) -> ResponseReturnValue:
    """Give what changed from the version before to this one as JSON."""
    return jsonify(versions.compared(db(), document_id))


@pages.post("/documents/<int:document_id>/date")
def pick_date(document_id: int) -> ResponseReturnValue:
    """Set the date of a document."""
    value = request.form.get("value", "").strip()
    event = deciding.pick_date(db(), document_id, value, who=who())
    said = f"The document is now dated {long_date(value)}; its dates of saying follow."
    return finished(said, event, url_for("documents.show", document_id=document_id))
