"""Claims: the list with filters and facets, one claim, and its corrections."""

from __future__ import annotations

from flask import Blueprint, jsonify, render_template, request, url_for
from flask.typing import ResponseReturnValue

from tracker.desk import deciding, showing
from tracker.desk.citing import address_of_words
from tracker.desk.nouns import need
from tracker.store import claim_lists, claims, documents, events, relations, speakers
from tracker.store.rows import Row
from tracker.web import searching
from tracker.web.acting import finished, form_number
from tracker.web.citing import cited
from tracker.web.connection import db
from tracker.web.formats import LIST, list_in
from tracker.web.paging import page_of
from tracker.web.reading import in_context
from tracker.web.taking import streamed
from tracker.web.who import who

pages = Blueprint("claims", __name__)

MOST_NAMES = 300
"""Speakers offered while a name is typed; any other name can be typed in full."""


MATCHES = 10
"""Matches a page, each with both wordings and what differs."""
MOST_RELATED = 10
"""Claims on the same subject that are shown; the JSON has them all."""


@pages.get("/claims")
def every() -> ResponseReturnValue:
    """Show the claims that filters and a search leave, a page at a time."""
    return render_template("claims.html", listing=searching.listing(db()), any_claims=claim_lists.latest_id(db()) > 0)


@pages.get("/claims." + LIST)
def every_list(form: str) -> ResponseReturnValue:
    """Give every claim that filters and a search leave, as JSON or CSV."""
    filters = searching.wanted_claims(db())
    if filters.ids is not None:  # in the order of the search
        return list_in(form, "claims", claims.with_quantities(db(), claims.several(db(), filters.ids)))
    return streamed("claims", form)


@pages.get("/claims/<int:claim_id>")
def show(claim_id: int) -> ResponseReturnValue:
    """Show one claim with everything known of it."""
    need(db(), "claim", claim_id)
    count, related = relations.counted_of(db(), claim_id)
    page = page_of(count, MATCHES)
    shown = relations.of_claim(db(), claim_id, matches=True, limit=page.size, offset=page.offset)
    shown += relations.of_claim(db(), claim_id, matches=False, limit=MOST_RELATED)
    claim = showing.claim(db(), claim_id, shown)
    for match in claim["matches"]:
        match["undo"] = _decision_event(match)
    document = need(db(), "document", claim["document_id"])
    text = documents.text_of(db(), claim["document_id"])
    web_address = address_of_words(document.url, text, claim["start"], claim["end"])
    return render_template(
        "claim.html",
        claim=claim,
        page=page,
        related=related,
        most_related=MOST_RELATED,
        context=in_context(claim),
        names=speakers.names(db(), limit=MOST_NAMES),
        cited=cited(claim_id),
        web_address=web_address,
    )


def _decision_event(match: Row) -> int | None:
    """Return the event of the decision on a pair that stands, so that it can be undone in place."""
    if match["decision"] is None:
        return None
    standing = (
        event.id
        for event in events.about(db(), "claim", match["a"])
        if event.new.get("with") == match["b"] and event.undone_by is None and event.undoes is None
    )
    return next(standing, None)


@pages.get("/claims/<int:claim_id>.json")
def show_json(claim_id: int) -> ResponseReturnValue:
    """Give one claim as JSON."""
    return jsonify(showing.claim(db(), claim_id))


@pages.post("/claims/<int:claim_id>/speaker")
def pick_speaker(claim_id: int) -> ResponseReturnValue:
    """Correct who made a claim."""
    name = request.form.get("name", "")
    event = deciding.pick_speaker(db(), claim_id, name, who=who())
    said = f"The speaker of claim {claim_id} is now {name.strip() or 'not known'}."
    return finished(said, event, url_for("claims.show", claim_id=claim_id))


@pages.post("/claims/<int:claim_id>/span")
def pick_span(claim_id: int) -> ResponseReturnValue:
    """Correct where a claim begins and ends."""
    start, end = form_number("start", "The first character"), form_number("end", "The last character")
    event = deciding.pick_span(db(), claim_id, start, end, who=who())
    said = f"Claim {claim_id} now runs from character {start} to {end}; its figures and matches were read again."
    return finished(said, event, url_for("claims.show", claim_id=claim_id))
