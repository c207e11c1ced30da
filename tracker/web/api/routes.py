"""The API as routes of Flask: a request is checked, done in the name of its token's holder, and answered as JSON."""

from __future__ import annotations

from importlib import metadata
from typing import Any

from flask import Blueprint, Response, current_app, jsonify, request
from werkzeug.datastructures import MultiDict

from tracker.models import TrackerError
from tracker.models.events import ApiToken
from tracker.services import tokens
from tracker.services.tokens import WINDOW, Brake, SlowedError, TokenError
from tracker.services.undo import PreconditionError, if_matches, version
from tracker.web.api import lists, topics, writes
from tracker.web.api.description import Call, Operation, checked_body, checked_query, openapi
from tracker.web.request import db

calls = Blueprint("calls", __name__, url_prefix="/api")
"""The operations; no page and no form of theirs needs a session or a form's token."""

OPERATIONS: tuple[Operation[Any], ...] = (
    *lists.OPERATIONS,
    *lists.OPERATIONS_OF_EDITORS,
    *lists.FIGURES,
    *writes.OPERATIONS,
    *writes.OPERATIONS_ON_CLAIMS,
    *writes.REVIEW,
    *topics.OPERATIONS,
    *topics.OPERATIONS_ON_VERDICTS,
    *writes.NOTES,
    *topics.SEARCHES,
    *lists.EXPORTS,
)
"""Every operation, in the order in which the documentation lists them."""
RESOURCES = {"decide_match": "get_claim", "work_on_verdict": "list_working_verdicts"}
"""What an If-Match of a write is asked of, where its address does not begin with that of what it changes."""
READER = "a reader"
"""In whose name a call without a token reads."""
BEARER = "bearer"
BRAKE = "tracker-brake"
"""Where the app keeps how many wrong tokens came of late."""


class RefusedError(TrackerError):
    """A request that is well formed and that cannot be done as things stand: a span outside its document, say."""

    status = 409


class MediaTypeError(TrackerError):
    """A body that is not sent as JSON."""

    status = 415


def _openapi() -> Response:
    return jsonify(openapi(OPERATIONS, metadata.version("policy-claim-tracker")))


def _answering(operation: Operation[Any]) -> Any:
    def answer(**path: int) -> tuple[Response, int]:
        try:
            wanted = request.headers.get("If-Match") if operation.writes else None
            if wanted is None:
                done = _done(operation, path)
            else:
                with if_matches(db(), wanted, lambda: _tag(_resource(operation, path))):
                    done = _done(operation, path)
            response = done if operation.media else jsonify(done)
            if operation.method == "GET" and not operation.media:
                response.headers["ETag"] = _tag(response)
            return response, operation.status
        except TrackerError as error:
            response = jsonify(error=error.message)
            if isinstance(error, TokenError):
                response.headers["WWW-Authenticate"] = "Bearer"
            if isinstance(error, SlowedError):
                response.headers["Retry-After"] = str(round(WINDOW))
            return response, error.status

    return answer


def _tag(response: Response) -> str:
    return f'"{version(response.get_data(as_text=True))}"'


def _resource(operation: Operation[Any], path: dict[str, int]) -> Response:
    """Return what a write changes as the API gives it: that whose address the address of the write begins with.

    A match is told of with its first claim, the work on a verdict in the list of all such work.
    """
    begin, own = operation.rule.split("/")[1:3], RESOURCES.get(operation.name)
    for each in OPERATIONS:
        if each.name == own or (own is None and each.method == "GET" and each.rule.split("/")[1:] == begin):
            at = path | {"claim_id": min(path.values())} if own == "get_claim" else path
            return jsonify(each.run(Call(at, checked_query(each, MultiDict()), None, READER)))
    raise PreconditionError("If-Match cannot be asked of this address.")


def _done(operation: Operation[Any], path: dict[str, int]) -> Any:
    token = _token(operation)
    query = checked_query(operation, request.args)
    data = request.get_data()
    if operation.body is not None and data and request.mimetype != "application/json":
        raise MediaTypeError("Send the body as application/json.")
    call = Call(path, query, checked_body(operation, data), token.holder if token else READER, token)
    try:
        return operation.run(call)
    except TrackerError as error:
        if error.status != TrackerError.status:
            raise
        raise RefusedError(error.message) from error


def _token(operation: Operation[Any]) -> ApiToken | None:
    """Return the request's token; ``None`` where none was sent, and none is needed."""
    scheme, _, secret = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() == BEARER:
        brake = current_app.extensions.setdefault(BRAKE, Brake())
        sender = request.remote_addr or ""
        return tokens.proved(db(), secret.strip(), operation.scope, sender=sender, brake=brake)
    if operation.writes:
        raise TokenError("This needs a token: send “Authorization: Bearer …”; “tracker tokens --new NAME” makes one.")
    return None


for _operation in OPERATIONS:
    calls.add_url_rule(
        _operation.rule,
        _operation.name,
        _answering(_operation),
        methods=[_operation.method],
        provide_automatic_options=False,
    )
calls.add_url_rule("/openapi.json", "openapi", _openapi)
