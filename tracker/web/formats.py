"""The same list or item as a page, as JSON and as CSV."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from flask import Response, current_app, jsonify, request, url_for

from tracker.db.rows import Row
from tracker.services.writers import as_csv

LIST = "<any(json,csv):form>"
"""The ending of a list's twins, for a route: ``"/claims." + LIST``."""


def list_in(form: str, name: str, rows: Iterable[Row], **more: Any) -> Response:
    """Return rows as CSV, or as a JSON object that holds them under ``name`` beside ``more``."""
    rows = list(rows)
    return csv_of(name, rows) if form == "csv" else jsonify({name: rows, "count": len(rows), **more})


def csv_of(name: str, rows: Iterable[Row]) -> Response:
    """Return rows as a CSV file of this name."""
    return Response(
        as_csv(rows),
        mimetype="text/csv",
        headers={"Content-Disposition": f'attachment; filename="{name}.csv"'},
    )


def twins() -> list[tuple[str, str]]:
    """Return the addresses of this page's twins with the same filters, as ``(form, address)``."""
    endpoint, own = request.endpoint or "", dict(request.view_args or {})
    own |= {key: value for key, value in request.args.items() if key != "page" and value}
    found = []
    if f"{endpoint}_list" in current_app.view_functions:
        found = [(form, url_for(f"{endpoint}_list", form=form, **own)) for form in ("json", "csv")]
    elif f"{endpoint}_json" in current_app.view_functions:
        found = [("json", url_for(f"{endpoint}_json", **own))]
        if f"{endpoint}_csv" in current_app.view_functions:
            found.append(("csv", url_for(f"{endpoint}_csv", **own)))
    return found
