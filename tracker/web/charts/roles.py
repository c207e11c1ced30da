"""What a speaker's time line shows: each role in a lane, a mark for each document that shows it (pure)."""

from __future__ import annotations

from collections.abc import Sequence

from tracker.models.speakers import StoredRole
from tracker.services.speakers import RoleOverTime
from tracker.web.charts.threads import shortened
from tracker.web.charts.timeline import Entry

ROLE = "role"
MOST_ROLES = 8
"""Roles that get a lane; the table has them all."""
MOST_MARKS = 60
"""Documents of one role that are marked: the first and the last of them are always among these."""


def role_entries(speaker: str, roles: Sequence[RoleOverTime]) -> list[Entry]:
    """Return the entries of a speaker's time line; documents without a date have no place in it."""
    return [
        Entry(
            {
                "id": row.document_id,
                "document_id": row.document_id,
                "document": row.document,
                "document_title": row.document_title or row.document,
                "date": row.date,
                "date_candidates": [],
                "speaker": speaker,
                "title": role_name(role),
            },
            ROLE,
            shortened(role_name(role)),
        )
        for role in roles[:MOST_ROLES]
        for row in _some([row for row in role.shown if row.date])
    ]


def role_name(role: RoleOverTime) -> str:
    """Return a role with its organisation, where the document prints one."""
    return f"{role.title}, {role.organisation}" if role.organisation else role.title


def _some(rows: list[StoredRole]) -> list[StoredRole]:
    if len(rows) <= MOST_MARKS:
        return rows
    step = (len(rows) - 1) / (MOST_MARKS - 1)
    return [rows[round(n * step)] for n in range(MOST_MARKS)]
