"""What waits for a person: suggested matches, open dates and unsure attributions, each in the order it is offered.

A database may hold half a million relations, and every page tells how many wait. So whether a relation waits stands in
a column of its own, which triggers keep right whoever writes, and partial indexes hold what waits in its order.

How sure a suggestion is follows from its kind and the tenth of its score: ``sureness`` holds the share of such ones
that were right when it was measured, which counts as ten decisions, and what people decided since, counted by triggers.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, Final

from tracker.db.documents import LISTED
from tracker.db.relations import RELATION, TENTH
from tracker.db.rows import Database, change, first, number, select, update
from tracker.models.claims import Decided, UnsureAttribution
from tracker.models.documents import StoredDocument
from tracker.models.relations import ANY, Narrowed, StoredRelation, SuggestedPair
from tracker.text.lexicon import rows

_QUEUE: Final = f"""
    FROM sureness s INDEXED BY sureness_order CROSS JOIN relations r ON r.kind = s.kind AND {TENTH} = s.tenth
"""
_OF_CLAIMS: Final = f"""
    FROM (
        SELECT r.a, r.b FROM claims c CROSS JOIN relations r ON r.a = c.id WHERE c.{{of}} = ?
        UNION SELECT r.a, r.b FROM claims c CROSS JOIN relations r ON r.b = c.id WHERE c.{{of}} = ?
    ) x CROSS JOIN relations r ON r.a = x.a AND r.b = x.b JOIN sureness s ON s.kind = r.kind AND s.tenth = {TENTH}
