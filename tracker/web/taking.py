"""A list in every form other programs read, with the filters of its page: “Take this list as …”."""

from __future__ import annotations

from typing import Any, Final

from flask import Blueprint, Response, current_app, request, url_for
from flask.typing import ResponseReturnValue

from tracker import store
from tracker.desk import streaming
from tracker.desk.export_forms import FORMS
from tracker.desk.narrowing import NAMES
from tracker.models import NotFoundError

pages = Blueprint("taking", __name__)

ENDINGS: Final = {form.ending: form.key for form in FORMS.values()}
NOUNS: Final = tuple(noun for noun in streaming.nouns() if noun != "decisions")
"""What stands at ``/NOUN.ENDING``; ``/decisions.csv`` has always been the matches that wait for a decision."""
LISTED_AT: Final = {"history": "events"}
"""Blueprints whose page lists another noun than their name says."""


def streamed(noun: str, form: str) -> Response:
    """Return a list in a form, with the filters of the address: a download that is written while it is made."""
    given = {name: request.args[name] for name in NAMES.get(noun, ()) if name in request.args}
    return sent(noun, form, given)


def sent(noun: str, form: str, given: streaming.Given) -> Response:
    """Return an export as an answer.

    It reads through a connection of its own, since the request's is closed before the first piece is asked for.
    """
    own = store.open_database(current_app.config["DATABASE"], create=False)
    try:
        pieces = streaming.export(own, noun, form, given, address=request.url_root)
    except BaseException:
        own.close()
        raise
    kind = FORMS[form]
    response = Response(pieces, content_type=kind.media_type)
    response.call_on_close(own.close)
    if form != "json":  # which browsers show
        response.headers["Content-Disposition"] = f'attachment; filename="{noun}.{kind.ending}"'
    return response


@pages.get(f"/<any({','.join(NOUNS)}):noun>.<path:ending>")
def take(noun: str, ending: str) -> ResponseReturnValue:
    """Give what the filters leave of a list, in a form that is named by its ending."""
    if ending not in ENDINGS:
        raise NotFoundError("There is no such page.")
    return streamed(noun, ENDINGS[ending])


def ways() -> list[tuple[str, str]]:
    """Return the forms in which this page's list can be taken, as ``(name, address)`` with the page's filters."""
    blueprint, _, view = (request.endpoint or "").partition(".")
    noun = LISTED_AT.get(blueprint, blueprint)
    if view != "every" or noun not in NOUNS:
        return []
    filters: dict[str, Any] = {name: request.args[name] for name in NAMES.get(noun, ()) if request.args.get(name)}
    found = []
    for form in streaming.forms_of(noun):
        if form.key in ("csv", "json") and f"{blueprint}.every_list" in current_app.view_functions:
            found.append((form.name, url_for(f"{blueprint}.every_list", form=form.key, **filters)))
        else:
            found.append((form.name, url_for("taking.take", noun=noun, ending=form.ending, **filters)))
    return found


def everything() -> list[tuple[str, list[tuple[str, str]]]]:
    """Return the whole table of what leaves: each noun with its forms, as ``(name, address)``, all without filters."""
    return [
        (noun, [(form.name, url_for(f"calls.export_{noun}", format=form.key)) for form in forms])
        for noun, forms in streaming.PAIRS.items()
    ]
