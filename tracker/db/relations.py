"""Relations between two claims, what people decided, and what waits for a person in the order it is offered.

A database may hold half a million relations, and every page tells how many wait. So whether a relation waits stands in
a column of its own, which triggers keep right whoever writes, and partial indexes hold what waits in its order.

How sure a suggestion is follows from its kind and the tenth of its score: ``sureness`` holds the share of such ones
that were right when it was measured, which counts as ten decisions, and what people decided since, counted by triggers.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, Final

import msgspec

from tracker.db.claims import LIVE, PLACED
from tracker.db.documents import LISTED
from tracker.db.rows import (
    IN_LIST,
    Database,
    to_list,
)
from tracker.models import Relation, RelationKind
from tracker.models.claims import Decided, MatchCounts, QuotedDocument, SaidClaim, UnsureAttribution
from tracker.models.documents import StoredDocument
from tracker.models.events import Decision
from tracker.models.relations import (
    ANY,
    DecisionCounts,
    Narrowed,
    OpposingRelation,
    PairOutside,
    RelationBetween,
    RelationCounts,
    StoredRelation,
    SuggestedPair,
)
from tracker.text.lexicon import rows


def ordered(a: int, b: int) -> tuple[int, int]:
    """Return a pair of claim ids as the tables hold it, the lower first."""
    return (a, b) if a < b else (b, a)


def on_pair(db: Database, a: int, b: int) -> Decision | None:
    """Return the decision on a pair, ``None`` where nobody has decided."""
    return db.first("SELECT * FROM pair_decisions WHERE a = ? AND b = ?", ordered(a, b), Decision)


def decide(
    db: Database, a: int, b: int, decision: str | None, *, who: str, at: str, confirmed_as: str | None = None
) -> None:
    """Record ``confirmed`` or ``refused`` for a pair, or take the decision back with ``None``.

    ``confirmed_as`` is ``revised`` or ``reversed`` where a person confirms just that: such a pair stays linked and is
    never one claim.

    What the program suggested of the pair is kept beside the decision, to tell later how often it was right.
    """
    a, b = ordered(a, b)
    if decision is None:
        db.delete("pair_decisions", "a = ? AND b = ?", [a, b])
        return
    suggested = db.execute("SELECT kind, score FROM relations WHERE a = ? AND b = ?", [a, b]).fetchone()
    columns = ("a", "b", "decision", "confirmed_as", "who", "at", "suggested_kind", "suggested_score")
    row = (a, b, decision, confirmed_as, who, at, *(suggested or (None, None)))
    db.replace_rows("pair_decisions", ("a", "b"), columns, [row])


def every_decision(db: Database) -> Iterator[Decision]:
    """Give every decision on a pair."""
    return db.stream("SELECT * FROM pair_decisions ORDER BY a, b", (), Decision)


def on_claims(db: Database, claim_ids: Collection[int]) -> list[Decision]:
    """Return the decisions on pairs with one of these claims in them."""
    ids = to_list(claim_ids)
    sql = f"SELECT * FROM pair_decisions WHERE a {IN_LIST} OR b {IN_LIST} ORDER BY a, b"
    return db.select(sql, [ids, ids], Decision)


STANDING = """
    FROM relations r JOIN claims ca ON ca.id = r.a JOIN claims cb ON cb.id = r.b
    LEFT JOIN pair_decisions p ON p.a = r.a AND p.b = r.b
    WHERE (ca.found OR ca.touched) AND (cb.found OR cb.touched)
"""


KIND: Final = "CASE WHEN p.confirmed_as = 'same' THEN 'variant' ELSE coalesce(p.confirmed_as, r.kind) END"
"""What two claims are to each other: as a person confirmed it, else as the program found it."""

TENTH: Final = "CAST(min(r.score, 99.0) / 10 AS INTEGER)"
"""The tenth of its scale that a relation's score stands in; indexes hold this expression."""
_SURENESS: Final = f"FROM sureness s WHERE s.kind = r.kind AND s.tenth = {TENTH}"
SURE: Final = f"EXISTS (SELECT 1 {_SURENESS} AND s.sure)"
"""A suggestion of which at least half of its like are right (``services.review``)."""
SURE_OR_CONFIRMED: Final = f"(p.decision IS 'confirmed' OR (p.decision IS NULL AND {SURE}))"
"""What is shown outside the review queue: nobody refused it, and it is sure or a person confirmed it."""

