"""What waits for a person, by group: claims that may be one, and what may be their opposite or give another figure.

Pairs of claims are what matching suggests; thirteen prints of one sentence are seventy-eight pairs and one question.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from typing import Final

from tracker.db import claims, relations, threads
from tracker.db.rows import Database
from tracker.models import RelationKind, told_as
from tracker.models.claims import ClaimWithQuantities
from tracker.models.relations import ANY, AskedGroup, Narrowed, OtherGroup, Pair, SuggestedPair

LOOKED_THROUGH: Final = 2_000
"""Suggested pairs, the surest first, that are gathered into questions: more than a person decides in a week."""
ODD_BELOW: Final = 0.75
"""A claim whose likeness to the others is less than this share of what is usual in its group is the odd one out."""
FEWEST_FOR_ODD: Final = 3
"""Of two claims neither is the odd one."""


class GroupLane:
    """Claims that may be one, by group, the surest first; what differs in typography alone is not asked."""

    def count(self, db: Database, narrowed: Narrowed) -> int:
        """Return how many wait."""
        return len(_gathered(db, narrowed))

    def first(self, db: Database, narrowed: Narrowed, limit: int) -> tuple[list[AskedGroup], int]:
        """Return the first that wait, and how many do."""
        found = _gathered(db, narrowed)
        return _asked(db, found[:limit]), len(found)

    def listed(self, db: Database, narrowed: Narrowed, limit: int, offset: int) -> Sequence[AskedGroup]:
        """Return some that wait, in their order; a negative limit is none."""
        found = _gathered(db, narrowed)
        return _asked(db, found[offset:] if limit < 0 else found[offset : offset + limit])

    def following(self, db: Database, narrowed: Narrowed, after: str) -> AskedGroup | None:
        """Return the first after the one with a key; where that is settled, the first of all."""
        found = _gathered(db, narrowed)
        place = next((at for at, group in enumerate(found) if group.key == after), -1)
        return next(iter(_asked(db, found[place + 1 : place + 2])), None)

    def one(self, db: Database, key: str, narrowed: Narrowed = ANY) -> AskedGroup | None:
        """Return the one with a key, of a queue narrowed so, if it waits still."""
        return next(iter(_asked(db, [group for group in _gathered(db, narrowed) if group.key == key])), None)


class _Group:
    """A question before its claims are read: the ids of the claims, the pairs among them, the pairs to other groups."""

    def __init__(self) -> None:
        self.members: set[int] = set()
        self.pairs: list[SuggestedPair] = []
        self.others: dict[tuple[int, RelationKind], list[SuggestedPair]] = {}
        self.besides: list[SuggestedPair] = []
        self.folded: dict[tuple[int, RelationKind], _Group] = {}

    @property
    def key(self) -> str:
        return str(min(self.members))

    @property
    def asks(self) -> bool:
        """Whether anything in it is more than a difference of typography."""
        return bool(self.others) or any(pair.kind != RelationKind.REPEAT for pair in self.pairs)


def _gathered(db: Database, narrowed: Narrowed) -> list[_Group]:
    """Return the questions, the surest first: the claims of a thread, and what was suggested between groups.

    What joins two groups is asked with the one that comes first.
    """
    pairs = relations.pairs(db, narrowed, limit=LOOKED_THROUGH)
    root = _by_thread(db, {claim_id for pair in pairs for claim_id in (pair.a, pair.b)})
    groups: dict[int, _Group] = {}
    across: dict[int, list[SuggestedPair]] = {}
    for pair in pairs:
        for claim_id in (pair.a, pair.b):
            groups.setdefault(root[claim_id], _Group()).members.add(claim_id)
        if root[pair.a] == root[pair.b]:
            groups[root[pair.a]].pairs.append(pair)
        else:
            across.setdefault(root[pair.a], []).append(pair)
            across.setdefault(root[pair.b], []).append(pair)
    taken: set[Pair] = set()
    for here, group in groups.items():
        rest = [pair for pair in across.get(here, ()) if (pair.a, pair.b) not in taken]
        for pair in rest:
            far = root[pair.b] if root[pair.a] == here else root[pair.a]
            group.others.setdefault((min(groups[far].members), told_as(pair.kind)), []).append(pair)
        # What is the opposite of the same claim, or gives other figures of it, is related among itself as that says.
        sides: dict[int, set[bool]] = {}
        for pair in rest:
            far = root[pair.b] if root[pair.a] == here else root[pair.a]
            sides.setdefault(far, set()).add(pair.kind == RelationKind.REVERSED)
        opposed = {far: side.pop() for far, side in sides.items() if len(side) == 1}
        between = {(pair.a, pair.b): pair for far in opposed for pair in across[far] if (pair.a, pair.b) not in taken}
        group.besides = [
            pair
            for pair in between.values()
            if root[pair.a] in opposed
            and root[pair.b] in opposed
            and (opposed[root[pair.a]] != opposed[root[pair.b]]) == (pair.kind == RelationKind.REVERSED)
        ]
        taken |= {(pair.a, pair.b) for pair in (*rest, *group.besides)}
    return _folded([group for group in groups.values() if group.asks])


def _folded(groups: Sequence[_Group]) -> list[_Group]:
    """Return the questions without those that another asks with its own: claims of which nothing else is asked."""
    alone = {min(group.members): group for group in groups if not (group.others or _odd(group))}
    for group in groups:
        for far, kind in group.others:
            one = alone.pop(far, None)
            if one is not None:
                group.folded[far, kind] = one
    folded = {id(one) for group in groups for one in group.folded.values()}
    return [group for group in groups if id(group) not in folded]


def _by_thread(db: Database, claim_ids: Collection[int]) -> dict[int, int]:
    """Return for each of some claims the first claim of its group: of the largest of its threads, else itself."""
    homes = threads.homes(db, claim_ids)
    sizes = Counter(thread for there in homes.values() for thread in there)
    largest = {one: max(there, key=lambda thread: (sizes[thread], -thread)) for one, there in homes.items()}
    first: dict[int, int] = {}
    for claim_id in sorted(largest):
        first.setdefault(largest[claim_id], claim_id)
    return {claim_id: first[largest[claim_id]] if claim_id in largest else claim_id for claim_id in claim_ids}


def _asked(db: Database, groups: Sequence[_Group]) -> list[AskedGroup]:
    """Return questions with their claims."""
    wanted = {claim_id for group in groups for claim_id in (*group.members, *(far for far, _ in group.others))}
    wanted |= {claim_id for group in groups for one in group.folded.values() for claim_id in one.members}
    known = {claim.id: claim for claim in claims.with_quantities(db, claims.several(db, sorted(wanted)))}
    shown = [pairs[0] for group in groups for pairs in group.others.values()]
    reasons = relations.reasons_of(db, [(pair.a, pair.b) for pair in shown]) if shown else {}
    found = []

    def oldest_first(group: _Group) -> list[ClaimWithQuantities]:
        rows = (known[claim_id] for claim_id in group.members)
        return sorted(rows, key=lambda one: (one.date is None, one.date or "", one.id))

    for group in groups:
        rows = oldest_first(group)
        others = (
            OtherGroup(
                key=f"{kind}-{far}",
                kind=kind,
                claim=known[far],
                claims=len({claim_id for pair in pairs for claim_id in (pair.a, pair.b)} - group.members),
                reasons=reasons[pairs[0].a, pairs[0].b],
                pairs=tuple((pair.a, pair.b) for pair in pairs),
                wordings=tuple(oldest_first(group.folded[far, kind])) if (far, kind) in group.folded else (),
                within=tuple((pair.a, pair.b) for pair in group.folded[far, kind].pairs)
                if (far, kind) in group.folded
                else (),
            )
            for (far, kind), pairs in group.others.items()
        )
        found.append(
            AskedGroup(
                key=group.key,
                claims=tuple(rows),
                odd=_odd(group),
                pairs=tuple((pair.a, pair.b) for pair in group.pairs),
                others=tuple(others),
                besides=tuple((pair.a, pair.b) for pair in group.besides),
            )
        )
    return found


def _odd(group: _Group) -> tuple[int, ...]:
    """Return the claims that are less like the others than is usual in their group."""
    if len(group.members) < FEWEST_FOR_ODD:
        return ()
    best = {
        claim_id: max((pair.score for pair in group.pairs if claim_id in (pair.a, pair.b)), default=0.0)
        for claim_id in group.members
    }
    usual = sorted(best.values())[len(best) // 2]
    return tuple(claim_id for claim_id, score in best.items() if score < ODD_BELOW * usual)
