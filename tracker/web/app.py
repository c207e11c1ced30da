"""The app factory: settings, pages, headers and what every template may use."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from flask import Flask, Response
from flask.json.provider import DefaultJSONProvider
from flask_wtf.csrf import CSRFProtect

from tracker import store
from tracker.desk.history import plain
from tracker.models.record import Record
from tracker.read import MAX_BYTES
from tracker.web import (
    about,
    api,
    checking,
    citing,
    claims,
    clipping,
    comparing,
    connection,
    decisions,
    documents,
    dossiers,
    errors,
    feeds,
    figures,
    hand_made,
    history,
    home,
    jsonld,
    note_pages,
    positions,
    programs,
    reading_lists,
    review,
    reviewing,
    saved_searches,
    speakers,
    taking,
    template_tools,
    threads,
    topics,
    verdicts,
    who,
)
from tracker.web.asked import Asked
from tracker.web.keys import secret_key_for

PAGES = (
    home,
    documents,
    claims,
    clipping,
    threads,
    speakers,
    figures,
    citing,
    hand_made,
    topics,
    reading_lists,
    dossiers,
    decisions,
    review,
    reviewing,
    verdicts,
    jsonld,
    checking,
    taking,
    note_pages,
    history,
    about,
    programs,
    who,
    comparing,
    positions,
    feeds,
    saved_searches,
)
"""The modules whose pages are served."""

FORM_OVERHEAD = 2**20
"""Bytes an upload may hold beside its files: the other fields and the multipart boundaries."""
LARGEST_AT_ONCE = 5
"""Files of the largest size that one upload may hold; so a single file over it gets its own line, not an error page."""

SECURITY_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}


class JSON(DefaultJSONProvider):
    """JSON as the pages answer it: keys in the order given, records as objects."""

    sort_keys = False

    @staticmethod
    def default(value: Any) -> Any:
        """Return what a value that JSON does not know stands as."""
        return plain(value) if isinstance(value, Record) else DefaultJSONProvider.default(value)


def create_app(db_path: str | Path, *, secret_key: str | bytes | None = None) -> Flask:
    """Return the reading room over the database at ``db_path``, which is made or migrated where needed.

    Without ``secret_key`` the sessions are signed with TRACKER_SECRET_KEY, else with a random key that is kept in a
    file beside the database. Raises ``TrackerError`` for a file that is no claims database.
    """
    path = Path(db_path)
    store.open_database(path).close()
    app = Flask("tracker.web", template_folder=str(_templates()), static_folder=str(Path(__file__).parent / "static"))
    app.request_class = Asked
    app.config.update(
        DATABASE=path,
        SECRET_KEY=secret_key or os.environ.get("TRACKER_SECRET_KEY") or secret_key_for(path),
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_HTTPONLY=True,
        MAX_CONTENT_LENGTH=LARGEST_AT_ONCE * MAX_BYTES + FORM_OVERHEAD,
        MAX_FORM_MEMORY_SIZE=MAX_BYTES + FORM_OVERHEAD,
        WTF_CSRF_TIME_LIMIT=None,
    )
    app.json = JSON(app)
    app.jinja_options = {"trim_blocks": True, "lstrip_blocks": True}
    csrf = CSRFProtect(app)
    csrf.exempt(api.calls)
    csrf.exempt(checking.report)  # it changes nothing, and programs ask it
    for module in PAGES:
        app.register_blueprint(module.pages)
    app.register_blueprint(api.calls)
    connection.init_app(app)
    errors.init_app(app)
    template_tools.init_app(app)
    app.after_request(_with_security_headers)
    return app


def _templates() -> Path:
    """Return the folder of the templates: inside the package where it was installed, else at the top of the sources."""
    package = Path(__file__).parent.parent
    installed = package / "templates"
    return installed if installed.is_dir() else package.parent / "templates"


def _with_security_headers(response: Response) -> Response:
    for name, value in SECURITY_HEADERS.items():
        response.headers.setdefault(name, value)
    return response
