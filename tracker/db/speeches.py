"""The speeches of records that say themselves who speaks, with what the record tells of each."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from tracker.db.rows import Columns, Database, insert_dicts, select
from tracker.models import Span, Speech

_TOLD: Final = ("speaker", "speech_id", "member_id", "column", "time", "date", "url", "heading", "stance")
"""Columns that are fields of a speech as they stand."""


def put(db: Database, document_id: int, speeches: Sequence[Speech]) -> None:
    """Store the speeches of a document that has none so far."""
    insert_dicts(db, "speeches", [_row(document_id, speech) for speech in speeches])


def _row(document_id: int, speech: Speech) -> Columns:
    label, role = speech.label, speech.role
    return {
        "document_id": document_id,
        "start": speech.span.start,
        "end": speech.span.end,
        "label_start": label.start if label else None,
        "label_end": label.end if label else None,
        "role_start": role.start if role else None,
        "role_end": role.end if role else None,
        **{column: getattr(speech, column) for column in _TOLD},
        "whole": int(speech.whole),
    }


def of_document(db: Database, document_id: int) -> tuple[Speech, ...]:
    """Return the speeches of a document in order of its text, none where its format does not say who speaks."""
    found = select(db, "SELECT * FROM speeches WHERE document_id = ? ORDER BY start", [document_id])
    return tuple(map(_speech, found))


def at(db: Database, document_id: int, place: int) -> Speech | None:
    """Return the speech that stands at a place of a document, ``None`` where none does."""
    sql = "SELECT * FROM speeches WHERE document_id = ? AND start <= ? ORDER BY start DESC LIMIT 1"
    found = [_speech(row) for row in select(db, sql, [document_id, place])]
    return next((speech for speech in found if place < speech.span.end), None)


def _speech(row: Columns) -> Speech:
    def span(name: str) -> Span | None:
        return None if row[f"{name}_start"] is None else Span(row[f"{name}_start"], row[f"{name}_end"])

    told = {column: row[column] for column in _TOLD} | {"whole": bool(row["whole"])}
    return Speech(Span(row["start"], row["end"]), label=span("label"), role=span("role"), **told)
