"""Whole tables a stretch at a time, so that an export of any length needs the memory of one stretch."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any, Final

from msgspec.structs import asdict

from tracker.db import claim_lists, documents, events, figures, relations, speakers, threads, topics
from tracker.db.claim_lists import ids_query
from tracker.db.claims import COLUMNS, JOINS, LIVE, with_quantities
from tracker.db.rows import Database, R, records
from tracker.models.claims import ClaimInPlace, ClaimWithQuantities, Figure, FigureFilters, FigureInPlace, StoredClaim
from tracker.models.documents import DatedSpeaker, StoredDocument
from tracker.models.events import Decision, Event, ExportedNote
from tracker.models.relations import StoredRelation
from tracker.models.threads import Filters, Position, ThreadSummary, ThreadWithMembers, Topic, Verdict, VerdictFilters

STRETCH: Final = 500
"""Rows held at once: few enough to be small, enough that the look-up of their figures costs little."""
AROUND: Final = 32
"""Characters before and after a claim, as anchors keep them (``cite.anchors.CONTEXT_LENGTH``)."""

_BY_DATE = "c.date IS NULL, c.date, c.document_id, c.start"


def _in_place(of: str) -> str:
    """Return the columns of the document a claim or figure (``of`` is its table) stands in, and what is around it."""
    earlier = "(SELECT text FROM earlier_texts WHERE id = c.earlier_text_id)"
    text = f"CASE WHEN c.earlier_text_id IS NULL THEN d.text ELSE {earlier} END"
    return f"""
        d.sha256, d.media_type, d.captured, d.byline,
        substr({text}, max(0, {of}.start - {AROUND}) + 1, min({of}.start, {AROUND})) AS prefix,
        substr({text}, {of}."end" + 1, {AROUND}) AS suffix
    """


def _records(db: Database, sql: str, values: Sequence[Any], kind: type[R]) -> Iterator[R]:
    """Give the rows of a query as records of a kind, while they are read."""
    yield from records(db.execute(sql, list(values)), kind)


def claims(db: Database, filters: Filters) -> Iterator[ClaimWithQuantities]:
    """Give the claims a filter leaves with their quantities, in the order of their list."""
    where, values = ids_query(filters)
    sql = f"SELECT {COLUMNS} {JOINS} WHERE c.id IN ({where}) ORDER BY {_BY_DATE}"
    found = _records(db, sql, values, StoredClaim)
    while stretch := [*islice(found, STRETCH)]:
        yield from with_quantities(db, stretch)


def claims_in_place(db: Database, filters: Filters, *, limit: int = -1, offset: int = 0) -> Iterator[ClaimInPlace]:
    """Give the claims a filter leaves in order of document and text, with the characters around each."""
    where, values = ids_query(filters)
    order = 'c.document_id, c.start, c."end", c.id'
    ids = f"SELECT c.id FROM claims c WHERE c.id IN ({where}) ORDER BY {order} LIMIT ? OFFSET ?"
    sql = f"SELECT {COLUMNS}, {_in_place('c')} {JOINS} WHERE c.id IN ({ids}) ORDER BY {order}"
    return _records(db, sql, [*values, limit, offset], ClaimInPlace)


def figures_in_place(
    db: Database, filters: FigureFilters, *, limit: int = -1, offset: int = 0
) -> Iterator[FigureInPlace]:
    """Give the figures a filter leaves in order of document and text, with the characters around each."""
    where, values = figures.condition(filters)
    order = 'c.document_id, q.start, q."end", q.id'
    ids = f"SELECT q.id {figures.FROM} WHERE {where} ORDER BY {order} LIMIT ? OFFSET ?"
    sql = f"""
        SELECT {figures.COLUMNS}, {_in_place("q")} {figures.FROM} {figures.NAMED}
        WHERE q.id IN ({ids}) ORDER BY {order}
    """
    return _records(db, sql, [*values, limit, offset], FigureInPlace)


def listed_figures(db: Database, filters: FigureFilters) -> Iterator[Figure]:
    """Give the figures a filter leaves in the order of their list."""
    where, values = figures.condition(filters)
    sql = f"SELECT {figures.COLUMNS} {figures.FROM} {figures.NAMED} WHERE {where} ORDER BY {figures.ORDER}"
    return _records(db, sql, values, Figure)


def positions(db: Database, filters: Filters, *, threads_of: int | None = None) -> Iterator[Position]:
    """Give what each claim of a filter says of each thread: where its speaker stands, in the order of thread and claim.

    With ``threads_of`` the threads are those in which this speaker speaks.

    Members of a thread stand for it, the claims that reverse one of them against it. Refused and unsure pairs, and
    claims of nobody known, are left out.
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
            LEFT JOIN pair_decisions p ON p.a = r.a AND p.b = r.b WHERE {relations.SURE_OR_CONFIRMED}
            UNION
            SELECT m.thread_id, r.a, 0, r.kind, coalesce(p.decision, 'suggested')
            FROM thread_members m JOIN relations r ON r.b = m.claim_id AND r.kind = 'reversed'
            LEFT JOIN pair_decisions p ON p.a = r.a AND p.b = r.b WHERE {relations.SURE_OR_CONFIRMED}
        )
        SELECT told.thread_id, lead.text AS lead, lead.alone AS lead_alone, lead.stance AS lead_stance, told.claim_id,
               c.speaker_id, s.name AS speaker,
               s.kind AS speaker_kind, c.document_id, coalesce(d.title, d.name) AS document, c.date, c.kind, c.stance,
               told.relation, told.decision, told.agrees
        FROM told JOIN threads t ON t.id = told.thread_id JOIN claims lead ON lead.id = t.lead_id
        JOIN claims c ON c.id = told.claim_id JOIN documents d ON d.id = c.document_id
        JOIN speakers s ON s.id = c.speaker_id
        WHERE told.decision != 'refused' AND {LIVE} AND c.id IN (SELECT * FROM narrowed) {of_speaker}
        ORDER BY told.thread_id, told.claim_id, told.agrees DESC, told.decision
    """
    return _records(db, sql, values if threads_of is None else [*values, threads_of], Position)


def listed_documents(db: Database) -> Iterator[StoredDocument]:
    """Give all documents in the order of their list."""
    sql = documents.LISTED + "ORDER BY coalesce(d.picked_date, d.date_value) IS NULL, date, d.id"
    return _records(db, sql, (), StoredDocument)


def listed_events(db: Database) -> Iterator[Event]:
    """Give all events in the order they happened."""
    return _records(db, events.LISTED + "ORDER BY e.id", (), Event)


def listed_relations(db: Database) -> Iterator[StoredRelation]:
    """Give all relations that stand."""
    return _records(db, f"{relations.RELATION} {relations.STANDING} ORDER BY r.a, r.b", (), StoredRelation)


def listed_decisions(db: Database) -> Iterator[Decision]:
    """Give every decision on a pair."""
    return _records(db, relations.EVERY_DECISION, (), Decision)


def listed_speakers(db: Database, *, words: str = "", order: str = "claims") -> Iterator[DatedSpeaker]:
    """Give the speakers that have claims, those in whose names all of these words stand, in one of their orders."""
    sql, values = speakers.sorted_query(order, words)
    return _records(db, sql, [*values, -1, 0], DatedSpeaker)


def listed_threads(db: Database, *, speaker: int | None = None) -> Iterator[ThreadWithMembers]:
    """Give the threads that have members, of one speaker where given, with their claims' ids in date order."""
    sql, values = threads.listed_query(speaker)
    for thread in _records(db, sql, [*values, -1, 0], ThreadSummary):
        yield ThreadWithMembers(**asdict(thread), members=tuple(threads.members(db, thread.id)))


def listed_topics(db: Database) -> Iterator[Topic]:
    """Give the standing topics in the order of their names."""
    return _records(db, topics.EVERY, [-1, 0], Topic)


def claims_of_topic(db: Database, topic_id: int) -> Iterator[StoredClaim]:
    """Give the claims of a topic, those of its threads too, in the order of a list."""
    clause, values = claim_lists.where(Filters(topic=topic_id))
    return _records(db, f"SELECT {COLUMNS} {JOINS} WHERE {clause} ORDER BY {_BY_DATE}", values, StoredClaim)


def listed_verdicts(db: Database, filters: VerdictFilters) -> Iterator[Verdict]:
    """Give the verdicts that stand and that a filter leaves, in the order of their list."""
    sql, values = threads.verdicts_query(filters)
    return _records(db, sql, [*values, -1, 0], Verdict)


def listed_notes(db: Database) -> Iterator[ExportedNote]:
    """Give the notes that stand, oldest first."""
    sql = "SELECT id, noun, noun_id, markdown, who, at FROM notes WHERE NOT withdrawn ORDER BY id"
    return _records(db, sql, (), ExportedNote)
