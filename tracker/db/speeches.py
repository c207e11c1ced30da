"""The speeches of records that say themselves who speaks, with what the record tells of each."""

from __future__ import annotations

import json
from bisect import bisect_right
from collections.abc import Collection, Mapping, Sequence
from typing import Final

from tracker.db.rows import Columns, Database, insert_dicts, replace_rows, select, to_json
from tracker.models import Span, Speech
from tracker.models.claims import StoredSpeech

_TOLD: Final = ("speaker", "speech_id", "member_id", "column", "time", "date", "url", "heading", "stance")
"""Columns that are fields of a speech as they stand."""


def put(db: Database, document_id: int, speeches: Sequence[Speech]) -> None:
    """Store the speeches of a document that has none so far."""
    insert_dicts(db, "speeches", [{"document_id": document_id, **row(speech)} for speech in speeches])


def row(speech: Speech) -> Columns:
    """Return a speech as a row of its table, without its document."""
    label, role = speech.label, speech.role
    return {
        "start": speech.span.start,
        "end": speech.span.end,
        "label_start": label.start if label else None,
        "label_end": label.end if label else None,
        "role_start": role.start if role else None,
        "role_end": role.end if role else None,
        **{column: getattr(speech, column) for column in _TOLD},
        "whole": int(speech.whole),
    }


def name_columns(db: Database, headers: Sequence[str], columns: Mapping[str, str]) -> None:
    """Keep which column holds what, for tables with these headers."""
    row = (to_json(headers), to_json(columns))
    replace_rows(db, "named_columns", ("headers",), ("headers", "columns"), [row])


def named_columns(db: Database, headers: Sequence[str]) -> dict[str, str]:
    """Return which column holds what in tables with these headers, as a person named them; empty where nobody did."""
    found = db.execute("SELECT columns FROM named_columns WHERE headers = ?", [to_json(headers)]).fetchone()
    return dict(json.loads(found[0])) if found else {}


def name_people(db: Database, corpus: str, people: Mapping[str, str]) -> None:
    """Keep the names of those whom the debates of a corpus name by ids."""
    rows = [(corpus, member_id, name) for member_id, name in people.items()]
    replace_rows(db, "record_people", ("corpus", "member_id"), ("corpus", "member_id", "name"), rows)


def named_people(db: Database, corpus: str) -> dict[str, str]:
    """Return the names of those whom the debates of a corpus name by ids."""
    found = db.execute("SELECT member_id, name FROM record_people WHERE corpus = ?", [corpus]).fetchall()
    return dict(found)


def of_document(db: Database, document_id: int) -> tuple[Speech, ...]:
    """Return the speeches of a document in order of its text, none where its format does not say who speaks."""
    found = select(db, "SELECT * FROM speeches WHERE document_id = ? ORDER BY start", [document_id])
    return tuple(map(_speech, found))


def at_places(db: Database, document_id: int, places: Collection[int]) -> dict[int, StoredSpeech]:
    """Return what the record tells of the speech at each of some places of a document; those in none are left out."""
    if not places:
        return {}
    sql = """
        SELECT start, "end", speaker, speech_id, member_id, "column", time, date, url, heading FROM speeches
        WHERE document_id = ? AND start <= ? AND start >= coalesce(
            (SELECT max(start) FROM speeches WHERE document_id = ? AND start <= ?), 0
        ) ORDER BY start
    """
    found = select(db, sql, [document_id, max(places), document_id, min(places)], StoredSpeech)
    before = {place: bisect_right(found, place, key=lambda speech: speech.start) - 1 for place in places}
    return {place: found[at] for place, at in before.items() if at >= 0 and place < found[at].end}


def times(db: Database, document_id: int, start: int, end: int) -> list[tuple[int, str]]:
    """Return where in a stretch of a document another minute begins than that of the speech before, and its time."""
    sql = """
        SELECT start, time FROM (
            SELECT start, time, lag(substr(time, 1, 5)) OVER (ORDER BY start) AS before FROM speeches
            WHERE document_id = ? AND time IS NOT NULL
        ) WHERE start >= ? AND start < ? AND substr(time, 1, 5) IS NOT before ORDER BY start
    """
    return [(place, time) for place, time in db.execute(sql, [document_id, start, end]).fetchall()]


def _speech(columns: Columns) -> Speech:
    def span(name: str) -> Span | None:
        return None if columns[f"{name}_start"] is None else Span(columns[f"{name}_start"], columns[f"{name}_end"])

    told = {column: columns[column] for column in _TOLD} | {"whole": bool(columns["whole"])}
    return Speech(Span(columns["start"], columns["end"]), label=span("label"), role=span("role"), **told)
