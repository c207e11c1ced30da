"""What leaves the pages: lists in every form other programs read, linked data, and citations in every style."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import nh3
from flask import Blueprint, Response, current_app, jsonify, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup, escape

from tracker.models import NotFoundError
from tracker.services import citation_forms, cite, export, verdicts
from tracker.services.cite import Form, Subject, Written
from tracker.services.database import Database, open_database
from tracker.services.export import FORMS
from tracker.services.filters import NAMES
from tracker.services.nouns import need
from tracker.web.request import db, site_address
from tracker.web.words import name_of

pages = Blueprint("export", __name__)

ENDINGS: Final = {form.ending: form.key for form in FORMS.values()}
NOUNS: Final = tuple(noun for noun in export.nouns() if noun != "decisions")
"""What stands at ``/NOUN.ENDING``; ``/decisions.csv`` has always been the matches that wait for a decision."""
LISTED_AT: Final = {"history": "events"}
"""Blueprints whose page lists another noun than their name says."""


def streamed(noun: str, form: str) -> Response:
    """Return a list in a form, with the filters of the address: a download that is written while it is made."""
    given = {name: request.args[name] for name in NAMES.get(noun, ()) if name in request.args}
    return sent(noun, form, given)


def sent(noun: str, form: str, given: export.Given) -> Response:
    """Return an export as an answer.

    It reads through a connection of its own, since the request's is closed before the first piece is asked for.
    """
    own = open_database(current_app.config["DATABASE"], create=False)
    try:
        pieces = export.export(own, noun, form, given, address=request.url_root)
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
    for form in export.forms_of(noun):
        if form.key in ("csv", "json") and f"{blueprint}.every_list" in current_app.view_functions:
            found.append((form.name, url_for(f"{blueprint}.every_list", form=form.key, **filters)))
        else:
            found.append((form.name, url_for("export.take", noun=noun, ending=form.ending, **filters)))
    return found


def everything() -> list[tuple[str, list[tuple[str, str]]]]:
    """Return the whole table of what leaves: each noun with its forms, as ``(name, address)``, all without filters."""
    return [
        (noun, [(form.name, url_for(f"calls.export_{noun}", format=form.key)) for form in forms])
        for noun, forms in export.PAIRS.items()
    ]


MIMETYPE: Final = "application/ld+json"
IN_PAGE: Final = 6
"""Appearances told inside a page; the export has them all."""


@pages.get("/threads/<int:thread_id>.jsonld")
def thread(thread_id: int) -> ResponseReturnValue:
    """Give a thread as a schema.org Claim, with each of its verdicts as a ClaimReview."""
    return _answer(verdicts.thread_data(db(), thread_id, site_address()))


@pages.get("/claims/<int:claim_id>.jsonld")
def claim(claim_id: int) -> ResponseReturnValue:
    """Give a claim as a schema.org Quotation or Claim, with the verdicts that may be shown on it."""
    return _answer(verdicts.claim_data(db(), claim_id, site_address()))


def _answer(data: dict[str, Any]) -> Response:
    return Response(current_app.json.dumps(data, indent=2) + "\n", mimetype=MIMETYPE)


SUBJECTS: Mapping[str, Callable[[Database, int], Subject]] = {
    "claims": cite.of_claim,
    "documents": cite.of_document,
    "threads": cite.of_thread,
}
"""What can be cited, by the name of its list."""
STYLES_FOLDER = "styles"
"""The folder beside the database that added styles are read from, where TRACKER_STYLES names no other."""


@dataclass(frozen=True, slots=True)
class Cited:
    """A claim cited in one form, with every form there is to choose from; ``remarks`` tell of an open date."""

    form: str
    forms: dict[str, str]
    written: Written
    remarks: tuple[str, ...]


def cited(subject: Subject) -> Cited:
    """Return a claim cited in the form the address names, else in the one used last."""
    added, _ = added_forms()
    known = cite.forms(added, quoted=True)
    form = _chosen(known, next(iter(known)))
    written = cite.write(subject, form, added)
    return Cited(form, known, written, tuple(filter(None, (written.remark, *subject.remarks))))


def _chosen(known: Collection[str], default: str) -> str:
    """Return the form that the address names, else the one used last, else the default."""
    wanted = request.args.get("style", "")
    if wanted in known:
        session["style"] = wanted
    used = str(session.get("style", ""))
    return used if used in known else default


@dataclass(frozen=True, slots=True)
class CitedSources:
    """In which form a page cites whole documents, under which names there are others, and those a house added."""

    style: str
    names: dict[str, str]
    added: Mapping[str, Form]


def cited_sources(default: str) -> CitedSources:
    """Return how a page cites its sources: as its address says, else as it was chosen last, else by default.

    Raises ``TrackerError`` for a form that is not known.
    """
    added, _ = added_forms()
    known = cite.source_forms(added)
    if wanted := request.args.get("style"):
        cite.source_form(wanted, added)
    return CitedSources(_chosen(known, default), {key: form.name for key, form in known.items()}, added)


@pages.get("/<any(claims,documents,threads):noun>/<int:noun_id>/cite")
def show(noun: str, noun_id: int) -> ResponseReturnValue:
    """Show a claim, a document or a thread cited in every form, each to be copied."""
    subject, written, problems = _every(noun, noun_id)
    singular = noun.removesuffix("s")
    title = name_of(need(db(), "document", noun_id)) if noun == "documents" else f"{singular.capitalize()} {noun_id}"
    number: dict[str, Any] = {f"{singular}_id": noun_id}
    address = url_for(f"{noun}.show", **number)
    return render_template(
        "cite.html", subject=subject, written=written, problems=problems, noun=singular, title=title, back=address
    )


@pages.get("/<any(claims,documents,threads):noun>/<int:noun_id>/cite.json")
def show_json(noun: str, noun_id: int) -> ResponseReturnValue:
    """Give every citation of a claim, a document or a thread as JSON."""
    subject, written, problems = _every(noun, noun_id)
    return jsonify(
        citations=[cite.record_of(one) for one in written],
        pinpoint={"paragraph": subject.pinpoint.paragraph, "page": subject.pinpoint.page},
        captured=subject.source.accessed,
        sha256=subject.source.sha256,
        remarks=list(subject.remarks),
        problems=problems,
    )


def _every(noun: str, noun_id: int) -> tuple[Subject, list[Written], list[str]]:
    subject = SUBJECTS[noun](db(), noun_id)
    added, problems = added_forms()
    known = cite.forms(added, quoted=subject.quoted is not None)
    return subject, [cite.write(subject, form, added) for form in known], problems


def added_forms() -> tuple[dict[str, Form], list[str]]:
    """Return the forms added in the settings or as files beside the database, and a sentence for each that is none."""
    folder = os.environ.get("TRACKER_STYLES") or Path(current_app.config["DATABASE"]).parent / STYLES_FOLDER
    return citation_forms.added(db(), Path(folder))


def as_html(written: Written, *, in_text: bool = False) -> Markup:
    """Return a citation for a page: italics where its style has them, everything else escaped."""
    html, text = (written.in_text_html, written.in_text) if in_text else (written.html, written.text)
    return Markup(nh3.clean(html, tags={"b", "em", "i", "strong"})) if html else escape(text)  # noqa: S704 - cleaned by nh3
