"""Publishing: every page reached from the home page, with its further views, asked of the app and written as a file.

Pages that only a published site has come with it, and the index it is searched by in the browser: a reader's query
loads one piece for each of its words and one for each screen of answers, so that a site of a hundred thousand claims
answers with some hundred kilobytes.

Frozen-Flask was tried and fails, on the demonstration database: it writes 101 of 1,484 addresses, since a page and the
folder of its parts have one name; with files named as here, 363 of its 497 pages have links that hold on a server's
root alone and 466 a form that posts, every query is dropped (so no second page of a list, no second part of a text),
and it removes whatever else lies in the folder."""

from __future__ import annotations

import hashlib
import unicodedata
from base64 import b64encode
from collections import defaultdict
from pathlib import Path

from flask import Blueprint, current_app, render_template
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from tracker.models import NotFoundError
from tracker.models.documents import DatedSpeaker
from tracker.services import pages as services_pages
from tracker.web.request import db
from tracker.web.site.rewrite import DAY
from tracker.web.words import glossary

site_pages = Blueprint("published", __name__)

ADDRESS = "PUBLISHED_ADDRESS"
"""Where the app is told the address of the site that is published; empty where it is not known."""
OTHER = "other"
"""The heading of names that begin with no Latin letter."""


@site_pages.get("/search")
def search() -> ResponseReturnValue:
    """Show the search, and other ways in for browsers without JavaScript."""
    kinds = [term for term in glossary() if term.group == "kind"]
    return render_template("published/search.html", totals=services_pages.totals(db()), letters=_letters(), kinds=kinds)


@site_pages.get("/names")
def names() -> ResponseReturnValue:
    """Show the letters that speakers' names begin with."""
    return render_template("published/names.html", letters=_letters(), letter=None, rows=[])


@site_pages.get("/names/<letter>")
def named(letter: str) -> ResponseReturnValue:
    """Show the speakers whose names begin with a letter, by name."""
    letters = _letters()
    if letter not in letters:
        raise NotFoundError(f"No speaker's name begins with {letter}.")
    rows = sorted(letters[letter], key=lambda speaker: speaker.name.casefold())
    return render_template("published/names.html", letters=letters, letter=letter, rows=rows)


@site_pages.get("/copy")
def about() -> ResponseReturnValue:
    """Say what this copy is, and what is left out of it."""
    return render_template(
        "published/about.html", totals=services_pages.totals(db()), has_address=bool(current_app.config[ADDRESS])
    )


@site_pages.get("/404.html")
def lost() -> ResponseReturnValue:
    """Show what a host shows for an address that is not there, however deep it is.

    Where the address of the site is known the links hold from anywhere; where it is not, the page has no link and no
    file beside it, and looks for its home page itself.
    """
    if current_app.config[ADDRESS]:
        return render_template("published/lost.html")
    style, script = (_static(name) for name in ("lost.css", "lost.js"))
    hashes = {"style_hash": _source(style), "script_hash": _source(script)}
    own = {"style": Markup(style), "script": Markup(script)}  # noqa: S704 - files of this package
    return render_template("published/lost_anywhere.html", day=DAY, **own, **hashes)


def _static(name: str) -> str:
    return Path(current_app.static_folder or "", name).read_text(encoding="utf-8")


def _source(text: str) -> Markup:
    """Return the hash by which a policy allows just this text in a page (Content Security Policy 3, 2.3.1)."""
    return Markup("sha256-" + b64encode(hashlib.sha256(text.encode()).digest()).decode())  # noqa: S704 - a hash in base64


def _letters() -> dict[str, list[DatedSpeaker]]:
    """Return the speakers by the letter that their names begin with, in order of the alphabet."""
    found: dict[str, list[DatedSpeaker]] = defaultdict(list)
    for speaker in services_pages.speakers(db()):
        first = unicodedata.normalize("NFKD", speaker.name[:1]).lower()[:1]
        found[first if first.isascii() and first.isalpha() else OTHER].append(speaker)
    return dict(sorted(found.items(), key=lambda pair: (pair[0] == OTHER, pair[0])))
