"""The position grid: speakers by questions, the words in the cell, and who stands together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from tracker import store
from tracker.desk.questions import Question, Range, asked, described, questions, without_positions
from tracker.match.stances import Stance, agreements
from tracker.models import NotFoundError, TrackerError
from tracker.store import alignment, picking
from tracker.store.rows import Row

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


def grid(db: store.Database, choice: Choice) -> Row:
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
    names = {speaker.id: speaker.name for speaker in picking.speakers_of(db, columns)}
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


def _rows(db: store.Database, choice: Choice) -> tuple[list[Question], int]:
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
