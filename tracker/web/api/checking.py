"""A request held against the schemas of its operation; what does not fit is told in one sentence (pure)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from typing import Any

from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError

from tracker.models import TrackerError
from tracker.web.api.operations import Operation, Schema

TRUTHS = {"true": True, "1": True, "false": False, "0": False}
"""How a query writes yes and no."""
MOST_SHOWN = 60
"""Characters of a wrong value that a sentence repeats."""


class MalformedError(TrackerError):
    """A request that its operation's schema does not take."""

    status = 400


def checked_query(operation: Operation, given: Mapping[str, str]) -> dict[str, Any]:
    """Return a query with its values as what their schemas say, defaults filled in."""
    unknown = next((name for name in given if name not in operation.query), None)
    if unknown is not None:
        known = ", ".join(operation.query) or "none"
        raise MalformedError(f"There is no parameter “{_short(unknown)}” here; there are: {known}.")
    found: dict[str, Any] = {}
    for name, schema in operation.query.items():
        if name in given:
            found[name] = _checked(_typed(given[name], schema), schema, name)
        elif "default" in schema:
            found[name] = schema["default"]
    return found


def checked_body(operation: Operation, data: bytes) -> dict[str, Any]:
    """Return the JSON object of a body that its operation takes; no body stands for an empty object."""
    if operation.body is None:
        return {}
    try:
        value = json.loads(data or b"{}", parse_constant=_no_number)
    except (ValueError, RecursionError):
        raise MalformedError("The body is no JSON that could be read.") from None
    try:
        json.dumps(value, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        raise MalformedError("The body holds half a character (a lone surrogate).") from None
    return dict(_checked(value, operation.body, "the body"))


def _no_number(name: str) -> float:
    raise ValueError(f"{name} is no JSON")


def _typed(value: str, schema: Schema) -> Any:
    """Return a value of the query as the type its schema names, or as it is where it cannot be one."""
    if schema.get("type") == "integer":
        digits = value[1:] if value.startswith("-") else value
        return int(value) if digits.isascii() and digits.isdigit() and len(digits) < len(str(2**63)) else value
    if schema.get("type") == "boolean":
        return TRUTHS.get(value, value)
    return value


def _checked(value: Any, schema: Schema, name: str) -> Any:
    errors = sorted(_validator(json.dumps(schema)).iter_errors(value), key=lambda error: list(map(str, error.path)))
    if errors:
        raise MalformedError(_sentence(errors[0], name))
    return _whole(value)


def _whole(value: Any) -> Any:
    """Return a value with 3.0 as 3, which are one number in JSON."""
    if isinstance(value, dict):
        return {key: _whole(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_whole(item) for item in value]
    return int(value) if isinstance(value, float) and value.is_integer() else value


@cache
def _validator(schema: str) -> Draft202012Validator:
    return Draft202012Validator(json.loads(schema))


def _sentence(error: ValidationError, name: str) -> str:
    place = ".".join(map(str, error.path))
    return f"{f'“{place}” in {name}' if place else name.capitalize()} does not fit: {_short(error.message)}."


def _short(message: str) -> str:
    return message if len(message) <= 2 * MOST_SHOWN else f"{message[:MOST_SHOWN]} … {message[-MOST_SHOWN:]}"
