"""The citation of a claim, a document or a thread: in the form its reader used last, or in all of them."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nh3
from flask import Blueprint, current_app, jsonify, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup, escape

from tracker.cite.styles import Style
from tracker.db.rows import Database
from tracker.services import cite
from tracker.services.cite import Subject, Written
from tracker.services.nouns import need
from tracker.web.request import db
from tracker.web.words import name_of

pages = Blueprint("cite", __name__)

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


def cited(claim_id: int) -> Cited:
    """Return a claim's citation in the form the address names, else in the one used last."""
    added, _ = added_styles()
    known = cite.forms(added, quoted=True)
    wanted = request.args.get("style", "")
    if wanted in known:
        session["style"] = wanted
    used = str(session.get("style", ""))
    form = used if used in known else cite.QUOTATION
    subject = cite.of_claim(db(), claim_id)
    return Cited(form, known, cite.write(subject, form, added), subject.remarks)


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
    added, problems = added_styles()
    known = cite.forms(added, quoted=subject.quoted is not None)
    return subject, [cite.write(subject, form, added) for form in known], problems


def added_styles() -> tuple[dict[str, Style], list[str]]:
    """Return the CSL styles that lie beside the database by key, and a sentence for each file that is none."""
    folder = os.environ.get("TRACKER_STYLES") or Path(current_app.config["DATABASE"]).parent / STYLES_FOLDER
    return cite.added_styles(Path(folder))


def as_html(written: Written, *, in_text: bool = False) -> Markup:
    """Return a citation for a page: italics where its style has them, everything else escaped."""
    html, text = (written.in_text_html, written.in_text) if in_text else (written.html, written.text)
    return Markup(nh3.clean(html, tags={"b", "em", "i", "strong"})) if html else escape(text)
