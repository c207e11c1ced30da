"""Who decides: a name remembered in the session; there are no accounts."""

from __future__ import annotations

import os

from flask import Blueprint, flash, redirect, request, session, url_for
from flask.typing import ResponseReturnValue

from tracker.models import TrackerError
from tracker.web.request import next_page

pages = Blueprint("who", __name__)

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
