"""A copy of a database made fit to be shown to anybody: what readers did and who they are taken out."""

from __future__ import annotations

from typing import Final

from tracker.store.sqlite import Database

_PRIVATE: Final = ("events", "tokens", "visits")
"""Tables of what people did, and of what they may do; no page of a published site needs them."""
_NAMES: Final = ("who", "by", "decided_by", "reviewer", "assignee")
"""Columns that name a person who decided something, in whichever table they stand."""


def forget_people(db: Database, stand_in: str) -> None:
    """Empty the tables of what people did, and put ``stand_in`` for every name of one who decided something.

    For a copy alone: the record of changes cannot be emptied in a database that is in use.
    """
    tables = set(db.table_names())
    for (trigger,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
        db.execute(f'DROP TRIGGER "{trigger}"')
    db.execute("PRAGMA foreign_keys = OFF")
    for table in _PRIVATE:
        if table in tables:
            db.execute(f'DELETE FROM "{table}"')
    for table in tables - set(_PRIVATE):
        for column in _NAMES:
            if column in db.columns(table):
                db.execute(f'UPDATE "{table}" SET "{column}" = ? WHERE "{column}" IS NOT NULL', [stand_in])
    db.execute("PRAGMA foreign_keys = ON")
