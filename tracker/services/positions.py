"""Positions: threads as questions with sides, and the grid of where each speaker stands and who stands together."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import Any

from tracker.db import alignment, claims
from tracker.db import names as stored_names
from tracker.db.rows import Database, Row
from tracker.matching.threads import Position, Stance, agreements, by_way_of, of_member, of_other_side
from tracker.models import NotFoundError, TrackerError

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
        """Return the range as arguments of the queries."""
        return {"since": self.since, "until": self.until}


def questions(db: Database, thread_ids: Sequence[int], *, together: bool = True) -> list[Question]:
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
    """Return questions as the queries take them: ``(question, thread, place)``."""
    return [(one.thread, thread, place) for one in several for place, thread in enumerate(one.threads)]


def described(
    db: Database, several: Sequence[Question], statements: Sequence[Row], sides: Collection[int]
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
    member = of_member(
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
        return of_other_side(thread_id, direct["kind"], direct["reasons"], direct["decision"])
    side = next(side for side in one.sides if side["side"] == thread_id)
    whole = of_other_side(thread_id, side["kind"], side["reasons"], side["decision"])
    return by_way_of(whole, member, " ".join(lead["lead"].split()))


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


CANDIDATES = 80
"""Threads most speakers share that are looked at to choose the rows; their other sides are folded into them."""
REVERSED_CANDIDATES = 40
"""Threads with a reversal that are looked at besides: two speakers may make two threads of one question."""
ROWS, MOST_ROWS = 8, 20
"""Questions a grid shows unless asked for more, and at most."""
COLUMNS, MOST_COLUMNS = 5, 10
"""Speakers a grid shows unless asked for more (as many as fit beside each other on a desk), and at most."""

ROW_ORDERS = ("shared", "latest", "earliest", "words")
COLUMN_ORDERS = ("shared", "name")
STANCE_ORDER = [stance.value for stance in Stance]


@dataclass(frozen=True, slots=True)
class Choice:
    """What a grid shows: threads and speakers (none: the most shared), dates, order of rows and columns, and how many.

    ``topic`` narrows the rows to the threads of one topic. ``by`` is one of ``ROW_ORDERS`` or a speaker's id: rows by
    that speaker's stance. ``across`` is one of ``COLUMN_ORDERS`` or a thread's id: speakers by their stance there.
    ``apart`` gives every thread a row of its own.
    """

    threads: tuple[int, ...] = ()
    speakers: tuple[int, ...] = ()
    dates: Range = field(default_factory=Range)
    topic: int | None = None
    by: str | int = "shared"
    across: str | int = "shared"
    rows: int = ROWS
    columns: int = COLUMNS
    apart: bool = False


def grid(db: Database, choice: Choice) -> Row:
    """Return the grid: ``speakers`` (columns), ``questions`` (rows with ``cells`` by speaker), ``agreements``, totals.

    Raises ``TrackerError`` for more rows or columns than a grid can show.
    """
    if len(choice.threads) > MOST_ROWS or len(choice.speakers) > MOST_COLUMNS:
        raise TrackerError(f"A grid shows at most {MOST_ROWS} threads and {MOST_COLUMNS} speakers.")
    several, shared = _rows(db, choice)
    columns = list(choice.speakers) or alignment.speakers_in(
        db, asked(several), limit=choice.columns, **choice.dates.given()
    )
    said = alignment.statements(db, asked(several), "speakers", columns, **choice.dates.given())
    found = described(db, several, said, columns)
    if not choice.threads:
        found = [row for row in found if row["cells"]]
    names = {speaker.id: speaker.name for speaker in stored_names.speakers_of(db, columns)}
    columns = _across(choice.across, [speaker for speaker in columns if speaker in names], names, found)
    found = _by(choice.by, found)
    agreed = agreements({speaker: cell["position"] for speaker, cell in row["cells"].items()} for row in found)
    return {
        "speakers": [
            {"id": speaker, "name": names[speaker], "questions": sum(speaker in row["cells"] for row in found)}
            for speaker in columns
        ],
        "questions": [
            row | {"cells": sorted(row["cells"], key=lambda cell: columns.index(cell["side"]))}
            for row in without_positions(found)
        ],
        "agreements": [
            {
                "one": {"id": pair.one, "name": names[pair.one]},
                "other": {"id": pair.other, "name": names[pair.other]},
                "shared": pair.shared,
                "together": pair.together,
                "against": pair.against,
                "figures": pair.figures,
                "suggested": pair.suggested,
            }
            for pair in agreed
        ],
        "shared_questions": shared,
        "totals": alignment.totals(db),
    }


def _rows(db: Database, choice: Choice) -> tuple[list[Question], int]:
    """Return the questions of a grid, and among how many they were chosen."""
    dates = choice.dates.given()
    if choice.threads:
        missing = [thread for thread in choice.threads if thread not in alignment.leads(db, choice.threads)]
        if missing:
            raise NotFoundError(f"There is no thread {missing[0]} with claims.")
        several = questions(db, choice.threads, together=not choice.apart)
        return several, len(several)
    if choice.topic is not None:
        threads = alignment.of_topic(db, choice.topic, limit=CANDIDATES)
    elif choice.speakers:
        threads = alignment.shared(db, "speakers", choice.speakers, limit=CANDIDATES, **dates)
    else:
        threads = alignment.busiest(db, limit=CANDIDATES, **dates)
        more = alignment.opposed_threads(db, limit=REVERSED_CANDIDATES)
        threads += [thread for thread in more if thread not in threads]
    several = questions(db, threads, together=not choice.apart)
    if choice.speakers:
        said = alignment.statements(db, asked(several), "speakers", choice.speakers, **dates)
        sides: dict[int, set[int]] = {}
        for row in said:
            sides.setdefault(row["question"], set()).add(row["side"])
        known = {question: len(speakers) for question, speakers in sides.items()}
    else:
        known = alignment.speakers_per_question(db, asked(several), **dates)
    several = sorted(
        (one for one in several if known.get(one.thread)),
        key=lambda one: (-known[one.thread], not any(side["kind"] == "reversed" for side in one.sides)),
    )
    return several[: choice.rows], len(several)


def _by(order: str | int, found: list[Row]) -> list[Row]:
    """Return the rows in the order asked for; undated ones last."""
    if isinstance(order, int):
        return sorted(found, key=lambda row: _stance_rank(row, order))
    if order == "words":
        return sorted(found, key=lambda row: row["lead"].lower())
    if order in ("latest", "earliest"):
        pick = max if order == "latest" else min
        dates = {row["thread_id"]: [date for cell in row["cells"].values() for date in _dates(cell)] for row in found}
        dated = [row for row in found if dates[row["thread_id"]]]
        ranked = sorted(dated, key=lambda row: pick(dates[row["thread_id"]]), reverse=order == "latest")
        return ranked + [row for row in found if not dates[row["thread_id"]]]
    return found


def _dates(cell: Row) -> list[str]:
    return [said["date"] for said in (cell["first"], cell["latest"]) if said and said["date"]]


def _across(order: str | int, columns: list[int], names: dict[int, str], found: Sequence[Row]) -> list[int]:
    """Return the speakers in the order asked for."""
    if order == "name":
        return sorted(columns, key=lambda speaker: names[speaker].split()[-1].lower())
    row = next((row for row in found if row["thread_id"] == order), None)
    return sorted(columns, key=lambda speaker: _stance_rank(row, speaker)) if row else columns


def _stance_rank(row: Row, speaker: int) -> int:
    cell = row["cells"].get(speaker)
    return STANCE_ORDER.index(cell["latest"]["stance"]) if cell else len(STANCE_ORDER)
