"""What one operation of the API is: its address, what it takes and gives, and the function that does it (pure)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Annotated, Any, ClassVar, Generic, TypeVar

import msgspec
from msgspec import UNSET, Meta, UnsetType

from tracker.models.record import Listed
from tracker.services import history, undo
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
    """One request, already checked: the numbers in its path, its query, its body, and in whose name it is made."""

    path: Mapping[str, int]
    query: Mapping[str, Any]
    body: B
    who: str


@dataclass(frozen=True)  # without slots, which Python 3.11 does not bear beside a type that is named: Operation[None]
class Operation(Generic[B]):
    """One method at one address.

    ``query`` maps parameters to their schemas, ``body`` is the type of what a write takes, ``answer`` the struct or the
    schema of what comes back with ``status``. ``writes`` needs a token. An operation with ``media``, the schema of each
    media type it can answer in, makes its answer itself.
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
    status: int = 200
    media: Mapping[str, Schema] = field(default_factory=dict)

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


def made(noun: str, noun_id: int, event: int | None) -> Made:
    """Return what a write answers that makes something, with the number of it."""
    return Made(event, event is not None, **{f"{noun}_id": noun_id})


def newest_event(noun: str, noun_id: int) -> int:
    """Return the event that recorded what was just made."""
    return history.about(db(), noun, noun_id)[0].id


def done(action: undo.Done) -> Done:
    """Return what many decisions in one action answer."""
    return Done(action.batch, action.count)


def given(sent: Body, *names: str) -> dict[str, Any]:
    """Return those of the optional members that were sent."""
    return {name: value for name in names if (value := getattr(sent, name)) is not UNSET}
