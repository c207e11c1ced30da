"""SQLite: migrations and every query by name; the only room with SQL."""

from sqlite_utils import Database

from tracker.store.database import back_up, integrity_problems, open_database, transaction

__all__ = ["Database", "back_up", "integrity_problems", "open_database", "transaction"]
