"""Figures: the quantities of live claims as a list of their own, and the measures they are of.

A measure is the words measured in normal form with the unit. A figure that does not state what it measures is of none.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from typing import Any, Final

from tracker.db import claim_lists
from tracker.db.claims import LIVE, VALUE
from tracker.db.rows import (
    IN_LIST,
    Columns,
    Database,
    to_list,
)
from tracker.models.claims import BLANK, STATED, Figure, FigureFacetValue, FigureFilters, FigureInPlace, Measure
from tracker.text.quantities import PART, measure

LIVING: Final = f"q.claim_id NOT IN (SELECT c.id FROM claims c INDEXED BY claims_dead WHERE NOT {LIVE})"
"""Of a claim that is shown, asked of the few that are not: so what quantities alone tell is read from their index."""
FROM: Final = "FROM quantities q JOIN claims c ON c.id = q.claim_id"

COLUMNS: Final = f"""
    q.claim_id, q.unit, q.direction, q.approximator, q.measured, q.period, q.place,
    q.comparison, q.denominator, q.owner, q.taken, q.start, q."end", q.text,
    c.date, c.date_kind, c.date_basis, c.kind, c.stance, c.polarity,
    c.speaker_id, s.name AS speaker, s.kind AS speaker_kind,
    c.text AS claim,
    c.document_id, d.name AS document, d.title AS document_title, d.publisher, d.url,
    coalesce(d.picked_date, d.date_value) AS published, {VALUE}, q.measure
"""

NAMED: Final = "JOIN documents d ON d.id = c.document_id LEFT JOIN speakers s ON s.id = c.speaker_id"

ORDER: Final = "c.date IS NULL, c.date, c.document_id, c.start, q.start"

LAST_CHARACTER: Final = "\U0010ffff"
"""Stands behind all others in the order of an index."""
WITH_WORD: Final = """
    SELECT measure FROM (SELECT DISTINCT measure FROM quantities) WHERE instr(' ' || measure || ' ', ' ' || ? || ' ')
"""
"""The measures with a word in them: of a thousand figures few are of different ones."""

WITH_NUMBER: Final = f"""
    SELECT id FROM quantities WHERE measure IN ({WITH_WORD})
    UNION ALL SELECT id FROM quantities WHERE low = ? UNION ALL SELECT id FROM quantities WHERE high = ?