RELATION = f"""
    SELECT r.a, r.b, r.kind, r.score, r.reasons, r.differences, r.rules,
           p.decision, p.confirmed_as, p.who AS decided_by, p.at AS decided_at,
           (SELECT s.share {_SURENESS}) AS sureness
"""


_packed: Final = msgspec.json.Encoder().encode
"""Of texts and whole numbers it makes what ``to_json`` does, in a tenth of the time."""


def put(db: Database, a: int, b: int, relation: Relation) -> None:
    """Store the relation of two claims; ``differences`` are span pairs in the order (a, b) with a < b."""
    put_several(db, [(a, b, relation)])


def put_several(db: Database, found: Iterable[tuple[int, int, Relation]]) -> None:
    """Store the relations of many pairs, each as ``put`` does."""
    db.replace_rows(
        "relations",
        ("a", "b"),
        ("a", "b", "kind", "score", "reasons", "differences", "rules"),
        (
            (
                a,
                b,
                relation.kind,
                relation.score,
                _packed(relation.reasons).decode(),
                _packed([((x.start, x.end), (y.start, y.end)) for x, y in relation.differences]).decode(),
                relation.rules,
            )
            for a, b, relation in found
        ),
    )


def drop_of(db: Database, claim_ids: Collection[int]) -> None:
    """Forget the program's relations of these claims; decisions on the pairs stay."""
    ids = to_list(claim_ids)
    db.delete("relations", f"a {IN_LIST} OR b {IN_LIST}", [ids, ids])


def drop_all(db: Database) -> None:
    """Forget all of the program's relations; decisions on the pairs stay."""
    db.delete("relations")


_TOLD: Final = ("kind", "score", "reasons", "differences", "rules")
_SAID: Final = ", ".join(_TOLD)
_BRIEF: Final = "r.kind || ' ' || r.score"


@contextmanager
def kept_aside(db: Database) -> Iterator[Callable[[int], int]]:
    """Keep all relations until the end of the block; give what stores, under an event, those that became others.

    That returns how many there are. Inside a transaction, which takes the copy with it where the block fails.
    """
    db.execute("CREATE TEMP TABLE was_related (a INTEGER, b INTEGER, kind, score, reasons, differences, rules,"
               " PRIMARY KEY (a, b)) WITHOUT ROWID")  # fmt: skip
    db.execute(f"INSERT INTO was_related SELECT a, b, {_SAID} FROM relations ORDER BY a, b")

    def store(event_id: int) -> int:
        other = " OR ".join(f"was.{name} IS NOT r.{name}" for name in ("kind", "score", "reasons", "differences"))
        was = ", ".join(f"was.{name}" for name in _TOLD)
        changed = db.execute(
            f"""
            SELECT ?, was.a, was.b, {was}, {_BRIEF} FROM was_related was LEFT JOIN relations r USING (a, b)
            WHERE {other}
            UNION ALL
            SELECT ?, r.a, r.b, NULL, NULL, NULL, NULL, NULL, {_BRIEF} FROM relations r
            WHERE NOT EXISTS (SELECT 1 FROM was_related was WHERE was.a = r.a AND was.b = r.b)
            """,
            [event_id, event_id],
        ).fetchall()
        db.insert_rows("linked_before", ("event_id", "a", "b", *_TOLD, "became"), changed)
        return len(changed)

    yield store
    db.execute("DROP TABLE was_related")


_STILL: Final = f"""
    FROM linked_before was LEFT JOIN relations r USING (a, b) WHERE was.event_id = ? AND was.became IS {_BRIEF}
"""
"""What a linking left, but for what changed since."""


def left_by(db: Database, event_id: int) -> set[int]:
    """Return the claims whose relations a linking changed, and which stand as it left them."""
    return {one for pair in db.execute(f"SELECT a, b {_STILL}", [event_id]) for one in pair}


