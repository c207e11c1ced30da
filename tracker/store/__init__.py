"""SQLite: migrations and every query by name; the only room with SQL."""

from tracker.store.database import (
    DamagedError,
    Failure,
    back_up,
    integrity_problems,
    open_backup,
    open_database,
    put_back,
    snapshot,
    transaction,
)
from tracker.store.sqlite import Database

__all__ = [
    "DamagedError",
    "Database",
    "Failure",
    "back_up",
    "integrity_problems",
    "open_backup",
    "open_database",
    "put_back",
    "snapshot",
    "transaction",
]
