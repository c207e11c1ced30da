"""Text that leaves the tracker a piece at a time, so that an export of any length needs the memory of one piece."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from tracker.models.record import plain

Pieces = Iterator[str]
"""A text in the order of its pieces."""


def as_json(value: Any) -> str:
    """Return a value as JSON that keeps letters readable."""
    return json.dumps(value, ensure_ascii=False, default=plain)


def json_list(head: str, items: Iterable[str], tail: str) -> Pieces:
    """Give a list of JSON values between two pieces; a ``%d`` in the last one is their number."""
    yield head
    count = 0
    for count, item in enumerate(items, 1):
        yield item if count == 1 else ",\n" + item
    yield tail % count if "%d" in tail else tail


def opened(thing: dict[str, Any]) -> str:
    """Return a JSON object without its closing brace, for members that follow piece by piece."""
    return as_json(thing)[:-1]
