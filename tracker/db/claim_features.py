"""What matching knows of stored claims, kept so that it need not be read anew: features, packed
(``tracker.matching.features``), and readings (``tracker.matching.keys``), by which a new claim's candidates are scored.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable

from tracker.db.rows import IN_LIST, Database, insert_rows, to_list


def put(db: Database, packed: Iterable[tuple[int, bytes]]) -> None:
    """Store the features of some claims in place of what was stored of them."""
    replacing = "ON CONFLICT (claim_id) DO UPDATE SET packed = excluded.packed"
    insert_rows(db, "claim_features", ("claim_id", "packed"), packed, replacing)


def put_readings(db: Database, lines: Iterable[tuple[int, str]]) -> None:
    """Store the readings of some claims, the lines of one text each, in place of what was stored of them."""
    replacing = "ON CONFLICT (claim_id) DO UPDATE SET lines = excluded.lines"
    insert_rows(db, "claim_readings", ("claim_id", "lines"), lines, replacing)


def drop_readings(db: Database, claim_ids: Collection[int]) -> None:
    """Forget the readings of claims that changed or are gone."""
    db.execute(f"DELETE FROM claim_readings WHERE claim_id {IN_LIST}", [to_list(claim_ids)])


def clear_readings(db: Database) -> None:
    """Forget all readings, before they are written afresh."""
    db.execute("DELETE FROM claim_readings")


def readings_of(db: Database, claim_ids: Collection[int]) -> dict[int, str]:
    """Return the readings of those of these claims of which they are stored."""
    sql = f"SELECT claim_id, lines FROM claim_readings WHERE claim_id {IN_LIST}"
    return dict(db.execute(sql, [to_list(claim_ids)]).fetchall())
