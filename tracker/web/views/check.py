"""The check of a draft: is each quotation and figure in it, marked in place, exactly what a stored document says?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from io import BytesIO
from pathlib import PurePath, PurePosixPath
from typing import Any, Final

import msgspec
from flask import Blueprint, Response, jsonify, render_template, request, send_file
from flask.typing import ResponseReturnValue

from tracker.check.findings import HOUSES_WORDING, Change, Finding, House, apply, foldings, houses
from tracker.check.findings import deeds as house_deeds
from tracker.ingest.reader import KINDS, SUFFIXES
from tracker.models import TrackerError
from tracker.services import check, drafts, undo
from tracker.services.check import OWN, FigureItem, Item, QuotationItem, Report, chosen_house, house_setting
from tracker.services.drafts import LONGEST_DRAFT, Draft, read_draft
from tracker.text.differences import Difference, differences
from tracker.text.sentences import sentences
from tracker.text.words import printable
from tracker.web.request import db
from tracker.web.views.home import who


@dataclass(frozen=True, slots=True)
class Piece:
    """Characters of a draft shown alike: plain, or those of an item, whose ``name`` is that of its entry on the page.

    ``state`` is how the entry is filed and ``finding`` its worst finding; ``passed`` is why words in quotation marks
    were passed over.
    """

    text: str
    name: str = ""
    state: str = ""
    finding: str = ""
    passed: str = ""


STATES: Final = {
    "mend": "to mend",
    "exact": "exact",
    "near": "all but exact",
    "unknown": "not found here",
    "ignored": "ignored",
}
"""How findings are filed on the page, with the words of its summary."""
SHOWN: Final = {
    "all": ("All", tuple(STATES)),
    "mend": ("To mend", ("mend",)),
    "exact": ("Exact", ("exact", "near")),
    "unknown": ("Not found", ("unknown",)),
    "ignored": ("Ignored", ("ignored",)),
}
"""Which of them can be shown alone."""


def state_of(item: Item) -> str:
    """Return how a finding is filed, one of ``STATES``."""
    if item.ignored is not None:
        return "ignored"
    if item.finding is Finding.NOT_FOUND:
        return "unknown"
    if item.fails:
        return "mend"
    return "exact" if item.finding is Finding.EXACT else "near"


def marked(text: str, report: Report) -> list[Piece]:
    """Return the pieces of a draft in order, marked with what was found."""
    places = [
        (item.start, item.end, Piece(item.text, item.id, state_of(item), item.finding)) for item in report.in_order
    ]
    for found in report.passed_over:
        places.append((found.start, found.end, Piece(found.text, passed=f"{found.reason}: {found.why}")))
    pieces: list[Piece] = []
    at = 0
    for start, end, piece in sorted(places, key=lambda place: place[:2]):
        if start < at:
            continue
        pieces += [Piece(text[at:start]), replace(piece, text=text[start:end])]
        at = end
    return [piece for piece in [*pieces, Piece(text[at:])] if piece.text]


@dataclass(frozen=True, slots=True)
class Card:
    """A finding as the page shows it: what differs from the draft to its source, and what can be done about it.

    ``place`` names it in a form, with where it stands. ``rows`` are the word differences from the draft's words to
    those that mend them, ``beside`` the changes outside these words: a name, a role, a date. ``sentences`` are how many
    whole ones of the source can be quoted instead.
    """

    item: QuotationItem | FigureItem
    state: str
    place: str
    rows: list[Difference]
    beside: tuple[Change, ...]
    sentences: int = 0


def card_of(item: QuotationItem | FigureItem) -> Card:
    """Return the card of a finding."""
    is_inside = [item.start <= change.start and change.end <= item.end + 1 for change in item.changes]
    inside = [change for change, here in zip(item.changes, is_inside, strict=True) if here]
    beside = tuple(change for change, here in zip(item.changes, is_inside, strict=True) if not here)
    rows: list[Difference] = []
    if isinstance(item, FigureItem):
        rows = [row for change in item.changes for row in differences(change.old, change.new)]
        beside = ()
    elif inside:
        text, low = item.text, item.start
        moved = [msgspec.structs.replace(each, start=each.start - low, end=each.end - low) for each in inside]
        rows = list(differences(_line(text), _line(apply(text, moved)[0])))
    elif item.place is not None:
        rows = [Difference(row.op, row.draft, row.source) for row in item.place.differences]
    whole = item.whole.new if isinstance(item, QuotationItem) and item.whole else ""
    return Card(item, state_of(item), _place_of(item), rows, beside, len(sentences(whole)))


def _place_of(item: Item) -> str:
    return f"{item.id}:{item.start}-{item.end}"


def _line(text: str) -> str:
    return " ".join(text.split())


pages = Blueprint("check", __name__)

PASTED = "The draft"
MOST_IN_FULL = 150
"""Findings that a page shows as cards; what is exact beyond them is only counted."""


@pages.get("/check")
def ask() -> ResponseReturnValue:
    """Show the form that takes a draft, or the check of the short text in the address (``?draft=``)."""
    text = request.args.get("draft", "")
    return _checked(_pasted(text)) if text.strip() else _page(_Shown())


@pages.post("/check")
def show() -> ResponseReturnValue:
    """Check a draft and show what became of each quotation and figure beside it; nothing of it is stored.

    The form may also ask for a deed (``DEEDS``): a finding is mended, or ignored for a reason, which is kept; then the
    draft is checked again.
    """
    try:
        draft = _sent()
    except TrackerError as problem:
        return _page(
            _Shown(text=request.form.get("draft", "").replace("\r\n", "\n"), problem=problem.message)
        ), problem.status
    wanted = next((name for name in DEEDS if request.form.get(name)), None)
    if wanted is None:
        return _checked(draft)
    try:
        done = DEEDS[wanted](draft, request.form[wanted])
    except TrackerError as problem:
        return _checked(draft, _Done(draft.text, 0, problem.message), problem.status)
    return _checked(_again(draft, done.text), done)


@pages.route("/check.json", methods=["GET", "POST"])
def report() -> ResponseReturnValue:
    """Check a draft, sent as the page's form, in the address or as JSON ``{"draft": "…"}``; give the report as JSON."""
    draft = _pasted(request.args.get("draft", "")) if request.method == "GET" else _sent()
    return jsonify(check.check_draft(db(), draft, _house()))


