"""The operations that give whole lists in every form they leave in, and their annotations a page at a time."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any, Final

from flask import Response, request

from tracker.desk import annotating, streaming
from tracker.desk.export_forms import FORMS, Form
from tracker.models.record import plain
from tracker.store import speakers
from tracker.web.api import figures, reads, verdicts
from tracker.web.api.operations import Call, Operation, Schema, number, text
from tracker.web.connection import db
from tracker.web.taking import sent

LONGEST_FILTER: Final = 200
FILTERS: Final[dict[str, dict[str, Schema]]] = {
    "claims": reads.CLAIM_FILTERS,
    "figures": figures.FILTERS,
    "speakers": {
        "q": text(LONGEST_FILTER, "Words of a name."),
        "sort": {"type": "string", "enum": list(speakers.ORDERS), "description": "The order."},
    },
    "threads": {"speaker": number("The number of a speaker who speaks in them.")},
    "verdicts": verdicts.FILTERS,
}
"""The filters of each noun (``narrowing.NAMES``) with their schemas."""


def _given(call: Call[None], noun: str) -> dict[str, str]:
    return reads.as_written(call.query, FILTERS.get(noun, ()))


def _media(forms: tuple[Form, ...]) -> dict[str, Schema]:
    """Return the schema of each media type that some forms have."""
    found: dict[str, Schema] = {}
    for form in forms:
        media = form.media_type.partition(";")[0]
        is_json = media == "application/json" or media.endswith("+json")
        found[media] = (
            ({"type": "array"} if form.key == "csl" else {"type": "object"}) if is_json else {"type": "string"}
        )
    return found


def _export(noun: str) -> Callable[[Call[None]], Any]:
    return lambda call: sent(noun, call.query["format"], _given(call, noun))


def _annotations(noun: str) -> Callable[[Call[None]], Any]:
    def answer(call: Call[None]) -> Response:
        address = request.url_root.rstrip("/")
        asked = (db(), noun, _given(call, noun), address, f"{address}/api/annotations/{noun}")
        page = call.query.get("page")
        found = annotating.collection(*asked) if page is None else annotating.page(*asked, page)
        data = json.dumps(found, ensure_ascii=False, indent=1, default=plain)
        return Response(data + "\n", content_type=FORMS["annotations"].media_type)

    return answer


def _operations() -> Iterator[Operation[None]]:
    for noun, forms in streaming.PAIRS.items():
        form: Schema = {
            "type": "string", "enum": [each.key for each in forms], "default": "json",
            "description": f"One of {', '.join(each.key for each in forms)}.",
        }  # fmt: skip
        yield Operation(
            f"export_{noun}", "GET", f"/exports/{noun}",
            f"Give all {noun}, or what the filters leave of them, in one form." if noun in FILTERS
            else f"Give all {noun} in one form.",
            "exports", _export(noun), {}, {"format": form, **FILTERS.get(noun, {})}, media=_media(forms),
        )  # fmt: skip
    for noun in annotating.KINDS:
        yield Operation(
            f"annotate_{noun}", "GET", f"/annotations/{noun}",
            f"Give the {noun} as a W3C annotation collection that links to its pages; with “page”, one of these.",
            "exports", _annotations(noun), {},
            {"page": number("The number of a page of the collection, from 1."), **FILTERS.get(noun, {})},
            media=_media((FORMS["annotations"],)),
        )  # fmt: skip


OPERATIONS = tuple(_operations())
"""The operations of exports; what leaves in which form is ``streaming.PAIRS``."""
