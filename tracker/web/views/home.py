"""The first page, the pages on what the program is and does, and the name that decisions are recorded under."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from itertools import groupby
from pathlib import Path
from typing import Final

from flask import Blueprint, flash, jsonify, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup
from msgspec.structs import asdict

from tracker.cite.notes import safe_html
from tracker.matching.relation import RULES_VERSION
from tracker.models import TrackerError
from tracker.services import pages as services_pages
from tracker.services import review
from tracker.web.request import db, next_page, page_facts
from tracker.web.words import glossary

pages = Blueprint("home", __name__)

NAVIGATION: Final = (
    ("documents.every", "Documents"),
    ("threads.every", "Threads"),
    ("positions.show", "Positions"),
    ("review.every", "Review"),
    ("check.ask", "Check"),
)
"""The pages every page links to, beside the search and adding."""
MORE_NAVIGATION: Final = (
    ("claims.every", "Claims"),
    ("speakers.every", "Speakers"),
    ("figures.every", "Figures"),
    ("topics.every", "Topics"),
    ("verdicts.every", "Verdicts"),
    ("compare.show", "Compare"),
    ("history.every", "History"),
    ("settings.show", "Settings"),
)
"""The pages every page links to under More."""
DEEDS: Final = (
    ("documents.ask", "Add a document"),
    ("check.ask", "Check a draft"),
    ("positions.brief", "Brief of who holds what"),
    ("verdicts.scale_list", "Rating scales"),
    ("saved_searches.every", "Saved searches"),
    ("documents.deleted", "Trash"),
    ("tokens.show", "For programs"),
    ("home.about", "Words, keys and limits"),
    ("home.method", "How claims are found"),
)
"""What else can be gone to by its name."""


def places(words: str) -> list[dict[str, str]]:
    """Return the deeds and pages that typed words may mean, each with its address; all of them for none."""
    wanted = words.casefold().split()
    return [
        {"noun": "go to", "name": name, "address": url_for(endpoint)}
        for endpoint, name in (*DEEDS, *NAVIGATION, *MORE_NAVIGATION)
        if all(any(each.startswith(word) for each in name.casefold().split()) for word in wanted)
    ]


@pages.get("/")
def show() -> ResponseReturnValue:
    """Show the first page."""
    return render_template("home.html", **asdict(page_facts().home))


pages.add_url_rule("/home.json", "show_json", lambda: jsonify(services_pages.shown(db())))


ACCURACY: Final = "accuracy.md"
_TABLE: Final = re.compile(r"((?:^\|.*\n?)+)", re.MULTILINE)
_SECTION: Final = re.compile(r"^## +", re.MULTILINE)
_EMPTY_HEAD: Final = re.compile(r"<th>\s*</th>")


@dataclass(frozen=True, slots=True)
class Measured:
    """One measurement: its title, and its text in parts, each with whether it is a table."""

    title: str
    parts: tuple[tuple[Markup, bool], ...]


@cache
def accuracy() -> tuple[Markup, tuple[Measured, ...]]:
    """Return the measured accuracy: what is said before the measurements, and each of them."""
    preface, *sections = _SECTION.split(_accuracy_page().read_text(encoding="utf-8"))
    told = preface.partition("\n")[2]  # without the title of the document
    return Markup(safe_html(told)), tuple(map(_measured, sections))  # noqa: S704 - cleaned by safe_html


def _measured(section: str) -> Measured:
    title, _, text = section.partition("\n")
    parts = [part.strip() for part in _TABLE.split(text)]
    return Measured(title.strip(), tuple((_html(part), part.startswith("|")) for part in parts if part))


def _html(part: str) -> Markup:
    """Return Markdown as HTML; a heading without words is no heading to a reader who hears the table."""
    return Markup(_EMPTY_HEAD.sub("<td></td>", safe_html(part)))  # noqa: S704 - cleaned by safe_html


def _accuracy_page() -> Path:
    """Return the measured accuracy: inside the package where it was installed, else in the docs of the sources."""
    package = Path(__file__).parents[2]
    installed = package / "docs" / ACCURACY
    return installed if installed.is_file() else package.parent / "docs" / ACCURACY


PROGRAM: Final = "policy-claim-tracker"
"""The distribution, whose version is that of the rules by which claims are found."""


@pages.get("/about")
def about() -> ResponseReturnValue:
    """Explain the words of the pages, the keys and the limits."""
    groups = {name: list(terms) for name, terms in groupby(glossary(), key=lambda term: term.group)}
    return render_template("about.html", groups=groups)


@pages.get("/about/components")
def components() -> ResponseReturnValue:
    """Show what the pages are made of, each component once."""
    return render_template("components.html")


@pages.get("/about/method")
def method() -> ResponseReturnValue:
    """Explain how claims are found and matched, how well that was measured to work, and what is missed."""
    preface, measured = accuracy()
    return render_template(
        "method.html",
        preface=preface,
        measured=measured,
        program=version(PROGRAM),
        matching=RULES_VERSION,
        decided=review.measured(db()),
    )


NOBODY_NAMED = "a reader"
LONGEST_NAME = 80
"""Characters; a name, not a letter."""


def who() -> str:
    """Return the name decisions are recorded under: the one given in the footer, TRACKER_USER, or “a reader”."""
    return session.get("who") or os.environ.get("TRACKER_USER") or NOBODY_NAMED


@pages.post("/who")
def remember() -> ResponseReturnValue:
    """Remember the name of whoever decides; a blank one forgets it."""
    name = " ".join(request.form.get("name", "").split())
    if len(name) > LONGEST_NAME:
        raise TrackerError(f"A name has at most {LONGEST_NAME} characters.")
    session["who"] = name
    flash(f"Decisions are now recorded as made by {who()}.")
    return redirect(next_page(url_for("home.show")))
