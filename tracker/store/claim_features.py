"""What matching knows of stored claims, packed (``tracker.match.packed``), so that it need not be read anew.

A store of what can be made anew at any time: a row that is missing or stale costs time and nothing else.
"""

from __future__ import annotations

from collections.abc import Iterable

from tracker.store.sqlite import Database


def put(db: Database, packed: Iterable[tuple[int, bytes]]) -> None:
    """Store the features of some claims in place of what was stored of them."""
    db.conn.executemany("INSERT OR REPLACE INTO claim_features (claim_id, packed) VALUES (?, ?)", packed)
