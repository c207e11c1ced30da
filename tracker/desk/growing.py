"""Threads take in new claims one by one where that changes nothing else, which is nearly always."""

from __future__ import annotations

from collections.abc import Collection

from tracker.desk.comparing import Linker
from tracker.desk.threading import gather_threads
from tracker.match.growth import Growth, grown
from tracker.match.threads import Statement
from tracker.store import claims, threads


def grow_threads(linker: Linker, claim_ids: Collection[int]) -> None:
    """Put new claims into the threads they belong to; their relations are stored, and nobody decided on them.

    The outcome is that of gathering all threads anew. Where a new claim may change who leads, they are.
    """
    growth = _growth(linker, claim_ids)
    if incomplete := [claim_id for claim_id in growth.leading if claim_id in linker.cut]:
        linker.in_full(incomplete)
        growth = _growth(linker, claim_ids)
    _write(linker, growth)
    if growth.unsettled:
        gather_threads(linker, growth.unsettled)


def _growth(linker: Linker, claim_ids: Collection[int]) -> Growth:
    db = linker.db
    kinds = threads.kinds_with(db, claim_ids)
    rows = claims.in_lasting_order(db, {*claim_ids, *(one for pair in kinds for one in pair)})
    place = {row["id"]: number for number, row in enumerate(rows)}
    ids = [row["id"] for row in rows]
    others = place.keys() - claim_ids
    leads = others - threads.followers(db, others)
    growth = grown(
        [place[claim_id] for claim_id in claim_ids if claim_id in place],
        [Statement(place[row["id"]], row["date"]) for row in rows],
        {(place[a], place[b]): kind for (a, b), kind in kinds.items()},
        {place[lead] for lead in leads},
        {place[lead] for lead in threads.picked_leads(db, leads)},
    )
    return Growth(
        {ids[one]: tuple(ids[lead] for lead in joined) for one, joined in growth.joined.items()},
        tuple(ids[one] for one in growth.leading),
        frozenset(ids[one] for one in growth.linked),
        frozenset(ids[one] for one in growth.unsettled),
    )


def _write(linker: Linker, growth: Growth) -> None:
    """Add the claims that join a lead to its thread; give one to leads that had none, and to linked claims in none."""
    db = linker.db
    company: dict[int, list[int]] = {}
    for one, joined in growth.joined.items():
        for lead in joined:
            company.setdefault(lead, []).append(one)
    led = threads.led_by(db, {*company, *growth.linked})
    homeless = growth.linked - growth.joined.keys() - threads.in_threads(db, growth.linked)
    for lead in sorted({*company, *homeless}):
        thread_id, is_empty = led.get(lead, (None, True))
        if thread_id is None or is_empty:
            threads.write_thread(db, thread_id, lead, [lead, *company.get(lead, ())])
        else:
            threads.add_members(db, thread_id, company[lead])
