"""What the words mean, the keys, and what the program cannot do."""

from __future__ import annotations

from itertools import groupby

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from tracker.web.wording import glossary

pages = Blueprint("about", __name__)


@pages.get("/about")
def show() -> ResponseReturnValue:
    """Explain the words of the pages, the keys and the limits."""
    groups = {name: list(terms) for name, terms in groupby(glossary(), key=lambda term: term.group)}
    return render_template("about.html", groups=groups)
