"""For other programs: the operations of the API and its tokens."""

from __future__ import annotations

from itertools import groupby

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue

from tracker.services import upkeep
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
    _, token = upkeep.make_token(db(), request.form.get("holder", ""), who=who())
    return _page(token)


@pages.post("/api/tokens/<int:token_id>/end")
def end(token_id: int) -> ResponseReturnValue:
    """End a token."""
    event = upkeep.end_token(db(), token_id, who=who())
    return finished(f"Token {token_id} writes no more.", event, url_for("tokens.show") + "#tokens")


def _page(made: str | None) -> str:
    by_tag = sorted(OPERATIONS, key=lambda operation: operation.tag)
    return render_template(
        "api.html",
        groups=[(tag, list(operations)) for tag, operations in groupby(by_tag, key=lambda operation: operation.tag)],
        problems=PROBLEMS,
        exports=everything(),
        tokens=upkeep.every_token(db()),
        made=made,
    )
