"""How threads grow by new statements: all that can be told without gathering them anew.

A statement's thread follows from its relations to leads alone, so one that joins a lead changes nothing for others; nor
does one that leads and comes after all that are the same claim. One that would lead statements which stand in threads
already may change who leads, and is left to ``tracker.match.threads``.

Pure, and equal to gathering everything: ``tests/match/test_growth.py`` holds it to that.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from tracker.match.threads import LINKING, Pair, Statement, by_date
from tracker.models import SAME_CLAIM, RelationKind


@dataclass(frozen=True, slots=True)
class Growth:
    """What new statements come to: ``joined`` are the leads each joins, ``leading`` those that join none.

    ``linked`` are statements, new or not, that a changed figure or the contrary links with another: each has a thread,
    of one if it is in none. ``unsettled`` are those that may change who leads.
    """

    joined: Mapping[int, tuple[int, ...]]
    leading: tuple[int, ...]
    linked: frozenset[int]
    unsettled: frozenset[int]


def grown(
    new: Collection[int],
    statements: Iterable[Statement],
    relations: Mapping[Pair, RelationKind],
    leads: Collection[int],
    picked: Collection[int] = frozenset(),
) -> Growth:
    """Place ``new`` statements, on which nobody decided yet, among those they have a relation to.

    ``statements`` are the new ones and all these others, ``relations`` every relation of a new one. ``leads`` are the
    others that lead a thread or are in none, ``picked`` those of them that a person made the lead.
    """
    order = {statement.id: place for place, statement in enumerate(sorted(statements, key=by_date))}
    same: dict[int, list[int]] = {one: [] for one in new}
    linked: set[int] = set()
    for (a, b), kind in relations.items():
        if kind in LINKING:
            linked |= {a, b}
        elif kind in SAME_CLAIM:
            for one, other in ((a, b), (b, a)):
                if one in same:
                    same[one].append(other)
    leading = {*leads}
    joined: dict[int, tuple[int, ...]] = {}
    found: list[int] = []
    unsettled: set[int] = set()
    for one in sorted(new, key=order.__getitem__):
        # The earliest leads, so only a lead before it can be joined; one that a person picked leads whatever its date.
        home = [
            lead
            for lead in sorted(same[one], key=order.__getitem__)
            if lead in leading and (order[lead] < order[one] or lead in picked)
        ]
        if home:
            joined[one] = tuple(home)
            continue
        found.append(one)
        leading.add(one)
        # New ones after it are still to come, and will find it leading. A stored one after it has its place already: it
        # would follow now, and if it led, those that follow it would have to find another lead.
        if any(other not in new and order[other] > order[one] for other in same[one]):
            unsettled.add(one)
    return Growth(joined, tuple(found), frozenset(linked), frozenset(unsettled))