"""
"""The same for one document or speaker, found by the claims: a page of a document reads no queue of others."""
_SELDOM: Final = 1_000
"""Whoever has no more claims is found by them; the queue soon comes to somebody who has more."""
_ORDER: Final = "s.share DESC, s.kind, s.tenth DESC, r.score DESC, r.a, r.b"
"""The surest first: by how often suggestions of a kind and tenth of the score are right, then by the score."""
_PLACE: Final = "(-s.share, s.kind, -s.tenth, -r.score, r.a, r.b)"
"""The same order as a row value, which rises."""

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

_NAMED: Final = (
    "NOT (c.speaker_id IS NULL AND c.label IS NOT NULL) AND (c.speaker_id IS NULL OR c.speaker_id NOT IN"
    " (SELECT id FROM speakers WHERE key >= 'document ' AND key < 'document!'))"
)
"""Of a claim about whose label nothing else is asked (``speakers.nameless``)."""

_OPEN: Final = "d.picked_date IS NULL AND (d.date_value IS NULL OR d.date_conflict) AND NOT d.date_left_open"

_FEWEST_DAYS: Final = "CASE d.date_candidates WHEN '[]' THEN 99 ELSE json_array_length(d.date_candidates) END"
"""How many days fit, for the order: the fewer, the sooner decided; those without any come last."""


def matches_count(db: Database, narrowed: Narrowed = ANY) -> int:
    """Return how many suggested matches wait, counted to ``COUNTED_TO`` at most."""
    queue, where, values = _matches(db, narrowed)
    return number(db, f"SELECT count(*) FROM (SELECT 1 {queue} WHERE {where} LIMIT {COUNTED_TO})", values)


def matches(
    db: Database, narrowed: Narrowed = ANY, *, limit: int, offset: int = 0, after: tuple[int, ...] | None = None
) -> list[StoredRelation]:
    """Return suggested matches that wait, the surest first; ``after`` passes over those up to a pair.

    Where the program has forgotten that pair, the list begins at its head.
    """
    queue, where, values = _matches(db, narrowed)
    place = None
    if after is not None:
        sql = f"SELECT -s.share, s.kind, -s.tenth, -r.score, r.a, r.b {_QUEUE} WHERE r.a = ? AND r.b = ?"
        place = db.execute(sql.replace("INDEXED BY sureness_order ", ""), list(after)).fetchone()
    if place is not None:
        where += f" AND s.share <= ? AND {_PLACE} > (?, ?, ?, ?, ?, ?)"
        values += [-place[0], *place]
    return select(
        db,
        f"{RELATION} {queue} LEFT JOIN pair_decisions p ON p.a = r.a AND p.b = r.b WHERE {where}"
        f" ORDER BY {_ORDER} LIMIT ? OFFSET ?",
        [*values, limit, offset],
        StoredRelation,
    )


def match(db: Database, a: int, b: int) -> StoredRelation | None:
    """Return a suggested match if it waits still."""
    sql = f"{RELATION} FROM relations r LEFT JOIN pair_decisions p ON p.a = r.a AND p.b = r.b"
    return first(db, f"{sql} WHERE r.a = ? AND r.b = ? AND {WAITS}", [a, b], StoredRelation)


def pairs(db: Database, narrowed: Narrowed, *, limit: int) -> list[SuggestedPair]:
    """Return of suggested matches, as ``matches`` does, no more than what they are gathered in groups by."""
    queue, where, values = _matches(db, narrowed)
    sql = f"SELECT r.a, r.b, r.kind, r.score {queue} WHERE {where} ORDER BY {_ORDER} LIMIT ?"
    return [*map(SuggestedPair._make, db.execute(sql, [*values, limit]))]


def _matches(db: Database, narrowed: Narrowed) -> tuple[str, str, list[Any]]:
    """Return where suggested matches are read from, which of them, and the values that both ask for."""
    queue, values, speaker = _QUEUE, list[Any](), narrowed.speaker
    if narrowed.document is not None:
        queue, values = _OF_CLAIMS.format(of="document_id"), [narrowed.document, narrowed.document]
    elif speaker is not None:
        counted = f"SELECT count(*) FROM (SELECT 1 FROM claims WHERE speaker_id = ? LIMIT {_SELDOM + 1})"
        if number(db, counted, [speaker]) <= _SELDOM:
            queue, values, speaker = _OF_CLAIMS.format(of="speaker_id"), [speaker, speaker], None
    where = f"{WAITS} AND s.sure = ?"
    values.append(int(not narrowed.unsure))
    if narrowed.kind is not None:
        where += " AND +s.kind = ?"  # as a plain term it makes SQLite sort all that wait of the kind
        values.append(narrowed.kind)
    if narrowed.least is not None:
        where += " AND r.score >= ?"
        values.append(narrowed.least)
    if speaker is not None:
        held = "(SELECT id FROM claims WHERE speaker_id = ?)"
        where += f" AND (r.a IN {held} OR r.b IN {held})"
        values += [speaker, speaker]
    if narrowed.newer is not None:
        where += " AND (r.a > ? OR r.b > ?)"
        values += [narrowed.newer, narrowed.newer]
    if narrowed.added_by is not None:
        added = "SELECT noun_id FROM events WHERE kind = 'document.added' AND who = ?"
        held = f"(SELECT id FROM claims WHERE document_id IN ({added}))"
        where += f" AND (r.a IN {held} OR r.b IN {held})"
        values += [narrowed.added_by, narrowed.added_by]
    return queue, where, values


def measured() -> Iterator[tuple[str, int, float]]:
    """Yield the kind, the tenth of the score, and the share of such suggestions that were right when it was measured.

    ``tools/fit_sureness.py`` writes them from real documents.
    """
    for kind, tenth, share, *_ in rows("matching", "sureness.tsv"):
        yield kind, int(tenth), float(share)


def fill_measured(db: Database) -> None:
    """Write the measured shares into the database where they differ; what people decided stays beside them."""
    known = {(kind, tenth): share for kind, tenth, share in db.execute("SELECT kind, tenth, measured FROM sureness")}
    for kind, tenth, share in measured():
        if known.get((kind, tenth), share) != share:
            change(db, "sureness", "measured = ?", [share], "kind = ? AND tenth = ?", [kind, tenth])


Bin = tuple[str, int]
"""Suggestions of one kind whose score stands in one tenth of its scale."""


def tenth_of(score: float) -> int:
    """Return the tenth of its scale that a score stands in, as ``relations.TENTH`` does.

    >>> tenth_of(0.0), tenth_of(69.9), tenth_of(100.0)
    (0, 6, 9)
    """
    return int(min(score, 99.0) // 10)


def sure_bins(db: Database) -> frozenset[Bin]:
    """Return the kinds and tenths of which at least half of the suggestions are right."""
    return frozenset((kind, tenth) for kind, tenth in db.execute("SELECT kind, tenth FROM sureness WHERE sure"))


def claims_in(db: Database, bins: Iterable[Bin]) -> set[int]:
    """Return the claims of all suggestions of some kinds and tenths."""
    sql = f"SELECT r.a, r.b FROM relations r WHERE r.kind = ? AND {TENTH} = ?"
    return {one for each in bins for pair in db.execute(sql, each).fetchall() for one in pair}


def attributions(db: Database, narrowed: Narrowed = ANY, *, limit: int) -> list[UnsureAttribution]:
    """Return claims whose attribution is unsure, the least sure first.

    Whom a label without a name stands for is another question, whose answer settles this one.
    """
    where, values = f"a.confidence < {UNSURE_BELOW} AND {_UNJUDGED} AND {_NAMED}", list[Any]()
    added = "c.document_id IN (SELECT noun_id FROM events WHERE kind = 'document.added' AND who = ?)"
    for clause, value in (
        ("c.kind = ?", narrowed.kind),
        ("c.speaker_id = ?", narrowed.speaker),
        ("c.document_id = ?", narrowed.document),
        ("a.confidence >= ? / 100.0", narrowed.least),
        ("c.id > ?", narrowed.newer),
        (added, narrowed.added_by),
    ):
        if value is not None:
            where += f" AND {clause}"
            values.append(value)
    return select(
        db,
        f"SELECT c.id, a.confidence, a.why, a.rule, a.speaker_rule FROM attributions a CROSS JOIN claims c ON"
        f" c.attribution_id = a.id WHERE {where} ORDER BY a.confidence, a.id, c.id LIMIT ?",
        [*values, limit],
        UnsureAttribution,
    )


def attributions_decided(db: Database) -> list[Decided]:
    """Return how often an unsure attribution was confirmed, and how often it was another's or no claim, by month."""
    return select(
        db,
        f"""
        SELECT 'attribution' AS kind, CAST(100 * a.confidence AS INTEGER) AS score,
               sum(e.kind = 'attribution.confirmed') AS confirmed, sum(e.kind != 'attribution.confirmed') AS refused,
               substr(e.at, 1, 7) AS month
        FROM events e JOIN claims c ON c.id = e.noun_id JOIN attributions a ON a.id = c.attribution_id
        WHERE e.kind IN ('attribution.confirmed', 'claim.rejected', 'speaker.picked') AND a.confidence < {UNSURE_BELOW}
          AND e.id NOT IN (SELECT undoes FROM events WHERE undoes IS NOT NULL)
        GROUP BY 2, 5 ORDER BY 2, 5
        """,
        (),
        Decided,
    )


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
    update(db, "documents", document_id, {"date_left_open": int(left)})
