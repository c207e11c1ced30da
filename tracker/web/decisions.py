"""What waits for a person: suggested matches, one after another."""

from __future__ import annotations

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue

from tracker.desk import deciding, showing
from tracker.store import documents, threads
from tracker.web.acting import finished, form_number
from tracker.web.connection import db
from tracker.web.formats import LIST, list_in
from tracker.web.paging import PER_PAGE, page_of
from tracker.web.who import who

pages = Blueprint("decisions", __name__)

SAID = {
    "confirmed": "Claims {a} and {b} are confirmed to belong together.",
    "refused": "The match of claims {a} and {b} is refused; it will not be suggested again.",
}


@pages.get("/decisions")
def every() -> ResponseReturnValue:
    """Show the suggested matches nobody has decided, likeliest first, and the documents whose date is open."""
    page = page_of(threads.waiting_count(db()))
    found = threads.waiting(db(), limit=page.offset + PER_PAGE)[page.offset :]
    return render_template(
        "decisions.html", pairs=showing.pairs(db(), found), page=page, open_dates=documents.undecided_dates(db())
    )


@pages.get("/decisions." + LIST)
def every_list(form: str) -> ResponseReturnValue:
    """Give every suggested match that waits, as JSON or CSV."""
    return list_in(form, "waiting", showing.pairs(db(), threads.waiting(db(), limit=-1)))


@pages.post("/decisions")
def decide() -> ResponseReturnValue:
    """Confirm or refuse one match."""
    a, b = form_number("a", "A claim's number"), form_number("b", "A claim's number")
    decision = request.form.get("decision", "")
    event = deciding.decide_pair(db(), a, b, decision, who=who())
    return finished(SAID[decision].format(a=a, b=b), event, url_for("decisions.every"))
