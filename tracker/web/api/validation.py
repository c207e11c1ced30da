"""A request held against the schemas of its operation; what does not fit is told in one sentence (pure).

Bodies are checked by their JSON Schemas before msgspec makes them: its own errors speak of Python ("Expected `str`, got
`int` - at `$.draft`"), do not tell which members there are, and know nothing of members of which one has to be sent.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any, cast

import msgspec
from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError

from tracker.models import TrackerError
from tracker.web.api.operations import B, Operation, Schema, described

TRUTHS = {"true": True, "1": True, "false": False, "0": False}
"""How a query writes yes and no."""
TYPES = {
    "array": "a list",
    "boolean": "true or false",
    "integer": "a whole number",
    "null": "null",
    "number": "a number",
    "object": "an object",
    "string": "text",
}
LIMITS = {
    "minimum": "be at least {}",
    "maximum": "be at most {}",
    "minItems": "hold at least {}",
    "maxItems": "hold at most {}",
    "minLength": "have at least {} character",
    "maxLength": "have at most {} characters",
}
"""What JSON Schema asks, in the words of a sentence that says so."""
MOST_SHOWN = 60
"""Characters of a wrong value that a sentence repeats."""


class MalformedError(TrackerError):
    """A request that its operation's schema does not take."""

    status = 400


def checked_query(operation: Operation[Any], given: Mapping[str, str]) -> dict[str, Any]:
    """Return a query with its values as what their schemas say, defaults filled in."""
    unknown = next((name for name in given if name not in operation.query), None)
    if unknown is not None:
        raise MalformedError(f"There is no parameter “{_short(unknown)}” here; {_known(operation.query)}.")
    found: dict[str, Any] = {}
    for name, schema in operation.query.items():
        if name in given:
            found[name] = _fitting(_typed(given[name], schema), _validator(json.dumps(schema)), name)
        elif "default" in schema:
            found[name] = schema["default"]
    return found


def checked_body(operation: Operation[B], data: bytes) -> B | None:
    """Return the body that an operation takes; no body stands for an empty object."""
    if operation.body is None:
        return None
    try:
        value = json.loads(data or b"{}", parse_constant=_no_number)
    except (ValueError, RecursionError):
        raise MalformedError("The body is no JSON that could be read; send one object.") from None
    try:
        json.dumps(value, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        raise MalformedError("The body holds half a character (a lone surrogate); send whole ones.") from None
    validator = _body_validator(cast(Any, operation.body))
    return msgspec.convert(_fitting(value, validator, "the body"), operation.body)


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


def _fitting(value: Any, validator: Draft202012Validator, name: str) -> Any:
    errors = sorted(validator.iter_errors(value), key=lambda error: list(map(str, error.path)))
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


@cache
def _body_validator(body: type) -> Draft202012Validator:
    return Draft202012Validator(msgspec.json.schema(described(body)))


def _known(names: Iterable[str]) -> str:
    known = ", ".join(names)
    return f"there are: {known}" if known else "there is none"


def _sentence(error: ValidationError, name: str) -> str:
    """Return what does not fit and what would, in words of our own."""
    place, limit = ".".join(map(str, error.absolute_path)), cast(Any, error.validator_value)
    instance, schema = cast(Any, error.instance), cast(Schema, error.schema)
    what = f"“{place}” in {name}" if place else f"{name[:1].upper()}{name[1:]}" if " " in name else f"“{name}”"
    match error.validator:
        case "required":
            missing = next(each for each in limit if each not in instance)
            return f"{what} lacks “{missing}”; send it too."
        case "additionalProperties":
            known = schema.get("properties", {})
            unknown = next(each for each in instance if each not in known)
            return f"{what} has no “{_short(unknown)}”; {_known(known)}."
        case "type":
            types = [limit] if isinstance(limit, str) else limit
            return f"{what} must be {' or '.join(TYPES[each] for each in types)}."
        case "anyOf" if error.context:
            kinds = [part for part in error.context if part.validator == "type"]
            if len(kinds) < len(error.context):
                return _sentence(next(part for part in error.context if part not in kinds), name)
            return f"{what} must be {' or '.join(TYPES[str(part.validator_value)] for part in kinds)}."
        case "enum":
            return f"{what} must be one of: {', '.join(map(_written, limit))}."
        case "minimum" | "maximum" | "minItems" | "maxItems" | "minLength" | "maxLength":
            return f"{what} must {LIMITS[str(error.validator)].format(limit)}."
        case _:
            return f"{what} does not fit; /api/openapi.json tells what it may be."


def _written(value: Any) -> str:
    return "null" if value is None else str(value)


def _short(message: str) -> str:
    return message if len(message) <= 2 * MOST_SHOWN else f"{message[:MOST_SHOWN]} … {message[-MOST_SHOWN:]}"
