"""One error page for every problem: its sentence, its status and what to do next; JSON where JSON was asked for."""

from __future__ import annotations

from typing import NamedTuple

from flask import Flask, Response, jsonify, make_response, render_template, request
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import BadHost, HTTPException

from tracker.db.connection import Failure
from tracker.models import TrackerError


class Words(NamedTuple):
    """What an error page says."""

    title: str
    sentence: str


OF_STATUS = {
    404: Words("Not found", "There is no such page."),
    405: Words(
        "Not possible here",
        "This address does not answer to that kind of request; its header Allow names those it takes.",
    ),
    413: Words("Too large", "That is more than one upload may hold; larger collections go in with “tracker add”."),
    500: Words("Something went wrong", "The program made a mistake; nothing was changed by this request."),
}
TITLES = {400: "That did not work", 404: "Not found", 422: "That could not be read"}
STALE_FORM = Words(
    "The form was out of date",
    "The form was opened too long ago, or cookies are blocked; open the page again and send it once more.",
)
BUSY = Words(
    "The database did not answer",
    "It could not be read or written: it is busy, read-only or damaged; “tracker doctor” tells. Nothing was changed.",
)


def init_app(app: Flask) -> None:
    """Answer errors with the error page."""
    app.register_error_handler(TrackerError, _tracker_error)
    app.register_error_handler(CSRFError, lambda error: _answer(STALE_FORM, 400))
    app.register_error_handler(Failure, lambda error: _answer(BUSY, 503))
    app.register_error_handler(HTTPException, _http_error)


def _tracker_error(error: TrackerError) -> ResponseReturnValue:
    return _answer(Words(TITLES.get(error.status, TITLES[400]), error.message), error.status)


def _http_error(error: HTTPException) -> ResponseReturnValue:
    if isinstance(error, BadHost):  # without a host no address can be made, and so no page with links
        return Response("The request names no host that can be.\n", 400, mimetype="text/plain")
    status = error.code or 500
    if status < 400:
        return error
    response = make_response(_answer(OF_STATUS.get(status, Words(error.name, error.description or error.name)), status))
    for name, value in error.get_headers():  # such as Allow, without which a 405 is not whole (RFC 9110, 15.5.6)
        if name != "Content-Type":
            response.headers[name] = value
    return response


def _answer(words: Words, status: int) -> ResponseReturnValue:
    if request.path.startswith("/api/") or request.path.endswith((".json", ".csv")):
        return jsonify(error=words.sentence), status
    return render_template("error.html", status=status, words=words), status
