"""What the page of a thread shows: its claims, and the ladder of its wordings with what each step changed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from tracker.db import claims, documents, relations, threads
from tracker.db.rows import Database, Row
from tracker.matching.features import Narrowing, narrowing
from tracker.matching.threads import Origin, Statement, Wording, may_be_one_day, wordings
from tracker.matching.threads import origins as origins_of
from tracker.services.claims import OPPOSED, sides
from tracker.services.nouns import need, talk

JOINED: Final = "joined"
"""What a claim is to its lead where no relation says so: a person put it into the thread beside another claim."""
LEAD: Final = "lead"


DECISION = ("decision", "decided_by", "decided_at")
"""What is shown of a person's decision on a pair; ``None`` where the program only suggests it."""


def shown(db: Database, thread_id: int) -> Row:
    """Return a thread with its claims in date order, and as ``opposed`` the claims that revise or oppose one of them.

    Each member carries ``relation``, what it is to the lead (``None`` for the lead itself). ``origins`` tell how many
    independent sources stand behind it: the first claim of each, with its copies in later documents.
    """
    row = need(db, "thread", thread_id)
    members = threads.members(db, thread_id)
    rows = claims.with_quantities(db, claims.several(db, members))
    to_the_lead = relations_to_lead(row["lead_id"], relations.of_claim(db, row["lead_id"]))
    return row | {
        "members": [member | {"relation": brief(to_the_lead.get(member["id"]))} for member in rows],
        "opposed": opposed_to(db, thread_id),
        "origins": _origins(rows),
        **talk(db, "thread", thread_id),
    }


def _origins(rows: list[Row]) -> list[Row]:
    """Return the origins of a thread's claims, as ``{"first": claim id, "copies": [claim ids]}``."""
    statements = [Statement(row["id"], row["date"], row["text"], row["speaker"]) for row in rows]
    return [{"first": origin.first, "copies": list(origin.copies)} for origin in origins_of(statements)]


def opposed_to(db: Database, thread_id: int) -> list[Row]:
    """Return the relations that link a thread to claims outside it, one for each such claim, the lead's own first."""
    found: dict[int, Row] = {}
    for relation in relations.opposing(db, thread_id, OPPOSED):
        found.setdefault(relation["outside"], relation)
    rows = sides(db, found.values())
    return [
        _seen_from(each.inside, each | {"claim_a": rows[each.a], "claim_b": rows[each.b]}) for each in found.values()
    ]


def _seen_from(claim_id: int, relation: Row) -> Row:
    """Return a relation as seen from one of its claims."""
    if relation["a"] == claim_id:
        return relation | {"other": relation["claim_b"]}
    turned = [[theirs, mine] for mine, theirs in relation["differences"]]
    return relation | {"other": relation["claim_a"], "differences": turned}


def relations_to_lead(lead_id: int, found: list[Row]) -> dict[int, Row]:
    """Return the relations of a thread's lead by the claim on the far side, as seen from the lead."""
    turned = (
        _seen_from(lead_id, relation | {"claim_a": relation["a"], "claim_b": relation["b"]}) for relation in found
    )
    return {relation["other"]: relation for relation in turned}


def brief(relation: Row | None) -> Row | None:
    """Return what a member of a thread tells of its relation to the lead."""
    if relation is None:
        return None
    return {key: relation[key] for key in ("a", "b", "kind", "score", "reasons", "differences", *DECISION)}


def history(db: Database, thread_id: int) -> Row:
    """Return a thread as ``shown`` does, with its claims' standing, its ladder of wordings and its first use.

    Each member also has ``what`` (``lead``, the kind of relation to the lead, or ``joined``), ``published`` (its
    document's date), the number of its ``wording``, and ``origin`` (the claim whose copy it is, ``None`` for an origin
    itself). See ``_ladder`` for ``wordings``, ``beside`` and ``_lineage`` for what they return.
    """
    thread = shown(db, thread_id)
    dates = documents.published(db, [row["document_id"] for row in thread["members"]])
    origin_of = {copy: origin["first"] for origin in thread["origins"] for copy in origin["copies"]}
    for row in thread["members"]:
        row["what"] = standing(row, thread["lead_id"])
        row["published"] = dates[row["document_id"]]
        row["origin"] = origin_of.get(row["id"])
    return thread | {
        "wordings": _ladder(thread),
        "beside": beside(db, thread["opposed"]),
        "lineage": _lineage(thread),
        **_first_use(thread["members"]),
    }


