"""The OpenAPI 3.1 document, made from the operations, the types they take and answer, and named schemas (pure)."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from functools import cache
from importlib import resources
from typing import Annotated, Any

import msgspec
from msgspec import Meta

from tracker.web.api.operations import COMPONENTS, Operation, Schema, described, number

SECURITY = "token"
JSON = "application/json"
INFO = {
    "title": "Claim tracker",
    "summary": "Who said what, when, in which exact words; and what changed in it since.",
    "description": (
        "Reading needs no token. Every write needs one, is one transaction, is recorded as one event in the name of "
        "the token's holder, and can be undone with `POST /events/{event_id}/undo`. Offsets are Unicode code points, "
        "half-open; dates are ISO 8601 and as exact as they are known; `null` means not known or not stated."
    ),
    "license": {"name": "MIT", "identifier": "MIT"},
}
PROBLEMS = {
    400: "The request is not of the form that is described here.",
    401: "A write without a token that is in force.",
    404: "There is no such thing.",
    409: "The request is well formed, and refused as things stand: a span outside its document, a merged speaker.",
    413: "The body is larger than one upload may be.",
    415: "The body is not sent as application/json.",
    422: "A document that could not be read.",
    503: "The database is busy, read-only or damaged.",
}


class Problem(msgspec.Struct, frozen=True):
    """What was wrong."""

    error: Annotated[str, Meta(description="One sentence that says what is wrong.")]


@cache
def named_schemas() -> dict[str, Any]:
    """Return the schemas of answers that are no structs, by the names under which operations refer to them."""
    text = resources.files("tracker.web.data").joinpath("api_schemas.json").read_text(encoding="utf-8")
    return dict(json.loads(text))


def openapi(operations: Iterable[Operation[Any]], version: str) -> dict[str, Any]:
    """Return the document that describes the operations."""
    operations = list(operations)
    types: dict[Any, Any] = {Problem: Problem}
    types |= {one.body: described(one.body) for one in operations if one.body is not None}
    types |= {one.answer: one.answer for one in operations if isinstance(one.answer, type)}
    schemas, components = msgspec.json.schema_components(types.values(), ref_template=COMPONENTS + "{name}")
    of_types = dict(zip(types, schemas, strict=True))
    paths: dict[str, dict[str, Any]] = {}
    for operation in operations:
        paths.setdefault(operation.path, {})[operation.method.lower()] = _told(operation, of_types)
    return {
        "openapi": "3.1.0",
        "info": {**INFO, "version": version},
        "servers": [{"url": "/api"}],
        "tags": [{"name": tag} for tag in dict.fromkeys(operation.tag for operation in operations)],
        "paths": paths,
        "components": {
            "schemas": components | named_schemas(),
            "securitySchemes": {SECURITY: {"type": "http", "scheme": "bearer"}},
        },
    }


def _told(operation: Operation[Any], of_types: Mapping[Any, Schema]) -> dict[str, Any]:
    told: dict[str, Any] = {
        "operationId": operation.name,
        "summary": operation.summary,
        "tags": [operation.tag],
        "parameters": [_parameter(name, "path", dict(number()), required=True) for name in operation.parameters]
        + [_parameter(name, "query", dict(schema), required=False) for name, schema in operation.query.items()],
        "responses": {str(operation.status): _answers("What was asked for.", _media(operation, of_types))}
        | {str(status): _answers(PROBLEMS[status], {JSON: of_types[Problem]}) for status in problems(operation)},
        "security": [{SECURITY: []}] if operation.writes else [],
    }
    if operation.body is not None:
        told["requestBody"] = {"required": True, "content": {JSON: {"schema": of_types[operation.body]}}}
    return told


def problems(operation: Operation[Any]) -> list[int]:
    """Return the statuses of the problems an operation can answer with."""
    asks = {400, 404, 409, 503}
    takes = {413, 415, 422} if operation.body is not None else set()
    return sorted(asks | takes | ({401} if operation.writes else set()))


def _parameter(name: str, place: str, schema: dict[str, Any], *, required: bool) -> dict[str, Any]:
    description = schema.pop("description", "")
    told = {"name": name, "in": place, "required": required, "schema": schema}
    return told | ({"description": description} if description else {})


def _media(operation: Operation[Any], of_types: Mapping[Any, Schema]) -> Mapping[str, Any]:
    answer = operation.answer
    return operation.media or {JSON: of_types[answer] if isinstance(answer, type) else answer}


def _answers(description: str, media: Mapping[str, Any]) -> dict[str, Any]:
    return {"description": description, "content": {name: {"schema": schema} for name, schema in media.items()}}
