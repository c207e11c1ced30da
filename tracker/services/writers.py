"""Text that leaves the tracker a piece at a time, so that an export of any length needs the memory of one piece; rows
as CSV, safe in a spreadsheet.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator
from typing import Any

from tracker.db.rows import Row
from tracker.models.record import Record, plain

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


FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
"""A cell that begins so is run as a formula by spreadsheets (OWASP, CSV injection); a quote before it stops that."""


def as_csv(rows: Iterable[Row]) -> str:
    """Return rows as CSV (RFC 4180) with a header; lists and dicts stand as JSON in their cell."""
    rows = list(rows)
    if not rows:
        return ""
    out = io.StringIO()
    writer = csv.DictWriter(out, fieldnames=list(rows[0].keys()), extrasaction="ignore")
    writer.writeheader()
    for row in rows:
        writer.writerow({key: cell(value) for key, value in row.items()})
    return out.getvalue()


def cell(value: object) -> object:
    """Return a value as a cell of CSV: lists and dicts as JSON, what a spreadsheet would run as a formula quoted."""
    if isinstance(value, list | tuple | dict | Record):
        return json.dumps(value, ensure_ascii=False, default=plain)
    if isinstance(value, str) and value.startswith(FORMULA_STARTS):
        return "'" + value
    return value