def put_back(db: Database, event_id: int) -> None:
    """Write what stood before a linking where nothing changed since; a pair that somebody decided on stays related."""
    stood = db.execute(
        f"""
        SELECT was.a, was.b, was.kind, was.score, was.reasons, was.differences, was.rules {_STILL}
            AND was.kind IS NOT NULL
            AND (SELECT count(*) FROM claims c WHERE c.id IN (was.a, was.b) AND {LIVE}) = 2
        """,
        [event_id],
    ).fetchall()
    came = f"""
        (a, b) IN (SELECT was.a, was.b {_STILL} AND was.kind IS NULL)
        AND NOT EXISTS (SELECT 1 FROM pair_decisions p WHERE p.a = relations.a AND p.b = relations.b)
    """
    db.delete("relations", came, [event_id])
    db.replace_rows("relations", ("a", "b"), ("a", "b", *_TOLD), stood)


MATCH: Final = f"(p.decision IS NOT NULL OR (r.kind != 'related' AND {SURE}))"
"""Says more than that two claims share a subject, and is no unsure suggestion."""
_SUREST: Final = "p.decision IS NULL, sureness IS NULL, sureness DESC, r.score DESC, r.a, r.b"
"""What people decided on first, then the surest suggestions, mere relatedness last."""


def of_claim(
    db: Database, claim_id: int, *, matches: bool | None = None, limit: int = -1, offset: int = 0
) -> list[StoredRelation]:
    """Return a claim's relations with people's decisions, the surest first.

    With ``matches`` only those that are more than related and no unsure suggestions, or the others.
    """
    which = "" if matches is None else f" AND {MATCH}" if matches else f" AND NOT {MATCH}"
    return db.select(
        f"{RELATION} {STANDING} AND (r.a = ? OR r.b = ?){which} ORDER BY {_SUREST} LIMIT ? OFFSET ?",
        [claim_id, claim_id, limit, offset],
        StoredRelation,
    )


def counted_of(db: Database, claim_id: int) -> RelationCounts:
    """Return how many matches a claim has, and how many relations that are mere relatedness or unsure."""
    sql = f"SELECT count(*), total({MATCH}) {STANDING} AND (r.a = ? OR r.b = ?)"
    every, matches = db.execute(sql, [claim_id, claim_id]).fetchone()
    return RelationCounts(int(matches), every - int(matches))


def matches_of(db: Database, claim_ids: Sequence[int]) -> dict[int, MatchCounts]:
    """Return, by claim, how many matches are confirmed and how many are sure suggestions; mere relatedness is none."""
    ids = to_list(claim_ids)
    rows = db.select(
        f"""
        WITH pairs AS (
            SELECT a AS mine, b AS other, a, b, kind, score FROM relations WHERE a {IN_LIST}
            UNION ALL SELECT b, a, a, b, kind, score FROM relations WHERE b {IN_LIST}
        )
        SELECT r.mine AS claim_id, sum(p.decision IS 'confirmed') AS confirmed, sum(p.decision IS NULL) AS suggested
        FROM pairs r JOIN claims c ON c.id = r.other AND {LIVE}
        LEFT JOIN pair_decisions p ON p.a = r.a AND p.b = r.b
        WHERE p.decision IS 'confirmed' OR (r.kind != 'related' AND {SURE}) GROUP BY r.mine
        """,
        [ids, ids],
    )
    return {row["claim_id"]: MatchCounts(row["confirmed"], row["suggested"]) for row in rows}


def with_each(db: Database, claim_id: int, others: Collection[int]) -> list[StoredRelation]:
    """Return a claim's relations with some others, with people's decisions."""
    ids = to_list(others)
    sql = f"{RELATION} {STANDING} AND ((r.a = ? AND r.b {IN_LIST}) OR (r.b = ? AND r.a {IN_LIST}))"
    return db.select(sql, [claim_id, ids, claim_id, ids], StoredRelation)


def reasons_of(db: Database, pairs: Collection[tuple[int, int]]) -> dict[tuple[int, int], tuple[str, ...]]:
    """Return the reasons of the relations of some pairs (a < b)."""
    sql = "SELECT a, b, reasons FROM relations WHERE (a, b) IN (SELECT value ->> 0, value ->> 1 FROM json_each(?))"
    return {(a, b): tuple(json.loads(reasons)) for a, b, reasons in db.execute(sql, [to_list(pairs)])}