@pages.post("/check/receipt")
def receipt() -> ResponseReturnValue:
    """Check a draft and give a receipt of it to keep, as Markdown; nothing is stored."""
    draft = _sent()
    text = check.receipt(db(), draft, check.check_draft(db(), draft, _house()))
    named = {"Content-Disposition": 'attachment; filename="check-receipt.md"'}
    return Response(text, mimetype="text/markdown", headers=named)


@pages.post("/check/draft.<any(txt, md, docx):ending>")
def take(ending: str) -> ResponseReturnValue:
    """Give the draft as it stands as a file; a Word file that is sent with it keeps its form around the new words."""
    file = request.files.get("file")
    original = file.read() if file is not None and file.filename else b""
    text = request.form.get("draft", "").replace("\r\n", "\n")
    if not text.strip():
        raise TrackerError("Paste a draft or choose a file first; there is nothing to save.")
    form = drafts.FORMS[ending]
    name = f"{PurePath(printable(request.form.get('name', ''))).stem or 'draft'}.{ending}"
    return send_file(
        BytesIO(form.write(text, original)), mimetype=form.media_type, as_attachment=True, download_name=name
    )


def _sent() -> Draft:
    """Return the draft that was sent: the text, or the file where there is none or ``read`` asks for it."""
    file = request.files.get("file")
    text = request.form.get("draft", "")
    if file is not None and file.filename and (request.form.get("read") or not text.strip()):
        name = PurePosixPath(str(file.filename).replace("\\", "/")).name
        draft = read_draft(file.read(), name)
        return _again(draft, draft.text.replace("\r\n", "\n")) if "\r" in draft.text else draft
    if request.form.get("read"):
        raise TrackerError("Choose a file first, or paste the draft.")
    if request.is_json:
        body = request.get_json(silent=True)
        text = body.get("draft", "") if isinstance(body, dict) else ""
        if not isinstance(text, str):
            raise TrackerError("The JSON has to be an object whose “draft” is a text.")
    return _pasted(text, request.form.get("name", ""))


