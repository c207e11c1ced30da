"""Copies: which documents print the same text, and the hashed passages by which such documents are found."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from tracker.db.rows import IN_LIST, Database, delete, insert_rows, select, to_list
from tracker.models.documents import Copy

MOST_CANDIDATES: Final = 12
"""Documents compared with a new one, those with the most passages in common: the twelfth print tells no more."""

_VERSIONS: Final = """
    WITH RECURSIVE versions(id) AS (
        SELECT :id
        UNION SELECT d.supersedes FROM versions v JOIN documents d ON d.id = v.id WHERE d.supersedes IS NOT NULL
        UNION SELECT d.id FROM versions v JOIN documents d ON d.supersedes = v.id
    )
"""


def put_passages(db: Database, document_id: int, hashes: Iterable[int]) -> None:
    """Write the passages of a document, in place of those it had."""
    delete(db, "passages", "document_id = ?", [document_id])
    insert_rows(db, "passages", ("hash", "document_id"), ((each, document_id) for each in hashes))


def candidates(db: Database, document_id: int, hashes: Iterable[int]) -> dict[int, int]:
    """Return how many passages other documents share with one, the most first; its own versions are left out."""
    sql = f"""
        {_VERSIONS}
        SELECT document_id, count(*) FROM passages
        WHERE hash IN (SELECT value FROM json_each(:hashes)) AND document_id NOT IN (SELECT id FROM versions)
        GROUP BY document_id ORDER BY count(*) DESC, document_id LIMIT :most
    """
    values = {"id": document_id, "hashes": to_list(hashes), "most": MOST_CANDIDATES}
    return dict(db.execute(sql, values).fetchall())


def sizes(db: Database, document_ids: Iterable[int]) -> dict[int, int]:
    """Return how many passages of each document are stored; those without any are left out."""
    sql = f"SELECT document_id, count(*) FROM passages WHERE document_id {IN_LIST} GROUP BY document_id"
    return dict(db.execute(sql, [to_list(document_ids)]).fetchall())


def put(db: Database, document_id: int, shares: Mapping[int, float]) -> None:
    """Write the documents that print the same text as one, with the share of the shorter, in place of those it had."""
    delete(db, "copies", "a = :id OR b = :id", {"id": document_id})
    rows = [(min(document_id, other), max(document_id, other), share) for other, share in shares.items()]
    insert_rows(db, "copies", ("a", "b", "share"), rows)


def clear(db: Database) -> None:
    """Forget all passages and copies."""
    delete(db, "copies")
    delete(db, "passages")


def of_document(db: Database, document_id: int) -> list[Copy]:
    """Return the documents that print the same text as one, the earliest first, undated ones last."""
    sql = """
        SELECT d.id, d.name, d.title, d.publisher, coalesce(d.picked_date, d.date_value) AS date, c.share
        FROM copies c JOIN documents d ON d.id = iif(c.a = :id, c.b, c.a)
        WHERE c.a = :id OR c.b = :id ORDER BY date IS NULL, date, d.id
    """
    return select(db, sql, {"id": document_id}, Copy)


def around(
    db: Database, document_ids: Iterable[int]
) -> tuple[dict[int, str | None], dict[int, int], list[tuple[int, int]]]:
    """Return all that may tell where documents come from: dates of documents, the versions before them, and copies.

    The documents are these, their versions, the copies of these, and so on.
    """
    sql = """
        WITH RECURSIVE near(id) AS (
            SELECT value FROM json_each(?)
            UNION SELECT c.b FROM near n JOIN copies c ON c.a = n.id
            UNION SELECT c.a FROM near n JOIN copies c ON c.b = n.id
            UNION SELECT d.supersedes FROM near n JOIN documents d ON d.id = n.id WHERE d.supersedes IS NOT NULL
            UNION SELECT d.id FROM near n JOIN documents d ON d.supersedes = n.id
        )
        SELECT 1, d.id, d.supersedes, coalesce(d.picked_date, d.date_value) FROM near n JOIN documents d ON d.id = n.id
        UNION ALL SELECT 0, c.a, c.b, NULL FROM near n JOIN copies c ON c.a = n.id
    """
    dates: dict[int, str | None] = {}
    before: dict[int, int] = {}
    pairs: list[tuple[int, int]] = []
    for is_document, one, other, date in db.execute(sql, [to_list(document_ids)]):
        if not is_document:
            pairs.append((one, other))
            continue
        dates[one] = date
        if other is not None:
            before[one] = other
    return dates, before, sorted(pairs)