def standing(row: Row, lead_id: int) -> str:
    """Return what a claim is to its thread: the lead, the kind of its relation to the lead, or joined by a person."""
    if row["id"] == lead_id:
        return LEAD
    return str(row["relation"]["kind"]) if row["relation"] else JOINED


def _ladder(thread: Row) -> list[Row]:
    """Return the wordings in the order of their first known use, undated ones last, and number the members by them.

    See ``rung``. Only the dated ones stand in an order, so an undated one has no wording before it.
    """
    rows = {row["id"]: row for row in thread["members"]}
    lead = rows.get(thread["lead_id"])
    statements = [
        Statement(row["id"], row["date"], row["text"], row["speaker"], row["polarity"]) for row in rows.values()
    ]
    ladder: list[Row] = []
    for number, wording in enumerate(wordings(statements), 1):
        first, *others = _lead_before_its_equals([rows[use] for use in wording.uses], lead)
        for row in (first, *others):
            row["wording"] = number
        before = ladder[-1]["first"] if ladder and wording.dated else None
        ladder.append(rung(number, wording, first, others, before, lead))
    return ladder


def rung(number: int, wording: Wording, first: Row, others: list[Row], before: Row | None, lead: Row | None) -> Row:
    """Return one wording of the ladder, given the claims that use it.

    It has its ``number``, ``first`` (the member that shows its first known use) and ``others``; ``dated`` and
    ``rivals`` and ``undated`` as ``match.Wording``; what it ``dropped`` and ``added`` of qualifiers beside the wording
    ``before`` it and, as ``lead_dropped`` and ``lead_added``, beside the lead. ``order_is_sure`` is false where its
    first use and that of the wording before may be of one day.
    """
    return {
        "number": number,
        "first": first,
        "others": others,
        "dated": wording.dated,
        "rivals": wording.rivals,
        "undated": wording.undated,
        "before": before,
        "order_is_sure": before is None or not may_be_one_day(before["date"], first["date"]),
        "leads": lead is not None and lead["id"] in wording.uses,
        **_narrowed("", before, first),
        **_narrowed("lead_", lead, first),
    }


def _lead_before_its_equals(uses: list[Row], lead: Row | None) -> list[Row]:
    """Put the lead first among uses of its own date, whose order is not known anyway."""
    if lead in uses and lead is not None and lead["date"] == uses[0]["date"]:
        return [lead, *(row for row in uses if row is not lead)]
    return uses


def _narrowed(prefix: str, before: Row | None, after: Row) -> Row:
    found = narrowing(before["text"], after["text"]) if before else Narrowing((), ())
    return {f"{prefix}dropped": list(found.dropped), f"{prefix}added": list(found.added)}


def beside(db: Database, opposed: list[Row]) -> list[Row]:
    """Return what revises or reverses a thread, each wording once in date order, undated ones last.

    Each is a relation with ``other`` (its first known use) and ``others``, the relations of its further uses;
    ``threads`` are the ids of those its claims belong to.
    """
    homes = threads.homes(db, [relation["other"]["id"] for relation in opposed])
    found = []
    for kind in OPPOSED:
        by_claim = {relation["other"]["id"]: relation for relation in opposed if relation["kind"] == kind}
        others = (relation["other"] for relation in by_claim.values())
        statements = [Statement(c["id"], c["date"], c["text"], c["speaker"], c["polarity"]) for c in others]
        for wording in wordings(statements):
            first, *again = (by_claim[use] for use in wording.uses)
            lead_to = {home: None for use in wording.uses for home in homes.get(use, [])}
            found.append(first | {"others": again, "threads": list(lead_to)})
    return found


def _lineage(thread: Row) -> list[Row]:
    """Return the origins that were carried on, each as ``{"first", "copies", "order_is_sure"}`` with the members.

    ``order_is_sure`` is false where a copy may be as early as what is taken for the origin.
    """
    rows = {row["id"]: row for row in thread["members"]}
    found = []
    for origin in thread["origins"]:
        first, copies = rows[origin["first"]], [rows[copy] for copy in origin["copies"]]
        if copies:
            sure = is_earlier(first["date"], (copy["date"] for copy in copies))
            found.append({"first": first, "copies": copies, "order_is_sure": sure})
    return found


