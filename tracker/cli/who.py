"""The name under which decisions made on the command line are recorded."""

from __future__ import annotations

import getpass
import os

from tracker.read.naming import shown


def who() -> str:
    """Return the name decisions are recorded under: TRACKER_USER, else the user's name on this computer."""
    try:
        return shown(os.environ.get("TRACKER_USER") or getpass.getuser())
    except (KeyError, OSError):
        return "unknown"
