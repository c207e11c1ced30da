"""The operations that read figures and positions."""

from __future__ import annotations

from typing import Any

from tracker.desk import positions
from tracker.desk.narrowing import figure_filters
from tracker.desk.positions import COLUMN_ORDERS, COLUMNS, MOST_COLUMNS, MOST_ROWS, ROW_ORDERS, ROWS, Choice
from tracker.desk.questions import Range
from tracker.desk.topics import standing
from tracker.models import Direction
from tracker.store import figures
from tracker.store.figures import BLANK, STATED
from tracker.web.api.lists import PAGE
from tracker.web.api.operations import DATE, Call, Operation, Schema, listing, number, ref, text
from tracker.web.connection import db

LONGEST_WORDS = 200
FILTERS: dict[str, Schema] = {
    "q": text(LONGEST_WORDS, "Words of what is measured, or the figure."),
    "measured": text(LONGEST_WORDS, "What is measured, as a figure says it."),
    "unit": text(LONGEST_WORDS, "The unit, as figures give it."),
    "direction": {"type": "string", "enum": [direction.value for direction in Direction]},
    "speaker": number("The number of a speaker."),
    "saying": {
        "type": "string", "enum": [STATED, BLANK],
        "description": f"Only figures that state what they measure ({STATED}), or that do not ({BLANK}).",
    },
}  # fmt: skip


def _numbers(noun: str, most: int) -> Schema:
    one = "[1-9][0-9]{0,14}"
    description = f"The numbers of {noun}, with commas: 1,2. Chosen for you where left out."
    return {"type": "string", "pattern": f"^{one}(,{one}){{0,{most - 1}}}$", "description": description}


CHOICE: dict[str, Schema] = {
    "speakers": _numbers("speakers", MOST_COLUMNS),
    "threads": _numbers("threads", MOST_ROWS),
    "topic": number("Only threads of this topic."),
    "from": {**DATE, "description": "The earliest date."},
    "to": {**DATE, "description": "The latest date."},
    "by": {"type": "string", "enum": list(ROW_ORDERS), "default": ROW_ORDERS[0], "description": "The order of rows."},
    "across": {
        "type": "string", "enum": list(COLUMN_ORDERS), "default": COLUMN_ORDERS[0],
        "description": "The order of speakers.",
    },
    "rows": number("How many questions at most.", most=MOST_ROWS, default=ROWS),
    "columns": number("How many speakers at most.", most=MOST_COLUMNS, default=COLUMNS),
    "apart": {"type": "boolean", "default": False, "description": "Whether every thread has a row of its own."},
}  # fmt: skip


def _figures(call: Call[None]) -> Any:
    query = call.query
    filters = figure_filters({name: str(query[name]) for name in FILTERS if name in query})
    rows = figures.listed(db(), filters, limit=query["limit"], offset=query["offset"])
    return {"figures": rows, "count": figures.counted(db(), filters)}


def _positions(call: Call[None]) -> Any:
    query = call.query
    if "topic" in query:
        standing(db(), query["topic"])
    choice = Choice(
        threads=_several(query.get("threads")),
        speakers=_several(query.get("speakers")),
        dates=Range(query.get("from"), query.get("to")),
        topic=query.get("topic"),
        **{name: query[name] for name in ("by", "across", "rows", "columns", "apart")},
    )
    return positions.grid(db(), choice)


def _several(numbers: str | None) -> tuple[int, ...]:
    return tuple(dict.fromkeys(map(int, numbers.split(",")))) if numbers else ()


OPERATIONS = (
    Operation("list_figures", "GET", "/figures", "List figures, dated ones first by date.", "figures",
              _figures, listing("figures", "Figure"), FILTERS | PAGE),
    Operation("get_positions", "GET", "/positions", "Give the grid: speakers by questions, with the words.", "figures",
              _positions, ref("Positions"), CHOICE),
)  # fmt: skip
"""The operations that read figures and positions; they change nothing."""
