"""How many questions wait, as every page tells: counted anew only after something changed."""

from __future__ import annotations

from flask import current_app

from tracker.desk import lanes
from tracker.store import visits
from tracker.web.connection import db

KEPT_UNDER = "tracker-waiting"


def waiting_counts() -> dict[str, int]:
    """Return how many questions wait in each lane of the review queue.

    Whatever changes them is recorded as an event, so the counts of the newest event hold until there is a newer one.
    """
    newest = visits.newest_event(db())
    kept = current_app.extensions.get(KEPT_UNDER)
    if kept is None or kept[0] != newest:
        kept = (newest, lanes.counts(db()))
        current_app.extensions[KEPT_UNDER] = kept
    return dict(kept[1])


def waiting_total() -> int:
    """Return how many questions wait in all."""
    return sum(waiting_counts().values())
