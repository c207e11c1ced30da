"""What people decided of the program's suggestions, counted."""

from __future__ import annotations

from sqlite_utils import Database

from tracker.models.precision import Decided
from tracker.store.rows import select


def decided(db: Database) -> list[Decided]:
    """Return how often suggestions of each kind and whole score were confirmed and refused.

    Pairs that the program did not suggest as a match are
    left out: they say nothing of its suggestions. A changed figure or a reversal that a person calls the same claim
    counts as refused.
    """
    return select(
        db,
        """
        SELECT suggested_kind AS kind, CAST(suggested_score AS INTEGER) AS score,
               sum(decision = 'confirmed' AND confirmed_as IS NOT 'same') AS confirmed,
               sum(decision = 'refused' OR confirmed_as IS 'same') AS refused
        FROM pair_decisions WHERE suggested_kind IS NOT NULL AND suggested_kind != 'related'
        GROUP BY 1, 2 ORDER BY 1, 2
        """,
        (),
        Decided,
    )
