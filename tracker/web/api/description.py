"""The operations of the API, each with what it takes and gives; their OpenAPI 3.1 document, and requests against it."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from typing import Annotated, Any, ClassVar, Generic, TypeVar, cast

import msgspec
from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError
from msgspec import UNSET, Meta, UnsetType

from tracker.models import Listed, TrackerError
from tracker.models.events import ApiToken, Scope
from tracker.services import nouns, undo
from tracker.services.database import Database
from tracker.web.request import db

Schema = Mapping[str, Any]
"""A JSON Schema of draft 2020-12, which is what OpenAPI 3.1 uses."""

LARGEST_INTEGER = 2**53 - 1
"""The largest whole number that JavaScript and JSON readers at large keep exact (RFC 8259, section 6)."""
ISO_DATE = r"^[0-9]{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?$"
"""An ISO date that may be a month or a year."""
DATE: Schema = {"type": "string", "pattern": ISO_DATE}
COMPONENTS = "#/components/schemas/"
"""Where the description has its named schemas."""
_PARAMETER = re.compile(r"\{(\w+)\}")


Number = Annotated[int, Meta(ge=1, le=LARGEST_INTEGER)]
"""The number of something that is stored."""

Place = Annotated[int, Meta(ge=0, le=LARGEST_INTEGER)]
"""An offset in a text, in code points."""


class Body(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The JSON object that an operation takes, with these members and no others; its schema is made from its types.

    ``either`` names sets of members of which just one has to be sent. A member that may be left out is ``UNSET`` then.
    """

    either: ClassVar[tuple[tuple[str, ...], ...]] = ()


class Empty(Body, frozen=True):
    """Nothing: the address says all."""


B = TypeVar("B", bound=Body | None)


@dataclass(frozen=True, slots=True)
class Call(Generic[B]):
    """One request, already checked: the numbers in its path, its query, its body, in whose name, with which token."""

    path: Mapping[str, int]
    query: Mapping[str, Any]
    body: B
    who: str
    token: ApiToken | None = None


@dataclass(frozen=True)  # without slots, which Python 3.11 does not bear beside a type that is named: Operation[None]
class Operation(Generic[B]):
    """One method at one address.

    ``query`` maps parameters to their schemas, ``body`` is the type of what a write takes, ``answer`` the struct or the
    schema of what comes back with ``status``. ``writes`` needs a token, and ``adds`` only one that may add. An
    operation with ``media``, the schema of each media type it can answer in, makes its answer itself.
    """

    name: str
    method: str
    path: str
    summary: str
    tag: str
    run: Callable[[Call[B]], Any]
    answer: Schema | type
    query: Mapping[str, Schema] = field(default_factory=dict)
    body: type[B] | None = None
    writes: bool = False
    adds: bool = False
    status: int = 200
    media: Mapping[str, Schema] = field(default_factory=dict)

    @property
    def scope(self) -> Scope:
        """What a token has to be allowed for it."""
        return Scope.ADD if self.adds else Scope.DECIDE if self.writes else Scope.READ

    @property
    def parameters(self) -> Iterator[str]:
        """The names in the path."""
        return (match[1] for match in _PARAMETER.finditer(self.path))

    @property
    def takes(self) -> Schema:
        """The schema of the body with its members; empty where there is none."""
        if self.body is None:
            return {}
        made: dict[str, Schema] = msgspec.json.schema_components([self.body])[1]
        return made[self.body.__name__]

    @property
    def rule(self) -> str:
        """The path as Flask writes it: ``/claims/<int:claim_id>``."""
        return _PARAMETER.sub(r"<int:\1>", self.path)


def described(body: type) -> Any:
    """Return the type of a body as msgspec makes its schema, with what ``either`` says."""
    either = getattr(body, "either", ())
    members = [{"required": list(names)} for names in either]
    return Annotated[body, Meta(extra_json_schema={"oneOf": members})] if members else body


def ref(name: str) -> Schema:
    """Return a reference to a named schema: that of a struct which an operation answers, or one of api_schemas.json."""
    return {"$ref": f"{COMPONENTS}{name}"}


def listing(name: str, item: str) -> Schema:
    """Return the schema of a page of a list: the items under ``name``, and how many there are in all."""
    return {
        "type": "object",
        "required": [name, "count"],
        "properties": {name: {"type": "array", "items": ref(item)}, "count": {"type": "integer", "minimum": 0}},
    }


def words(longest: int, description: str | None = None) -> Meta:
    """Return what is asked of a text of one to ``longest`` characters that is not all blank."""
    return Meta(min_length=1, max_length=longest, pattern=r"\S", description=description)


def line(longest: int, description: str | None = None) -> Meta:
    """Return what is asked of a text of at most ``longest`` characters."""
    return Meta(max_length=longest, description=description)


def one_of(values: Iterable[str], description: str | None = None) -> Meta:
    """Return what is asked of a text that is one of these."""
    return Meta(extra_json_schema={"enum": list(values)}, description=description)


def text(longest: int, description: str = "") -> Schema:
    """Return the schema of a parameter that is a text of one to ``longest`` characters and not all blank."""
    return {"type": "string", "minLength": 1, "maxLength": longest, "pattern": r"\S", "description": description}


def number(description: str = "", *, least: int = 1, most: int = LARGEST_INTEGER, default: int | None = None) -> Schema:
    """Return the schema of a parameter that is a whole number."""
    schema = {"type": "integer", "minimum": least, "maximum": most, "description": description}
    return schema if default is None else schema | {"default": default}


