"""Threads as questions with sides, and where each speaker, document or claim stands on them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import Any

from tracker import store
from tracker.match import stances
from tracker.match.stances import Position
from tracker.store import alignment, claims
from tracker.store.rows import Row

MOST_SIDES = 4
"""Opposed or revised threads that are taken into one question; further ones are counted."""

Asked = list[tuple[int, int, int]]


@dataclass(slots=True)
class Question:
    """One thread, and as its other sides the threads that reverse or revise it: rows of ``alignment.opposed``."""

    thread: int
    sides: list[Row] = field(default_factory=list)
    more_sides: int = 0
    direct: dict[int, Row] = field(default_factory=dict)

    @property
    def threads(self) -> list[int]:
        """The thread and its other sides, nearest first."""
        return [self.thread, *(side["side"] for side in self.sides)]


@dataclass(frozen=True, slots=True)
class Range:
    """The dates a view is narrowed to: ISO, inclusive, a year or month will do; ``None`` means open."""

    since: str | None = None
    until: str | None = None

    def given(self) -> dict[str, str | None]:
        """Return the range as arguments of the store's queries."""
        return {"since": self.since, "until": self.until}


def questions(db: store.Database, thread_ids: Sequence[int], *, together: bool = True) -> list[Question]:
    """Return threads as questions, in their order; with ``together`` a thread that is a side of one is none of its own.

    A side is a thread whose lead reverses or revises the question's lead, or with a claim that a person confirmed to
    do so: likenesses of other members are too weak to speak for a whole thread. Reversals come first.
    """
    by_thread: dict[int, list[Row]] = {}
    for row in alignment.opposed(db, thread_ids):
        by_thread.setdefault(row["thread_id"], []).append(row)
    found: dict[int, Question] = {}
    taken: set[int] = set()
    for thread_id in thread_ids:
        if thread_id in taken or thread_id in found:
            continue
        question = Question(thread_id)
        sides: dict[int, Row] = {}
        for row in by_thread.get(thread_id, ()):
            question.direct.setdefault(row["far"], row)
            if row["of_leads"] or row["decision"] == "confirmed":
                sides.setdefault(row["side"], row)
        ranked = sorted(sides.values(), key=lambda row: row["kind"] != "reversed")
        ranked = [row for row in ranked if not together or row["side"] not in found]
        question.sides, question.more_sides = ranked[:MOST_SIDES], max(0, len(ranked) - MOST_SIDES)
        found[thread_id] = question
        if together:
            taken |= {row["side"] for row in question.sides}
    return list(found.values())


def asked(several: Sequence[Question]) -> Asked:
    """Return questions as the store asks for them: ``(question, thread, place)``."""
    return [(one.thread, thread, place) for one in several for place, thread in enumerate(one.threads)]


def described(
    db: store.Database, several: Sequence[Question], statements: Sequence[Row], sides: Collection[int]
) -> list[Row]:
    """Return questions with their leads, other sides, and a cell for each of ``sides`` that has a word in them.

    A cell is ``{"side", "statements", "latest", "first", "others", "moved", "mixed"}``: claims that carry ``stance``,
    ``ground``, ``reasons`` and ``in_thread``. ``first`` is ``None`` where there is one statement only. ``moved`` says
    that the stance of the first and of the latest, both dated, differ; ``mixed`` that several stances stand beside
    each other.
    """
    leads = alignment.leads(db, {thread for one in several for thread in one.threads})
    ids = sorted({row["claim_id"] for row in statements})
    rows = {row["id"]: row for row in claims.several(db, ids)}
    to_lead = alignment.relations_of_pairs(
        db, {(row["claim_id"], leads[row["thread_id"]]["lead_id"]) for row in statements}
    )
    by_question: dict[int, dict[int, list[Row]]] = {}
    for row in statements:
        by_question.setdefault(row["question"], {}).setdefault(row["side"], []).append(row)

    def placed(one: Question, row: Row) -> Row | None:
        position = _position(one, row, leads[row["thread_id"]], to_lead)
        if position is None:
            return None
        return rows[row["claim_id"]] | {
            "stance": position.stance.value,
            "ground": position.ground.value,
            "reasons": list(position.reasons),
            "in_thread": row["thread_id"],
            "place": row,
            "position": position,
        }

    found = []
    for one in several:
        cells = {}
        for side in sides:
            known = [said for row in by_question.get(one.thread, {}).get(side, ()) if (said := placed(one, row))]
            if known:
                cells[side] = _cell(side, known)
        found.append(_described(one, leads, cells))
    return found


def _described(one: Question, leads: dict[int, Row], cells: dict[int, Row]) -> Row:
    sides = [
        leads[row["side"]]
        | {"kind": row["kind"], "reasons": row["reasons"], "decision": row["decision"], "near": row["near"]}
        for row in one.sides
    ]
    return leads[one.thread] | {"sides": sides, "more_sides": one.more_sides, "cells": cells}


def _position(one: Question, row: Row, lead: Row, to_lead: dict[tuple[int, int], Row]) -> Position | None:
    """Return where a statement stands on a question, or ``None`` where nothing tells."""
    claim_id, thread_id = row["claim_id"], row["thread_id"]
    relation = to_lead.get((min(claim_id, lead["lead_id"]), max(claim_id, lead["lead_id"])))
    related: dict[str, Any] = relation or {"kind": None, "reasons": (), "decision": None}
    member = stances.of_member(
        thread_id,
        related["kind"],
        related["reasons"],
        related["decision"],
        is_lead=claim_id == lead["lead_id"],
    )
    if thread_id == one.thread:
        return member
    direct = one.direct.get(claim_id)
    if direct is not None:
        return stances.of_other_side(thread_id, direct["kind"], direct["reasons"], direct["decision"])
    side = next(side for side in one.sides if side["side"] == thread_id)
    whole = stances.of_other_side(thread_id, side["kind"], side["reasons"], side["decision"])
    return stances.by_way_of(whole, member, " ".join(lead["lead"].split()))


def _cell(side: int, known: list[Row]) -> Row:
    latest = min(known, key=lambda said: said["place"]["latest"])
    first = min(known, key=lambda said: said["place"]["first"])
    count = latest["place"]["statements"]
    dated = first["date"] and latest["date"] and first["date"] != latest["date"]
    kinds = list(dict.fromkeys(said["stance"] for said in known))
    return {
        "side": side,
        "statements": count,
        "latest": _plain(latest),
        "first": _plain(first) if first["id"] != latest["id"] else None,
        "others": [_plain(said) for said in known if said["id"] not in (latest["id"], first["id"])],
        "moved": bool(dated and first["stance"] != latest["stance"]),
        "mixed": len(kinds) > 1,
        "position": latest["position"],
    }


def _plain(said: Row) -> Row:
    """Return a statement without what only the making of a cell needs."""
    return {key: value for key, value in said.items() if key not in ("place", "position")}


def without_positions(found: list[Row]) -> list[Row]:
    """Return described questions as plain data, cells in the order of their sides."""
    return [
        row
        | {
            "cells": [
                {key: value for key, value in cell.items() if key != "position"} for cell in row["cells"].values()
            ]
        }
        for row in found
    ]
