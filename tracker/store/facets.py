"""Facets of a list of claims: the values of each with how many claims the other filters leave."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, Final

from sqlite_utils import Database

from tracker.store import marks
from tracker.store.claim_lists import Filters, bits_of, where
from tracker.store.rows import IN_LIST, Row, select, to_list
from tracker.store.topics import STANDING

SHOWN: Final = 8
"""Values of a facet that are shown before "more" is asked for."""
ALL_SHOWN: Final = 200
"""Values shown then: nobody reads further, and a word finds it sooner."""

_NO_MARKS: Final = {"kind": None, "relation": None, "status": None, "figure": False}


def facets(db: Database, filters: Filters, more: str | None = None) -> dict[str, list[Row]]:
    """Return the values of each facet, each ``{"value", "name", "claims", "values"}``, the commonest first.

    ``values`` is how many values the facet has in all; the facet named by ``more`` is given at length.
    """

    def most(facet: str) -> int:
        return ALL_SHOWN if facet == more else SHOWN

    return {
        **_kinds_and_marks(db, filters),
        "speaker": _speakers(db, replace(filters, speaker=None), most("speaker")),
        "publisher": _publishers(db, replace(filters, publisher=None), most("publisher")),
        "document": _documents(db, replace(filters, document=None), most("document")),
        "topic": _topics(db, replace(filters, topic=None), most("topic")),
        "year": _years(db, replace(filters, since=None, until=None, before=None), most("year")),
    }


def _kinds_and_marks(db: Database, filters: Filters) -> dict[str, list[Row]]:
    """Return the facets of kind, relation and status, from one walk along the index that holds all three."""
    clause, values = where(replace(filters, **_NO_MARKS))  # type: ignore[arg-type]
    sql = f"SELECT c.kind, c.marks, count(*) FROM claims c WHERE {clause} GROUP BY c.kind, c.marks"
    groups = db.execute(sql, values).fetchall()

    def count(without: str, of: Callable[[str, int], list[str]]) -> list[Row]:
        others = replace(filters, **{without: None})  # type: ignore[arg-type]
        bits, found = bits_of(others), Counter[str]()
        for kind, held, claims in groups:
            if held & bits == bits and others.kind in (None, kind):
                for value in of(kind, held):
                    found[value] += claims
        return [_row(value, value, claims, len(found)) for value, claims in found.most_common()]

    def named(bits: Mapping[str, int]) -> Callable[[str, int], list[str]]:
        return lambda _, held: [name for name, bit in bits.items() if held & bit]

    return {
        "kind": count("kind", lambda kind, _: [kind]),
        "relation": count("relation", named(marks.RELATIONS)),
        "status": count("status", named(marks.STATUS)),
    }


def _row(value: Any, name: str, claims: int, values: int) -> Row:
    return {"value": value, "name": name, "claims": claims, "values": values}


def _grouped(db: Database, filters: Filters, column: str, most: int) -> list[Row]:
    """Return the commonest values of a column with their counts; ties in the order of the values."""
    clause, values = where(filters)
    sql = f"""
        SELECT {column} AS value, count(*) AS claims, count(*) OVER () AS "values" FROM claims c
        WHERE {clause} AND {column} IS NOT NULL GROUP BY {column} ORDER BY claims DESC, {column} LIMIT ?
    """
    return select(db, sql, [*values, most])


def _named(db: Database, rows: list[Row], names: str) -> list[Row]:
    """Return rows with the names of their values."""
    known = dict(db.execute(f"{names} WHERE id {IN_LIST}", [to_list(row["value"] for row in rows)]).fetchall())
    named = [_row(row["value"], known[row["value"]], row["claims"], row["values"]) for row in rows]
    return sorted(named, key=lambda row: (-row["claims"], row["name"]))


def _speakers(db: Database, filters: Filters, most: int) -> list[Row]:
    return _named(db, _grouped(db, filters, "c.speaker_id", most), "SELECT id, name FROM speakers")


def _documents(db: Database, filters: Filters, most: int) -> list[Row]:
    return _named(
        db, _grouped(db, filters, "c.document_id", most), "SELECT id, coalesce(title, name) AS name FROM documents"
    )


def _publishers(db: Database, filters: Filters, most: int) -> list[Row]:
    """Return the publishers: counted by document first, and named from the index, so that no text is read."""
    clause, values = where(filters)
    sql = f"""
        WITH published AS MATERIALIZED (SELECT id, publisher FROM documents WHERE publisher IS NOT NULL),
        counted AS MATERIALIZED (
            SELECT c.document_id, count(*) AS claims FROM claims c WHERE {clause} GROUP BY c.document_id
        )
        SELECT publisher AS value, publisher AS name, sum(claims) AS claims, count(*) OVER () AS "values"
        FROM counted JOIN published ON published.id = counted.document_id
        GROUP BY publisher ORDER BY claims DESC, publisher LIMIT ?
    """
    return select(db, sql, [*values, most])


def _topics(db: Database, filters: Filters, most: int) -> list[Row]:
    """Return the topics, each with its claims tagged themselves and those of its threads."""
    clause, values = where(filters)
    sql = f"""
        WITH held AS (
            SELECT topic_id, noun_id AS claim_id FROM topic_tags WHERE noun = 'claim'
            UNION SELECT t.topic_id, m.claim_id FROM topic_tags t JOIN thread_members m ON m.thread_id = t.noun_id
                   WHERE t.noun = 'thread'
        )
        SELECT t.id AS value, t.name, count(*) AS claims, count(*) OVER () AS "values"
        FROM held JOIN claims c ON c.id = held.claim_id JOIN topics t ON t.id = held.topic_id
        WHERE {clause} AND {STANDING} GROUP BY t.id ORDER BY claims DESC, t.name LIMIT ?
    """
    return select(db, sql, [*values, most])


def _years(db: Database, filters: Filters, most: int) -> list[Row]:
    """Return the years, newest first: counted by day first, in the order of the index."""
    clause, values = where(filters)
    sql = f"""
        WITH days AS (SELECT c.date, count(*) AS claims FROM claims c WHERE {clause} GROUP BY c.date)
        SELECT substr(date, 1, 4) AS value, substr(date, 1, 4) AS name, sum(claims) AS claims,
               count(*) OVER () AS "values"
        FROM days WHERE date IS NOT NULL GROUP BY 1 ORDER BY 1 DESC LIMIT ?
    """
    return select(db, sql, [*values, most])
