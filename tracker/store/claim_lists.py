"""Lists of claims: filters, counts and facets."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from sqlite_utils import Database

from tracker.store.claims import COLUMNS, JOINS, LIVE
from tracker.store.rows import IN_LIST, Row, number, select, to_list
from tracker.store.topics import CLAIMS_OF


@dataclass(frozen=True, slots=True)
class Filters:
    """What a list of claims is narrowed to; ``None`` and empty mean "any".

    ``since`` and ``until`` are ISO dates (inclusive; a year or month will do); ``figure`` keeps claims with a quantity.
    ``ids`` narrows to given claims, as a search does.
    """

    kind: str | None = None
    speaker: int | None = None
    document: int | None = None
    since: str | None = None
    until: str | None = None
    figure: bool = False
    relation: str | None = None
    topic: int | None = None
    ids: tuple[int, ...] | None = None


def _where(filters: Filters) -> tuple[str, list[Any]]:
    """Return the WHERE clause of a filtered list and its parameters."""
    clauses, values = [LIVE], []
    for column, value in (
        ("c.kind = ?", filters.kind),
        ("c.speaker_id = ?", filters.speaker),
        ("c.document_id = ?", filters.document),
        ("c.date >= ?", filters.since),
    ):
        if value is not None:
            clauses.append(column)
            values.append(value)
    if filters.until is not None:
        clauses.append("substr(c.date, 1, ?) <= ?")
        values += [len(filters.until), filters.until]
    if filters.figure:
        clauses.append("EXISTS (SELECT 1 FROM quantities q WHERE q.claim_id = c.id)")
    if filters.relation is not None:
        clauses.append("EXISTS (SELECT 1 FROM relations r WHERE r.kind = ? AND (r.a = c.id OR r.b = c.id))")
        values.append(filters.relation)
    if filters.topic is not None:
        clauses.append(f"c.id IN ({CLAIMS_OF})")
        values += [filters.topic, filters.topic]
    if filters.ids is not None:
        clauses.append(f"c.id {IN_LIST}")
        values.append(to_list(filters.ids))
    return " AND ".join(clauses), values


def ids_query(filters: Filters) -> tuple[str, list[Any]]:
    """Return the SELECT of the claim ids a filter leaves, with its parameters, for a search to narrow itself to."""
    where, values = _where(filters)
    return f"SELECT c.id FROM claims c WHERE {where}", values


def listed(db: Database, filters: Filters, *, limit: int, offset: int = 0) -> list[Row]:
    """Return the claims a filter leaves: dated ones first by date, then in order of document and text."""
    where, values = _where(filters)
    order = "c.date IS NULL, c.date, c.document_id, c.start"
    sql = f"SELECT {COLUMNS} {JOINS} WHERE {where} ORDER BY {order} LIMIT ? OFFSET ?"
    return select(db, sql, [*values, limit, offset])


def counted(db: Database, filters: Filters) -> int:
    """Return how many claims a filter leaves."""
    where, values = _where(filters)
    return number(db, f"SELECT count(*) FROM claims c WHERE {where}", values)


def facets(db: Database, filters: Filters) -> dict[str, list[Row]]:
    """Return, for each facet, its values with counts among the claims that the other filters leave.

    Each row is ``{"value", "name", "claims"}``.
    """

    def count(value: str, name: str, without: Filters) -> list[Row]:
        where, values = _where(without)
        sql = (
            f"SELECT {value} AS value, {name} AS name, count(*) AS claims {JOINS} WHERE {where} AND {value} IS NOT NULL"
            " GROUP BY 1 ORDER BY claims DESC, name"
        )
        return select(db, sql, values)

    return {
        "kind": count("c.kind", "c.kind", replace(filters, kind=None)),
        "speaker": count("c.speaker_id", "s.name", replace(filters, speaker=None)),
        "document": count("c.document_id", "coalesce(d.title, d.name)", replace(filters, document=None)),
        "year": count("substr(c.date, 1, 4)", "substr(c.date, 1, 4)", replace(filters, since=None, until=None)),
    }