def decided_of(db: Database, claim_id: int, thread_id: int) -> DecisionCounts:
    """Return how many of a claim's relations with the members of a thread nobody, and how many somebody decided on."""
    sides = " UNION ALL ".join(
        f"""
        SELECT p.decision FROM relations r JOIN thread_members m ON m.claim_id = r.{far} AND m.thread_id = ?
        LEFT JOIN pair_decisions p ON p.a = r.a AND p.b = r.b WHERE r.{near} = ?
        """
        for near, far in (("a", "b"), ("b", "a"))
    )
    sql = f"SELECT count(*) - count(decision), count(decision) FROM ({sides})"
    return DecisionCounts(*db.execute(sql, [thread_id, claim_id] * 2).fetchone())


def between(db: Database, a: int, b: int) -> StoredRelation | None:
    """Return the relation of a pair with the decision on it, or ``None``."""
    return db.first(f"{RELATION} {STANDING} AND r.a = ? AND r.b = ?", list(ordered(a, b)), StoredRelation)


def every(db: Database, kinds: Collection[str] = (), claim_ids: Collection[int] | None = None) -> list[StoredRelation]:
    """Return the relations that stand, of some kinds and among some claims where given."""
    sql, values = f"{RELATION} {STANDING}", list[str]()
    if kinds:
        sql += f" AND r.kind {IN_LIST}"
        values.append(to_list(kinds))
    if claim_ids is not None:
        sql += f" AND r.a {IN_LIST} AND r.b {IN_LIST}"
        values += [to_list(claim_ids)] * 2
    return db.select(sql + " ORDER BY r.a, r.b", values, StoredRelation)


def latest_changes(db: Database, *, limit: int) -> list[StoredRelation]:
    """Return the sure relations that revise or reverse a claim, those of the claims found last first."""
    sql = f"""
        {RELATION} {STANDING} AND r.kind IN ('revised', 'reversed') AND {SURE_OR_CONFIRMED}
        ORDER BY r.b DESC, r.a DESC LIMIT ?
    """
    return db.select(sql, [limit], StoredRelation)


def kinds_with(db: Database, claim_ids: Collection[int]) -> dict[tuple[int, int], RelationKind]:
    """Return the kind of every relation that one of these claims has with a live claim.

    Mere relatedness is left out, and what is unsure as long as nobody decided on it.
    """
    stands = f"""
        r.kind != 'related' AND (c.found OR c.touched)
        AND ({SURE} OR EXISTS (SELECT 1 FROM pair_decisions p WHERE p.a = r.a AND p.b = r.b))
    """
    sql = f"""
        SELECT r.a, r.b, r.kind FROM relations r JOIN claims c ON c.id = r.b WHERE r.a {IN_LIST} AND {stands}
        UNION SELECT r.a, r.b, r.kind FROM relations r JOIN claims c ON c.id = r.a WHERE r.b {IN_LIST} AND {stands}
    """
    ids = to_list(claim_ids)
    return {(a, b): RelationKind(kind) for a, b, kind in db.execute(sql, [ids, ids]).fetchall()}


def within_speaker(db: Database, speaker_id: int, kinds: Collection[str], *, limit: int) -> list[StoredRelation]:
    """Return the relations of these kinds between two claims of one speaker, sure or confirmed."""
    sql = f"""
        {RELATION} FROM claims ca JOIN relations r ON r.a = ca.id AND r.kind {IN_LIST}
        JOIN claims cb ON cb.id = r.b AND cb.speaker_id = ca.speaker_id AND (cb.found OR cb.touched)
        LEFT JOIN pair_decisions p ON p.a = r.a AND p.b = r.b
        WHERE ca.speaker_id = ? AND (ca.found OR ca.touched) AND {SURE_OR_CONFIRMED} LIMIT ?
    """
    return db.select(sql, [to_list(kinds), speaker_id, limit], StoredRelation)


MOST_OPPOSING = 300
"""Relations to other claims that are looked through on either side, the lead's own first: more than a page shows."""