LONGEST_PAGE = 500
USUAL_PAGE = 100
"""Entries a list gives at once, at most and unless asked."""

PAGE: dict[str, Schema] = {
    "limit": number("How many entries at most.", most=LONGEST_PAGE, default=USUAL_PAGE),
    "offset": number("How many entries to pass over.", least=0, default=0),
}


class Changed(msgspec.Struct, frozen=True):
    """What a write did."""

    event: Annotated[int | None, Meta(description="The event that records the change; null where it was so already.")]
    changed: bool


class Made(Changed, frozen=True):
    """What a write made, by its number; where it was there already nothing changed."""

    claim_id: int | UnsetType = UNSET
    topic_id: int | UnsetType = UNSET
    verdict_id: int | UnsetType = UNSET
    scale_id: int | UnsetType = UNSET
    search_id: int | UnsetType = UNSET
    form_id: int | UnsetType = UNSET


class Done(msgspec.Struct, frozen=True):
    """What many decisions in one action did."""

    batch: Annotated[int | None, Meta(description="The number of the action, by which it is undone; null: no change.")]
    count: Annotated[int, Meta(ge=0, description="How many decisions it holds.")]


def paged(
    noun: str,
    summary: str,
    listed: Callable[[Database], Listed[Any]],
    *,
    path: str = "",
    plural: str = "",
) -> Operation[None]:
    """Return the operation that lists all of a noun, a page at a time."""
    name = plural or f"{noun}s"

    def run(call: Call[None]) -> Any:
        found = listed(db())
        return {name: found.rows(limit=call.query["limit"], offset=call.query["offset"]), "count": found.count}

    return Operation(
        f"list_{name}", "GET", path or f"/{name}", summary, name, run, listing(name, noun.capitalize()), PAGE
    )


def changed(event: int | None) -> Changed:
    """Return what a write answers: the event, ``None`` where it was so already."""
    return Changed(event, event is not None)


def decides(
    name: str,
    method: str,
    path: str,
    summary: str,
    tag: str,
    verb: Callable[..., int | None],
    body: type[Body] = Empty,
    *,
    adds: bool = False,
    status: int = 200,
) -> Operation[Any]:
    """Return the operation of a decision: ``verb`` is given the numbers of the path, then the members of the body."""
    numbers, members = _PARAMETER.findall(path), body.__struct_fields__

    def run(call: Call[Any]) -> Changed:
        told = (*(call.path[each] for each in numbers), *(getattr(call.body, each) for each in members))
        return changed(verb(db(), *told, who=call.who))

    takes = None if method == "DELETE" else body
    return Operation(name, method, path, summary, tag, run, Changed, body=takes, writes=True, adds=adds, status=status)


def made(noun: str, noun_id: int, event: int | None) -> Made:
    """Return what a write answers that makes something, with the number of it."""
    return Made(event, event is not None, **{f"{noun}_id": noun_id})


def newest_event(noun: str, noun_id: int) -> int:
    """Return the event that recorded what was just made."""
    return nouns.events_about(db(), noun, noun_id)[0].id


def done(action: undo.Done) -> Done:
    """Return what many decisions in one action answer."""
    return Done(action.batch, action.count)


def given(sent: Body, *names: str) -> dict[str, Any]:
    """Return those of the optional members that were sent."""
    return {name: value for name in names if (value := getattr(sent, name)) is not UNSET}


SECURITY = "token"
JSON = "application/json"
INFO = {
    "title": "Claim tracker",
    "summary": "Who said what, when, in which exact words; and what changed in it since.",
    "description": (
        "Reading needs no token. Every write needs one that may decide, or add where that is enough; it is one "
        "transaction, is recorded as one event in the name of the token's holder, and can be undone with "
        "`POST /events/{event_id}/undo`. Offsets are Unicode code points, half-open; dates are ISO 8601 and as exact "
        "as they are known; `null` means not known or not stated."
    ),
    "license": {"name": "MIT", "identifier": "MIT"},
}
PROBLEMS = {
    400: "The request is not of the form that is described here.",
    401: "A write without a token that is in force, or a token that is not.",
    403: "The token may less than this needs; or another site asked for it in a browser.",
    404: "There is no such thing.",
    409: "The request is well formed, and refused as things stand: a span outside its document, a merged speaker.",
    413: "The body is larger than one upload may be.",
    415: "The body is not sent as application/json.",
    422: "A document that could not be read.",
    429: "Too many wrong tokens came from this address; try again after a minute.",
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
    asks = {400, 401, 403, 404, 409, 429, 503}
    takes = {413, 415, 422} if operation.body is not None else set()
    return sorted(asks | takes)


def _parameter(name: str, place: str, schema: dict[str, Any], *, required: bool) -> dict[str, Any]:
    description = schema.pop("description", "")
    told = {"name": name, "in": place, "required": required, "schema": schema}
    return told | ({"description": description} if description else {})


def _media(operation: Operation[Any], of_types: Mapping[Any, Schema]) -> Mapping[str, Any]:
    answer = operation.answer
    return operation.media or {JSON: of_types[answer] if isinstance(answer, type) else answer}


def _answers(description: str, media: Mapping[str, Any]) -> dict[str, Any]:
    return {"description": description, "content": {name: {"schema": schema} for name, schema in media.items()}}


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
