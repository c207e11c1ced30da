"""The first page: search, what recurs, what changed, what waits."""

from __future__ import annotations

from flask import Blueprint, jsonify, render_template
from flask.typing import ResponseReturnValue
from msgspec.structs import asdict

from tracker.desk import showing
from tracker.web.connection import db

pages = Blueprint("home", __name__)


@pages.get("/")
def show() -> ResponseReturnValue:
    """Show the first page."""
    return render_template("home.html", **asdict(showing.home(db())))


@pages.get("/home.json")
def show_json() -> ResponseReturnValue:
    """Give the first page's lists as JSON."""
    return jsonify(showing.home(db()))