def opposing(db: Database, thread_id: int, kinds: Collection[str]) -> list[OpposingRelation]:
    """Return the relations of these kinds between a thread's claims and others, sure or confirmed, the lead's first."""
    members = """
        SELECT m.claim_id FROM thread_members m JOIN threads t ON t.id = m.thread_id
        WHERE m.thread_id = ? ORDER BY m.claim_id != t.lead_id
    """
    sides = " UNION ALL ".join(
        f"""
        SELECT * FROM (
            SELECT r.*, m.claim_id AS inside, r.{far} AS outside
            FROM ({members}) m CROSS JOIN relations r ON r.{near} = m.claim_id AND r.kind {IN_LIST}
            WHERE NOT EXISTS (SELECT 1 FROM thread_members x WHERE x.thread_id = ? AND x.claim_id = r.{far})
            LIMIT {MOST_OPPOSING}
        )
        """
        for near, far in (("a", "b"), ("b", "a"))
    )
    sql = f"""
        SELECT r.*, p.decision, p.who AS decided_by, p.at AS decided_at FROM ({sides}) r
        JOIN threads t ON t.id = ? JOIN claims c ON c.id = r.outside AND (c.found OR c.touched)
        LEFT JOIN pair_decisions p ON p.a = r.a AND p.b = r.b
        WHERE {SURE_OR_CONFIRMED} ORDER BY r.inside != t.lead_id, r.score DESC, r.a, r.b
    """
    side = [thread_id, to_list(kinds), thread_id]
    return db.select(sql, [*side, *side, thread_id], OpposingRelation)


def decided(db: Database) -> list[Decided]:
    """Return how often suggestions of each kind and whole score were confirmed and refused, month by month.

    Pairs that the program did not suggest as a match are
    left out: they say nothing of its suggestions. A changed figure or a reversal that a person calls the same claim
    counts as refused.
    """
    return db.select(
        """
        SELECT suggested_kind AS kind, CAST(suggested_score AS INTEGER) AS score,
               sum(decision = 'confirmed' AND confirmed_as IS NOT 'same') AS confirmed,
               sum(decision = 'refused' OR confirmed_as IS 'same') AS refused, substr(at, 1, 7) AS month
        FROM pair_decisions WHERE suggested_kind IS NOT NULL AND suggested_kind != 'related'
        GROUP BY 1, 2, 5 ORDER BY 1, 2, 5
        """,
        (),
        Decided,
    )


def said_in(db: Database, document_id: int, *, limit: int) -> list[SaidClaim]:
    """Return a document's live claims, in order of the text."""
    sql = f"""
        SELECT c.id, c.text, c.kind, s.name AS speaker, a.turn
        FROM claims c LEFT JOIN speakers s ON s.id = c.speaker_id LEFT JOIN attributions a ON a.id = c.attribution_id
        WHERE c.document_id = ? AND {LIVE} ORDER BY c.start, c."end" LIMIT ?
    """
    return db.select(sql, [document_id, limit], SaidClaim)


def relations_between(db: Database, one: int, other: int) -> list[RelationBetween]:
    """Return the relations from claims of one document (``near``) to claims of another (``far``), sure or confirmed.

    Mere relatedness is left out.
    """
    half = f"""
        SELECT n.id AS near, f.id AS far, {KIND} AS kind FROM claims n JOIN relations r ON r.{{near}} = n.id
        JOIN claims f ON f.id = r.{{far}} LEFT JOIN pair_decisions p ON p.a = r.a AND p.b = r.b
        WHERE n.document_id = :one AND f.document_id = :other AND r.kind != 'related' AND {SURE_OR_CONFIRMED}
    """
    sql = f"{half.format(near='a', far='b')} UNION ALL {half.format(near='b', far='a')} ORDER BY near, far"
    return db.select(sql, {"one": one, "other": other}, RelationBetween)


def to_others(db: Database, document_ids: Collection[int]) -> list[PairOutside]:
    """Return the relations from live claims of documents to those of others, from either side.

    Refused ones and mere relatedness are left out. A pair of two of the documents is given twice.
    """
    half = f"""
        SELECT c.document_id, c.id, c.date, c.start, f.document_id, f.id, f.date, r.a, r.b, {KIND}, r.score, p.decision,
               s.share
        FROM claims c JOIN relations r ON r.{{near}} = c.id AND r.kind != 'related'
        JOIN claims f ON f.id = r.{{far}} AND f.document_id != c.document_id AND (f.found OR f.touched)
        LEFT JOIN pair_decisions p ON p.a = r.a AND p.b = r.b
        LEFT JOIN sureness s ON s.kind = r.kind AND s.tenth = {TENTH}
        WHERE c.document_id IN (SELECT value FROM json_each(:ids)) AND {LIVE} AND {PLACED}
          AND p.decision IS NOT 'refused'
    """
    sql = f"{half.format(near='a', far='b')} UNION ALL {half.format(near='b', far='a')}"
    rows = db.execute(sql, {"ids": to_list(document_ids)}).fetchall()
    return [PairOutside._make((*row[:9], RelationKind(row[9]), *row[10:])) for row in rows]


