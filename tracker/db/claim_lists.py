"""Lists of claims: filters, order, counts and facets, by indexes and bits beside each claim (``claims.marks``)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import islice
from typing import Any, Final

from tracker.db import relations, threads
from tracker.db.claims import COLUMNS, JOINS, LIVE, several, with_quantities
from tracker.db.relations import SURE, SURE_OR_CONFIRMED
from tracker.db.rows import IN_LIST, Database, to_list
from tracker.db.topics import CLAIMS_OF, STANDING
from tracker.models.claims import ClaimFacets, ClaimInPlace, ClaimWithQuantities, FacetValue, StoredClaim
from tracker.models.threads import ADDED, NEWEST, OLDEST, Filters, Position

RELATIONS: Final = {
    "repeat": 1 << 0,
    "variant": 1 << 1,
    "excerpt": 1 << 2,
    "spliced": 1 << 3,
    "revised": 1 << 4,
    "reversed": 1 << 5,
    "related": 1 << 6,
}
"""Has a relation of this kind that nobody refused, and that is sure or confirmed."""

STATUS: Final = {
    "suggested": 1 << 7,
    "confirmed": 1 << 8,
    "corrected": 1 << 9,
    "by-hand": 1 << 12,
    "lost": 1 << 10,
}
"""A sure suggestion waits; a match is confirmed; speaker, span or stance were picked; a person made the claim; the
program no longer finds it."""

FIGURE: Final = 1 << 11
"""Has a quantity."""

_SIDES = (("a", "b"), ("b", "a"))


def _related(kind: str) -> str:
    """Return the condition that a claim has a relation of a kind that stands."""
    sure = "" if kind == "related" else f" AND {SURE_OR_CONFIRMED}"
    return " OR ".join(
        "EXISTS (SELECT 1 FROM relations r LEFT JOIN pair_decisions p ON p.a = r.a AND p.b = r.b"
        f" WHERE r.{near} = claims.id AND r.kind = '{kind}' AND p.decision IS NOT 'refused'{sure})"
        for near, _ in _SIDES
    )


_SUGGESTED = " OR ".join(
    f"EXISTS (SELECT 1 FROM relations r WHERE r.{near} = claims.id AND r.kind != 'related' AND NOT EXISTS"
    f" (SELECT 1 FROM pair_decisions p WHERE p.a = r.a AND p.b = r.b) AND {SURE})"
    for near, _ in _SIDES
)
_CONFIRMED = " OR ".join(
    f"EXISTS (SELECT 1 FROM pair_decisions p WHERE p.{near} = claims.id AND p.decision = 'confirmed')"
    for near, _ in _SIDES
)
_CONDITIONS: Final = {
    **{bit: _related(kind) for kind, bit in RELATIONS.items()},
    STATUS["suggested"]: _SUGGESTED,
    STATUS["confirmed"]: _CONFIRMED,
    STATUS["corrected"]: "claims.speaker_picked OR claims.span_picked OR claims.stance_picked",
    STATUS["by-hand"]: "claims.hand_made",
    STATUS["lost"]: "NOT claims.found AND NOT claims.hand_made",
    FIGURE: "EXISTS (SELECT 1 FROM quantities q WHERE q.claim_id = claims.id)",
}

EXPRESSION: Final = " + ".join(f"{bit} * ({condition})" for bit, condition in _CONDITIONS.items())
"""The marks of a row of ``claims`` as SQL."""


def recomputed(db: Database) -> dict[int, int]:
    """Return the marks of every claim, made anew from the tables; for tests and ``tracker doctor``."""
    return dict(db.execute(f"SELECT id, {EXPRESSION} FROM claims").fetchall())


AFTER_ANY_DATE = "~"
"""Sorts after every digit and hyphen: a day of March 2010 comes before "2010-03~", and one of April does not."""


def bits_of(filters: Filters) -> int:
    """Return the marks (``db.claim_lists``) that a claim must have all of."""
    bits = FIGURE if filters.figure else 0
    bits |= RELATIONS[filters.relation] if filters.relation else 0
    return bits | (STATUS[filters.status] if filters.status else 0)


def where(filters: Filters) -> tuple[str, list[Any]]:
    """Return the WHERE clause of a filtered list of ``claims c`` and its parameters.

    The unary plus keeps SQLite from walking the index of kinds, which holds a list in no useful order.
    """
    clauses, values = [LIVE], list[Any]()
    for clause, value in (
        ("+c.kind = ?", filters.kind),
        ("c.speaker_id = ?", filters.speaker),
        ("c.document_id = ?", filters.document),
        ("c.id > ?", filters.stored_after),
        ("c.date >= ?", filters.since),
        ("c.date < ?", filters.before),
        ("c.document_id IN (SELECT id FROM documents WHERE publisher = ?)", filters.publisher),
        ("c.id IN (SELECT claim_id FROM quantities WHERE unit = ?)", filters.unit),
        (f"c.id {IN_LIST}", None if filters.ids is None else to_list(filters.ids)),
        (f"c.speaker_id {IN_LIST}", None if filters.speakers is None else to_list(filters.speakers)),
        (
            f"c.document_id IN (SELECT id FROM documents WHERE publisher {IN_LIST})",
            None if filters.publishers is None else to_list(filters.publishers),
        ),
        *((f"c.id IN ({MATCHING})", phrase) for phrase in filters.phrases),
        *((f"c.id NOT IN ({MATCHING})", word) for word in filters.without if not filters.aside),
    ):
        if value is not None:
            clauses.append(clause)
            values.append(value)
    if filters.until is not None:
        clauses.append("c.date < ?")
        values.append(filters.until + AFTER_ANY_DATE)
    if filters.aside:
        clauses += ["c.id NOT IN (SELECT id FROM temp.left_out)"] if filters.without else []
        clauses += ["c.id IN (SELECT id FROM temp.of_topic)"] if filters.topic is not None else []
    elif filters.topic is not None:
        clauses.append(f"c.id IN ({CLAIMS_OF})")
        values += [filters.topic, filters.topic]
    if filters.dated:
        clauses.append("c.date IS NOT NULL")
    if filters.named:
        clauses.append("c.speaker_id IS NOT NULL")
    if bits := bits_of(filters):
        clauses.append("c.marks & ? = ?")
        values += [bits, bits]
    return " AND ".join(clauses), values


MATCHING = "SELECT rowid FROM claim_search WHERE claim_search MATCH ?"


def with_sets_aside(db: Database, filters: Filters) -> Filters:
    """Set the claims of the topic, and those with words left out, aside once for all queries of a page.

    Returns the filters that ask these sets; without the one or the other they ask what is left.
    """
    if filters.aside or not (filters.without or filters.topic is not None):
        return filters
    for name in ("left_out", "of_topic"):
        db.execute(f"CREATE TEMP TABLE IF NOT EXISTS {name} (id INTEGER PRIMARY KEY)")
        db.execute(f"DELETE FROM temp.{name}")
    for word in filters.without:
        db.execute(f"INSERT OR IGNORE INTO temp.left_out {MATCHING}", [word])
    if filters.topic is not None:
        db.execute(f"INSERT OR IGNORE INTO temp.of_topic {CLAIMS_OF}", [filters.topic] * 2)
    return replace(filters, aside=True)


def ids_query(filters: Filters) -> tuple[str, list[Any]]:
    """Return the SELECT of the claim ids a filter leaves, with its parameters, for a search to narrow itself to."""
    clause, values = where(filters)
    return f"SELECT c.id FROM claims c WHERE {clause}", values


def listed(db: Database, filters: Filters, *, limit: int, offset: int = 0, order: str = OLDEST) -> list[StoredClaim]:
    """Return the claims a filter leaves; by date, undated ones follow in order of document and text."""
    if limit >= 0:
        return several(db, ordered_ids(db, filters, limit=limit, offset=offset, order=order))
    clause, values = where(filters)
    by_date = "c.date IS NULL, c.date, c.document_id, c.start"
    return db.select(f"SELECT {COLUMNS} {JOINS} WHERE {clause} ORDER BY {by_date}", values, StoredClaim)


def ordered_ids(db: Database, filters: Filters, *, limit: int, offset: int = 0, order: str = OLDEST) -> list[int]:
    """Return the ids on one page of a list. Dated and undated claims are read apart, each in the order of an index."""
    clause, values = where(filters)

    def ids(more: str, by: str, most: int, skipped: int) -> list[int]:
        sql = f"SELECT c.id FROM claims c WHERE {clause} {more} ORDER BY {by} LIMIT ? OFFSET ?"
        return [row[0] for row in db.execute(sql, [*values, most, skipped]).fetchall()]

    if order == ADDED:
        return ids("", "c.id DESC", limit, offset)
    by = "c.date DESC, c.document_id DESC, c.start" if order == NEWEST else "c.date, c.document_id, c.start"
    found = ids("AND c.date IS NOT NULL", by, limit, offset)
    if len(found) == limit:
        return found
    dated = offset + len(found) if found or not offset else counted(db, replace(filters, dated=True))
    return found + ids("AND c.date IS NULL", "c.document_id, c.start", limit - len(found), max(0, offset - dated))


def counted(db: Database, filters: Filters) -> int:
    """Return how many claims a filter leaves."""
    clause, values = where(filters)
    return db.number(f"SELECT count(*) FROM claims c WHERE {clause}", values)


def stored_at(db: Database, claim_ids: Sequence[int]) -> dict[int, str]:
    """Return when the documents of these claims were stored."""
    sql = f"SELECT c.id, d.stored_at FROM claims c JOIN documents d ON d.id = c.document_id WHERE c.id {IN_LIST}"
    return dict(db.execute(sql, [to_list(claim_ids)]).fetchall())


def changed_at(db: Database, claim_ids: Sequence[int]) -> dict[int, str]:
    """Return when each of these claims was stored with its document or, where that is later, last decided on."""
    sql = f"""
        SELECT noun_id, max(at) FROM events WHERE noun = 'claim' AND noun_id {IN_LIST} GROUP BY noun_id
    """
    decided = dict(db.execute(sql, [to_list(claim_ids)]).fetchall())
    return {each: max(at, decided.get(each, at)) for each, at in stored_at(db, claim_ids).items()}


def latest_id(db: Database) -> int:
    """Return the number of the claim that was found last, 0 where there is none."""
    return db.number("SELECT max(id) FROM claims")


SHOWN: Final = 8
"""Values of a facet that are shown before "more" is asked for."""
ALL_SHOWN: Final = 200
"""Values shown then: nobody reads further, and a word finds it sooner."""

_NO_MARKS: Final = {"kind": None, "relation": None, "status": None, "figure": False}


def facets(db: Database, filters: Filters, more: str | None = None) -> dict[str, list[FacetValue]]:
    """Return the values of each facet, the commonest first; the facet named by ``more`` is given at length."""
    return counted_by_facet(db, filters, more).values


def counted_by_facet(db: Database, filters: Filters, more: str | None = None) -> ClaimFacets:
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
        "relation": count("relation", named(RELATIONS)),
        "status": count("status", named(STATUS)),
    }


def _by_name(rows: Iterable[FacetValue]) -> list[FacetValue]:
    return sorted(rows, key=lambda row: (-row.claims, row.name))


def _speakers(db: Database, filters: Filters, most: int) -> list[FacetValue]:
    clause, values = where(filters)
    sql = f"""
        SELECT x.value, s.name, x.claims, x."values" FROM (
            SELECT c.speaker_id AS value, count(*) AS claims, count(*) OVER () AS "values" FROM claims c
            WHERE {clause} AND c.speaker_id IS NOT NULL GROUP BY c.speaker_id ORDER BY claims DESC, c.speaker_id LIMIT ?
        ) x JOIN speakers s ON s.id = x.value
    """
    return _by_name(db.select(sql, [*values, most], FacetValue))


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

_TITLE: Final = "(SELECT coalesce(d.title, d.name) FROM documents d WHERE d.id = value)"


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
            SELECT *, {_TITLE if facet == "document" else "value"} AS name FROM (
                SELECT '{facet}' AS facet, value, claims, count(*) OVER () AS "values"
                FROM ({_OF_DOCUMENTS_AND_DAYS[facet][1]}) LIMIT {most[facet]}
            )
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
        for row in db.select(sql, values):
            found[row["facet"]].append(FacetValue(row["value"], row["name"], row["claims"], row["values"]))
    return found | {"document": _by_name(found["document"])}


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
    return db.select(sql, [*values, most], FacetValue)


STRETCH: Final = 500
"""Rows held at once: few enough to be small, enough that the look-up of their figures costs little."""
AROUND: Final = 32
"""Characters before and after a claim, as anchors keep them (``cite.anchors.CONTEXT_LENGTH``)."""
BY_DATE: Final = "c.date IS NULL, c.date, c.document_id, c.start"


def columns_in_place(of: str) -> str:
    """Return the columns of the document a claim or figure (``of`` is its table) stands in, and what is around it."""
    earlier = "(SELECT text FROM earlier_texts WHERE id = c.earlier_text_id)"
    text = f"CASE WHEN c.earlier_text_id IS NULL THEN d.text ELSE {earlier} END"
    return f"""
        d.sha256, d.media_type, d.captured, d.byline,
        substr({text}, max(0, {of}.start - {AROUND}) + 1, min({of}.start, {AROUND})) AS prefix,
        substr({text}, {of}."end" + 1, {AROUND}) AS suffix
    """


def streamed(db: Database, filters: Filters) -> Iterator[ClaimWithQuantities]:
    """Give the claims a filter leaves with their quantities, in the order of their list."""
    where, values = ids_query(filters)
    sql = f"SELECT {COLUMNS} {JOINS} WHERE c.id IN ({where}) ORDER BY {BY_DATE}"
    found = db.stream(sql, values, StoredClaim)
    while stretch := [*islice(found, STRETCH)]:
        yield from with_quantities(db, stretch)


def in_place(db: Database, filters: Filters, *, limit: int = -1, offset: int = 0) -> Iterator[ClaimInPlace]:
    """Give the claims a filter leaves in order of document and text, with the characters around each."""
    where, values = ids_query(filters)
    order = 'c.document_id, c.start, c."end", c.id'
    ids = f"SELECT c.id FROM claims c WHERE c.id IN ({where}) ORDER BY {order} LIMIT ? OFFSET ?"
    sql = f"SELECT {COLUMNS}, {columns_in_place('c')} {JOINS} WHERE c.id IN ({ids}) ORDER BY {order}"
    return db.stream(sql, [*values, limit, offset], ClaimInPlace)


def streamed_of_topic(db: Database, topic_id: int) -> Iterator[StoredClaim]:
    """Give the claims of a topic, those of its threads too, in the order of a list."""
    clause, values = where(Filters(topic=topic_id))
    return db.stream(f"SELECT {COLUMNS} {JOINS} WHERE {clause} ORDER BY {BY_DATE}", values, StoredClaim)


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
    return db.stream(sql, values if threads_of is None else [*values, threads_of], Position)
