"""For other programs: the operations of the API and its tokens."""

from __future__ import annotations

from itertools import groupby

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue

from tracker.models.topics import Scope
from tracker.services import nouns, tokens
from tracker.services.tokens import USUAL_DAYS
from tracker.web.api.description import PROBLEMS
from tracker.web.api.routes import OPERATIONS
from tracker.web.request import db, finished
from tracker.web.views.export import everything
from tracker.web.views.home import who

pages = Blueprint("tokens", __name__)


@pages.get("/api")
def show() -> ResponseReturnValue:
    """Explain the API, and list its operations and tokens."""
    return _page(None)


@pages.post("/api/tokens")
def make() -> ResponseReturnValue:
    """Make a token and show it, this once."""
    sent = request.form
    days = tokens.days_of(sent.get("days"))
    _, token = tokens.make(db(), sent.get("holder", ""), who=who(), scope=sent.get("scope") or Scope.DECIDE, days=days)
    return _page(token)


@pages.post("/api/tokens/<int:token_id>/end")
def end(token_id: int) -> ResponseReturnValue:
    """End a token."""
    event = tokens.end(db(), token_id, who=who())
    return finished(f"Token {token_id} writes no more.", event, url_for("tokens.show") + "#tokens")


def _page(made: str | None) -> str:
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
