"""Which stored claims a claim is compared with, and what comes of it.

A claim that hundreds repeat need not be compared with each of them: a thread is held together by what its claims are to
its *lead*. So a claim is compared with every claim nominated that leads a thread, or could (one in no thread), but of
those that merely follow in one with its ``COMPANY`` best alone. Whoever comes to lead a thread is compared with all
(``Linker.in_full``). The threads are the same as if all were compared: ``tests/desk/test_comparing.py`` holds them to
that.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property, partial
from itertools import islice
from typing import Any, Final

from tracker import match, store
from tracker.match import nominate_stored
from tracker.match.keys import keys, reading_lines
from tracker.match.packed import pack, unpack
from tracker.models import Relation, RelationKind
from tracker.models.claims import ComparedClaim
from tracker.store import claim_features, claim_readings, claims, decisions, key_index, relations, thread_growth

FEW: Final = 500
"""Claims of a database that are all compared with a new one, which takes about a tenth of a second."""

COMPANY: Final = 4
"""Claims that follow in threads a claim is compared with at least: what its page shows of those it resembles most."""

THREADS: Final = 2
"""Threads that compare many claims with one another: numpy and rapidfuzz let go of Python's lock."""

Progress = Callable[[str, int, int], None]
"""Called with a step's name, the work done and the work there is."""

_NONE: Final = frozenset[int]()


