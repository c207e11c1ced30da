"""Organisations' own rating scales: ordered ratings, each with a number where the organisation gives one."""

from __future__ import annotations

from collections.abc import Sequence

from tracker.db.rows import Database, first, insert, select, to_list, update
from tracker.models.verdicts import Rating, Scale

LISTED = """
    SELECT s.*, (SELECT count(DISTINCT n.verdict_id) FROM verdict_versions n WHERE n.scale_id = s.id) AS verdicts
    FROM scales s
"""


def every(db: Database) -> list[Scale]:
    """Return the scales that are offered, by organisation."""
    return select(db, LISTED + "WHERE NOT s.withdrawn ORDER BY s.organisation, s.name", (), Scale)


def get(db: Database, scale_id: int) -> Scale | None:
    """Return one scale, or ``None``; also a withdrawn one."""
    return first(db, LISTED + "WHERE s.id = ?", [scale_id], Scale)


def named(db: Database, organisation: str, name: str) -> Scale | None:
    """Return the scale of an organisation with this name, also a withdrawn one."""
    return first(db, LISTED + "WHERE s.organisation = ? AND s.name = ?", [organisation, name], Scale)


def add(db: Database, organisation: str, name: str, ratings: Sequence[Rating]) -> int:
    """Store a scale; its ratings never change, since verdicts stand on them."""
    return insert(db, "scales", {"organisation": organisation, "name": name, "ratings": to_list(ratings)})


def set_withdrawn(db: Database, scale_id: int, withdrawn: bool) -> None:
    """Offer a scale no longer, or again; the verdicts on it stay."""
    update(db, "scales", scale_id, {"withdrawn": int(withdrawn)})
