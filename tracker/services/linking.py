"""Linking claims when they come or change: comparing them with the stored ones, and keeping threads in step."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property, partial
from heapq import heappop, heappush
from itertools import islice
from typing import Any, Final

from tracker.db import claims, events, indexes, relations
from tracker.db import threads as stored_threads
from tracker.db.rows import Database
from tracker.matching import stored
from tracker.matching.candidates import CLAIMS_AT_ONCE, keys, reading_lines
from tracker.matching.features import Features, pack, unpack
from tracker.matching.features import features as features_of
from tracker.matching.relation import relation, spliced, unrelated
from tracker.matching.threads import LINKING, Growth, Statement, Thread, grown, threads
from tracker.matching.threads import pair as pair_of
from tracker.models import SAME_CLAIM, Relation, RelationKind, TrackerError
from tracker.models.claims import ComparedClaim
from tracker.models.events import Decision, Event, EventKind
from tracker.models.threads import ThreadMembers
from tracker.services.nouns import now
from tracker.text.sentences import points_back, words_before

FEW: Final = 500
"""Claims of a database that are all compared with a new one, which takes about a tenth of a second."""

MOST_LEADS: Final = 100
"""Claims that lead a thread, or stand alone, a claim is compared with at most, the likeliest first: where thousands are
worded alike ("rents in Hull rose by 4 per cent"), further ones tell a reader nothing."""

CLOSEST_FOLLOWERS: Final = 4
"""Claims that follow in threads a claim is compared with at least: what its page shows of those it resembles most."""

THREADS: Final = 2
"""Threads that compare many claims with one another: numpy and rapidfuzz let go of Python's lock."""

PROGRAM: Final = "the program"
"""Who is named where threads change without anybody's decision on them."""

_NONE: Final = frozenset[int]()


