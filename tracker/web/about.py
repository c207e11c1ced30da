"""What the words mean, the keys, what the program cannot do; and how it finds and matches claims."""

from __future__ import annotations

from importlib.metadata import version
from itertools import groupby
from typing import Final

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from tracker.match import RULES_VERSION
from tracker.web.method import accuracy
from tracker.web.wording import glossary

pages = Blueprint("about", __name__)

PROGRAM: Final = "policy-claim-tracker"
"""The distribution, whose version is that of the rules by which claims are found."""


@pages.get("/about")
def show() -> ResponseReturnValue:
    """Explain the words of the pages, the keys and the limits."""
    groups = {name: list(terms) for name, terms in groupby(glossary(), key=lambda term: term.group)}
    return render_template("about.html", groups=groups)


@pages.get("/about/method")
def method() -> ResponseReturnValue:
    """Explain how claims are found and matched, how well that was measured to work, and what is missed."""
    preface, measured = accuracy()
    return render_template(
        "method.html", preface=preface, measured=measured, program=version(PROGRAM), matching=RULES_VERSION
    )
