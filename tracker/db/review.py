"""What waits for a person: suggested matches, open dates and unsure attributions, each in the order it is offered.

A database may hold half a million relations, and every page tells how many wait. So whether a relation waits stands in
a column of its own, which triggers keep right whoever writes, and partial indexes hold what waits in its order.
"""

from __future__ import annotations

from typing import Any, Final

from tracker.db.documents import LISTED
from tracker.db.relations import RELATION
from tracker.db.rows import Database, first, number, select
from tracker.models import RelationKind
from tracker.models.claims import UnsureAttribution
from tracker.models.documents import StoredDocument
from tracker.models.relations import ANY, Narrowed, StoredRelation

USEFUL_FIRST: Final = (
    (RelationKind.REVISED, RelationKind.REVERSED),
    (RelationKind.SPLICED,),
    (RelationKind.EXCERPT, RelationKind.VARIANT),
    (RelationKind.REPEAT,),
)
"""Kinds in the order in which they are offered: a changed figure or meaning is news, a repeat hardly is."""

_RANK: Final = (
    "CASE r.kind "
    + " ".join(f"WHEN '{kind}' THEN {place}" for place, kinds in enumerate(USEFUL_FIRST) for kind in kinds)
    + f" ELSE {len(USEFUL_FIRST)} END"
)
"""A relation's place in ``USEFUL_FIRST``; the index holds this expression, so a change of it needs a migration."""

UNSURE_BELOW: Final = 0.8
"""An attribution of less confidence is offered for a look: of those, one in four and more has another speaker or span.

The speaker rules give .85 and more where one name fits, .75 where a pronoun could mean two."""

COUNTED_TO: Final = 10_000
"""Suggested matches are counted no further: nobody decides so many, and a count of all reads the whole queue."""

WAITS: Final = "r.waits AND r.kind != 'related'"

_UNJUDGED: Final = (
    "c.judgement IS NULL AND NOT c.speaker_picked AND NOT c.span_picked AND (c.found OR c.touched)"
    " AND c.attribution_id IS NOT NULL"
)

_OPEN: Final = "d.picked_date IS NULL AND (d.date_value IS NULL OR d.date_conflict) AND NOT d.date_left_open"

_FEWEST_DAYS: Final = "CASE d.date_candidates WHEN '[]' THEN 99 ELSE json_array_length(d.date_candidates) END"
"""How many days fit, for the order: the fewer, the sooner decided; those without any come last."""


def matches_count(db: Database, narrowed: Narrowed = ANY) -> int:
    """Return how many suggested matches wait, counted to ``COUNTED_TO`` at most."""
    where, values = _matches(narrowed)
    return number(db, f"SELECT count(*) FROM (SELECT 1 FROM relations r WHERE {where} LIMIT {COUNTED_TO})", values)


def matches(
    db: Database, narrowed: Narrowed = ANY, *, limit: int, offset: int = 0, after: tuple[int, ...] | None = None
) -> list[StoredRelation]:
    """Return suggested matches that wait, the most useful first; ``after`` passes over those up to a pair.

    Where the program has forgotten that pair, the list begins at its head.
    """
    where, values = _matches(narrowed)
    place = None
    if after is not None:
        place = first(db, f"SELECT {_RANK} AS rank, r.score FROM relations r WHERE r.a = ? AND r.b = ?", list(after))
    if after is not None and place is not None:
        where += f" AND {_RANK} >= ? AND ({_RANK} > ? OR r.score < ? OR (r.score = ? AND (r.a, r.b) > (?, ?)))"
        values += [place["rank"], place["rank"], place["score"], place["score"], *after]
    return select(
        db,
        f"{RELATION} FROM relations r LEFT JOIN pair_decisions p ON p.a = r.a AND p.b = r.b WHERE {where}"
        f" ORDER BY {_RANK}, r.score DESC, r.a, r.b LIMIT ? OFFSET ?",
        [*values, limit, offset],
        StoredRelation,
    )


def match(db: Database, a: int, b: int) -> StoredRelation | None:
    """Return a suggested match if it waits still."""
    sql = f"{RELATION} FROM relations r LEFT JOIN pair_decisions p ON p.a = r.a AND p.b = r.b"
    return first(db, f"{sql} WHERE r.a = ? AND r.b = ? AND {WAITS}", [a, b], StoredRelation)