@dataclass
class Linker:
    """Features and rows of claims, each made once for a batch of work; relations wait until ``write`` stores them.

    ``fresh`` are packed features and ``readings`` reading lines that were not stored, made here, and waiting as well.
    ``alike`` are features by all that they are made from: claims of the same words share them, and what was ``decided``
    of a pair of features (by their addresses) holds for every pair of such claims.
    ``cut`` are the claims that were compared with part of their company alone, ``compared`` that part; ``following``,
    where all are linked anew, those that so far follow in threads, whatever stands in the database.
    """

    db: Database
    rows: dict[int, ComparedClaim] = field(default_factory=dict)
    made: dict[int, Features] = field(default_factory=dict)
    turns: dict[int, str] = field(default_factory=dict)
    siblings: dict[int, list[int]] = field(default_factory=dict)
    found: dict[tuple[int, int], Relation] = field(default_factory=dict)
    fresh: dict[int, bytes] = field(default_factory=dict)
    readings: dict[int, str] = field(default_factory=dict)
    alike: dict[tuple[str, ...], tuple[Features, bytes]] = field(default_factory=dict)
    decided: dict[tuple[int, int], Relation] = field(default_factory=dict)
    cut: set[int] = field(default_factory=set)
    compared: dict[int, frozenset[int]] = field(default_factory=dict)
    following: set[int] | None = None

    @cached_property
    def index(self) -> stored.AskedOnce:
        """The key index of the stored claims; nothing is written to it while they are compared."""
        return stored.AskedOnce(indexes.StoredKeys(self.db))

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

    def features(self, row: ComparedClaim) -> Features:
        """Return the features of a claim, made once and stored by ``write``."""
        known = self.made.get(row.id)
        if known is None:
            about: dict[str, Any] = {"kind": row.kind, "speaker": row.speaker, "stance": row.stance}
            words = (row.text, *map(str, about.values()))
            known, packed = self.alike.get(words, (None, row.packed or b""))
            if known is None:
                known = unpack(packed, row.text, **about)
            if known is None:
                about["before"] = lambda: words_before(*claims.words_until(self.db, row.id), row.text)
                known = features_of(row.text, **about)
                packed = pack(known)
            if packed != row.packed:
                self.fresh[row.id] = packed
            if not points_back(row.text):
                self.alike[words] = known, packed
            self.made[row.id] = known
        return known

    def relate(self, a: int, b: int) -> Relation:
        """Return what two claims are to each other, also by the whole turns they belong to."""
        a, b = relations.ordered(a, b)
        one, other = self.rows[a], self.rows[b]
        ones, others = self.features(one), self.features(other)
        pair = id(ones), id(others)
        if (found := self.decided.get(pair)) is None:
            found = self.decided[pair] = relation(ones, others)
        if one.document_id == other.document_id:
            return found
        return spliced(ones, others, found, partial(self.turn, one), partial(self.turn, other))

    @cached_property
    def sure(self) -> frozenset[relations.Bin]:
        """The kinds and tenths of the score whose suggestions are sure."""
        return relations.sure_bins(self.db)

    def joins(self, relation: Relation) -> bool:
        """Whether a relation puts two claims into one thread, a person's decisions apart."""
        return relation.kind in SAME_CLAIM and (relation.kind, relations.tenth_of(relation.score)) in self.sure

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
        mine = self.features(row)
        for other in others:
            theirs = self.made.get(other) or self.features(self.rows[other])
            if other not in known and not unrelated(mine, theirs):
                self.relate_and_keep(claim_id, other)
        if claim_id in self.cut and not whole:
            self.compared[claim_id] = frozenset(others)

    def relate_and_keep(self, a: int, b: int) -> Relation:
        """Return the relation of two claims that were loaded, which waits to be stored if they have one."""
        pair = relations.ordered(a, b)
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
                known = self.found.get(relations.ordered(one, sibling.id))
                if known is None or known.kind is not RelationKind.SPLICED:
                    relation = self.relate(one, sibling.id)
                    if relation.kind is RelationKind.SPLICED:
                        self.found[relations.ordered(one, sibling.id)] = relation

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
        ids = [other for other in stored.candidates(keys(words), self.index) if other != claim_id]
        best = ids[: stored.BEST]
        ids = self._company(claim_id, ids, whole=whole)
        return stored.worth_comparing(words, self._reading_lines(ids), best)

    def _reading_lines(self, ids: Sequence[int]) -> list[tuple[int, str]]:
        """Return the reading lines of stored claims, in the order given; of claims that are gone by now there are none.

        Those that are not stored (the database was made by an earlier version) are made, and stored by ``write``.
        """
        known = indexes.readings_of(self.db, ids)
        if unknown := [claim_id for claim_id in ids if claim_id not in known]:
            missing = claims.live_texts(self.db, [claim_id for claim_id in unknown if claim_id not in self.readings])
            lines = reading_lines([text for _, text in missing])
            self.readings |= zip([claim_id for claim_id, _ in missing], lines, strict=True)
            known |= {claim_id: self.readings[claim_id] for claim_id in unknown if claim_id in self.readings}
        return [(claim_id, known[claim_id]) for claim_id in ids if claim_id in known]

    def _company(self, claim_id: int, ids: Sequence[int], *, whole: bool) -> list[int]:
        """Leave out those that lead but for the first ``MOST_LEADS``; without ``whole`` most that follow in threads."""
        followers = stored_threads.followers(self.db, ids) if len(ids) > CLOSEST_FOLLOWERS else _NONE
        left_out = {*[other for other in ids if other in followers][CLOSEST_FOLLOWERS:]} if not whole else set()
        if left_out:
            self.cut.add(claim_id)
        left_out |= {*[other for other in ids if other not in followers][MOST_LEADS:]}
        return [other for other in ids if other not in left_out]

    def forget(self, most: int) -> None:
        """Let go of what is known of claims, the oldest first, where it is of more than ``most``."""
        if len(self.rows) > most:
            for claim_id in [*islice(self.rows, most // 2)]:
                del self.rows[claim_id]
                self.made.pop(claim_id, None)
            self.alike.clear()
            self.decided.clear()
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
        indexes.put_features(self.db, self.fresh.items())
        self.fresh.clear()
        indexes.put_readings(self.db, self.readings.items())
        self.readings.clear()
        relations.put_several(self.db, ((*pair, self.found[pair]) for pair in sorted(self.found)))
        self.found.clear()


def relate_decided(linker: Linker, claim_ids: Collection[int]) -> None:
    """Store a relation for every decided pair, even one the program would not have suggested."""
    for row in relations.on_claims(linker.db, claim_ids):
        if len(linker.load([row.a, row.b])) == 2 and relations.between(linker.db, row.a, row.b) is None:
            relations.put(linker.db, row.a, row.b, linker.relate(row.a, row.b))


@contextmanager
def threads_refreshed(db: Database, claim_ids: Collection[int]) -> Iterator[None]:
    """Gather anew, after a block that decides on pairs, the threads of these claims.

    Where the decisions make suggestions of their kind sure or unsure, so are the threads of all claims of such ones.
    """
    before = relations.sure_bins(db)
    yield
    changed = before ^ relations.sure_bins(db)
    refresh_threads(db, {*claim_ids} | relations.claims_in(db, changed))


def refresh_threads(db: Database, claim_ids: Collection[int]) -> None:
    """Gather anew the threads that these claims can have changed; a thread keeps its id while it keeps a claim."""
    gather_threads(Linker(db), claim_ids)


def gather_threads(linker: Linker, claim_ids: Collection[int], *, linked: bool = True) -> set[int]:
    """Do as ``refresh_threads`` with a linker at hand; return the claims whose threads were gathered.

    Claims that come to lead are compared with all their company. Without ``linked`` the claims that a changed figure or
    the contrary links with the given ones are left for another time.
    """
    db = linker.db
    completed: set[int] = set()
    while True:
        near = stored_threads.neighbourhood(db, claim_ids, linked=linked)
        stored = stored_threads.among(db, {*near, *claim_ids})
        picked = {row.lead_id for row in stored if row.lead_picked}
        found = _gathered(db, near, picked)
        leading = _newly_leading(linker, near, found, picked) - completed
        if not leading:
            break
        linker.in_full(sorted(leading))
        completed |= leading
    write_continued(db, stored, found)
    return near


def _undo_linked(db: Database, event: Event) -> None:
    """Take back the relations and threads that a linking of all claims made; what changed since stays."""
    if "kept" not in event.new:
        raise TrackerError("What stood before this linking was not kept; link again, or restore a backup.")
    touched = relations.left_by(db, event.id)
    near = stored_threads.neighbourhood(db, touched) | touched
    relations.put_back(db, event.id)
    near |= stored_threads.neighbourhood(db, near)
    stored = stored_threads.among(db, near)
    write_continued(db, stored, _gathered(db, near, {row.lead_id for row in stored if row.lead_picked}))


UNDO: Final[dict[EventKind, Callable[[Database, Event], None]]] = {EventKind.DATABASE_LINKED: _undo_linked}
"""How linking everything anew is taken back."""


def write_continued(db: Database, stored: list[ThreadMembers], found: list[Thread]) -> None:
    """Write threads in place of stored ones; each keeps the address of the one it continues."""
    continued, ended = _continued(stored, found)
    for ended_id in ended:
        stored_threads.empty(db, ended_id)
    before = {row.id: row for row in stored}
    homes = {one: row.id for row in stored for one in row.members}
    for thread_id, thread in continued:
        row = before[thread_id] if thread_id is not None else None
        if row is None or (row.lead_id, {*row.members}) != (thread.lead, {*thread.members}):
            written = stored_threads.write(db, thread_id, thread.lead, thread.members)
            _record_moves(db, written, thread, row, homes)


def _record_moves(
    db: Database, thread_id: int, thread: Thread, row: ThreadMembers | None, homes: dict[int, int]
) -> None:
    """Record which claims a thread took from others (``homes``), and that it lost the claim that named it."""
    came = {one: homes[one] for one in thread.members if one in homes and one not in (row.members if row else ())}
    event = partial(events.record, db, at=now(), who=PROGRAM, noun="thread", noun_id=thread_id)
    if came:
        event(kind=EventKind.THREAD_REGROUPED, new={"came": [*came], "from": sorted({*came.values()})})
    if row and row.members and row.title_id not in thread.members:
        event(kind=EventKind.THREAD_RENAMED, old={"claim": row.title_id}, new={"claim": thread.lead})


def join_threads(db: Database, company: Mapping[int, Sequence[int]], linked: Collection[int]) -> None:
    """Add claims to the threads of their leads; give one to leads that had none, and to ``linked`` claims in none."""
    led = stored_threads.led_by(db, {*company, *linked})
    joining = {one for group in company.values() for one in group}
    homeless = {*linked} - joining - stored_threads.in_threads(db, linked)
    for lead in sorted({*company, *homeless}):
        thread_id, is_empty = led.get(lead, (None, True))
        if thread_id is None or is_empty:
            stored_threads.write(db, thread_id, lead, [lead, *company.get(lead, ())])
        else:
            stored_threads.add_members(db, thread_id, company[lead])


def _newly_leading(
    linker: Linker, near: Collection[int], found: Collection[Thread], picked: Collection[int]
) -> set[int]:
    """Return who leads, or stands alone, and may not be compared with all their company: they followed so far.

    One that a person picked may have followed, whatever its thread says by now.
    """
    leads = {*near} - {one for thread in found for one in thread.members if one != thread.lead}
    if linker.index.total() <= FEW:
        return set()
    followed = stored_threads.followers(linker.db, leads) if linker.following is None else linker.following
    return leads & (linker.cut | followed | {*picked})


def _gathered(db: Database, near: Collection[int], leads: Collection[int]) -> list[Thread]:
    """Return the threads among these claims, and those of one that a relation links with a claim elsewhere.

    Claims without a date are taken in the order of their documents' fingerprints, not of their ids: so the threads do
    not depend on the order of intake.
    """
    kinds = relations.kinds_with(db, near)
    rows = claims.in_lasting_order(db, {*near, *(one for pair in kinds for one in pair)})
    ids = [row.id for row in rows]
    place = {claim_id: number for number, claim_id in enumerate(ids)}

    def pair(a: int, b: int) -> tuple[int, int]:
        return pair_of(place[a], place[b])

    decided = [row for row in relations.on_claims(db, near) if row.a in place and row.b in place]
    found = threads(
        [Statement(place[row.id], row.date) for row in rows],
        {pair(*both): kind for both, kind in kinds.items()},
        refused={pair(row.a, row.b) for row in decided if row.decision == "refused"},
        confirmed={pair(row.a, row.b) for row in decided if row.decision == "confirmed" and not _links(row)},
        leads={place[lead] for lead in leads if lead in place},
    )
    return [
        Thread(ids[thread.lead], tuple(ids[member] for member in thread.members))
        for thread in found
        if ids[thread.lead] in near
    ]


def _links(decision: Decision) -> bool:
    """Whether a person confirmed a changed figure or a reversal: that links two threads, and never makes them one."""
    return decision.confirmed_as in LINKING


def _continued(stored: list[ThreadMembers], found: list[Thread]) -> tuple[list[tuple[int | None, Thread]], list[int]]:
    """Pair each gathered thread with the stored one it continues: that with most claims in common, then its lead's own.

    So a thread keeps its address when an earlier statement arrives and leads it, and an empty one gets it back; one
    whose lead a person picked keeps it round that lead alone. New threads come with the id ``None``. Also returns the
    ids of stored threads that nothing continues.
    """
    places: dict[int, set[int]] = {}
    for place, thread in enumerate(found):
        for member in thread.members:
            places.setdefault(member, set()).add(place)
    likenesses = sorted(
        (
            not row.lead_picked,
            -len({*row.members} & {*found[place].members}),
            row.lead_id != found[place].lead,
            row.id,
            place,
        )
        for row in stored
        for place in {place for one in (row.lead_id, *row.members) for place in places.get(one, ())}
        if row.lead_id == found[place].lead
        or (not row.lead_picked and not {*found[place].members}.isdisjoint(row.members))
    )
    continues: dict[int, int] = {}
    for *_, thread_id, place in likenesses:
        if place not in continues and thread_id not in continues.values():
            continues[place] = thread_id
    ended = [row.id for row in stored if row.id not in continues.values()]
    return [(continues.get(place), thread) for place, thread in enumerate(found)], ended


Place = tuple[object, ...]
"""Where a claim stands in the order of threads."""


class _DecidedError(Exception):
    """People decided on a claim that may change its thread."""


def resettle(linker: Linker, unsettled: Collection[int]) -> bool:
    """Let these new claims lead who is the same; say whether that could be told without gathering.

    They are in no thread yet but perhaps one of their own; everything else stands as it did without them.
    """
    try:
        change = _Change(linker)
        change.let_lead(unsettled)
    except _DecidedError:
        return False
    change.write()
    return True


class _Change:
    """What becomes of the threads: who leads now (``fresh``), who does no longer (``dead``), who joins whom."""

    def __init__(self, linker: Linker) -> None:
        self.linker = linker
        self.place: dict[int, Place] = {}
        self.stood: dict[int, set[int]] = {}
        """For each claim the leads it followed so far; a claim that led, or was in no thread, followed none."""
        self.fresh: set[int] = set()
        self.dead: set[int] = set()
        self.gained: dict[int, set[int]] = {}
        self.joins: dict[int, set[int]] = {}
        self.linked: set[int] = set()
        self.waiting: list[tuple[Place, int]] = []
        self.known: set[int] = set()

    def let_lead(self, unsettled: Collection[int]) -> None:
        """Take the new claims and all that they change, in order."""
        new = {*unsettled}
        self._push(new)
        while self.waiting:
            # All that is pushed stands after what is taken out, so whoever is taken out is settled for good: everybody
            # before it, on whom alone its place depends, was settled then.
            _, one = heappop(self.waiting)
            joins = self._following(one)
            led = not self.stood[one]
            if not joins and (one in new or not led):
                joins = self._leading(one)
            if joins:
                self.joins[one] = joins
                if led:
                    self.dead.add(one)
                    self._push(stored_threads.followers_of(self.linker.db, one))

    def _following(self, one: int) -> set[int]:
        return (self.stood[one] - self.dead) | self.gained.get(one, set())

    def _leading(self, one: int) -> set[int]:
        """Let a claim lead, and those after it that are the same follow; or return whom it follows after all."""
        linker = self.linker
        followed = bool(self.stood[one])
        # One that followed was compared with few others that follow: their leads were enough to tell its own thread.
        # Now that it is to lead, it has to meet all that may follow it; and among them may be one that leads since, and
        # comes before it.
        if (followed or one in linker.cut) and linker.index.total() > FEW:
            linker.in_full([one])
        kinds = relations.kinds_with(linker.db, [one])
        same = [a if b == one else b for (a, b), kind in kinds.items() if kind in SAME_CLAIM]
        self._load(same)
        before = {other for other in same if self.place[other] < self.place[one] and self._leads(other)}
        if before:
            return before
        self.fresh.add(one)
        linked = {other for both, kind in kinds.items() if kind in LINKING for other in both}
        if relations.on_claims(linker.db, linked - {one}):
            raise _DecidedError  # who stands in a thread by a confirmation alone gets one of its own besides
        self.linked |= linked
        after = [other for other in same if self.place[other] > self.place[one]]
        for other in after:
            self.gained.setdefault(other, set()).add(one)
        self._push(after)
        return set()

    def _leads(self, one: int) -> bool:
        return one in self.fresh or (not self.stood[one] and one not in self.dead)

    def _push(self, claim_ids: Collection[int]) -> None:
        """Put claims among those that may change, each once."""
        self._load(claim_ids)
        for claim_id in claim_ids:
            if claim_id in self.place and claim_id not in self.known:
                self.known.add(claim_id)
                heappush(self.waiting, (self.place[claim_id], claim_id))

    def _load(self, claim_ids: Collection[int]) -> None:
        db = self.linker.db
        if missing := [claim_id for claim_id in claim_ids if claim_id not in self.place]:
            # Decisions do not keep to the order of dates: a refusal parts all members of a thread, a picked lead leads
            # claims before it. Then only gathering what hangs together will do.
            if relations.on_claims(db, missing) or stored_threads.picked_leads(db, missing):
                raise _DecidedError
            self.place |= claims.places(db, missing)
            self.stood |= {claim_id: set[int]() for claim_id in missing} | stored_threads.leads_of(db, missing)

    def write(self) -> None:
        """Store what changed."""
        db = self.linker.db
        company: dict[int, list[int]] = {}
        for one, joins in self.joins.items():
            for lead in joins - (self.stood[one] - self.fresh):
                company.setdefault(lead, []).append(one)
        found = [
            Thread(lead, (lead, *company.pop(lead, ())))
            for lead in self.fresh
            if lead in company or lead in self.linked
        ]
        write_continued(db, stored_threads.among(db, self.dead | self.fresh), found)
        join_threads(db, company, self.linked)


def grow_threads(linker: Linker, claim_ids: Collection[int]) -> None:
    """Put new claims into the threads they belong to; their relations are stored, and nobody decided on them.

    The outcome is that of gathering all threads anew. Where a new claim may change who leads, they are.
    """
    growth = _growth(linker, claim_ids)
    if incomplete := [claim_id for claim_id in growth.leading if claim_id in linker.cut]:
        linker.in_full(incomplete)
        growth = _growth(linker, claim_ids)
    company: dict[int, list[int]] = {}
    for one, joined in growth.joined.items():
        for lead in joined:
            company.setdefault(lead, []).append(one)
    join_threads(linker.db, company, growth.linked)
    if growth.unsettled and not resettle(linker, growth.unsettled):
        gather_threads(linker, growth.unsettled)


def _growth(linker: Linker, claim_ids: Collection[int]) -> Growth:
    db = linker.db
    kinds = relations.kinds_with(db, claim_ids)
    rows = claims.in_lasting_order(db, {*claim_ids, *(one for pair in kinds for one in pair)})
    place = {row.id: number for number, row in enumerate(rows)}
    ids = [row.id for row in rows]
    others = place.keys() - claim_ids
    leads = others - stored_threads.followers(db, others)
    confirmed = [pair for pair in relations.on_claims(db, others) if pair.decision == "confirmed"]
    growth = grown(
        [place[claim_id] for claim_id in claim_ids if claim_id in place],
        [Statement(place[row.id], row.date) for row in rows],
        {(place[a], place[b]): kind for (a, b), kind in kinds.items()},
        {place[lead] for lead in leads},
        {place[lead] for lead in stored_threads.picked_leads(db, leads)},
        {place[one] for pair in confirmed for one in (pair.a, pair.b) if one in others},
    )
    return Growth(
        {ids[one]: tuple(ids[lead] for lead in joined) for one, joined in growth.joined.items()},
        tuple(ids[one] for one in growth.leading),
        frozenset(ids[one] for one in growth.linked),
        frozenset(ids[one] for one in growth.unsettled),
    )


def link_claims(db: Database, claim_ids: Collection[int], unindexed: Mapping[int, str] | None = None) -> None:
    """Find the matches of new or changed claims among all stored ones; to be called inside a transaction.

    ``unindexed`` maps claims that changed or are gone to the words they stand under in the key index.
    """
    unindexed = unindexed or {}
    every = {*claim_ids, *unindexed}
    are_new = not unindexed and not relations.on_claims(db, claim_ids)
    near = set() if are_new else stored_threads.neighbourhood(db, every)
    if unindexed:
        indexes.remove(db, [(claim_id, keys(words)) for claim_id, words in unindexed.items()])
        indexes.drop_readings(db, unindexed)
    relations.drop_of(db, every)
    linker = Linker(db)
    rows = linker.load(list(claim_ids))
    indexes.add(db, [(row.id, keys(row.text)) for row in rows])
    _put_readings(db, [(row.id, row.text) for row in rows])
    if linker.index.total() > FEW:
        linker.index.read([*dict.fromkeys(key for row in rows for key in keys(row.text))])
    for row in rows:
        linker.compare(row.id)
    linker.write()
    if are_new:
        grow_threads(linker, claim_ids)
    else:
        relate_decided(linker, every)
        gather_threads(linker, {*near, *every})


def index_anew(db: Database) -> None:
    """Write afresh what all live claims are found by, their keys and readings; to be called inside a transaction."""
    indexes.fill(db, ((claim_id, keys(text)) for claim_id, text in claims.every_live_text(db)))
    indexes.clear_readings(db)
    every = claims.every_live_text(db)
    while some := [*islice(every, CLAIMS_AT_ONCE)]:
        _put_readings(db, some)


def _put_readings(db: Database, texts: Sequence[tuple[int, str]]) -> None:
    lines = reading_lines([text for _, text in texts])
    indexes.put_readings(db, zip([claim_id for claim_id, _ in texts], lines, strict=True))
