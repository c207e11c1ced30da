"""The check of a draft: is each quotation and figure in it, marked in place, exactly what a stored document says?"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any

from flask import Blueprint, Response, jsonify, render_template, request
from flask.typing import ResponseReturnValue

from tracker.check.changes import apply
from tracker.check.findings import foldings
from tracker.check.houses import WORDING, House, deeds, houses
from tracker.ingest.reader import KINDS, SUFFIXES
from tracker.models import TrackerError
from tracker.services import check, receipts
from tracker.services.check import QuotationItem, Report
from tracker.services.drafts import LONGEST_DRAFT, Draft, read_draft
from tracker.services.houses import OWN, chosen, setting
from tracker.web.request import db


@dataclass(frozen=True, slots=True)
class Piece:
    """Characters of a draft shown alike: plain, or those of an item, whose ``name`` is that of its entry on the page.

    ``finding`` is the worst finding; ``passed`` is why words in quotation marks were passed over.
    """

    text: str
    name: str = ""
    finding: str = ""
    fails: bool = False
    passed: str = ""


def marked(text: str, report: Report) -> list[Piece]:
    """Return the pieces of a draft in order, marked with what was found."""
    places = [(item.start, item.end, Piece(item.text, item.id, item.finding, item.fails)) for item in report.in_order]
    for found in report.passed_over:
        places.append((found.start, found.end, Piece(found.text, passed=f"{found.reason}: {found.why}")))
    pieces: list[Piece] = []
    at = 0
    for start, end, piece in sorted(places, key=lambda place: place[:2]):
        if start < at:
            continue
        pieces += [Piece(text[at:start]), piece]
        at = end
    return [piece for piece in [*pieces, Piece(text[at:])] if piece.text]


pages = Blueprint("check", __name__)

PASTED = "The draft"
ORDERS = ("worst", "draft")
"""Findings with the worst first, or in order of the draft."""
MOST_IN_FULL = 150
"""Quotations that a page shows in full; what is exact beyond them is only counted."""


@pages.get("/check")
def ask() -> ResponseReturnValue:
    """Show the form that takes a draft, or the check of the short text in the address (``?draft=``)."""
    text = request.args.get("draft", "")
    return _page(text, check.check_draft(db(), _pasted(text), _house()) if text.strip() else None)


@pages.post("/check")
def show() -> ResponseReturnValue:
    """Check a draft and show what became of each quotation and figure; nothing is stored.

    With ``mend`` the changes of one item are made in the draft first, and it is checked again.
    """
    draft, house = _sent(), _house()
    report = check.check_draft(db(), draft, house)
    wanted = request.form.get("mend", "")
    if not wanted:
        return _page(draft.text, report)
    text, mended = _mended(draft.text, report, wanted)
    return _page(text, check.check_draft(db(), read_draft(text.encode(), draft.name), house), mended)


@pages.route("/check.json", methods=["GET", "POST"])
def report() -> ResponseReturnValue:
    """Check a draft, sent as the page's form, in the address or as JSON ``{"draft": "…"}``; give the report as JSON."""
    draft = _pasted(request.args.get("draft", "")) if request.method == "GET" else _sent()
    return jsonify(check.check_draft(db(), draft, _house()))


@pages.post("/check/receipt")
def receipt() -> ResponseReturnValue:
    """Check a draft and give a receipt of it to keep, as Markdown; nothing is stored."""
    draft = _sent()
    text = receipts.receipt(db(), draft, check.check_draft(db(), draft, _house()))
    named = {"Content-Disposition": 'attachment; filename="check-receipt.md"'}
    return Response(text, mimetype="text/markdown", headers=named)


