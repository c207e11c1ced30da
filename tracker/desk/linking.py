"""Matching claims against all stored ones when they arrive or change; decisions of people always stand."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from tracker import match, store
from tracker.desk.threading import refresh_threads
from tracker.match import nominate_stored
from tracker.match.keys import keys
from tracker.models import ClaimKind, Relation, RelationKind
from tracker.store import claims, key_index, threads
from tracker.store.rows import Row

FEW = 500
"""Claims of a database that are all compared with a new one, which takes about a tenth of a second."""


@dataclass(slots=True)
class Linker:
    """Features and rows of claims, each made once for a batch of work."""

    db: store.Database
    rows: dict[int, Row] = field(default_factory=dict)
    made: dict[int, match.Features] = field(default_factory=dict)
    turns: dict[int, str] = field(default_factory=dict)

    def load(self, claim_ids: Collection[int]) -> list[Row]:
        """Return the live claims with these ids, in their order; rows are read once."""
        missing = [claim_id for claim_id in claim_ids if claim_id not in self.rows]
        self.rows |= {row["id"]: row for row in claims.several(self.db, missing)}
        return [self.rows[i] for i in claim_ids if i in self.rows and self.rows[i]["live"]]

    def features(self, row: Row) -> match.Features:
        """Return the features of a claim, made once."""
        if row["id"] not in self.made:
            self.made[row["id"]] = match.features(
                row["text"], kind=ClaimKind(row["kind"]), speaker=row["speaker"], polarity=row["polarity"]
            )
        return self.made[row["id"]]

    def relate(self, a: int, b: int) -> Relation:
        """Return what two claims are to each other, also by the whole turns they belong to."""
        a, b = threads.ordered(a, b)
        one, other = self.rows[a], self.rows[b]
        found = match.relation(self.features(one), self.features(other))
        if one["document_id"] == other["document_id"]:
            return found
        return match.spliced(self.features(one), self.features(other), found, self.turn(one), self.turn(other))

    def turn(self, row: Row) -> str | None:
        """Return the words of the turn a claim belongs to, read once; ``None`` for the document's own voice."""
        attribution_id = row["attribution_id"]
        if attribution_id is None:
            return None
        if attribution_id not in self.turns:
            self.turns[attribution_id] = claims.turn_text(self.db, attribution_id)
        return self.turns[attribution_id]


def link_claims(db: store.Database, claim_ids: Collection[int], unindexed: Mapping[int, str] | None = None) -> None:
    """Find the matches of new or changed claims among all stored ones; to be called inside a transaction.

    ``unindexed`` maps claims that changed or are gone to the words they stand under in the key index.
    """
    unindexed = unindexed or {}
    near = threads.neighbourhood(db, {*claim_ids, *unindexed})
    key_index.remove(db, [(claim_id, keys(words)) for claim_id, words in unindexed.items()])
    threads.drop_relations_of(db, {*claim_ids, *unindexed})
    linker, index = Linker(db), key_index.StoredKeys(db)
    for row in linker.load(list(claim_ids)):
        relate_nominated(linker, index, row)
        key_index.add(db, [(row["id"], keys(row["text"]))])
    relate_decided(linker, {*claim_ids, *unindexed})
    refresh_threads(db, {*near, *claim_ids, *unindexed})


def relate_nominated(linker: Linker, index: key_index.StoredKeys, row: Row) -> None:
    """Decide on and store the relations of one claim to those nominated for it."""
    for other in nominated(linker, index, row):
        relation = linker.relate(row["id"], other)
        if relation.kind is not RelationKind.NONE:
            threads.put_relation(linker.db, *threads.ordered(row["id"], other), relation)
        if relation.kind is RelationKind.SPLICED:
            _relate_turns(linker, row["id"], other)


def _relate_turns(linker: Linker, a: int, b: int) -> None:
    """Relate a spliced quotation to the other claims of the turn it was taken from: they hold its other parts."""
    for one, source in ((a, b), (b, a)):
        for sibling in linker.load(claims.of_same_turn(linker.db, source)):
            relation = linker.relate(one, sibling["id"])
            if relation.kind is RelationKind.SPLICED:
                threads.put_relation(linker.db, *threads.ordered(one, sibling["id"]), relation)


def nominated(linker: Linker, index: key_index.StoredKeys, row: Row) -> list[int]:
    """Return the stored claims worth comparing with a claim: those that share its rare words, or its quotation's.

    Among ``FEW`` claims all are compared, so that nothing depends on the order of intake.
    """
    if index.total() <= FEW:
        everybody = linker.load(claims.live_ids(linker.db))
        return [other["id"] for other in everybody if other["id"] != row["id"]]
    found: dict[int, None] = {}
    quotations = (span.of(row["text"]) for span, _ in linker.features(row).quoted)
    for words in dict.fromkeys((row["text"], *quotations)):
        named = nominate_stored.candidates(keys(words), index)
        ids = [candidate.claim_id for candidate in named if candidate.claim_id != row["id"]]
        found |= dict.fromkeys(nominate_stored.worth_comparing(words, claims.live_texts(linker.db, ids)))
    return [other["id"] for other in linker.load(list(found))]


def relate_decided(linker: Linker, claim_ids: Collection[int]) -> None:
    """Store a relation for every decided pair, even one the program would not have suggested."""
    for row in threads.decisions_on(linker.db, claim_ids):
        if len(linker.load([row["a"], row["b"]])) == 2 and threads.relation(linker.db, row["a"], row["b"]) is None:
            threads.put_relation(linker.db, row["a"], row["b"], linker.relate(row["a"], row["b"]))
