"""Claims and figures as W3C Web Annotations: a whole collection in one file, or a page at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final
from urllib.parse import urlencode

from tracker import store
from tracker.cite import web_annotations
from tracker.cite.anchors import Anchor
from tracker.cite.linked_data import quantity
from tracker.cite.web_annotations import Annotated
from tracker.desk.narrowing import filters_of
from tracker.desk.pieces import Pieces, as_json, json_list, opened
from tracker.models import NotFoundError
from tracker.store import claim_lists, figures, streams
from tracker.store.rows import Row

A_PAGE: Final = 100
"""Annotations on a page of a collection: some 100 KB."""
Given = Mapping[str, str]


def claim(row: Row, address: str) -> dict[str, Any]:
    """Return a claim in place (``streams.claims_in_place``) as an annotation."""
    return web_annotations.annotation(_annotated(row, f"{address}/claims/{row['id']}", row["kind"], address), address)


def figure(row: Row, address: str) -> dict[str, Any]:
    """Return a figure in place (``streams.figures_in_place``) as an annotation, with what it says as its body."""
    link = f"{address}/claims/{row['claim_id']}/figures/{row['start']}"
    bodies = web_annotations.figure_bodies(quantity(row))
    return web_annotations.annotation(_annotated(row, link, "figure", address), address, bodies)


def _annotated(row: Row, link: str, kind: str, address: str) -> Annotated:
    return Annotated(
        place=Anchor(row["start"], row["end"], row["text"], row["prefix"], row["suffix"]),
        link=link,
        document=f"{address}/documents/{row['document_id']}",
        sha256=row["sha256"],
        kind=kind,
        speaker=row["speaker"],
        web=row["url"],
        captured=row["captured"],
        denied=row["polarity"] < 0,
        corrected=bool(row.get("span_picked") or row.get("speaker_picked")),
    )


Kind = tuple[
    str,
    Callable[..., int],
    Callable[..., Iterable[Row]],
    Callable[[Row, str], dict[str, Any]],
]
KINDS: Final[Mapping[str, Kind]] = {
    "claims": ("Claims", claim_lists.counted, streams.claims_in_place, claim),
    "figures": ("Figures", figures.counted, streams.figures_in_place, figure),
}
"""What can be annotated: its label, how many a filter leaves, those in place, and one as an annotation."""


def in_one_file(db: store.Database, noun: str, given: Given, address: str) -> Pieces:
    """Give a collection with its one page in it; ``address`` is put before the links."""
    label, counted, in_place, annotation = KINDS[noun]
    filters = filters_of(db, noun, given)
    identity = _with(f"{address}/{noun}.annotations.jsonld", given)
    page = f"{identity}#page-1"
    head = opened(web_annotations.collection(identity, label, counted(db, filters), last=page))
    first = opened(web_annotations.page(page, identity, start=0))
    items = (as_json(web_annotations.embedded(annotation(row, address))) for row in in_place(db, filters))
    return json_list(f'{head}, "first": {first}, "items": [', items, "]}}\n")


def collection(db: store.Database, noun: str, given: Given, address: str, where: str) -> dict[str, Any]:
    """Return a collection that links to its pages; ``where`` is its own address, without filters."""
    label, counted, _, _ = KINDS[noun]
    total = counted(db, filters_of(db, noun, given))
    last = _with(where, given, page=_pages(total))
    head = web_annotations.collection(_with(where, given), label, total, last=last)
    return {**head, "first": _with(where, given, page=1)}


def page(db: store.Database, noun: str, given: Given, address: str, where: str, number: int) -> dict[str, Any]:
    """Return one page of a collection, from 1. Raises ``NotFoundError`` where there is no such page."""
    label, counted, in_place, annotation = KINDS[noun]
    filters = filters_of(db, noun, given)
    total = counted(db, filters)
    pages = _pages(total)
    if number > pages:
        raise NotFoundError(f"There is no page {number}; the last one is {pages}.")
    start = (number - 1) * A_PAGE
    whole = {"id": _with(where, given), "type": "AnnotationCollection", "label": label, "total": total}
    beside = {"prev": number - 1 if number > 1 else None, "next": number + 1 if number < pages else None}
    found = in_place(db, filters, limit=A_PAGE, offset=start)
    return {
        "@context": web_annotations.CONTEXT,
        **web_annotations.page(_with(where, given, page=number), whole, start=start),
        **{name: _with(where, given, page=other) for name, other in beside.items() if other is not None},
        "items": [web_annotations.embedded(annotation(row, address)) for row in found],
    }


def _pages(total: int) -> int:
    """Return how many pages there are: one, if an empty one, at least."""
    return max(1, -(-total // A_PAGE))


def _with(where: str, given: Given, **more: object) -> str:
    """Return an address with the filters of a collection."""
    asked = urlencode({key: value for key, value in {**given, **more}.items() if value})
    return f"{where}?{asked}" if asked else where