def is_earlier(date: str | None, others: Iterable[str | None]) -> bool:
    """Say whether what has a date is known to be earlier than all others."""
    return date is not None and not any(other is None or may_be_one_day(date, other) for other in others)


def _first_use(members: list[Row]) -> Row:
    """Return the earliest dated member as ``first_seen``, with ``first_rivals``, those that may be as early."""
    dated = [row for row in members if row["date"]]
    if not dated:
        return {"first_seen": None, "first_rivals": []}
    first, *later = dated
    return {
        "first_seen": first,
        "first_rivals": [row for row in later if may_be_one_day(first["date"], row["date"])],
    }


def rows_of(thread: Row) -> list[Row]:
    """Return one flat row a claim of a thread's history, for a table."""
    origin = {row["id"]: row["origin"] or row["id"] for row in thread["members"]}
    ladder = {wording["number"]: wording for wording in thread["wordings"]}
    return [
        {
            "claim": row["id"],
            "what": row["what"],
            "standing": _decided(row),
            "date": row["date"],
            "date_kind": row["date_kind"],
            "date_basis": row["date_basis"],
            "date_candidates": row["date_candidates"],
            "published": row["published"],
            "speaker": row["speaker"],
            "label": row["label"],
            "kind": row["kind"],
            "denied": row["polarity"] < 0,
            "text": row["text"],
            "wording": row["wording"],
            "dropped": ladder[row["wording"]]["dropped"],
            "added": ladder[row["wording"]]["added"],
            "origin": origin[row["id"]],
            "document_id": row["document_id"],
            "document": row["document_title"] or row["document"],
            "publisher": row["publisher"],
            "url": row["url"],
        }
        for row in thread["members"]
    ]


def _decided(row: Row) -> str:
    if row["what"] in (LEAD, JOINED):
        return str(row["what"])
    return row["relation"]["decision"] or "suggested"


def members_table(db: Database, thread_id: int) -> list[Row]:
    """Return one flat row a claim of a thread; raises ``NotFoundError`` for a thread that is not there."""
    need(db, "thread", thread_id)
    return rows_of(history(db, thread_id)) if threads.members(db, thread_id) else []


MOST_USES: Final = 3
"""Further uses of one wording, origins, and copies of one, which the page lists; the rest is in the table."""
MOST_DRAWN: Final = 24
"""Claims on the time line: the first use of each wording before all repeats."""


@dataclass(frozen=True, slots=True)
class Read:
    """A thread with all its claims in brief, in date order, and its wordings as ``matching.threads`` has them."""

    thread: Row
    members: list[Statement]
    wordings: tuple[Wording, ...]


def read(db: Database, thread_id: int) -> Read:
    """Read a thread in brief; raises ``NotFoundError`` for one that is not there."""
    thread = need(db, "thread", thread_id)
    members = [
        Statement(one.id, one.date, one.text, one.speaker, one.polarity) for one in threads.in_brief(db, thread_id)
    ]
    return Read(thread, members, wordings(members))


