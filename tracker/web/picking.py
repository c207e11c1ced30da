"""Search and pick: what a reader may put beside what is chosen already; works by links, without JavaScript."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from tracker.desk import finding
from tracker.models.documents import DocumentFound
from tracker.models.record import Record
from tracker.store import alignment, claims, picking
from tracker.web.connection import db
from tracker.web.wording import counted, long_date, quoted

FOUND = 12
"""Answers of a search to pick from; better words find what is further down."""
NEAR = 6
"""Suggestions of what to put beside what is chosen."""


class Pick(Record, frozen=True):
    """What can be picked: its number, what it is called, and a hint which of those of one name it is."""

    id: int
    name: str
    hint: str = ""


def found(noun: str, words: str, without: Collection[int] = (), *, start: bool = False) -> list[Pick]:
    """Return what a search finds to pick; ``noun`` also ``threads``.

    With ``start`` a search for nothing finds the speakers with most claims, or the newest documents.
    """
    if not words and not (start and noun in ("speakers", "documents")):
        return []
    if noun == "speakers":
        picks = [
            Pick(speaker.id, speaker.name, counted(speaker.claims, "claim"))
            for speaker in picking.speakers_named(db(), words, limit=FOUND)
        ]
    elif noun == "documents":
        picks = [_document(document) for document in picking.documents_named(db(), words, limit=FOUND)]
    else:
        ids = [row["claim_id"] for row in finding.search(db(), words, limit=FOUND)]
        picks = _threads(ids) if noun == "threads" else _claims(ids)
    return [pick for pick in picks if pick.id not in without]


def near(noun: str, ids: Sequence[int]) -> list[Pick]:
    """Return what shares most threads with what is chosen."""
    if not ids:
        return []
    others = picking.near(db(), noun, ids, limit=NEAR)
    if noun == "claims":
        return _claims(others)
    if noun == "speakers":
        return [Pick(speaker.id, speaker.name) for speaker in picking.speakers_of(db(), others)]
    return [_document(document) for document in picking.documents_of(db(), others)]


def _document(found: DocumentFound) -> Pick:
    date = long_date(found.date) if found.date else "undated"
    return Pick(found.id, found.name, ", ".join(filter(None, (found.publisher, date))))


def _claims(ids: Sequence[int]) -> list[Pick]:
    return [
        Pick(
            row["id"],
            quoted(" ".join(row["text"].split())),
            ", ".join([row["speaker"] or "speaker not known", long_date(row["date"])]),
        )
        for row in claims.several(db(), ids)
    ]


def _threads(claim_ids: Sequence[int]) -> list[Pick]:
    ids = picking.threads_of_claims(db(), claim_ids, limit=FOUND)
    leads = alignment.leads(db(), ids)
    return [
        Pick(thread, " ".join(leads[thread]["lead"].split()), f"{leads[thread]['claims']} claims") for thread in ids
    ]