def _matches(narrowed: Narrowed) -> tuple[str, list[Any]]:
    where, values = WAITS, list[Any]()
    if narrowed.kind is not None:
        where += f" AND r.kind = ? AND {_RANK} = ?"
        values += [narrowed.kind, _place_of(narrowed.kind)]
    if narrowed.least is not None:
        where += " AND r.score >= ?"
        values.append(narrowed.least)
        if narrowed.kind is None:
            where += f" AND {_RANK} IN ({', '.join(map(str, range(len(USEFUL_FIRST))))})"
    for column, value in (("speaker_id", narrowed.speaker), ("document_id", narrowed.document)):
        if value is not None:
            held = f"(SELECT id FROM claims WHERE {column} = ?)"
            where += f" AND (r.a IN {held} OR r.b IN {held})"
            values += [value, value]
    return where, values


def _place_of(kind: str) -> int:
    return next((place for place, kinds in enumerate(USEFUL_FIRST) if kind in kinds), len(USEFUL_FIRST))


def attributions_count(db: Database, narrowed: Narrowed = ANY) -> int:
    """Return how many claims wait whose attribution is unsure."""
    where, values = _attributions(narrowed)
    sql = f"SELECT count(*) FROM attributions a CROSS JOIN claims c ON c.attribution_id = a.id WHERE {where}"
    return number(db, sql, values)


def attributions(
    db: Database, narrowed: Narrowed = ANY, *, limit: int, offset: int = 0, after: tuple[int, ...] | None = None
) -> list[UnsureAttribution]:
    """Return claims whose attribution is unsure, the least sure first; ``after`` passes over those up to a claim."""
    where, values = _attributions(narrowed)
    place = first(
        db,
        "SELECT a.confidence, a.id FROM claims c JOIN attributions a ON a.id = c.attribution_id WHERE c.id = ?",
        [*(after or [None])],
    )
    if after is not None and place is not None:
        where += " AND (a.confidence, a.id, c.id) > (?, ?, ?)"
        values += [place["confidence"], place["id"], *after]
    return select(
        db,
        f"SELECT c.id, a.confidence, a.why, a.rule, a.speaker_rule FROM attributions a CROSS JOIN claims c ON"
        f" c.attribution_id = a.id WHERE {where} ORDER BY a.confidence, a.id, c.id LIMIT ? OFFSET ?",
        [*values, limit, offset],
        UnsureAttribution,
    )


def attribution(db: Database, claim_id: int) -> UnsureAttribution | None:
    """Return a claim whose attribution is unsure if it waits still."""
    where, values = _attributions(ANY)
    sql = "SELECT c.id, a.confidence, a.why, a.rule, a.speaker_rule FROM claims c"
    return first(db, f"{sql} JOIN attributions a ON a.id = c.attribution_id WHERE c.id = ? AND {where}",
                 [claim_id, *values], UnsureAttribution)  # fmt: skip


def _attributions(narrowed: Narrowed) -> tuple[str, list[Any]]:
    where, values = f"a.confidence < {UNSURE_BELOW} AND {_UNJUDGED}", list[Any]()
    for clause, value in (
        ("c.kind = ?", narrowed.kind),
        ("c.speaker_id = ?", narrowed.speaker),
        ("c.document_id = ?", narrowed.document),
        ("a.confidence >= ? / 100.0", narrowed.least),
    ):
        if value is not None:
            where += f" AND {clause}"
            values.append(value)
    return where, values


def dates_count(db: Database, narrowed: Narrowed = ANY) -> int:
    """Return how many documents have an open date that nobody has left open; there is nothing to narrow them to."""
    return number(db, f"SELECT count(*) FROM documents d WHERE {_OPEN}")


def dates(
    db: Database, narrowed: Narrowed = ANY, *, limit: int, offset: int = 0, after: tuple[int, ...] | None = None
) -> list[StoredDocument]:
    """Return documents whose date is open, those with the fewest days that fit first, those without any last."""
    where, values = _OPEN, list[Any]()
    place = first(db, f"SELECT {_FEWEST_DAYS} AS days FROM documents d WHERE d.id = ?", [*(after or [None])])
    if after is not None and place is not None:
        where += f" AND ({_FEWEST_DAYS}, d.id) > (?, ?)"
        values += [place["days"], *after]
    sql = f"{LISTED} WHERE {where} ORDER BY {_FEWEST_DAYS}, d.id LIMIT ? OFFSET ?"
    return select(db, sql, [*values, limit, offset], StoredDocument)


def date(db: Database, document_id: int) -> StoredDocument | None:
    """Return a document whose date waits still."""
    return first(db, f"{LISTED} WHERE d.id = ? AND {_OPEN}", [document_id], StoredDocument)


def leave_open(db: Database, document_id: int, *, left: bool) -> None:
    """Record that a person leaves a date open, or that it waits again."""
    db.execute("UPDATE documents SET date_left_open = ? WHERE id = ?", [int(left), document_id])