@dataclass
class Linker:
    """Features and rows of claims, each made once for a batch of work; relations wait until ``write`` stores them.

    ``fresh`` are packed features and ``readings`` reading lines that were not stored, made here, and waiting as well.
    ``cut`` are the claims that were compared with part of their company alone, ``compared`` that part; ``following``,
    where all are linked anew, those that so far follow in threads, whatever stands in the database.
    """

    db: store.Database
    rows: dict[int, ComparedClaim] = field(default_factory=dict)
    made: dict[int, match.Features] = field(default_factory=dict)
    turns: dict[int, str] = field(default_factory=dict)
    siblings: dict[int, list[int]] = field(default_factory=dict)
    found: dict[tuple[int, int], Relation] = field(default_factory=dict)
    fresh: list[tuple[int, bytes]] = field(default_factory=list)
    readings: dict[int, str] = field(default_factory=dict)
    cut: set[int] = field(default_factory=set)
    compared: dict[int, frozenset[int]] = field(default_factory=dict)
    following: set[int] | None = None

    @cached_property
    def index(self) -> nominate_stored.AskedOnce:
        """The key index of the stored claims; nothing is written to it while they are compared."""
        return nominate_stored.AskedOnce(key_index.StoredKeys(self.db))

    @cached_property
    def everybody(self) -> list[int]:
        """The ids of all live claims, where they are few; nothing else is written while they are compared."""
        return claims.live_ids(self.db)

    def load(self, claim_ids: Collection[int]) -> list[ComparedClaim]:
        """Return the live claims with these ids, in their order; rows are read once."""
        missing = [claim_id for claim_id in claim_ids if claim_id not in self.rows]
        if missing:
            self.rows |= {row.id: row for row in claims.to_compare(self.db, missing)}
        return [self.rows[i] for i in claim_ids if i in self.rows and self.rows[i].live]

    def features(self, row: ComparedClaim) -> match.Features:
        """Return the features of a claim, made once and stored by ``write``."""
        claim_id = row.id
        known = self.made.get(claim_id)
        if known is None:
            about: dict[str, Any] = {
                "kind": row.kind,
                "speaker": row.speaker,
                "polarity": row.polarity,
            }
            known = unpack(row.packed, row.text, **about) if row.packed else None
            if known is None:
                known = match.features(row.text, **about)
                self.fresh.append((claim_id, pack(known)))
            self.made[claim_id] = known
        return known

    def relate(self, a: int, b: int) -> Relation:
        """Return what two claims are to each other, also by the whole turns they belong to."""
        a, b = decisions.ordered(a, b)
        one, other = self.rows[a], self.rows[b]
        ones, others = self.features(one), self.features(other)
        found = match.relation(ones, others)
        if one.document_id == other.document_id:
            return found
        return match.spliced(ones, others, found, partial(self.turn, one), partial(self.turn, other))

    def turn(self, row: ComparedClaim) -> str | None:
        """Return the words of the turn a claim belongs to, read once; ``None`` for the document's own voice."""
        attribution_id = row.attribution_id
        if attribution_id is None:
            return None
        if attribution_id not in self.turns:
            self.turns[attribution_id] = claims.turn_text(self.db, attribution_id)
        return self.turns[attribution_id]

    def compare(self, claim_id: int, *, whole: bool = False) -> None:
        """Decide on the relations of one claim to those nominated for it; with ``whole`` to all its company."""
        (row,) = self.load([claim_id])
        others = self.nominated(row, whole=whole)
        known = self.compared.pop(claim_id, _NONE)
        for other in others:
            if other not in known:
                self.relate_and_keep(claim_id, other)
        if claim_id in self.cut and not whole:
            self.compared[claim_id] = frozenset(others)

    def relate_and_keep(self, a: int, b: int) -> Relation:
        """Return the relation of two claims that were loaded, which waits to be stored if they have one."""
        pair = decisions.ordered(a, b)
        if pair in self.found:
            return self.found[pair]
        relation = self.relate(a, b)
        if relation.kind is not RelationKind.NONE:
            self.found[pair] = relation
        if relation.kind is RelationKind.SPLICED:
            self._relate_turns(a, b)
        return relation

    def _relate_turns(self, a: int, b: int) -> None:
        """Relate a spliced quotation to the other claims of the turn it was taken from: they hold its other parts."""
        for one, source in ((a, b), (b, a)):
            if source not in self.siblings:
                self.siblings[source] = claims.of_same_turn(self.db, source)
            for sibling in self.load(self.siblings[source]):
                known = self.found.get(decisions.ordered(one, sibling.id))
                if known is None or known.kind is not RelationKind.SPLICED:
                    relation = self.relate(one, sibling.id)
                    if relation.kind is RelationKind.SPLICED:
                        self.found[decisions.ordered(one, sibling.id)] = relation

    def nominated(self, row: ComparedClaim, *, whole: bool = False) -> list[int]:
        """Return the stored claims worth comparing with a claim: those that share its rare words, or its quotation's.

        Among ``FEW`` claims all are, so that nothing depends on the order of intake.
        """
        if self.index.total() <= FEW:
            return [other.id for other in self.load(self.everybody) if other.id != row.id]
        found: dict[int, None] = {}
        quotations = (span.of(row.text) for span, _ in self.features(row).quoted)
        for words in dict.fromkeys((row.text, *quotations)):
            found |= dict.fromkeys(self.named(words, row.id, whole=whole))
        return [other.id for other in self.load(list(found))]

    def named(self, words: str, claim_id: int = 0, *, whole: bool = False) -> list[int]:
        """Return the other stored claims worth comparing with the words of a claim, or of a quotation in it."""
        ids = [other for other in nominate_stored.candidates(keys(words), self.index) if other != claim_id]
        best = ids[: nominate_stored.BEST]
        if not whole:
            ids = self._company(claim_id, ids)
        return nominate_stored.worth_comparing(words, self._reading_lines(ids), best)

    def _reading_lines(self, ids: Sequence[int]) -> list[tuple[int, str]]:
        """Return the reading lines of stored claims, in the order given; of claims that are gone by now there are none.

        Those that are not stored (the database was made by an earlier version) are made, and stored by ``write``.
        """
        known = claim_readings.of(self.db, ids)
        if unknown := [claim_id for claim_id in ids if claim_id not in known]:
            missing = claims.live_texts(self.db, [claim_id for claim_id in unknown if claim_id not in self.readings])
            lines = reading_lines([text for _, text in missing])
            self.readings |= zip([claim_id for claim_id, _ in missing], lines, strict=True)
            known |= {claim_id: self.readings[claim_id] for claim_id in unknown if claim_id in self.readings}
        return [(claim_id, known[claim_id]) for claim_id in ids if claim_id in known]

    def _company(self, claim_id: int, ids: Sequence[int]) -> list[int]:
        """Leave out those that follow in threads, but for the first ``COMPANY`` of them."""
        followers = thread_growth.followers(self.db, ids) if len(ids) > COMPANY else _NONE
        left_out = {*[other for other in ids if other in followers][COMPANY:]}
        if left_out:
            self.cut.add(claim_id)
        return [other for other in ids if other not in left_out]

    def forget(self, most: int) -> None:
        """Let go of what is known of claims, the oldest first, where it is of more than ``most``."""
        if len(self.made) > most:
            for claim_id in [*islice(self.made, most // 2)]:
                del self.made[claim_id], self.rows[claim_id]
            self.turns.clear()
            self.siblings.clear()

    def in_full(self, claim_ids: Iterable[int]) -> None:
        """Compare claims that come to lead a thread with all their company, and store what they are to it."""
        for claim_id in claim_ids:
            self.compare(claim_id, whole=True)
            self.cut.discard(claim_id)
        self.write()

    def write(self) -> None:
        """Store the relations found so far, and the features and readings made for them."""
        claim_features.put(self.db, self.fresh)
        self.fresh.clear()
        claim_readings.put(self.db, self.readings.items())
        self.readings.clear()
        relations.put_several(self.db, ((a, b, relation) for (a, b), relation in self.found.items()))
        self.found.clear()


def relate_decided(linker: Linker, claim_ids: Collection[int]) -> None:
    """Store a relation for every decided pair, even one the program would not have suggested."""
    for row in decisions.on_claims(linker.db, claim_ids):
        if len(linker.load([row.a, row.b])) == 2 and relations.between(linker.db, row.a, row.b) is None:
            relations.put(linker.db, row.a, row.b, linker.relate(row.a, row.b))
