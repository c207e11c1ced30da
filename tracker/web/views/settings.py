"""Settings of the house: its own lines of citation, CSL styles, the reader's name; the API for programs, its tokens."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import Final

from flask import Blueprint, jsonify, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import FileStorage

from tracker.cite.styles import BLANKS, OwnLine, checked
from tracker.models import TrackerError
from tracker.models.events import Scope
from tracker.services import cite, nouns, tokens
from tracker.services.tokens import USUAL_DAYS
from tracker.web.api.description import PROBLEMS
from tracker.web.api.routes import OPERATIONS
from tracker.web.request import db, finished
from tracker.web.views.export import everything
from tracker.web.views.home import who

pages = Blueprint("settings", __name__)

FIRST_LINE: Final = "{speaker}[, {role}]: “{words}” ([said {said}, in ]‘{title}’[, {source}], {date}[, {place}])"
"""What the form begins with."""


@dataclass(frozen=True, slots=True)
class Preview:
    """A line as it prints a claim of which all is known, and one of which next to nothing is; or what is wrong."""

    full: cite.Written | None = None
    bare: cite.Written | None = None
    problem: str = ""


def _preview(line: str) -> Preview:
    try:
        added: dict[str, cite.Form] = {"line": OwnLine("line", "", checked(line))}
    except TrackerError as error:
        return Preview(problem=error.message)
    full, bare = (cite.write(each, "line", added) for each in (cite.SAMPLE, cite.BARE))
    return Preview(full, bare)


@pages.get("/settings")
def show() -> ResponseReturnValue:
    """Show the settings; with ``?form=`` one of the house's lines to be changed."""
    rows = cite.forms_listed(db()).rows(limit=-1, offset=0)
    chosen = next((row for row in rows if row.line and row.key == request.args.get("form")), None)
    return _page(chosen.name if chosen else "", (chosen and chosen.line) or FIRST_LINE)


@pages.get("/settings.json")
def show_json() -> ResponseReturnValue:
    """Give the forms of citation that the house added, and the blanks there are, as JSON."""
    listed = cite.forms_listed(db())
    return jsonify(forms=listed.rows(limit=-1, offset=0), count=listed.count, blanks=dict(BLANKS))


def _page(name: str, line: str, *, problem: str = "", style_problem: str = "") -> str:
    return render_template(
        "settings.html",
        forms=cite.forms_listed(db()).rows(limit=-1, offset=0),
        name=name,
        line=line,
        preview=_preview(line),
        problem=problem,
        style_problem=style_problem,
        blanks=BLANKS,
        sample=cite.SAMPLE,
    )


@pages.post("/settings/lines")
def save_line() -> ResponseReturnValue:
    """Keep a line of the house, or show how it prints; one with something wrong comes back with the reason."""
    name, line = request.form.get("name", ""), request.form.get("line", "").replace("\r\n", "\n")
    if request.form.get("do") == "preview":
        return _page(name, line)
    try:
        _, event = cite.save_line(db(), name, line, who=who())
    except TrackerError as error:
        return _page(name, line, problem=error.message), error.status
    said = f"“{' '.join(name.split())}” was saved; it stands first wherever something is cited."
    return finished(said, event, url_for("settings.show", _anchor="forms"))


@pages.post("/settings/styles")
def add_style() -> ResponseReturnValue:
    """Keep a CSL style; a file that is none comes back with the reason."""
    file = request.files.get("style", FileStorage())
    name, sent = file.filename or "", file.read(cite.LARGEST_STYLE + 1)
    file.close()
    try:
        if not name:
            raise TrackerError("Choose a file that ends in .csl.")
        _, event = cite.add_style(db(), sent, name, who=who())
    except TrackerError as error:
        return _page("", FIRST_LINE, style_problem=error.message), error.status
    return finished(f"The style of {name} was added.", event, url_for("settings.show", _anchor="forms"))


@pages.post("/settings/forms/<int:form_id>/remove")
def remove(form_id: int) -> ResponseReturnValue:
    """Offer a form no longer."""
    event = cite.remove_form(db(), form_id, who=who())
    return finished("The form is offered no longer.", event, url_for("settings.show", _anchor="forms"))


programs = Blueprint("tokens", __name__)


@programs.get("/api", endpoint="show")
def show_api() -> ResponseReturnValue:
    """Explain the API, and list its operations and tokens."""
    return _programs_page(None)


@programs.post("/api/tokens")
def make() -> ResponseReturnValue:
    """Make a token and show it, this once."""
    sent = request.form
    days = tokens.days_of(sent.get("days"))
    _, token = tokens.make(db(), sent.get("holder", ""), who=who(), scope=sent.get("scope") or Scope.DECIDE, days=days)
    return _programs_page(token)


@programs.post("/api/tokens/<int:token_id>/end")
def end(token_id: int) -> ResponseReturnValue:
    """End a token."""
    event = tokens.end(db(), token_id, who=who())
    return finished(f"Token {token_id} writes no more.", event, url_for("tokens.show") + "#tokens")


def _programs_page(made: str | None) -> str:
    by_tag = sorted(OPERATIONS, key=lambda operation: operation.tag)
    return render_template(
        "api.html",
        groups=[(tag, list(operations)) for tag, operations in groupby(by_tag, key=lambda operation: operation.tag)],
        problems=PROBLEMS,
        exports=everything(),
        tokens=tokens.every(db()),
        now=nouns.now(),
        usual_days=USUAL_DAYS,
        made=made,
    )
