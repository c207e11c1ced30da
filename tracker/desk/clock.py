"""The one place that asks what time it is."""

from __future__ import annotations

from datetime import UTC, date, datetime


def now() -> str:
    """Return the present moment in UTC, ISO 8601 to the second."""
    return datetime.now(UTC).isoformat(timespec="seconds")


def today() -> date:
    """Return today's date in UTC: the day of capture of what is taken in now, never a document's own date."""
    return datetime.now(UTC).date()