def _house() -> House:
    """Return the house that the form, the address or the JSON (``{"house": …, "may": […]}``) chooses."""
    if request.is_json:
        body = request.get_json(silent=True)
        asked = body if isinstance(body, dict) else {}
        name, may = asked.get("house"), asked.get("may", [])
        if not (name is None or isinstance(name, str)) or not isinstance(may, list) or not all(map(_is_text, may)):
            raise TrackerError("The JSON has to have a text as “house” and a list of texts as “may”.")
        return chosen_house(name, may)
    return chosen_house(request.values.get("house"), request.values.getlist("may"))


def _is_text(value: object) -> bool:
    return isinstance(value, str)


def _pasted(text: str, name: str = "") -> Draft:
    """Return a text as a draft, under the name of the file it was read from."""
    if not text.strip():
        raise TrackerError("Paste a draft or choose a file first; there is nothing to check.")
    try:
        draft = read_draft(text.replace("\r\n", "\n").encode(), PASTED)
    except UnicodeEncodeError:
        raise TrackerError("The draft holds characters that are none (lone surrogates); save it as UTF-8.") from None
    return replace(draft, name=name) if name else draft


def _again(draft: Draft, text: str) -> Draft:
    """Return a draft with another text, under its name and with its notes."""
    return draft if text == draft.text else replace(_pasted(text, draft.name), notes=draft.notes)


@dataclass(frozen=True, slots=True)
class _Done:
    """What a deed made of a draft, where in it, and what it says; ``back`` are the changes that take it back."""

    text: str
    at: int
    told: str
    back: tuple[Change, ...] = ()


def _mend(draft: Draft, place: str) -> _Done:
    """Make the changes of a finding."""
    item = _item_at(draft, place)
    return _with(draft, item.changes, item.start)


def _mend_all(draft: Draft, _: str) -> _Done:
    """Make every change that mends."""
    return _with(draft, check.check_draft(db(), draft, _house()).corrected.changes, 0)


def _quote_whole(draft: Draft, place: str) -> _Done:
    """Quote the whole sentences of the source, with the changes beside the quotation."""
    item = _item_at(draft, place)
    whole = item.whole if isinstance(item, QuotationItem) else None
    beside = [each for each in item.changes if whole and (each.end <= whole.start or whole.end <= each.start)]
    return _with(draft, [whole, *beside] if whole else [], item.start)


def _take_back(draft: Draft, changes: str) -> _Done:
    """Take a deed back by the changes that it gave for this."""
    try:
        wanted = msgspec.json.decode(changes, type=list[Change])
    except msgspec.DecodeError:
        wanted = []
    if not wanted or any(draft.text[each.start : each.end] != each.old for each in wanted):
        raise TrackerError("The draft has changed since; change the words by hand.")
    done = _with(draft, wanted, wanted[0].start)
    return replace(done, told=f"Taken back: {done.told}", back=())


def _ignore(draft: Draft, place: str) -> _Done:
    """Ignore a finding for a reason, which is kept with the words."""
    item = _item_at(draft, place)
    event = check.ignore(db(), check.key_of(draft.text, item), request.form.get(f"reason-{item.id}", ""), who=who())
    told = (
        f"Ignored: “{_short(item.text)}”. It stays so wherever these words are checked."
        if event
        else "It is ignored already."
    )
    return _Done(draft.text, item.start, told)


def _take_up(draft: Draft, number: str) -> _Done:
    """Ignore a finding no longer."""
    undo.undo(db(), check.event_of_ignored(db(), int(number) if number.isdecimal() else 0), who=who())
    return _Done(draft.text, 0, "Taken up again.")


DEEDS: Final[dict[str, Callable[[Draft, str], _Done]]] = {
    "mend": _mend,
    "mend_all": _mend_all,
    "whole": _quote_whole,
    "take_back": _take_back,
    "ignore": _ignore,
    "take_up": _take_up,
}
"""What the page's form may ask for beside the check, by the name of its button."""


def _item_at(draft: Draft, place: str) -> QuotationItem | FigureItem:
    """Return the finding that a button names, or raise ``TrackerError`` where the draft has another one there now."""
    found = check.check_draft(db(), draft, _house())
    item = next((item for item in found.in_order if _place_of(item) == place), None)
    if item is None:
        raise TrackerError("The draft has changed since it was checked; look at the finding again.")
    return item


