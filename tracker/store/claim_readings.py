"""The readings of stored claims (``tracker.match.keys``): those named for a new claim are scored without their texts.

A store of what can be made anew at any time: a row that is missing costs time and nothing else.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable

from sqlite_utils import Database

from tracker.store.rows import IN_LIST, to_list


def put(db: Database, lines: Iterable[tuple[int, str]]) -> None:
    """Store the readings of some claims, the lines of one text each, in place of what was stored of them."""
    db.conn.executemany("INSERT OR REPLACE INTO claim_readings (claim_id, lines) VALUES (?, ?)", lines)


def drop(db: Database, claim_ids: Collection[int]) -> None:
    """Forget the readings of claims that changed or are gone."""
    db.execute(f"DELETE FROM claim_readings WHERE claim_id {IN_LIST}", [to_list(claim_ids)])


def clear(db: Database) -> None:
    """Forget all readings, before they are written afresh."""
    db.execute("DELETE FROM claim_readings")


def of(db: Database, claim_ids: Collection[int]) -> dict[int, str]:
    """Return the readings of those of these claims of which they are stored."""
    sql = f"SELECT claim_id, lines FROM claim_readings WHERE claim_id {IN_LIST}"
    return dict(db.execute(sql, [to_list(claim_ids)]).fetchall())
