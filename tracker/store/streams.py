"""Whole tables a stretch at a time, so that an export of any length needs the memory of one stretch."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Final

from sqlite_utils import Database

from tracker.store import documents, events, relations, speakers, threads
from tracker.store.claim_lists import Filters, ids_query
from tracker.store.claims import COLUMNS, JOINS, LIVE, quantities_of
from tracker.store.rows import Row, decoded

STRETCH: Final = 500
"""Rows held at once: few enough to be small, enough that the look-up of their figures costs little."""
AROUND: Final = 32
"""Characters before and after a claim, as anchors keep them (``cite.anchors.CONTEXT_LENGTH``)."""

_BY_DATE = "c.date IS NULL, c.date, c.document_id, c.start"
_IN_PLACE = f"""
    d.sha256, d.media_type, d.captured, d.byline,
    substr(d.text, max(0, c.start - {AROUND}) + 1, min(c.start, {AROUND})) AS prefix,
    substr(d.text, c."end" + 1, {AROUND}) AS suffix
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


def claims_in_place(db: Database, filters: Filters) -> Iterator[Row]:
    """Give the claims a filter leaves in order of document and text, with the characters around each.

    Beside the columns of a list: ``sha256``, ``media_type``, ``captured`` and ``byline`` of the document, ``prefix``
    and ``suffix``.
    """
    where, values = ids_query(filters)
    order = 'c.document_id, c.start, c."end", c.id'
    return _stream(db, f"SELECT {COLUMNS}, {_IN_PLACE} {JOINS} WHERE c.id IN ({where}) ORDER BY {order}", values)


def positions(db: Database, filters: Filters) -> Iterator[Row]:
    """Give what each claim of a filter says of each thread: its speaker's stance, in the order of thread and claim.

    Members of a thread stand for it, the claims that reverse one of them against it. Each row is ``{"thread_id",
    "lead", "lead_polarity", "claim_id", "speaker_id", "speaker", "speaker_kind", "document_id", "document", "date",
    "kind", "relation", "decision", "agrees"}``; ``decision`` is ``confirmed``, ``suggested`` or ``lead``. Refused
    pairs, and claims of nobody known, are left out.
    """
    where, values = ids_query(filters)
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
        WHERE told.decision != 'refused' AND {LIVE} AND c.id IN (SELECT * FROM narrowed)
        ORDER BY told.thread_id, told.claim_id, told.agrees DESC, told.decision
    """
    return _stream(db, sql, values)


def listed_documents(db: Database) -> Iterator[Row]:
    """Give all documents in the order of their list."""
    return _stream(db, documents.LISTED + "ORDER BY coalesce(d.picked_date, d.date_value) IS NULL, date, d.id")


def listed_events(db: Database) -> Iterator[Row]:
    """Give all events in the order they happened."""
    return _stream(db, events.LISTED + "ORDER BY e.id")


def listed_relations(db: Database) -> Iterator[Row]:
    """Give all relations that stand."""
    return _stream(db, f"{relations.RELATION} {relations.STANDING} ORDER BY r.a, r.b")


def listed_speakers(db: Database) -> Iterator[Row]:
    """Give the speakers that have claims, most claims first."""
    sql = speakers.LISTED + "WHERE s.merged_into IS NULL ORDER BY claims DESC, s.name"
    return (row for row in _stream(db, sql) if row["claims"])


def listed_threads(db: Database) -> Iterator[Row]:
    """Give the threads that have members, with their claims' ids in date order, in the order of their list."""
    sql = (
        threads.THREADS
        + "WHERE EXISTS (SELECT 1 FROM thread_members m WHERE m.thread_id = t.id)"
        + " ORDER BY documents DESC, claims DESC, t.id"
    )
    return (row | {"members": threads.members(db, row["id"])} for row in _stream(db, sql))


def listed_notes(db: Database) -> Iterator[Row]:
    """Give the notes that stand, oldest first."""
    return _stream(db, "SELECT id, noun, noun_id, markdown, who, at FROM notes WHERE NOT withdrawn ORDER BY id")
