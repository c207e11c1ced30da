"""People's decisions on pairs of claims: the same, not the same, or confirmed as a change."""

from __future__ import annotations

from collections.abc import Collection

import msgspec

from tracker.db.rows import IN_LIST, Database, select, to_list
from tracker.models.events import Decision


def ordered(a: int, b: int) -> tuple[int, int]:
    """Return a pair of claim ids as the tables hold it, the lower first."""
    return (a, b) if a < b else (b, a)


def on_pair(db: Database, a: int, b: int) -> Decision | None:
    """Return the decision on a pair, ``None`` where nobody has decided."""
    rows = select(db, "SELECT * FROM pair_decisions WHERE a = ? AND b = ?", list(ordered(a, b)))
    return msgspec.convert(rows[0], Decision) if rows else None


def decide(
    db: Database, a: int, b: int, decision: str | None, *, who: str, at: str, confirmed_as: str | None = None
) -> None:
    """Record ``confirmed`` or ``refused`` for a pair, or take the decision back with ``None``.

    ``confirmed_as`` is ``revised`` or ``reversed`` where a person confirms just that: such a pair stays linked and is
    never one claim.

    What the program suggested of the pair is kept beside the decision, to tell later how often it was right.
    """
    a, b = ordered(a, b)
    db.execute("DELETE FROM pair_decisions WHERE a = ? AND b = ?", [a, b])
    if decision is not None:
        db.execute(
            """
            INSERT INTO pair_decisions (a, b, decision, confirmed_as, who, at, suggested_kind, suggested_score)
            SELECT ?, ?, ?, ?, ?, ?, r.kind, r.score FROM (SELECT 1)
            LEFT JOIN relations r ON r.a = ? AND r.b = ?
            """,
            [a, b, decision, confirmed_as, who, at, a, b],
        )


EVERY = "SELECT * FROM pair_decisions ORDER BY a, b"


def every(db: Database) -> list[Decision]:
    """Return every decision on a pair."""
    return msgspec.convert(select(db, EVERY), list[Decision])


def on_claims(db: Database, claim_ids: Collection[int]) -> list[Decision]:
    """Return the decisions on pairs with one of these claims in them."""
    ids = to_list(claim_ids)
    sql = f"SELECT * FROM pair_decisions WHERE a {IN_LIST} OR b {IN_LIST} ORDER BY a, b"
    return msgspec.convert(select(db, sql, [ids, ids]), list[Decision])