"""
"""The figures with a number as their value or in their measure, each looked up in an index of its own."""


def condition(filters: FigureFilters) -> tuple[str, list[Any]]:
    """Return the condition on ``quantities q`` joined with ``claims c`` that a filter sets, with its parameters."""
    clauses, values = [LIVING], list[Any]()
    for column, value in (
        ("q.measure = ?", filters.measure),
        ("q.unit = ?", filters.unit),
        ("q.direction = ?", filters.direction),
        ("c.speaker_id = ?", filters.speaker),
    ):
        if value is not None:
            clauses.append(column)
            values.append(value)
    if filters.counted is not None:
        clauses.append("(q.measure = ? OR q.measure BETWEEN ? AND ?)")
        values += [filters.counted, filters.counted + PART, filters.counted + PART + LAST_CHARACTER]
    if filters.saying is not None:
        clauses.append("q.measure IS NOT NULL" if filters.saying == STATED else "q.measure IS NULL")
    for word in filters.words:
        number = word.replace(".", "", 1).isdigit()
        clauses.append(f"q.id IN ({WITH_NUMBER})" if number else f"q.measure IN ({WITH_WORD})")
        values += [word] * 3 if number else [word]
    if filters.words_aside:
        clauses.append("q.id IN (SELECT id FROM temp.figures_with_words)")
    if filters.claims is not None:
        clauses.append(f"q.claim_id {IN_LIST}")
        values.append(to_list(filters.claims))
    return " AND ".join(clauses), values


def with_words_aside(db: Database, filters: FigureFilters) -> FigureFilters:
    """Set the figures with the words looked for aside, once for all queries of a page; return filters that ask them."""
    if not filters.words:
        return filters
    where, values = condition(FigureFilters(words=filters.words))
    db.execute("CREATE TEMP TABLE IF NOT EXISTS figures_with_words (id INTEGER PRIMARY KEY)")
    db.execute("DELETE FROM temp.figures_with_words")
    db.execute(f"INSERT INTO temp.figures_with_words SELECT q.id FROM quantities q WHERE {where}", values)
    return replace(filters, words=(), words_aside=True)


def _from(filters: FigureFilters) -> str:
    """Return the tables a filter asks: claims only where it names a speaker."""
    return FROM if filters.speaker is not None else "FROM quantities q"


def listed(db: Database, filters: FigureFilters, *, limit: int, offset: int = 0) -> list[Figure]:
    """Return the figures a filter leaves with claim, speaker and document, dated ones first by date."""
    where, values = condition(filters)
    if limit >= 0 and filters == FigureFilters(saying=filters.saying):
        ids = _by_date(db, where, values, limit, offset)
        sql = f"SELECT {COLUMNS} {FROM} {NAMED} WHERE q.id {IN_LIST} ORDER BY {ORDER}"
        return db.select(sql, [to_list(ids)], Figure)
    wanted = f"SELECT q.id {FROM} WHERE {where} ORDER BY {ORDER} LIMIT ? OFFSET ?"
    sql = f"SELECT {COLUMNS} {FROM} {NAMED} WHERE q.id IN ({wanted}) ORDER BY {ORDER}"
    return db.select(sql, [*values, limit, offset], Figure)


def _by_date(db: Database, where: str, values: list[Any], limit: int, offset: int) -> list[int]:
    """Return the ids on one page of nearly all figures: claims are walked in the order of their index of dates.

    Only undated figures, and pages after the dated ones, need a count of those before.
    """

    def ids(more: str, by: str, most: int, skipped: int) -> list[int]:
        sql = f"""
            SELECT q.id FROM claims c CROSS JOIN quantities q ON q.claim_id = c.id
            WHERE {where} AND c.date {more} ORDER BY {by} LIMIT ? OFFSET ?
        """
        return [row[0] for row in db.execute(sql, [*values, most, skipped]).fetchall()]

    found = ids("IS NOT NULL", "c.date, c.document_id, c.start, q.start", limit, offset)
    if len(found) == limit:
        return found
    dated = offset + len(found)
    if not found and offset:
        dated = db.number(f"SELECT count(*) {FROM} WHERE {where} AND c.date IS NOT NULL", values)
    return found + ids("IS NULL", "c.document_id, c.start, q.start", limit - len(found), max(0, offset - dated))


def spread(db: Database, filters: FigureFilters, *, most: int) -> list[Figure]:
    """Return the figures a filter leaves in date order; of more than ``most``, as many taken evenly, ends included."""
    where, values = condition(filters)
    sql = f"SELECT {COLUMNS} {FROM} {NAMED} WHERE {{}} ORDER BY {ORDER} LIMIT ?"
    found = db.select(sql.format(where), [*values, most + 1], Figure)
    if len(found) <= most:
        return found
    ids = [row[0] for row in db.execute(f"SELECT q.id {FROM} WHERE {where} ORDER BY {ORDER}", values).fetchall()]
    step = (len(ids) - 1) / (most - 1)
    taken = to_list(ids[round(n * step)] for n in range(most))
    return db.select(sql.format(f"q.id {IN_LIST}"), [taken, most], Figure)


def counted(db: Database, filters: FigureFilters) -> int:
    """Return how many figures a filter leaves."""
    where, values = condition(filters)
    return db.number(f"SELECT count(*) {_from(filters)} WHERE {where}", values)


def at(db: Database, claim_id: int, place: int) -> Figure | None:
    """Return the figure of a claim that holds this character of the document, or ``None``.

    A document never changes, so the place outlasts every reading anew.
    """
    sql = f'SELECT {COLUMNS} {FROM} {NAMED} WHERE q.claim_id = ? AND q.start <= ? AND q."end" > ? ORDER BY q.start DESC'
    return db.first(sql, [claim_id, place, place], Figure)


def measures(db: Database, filters: FigureFilters, *, limit: int, offset: int = 0) -> list[Measure]:
    """Return the measures of the figures a filter leaves, those with most figures first."""
    where, values = condition(filters)
    same = ", ".join(
        f"CASE WHEN count(DISTINCT coalesce(q.{one}, '')) = 1 THEN min(q.{one}) END AS {one}"
        for one in ("owner", "denominator", "place")
    )
    sql = f"""
        WITH page AS MATERIALIZED (
            SELECT q.measure, q.unit, count(*) AS figures {_from(filters)} WHERE {where} AND q.measure IS NOT NULL
            GROUP BY q.measure, q.unit ORDER BY figures DESC, q.measure, q.unit LIMIT ? OFFSET ?
        )
        SELECT page.*, min(q.measured) AS measured, count(DISTINCT q.measured) AS printed,
               {same}, (SELECT name FROM measure_decisions m WHERE m.counted_as = page.measure AND NOT m.withdrawn
                        AND m.name IS NOT NULL LIMIT 1) AS name,
               count(DISTINCT c.document_id) AS documents, count(DISTINCT c.speaker_id) AS speakers,
               min(c.date) AS first, max(c.date) AS last
        FROM page CROSS JOIN quantities q ON q.measure = page.measure AND q.unit = page.unit
        JOIN claims c ON c.id = q.claim_id
        WHERE {where} GROUP BY q.measure, q.unit ORDER BY figures DESC, q.measure, q.unit
    """
    return db.select(sql, [*values, limit, offset, *values], Measure)


def measures_counted(db: Database, filters: FigureFilters) -> int:
    """Return how many measures the figures that a filter leaves are of."""
    where, values = condition(filters)
    grouped = f"SELECT 1 {_from(filters)} WHERE {where} AND q.measure IS NOT NULL GROUP BY q.measure, q.unit"
    return db.number(f"SELECT count(*) FROM ({grouped})", values)


def wordings(db: Database, filters: FigureFilters) -> list[str]:
    """Return the words in which documents print what a filter leaves, the commonest first."""
    where, values = condition(filters)
    sql = f"""
        SELECT q.measured, count(*) AS figures {_from(filters)} WHERE {where} AND q.measured IS NOT NULL
        GROUP BY q.measured ORDER BY figures DESC, q.measured
    """
    return [row[0] for row in db.execute(sql, values).fetchall()]


def facets(db: Database, filters: FigureFilters, *, most: int) -> dict[str, list[FigureFacetValue]]:
    """Return, for each facet, its values with counts among the figures that the other filters leave, ``most`` of each.

    Unit, direction and what is stated come from one walk along an index.
    """
    where, values = condition(replace(filters, unit=None, direction=None, saying=None))
    sql = f"""
        SELECT q.unit, q.direction, count(q.measure), count(*) - count(q.measure) {_from(filters)}
        WHERE {where} GROUP BY q.unit, q.direction
    """
    groups = db.execute(sql, values).fetchall()

    def count(without: str) -> list[FigureFacetValue]:
        others = replace(filters, **{without: None})  # type: ignore[arg-type]
        found = Counter[str]()
        for unit, direction, stated, blank in groups:
            if others.unit in (None, unit) and others.direction in (None, direction):
                for saying, figures in ((STATED, stated), (BLANK, blank)):
                    if figures and others.saying in (None, saying):
                        found[{"unit": unit, "direction": direction, "saying": saying}[without]] += figures
        ordered = sorted(found.items(), key=lambda each: (-each[1], each[0]))[:most]
        return [FigureFacetValue(value, value, figures) for value, figures in ordered]

    return {
        "unit": count("unit"),
        "direction": count("direction"),
        "saying": count("saying"),
        "speaker": _speakers(db, replace(filters, speaker=None), most),
    }


def _speakers(db: Database, filters: FigureFilters, most: int) -> list[FigureFacetValue]:
    """Return the speakers with most figures. Of all figures the claims are walked, in the order of their speakers."""
    where, values = condition(filters)
    tables = "FROM quantities q CROSS JOIN claims c ON c.id = q.claim_id"
    if filters == FigureFilters():
        tables = "FROM claims c CROSS JOIN quantities q ON q.claim_id = c.id"
        where += f" AND c.marks & {claim_lists.FIGURE}"
    sql = f"""
        WITH counted AS (
            SELECT c.speaker_id, count(*) AS figures {tables} WHERE {where} AND c.speaker_id IS NOT NULL
            GROUP BY c.speaker_id ORDER BY figures DESC, c.speaker_id LIMIT ?
        )
        SELECT s.id AS value, s.name, figures FROM counted JOIN speakers s ON s.id = speaker_id
        ORDER BY figures DESC, s.name
    """
    return db.select(sql, [*values, most], FigureFacetValue)


@dataclass(frozen=True, slots=True)
class Decided:
    """The decisions that stand: by measure and unit into which one it is joined, by claim and figure its measure."""

    joined: dict[tuple[str, str], str]
    parted: dict[tuple[int, str], str]

    def of(self, claim_id: int, text: str, unit: str, own: str | None) -> str | None:
        """Return the measure that a figure printed as ``text`` counts to; ``own`` is that of its words."""
        found = self.parted.get((claim_id, text), own)
        while found is not None and (found, unit) in self.joined:  # no circle: a join into itself is refused
            found = self.joined[found, unit]
        return found


def decided(db: Database) -> Decided:
    """Return the decisions that stand."""
    rows = db.select(
        "SELECT measure, unit, claim_id, figure, counted_as FROM measure_decisions WHERE NOT withdrawn", []
    )
    return Decided(
        {(row["measure"], row["unit"]): row["counted_as"] for row in rows if row["claim_id"] is None},
        {(row["claim_id"], row["figure"]): row["counted_as"] for row in rows if row["claim_id"] is not None},
    )


def add_decision(db: Database, row: Columns) -> int:
    """Store a decision in place of an earlier one on the same; return its number."""
    return db.insert("measure_decisions", row)


def standing_on(db: Database, claim_id: int, figure: str) -> int | None:
    """Return the number of the decision that stands on a figure, ``None`` where there is none."""
    sql = "SELECT id FROM measure_decisions WHERE claim_id = ? AND figure = ? AND NOT withdrawn"
    found = db.execute(sql, [claim_id, figure]).fetchone()
    return found[0] if found else None


def refresh_claims(db: Database, claim_ids: Collection[int]) -> None:
    """Write anew which measures the figures of claims count to."""
    _refresh_measures(db, f"claim_id {IN_LIST}", [to_list(claim_ids)])


def refresh_counted(db: Database, unit: str, counted: str) -> None:
    """Write anew which measures those figures count to that count to one of a unit now."""
    _refresh_measures(db, "unit = ? AND measure = ?", [unit, counted])


def _refresh_measures(db: Database, where: str, values: list[object]) -> None:
    said = decided(db)
    changed = []
    for row in db.select(f"SELECT * FROM quantities WHERE {where}", values):
        own = measure(row["measured"], row["owner"], row["denominator"], row["place"])
        counted = said.of(row["claim_id"], row["text"], row["unit"], own)
        if counted != row["measure"]:
            changed.append((row["id"], counted))
    db.update_rows("quantities", ["measure"], changed)


def streamed(db: Database, filters: FigureFilters) -> Iterator[Figure]:
    """Give the figures a filter leaves in the order of their list."""
    where, values = condition(filters)
    return db.stream(f"SELECT {COLUMNS} {FROM} {NAMED} WHERE {where} ORDER BY {ORDER}", values, Figure)


def in_place(db: Database, filters: FigureFilters, *, limit: int = -1, offset: int = 0) -> Iterator[FigureInPlace]:
    """Give the figures a filter leaves in order of document and text, with the characters around each."""
    where, values = condition(filters)
    order = 'c.document_id, q.start, q."end", q.id'
    ids = f"SELECT q.id {FROM} WHERE {where} ORDER BY {order} LIMIT ? OFFSET ?"
    sql = f"""
        SELECT {COLUMNS}, {claim_lists.columns_in_place("q")} {FROM} {NAMED}
        WHERE q.id IN ({ids}) ORDER BY {order}
    """
    return db.stream(sql, [*values, limit, offset], FigureInPlace)
