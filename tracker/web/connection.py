"""One database connection for each request, closed when the request is over."""

from __future__ import annotations

from flask import Flask, current_app, g

from tracker import store


def db() -> store.Database:
    """Return the request's connection, opened when first asked for."""
    if "db" not in g:
        g.db = store.open_database(current_app.config["DATABASE"], create=False)
    return g.db  # type: ignore[no-any-return]


def init_app(app: Flask) -> None:
    """Close the connection after each request."""
    app.teardown_appcontext(_close)


def _close(_: BaseException | None) -> None:
    opened = g.pop("db", None)
    if opened is not None:
        opened.close()
