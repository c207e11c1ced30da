"""Facets of a list of claims: the values of each with how many claims the other filters leave."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Final

from tracker.db import claim_lists
from tracker.db.claim_lists import bits_of, where, with_sets_aside
from tracker.db.rows import IN_LIST, Database, select, to_list
from tracker.db.topics import STANDING
from tracker.models.claims import ClaimFacets, FacetValue
from tracker.models.searches import Filters

SHOWN: Final = 8
"""Values of a facet that are shown before "more" is asked for."""
ALL_SHOWN: Final = 200
"""Values shown then: nobody reads further, and a word finds it sooner."""

_NO_MARKS: Final = {"kind": None, "relation": None, "status": None, "figure": False}


def facets(db: Database, filters: Filters, more: str | None = None) -> dict[str, list[FacetValue]]:
    """Return the values of each facet, the commonest first; the facet named by ``more`` is given at length."""
    return counted(db, filters, more).values


def counted(db: Database, filters: Filters, more: str | None = None) -> ClaimFacets:
    """Return how many claims a filter leaves, and ``facets`` of them: the walks that count these count all."""

    def most(facet: str) -> int:
        return ALL_SHOWN if facet == more else SHOWN

    filters = with_sets_aside(db, filters)
    total, kinds_and_marks = _kinds_and_marks(db, filters)
    return ClaimFacets(
        total,
        {
            **kinds_and_marks,
            **_documents_and_days(db, filters, {facet: most(facet) for facet in _OF_DOCUMENTS_AND_DAYS}),
            "speaker": _speakers(db, replace(filters, speaker=None), most("speaker")),
            "topic": _topics(db, replace(filters, topic=None), most("topic")),
        },
    )


def _kinds_and_marks(db: Database, filters: Filters) -> tuple[int, dict[str, list[FacetValue]]]:
    """Return the count of all and the facets of kind, relation and status, from one walk along the index of these."""
    clause, values = where(replace(filters, **_NO_MARKS))  # type: ignore[arg-type]
    sql = f"SELECT c.kind, c.marks, count(*) FROM claims c WHERE {clause} GROUP BY c.kind, c.marks"
    groups = db.execute(sql, values).fetchall()

    def left(others: Filters) -> Iterator[tuple[str, int, int]]:
        bits = bits_of(others)
        return (group for group in groups if group[1] & bits == bits and others.kind in (None, group[0]))

    def count(without: str, of: Callable[[str, int], list[str]]) -> list[FacetValue]:
        found = Counter[str]()
        for kind, held, claims in left(replace(filters, **{without: None})):  # type: ignore[arg-type]
            for value in of(kind, held):
                found[value] += claims
        return [FacetValue(value, value, claims, len(found)) for value, claims in found.most_common()]

    def named(bits: Mapping[str, int]) -> Callable[[str, int], list[str]]:
        return lambda _, held: [name for name, bit in bits.items() if held & bit]

    return sum(claims for _, _, claims in left(filters)), {
        "kind": count("kind", lambda kind, _: [kind]),
        "relation": count("relation", named(claim_lists.RELATIONS)),
        "status": count("status", named(claim_lists.STATUS)),
    }


def _named(db: Database, rows: Sequence[FacetValue], names: str) -> list[FacetValue]:
    """Return rows with the names of their values."""
    known = dict(db.execute(f"{names} WHERE id {IN_LIST}", [to_list(row.value for row in rows)]).fetchall())
    named = [FacetValue(row.value, known[row.value], row.claims, row.values) for row in rows]
    return sorted(named, key=lambda row: (-row.claims, row.name))


def _speakers(db: Database, filters: Filters, most: int) -> list[FacetValue]:
    clause, values = where(filters)
    sql = f"""
        SELECT c.speaker_id AS value, '' AS name, count(*) AS claims, count(*) OVER () AS "values" FROM claims c
        WHERE {clause} AND c.speaker_id IS NOT NULL GROUP BY c.speaker_id ORDER BY claims DESC, c.speaker_id LIMIT ?
    """
    return _named(db, select(db, sql, [*values, most], FacetValue), "SELECT id, name FROM speakers")


_OF_DOCUMENTS_AND_DAYS: Final = {
    "document": (
        {"document": None},
        """
        SELECT document_id AS value, sum(claims) AS claims FROM counted GROUP BY 1 ORDER BY claims DESC, value
        """,
    ),
    "publisher": (
        {"publisher": None},
        """
        SELECT publisher AS value, sum(claims) AS claims FROM counted JOIN published ON id = document_id
        GROUP BY 1 ORDER BY claims DESC, value
        """,
    ),
    "year": (
        {"since": None, "until": None, "before": None},
        """
        SELECT substr(date, 1, 4) AS value, sum(claims) AS claims FROM counted WHERE date IS NOT NULL
        GROUP BY 1 ORDER BY value DESC
        """,
    ),
}
"""Facets that a count by document and day tells: what choosing a value of each sets, and its values with counts."""


def _documents_and_days(db: Database, filters: Filters, most: Mapping[str, int]) -> dict[str, list[FacetValue]]:
    """Return these facets; those that ask the same claims, as all do where none of them is chosen, in one walk.

    Publishers are read from their index, so that no text of a document is.
    """
    asked: dict[Filters, list[str]] = {}
    for facet, (own, _) in _OF_DOCUMENTS_AND_DAYS.items():
        asked.setdefault(replace(filters, **own), []).append(facet)  # type: ignore[arg-type]
    found: dict[str, list[FacetValue]] = {facet: [] for facet in _OF_DOCUMENTS_AND_DAYS}
    for others, together in asked.items():
        clause, values = where(others)
        each = " UNION ALL ".join(
            f"""
            SELECT * FROM (SELECT '{facet}' AS facet, value, claims, count(*) OVER () AS "values"
                           FROM ({_OF_DOCUMENTS_AND_DAYS[facet][1]}) LIMIT {most[facet]})
            """
            for facet in together
        )
        sql = f"""
            WITH counted AS MATERIALIZED (
                SELECT c.date, c.document_id, count(*) AS claims FROM claims c WHERE {clause}
                GROUP BY c.date, c.document_id
            ),
            published AS MATERIALIZED (SELECT id, publisher FROM documents WHERE publisher IS NOT NULL)
            {each}
        """
        for row in select(db, sql, values):
            found[row["facet"]].append(FacetValue(row["value"], row["value"], row["claims"], row["values"]))
    titles = "SELECT id, coalesce(title, name) AS name FROM documents"
    return found | {"document": _named(db, found["document"], titles)}


def _topics(db: Database, filters: Filters, most: int) -> list[FacetValue]:
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
    return select(db, sql, [*values, most], FacetValue)
