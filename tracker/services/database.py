"""The database as the rooms above hold it: opened, handed to the services, closed; what it holds the services know."""

from __future__ import annotations

from tracker.db.connection import Failure, open_database
from tracker.db.rows import Database

__all__ = ["Database", "Failure", "open_database"]
