"""Rows as CSV for other programs, safe in a spreadsheet."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable

from tracker.models.record import Record, plain
from tracker.store.rows import Row

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