def page(db: Database, whole: Read, *, offset: int, size: int) -> Row:
    """Return what one page shows: some rungs of the ladder, and on the first one all that belongs to the whole thread.

    The rungs are those of ``history``, with ``others`` cut to ``MOST_USES`` and ``more``, how many were cut off.
    ``ids`` are those of all its claims, ``undated`` counts those without a date, ``lead_row`` is its lead;
    ``suggested`` and ``confirmed`` count the matches with the lead. ``drawn`` are claims with the number of their
    wording; ``lineage`` is cut too, ``carried`` counts it whole.
    """
    lead_id = whole.thread["lead_id"]
    dates = {one.id: one.date for one in whole.members}
    order = [_uses(wording, dates, lead_id) for wording in whole.wordings]
    rungs = range(offset, min(offset + size, len(order)))
    drawn = _drawn(order) if offset == 0 else []
    traced = origins_of(whole.members)
    origins = [origin for origin in traced if origin.copies]
    wanted = {lead_id, *(use for at in rungs for use in order[at][: MOST_USES + 1]), *(use for use, _ in drawn)}
    wanted |= {order[offset - 1][0]} if offset else set()
    wanted |= {use for origin in origins[:MOST_USES] for use in (origin.first, *origin.copies[:MOST_USES])}
    wanted |= {one.id for one in whole.members[:1]}
    copied = {copy: origin.first for origin in origins for copy in origin.copies}
    rows = _rows(db, whole, sorted(wanted), copied)
    suggested, confirmed = relations.decided_of(db, lead_id, whole.thread["id"])
    opposed = opposed_to(db, whole.thread["id"]) if offset == 0 else []
    return whole.thread | {
        "ids": list(dates),
        "undated": sum(date is None for date in dates.values()),
        "lead_row": rows.get(lead_id),
        "wordings": [_rung(at, order, whole.wordings[at], rows, lead_id) for at in rungs],
        "suggested": suggested,
        "confirmed": confirmed,
        "drawn": [(rows[use], number) for use, number in drawn],
        "opposed": opposed,
        "beside": beside(db, opposed),
        "origins": len(traced),
        "carried": len(origins),
        "lineage": [_line(origin, rows, dates) for origin in origins[:MOST_USES]],
        **_first_use_of(whole.members, rows),
        **talk(db, "thread", whole.thread["id"]),
    }


def _uses(wording: Wording, dates: dict[int, str | None], lead_id: int) -> tuple[int, ...]:
    """Return the uses of a wording, the lead first among those of its own date, whose order is not known anyway."""
    if lead_id in wording.uses and dates[lead_id] == dates[wording.uses[0]]:
        return (lead_id, *(use for use in wording.uses if use != lead_id))
    return wording.uses


def _drawn(order: list[tuple[int, ...]]) -> list[tuple[int, int]]:
    """Return the claims of the time line, each with the number of its wording."""
    firsts = [(uses[0], number) for number, uses in enumerate(order[:MOST_DRAWN], 1)]
    again = [(use, number) for number, uses in enumerate(order[:MOST_DRAWN], 1) for use in uses[1:MOST_DRAWN]]
    return (firsts + again)[:MOST_DRAWN]


def _rows(db: Database, whole: Read, wanted: list[int], copied: dict[int, int]) -> dict[int, Row]:
    """Return the claims that are shown, as ``thread_history.history`` has members."""
    lead_id = whole.thread["lead_id"]
    to_lead = relations_to_lead(lead_id, relations.with_each(db, lead_id, wanted))
    rows = claims.with_quantities(db, claims.several(db, wanted))
    dates = documents.published(db, [row.document_id for row in rows])
    found = {}
    for row in rows:
        member = row | {"relation": brief(to_lead.get(row.id)), "published": dates[row.document_id]}
        member |= {"what": standing(member, lead_id), "origin": copied.get(row.id)}
        found[row.id] = member
    return found


def _rung(at: int, order: list[tuple[int, ...]], wording: Wording, rows: dict[int, Row], lead_id: int) -> Row:
    first, *others = order[at]
    before = rows[order[at - 1][0]] if at and wording.dated else None
    return rung(at + 1, wording, rows[first], [rows[use] for use in others[:MOST_USES]], before, rows.get(lead_id)) | {
        "more": max(0, len(others) - MOST_USES)
    }


def _line(origin: Origin, rows: dict[int, Row], dates: dict[int, str | None]) -> Row:
    copies = [rows[copy] for copy in origin.copies[:MOST_USES]]
    return {
        "first": rows[origin.first],
        "copies": copies,
        "more": len(origin.copies) - len(copies),
        "order_is_sure": is_earlier(dates[origin.first], (dates[copy] for copy in origin.copies)),
    }


def _first_use_of(members: list[Statement], rows: dict[int, Row]) -> Row:
    """Return the earliest dated claim as ``first_seen``, and ``first_rivals``, how many others may be as early."""
    dated = [(one.id, one.date) for one in members if one.date is not None]
    if not dated:
        return {"first_seen": None, "first_rivals": 0}
    (first, date), *later = dated
    return {"first_seen": rows[first], "first_rivals": sum(may_be_one_day(date, other) for _, other in later)}
