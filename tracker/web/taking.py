"""A list in every form other programs read, with the filters of its page: “Take this list as …”."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, current_app, request, url_for
from flask.typing import ResponseReturnValue

from tracker import store
from tracker.desk import finding, streaming
from tracker.models import NotFoundError
from tracker.store.claim_lists import Filters
from tracker.web.connection import db
from tracker.web.filters import claim_filters

pages = Blueprint("taking", __name__)

NOUNS = ("claims", "documents", "figures", "speakers", "threads", "topics", "verdicts")
"""The lists with more forms than JSON and CSV; each stands at ``/NOUN`` and its forms at ``/NOUN.ENDING``."""
ENDINGS = {form.ending: form.key for form in streaming.FORMS.values() if form.key not in ("csv", "json")}
"""CSV and JSON are the twins of the list's own page."""


def streamed(name: str, form: str, filters: Filters | None = None) -> Response:
    """Return an export as a download that is written while it is made.

    It reads through a connection of its own, since the request's is closed before the first piece is asked for.
    """
    kind = streaming.FORMS[form]
    own = store.open_database(current_app.config["DATABASE"], create=False)
    try:
        pieces = streaming.export(own, name, form, filters, address=request.url_root)
    except BaseException:
        own.close()
        raise
    response = Response(pieces, mimetype=kind.media_type)
    response.call_on_close(own.close)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.{kind.ending}"'
    return response


@pages.get(f"/<any({','.join(NOUNS)}):noun>.<path:ending>")
def take(noun: str, ending: str) -> ResponseReturnValue:
    """Give a whole list, or the claims that the filters leave, in a form that is named by its ending."""
    form = ENDINGS.get(ending, "")
    if form not in {each.key for each in streaming.forms_of(noun)}:
        raise NotFoundError("There is no such page.")
    return streamed(noun, form, wanted_claims() if noun == "claims" else None)


def wanted_claims() -> Filters:
    """Return the filters of the address, narrowed to what its words find."""
    filters, query = claim_filters(request.args), request.args.get("q", "").strip()
    return finding.narrowed(db(), query, filters) if query else filters


def ways() -> list[tuple[str, str]]:
    """Return the forms in which this page's list can be taken, as ``(name, address)`` with the page's filters."""
    noun, _, view = (request.endpoint or "").partition(".")
    if view != "every" or noun not in NOUNS or f"{noun}.every_list" not in current_app.view_functions:
        return []
    filters: dict[str, Any] = {key: value for key, value in request.args.items() if key != "page" and value}
    found = []
    for form in streaming.forms_of(noun):
        if form.key in ("csv", "json"):
            found.append((form.name, url_for(f"{noun}.every_list", form=form.key, **filters)))
        elif noun == "claims" or not filters:  # the other lists are taken whole in these forms
            found.append((form.name, url_for("taking.take", noun=noun, ending=form.ending, **filters)))
    return found