def _with(draft: Draft, changes: Iterable[Change], at: int) -> _Done:
    """Make changes in a draft."""
    text, made = apply(draft.text, changes)
    if not made:
        raise TrackerError("The draft has changed since it was checked; look at the finding again.")
    back: list[Change] = []
    moved = 0
    for each in made:
        start = each.start + moved
        back.append(Change(start, start + len(each.new), each.new, each.old, "taken back"))
        moved += len(each.new) - len(each.old)
    told = "; ".join(map(_told, made[:MOST_TOLD]))
    more = f"; and {len(made) - MOST_TOLD} more" if len(made) > MOST_TOLD else ""
    return _Done(text, at, f"{told}{more}.", tuple(back))


def _told(change: Change) -> str:
    if not change.new or not change.old:
        return f"“{_short(change.old or change.new)}” was {'left out' if change.old else 'put in'}"
    return f"“{_short(change.old)}” became “{_short(change.new)}”"


MOST_TOLD = 3
"""Changes that are told one by one."""


def _short(text: str) -> str:
    words = text.split()
    return " ".join(words if len(words) <= 12 else [*words[:6], "…", *words[-5:]])


@dataclass(frozen=True, slots=True)
class _Shown:
    """What the page shows: the draft, its report where it was checked, what was done, or what is wrong."""

    text: str = ""
    name: str = ""
    report: Report | None = None
    done: _Done | None = None
    problem: str = ""


def _checked(draft: Draft, done: _Done | None = None, status: int = 200) -> ResponseReturnValue:
    found = check.check_draft(db(), draft, _house())
    name = "" if draft.name == PASTED else draft.name
    problem = done.told if done and status != 200 else ""
    return _page(_Shown(draft.text, name, found, None if problem else done, problem)), status


def _page(shown: _Shown) -> str:
    report = shown.report
    alone = request.form.get("show", "all")
    return render_template(
        "check.html",
        draft=shown.text,
        name=shown.name,
        report=report,
        done=shown.done,
        problem=shown.problem,
        foldings=foldings().values(),
        houses=houses(),
        house=request.values.get("house", house_setting()),
        own=OWN,
        deeds=[deed for deed in house_deeds().values() if deed.name != HOUSES_WORDING],
        may=request.values.getlist("may") if request.values.get("house") == OWN else _usual(),
        longest=LONGEST_DRAFT,
        longest_reason=check.LONGEST_REASON,
        kinds=KINDS,
        suffixes=sorted(SUFFIXES),
        chosen=alone if alone in SHOWN else "all",
        **(_parts(shown, report) if report else {"stored": check.compared_with(db())}),
    )


def _usual() -> list[str]:
    return [deed.name for deed in house_deeds().values() if deed.usual]


def _parts(shown: _Shown, report: Report) -> dict[str, Any]:
    """Return a report's findings as cards in order of the draft, the draft cut into pieces, and what is next."""
    cards = [card_of(item) for item in report.in_order]
    in_full = [card for card in cards if card.state in ("mend", "unknown", "ignored")]
    kept = {id(card) for card in [*in_full, *(card for card in cards if card not in in_full)][:MOST_IN_FULL]}
    counts = Counter(card.state for card in cards)
    after = [card for card in cards if card.state == "mend" and shown.done and card.item.start >= shown.done.at]
    tried = request.form.get("ignore")
    waiting = after or [card for card in cards if card.state == "mend"] or cards
    return {
        "cards": [card for card in cards if id(card) in kept],
        "left": len(cards) - len(kept),
        "counts": [(counts[state], words) for state, words in STATES.items() if counts[state] or state == "mend"],
        "of_state": counts,
        "filters": [(key, words) for key, (words, states) in SHOWN.items() if any(counts[state] for state in states)],
        "next_one": waiting[0].item.id if shown.done and waiting else "",
        "back": msgspec.json.encode(shown.done.back).decode() if shown.done and shown.done.back else "",
        "tried": next((card.item.id for card in cards if shown.problem and card.place == tried), ""),
        "marked": marked(shown.text, report),
    }