def _sent() -> Draft:
    """Return the draft that was sent: a file where there is one, else the pasted text."""
    file = request.files.get("file")
    if file is not None and file.filename:
        name = PurePosixPath(str(file.filename).replace("\\", "/")).name
        return read_draft(file.read(), name)
    text = request.form.get("draft", "")
    if request.is_json:
        body = request.get_json(silent=True)
        text = body.get("draft", "") if isinstance(body, dict) else ""
        if not isinstance(text, str):
            raise TrackerError("The JSON has to be an object whose “draft” is a text.")
    return _pasted(text)


def _house() -> House:
    """Return the house that the form, the address or the JSON (``{"house": …, "may": […]}``) chooses."""
    if request.is_json:
        body = request.get_json(silent=True)
        asked = body if isinstance(body, dict) else {}
        name, may = asked.get("house"), asked.get("may", [])
        if not (name is None or isinstance(name, str)) or not isinstance(may, list) or not all(map(_is_text, may)):
            raise TrackerError("The JSON has to have a text as “house” and a list of texts as “may”.")
        return chosen(name, may)
    return chosen(request.values.get("house"), request.values.getlist("may"))


def _is_text(value: object) -> bool:
    return isinstance(value, str)


def _pasted(text: str) -> Draft:
    """Return a text as a draft."""
    if not text.strip():
        raise TrackerError("Paste a draft or choose a file first; there is nothing to check.")
    try:
        return read_draft(text.replace("\r\n", "\n").encode(), PASTED)
    except UnicodeEncodeError:
        raise TrackerError("The draft holds characters that are none (lone surrogates); save it as UTF-8.") from None


def _mended(draft: str, report: Report, wanted: str) -> tuple[str, str]:
    """Return the draft with the changes of one item made (or all of them), and what was done in a sentence."""
    if wanted == "all":
        count = len(report.corrected.changes)
        return report.corrected.text, f"{count} changes were made in the draft below, which was checked again."
    item = next((item for item in report.in_order if f"{item.id}:{item.start}-{item.end}" == wanted), None)
    if item is None or not item.changes:
        raise TrackerError("The draft has changed since it was checked; check it again and then mend it.")
    text, made = apply(draft, item.changes)
    told = "; ".join(f"“{_short(change.old)}” became “{_short(change.new)}”" for change in made)
    return text, f"Changed in the draft below, which was checked again: {told}."


def _short(text: str) -> str:
    words = text.split()
    return " ".join(words if len(words) <= 12 else [*words[:6], "…", *words[-5:]])


def _page(text: str, report: Report | None, mended: str = "") -> ResponseReturnValue:
    order = request.form.get("order") or request.form.get("shown", ORDERS[0])  # a mended draft stays in its order
    return render_template(
        "check.html",
        draft=text,
        report=report,
        mended=mended,
        order=order if order in ORDERS else ORDERS[0],
        foldings=foldings().values(),
        houses=houses(),
        house=request.values.get("house", setting()),
        own=OWN,
        deeds=[deed for deed in deeds().values() if deed.name != WORDING],
        may=request.values.getlist("may") if request.values.get("house") == OWN else _usual(),
        longest=LONGEST_DRAFT,
        kinds=KINDS,
        suffixes=sorted(SUFFIXES),
        **(_parts(text, report, order) if report else {"stored": check.compared_with(db())}),
    )


def _usual() -> list[str]:
    return [deed.name for deed in deeds().values() if deed.usual]


def _parts(text: str, report: Report, order: str) -> dict[str, Any]:
    """Return a report's items by how they are shown, in the order asked for, and the draft cut into pieces."""
    items = report.in_order if order == "draft" else report.worst_first
    shown = [item for item in items if item.fails or isinstance(item, QuotationItem)]
    return {
        "shown": shown[:MOST_IN_FULL],
        "left": max(0, len(shown) - MOST_IN_FULL),
        "known": [item for item in report.figures if not item.fails and item.claim_id],
        "unknown": [item for item in report.figures if not item.fails and not item.claim_id],
        "marked": marked(text, report),
        "to_mend": sum(item.fails for item in items),
    }
