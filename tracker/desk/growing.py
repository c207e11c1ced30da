"""Threads take in new claims one by one where that changes nothing else, which is nearly always."""

from __future__ import annotations

from collections.abc import Collection

from tracker.desk.comparing import Linker
from tracker.desk.resettling import resettle
from tracker.desk.threading import gather_threads, house
from tracker.match.growth import Growth, grown
from tracker.match.threads import Statement
from tracker.store import claims, relations, thread_growth


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
    house(linker.db, company, growth.linked)
    if growth.unsettled and not resettle(linker, growth.unsettled):
        gather_threads(linker, growth.unsettled)


def _growth(linker: Linker, claim_ids: Collection[int]) -> Growth:
    db = linker.db
    kinds = relations.kinds_with(db, claim_ids)
    rows = claims.in_lasting_order(db, {*claim_ids, *(one for pair in kinds for one in pair)})
    place = {row.id: number for number, row in enumerate(rows)}
    ids = [row.id for row in rows]
    others = place.keys() - claim_ids
    leads = others - thread_growth.followers(db, others)
    growth = grown(
        [place[claim_id] for claim_id in claim_ids if claim_id in place],
        [Statement(place[row.id], row.date) for row in rows],
        {(place[a], place[b]): kind for (a, b), kind in kinds.items()},
        {place[lead] for lead in leads},
        {place[lead] for lead in thread_growth.picked_leads(db, leads)},
    )
    return Growth(
        {ids[one]: tuple(ids[lead] for lead in joined) for one, joined in growth.joined.items()},
        tuple(ids[one] for one in growth.leading),
        frozenset(ids[one] for one in growth.linked),
        frozenset(ids[one] for one in growth.unsettled),
    )
