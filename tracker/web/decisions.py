"""The former page of suggested matches: its addresses lead to the review queue, its form and lists still answer."""

from __future__ import annotations

from flask import Blueprint, redirect, request, url_for
from flask.typing import ResponseReturnValue

from tracker.desk import deciding, lanes
from tracker.store.waiting import ANY
from tracker.web.acting import finished, form_number
from tracker.web.connection import db
from tracker.web.formats import LIST, list_in
from tracker.web.who import who

pages = Blueprint("decisions", __name__)

SAID = {
    "confirmed": "Claims {a} and {b} are confirmed to belong together.",
    "revised": "It is confirmed that claims {a} and {b} give different figures; they stay two claims, linked.",
    "reversed": "It is confirmed that claims {a} and {b} are opposed; they stay two claims, linked.",
    "refused": "The match of claims {a} and {b} is refused; it will not be suggested again.",
}


@pages.get("/decisions")
def every() -> ResponseReturnValue:
    """Lead on to the suggested matches of the review queue."""
    asked = f"?{request.query_string.decode()}" if request.query_string else ""
    return redirect(url_for("review.lane", lane="matches") + asked, code=301)


@pages.get("/decisions." + LIST)
def every_list(form: str) -> ResponseReturnValue:
    """Give every suggested match that waits, as JSON or CSV."""
    return list_in(form, "waiting", lanes.LANES["matches"].listed(db(), ANY, -1, 0))


@pages.post("/decisions")
def decide() -> ResponseReturnValue:
    """Confirm or refuse one match."""
    a, b = form_number("a", "A claim's number"), form_number("b", "A claim's number")
    decision, _, confirmed_as = request.form.get("decision", "").partition(" as ")
    event = deciding.decide_pair(db(), a, b, decision, who=who(), confirmed_as=confirmed_as or None)
    return finished(
        SAID.get(confirmed_as, SAID[decision]).format(a=a, b=b), event, url_for("review.lane", lane="matches")
    )
