"""What one operation of the API is: its address, what it takes and gives, and the function that does it (pure)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

Schema = Mapping[str, Any]
"""A JSON Schema of draft 2020-12, which is what OpenAPI 3.1 uses."""

LARGEST_INTEGER = 2**53 - 1
"""The largest whole number that JavaScript and JSON readers at large keep exact (RFC 8259, section 6)."""
DATE: Schema = {"type": "string", "pattern": r"^[0-9]{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?$"}
"""The schema of an ISO date that may be a month or a year."""
_PARAMETER = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True, slots=True)
class Call:
    """One request, already checked: the numbers in its path, its query, its body, and in whose name it is made."""

    path: Mapping[str, int]
    query: Mapping[str, Any]
    body: Mapping[str, Any]
    who: str


@dataclass(frozen=True, slots=True)
class Operation:
    """One method at one address.

    ``query`` maps parameters to their schemas, ``body`` is the schema of the JSON object a write takes, ``answer`` that
    of what comes back with ``status``. ``writes`` needs a token. An operation with ``media``, the schema of each media
    type it can answer in, makes its answer itself.
    """

    name: str
    method: str
    path: str
    summary: str
    tag: str
    run: Callable[[Call], Any]
    answer: Schema
    query: Mapping[str, Schema] = field(default_factory=dict)
    body: Schema | None = None
    writes: bool = False
    status: int = 200
    media: Mapping[str, Schema] = field(default_factory=dict)

    @property
    def parameters(self) -> Iterator[str]:
        """The names in the path."""
        return (match[1] for match in _PARAMETER.finditer(self.path))

    @property
    def rule(self) -> str:
        """The path as Flask writes it: ``/claims/<int:claim_id>``."""
        return _PARAMETER.sub(r"<int:\1>", self.path)


def ref(name: str) -> Schema:
    """Return a reference to one of the named schemas of ``schemas.json``."""
    return {"$ref": f"#/components/schemas/{name}"}


def listing(name: str, item: str) -> Schema:
    """Return the schema of a page of a list: the items under ``name``, and how many there are in all."""
    return {
        "type": "object",
        "required": [name, "count"],
        "properties": {name: {"type": "array", "items": ref(item)}, "count": {"type": "integer", "minimum": 0}},
    }


def body(required: Mapping[str, Schema], optional: Mapping[str, Schema] | None = None) -> Schema:
    """Return the schema of a body with these members and no others."""
    return {
        "type": "object",
        "required": list(required),
        "properties": {**required, **(optional or {})},
        "additionalProperties": False,
    }


def text(longest: int, description: str = "") -> Schema:
    """Return the schema of a text of one to ``longest`` characters that is not all blank."""
    return {"type": "string", "minLength": 1, "maxLength": longest, "pattern": r"\S", "description": description}


def number(description: str = "", *, least: int = 1, most: int = LARGEST_INTEGER, default: int | None = None) -> Schema:
    """Return the schema of a whole number."""
    schema = {"type": "integer", "minimum": least, "maximum": most, "description": description}
    return schema if default is None else schema | {"default": default}
