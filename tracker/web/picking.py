"""Search and pick: what a reader may put beside what is chosen already; works by links, without JavaScript."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from tracker.desk import finding
from tracker.store import alignment, claims, picking
from tracker.store.rows import Row
from tracker.web.connection import db
from tracker.web.wording import counted, long_date, quoted

FOUND = 12
"""Answers of a search to pick from; better words find what is further down."""
NEAR = 6
"""Suggestions of what to put beside what is chosen."""


def found(noun: str, words: str, without: Collection[int] = (), *, start: bool = False) -> list[Row]:
    """Return what a search finds to pick, as ``{"id", "name", "hint"}``; ``noun`` also ``threads``.

    With ``start`` a search for nothing finds the speakers with most claims, or the newest documents.
    """
    if not words and not (start and noun in ("speakers", "documents")):
        return []
    rows: list[Row]
    if noun == "speakers":
        rows = [_speaker(row) for row in picking.speakers_named(db(), words, limit=FOUND)]
    elif noun == "documents":
        rows = [_document(row) for row in picking.documents_named(db(), words, limit=FOUND)]
    else:
        ids = [row["claim_id"] for row in finding.search(db(), words, limit=FOUND)]
        rows = _threads(ids) if noun == "threads" else _claims(ids)
    return [row for row in rows if row["id"] not in without]


def near(noun: str, ids: Sequence[int]) -> list[Row]:
    """Return what shares most threads with what is chosen."""
    if not ids:
        return []
    others = picking.near(db(), noun, ids, limit=NEAR)
    if noun == "claims":
        return _claims(others)
    rows = picking.names_of(db(), noun, others)
    return [_speaker(row) if noun == "speakers" else _document(row) for row in rows]


def _speaker(row: Row) -> Row:
    return {"id": row["id"], "name": row["name"], "hint": counted(row["claims"], "claim") if "claims" in row else ""}


def _document(row: Row) -> Row:
    hint = ", ".join(part for part in (row["publisher"], long_date(row["date"]) if row["date"] else "undated") if part)
    return {"id": row["id"], "name": row["name"], "hint": hint}


def _claims(ids: Sequence[int]) -> list[Row]:
    return [
        {
            "id": row["id"],
            "name": quoted(" ".join(row["text"].split())),
            "hint": ", ".join([row["speaker"] or "speaker not known", long_date(row["date"])]),
        }
        for row in claims.several(db(), ids)
    ]


def _threads(claim_ids: Sequence[int]) -> list[Row]:
    ids = picking.threads_of_claims(db(), claim_ids, limit=FOUND)
    leads = alignment.leads(db(), ids)
    return [
        {"id": thread, "name": " ".join(leads[thread]["lead"].split()), "hint": f"{leads[thread]['claims']} claims"}
        for thread in ids
    ]
