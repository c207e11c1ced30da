"""Keeping the stored threads in step with relations and decisions."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from tracker import match, store
from tracker.desk.comparing import FEW, Linker
from tracker.match.threads import pair as pair_of
from tracker.models.events import Decision
from tracker.models.threads import ThreadMembers
from tracker.store import claims, decisions, relations, thread_growth


def refresh_threads(db: store.Database, claim_ids: Collection[int]) -> None:
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
        near = thread_growth.neighbourhood(db, claim_ids, linked=linked)
        stored = thread_growth.among(db, {*near, *claim_ids})
        picked = {row.lead_id for row in stored if row.lead_picked}
        found = _gathered(db, near, picked)
        leading = _newly_leading(linker, near, found, picked) - completed
        if not leading:
            break
        linker.in_full(sorted(leading))
        completed |= leading
    write_continued(db, stored, found)
    return near


def write_continued(db: store.Database, stored: list[ThreadMembers], found: list[match.Thread]) -> None:
    """Write threads in place of stored ones; each keeps the address of the one it continues."""
    continued, ended = _continued(stored, found)
    for ended_id in ended:
        thread_growth.empty(db, ended_id)
    unchanged = {row.id: (row.lead_id, {*row.members}) for row in stored}
    for thread_id, thread in continued:
        if thread_id is None or unchanged[thread_id] != (thread.lead, {*thread.members}):
            thread_growth.write(db, thread_id, thread.lead, thread.members)


def house(db: store.Database, company: Mapping[int, Sequence[int]], linked: Collection[int]) -> None:
    """Add claims to the threads of their leads; give one to leads that had none, and to ``linked`` claims in none."""
    led = thread_growth.led_by(db, {*company, *linked})
    joining = {one for group in company.values() for one in group}
    homeless = {*linked} - joining - thread_growth.in_threads(db, linked)
    for lead in sorted({*company, *homeless}):
        thread_id, is_empty = led.get(lead, (None, True))
        if thread_id is None or is_empty:
            thread_growth.write(db, thread_id, lead, [lead, *company.get(lead, ())])
        else:
            thread_growth.add_members(db, thread_id, company[lead])


def _newly_leading(
    linker: Linker, near: Collection[int], found: Collection[match.Thread], picked: Collection[int]
) -> set[int]:
    """Return who leads, or stands alone, and may not be compared with all their company: they followed so far.

    One that a person picked may have followed, whatever its thread says by now.
    """
    leads = {*near} - {one for thread in found for one in thread.members if one != thread.lead}
    if linker.index.total() <= FEW:
        return set()
    followed = thread_growth.followers(linker.db, leads) if linker.following is None else linker.following
    return leads & (linker.cut | followed | {*picked})


def _gathered(db: store.Database, near: Collection[int], leads: Collection[int]) -> list[match.Thread]:
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

    decided = [row for row in decisions.on_claims(db, near) if row.a in place and row.b in place]
    found = match.threads(
        [match.Statement(place[row.id], row.date) for row in rows],
        {pair(*both): kind for both, kind in kinds.items()},
        refused={pair(row.a, row.b) for row in decided if row.decision == "refused"},
        confirmed={pair(row.a, row.b) for row in decided if row.decision == "confirmed" and not _links(row)},
        leads={place[lead] for lead in leads if lead in place},
    )
    return [
        match.Thread(ids[thread.lead], tuple(ids[member] for member in thread.members))
        for thread in found
        if ids[thread.lead] in near
    ]


def _links(decision: Decision) -> bool:
    """Whether a person confirmed a changed figure or a reversal: that links two threads, and never makes them one."""
    return decision.confirmed_as in match.LINKING


def _continued(
    stored: list[ThreadMembers], found: list[match.Thread]
) -> tuple[list[tuple[int | None, match.Thread]], list[int]]:
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
