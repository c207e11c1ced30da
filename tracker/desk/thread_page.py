"""What the page of a thread shows: of thousands of claims those that stand on it, and counts of the others."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from tracker import match, store
from tracker.desk import showing, thread_history
from tracker.desk.nouns import need
from tracker.store import claims, documents, relations, threads
from tracker.store.rows import Row

MOST_USES: Final = 3
"""Further uses of one wording, origins, and copies of one, which the page lists; the rest is in the table."""
MOST_DRAWN: Final = 24
"""Claims on the time line: the first use of each wording before all repeats."""


@dataclass(frozen=True, slots=True)
class Read:
    """A thread with all its claims in brief, in date order, and its wordings as ``match.wordings`` has them."""

    thread: Row
    members: list[match.Statement]
    wordings: tuple[match.Wording, ...]


def read(db: store.Database, thread_id: int) -> Read:
    """Read a thread in brief; raises ``NotFoundError`` for one that is not there."""
    thread = need(db, "thread", thread_id)
    claims = threads.in_brief(db, thread_id)
    members = [match.Statement(one.id, one.date, one.text, one.speaker, one.polarity) for one in claims]
    return Read(thread, members, match.wordings(members))


def page(db: store.Database, whole: Read, *, offset: int, size: int) -> Row:
    """Return what one page shows: some rungs of the ladder, and on the first one all that belongs to the whole thread.

    The rungs are those of ``thread_history``, with ``others`` cut to ``MOST_USES`` and ``more``, how many were cut off.
    ``ids`` are those of all its claims, ``undated`` counts those without a date, ``lead_row`` is its lead;
    ``suggested`` and ``confirmed`` count the matches with the lead. ``drawn`` are claims with the number of their
    wording; ``lineage`` is cut too, ``carried`` counts it whole.
    """
    lead_id = whole.thread["lead_id"]
    dates = {one.id: one.date for one in whole.members}
    order = [_uses(wording, dates, lead_id) for wording in whole.wordings]
    rungs = range(offset, min(offset + size, len(order)))
    drawn = _drawn(order) if offset == 0 else []
    traced = match.origins(whole.members)
    origins = [origin for origin in traced if origin.copies]
    wanted = {lead_id, *(use for at in rungs for use in order[at][: MOST_USES + 1]), *(use for use, _ in drawn)}
    wanted |= {order[offset - 1][0]} if offset else set()
    wanted |= {use for origin in origins[:MOST_USES] for use in (origin.first, *origin.copies[:MOST_USES])}
    wanted |= {one.id for one in whole.members[:1]}
    copied = {copy: origin.first for origin in origins for copy in origin.copies}
    rows = _rows(db, whole, sorted(wanted), copied)
    suggested, confirmed = relations.decided_of(db, lead_id, whole.thread["id"])
    opposed = showing.opposed(db, whole.thread["id"]) if offset == 0 else []
    return whole.thread | {
        "ids": list(dates),
        "undated": sum(date is None for date in dates.values()),
        "lead_row": rows.get(lead_id),
        "wordings": [_rung(at, order, whole.wordings[at], rows, lead_id) for at in rungs],
        "suggested": suggested,
        "confirmed": confirmed,
        "drawn": [(rows[use], number) for use, number in drawn],
        "opposed": opposed,
        "beside": thread_history.beside(db, opposed),
        "origins": len(traced),
        "carried": len(origins),
        "lineage": [_line(origin, rows, dates) for origin in origins[:MOST_USES]],
        **_first_use(whole.members, rows),
        **showing.talk(db, "thread", whole.thread["id"]),
    }


def _uses(wording: match.Wording, dates: dict[int, str | None], lead_id: int) -> tuple[int, ...]:
    """Return the uses of a wording, the lead first among those of its own date, whose order is not known anyway."""
    if lead_id in wording.uses and dates[lead_id] == dates[wording.uses[0]]:
        return (lead_id, *(use for use in wording.uses if use != lead_id))
    return wording.uses


def _drawn(order: list[tuple[int, ...]]) -> list[tuple[int, int]]:
    """Return the claims of the time line, each with the number of its wording."""
    firsts = [(uses[0], number) for number, uses in enumerate(order[:MOST_DRAWN], 1)]
    again = [(use, number) for number, uses in enumerate(order[:MOST_DRAWN], 1) for use in uses[1:MOST_DRAWN]]
    return (firsts + again)[:MOST_DRAWN]


def _rows(db: store.Database, whole: Read, wanted: list[int], copied: dict[int, int]) -> dict[int, Row]:
    """Return the claims that are shown, as ``thread_history.history`` has members."""
    lead_id = whole.thread["lead_id"]
    to_lead = showing.to_lead(lead_id, relations.with_each(db, lead_id, wanted))
    rows = claims.with_quantities(db, claims.several(db, wanted))
    dates = documents.published(db, [row.document_id for row in rows])
    found = {}
    for row in rows:
        member = row | {"relation": showing.brief(to_lead.get(row.id)), "published": dates[row.document_id]}
        member |= {"what": thread_history.standing(member, lead_id), "origin": copied.get(row.id)}
        found[row.id] = member
    return found


def _rung(at: int, order: list[tuple[int, ...]], wording: match.Wording, rows: dict[int, Row], lead_id: int) -> Row:
    first, *others = order[at]
    before = rows[order[at - 1][0]] if at and wording.dated else None
    return thread_history.rung(
        at + 1, wording, rows[first], [rows[use] for use in others[:MOST_USES]], before, rows.get(lead_id)
    ) | {"more": max(0, len(others) - MOST_USES)}


def _line(origin: match.Origin, rows: dict[int, Row], dates: dict[int, str | None]) -> Row:
    copies = [rows[copy] for copy in origin.copies[:MOST_USES]]
    return {
        "first": rows[origin.first],
        "copies": copies,
        "more": len(origin.copies) - len(copies),
        "order_is_sure": thread_history.is_earlier(dates[origin.first], (dates[copy] for copy in origin.copies)),
    }


def _first_use(members: list[match.Statement], rows: dict[int, Row]) -> Row:
    """Return the earliest dated claim as ``first_seen``, and ``first_rivals``, how many others may be as early."""
    dated = [(one.id, one.date) for one in members if one.date is not None]
    if not dated:
        return {"first_seen": None, "first_rivals": 0}
    (first, date), *later = dated
    return {"first_seen": rows[first], "first_rivals": sum(match.may_be_one_day(date, other) for _, other in later)}
