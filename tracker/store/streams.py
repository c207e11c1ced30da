"""Whole tables a stretch at a time, so that an export of any length needs the memory of one stretch."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Final

from tracker.store import (
    claim_lists,
    decisions,
    documents,
    events,
    figures,
    relations,
    speakers,
    threads,
    topics,
    verdicts,
)
from tracker.store.claim_lists import Filters, ids_query
from tracker.store.claims import COLUMNS, JOINS, LIVE, quantities_of
from tracker.store.figures import FigureFilters
from tracker.store.rows import Row, decoded
from tracker.store.sqlite import Database
from tracker.store.verdicts import VerdictFilters

STRETCH: Final = 500
"""Rows held at once: few enough to be small, enough that the look-up of their figures costs little."""
AROUND: Final = 32
"""Characters before and after a claim, as anchors keep them (``cite.anchors.CONTEXT_LENGTH``)."""

_BY_DATE = "c.date IS NULL, c.date, c.document_id, c.start"


def _in_place(of: str) -> str:
    """Return the columns of the document a claim or figure (``of`` is its table) stands in, and what is around it."""
    return f"""
        d.sha256, d.media_type, d.captured, d.byline,
        substr(d.text, max(0, {of}.start - {AROUND}) + 1, min({of}.start, {AROUND})) AS prefix,
        substr(d.text, {of}."end" + 1, {AROUND}) AS suffix
    """


def _stream(db: Database, sql: str, values: Sequence[Any] = ()) -> Iterator[Row]:
    """Give the rows of a query, decoded, while they are read."""
    cursor = db.execute(sql, list(values))
    names = [column[0] for column in cursor.description]
    while rows := cursor.fetchmany(STRETCH):
        for row in rows:
            yield decoded(dict(zip(names, row, strict=True)))


def claims(db: Database, filters: Filters) -> Iterator[Row]:
    """Give the claims a filter leaves with their quantities, in the order of their list."""
    where, values = ids_query(filters)
    cursor = _stream(db, f"SELECT {COLUMNS} {JOINS} WHERE c.id IN ({where}) ORDER BY {_BY_DATE}", values)
    yield from _with_quantities(db, cursor)


def _with_quantities(db: Database, rows: Iterator[Row]) -> Iterator[Row]:
    stretch: list[Row] = []
    for row in rows:
        stretch.append(row)
        if len(stretch) == STRETCH:
            yield from _joined(db, stretch)
            stretch = []
    yield from _joined(db, stretch)


def _joined(db: Database, rows: list[Row]) -> Iterator[Row]:
    quantities = quantities_of(db, [row["id"] for row in rows])
    for row in rows:
        yield row | {"quantities": quantities[row["id"]]}


def claims_in_place(db: Database, filters: Filters, *, limit: int = -1, offset: int = 0) -> Iterator[Row]:
    """Give the claims a filter leaves in order of document and text, with the characters around each.

    Beside the columns of a list: ``sha256``, ``media_type``, ``captured`` and ``byline`` of the document, ``prefix``
    and ``suffix``.
    """
    where, values = ids_query(filters)
    order = 'c.document_id, c.start, c."end", c.id'
    ids = f"SELECT c.id FROM claims c WHERE c.id IN ({where}) ORDER BY {order} LIMIT ? OFFSET ?"
    sql = f"SELECT {COLUMNS}, {_in_place('c')} {JOINS} WHERE c.id IN ({ids}) ORDER BY {order}"
    return _stream(db, sql, [*values, limit, offset])


def figures_in_place(db: Database, filters: FigureFilters, *, limit: int = -1, offset: int = 0) -> Iterator[Row]:
    """Give the figures a filter leaves in order of document and text, with the columns of ``claims_in_place``."""
    where, values = figures.condition(filters)
    order = 'c.document_id, q.start, q."end", q.id'
    ids = f"SELECT q.id {figures.FROM} WHERE {where} ORDER BY {order} LIMIT ? OFFSET ?"
    sql = f"""
        SELECT {figures.COLUMNS}, {_in_place("q")} {figures.FROM} {figures.NAMED}
        WHERE q.id IN ({ids}) ORDER BY {order}
    """
    return map(figures.figure, _stream(db, sql, [*values, limit, offset]))


def listed_figures(db: Database, filters: FigureFilters) -> Iterator[Row]:
    """Give the figures a filter leaves in the order of their list."""
    where, values = figures.condition(filters)
    sql = f"SELECT {figures.COLUMNS} {figures.FROM} {figures.NAMED} WHERE {where} ORDER BY {figures.ORDER}"
    return map(figures.figure, _stream(db, sql, values))


def positions(db: Database, filters: Filters, *, threads_of: int | None = None) -> Iterator[Row]:
    """Give what each claim of a filter says of each thread: its speaker's stance, in the order of thread and claim.

    With ``threads_of`` the threads are those in which this speaker speaks.

    Members of a thread stand for it, the claims that reverse one of them against it. Each row is ``{"thread_id",
    "lead", "lead_polarity", "claim_id", "speaker_id", "speaker", "speaker_kind", "document_id", "document", "date",
    "kind", "relation", "decision", "agrees"}``; ``decision`` is ``confirmed``, ``suggested`` or ``lead``. Refused
    pairs, and claims of nobody known, are left out.
    """
    where, values = ids_query(filters)
    of_speaker = "" if threads_of is None else f"AND {threads.OF_SPEAKER}"
    sql = f"""
        WITH narrowed AS MATERIALIZED ({where}),
        told AS (
            SELECT m.thread_id, m.claim_id, 1 AS agrees, coalesce(r.kind, 'lead') AS relation,
                   CASE WHEN m.claim_id = t.lead_id THEN 'lead' ELSE coalesce(p.decision, 'suggested') END AS decision
            FROM thread_members m JOIN threads t ON t.id = m.thread_id
            LEFT JOIN relations r ON r.a = min(m.claim_id, t.lead_id) AND r.b = max(m.claim_id, t.lead_id)
            LEFT JOIN pair_decisions p ON p.a = min(m.claim_id, t.lead_id) AND p.b = max(m.claim_id, t.lead_id)
            UNION
            SELECT m.thread_id, r.b, 0, r.kind, coalesce(p.decision, 'suggested')
            FROM thread_members m JOIN relations r ON r.a = m.claim_id AND r.kind = 'reversed'
            LEFT JOIN pair_decisions p ON p.a = r.a AND p.b = r.b
            UNION
            SELECT m.thread_id, r.a, 0, r.kind, coalesce(p.decision, 'suggested')
            FROM thread_members m JOIN relations r ON r.b = m.claim_id AND r.kind = 'reversed'
            LEFT JOIN pair_decisions p ON p.a = r.a AND p.b = r.b
        )
        SELECT told.thread_id, lead.text AS lead, lead.polarity AS lead_polarity, told.claim_id,
               c.speaker_id, s.name AS speaker,
               s.kind AS speaker_kind, c.document_id, coalesce(d.title, d.name) AS document, c.date, c.kind,
               told.relation, told.decision, told.agrees
        FROM told JOIN threads t ON t.id = told.thread_id JOIN claims lead ON lead.id = t.lead_id
        JOIN claims c ON c.id = told.claim_id JOIN documents d ON d.id = c.document_id
        JOIN speakers s ON s.id = c.speaker_id
        WHERE told.decision != 'refused' AND {LIVE} AND c.id IN (SELECT * FROM narrowed) {of_speaker}
        ORDER BY told.thread_id, told.claim_id, told.agrees DESC, told.decision
    """
    return _stream(db, sql, values if threads_of is None else [*values, threads_of])


def listed_documents(db: Database) -> Iterator[Row]:
    """Give all documents in the order of their list."""
    return _stream(db, documents.LISTED + "ORDER BY coalesce(d.picked_date, d.date_value) IS NULL, date, d.id")


def listed_events(db: Database) -> Iterator[Row]:
    """Give all events in the order they happened."""
    return _stream(db, events.LISTED + "ORDER BY e.id")


def listed_relations(db: Database) -> Iterator[Row]:
    """Give all relations that stand."""
    return _stream(db, f"{relations.RELATION} {relations.STANDING} ORDER BY r.a, r.b")


def listed_decisions(db: Database) -> Iterator[Row]:
    """Give every decision on a pair."""
    return _stream(db, decisions.EVERY)


def listed_speakers(db: Database, *, words: str = "", order: str = "claims") -> Iterator[Row]:
    """Give the speakers that have claims, those in whose names all of these words stand, in one of their orders."""
    sql, values = speakers.sorted_query(order, words)
    return _stream(db, sql, [*values, -1, 0])


def listed_threads(db: Database, *, speaker: int | None = None) -> Iterator[Row]:
    """Give the threads that have members, of one speaker where given, with their claims' ids in date order."""
    sql, values = threads.listed_query(speaker)
    found = _stream(db, sql, [*values, -1, 0])
    return (row | {"members": threads.members(db, row["id"])} for row in found)


def listed_topics(db: Database) -> Iterator[Row]:
    """Give the standing topics in the order of their names."""
    return _stream(db, topics.EVERY, [-1, 0])


def claims_of_topic(db: Database, topic_id: int) -> Iterator[Row]:
    """Give the claims of a topic, those of its threads too, in the order of a list."""
    clause, values = claim_lists.where(Filters(topic=topic_id))
    return _stream(db, f"SELECT {COLUMNS} {JOINS} WHERE {clause} ORDER BY {_BY_DATE}", values)


def listed_verdicts(db: Database, filters: VerdictFilters) -> Iterator[Row]:
    """Give the verdicts that stand and that a filter leaves, in the order of their list."""
    sql, values = verdicts.listed_query(filters)
    return _stream(db, sql, [*values, -1, 0])


def listed_notes(db: Database) -> Iterator[Row]:
    """Give the notes that stand, oldest first."""
    return _stream(db, "SELECT id, noun, noun_id, markdown, who, at FROM notes WHERE NOT withdrawn ORDER BY id")