def dates_and_quoted(db: Database, document_ids: Collection[int]) -> list[QuotedDocument]:
    """Return date and number of characters in direct quotations of some documents."""
    sql = f"""
        SELECT d.id, coalesce(d.picked_date, d.date_value) AS date,
               (SELECT coalesce(sum(length(c.text)), 0) FROM claims c
                 WHERE c.document_id = d.id AND c.kind = 'direct' AND {LIVE}) AS quoted
        FROM documents d WHERE d.id {IN_LIST}
    """
    return db.select(sql, [to_list(document_ids)], QuotedDocument)


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
    return db.number(f"SELECT count(*) FROM (SELECT 1 {queue} WHERE {where} LIMIT {COUNTED_TO})", values)


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
    return db.select(
        f"{RELATION} {queue} LEFT JOIN pair_decisions p ON p.a = r.a AND p.b = r.b WHERE {where}"
        f" ORDER BY {_ORDER} LIMIT ? OFFSET ?",
        [*values, limit, offset],
        StoredRelation,
    )


def match(db: Database, a: int, b: int) -> StoredRelation | None:
    """Return a suggested match if it waits still."""
    sql = f"{RELATION} FROM relations r LEFT JOIN pair_decisions p ON p.a = r.a AND p.b = r.b"
    return db.first(f"{sql} WHERE r.a = ? AND r.b = ? AND {WAITS}", [a, b], StoredRelation)


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
        if db.number(counted, [speaker]) <= _SELDOM:
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
            db.change("sureness", "measured = ?", [share], "kind = ? AND tenth = ?", [kind, tenth])


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
    return db.select(
        f"SELECT c.id, a.confidence, a.why, a.rule, a.speaker_rule FROM attributions a CROSS JOIN claims c ON"
        f" c.attribution_id = a.id WHERE {where} ORDER BY a.confidence, a.id, c.id LIMIT ?",
        [*values, limit],
        UnsureAttribution,
    )


def attributions_decided(db: Database) -> list[Decided]:
    """Return how often an unsure attribution was confirmed, and how often it was another's or no claim, by month."""
    return db.select(
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
    return db.number(f"SELECT count(*) FROM documents d WHERE {_OPEN}")


def dates(
    db: Database, narrowed: Narrowed = ANY, *, limit: int, offset: int = 0, after: tuple[int, ...] | None = None
) -> list[StoredDocument]:
    """Return documents whose date is open, those with the fewest days that fit first, those without any last."""
    where, values = _OPEN, list[Any]()
    place = db.first(f"SELECT {_FEWEST_DAYS} AS days FROM documents d WHERE d.id = ?", [*(after or [None])])
    if after is not None and place is not None:
        where += f" AND ({_FEWEST_DAYS}, d.id) > (?, ?)"
        values += [place["days"], *after]
    sql = f"{LISTED} WHERE {where} ORDER BY {_FEWEST_DAYS}, d.id LIMIT ? OFFSET ?"
    return db.select(sql, [*values, limit, offset], StoredDocument)


def date(db: Database, document_id: int) -> StoredDocument | None:
    """Return a document whose date waits still."""
    return db.first(f"{LISTED} WHERE d.id = ? AND {_OPEN}", [document_id], StoredDocument)


def leave_open(db: Database, document_id: int, *, left: bool) -> None:
    """Record that a person leaves a date open, or that it waits again."""
    db.update("documents", document_id, {"date_left_open": int(left)})


def streamed(db: Database) -> Iterator[StoredRelation]:
    """Give all relations that stand."""
    return db.stream(f"{RELATION} {STANDING} ORDER BY r.a, r.b", (), StoredRelation)
