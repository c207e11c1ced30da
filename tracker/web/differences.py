"""How two wordings are shown against each other (pure)."""

from __future__ import annotations

from collections.abc import Sequence

from tracker.cite.diffs import Difference

MOSTLY = 0.5
"""Share of common words from which two wordings are read better in one line; below it nearly all is struck out."""


def mostly_kept(rows: Sequence[Difference]) -> bool:
    """Whether two wordings have so much in common that one line can show both."""
    kept = 2 * sum(len(row.a.split()) for row in rows if row.op == "equal")
    both = sum(len(row.a.split()) + len(row.b.split()) for row in rows)
    return both > 0 and kept / both >= MOSTLY
